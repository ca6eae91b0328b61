package dev.laurel.lti.check;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is tried, in the order in which it is shown. Messages of a line begin with {@code lti.check.<key>}. */
public enum CheckLine {
    /** The platform's key set can be read and holds a key that verifies RS256 (Security Framework 1.0, section 6). */
    KEYS,
    /** Our own key set can be read where platforms are told to read it. */
    OWN_KEYS,
    CLOCK,
    /** Client credentials with a signed assertion (Security Framework 1.0, section 4.1). */
    TOKEN,
    SCOPES,
    /** AGS 2.0, section 3.2. */
    LINE_ITEMS,
    /** A score on a line item that is made for it and deleted again (AGS 2.0, section 3.4). */
    SCORE,
    /** NRPS 2.0, section 2.4. */
    ROSTER,
    /** Platform Notification Service 1.0, section 3. */
    NOTICES,
    /** Whether this browser keeps a cookie in the platform's frame. */
    COOKIES,
    /** Whether the platform keeps state for the tool (LTI Client Side postMessages 0.1). */
    STORAGE;

    /** Lines that this server tries by itself. */
    public static List<CheckLine> ofTheServer() {
        return Arrays.stream(values()).filter(line -> !line.isOfTheBrowser()).toList();
    }

    /** The line that an address names. */
    public static Optional<CheckLine> named(String key) {
        return Arrays.stream(values()).filter(line -> line.key().equals(key)).findFirst();
    }

    /** Whether only a script in the platform's frame can tell. */
    public boolean isOfTheBrowser() {
        return this == COOKIES || this == STORAGE;
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
