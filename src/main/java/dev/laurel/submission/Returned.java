package dev.laurel.submission;

import java.time.Instant;

/**
 * That and why a draft came back as not complete.
 *
 * @param words what is missing
 */
public record Returned(String words, Instant at) {

    /** Without the words, which are the earner's to read. */
    @Override
    public String toString() {
        return "Returned[" + at + "]";
    }
}
