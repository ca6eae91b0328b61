package dev.laurel.recognition;

import dev.laurel.recognition.RecognitionDocuments.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A field of a document that says something else than before, in the words of the form that the document is written with.
 *
 * @param kind of the document
 * @param path as the file names it, such as {@code amount.units}
 * @param before empty where something was added
 * @param after empty where something was taken out
 */
record ChangedField(Kind kind, String path, String before, String after) {

    private static final String FORM = "recognition.form.";
    private static final String CHANGE = "recognition.change.";
    private static final String EXPORTS = "recognition.exports.";
    private static final String FOR = "recognition.for.";

    private static final Pattern ROW = Pattern.compile("(needs|equivalents|accepts|columns)\\[(\\d+)](?:\\.(.*))?");

    private static final Pattern CODE = Pattern.compile("columns\\[\\d+]\\.words\\.(.*)");

    /**
     * What a value says, or a part of it.
     *
     * @param key of the word that the form has for it; absent where it stands as it is
     */
    record Word(String text, @Nullable String key) {}

    /** The key of what the form calls it; empty where no form has it. */
    public String label() {
        if (path.equals("id") || path.equals("authority")) {
            return CHANGE + path;
        }
        Matcher row = ROW.matcher(path);
        String inRow =
                !row.matches() ? null : row.group(3) == null ? "" : row.group(3).replaceFirst("\\[.*", "");
        return switch (kind) {
            case RULE -> ofRule();
            case AUTHORITY -> inRow == null ? ofAuthority() : ofRow(path.startsWith("needs") ? "need-" : "eq-", inRow);
            case AGREEMENT -> inRow == null ? ofAgreement() : ofPartner(inRow);
            case EXPORT -> inRow == null ? ofExport() : ofColumn(inRow);
        };
    }

    private String ofRule() {
        return switch (path) {
            case "amount.per_credentials" -> CHANGE + "per-credentials";
            case "amount.per_hours" -> CHANGE + "per-hours";
            case "scope.every" -> FORM + "scope";
            default -> plain();
        };
    }

    private String plain() {
        String name = RuleForm.field(path);
        return name.equals("form") ? "" : FORM + name;
    }

    private String ofAuthority() {
        return AuthorityForm.PLAIN.contains(path) ? FORM + path : "";
    }

    private static String ofRow(String of, String name) {
        return switch (name) {
            case "" -> "";
            case "source.title", "source" -> FORM + of + "source";
            case "source.url" -> FORM + of + "url";
            case "checked_on" -> FORM + of + "checked";
            case "roles", "categories" -> CHANGE + of + name;
            default -> AuthorityForm.CELLS.contains(of + name) ? FORM + of + name : "";
        };
    }

    private String ofAgreement() {
        return switch (path) {
            case "accepts" -> FORM + "partners";
            case "conditions.double_scored" -> FORM + "double-scored";
            case "conditions.agreement" -> FORM + "agreement";
            case "conditions.not_older_than_months" -> FORM + "age";
            case "conditions.quality_checklist" -> FORM + "quality";
            case "effect.says" -> FORM + "effect";
            case "effect.rule" -> FORM + "effect-rule";
            default -> plain();
        };
    }

    private static String ofPartner(String name) {
        return switch (name) {
            case "authority" -> FORM + "partner-authority";
            case "issuers" -> CHANGE + "partner-issuers";
            case "declares.double_scored" -> FORM + "partner-double";
            case "declares.agreement" -> CHANGE + "partner-agreement";
            case "declares.quality_checklist" -> FORM + "partner-quality";
            case "declares.source.title", "declares.source" -> FORM + "partner-source";
            case "declares.source.url" -> FORM + "partner-url";
            case "declares.on" -> FORM + "partner-on";
            default -> "";
        };
    }

    private String ofExport() {
        return switch (path) {
            case "title", "values", "changes", "zone", "note" -> EXPORTS + "at." + path;
            case "file.separator" -> EXPORTS + "separator";
            case "file.byte_order_mark" -> EXPORTS + "marked";
            case "file.headings" -> EXPORTS + "headings";
            case "example" -> EXPORTS + "is-example";
            case "in_use" -> CHANGE + "in-use";
            case "language" -> FORM + "language";
            default -> "";
        };
    }

    private static String ofColumn(String name) {
        return switch (name.replaceFirst("\\..*", "")) {
            case "heading", "field" -> EXPORTS + "at." + name;
            case "date" -> EXPORTS + "format-of.day";
            case "decimals" -> EXPORTS + "format-of.number";
            case "words" -> EXPORTS + "format-of.word";
            case "text" -> EXPORTS + "format-of.fixed";
            case "ask" -> EXPORTS + "format-of.asked";
            default -> "";
        };
    }

    /** The key of what the form calls its row; empty where it stands in none. */
    public String rowLabel() {
        Matcher row = ROW.matcher(path);
        if (!row.matches()) {
            return "";
        }
        return switch (row.group(1)) {
            case "needs" -> FORM + "need";
            case "equivalents" -> FORM + "equivalent";
            case "accepts" -> FORM + "partner";
            default -> EXPORTS + "column";
        };
    }

    /** The number of that row. */
    public String row() {
        Matcher row = ROW.matcher(path);
        return row.matches() ? row.group(2) : "";
    }

    /** What it said, in the form's words. */
    public List<Word> was() {
        return words(before);
    }

    /** What it says, in the form's words. */
    public List<Word> is() {
        return words(after);
    }

    private List<Word> words(String value) {
        Matcher code = CODE.matcher(path);
        if (kind == Kind.EXPORT && code.matches()) {
            // As the form has it: the word here, the code there.
            return List.of(new Word(code.group(1) + " = " + value, null));
        }
        String keys = keys();
        if (keys.isEmpty() || value.isEmpty()) {
            return List.of(new Word(value, null));
        }
        return Arrays.stream(value.split(", "))
                .map(word -> new Word(word, keys + word))
                .toList();
    }

    /** How the keys of the words begin that its value may be; empty where it is text, or a figure. */
    private String keys() {
        return switch (kind) {
            case RULE ->
                switch (path) {
                    case "value" -> FOR;
                    case "scope.every" -> CHANGE + "every.";
                    case "scope.of" -> FORM + "scope-of.";
                    default -> "";
                };
            case AUTHORITY -> path.equals("type") ? FORM + "type." : path.matches("needs\\[\\d+]\\.kind") ? FOR : "";
            case AGREEMENT ->
                path.endsWith("double_scored") || path.equals("conditions.quality_checklist") ? CHANGE : "";
            case EXPORT ->
                switch (path.replaceFirst("\\[\\d+]", "")) {
                    case "values" -> FOR;
                    case "changes" -> EXPORTS + "changes.short.";
                    case "file.separator" -> EXPORTS + "separator.";
                    case "columns.field" -> EXPORTS + "field.";
                    case "file.byte_order_mark", "file.headings", "example", "in_use" -> CHANGE;
                    default -> "";
                };
        };
    }
}
