package dev.laurel.badge;

import static dev.laurel.badge.ElsewhereBadges.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.laurel.badge.proof.DataIntegrity;
import dev.laurel.badge.proof.NotCoveredByProof;
import dev.laurel.badge.proof.PackagedContexts;
import dev.laurel.badge.proof.SigningKey;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.WebSite;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is believed of the lists in which an issuer elsewhere says what it revoked and suspended. */
@LaurelTest
class StatusListTests {

    private static final int REVOKED = 4711;
    private static final int UNTOUCHED = 4712;

    @Autowired
    Verification verification;

    private WebSite site;
    private SigningKey key;

    @BeforeEach
    void anIssuerElsewhere() throws IOException {
        site = new WebSite();
        key = SigningKey.of(site.did() + "#key-1", SigningKey.newSeed(new SecureRandom()));
        publishesKey(site, key);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void whatTheListSaysOfTheBadgesOwnBitCounts() {
        String list = publish(list(newAddress(), "revocation"), key);

        assertThat(status(badge(entry(list, "revocation", UNTOUCHED)))).isEqualTo("PASSED passed");
        assertThat(status(badge(entry(list, "revocation", REVOKED)))).isEqualTo("FAILED revoked");
        assertThat(status(badge(entry(list, "revocation", 999_999_999)))).isEqualTo("FAILED list-unreadable");
    }

    /** Why our own badges name the list of revocations alone (docs/badges.md, Lists). */
    @Test
    void theSchemaOfOpenBadgesTakesOneEntryAndNoListOfThem() {
        String revocations = newAddress();
        String suspensions = newAddress();
        String one = badge(entry(revocations, "revocation", UNTOUCHED));
        String both = badge(entry(revocations, "revocation", UNTOUCHED), entry(suspensions, "suspension", UNTOUCHED));
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
                .getSchema(PublishedSchemas.class.getResourceAsStream("ob_v3p0_achievementcredential_schema.json"));
        assertThat(schema.validate(one, InputFormat.JSON)).isEmpty();
        assertThat(schema.validate(both, InputFormat.JSON))
                .anySatisfy(error -> assertThat(error.toString()).contains("credentialStatus"));
    }

    @Test
    void aListOfSomebodyElseIsNone() throws IOException {
        String address = newAddress();
        SigningKey forger = SigningKey.of(site.did() + "#key-1", SigningKey.newSeed(new SecureRandom()));
        publish(list(address, "revocation"), forger);
        assertThat(status(badge(entry(address, "revocation", UNTOUCHED))))
                .as("signed by another key under the issuer's name")
                .isEqualTo("FAILED list-not-genuine");

        String changed = newAddress();
        site.put(
                path(changed),
                signed(list(changed, "revocation"), key)
                        .toString()
                        .replace("\"statusPurpose\":\"revocation\"", "\"statusPurpose\":\"suspension\""));
        assertThat(status(badge(entry(changed, "suspension", UNTOUCHED))))
                .as("changed after it was signed")
                .isEqualTo("FAILED list-not-genuine");

        String unsigned = newAddress();
        site.put(path(unsigned), list(unsigned, "revocation").build().toString());
        assertThat(status(badge(entry(unsigned, "revocation", UNTOUCHED)))).isEqualTo("FAILED list-not-genuine");

        try (WebSite other = new WebSite()) {
            SigningKey theirs = SigningKey.of(other.did() + "#key-1", SigningKey.newSeed(new SecureRandom()));
            publishesKey(other, theirs);
            String genuine = newAddress();
            publish(list(genuine, "revocation").add("issuer", other.did()), theirs);
            assertThat(status(badge(entry(genuine, "revocation", UNTOUCHED))))
                    .as("genuine, of another issuer")
                    .isEqualTo("FAILED list-not-genuine");
        }
    }

    @Test
    void anotherListOfTheSameIssuerDoesNotClearTheBadge() {
        String asked = newAddress();
        JsonObject other = signed(list(newAddress(), "revocation"), key);
        site.put(path(asked), other.toString());
        assertThat(status(badge(entry(asked, "revocation", UNTOUCHED)))).isEqualTo("FAILED list-from-elsewhere");

        String without = newAddress();
        publish(list(without, "revocation").remove("id"), without, key);
        assertThat(status(badge(entry(without, "revocation", UNTOUCHED))))
                .as("a list need not name its address")
                .isEqualTo("PASSED passed");
    }

    @Test
    void aListForAnotherPurposeDoesNotClearTheBadge() {
        String list = publish(list(newAddress(), "suspension"), key);
        assertThat(status(badge(entry(list, "revocation", UNTOUCHED)))).isEqualTo("FAILED list-for-another-purpose");
    }

    @Test
    void aListIsBelievedOnlyWhileItIsInForce() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String over = newAddress();
        publish(list(over, "revocation").add("validUntil", now.minusSeconds(60).toString()), key);
        assertThat(status(badge(entry(over, "revocation", UNTOUCHED)))).isEqualTo("FAILED list-not-in-force");
        String early = newAddress();
        publish(
                list(early, "revocation")
                        .add("validFrom", now.plus(Duration.ofDays(1)).toString()),
                key);
        assertThat(status(badge(entry(early, "revocation", UNTOUCHED)))).isEqualTo("FAILED list-not-in-force");
        String fresh = newAddress();
        publish(
                list(fresh, "revocation")
                        .add("validUntil", now.plusSeconds(3600).toString()),
                key);
        assertThat(status(badge(entry(fresh, "revocation", UNTOUCHED)))).isEqualTo("PASSED passed");
    }

