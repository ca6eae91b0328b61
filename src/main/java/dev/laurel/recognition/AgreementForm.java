package dev.laurel.recognition;

import dev.laurel.badge.Award;
import dev.laurel.badge.Provenance;
import dev.laurel.recognition.Agreement.Conditions;
import dev.laurel.recognition.Agreement.Declared;
import dev.laurel.recognition.Agreement.Partner;
import dev.laurel.system.TypedFields;
import dev.laurel.system.TypedFields.Filling;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An agreement as a form holds it, and the document that comes of the form. */
final class AgreementForm {

    /** The fields of a row that say that there is one. */
    static final List<String> PARTNER = List.of(
            "partner-authority",
            "partner-issuers",
            "partner-double",
            "partner-agreement",
            "partner-quality",
            "partner-source",
            "partner-url",
            "partner-on");

    /** What a partner says of its badges. */
    private static final List<String> DECLARED = PARTNER.subList(2, PARTNER.size());

    private static final Pattern ROW = Pattern.compile("accepts\\[(\\d+)]\\.?(.*)");

    private static final JsonMapper JSON = JsonMapper.shared();

    private AgreementForm() {}

    /** A new agreement of an authority; it is checked today, by whoever writes it. */
    static TypedFields empty(Authority authority, LocalDate today, String by) {
        return new Filling()
                .put("checked-on", today)
                .put("checked-by", by)
                .put("language", authority.language())
                .at(0);
    }

    static TypedFields of(Agreement agreement) {
        Filling filling = new Filling();
        agreement.partners().forEach(partner -> {
            Declared declared = partner.declared();
            filling.put("partner-authority", partner.authority().value()).lines("partner-issuers", partner.issuers());
            Boolean twice = declared == null ? null : declared.doubleScored();
            filling.put("partner-double", twice == null ? null : twice ? "yes" : "no")
                    .number("partner-agreement", declared == null ? null : declared.agreement())
                    .put("partner-quality", declared == null ? null : declared.qualityChecklist())
                    .put(
                            "partner-source",
                            declared == null ? null : declared.source().title())
                    .put(
                            "partner-url",
                            declared == null ? null : declared.source().url())
                    .put("partner-on", declared == null ? null : declared.on());
        });
        Conditions conditions = agreement.conditions();
        if (conditions.doubleScored()) {
            filling.put("double-scored", "yes");
        }
        if (conditions.qualityChecklist()) {
            filling.put("quality", "yes");
        }
        return filling.number("agreement", conditions.agreement())
                .put("age", conditions.notOlderThanMonths())
                .put("effect", agreement.effect())
                .put("effect-rule", agreement.rule())
                .put("valid-from", agreement.validFrom())
                .put("valid-to", agreement.validTo())
                .put("source", agreement.source().title())
                .put("source-url", agreement.source().url())
                .put("checked-on", agreement.checkedOn())
                .put("checked-by", agreement.checkedBy())
                .put("note", agreement.note())
                .put("language", agreement.language())
                .at(agreement.version());
    }

    /** The document that a file would hold; what is wrong with it is for {@link RecognitionDocuments} to say. */
    static ObjectNode document(TypedFields typed, String name, AuthorityCode accepting) {
        ObjectNode document = JSON.createObjectNode();
        document.put("schema", RecognitionDocuments.SCHEMA);
        document.put("kind", "agreement");
        document.put("id", name);
        document.put("authority", accepting.value());
        ArrayNode partners = document.putArray("accepts");
        typed.filled(PARTNER).forEach(row -> partner(partners.addObject(), typed, row));
        ObjectNode conditions = document.putObject("conditions");
        // What a file need not say is not said, so that nobody is shown a change that is none.
        if (typed.one("double-scored").equals("yes")) {
            conditions.put("double_scored", true);
        }
        TypedFields.number(conditions, "agreement", typed.one("agreement"));
        TypedFields.number(conditions, "not_older_than_months", typed.one("age"));
        if (typed.one("quality").equals("yes")) {
            conditions.put("quality_checklist", true);
        }
        ObjectNode effect = document.putObject("effect");
        TypedFields.text(effect, "says", typed.one("effect"));
        TypedFields.text(effect, "rule", typed.one("effect-rule"));
        RuleForm.dates(document, typed);
        RuleForm.whoSaysSo(document, typed);
        return document;
    }

    private static void partner(ObjectNode partner, TypedFields typed, int row) {
        TypedFields.text(partner, "authority", typed.in("partner-authority", row));
        TypedFields.list(partner, "issuers", TypedFields.lines(typed.in("partner-issuers", row)));
        if (DECLARED.stream().noneMatch(name -> !typed.in(name, row).isEmpty())) {
            return;
        }
        ObjectNode declares = partner.putObject("declares");
        String twice = typed.in("partner-double", row);
        if (!twice.isEmpty()) {
            declares.put("double_scored", twice.equals("yes"));
        }
        TypedFields.number(declares, "agreement", typed.in("partner-agreement", row));
        TypedFields.text(declares, "quality_checklist", typed.in("partner-quality", row));
        RuleForm.source(declares, typed.in("partner-source", row), typed.in("partner-url", row));
        TypedFields.text(declares, "on", typed.in("partner-on", row));
    }

    /** The field of the form that a path in the document comes from, with its row where it has one. */
    static String field(String path, TypedFields typed) {
        Matcher matcher = ROW.matcher(path);
        if (matcher.matches()) {
            int row = typed.filled(PARTNER).get(Integer.parseInt(matcher.group(1)));
            String field =
                    switch (matcher.group(2).replaceFirst("\\[\\d+]$", "")) {
                        case "issuers" -> "issuers";
                        case "declares.double_scored" -> "double";
                        case "declares.agreement" -> "agreement";
                        case "declares.quality_checklist" -> "quality";
                        case "declares.source.title", "declares.source" -> "source";
                        case "declares.source.url" -> "url";
                        case "declares.on" -> "on";
                        default -> "authority";
                    };
            return "partner-" + field + "-" + row;
        }
        return switch (path) {
            // Said of all rows together, and shown at the first.
            case "accepts" ->
                "partner-authority-" + typed.filledAndOneMore(PARTNER).get(0);
            case "conditions.agreement" -> "agreement";
            case "conditions.not_older_than_months" -> "age";
            case "effect.says" -> "effect";
            case "effect.rule" -> "effect-rule";
            default -> RuleForm.field(path);
        };
    }

    /**
     * What would be said of a badge.
     *
     * @param partner from whom it comes
     * @param judgement of a badge that is issued on the day, and of which nothing was counted here
     */
    record Example(Partner partner, Judgement judgement) {}

    /** What would be said of a badge of each partner, as far as it goes by what the partner declares. */
    static List<Example> examples(Agreement agreement, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate from = agreement.validFrom();
        Instant day = from != null && from.isAfter(today)
                ? from.atStartOfDay(ZoneOffset.UTC).toInstant()
                : now;
        return agreement.partners().stream()
                .map(partner -> {
                    String issuer = partner.issuers().isEmpty()
                            ? partner.authority().value()
                            : partner.issuers().get(0);
                    Provenance badge = new Provenance("", issuer, issuer, day, Award.Status.VALID, 0, null, 0);
                    return new Example(partner, Judgement.of(agreement, badge, List.of(partner.authority()), day));
                })
                .toList();
    }
}
