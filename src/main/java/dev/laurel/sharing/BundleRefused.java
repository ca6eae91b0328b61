package dev.laurel.sharing;

import java.util.List;
import java.util.Locale;

/** A bundle that is not taken in, and why. */
final class BundleRefused extends Exception {

    private final Reason reason;
    private final List<String> details;

    /** What is wrong; each has a message {@code sharing.refused.<key>}. */
    enum Reason {
        NOTHING,
        TOO_LARGE,
        ZIP,
        NO_BUNDLE,
        ADDRESS,
        UNREACHABLE,
        GONE,
        UNKNOWN_SIGNER,
        KEY_NOT_LISTED,
        TAMPERED,
        OTHER_SCHEMA,
        BAD_FORM,
        BAD_HASH,
        BAD_CONTENT,
        LICENCE,
        OWN,
        CHANGED
    }

    BundleRefused(Reason reason, String... details) {
        super(reason.name());
        this.reason = reason;
        this.details = List.of(details);
    }

    Reason reason() {
        return reason;
    }

    /** What fills the blanks of the message. */
    List<String> details() {
        return details;
    }

    String key() {
        return "sharing.refused." + reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