    @Test
    void anythingElseThatTheIssuerSignedIsNoList() {
        String badge = newAddress();
        publish(list(badge, "revocation").add("type", texts("VerifiableCredential")), key);
        assertThat(status(badge(entry(badge, "revocation", UNTOUCHED)))).isEqualTo("FAILED list-of-another-kind");
        String damaged = newAddress();
        publish(
                list(damaged, "revocation")
                        .add(
                                "credentialSubject",
                                Json.createObjectBuilder()
                                        .add("type", "BitstringStatusList")
                                        .add("statusPurpose", "revocation")
                                        .add("encodedList", "uAAAA")),
                key);
        assertThat(status(badge(entry(damaged, "revocation", UNTOUCHED)))).isEqualTo("FAILED list-unreadable");
    }

    @Test
    void ofSeveralEntriesTheOneAgainstTheBadgeCounts() {
        String revocations = publish(list(newAddress(), "revocation"), key);
        String suspensions = publish(list(newAddress(), "suspension"), key);

        assertThat(status(badge(
                        entry(revocations, "revocation", UNTOUCHED), entry(suspensions, "suspension", UNTOUCHED))))
                .isEqualTo("PASSED passed");
        assertThat(status(
                        badge(entry(revocations, "revocation", UNTOUCHED), entry(suspensions, "suspension", REVOKED))))
                .isEqualTo("FAILED suspended");
        assertThat(status(badge(entry(suspensions, "suspension", REVOKED))))
                .as("suspended is not revoked")
                .isEqualTo("FAILED suspended");
        assertThat(status(
                        badge(entry(suspensions, "suspension", UNTOUCHED), entry(revocations, "revocation", REVOKED))))
                .isEqualTo("FAILED revoked");
        assertThat(status(badge(entry(revocations, "revocation", UNTOUCHED), entry(suspensions, "message", 1))))
                .as("one that cannot be read is not a pass")
                .isEqualTo("UNKNOWN other-kind");
        assertThat(verification
                        .of(badge(
                                entry(revocations, "revocation", UNTOUCHED),
                                entry(suspensions, "suspension", UNTOUCHED)))
                        .overall())
                .isEqualTo(Verdict.Outcome.PASSED);
    }

    private String status(String badge) {
        List<Verdict.Check> checks = verification.of(badge).checks();
        assertThat(checks)
                .filteredOn(check -> check.step() == Verdict.Step.SIGNATURE)
                .extracting(Verdict.Check::outcome)
                .containsExactly(Verdict.Outcome.PASSED);
        return checks.stream()
                .filter(check -> check.step() == Verdict.Step.STATUS)
                .map(check -> check.outcome() + " " + check.reason())
                .findFirst()
                .orElseThrow();
    }

    private String newAddress() {
        return site.at("/status/" + UUID.randomUUID());
    }

    private String path(String address) {
        return address.substring(site.at("").length());
    }

    private JsonObjectBuilder list(String address, String purpose) {
        return Json.createObjectBuilder()
                .add("@context", texts(PackagedContexts.CREDENTIALS_V2))
                .add("id", address)
                .add("type", texts("VerifiableCredential", "BitstringStatusListCredential"))
                .add("issuer", site.did())
                .add("validFrom", "2026-01-01T00:00:00Z")
                .add(
                        "credentialSubject",
                        Json.createObjectBuilder()
                                .add("type", "BitstringStatusList")
                                .add("statusPurpose", purpose)
                                .add(
                                        "encodedList",
                                        StatusBits.withSet(List.of(REVOKED)).encode()));
    }

    private String publish(JsonObjectBuilder list, SigningKey by) {
        JsonObject signed = signed(list, by);
        return site.put(path(signed.getString("id")), signed.toString());
    }

    private void publish(JsonObjectBuilder list, String address, SigningKey by) {
        site.put(path(address), signed(list, by).toString());
    }

    private static JsonObjectBuilder entry(String list, String purpose, int index) {
        return Json.createObjectBuilder()
                .add("id", list + "#" + index)
                .add("type", "BitstringStatusListEntry")
                .add("statusPurpose", purpose)
                .add("statusListIndex", Integer.toString(index))
                .add("statusListCredential", list);
    }

    /** A badge with one entry, or with an array of several. */
    private String badge(JsonObjectBuilder... entries) {
        JsonObjectBuilder badge = ElsewhereBadges.badge(
                site.at("/badges/" + UUID.randomUUID()),
                site.did(),
                site.at("/achievements/1"),
                "Planning with families",
                PackagedContexts.CREDENTIALS_V2,
                PackagedContexts.OPEN_BADGES_3_0_3);
        if (entries.length == 1) {
            badge.add("credentialStatus", entries[0]);
        } else {
            JsonArrayBuilder several = Json.createArrayBuilder();
            for (JsonObjectBuilder entry : entries) {
                several.add(entry);
            }
            badge.add("credentialStatus", several);
        }
        return signed(badge, key).toString();
    }

    private static JsonObject signed(JsonObjectBuilder document, SigningKey by) {
        try {
            return DataIntegrity.sign(
                    document.build(),
                    by,
                    Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60));
        } catch (NotCoveredByProof e) {
            throw new IllegalStateException(e);
        }
    }

    private static void publishesKey(WebSite site, SigningKey key) {
        String method = site.did() + "#key-1";
        site.put(
                "/.well-known/did.json",
                Json.createObjectBuilder()
                        .add("id", site.did())
                        .add(
                                "verificationMethod",
                                Json.createArrayBuilder()
                                        .add(Json.createObjectBuilder()
                                                .add("id", method)
                                                .add("type", "Multikey")
                                                .add("controller", site.did())
                                                .add(
                                                        "publicKeyMultibase",
                                                        key.publicKey().text())))
                        .add("assertionMethod", texts(method))
                        .build()
                        .toString());
    }
}
