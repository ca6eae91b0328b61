package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.assessment.Feedback.Rated;
import dev.laurel.badge.proof.IndependentVerifier;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Rubric;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A badge says how it was assessed, and has evidence only when its earner publishes some. */
@LaurelTest
class AssessedBadgeTests {

    private static final String ASSESSED =
            "For this badge, 2 assessors who do not know the earner rated every criterion independently of each other."
                    + " One criterion on which they disagreed was rated afresh by another assessor, whose rating stands.";

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Issuing issuing;

    @Autowired
    Awards awards;

    @Autowired
    Verification verification;

    @Autowired
    CredentialDocument documents;

    private String id;

    @BeforeEach
    void isEarned() {
        MicroCredential hinge = new BadgeFixtures(context).hinge();
        TenantId tenant = context.getBean(Tenants.class).found("District " + UUID.randomUUID());
        id = "assessed-" + UUID.randomUUID();
        issuing.issue(
                id,
                new Earned(
                        tenant,
                        null,
                        hinge,
                        BadgeFixtures.EMAIL,
                        hinge.rubric().criteria().stream()
                                .collect(Collectors.toMap(Rubric.Criterion::id, Rubric.Criterion::cut)),
                        new Rated(2, 2, 1),
                        Instant.now()),
                null);
    }

    private JsonObject stored() {
        return CredentialController.read(awards.withId(id).orElseThrow().credential());
    }

    @Test
    void itSaysByHowManyItWasRatedAndHasNoEvidence() {
        JsonObject credential = stored();
        assertThat(credential).doesNotContainKey("evidence");
        JsonObject subject = credential.getJsonObject("credentialSubject");
        assertThat(subject.getString("narrative")).isEqualTo(ASSESSED);
        assertThat(subject.getJsonObject("achievement")
                        .getJsonObject("criteria")
                        .getString("narrative"))
                .as("model and version are what the achievement asks of everybody")
                .contains("version")
                .doesNotContain("For this badge");
        assertThat(IndependentVerifier.verifies(credential, IssuingTests.publishedKey(credential)))
                .isTrue();
        assertThat(verification.of(credential.toString()).overall()).isEqualTo(Verdict.Outcome.PASSED);
        assertThat(new HttpBrowser().get(settings.at("/credentials/" + id)).text())
                .contains(ASSESSED);
        JsonObject older = CredentialController.read(
                new HttpBrowser().get(settings.at("/ob2/assertions/" + id)).body());
        assertThat(older.getString("narrative")).isEqualTo(ASSESSED);
        assertThat(older).doesNotContainKey("evidence");
    }

    @Test
    void anEarlierBadgeThatSaysItAmongItsEvidenceSaysItApartOnceItIsSignedAgain() {
        JsonObject credential = stored();
        JsonObject subject = Json.createObjectBuilder(credential.getJsonObject("credentialSubject"))
                .remove("narrative")
                .build();
        JsonObject entry = Json.createObjectBuilder()
                .add("type", Json.createArrayBuilder().add("Evidence"))
                .add("name", "How this badge was assessed")
                .add("narrative", ASSESSED)
                .build();
        JsonObject before = Json.createObjectBuilder(credential)
                .add("credentialSubject", subject)
                .add("evidence", Json.createArrayBuilder().add(entry))
                .build();
        assertThat(CredentialView.of(before).assessed()).isEqualTo(ASSESSED);

        JsonObject withdrawn = documents.publishing(before, Optional.empty(), Instant.now());
        assertThat(withdrawn).doesNotContainKey("evidence");
        assertThat(CredentialView.of(withdrawn).assessed()).isEqualTo(ASSESSED);

        JsonObject cited = Json.createObjectBuilder(before)
                .add(
                        "evidence",
                        Json.createArrayBuilder()
                                .add(entry)
                                .add(Json.createObjectBuilder()
                                        .add("id", "https://example.org/earlier")
                                        .add("type", Json.createArrayBuilder().add("Evidence"))
                                        .add("name", "Earlier")
                                        .add("genre", "badge")))
                .build();
        JsonObject later = documents.citing(
                cited,
                "https://example.org/earlier",
                new Composition.Part(null, URI.create("https://example.org/later"), "Later"),
                Instant.now());
        JsonArray evidence = later.getJsonArray("evidence");
        assertThat(evidence).hasSize(1);
        assertThat(evidence.getJsonObject(0).getString("id")).isEqualTo("https://example.org/later");
        assertThat(CredentialView.of(later).assessed()).isEqualTo(ASSESSED);
    }
}
