package dev.laurel.badge;

import dev.laurel.badge.Awards.Stored;
import dev.laurel.badge.proof.DataIntegrity;
import dev.laurel.badge.proof.JwtCredential;
import dev.laurel.badge.proof.NotCoveredByProof;
import dev.laurel.badge.proof.PackagedContexts;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.person.PersonId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.system.LaurelSettings;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Comprehensive Learner Records: several badges of one person in one signed document. Each badge keeps its issuer's own
 * proof; this installation signs that it put them together. Like a badge it names nobody: a random identifier, and a
 * hashed address.
 *
 * @see <a href="https://www.imsglobal.org/spec/clr/v2p0#clrcredential">Comprehensive Learner Record 2.0, ClrCredential</a>
 */
@Component
public class LearnerRecords {

    /** So many badges fit into one record. */
    public static final int MOST = 100;

    /** So long a record was good already when it is signed: some verifiers refuse what begins after their clock says, and clocks are slow. */
    private static final Duration BEFORE = Duration.ofHours(1);

    private static final int PICTURE = 640;

    private static final String SCHEMA =
            "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json";
    private static final JsonProvider JSON = JsonProvider.provider();

    private final Awards awards;
    private final Issuers issuers;
    private final CredentialDocument documents;
    private final LaurelSettings settings;
    private final MessageSource messages;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    LearnerRecords(
            Awards awards,
            Issuers issuers,
            CredentialDocument documents,
            LaurelSettings settings,
            MessageSource messages,
            Clock clock) {
        this.awards = awards;
        this.issuers = issuers;
        this.documents = documents;
        this.settings = settings;
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * Signs a new record, {@code eddsa-rdfc-2022}. Badges that do not count now are left out: a record that holds one would be
     * refused as a whole.
     *
     * @param earners who may be several accounts of one human being; badges of others are left out, whatever is chosen
     * @param submissions all of theirs
     * @param chosen ids of the badges to put in; empty for all
     * @param others badges of other issuers that the person brought, each put in as it is
     * @param email the person's address; absent to leave it out
     * @return the signed text; empty when no badge is left to put in
     */
    @Transactional
    public String sign(
            Collection<PersonId> earners,
            Collection<SubmissionId> submissions,
            Collection<String> chosen,
            Others others,
            @Nullable String email,
            Locale locale) {
        return sign(UUID.randomUUID(), earners, submissions, chosen, others, email, locale);
    }

    /** Of badges of this installation alone. */
    @Transactional
    public String sign(
            Collection<PersonId> earners,
            Collection<SubmissionId> submissions,
            Collection<String> chosen,
            @Nullable String email,
            Locale locale) {
        return sign(UUID.randomUUID(), earners, submissions, chosen, Others.NONE, email, locale);
    }

    /**
     * Badges of other issuers for a record.
     *
     * @param signed credentials as JSON, with their proofs; whether they hold now, the caller knows
     * @param all whether these are all that the person has; then the record may be whole
     */
    public record Others(List<String> signed, boolean all) {

        public static final Others NONE = new Others(List.of(), true);

        public Others {
            signed = List.copyOf(signed);
        }
    }

    /**
     * As the other one, with an id of the caller's: hosts take what has the same id and a later {@code validFrom} for what
     * comes in its place.
     */
    @Transactional
    public String sign(
            UUID id,
            Collection<PersonId> earners,
            Collection<SubmissionId> submissions,
            Collection<String> chosen,
            Others others,
            @Nullable String email,
            Locale locale) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        List<Stored> all = awards.of(submissions, earners, 0, MOST).stream()
                .flatMap(each -> awards.withId(each).stream())
                .filter(award -> award.status(now) == Award.Status.VALID)
                .toList();
        List<Stored> in = all.stream()
                .filter(award -> chosen.isEmpty() || chosen.contains(award.credentialId()))
                .toList();
        return in.isEmpty() && others.signed().isEmpty()
                ? ""
                : signed(id, in, others, in.size() < all.size(), email, locale, now);
    }

