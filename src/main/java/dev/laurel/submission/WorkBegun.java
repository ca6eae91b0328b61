package dev.laurel.submission;

import java.time.Instant;

/** An earner put something into an attempt for the first time: more than having opened it. Told once for each attempt. */
public record WorkBegun(AttemptId attempt, Instant begunAt) {}
