package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.badge.proof.DataIntegrity;
import dev.laurel.badge.proof.IndependentVerifier;
import dev.laurel.badge.proof.NotCoveredByProof;
import dev.laurel.badge.proof.PackagedContexts;
import dev.laurel.badge.proof.SigningKey;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.StackId;
import dev.laurel.catalog.VersionId;
import dev.laurel.lti.Launch;
import dev.laurel.person.DeletionRequests;
import dev.laurel.person.PersonForgotten;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.submission.Submission;
import dev.laurel.submission.Submissions;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestLaunches;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What earners show, publish and carry away, and what others then find. */
@LaurelTest
class EarnedBadgesTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    EarnedBadges badges;

    @Autowired
    LearnerRecords records;

    @Autowired
    Verification verification;

    @Autowired
    JdbcClient jdbc;

    private BadgeFixtures fixtures;
    private SubmissionDecided decided;
    private TenantId tenant;
    private String id;

    @BeforeEach
    void aBadge() {
        fixtures = new BadgeFixtures(context);
        decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        tenant = decided.tenant();
        id = fixtures.awardFor(decided).orElseThrow().credentialId();
    }

    private HttpBrowser.Page get(String path) {
        return new HttpBrowser().get(settings.at(path));
    }

    private JsonObject credential() {
        return CredentialController.read(new String(badges.file(tenant, id, BadgeFile.JSON), StandardCharsets.UTF_8));
    }

    private static PersonId somebody() {
        return new PersonId(UUID.randomUUID());
    }

    @Test
    void anotherTenantCanDoNothingToABadge() {
        TenantId other = new TenantId(UUID.randomUUID());
        assertThat(badges.find(other, id)).isEmpty();
        assertThatThrownBy(() -> badges.show(other, id, new Showing(false, null)))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> badges.publish(other, id, PublishedEvidence.typed("mine", "", "")))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> badges.withdraw(other, id)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> badges.file(other, id, BadgeFile.JSON)).isInstanceOf(NotFound.class);
        assertThat(get("/credentials/" + id).status()).isEqualTo(200);
    }

    @Test
    void aPrivateBadgeIsFoundByNobodyButStaysGood() {
        String text = credential().toString();
        badges.show(tenant, id, new Showing(false, "Maya Ortiz"));
        for (String path : List.of("", ".json", ".jwt", "/badge.png", "/badge.svg", "/badge.png?form=ob2")) {
            assertThat(get("/credentials/" + id + path).status()).as(path).isEqualTo(404);
        }
        assertThat(new HttpBrowser()
                        .header("Accept", "application/vc")
                        .get(settings.at("/credentials/" + id))
                        .status())
                .isEqualTo(404);
        assertThat(get("/ob2/assertions/" + id).status()).isEqualTo(404);
        assertThat(get("/verify?credential=" + id).text()).contains("No badge here has this address");
        assertThat(verification
                        .of(settings.at("/credentials/" + id).toString())
                        .checks()
                        .get(0)
                        .reason())
                .isEqualTo("not-there");
        assertThat(verification.of(text).overall())
                .as("what was given away before")
                .isEqualTo(Verdict.Outcome.PASSED);
        assertThat(badges.find(tenant, id).orElseThrow().showing().open()).isFalse();
        badges.show(tenant, id, new Showing(true, null));
        assertThat(get("/credentials/" + id).status()).isEqualTo(200);
    }

    private void forgets(PersonId person) {
        context.getBean(TransactionTemplate.class)
                .executeWithoutResult(status -> context.publishEvent(new PersonForgotten(tenant, person)));
    }

    private void isGone(String id) {
        HttpBrowser.Page page = get("/credentials/" + id);
        assertThat(page.status()).isEqualTo(410);
        assertThat(page.select("h1").text()).isEqualTo("This badge is gone");
        assertThat(page.text()).doesNotContain("Maya", "private");
        HttpBrowser.Page json =
                new HttpBrowser().header("Accept", "application/json").get(settings.at("/credentials/" + id));
        assertThat(json.status()).isEqualTo(410);
        assertThat(json.body()).contains("This badge is gone").doesNotContain("Maya");
        for (String other : List.of(
                "/credentials/" + id + ".json",
                "/credentials/" + id + ".jwt",
                "/credentials/" + id + "/badge.png",
                "/credentials/" + id + "/badge.svg?form=jwt",
                "/ob2/assertions/" + id)) {
            assertThat(get(other).status()).as(other).isEqualTo(410);
        }
        assertThat(verification
                        .of(settings.at("/credentials/" + id).toString())
                        .checks()
                        .get(0)
                        .reason())
                .isEqualTo("gone");
    }

    @Test
    void theBadgesOfAForgottenEarnerAreGoneForGoodOpenOrNot() {
        Launch launch = TestLaunches.learner(tenant).launch();
        String closed = fixtures.earn(launch, fixtures.hinge()).credentialId();
        String open =
                fixtures.earn(launch, fixtures.achievement("lit-hfw-mapping")).credentialId();
        badges.show(tenant, closed, new Showing(false, "Maya Ortiz"));
        badges.show(tenant, open, new Showing(true, "Maya Ortiz"));
        String kept = get("/credentials/" + open + ".json").body();
        assertThat(get("/credentials/" + closed).status()).isEqualTo(404);

        forgets(context.getBean(Persons.class).behind(launch));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(get("/credentials/" + closed).status()).isEqualTo(410));
        isGone(closed);
        isGone(open);
        assertThat(verification.of(kept).overall())
                .as("what was given away before")
                .isEqualTo(Verdict.Outcome.PASSED);
        assertThat(get("/credentials/" + UUID.randomUUID()).status()).isEqualTo(404);
    }

    @Test
    void whoLeavesMayWishThatOpenBadgesStayOpenWithoutAName() {
        Launch launch = TestLaunches.learner(tenant).launch();
        PersonId person = context.getBean(Persons.class).behind(launch);
        String closed = fixtures.earn(launch, fixtures.hinge()).credentialId();
        String open =
                fixtures.earn(launch, fixtures.achievement("lit-hfw-mapping")).credentialId();
        badges.show(tenant, closed, new Showing(false, "Maya Ortiz"));
        badges.show(tenant, open, new Showing(true, "Maya Ortiz"));
        DeletionRequests wishes = context.getBean(DeletionRequests.class);
        wishes.ask(tenant, person, false, Duration.ofDays(14));
        wishes.undo(tenant, person);
        wishes.ask(tenant, person, true, Duration.ofDays(14));

        forgets(person);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(get("/credentials/" + closed).status()).isEqualTo(410));
        isGone(closed);
        assertThat(get("/credentials/" + open).status()).isEqualTo(200);
        assertThat(get("/credentials/" + open).text()).doesNotContain("Maya");
    }

    @Test
    void aSharedLinkShowsTheNameOnlyIfTheEarnerSaysSo() {
        assertThat(get("/credentials/" + id)
                        .select("meta[property=og:description]")
                        .attr("content"))
                .doesNotContain("Maya", "Earned by");
        badges.show(tenant, id, new Showing(true, "Maya <b>Ortiz</b>"));
        assertThat(get("/credentials/" + id)
                        .select("meta[property=og:description]")
                        .attr("content"))
                .endsWith(" Earned by Maya <b>Ortiz</b>.");
    }

    @Test
    void aNameIsOnThePageOnlyIfTheEarnerSaysSoAndNeverInWhatIsSigned() {
        assertThat(get("/credentials/" + id).text()).doesNotContain("Maya", "Earned by");
        badges.show(tenant, id, new Showing(true, "Maya <b>Ortiz</b>"));
        HttpBrowser.Page page = get("/credentials/" + id);
        assertThat(page.select("dl.facts").text()).contains("Earned by Maya <b>Ortiz</b>");
        assertThat(page.text()).doesNotContain("name is not on this page");
        assertThat(get("/credentials/" + id + ".json").body()).doesNotContain("Maya");
        badges.show(tenant, id, new Showing(true, null));
        assertThat(get("/credentials/" + id).text()).doesNotContain("Maya");
    }

    @Test
    void onlyWhatCanBePublishedIs() {
        assertThat(PublishedEvidence.typed(" ", "", "").problem()).isEqualTo(PublishedEvidence.Problem.NOTHING);
        assertThat(PublishedEvidence.typed("a".repeat(4001), "", "").problem())
                .isEqualTo(PublishedEvidence.Problem.TOO_LONG);
        for (String link : List.of(
                "http://example.org/a",
                "javascript:alert(1)",
                "https://user@example.org/",
                "https:///a",
                "https://example.org/a b",
                "example.org")) {
            assertThat(PublishedEvidence.typed("", link, "x").problem())
                    .as(link)
                    .isEqualTo(PublishedEvidence.Problem.NO_LINK);
        }
        assertThat(PublishedEvidence.typed("", "https://example.org/a", "").problem())
                .isEqualTo(PublishedEvidence.Problem.NO_LINK_NAME);
        assertThatThrownBy(() -> badges.publish(tenant, id, PublishedEvidence.typed("", "", "")))
                .isInstanceOf(IllegalArgumentException.class);
        context.getBean(Badges.class).revoke(tenant, id, "a reason");
        assertThat(badges.publish(tenant, id, PublishedEvidence.typed("Words", "", "")))
                .isFalse();
        assertThat(badges.withdraw(tenant, id)).isFalse();
    }

    @Test
    void publishedEvidenceIsSignedAndGoneAfterItWasWithdrawn() {
        JsonObject before = credential();
        get("/credentials/" + id + ".jwt");
        String words = "We drew \u201cexit\u201d cards.\nThen \u00c1lvaro\u2019s group changed its mind \ud83c\udf31.";
        badges.publish(tenant, id, PublishedEvidence.typed(words, "https://docs.example.org/a?b=c", "My cards"));

        JsonObject after = credential();
        assertThat(after.getString("id")).isEqualTo(before.getString("id"));
        assertThat(after.getString("validFrom")).isGreaterThan(before.getString("validFrom"));
        assertThat(IndependentVerifier.verifies(after, IssuingTests.publishedKey(after)))
                .isTrue();
        assertThat(verification.of(after.toString()).overall()).isEqualTo(Verdict.Outcome.PASSED);
        JsonObject narrative = after.getJsonArray("evidence").getValuesAs(JsonObject.class).stream()
                .filter(entry -> entry.getString("id", "").equals(after.getString("id") + "#evidence"))
                .findFirst()
                .orElseThrow();
        assertThat(narrative.getString("narrative")).isEqualTo(words);
        HttpBrowser.Page page = get("/credentials/" + id);
        assertThat(page.select("#evidence").next().text()).contains("exit");
        assertThat(page.select("a[href='https://docs.example.org/a?b=c']").text())
                .isEqualTo("My cards");
        String older = get("/ob2/assertions/" + id).body();
        assertThat(CredentialController.read(older).getJsonArray("evidence")).hasSize(2);
        assertThat(verification.of(older).overall()).isEqualTo(Verdict.Outcome.PASSED);
        assertThat(badges.find(tenant, id).orElseThrow().published().linkName()).isEqualTo("My cards");
        get("/credentials/" + id + ".jwt");

        badges.withdraw(tenant, id);
        JsonObject withdrawn = credential();
        assertThat(withdrawn.toString()).doesNotContain("exit", "docs.example.org");
        assertThat(withdrawn.get("evidence")).isEqualTo(before.get("evidence"));
        assertThat(IndependentVerifier.verifies(withdrawn, IssuingTests.publishedKey(withdrawn)))
                .isTrue();
        assertThat(jdbc.sql("select count(*) from badge_award_jwt where credential_id = :id")
                        .param("id", id)
                        .query(Integer.class)
                        .single())
                .as("tokens that still say it")
                .isZero();
        assertThat(get("/credentials/" + id).select("#evidence")).isEmpty();
        assertThat(badges.find(tenant, id).orElseThrow().published()).isNull();
    }

    @Test
    void everyFormCanBeCarriedAwayAndVerifies() {
        for (BadgeFile form : BadgeFile.values()) {
            byte[] file = badges.file(tenant, id, form);
            String text = BakedCredential.in(file).orElseThrow();
            assertThat(verification.of(text).overall()).as(form.name()).isEqualTo(Verdict.Outcome.PASSED);
        }
    }

    @Test
    void theVerifierSaysWhetherABadgeHasTheFormAndIsForAnAddress() {
        assertThat(recipient("")).isEqualTo("SKIPPED not-asked");
        assertThat(recipient("stranger@example.org")).isEqualTo("FAILED somebody-elses");
        assertThat(recipient("maya.ortiz@example.org")).isEqualTo("PASSED theirs");
        HttpBrowser.Page verified = new HttpBrowser()
                .get(settings.at("/verify"))
                .submit(
                        "form[action$=/verify]",
                        Map.of("text", credential().toString(), "recipient", "stranger@example.org"));
        assertThat(verified.select("h2").first().text()).isEqualTo("Do not rely on this badge");
        assertThat(verified.text()).contains("It was issued to another e-mail address.");
        assertThat(verified.body()).doesNotContain("stranger@example.org");

        JsonObject malformed =
                Json.createObjectBuilder(credential()).add("awardedDate", 2026).build();
        assertThat(verification.of(malformed.toString()).checks()).anySatisfy(check -> {
            assertThat(check.step()).isEqualTo(Verdict.Step.SCHEMA);
            assertThat(check.outcome()).isEqualTo(Verdict.Outcome.FAILED);
            assertThat(check.detail()).contains("awardedDate");
        });
    }

    private String recipient(String address) {
        Verdict.Check check = verification.of(credential().toString(), address).checks().stream()
                .filter(each -> each.step() == Verdict.Step.RECIPIENT)
                .findFirst()
                .orElseThrow();
        return check.outcome() + " " + check.reason();
    }

    @Test
    void aLearnerRecordHoldsNothingThatDoesNotCount() {
        assertThat(records.sign(List.of(), List.of(), List.of(), null, Locale.ENGLISH))
                .isEmpty();
        assertThat(records.sign(
                        List.of(somebody()),
                        List.of(decided.attempt().submission()),
                        List.of("somebody-elses"),
                        null,
                        Locale.ENGLISH))
                .isEmpty();
        context.getBean(Badges.class).revoke(tenant, id, "a reason");
        assertThat(records.sign(
                        List.of(somebody()), List.of(decided.attempt().submission()), List.of(), null, Locale.ENGLISH))
                .isEmpty();
    }

    @Test
    void aLearnerRecordIsSignedVerifiesAsAWholeAndFailsWithAnyBadgeInItThatWasChanged() {
        SubmissionDecided second = fixtures.decided(fixtures.achievement("lit-hfw-mapping"), true);
        fixtures.hear(second);
        String text = records.sign(
                List.of(somebody()),
                List.of(decided.attempt().submission(), second.attempt().submission()),
                List.of(),
                "maya.ortiz@example.org",
                Locale.ENGLISH);
        JsonObject record = CredentialController.read(text);
        assertThat(record.getJsonArray("type").toString()).contains("ClrCredential");
        assertThat(record.getBoolean("partial")).isFalse();
        assertThat(IndependentVerifier.verifies(record, IssuingTests.publishedKey(record)))
                .isTrue();
        List<JsonObject> inside = record.getJsonObject("credentialSubject")
                .getJsonArray("verifiableCredential")
                .getValuesAs(JsonObject.class);
        assertThat(inside).hasSize(2).allSatisfy(badge -> assertThat(
                        IndependentVerifier.verifies(badge, IssuingTests.publishedKey(badge)))
                .isTrue());

        Verdict verdict = verification.of(text, "maya.ortiz@example.org");
        assertThat(verdict.checks()).noneMatch(check -> check.outcome() == Verdict.Outcome.FAILED);
        assertThat(verdict.parts()).hasSize(2);
        assertThat(verdict.overall()).isEqualTo(Verdict.Outcome.PASSED);
        HttpBrowser.Page page =
                new HttpBrowser().get(settings.at("/verify")).submit("form[action$=/verify]", Map.of("text", text));
        assertThat(page.select("h2").first().text()).isEqualTo("This badge is genuine and in force");
        assertThat(page.select("h3").text()).contains("The badges in it (2)");

        String forged = text.replace("\"" + inside.get(0).getString("name") + "\"", "\"Another\"");
        Verdict refused = verification.of(forged);
        assertThat(refused.overall()).isEqualTo(Verdict.Outcome.FAILED);
        assertThat(refused.parts().get(0).overall()).isEqualTo(Verdict.Outcome.FAILED);
        assertThat(refused.parts().get(1).overall()).isEqualTo(Verdict.Outcome.PASSED);

        String one = records.sign(
                List.of(somebody()),
                List.of(decided.attempt().submission(), second.attempt().submission()),
                List.of(id),
                null,
                Locale.forLanguageTag("es"));
        assertThat(CredentialController.read(one).getBoolean("partial")).isTrue();
        assertThat(one).contains("Expediente");

        context.getBean(Badges.class).revoke(tenant, id, "a reason");
        assertThat(verification.of(text).overall())
                .as("a badge in it was revoked since")
                .isEqualTo(Verdict.Outcome.FAILED);
    }

    /** A badge of another issuer, by did:key, with the key that it says it is by. */
    private record Foreign(JsonObject badge, String key) {

        static Foreign of(String context) throws NotCoveredByProof {
            byte[] seed = SigningKey.newSeed(new SecureRandom());
            String key = SigningKey.of("none", seed).publicKey().text();
            String did = "did:key:" + key;
            JsonObject document = ElsewhereBadges.badge(
                            "urn:uuid:" + UUID.randomUUID(),
                            did,
                            "https://school.example.org/welding",
                            "Welding",
                            PackagedContexts.CREDENTIALS_V2,
                            PackagedContexts.OPEN_BADGES_3_0_3)
                    .build();
            JsonObject signed = DataIntegrity.sign(document, SigningKey.of(did + "#" + key, seed), Instant.now());
            return new Foreign(
                    context.isEmpty()
                            ? signed
                            : Json.createObjectBuilder(signed)
                                    .add(
                                            "@context",
                                            Json.createArrayBuilder(signed.getJsonArray("@context"))
                                                    .add(context))
                                    .build(),
                    key);
        }
    }

    private VersionId stack() {
        return context.getBean(Catalogue.class)
                .current(new StackId("cs-3-8-foundations"))
                .orElseThrow()
                .versionId();
    }

    private static List<JsonObject> inside(JsonObject record) {
        return record.getJsonObject("credentialSubject")
                .getJsonArray("verifiableCredential")
                .getValuesAs(JsonObject.class);
    }

    @Test
    void aLearnerRecordHoldsBadgesOfOtherIssuersAsTheyAreAndSaysWhatTheyArePartOf() throws NotCoveredByProof {
        Foreign foreign = Foreign.of("");
        Submission submission = context.getBean(Submissions.class)
                .find(decided.attempt().submission())
                .orElseThrow();
        String whole = context.getBean(Compositions.class)
                .issue(new Composition(
                        UUID.randomUUID(),
                        tenant,
                        submission.earner(),
                        stack(),
                        List.of(
                                new Composition.Part(id, settings.at("/credentials/" + id), "Of ours"),
                                new Composition.Part(
                                        null, URI.create(foreign.badge().getString("id")), "Welding")),
                        Instant.now(),
                        null));
        String text = records.sign(
                List.of(submission.earner()),
                List.of(submission.id()),
                List.of(),
                new LearnerRecords.Others(List.of(foreign.badge().toString()), true),
                null,
                Locale.ENGLISH);
        JsonObject record = CredentialController.read(text);
        assertThat(record.getBoolean("partial")).isFalse();
        assertThat(IndependentVerifier.verifies(record, IssuingTests.publishedKey(record)))
                .isTrue();
        JsonObject theirs = inside(record).stream()
                .filter(badge -> badge.getString("name").equals("Welding"))
                .findFirst()
                .orElseThrow();
        assertThat(theirs).as("as it is").isEqualTo(foreign.badge());
        assertThat(IndependentVerifier.verifies(theirs, foreign.key())).isTrue();
        JsonObject composed = inside(record).stream()
                .filter(badge -> badge.getString("id").endsWith(whole))
                .findFirst()
                .orElseThrow();
        String stack = composed.getJsonObject("credentialSubject")
                .getJsonObject("achievement")
                .getString("id");
        assertThat(record.getJsonObject("credentialSubject")
                        .getJsonArray("association")
                        .getValuesAs(JsonObject.class))
                .filteredOn(association -> association.getString("targetId").equals(stack))
                .extracting(association -> association.getString("sourceId"))
                .hasSize(2)
                .contains("https://school.example.org/welding");
        Verdict verdict = verification.of(text);
        assertThat(verdict.overall()).isEqualTo(Verdict.Outcome.PASSED);
        assertThat(verdict.parts()).hasSize(3);
        String forged = text.replace("\"Welding\"", "\"Surgery\"");
        assertThat(verification.of(forged).overall()).isEqualTo(Verdict.Outcome.FAILED);
    }

    @Test
    void aBadgeThatARecordsProofCannotCoverIsLeftOutAndTheRecordSaysThatItIsNotAll() throws NotCoveredByProof {
        Foreign good = Foreign.of("");
        Foreign odd = Foreign.of("https://nobody.example.org/context.json");
        String text = records.sign(
                List.of(somebody()),
                List.of(decided.attempt().submission()),
                List.of(),
                new LearnerRecords.Others(
                        List.of(odd.badge().toString(), good.badge().toString()), true),
                null,
                Locale.ENGLISH);
        JsonObject record = CredentialController.read(text);
        assertThat(inside(record)).hasSize(2).contains(good.badge()).doesNotContain(odd.badge());
        assertThat(record.getBoolean("partial")).isTrue();
        assertThat(verification.of(text).overall()).isEqualTo(Verdict.Outcome.PASSED);
    }
}