    /** With as many of the other issuers' badges as can stand beside ours. */
    private String signed(
            UUID id,
            List<Stored> in,
            Others others,
            boolean partial,
            @Nullable String email,
            Locale locale,
            Instant now) {
        List<JsonObject> foreign = others.signed().stream()
                .limit(MOST)
                .map(CredentialController::read)
                .toList();
        boolean less = partial || !others.all();
        try {
            return signed(id, in, foreign, less, email, locale, now);
        } catch (IllegalStateException e) {
            List<JsonObject> fit = foreign.stream()
                    .filter(each -> fits(each, email, locale, now))
                    .toList();
            return fit.isEmpty() && in.isEmpty() ? "" : signed(id, in, fit, true, email, locale, now);
        }
    }

    /** Whether a badge of another issuer uses only words that a record's proof can cover. */
    private boolean fits(JsonObject badge, @Nullable String email, Locale locale, Instant now) {
        try {
            signed(UUID.randomUUID(), List.of(), List.of(badge), true, email, locale, now);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /**
     * Signs a record of badges whose owner whoever asks has made sure of. It names no person. Those of ours that do not
     * count now are left out, and so is one of another issuer that cannot stand beside others.
     *
     * @param ours credential ids
     * @param others signed credentials of other issuers, as JSON
     * @return the signed text; empty when no badge is left to put in
     */
    @Transactional
    public String signTogether(Collection<String> ours, Collection<String> others, Locale locale) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        List<Stored> in = ours.stream()
                .flatMap(id -> awards.withId(id).stream())
                .filter(award -> award.status(now) == Award.Status.VALID)
                .limit(MOST)
                .toList();
        return in.isEmpty() && others.isEmpty()
                ? ""
                : signed(
                        UUID.randomUUID(),
                        in,
                        new Others(List.copyOf(others), true),
                        in.size() < ours.size(),
                        null,
                        locale,
                        now);
    }

    /** A signed record in one of its forms. */
    public byte[] as(RecordFile form, String signed) {
        return switch (form) {
            case JSON -> signed.getBytes(StandardCharsets.UTF_8);
            case PNG, SVG -> image(form, signed, Baking.Baked.learnerRecord(signed));
            case JWT -> token(signed).getBytes(StandardCharsets.UTF_8);
            case PNG_JWT, SVG_JWT -> asToken(form, signed, token(signed));
        };
    }

    /** An image of a record with its token in it. */
    byte[] asToken(RecordFile form, String signed, String token) {
        return image(form, signed, Baking.Baked.learnerRecordToken(token));
    }

    private byte[] image(RecordFile form, String signed, Baking.Baked baked) {
        if (form == RecordFile.PNG || form == RecordFile.PNG_JWT) {
            return Baking.png(art().png(PICTURE), baked);
        }
        String name = CredentialController.read(signed).getString("name");
        return Baking.svg(art().svgPaths(), name, baked).getBytes(StandardCharsets.UTF_8);
    }

    private BadgeArt art() {
        return BadgeArt.of(assembler(), new MicroCredentialId("learner-record"));
    }

    private String token(String signed) {
        return JwtCredential.sign(CredentialController.read(signed), issuers.jwtKey(assembler()));
    }

    /** Who signs records. */
    Issuer assembler() {
        return issuers.named(new MicroCredential.Issuer(assembler(settings), null));
    }

    /** By what name records are signed; it stands for the installation and no organisation. */
    static String assembler(LaurelSettings settings) {
        return "Laurel, " + settings.baseUrl().getHost();
    }

    private String signed(
            UUID id,
            List<Stored> in,
            List<JsonObject> others,
            boolean partial,
            @Nullable String email,
            Locale locale,
            Instant now) {
        Issuer assembler = assembler();
        JsonObject document = document(id, in, others, partial, assembler, email, locale, now);
        try {
            return DataIntegrity.sign(document, issuers.signingKey(assembler), now)
                    .toString();
        } catch (NotCoveredByProof e) {
            throw new IllegalStateException("This record cannot be signed: " + e.getMessage(), e);
        }
    }

    private JsonObject document(
            UUID id,
            List<Stored> in,
            List<JsonObject> others,
            boolean partial,
            Issuer assembler,
            @Nullable String email,
            Locale locale,
            Instant now) {
        JsonArrayBuilder badges = JSON.createArrayBuilder();
        Map<String, String> achievements = new LinkedHashMap<>();
        for (Stored award : in) {
            JsonObject badge = CredentialController.read(award.credential());
            badges.add(badge);
            achievements.put(
                    award.credentialId(),
                    badge.getJsonObject("credentialSubject")
                            .getJsonObject("achievement")
                            .getString("id"));
        }
        others.forEach(badges::add);
        JsonObjectBuilder subject = JSON.createObjectBuilder()
                .add("id", "urn:uuid:" + UUID.randomUUID())
                .add("type", list("ClrSubject"));
        if (email != null && !email.isBlank()) {
            subject.add(
                    "identifier",
                    JSON.createArrayBuilder()
                            .add(Recipient.withEmail(email, random).toJson()));
        }
        JsonArray associations = associations(achievements, in, others).build();
        if (!associations.isEmpty()) {
            subject.add("association", associations);
        }
        return JSON.createObjectBuilder()
                .add(
                        "@context",
                        list(
                                PackagedContexts.CREDENTIALS_V2,
                                PackagedContexts.CLR_2_0_1,
                                PackagedContexts.OPEN_BADGES_3_0_3,
                                PackagedContexts.OPEN_BADGES_EXTENSIONS))
                .add("id", "urn:uuid:" + id)
                .add("type", list("VerifiableCredential", "ClrCredential"))
                .add("name", messages.getMessage("badge.record", null, locale))
                .add("partial", partial)
                .add("issuer", documents.profile(assembler))
                .add("validFrom", now.minus(BEFORE).toString())
                .add("credentialSubject", subject.add("verifiableCredential", badges))
                .add(
                        "credentialSchema",
                        JSON.createArrayBuilder()
                                .add(JSON.createObjectBuilder()
                                        .add("id", SCHEMA)
                                        .add("type", "1EdTechJsonSchemaValidator2019")))
                .build();
    }

    /**
     * What is part of what, as far as both are in the record (CLR 2.0, Association).
     *
     * @param achievements ids of what the badges stand for, by the badges' own
     */
    private JsonArrayBuilder associations(Map<String, String> achievements, List<Stored> in, List<JsonObject> others) {
        JsonArrayBuilder associations = JSON.createArrayBuilder();
        achievements.forEach((whole, achievement) -> awards.parts(whole).stream()
                .filter(achievements::containsKey)
                .map(part -> association(Objects.requireNonNull(achievements.get(part)), achievement))
                .forEach(associations::add));
        Map<String, String> elsewhere = new LinkedHashMap<>();
        others.forEach(badge ->
                achievement(badge).ifPresent(achievement -> elsewhere.put(badge.getString("id", ""), achievement)));
        for (Stored whole : in) {
            if (elsewhere.isEmpty()) {
                break;
            }
            CredentialView.of(CredentialController.read(whole.credential())).parts().stream()
                    .map(CredentialView.Part::address)
                    .filter(elsewhere::containsKey)
                    .map(part -> association(
                            Objects.requireNonNull(elsewhere.get(part)),
                            Objects.requireNonNull(achievements.get(whole.credentialId()))))
                    .forEach(associations::add);
        }
        return associations;
    }

    /** What a badge of another issuer stands for, if it says so by an address. */
    private static Optional<String> achievement(JsonObject badge) {
        return badge.get("credentialSubject") instanceof JsonObject subject
                        && subject.get("achievement") instanceof JsonObject achievement
                        && !badge.getString("id", "").isEmpty()
                ? Optional.ofNullable(achievement.getString("id", null))
                : Optional.empty();
    }

    private static JsonObjectBuilder association(String part, String whole) {
        return JSON.createObjectBuilder()
                .add("type", "Association")
                .add("associationType", "isChildOf")
                .add("sourceId", part)
                .add("targetId", whole);
    }

    private static JsonArrayBuilder list(String... texts) {
        JsonArrayBuilder list = JSON.createArrayBuilder();
        Stream.of(texts).forEach(list::add);
        return list;
    }
}
