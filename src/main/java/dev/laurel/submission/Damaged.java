package dev.laurel.submission;

import java.io.IOException;

/** A file that breaks the rules of its format. Says why for the log, never with its content. */
final class Damaged extends IOException {

    private static final long serialVersionUID = 1L;

    Damaged(String why) {
        super(why);
    }
}
