package dev.laurel.authoring;

import dev.laurel.catalog.DocumentCheck;
import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How drafts begin that are no files: from nothing, as a copy, as the next version. */
@Component
class Drafting {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_NAME = 80;

    private final Versions versions;
    private final Publishing publishing;
    private final Tenants tenants;
    private final MessageSource messages;

    Drafting(Versions versions, Publishing publishing, Tenants tenants, MessageSource messages) {
        this.versions = versions;
        this.publishing = publishing;
        this.tenants = tenants;
        this.messages = messages;
    }

    /** How much the next version changes. */
    enum Step {
        WORDS(2),
        MORE(1),
        OTHER(0);

        private final int number;

        Step(int number) {
            this.number = number;
        }

        /** The number after {@code version}. */
        String after(String version) {
            String[] numbers = version.split("\\.", -1);
            numbers[number] = String.valueOf(Integer.parseInt(numbers[number]) + 1);
            for (int i = number + 1; i < numbers.length; i++) {
                numbers[i] = "0";
            }
            return String.join(".", numbers);
        }
    }

    /**
     * A draft with a title, three parts and the rules that Laurel would choose; the rest is empty.
     *
     * @param language of its text: those in which Laurel has words for parts and levels, otherwise English
     */
    @Transactional
    VersionId fromNothing(StaffMember member, TenantId tenant, String title, Locale language) {
        ObjectNode document = JSON.createObjectNode();
        document.put("schema", "micro-credential/1")
                .put("kind", "micro-credential")
                .put("version", "1.0.0")
                .put("language", language.toLanguageTag())
                .put("title", title);
        document.putObject("issuer").put("name", tenants.nameOf(tenant).orElse(""));
        document.putObject("audience");
        document.putObject("hours");
        document.putObject("key_method");
        document.putArray("method_components").addObject().put("id", "M1");
        document.putObject("supporting_research").putArray("references");
        ObjectNode scale = document.putObject("scale").put("id", "levels").put("cut", "demonstrated");
        ArrayNode levels = scale.putArray("levels");
        List<String> keys = List.of("not_met", "progressing", "demonstrated");
        for (int i = 0; i < keys.size(); i++) {
            levels.addObject()
                    .put("key", keys.get(i))
                    .put("label", word("level." + keys.get(i), language))
                    .put("value", i);
        }
        ObjectNode submission = document.putObject("submission").put("privacy_notice", word("privacy", language));
        ArrayNode parts = submission.putArray("parts");
        part(parts, "part1", "overview", language).putArray("questions").add(question("P1Q1"));
        ObjectNode work = part(parts, "part2", "artefacts", language).put("pass_rule", "all_criteria_at_cut");
        ObjectNode artefact = work.putArray("artefacts")
                .addObject()
                .put("id", "A1")
                .put("required", true)
                .put("max_mb", 25)
                .put("shareable", false);
        artefact.putArray("accepts").add("pdf").add("docx");
        ObjectNode criterion = work.putArray("criteria").addObject().put("id", "C1");
        criterion.putArray("evidence").add("A1");
        criterion.putObject("descriptors");
        part(parts, "part3", "reflection", language).putArray("questions").add(question("P3Q1"));
        ObjectNode scoring =
                document.putObject("scoring").put("random_second_rate", 0.1).put("feedback_per_criterion", "required");
        scoring.putObject("resubmission")
                .put("carry_forward_met_criteria", true)
                .put("reteach_required", false)
                .put("coach_gate_after_attempts", 3);
        document.putObject("badge").put("achievement_type", "MicroCredential").put("name", title);
        return begin(member, tenant, document, freeName(title));
    }

    /** A draft of a stack with a title; what it is made of is for its author to say. */
    @Transactional
    VersionId stackFromNothing(StaffMember member, TenantId tenant, String title, Locale language) {
        return begin(
                member,
                tenant,
                StackForm.begun(
                        title, language.toLanguageTag(), tenants.nameOf(tenant).orElse("")),
                freeName(title));
    }

    private ObjectNode part(ArrayNode parts, String id, String kind, Locale language) {
        return parts.addObject()
                .put("id", id)
                .put("title", word(id, language))
                .put("kind", kind)
                .put("pass_rule", "pass_fail");
    }

    private static ObjectNode question(String id) {
        ObjectNode question = JSON.createObjectNode().put("id", id);
        question.putObject("words").put("min", 100).put("max", 300);
        return question;
    }

    private String word(String key, Locale language) {
        return messages.getMessage("authoring.begun." + key, null, language);
    }

    /** A copy of what somebody may see, under a name of its own. */
    @Transactional
    VersionId fromCopy(StaffMember member, TenantId tenant, VersionId source) {
        AuthoredVersion own = versions.find(member, source).orElse(null);
        String content = own != null
                ? own.content()
                : publishing.content(source).orElseThrow(() -> new NotFound("No version " + source.value()));
        ObjectNode document = (ObjectNode) JSON.readTree(content);
        document.put("version", "1.0.0");
        if (own == null || !own.tenant().equals(tenant)) {
            // Another organisation's name must not stand on what these people write.
            document.putObject("issuer").put("name", tenants.nameOf(tenant).orElse(""));
        }
        return begin(member, tenant, document, freeName(Sheet.line(document.get("title"))));
    }

    /**
     * The next version of one that is published, with the same words to begin with.
     *
     * @throws MoveRefused when it was never published
     */
    @Transactional
    VersionId next(StaffMember member, VersionId source, Step step) {
        AuthoredVersion version = versions.get(member, source);
        if (!member.writes().contains(version.tenant())) {
            throw MoveRefused.notYours(Move.HAND_IN);
        }
        if (!version.state().wasPublished()) {
            throw MoveRefused.notFrom(version.state(), Move.RETIRE);
        }
        ObjectNode document = (ObjectNode) JSON.readTree(version.content());
        String latest = versions.numbers(version.item()).stream()
                .max(Publishing::compareVersions)
                .orElse(version.version());
        document.put("version", step.after(latest));
        return begin(member, version.tenant(), document, version.item());
    }

    VersionId begin(StaffMember member, TenantId tenant, ObjectNode document, String item) {
        document.put("id", item);
        String title = Sheet.line(document.get("title"));
        return versions.begin(
                member,
                tenant,
                new DocumentCheck.Readable(
                        item,
                        Sheet.line(document.get("version")),
                        title.substring(0, Math.min(300, title.length())),
                        publishing.canonical(document)));
    }

    /** A name for addresses, made from the title, that nobody has used yet. */
    String freeName(String title) {
        String plain = Normalizer.normalize(title, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        String name = plain.substring(0, Math.min(LONGEST_NAME, plain.length()));
        if (name.length() < 2) {
            name = "micro-credential";
        }
        String free = name;
        for (int i = 2; versions.isTaken(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    /** One of the tenants that somebody writes for: the one they chose, or the only one. */
    static @Nullable TenantId chosen(StaffMember member, String tenant) {
        if (tenant.isEmpty()) {
            return member.writes().size() == 1 ? member.writes().iterator().next() : null;
        }
        return member.writes().stream()
                .filter(one -> one.value().toString().equals(tenant))
                .findFirst()
                .orElse(null);
    }
}
