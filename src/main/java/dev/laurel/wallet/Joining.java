package dev.laurel.wallet;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Two accounts that an operator holds for one person's, on evidence.
 *
 * @param evidence what was seen; for operators only, and absent once one of the two was forgotten
 * @param reason what both accounts read; absent likewise
 * @param settledAt when it left {@link State#ASKED}, and when it was undone
 */
record Joining(
        UUID id,
        Side first,
        Side second,
        Set<Kind> kinds,
        @Nullable String evidence,
        @Nullable String reason,
        State state,
        Instant askedAt,
        @Nullable Instant settledAt) {

    /** How long an account that says nothing may think it over, from when both were told. */
    static final Duration TIME_TO_OBJECT = Duration.ofDays(14);

    /** After that nothing comes of it any more. */
    static final Duration MOST_WAITING = Duration.ofDays(90);

    /** What an operator can have seen. A name or an untested address never suffices: two people may share either. */
    enum Kind {
        STAFF_RECORD(true),
        STAFF_NUMBER(true),
        PLATFORM_RECORD(true),
        DOCUMENT(true),
        SAID_FROM_BOTH(true),
        SAME_ADDRESS(false),
        SAME_NAME(false);

        private final boolean suffices;

        Kind(boolean suffices) {
            this.suffices = suffices;
        }

        public boolean suffices() {
            return suffices;
        }

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** ASKED is open, JOINED holds; the others are over. */
    enum State {
        ASKED,
        JOINED,
        OBJECTED,
        WITHDRAWN,
        LAPSED,
        UNDONE;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which of the two. */
    enum Which {
        FIRST,
        SECOND;

        Which other() {
            return this == FIRST ? SECOND : FIRST;
        }

        /** How columns of its own begin. */
        public String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One of the two accounts.
     *
     * @param putIn whether the joining put it into the wallet
     */
    record Side(
            Owner owner, @Nullable Instant toldAt, @Nullable Instant agreedAt, boolean putIn) {}

    Joining {
        EnumSet<Kind> copy = EnumSet.noneOf(Kind.class);
        copy.addAll(kinds);
        kinds = copy;
    }

    Side side(Which which) {
        return which == Which.FIRST ? first : second;
    }

    /** Which of the two that account is. */
    Which of(Owner owner) {
        return first.owner().equals(owner) ? Which.FIRST : Which.SECOND;
    }

    /** Whether both accounts have to say yes themselves: between two districts silence does not count. */
    public boolean needsBoth() {
        return !first.owner().tenant().equals(second.owner().tenant());
    }

    boolean agreed() {
        return first.agreedAt() != null && second.agreedAt() != null;
    }

    /** When silence counts as no objection; absent where it never does, or as long as somebody was not told. */
    public @Nullable Instant silentAt() {
        Instant one = first.toldAt();
        Instant other = second.toldAt();
        if (needsBoth() || one == null || other == null) {
            return null;
        }
        return (one.isAfter(other) ? one : other).plus(TIME_TO_OBJECT);
    }

    boolean isDue(Instant now) {
        Instant silent = silentAt();
        return state == State.ASKED && (agreed() || silent != null && !silent.isAfter(now));
    }

    public boolean open() {
        return state == State.ASKED;
    }

    public boolean holds() {
        return state == State.JOINED;
    }

    /** Names nobody. */
    @Override
    public String toString() {
        return "Joining[" + id + " " + state + "]";
    }
}
