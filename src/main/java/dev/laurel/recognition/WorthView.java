package dev.laurel.recognition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What something counts for with one authority, in a reader's language.
 *
 * @param equivalents what else counts there, in {@code language}
 * @param sourceLanguage in which its sources are named
 * @param lines what people ask for first, then the rest; empty when the authority has no rule
 */
public record WorthView(
        String code,
        String place,
        String authority,
        String decides,
        List<Line> lines,
        List<Equivalent> equivalents,
        String language,
        String sourceLanguage) {

    public WorthView {
        lines = List.copyOf(lines);
        equivalents = List.copyOf(equivalents);
    }

    /**
     * What else counts there.
     *
     * @param from such as {@code 1 semester hour}; {@code to} such as {@code 10 PDP}
     * @param checkedOn the day in words; {@code checkedDay} the same as a date
     */
    public record Equivalent(
            String from,
            String to,
            String source,
            @Nullable String sourceUrl,
            String checkedOn,
            String checkedDay,
            @Nullable String note) {}

    /**
     * @param figure such as {@code 6 PDP}; absent where none is named
     * @param kind as message keys spell it
     * @param rule the rule's name, to claim by; absent where no rule speaks of this
     * @param holders whom the rule is for, in its own words, by which it is claimed; empty for everybody
     * @param saidHolders the same in {@code language}, in the same order
     * @param sentences ours, to be read after the figure; may be empty
     * @param note the rule's own words, in {@code language}
     * @param sourceLanguage in which its source is named
     * @param checkedOn the day in words; {@code checkedDay} the same as a date
     */
    public record Line(
            @Nullable String figure,
            String kind,
            @Nullable String rule,
            String approver,
            @Nullable String proof,
            String source,
            @Nullable String sourceUrl,
            String checkedOn,
            String checkedDay,
            List<String> holders,
            List<String> saidHolders,
            String sentences,
            @Nullable String note,
            String language,
            String sourceLanguage) {

        public Line {
            holders = List.copyOf(holders);
            saidHolders = List.copyOf(saidHolders);
        }

        /** Whom it is for, as one text; null for everybody. */
        public @Nullable String holdsFor() {
            return saidHolders.isEmpty() ? null : String.join(", ", saidHolders);
        }
    }

    /** The same authority with other lines. */
    public WorthView with(List<Line> others) {
        return new WorthView(code, place, authority, decides, others, equivalents, language, sourceLanguage);
    }

    /** What people ask for first, if there is a rule at all. */
    public @Nullable Line first() {
        return lines.isEmpty() ? null : lines.get(0);
    }

    /** The rest. */
    public List<Line> others() {
        return lines.isEmpty() ? List.of() : lines.subList(1, lines.size());
    }
}
