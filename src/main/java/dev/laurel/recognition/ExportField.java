package dev.laurel.recognition;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a column of an export can hold, in the order in which people choose. A closed list: a file names no other. */
enum ExportField {
    NAME(Shape.PLAIN, true),
    EDUCATOR_NUMBER(Shape.ASKED, true),
    DISTRICT(Shape.PLAIN),
    BADGE(Shape.PLAIN),
    /** The micro-credential's or stack's id in the catalogue. */
    CREDENTIAL(Shape.PLAIN),
    ISSUER(Shape.PLAIN),
    AWARDED_ON(Shape.DAY),
    HOURS(Shape.NUMBER),
    VALUE(Shape.WORD),
    AMOUNT(Shape.NUMBER),
    UNIT(Shape.WORD),
    CATEGORY(Shape.WORD),
    /** The year in which the cycle begins, where the authority says how long one is. */
    CYCLE_FROM(Shape.PLAIN),
    CYCLE_TO(Shape.PLAIN),
    /** The license type that it is for, where the rule names some. */
    LICENCE(Shape.PLAIN),
    CLAIM(Shape.PLAIN),
    REQUESTED_ON(Shape.DAY),
    DECIDED_ON(Shape.DAY),
    DECIDED_BY(Shape.PLAIN),
    RULE(Shape.PLAIN),
    SOURCE(Shape.PLAIN),
    SOURCE_ADDRESS(Shape.PLAIN),
    VERIFY(Shape.PLAIN),
    STATUS(Shape.WORD),
    /** When a claim that was exported was withdrawn, or its badge revoked. */
    CHANGED_ON(Shape.DAY),
    TEXT(Shape.FIXED);

    /** How a column of the field can be written. */
    enum Shape {
        PLAIN(""),
        DAY("date"),
        NUMBER("decimals"),
        WORD("words"),
        FIXED("text"),
        ASKED("ask");

        private final String option;

        Shape(String option) {
            this.option = option;
        }

        /** The field of a file that says so; empty where nothing can be said. */
        String option() {
            return option;
        }

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Map<String, ExportField> WORDS = byKey();

    private final Shape shape;
    private final boolean personal;

    ExportField(Shape shape) {
        this(shape, false);
    }

    ExportField(Shape shape, boolean personal) {
        this.shape = shape;
        this.personal = personal;
    }

    public Shape shape() {
        return shape;
    }

    /** Whether it goes when somebody asks to be forgotten. */
    boolean isPersonal() {
        return personal;
    }

    /** As files and message keys spell it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Map<String, ExportField> words() {
        return WORDS;
    }

    /** Those that are written in such a way. */
    static List<String> with(Shape shape) {
        return Arrays.stream(values())
                .filter(field -> field.shape == shape)
                .map(ExportField::key)
                .toList();
    }

    private static Map<String, ExportField> byKey() {
        Map<String, ExportField> words = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(field -> words.put(field.key(), field));
        return words;
    }
}
