package dev.laurel.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.laurel.badge.Award;
import dev.laurel.badge.proof.DataIntegrity;
import dev.laurel.badge.proof.PackagedContexts;
import dev.laurel.badge.proof.SigningKey;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.wallet.WalletFixtures.Teacher;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Badges of other issuers come into a wallet only when they are genuine and its owner's. */
@LaurelTest
class ImportTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private final Map<String, String> files = new ConcurrentHashMap<>();
    private HttpServer site;
    private String address;
    private HttpBrowser home;
    private Teacher teacher;

    @BeforeEach
    void aWalletAndAnotherIssuersSite() throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            String file = files.get(exchange.getRequestURI().getPath());
            byte[] body = file == null ? new byte[0] : file.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(file == null ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        site.start();
        WalletFixtures fixtures = new WalletFixtures(context);
        teacher = fixtures.teacher();
        address = WalletFixtures.address();
        home = fixtures.keeps(teacher, address);
    }

    @AfterEach
    void stop() {
        site.stop(0);
    }

    private String at(String path) {
        return "http://localhost:" + site.getAddress().getPort() + path;
    }

    private Page bring(String text) {
        return home.get(settings.at("/wallet/elsewhere"))
                .form("form[action$=/elsewhere]")
                .set("text", text)
                .submit();
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
                .contains("It is for another e-mail address than the one that you typed.");
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
        await().until(() -> jdbc.sql("select count(*) from stack_award where person_id = :person"
                                + " and achievement = 'https://school.example.org/welding' and lost_at is null")
                        .param("person", teacher.owner().person().value())
                        .query(Integer.class)
                        .single()
                == 1);
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
    }

    @Test
    void anOlderHostedBadgeIsKeptByItsAddressAndSeenToBeRevokedLater() {
        String issuer = at("/issuer");
        files.put(
                "/issuer",
                hosted(issuer, "Issuer").add("name", "Another school").build().toString());
        files.put(
                "/badge",
                hosted(at("/badge"), "BadgeClass")
                        .add("name", "Welding, 2.0")
                        .add("issuer", issuer)
                        .build()
                        .toString());
        String path = "/" + UUID.randomUUID();
        files.put(
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
