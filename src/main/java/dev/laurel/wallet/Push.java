package dev.laurel.wallet;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A badge, or a learner record, that was or is to be put into a backpack.
 *
 * @param credentialId {@link #RECORD} for a learner record
 * @param owner whose badge it is; null for a learner record
 * @param asked counts how often it was asked for: what was asked for meanwhile is sent again
 * @param tries how often it failed since it was asked for
 * @param problem what went wrong the last time; null when nothing did
 * @param answer the backpack's own words to that; null when it gave none
 * @param sentAt when the backpack took it last; null before
 */
record Push(
        UUID id,
        UUID backpack,
        String credentialId,
        @Nullable Owner owner,
        State state,
        int asked,
        int tries,
        Instant dueAt,
        BackpackProblem.@Nullable Kind problem,
        @Nullable String answer,
        @Nullable Instant sentAt) {

    static final String RECORD = "record";

    enum State {
        DUE,
        SENT,
        /** Not tried again by itself. */
        FAILED
    }

    boolean isRecord() {
        return credentialId.equals(RECORD);
    }

    public BadgeDesk.Standing standing() {
        return switch (state) {
            case SENT -> new BadgeDesk.Standing("wallet.push.sent", "earned", "send-check");
            case FAILED -> new BadgeDesk.Standing("wallet.push.failed", "lost", "send-exclamation");
            case DUE ->
                problem == null
                        ? new BadgeDesk.Standing("wallet.push.due", "others", "hourglass-split")
                        : new BadgeDesk.Standing("wallet.push.again", "others", "clock-history");
        };
    }
}
