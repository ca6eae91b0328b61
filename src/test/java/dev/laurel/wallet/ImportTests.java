package dev.laurel.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Cache;
import dev.laurel.badge.Award;
import dev.laurel.badge.proof.DataIntegrity;
import dev.laurel.badge.proof.PackagedContexts;
import dev.laurel.badge.proof.SigningKey;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.support.WebSite;
import dev.laurel.system.LaurelSettings;
import dev.laurel.wallet.WalletFixtures.Teacher;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.util.ReflectionTestUtils;

/** Badges of other issuers come into a wallet only when they are genuine and its owner's. */
@LaurelTest
class ImportTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private WebSite site;
    private String address;
    private HttpBrowser home;
    private Teacher teacher;

    @BeforeEach
    void aWalletAndAnotherIssuersSite() throws IOException {
        site = new WebSite();
        WalletFixtures fixtures = new WalletFixtures(context);
        teacher = fixtures.teacher();
        address = WalletFixtures.address();
        home = fixtures.keeps(teacher, address);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private String at(String path) {
        return site.at(path);
    }

    private Page bring(String text) {
        return home.get(settings.at("/wallet/elsewhere"))
                .form("form[action$=/elsewhere]")
                .set("text", text)
                .submit();
    }

    @Test
    void aBadgeFromElsewhereGoesIntoTheLearnerRecordAsItIs() throws Exception {
        String own = teacher.earns("assess-hinge-questions").name();
        bring(signed(address));
        Page wallet = home.get(settings.at("/wallet"));
        String chosen = wallet.select("input[name=brought]").attr("value");
        assertThat(wallet.select("input[name=brought]").attr("form"))
                .isEqualTo(wallet.select("form.stack[data-download]").attr("id"));
        assertThat(inRecord("")).containsExactlyInAnyOrder("Welding", own);
        assertThat(inRecord("?brought=" + chosen)).containsExactly("Welding");
        String ticked = wallet.select("input[name=badge]").first().attr("value");
        assertThat(inRecord("?badge=" + ticked)).containsExactly(own);
        assertThat(home.get(settings.at("/wallet/record.json?badge=")).status())
                .as("who chose and names none is not given all")
                .isNotEqualTo(200);
    }

    private List<String> inRecord(String query) {
        Page record = home.get(settings.at("/wallet/record.json" + query));
        assertThat(record.status()).isEqualTo(200);
        JsonObject read = Json.createReader(new StringReader(record.body())).readObject();
        return read
                .getJsonObject("credentialSubject")
                .getJsonArray("verifiableCredential")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(badge -> badge.getString("name"))
                .toList();
    }

    private static String problem(Page page) {
        assertThat(page.status()).isEqualTo(422);
        return page.select("[role=alert]").text();
    }

    @Test
    void whatIsNoBadgeOrNotTheirsIsNotKept() throws Exception {
        assertThat(problem(bring(" "))).contains("Choose a file or paste");
        assertThat(problem(bring("{}"))).contains("was not kept");
        assertThat(problem(bring(signed("somebody.else@example.org")))).contains("was not kept");
        assertThat(bring(signed("somebody.else@example.org")).text())
                .contains("It was issued to another e-mail address.");
        JsonObject mine = Json.createReader(new StringReader(signed(address))).readObject();
        assertThat(problem(bring(Json.createObjectBuilder(mine)
                        .add("name", "A better name")
                        .build()
                        .toString())))
                .contains("was not kept");
        assertThat(problem(bring(at("/nothing-here")))).contains("was not kept");
        Page png = home.get(settings.at("/wallet/elsewhere"))
                .form("form[action$=/elsewhere]")
                .file("file", "shot.png", "image/png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0
                })
                .submit();
        assertThat(problem(png)).contains("A screenshot loses what is inside");
        assertThat(home.get(settings.at("/wallet")).text()).contains("None yet. You can bring in");
    }

    @Test
    void oneOfOursComesInByItsAccountInstead() {
        Award award = teacher.earns("assess-hinge-questions");
        assertThat(problem(bring(award.addresses().page().toString()))).contains("was issued here");
    }

    @Test
    void aSignedBadgeIsKeptShownAsExternalCheckedAgainAndRemoved() throws Exception {
        String badge = signed(address);
        Page wallet = bring(badge);
        assertThat(wallet.uri().getPath()).isEqualTo("/wallet");
        assertThat(wallet.select("[role=status]").text()).contains("genuine and yours");
        assertThat(wallet.select("#elsewhere .list").text())
                .contains("Welding", "From elsewhere", "issued by Another school, not by us");
        assertThat(problem(bring(badge))).contains("in your wallet already");
        untilItCounts(1);
        Page page = wallet.click("#elsewhere .list a");
        Page checked = page.form("form[action$=/check]").submit();
        assertThat(checked.select("ol .status.earned").size()).isGreaterThan(6);
        assertThat(home.get(settings.at(page.select("a[download]").attr("href")))
                        .body())
                .isEqualTo(badge);
        Page other = new WalletFixtures(context)
                .keeps(new WalletFixtures(context).teacher(), WalletFixtures.address())
                .get(page.uri());
        assertThat(other.status()).as("nobody else's wallet").isEqualTo(404);
        Page removed = checked.form("form[action$=/removal]").submit();
        assertThat(removed.select("[role=status]").text()).contains("no longer in your wallet");
        assertThat(home.get(page.uri()).status()).isEqualTo(404);
        untilItCounts(0);
        // Brought in again, it counts again; and not when the account leaves the wallet that it lies in.
        bring(badge);
        untilItCounts(1);
        home.get(settings.at("/wallet/accounts")).form("form[action$=/unlink]").submit();
        untilItCounts(0);
    }

    @Test
    void anOlderHostedBadgeIsKeptByItsAddressAndSeenToBeRevokedLater() {
        String issuer = at("/issuer");
        site.put(
                "/issuer",
                hosted(issuer, "Issuer").add("name", "Another school").build().toString());
        site.put(
                "/badge",
                hosted(at("/badge"), "BadgeClass")
                        .add("name", "Welding, 2.0")
                        .add("issuer", issuer)
                        .build()
                        .toString());
        String path = "/" + UUID.randomUUID();
        site.put(
                path,
                hosted(at(path), "Assertion")
                        .add("badge", at("/badge"))
                        .add("issuedOn", "2026-01-01T00:00:00Z")
                        .add(
                                "recipient",
                                Json.createObjectBuilder()
                                        .add("type", "email")
                                        .add("hashed", true)
                                        .add("salt", "s")
                                        .add("identity", sha256(address + "s")))
                        .add("verification", Json.createObjectBuilder().add("type", "HostedBadge"))
                        .build()
                        .toString());
        Page wallet = bring(at(path));
        assertThat(wallet.select("#elsewhere .list").text()).contains("Welding, 2.0", "Another school");
        UUID id = jdbc.sql("select id from wallet_import where badge_id = :badge")
                .param("badge", at(path))
                .query(UUID.class)
                .single();
        int before = Mailbox.to(address).size();
        look(id);
        assertThat(fault(id)).isNull();

        // Something that is gone for a moment takes nothing from anybody; gone for longer, it does.
        site.put(path, 404, "text/plain", new byte[0]);
        look(id);
        assertThat(fault(id)).isEqualTo("SUSPECTED");
        assertThat(home.get(settings.at("/wallet")).text()).doesNotContain("Can no longer be verified");
        look(id);
        assertThat(fault(id)).isEqualTo("BROKEN");
        assertThat(home.get(settings.at("/wallet")).text()).contains("Can no longer be verified");
        assertThat(Mailbox.latest(address, before + 1).subject()).contains("can no longer be verified");

        site.put(path, 410, "application/json", "{\"revoked\": true}".getBytes(StandardCharsets.UTF_8));
        look(id);
        look(id);
        assertThat(fault(id)).isEqualTo("REVOKED");
        assertThat(home.get(settings.at("/wallet/elsewhere/" + id)).text())
                .contains("Its issuer has revoked this badge");
        assertThat(Mailbox.latest(address, before + 2).text()).contains("/wallet/elsewhere/" + id);
        assertThat(Mailbox.to(address)).as("told once").hasSize(before + 2);
    }

    /** Has the badge's time come, as a week later. */
    private void look(UUID id) {
        // what its issuer answered before is not kept for a week
        Object answers = ReflectionTestUtils.getField(context.getBean("publicDocuments"), "answers");
        ((Cache<?, ?>) answers).invalidateAll();
        jdbc.sql("update wallet_import set next_check_at = :past where id = :id")
                .param("past", Timestamp.from(Instant.now().minusSeconds(60)))
                .param("id", id)
                .update();
        context.getBean(Imports.class).lookAtDue();
    }

    private String fault(UUID id) {
        return jdbc.sql("select fault from wallet_import where id = :id")
                .param("id", id)
                .query((row, n) -> row.getString(1))
                .list()
                .get(0);
    }

    private void untilItCounts(int times) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> jdbc.sql("select count(*) from stack_award where person_id = :person"
                                        + " and achievement = 'https://school.example.org/welding' and lost_at is null")
                                .param("person", teacher.owner().person().value())
                                .query(Integer.class)
                                .single()
                        == times);
    }

    @Test
    void badgesComeInOutOfPicturesAndAsTokens() throws Exception {
        assertThat(bringFile("badge.png", "image/png", png("openbadgecredential", signed(address)))
                        .uri()
                        .getPath())
                .isEqualTo("/wallet");
        String svg =
                "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:openbadges=\"%s\"><openbadges:%s>%s</openbadges:%s></svg>";
        assertThat(bringFile(
                                "badge.svg",
                                "image/svg+xml",
                                svg.formatted(
                                                "https://purl.imsglobal.org/ob/v3p0",
                                                "credential",
                                                "<![CDATA[" + signed(address) + "]]>",
                                                "credential")
                                        .getBytes(StandardCharsets.UTF_8))
                        .uri()
                        .getPath())
                .isEqualTo("/wallet");
        assertThat(bringFile("old.png", "image/png", png("openbadges", hostedHere("Baked, 2.0")))
                        .uri()
                        .getPath())
                .isEqualTo("/wallet");
        assertThat(bringFile(
                                "old.svg",
                                "image/svg+xml",
                                svg.formatted(
                                                "http://openbadges.org",
                                                "assertion",
                                                "<![CDATA[" + hostedHere("Drawn, 2.0") + "]]>",
                                                "assertion")
                                        .getBytes(StandardCharsets.UTF_8))
                        .uri()
                        .getPath())
                .isEqualTo("/wallet");
        String token = token(address);
        assertThat(bring(token).uri().getPath()).isEqualTo("/wallet");
        assertThat(problem(bringFile("badge.jwt", "text/plain", token.getBytes(StandardCharsets.US_ASCII))))
                .contains("in your wallet already");
        Page wallet = home.get(settings.at("/wallet"));
        assertThat(wallet.select("#elsewhere .list").text()).contains("Baked, 2.0", "Drawn, 2.0", "Welding by token");
        Page kept = wallet.click("#elsewhere .list a:contains(Welding by token)");
        assertThat(home.get(settings.at(kept.select("a[download]").attr("href")))
                        .body())
                .isEqualTo(token);
        assertThat(problem(bring(token.substring(0, token.length() - 8) + "AAAAAAAA")))
                .contains("was not kept");
        byte[] changed = png("openbadgecredential", signed(address).replace("Joins metal", "Joins metals"));
        assertThat(problem(bringFile("badge.png", "image/png", changed))).contains("was not kept");
    }

    private Page bringFile(String name, String type, byte[] content) {
        return home.get(settings.at("/wallet/elsewhere"))
                .form("form[action$=/elsewhere]")
                .file("file", name, type, content)
                .submit();
    }

    /** A picture of one pixel with a text in an uncompressed iTXt chunk (PNG, 11.3.3.4), put together by hand. */
    private static byte[] png(String keyword, String text) throws IOException {
        ByteArrayOutputStream picture = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "png", picture);
        byte[] plain = picture.toByteArray();
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes("iTXt".getBytes(StandardCharsets.US_ASCII));
        chunk.writeBytes(keyword.getBytes(StandardCharsets.ISO_8859_1));
        chunk.writeBytes(new byte[5]);
        chunk.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        CRC32 sum = new CRC32();
        sum.update(chunk.toByteArray());
        int end = plain.length - 12;
        ByteBuffer baked = ByteBuffer.allocate(plain.length + chunk.size() + 8);
        baked.put(plain, 0, end);
        baked.putInt(chunk.size() - 4).put(chunk.toByteArray()).putInt((int) sum.getValue());
        return baked.put(plain, end, 12).array();
    }

    /** A hosted badge of 2.0 at this site, for the wallet's address; its text. */
    private String hostedHere(String name) {
        String id = UUID.randomUUID().toString();
        site.put(
                "/issuer",
                hosted(at("/issuer"), "Issuer")
                        .add("name", "Another school")
                        .build()
                        .toString());
        site.put(
                "/badge-" + id,
                hosted(at("/badge-" + id), "BadgeClass")
                        .add("name", name)
                        .add("issuer", at("/issuer"))
                        .build()
                        .toString());
        String assertion = hosted(at("/" + id), "Assertion")
                .add("badge", at("/badge-" + id))
                .add("issuedOn", "2026-01-01T00:00:00Z")
                .add(
                        "recipient",
                        Json.createObjectBuilder()
                                .add("type", "email")
                                .add("hashed", true)
                                .add("salt", "s")
                                .add("identity", sha256(address + "s")))
                .add("verification", Json.createObjectBuilder().add("type", "HostedBadge"))
                .build()
                .toString();
        site.put("/" + id, assertion);
        return assertion;
    }

    /** A token by a school with a did:web of its own at this site, for an address. */
    private String token(String recipient) throws Exception {
        EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        String did = site.did();
        JsonObject method = Json.createObjectBuilder()
                .add("id", did + "#es256")
                .add("type", "JsonWebKey")
                .add("controller", did)
                .add(
                        "publicKeyJwk",
                        Json.createReader(new StringReader(key.toJson(OutputControlLevel.PUBLIC_ONLY)))
                                .readObject())
                .build();
        site.put(
                "/.well-known/did.json",
                Json.createObjectBuilder()
                        .add("id", did)
                        .add("verificationMethod", Json.createArrayBuilder().add(method))
                        .add("assertionMethod", Json.createArrayBuilder().add(did + "#es256"))
                        .build()
                        .toString());
        JsonObject embedded =
                Json.createReader(new StringReader(signed(recipient))).readObject();
        String subject = "urn:uuid:" + UUID.randomUUID();
        JsonObject payload = Json.createObjectBuilder(embedded)
                .remove("proof")
                .add("name", "Welding by token")
                .add(
                        "issuer",
                        Json.createObjectBuilder(embedded.getJsonObject("issuer"))
                                .add("id", did))
                .add(
                        "credentialSubject",
                        Json.createObjectBuilder(embedded.getJsonObject("credentialSubject"))
                                .add("id", subject))
                .add("iss", did)
                .add("sub", subject)
                .add("jti", embedded.getString("id"))
                .add("nbf", Instant.parse(embedded.getString("validFrom")).getEpochSecond())
                .build();
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmHeaderValue("ES256");
        token.setHeader("typ", "JWT");
        token.setKeyIdHeaderValue(did + "#es256");
        token.setPayload(payload.toString());
        token.setKey(key.getPrivateKey());
        return token.getCompactSerialization();
    }

    private static JsonObjectBuilder hosted(String id, String type) {
        return Json.createObjectBuilder()
                .add("@context", "https://w3id.org/openbadges/v2")
                .add("type", type)
                .add("id", id);
    }

    /** A badge by a school that has nothing but a key, for an address. */
    private static String signed(String recipient) throws Exception {
        byte[] seed = SigningKey.newSeed(new SecureRandom());
        String key = SigningKey.of("none", seed).publicKey().text();
        String did = "did:key:" + key;
        JsonObject document = Json.createObjectBuilder()
                .add(
                        "@context",
                        Json.createArrayBuilder()
                                .add(PackagedContexts.CREDENTIALS_V2)
                                .add(PackagedContexts.OPEN_BADGES_3_0_3))
                .add("id", "urn:uuid:" + UUID.randomUUID())
                .add(
                        "type",
                        Json.createArrayBuilder().add("VerifiableCredential").add("OpenBadgeCredential"))
                .add("name", "Welding")
                .add(
                        "issuer",
                        Json.createObjectBuilder()
                                .add("id", did)
                                .add("type", Json.createArrayBuilder().add("Profile"))
                                .add("name", "Another school"))
                .add("validFrom", "2026-01-01T00:00:00Z")
                .add(
                        "credentialSubject",
                        Json.createObjectBuilder()
                                .add("type", Json.createArrayBuilder().add("AchievementSubject"))
                                .add(
                                        "identifier",
                                        Json.createArrayBuilder()
                                                .add(Json.createObjectBuilder()
                                                        .add("type", "IdentityObject")
                                                        .add("hashed", true)
                                                        .add("identityType", "emailAddress")
                                                        .add("salt", "pepper")
                                                        .add("identityHash", sha256(recipient + "pepper"))))
                                .add(
                                        "achievement",
                                        Json.createObjectBuilder()
                                                .add("id", "https://school.example.org/welding")
                                                .add(
                                                        "type",
                                                        Json.createArrayBuilder()
                                                                .add("Achievement"))
                                                .add("name", "Welding")
                                                .add("description", "Joins metal")
                                                .add(
                                                        "criteria",
                                                        Json.createObjectBuilder()
                                                                .add("narrative", "A weld that holds"))))
                .build();
        return DataIntegrity.sign(document, SigningKey.of(did + "#" + key, seed), Instant.parse("2026-01-02T00:00:00Z"))
                .toString();
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
}
