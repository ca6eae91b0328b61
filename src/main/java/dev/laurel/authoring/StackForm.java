package dev.laurel.authoring;

import dev.laurel.catalog.DocumentCheck;
import dev.laurel.system.Fault;
import dev.laurel.system.TypedFields;
import dev.laurel.system.TypedFields.Filling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stack as its form holds it. What the form does not ask for, such as the picture, which has a page of its own, stays in
 * the document as it is.
 */
final class StackForm {

    static final List<String> RULES = List.of("all_required", "n_of", "groups");
    static final List<String> ORDERS = List.of("any", "recommended", "required");
    static final List<String> LOSSES = List.of("keep", "flag", "suspend", "revoke");

    /** Fields of one member; a row with none of them filled is no member. */
    static final List<String> MEMBER = List.of("m-id", "m-version", "m-after", "m-achievement", "m-issuer", "m-title");

    static final List<String> GROUP = List.of("g-title", "g-members", "g-count");

    static final List<String> STANDARD = List.of("a-framework", "a-code", "a-note", "a-url");
    private static final Pattern ROW =
            Pattern.compile("(members|completion_rule\\.groups|alignments)\\[(\\d+)](?:\\.(\\w+).*)?");
    private static final Pattern CELL = Pattern.compile("([mga]-[a-z]+)-(\\d+)");
    private static final Pattern ACT = Pattern.compile("(up|down|remove)-(\\d{1,4})");
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What rows there are, as their fields begin. */
    private enum RowKind {
        MEMBER(StackForm.MEMBER),
        GROUP(StackForm.GROUP),
        STANDARD(StackForm.STANDARD);

        private final List<String> fields;

        RowKind(List<String> fields) {
            this.fields = fields;
        }

