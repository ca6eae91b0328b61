package dev.laurel.authoring;

import dev.laurel.authoring.Field.Choice;
import dev.laurel.authoring.Field.Cut;
import dev.laurel.authoring.Field.Descriptors;
import dev.laurel.authoring.Field.Evidence;
import dev.laurel.authoring.Field.Input;
import dev.laurel.authoring.Field.Kind;
import dev.laurel.authoring.Field.Row;
import dev.laurel.authoring.Field.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The pages of the editor and what each asks for. Together they hold every field of a micro-credential's document. */
enum EditorSection {
    BASICS(line("title"), text("short_description"), line("language"), line("issuer.name"), line("issuer.contact")),
    METHOD(
            text("competency"),
            line("key_method.name"),
            text("key_method.description"),
            rows("method_components", Row.COMPONENT, line("name"), text("description"), text("do"), text("avoid"))),
    RESEARCH(
            text("supporting_research.rationale"),
            rows("supporting_research.references", Row.REFERENCE, text("citation"), line("type")),
            rows(
                    "resources",
                    Row.RESOURCE,
                    line("title"),
                    line("url"),
                    line("attachment"),
                    new Input("free", Kind.YES_NO, false))),
    WORK(
            text("submission.privacy_notice"),
            lines("submission.completion_indicators"),
            rows(
                    "submission.parts",
                    Row.PART,
                    line("title"),
                    choice("kind", "overview", "artefacts", "reflection"),
                    choice("pass_rule", "pass_fail", "all_criteria_at_cut"),
                    rows("questions", Row.QUESTION, text("prompt"), whole("words.min"), whole("words.max")),
                    rows(
                            "artefacts",
                            Row.ARTEFACT,
                            line("title"),
                            text("instructions"),
                            new Input("required", Kind.YES_NO, false),
                            new Input("accepts", Kind.WORDS),
                            whole("max_mb"),
                            whole("max_minutes"),
                            new Choice("captions_or_transcript", List.of("requested", "required"), true),
                            lines("alternatives"),
                            new Input("alternative_accepts", Kind.WORDS),
                            new Input("shareable", Kind.YES_NO, false),
                            text("share_note")))),
    RUBRIC(
            rows("scale.levels", Row.LEVEL, line("label")),
            new Cut("scale.cut"),
            rows(
                    "submission.parts",
                    Row.RUBRIC_PART,
                    text("passing_criteria"),
                    rows(
                            "criteria",
                            Row.CRITERION,
                            line("title"),
                            new Input("required", Kind.YES_NO, true),
                            new Evidence("evidence"),
                            new Descriptors("descriptors")))),
    STANDARDS(rows("alignments", Row.ALIGNMENT, line("framework"), line("code"), text("note"), line("url"))),
    AUDIENCE(
            lines("audience.roles"),
            lines("audience.grade_bands"),
            lines("audience.subjects"),
            whole("hours.typical_low"),
            whole("hours.typical_high"),
            whole("hours.credited"),
            line("hours.note"),
            lines("keywords"),
            rows("prerequisites", Row.PREREQUISITE, line("id"), choice("kind", "recommended", "required"))),
    BADGE(
            new Input("scoring.license_bearing", Kind.YES_NO, false),
            new Choice("scoring.model", List.of("single", "conditional_double", "independent_double"), true),
            new Input("scoring.random_second_rate", Kind.PERCENT),
            choice("scoring.feedback_per_criterion", "required", "optional"),
            new Input("scoring.resubmission.carry_forward_met_criteria", Kind.YES_NO, false),
            new Input("scoring.resubmission.reteach_required", Kind.YES_NO, false),
            whole("scoring.resubmission.coach_gate_after_attempts"),
            whole("scoring.resubmission.max_attempts"),
            line("badge.name"),
            text("badge.description"),
            text("badge.criteria_narrative"),
            line("badge.achievement_type"),
            whole("badge.validity_months"),
            lines("badge.tags"),
            text("renewal.asks"),
            whole("renewal.term_months"),
            whole("renewal.opens_months"),
            whole("renewal.hours"),
            whole("renewal.min_words"),
            new Input("renewal.files_required", Kind.YES_NO, false),
            line("license.name"),
            line("license.url")),
    /** What stays when the original that a version was adopted from changes. */
    LOCAL(
            text("local.guidance"),
            text("local.recognition"),
            rows(
                    "local.resources",
                    Row.RESOURCE,
                    line("title"),
                    line("url"),
                    line("attachment"),
                    new Input("free", Kind.YES_NO, false)),
            rows("local.alignments", Row.ALIGNMENT, line("framework"), line("code"), text("note"), line("url")));

    /** Immutable lists of records, which the checker cannot see. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Field> fields;

    EditorSection(Field... fields) {
        this.fields = List.of(fields);
    }

    List<Field> fields() {
        return fields;
    }

    /** As addresses spell it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The page that comes after this one; none after the last. */
    Optional<EditorSection> next() {
        return at(ordinal() + 1);
    }

    Optional<EditorSection> before() {
        return at(ordinal() - 1);
    }

    private static Optional<EditorSection> at(int place) {
        return place >= 0 && place < values().length ? Optional.of(values()[place]) : Optional.empty();
    }

    static Optional<EditorSection> named(String key) {
        return Arrays.stream(values())
                .filter(section -> section.key().equals(key))
                .findFirst();
    }

    /**
     * The list of that address, such as {@code submission.parts[1].artefacts}, if it stands on this page and its rows
     * may be made and taken out there.
     */
    Optional<Rows> rows(String list) {
        return rows(fields, list.replaceAll("\\[\\d+]", ""))
                .filter(rows -> !rows.row().isFixed());
    }

    private static Optional<Rows> rows(List<Field> fields, String list) {
        for (Field field : fields) {
            if (field instanceof Rows rows) {
                if (list.equals(rows.name())) {
                    return Optional.of(rows);
                }
                if (list.startsWith(rows.name() + ".")) {
                    return rows(rows.fields(), list.substring(rows.name().length() + 1));
                }
            }
        }
        return Optional.empty();
    }

    /** The page on which a problem can be mended; the first for what belongs to none. */
    static EditorSection of(String problemField) {
        String field = problemField.replaceAll("\\[\\d+]", "");
        if (field.startsWith("submission.parts.criteria") || field.equals("submission.parts.passing_criteria")) {
            return RUBRIC;
        }
        if (field.equals("badge.image")) {
            return BADGE;
        }
        return Arrays.stream(values())
                .filter(section -> section != RUBRIC || field.startsWith("scale"))
                .filter(section -> section.fields.stream().anyMatch(known -> isOf(field, known.name())))
                .findFirst()
                .orElse(BASICS);
    }

    private static boolean isOf(String field, String name) {
        return field.equals(name) || field.startsWith(name + ".") || name.startsWith(field + ".");
    }

    private static Field line(String name) {
        return new Input(name, Kind.LINE);
    }

    private static Field text(String name) {
        return new Input(name, Kind.TEXT);
    }

    private static Field lines(String name) {
        return new Input(name, Kind.LINES);
    }

    private static Field whole(String name) {
        return new Input(name, Kind.WHOLE);
    }

    private static Field choice(String name, String... words) {
        return new Choice(name, List.of(words), false);
    }

    private static Field rows(String name, Row row, Field... fields) {
        return new Rows(name, row, List.of(fields));
    }
}
