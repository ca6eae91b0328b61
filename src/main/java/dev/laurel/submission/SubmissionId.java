package dev.laurel.submission;

import java.util.UUID;

/** One earner's work on one version of a micro-credential, a chain of attempts. */
public record SubmissionId(UUID value) {}