        static RowKind of(String field) {
            return field.startsWith("m-") ? MEMBER : field.startsWith("g-") ? GROUP : STANDARD;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private StackForm() {}

    /** What stands in a document, right or wrong. */
    static TypedFields of(ObjectNode document, int revision) {
        return filled(document).at(revision);
    }

    /** Which rows of the form a document fills, however many there are: to say where something is, not to be sent back. */
    static TypedFields rows(ObjectNode document) {
        return filled(document).toRead();
    }

    private static Filling filled(ObjectNode document) {
        JsonNode rule = document.path("completion_rule");
        JsonNode capstone = document.path("capstone");
        JsonNode badge = document.path("badge");
        String type = said(rule, "type");
        Filling filling = new Filling();
        for (String name : List.of("title", "short_description", "language", "recognition_note")) {
            filling.put(name, said(document, name));
        }
        filling.put("issuer", said(document.path("issuer"), "name"))
                .put("contact", said(document.path("issuer"), "contact"))
                .put("rule", type.isEmpty() ? RULES.get(0) : type)
                .put("count", said(rule, "count"))
                .put("months", said(rule, "member_not_older_than_months"))
                .put("order", said(document, "order").isEmpty() ? ORDERS.get(0) : said(document, "order"))
                .put("hours", said(document.path("hours"), "credited"))
                .put("hours-note", said(document.path("hours"), "note"))
                .put("meets", TypedFields.listed(document.get("meets_requirement_for")))
                .put("loss", said(document, "member_loss").isEmpty() ? "flag" : said(document, "member_loss"))
                .put("capstone", said(capstone, "title"))
                .put("capstone-id", said(capstone, "id"))
                .put("capstone-required", said(capstone, "required").equals("true") ? "yes" : "no")
                .put("badge", said(badge, "name"))
                .put("badge-description", said(badge, "description"))
                .put("badge-criteria", said(badge, "criteria_narrative"))
                .put("badge-months", said(badge, "validity_months"))
                .put("badge-tags", TypedFields.listed(badge.get("tags")))
                .put("licence", said(document.path("license"), "name"))
                .put("licence-url", said(document.path("license"), "url"))
                .put("before-required", before(document, "required"))
                .put("before-recommended", before(document, "recommended"));
        document.path("members").forEach(member -> filling.put("m-id", said(member, "id"))
                .put("m-version", said(member, "version"))
                .put("m-required", said(member, "required"))
                .put("m-after", words(member.get("after")))
                .put("m-achievement", said(member, "achievement"))
                .put("m-issuer", said(member, "issuer"))
                .put("m-title", said(member, "title")));
        rule.path("groups").forEach(group -> filling.put("g-title", said(group, "title"))
                .put("g-members", words(group.get("members")))
                .put("g-count", said(group, "count")));
        document.path("alignments").forEach(each -> filling.put("a-framework", said(each, "framework"))
                .put("a-code", said(each, "code"))
                .put("a-note", said(each, "note"))
                .put("a-url", said(each, "url")));
        return filling;
    }

    private static String said(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isValueNode() && !value.isNull() ? value.asString() : "";
    }

    private static String words(@Nullable JsonNode list) {
        return TypedFields.listed(list).replace('\n', ' ');
    }

    private static String before(ObjectNode document, String kind) {
        List<String> ids = new ArrayList<>();
        document.path("prerequisites").forEach(each -> {
            if (said(each, "kind").equals(kind)) {
                ids.add(said(each, "id"));
            }
        });
        return String.join("\n", ids);
    }

    /** With two members changed over or one taken out; anything else changes nothing. @param act such as {@code up-2} */
    static TypedFields after(TypedFields typed, String act) {
        Matcher matcher = ACT.matcher(act);
        if (!matcher.matches()) {
            return typed;
        }
        int at = Integer.parseInt(matcher.group(2));
        int to = matcher.group(1).equals("up") ? at - 1 : at + 1;
        Map<String, List<String>> changed = new HashMap<>(typed.fields());
        List<String> names = new ArrayList<>(MEMBER);
        names.add("m-required");
        for (String name : names) {
            List<String> values = new ArrayList<>(typed.fields().getOrDefault(name, List.of()));
            if (at >= values.size()) {
                return typed;
            }
            if (matcher.group(1).equals("remove")) {
                values.remove(at);
            } else if (to >= 0 && to < values.size()) {
                Collections.swap(values, at, to);
            }
            changed.put(name, values);
        }
        return new TypedFields(typed.version(), changed);
    }

    /**
     * The document with what the form says in its place. What does not go with the rest, such as groups where the rule asks
     * for all, stays in it, so that it is told and not lost.
     */
    static ObjectNode document(ObjectNode before, TypedFields typed) {
        ObjectNode document = before.deepCopy();
        for (String name : List.of("title", "short_description", "language", "recognition_note")) {
            text(document, name, typed.one(name));
        }
        ObjectNode issuer = document.withObject("issuer");
        text(issuer, "name", typed.one("issuer"));
        text(issuer, "contact", typed.one("contact"));
        ArrayNode members = document.putArray("members");
        typed.filled(MEMBER).forEach(row -> member(members.addObject(), typed, row));
        rule(document.putObject("completion_rule"), typed);
        text(document, "order", typed.one("order"));
        ObjectNode hours = document.putObject("hours");
        TypedFields.number(hours, "credited", typed.one("hours"));
        TypedFields.text(hours, "note", typed.one("hours-note"));
        document.remove("meets_requirement_for");
        TypedFields.list(document, "meets_requirement_for", TypedFields.lines(typed.one("meets")));
        text(document, "member_loss", typed.one("loss"));
        standards(document, typed);
        prerequisites(document, typed);
        document.remove("capstone");
        if (typed.one("capstone-required").equals("yes")
                || !typed.one("capstone").isEmpty()
                || !typed.one("capstone-id").isEmpty()) {
            ObjectNode capstone = document.putObject("capstone");
            TypedFields.text(capstone, "title", typed.one("capstone"));
            capstone.put("required", typed.one("capstone-required").equals("yes"));
            TypedFields.text(capstone, "id", typed.one("capstone-id"));
        }
        badge(document.withObject("badge"), typed);
        document.remove("license");
        if (!typed.one("licence").isEmpty() || !typed.one("licence-url").isEmpty()) {
            ObjectNode licence = document.putObject("license");
            TypedFields.text(licence, "name", typed.one("licence"));
            TypedFields.text(licence, "url", typed.one("licence-url"));
        }
        return document;
    }

    private static void text(ObjectNode into, String name, String typed) {
        into.remove(name);
        TypedFields.text(into, name, typed);
    }

    private static void member(ObjectNode member, TypedFields typed, int row) {
        TypedFields.text(member, "id", typed.in("m-id", row));
        TypedFields.text(member, "version", typed.in("m-version", row));
        if (!typed.in("m-required", row).isEmpty()) {
            member.put("required", typed.in("m-required", row).equals("true"));
        }
        TypedFields.list(member, "after", ids(typed.in("m-after", row)));
        TypedFields.text(member, "achievement", typed.in("m-achievement", row));
        TypedFields.text(member, "issuer", typed.in("m-issuer", row));
        TypedFields.text(member, "title", typed.in("m-title", row));
    }

    private static List<String> ids(String typed) {
        return Arrays.stream(typed.split("[\\s,;]+"))
                .filter(id -> !id.isEmpty())
                .toList();
    }

    private static void rule(ObjectNode rule, TypedFields typed) {
        rule.put("type", typed.one("rule"));
        TypedFields.number(rule, "count", typed.one("count"));
        List<Integer> groups = typed.filled(GROUP);
        if (!groups.isEmpty()) {
            ArrayNode list = rule.putArray("groups");
            groups.forEach(row -> {
                ObjectNode group = list.addObject();
                TypedFields.text(group, "title", typed.in("g-title", row));
                TypedFields.list(group, "members", ids(typed.in("g-members", row)));
                TypedFields.number(group, "count", typed.in("g-count", row));
            });
        }
        TypedFields.number(rule, "member_not_older_than_months", typed.one("months"));
    }

    private static void standards(ObjectNode document, TypedFields typed) {
        document.remove("alignments");
        List<Integer> rows = typed.filled(STANDARD);
        if (!rows.isEmpty()) {
            ArrayNode list = document.putArray("alignments");
            rows.forEach(row -> {
                ObjectNode standard = list.addObject();
                TypedFields.text(standard, "framework", typed.in("a-framework", row));
                TypedFields.text(standard, "code", typed.in("a-code", row));
                TypedFields.text(standard, "note", typed.in("a-note", row));
                TypedFields.text(standard, "url", typed.in("a-url", row));
            });
        }
    }

    private static void prerequisites(ObjectNode document, TypedFields typed) {
        document.remove("prerequisites");
        List<String> required = TypedFields.lines(typed.one("before-required"));
        List<String> recommended = TypedFields.lines(typed.one("before-recommended"));
        if (!required.isEmpty() || !recommended.isEmpty()) {
            ArrayNode list = document.putArray("prerequisites");
            required.forEach(id -> list.addObject().put("id", id).put("kind", "required"));
            recommended.forEach(id -> list.addObject().put("id", id).put("kind", "recommended"));
        }
    }

    private static void badge(ObjectNode badge, TypedFields typed) {
        text(badge, "name", typed.one("badge"));
        text(badge, "description", typed.one("badge-description"));
        text(badge, "criteria_narrative", typed.one("badge-criteria"));
        badge.remove("validity_months");
        TypedFields.number(badge, "validity_months", typed.one("badge-months"));
        badge.remove("tags");
        TypedFields.list(badge, "tags", TypedFields.lines(typed.one("badge-tags")));
        if (!badge.has("achievement_type")) {
            badge.put("achievement_type", "MicroCredential");
        }
    }

    /** The field of the form that a path in the document comes from, with its row where it has one. */
    static String field(String path, TypedFields typed) {
        Matcher matcher = ROW.matcher(path);
        if (matcher.matches()) {
            int at = Integer.parseInt(matcher.group(2));
            String name = matcher.group(3);
            return switch (matcher.group(1)) {
                case "members" -> at("m-", name == null ? "id" : name, typed.filled(MEMBER), at);
                case "alignments" -> at("a-", name == null ? "framework" : name, typed.filled(STANDARD), at);
                default -> at("g-", name == null ? "title" : name, typed.filled(GROUP), at);
            };
        }
        return switch (path.replaceAll("\\[\\d+].*", "")) {
            case "issuer", "issuer.name" -> "issuer";
            case "issuer.contact" -> "contact";
            case "members" -> "members";
            case "completion_rule", "completion_rule.type" -> "rule";
            case "completion_rule.count" -> "count";
            case "completion_rule.groups" -> "groups";
            case "completion_rule.member_not_older_than_months" -> "months";
            case "hours", "hours.credited" -> "hours";
            case "hours.note" -> "hours-note";
            case "meets_requirement_for" -> "meets";
            case "alignments" -> "standards";
            case "member_loss" -> "loss";
            case "prerequisites" -> "before-required";
            case "capstone", "capstone.title" -> "capstone";
            case "capstone.id" -> "capstone-id";
            case "license", "license.name" -> "licence";
            case "license.url" -> "licence-url";
            case "badge", "badge.name" -> "badge";
            case "badge.image" -> "picture";
            case "badge.description" -> "badge-description";
            case "badge.criteria_narrative" -> "badge-criteria";
            case "badge.validity_months" -> "badge-months";
            case "badge.tags" -> "badge-tags";
            case "title", "short_description", "language", "recognition_note", "order" -> path;
            default -> "form";
        };
    }

    /** What the form calls a field: the member, group, standard or part that it is of, and its label. @param field with its row */
    static String place(String field, TypedFields typed, MessageSource messages, Locale locale) {
        Matcher cell = CELL.matcher(field);
        String named =
                messages.getMessage("authoring.stack." + (cell.matches() ? cell.group(1) : field), null, null, locale);
        String label = named == null ? messages.getMessage("authoring.stack.form", null, locale) : named;
        if (cell.matches()) {
            RowKind kind = RowKind.of(field);
            Object[] number = {typed.filled(kind.fields).indexOf(Integer.parseInt(cell.group(2))) + 1};
            return messages.getMessage("authoring.stack." + kind.word(), number, locale) + ", " + label;
        }
        return Stream.of("capstone", "badge")
                .filter(part -> field.equals(part) || field.startsWith(part + "-"))
                .map(part -> messages.getMessage("authoring.stack." + part + ".heading", null, locale) + ", " + label)
                .findFirst()
                .orElse(label);
    }

    /** What is wrong where the form asks for one thing or another: nothing there is unknown, but it may not go together. */
    static Fault fault(DocumentCheck.Problem problem) {
        return problem.fault().key().equals("system.fault.unknown")
                ? Fault.of("authoring.stack.does-not-go")
                : problem.fault();
    }

    private static String at(String kind, String name, List<Integer> rows, int at) {
        return kind + name + "-" + (at < rows.size() ? rows.get(at) : at);
    }

    /** A new stack with a title; the rest is empty. */
    static ObjectNode begun(String title, String language, String issuer) {
        ObjectNode document = JSON.createObjectNode();
        document.put("schema", "micro-credential/1")
                .put("kind", "stack")
                .put("version", "1.0.0")
                .put("language", language)
                .put("title", title)
                .put("order", "any")
                .put("member_loss", "flag");
        document.putObject("issuer").put("name", issuer);
        document.putArray("members");
        document.putObject("completion_rule").put("type", "all_required");
        document.putObject("hours");
        document.putObject("badge").put("achievement_type", "MicroCredential").put("name", title);
        return document;
    }
}
