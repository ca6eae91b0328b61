package dev.laurel.badge;

import dev.laurel.badge.Awards.Stored;
import dev.laurel.catalog.Achievement;
import dev.laurel.catalog.Catalogue;
import dev.laurel.system.NotFound;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.time.Clock;
import org.springframework.stereotype.Component;

/**
 * The same awards as Open Badges 2.0, for backpacks that read nothing newer: three documents, believed because of where
 * they are served. They are made of the signed credential, never of anything else.
 *
 * @see <a href="https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html">Open Badges 2.0</a>
 */
@Component
class HostedDocuments {

    static final String CONTEXT = "https://w3id.org/openbadges/v2";

    private static final JsonProvider JSON = JsonProvider.provider();

    private final Awards awards;
    private final Issuers issuers;
    private final Catalogue catalogue;
    private final CredentialDocument documents;
    private final BadgeAddresses addresses;
    private final Showings showings;
    private final Clock clock;

    HostedDocuments(
            Awards awards,
            Issuers issuers,
            Catalogue catalogue,
            CredentialDocument documents,
            BadgeAddresses addresses,
            Showings showings,
            Clock clock) {
        this.awards = awards;
        this.issuers = issuers;
        this.catalogue = catalogue;
        this.documents = documents;
        this.addresses = addresses;
        this.showings = showings;
        this.clock = clock;
    }

    /** Whether this award can be told in that form, which cannot do without a recipient's address. */
    static boolean has(JsonObject credential) {
        return credential.getJsonObject("credentialSubject").get("identifier") instanceof JsonArray identifiers
                && !identifiers.isEmpty();
    }

    /**
     * Whether badges are given out in that form. It cannot do without an issuer's address either; assertions that were given
     * out before keep answering.
     */
    static boolean isOffered(JsonObject credential, Issuer issuer) {
        return has(credential) && issuer.email() != null;
    }

    /**
     * The assertion as it stands now: 410 when it was revoked, as Open Badges 2.0 has it for hosted ones.
     *
     * @throws NotFound when there is no such badge, it is suspended or private, or it has no recipient's address
     */
    PublicDocuments.Answer assertion(String credentialId) {
        Stored award = award(credentialId);
        showings.openTo(credentialId);
        if (award.revokedAt() != null) {
            return answer(
                    410,
                    JSON.createObjectBuilder()
                            .add("@context", CONTEXT)
                            .add("type", "Assertion")
                            .add("id", addresses.assertion(credentialId).toString())
                            .add("revoked", true));
        }
        if (award.status(clock.instant()) == Award.Status.SUSPENDED) {
            // This generation knows no suspension, and 410 would be kept for good by those who ask.
            throw new NotFound("Badge " + credentialId + " is suspended");
        }
        return answer(200, assertion(award, CredentialController.read(award.credential())));
    }

    /**
     * What goes into an image: always the whole assertion, so that the file can be checked after a revocation, too.
     *
     * @throws NotFound when the badge is not given out in that form
     */
    JsonObject baked(String credentialId) {
        Stored award = award(credentialId);
        if (issuer(award).email() == null) {
            throw new NotFound("The issuer of badge " + credentialId + " has no address that Open Badges 2.0 asks for");
        }
        return assertion(award, CredentialController.read(award.credential())).build();
    }

    private Stored award(String credentialId) {
        Stored award =
                awards.withId(credentialId).orElseThrow(() -> new NotFound("No badge has the address " + credentialId));
        if (!has(CredentialController.read(award.credential()))) {
            throw new NotFound("Badge " + credentialId + " has no recipient that Open Badges 2.0 could name");
        }
        return award;
    }

