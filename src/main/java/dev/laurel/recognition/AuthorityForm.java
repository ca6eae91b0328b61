package dev.laurel.recognition;

import dev.laurel.system.TypedFields;
import dev.laurel.system.TypedFields.Filling;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An authority as a form holds it, and the document that comes of the form. */
final class AuthorityForm {

    static final List<String> TYPES = List.of("state", "district", "other");

    /** The fields of a row that say that there is one. */
    static final List<String> NEED =
            List.of("need-unit", "need-amount", "need-years", "need-roles", "need-categories", "need-note");

    static final List<String> EQUIVALENT =
            List.of("eq-count", "eq-of", "eq-amount", "eq-unit", "eq-source", "eq-url", "eq-checked", "eq-note");

    private static final Pattern ROW = Pattern.compile("(needs|equivalents)\\[(\\d+)].*");

    private static final JsonMapper JSON = JsonMapper.shared();

    /** What stands once in a form. */
    static final List<String> PLAIN = List.of("code", "name", "place", "type", "within", "decides", "language");

    /** The columns of its rows. */
    static final Set<String> CELLS = Set.of(
            "need-kind",
            "need-amount",
            "need-unit",
            "need-years",
            "need-roles",
            "need-categories",
            "need-note",
            "eq-count",
            "eq-of",
            "eq-amount",
            "eq-unit",
            "eq-source",
            "eq-url",
            "eq-checked",
            "eq-note");

    private AuthorityForm() {}

    static TypedFields empty() {
        return new Filling().put("type", "district").put("language", "en").at(0);
    }

    static TypedFields of(Authority authority, int version) {
        Filling filling = new Filling()
                .put("code", authority.code().value())
                .put("name", authority.name())
                .put("place", authority.place())
                .put("type", authority.type().name().toLowerCase(Locale.ROOT))
                .put(
                        "within",
                        authority.within() == null ? null : authority.within().value())
                .put("decides", authority.decides())
                .put("language", authority.language());
        authority.needs().forEach(need -> filling.put("need-kind", need.kind().key())
                .put("need-unit", need.unit())
                .number("need-amount", need.amount())
                .put("need-years", need.years())
                .lines("need-roles", need.roles())
                .lines(
                        "need-categories",
                        need.categories().stream()
                                .map(share -> share.name() + " = "
                                        + share.amount().stripTrailingZeros().toPlainString())
                                .toList())
                .put("need-note", need.note()));
        authority.equivalents().forEach(each -> filling.number("eq-count", each.count())
                .put("eq-of", each.of())
                .number("eq-amount", each.amount())
                .put("eq-unit", each.unit())
                .put("eq-source", each.source().title())
                .put("eq-url", each.source().url())
                .put("eq-checked", each.checkedOn())
                .put("eq-note", each.note()));
        return filling.at(version);
    }

    /** The document that a file would hold; what is wrong with it is for {@link RecognitionDocuments} to say. */
    static ObjectNode document(TypedFields typed, String code) {
        ObjectNode document = JSON.createObjectNode();
        document.put("schema", RecognitionDocuments.SCHEMA);
        document.put("kind", "authority");
        TypedFields.text(document, "code", code);
        for (String name : List.of("name", "place", "type", "within", "decides")) {
            TypedFields.text(document, name, typed.one(name));
        }
        if (!typed.one("language").equals("en")) {
            TypedFields.text(document, "language", typed.one("language"));
        }
        List<Integer> needs = typed.filled(NEED);
        if (!needs.isEmpty()) {
            ArrayNode list = document.putArray("needs");
            needs.forEach(row -> need(list.addObject(), typed, row));
        }
        List<Integer> equivalents = typed.filled(EQUIVALENT);
        if (!equivalents.isEmpty()) {
            ArrayNode list = document.putArray("equivalents");
            equivalents.forEach(row -> equivalent(list.addObject(), typed, row));
        }
        return document;
    }

    private static void need(ObjectNode need, TypedFields typed, int row) {
        TypedFields.text(need, "kind", typed.in("need-kind", row));
        TypedFields.text(need, "unit", typed.in("need-unit", row));
        TypedFields.number(need, "amount", typed.in("need-amount", row));
        TypedFields.number(need, "years", typed.in("need-years", row));
        TypedFields.list(need, "roles", TypedFields.lines(typed.in("need-roles", row)));
        List<String> shares = TypedFields.lines(typed.in("need-categories", row));
        if (!shares.isEmpty()) {
            ArrayNode categories = need.putArray("categories");
            shares.forEach(share -> {
                int at = share.lastIndexOf('=');
                ObjectNode category = categories.addObject();
                TypedFields.text(
                        category,
                        "name",
                        at < 0 ? share : share.substring(0, at).strip());
                TypedFields.number(
                        category,
                        "amount",
                        at < 0 ? "" : share.substring(at + 1).strip());
            });
        }
        TypedFields.text(need, "note", typed.in("need-note", row));
    }

    private static void equivalent(ObjectNode each, TypedFields typed, int row) {
        TypedFields.number(each, "count", typed.in("eq-count", row));
        TypedFields.text(each, "of", typed.in("eq-of", row));
        TypedFields.number(each, "amount", typed.in("eq-amount", row));
        TypedFields.text(each, "unit", typed.in("eq-unit", row));
        RuleForm.source(each, typed.in("eq-source", row), typed.in("eq-url", row));
        TypedFields.text(each, "checked_on", typed.in("eq-checked", row));
        TypedFields.text(each, "note", typed.in("eq-note", row));
    }

    /** The field of the form that a path in the document comes from, with its row where it has one. */
    static String field(String path, TypedFields typed) {
        Matcher matcher = ROW.matcher(path);
        if (!matcher.matches()) {
            return PLAIN.contains(path) ? path : "form";
        }
        boolean need = matcher.group(1).equals("needs");
        List<Integer> rows = need ? typed.filled(NEED) : typed.filled(EQUIVALENT);
        int row = rows.get(Integer.parseInt(matcher.group(2)));
        String tail = path.substring(path.indexOf(']') + 1).replaceFirst("^\\.", "");
        String field =
                switch (tail.replaceFirst("\\[.*", "")) {
                    case "source.title", "source" -> "source";
                    case "source.url" -> "url";
                    case "checked_on" -> "checked";
                    case "" -> need ? "unit" : "of";
                    default -> tail.replaceFirst("\\[.*", "");
                };
        return (need ? "need-" : "eq-") + field + "-" + row;
    }
}
