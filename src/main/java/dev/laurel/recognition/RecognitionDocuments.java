package dev.laurel.recognition;

import dev.laurel.recognition.Authority.Need;
import dev.laurel.recognition.Authority.Share;
import dev.laurel.recognition.ExportFormat.Changes;
import dev.laurel.recognition.ExportFormat.Separator;
import dev.laurel.system.Fault;
import dev.laurel.system.Section;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a document of the schema {@code recognition/1} into an authority or a rule, and says everything that is wrong with
 * it. Both what somebody hands in and what is stored pass through here.
 */
final class RecognitionDocuments {

    static final String SCHEMA = "recognition/1";

    enum Kind {
        AUTHORITY,
        RULE,
        AGREEMENT,
        EXPORT
    }

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{1,99}");
    private static final String SLUG = "lower-case letters, digits and hyphens";
    private static final int LINE = 300;
    private static final int TEXT = 2_000;
    private static final int TITLE = 100;
    private static final int MOST_COLUMNS = 60;
    private static final int MOST_DECIMALS = 3;
    private static final int MOST_UNITS = 10_000;
    private static final int LONGEST_CYCLE = 50;
    private static final LocalDate STAND_IN_DAY = LocalDate.EPOCH;

    private static final Map<String, ValueKind> VALUES = ValueKind.words();
    private static final Map<String, Kind> KINDS = new LinkedHashMap<>(
            Section.words("authority", Kind.AUTHORITY, "rule", Kind.RULE, "agreement", Kind.AGREEMENT));
    private static final Map<String, Authority.Type> TYPES = Section.words(
            "state", Authority.Type.STATE, "district", Authority.Type.DISTRICT, "other", Authority.Type.OTHER);
    private static final List<String> SCOPES = List.of("every", "credentials", "stacks", "issuers", "tags");
    private static final Map<String, Scope.Of> OF = Section.words(
            "micro-credential", Scope.Of.MICRO_CREDENTIALS, "stack", Scope.Of.STACKS, "both", Scope.Of.BOTH);
    private static final Map<String, Boolean> OFFERS = Section.words("micro-credential", false, "stack", true);

    static {
        KINDS.put("export", Kind.EXPORT);
    }

    private RecognitionDocuments() {}

    static Kind kind(Section document) {
        String schema = document.text("schema", LINE);
        if (!schema.isEmpty() && !schema.equals(SCHEMA)) {
            document.problem("schema", Fault.of("recognition.fault.schema", SCHEMA));
        }
        return document.oneOf("kind", KINDS);
    }

    /** Reads an authority; when a problem was told, what comes back is not to be used. */
    static Authority authority(ObjectNode fields, BiConsumer<String, Fault> problems) {
        Section document = new Section("", fields, problems);
        kind(document);
        Authority read = new Authority(
                code(document, "code"),
                document.text("name", LINE),
                document.text("place", LINE),
                document.oneOf("type", TYPES),
                document.has("within") ? code(document, "within") : null,
                document.text("decides", LINE),
                document.optionalSections("needs", RecognitionDocuments::need),
                document.optionalSections("equivalents", RecognitionDocuments::equivalent),
                language(document));
        if (read.within() != null && read.within().equals(read.code())) {
            document.problem("within", Fault.of("recognition.fault.itself"));
        }
        document.end();
        return read;
    }

    private static Authority.Equivalent equivalent(Section section) {
        return new Authority.Equivalent(
                section.has("count") ? units(section, "count") : BigDecimal.ONE,
                section.text("of", LINE),
                units(section, "amount"),
                section.text("unit", LINE),
                source(section),
                day(section, "checked_on"),
                section.optionalText("note", TEXT));
    }

