package dev.laurel.system;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A call to the outside got no answer. The message names the host alone: addresses and bodies may hold secrets. */
public final class OutboundFailure extends IOException {

    public enum Kind {
        /** The address is one this tool does not call: not https, or on a private network. Never leaves the machine. */
        FORBIDDEN,
        /** No such host, no connection, or the connection broke. */
        UNREACHABLE,
        TIMED_OUT,
        TOO_LARGE
    }

    private final Kind kind;

    OutboundFailure(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
