package dev.laurel.catalog;

import dev.laurel.system.LaurelSettings;
import java.time.Duration;
import java.time.Period;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes what is in the catalogue in the Credential Transparency Description Language. The context stands in each
 * document, so that it means the same for good and nothing else is fetched to read it; prefixes and terms are those of
 * CTDL. Ids are addresses of this catalogue.
 *
 * @see <a href="https://credreg.net/ctdl/terms">CTDL terms</a>
 */
@Component
class CtdlDocuments {

    private static final String CREDENTIAL_STATUS = "https://credreg.net/ctdl/terms/CredentialStatus";

    /** Open Badges 3.0 and CTDL name the same kinds; what CTDL has no class for is described as an open badge. */
    private static final Map<String, String> CLASSES = Map.of(
            "MicroCredential", "ceterms:MicroCredential",
            "Badge", "ceterms:Badge",
            "Certificate", "ceterms:Certificate",
            "Certification", "ceterms:Certification",
            "License", "ceterms:License");

    private static final List<String> WORDS = List.of(
            "ceterms:name",
            "ceterms:description",
            "ceterms:keyword",
            "ceterms:condition",
            "ceterms:targetNodeName",
            "ceterms:targetNodeDescription",
            "ceterms:frameworkName",
            "ceterms:scoringMethodDescription",
            "ceterms:assessmentExampleDescription");

    private static final List<String> ADDRESSES = List.of(
            "ceterms:subjectWebpage",
            "ceterms:targetNode",
            "ceterms:framework",
            "ceterms:targetCredential",
            "ceterms:targetAssessment",
            "ceterms:hasMember",
            "ceterms:hasPart",
            "ceterms:ownedBy",
            "ceterms:offeredBy",
            "ceterms:latestVersion",
            "ceterms:previousVersion",
            "ceterms:nextVersion",
            "ceterms:scoringMethodExample",
            "ceterms:sameAs");

    private static final JsonMapper JSON = JsonMapper.shared();

    private final LaurelSettings settings;
    private final MessageSource messages;

    CtdlDocuments(LaurelSettings settings, MessageSource messages) {
        this.settings = settings;
        this.messages = messages;
    }

    /**
     * A version among the others of its item.
     *
     * @param latest the newest on offer
     */
    record Place(Optional<String> previous, Optional<String> next, Optional<String> latest) {

        /**
         * @param versions every version, the newest first
         */
        static Place of(String version, List<String> versions, Optional<String> latest) {
            int at = versions.indexOf(version);
            return new Place(
                    at >= 0 && at + 1 < versions.size() ? Optional.of(versions.get(at + 1)) : Optional.empty(),
                    at > 0 ? Optional.of(versions.get(at - 1)) : Optional.empty(),
                    latest);
        }
    }

    /** An absolute address here. */
    String address(String path) {
        return settings.at(path).toString();
    }

    /** A page of the list, itself at {@code path}: a {@code ceterms:Collection} of what is on offer. */
    String list(String path, List<Catalogue.Offer> offers) {
        Locale english = Locale.ENGLISH;
        ObjectNode list = document(address(path), "ceterms:Collection");
        words(list, "ceterms:name", "en", messages.getMessage("catalog.title", null, english));
        words(list, "ceterms:description", "en", messages.getMessage("catalog.lead", null, english));
        list.put("ceterms:subjectWebpage", address(path));
        ArrayNode members = list.putArray("ceterms:hasMember");
        for (Catalogue.Offer offer : offers) {
            ObjectNode member = members.addObject();
            if (offer instanceof Catalogue.Offer.OfStack ofStack) {
                summary(member, ofStack.stack());
            } else if (offer instanceof Catalogue.Offer.OfMicroCredential ofMicroCredential) {
                summary(member, ofMicroCredential.microCredential());
            }
        }
        return text(list);
    }

