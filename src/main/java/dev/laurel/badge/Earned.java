package dev.laurel.badge;

import dev.laurel.assessment.Feedback.Rated;
import dev.laurel.badge.Composition.Part;
import dev.laurel.catalog.Achievement;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a badge is to be made of.
 *
 * @param submission absent for demonstrations
 * @param email the earner's address; absent when no platform told it
 * @param levels key of the level reached, by criterion
 * @param rated by how many people it really was rated; absent for demonstrations
 * @param parts the badges that it is made of; empty for what was earned by a submission
 * @param earlier the badge that it comes in the place of, made of badges too
 */
record Earned(
        TenantId tenant,
        @Nullable SubmissionId submission,
        Achievement achievement,
        @Nullable String email,
        Map<String, String> levels,
        @Nullable Rated rated,
        Instant decidedAt,
        List<Part> parts,
        @Nullable Part earlier) {

    /** What a submission earned. */
    Earned(
            TenantId tenant,
            @Nullable SubmissionId submission,
            MicroCredential achievement,
            @Nullable String email,
            Map<String, String> levels,
            @Nullable Rated rated,
            Instant decidedAt) {
        this(tenant, submission, achievement, email, levels, rated, decidedAt, List.of(), null);
    }

    Earned {
        parts = List.copyOf(parts);
        levels = Map.copyOf(levels);
    }

    /** Without the address. */
    @Override
    public String toString() {
        return "Earned[submission=" + submission + ", achievement=" + achievement.path() + "]";
    }
}
