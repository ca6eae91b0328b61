package dev.laurel.recognition;

import dev.laurel.system.Fault;
import dev.laurel.system.TypedFields;
import dev.laurel.system.TypedFields.Filling;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A rule as a form holds it, and the document that comes of the form. */
final class RuleForm {

    static final List<String> SCOPES =
            List.of("every-credential", "credentials", "issuers", "tags", "every-stack", "stacks");
    /** What scopes by issuer or tag speak of, as files say it. */
    static final List<String> OF = List.of("micro-credential", "stack", "both");

    static final List<String> PER = List.of("none", "credentials", "hours");

    private static final JsonMapper JSON = JsonMapper.shared();

    private RuleForm() {}

    /** A new rule of an authority: what its other rules say of who decides is the likeliest. */
    static TypedFields empty(Authority authority, LocalDate today, String by) {
        return new Filling()
                .put("scope", SCOPES.get(0))
                .put("value", ValueKind.RENEWAL.key())
                .put("per", "credentials")
                .put("count", "1")
                .put("approver", authority.decides())
                .put("checked-on", today)
                .put("checked-by", by)
                .put("language", authority.language())
                .at(0);
    }

    static TypedFields of(Rule rule) {
        Filling filling = new Filling()
                .put("scope", scope(rule.scope()))
                .lines("scope-list", named(rule.scope()))
                .put("scope-of", of(rule.scope()))
                .lines("roles", rule.roles())
                .lines("licences", rule.licences())
                .put("value", rule.kind().key())
                .put("unit", rule.unit());
        Rate rate = rule.rate();
        if (rate instanceof Rate.PerHours hours) {
            filling.number("amount", hours.units()).put("per", "hours").put("count", hours.hours());
        } else if (rate instanceof Rate.PerCredentials credentials) {
            filling.number("amount", credentials.units())
                    .put("per", "credentials")
                    .put("count", credentials.credentials());
        } else {
            filling.put("per", "none");
        }
        Rule.Cap cap = rule.cap();
        return filling.lines("categories", rule.categories())
                .number("cap", cap == null ? (BigDecimal) null : cap.units())
                .put("cap-years", cap == null ? null : cap.years())
                .put("approver", rule.approver())
                .put("proof", rule.proof())
                .put("valid-from", rule.validFrom())
                .put("valid-to", rule.validTo())
                .put("source", rule.source().title())
                .put("source-url", rule.source().url())
                .put("checked-on", rule.checkedOn())
                .put("checked-by", rule.checkedBy())
                .put("note", rule.note())
                .put("language", rule.language())
                .at(rule.version());
    }

    private static String scope(Scope scope) {
        if (scope instanceof Scope.Every every) {
            return every.stacks() ? "every-stack" : "every-credential";
        }
        if (scope instanceof Scope.Named named) {
            return named.stacks() ? "stacks" : "credentials";
        }
        return scope instanceof Scope.Issuers ? "issuers" : "tags";
    }

    private static String of(Scope scope) {
        Scope.Of of = Scope.Of.MICRO_CREDENTIALS;
        if (scope instanceof Scope.Issuers issuers) {
            of = issuers.of();
        } else if (scope instanceof Scope.Tags tags) {
            of = tags.of();
        }
        return switch (of) {
            case MICRO_CREDENTIALS -> "micro-credential";
            case STACKS -> "stack";
            case BOTH -> "both";
        };
    }

    private static List<String> named(Scope scope) {
        if (scope instanceof Scope.Named named) {
            return named.ids();
        }
        if (scope instanceof Scope.Issuers issuers) {
            return issuers.names();
        }
        return scope instanceof Scope.Tags tags ? tags.tags() : List.of();
    }

