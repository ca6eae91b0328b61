package dev.laurel.assessment;

import dev.laurel.assessment.Anchor.Comparison;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rating that decides nothing. It is made on the same page as one that does, under an id of the same shape.
 *
 * @param anchor absent where a decided case is read again
 * @param about the case that is read again; absent for anchors
 * @param run through a qualification set; absent for anything else
 * @param submittedAt what the page says of when it was handed in
 * @param result absent until it is done
 */
record Reading(
        CaseId id,
        TenantId tenant,
        MicroCredentialId family,
        VersionId version,
        StaffId staff,
        Purpose purpose,
        @Nullable AnchorId anchor,
        @Nullable CaseId about,
        @Nullable UUID run,
        State state,
        Instant takenAt,
        Instant submittedAt,
        Instant dueAt,
        @Nullable Instant endedAt,
        boolean earned,
        int met,
        int required,
        @Nullable Comparison result) {

    enum Purpose {
        /** An anchor of a qualification set. */
        QUALIFYING,
        /** An anchor among ordinary work. Whoever rates it is not told. */
        SEEDED,
        /** A decided case that a lead rates again. */
        BACK_READING,
        /** A partner's submission, rated so that both can compare. */
        PARTNER
    }

    enum State {
        HELD,
        DONE,
        /** Given back, overdue or withdrawn: nothing came of it. */
        ENDED
    }
}
