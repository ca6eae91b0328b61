package dev.laurel.submission;

import java.time.Instant;

/** An earner took an attempt back before anybody scored it; it is a draft again. */
public record SubmissionWithdrawn(AttemptId attempt, Instant withdrawnAt) {}