    String microCredential(MicroCredential read, Place place) {
        ObjectNode node = document("", "");
        summary(node, read);
        String item = read.id().value();
        versions(node, item, read.version(), place);
        origin(node, read);
        requirements(node, read);
        renewal(node, read);
        for (MicroCredential.Prerequisite before : read.prerequisites()) {
            ObjectNode condition = condition(node, before.required() ? "ceterms:requires" : "ceterms:recommends");
            Locale locale = spoken(read.language());
            words(
                    condition,
                    "ceterms:description",
                    locale.toLanguageTag(),
                    messages.getMessage(
                            before.required() ? "catalog.condition.before" : "catalog.condition.advised",
                            null,
                            locale));
            condition
                    .putArray("ceterms:targetCredential")
                    .add(address("/catalog/" + before.id().value()));
        }
        return text(node);
    }

    /**
     * CTDL has a term for who holds the rights in a text, and none for licences or for what a credential was adapted from;
     * so the attribution, which names both, stands with the words that it is for.
     */
    private void origin(ObjectNode node, MicroCredential read) {
        MicroCredential.Origin origin = read.origin();
        if (origin == null) {
            return;
        }
        ObjectNode holder = node.putArray("ceterms:copyrightHolder").addObject();
        holder.put("@type", "ceterms:CredentialOrganization");
        words(holder, "ceterms:name", read.language(), origin.organisation());
        holder.put("ceterms:sameAs", origin.did());
        String from = messages.getMessage("catalog.origin", null, Locale.forLanguageTag(read.language()));
        words(
                node,
                "ceterms:description",
                read.language(),
                read.shortDescription() + " " + from + ": " + origin.attribution() + ".");
    }

    private void requirements(ObjectNode node, MicroCredential read) {
        String language = read.language();
        ObjectNode condition = condition(node, "ceterms:requires");
        words(condition, "ceterms:name", language, read.badge().name());
        words(condition, "ceterms:description", language, read.badge().criteriaNarrative());
        words(
                condition,
                "ceterms:condition",
                language,
                read.parts().stream().map(MicroCredential.Part::title).toList());
        ObjectNode assessment = condition.putArray("ceterms:targetAssessment").addObject();
        assessment.put("@id", address(read.path() + "#work")).put("@type", "ceterms:AssessmentProfile");
        words(assessment, "ceterms:name", language, read.title());
        words(assessment, "ceterms:description", language, read.competency());
        assessment.put("ceterms:subjectWebpage", address(read.path() + "#work"));
        organisation(assessment, "ceterms:ownedBy", read.issuer(), language);
        named(
                assessment,
                "ceterms:assessmentMethodType",
                "assessMethod:Artifact",
                "https://credreg.net/ctdl/terms/AssessmentMethod");
        words(
                assessment,
                "ceterms:assessmentExampleDescription",
                language,
                read.parts().stream()
                        .flatMap(part -> part.artefacts().stream())
                        .map(MicroCredential.Artefact::title)
                        .reduce((one, other) -> one + "; " + other)
                        .orElse(read.shortDescription()));
        Locale locale = spoken(language);
        words(
                assessment,
                "ceterms:scoringMethodDescription",
                locale.toLanguageTag(),
                messages.getMessage("catalog.scoring." + read.scoring().model(), null, locale));
        assessment.put("ceterms:scoringMethodExample", address(read.path() + "#rubric"));
    }

    /** How a badge that ends is had for another term, and how often that is. */
    private void renewal(ObjectNode node, MicroCredential read) {
        MicroCredential.Renewal renewal = read.renewal();
        Integer validity = read.badge().validityMonths();
        if (renewal == null || validity == null) {
            return;
        }
        int months = renewal.termMonths() == null ? validity : renewal.termMonths();
        node.put("ceterms:renewalFrequency", Period.ofMonths(months).toString());
        ObjectNode condition = condition(node, "ceterms:renewal");
        words(condition, "ceterms:name", read.language(), read.badge().name());
        words(condition, "ceterms:description", read.language(), renewal.asks());
        condition.put("ceterms:subjectWebpage", address(read.path()));
    }

