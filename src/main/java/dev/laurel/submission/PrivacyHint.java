package dev.laurel.submission;

import java.util.List;
import java.util.Locale;

/**
 * Something that may tell who somebody is, pointed out before the work leaves its earner. It exists for one page only and is
 * stored nowhere.
 *
 * @param subject the file's own name or the address; blank for text
 * @param words what was found there, at most ten
 */
record PrivacyHint(Kind kind, Where where, String subject, List<String> words) {

    static final int MOST_WORDS = 10;

    /** What it may be. */
    enum Kind {
        OWN_NAME,
        COURSE_NAME,
        LIKELY_NAME,
        /** A film that anybody can find or watch. */
        PUBLIC_VIDEO,
        /** A place that opens for whoever has the address. */
        OPEN_LINK;

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** In what it was found. */
    enum Where {
        TEXT,
        NOTE,
        FILE,
        /** The name of a file within one. */
        ARCHIVE,
        /** What is written in a file, or in those within one. */
        INSIDE,
        LINK;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    PrivacyHint {
        words = words.stream().distinct().limit(MOST_WORDS).toList();
    }

    /** The words in quotation marks, for a sentence. */
    public String quoted() {
        return "“" + String.join("”, “", words) + "”";
    }

    @Override
    public String toString() {
        return "PrivacyHint[" + kind + " in " + where + "]";
    }
}
