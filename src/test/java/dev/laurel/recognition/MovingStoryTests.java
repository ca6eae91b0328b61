package dev.laurel.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.badge.proof.IndependentVerifier;
import dev.laurel.support.Assessor;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.support.Teacher;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionURI;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * A teacher with three badges from a Canvas district in Arkansas moves to a Moodle district in South Carolina. Everything
 * happens in the browsers of the people it is about.
 */
@LaurelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MovingStoryTests {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String STACK = "wy-literacy-route";
    private static final String CAPSTONE = "cs-inclusive-project";
    private static final List<String> THREE =
            List.of("lit-hfw-mapping", "assess-hinge-questions", "cs-trace-before-write");
    private static final String FAMILIES = "https://badges.example.org/achievements/family-partnership";
    private static final String NEXT_YEAR =
            String.valueOf(Year.now(ZoneOffset.UTC).getValue() + 1);

    @Autowired
    LaurelSettings settings;

    @Autowired
    RulesAtStart rulesAtStart;

    @Autowired
    RulesImport rules;

    private final String unique = UUID.randomUUID().toString().substring(0, 8);
    private final String arkansas = "Arkansas district " + unique;
    private final String southCarolina = "South Carolina district " + unique;
    private final String address = "teacher." + unique + "@example.org";
    private CanvasDev lms;
    private OutsideIssuer outside;
    private HttpBrowser operator;
    private List<Assessor> assessors;
    private Staff officer;
    private Teacher before;
    private Teacher after;
    private HttpBrowser home;

    private record Staff(String login, String password) {}

    @BeforeAll
    void twoDistricts() throws IOException {
        rulesAtStart.takeShipped();
        try (InputStream file = getClass().getResourceAsStream("/demo/recognition/partner-states.yaml")) {
            rules.take("partner-states.yaml", Objects.requireNonNull(file).readAllBytes(), "a tester", true);
        }
        outside = new OutsideIssuer("Families First " + unique);
        lms = CanvasDev.start(
                CanvasDevSettings.onRandomPort().withToolUrl(settings.baseUrl().toString()));
        operator = new HttpBrowser();
        signsIn(operator, new Staff("admin", TestSurroundings.OPERATOR_PASSWORD), "/admin");
        invites("canvas", arkansas, "us-ar");
        invites("moodle", southCarolina, "us-sc");
        assessors = List.of(rater("one"), rater("two"));
        officer = staff("officer", account("officer", "RECOGNITION_OFFICER", southCarolina));
    }

    @AfterAll
    void stop() {
        lms.close();
        outside.close();
    }

    private Page signsIn(HttpBrowser browser, Staff who, String path) {
        return browser.get(settings.at("/sign-in?to=" + path))
                .form("input[name=password]")
                .set("login", who.login())
                .set("password", who.password())
                .submit();
    }

    /** The operator invites a platform into a district; its administrator registers, its coordinator says where it lies. */
    private void invites(String dress, String district, String place) {
        Page invited = operator.get(settings.at("/admin"))
                .form("form[action$=/admin/invitations]")
                .set("district", district)
                .submit();
        CanvasDevSession sam = new CanvasDevSession(lms, dress, "sam");
        Page registering = sam.lmsPage("/admin/tools")
                .form("form#register-tool")
                .set("url", invited.select("input[value*=invitation=]").val())
                .submit();
        Page registered = new HttpBrowser()
                .header("Sec-Fetch-Dest", "iframe")
                .header("Referer", lms.url() + "/")
                .get(URI.create(registering.select("iframe#tool").first().absUrl("src")));
        assertThat(registered.status()).as(registered.text()).isEqualTo(200);
        Page tools = sam.lmsPage("/admin/tools");
        if (!tools.select("form[action$=/switch] input[value=true]").isEmpty()) {
            tools.form("form[action$=/switch]").submit();
        }
        lms.placeSamples(dress);
        Page page = new CanvasDevSession(lms, dress, "priya").openMicroCredential(THREE.get(0));
        Page saved = page.open(page.select("body").attr("data-window") + "/counts")
                .form("form[action$=/counts/district]")
                .set("at", place)
                .submit();
        assertThat(saved.status()).isEqualTo(200);
    }

    private Assessor rater(String name) {
        Page account = account(name, "ASSESSOR", arkansas);
        account.form("form[action$=/grants]").set("district", southCarolina).submit();
        Staff rater = staff(name, account);
        return Assessor.signsIn(settings.baseUrl().toString(), rater.login(), rater.password());
    }

    /** The operator makes an account, and the page shows its password. */
    private Page account(String name, String role, String district) {
        return operator.get(settings.at("/admin/staff"))
                .form("form[action$=/admin/staff]")
                .set("name", login(name))
                .set("login", login(name))
                .set("district", district)
                .set("role", role)
                .submit();
    }

    private String login(String name) {
        return name + "." + unique;
    }

    private Staff staff(String name, Page account) {
        return new Staff(login(name), account.select("#password").val());
    }

    private void earns(Teacher teacher, String microCredential) {
        teacher.starts().providesEverything().submits();
        // The first is rated by one person, all others by two.
        assessors.stream().limit(microCredential.equals(THREE.get(0)) ? 1 : 2).forEach(assessor -> assessor.takesNext()
                .findsEverythingMet());
        await().atMost(SOON)
                .until(() ->
                        !teacher.opensAgain(microCredential).select("img.badge").isEmpty());
    }

    @Test
    @Order(1)
    void inArkansasTheTeacherEarnsThreeBadges() {
        before = Teacher.opens(lms, "canvas", "dana", THREE.get(0));
        earns(before, THREE.get(0));
        for (String next : THREE.subList(1, 3)) {
            before.opensAgain(next);
            earns(before, next);
        }
        assertThat(before.at("/wallet").select("a[href*=/wallet/badges/]").eachAttr("href").stream()
                        .distinct())
                .hasSize(3);
    }

    @Test
    @Order(2)
    void inSouthCarolinaTheSameNameAloneBringsNothingAlong() {
        after = Teacher.opens(lms, "moodle", "dana", CAPSTONE);
        assertThat(after.at("/wallet").body()).doesNotContain("/wallet/badges/");
        assertThat(after.at("/brought").text()).contains("You brought none yet.");
        after.opensAgain(CAPSTONE);
        earns(after, CAPSTONE);
        assertThat(stack().text()).contains("1 of 5").doesNotContain("Stack complete");
    }

    private Page stack() {
        return after.at("/pathways/" + STACK);
    }

    @Test
    @Order(3)
    void aVerifiedAddressBringsBothAccountsIntoOneWallet() {
        keeps(before);
        keeps(after);
        Page accounts = home.get(settings.at("/wallet/accounts"));
        assertThat(accounts.text()).contains(arkansas, southCarolina, "You moved?");
        assertThat(after.at("/brought").text())
                .as("nothing counts there that its owner did not put there")
                .contains("You brought none yet.");
        Page counting = accounts.submit("li:contains(" + southCarolina + ") form[action$=/counting]", Map.of());
        assertThat(counting.select("[role=status]").text()).contains("count with that account from now on");
        assertThat(counting.select("li:contains(" + southCarolina + ")").text()).contains("All badges count here");
        await().atMost(SOON).untilAsserted(() -> assertThat(stack().text()).contains("4 of 5"));
    }

    private void keeps(Teacher teacher) {
        int mails = Mailbox.to(address).size();
        teacher.at("/wallet")
                .form("form[action$=/keep]")
                .set("address", address)
                .submit();
        if (home == null) {
            home = new HttpBrowser();
        }
        Page opened = home.get(Mailbox.linkTo("/wallet/open", address, mails))
                .form("form[action$=/open]")
                .submit();
        assertThat(opened.uri().getPath()).isEqualTo("/wallet");
    }

    @Test
    @Order(4)
    void aFourthBadgeOfAnotherIssuerCompletesTheStack() {
        String badge = outside.issues(FAMILIES, "Partnership with Families", address);
        Page wallet = home.get(settings.at("/wallet/elsewhere"))
                .form("form[action$=/elsewhere]")
                .set("text", badge)
                .submit();
        assertThat(wallet.select("[role=status]").text()).contains("genuine and yours");
        await().atMost(SOON).untilAsserted(() -> assertThat(stack().select("a[href*=/credentials/]"))
                .isNotEmpty());
        assertThat(home.get(settings.at("/wallet")).text()).contains("Early Literacy Route");
        assertThat(before.at("/pathways/" + STACK).select("a[href*=/credentials/]"))
                .as("one person earns it once")
                .isEmpty();
    }

    @Test
    @Order(5)
    void anOfficerProposesToAcceptTheIssuerAndAnOperatorApproves() {
        Page shown = signsIn(new HttpBrowser(), officer, "/recognition/rules")
                .form("form[action$=/preview]")
                .set("text", """
                        schema: recognition/1
                        kind: rule
                        id: us-sc-renewal-route
                        authority: us-sc
                        scope: {stacks: [wy-literacy-route]}
                        value: renewal
                        unit: renewal credit
                        approver: Your district
                        source: {title: A page of this story}
                        checked_on: "2026-11-29"
                        checked_by: A tester
                        ---
                        schema: recognition/1
                        kind: agreement
                        id: us-sc-families-%1$s
                        authority: us-sc
                        accepts:
                          - {authority: us-nc, issuers: ["%2$s"]}
                        conditions: {not_older_than_months: 12}
                        effect: {says: Counts as if it had been issued in South Carolina.}
                        source: {title: A page of this story}
                        checked_on: "2026-11-29"
                        checked_by: A tester
                        ---
                        schema: recognition/1
                        kind: agreement
                        id: us-sc-route-%1$s
                        authority: us-sc
                        accepts: [{authority: us-ar}]
                        conditions: {double_scored: true}
                        effect: {says: Counts toward the route., rule: us-sc-renewal-route}
                        source: {title: A page of this story}
                        checked_on: "2026-11-29"
                        checked_by: A tester
                        """.formatted(unique, outside.did()))
                .submit();
        Page proposed = shown.form("form.card").set("words", "They are good").submit();
        assertThat(proposed.status()).isEqualTo(200);
        Page rules = operator.get(settings.at("/admin/rules"));
        Page decided = rules.form("article:contains(us-sc-families-" + unique + ") form")
                .submitWith("button[value=approve]");
        assertThat(decided.status()).isEqualTo(200);
        Page brought = after.at("/brought");
        assertThat(brought.select("article:contains(Partnership with Families)").text())
                .contains("It verifies.", "Families First " + unique, outside.did(), "not by us")
                .contains("Counts as if it had been issued in South Carolina.", "Last checked with its issuer on");
        assertThat(brought.select("article").text()).contains("You earned it with another account.");
    }

    @Test
    @Order(6)
    void theTeacherClaimsRenewalCreditAndNoPartCountsTwice() {
        Page claimed =
                stack().submit("form[action$=/claims]", Map.of("rule", "us-sc-renewal-route", "cycle", NEXT_YEAR));
        assertThat(claimed.select("[aria-labelledby=claims]").text()).contains("License renewal", "Requested");
        Page brought = after.at("/brought");
        Page again = brought.form("article:contains(Partnership with Families) form[action$=/claims]")
                .set("rule", "us-sc-renewal")
                .set("cycle", NEXT_YEAR)
                .submit();
        assertThat(again.status()).as("its hours are in the stack").isEqualTo(409);
        Page other = after.at("/brought")
                .form("article:contains(Partnership with Families) form[action$=/claims]")
                .set("rule", "us-sc-initial")
                .set("cycle", NEXT_YEAR)
                .submit();
        assertThat(other.select("[role=status]").text()).isNotBlank();
        assertThat(other.select("article:contains(Partnership with Families)").text())
                .contains("First license", "Requested");
    }

    private Page claim(String badge) {
        return signsIn(new HttpBrowser(), officer, "/recognition/claims").click("tbody a:contains(" + badge + ")");
    }

    @Test
    @Order(7)
    void anOfficerSeesWhereEachBadgeComesFromAndDecides() {
        Page claim = claim("Early Literacy Route");
        assertThat(claim.select("[aria-labelledby=agreement]").text())
                .as("each part from elsewhere by itself: one of Arkansas was rated by one person")
                .contains("Partnership with Families", "us-sc-families-" + unique, "Recognized")
                .contains("Two people rated every criterion", "Not met", "us-sc-route-" + unique);
        Page review = claim.form("button[value=UNDER_REVIEW]").submitWith("button[value=UNDER_REVIEW]");
        review.form("button[value=MORE_INFORMATION]")
                .set("words", "Which school was it at?")
                .submitWith("button[value=MORE_INFORMATION]");
        Page asked = stack();
        assertThat(asked.select("[aria-labelledby=claims]").text()).contains("Which school was it at?");
        Page answered = asked.submit(
                "[aria-labelledby=claims] form:has(textarea)", Map.of("words", "At the one by the river."));
        assertThat(answered.uri().getPath()).endsWith("/pathways/" + STACK);
        assertThat(answered.click("[aria-labelledby=claims] a[href$=dossier.pdf]")
                        .status())
                .isEqualTo(200);
        Page returned = claim("Early Literacy Route");
        assertThat(returned.text()).contains("At the one by the river.");
        Page second = returned.form("button[value=UNDER_REVIEW]").submitWith("button[value=UNDER_REVIEW]");
        Page approved = second.form("button[value=APPROVED]")
                .set("amount", "24")
                .set("words", "Rated by one person, and good all the same.")
                .submitWith("button[value=APPROVED]");
        assertThat(approved.select("header .status").text()).isEqualTo("Approved");
        assertThat(stack().select("[aria-labelledby=claims]").text()).contains("Approved", "24 renewal credit");
    }

    @Test
    @Order(8)
    void theDossierVerifiesWithPartsThatAreNotOurs() throws Exception {
        Page claim = signsIn(new HttpBrowser(), officer, "/recognition/claims?show=decided")
                .click("tbody a:contains(Early Literacy Route)");
        Page pdf = claim.click("a[href$=dossier.pdf]");
        Set<String> links = new LinkedHashSet<>();
        try (PDDocument document = Loader.loadPDF(pdf.bytes())) {
            assertThat(new PDFTextStripper().getText(document).replaceAll("\\s+", " "))
                    .contains("Partnership with Families (It verifies.)", "24 renewal credit", "Approved");
            for (PDPage page : document.getPages()) {
                for (PDAnnotation annotation : page.getAnnotations()) {
                    if (annotation instanceof PDAnnotationLink link && link.getAction() instanceof PDActionURI to) {
                        links.add(to.getURI());
                    }
                }
            }
        }
        List<String> badges = links.stream()
                .filter(link -> link.contains("/credentials/") || link.contains("/badges/"))
                .toList();
        assertThat(badges)
                .as("the stack, three from Arkansas, the capstone, the other issuer's")
                .hasSize(6);
        for (String badge : badges) {
            assertThat(verifies(json(badge))).as(badge).isTrue();
        }

        JsonObject record = read(claim.click("a[href$=dossier.json]").body());
        assertThat(verifies(record)).isTrue();
        List<JsonObject> inside = record.getJsonObject("credentialSubject")
                .getJsonArray("verifiableCredential")
                .getValuesAs(JsonObject.class);
        assertThat(inside).hasSize(6);
        assertThat(inside).allMatch(MovingStoryTests::verifies);
        JsonObject forged =
                Json.createObjectBuilder(inside.get(5)).add("name", "Better").build();
        assertThat(verifies(forged))
                .as("a test that could not fail would say nothing")
                .isFalse();
    }

    @Test
    @Order(9)
    void aBadgeThatIsTakenOutOfTheWalletIsNotApprovedAndWhatWasIsLookedAtAgain() {
        home.get(settings.at("/wallet"))
                .click("#elsewhere .list a")
                .form("form[action$=/removal]")
                .submit();
        Page claim = claim("Partnership with Families");
        Page review = claim.form("button[value=UNDER_REVIEW]").submitWith("button[value=UNDER_REVIEW]");
        Page refused = review.form("button[value=APPROVED]").set("amount", "1").submitWith("button[value=APPROVED]");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.select("h1").text()).isEqualTo("The badge does not verify now");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(signsIn(new HttpBrowser(), officer, "/recognition/claims?show=revoked")
                                .select("tbody")
                                .text())
                        .contains("Early Literacy Route"));
    }

    private static JsonObject json(String address) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address))
                                .header("Accept", "application/vc, application/json")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return read(answer.body());
    }

    private static JsonObject read(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** With another canonicalisation and another Ed25519 than ours, and the key that the issuer publishes. */
    private static boolean verifies(JsonObject credential) {
        String method = credential.getJsonObject("proof").getString("verificationMethod");
        List<String> parts =
                new ArrayList<>(List.of(method.replaceFirst("#.*", "").split(":")));
        String host = URLDecoder.decode(parts.get(2), StandardCharsets.UTF_8);
        String path = parts.size() == 3 ? "/.well-known" : "/" + String.join("/", parts.subList(3, parts.size()));
        try {
            return json("http://" + host + path + "/did.json").getJsonArray("verificationMethod").stream()
                    .map(each -> each.asJsonObject())
                    .filter(each -> each.getString("id").equals(method))
                    .anyMatch(each -> IndependentVerifier.verifies(credential, each.getString("publicKeyMultibase")));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
