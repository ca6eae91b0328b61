package dev.laurel.recognition;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an authority wants approved claims for one of its systems: columns in its own words. A version never changes; runs
 * keep the one that they were made by.
 *
 * @param name the export's name across its versions
 * @param version from 1
 * @param example whether it only shows how one may look, and is nobody's real form
 * @param inUse false once it was taken out of use
 * @param values what claims have to be for; empty for all
 * @param zone in which its days are counted
 * @param columns at least one
 */
record ExportFormat(
        String name,
        int version,
        AuthorityCode authority,
        String title,
        boolean example,
        boolean inUse,
        Set<ValueKind> values,
        Changes changes,
        File file,
        ZoneId zone,
        List<Column> columns,
        @Nullable String note) {

    static final String ISO_DAY = "yyyy-MM-dd";

    /** Days, months and years only: {@code YYYY} counts weeks and {@code mm} minutes, and both look right for most of a year. */
    private static final Pattern DAY_LETTERS = Pattern.compile("(?:[yuMLdE]|[^A-Za-z'\\[\\]{}#])+");

    ExportFormat {
        values = Set.copyOf(values);
        columns = List.copyOf(columns);
    }

    /** What becomes of a claim that was exported and then withdrawn, or whose badge was revoked. */
    enum Changes {
        /** A page shows it. */
        LEAVE_OUT,
        /** It is a row of the next file. */
        SAME_FILE,
        /** It is a row of a file of its own beside the next. */
        OWN_FILE;

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Map<String, Changes> words() {
            Map<String, Changes> words = new LinkedHashMap<>();
            Arrays.stream(values()).forEach(each -> words.put(each.key(), each));
            return words;
        }
    }

    /** What stands between two cells. */
    enum Separator {
        COMMA(','),
        SEMICOLON(';'),
        TAB('\t');

        private final char character;

        Separator(char character) {
            this.character = character;
        }

        char character() {
            return character;
        }

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Map<String, Separator> words() {
            Map<String, Separator> words = new LinkedHashMap<>();
            Arrays.stream(values()).forEach(each -> words.put(each.key(), each));
            return words;
        }
    }

    /**
     * @param marked whether it begins with the mark by which spreadsheets know UTF-8
     * @param headings whether its first row holds the headings
     */
    record File(Separator separator, boolean marked, boolean headings) {

        static final File USUAL = new File(Separator.COMMA, true, true);
    }

    /**
     * @param date pattern of a day; absent for what is no day
     * @param decimals how many a number always has; absent for as many as it needs
     * @param words what the authority writes for a word; a word that is not among them stands as it is
     * @param text what every row holds, for {@link ExportField#TEXT}; what claimants are asked for, for
     *     {@link ExportField#EDUCATOR_NUMBER}
     */
    record Column(
            String heading,
            ExportField field,
            @Nullable String date,
            @Nullable Integer decimals,
            Map<String, String> words,
            @Nullable String text) {

        Column {
            words = Map.copyOf(words);
        }

        static Column plain(String heading, ExportField field) {
            return new Column(heading, field, null, null, Map.of(), null);
        }

        static Column day(String heading, ExportField field, String date) {
            return new Column(heading, field, date, null, Map.of(), null);
        }

        static Column number(String heading, ExportField field, @Nullable Integer decimals) {
            return new Column(heading, field, null, decimals, Map.of(), null);
        }

        static Column word(String heading, ExportField field, Map<String, String> words) {
            return new Column(heading, field, null, null, words, null);
        }

        static Column fixed(String heading, String text) {
            return new Column(heading, ExportField.TEXT, null, null, Map.of(), text);
        }

        static Column asked(String heading, String ask) {
            return new Column(heading, ExportField.EDUCATOR_NUMBER, null, null, Map.of(), ask);
        }
    }

    boolean has(ExportField field) {
        return columns.stream().anyMatch(column -> column.field() == field);
    }

    /** What claimants are asked for, in the authority's words; empty when it asks for nothing. */
    Optional<String> asks() {
        return columns.stream()
                .filter(column -> column.field() == ExportField.EDUCATOR_NUMBER)
                .findFirst()
                .map(Column::text);
    }

    /** Whether days can be written like that and mean what they seem to. */
    static boolean isDayPattern(String pattern) {
        if (!DAY_LETTERS.matcher(pattern).matches() || pattern.chars().noneMatch(Character::isLetter)) {
            return false;
        }
        try {
            return !DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
                    .format(LocalDate.EPOCH)
                    .isBlank();
        } catch (IllegalArgumentException | DateTimeException e) {
            return false;
        }
    }
}