    private static Need need(Section section) {
        Need read = new Need(
                section.oneOf("kind", VALUES),
                section.text("unit", LINE),
                units(section, "amount"),
                section.optionalInteger("years", 1, LONGEST_CYCLE),
                section.optionalTexts("roles", LINE),
                section.optionalSections(
                        "categories", share -> new Share(share.text("name", LINE), units(share, "amount"))),
                section.optionalText("note", TEXT));
        BigDecimal split = read.categories().stream().map(Share::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (split.compareTo(read.amount()) > 0) {
            section.problem("categories", Fault.of("recognition.fault.categories"));
        }
        return read;
    }

    /** Reads a rule; when a problem was told, what comes back is not to be used. */
    static Rule rule(int version, ObjectNode fields, BiConsumer<String, Fault> problems) {
        Section document = new Section("", fields, problems);
        kind(document);
        Rule read = new Rule(
                name(document),
                version,
                code(document, "authority"),
                document.section("scope", RecognitionDocuments::scope),
                document.optionalTexts("roles", LINE),
                document.optionalTexts("licences", LINE),
                document.oneOf("value", VALUES),
                document.text("unit", LINE),
                document.has("amount") ? document.section("amount", RecognitionDocuments::rate) : null,
                document.optionalTexts("categories", LINE),
                document.has("cap") ? document.section("cap", RecognitionDocuments::cap) : null,
                document.text("approver", LINE),
                document.optionalText("proof", TEXT),
                document.optionalDay("valid_from"),
                document.optionalDay("valid_to"),
                source(document),
                day(document, "checked_on"),
                document.text("checked_by", LINE),
                document.optionalText("note", TEXT),
                language(document));
        if (read.validFrom() != null && read.validTo() != null && read.validTo().isBefore(read.validFrom())) {
            document.problem("valid_to", Fault.of("recognition.fault.valid-to"));
        }
        document.end();
        return read;
    }

    /** Reads an agreement; when a problem was told, what comes back is not to be used. */
    static Agreement agreement(int version, ObjectNode fields, BiConsumer<String, Fault> problems) {
        Section document = new Section("", fields, problems);
        kind(document);
        record Effect(String says, @Nullable String rule) {}
        Effect effect = document.section(
                "effect", section -> new Effect(section.text("says", TEXT), section.optionalText("rule", 100)));
        Agreement read = new Agreement(
                name(document),
                version,
                code(document, "authority"),
                document.sections("accepts", 1, RecognitionDocuments::partner),
                document.section("conditions", RecognitionDocuments::conditions),
                effect.says(),
                effect.rule(),
                document.optionalDay("valid_from"),
                document.optionalDay("valid_to"),
                source(document),
                day(document, "checked_on"),
                document.text("checked_by", LINE),
                document.optionalText("note", TEXT),
                language(document));
        if (read.validFrom() != null && read.validTo() != null && read.validTo().isBefore(read.validFrom())) {
            document.problem("valid_to", Fault.of("recognition.fault.valid-to"));
        }
        if (read.partners().stream().anyMatch(partner -> partner.authority().equals(read.accepting()))) {
            document.problem("accepts", Fault.of("recognition.fault.accepts"));
        }
        document.end();
        return read;
    }

    /** Reads an export; when a problem was told, what comes back is not to be used. */
    static ExportFormat export(int version, ObjectNode fields, BiConsumer<String, Fault> problems) {
        Section document = new Section("", fields, problems);
        kind(document);
        ExportFormat read = new ExportFormat(
                name(document),
                version,
                code(document, "authority"),
                document.text("title", TITLE),
                document.yesOrNo("example", false),
                document.yesOrNo("in_use", true),
                values(document),
                document.has("changes") ? document.oneOf("changes", Changes.words()) : Changes.LEAVE_OUT,
                Optional.<ExportFormat.File>ofNullable(document.optionalSection("file", RecognitionDocuments::file))
                        .orElse(ExportFormat.File.USUAL),
                zone(document),
                document.sections("columns", 1, RecognitionDocuments::column),
                document.optionalText("note", TEXT));
        Set<String> headings = new HashSet<>();
        for (int i = 0; i < read.columns().size(); i++) {
            String heading = read.columns().get(i).heading();
            if (!heading.isEmpty() && !headings.add(heading.toLowerCase(Locale.ROOT))) {
                document.problem("columns[" + i + "].heading", Fault.of("recognition.fault.heading-twice"));
            }
        }
        if (read.columns().size() > MOST_COLUMNS) {
            document.problem("columns", Fault.of("recognition.fault.columns", MOST_COLUMNS));
        }
        if (read.changes() == Changes.SAME_FILE && !read.has(ExportField.STATUS)) {
            document.problem("changes", Fault.of("recognition.fault.status-column"));
        }
        document.end();
        return read;
    }

    private static Set<ValueKind> values(Section document) {
        List<String> words = document.optionalTexts("values", LINE);
        Set<ValueKind> values = EnumSet.noneOf(ValueKind.class);
        for (int i = 0; i < words.size(); i++) {
            ValueKind value = VALUES.get(words.get(i));
            if (value != null) {
                values.add(value);
            } else if (!words.get(i).isEmpty()) {
                document.problem(
                        "values[" + i + "]", Fault.of("system.fault.one-of", String.join(", ", VALUES.keySet())));
            }
        }
        return values;
    }

    private static ExportFormat.File file(Section section) {
        return new ExportFormat.File(
                section.has("separator") ? section.oneOf("separator", Separator.words()) : Separator.COMMA,
                section.yesOrNo("byte_order_mark", true),
                section.yesOrNo("headings", true));
    }

    private static ZoneId zone(Section document) {
        String zone = document.optionalText("zone", LINE);
        if (zone == null || zone.isEmpty()) {
            return ZoneOffset.UTC;
        }
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            document.problem("zone", Fault.of("recognition.fault.zone"));
            return ZoneOffset.UTC;
        }
        return ZoneId.of(zone);
    }

