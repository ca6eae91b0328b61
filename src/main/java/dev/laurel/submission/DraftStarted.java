package dev.laurel.submission;

import java.time.Instant;

/** An earner began an attempt. */
public record DraftStarted(AttemptId attempt, Instant startedAt) {}
