package dev.laurel.badge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.assessment.Feedback;
import dev.laurel.badge.proof.PackagedContexts;
import dev.laurel.catalog.Achievement;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.Stack;
import dev.laurel.catalog.VersionId;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Writes the Open Badges 3.0 credential of an award, unsigned. It names nobody: the earner is a hashed address and a
 * random identifier.
 *
 * @see <a href="https://www.imsglobal.org/spec/ob/v3p0#achievementcredential">Open Badges 3.0, AchievementCredential</a>
 */
@Component
class CredentialDocument {

    private static final Pattern CASE_ITEM = Pattern.compile("/ims/case/v1p[01]/CFItems/[^/?#]+$");
    private static final String REGISTRY = "https://credentialengineregistry.org/resources/ce-";
    private static final JsonProvider JSON = JsonProvider.provider();

    /** Where the badges of one achievement differ; {@link dev.laurel.badge.proof.SeriesSigning} works out the rest once. */
    static final String[] VARYING = {
        "id",
        "image/id",
        "validFrom",
        "validUntil",
        "awardedDate",
        "credentialSubject/id",
        "credentialSubject/narrative",
        "credentialSubject/identifier/*/identityHash",
        "credentialSubject/identifier/*/salt",
        "credentialSubject/result/*/achievedLevel",
        "credentialSubject/result/*/value",
        "credentialStatus/id",
        "credentialStatus/statusListIndex",
        "credentialStatus/statusListCredential"
    };

    /**
     * So long a badge is good already when it is signed: some verifiers refuse what begins after their clock says, and clocks
     * are slow. When it was awarded is said beside it, and stays as it was.
     */
    private static final Duration BEFORE = Duration.ofMinutes(5);

    static final String SCHEMA =
            "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json";

    private final BadgeAddresses addresses;
    private final Catalogue catalogue;
    private final MessageSource messages;
    private final SecureRandom random = new SecureRandom();
    private final Cache<Definition, JsonObject> achievements =
            Caffeine.newBuilder().maximumSize(300).build();

    /** A version never changes; what is public of its issuer may. */
    private record Definition(VersionId version, Issuer issuer) {}

    CredentialDocument(BadgeAddresses addresses, Catalogue catalogue, MessageSource messages) {
        this.addresses = addresses;
        this.catalogue = catalogue;
        this.messages = messages;
    }

    /**
     * @param validFrom when it is signed
     * @param validUntil absent when it does not expire
     */
    record Dates(Instant validFrom, @Nullable Instant validUntil) {

        /**
         * Of a badge for another term: from now, until a term after the earlier one's end, or after now when that is over.
         *
         * @param months the term; absent for as long as the earlier one was good for
         */
        static Dates renewing(Instant issuedAt, Instant end, @Nullable Integer months, Instant now) {
            Instant today = now.truncatedTo(ChronoUnit.SECONDS);
            Instant from = end.isAfter(today) ? end : today;
            return new Dates(
                    today,
                    months == null
                            ? from.plus(Duration.between(issuedAt, end))
                            : from.atOffset(ZoneOffset.UTC).plusMonths(months).toInstant());
        }

        /** From now, for as many months. */
        static Dates of(Instant now, @Nullable Integer validityMonths) {
            Instant from = now.truncatedTo(ChronoUnit.SECONDS);
            return new Dates(
                    from,
                    validityMonths == null
                            ? null
                            : from.atOffset(ZoneOffset.UTC)
                                    .plusMonths(validityMonths)
                                    .toInstant());
        }
    }

    /** @throws NotEarned when a required criterion is not met by what was earned */
    JsonObject of(String credentialId, Earned earned, Issuer issuer, StatusList.Entry status, Dates dates) {
        Achievement achievement = earned.achievement();
        refuseUnearned(earned);
        Award.Addresses own = addresses.award(credentialId);
        JsonObjectBuilder credential = JSON.createObjectBuilder()
                .add(
                        "@context",
                        JSON.createArrayBuilder()
                                .add(PackagedContexts.CREDENTIALS_V2)
                                .add(PackagedContexts.OPEN_BADGES_3_0_3)
                                .add(PackagedContexts.OPEN_BADGES_EXTENSIONS))
                .add("id", own.page().toString())
                .add("type", list("VerifiableCredential", "OpenBadgeCredential"))
                .add("name", plain(achievement.badge().name()))
                .add("description", plain(achievement.badge().description()))
                .add("image", image(own.png(), achievement))
                .add("issuer", profile(issuer))
                .add("validFrom", dates.validFrom().minus(BEFORE).toString());
        if (dates.validUntil() != null) {
            credential.add("validUntil", dates.validUntil().toString());
        }
        JsonArray cited = cited(earned).build();
        if (!cited.isEmpty()) {
            credential.add("evidence", cited);
        }
        return credential
                .add(
                        "awardedDate",
                        earned.decidedAt().truncatedTo(ChronoUnit.SECONDS).toString())
                .add("credentialSubject", subject(earned, issuer))
                .add(
                        "credentialSchema",
                        JSON.createArrayBuilder()
                                .add(JSON.createObjectBuilder()
                                        .add("id", SCHEMA)
                                        .add("type", "1EdTechJsonSchemaValidator2019")))
                .add("credentialStatus", status(status))
                .build();
    }

