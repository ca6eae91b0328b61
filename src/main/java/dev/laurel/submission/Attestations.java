package dev.laurel.submission;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What an earner affirms when handing in: names removed and releases held, own work, use of AI. Releases themselves stay
 * with the school; their number is kept.
 *
 * @param releasesHeld signed releases, one for every person who can be recognised; 0 when nobody can
 * @param aiUsed whether a tool of that kind helped
 * @param aiUse what it did; not blank when it helped
 * @param talkedOn when the feedback was talked about with a coach, where that is asked for
 * @param locale in which language the words were read
 */
record Attestations(
        int releasesHeld,
        boolean aiUsed,
        String aiUse,
        @Nullable LocalDate talkedOn,
        String locale) {

    /** Names the words that were affirmed; a test sees to it that it changes when they do. */
    static final String WORDING = "2026-11";

    @Override
    public String toString() {
        return "Attestations[not printed]";
    }
}
