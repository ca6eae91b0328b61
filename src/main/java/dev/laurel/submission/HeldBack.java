package dev.laurel.submission;

import java.time.Instant;
import java.util.Optional;

/** Knows what may not be handed in for now, for a reason that does not show here. */
public interface HeldBack {

    boolean isHeldBack(SubmissionId submission);

    /** By when somebody means to decide about work that is on hold now, whoever has it. */
    Optional<Instant> heldUntil(SubmissionId submission);

    /** When it last was so: now while it is, when that ended otherwise; empty where it never was. */
    Optional<Instant> lastHeldBack(SubmissionId submission, Instant now);

    /** That moment, later by as long as it was so before it came: no time of its earner's is lost. */
    Instant movedBy(SubmissionId submission, Instant deadline, Instant now);
}
