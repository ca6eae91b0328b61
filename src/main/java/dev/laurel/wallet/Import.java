package dev.laurel.wallet;

import dev.laurel.badge.Verdict;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A badge from elsewhere in a wallet.
 *
 * @param form {@code OB3}, {@code JWT} or {@code OB2}
 * @param badgeId by which its issuer knows it
 * @param issuer its name
 * @param achievement {@code id} of what it stands for
 * @param outcome of the latest check, {@code PASSED}, {@code FAILED} or {@code UNKNOWN}
 * @param fault why it does not count, by the latest check that could tell; absent while it does
 */
record Import(
        UUID id,
        String form,
        String badgeId,
        String name,
        String issuer,
        String issuerId,
        String achievement,
        @Nullable Instant issuedAt,
        @Nullable Instant validUntil,
        String text,
        String outcome,
        Instant broughtAt,
        Instant checkedAt,
        @Nullable Fault fault,
        @Nullable Instant faultAt) {

    /** Why it no longer counts, as far as was found out; the name, in lower case, ends the keys of messages. */
    enum Fault {
        REVOKED,
        SUSPENDED,
        EXPIRED,
        /** Something else about it does not hold any more: it is gone, changed, or its key is. */
        BROKEN,
        /** The same, seen once: that may be for a moment only. */
        SUSPECTED;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Absent when nothing failed. What was taken back says more than that its time is over. */
        static @Nullable Fault in(Verdict verdict) {
            Fault found = null;
            for (Verdict.Check check : verdict.checks()) {
                if (check.outcome() == Verdict.Outcome.FAILED) {
                    Fault fault = of(check);
                    found = found == null || fault.ordinal() < found.ordinal() || fault == BROKEN ? fault : found;
                }
            }
            return found;
        }

        private static Fault of(Verdict.Check check) {
            return switch (check.step() + " " + check.reason()) {
                case "STATUS revoked" -> REVOKED;
                case "STATUS suspended" -> SUSPENDED;
                case "DATES expired" -> EXPIRED;
                default -> BROKEN;
            };
        }
    }

    /** Whether its owner has something to know of. */
    public boolean isOver() {
        return fault != null && fault != Fault.SUSPECTED;
    }

    /** Whether it can stand in a learner record as it is. */
    public boolean isForRecord() {
        return form.equals("OB3") && outcome.equals("PASSED") && fault == null;
    }

    /** Whether its own address can be opened. */
    public boolean hasPage() {
        return badgeId.startsWith("https://");
    }

    /** Its part of the keys of messages. */
    public String outcomeKey() {
        return outcome.toLowerCase(Locale.ROOT);
    }

    /** Without the text. */
    @Override
    public String toString() {
        return "Import[" + id + ", " + form + ", " + outcome + "]";
    }
}