    /** A credential to be signed again: the same award, with what may have been wrong in it made right. */
    JsonObject corrected(JsonObject stored, Issuer issuer, @Nullable String email, Instant now) {
        JsonObject credential = assessmentApart(stored);
        JsonObject old = credential.getJsonObject("credentialSubject");
        JsonObjectBuilder subject = JSON.createObjectBuilder(old);
        if (email != null && !email.isBlank()) {
            subject.add(
                    "identifier",
                    JSON.createArrayBuilder()
                            .add(Recipient.withEmail(email, random).toJson()));
        }
        return again(credential, now)
                .add("issuer", profile(issuer))
                .add("credentialSubject", subject)
                .build();
    }

    /**
     * A credential that comes in the place of another: the same award of the same person, which cites the earlier one, with
     * an id and an entry in a status list of its own.
     */
    JsonObject inPlaceOf(
            JsonObject stored,
            String credentialId,
            Issuer issuer,
            StatusList.Entry status,
            Dates dates,
            @Nullable String email) {
        JsonObject earlier = assessmentApart(stored);
        Award.Addresses own = addresses.award(credentialId);
        String before = earlier.getString("id");
        JsonObjectBuilder subject = JSON.createObjectBuilder(earlier.getJsonObject("credentialSubject"))
                .add("id", "urn:uuid:" + UUID.randomUUID())
                .add(
                        "achievement",
                        JSON.createObjectBuilder(earlier.getJsonObject("credentialSubject")
                                        .getJsonObject("achievement"))
                                .add("creator", profile(issuer)));
        if (email != null && !email.isBlank()) {
            subject.add(
                    "identifier",
                    JSON.createArrayBuilder()
                            .add(Recipient.withEmail(email, random).toJson()));
        }
        JsonArrayBuilder evidence = JSON.createArrayBuilder()
                .add(JSON.createObjectBuilder()
                        .add("id", before)
                        .add("type", list("Evidence"))
                        .add("name", earlier.getString("name"))
                        .add("genre", CredentialView.EARLIER));
        if (earlier.get("evidence") instanceof JsonArray entries) {
            for (JsonObject entry : entries.getValuesAs(JsonObject.class)) {
                boolean words = entry.getString("id", "").equals(before + CredentialView.EVIDENCE);
                if (!CredentialView.isEarlier(entry)) {
                    evidence.add(
                            words
                                    ? JSON.createObjectBuilder(entry)
                                            .add("id", own.page() + CredentialView.EVIDENCE)
                                            .build()
                                    : entry);
                }
            }
        }
        JsonObjectBuilder later = JSON.createObjectBuilder(earlier)
                .remove("proof")
                .remove("validUntil")
                .add("id", own.page().toString())
                .add(
                        "image",
                        JSON.createObjectBuilder(earlier.getJsonObject("image"))
                                .add("id", own.png().toString()))
                .add("issuer", profile(issuer))
                .add("validFrom", dates.validFrom().minus(BEFORE).toString())
                .add("evidence", evidence)
                .add("credentialSubject", subject)
                .add("credentialStatus", status(status));
        return (dates.validUntil() == null
                        ? later
                        : later.add("validUntil", dates.validUntil().toString()))
                .build();
    }

    /** A credential to be signed again, which cites one badge where it cited another before. */
    JsonObject citing(JsonObject stored, String before, Composition.Part now, Instant at) {
        JsonObject credential = assessmentApart(stored);
        JsonArrayBuilder evidence = JSON.createArrayBuilder();
        for (JsonObject entry : credential.getJsonArray("evidence").getValuesAs(JsonObject.class)) {
            evidence.add(
                    entry.getString("id", "").equals(before) && !CredentialView.isEarlier(entry)
                            ? JSON.createObjectBuilder(entry)
                                    .add("id", now.address().toString())
                                    .add("name", plain(now.name()))
                                    .build()
                            : entry);
        }
        return again(credential, at).add("evidence", evidence).build();
    }

