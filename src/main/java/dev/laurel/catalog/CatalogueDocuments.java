package dev.laurel.catalog;

import dev.laurel.catalog.MicroCredential.Alignment;
import dev.laurel.catalog.MicroCredential.Artefact;
import dev.laurel.catalog.MicroCredential.Audience;
import dev.laurel.catalog.MicroCredential.AuthoredCriterion;
import dev.laurel.catalog.MicroCredential.BadgeDesign;
import dev.laurel.catalog.MicroCredential.Captions;
import dev.laurel.catalog.MicroCredential.Hours;
import dev.laurel.catalog.MicroCredential.Issuer;
import dev.laurel.catalog.MicroCredential.KeyMethod;
import dev.laurel.catalog.MicroCredential.Level;
import dev.laurel.catalog.MicroCredential.License;
import dev.laurel.catalog.MicroCredential.Local;
import dev.laurel.catalog.MicroCredential.MethodComponent;
import dev.laurel.catalog.MicroCredential.Origin;
import dev.laurel.catalog.MicroCredential.Part;
import dev.laurel.catalog.MicroCredential.PartKind;
import dev.laurel.catalog.MicroCredential.Prerequisite;
import dev.laurel.catalog.MicroCredential.Question;
import dev.laurel.catalog.MicroCredential.Reference;
import dev.laurel.catalog.MicroCredential.Research;
import dev.laurel.catalog.MicroCredential.Resource;
import dev.laurel.catalog.MicroCredential.Resubmission;
import dev.laurel.catalog.MicroCredential.Scale;
import dev.laurel.catalog.MicroCredential.Scoring;
import dev.laurel.catalog.Stack.CompletionRule;
import dev.laurel.system.Fault;
import dev.laurel.system.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a document of the schema {@code micro-credential/1} into a micro-credential or a stack, and says everything that
 * is wrong with it. Both what an author hands in and what is stored pass through here.
 */
final class CatalogueDocuments {

