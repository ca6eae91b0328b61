package dev.laurel.person;

import dev.laurel.system.OutboundFailure;
import java.util.Locale;

/** A provider of identity did not do what was asked of it, or its answer does not hold. */
final class ProviderProblem extends Exception {

    /** What went wrong; the name, in lower case with hyphens, ends the key of its message. */
    enum Kind {
        /** An address that is not called: without https, or on a private network. */
        NOT_CALLED("misconfigured"),
        UNREACHABLE("out-of-reach"),
        TIMED_OUT("out-of-reach"),
        TOO_LARGE("misconfigured"),
        /** It sends callers elsewhere, which is not followed. */
        MOVED("misconfigured"),
        /** It has trouble of its own. */
        TROUBLE("out-of-reach"),
        /** Nothing there describes a provider. */
        NO_PROVIDER("misconfigured"),
        /** It calls itself otherwise than it was configured. */
        OTHER_ISSUER("misconfigured"),
        /** It stands for many organisations at once and names none. */
        MANY_ISSUERS("misconfigured"),
        /** Part of what is needed is missing, or lies where it cannot be called. */
        NOT_USABLE("misconfigured"),
        /** It takes client secrets in no way that is known here. */
        NO_METHOD("misconfigured"),
        /** It signs in no way that is taken here. */
        NO_ALGORITHM("misconfigured"),
        /** It publishes no key that can verify anything. */
        NO_KEYS("misconfigured"),
        /** It does not know the client id, or not this secret. */
        CLIENT_REFUSED("misconfigured"),
        /** The person, or the provider in their place, said no. */
        DENIED("denied"),
        /** The answer belongs to no question that was asked in this browser, or was given before. */
        NOT_ASKED("not-asked"),
        /** It gave no token for its own answer. */
        NO_TOKEN("no-token"),
        /** The token is over, or not yet good. */
        TOO_LATE("too-late"),
        /** The token was not signed by it, or is for somebody else, or answers something else. */
        NOT_GENUINE("not-genuine");

        private final String page;

        Kind(String page) {
            this.page = page;
        }

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Which page whoever wanted to sign in sees. */
        String page() {
            return page;
        }
    }

    private final Kind kind;
    private final String detail;

    /** @param detail for the log and for operators: what the provider said, never a secret */
    ProviderProblem(Kind kind, String detail) {
        super(kind.name() + (detail.isEmpty() ? "" : ": " + oneLine(detail)));
        this.kind = kind;
        this.detail = oneLine(detail);
    }

    ProviderProblem(Kind kind) {
        this(kind, "");
    }

    static ProviderProblem of(OutboundFailure failure) {
        return new ProviderProblem(
                switch (failure.kind()) {
                    case FORBIDDEN -> Kind.NOT_CALLED;
                    case UNREACHABLE -> Kind.UNREACHABLE;
                    case TIMED_OUT -> Kind.TIMED_OUT;
                    case TOO_LARGE -> Kind.TOO_LARGE;
                });
    }

    /** One line that can be printed. */
    private static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }

    Kind kind() {
        return kind;
    }

    String detail() {
        return detail;
    }
}