    /**
     * A credential that says with its subject how it was assessed. Badges from before this was so say it among the evidence,
     * where nothing belongs but what somebody can look at.
     */
    private static JsonObject assessmentApart(JsonObject credential) {
        if (!(credential.get("evidence") instanceof JsonArray entries)) {
            return credential;
        }
        JsonArrayBuilder others = JSON.createArrayBuilder();
        String assessed = null;
        for (JsonObject entry : entries.getValuesAs(JsonObject.class)) {
            if (entry.containsKey("id")) {
                others.add(entry);
            } else {
                assessed = entry.getString("narrative", assessed);
            }
        }
        if (assessed == null) {
            return credential;
        }
        JsonArray evidence = others.build();
        JsonObjectBuilder apart = JSON.createObjectBuilder(credential)
                .add(
                        "credentialSubject",
                        JSON.createObjectBuilder(credential.getJsonObject("credentialSubject"))
                                .add("narrative", assessed));
        return (evidence.isEmpty() ? apart.remove("evidence") : apart.add("evidence", evidence)).build();
    }

    /** Without its proof, and from later than before. */
    private static JsonObjectBuilder again(JsonObject credential, Instant now) {
        Instant before = Instant.parse(credential.getString("validFrom"));
        Instant from = now.minus(BEFORE).truncatedTo(ChronoUnit.SECONDS);
        return JSON.createObjectBuilder(credential)
                .remove("proof")
                .add("validFrom", (from.isAfter(before) ? from : before.plusSeconds(1)).toString());
    }

    /** A credential to be signed again, with other evidence of the earner's than before, or none. */
    JsonObject publishing(JsonObject stored, Optional<PublishedEvidence> published, Instant now) {
        JsonObject credential = assessmentApart(stored);
        JsonArrayBuilder all = JSON.createArrayBuilder();
        if (credential.get("evidence") instanceof JsonArray before) {
            before.getValuesAs(JsonObject.class).stream()
                    .filter(entry -> !CredentialView.isPublished(entry))
                    .forEach(all::add);
        }
        String language = credential
                .getJsonObject("credentialSubject")
                .getJsonObject("achievement")
                .getString("inLanguage");
        published.ifPresent(evidence -> {
            if (evidence.narrative() != null) {
                all.add(JSON.createObjectBuilder()
                        .add("id", credential.getString("id") + CredentialView.EVIDENCE)
                        .add("type", list("Evidence"))
                        .add("name", messages.getMessage("badge.published", null, Locale.forLanguageTag(language)))
                        .add("narrative", evidence.narrative()));
            }
            if (evidence.link() != null && evidence.linkName() != null) {
                all.add(JSON.createObjectBuilder()
                        .add("id", evidence.link())
                        .add("type", list("Evidence"))
                        .add("name", plain(evidence.linkName())));
            }
            for (PublishedEvidence.File file : evidence.files()) {
                all.add(JSON.createObjectBuilder()
                        .add("id", file.address())
                        .add("type", list("Evidence"))
                        .add("name", plain(file.name()))
                        .add("genre", CredentialView.FILE));
            }
        });
        JsonArray evidence = all.build();
        JsonObjectBuilder again = again(credential, now);
        return (evidence.isEmpty() ? again.remove("evidence") : again.add("evidence", evidence)).build();
    }

    /** Other badges that led to it. Nothing that the earner handed in: that is there only when they publish it. */
    private static JsonArrayBuilder cited(Earned earned) {
        JsonArrayBuilder evidence = JSON.createArrayBuilder();
        Composition.Part earlier = earned.earlier();
        if (earlier != null) {
            evidence.add(JSON.createObjectBuilder()
                    .add("id", earlier.address().toString())
                    .add("type", list("Evidence"))
                    .add("name", plain(earlier.name()))
                    .add("genre", CredentialView.EARLIER));
        }
        for (Composition.Part part : earned.parts()) {
            evidence.add(JSON.createObjectBuilder()
                    .add("id", part.address().toString())
                    .add("type", list("Evidence"))
                    .add("name", plain(part.name()))
                    .add("genre", "badge"));
        }
        return evidence;
    }

