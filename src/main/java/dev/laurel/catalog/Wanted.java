package dev.laurel.catalog;

import java.util.Optional;

/**
 * What somebody looks for in the catalogue; empty texts stand for anything.
 *
 * @param words as in {@link Catalogue#search(String, int, int)}
 * @param topic a subject
 * @param gradeBand as authors write it: {@code K}, {@code 3-5}
 * @param issuer the organisation's name
 * @param standard the beginning of a code such as {@code 1B-AP-15}, or part of a framework's name
 */
public record Wanted(
        String words, String topic, String gradeBand, Optional<Effort> effort, String issuer, String standard) {

    /** Without a standard. */
    public Wanted(String words, String topic, String gradeBand, Optional<Effort> effort, String issuer) {
        this(words, topic, gradeBand, effort, issuer, "");
    }

    /** Credited hours, in steps that people plan by. */
    public enum Effort {
        UP_TO_5(0, 5),
        UP_TO_10(6, 10),
        UP_TO_15(11, 15),
        MORE(16, Integer.MAX_VALUE);

        private final int least;
        private final int most;

        Effort(int least, int most) {
            this.least = least;
            this.most = most;
        }

        static Effort of(int hours) {
            for (Effort effort : values()) {
                if (hours <= effort.most) {
                    return effort;
                }
            }
            return MORE;
        }

        /** As it stands in an address; empty for anything else. */
        public static Optional<Effort> named(String key) {
            for (Effort effort : values()) {
                if (effort.key().equals(key)) {
                    return Optional.of(effort);
                }
            }
            return Optional.empty();
        }

        /** As addresses and message keys spell it. */
        public String key() {
            return this == MORE ? least + "-" : Math.max(1, least) + "-" + most;
        }
    }

    /** Words and nothing else. */
    public static Wanted words(String words) {
        return new Wanted(words, "", "", Optional.empty(), "");
    }

    boolean isWordsOnly() {
        return topic.isEmpty() && gradeBand.isEmpty() && effort.isEmpty() && issuer.isEmpty() && standard.isEmpty();
    }

    boolean fits(Traits traits) {
        return (topic.isEmpty() || traits.isAbout(topic))
                && (gradeBand.isEmpty() || traits.gradeBands().contains(gradeBand))
                && effort.map(wanted -> wanted == traits.effort()).orElse(true)
                && (issuer.isEmpty() || traits.issuer().equals(issuer))
                && (standard.isEmpty() || traits.meets(standard));
    }
}
