package dev.laurel.wallet;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address as somebody typed it; compared without regard to capitals. Prints without the name in it.
 *
 * @param text as mails are sent to it
 */
record Address(String text) {

    private static final Pattern FORM =
            Pattern.compile("[^@\\s,;:<>\"()\\[\\]\\\\\\p{Cntrl}]{1,64}@[^@\\s,;:<>\"()\\[\\]\\\\/\\p{Cntrl}]{3,255}");
    private static final int LONGEST = 320;

    /** Empty when it cannot be one. */
    static Optional<Address> typed(String text) {
        String stripped = text.strip();
        boolean good = stripped.length() <= LONGEST
                && FORM.matcher(stripped).matches()
                && stripped.indexOf('.', stripped.indexOf('@')) > 0
                && !stripped.endsWith(".");
        return good ? Optional.of(new Address(stripped)) : Optional.empty();
    }

    String key() {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Enough to recognise one's own, too little to learn somebody else's. */
    String masked() {
        int at = text.indexOf('@');
        return text.substring(0, text.offsetByCodePoints(0, 1)) + "•••" + text.substring(at);
    }

    @Override
    public String toString() {
        return "Address[…]";
    }
}
