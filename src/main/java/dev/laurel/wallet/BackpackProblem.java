package dev.laurel.wallet;

import dev.laurel.system.OutboundFailure;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A backpack did not do what was asked of it. */
final class BackpackProblem extends Exception {

    /** What went wrong; the name, in lower case with hyphens, ends the key of its message. */
    enum Kind {
        /** Not the address of a web server. */
        NO_ADDRESS,
        /** An address that is not called: without https, or on a private network. */
        NOT_CALLED,
        UNREACHABLE(true),
        TIMED_OUT(true),
        /** More than anybody reads. */
        TOO_LARGE,
        /** It sends callers elsewhere, and calls with secrets in them do not follow. */
        MOVED,
        /** Nothing there describes such an API. */
        NO_BACKPACK,
        /** It describes an API that cannot be used safely, or lacks a part of it. */
        NOT_USABLE,
        REGISTRATION_REFUSED,
        /** Its owner said no. */
        DENIED,
        /** The answer belongs to no question that was asked in this browser. */
        NOT_ASKED,
        /** It gave no token for the permission. */
        NO_TOKEN,
        /** Permission was given, but not to put badges in. */
        TOO_LITTLE,
        /** The permission has ended: revoked there, or run out. */
        ENDED,
        /** It does not take this badge. */
        REFUSED,
        /** It has trouble of its own. */
        TROUBLE(true),
        /** Too many calls. */
        BUSY(true),
        /** What answered is no backpack. */
        NO_ANSWER,
        /** The badge does not count now. */
        NOT_IN_FORCE;

        private final boolean passing;

        Kind() {
            this(false);
        }

        Kind(boolean passing) {
            this.passing = passing;
        }

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether it is worth trying again later. */
        boolean isPassing() {
            return passing;
        }

        /** Whether only the person can mend it, by giving permission anew. */
        boolean needsPermission() {
            return this == ENDED || this == TOO_LITTLE;
        }
    }

    private final Kind kind;
    private final String answer;
    private final transient @Nullable Duration retryAfter;

    BackpackProblem(Kind kind, String answer, @Nullable Duration retryAfter) {
        super(kind.name());
        this.kind = kind;
        this.answer = answer.length() > 300 ? answer.substring(0, 300) : answer;
        this.retryAfter = retryAfter;
    }

    BackpackProblem(Kind kind) {
        this(kind, "", null);
    }

    static BackpackProblem of(OutboundFailure failure) {
        return new BackpackProblem(
                switch (failure.kind()) {
                    case FORBIDDEN -> Kind.NOT_CALLED;
                    case UNREACHABLE -> Kind.UNREACHABLE;
                    case TIMED_OUT -> Kind.TIMED_OUT;
                    case TOO_LARGE -> Kind.TOO_LARGE;
                });
    }

    Kind kind() {
        return kind;
    }

    /** The backpack's own words, for the person who sent; empty when it gave none. */
    String answer() {
        return answer;
    }

    /** How long it asked to be left alone; null when it did not. */
    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
