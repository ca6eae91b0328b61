package dev.laurel.lti.launch;

/** Text from outside, made fit to be logged or stored. */
final class Printable {

    private static final int LOGGED = 300;

    private Printable() {}

    /** One short line without control characters, so that nobody writes log lines of their own. */
    static String of(String text) {
        String line = text.length() > LOGGED ? text.substring(0, LOGGED) + "…" : text;
        for (int i = 0; i < line.length(); i++) {
            if (Character.isISOControl(line.charAt(i))) {
                return line.replaceAll("\\p{Cntrl}", " ");
            }
        }
        return line;
    }

    /**
     * Text that every database takes: PostgreSQL knows no NUL, and half a surrogate pair is no character. Tabs and line
     * ends stay.
     */
    static String stored(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || Character.isSurrogate(c)) {
                return cleaned(text);
            }
        }
        return text;
    }

    /** {@link #stored} and no longer than {@code length}. */
    static String stored(String text, int length) {
        if (text.length() <= length) {
            return stored(text);
        }
        return stored(text.substring(0, length - 1)) + "…";
    }

    private static String cleaned(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c >= ' ' || c == '\t' || c == '\n' || c == '\r')
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