    private static ExportFormat.Column column(Section section) {
        String heading = section.text("heading", TITLE);
        String word = section.text("field", LINE);
        ExportField field = ExportField.words().get(word);
        if (field == null) {
            if (!word.isEmpty()) {
                section.problem(
                        "field",
                        Fault.of(
                                "system.fault.one-of",
                                String.join(", ", ExportField.words().keySet())));
            }
            section.skip("text");
            return other(section, ExportFormat.Column.plain(heading, ExportField.TEXT));
        }
        for (ExportField.Shape shape : ExportField.Shape.values()) {
            if (shape != field.shape() && section.has(shape.option())) {
                section.problem(
                        shape.option(),
                        Fault.of("recognition.fault.option", String.join(", ", ExportField.with(shape))));
            }
        }
        return switch (field.shape()) {
            case PLAIN -> other(section, ExportFormat.Column.plain(heading, field));
            case DAY -> other(section, ExportFormat.Column.day(heading, field, pattern(section)));
            case NUMBER ->
                other(
                        section,
                        ExportFormat.Column.number(
                                heading, field, section.optionalInteger("decimals", 0, MOST_DECIMALS)));
            case WORD -> other(section, ExportFormat.Column.word(heading, field, codes(section)));
            case FIXED -> other(section, ExportFormat.Column.fixed(heading, section.text("text", LINE)));
            case ASKED -> {
                String ask = section.optionalText("ask", TITLE);
                yield other(section, ExportFormat.Column.asked(heading, ask == null ? heading : ask));
            }
        };
    }

    /** What belongs to other fields was told before; it must not be told again as unknown. */
    private static ExportFormat.Column other(Section section, ExportFormat.Column column) {
        for (ExportField.Shape shape : ExportField.Shape.values()) {
            if (shape != column.field().shape()) {
                section.skip(shape.option());
            }
        }
        return column;
    }

    private static String pattern(Section section) {
        String pattern = section.optionalText("date", 40);
        if (pattern == null || pattern.isEmpty()) {
            return ExportFormat.ISO_DAY;
        }
        if (!ExportFormat.isDayPattern(pattern)) {
            section.problem("date", Fault.of("recognition.fault.date"));
            return ExportFormat.ISO_DAY;
        }
        return pattern;
    }

    private static Map<String, String> codes(Section section) {
        Map<String, String> codes = new TreeMap<>();
        if (section.has("words")) {
            return section.section("words", words -> {
                new TreeSet<>(words.names()).forEach(word -> codes.put(word, words.text(word, TITLE)));
                return codes;
            });
        }
        section.skip("words");
        return codes;
    }

