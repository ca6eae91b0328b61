package dev.laurel.submission;

/** One attempt of a submission; numbers begin at 1. */
public record AttemptId(SubmissionId submission, int number) {}