    String stack(Stack stack, Place place) {
        ObjectNode node = document("", "");
        summary(node, stack);
        String item = stack.id().value();
        versions(node, item, stack.version(), place);
        ArrayNode parts = node.putArray("ceterms:hasPart");
        ObjectNode condition = condition(node, "ceterms:requires");
        words(condition, "ceterms:name", stack.language(), stack.badge().name());
        words(condition, "ceterms:description", stack.language(), stack.badge().criteriaNarrative());
        ArrayNode required = condition.putArray("ceterms:targetCredential");
        for (Stack.Member member : stack.members()) {
            String address = member.elsewhere() == null
                    ? address("/catalog/" + member.id().value() + "/" + member.version())
                    : member.elsewhere().achievement();
            parts.add(address);
            if (member.required()) {
                required.add(address);
            }
        }
        return text(node);
    }

    private void summary(ObjectNode node, MicroCredential read) {
        credential(
                node,
                address(read.path()),
                read.badge(),
                read.language(),
                read.title(),
                read.shortDescription(),
                read.issuer());
        node.put("ceterms:ctid", ctid(read.versionId()));
        words(node, "ceterms:keyword", read.language(), read.keywords());
        duration(node, read);
        aligned(node, "ceterms:subject", read.language(), read.audience().subjects());
        aligned(
                node,
                "ceterms:audienceLevelType",
                read.language(),
                read.audience().gradeBands());
        aligned(node, "ceterms:audienceType", read.language(), read.audience().roles());
        standards(node, read.language(), read.competency(), read.alignments());
    }

    private void summary(ObjectNode node, Stack stack) {
        credential(
                node,
                address("/catalog/" + stack.id().value() + "/" + stack.version()),
                stack.badge(),
                stack.language(),
                stack.title(),
                stack.shortDescription(),
                stack.issuer());
        words(node, "ceterms:keyword", stack.language(), stack.badge().tags());
        standards(node, stack.language(), stack.shortDescription(), stack.alignments());
    }

    private void credential(
            ObjectNode node,
            String address,
            MicroCredential.BadgeDesign badge,
            String language,
            String title,
            String description,
            MicroCredential.Issuer issuer) {
        node.put("@id", address).put("@type", CLASSES.getOrDefault(badge.achievementType(), "ceterms:OpenBadge"));
        words(node, "ceterms:name", language, title);
        words(node, "ceterms:description", language, description);
        node.put("ceterms:subjectWebpage", address);
        node.putArray("ceterms:inLanguage").add(language);
        organisation(node, "ceterms:ownedBy", issuer, language);
    }

    /** The registry's identifier: its owner makes one by putting "ce-" before a UUID. */
    private static String ctid(VersionId version) {
        return "ce-" + version.value();
    }

    private void versions(ObjectNode node, String item, String version, Place place) {
        ObjectNode status = node.putObject("ceterms:credentialStatusType");
        boolean offered = place.latest().isPresent();
        status.put("@type", "ceterms:CredentialAlignmentObject")
                .put("ceterms:framework", CREDENTIAL_STATUS)
                .put("ceterms:targetNode", offered ? "credentialStat:Active" : "credentialStat:Deprecated");
        ObjectNode identifier = node.putArray("ceterms:versionIdentifier").addObject();
        identifier.put("@type", "ceterms:IdentifierValue").put("ceterms:identifierValueCode", version);
        place.latest()
                .ifPresent(latest -> node.put("ceterms:latestVersion", address("/catalog/" + item + "/" + latest)));
        place.previous()
                .ifPresent(
                        previous -> node.put("ceterms:previousVersion", address("/catalog/" + item + "/" + previous)));
        place.next().ifPresent(next -> node.put("ceterms:nextVersion", address("/catalog/" + item + "/" + next)));
    }

    /**
     * Hours of work, not the weeks that they are spread over: the shortest and the longest duration of CTDL are spans of the
     * calendar. It has one term for work, without a range, so the words say that.
     */
    private void duration(ObjectNode node, MicroCredential read) {
        MicroCredential.Hours hours = read.hours();
        int low = hours.typicalLow();
        int high = hours.typicalHigh();
        Locale locale = spoken(read.language());
        String usual = low == high
                ? messages.getMessage("catalog.hours.typical-one", new Object[] {high}, locale)
                : messages.getMessage("catalog.hours.typical", new Object[] {low, high}, locale);
        ObjectNode duration = node.putArray("ceterms:estimatedDuration").addObject();
        duration.put("@type", "ceterms:DurationProfile")
                .put("ceterms:timeRequired", Duration.ofHours(high).toString());
        words(
                duration,
                "ceterms:description",
                locale.toLanguageTag(),
                hours.note() == null || !locale.toLanguageTag().equals(read.language())
                        ? usual
                        : usual + " " + hours.note());
    }