    /** By how many people this very badge was rated; by which model, the criteria say. Absent where nobody rated it. */
    private @Nullable String assessed(Earned earned) {
        Feedback.Rated rated = earned.rated();
        Achievement achievement = earned.achievement();
        if (rated == null || rated.fewest() < 1) {
            return null;
        }
        String words = rated.fewest() == rated.most()
                ? words(achievement, "badge.assessed.all", rated.fewest())
                : words(achievement, "badge.assessed.some", rated.fewest(), rated.most());
        if (rated.settled() > 0) {
            words += " " + words(achievement, "badge.assessed.settled", rated.settled());
        }
        return words;
    }

    private static void refuseUnearned(Earned earned) {
        if (!(earned.achievement() instanceof MicroCredential achievement)) {
            if (earned.parts().isEmpty()) {
                throw new NotEarned(earned.achievement());
            }
            return;
        }
        for (Rubric.Criterion criterion : achievement.rubric().criteria()) {
            String level = earned.levels().get(criterion.id());
            if (criterion.required() && (level == null || !criterion.isMetBy(level))) {
                throw new NotEarned(achievement, criterion.id());
            }
        }
    }

    /** The issuer as a document of its own. */
    JsonObject publicProfile(Issuer issuer) {
        return JSON.createObjectBuilder()
                .add(
                        "@context",
                        JSON.createArrayBuilder()
                                .add(PackagedContexts.CREDENTIALS_V2)
                                .add(PackagedContexts.OPEN_BADGES_3_0_3))
                .addAll(profile(issuer))
                .build();
    }

    /** The issuer as its public profile and its badges show it. */
    JsonObjectBuilder profile(Issuer issuer) {
        JsonObjectBuilder profile = JSON.createObjectBuilder()
                .add("id", issuer.did())
                .add("type", list("Profile"))
                .add("name", plain(issuer.name()))
                .add("url", issuer.url() == null ? addresses.issuer(issuer).toString() : issuer.url());
        String email = issuer.email();
        if (email != null) {
            profile.add("email", email);
        }
        IssuerProfile written = issuer.profile();
        if (written.description() != null) {
            profile.add("description", plain(written.description()));
        }
        if (issuer.logo() != null) {
            profile.add(
                    "image",
                    JSON.createObjectBuilder()
                            .add("id", addresses.logo(issuer, issuer.logo()).toString())
                            .add("type", "Image"));
        }
        if (written.country() != null) {
            profile.add(
                    "address",
                    JSON.createObjectBuilder()
                            .add("type", list("Address"))
                            .add("addressCountryCode", written.country()));
        }
        if (written.parentName() != null && written.parentUrl() != null) {
            profile.add(
                    "parentOrg",
                    JSON.createObjectBuilder()
                            .add("id", written.parentUrl())
                            .add("type", list("Profile"))
                            .add("name", plain(written.parentName())));
        }
        return profile;
    }

    private JsonObjectBuilder subject(Earned earned, Issuer issuer) {
        JsonObjectBuilder subject = JSON.createObjectBuilder()
                .add("id", "urn:uuid:" + UUID.randomUUID())
                .add("type", list("AchievementSubject"));
        if (earned.email() != null && !earned.email().isBlank()) {
            subject.add(
                    "identifier",
                    JSON.createArrayBuilder()
                            .add(Recipient.withEmail(earned.email(), random).toJson()));
        }
        subject.add("achievement", definition(earned.achievement(), issuer));
        String assessed = assessed(earned);
        if (assessed != null) {
            subject.add("narrative", assessed);
        }
        if (!(earned.achievement() instanceof MicroCredential achievement)) {
            // The hours of a badge made of badges were credited with each of those.
            return subject;
        }
        if (achievement.creditedHours() > 0) {
            subject.add("creditsEarned", achievement.creditedHours());
        }
        return subject.add("result", results(earned, achievement));
    }

    /** What the badge stands for, the same for everybody who earns it. */
    JsonObject definition(Achievement achievement, Issuer issuer) {
        return achievements.get(
                new Definition(achievement.versionId(), issuer), unseen -> achievement(achievement, issuer));
    }

