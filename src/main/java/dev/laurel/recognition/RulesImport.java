package dev.laurel.recognition;

import dev.laurel.recognition.RecognitionDocuments.Kind;
import dev.laurel.system.Fault;
import dev.laurel.system.Section;
import dev.laurel.system.YamlDocuments;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes over files of authorities and rules: each file whole or not at all. What changed becomes a new version. */
@Component
class RulesImport {

    private final Rulebook rulebook;

    RulesImport(Rulebook rulebook) {
        this.rulebook = rulebook;
    }

    /** How many documents are new or changed, and how many were there before with the same content. */
    record Outcome(int changed, int unchanged) {}

    private record Read(Kind kind, String name, AuthorityCode authority, ObjectNode fields) {}

    /**
     * Takes over what the file says. Importing it again changes nothing.
     *
     * @param source what to call the file in a problem
     * @param by whom the history names
     * @param onlyUnseen see {@link Rulebook#add}
     * @throws InvalidRules with every problem of every document
     */
    @Transactional
    public Outcome take(String source, byte[] yaml, String by, boolean onlyUnseen) {
        int changed = 0;
        int unchanged = 0;
        for (Read read : read(source, yaml)) {
            if (rulebook.add(read.kind(), read.name(), read.authority(), read.fields(), by, onlyUnseen)) {
                changed++;
            } else {
                unchanged++;
            }
        }
        return new Outcome(changed, unchanged);
    }

    /**
     * What taking the file over would change.
     *
     * @throws InvalidRules with every problem of every document
     */
    List<RuleChange> changes(String source, byte[] yaml) {
        List<RuleChange> changes = new ArrayList<>();
        for (Read read : read(source, yaml)) {
            Rulebook.Kept before = rulebook.history(read.kind(), read.name()).stream()
                    .findFirst()
                    .orElse(null);
            List<ChangedField> fields = RuleChange.between(
                    read.kind(),
                    before == null ? null : before.fields(),
                    read.fields(),
                    rulebook.current().authorities());
            RuleChange.State state = before == null
                    ? RuleChange.State.NEW
                    : fields.isEmpty() ? RuleChange.State.SAME : RuleChange.State.CHANGED;
            changes.add(new RuleChange(
                    read.kind(),
                    read.name(),
                    // A rule may not be taken from one authority to another by whoever looks after one of them only.
                    before == null ? read.authority() : before.authority(),
                    state,
                    state == RuleChange.State.SAME ? null : (Integer) (before == null ? 1 : before.version() + 1),
                    fields));
            if (before != null && !before.authority().equals(read.authority())) {
                changes.add(new RuleChange(read.kind(), read.name(), read.authority(), state, null, List.of()));
            }
        }
        return changes;
    }

    private List<Read> read(String source, byte[] yaml) {
        List<RulesProblem> problems = new ArrayList<>();
        List<Read> documents = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Set<AuthorityCode> authorities = new HashSet<>(rulebook.current().codes());
        Set<String> rules = new HashSet<>();
        rulebook.current().rules().values().forEach(known -> known.forEach(rule -> rules.add(rule.name())));
        List<JsonNode> nodes = parse(source, yaml);
        for (int i = 0; i < nodes.size(); i++) {
            String number = "document " + (i + 1);
            if (!(nodes.get(i) instanceof ObjectNode fields)) {
                problems.add(new RulesProblem(source, number, "", Fault.of("system.fault.group")));
                continue;
            }
            String place = number + called(fields);
            int before = problems.size();
            BiConsumer<String, Fault> tell =
                    (field, fault) -> problems.add(new RulesProblem(source, place, field, fault));
            Kind kind = RecognitionDocuments.kind(new Section("", fields, tell));
            if (problems.size() > before) {
                continue;
            }
            Read read = read(kind, fields, tell);
            if (problems.size() > before) {
                continue;
            }
            if (!seen.add(kind + " " + read.name())) {
                tell.accept("", Fault.of("recognition.fault.twice"));
            }
            if (kind == Kind.AUTHORITY) {
                authorities.add(read.authority());
            }
            documents.add(read);
            if (kind == Kind.RULE) {
                rules.add(read.name());
            }
            String counts = kind == Kind.AGREEMENT
                    ? RecognitionDocuments.agreement(1, fields, tell).rule()
                    : null;
            if (counts != null && !rules.contains(counts)) {
                tell.accept("effect.rule", Fault.of("recognition.fault.effect-rule", counts));
            }
            if (kind != Kind.AUTHORITY && !authorities.contains(read.authority())) {
                tell.accept(
                        "authority",
                        Fault.of("recognition.fault.authority", read.authority().value()));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidRules(problems);
        }
        return documents;
    }

    private static Read read(Kind kind, ObjectNode fields, BiConsumer<String, Fault> tell) {
        if (kind == Kind.AUTHORITY) {
            Authority authority = RecognitionDocuments.authority(fields, tell);
            return new Read(kind, authority.code().value(), authority.code(), fields);
        }
        if (kind == Kind.AGREEMENT) {
            Agreement agreement = RecognitionDocuments.agreement(1, fields, tell);
            return new Read(kind, agreement.name(), agreement.accepting(), fields);
        }
        if (kind == Kind.EXPORT) {
            ExportFormat export = RecognitionDocuments.export(1, fields, tell);
            return new Read(kind, export.name(), export.authority(), fields);
        }
        Rule rule = RecognitionDocuments.rule(1, fields, tell);
        return new Read(kind, rule.name(), rule.authority(), fields);
    }

    private static String called(ObjectNode fields) {
        JsonNode id = fields.get("id") == null ? fields.get("code") : fields.get("id");
        return id != null && id.isString() ? " (" + id.stringValue() + ")" : "";
    }

    private static List<JsonNode> parse(String source, byte[] yaml) {
        try {
            return YamlDocuments.read(yaml);
        } catch (YamlDocuments.Unreadable e) {
            throw new InvalidRules(List.of(new RulesProblem(source, e.document(), "", e.fault())));
        }
    }
}
