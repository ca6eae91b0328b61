package dev.laurel.assessment;

import dev.laurel.submission.AttemptId;
import java.time.Instant;

/** Work that was put on hold as a draft is its earner's to go on with again, or was closed as what it was. */
public record HoldOver(AttemptId attempt, Instant endedAt) {}
