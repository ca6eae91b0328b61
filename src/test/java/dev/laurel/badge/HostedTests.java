package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.lti.UserProfile;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.WebSite;
import dev.laurel.system.LaurelSettings;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Open Badges 2.0, hosted. */
@LaurelTest
class HostedTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Verification verification;

    BadgeFixtures fixtures;

    @BeforeEach
    void demonstration() {
        fixtures = new BadgeFixtures(context);
        BadgePagesTests.demonstrate(context);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "revoked"})
    void answersARevokedAssertionAsGone(String asked) {
        HttpBrowser.Page answer = new HttpBrowser().get(settings.at("/ob2/assertions/demo-revoked?" + asked));
        assertThat(answer.status()).isEqualTo(410);
        JsonObject body = CredentialController.read(answer.body());
        assertThat(body.getBoolean("revoked")).isTrue();
        assertThat(body.getString("id"))
                .isEqualTo(settings.at("/ob2/assertions/demo-revoked").toString());
        assertThat(answer.body()).doesNotContain("recipient").doesNotContain("Demonstration of");
    }

    @Test
    void hasNoAssertionForWhomNoAddressIsKnown() {
        SubmissionDecided decided =
                fixtures.decided(fixtures.hinge(), true, new UserProfile(null, null, null, null), Map.of());
        fixtures.hear(decided);
        Award award = fixtures.awardFor(decided).orElseThrow();
        assertThat(status("/ob2/assertions/" + award.credentialId())).isEqualTo(404);
        assertThat(status("/credentials/" + award.credentialId() + "/badge.png?form=ob2"))
                .isEqualTo(404);
        assertThat(new HttpBrowser().get(award.addresses().page()).select("a[href*=ob2]"))
                .isEmpty();
        for (String path :
                List.of("/ob2/assertions/nobody", "/ob2/issuers/nobody", "/ob2/badges/nobody/nothing/1.0.0")) {
            assertThat(status(path)).isEqualTo(404);
        }
    }

    @Test
    void isNotGivenOutForAnIssuerWithoutAnAddressAndAnswersWhereItWas() {
        Award award = fixtures.earn(fixtures.hinge());
        Issuer issuer = context.getBean(Issuers.class).named(fixtures.hinge().issuer());
        String id = award.credentialId();
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        assertThat(new HttpBrowser().get(award.addresses().page()).select("a[href*=ob2]"))
                .isNotEmpty();
        jdbc.sql("update badge_issuer set contact = 'call us' where id = :id")
                .param("id", issuer.id().value())
                .update();
        try {
            assertThat(new HttpBrowser().get(award.addresses().page()).select("a[href*=ob2]"))
                    .isEmpty();
            assertThat(status("/credentials/" + id + "/badge.png?form=ob2")).isEqualTo(404);
            assertThat(status("/ob2/assertions/" + id)).as("given out before").isEqualTo(200);
        } finally {
            jdbc.sql("update badge_issuer set contact = :contact where id = :id")
                    .param("contact", issuer.profile().contact())
                    .param("id", issuer.id().value())
                    .update();
        }
    }

    @Test
    void knowsTheAddressOfAnIssuerThatASealMadeFirst() {
        String name = "Sealed before it issued " + UUID.randomUUID();
        context.getBean(IssuerSeal.class).did(name);
        MicroCredential achievement = fixtures.from(name);
        try {
            Award award = fixtures.earn(achievement);
            assertThat(status("/ob2/assertions/" + award.credentialId())).isEqualTo(200);
        } finally {
            fixtures.takenOff(achievement);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo-sound", "demo-expired"})
    void leadsFromTheAssertionToBadgeAndIssuer(String id) throws Exception {
        JsonObject assertion = ask(settings.at("/ob2/assertions/" + id).toString());
        JsonObject credential = IssuingTests.json(settings.at("/credentials/" + id + ".json"));
        assertThat(assertion.getString("@context")).isEqualTo("https://w3id.org/openbadges/v2");
        assertThat(assertion.getString("type")).isEqualTo("Assertion");
        assertThat(assertion.getString("issuedOn")).isEqualTo(credential.getString("awardedDate"));
        assertThat(assertion.getString("expires", null)).isEqualTo(credential.getString("validUntil", null));
        assertThat(assertion.getJsonObject("verification").getString("type")).isEqualTo("HostedBadge");
        JsonObject recipient = assertion.getJsonObject("recipient");
        assertThat(recipient.getString("type")).isEqualTo("email");
        assertThat(recipient.getBoolean("hashed")).isTrue();
        assertThat(recipient.getString("identity"))
                .isEqualTo("sha256$"
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256")
                                        .digest(("earner@example.org" + recipient.getString("salt"))
                                                .getBytes(StandardCharsets.UTF_8))));
        assertThat(assertion.toString()).doesNotContain("earner@");

        JsonObject badge = ask(assertion.getString("badge"));
        assertThat(badge.getString("type")).isEqualTo("BadgeClass");
        JsonObject achievement = credential.getJsonObject("credentialSubject").getJsonObject("achievement");
        assertThat(badge.getString("name")).isEqualTo(achievement.getString("name"));
        assertThat(badge.getString("description")).isNotBlank();
        assertThat(badge.getJsonObject("criteria").getString("narrative"))
                .isEqualTo(achievement.getJsonObject("criteria").getString("narrative"));
        assertThat(badge.getJsonArray("alignment"))
                .hasSameSizeAs(achievement.getJsonArray("alignment"))
                .allSatisfy(alignment -> assertThat(alignment.asJsonObject())
                        .containsKeys("targetName", "targetUrl")
                        .doesNotContainKey("type"));
        for (String image : List.of(
                badge.getString("image"), assertion.getJsonObject("image").getString("id"))) {
            HttpBrowser.Page answer = new HttpBrowser().get(URI.create(image));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).contains("image/png");
        }

        JsonObject issuer = ask(badge.getString("issuer"));
        assertThat(issuer.getString("type")).isEqualTo("Issuer");
        assertThat(issuer.getString("name"))
                .isEqualTo(credential.getJsonObject("issuer").getString("name"));
        assertThat(issuer.getString("url")).startsWith("http");
        assertThat(issuer.getString("email")).contains("@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html,*/*;q=0.8", "application/ld+json", "application/json", "*/*"})
    void isJsonForWhoeverAsks(String accept) {
        HttpBrowser.Page answer = new HttpBrowser()
                .header("Accept", accept)
                .header("Origin", "https://backpack.example")
                .get(settings.at("/ob2/assertions/demo-sound"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
    }

    @ParameterizedTest
    @CsvSource({"badge.png, image/png, iTXtopenbadges", "badge.svg, image/svg+xml, <openbadges:assertion xmlns"})
    void isBakedByTheRulesOfItsGeneration(String file, String type, String mark) {
        HttpBrowser.Page answer = new HttpBrowser().get(settings.at("/credentials/demo-sound/" + file + "?form=ob2"));
        assertThat(answer.header("Content-Type"))
                .hasValueSatisfying(found -> assertThat(found).startsWith(type));
        String raw = new String(answer.bytes(), StandardCharsets.UTF_8);
        assertThat(raw.split(java.util.regex.Pattern.quote(mark), -1)).hasSize(2);
        assertThat(raw).doesNotContain("openbadgecredential");
        String baked = BakedCredential.in(answer.bytes()).orElseThrow();
        assertThat(CredentialController.read(baked))
                .isEqualTo(ask(settings.at("/ob2/assertions/demo-sound").toString()));
        HttpBrowser.Page page = new HttpBrowser()
                .get(settings.at("/verify"))
                .form("main form")
                .file("file", file, type, answer.bytes())
                .submit();
        assertThat(page.select("h2").first().text()).isEqualTo("This badge is genuine and in force");
        assertThat(page.text()).contains("It is an Open Badges 2.0 assertion.");
    }

    @ParameterizedTest
    @CsvSource({
        "demo-sound, ''",
        "demo-revoked, STATUS revoked",
        "demo-expired, DATES expired",
        "nobody, 'TEXT not-there'"
    })
    void isCheckedByItsAddress(String id, String failure) {
        for (String path : List.of("/ob2/assertions/" + id, "/credentials/" + id)) {
            assertThat(failures(settings.at(path).toString()))
                    .as(path)
                    .allSatisfy(found -> assertThat(found).startsWith(failure))
                    .hasSize(failure.isEmpty() ? 0 : 1);
        }
        byte[] png = new HttpBrowser()
                .get(settings.at("/credentials/" + id + "/badge.png?form=ob2"))
                .bytes();
        if (!id.equals("nobody")) {
            assertThat(failures(BakedCredential.in(png).orElseThrow()))
                    .hasSize(failure.isEmpty() ? 0 : 1)
                    .allSatisfy(found -> assertThat(found).startsWith(failure));
        }
    }

    @Test
    void refusesWhatTheIssuersSiteDoesNotSay() {
        JsonObject sound = ask(settings.at("/ob2/assertions/demo-sound").toString());
        assertThat(failures(with(
                        sound,
                        "badge",
                        settings.at("/ob2/badges/of/another/1.0.0").toString())))
                .containsExactly("PROOF hosted-differs badge");
        JsonObject recipient = sound.getJsonObject("recipient");
        for (String[] change : new String[][] {
            {"identity", "sha256$" + "0".repeat(64)}, {"identity", "another@example.org"}, {"type", "url"}
        }) {
            assertThat(failures(with(sound, "recipient", changed(recipient, change[0], change[1]))))
                    .as(change[1])
                    .containsExactly("PROOF hosted-differs recipient");
        }
        assertThat(failures(
                        with(sound, "id", settings.at("/ob2/assertions/nobody").toString())))
                .containsExactly("PROOF not-there " + settings.at("/ob2/assertions/nobody"));
        assertThat(failures(Json.createObjectBuilder(sound)
                        .remove("verification")
                        .build()
                        .toString()))
                .containsExactly("SCHEMA hosted-wrong verification", "PROOF not-hosted");
    }

    /** Of an image that is older than a correction: the copy at the site counts, also for whose it is. */
    @Test
    void whatTheSiteHasCountsWhereAnImageIsOlder() {
        JsonObject sound = ask(settings.at("/ob2/assertions/demo-sound").toString());
        JsonObject older = Json.createObjectBuilder(sound)
                .add("issuedOn", "2026-01-01T00:00:00Z")
                .add("expires", "2099-01-01T00:00:00Z")
                .add("narrative", "Written before")
                .build();
        assertThat(failures(older.toString())).isEmpty();
        assertThat(verification.of(older.toString()).checks())
                .filteredOn(check -> check.step() == Verdict.Step.PROOF)
                .extracting(Verdict.Check::reason, Verdict.Check::detail)
                .containsExactly(tuple("hosted-newer", "issuedOn, expires"));

        JsonObject theirs = Json.createObjectBuilder(older)
                .add(
                        "recipient",
                        Json.createObjectBuilder()
                                .add("type", "email")
                                .add("hashed", true)
                                .add("salt", "of a thief")
                                .add("identity", sha256("thief@example.org" + "of a thief")))
                .build();
        assertThat(recipient(theirs, "thief@example.org")).isEqualTo(Verdict.Outcome.FAILED);
        assertThat(recipient(theirs, "earner@example.org")).isEqualTo(Verdict.Outcome.PASSED);
        assertThat(verification.look(theirs.toString(), "").text())
                .as("what is kept of it is what the site has")
                .contains(sound.getJsonObject("recipient").getString("identity"));
        JsonObject open = Json.createObjectBuilder(sound)
                .add(
                        "recipient",
                        Json.createObjectBuilder()
                                .add("type", "email")
                                .add("hashed", false)
                                .add("identity", "Earner@example.org"))
                .build();
        assertThat(failures(open.toString())).as("the same address, not hashed").isEmpty();
    }

    private Verdict.Outcome recipient(JsonObject assertion, String address) {
        return verification.of(assertion.toString(), address).checks().stream()
                .filter(check -> check.step() == Verdict.Step.RECIPIENT)
                .map(Verdict.Check::outcome)
                .findFirst()
                .orElseThrow();
    }

    private static String sha256(String text) {
        try {
            return "sha256$"
                    + HexFormat.of()
                            .formatHex(
                                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject changed(JsonObject object, String member, String value) {
        return Json.createObjectBuilder(object).add(member, value).build();
    }

    private static String with(JsonObject object, String member, JsonObject value) {
        return Json.createObjectBuilder(object).add(member, value).build().toString();
    }

    /** Moodle names the way of verifying as Open Badges 1.1 did, and has the badge class with its picture in the assertion. */
    @Test
    void checksABadgeAsMoodleWritesIt() throws Exception {
        try (WebSite moodle = new WebSite()) {
            JsonObject issuer = document(moodle.at("/issuer"), "Issuer")
                    .add("name", "A school")
                    .build();
            JsonObject badge = document(moodle.at("/badge"), "BadgeClass")
                    .add("name", "Welding")
                    .add("image", "data:image/png;base64," + "A".repeat(900_000))
                    .add("issuer", issuer)
                    .build();
            moodle.put("/issuer", issuer.toString());
            moodle.put("/badge", badge.toString());
            String assertion = Json.createObjectBuilder(
                            CredentialController.read(assertion(moodle.at("/1"), moodle.at("/badge"))))
                    .remove("verification")
                    .add(
                            "verify",
                            Json.createObjectBuilder().add("type", "hosted").add("url", moodle.at("/1")))
                    .add("badge", badge)
                    .build()
                    .toString();
            moodle.put("/1", assertion);
            Verdict verdict = verification.of(assertion);
            assertThat(verdict.overall()).as("%s", verdict.checks()).isEqualTo(Verdict.Outcome.PASSED);
            assertThat(verdict.name()).isEqualTo("Welding");
            assertThat(verification.of(assertion.replace("Welding", "Brazing")).name())
                    .as("edited in the file")
                    .isEqualTo("Welding");
        }
    }

    private static void publishesABadge(WebSite site) {
        site.put(
                "/issuer",
                document(site.at("/issuer"), "Issuer")
                        .add("name", "A school")
                        .build()
                        .toString());
        site.put(
                "/badge",
                document(site.at("/badge"), "BadgeClass")
                        .add("name", "Welding")
                        .add("issuer", site.at("/issuer"))
                        .build()
                        .toString());
    }

    @Test
    void aFileThatAnEarnerPublishesHereIsNoBadgeOfAnIssuerOnThisHost() throws Exception {
        try (WebSite site = new WebSite()) {
            publishesABadge(site);
            for (String path : List.of("/ob2/1", "/credentials/evidence/", "/credentials/%65vidence/")) {
                String address = site.at(path + UUID.randomUUID());
                String assertion = assertion(address, site.at("/badge"));
                site.put(URI.create(address).getPath(), assertion);
                assertThat(verification.of(assertion).overall())
                        .as(path)
                        .isEqualTo(path.equals("/ob2/1") ? Verdict.Outcome.PASSED : Verdict.Outcome.FAILED);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 403, 429, 503})
    void aSiteThatDoesNotGiveItOutHasNotSaidThatItIsFalse(int status) throws Exception {
        try (WebSite site = new WebSite()) {
            site.put("/1", status, "text/plain", "Not now".getBytes(StandardCharsets.UTF_8));
            String assertion = assertion(site.at("/1"), site.at("/badge"));
            assertThat(failures(assertion)).isEmpty();
            assertThat(verification.of(assertion).overall()).isEqualTo(Verdict.Outcome.UNKNOWN);
            assertThat(verification.of(site.at("/1")).overall()).isEqualTo(Verdict.Outcome.UNKNOWN);
        }
    }

    @Test
    void followsAnIssuersSiteWithinItsHostAndNoFurther() throws Exception {
        try (WebSite site = new WebSite();
                WebSite other = new WebSite()) {
            publishesABadge(site);
            String moved = assertion(site.at("/1"), site.at("/badge"));
            site.put("/2", moved);
            site.sends("/1", "/2");
            assertThat(verification.of(moved).overall()).isEqualTo(Verdict.Outcome.PASSED);

            String away = assertion(site.at("/3"), site.at("/badge"));
            other.put("/4", away);
            site.sends("/3", other.at("/4"));
            assertThat(verification.of(away).overall())
                    .as("whoever can have a site send one on would write badges in its name")
                    .isEqualTo(Verdict.Outcome.UNKNOWN);

            site.sends("/5", "/5");
            assertThat(verification
                            .of(assertion(site.at("/5"), site.at("/badge")))
                            .overall())
                    .isEqualTo(Verdict.Outcome.UNKNOWN);
        }
    }

    @Test
    void saysOfItsFormAndItsWordsWhatIsSoAndLeavesNoLineOut() {
        JsonObject sound = ask(settings.at("/ob2/assertions/demo-sound").toString());
        Verdict verdict = verification.of(sound.toString());
        assertThat(lines(verdict))
                .containsExactly(
                        "TEXT PASSED hosted",
                        "SCHEMA PASSED hosted",
                        "CONTEXT PASSED hosted",
                        "PROOF PASSED hosted",
                        "KEY PASSED hosted-by-issuer",
                        "DATES PASSED passed",
                        "STATUS PASSED hosted",
                        "RECIPIENT SKIPPED not-asked");
        JsonObject more = Json.createObjectBuilder(sound)
                .add(
                        "@context",
                        Json.createArrayBuilder().add(HostedDocuments.CONTEXT).add("https://elsewhere.example/more"))
                .build();
        assertThat(lines(verification.of(more.toString()))).contains("CONTEXT PASSED hosted-more");

        for (String[] wrong : new String[][] {
            {"issuedOn", "yesterday", "issuedOn"},
            {"badge", "a badge", "badge"},
            {"expires", "soon", "expires"},
            {"recipient", "maya", "recipient"},
            {"verification", "yes", "verification"},
            {"evidence", "my work", "evidence"}
        }) {
            assertThat(failures(with(sound, wrong[0], wrong[1])))
                    .as(wrong[0])
                    .contains("SCHEMA hosted-wrong " + wrong[2]);
        }

        Verdict stopped = verification.of(Json.createObjectBuilder(sound)
                .add("id", settings.at("/ob2/assertions/nobody").toString())
                .build()
                .toString());
        assertThat(lines(stopped))
                .containsExactly(
                        "TEXT PASSED hosted",
                        "SCHEMA PASSED hosted",
                        "CONTEXT PASSED hosted",
                        "PROOF FAILED not-there",
                        "KEY UNCHECKED not-reached-yet",
                        "DATES UNCHECKED not-reached-yet",
                        "STATUS UNCHECKED not-reached-yet",
                        "RECIPIENT SKIPPED not-asked");
    }

    @Test
    void namesTheLineThatKeptOthersFromBeingChecked() {
        HttpBrowser.Page page = new HttpBrowser()
                .get(settings.at("/verify"))
                .form("main form")
                .set("text", "{\"no\": \"badge\"}")
                .submit();
        assertThat(page.select("ol > li"))
                .as("endorsements are not asked for where there are none")
                .hasSize(Verdict.Step.values().length - 1);
        assertThat(page.select("ol > li").last().text())
                .contains("Not checked, because the line “Readable” did not pass");
        assertThat(page.text()).doesNotContain("??");
        JsonObject credential = IssuingTests.json(settings.at("/credentials/demo-sound.json"));
        Verdict unsigned = verification.of(
                Json.createObjectBuilder(credential).remove("proof").build().toString());
        assertThat(lines(unsigned))
                .containsExactly(
                        "TEXT PASSED passed",
                        "SCHEMA PASSED passed",
                        "CONTEXT UNCHECKED not-reached-yet",
                        "PROOF FAILED no-proof",
                        "KEY UNCHECKED not-reached-yet",
                        "SIGNATURE UNCHECKED not-reached-yet",
                        "DATES PASSED passed",
                        "STATUS PASSED passed",
                        "RECIPIENT SKIPPED not-asked");
        assertThat(unsigned.checks())
                .filteredOn(check -> check.outcome() == Verdict.Outcome.UNCHECKED)
                .extracting(Verdict.Check::detail)
                .containsOnly("proof");
    }

    private static List<String> lines(Verdict verdict) {
        return verdict.checks().stream()
                .map(check -> check.step() + " " + check.outcome() + " " + check.reason())
                .toList();
    }

    @Test
    void checksAnAssertionOfAnotherSite() throws Exception {
        try (WebSite site = new WebSite();
                WebSite impostor = new WebSite()) {
            String issuer = site.at("/issuer");
            String badge = site.at("/badge");
            site.put(
                    "/issuer",
                    document(issuer, "Issuer").add("name", "Another").build().toString());
            site.put(
                    "/badge",
                    document(badge, "BadgeClass")
                            .add("name", "Welding")
                            .add("issuer", issuer)
                            .build()
                            .toString());
            String assertion = assertion(site.at("/1"), badge);
            site.put("/1", assertion);
            assertThat(verification.of(assertion).overall()).isEqualTo(Verdict.Outcome.PASSED);
            assertThat(verification.of(site.at("/1")).name()).isEqualTo("Welding");

            // their badge, somebody else's site
            String forged = assertion(impostor.at("/1"), badge);
            impostor.put("/1", forged);
            assertThat(failures(forged)).containsExactly("KEY hosted-by-others " + issuer);

            // a badge class that claims another's name under an address that is not its own
            String borrowed = impostor.at("/badge");
            impostor.put(
                    "/badge",
                    document(badge, "BadgeClass").add("issuer", issuer).build().toString());
            String second = assertion(impostor.at("/2"), borrowed);
            impostor.put("/2", second);
            assertThat(failures(second)).containsExactly("KEY no-badge-class " + borrowed);

            site.put("/3", 410, "application/json", "{\"revoked\":true}".getBytes(StandardCharsets.UTF_8));
            assertThat(failures(assertion(site.at("/3"), badge))).containsExactly("STATUS revoked");
            site.put("/4", 503, "text/plain", new byte[0]);
            assertThat(verification.of(assertion(site.at("/4"), badge)).overall())
                    .isEqualTo(Verdict.Outcome.UNKNOWN);
        }
    }

    @Test
    void whatOthersSayOfABadgeCountsAsTheirSiteHasIt() throws Exception {
        try (WebSite site = new WebSite();
                WebSite state = new WebSite()) {
            String endorser = state.put(
                    "/profile",
                    document(state.at("/profile"), "Profile")
                            .add("name", "A state")
                            .build()
                            .toString());
            String issuer = site.put(
                    "/profile",
                    document(site.at("/profile"), "Profile")
                            .add("name", "Another association")
                            .build()
                            .toString());
            String badge = site.at("/badge");

            assertThat(endorsed(site, badge, issuer, endorsement(state.at("/good"), badge, endorser), state, "/good"))
                    .containsExactly("PASSED passed A state");
            assertThat(endorsed(site, badge, issuer, endorsement(state.at("/of"), issuer, endorser), state, "/of"))
                    .as("of its issuer")
                    .containsExactly("PASSED passed A state");
            assertThat(endorsed(
                            site,
                            badge,
                            issuer,
                            endorsement(state.at("/other"), site.at("/another"), endorser),
                            state,
                            "/other"))
                    .as("of something else")
                    .containsExactly("FAILED wrong " + state.at("/other"));
            assertThat(endorsed(site, badge, issuer, endorsement(site.at("/own"), badge, endorser), site, "/own"))
                    .as("in another's name")
                    .containsExactly("FAILED wrong " + site.at("/own"));
            assertThat(endorsed(
                            site,
                            badge,
                            issuer,
                            endorsement(state.at("/later"), badge, endorser).add("issuedOn", "2199-01-01T00:00:00Z"),
                            state,
                            "/later"))
                    .containsExactly("FAILED wrong " + state.at("/later"));
            assertThat(endorsed(
                            site,
                            badge,
                            issuer,
                            endorsement(state.at("/signed"), badge, endorser)
                                    .add(
                                            "verification",
                                            Json.createObjectBuilder().add("type", "SignedBadge")),
                            state,
                            "/signed"))
                    .as("signed ones are not checked here")
                    .containsExactly("UNKNOWN not-known " + state.at("/signed"));
            state.put("/gone", 410, "application/json", new byte[0]);
            state.put("/away", 503, "text/plain", new byte[0]);
            assertThat(endorsed(site, badge, issuer, state.at("/gone")))
                    .containsExactly("FAILED wrong " + state.at("/gone"));
            assertThat(endorsed(site, badge, issuer, state.at("/never")))
                    .containsExactly("FAILED wrong " + state.at("/never"));
            assertThat(endorsed(site, badge, issuer, state.at("/away")))
                    .containsExactly("UNKNOWN not-known " + state.at("/away"));
            String one = state.at("/good");
            assertThat(endorsed(site, badge, issuer, one, one, one, one, one, one))
                    .containsExactly("UNKNOWN too-many");
            assertThat(endorsed(site, badge, issuer)).as("no such line").isEmpty();
        }
    }

    private static JsonObjectBuilder endorsement(String id, String of, String by) {
        return document(id, "Endorsement")
                .add("claim", Json.createObjectBuilder().add("id", of).add("endorsementComment", "We know it"))
                .add("issuer", by)
                .add("issuedOn", "2026-01-01T00:00:00Z")
                .add("verification", Json.createObjectBuilder().add("type", "HostedBadge"));
    }

    private List<String> endorsed(
            WebSite site, String badge, String issuer, JsonObjectBuilder endorsement, WebSite where, String path) {
        return endorsed(site, badge, issuer, where.put(path, endorsement.build().toString()));
    }

    /** What is said of an assertion's endorsements. */
    private List<String> endorsed(WebSite site, String badge, String issuer, String... endorsements) {
        JsonObjectBuilder definition =
                document(badge, "BadgeClass").add("name", "Welding").add("issuer", issuer);
        String assertion = assertion(site.at("/" + UUID.randomUUID()), badge);
        JsonObjectBuilder endorsed = Json.createObjectBuilder(CredentialController.read(assertion));
        if (endorsements.length > 0) {
            endorsed.add("endorsement", Json.createArrayBuilder(List.of(endorsements)));
        }
        String hosted = endorsed.build().toString();
        site.put(badge.substring(site.at("").length()), definition.build().toString());
        site.put(
                CredentialController.read(hosted)
                        .getString("id")
                        .substring(site.at("").length()),
                hosted);
        return verification.of(hosted).checks().stream()
                .filter(check -> check.step() == Verdict.Step.ENDORSEMENT)
                .map(check -> (check.outcome() + " " + check.reason() + " " + check.detail()).strip())
                .toList();
    }

    private static JsonObjectBuilder document(String id, String type) {
        return Json.createObjectBuilder()
                .add("@context", "https://w3id.org/openbadges/v2")
                .add("type", type)
                .add("id", id);
    }

    private static String assertion(String id, String badge) {
        return document(id, "Assertion")
                .add("badge", badge)
                .add("issuedOn", "2026-01-01T00:00:00Z")
                .add(
                        "recipient",
                        Json.createObjectBuilder()
                                .add("type", "email")
                                .add("hashed", false)
                                .add("identity", "a@example.org"))
                .add("verification", Json.createObjectBuilder().add("type", "HostedBadge"))
                .build()
                .toString();
    }

    private static String with(JsonObject object, String member, String value) {
        return Json.createObjectBuilder(object).add(member, value).build().toString();
    }

    private JsonObject ask(String address) {
        HttpBrowser.Page answer =
                new HttpBrowser().header("Accept", "application/ld+json").get(URI.create(address));
        assertThat(answer.status()).as(address).isEqualTo(200);
        JsonObject document = CredentialController.read(answer.body());
        assertThat(document.getString("id")).isEqualTo(address);
        return document;
    }

    private int status(String path) {
        return new HttpBrowser().get(settings.at(path)).status();
    }

    private List<String> failures(String text) {
        return verification.of(text).checks().stream()
                .filter(check -> check.outcome() == Verdict.Outcome.FAILED)
                .map(check -> (check.step() + " " + check.reason() + " " + check.detail()).strip())
                .toList();
    }
}
