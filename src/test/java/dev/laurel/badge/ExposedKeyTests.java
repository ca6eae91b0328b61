package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.laurel.badge.proof.DataIntegrity;
import dev.laurel.badge.proof.IndependentVerifier;
import dev.laurel.badge.proof.JwtCredential;
import dev.laurel.badge.proof.JwtKey;
import dev.laurel.badge.proof.NotCoveredByProof;
import dev.laurel.badge.proof.PackagedContexts;
import dev.laurel.badge.proof.SigningKey;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** After others came to know an issuer's key: what it signed is signed again, and then the key is gone. */
@LaurelTest
class ExposedKeyTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Issuers issuers;

    @Autowired
    IssuerDomains domains;

    @Autowired
    SigningAgain again;

    @Autowired
    Awards awards;

    @Autowired
    Verification verification;

    BadgeFixtures fixtures;
    MicroCredential achievement;
    Issuer issuer;
    final List<Award> badges = new ArrayList<>();

    @BeforeEach
    void threeBadges() {
        fixtures = new BadgeFixtures(context);
        achievement = fixtures.from("Careless " + UUID.randomUUID());
        for (int i = 0; i < 3; i++) {
            badges.add(fixtures.earn(achievement));
        }
        issuer = issuers.named(achievement.issuer());
    }

    @AfterEach
    void takenOff() {
        fixtures.takenOff(achievement);
    }

    private static JsonObject json(Award badge) {
        return IssuingTests.json(badge.addresses().page());
    }

    private static String key(JsonObject signed) {
        return signed.getJsonObject("proof").getString("verificationMethod").replaceFirst(".*#", "");
    }

    private String document() {
        return new HttpBrowser()
                .get(settings.at("/issuers/" + issuer.slug() + "/did.json"))
                .body();
    }

    private int tokenKey(int number) {
        return new HttpBrowser()
                .get(settings.at("/issuers/" + issuer.slug() + "/keys/jwt-" + number))
                .status();
    }

    private static JsonObject withoutProof(JsonObject credential) {
        return Json.createObjectBuilder(credential).remove("proof").build();
    }

    private void verifies(Award badge) {
        assertThat(IndependentVerifier.verifies(json(badge), IssuingTests.publishedKey(json(badge))))
                .isTrue();
        for (URI form : List.of(badge.addresses().json(), badge.addresses().jwt())) {
            assertThat(verification.of(form.toString()).overall())
                    .as(form.toString())
                    .isEqualTo(Verdict.Outcome.PASSED);
        }
    }

    private void passes(String text) {
        assertThat(verification.of(text).overall()).isEqualTo(Verdict.Outcome.PASSED);
    }

    private void isTakenOut(String text) {
        Verdict verdict = verification.of(text);
        assertThat(verdict.overall()).isEqualTo(Verdict.Outcome.FAILED);
        assertThat(verdict.obstacle()).extracting(Verdict.Check::reason).isEqualTo("taken-out");
        assertThat(new HttpBrowser()
                        .get(settings.at("/verify"))
                        .form("main form")
                        .set("text", text)
                        .submit()
                        .text())
                .contains("a key that its issuer has taken out of use because others may know it");
    }

    private TenantId tenant(Award badge) {
        return awards.withId(badge.credentialId()).orElseThrow().tenant();
    }

    private SigningAgain.Progress progress() {
        return again.of(issuer).get(0);
    }

    private static String header(Award badge) {
        String token = new HttpBrowser().get(badge.addresses().jwt()).body();
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[0]), StandardCharsets.UTF_8);
    }

    @Test
    void aForgedBadgeVerifiesUntilAllRealOnesAreSignedAgainAndRealOnesAlwaysDo(@TempDir Path directory)
            throws NotCoveredByProof, IOException {
        Award last = badges.get(2);
        Award revoked = fixtures.earn(achievement);
        context.getBean(Badges.class).revoke(tenant(revoked), revoked.credentialId(), "a reason");
        SigningKey stolen = issuers.signingKey(issuer);
        JwtKey stolenForTokens = issuers.jwtKey(issuer);
        JsonObject lie = Json.createObjectBuilder(withoutProof(json(badges.get(0))))
                .add("name", "A badge that nobody earned")
                .build();
        String forged = DataIntegrity.sign(lie, stolen, Instant.now()).toString();
        String forgedToken = JwtCredential.sign(lie, stolenForTokens);
        List<JsonObject> before =
                badges.stream().map(badge -> withoutProof(json(badge))).toList();
        badges.forEach(this::verifies);
        passes(forged);
        passes(forgedToken);
        assertThat(again.of(issuer)).isEmpty();

        fixtures.cannotBeSignedAgain(last.credentialId());
        domains.replaceExposed(issuer, false);
        again.work(issuer);
        assertThat(badges).extracting(badge -> key(json(badge))).containsExactly("key-2", "key-2", "key-1");
        assertThat(document()).contains("#key-1", "#jwt-1", "#key-2");
        assertThat(tokenKey(1)).isEqualTo(200);
        context.getBean(StaticExport.class).to(directory);
        Path exported = directory.resolve("issuers/" + issuer.slug());
        assertThat(exported.resolve("did.json")).content().contains("#key-1");
        assertThat(exported.resolve("keys/jwt-1")).exists();
        badges.forEach(this::verifies);
        passes(forged); // as long as a real badge needs the key
        passes(forgedToken);

        fixtures.isDueAgain(last.credentialId());
        again.work(issuer);
        assertThat(document()).doesNotContain("#key-1\"", "#jwt-1\"").contains("#key-2", "#jwt-2");
        assertThat(tokenKey(1)).isEqualTo(404);
        assertThat(tokenKey(2)).isEqualTo(200);
        context.getBean(StaticExport.class).to(directory);
        assertThat(exported.resolve("did.json")).content().doesNotContain("#key-1\"");
        assertThat(exported.resolve("keys/jwt-1")).doesNotExist();
        assertThat(exported.resolve("keys/jwt-2")).exists();
        isTakenOut(forged);
        isTakenOut(forgedToken);
        badges.forEach(this::verifies);
        assertThat(badges).allSatisfy(badge -> {
            assertThat(key(json(badge))).isEqualTo("key-2");
            assertThat(header(badge)).contains("/jwt-2");
        });
        assertThat(badges).extracting(badge -> withoutProof(json(badge))).isEqualTo(before);

        assertThat(key(CredentialController.read(
                        awards.withId(revoked.credentialId()).orElseThrow().credential())))
                .isEqualTo("key-2");
        assertThat(verification.of(revoked.addresses().json().toString()).obstacle())
                .extracting(Verdict.Check::reason)
                .isEqualTo("revoked");
        JsonObject list = IssuingTests.json(
                URI.create(json(last).getJsonObject("credentialStatus").getString("statusListCredential")));
        assertThat(key(list)).isEqualTo("key-2");
        assertThat(IndependentVerifier.verifies(list, IssuingTests.publishedKey(list)))
                .isTrue();
        assertThat(new HttpBrowser()
                        .get(settings.at("/issuers/" + issuer.slug()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void goesOnAfterAnInterruptionAndSignsNothingTwice() {
        badges.forEach(badge -> fixtures.cannotBeSignedAgain(badge.credentialId()));
        domains.replaceExposed(issuer, false);
        again.work(issuer);
        Award first = badges.get(0);
        context.getBean(TransactionTemplate.class).executeWithoutResult(status -> {
            assertThat(context.getBean(Issuing.class)
                            .signUnchanged(awards.withId(first.credentialId()).orElseThrow()))
                    .isTrue();
            status.setRollbackOnly(); // the node is gone before it was stored
        });
        assertThat(key(json(first))).isEqualTo("key-1");
        fixtures.isDueAgain(first.credentialId());
        again.work(issuer);
        assertThat(badges).extracting(badge -> key(json(badge))).containsExactly("key-2", "key-1", "key-1");
        assertThat(progress()).extracting("signed", "all", "doneAt").containsExactly(1, 3, null);

        badges.forEach(badge -> fixtures.isDueAgain(badge.credentialId()));
        CompletableFuture<Void> otherNode = CompletableFuture.runAsync(() -> again.work(issuer));
        again.work(issuer);
        otherNode.join();
        again.work(issuer);
        assertThat(progress().signed()).isEqualTo(3);
        assertThat(progress().all()).isEqualTo(3);
        assertThat(progress().failed()).isZero();
        assertThat(progress().doneAt()).isNotNull();
        assertThat(badges)
                .extracting(badge ->
                        awards.withId(badge.credentialId()).orElseThrow().revision())
                .containsOnly(2);
    }

    @Test
    void oneThatCannotBeSignedIsSeenAndStopsNoOther() {
        Award broken = badges.get(0);
        String sound = awards.withId(broken.credentialId()).orElseThrow().credential();
        HttpBrowser officer = officer(broken);
        // as if they were from before it was kept who signed
        jdbc.sql("update badge_award set key_number = null where issuer_id = :issuer")
                .param("issuer", issuer.id().value())
                .update();
        store(broken, sound.replace(PackagedContexts.OPEN_BADGES_EXTENSIONS, "https://elsewhere.example/unknown"));

        officer.get(settings.at("/issue/keys")).form("form:has([name=exposed])").submit();
        again.work(issuer);
        assertThat(badges.subList(1, 3)).extracting(badge -> key(json(badge))).containsOnly("key-2");
        assertThat(progress()).extracting("signed", "all", "failed", "doneAt").containsExactly(2, 3, 1, null);
        assertThat(officer.get(settings.at("/issue/keys")).text())
                .contains("2 of 3 badges are signed again", "One badge could not be signed", "Tried once")
                .contains(broken.credentialId());
        assertThat(document()).contains("#key-1\"");

        store(broken, sound);
        again.work(issuer); // its next turn has not come
        assertThat(key(json(broken))).isEqualTo("key-1");
        fixtures.isDueAgain(broken.credentialId());
        again.work(issuer);
        badges.forEach(this::verifies);
        assertThat(officer.get(settings.at("/issue/keys")).text())
                .contains("All 3 badges are signed again", "The old key was taken out")
                .contains("Files and pictures that people downloaded before keep the old signature")
                .doesNotContain("could not be signed");
        assertThat(document()).doesNotContain("#key-1\"");
    }

    @Test
    void oneThatNeverCanBeSignedKeepsTheKeyNoLongerOnceAnOfficerSaysWhy() {
        Award broken = badges.get(0);
        String sound = awards.withId(broken.credentialId()).orElseThrow().credential();
        HttpBrowser officer = officer(broken);
        HttpBrowser stranger = officer(fixtures.earn(achievement));
        store(broken, sound.replace(PackagedContexts.OPEN_BADGES_EXTENSIONS, "https://elsewhere.example/unknown"));
        officer.get(settings.at("/issue/keys")).form("form:has([name=exposed])").submit();
        again.work(issuer);
        assertThat(document()).contains("#key-1\"");
        assertThat(stranger.get(settings.at("/issue/keys")).text())
                .contains("One badge could not be signed")
                .doesNotContain("Go on without this badge");

        HttpBrowser.Page refused = officer.get(settings.at("/issue/keys"))
                .form("form[action$=/settled]")
                .set("reason", "  ")
                .submit();
        assertThat(refused.text()).contains("Nothing was changed");
        HttpBrowser.Page settled = officer.get(settings.at("/issue/keys"))
                .form("form[action$=/settled]")
                .set("reason", "Its text was damaged years ago; Maya has a new badge")
                .submit();
        assertThat(settled.text()).contains("The badge is settled").doesNotContain("Go on without this badge");
        again.work(issuer);
        assertThat(document()).doesNotContain("#key-1\"");
        assertThat(progress().doneAt()).isNotNull();
        assertThat(officer.get(settings.at("/issue/badges/" + broken.credentialId()))
                        .text())
                .contains("Left with the signature of a key in wrong hands", "Its text was damaged years ago");
        verifies(badges.get(1));

        // when other keys are exposed, it is tried like every other
        store(broken, sound);
        domains.replaceExposed(issuer, false);
        again.work(issuer);
        assertThat(key(json(broken))).isEqualTo("key-3");
        verifies(broken);
    }

    @Test
    void oneThatIsNotBeingSignedAgainCannotBeSettled() {
        HttpBrowser officer = officer(badges.get(0));
        HttpBrowser.Page page = officer.get(settings.at("/issue/keys"));
        officer.get(settings.at("/issue/keys")).form("form:has([name=exposed])").submit();
        assertThat(page.text()).doesNotContain("Go on without this badge");
        StaffId somebody = new StaffId(UUID.randomUUID());
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> again.settle(
                        issuer, badges.get(0).credentialId(), "why", somebody, List.of(tenant(badges.get(0)))));
        fixtures.cannotBeSignedAgain(badges.get(0).credentialId());
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> again.settle(
                        issuer, badges.get(0).credentialId(), "why", somebody, List.of(tenant(badges.get(1)))));
        again.work(issuer);
        assertThat(document()).contains("#key-1\"");
    }

    @Test
    void aWrongNoteOfWhoSignedIsSetRightAndHoldsUpNothing() {
        domains.replaceExposed(issuer, false);
        again.work(issuer);
        jdbc.sql("update badge_award set key_number = 1 where credential_id = :id")
                .param("id", badges.get(0).credentialId())
                .update();
        again.work(issuer);
        assertThat(progress().doneAt()).isNotNull();
        assertThat(progress().signed()).isEqualTo(3);
        assertThat(document()).doesNotContain("#key-1\"");
    }

    private HttpBrowser officer(Award badge) {
        Staff staff = context.getBean(Staff.class);
        String login = "x-" + UUID.randomUUID();
        staff.grant(staff.create(login, "An officer", "exposes a key"), StaffRole.ISSUER_OFFICER, tenant(badge));
        HttpBrowser officer = new HttpBrowser();
        officer.get(settings.at("/sign-in?to=/issue"))
                .form("form:has(input[name=password])")
                .set("login", login)
                .set("password", "exposes a key")
                .submit();
        return officer;
    }

    private void store(Award badge, String credential) {
        jdbc.sql("update badge_award set credential = :credential where credential_id = :id")
                .param("credential", credential)
                .param("id", badge.credentialId())
                .update();
    }

    @Test
    void aTextForPartnersIsGivenUnderTheNewKey() {
        IssuerSeal seal = context.getBean(IssuerSeal.class);
        String type = "text+jws";
        String sealed = seal.seal(issuer.name(), type, "{}");
        assertThat(seal.toBeGiven(sealed, type)).isEqualTo(sealed);
        domains.replaceExposed(issuer, false);
        again.work(issuer);
        assertThat(open(seal, sealed, type)).isEqualTo(IssuerSeal.Outcome.NOT_PUBLISHED);
        String given = seal.toBeGiven(sealed, type);
        assertThat(open(seal, given, type)).isEqualTo(IssuerSeal.Outcome.PUBLISHED_KEY);
        assertThat(seal.open(given, type, did -> Optional.empty()).payload()).isEqualTo("{}");
        for (String strange : List.of("", "no seal", given + "x")) {
            assertThat(seal.toBeGiven(strange, type)).isEqualTo(strange);
        }
    }

    private static IssuerSeal.Outcome open(IssuerSeal seal, String text, String type) {
        return seal.open(text, type, did -> Optional.empty()).outcome();
    }

    @Test
    void whatWasStoredAMomentTooLateIsSignedAgainToo() {
        String before =
                awards.withId(badges.get(0).credentialId()).orElseThrow().credential();
        domains.replaceExposed(issuer, false);
        again.work(issuer);
        assertThat(document()).doesNotContain("#key-1\"");
        jdbc.sql("update badge_award set credential = :credential, key_number = 1 where credential_id = :id")
                .param("credential", before)
                .param("id", badges.get(0).credentialId())
                .update();
        again.work(issuer);
        badges.forEach(this::verifies);
        assertThat(document()).doesNotContain("#key-1\"");

        // and once more, with other keys
        domains.replaceExposed(issuer, false);
        again.work(issuer);
        assertThat(badges).extracting(badge -> key(json(badge))).containsOnly("key-3");
        assertThat(document()).doesNotContain("#key-1\"", "#key-2\"").contains("#key-3\"");
    }
}