    private JsonObject achievement(Achievement achievement, Issuer issuer) {
        MicroCredential.BadgeDesign badge = achievement.badge();
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("id", addresses.achievement(achievement).toString())
                .add("type", list("Achievement"))
                .add("achievementType", badge.achievementType())
                .add("version", achievement.version())
                .add("inLanguage", achievement.language())
                .add("humanCode", achievement.item())
                .add("name", plain(badge.name()))
                .add("description", plain(badge.description()))
                .add(
                        "criteria",
                        JSON.createObjectBuilder()
                                .add("id", addresses.achievement(achievement).toString())
                                .add("narrative", narrative(achievement)))
                .add("image", image(addresses.design(issuer, achievement), achievement))
                .add("creditsAvailable", achievement.creditedHours())
                .add("creator", profile(issuer));
        Set<String> tags = new LinkedHashSet<>(badge.tags());
        tags.addAll(achievement.keywords());
        if (!tags.isEmpty()) {
            JsonArrayBuilder texts = JSON.createArrayBuilder();
            tags.forEach(tag -> texts.add(plain(tag)));
            json.add("tag", texts);
        }
        JsonArray alignments = alignments(achievement).build();
        if (!alignments.isEmpty()) {
            json.add("alignment", alignments);
        }
        if (achievement instanceof MicroCredential assessed) {
            json.add("resultDescription", resultDescriptions(assessed));
        }
        return json.build();
    }

    /** What had to be done, and by which assessment model: the value of a badge depends on it. */
    private String narrative(Achievement achievement) {
        String version = words(
                achievement,
                "badge.criteria.version",
                achievement.version(),
                plain(achievement.title()),
                achievement.creditedHours());
        if (!(achievement instanceof MicroCredential assessed)) {
            return String.join(
                    "\n\n",
                    plain(achievement.badge().criteriaNarrative()),
                    words(achievement, "badge.criteria.composed"),
                    version);
        }
        String model =
                switch (assessed.scoring().model()) {
                    case "independent_double" -> "badge.criteria.model.independent-double";
                    case "conditional_double" -> "badge.criteria.model.conditional-double";
                    default -> "badge.criteria.model.single";
                };
        return String.join(
                "\n\n",
                plain(achievement.badge().criteriaNarrative()),
                words(achievement, "badge.criteria.rule"),
                words(achievement, model),
                version);
    }

    /**
     * An alignment needs an address. Where the author gave none, it is the place on our own page that quotes framework and
     * code: true, if less than the framework's own address would be.
     */
    private JsonArrayBuilder alignments(Achievement achievement) {
        JsonArrayBuilder alignments = JSON.createArrayBuilder();
        if (achievement instanceof Stack stack) {
            stack.members().forEach(member -> alignments.add(part(stack, member)));
        }
        for (int i = 0; i < achievement.alignments().size(); i++) {
            MicroCredential.Alignment alignment = achievement.alignments().get(i);
            String url = alignment.url();
            JsonObjectBuilder json = JSON.createObjectBuilder()
                    .add("type", list("Alignment"))
                    .add("targetName", plain(alignment.framework() + ", " + alignment.code()))
                    .add("targetUrl", url == null ? addresses.achievement(achievement) + "#alignment-" + (i + 1) : url)
                    .add("targetCode", plain(alignment.code()))
                    .add("targetFramework", plain(alignment.framework()));
            String targetType = targetType(url);
            if (targetType != null) {
                json.add("targetType", targetType);
            }
            if (alignment.note() != null) {
                json.add("targetDescription", plain(alignment.note()));
            }
            alignments.add(json);
        }
        return alignments;
    }

    /**
     * What lies at the address of a standard, where its form tells: an item of a CASE framework (CASE 1.0 and 1.1, CFItems) or
     * a resource of the Credential Registry. Absent otherwise.
     */
    static @Nullable String targetType(@Nullable String url) {
        if (url == null) {
            return null;
        }
        if (CASE_ITEM.matcher(url).find()) {
            return "CFItem";
        }
        return url.startsWith(REGISTRY) ? "CTDL" : null;
    }

    /** What the badge is made of, as alignments to other credentials (Open Badges 3.0, AlignmentTargetType). */
    private JsonObjectBuilder part(Stack stack, Stack.Member member) {
        Stack.Elsewhere elsewhere = member.elsewhere();
        String id = member.id().value();
        Optional<Achievement> known =
                elsewhere == null ? catalogue.achievement(id, member.version()) : Optional.empty();
        return JSON.createObjectBuilder()
                .add("type", list("Alignment"))
                .add("targetType", "ceterms:Credential")
                .add(
                        "targetName",
                        plain(elsewhere == null ? known.map(Achievement::title).orElse(id) : elsewhere.title()))
                .add(
                        "targetUrl",
                        elsewhere == null
                                ? known.map(found ->
                                                addresses.achievement(found).toString())
                                        .orElseGet(() -> addresses.achievement(stack) + "#members")
                                : elsewhere.achievement())
                .add("targetCode", id)
                .add("targetFramework", words(stack, "badge.part-of"));
    }

