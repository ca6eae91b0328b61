package dev.laurel.submission;

/**
 * What an earner affirms when handing in: names removed and releases held, own work, use of AI. Releases themselves stay
 * with the school; their number is kept.
 *
 * @param releasesHeld signed releases, one for every person who can be recognised; 0 when nobody can
 * @param aiUsed whether a tool of that kind helped
 * @param aiUse what it did; not blank when it helped
 * @param locale in which language the words were read
 */
record Attestations(int releasesHeld, boolean aiUsed, String aiUse, String locale) {

    /** Names the words that were affirmed; a test sees to it that it changes when they do. */
    static final String WORDING = "2026-11";

    @Override
    public String toString() {
        return "Attestations[not printed]";
    }
}
