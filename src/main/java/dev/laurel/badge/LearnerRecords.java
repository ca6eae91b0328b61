package dev.laurel.badge;

import dev.laurel.badge.Awards.Stored;
import dev.laurel.badge.proof.DataIntegrity;
import dev.laurel.badge.proof.NotCoveredByProof;
import dev.laurel.badge.proof.PackagedContexts;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.PersonId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.system.LaurelSettings;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
     * @param email the person's address; absent to leave it out
     * @return the signed text; empty when no badge is left to put in
     */
    @Transactional
    public String sign(
            Collection<PersonId> earners,
            Collection<SubmissionId> submissions,
            Collection<String> chosen,
            @Nullable String email,
            Locale locale) {
        return sign(UUID.randomUUID(), earners, submissions, chosen, email, locale);
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
        return in.isEmpty() ? "" : signed(id, in, List.of(), in.size() < all.size(), email, locale, now);
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
        List<JsonObject> foreign =
                others.stream().limit(MOST).map(CredentialController::read).toList();
        boolean partial = in.size() < ours.size();
        if (in.isEmpty() && foreign.isEmpty()) {
            return "";
        }
        try {
            return signed(UUID.randomUUID(), in, foreign, partial, null, locale, now);
        } catch (IllegalStateException e) {
            return foreign.isEmpty() || in.isEmpty()
                    ? ""
                    : signed(UUID.randomUUID(), in, List.of(), true, null, locale, now);
        }
    }

    private String signed(
            UUID id,
            List<Stored> in,
            List<JsonObject> others,
            boolean partial,
            @Nullable String email,
            Locale locale,
            Instant now) {
        Issuer assembler = issuers.named(
                new MicroCredential.Issuer("Laurel, " + settings.baseUrl().getHost(), null));
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
        JsonArray associations = associations(achievements).build();
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
                .add("validFrom", now.toString())
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
    private JsonArrayBuilder associations(Map<String, String> achievements) {
        JsonArrayBuilder associations = JSON.createArrayBuilder();
        achievements.forEach((whole, achievement) -> awards.parts(whole).stream()
                .filter(achievements::containsKey)
                .map(part -> JSON.createObjectBuilder()
                        .add("type", "Association")
                        .add("associationType", "isChildOf")
                        .add("sourceId", achievements.get(part))
                        .add("targetId", achievement))
                .forEach(associations::add));
        return associations;
    }

    private static JsonArrayBuilder list(String... texts) {
        JsonArrayBuilder list = JSON.createArrayBuilder();
        Stream.of(texts).forEach(list::add);
        return list;
    }
}
