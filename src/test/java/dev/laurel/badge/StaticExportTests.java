package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.badge.proof.IndependentVerifier;
import dev.laurel.catalog.Catalogue;
import dev.laurel.support.LaurelTest;
import dev.laurel.tenant.TenantId;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Badges verify from files on any web host, without this application. */
@LaurelTest
class StaticExportTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    ExportCommand command;

    @Autowired
    EarnedBadges badges;

    @TempDir
    Path directory;

    private HttpServer host;

    /** A plain file server, which knows nothing of badges but what docs/badges.md has it told. */
    @BeforeEach
    void serve() throws IOException {
        host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath().substring(1);
            Path gone = directory.resolve("gone/" + path);
            Path named = directory.resolve(path);
            Path file =
                    Files.isRegularFile(gone) ? gone : Files.isDirectory(named) ? named.resolve("index.html") : named;
            byte[] body = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
            int status = Files.isRegularFile(gone) ? 410 : Files.isRegularFile(file) ? 200 : 404;
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        host.start();
    }

    @AfterEach
    void stop() {
        host.stop(0);
    }

    private HttpResponse<byte[]> get(String path) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://localhost:"
                                            + host.getAddress().getPort() + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonObject json(String path) {
        HttpResponse<byte[]> answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return CredentialController.read(new String(answer.body(), StandardCharsets.UTF_8));
    }

    private void export() throws IOException {
        command.run(new DefaultApplicationArguments("--export-badges=" + directory));
    }

    @Test
    void nothingIsWrittenUnlessItIsAskedFor() throws IOException {
        command.run(new DefaultApplicationArguments());
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aBadgeVerifiesFromFilesAndARevocationIsSeenThere() throws IOException {
        BadgeFixtures fixtures = new BadgeFixtures(context);
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        String id = fixtures.awardFor(decided).orElseThrow().credentialId();
        export();

        JsonObject credential = json("/credentials/" + id + ".json");
        String did = credential.getJsonObject("issuer").getString("id");
        JsonObject document = json("/issuers/" + did.substring(did.lastIndexOf(':') + 1) + "/did.json");
        assertThat(document.getString("id")).isEqualTo(did);
        assertThat(IndependentVerifier.verifies(credential, key(document, credential)))
                .isTrue();
        String list = URI.create(credential.getJsonObject("credentialStatus").getString("statusListCredential"))
                .getPath();
        JsonObject status = json(list);
        assertThat(IndependentVerifier.verifies(status, key(document, status))).isTrue();
        assertThat(isSet(status, credential)).isFalse();
        String token = new String(get("/credentials/" + id + ".jwt").body(), StandardCharsets.US_ASCII);
        String kid = CredentialController.read(
                        new String(Base64.getUrlDecoder().decode(token.split("\\.")[0]), StandardCharsets.UTF_8))
                .getString("kid");
        assertThat(json(URI.create(kid).getPath()).getString("kty")).isEqualTo("RSA");
        assertThat(BakedCredential.in(get("/credentials/" + id + "/badge.png").body()))
                .contains(credential.toString());
        JsonObject assertion = json("/ob2/assertions/" + id);
        for (String kind : List.of("png", "svg")) {
            byte[] image = get("/credentials/" + id + "/badge-ob2." + kind).body();
            assertThat(BakedCredential.in(image).orElseThrow())
                    .as(kind)
                    .contains("/ob2/assertions/" + id)
                    .doesNotContain("OpenBadgeCredential");
        }
        JsonObject badge = json(URI.create(assertion.getString("badge")).getPath());
        assertThat(json(URI.create(badge.getString("issuer")).getPath()).getString("type"))
                .isEqualTo("Issuer");

        whatItStandsForIsThere(credential.getJsonObject("credentialSubject"));

        context.getBean(Badges.class).revoke(decided.tenant(), id, "a reason");
        export();
        assertThat(isSet(json(list), credential)).isTrue();
        HttpResponse<byte[]> revoked = get("/ob2/assertions/" + id);
        assertThat(revoked.statusCode()).isEqualTo(410);
        assertThat(CredentialController.read(new String(revoked.body(), StandardCharsets.UTF_8))
                        .getBoolean("revoked"))
                .isTrue();
        assertThat(get("/credentials/" + id + "/badge-ob2.png").statusCode()).isEqualTo(404);
        assertThat(get("/credentials/" + id + "/badge-ob2.svg").statusCode()).isEqualTo(404);
        assertThat(get("/credentials/" + id + "/badge.png").statusCode()).isEqualTo(200);
        assertThat(page("/credentials/" + id + "/")
                        .select("main > :first-child")
                        .text())
                .startsWith("Revoked.");
    }

    @Test
    void anAssertionThatWasGivenOutLiesThereAlsoWhenItsIssuerGivesOutNoMore() throws IOException {
        BadgeFixtures fixtures = new BadgeFixtures(context);
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        String id = fixtures.awardFor(decided).orElseThrow().credentialId();
        export();
        JsonObject before = json("/ob2/assertions/" + id);
        Issuer issuer = context.getBean(Issuers.class).named(fixtures.hinge().issuer());
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        jdbc.sql("update badge_issuer set contact = 'call us' where id = :id")
                .param("id", issuer.id().value())
                .update();
        try {
            export();
            assertThat(json("/ob2/assertions/" + id)).isEqualTo(before);
            assertThat(get("/credentials/" + id + "/badge-ob2.png").statusCode())
                    .isEqualTo(404);
        } finally {
            jdbc.sql("update badge_issuer set contact = :contact where id = :id")
                    .param("contact", issuer.profile().contact())
                    .param("id", issuer.id().value())
                    .update();
        }
    }

    /** Readable with nothing but the files: a style that lies there, no script, and links that lead to other files. */
    private Document page(String path) {
        HttpResponse<byte[]> answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        Document page = Jsoup.parse(new String(answer.body(), StandardCharsets.UTF_8));
        assertThat(page.select("script")).isEmpty();
        assertThat(get(page.select("link[rel=stylesheet]").attr("href")).statusCode())
                .isEqualTo(200);
        assertThat(page.select("html").attr("lang")).isNotEmpty();
        assertThat(page.text()).doesNotContain("??");
        for (String link : page.select("a[href^=/], img[src^=/]").stream()
                .map(element -> element.hasAttr("href") ? element.attr("href") : element.attr("src"))
                .toList()) {
            assertThat(get(link).statusCode()).as(path + " leads to " + link).isIn(200, 410);
        }
        return page;
    }

    @Test
    void peopleReadBadgesAndIssuersFromFilesAndAnIndexLeadsToThem() throws IOException {
        BadgeFixtures fixtures = new BadgeFixtures(context);
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        String id = fixtures.awardFor(decided).orElseThrow().credentialId();
        badges.show(decided.tenant(), id, new Showing(true, "Maya <Ortiz>"));
        export();

        Document badge = page("/credentials/" + id + "/");
        JsonObject credential = json("/credentials/" + id + ".json");
        assertThat(badge.select("main > :first-child").text()).startsWith("Valid.");
        assertThat(badge.select("h1").text()).isEqualTo(credential.getString("name"));
        assertThat(badge.select("dd").eachText()).contains("Maya <Ortiz>");
        assertThat(badge.text()).contains("What was reached", "Verify it yourself");
        assertThat(CredentialController.read(badge.select("pre").text())).isEqualTo(credential);
        for (String kind : List.of("png", "svg")) {
            assertThat(BakedCredential.in(
                            get("/credentials/" + id + "/badge-jwt." + kind).body()))
                    .as(kind)
                    .contains(new String(get("/credentials/" + id + ".jwt").body(), StandardCharsets.US_ASCII));
        }

        String issuerPath =
                URI.create(credential.getJsonObject("issuer").getString("url")).getPath();
        Document issuer = page(issuerPath + "/");
        assertThat(issuer.select("h1").text())
                .isEqualTo(credential.getJsonObject("issuer").getString("name"));
        assertThat(issuer.text()).contains(credential.getJsonObject("issuer").getString("id"));
        assertThat(json(issuerPath + ".json").getString("id"))
                .isEqualTo(credential.getJsonObject("issuer").getString("id"));
        assertThat(page(issuerPath + "/index.es.html").text()).contains("Esta organización emite insignias");

        Document index = page("/");
        assertThat(index.select("a[href='" + issuerPath + "/index.html']")).hasSize(1);
        assertThat(index.html())
                .as("links to badges are for those who have them")
                .doesNotContain(id);
        assertThat(page("/index.es.html").text()).contains("Qué acreditan las insignias");

        badges.show(decided.tenant(), id, new Showing(false, null));
        context.getBean(Showings.class).gone(id);
        export();
        assertThat(get("/credentials/" + id).statusCode()).isEqualTo(410);
        assertThat(new String(get("/credentials/" + id).body(), StandardCharsets.UTF_8))
                .contains("This badge is gone")
                .doesNotContain("Maya");
        assertThat(get("/ob2/assertions/" + id).statusCode()).isEqualTo(410);
        for (String left : List.of(".json", ".jwt", "/index.html", "/badge-jwt.png", "/badge-jwt.svg")) {
            assertThat(get("/credentials/" + id + left).statusCode()).as(left).isEqualTo(404);
        }
    }

    /** Also at the anchors that the badge points to. */
    private void whatItStandsForIsThere(JsonObject subject) {
        JsonObject achievement = subject.getJsonObject("achievement");
        HttpResponse<byte[]> answer =
                get(URI.create(achievement.getString("id")).getPath());
        assertThat(answer.statusCode()).isEqualTo(200);
        Document page = Jsoup.parse(new String(answer.body(), StandardCharsets.UTF_8));
        assertThat(page.select("h1").text()).isEqualTo(achievement.getString("name"));
        assertThat(page.text()).doesNotContain("??");
        for (String paragraph :
                achievement.getJsonObject("criteria").getString("narrative").split("\n+")) {
            assertThat(page.text()).contains(paragraph.replaceAll("\\s+", " ").strip());
        }
        assertThat(subject.getJsonArray("result")).isNotEmpty();
        for (JsonObject result : subject.getJsonArray("result").getValuesAs(JsonObject.class)) {
            for (String member : List.of("resultDescription", "achievedLevel")) {
                assertThat(page.getElementById(
                                URI.create(result.getString(member)).getFragment()))
                        .as(result.getString(member))
                        .isNotNull();
            }
        }
        assertThat(get(URI.create(achievement.getJsonObject("image").getString("id"))
                                .getPath())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aBadgeThatItsEarnerKeepsPrivateIsNotThere() throws IOException {
        BadgeFixtures fixtures = new BadgeFixtures(context);
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        String id = fixtures.awardFor(decided).orElseThrow().credentialId();
        export();
        assertThat(get("/credentials/" + id + ".json").statusCode()).isEqualTo(200);
        badges.show(decided.tenant(), id, new Showing(false, null));
        export();
        assertThat(get("/credentials/" + id + ".json").statusCode()).isEqualTo(404);
        assertThat(get("/credentials/" + id + "/badge.png").statusCode()).isEqualTo(404);
        assertThat(get("/credentials/" + id + "/badge-ob2.png").statusCode()).isEqualTo(404);
        assertThat(get("/ob2/assertions/" + id).statusCode()).isEqualTo(404);
    }

    /** As if that came to pass just when the badge's files are written. */
    private void exportWhile(Map<String, Runnable> meanwhile) throws IOException {
        HostedDocuments hosted =
                new HostedDocuments(
                        context.getBean(Awards.class),
                        context.getBean(Issuers.class),
                        context.getBean(Catalogue.class),
                        context.getBean(CredentialDocument.class),
                        context.getBean(BadgeAddresses.class),
                        context.getBean(Showings.class),
                        context.getBean(Clock.class)) {
                    @Override
                    PublicDocuments.Answer assertion(String credentialId) {
                        meanwhile.getOrDefault(credentialId, () -> {}).run();
                        return super.assertion(credentialId);
                    }
                };
        new StaticExport(
                        context.getBean(JdbcClient.class),
                        context.getBean(Awards.class),
                        context.getBean(Issuers.class),
                        context.getBean(DidDocuments.class),
                        context.getBean(IssuerDomains.class),
                        context.getBean(BadgeAddresses.class),
                        context.getBean(StatusLists.class),
                        context.getBean(Showings.class),
                        context.getBean(BadgeFiles.class),
                        context.getBean(BadgeImages.class),
                        hosted,
                        context.getBean(Catalogue.class),
                        context.getBean(CredentialDocument.class),
                        context.getBean(AchievementPage.class),
                        context.getBean(FilePages.class),
                        context.getBean(IssuerProfiles.class))
                .to(directory);
    }

    @Test
    void whatHappensToABadgeWhileItsFilesAreWrittenEndsNothing() throws IOException {
        BadgeFixtures fixtures = new BadgeFixtures(context);
        Map<String, String> ids = new LinkedHashMap<>();
        Map<String, Runnable> happens = new HashMap<>();
        for (String what : List.of("revoked", "suspended", "private", "forgotten")) {
            SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
            fixtures.hear(decided);
            String id = fixtures.awardFor(decided).orElseThrow().credentialId();
            ids.put(what, id);
            happens.put(id, () -> happens(what, decided.tenant(), id));
        }
        export();
        ids.forEach((what, id) ->
                assertThat(get("/ob2/assertions/" + id).statusCode()).as(what).isEqualTo(200));
        exportWhile(happens);
        ids.forEach((what, id) -> {
            assertThat(get("/ob2/assertions/" + id).statusCode())
                    .as(what)
                    .isEqualTo(what.equals("revoked") ? 410 : 404);
            assertThat(Files.exists(directory.resolve("ob2/assertions/" + id)))
                    .as(what)
                    .isFalse();
            assertThat(get("/credentials/" + id + "/badge-ob2.png").statusCode())
                    .as(what)
                    .isEqualTo(404);
        });
    }

    private void happens(String what, TenantId tenant, String id) {
        switch (what) {
            case "revoked" -> context.getBean(Badges.class).revoke(tenant, id, "a reason");
            case "suspended" ->
                context.getBean(Awards.class)
                        .suspend(id, context.getBean(Clock.class).instant());
            default -> {
                badges.show(tenant, id, new Showing(false, null));
                if (what.equals("forgotten")) {
                    context.getBean(Showings.class).gone(id);
                }
            }
        }
    }

    private static String key(JsonObject document, JsonObject signed) {
        String method = signed.getJsonObject("proof").getString("verificationMethod");
        return document.getJsonArray("verificationMethod").getValuesAs(JsonObject.class).stream()
                .filter(candidate -> candidate.getString("id").equals(method))
                .findFirst()
                .orElseThrow()
                .getString("publicKeyMultibase");
    }

    private static boolean isSet(JsonObject list, JsonObject credential) {
        int index =
                Integer.parseInt(credential.getJsonObject("credentialStatus").getString("statusListIndex"));
        return StatusBits.decode(list.getJsonObject("credentialSubject").getString("encodedList"))
                .isSet(index);
    }
}
