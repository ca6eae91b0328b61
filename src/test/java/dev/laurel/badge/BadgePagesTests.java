package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.badge.proof.IndependentVerifier;
import dev.laurel.badge.proof.StrictJson;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Publishing;
import dev.laurel.recognition.TestRules;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestLaunches;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

@LaurelTest
class BadgePagesTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    BadgeFixtures fixtures;

    @BeforeEach
    void demonstration() {
        fixtures = new BadgeFixtures(context);
        demonstrate(context);
    }

    /** As at start with {@code laurel.demo}; badges that are there already are left alone. */
    static void demonstrate(ApplicationContext context) {
        new DemoBadges(
                        context.getBean(Issuing.class),
                        context.getBean(Awards.class),
                        context.getBean(Badges.class),
                        context.getBean(StatusLists.class),
                        context.getBean(BadgeAddresses.class),
                        context.getBean(Catalogue.class),
                        context.getBean(Publishing.class),
                        context.getBean(Tenants.class),
                        context.getBean(Clock.class))
                .run(new org.springframework.boot.DefaultApplicationArguments());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html | text/html",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | text/html",
                "*/* | text/html",
                "application/vc | application/vc",
                "application/ld+json | application/ld+json",
                "application/json | application/json",
                "application/json, text/plain, */* | application/json",
                "application/vc, application/ld+json;q=0.9, application/json;q=0.8 | application/vc",
                "text/html;q=0.2, application/ld+json;q=0.8 | application/ld+json",
                "application/vc;q=0.5, application/vc+jwt;q=0.9 | application/vc+jwt",
                "application/json;q=0.1, text/html;q=0.9 | text/html",
                "application/pdf | text/html"
            })
    void answersPeopleWithAPageAndMachinesWithTheCredential(String accept, String type) {
        HttpBrowser.Page answer = new HttpBrowser()
                .header("Accept", accept)
                .header("Origin", "https://verifier.example")
                .get(settings.at("/credentials/demo-sound"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type"))
                .hasValueSatisfying(found -> assertThat(found).startsWith(type));
        assertThat(String.join(", ", answer.headers().allValues("Vary"))).contains("Accept");
        assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
        assertThat(answer.header("Cache-Control"))
                .hasValueSatisfying(
                        found -> assertThat(found).contains("max-age=").contains("public"));
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/credentials/demo-sound.json, application/vc, application/vc",
        "/credentials/demo-sound.json, application/ld+json, application/ld+json",
        "/credentials/demo-sound.json, text/html, application/json",
        "/credentials/demo-sound.json, */*, application/json",
        "/credentials/demo-sound/badge.png, text/html, image/png",
        "/credentials/demo-sound/badge.png?form=jwt, application/json, image/png",
        "/credentials/demo-sound/badge.svg, application/vc, image/svg+xml",
        "DID, text/html, application/json",
        "DID, application/did+json, application/did+json",
        "DID, */*, application/json",
        "DESIGN, application/json, image/png",
        "DESIGN, text/html, image/png",
        "LIST, text/html, application/vc",
        "LIST, application/json, application/json"
    })
    void anAddressThatNamesWhatLiesThereAnswersWithItWhateverIsAskedFor(String path, String accept, String type) {
        JsonObject badge = CredentialController.read(credential("demo-sound"));
        String did = badge.getJsonObject("issuer").getString("id");
        String address =
                switch (path) {
                    case "LIST" -> badge.getJsonObject("credentialStatus").getString("statusListCredential");
                    case "DESIGN" ->
                        badge.getJsonObject("credentialSubject")
                                .getJsonObject("achievement")
                                .getJsonObject("image")
                                .getString("id");
                    case "DID" ->
                        settings.at("/issuers/" + did.substring(did.lastIndexOf(':') + 1) + "/did.json")
                                .toString();
                    default -> settings.at(path).toString();
                };
        HttpBrowser.Page answer = new HttpBrowser().header("Accept", accept).get(address);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type"))
                .hasValueSatisfying(found -> assertThat(found).startsWith(type));
        assertThat(answer.header("ETag")).isPresent();
        assertThat(answer.headers().allValues("Cache-Control")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"demo-sound, Valid", "demo-revoked, Revoked", "demo-expired, Expired"})
    void saysTheStatusBeforeAnythingElse(String id, String status) {
        HttpBrowser.Page page = new HttpBrowser().get(settings.at("/credentials/" + id));
        assertThat(page.select("main > :first-child").text()).startsWith(status);
        assertThat(page.select("h1")).hasSize(1);
        assertThat(page.select("h2:not(#counts)").eachText())
                .containsExactly(
                        "How it was assessed", "What was reached", "Standards it addresses", "Verify it yourself");
    }

    @Test
    void saysHowFarTwoRatersAgreedInTheLastYear() {
        MicroCredential hinge = fixtures.hinge();
        int criteria = hinge.rubric().criteria().size();
        TenantId district = context.getBean(Tenants.class).found("District " + UUID.randomUUID());
        TenantId small = context.getBean(Tenants.class).found("District " + UUID.randomUUID());
        fixtures.ratedByTwo(district, hinge, 10, 1);
        fixtures.ratedByTwo(small, hinge, 1, 0);
        Award many = fixtures.earn(TestLaunches.learner(district).launch(), hinge);
        Award few = fixtures.earn(TestLaunches.learner(small).launch(), hinge);

        int percent = Math.round(100f * (10 * criteria - 1) / (10 * criteria));
        assertThat(page(many).select("#agreed").text())
                .startsWith("Agreement between raters: " + percent + "%. In the last 12 months, two people each rated "
                        + 10 * criteria + " criteria");
        assertThat(page(few).select("#agreed").text()).startsWith("Agreement between raters: too few to say.");
        assertThat(new HttpBrowser().get(settings.at("/credentials/demo-sound")).select("#agreed"))
                .as("of a badge that no assessment here led to")
                .isEmpty();
    }

    @Test
    void saysWhatABadgeInForceCountsForAndWhoSaysSo() {
        String code = "b" + UUID.randomUUID();
        TestRules.forDistrict(context, code);
        HttpBrowser.Page page = new HttpBrowser().get(settings.at("/credentials/demo-sound"));
        assertThat(page.select("#counts").text()).isEqualTo("What it counts for");
        assertThat(page.select("section:has(#counts) article:contains(Officetown)")
                        .first()
                        .text())
                .contains("2 hour", "A district with officers counts it.", "A page", "November 1, 2026");
        for (String id : List.of("demo-revoked", "demo-expired")) {
            assertThat(new HttpBrowser().get(settings.at("/credentials/" + id)).select("#counts"))
                    .as("what does not count any more counts for nothing")
                    .isEmpty();
        }
    }

    @Test
    void previewsOfASharedLinkSayWhatItIsAndWhetherItCounts() {
        HttpBrowser.Page sound = new HttpBrowser().get(settings.at("/credentials/demo-sound"));
        String name = sound.select("h1").text();
        assertThat(meta(sound, "property=og:title")).isEqualTo(name);
        assertThat(meta(sound, "property=og:url"))
                .isEqualTo(settings.at("/credentials/demo-sound").toString());
        assertThat(meta(sound, "property=og:image"))
                .isEqualTo(settings.at("/credentials/demo-sound/badge.png").toString());
        assertThat(meta(sound, "name=twitter:card")).isEqualTo("summary");
        assertThat(meta(sound, "name=description"))
                .isEqualTo(meta(sound, "property=og:description"))
                .startsWith(sound.select(".jewel .lead").text())
                .contains("Issued by ");

        HttpBrowser.Page revoked = new HttpBrowser().get(settings.at("/credentials/demo-revoked"));
        assertThat(meta(revoked, "property=og:title")).startsWith("Revoked. ");
        assertThat(meta(revoked, "property=og:description")).startsWith("The issuer withdrew this badge.");
        HttpBrowser.Page expired =
                new HttpBrowser().header("Accept-Language", "es").get(settings.at("/credentials/demo-expired"));
        assertThat(meta(expired, "property=og:title")).startsWith("Caducada");
    }

    private static String meta(HttpBrowser.Page page, String which) {
        assertThat(page.select("meta[" + which + "]")).as(which).hasSize(1);
        return page.select("meta[" + which + "]").attr("content");
    }

    private static HttpBrowser.Page page(Award award) {
        return new HttpBrowser().get(award.addresses().page());
    }

    @ParameterizedTest
    @CsvSource({
        "demo-sound, This badge is genuine and in force, ''",
        "demo-revoked, Do not rely on this badge, Its issuer has revoked it.",
        "demo-expired, Do not rely on this badge, It has expired."
    })
    void checksOneOfOursByItsLink(String id, String verdict, String reason) {
        HttpBrowser.Page page =
                new HttpBrowser().get(settings.at("/credentials/" + id)).click("a[href^='/verify?credential=']");
        assertThat(page.select("h2").first().text()).isEqualTo(verdict);
        assertThat(page.select("ol > li")).hasSize(9);
        assertThat(page.select("ol > li .status.lost")).hasSize(reason.isEmpty() ? 0 : 1);
        assertThat(page.text()).contains(reason);
    }

    @Test
    void checksWhatIsPasted() {
        String sound = credential("demo-sound");
        assertThat(verdict(sound)).isEqualTo("This badge is genuine and in force");
        JsonObject json = CredentialController.read(sound);
        assertThat(failures(Json.createObjectBuilder(json)
                        .add("name", "Another name")
                        .build()
                        .toString()))
                .containsExactly("The signature does not fit. The text was changed after signing, or somebody else"
                        + " signed it.");
        assertThat(failures(Json.createObjectBuilder(json)
                        .add("honours", "all of them")
                        .build()
                        .toString()))
                .singleElement()
                .asString()
                .contains("no signature covers");
        assertThat(failures(
                        Json.createObjectBuilder(json).remove("proof").build().toString()))
                .containsExactly("It carries no proof, so anybody could have written it.");
        assertThat(failures(sound.replace(
                        "\"verificationMethod\":\"did:web:", "\"verificationMethod\":\"did:web:elsewhere.example:")))
                .contains("The key that it names does not belong to the issuer that it names.");
        assertThat(failures(sound.replaceFirst("#key-\\d+\",\"cryptosuite", "#key-99\",\"cryptosuite")))
                .contains("Its issuer does not publish the key that it names:");
        assertThat(failures("{\"type\":\"Recipe\"}"))
                .containsExactly("This is JSON, but not an Open Badges 3.0 credential.");
        assertThat(paste("<b>hello").select("[role=alert]").text())
                .startsWith("What you pasted is no Open Badges badge");
        assertThat(failures(sound.replaceFirst("\\{", "{\"name\":\"Twice\",")))
                .singleElement()
                .asString()
                .startsWith("This is not a JSON object");
        assertThat(failures("[".repeat(100_000))).hasSize(1);
    }

    @Test
    void admitsWhatItCannotKnow() throws IOException {
        String example = new String(
                BadgePagesTests.class
                        .getResourceAsStream("/dev/laurel/badge/example-ob3.json")
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        HttpBrowser.Page page = paste(example);
        assertThat(page.select("h2").first().text()).isEqualTo("This badge could not be checked to the end");
        assertThat(page.select("ol > li .status.lost")).isEmpty();
        assertThat(page.text()).contains("did:web:badges.example.org");
    }

    @Test
    void checksABadgeThatIsItsOwnIssuersKey() throws IOException {
        String example = new String(
                BadgePagesTests.class
                        .getResourceAsStream("/dev/laurel/badge/example-ob3-didkey.json")
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        assertThat(paste(example).text()).contains("The issuer signed exactly this text");
    }

    @ParameterizedTest
    @CsvSource({"badge.png, image/png", "badge.svg, image/svg+xml"})
    void checksABakedImage(String file, String type) {
        byte[] image = new HttpBrowser()
                .get(settings.at("/credentials/demo-sound/" + file))
                .bytes();
        assertThat(upload(file, type, image).select("h2").first().text())
                .isEqualTo("This badge is genuine and in force");
    }

    @Test
    void saysWhyAnImageHoldsNothing() {
        byte[] design = new HttpBrowser()
                .get(URI.create(CredentialController.read(credential("demo-sound"))
                        .getJsonObject("credentialSubject")
                        .getJsonObject("achievement")
                        .getJsonObject("image")
                        .getString("id")))
                .bytes();
        assertThat(upload("design.png", "image/png", design)
                        .select(".notice.lost")
                        .text())
                .contains("holds no Open Badges credential");
        byte[] baked = new HttpBrowser()
                .get(settings.at("/credentials/demo-sound/badge.png"))
                .bytes();
        baked[200] ^= 1;
        assertThat(upload("damaged.png", "image/png", baked)
                        .select(".notice.lost")
                        .text())
                .contains("or it is damaged");
        assertThat(new HttpBrowser()
                        .get(settings.at("/verify"))
                        .form("main form")
                        .submit()
                        .select(".notice.lost")
                        .text())
                .contains("Choose a file or paste");
    }

    @Test
    void saysThatSomethingElseIsNoBadgeAndKeepsWhatWasPasted() {
        HttpBrowser.Page hello = paste("hello");
        assertThat(hello.select("[role=alert]").text()).startsWith("What you pasted is no Open Badges badge");
        assertThat(hello.select("#text").val()).isEqualTo("hello");
        assertThat(hello.select("#verdict")).isEmpty();
        assertThat(upload("letter.pdf", "application/pdf", "%PDF-1.7 a letter".getBytes(StandardCharsets.US_ASCII))
                        .select("[role=alert]")
                        .text())
                .startsWith("This file holds no Open Badges badge");
    }

    @Test
    void aForgedBadgeDoesNotPassTheGenuineOnesPageForItsOwn() {
        String forged = credential("demo-sound").replaceFirst("\"name\":\"", "\"name\":\"Grand ");
        HttpBrowser.Page page = paste(forged);
        assertThat(page.select("#verdict").text()).isNotEqualTo("This badge is genuine and in force");
        assertThat(page.select(".notice.lost").text())
                .contains("That one is not what you brought", "Open the page at that address")
                .doesNotContain("Open its public page");
    }

    @Test
    void refusesAnUploadFarLargerThanABadge() {
        HttpBrowser.Page answer = new HttpBrowser()
                .send(
                        "POST",
                        settings.at("/verify"),
                        "application/x-www-form-urlencoded",
                        new byte[(4 << 20) + 1],
                        Map.of());
        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void bakesOneUncompressedChunkWithAGoodChecksum() throws IOException {
        byte[] png = new HttpBrowser()
                .get(settings.at("/credentials/demo-sound/badge.png"))
                .bytes();
        List<byte[]> texts = new ArrayList<>();
        List<String> types = new ArrayList<>();
        try (DataInputStream chunks = new DataInputStream(new ByteArrayInputStream(png))) {
            chunks.readNBytes(8);
            while (chunks.available() > 0) {
                byte[] typeAndData = new byte[chunks.readInt() + 4];
                chunks.readFully(typeAndData);
                CRC32 checksum = new CRC32();
                checksum.update(typeAndData);
                String type = new String(typeAndData, 0, 4, StandardCharsets.US_ASCII);
                assertThat(chunks.readInt()).as(type).isEqualTo((int) checksum.getValue());
                types.add(type);
                if (type.endsWith("Xt")) {
                    texts.add(typeAndData);
                }
            }
        }
        assertThat(types).startsWith("IHDR", "iTXt").endsWith("IEND");
        assertThat(texts).hasSize(1);
        String chunk = new String(texts.get(0), StandardCharsets.UTF_8);
        assertThat(chunk).startsWith("iTXtopenbadgecredential\0\0\0\0\0{");
        assertThat(chunk.substring(chunk.indexOf('{'))).isEqualTo(credential("demo-sound"));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(image.getWidth()).isEqualTo(640);
    }

    @Test
    void bakesTheSvgAsItsFirstElement() throws Exception {
        byte[] svg = new HttpBrowser()
                .get(settings.at("/credentials/demo-sound/badge.svg"))
                .bytes();
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg));
        Node first = document.getDocumentElement().getFirstChild();
        assertThat(first).isInstanceOf(Element.class);
        assertThat(first.getNamespaceURI()).isEqualTo("https://purl.imsglobal.org/ob/v3p0");
        assertThat(first.getLocalName()).isEqualTo("credential");
        JsonObject baked = CredentialController.read(first.getTextContent());
        assertThat(baked.toString()).isEqualTo(credential("demo-sound"));
        assertThat(IndependentVerifier.verifies(baked, IssuingTests.publishedKey(baked)))
                .isTrue();
        assertThat(document.getElementsByTagNameNS("http://www.w3.org/2000/svg", "path")
                        .getLength())
                .isGreaterThan(20);
    }

    @Test
    void answersUnknownAddressesWithAPage() {
        for (String path : List.of(
                "/credentials/nobody",
                "/credentials/nobody.json",
                "/credentials/nobody/badge.png",
                "/issuers/nobody",
                "/issuers/nobody/did.json",
                "/status/nobody-1")) {
            HttpBrowser.Page answer = new HttpBrowser().get(settings.at(path));
            assertThat(answer.status()).as(path).isEqualTo(404);
        }
        assertThat(new HttpBrowser()
                        .get(settings.at("/verify?credential=nobody"))
                        .text())
                .contains("No badge here has this address");
    }

    @Test
    void speaksSpanish() {
        HttpBrowser.Page page =
                new HttpBrowser().header("Accept-Language", "es").get(settings.at("/credentials/demo-revoked"));
        assertThat(page.select("main > :first-child").text()).startsWith("Revocada");
        assertThat(page.select("h1").attr("lang") + page.select(".jewel").attr("lang"))
                .isEqualTo("en");
    }

    @Test
    void showsAnEarnedBadgeAtOnce() {
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        Award.Addresses addresses = fixtures.awardFor(decided).orElseThrow().addresses();
        for (URI address : List.of(addresses.page(), addresses.json(), addresses.png(), addresses.svg())) {
            assertThat(new HttpBrowser().get(address).status())
                    .as(address.toString())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".json",
                ".jwt",
                "/badge.png",
                "/badge.svg",
                "/badge.png?form=jwt",
                "/badge.svg?form=jwt",
                "/badge.png?form=ob2",
                "/badge.svg?form=ob2"
            })
    void theAddressOfEveryFormLeadsToItsVerdict(String form) {
        assertThat(verdict(settings.at("/credentials/demo-sound" + form).toString()))
                .contains("genuine");
        HttpBrowser.Page revoked =
                paste(settings.at("/credentials/demo-revoked" + form).toString());
        assertThat(revoked.select("h2").first().text()).contains("Do not rely");
        assertThat(revoked.text()).contains(form.contains("ob2") ? "Open Badges 2.0" : "Open Badges 3.0", "revoked");
    }

    @Test
    void anImageOnAnotherSiteIsReadAndOneWithoutABadgeIsNone() throws IOException {
        byte[] baked = new HttpBrowser()
                .get(settings.at("/credentials/demo-sound/badge.png"))
                .bytes();
        byte[] plain = new HttpBrowser()
                .get(URI.create(StrictJson.object(credential("demo-sound"))
                        .orElseThrow()
                        .getJsonObject("credentialSubject")
                        .getJsonObject("achievement")
                        .getJsonObject("image")
                        .getString("id")))
                .bytes();
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            byte[] image = exchange.getRequestURI().getPath().equals("/baked.png") ? baked : plain;
            exchange.getResponseHeaders().set("Content-Type", "image/png");
            exchange.sendResponseHeaders(200, image.length);
            exchange.getResponseBody().write(image);
            exchange.close();
        });
        site.start();
        try {
            String address = "http://localhost:" + site.getAddress().getPort();
            assertThat(verdict(address + "/baked.png")).contains("genuine");
            assertThat(verdict(address + "/plain.png")).contains("Do not rely");
        } finally {
            site.stop(0);
        }
    }

    @Test
    void whoReadsAgainIsToldThatNothingHasChanged() {
        String list = StrictJson.object(credential("demo-sound"))
                .orElseThrow()
                .getJsonObject("credentialStatus")
                .getString("statusListCredential");
        for (String address : List.of(
                list,
                settings.at("/ob2/assertions/demo-sound").toString(),
                settings.at("/credentials/demo-sound.json").toString(),
                settings.at("/credentials/demo-sound/badge.svg").toString())) {
            String tag = new HttpBrowser().get(address).header("ETag").orElseThrow(() -> new AssertionError(address));
            assertThat(new HttpBrowser()
                            .header("If-None-Match", tag)
                            .get(address)
                            .status())
                    .as(address)
                    .isEqualTo(304);
            HttpBrowser.Page any =
                    new HttpBrowser().header("If-None-Match", "*").get(address);
            assertThat(any.status()).as(address + ", whatever is there").isEqualTo(304);
            assertThat(any.header("ETag")).as(address).contains(tag);
            assertThat(any.body()).isEmpty();
        }
        assertThat(new HttpBrowser()
                        .header("If-None-Match", "*")
                        .get(settings.at("/credentials/nothing-there.json"))
                        .status())
                .as("what is not there has not stayed the same")
                .isEqualTo(404);
    }

    private String credential(String id) {
        return new HttpBrowser()
                .get(settings.at("/credentials/" + id + ".json"))
                .body();
    }

    private HttpBrowser.Page paste(String text) {
        return new HttpBrowser()
                .get(settings.at("/verify"))
                .form("main form")
                .set("text", text)
                .submit();
    }

    private String verdict(String text) {
        return paste(text).select("h2").first().text();
    }

    /** Why each failed step failed. */
    private List<String> failures(String text) {
        return paste(text).select("ol > li:has(.status.lost)").stream()
                .map(check -> check.select("> p").get(1).text())
                .toList();
    }

    private HttpBrowser.Page upload(String name, String type, byte[] content) {
        return new HttpBrowser()
                .get(settings.at("/verify"))
                .form("main form")
                .file("file", name, type, content)
                .submit();
    }
}