    static final String SCHEMA = "micro-credential/1";
    static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{1,99}");
    static final Pattern VERSION = Pattern.compile("(0|[1-9]\\d{0,5})\\.(0|[1-9]\\d{0,5})\\.(0|[1-9]\\d{0,5})");

    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,49}");
    private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,10}");
    private static final Pattern ACHIEVEMENT_TYPE = Pattern.compile("[A-Z][A-Za-z0-9]{1,49}|ext:[A-Za-z0-9._-]{1,49}");
    private static final Pattern DID = Pattern.compile("did:[a-z0-9]+:[A-Za-z0-9.%:_~-]{1,250}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int LINE = 300;
    private static final int TEXT = 10_000;
    private static final String STAND_IN = "stand-in";

    private static final Map<String, Kind> KINDS =
            Section.words("micro-credential", Kind.MICRO_CREDENTIAL, "stack", Kind.STACK);

    private static final Map<String, String> RULES =
            Section.words("all_required", "all_required", "n_of", "n_of", "groups", "groups");

    private static final Map<String, String> MODELS = Section.words(
            "single", "single", "conditional_double", "conditional_double", "independent_double", "independent_double");

    private static final Map<String, Stack.MemberLoss> MEMBER_LOSS = Section.words(
            "keep", Stack.MemberLoss.KEEP, "flag", Stack.MemberLoss.FLAG, "suspend", Stack.MemberLoss.SUSPEND);

    static {
        MEMBER_LOSS.put("revoke", Stack.MemberLoss.REVOKE);
    }

    private CatalogueDocuments() {}

    /** Reads a micro-credential; when a problem was told, what comes back is not to be used. */
    static MicroCredential microCredential(VersionId versionId, ObjectNode fields, BiConsumer<String, Fault> problems) {
        Section document = new Section("", fields, problems);
        heading(document);
        Scale scale = document.section("scale", CatalogueDocuments::scale);
        Submission submission = document.section("submission", section -> submission(section, scale));
        MicroCredential read = new MicroCredential(
                versionId,
                new MicroCredentialId(id(document, "id")),
                version(document),
                language(document),
                document.text("title", LINE),
                document.text("short_description", 1000),
                document.text("competency", 2000),
                document.section("issuer", CatalogueDocuments::issuer),
                document.section("audience", CatalogueDocuments::audience),
                document.section("hours", CatalogueDocuments::hours),
                document.optionalSections("prerequisites", CatalogueDocuments::prerequisite),
                document.optionalTexts("keywords", 100),
                document.section("key_method", CatalogueDocuments::keyMethod),
                document.sections("method_components", 1, CatalogueDocuments::methodComponent),
                document.section("supporting_research", CatalogueDocuments::research),
                document.optionalSections("resources", CatalogueDocuments::resource),
                document.optionalSections("alignments", CatalogueDocuments::alignment),
                scale,
                submission.privacyNotice(),
                submission.completionIndicators(),
                submission.parts(),
                document.section("scoring", CatalogueDocuments::scoring),
                document.section("badge", CatalogueDocuments::badge),
                document.optionalSection("renewal", CatalogueDocuments::renewal),
                document.optionalSection("license", CatalogueDocuments::license),
                document.optionalSection("origin", CatalogueDocuments::origin),
                document.optionalSection("local", CatalogueDocuments::local));
        if (read.renewal() != null && read.badge().validityMonths() == null) {
            document.problem("renewal", Fault.of("catalog.fault.renewal.no-end"));
        }
        unique(
                document,
                "method_components",
                read.methodComponents().stream().map(MethodComponent::id).toList());
        document.end();
        return read;
    }

    /** Reads a stack; when a problem was told, what comes back is not to be used. */
    static Stack stack(VersionId versionId, ObjectNode fields, BiConsumer<String, Fault> problems) {
        Section document = new Section("", fields, problems);
        heading(document);
        HoursOfStack hours = document.section(
                "hours",
                section ->
                        new HoursOfStack(section.integer("credited", 0, 10_000), section.optionalText("note", LINE)));
        CompletionRule rule = document.section("completion_rule", CatalogueDocuments::completionRule);
        boolean all = rule.count() == 0 && rule.groups().isEmpty();
        Stack read = new Stack(
                versionId,
                new StackId(id(document, "id")),
                version(document),
                language(document),
                document.text("title", LINE),
                document.text("short_description", 1000),
                document.section("issuer", CatalogueDocuments::issuer),
                document.sections("members", 2, section -> member(section, all)),
                rule,
                document.oneOf(
                        "order",
                        Section.words(
                                "any",
                                Stack.Order.ANY,
                                "recommended",
                                Stack.Order.RECOMMENDED,
                                "required",
                                Stack.Order.REQUIRED)),
                hours.credited(),
                hours.note(),
                document.optionalText("recognition_note", 2000),
                document.optionalTexts("meets_requirement_for", LINE),
                document.optionalSections("alignments", CatalogueDocuments::alignment),
                document.optionalSections("prerequisites", CatalogueDocuments::prerequisite),
                document.has("capstone") ? document.section("capstone", CatalogueDocuments::capstone) : null,
                document.has("member_loss") ? document.oneOf("member_loss", MEMBER_LOSS) : Stack.MemberLoss.FLAG,
                document.section("badge", CatalogueDocuments::badge),
                document.optionalSection("license", CatalogueDocuments::license),
                document.optionalSection("origin", CatalogueDocuments::origin));
        unique(
                document,
                "members",
                read.members().stream().map(member -> member.id().value()).toList());
        consistent(document, read);
        document.end();
        return read;
    }

    /** That the rule can be met, and speaks of members only. */
    private static void consistent(Section document, Stack stack) {
        List<String> ids =
                stack.members().stream().map(member -> member.id().value()).toList();
        CompletionRule rule = stack.completionRule();
        if (ids.contains(stack.id().value())) {
            document.problem("members", Fault.of("catalog.fault.stack.itself"));
        }
        if (rule.count() > ids.size()) {
            document.problem("completion_rule.count", Fault.of("catalog.fault.stack.count"));
        }
        if (rule.count() == 0
                && rule.groups().isEmpty()
                && stack.members().stream().noneMatch(Stack.Member::required)) {
            document.problem("members", Fault.of("catalog.fault.stack.none-required"));
        }
        for (int i = 0; i < rule.groups().size(); i++) {
            Stack.Group group = rule.groups().get(i);
            known(document, "completion_rule.groups[" + i + "].members", group.members(), ids);
            if (group.count() > group.members().size()) {
                document.problem(
                        "completion_rule.groups[" + i + "].count", Fault.of("catalog.fault.stack.group-count"));
            }
        }
        for (int i = 0; i < stack.members().size(); i++) {
            // What comes first stands first, so that no two members wait for each other.
            known(document, "members[" + i + "].after", stack.members().get(i).after(), ids.subList(0, i));
        }
    }

    private static void known(Section document, String field, List<MicroCredentialId> named, List<String> ids) {
        for (MicroCredentialId id : named) {
            if (!id.value().equals(STAND_IN) && !ids.contains(id.value())) {
                document.problem(
                        field,
                        Fault.of(
                                field.endsWith(".after")
                                        ? "catalog.fault.stack.after"
                                        : "catalog.fault.stack.no-member",
                                id.value()));
            }
        }
    }

    private record Submission(String privacyNotice, List<String> completionIndicators, List<Part> parts) {}

    private record HoursOfStack(int credited, @Nullable String note) {}

    /** What kind of document this is, by its heading; told as a problem when it is of none. */
    static Optional<Kind> kind(ObjectNode fields, BiConsumer<String, Fault> problems) {
        Section document = new Section("", fields, problems);
        String schema = document.text("schema", 100);
        if (!schema.isEmpty() && !schema.equals(SCHEMA)) {
            document.problem("schema", Fault.of("catalog.fault.schema", SCHEMA));
        }
        String word = document.text("kind", 100);
        Kind kind = KINDS.get(word);
        if (kind == null && !word.isEmpty()) {
            document.problem("kind", Fault.of("system.fault.one-of", String.join(", ", KINDS.keySet())));
        }
        return kind == null || !schema.equals(SCHEMA) ? Optional.empty() : Optional.of(kind);
    }

    /** What the document's author says of its state; a draft where they say nothing right. */
    static VersionStatus status(ObjectNode fields, BiConsumer<String, Fault> problems) {
        return new Section("", fields, problems)
                .oneOf(
                        "status",
                        Section.words(
                                "draft",
                                VersionStatus.DRAFT,
                                "published",
                                VersionStatus.PUBLISHED,
                                "retired",
                                VersionStatus.RETIRED));
    }

    /** The heading was read before; here it only counts as known. */
    private static void heading(Section document) {
        document.optionalText("schema", LINE);
        document.optionalText("kind", LINE);
        document.optionalText("status", LINE);
    }

    private static String id(Section section, String name) {
        String id = section.text(name, ID, Fault.of("catalog.fault.id"));
        return id.isEmpty() ? STAND_IN : id;
    }

    private static String version(Section section) {
        return section.text("version", VERSION, Fault.of("catalog.fault.version"));
    }

    private static String key(Section section, String name) {
        return section.text(name, KEY, Fault.of("catalog.fault.key"));
    }

    private static String language(Section section) {
        String tag = section.text("language", 35);
        if (!tag.isEmpty()) {
            try {
                new Locale.Builder().setLanguageTag(tag);
            } catch (IllformedLocaleException e) {
                section.problem("language", Fault.of("catalog.fault.language"));
            }
        }
        return tag;
    }

    private static Issuer issuer(Section section) {
        return new Issuer(section.text("name", LINE), section.optionalText("contact", LINE));
    }

    private static MicroCredential.Renewal renewal(Section section) {
        return new MicroCredential.Renewal(
                section.text("asks", TEXT),
                section.optionalInteger("term_months", 1, 1200),
                section.integer("opens_months", 1, 120, 6),
                section.optionalInteger("hours", 1, 10_000),
                section.integer("min_words", 0, 5000, 0),
                section.yesOrNo("files_required", false));
    }

    private static License license(Section section) {
        return new License(section.text("name", LINE), section.optionalAddress("url"));
    }

    private static Origin origin(Section section) {
        return new Origin(
                section.text("organisation", LINE),
                section.text("did", DID, Fault.of("catalog.fault.did")),
                id(section, "id"),
                version(section),
                section.text("hash", HASH, Fault.of("catalog.fault.hash")),
                section.section("license", CatalogueDocuments::license),
                section.text("attribution", 1000),
                section.optionalAddress("page"));
    }

    private static Local local(Section section) {
        return new Local(
                section.optionalText("guidance", TEXT),
                section.optionalText("recognition", 2000),
                section.optionalSections("resources", CatalogueDocuments::resource),
                section.optionalSections("alignments", CatalogueDocuments::alignment));
    }

    private static Audience audience(Section section) {
        return new Audience(
                section.optionalTexts("roles", 100),
                section.optionalTexts("grade_bands", 100),
                section.optionalTexts("subjects", 100));
    }

    private static Hours hours(Section section) {
        Hours hours = new Hours(
                section.integer("typical_low", 0, 10_000),
                section.integer("typical_high", 0, 10_000),
                section.integer("credited", 0, 10_000),
                section.optionalText("note", LINE));
        if (hours.typicalLow() > hours.typicalHigh()) {
            section.problem("typical_low", Fault.of("catalog.fault.hours"));
        }
        return hours;
    }

    private static Prerequisite prerequisite(Section section) {
        return new Prerequisite(
                new MicroCredentialId(id(section, "id")),
                section.oneOf("kind", Section.words("recommended", false, "required", true)));
    }

    private static KeyMethod keyMethod(Section section) {
        return new KeyMethod(section.text("name", LINE), section.text("description", TEXT));
    }

    private static MethodComponent methodComponent(Section section) {
        return new MethodComponent(
                key(section, "id"),
                section.text("name", LINE),
                section.text("description", TEXT),
                section.optionalText("do", 2000),
                section.optionalText("avoid", 2000));
    }

    private static Research research(Section section) {
        return new Research(
                section.text("rationale", TEXT),
                section.sections(
                        "references",
                        1,
                        reference -> new Reference(reference.text("type", 100), reference.text("citation", 2000))));
    }

    private static Resource resource(Section section) {
        String url = section.optionalAddress("url");
        String attachment = section.optionalText("attachment", LINE);
        if (!section.has("url") && !section.has("attachment")) {
            section.problem("", Fault.of("catalog.fault.resource"));
        }
        return new Resource(section.text("title", LINE), url, attachment, section.yesOrNo("free"));
    }

    private static Alignment alignment(Section section) {
        return new Alignment(
                section.text("framework", LINE),
                section.text("code", 100),
                section.optionalText("note", 1000),
                section.optionalAddress("url"));
    }

    private static Scale scale(Section section) {
        String id = key(section, "id");
        List<Level> levels = section.sections(
                "levels",
                2,
                level -> new Level(key(level, "key"), level.text("label", 100), level.integer("value", 0, 100)));
        String cut = key(section, "cut");
        List<String> keys = levels.stream().map(Level::key).toList();
        if (levels.size() > 5) {
            section.problem("levels", Fault.of("catalog.fault.levels"));
        }
        unique(section, "levels", keys);
        for (int i = 1; i < levels.size(); i++) {
            if (levels.get(i).value() <= levels.get(i - 1).value()) {
                section.problem("levels[" + i + "].value", Fault.of("catalog.fault.rising"));
            }
        }
        if (!cut.isEmpty() && levels.size() >= 2) {
            if (!keys.contains(cut)) {
                section.problem("cut", Fault.of("catalog.fault.cut", String.join(", ", keys)));
            } else if (keys.indexOf(cut) == 0) {
                section.problem("cut", Fault.of("catalog.fault.cut.lowest"));
            }
        }
        return new Scale(id, levels, cut);
    }

    private static Submission submission(Section section, Scale scale) {
        Submission submission = new Submission(
                section.text("privacy_notice", TEXT),
                section.optionalTexts("completion_indicators", 1000),
                section.sections("parts", 1, part -> part(part, scale)));
        List<String> work = new ArrayList<>();
        List<String> rubric = new ArrayList<>();
        unique(section, "parts", submission.parts().stream().map(Part::id).toList());
        for (Part part : submission.parts()) {
            part.questions().forEach(question -> work.add(question.id()));
            part.artefacts().forEach(artefact -> work.add(artefact.id()));
            if (part.passingCriteria() != null) {
                rubric.add(part.id());
            }
            part.criteria().forEach(criterion -> rubric.add(criterion.id()));
        }
        // Evidence and ratings are kept under these ids, whatever part they stand in.
        unique(section, "parts", work);
        unique(section, "parts", rubric);
        for (int i = 0; i < submission.parts().size(); i++) {
            List<AuthoredCriterion> criteria = submission.parts().get(i).criteria();
            for (int j = 0; j < criteria.size(); j++) {
                for (String evidence : criteria.get(j).evidence()) {
                    if (!work.contains(evidence)) {
                        section.problem(
                                "parts[" + i + "].criteria[" + j + "].evidence",
                                Fault.of("catalog.fault.evidence", evidence));
                    }
                }
            }
        }
        boolean somethingDecides = submission.parts().stream()
                .anyMatch(part -> part.passingCriteria() != null
                        || part.criteria().stream().anyMatch(AuthoredCriterion::required));
        if (!submission.parts().isEmpty() && !somethingDecides) {
            section.problem("parts", Fault.of("catalog.fault.undecided"));
        }
        return submission;
    }

    private static Part part(Section section, Scale scale) {
        PartKind kind = section.oneOf(
                "kind",
                Section.words(
                        "overview",
                        PartKind.OVERVIEW,
                        "artefacts",
                        PartKind.ARTEFACTS,
                        "reflection",
                        PartKind.REFLECTION));
        boolean passFail = section.oneOf("pass_rule", Section.words("pass_fail", true, "all_criteria_at_cut", false));
        Part part = new Part(
                key(section, "id"),
                section.text("title", LINE),
                kind,
                section.optionalSections("questions", CatalogueDocuments::question),
                section.optionalSections("artefacts", CatalogueDocuments::artefact),
                section.optionalText("passing_criteria", TEXT),
                section.optionalSections("criteria", criterion -> criterion(criterion, scale)));
        if (part.questions().isEmpty() && part.artefacts().isEmpty()) {
            section.problem("", Fault.of("catalog.fault.nothing-asked"));
        }
        if (passFail && part.passingCriteria() == null) {
            section.problem("passing_criteria", Fault.of("catalog.fault.passing.missing"));
        }
        if (passFail && !part.criteria().isEmpty()) {
            section.problem("criteria", Fault.of("catalog.fault.criteria.extra"));
        }
        if (!passFail && section.has("pass_rule") && part.criteria().isEmpty()) {
            section.problem("criteria", Fault.of("catalog.fault.criteria.missing"));
        }
        if (!passFail && part.passingCriteria() != null) {
            section.problem("passing_criteria", Fault.of("catalog.fault.passing.extra"));
        }
        return part;
    }

    private static Question question(Section section) {
        record Words(int min, int max) {}
        String id = key(section, "id");
        String prompt = section.text("prompt", TEXT);
        Words words = section.section("words", limits -> {
            Words read = new Words(limits.integer("min", 0, 20_000, 0), limits.integer("max", 1, 20_000));
            if (read.min() > read.max()) {
                limits.problem("min", Fault.of("catalog.fault.words"));
            }
            return read;
        });
        return new Question(id, prompt, words.min(), words.max());
    }

    private static Artefact artefact(Section section) {
        List<String> accepts = extensions(section, "accepts", section.texts("accepts", 1, 10));
        boolean shareable = section.yesOrNo("shareable", false);
        String shareNote = section.optionalText("share_note", 1000);
        if (shareNote != null && !shareable) {
            section.problem("share_note", Fault.of("catalog.fault.share-note"));
        }
        return new Artefact(
                key(section, "id"),
                section.text("title", LINE),
                section.yesOrNo("required"),
                accepts,
                section.integer("max_mb", 1, 2048),
                section.optionalInteger("max_minutes", 1, 600),
                section.has("captions_or_transcript")
                        ? section.oneOf(
                                "captions_or_transcript",
                                Section.words("requested", Captions.REQUESTED, "required", Captions.REQUIRED))
                        : Captions.NOT_ASKED,
                shareable,
                shareNote,
                section.optionalTexts("alternatives", 500),
                extensions(section, "alternative_accepts", section.optionalTexts("alternative_accepts", 10)),
                section.optionalText("instructions", TEXT));
    }

    private static List<String> extensions(Section section, String field, List<String> named) {
        for (int i = 0; i < named.size(); i++) {
            if (!named.get(i).isEmpty() && !EXTENSION.matcher(named.get(i)).matches()) {
                section.problem(field + "[" + i + "]", Fault.of("catalog.fault.accepts"));
            }
        }
        return named;
    }

    private static AuthoredCriterion criterion(Section section, Scale scale) {
        String id = key(section, "id");
        String title = section.text("title", LINE);
        List<String> evidence = section.texts("evidence", 1, 50);
        List<String> descriptors = section.section("descriptors", cells -> {
            List<String> inOrder = new ArrayList<>();
            List<String> keys = scale.levels().stream()
                    .map(Level::key)
                    .filter(key -> !key.isEmpty())
                    .toList();
            // Without a readable scale there is nothing to hold the cells against; the scale's own problem is told.
            for (String key : keys.isEmpty() ? cells.names() : keys) {
                inOrder.add(cells.text(key, TEXT));
            }
            return List.copyOf(inOrder);
        });
        return new AuthoredCriterion(id, title, evidence, descriptors, section.yesOrNo("required", true));
    }

    private static Scoring scoring(Section section) {
        boolean licenseBearing = section.yesOrNo("license_bearing", false);
        String model = section.has("model") ? section.oneOf("model", MODELS) : usually(licenseBearing);
        return new Scoring(
                model,
                section.optionalShare("random_second_rate"),
                licenseBearing,
                section.oneOf("feedback_per_criterion", Section.words("required", true, "optional", false)),
                section.section(
                        "resubmission",
                        rules -> new Resubmission(
                                rules.yesOrNo("carry_forward_met_criteria"),
                                rules.yesOrNo("reteach_required"),
                                rules.integer("coach_gate_after_attempts", 1, 100),
                                rules.optionalInteger("max_attempts", 1, 20))));
    }

    /** Who rates where the document leaves that open; a programme's own usage is in its documents once they are handed in. */
    private static String usually(boolean licenseBearing) {
        return licenseBearing ? "independent_double" : "conditional_double";
    }

    private static BadgeDesign badge(Section section) {
        return new BadgeDesign(
                section.text("name", LINE),
                section.text("description", 2000),
                section.text("criteria_narrative", TEXT),
                section.text("achievement_type", ACHIEVEMENT_TYPE, Fault.of("catalog.fault.achievement-type")),
                section.optionalInteger("validity_months", 1, 1200),
                section.optionalTexts("tags", 100),
                image(section));
    }

    private static @Nullable String image(Section section) {
        String image = section.optionalText("image", BadgePicture.LONGEST);
        if (image == null || image.isEmpty() || image.length() > BadgePicture.LONGEST) {
            return null;
        }
        BadgePicture.Problem problem = BadgePicture.problem(image);
        if (problem != null) {
            section.problem("image", Fault.of("catalog.fault.image." + problem.key()));
            return null;
        }
        return image;
    }

    /** @param all whether the rule asks for all members, so that each is required unless it says otherwise */
    private static Stack.Member member(Section section, boolean all) {
        MicroCredentialId id = new MicroCredentialId(id(section, "id"));
        Stack.Elsewhere elsewhere = section.has("achievement")
                ? new Stack.Elsewhere(
                        section.text("achievement", 2000),
                        section.optionalText("issuer", 2000),
                        section.text("title", LINE))
                : null;
        return new Stack.Member(
                id,
                elsewhere == null ? version(section) : "",
                section.yesOrNo("required", all),
                ids(section, "after"),
                elsewhere);
    }

    private static List<MicroCredentialId> ids(Section section, String name) {
        List<MicroCredentialId> ids = new ArrayList<>();
        for (String id : section.optionalTexts(name, 100)) {
            boolean valid = MicroCredentialId.isValid(id);
            if (!valid && !id.isEmpty()) {
                section.problem(name, Fault.of("catalog.fault.stack.no-id", id));
            }
            ids.add(new MicroCredentialId(valid ? id : STAND_IN));
        }
        return List.copyOf(ids);
    }

    private static CompletionRule completionRule(Section section) {
        String type = section.oneOf("type", RULES);
        int count = type.equals("n_of") ? section.integer("count", 1, 1000) : 0;
        List<Stack.Group> groups = type.equals("groups")
                ? section.sections(
                        "groups",
                        1,
                        group -> new Stack.Group(
                                group.text("title", LINE), ids(group, "members"), group.integer("count", 1, 1000, 1)))
                : List.of();
        return new CompletionRule(count, groups, section.optionalInteger("member_not_older_than_months", 1, 1200));
    }

    private static Stack.Capstone capstone(Section section) {
        Stack.Capstone capstone = new Stack.Capstone(
                section.text("title", LINE),
                section.yesOrNo("required"),
                section.has("id") ? new MicroCredentialId(id(section, "id")) : null);
        if (capstone.required() && capstone.id() == null) {
            section.problem("id", Fault.of("catalog.fault.stack.capstone"));
        }
        return capstone;
    }

    private static void unique(Section section, String name, List<String> ids) {
        Set<String> seen = new HashSet<>();
        Set<String> told = new HashSet<>();
        for (String id : ids) {
            if (!id.isEmpty() && !id.equals(STAND_IN) && !seen.add(id) && told.add(id)) {
                section.problem(name, Fault.of("catalog.fault.twice", id));
            }
        }
    }

    enum Kind {
        MICRO_CREDENTIAL,
        STACK
    }
}