    private JsonArrayBuilder resultDescriptions(MicroCredential achievement) {
        JsonArrayBuilder descriptions = JSON.createArrayBuilder();
        for (Rubric.Criterion criterion : achievement.rubric().criteria()) {
            JsonArrayBuilder levels = JSON.createArrayBuilder();
            for (Rubric.Level level : criterion.levels()) {
                JsonObjectBuilder json = JSON.createObjectBuilder()
                        .add("id", level(achievement, criterion, level.key()))
                        .add("type", list("RubricCriterionLevel"))
                        .add("name", label(achievement, level))
                        .add("level", label(achievement, level))
                        .add("points", Integer.toString(level.value()));
                if (!level.descriptor().isBlank()) {
                    json.add("description", plain(level.descriptor()));
                }
                levels.add(json);
            }
            JsonObjectBuilder description = JSON.createObjectBuilder()
                    .add("id", criterion(achievement, criterion))
                    .add("type", list("ResultDescription"))
                    .add("name", plain(criterion.title()))
                    .add("resultType", "RubricCriterionLevel")
                    .add("rubricCriterionLevel", levels);
            if (criterion.required()) {
                description.add("requiredLevel", level(achievement, criterion, criterion.cut()));
            }
            descriptions.add(description);
        }
        return descriptions;
    }

    private JsonArrayBuilder results(Earned earned, MicroCredential achievement) {
        JsonArrayBuilder results = JSON.createArrayBuilder();
        for (Rubric.Criterion criterion : achievement.rubric().criteria()) {
            String key = earned.levels().get(criterion.id());
            if (key == null) {
                continue; // an optional criterion that nobody rated
            }
            Rubric.Level reached = criterion.level(key).orElseThrow(() -> new NotEarned(achievement, criterion.id()));
            results.add(JSON.createObjectBuilder()
                    .add("type", list("Result"))
                    .add("resultDescription", criterion(achievement, criterion))
                    .add("achievedLevel", level(achievement, criterion, key))
                    .add("value", label(achievement, reached)));
        }
        return results;
    }

    private JsonObjectBuilder status(StatusList.Entry entry) {
        String list = addresses.statusList(entry.list().name()).toString();
        return JSON.createObjectBuilder()
                .add("id", list + "#" + entry.index())
                .add("type", "BitstringStatusListEntry")
                .add("statusPurpose", "revocation")
                .add("statusListIndex", Integer.toString(entry.index()))
                .add("statusListCredential", list);
    }

    private JsonObjectBuilder image(URI address, Achievement achievement) {
        return JSON.createObjectBuilder()
                .add("id", address.toString())
                .add("type", "Image")
                .add(
                        "caption",
                        words(
                                achievement,
                                "badge.image.caption",
                                plain(achievement.badge().name())));
    }

    private String criterion(MicroCredential achievement, Rubric.Criterion criterion) {
        return addresses.achievement(achievement) + "#criterion-" + criterion.id();
    }

    private String level(MicroCredential achievement, Rubric.Criterion criterion, String key) {
        return criterion(achievement, criterion) + "-" + key;
    }

    private String label(MicroCredential achievement, Rubric.Level level) {
        if (!level.label().isBlank()) {
            return plain(level.label());
        }
        return words(achievement, level.key().equals(Rubric.MET) ? "badge.level.met" : "badge.level.not-met");
    }

    /** In the language of the content, so that a badge does not speak two. */
    private String words(Achievement achievement, String key, Object... arguments) {
        return messages.getMessage(key, arguments, Locale.forLanguageTag(achievement.language()));
    }

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}&&[^\n]]");

    /**
     * Without control characters other than line ends. RDFC-1.0 and its predecessor, which some verifiers still run, write
     * them differently, so a tab in a description would make a badge fail there.
     */
    static String plain(String text) {
        return CONTROLS.matcher(text.replace("\r\n", "\n").replace('\t', ' '))
                .replaceAll("")
                .strip();
    }

    private static JsonArrayBuilder list(String... texts) {
        return JSON.createArrayBuilder(List.of(texts));
    }
}
