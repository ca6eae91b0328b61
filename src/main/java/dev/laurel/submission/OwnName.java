package dev.laurel.submission;

/** A file's name as an earner gave it, made harmless to show: one line, no path, no invisible tricks, 200 characters. */
final class OwnName {

    private static final int LONGEST = 200;

    private OwnName() {}

    static String of(String sent) {
        String last = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
        String clean = visible(last);
        if (clean.length() > LONGEST) {
            int half = LONGEST / 2;
            clean = visible(clean.substring(0, half) + "…" + clean.substring(clean.length() - half + 1));
        }
        return clean.isEmpty() || clean.matches("\\.+") ? "file" : clean;
    }

    /** Line ends, and the marks that turn text around so that a name seems to end otherwise, and halves of characters. */
    private static String visible(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "").strip();
    }
}