    /** The document that a file would hold; what is wrong with it is for {@link RecognitionDocuments} to say. */
    static ObjectNode document(TypedFields typed, String name, AuthorityCode authority) {
        ObjectNode document = JSON.createObjectNode();
        document.put("schema", RecognitionDocuments.SCHEMA);
        document.put("kind", "rule");
        document.put("id", name);
        document.put("authority", authority.value());
        ObjectNode scope = document.putObject("scope");
        List<String> named = TypedFields.lines(typed.one("scope-list"));
        switch (typed.one("scope")) {
            case "every-credential" -> scope.put("every", "micro-credential");
            case "every-stack" -> scope.put("every", "stack");
            case "credentials", "stacks", "issuers", "tags" -> {
                scope.putArray(typed.one("scope"));
                TypedFields.list(scope, typed.one("scope"), named);
                boolean wide = typed.one("scope").equals("issuers")
                        || typed.one("scope").equals("tags");
                if (wide && !typed.one("scope-of").equals(OF.get(0))) {
                    TypedFields.text(scope, "of", typed.one("scope-of"));
                }
            }
            default -> {}
        }
        TypedFields.list(document, "roles", TypedFields.lines(typed.one("roles")));
        TypedFields.list(document, "licences", TypedFields.lines(typed.one("licences")));
        TypedFields.text(document, "value", typed.one("value"));
        TypedFields.text(document, "unit", typed.one("unit"));
        if (!typed.one("per").equals("none")) {
            ObjectNode amount = document.putObject("amount");
            TypedFields.number(amount, "units", typed.one("amount"));
            TypedFields.number(
                    amount, typed.one("per").equals("hours") ? "per_hours" : "per_credentials", typed.one("count"));
        }
        TypedFields.list(document, "categories", TypedFields.lines(typed.one("categories")));
        if (!typed.one("cap").isEmpty() || !typed.one("cap-years").isEmpty()) {
            ObjectNode cap = document.putObject("cap");
            TypedFields.number(cap, "units", typed.one("cap"));
            TypedFields.number(cap, "years", typed.one("cap-years"));
        }
        TypedFields.text(document, "approver", typed.one("approver"));
        TypedFields.text(document, "proof", typed.one("proof"));
        dates(document, typed);
        whoSaysSo(document, typed);
        return document;
    }

    static void dates(ObjectNode document, TypedFields typed) {
        TypedFields.text(document, "valid_from", typed.one("valid-from"));
        TypedFields.text(document, "valid_to", typed.one("valid-to"));
    }

    /** Where it was read, when and by whom, and in which language it is written. */
    static void whoSaysSo(ObjectNode document, TypedFields typed) {
        source(document, typed.one("source"), typed.one("source-url"));
        TypedFields.text(document, "checked_on", typed.one("checked-on"));
        TypedFields.text(document, "checked_by", typed.one("checked-by"));
        TypedFields.text(document, "note", typed.one("note"));
        // What a file need not say is not said, so that nobody is shown a change that is none.
        if (!typed.one("language").equals("en")) {
            TypedFields.text(document, "language", typed.one("language"));
        }
    }

    static void source(ObjectNode document, String title, String url) {
        ObjectNode source = document.putObject("source");
        TypedFields.text(source, "title", title);
        TypedFields.text(source, "url", url);
    }

    /** What was typed and would stand nowhere in the document, by the field of the form. */
    static void contradictions(TypedFields typed, BiConsumer<String, Fault> problems) {
        if (typed.one("per").equals("none") && !typed.one("amount").isEmpty()) {
            problems.accept("amount", Fault.of("recognition.fault.figure-for-nothing"));
        }
        if (typed.one("scope").startsWith("every-") && !typed.one("scope-list").isEmpty()) {
            problems.accept("scope-list", Fault.of("recognition.fault.named-and-every"));
        }
    }

    /** The field of the form that a path in the document comes from. */
    static String field(String path) {
        return switch (path.replaceFirst("\\[\\d+]$", "")) {
            case "amount.units" -> "amount";
            case "amount.per_hours", "amount.per_credentials", "amount" -> "count";
            case "cap.units", "cap" -> "cap";
            case "cap.years" -> "cap-years";
            case "source.title", "source" -> "source";
            case "source.url" -> "source-url";
            case "valid_from" -> "valid-from";
            case "valid_to" -> "valid-to";
            case "checked_on" -> "checked-on";
            case "checked_by" -> "checked-by";
            case "scope.credentials", "scope.stacks", "scope.issuers", "scope.tags" -> "scope-list";
            case "scope.of" -> "scope-of";
            case "scope" -> "scope";
            case "roles", "licences", "value", "unit", "categories", "approver", "proof", "note", "language" ->
                path.replaceFirst("\\[\\d+]$", "");
            default -> "form";
        };
    }

    /** What a scope names that nobody has in the catalogue; such a rule gives nothing yet. */
    static List<String> idsOf(@Nullable Rule rule) {
        return rule != null && rule.scope() instanceof Scope.Named named ? named.ids() : List.of();
    }
}
