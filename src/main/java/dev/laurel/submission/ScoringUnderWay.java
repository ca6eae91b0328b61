package dev.laurel.submission;

/** Knows whether somebody has begun to score an attempt, also while the news of it is on its way here. */
public interface ScoringUnderWay {

    boolean isUnderWay(AttemptId attempt);
}