    /** Of our own words: a language that Laurel speaks. */
    private static Locale spoken(String language) {
        return Locale.forLanguageTag(language).getLanguage().equals("es")
                ? Locale.forLanguageTag("es")
                : Locale.ENGLISH;
    }

    private static void organisation(ObjectNode node, String property, MicroCredential.Issuer issuer, String language) {
        ObjectNode organisation = node.putArray(property).addObject();
        organisation.put("@type", "ceterms:CredentialOrganization");
        words(organisation, "ceterms:name", language, issuer.name());
    }

    private static ObjectNode condition(ObjectNode node, String property) {
        ArrayNode conditions = node.get(property) instanceof ArrayNode present ? present : node.putArray(property);
        ObjectNode condition = conditions.addObject();
        condition.put("@type", "ceterms:ConditionProfile");
        return condition;
    }

    private static void aligned(ObjectNode node, String property, String language, Collection<String> names) {
        if (names.isEmpty()) {
            return;
        }
        ArrayNode nodes = node.putArray(property);
        for (String name : names) {
            ObjectNode object = nodes.addObject();
            object.put("@type", "ceterms:CredentialAlignmentObject");
            words(object, "ceterms:targetNodeName", language, name);
        }
    }

    private static void named(ObjectNode node, String property, String concept, String scheme) {
        node.putArray(property)
                .addObject()
                .put("@type", "ceterms:CredentialAlignmentObject")
                .put("ceterms:framework", scheme)
                .put("ceterms:targetNode", concept);
    }

    /** What was demonstrated, aligned to standards: competencies that the credential's condition targets. */
    private static void standards(
            ObjectNode node, String language, String shown, List<MicroCredential.Alignment> alignments) {
        if (alignments.isEmpty()) {
            return;
        }
        ObjectNode condition = condition(node, "ceterms:requires");
        words(condition, "ceterms:description", language, shown);
        ArrayNode targets = condition.putArray("ceterms:targetCompetency");
        for (MicroCredential.Alignment alignment : alignments) {
            ObjectNode object = targets.addObject();
            object.put("@type", "ceterms:CredentialAlignmentObject").put("ceterms:codedNotation", alignment.code());
            words(object, "ceterms:frameworkName", language, alignment.framework());
            words(object, "ceterms:targetNodeName", language, alignment.code());
            if (alignment.note() != null) {
                words(object, "ceterms:targetNodeDescription", language, alignment.note());
            }
            if (alignment.url() != null) {
                object.put("ceterms:targetNode", alignment.url());
            }
        }
    }

    private static void words(ObjectNode node, String property, String language, @Nullable String text) {
        if (text != null) {
            node.putObject(property).put(language, text);
        }
    }

    private static void words(ObjectNode node, String property, String language, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode nodes = node.putObject(property).putArray(language);
            texts.forEach(nodes::add);
        }
    }

    private static ObjectNode document(String address, String type) {
        ObjectNode document = JSON.createObjectNode();
        ObjectNode context = document.putObject("@context");
        context.put("ceterms", "https://purl.org/ctdl/terms/")
                .put("credentialStat", "https://purl.org/ctdl/vocabs/credentialStat/")
                .put("assessMethod", "https://purl.org/ctdl/vocabs/assessMethod/")
                .put("xsd", "http://www.w3.org/2001/XMLSchema#");
        for (String word : WORDS) {
            context.putObject(word).put("@container", "@language");
        }
        for (String property : ADDRESSES) {
            context.putObject(property).put("@type", "@id");
        }
        for (String property : List.of("ceterms:timeRequired", "ceterms:renewalFrequency")) {
            context.putObject(property).put("@type", "xsd:duration");
        }
        document.put("@id", address).put("@type", type);
        return document;
    }

    private static String text(ObjectNode document) {
        return JSON.writeValueAsString(document);
    }
}
