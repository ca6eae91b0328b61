package dev.laurel.submission;

/**
 * Where evidence serves others for longer than its own time, because its earner has allowed that and can take it back. It is
 * kept for as long; its earner's withdrawal and request for deletion come first.
 */
public interface EvidenceShown {

    /** Whether the evidence of that submission is in such use. */
    boolean isShown(SubmissionId submission);
}
