package dev.laurel.recognition;

import dev.laurel.person.StaffMember;
import dev.laurel.recognition.RecognitionDocuments.Kind;
import dev.laurel.system.Fault;
import dev.laurel.system.NotFound;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * The exports of the authorities that an officer looks after. An export changes no rule, so the officer changes it alone; where
 * the authority's exports are other districts' too, an operator has to approve.
 */
@Component
class ExportKeeping {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLWriteFeature.SPLIT_LINES)
            .enable(YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    /** Fields in the order in which people read them. */
    private static final List<String> ORDER = List.of(
            "schema",
            "kind",
            "id",
            "code",
            "authority",
            "name",
            "place",
            "type",
            "within",
            "decides",
            "title",
            "url",
            "example",
            "in_use",
            "scope",
            "roles",
            "licences",
            "values",
            "value",
            "accepts",
            "issuers",
            "declares",
            "conditions",
            "double_scored",
            "agreement",
            "not_older_than_months",
            "quality_checklist",
            "effect",
            "says",
            "rule",
            "changes",
            "file",
            "zone",
            "columns",
            "heading",
            "field",
            "date",
            "decimals",
            "words",
            "text",
            "ask",
            "count",
            "of",
            "units",
            "unit",
            "amount",
            "per_credentials",
            "per_hours",
            "years",
            "categories",
            "cap",
            "approver",
            "proof",
            "valid_from",
            "valid_to",
            "source",
            "on",
            "checked_on",
            "checked_by",
            "needs",
            "equivalents",
            "note",
            "language");

    private static final int LONGEST_NAME = 90;

    private final Rulebook rulebook;
    private final Recognition recognition;
    private final Proposals proposals;

    ExportKeeping(Rulebook rulebook, Recognition recognition, Proposals proposals) {
        this.rulebook = rulebook;
        this.recognition = recognition;
        this.proposals = proposals;
    }

    /** What became of a change; the name, in lower case, ends the key of its message. */
    enum Outcome {
        SAVED,
        /** An operator has to approve. */
        PROPOSED,
        SAME,
        NO_WORDS,
        /** Somebody else changed it meanwhile. */
        MOVED_ON
    }

    /** One thing that is wrong. @param field as a file names it */
    record Problem(String field, Fault fault) {}

    /** The authorities where this officer's districts lie. */
    List<Authority> authorities(StaffMember officer) {
        return officer.recognises().stream()
                .flatMap(tenant -> recognition.home(tenant, null).authorities().stream())
                .distinct()
                .toList();
    }

    Authority authority(StaffMember officer, String code) {
        return authorities(officer).stream()
                .filter(authority -> authority.code().value().equals(code))
                .findFirst()
                .orElseThrow(() -> new NotFound("No authority " + code + " that this officer looks after"));
    }

    /** The exports of an authority, those in use first. */
    List<ExportFormat> of(AuthorityCode authority) {
        return rulebook.current().exports().getOrDefault(authority, List.of());
    }

    /** @throws NotFound when it is not of an authority of this officer */
    ExportFormat export(StaffMember officer, String name) {
        return authorities(officer).stream()
                .flatMap(authority -> of(authority.code()).stream())
                .filter(export -> export.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NotFound("No export " + name + " that this officer looks after"));
    }

    /** Whether other districts' officers use the authority's exports, too. */
    boolean isShared(StaffMember officer, AuthorityCode authority) {
        return !recognition.holdsOnlyFor(authority, officer.recognises());
    }

    /** The export that a draft describes, or null where there are problems. */
    @Nullable
    ExportFormat read(ExportDraft draft, String name, AuthorityCode authority, List<Problem> problems) {
        ObjectNode document =
                draft.document(name, authority, (field, fault) -> problems.add(new Problem(field, fault)));
        ExportFormat read = RecognitionDocuments.export(
                draft.version(), document, (field, fault) -> problems.add(new Problem(field, fault)));
        return problems.isEmpty() ? read : null;
    }

    /** A name that no export has, from the authority's code and the title. */
    String freeName(AuthorityCode authority, String title) {
        String name = slug(authority, title);
        String free = name;
        for (int i = 2; !rulebook.history(Kind.EXPORT, free).isEmpty(); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    /** What a document of an authority is called by itself. */
    static String slug(AuthorityCode authority, String title) {
        String words = Normalizer.normalize(title, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-");
        String wanted = (authority.value() + "-" + words).replaceAll("-+$", "");
        return wanted.length() > LONGEST_NAME ? wanted.substring(0, LONGEST_NAME) : wanted;
    }

    /**
     * Keeps a draft that has no problems as the next version, or proposes it.
     *
     * @param words why; needed only where it is proposed
     */
    @Transactional
    public Outcome save(StaffMember officer, ExportDraft draft, String name, AuthorityCode authority, String words) {
        List<Rulebook.Kept> versions = rulebook.history(Kind.EXPORT, name);
        int latest = versions.isEmpty() ? 0 : versions.get(0).version();
        if (latest != draft.version()) {
            return Outcome.MOVED_ON;
        }
        ObjectNode document = draft.document(name, authority, (field, fault) -> {
            throw new IllegalArgumentException(field + " " + fault.sentence());
        });
        return keep(officer, authority, name, document, words);
    }

    /** Takes an export out of use, or back into use. Its files and versions stay. */
    @Transactional
    public Outcome use(StaffMember officer, ExportFormat export, boolean inUse, String words) {
        ObjectNode document =
                rulebook.history(Kind.EXPORT, export.name()).get(0).fields().deepCopy();
        if (inUse) {
            document.remove("in_use");
        } else {
            document.put("in_use", false);
        }
        return keep(officer, export.authority(), export.name(), document, words);
    }

    private Outcome keep(StaffMember officer, AuthorityCode authority, String name, ObjectNode document, String words) {
        if (!isShared(officer, authority)) {
            return rulebook.add(Kind.EXPORT, name, authority, document, officer.displayName(), false)
                    ? Outcome.SAVED
                    : Outcome.SAME;
        }
        return switch (proposals.propose(
                officer,
                yaml(document),
                words,
                authorities(officer).stream().map(Authority::code).toList())) {
            case NONE -> Outcome.PROPOSED;
            case NO_WORDS -> Outcome.NO_WORDS;
            case NOTHING_NEW -> Outcome.SAME;
            default -> throw new NotFound("No authority " + authority.value() + " that this officer looks after");
        };
    }

    /** As a file, to be loaded elsewhere or kept. */
    byte[] yaml(ExportFormat export) {
        return yaml(rulebook.history(Kind.EXPORT, export.name()).get(0).fields())
                .getBytes(StandardCharsets.UTF_8);
    }

    static String yaml(ObjectNode document) {
        return YAML.writeValueAsString(ordered(document));
    }

    private static JsonNode ordered(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode inOrder = YAML.createObjectNode();
            List<String> names = new ArrayList<>(object.propertyNames());
            names.sort((one, other) -> Integer.compare(place(one), place(other)));
            names.forEach(name -> inOrder.set(name, ordered(object.get(name))));
            return inOrder;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode inOrder = YAML.createArrayNode();
            list.forEach(entry -> inOrder.add(ordered(entry)));
            return inOrder;
        }
        return node;
    }

    private static int place(String name) {
        int place = ORDER.indexOf(name);
        return place < 0 ? ORDER.size() : place;
    }
}
