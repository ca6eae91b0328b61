package dev.laurel.assessment;

import dev.laurel.submission.AttemptId;
import java.time.Instant;

/** Work was put on hold: somebody looks into it by hand before anything else becomes of it. */
public record WorkHeld(AttemptId attempt, Instant heldAt) {}
