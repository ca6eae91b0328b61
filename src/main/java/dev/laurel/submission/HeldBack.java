package dev.laurel.submission;

/** Knows what may not be handed in for now, for a reason that does not show here. */
public interface HeldBack {

    boolean isHeldBack(SubmissionId submission);
}
