package dev.laurel.submission;

import java.util.Locale;

/** What a virus scanner says of a file. */
enum Scan {
    CLEAN,
    /** Nobody could say yet: the file is held back and asked about again. */
    WAITING,
    /** Its bytes go, its name stays so that the earner learns why. */
    INFECTED;

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