    private static Agreement.Partner partner(Section section) {
        return new Agreement.Partner(
                code(section, "authority"),
                section.optionalTexts("issuers", LINE),
                section.has("declares") ? section.section("declares", RecognitionDocuments::declared) : null);
    }

    private static Agreement.Declared declared(Section section) {
        return new Agreement.Declared(
                section.has("double_scored") ? (Boolean) section.yesOrNo("double_scored") : null,
                share(section, "agreement"),
                section.optionalText("quality_checklist", LINE),
                source(section),
                day(section, "on"));
    }

    private static Agreement.Conditions conditions(Section section) {
        return new Agreement.Conditions(
                section.yesOrNo("double_scored", false),
                share(section, "agreement"),
                section.optionalInteger("not_older_than_months", 1, 1200),
                section.yesOrNo("quality_checklist", false));
    }

    private static @Nullable BigDecimal share(Section section, String field) {
        return section.optionalDecimal(field, 1);
    }

    private static Rule.Source source(Section document) {
        return document.section(
                "source", source -> new Rule.Source(source.text("title", LINE), source.optionalAddress("url")));
    }

    private static Scope scope(Section section) {
        boolean wide = section.has("issuers") || section.has("tags");
        List<String> named = section.names().stream()
                .filter(name -> !wide || !name.equals("of"))
                .toList();
        if (named.size() != 1 || !SCOPES.containsAll(named)) {
            section.problem("", Fault.of("recognition.fault.scope", String.join(", ", SCOPES)));
        }
        Scope.Of of = wide && section.has("of") ? section.oneOf("of", OF) : Scope.Of.MICRO_CREDENTIALS;
        if (section.has("every")) {
            return new Scope.Every(section.oneOf("every", OFFERS));
        }
        if (section.has("credentials")) {
            return new Scope.Named(false, section.texts("credentials", 1, LINE));
        }
        if (section.has("stacks")) {
            return new Scope.Named(true, section.texts("stacks", 1, LINE));
        }
        if (section.has("issuers")) {
            return new Scope.Issuers(section.texts("issuers", 1, LINE), of);
        }
        return new Scope.Tags(section.optionalTexts("tags", LINE), of);
    }

    private static Rate rate(Section section) {
        BigDecimal units = units(section, "units");
        boolean byHours = section.has("per_hours");
        if (byHours == section.has("per_credentials")) {
            section.problem("", Fault.of("recognition.fault.rate"));
        }
        return byHours
                ? new Rate.PerHours(units, section.integer("per_hours", 1, MOST_UNITS))
                : new Rate.PerCredentials(units, section.integer("per_credentials", 1, MOST_UNITS));
    }

    private static Rule.Cap cap(Section section) {
        return new Rule.Cap(units(section, "units"), section.optionalInteger("years", 1, LONGEST_CYCLE));
    }

    private static BigDecimal units(Section section, String field) {
        BigDecimal units = section.optionalDecimal(field, MOST_UNITS);
        if (units == null && !section.has(field)) {
            section.problem(field, Fault.of("system.fault.missing"));
        }
        return units == null ? BigDecimal.ONE : units;
    }

    private static LocalDate day(Section section, String field) {
        @Nullable LocalDate day = section.optionalDay(field);
        if (day == null && !section.has(field)) {
            section.problem(field, Fault.of("system.fault.missing"));
        }
        return day == null ? STAND_IN_DAY : day;
    }

    private static AuthorityCode code(Section section, String field) {
        String code = section.text(field, AuthorityCode.SHAPE, "2 to 60 " + SLUG + ", such as us-tn or aurora-co");
        return new AuthorityCode(code.isEmpty() ? "stand-in" : code);
    }

    private static String name(Section document) {
        return document.text("id", NAME, "2 to 100 " + SLUG);
    }

    private static String language(Section document) {
        String language = document.optionalText("language", 35);
        return language == null ? "en" : language;
    }
}
