package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.badge.proof.IndependentVerifier;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.lti.UserProfile;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@LaurelTest
class IssuingTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Badges badges;

    @Autowired
    Issuers issuers;

    BadgeFixtures fixtures;

    @BeforeEach
    void fixtures() {
        fixtures = new BadgeFixtures(context);
    }

    @Test
    void signsWhatAnIndependentVerifierAcceptsWithThePublishedKey() {
        Award award = fixtures.earn(fixtures.hinge());
        JsonObject credential = json(award.addresses().page());
        assertThat(IndependentVerifier.verifies(credential, publishedKey(credential)))
                .isTrue();
        JsonObject altered =
                Json.createObjectBuilder(credential).add("name", "Another name").build();
        assertThat(IndependentVerifier.verifies(altered, publishedKey(credential)))
                .isFalse();
    }

    /** Verifiers such as DCC's refuse what begins later than their clock says. */
    @Test
    void isGoodBySlowClocksTooAndSaysWhenItWasAwarded() {
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        Award award = fixtures.awardFor(decided).orElseThrow();
        JsonObject credential = json(award.addresses().page());
        Instant signed = Instant.parse(credential.getJsonObject("proof").getString("created"));
        assertThat(Instant.parse(credential.getString("validFrom")))
                .isBetween(signed.minus(Duration.ofMinutes(6)), signed.minus(Duration.ofMinutes(5)));
        assertThat(credential.getString("awardedDate"))
                .isEqualTo(decided.decidedAt().truncatedTo(ChronoUnit.SECONDS).toString());
        JsonObject list =
                json(URI.create(credential.getJsonObject("credentialStatus").getString("statusListCredential")));
        assertThat(Instant.parse(list.getString("validFrom")))
                .isEqualTo(Instant.parse(list.getJsonObject("proof").getString("created"))
                        .minus(Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/vc", "application/vc+ld+json", "application/ld+json", "application/json", "*/*"})
    void aStatusListIsGivenInWhateverTypeVerifiersAskFor(String accept) {
        JsonObject credential = json(fixtures.earn(fixtures.hinge()).addresses().page());
        HttpBrowser.Page answer = new HttpBrowser()
                .header("Accept", accept)
                .get(URI.create(credential.getJsonObject("credentialStatus").getString("statusListCredential")));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).contains(accept.equals("*/*") ? "application/vc" : accept);
    }

    /** DCC's library asks for status lists with these, so a browser asks beforehand whether it may. */
    @ParameterizedTest
    @ValueSource(strings = {"cache-control,pragma", "accept,x-anything"})
    void scriptsOfOtherSitesMayAskWithWhateverHeaders(String headers) throws Exception {
        JsonObject credential = json(fixtures.earn(fixtures.hinge()).addresses().page());
        for (String address : List.of(
                credential.getString("id"),
                credential.getJsonObject("credentialStatus").getString("statusListCredential"))) {
            HttpResponse<Void> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(address))
                                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                                    .header("Origin", "https://verifier.example")
                                    .header("Access-Control-Request-Method", "GET")
                                    .header("Access-Control-Request-Headers", headers)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains("*");
            assertThat(answer.headers()
                            .firstValue("Access-Control-Allow-Headers")
                            .orElse("")
                            .toLowerCase(Locale.ROOT)
                            .replace(" ", ""))
                    .isEqualTo(headers);
        }
    }

    @Test
    void followsThePublishedSchema() throws IOException {
        for (String achievement : List.of("assess-hinge-questions", "lit-hfw-mapping")) {
            Award award = fixtures.earn(fixtures.achievement(achievement));
            assertThat(schemaErrors(json(award.addresses().page()))).isEmpty();
        }
        JsonObject broken = Json.createObjectBuilder(
                        json(fixtures.earn(fixtures.hinge()).addresses().page()))
                .remove("validFrom")
                .build();
        assertThat(schemaErrors(broken)).isNotEmpty();
    }

    @Test
    void saysWhatWasReachedInIdsThatAreDefined() {
        MicroCredential hinge = fixtures.hinge();
        SubmissionDecided decided =
                fixtures.decided(hinge, true, new UserProfile("Maya", null, null, null), Map.of("C1", "distinguished"));
        fixtures.hear(decided);
        JsonObject subject = json(fixtures.awardFor(decided)
                        .orElseThrow()
                        .addresses()
                        .page())
                .getJsonObject("credentialSubject");
        JsonObject achievement = subject.getJsonObject("achievement");
        Set<String> descriptions = new HashSet<>();
        Set<String> levels = new HashSet<>();
        for (JsonObject description : objects(achievement.getJsonArray("resultDescription"))) {
            assertThat(descriptions.add(description.getString("id"))).isTrue();
            Set<String> own = new HashSet<>();
            for (JsonObject level : objects(description.getJsonArray("rubricCriterionLevel"))) {
                assertThat(levels.add(level.getString("id"))).isTrue();
                own.add(level.getString("id"));
            }
            assertThat(own).contains(description.getString("requiredLevel"));
        }
        assertThat(descriptions).hasSize(6);
        List<JsonObject> results = objects(subject.getJsonArray("result"));
        assertThat(results).hasSize(6).allSatisfy(result -> {
            assertThat(descriptions).contains(result.getString("resultDescription"));
            assertThat(levels).contains(result.getString("achievedLevel"));
        });
        assertThat(results)
                .anySatisfy(result -> assertThat(result.getString("achievedLevel"))
                        .endsWith(hinge.path() + "#criterion-C1-distinguished"))
                .anySatisfy(result -> assertThat(result.getString("value")).isEqualTo("Met"));
        assertThat(achievement.getJsonObject("criteria").getString("narrative"))
                .contains("two qualified assessors who do not know the earner")
                .contains("Version 1.0.0");
        assertThat(achievement.getInt("creditsAvailable")).isEqualTo(15);
        assertThat(subject.getInt("creditsEarned")).isEqualTo(15);
        assertThat(objects(achievement.getJsonArray("alignment")))
                .extracting(alignment -> alignment.getString("targetCode"))
                .contains("6(a)", "Proposition 3");
    }

    @Test
    void saysOfAStandardWhatItIsOnlyWhereItsAddressTells() {
        String item = "https://standards.example/ims/case/v1p0/CFItems/3b6f1a5c-0000-4000-8000-000000000001";
        assertThat(CredentialDocument.targetType(item)).isEqualTo("CFItem");
        assertThat(CredentialDocument.targetType(item.replace("CFItems", "CFDocuments")))
                .isNull();
        assertThat(CredentialDocument.targetType("https://credentialengineregistry.org/resources/ce-3b6f1a5c"))
                .isEqualTo("CTDL");
        assertThat(CredentialDocument.targetType("https://standards.example/6a"))
                .isNull();
        assertThat(CredentialDocument.targetType(null)).isNull();
    }

    @Test
    void everyAddressInTheCredentialAnswers() {
        Award award = fixtures.earn(fixtures.hinge());
        JsonObject credential = json(award.addresses().page());
        JsonObject achievement = credential.getJsonObject("credentialSubject").getJsonObject("achievement");
        List<String> addresses = List.of(
                credential.getString("id"),
                credential.getJsonObject("image").getString("id"),
                credential.getJsonObject("issuer").getString("url"),
                credential.getJsonObject("credentialStatus").getString("statusListCredential"),
                achievement.getString("id"),
                achievement.getJsonObject("criteria").getString("id"),
                achievement.getJsonObject("image").getString("id"));
        for (String address : addresses) {
            assertThat(new HttpBrowser().get(address).status()).as(address).isEqualTo(200);
        }
        HttpBrowser.Page definition = new HttpBrowser().get(achievement.getString("id"));
        for (JsonObject description : objects(achievement.getJsonArray("resultDescription"))) {
            assertThat(definition.document().getElementById(fragment(description.getString("id"))))
                    .as(description.getString("id"))
                    .isNotNull();
            for (JsonObject level : objects(description.getJsonArray("rubricCriterionLevel"))) {
                assertThat(definition.document().getElementById(fragment(level.getString("id"))))
                        .as(level.getString("id"))
                        .isNotNull();
            }
        }
        for (JsonObject alignment : objects(achievement.getJsonArray("alignment"))) {
            assertThat(definition.document().getElementById(fragment(alignment.getString("targetUrl"))))
                    .as(alignment.getString("targetUrl"))
                    .isNotNull();
        }
        String did = credential.getJsonObject("issuer").getString("id");
        assertThat(did).isEqualTo(didDocument(did).getString("id"));
    }

    @Test
    void namesNobody() throws Exception {
        Award award = fixtures.earn(fixtures.hinge());
        JsonObject credential = json(award.addresses().page());
        String page = new HttpBrowser().get(award.addresses().page()).body();
        for (String text : List.of(credential.toString(), page)) {
            assertThat(text).doesNotContainIgnoringCase("ortiz").doesNotContainIgnoringCase("maya");
        }
        JsonObject subject = credential.getJsonObject("credentialSubject");
        JsonObject identifier = subject.getJsonArray("identifier").getJsonObject(0);
        String expected = "sha256$"
                + HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(("maya.ortiz@example.org" + identifier.getString("salt"))
                                        .getBytes(StandardCharsets.UTF_8)));
        assertThat(identifier.getString("identityHash")).isEqualTo(expected);
        assertThat(identifier.getBoolean("hashed")).isTrue();

        JsonObject another =
                json(fixtures.earn(fixtures.hinge()).addresses().page()).getJsonObject("credentialSubject");
        assertThat(another.getString("id")).isNotEqualTo(subject.getString("id"));
        assertThat(another.getJsonArray("identifier").getJsonObject(0).getString("salt"))
                .isNotEqualTo(identifier.getString("salt"));
    }

    @Test
    void identifiesAnEarnerWithoutAddressByARandomIdAlone() {
        SubmissionDecided decided =
                fixtures.decided(fixtures.hinge(), true, new UserProfile(null, null, null, null), Map.of());
        fixtures.hear(decided);
        JsonObject subject = json(fixtures.awardFor(decided)
                        .orElseThrow()
                        .addresses()
                        .page())
                .getJsonObject("credentialSubject");
        assertThat(subject.getString("id")).startsWith("urn:uuid:");
        assertThat(subject).doesNotContainKey("identifier");
    }

    @Test
    void awardsOnceHoweverOftenItIsTold() {
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        Award first = fixtures.awardFor(decided).orElseThrow();
        fixtures.hear(decided);
        assertThat(fixtures.awardFor(decided)).contains(first);
        assertThat(awards(decided)).isEqualTo(1);
    }

    @Test
    void awardsNothingForNotYet() {
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), false);
        fixtures.hear(decided);
        assertThat(awards(decided)).isZero();
    }

    @Test
    void mintsNothingWhenARequiredCriterionIsBelowItsCut() {
        Issuing issuing = context.getBean(Issuing.class);
        MicroCredential hinge = fixtures.hinge();
        Map<String, String> levels = Map.of(
                "part1",
                "met",
                "C1",
                "demonstrated",
                "C2",
                "progressing",
                "C3",
                "demonstrated",
                "C4",
                "demonstrated",
                "part3",
                "met");
        Earned earned = new Earned(new TenantId(UUID.randomUUID()), null, hinge, null, levels, null, Instant.EPOCH);
        assertThatExceptionOfType(NotEarned.class)
                .isThrownBy(() -> issuing.issue("never-minted", earned, null))
                .withMessageContaining("C2");
        assertThat(new HttpBrowser()
                        .get(settings.at("/credentials/never-minted"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void manyThatWaitAreSignedTogetherAndOneThatCannotBeStopsNoOther() {
        MicroCredential hinge = fixtures.hinge();
        List<SubmissionDecided> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(fixtures.decided(hinge, true));
        }
        SubmissionDecided unearned =
                fixtures.decided(hinge, true, new UserProfile("Maya", null, null, null), Map.of("C2", "no such level"));
        context.getBean(TransactionTemplate.class).executeWithoutResult(status -> {
            all.forEach(context::publishEvent);
            context.publishEvent(unearned);
        });
        await().atMost(Duration.ofSeconds(60)).until(() -> all.stream()
                .allMatch(each -> fixtures.awardFor(each).isPresent()));
        Set<Integer> indexes =
                new HashSet<>(jdbc.sql("select status_index from badge_award where submission_id in (:all)")
                        .param(
                                "all",
                                all.stream()
                                        .map(each -> each.attempt().submission().value())
                                        .toList())
                        .query(Integer.class)
                        .list());
        assertThat(indexes).hasSize(5);
        all.forEach(each -> {
            JsonObject credential =
                    json(fixtures.awardFor(each).orElseThrow().addresses().page());
            assertThat(IndependentVerifier.verifies(credential, publishedKey(credential)))
                    .isTrue();
        });

        UnsignedBadges unsigned = context.getBean(UnsignedBadges.class);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !unsigned.of(List.of(unearned.tenant())).isEmpty());
        assertThat(unsigned.of(List.of(unearned.tenant())))
                .extracting("problem", "tries")
                .containsExactly(tuple("not-earned", 1));
        assertThat(fixtures.awardFor(unearned)).isEmpty();

        // what was wrong is mended, and its time comes
        jdbc.sql("update assessment_decision_criterion set level_key = 'demonstrated' where criterion_id = 'C2'"
                        + " and case_id in (select id from assessment_case where submission_id = :submission)")
                .param("submission", unearned.attempt().submission().value())
                .update();
        context.getBean(Awarding.class).work();
        assertThat(fixtures.awardFor(unearned)).isEmpty(); // not yet
        jdbc.sql("update badge_unsigned set next_at = first_at where submission_id = :submission")
                .param("submission", unearned.attempt().submission().value())
                .update();
        context.getBean(Awarding.class).begin();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> fixtures.awardFor(unearned).isPresent());
        assertThat(unsigned.of(List.of(unearned.tenant()))).isEmpty();
    }

    @Test
    void owesNothingForADecisionThatWasNeverStored() {
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        context.getBean(TransactionTemplate.class).executeWithoutResult(status -> {
            context.publishEvent(decided);
            status.setRollbackOnly();
        });
        context.getBean(Awarding.class).work();
        assertThat(fixtures.awardFor(decided)).isEmpty();
    }

    @Test
    void twoNodesThatSignAtTheSameMomentMakeOneBadgeEach() {
        MicroCredential hinge = fixtures.hinge();
        List<SubmissionDecided> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            all.add(fixtures.decided(hinge, true));
        }
        Awarding awarding = context.getBean(Awarding.class);
        UnsignedBadges unsigned = context.getBean(UnsignedBadges.class);
        context.getBean(TransactionTemplate.class)
                .executeWithoutResult(status -> all.forEach(each -> unsigned.owe(each, "A badge")));
        CompletableFuture<Void> otherNode = CompletableFuture.runAsync(awarding::work);
        awarding.work();
        otherNode.join();
        all.forEach(each -> assertThat(fixtures.awardFor(each)).isPresent());
        // told once more, there is nothing to do
        String first = fixtures.awardFor(all.get(0)).orElseThrow().credentialId();
        fixtures.hear(all.get(0));
        assertThat(fixtures.awardFor(all.get(0)).orElseThrow().credentialId()).isEqualTo(first);
    }

    @Test
    void showsABadgeToItsOwnTenantOnly() {
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        TenantId other = new TenantId(UUID.randomUUID());
        assertThat(badges.of(other, decided.attempt().submission())).isEmpty();
        String id = fixtures.awardFor(decided).orElseThrow().credentialId();
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> badges.revoke(other, id, "not yours"));
        assertThat(fixtures.awardFor(decided).orElseThrow().status()).isEqualTo(Award.Status.VALID);
    }

    @Test
    void revokesOneBadgeAndNoOther() {
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        Award revoked = fixtures.awardFor(decided).orElseThrow();
        Award other = fixtures.earn(fixtures.hinge());
        assertThat(isSetInList(revoked)).isFalse();

        badges.revoke(decided.tenant(), revoked.credentialId(), "Evidence was somebody else's");
        badges.revoke(decided.tenant(), revoked.credentialId(), "A second time");

        assertThat(isSetInList(revoked)).isTrue();
        assertThat(isSetInList(other)).isFalse();
        assertThat(fixtures.awardFor(decided).orElseThrow().status()).isEqualTo(Award.Status.REVOKED);
        HttpBrowser.Page page = new HttpBrowser().get(revoked.addresses().page());
        assertThat(page.select("main > :first-child").text()).startsWith("Revoked");
        assertThat(page.body()).doesNotContain("somebody else's");
    }

    @Test
    void whereABadgeStandsInTheListTellsNothingOfWhenItWasIssued() {
        Issuer issuer = context.getBean(Issuers.class).named(fixtures.hinge().issuer());
        List<Integer> places = context.getBean(StatusLists.class).freeEntries(issuer, 200).stream()
                .map(StatusList.Entry::index)
                .toList();
        assertThat(places).doesNotHaveDuplicates().allMatch(place -> place >= 0 && place < StatusBits.LENGTH);
        assertThat(places).isNotEqualTo(places.stream().sorted().toList());
        assertThat(places)
                .as("all over the list")
                .anyMatch(place -> place < StatusBits.LENGTH / 4)
                .anyMatch(place -> place > StatusBits.LENGTH * 3 / 4);
    }

    @Test
    void signsTheStatusListWithTheIssuersKey() {
        Award award = fixtures.earn(fixtures.hinge());
        JsonObject credential = json(award.addresses().page());
        JsonObject list = statusList(credential);
        assertThat(IndependentVerifier.verifies(list, publishedKey(list))).isTrue();
        assertThat(list.getString("issuer"))
                .isEqualTo(credential.getJsonObject("issuer").getString("id"));
        assertThat(list.getJsonObject("credentialSubject").getString("statusPurpose"))
                .isEqualTo("revocation");
    }

    @Test
    void keepsOldBadgesGoodWhenTheIssuerTakesANewKey() {
        Award before = fixtures.earn(fixtures.achievement("lit-hfw-mapping"));
        JsonObject old = json(before.addresses().page());
        String slug = old.getJsonObject("issuer").getString("id").replaceAll(".*:", "");
        IssuerKey fresh = issuers.rotateKey(issuers.bySlug(slug).orElseThrow());

        JsonObject credential = json(fixtures.earn(fixtures.achievement("lit-hfw-mapping"))
                .addresses()
                .page());
        assertThat(credential.getJsonObject("proof").getString("verificationMethod"))
                .isNotEqualTo(old.getJsonObject("proof").getString("verificationMethod"))
                .endsWith("#" + fresh.fragment());
        for (JsonObject each : List.of(old, credential)) {
            assertThat(IndependentVerifier.verifies(each, publishedKey(each))).isTrue();
        }
        assertThat(publishedKey(old)).isNotEqualTo(publishedKey(credential));
    }

    private static String fragment(String address) {
        return address.substring(address.indexOf('#') + 1);
    }

    private int awards(SubmissionDecided decided) {
        return jdbc.sql("select count(*) from badge_award where submission_id = :submission")
                .param("submission", decided.attempt().submission().value())
                .query(Integer.class)
                .single();
    }

    private static List<Error> schemaErrors(JsonObject credential) throws IOException {
        try (InputStream text =
                IssuingTests.class.getResourceAsStream("/dev/laurel/badge/ob_v3p0_achievementcredential_schema.json")) {
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
                    .getSchema(text);
            return schema.validate(credential.toString(), InputFormat.JSON);
        }
    }

    private static boolean isSetInList(Award award) {
        JsonObject credential = json(award.addresses().page());
        int index =
                Integer.parseInt(credential.getJsonObject("credentialStatus").getString("statusListIndex"));
        String encoded =
                statusList(credential).getJsonObject("credentialSubject").getString("encodedList");
        return StatusBits.decode(encoded).isSet(index);
    }

    private static JsonObject statusList(JsonObject credential) {
        return json(URI.create(credential.getJsonObject("credentialStatus").getString("statusListCredential")));
    }

    /** The key that the credential's proof names, from its issuer's DID document. */
    static String publishedKey(JsonObject credential) {
        String method = credential.getJsonObject("proof").getString("verificationMethod");
        JsonObject document = didDocument(method.substring(0, method.indexOf('#')));
        assertThat(document.getJsonArray("assertionMethod").getValuesAs(JsonString::getString))
                .contains(method);
        return objects(document.getJsonArray("verificationMethod")).stream()
                .filter(candidate -> candidate.getString("id").equals(method))
                .findFirst()
                .orElseThrow()
                .getString("publicKeyMultibase");
    }

    /** As did:web says, but by http: tests have no certificate. */
    private static JsonObject didDocument(String did) {
        String[] parts = did.split(":");
        return json(URI.create("http://" + parts[2].replace("%3A", ":") + "/"
                + String.join("/", List.of(parts).subList(3, parts.length)) + "/did.json"));
    }

    static JsonObject json(URI address) {
        HttpBrowser.Page answer = new HttpBrowser()
                .header("Accept", "application/vc, application/json;q=0.5")
                .get(address);
        assertThat(answer.status()).as(address.toString()).isEqualTo(200);
        return CredentialController.read(new String(answer.bytes(), StandardCharsets.UTF_8));
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.getValuesAs(JsonObject.class);
    }
}