    private JsonObjectBuilder assertion(Stored award, JsonObject credential) {
        JsonObject subject = credential.getJsonObject("credentialSubject");
        JsonObject identifier = subject.getJsonArray("identifier").getJsonObject(0);
        JsonObjectBuilder assertion = JSON.createObjectBuilder()
                .add("@context", CONTEXT)
                .add("type", "Assertion")
                .add("id", addresses.assertion(award.credentialId()).toString())
                .add(
                        "recipient",
                        JSON.createObjectBuilder()
                                .add("type", "email")
                                .add("hashed", true)
                                .add("salt", identifier.getString("salt"))
                                .add("identity", identifier.getString("identityHash")))
                .add(
                        "badge",
                        addresses.badgeClass(issuer(award), achievement(award)).toString())
                // Not when it became valid: that moves with each correction.
                .add("issuedOn", credential.getString("awardedDate", credential.getString("validFrom")))
                .add("verification", JSON.createObjectBuilder().add("type", "HostedBadge"))
                .add(
                        "image",
                        JSON.createObjectBuilder()
                                .add(
                                        "id",
                                        addresses
                                                .hostedPng(award.credentialId())
                                                .toString())
                                .add(
                                        "caption",
                                        credential.getJsonObject("image").getString("caption")));
        if (credential.containsKey("validUntil")) {
            assertion.add("expires", credential.getString("validUntil"));
        }
        String assessed = CredentialView.assessed(credential);
        if (assessed != null) {
            assertion.add("narrative", assessed);
        }
        JsonArrayBuilder published = JSON.createArrayBuilder();
        if (credential.get("evidence") instanceof JsonArray evidence) {
            evidence.getValuesAs(JsonObject.class).stream()
                    .filter(CredentialView::isPublished)
                    .map(entry -> JSON.createObjectBuilder(entry).add("type", "Evidence"))
                    .forEach(published::add);
        }
        JsonArray shown = published.build();
        if (!shown.isEmpty()) {
            assertion.add("evidence", shown);
        }
        return assertion;
    }

    /** @throws NotFound when that issuer has no such badge */
    JsonObject badgeClass(String slug, String achievementId, String version) {
        Issuer issuer = issuer(slug);
        Achievement achievement = catalogue
                .achievement(achievementId, version)
                .filter(found -> issuers.means(found.issuer(), issuer))
                .orElseThrow(() -> new NotFound("No badge " + achievementId + "/" + version + " of " + slug));
        JsonObject definition = documents.definition(achievement, issuer);
        JsonObject criteria = definition.getJsonObject("criteria");
        JsonObjectBuilder badge = JSON.createObjectBuilder()
                .add("@context", CONTEXT)
                .add("type", "BadgeClass")
                .add("id", addresses.badgeClass(issuer, achievement).toString())
                .add("name", definition.getString("name"))
                .add("description", definition.getString("description"))
                .add("image", definition.getJsonObject("image").getString("id"))
                .add(
                        "criteria",
                        JSON.createObjectBuilder()
                                .add("id", criteria.getString("id"))
                                .add("narrative", criteria.getString("narrative")))
                .add("issuer", addresses.hostedIssuer(issuer).toString());
        if (definition.get("tag") instanceof JsonArray tags) {
            badge.add("tags", tags);
        }
        if (definition.get("alignment") instanceof JsonArray alignments) {
            badge.add("alignment", alignments(alignments));
        }
        return badge.build();
    }

    private static JsonArrayBuilder alignments(JsonArray alignments) {
        JsonArrayBuilder copies = JSON.createArrayBuilder();
        for (JsonObject alignment : alignments.getValuesAs(JsonObject.class)) {
            JsonObjectBuilder copy = JSON.createObjectBuilder();
            for (String member :
                    new String[] {"targetName", "targetUrl", "targetDescription", "targetFramework", "targetCode"}) {
                JsonValue value = alignment.get(member);
                if (value instanceof JsonString) {
                    copy.add(member, value);
                }
            }
            copies.add(copy);
        }
        return copies;
    }

    /** @throws NotFound when there is none */
    JsonObject profile(String slug) {
        Issuer issuer = issuer(slug);
        JsonObject profile = documents.profile(issuer).build();
        JsonObjectBuilder hosted = JSON.createObjectBuilder()
                .add("@context", CONTEXT)
                .add("type", "Issuer")
                .add("id", addresses.hostedIssuer(issuer).toString())
                .add("name", profile.getString("name"))
                .add("url", profile.getString("url"));
        if (profile.containsKey("email")) {
            hosted.add("email", profile.getString("email"));
        }
        if (profile.containsKey("description")) {
            hosted.add("description", profile.getString("description"));
        }
        if (profile.containsKey("image")) {
            hosted.add("image", profile.getJsonObject("image").getString("id"));
        }
        return hosted.build();
    }

    private static PublicDocuments.Answer answer(int status, JsonObjectBuilder body) {
        JsonObject built = body.build();
        return new PublicDocuments.Answer(status, built, built.toString());
    }

    private Achievement achievement(Stored award) {
        return catalogue.achievement(award.version()).orElseThrow();
    }

    private Issuer issuer(Stored award) {
        return issuers.byId(award.issuer()).orElseThrow();
    }

    private Issuer issuer(String slug) {
        return issuers.bySlug(slug).orElseThrow(() -> new NotFound("No issuer has the address " + slug));
    }
}
