package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.authoring.Exchange;
import dev.laurel.badge.proof.IndependentVerifier;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Form;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import jakarta.json.JsonObject;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Who looks after an issuer says who it is; its identifier, keys and what it signed stay. */
@LaurelTest
class IssuerPagesTests {

    private static final String PASSWORD = "says who we are";
    private static final String DRAWING = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\">"
            + "<script>alert(1)</script><rect width=\"100\" height=\"100\" fill=\"#7a1fa2\"></rect></svg>";

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Issuers issuers;

    @Autowired
    Verification verification;

    @Autowired
    Badges badges;

    private BadgeFixtures fixtures;
    private MicroCredential achievement;
    private Award first;
    private String slug;
    private String name;

    @BeforeEach
    void anIssuerWithABadge() {
        fixtures = new BadgeFixtures(context);
        name = "Harbor County Schools " + UUID.randomUUID();
        achievement = fixtures.from(name);
        first = fixtures.earn(achievement);
        slug = issuers.named(achievement.issuer()).slug();
    }

    @AfterEach
    void offTheCatalogue() {
        fixtures.takenOff(achievement);
    }

    private HttpBrowser officer(TenantId... districts) {
        Staff staff = context.getBean(Staff.class);
        String login = "i-" + UUID.randomUUID();
        var account = staff.create(login, "An officer", PASSWORD);
        List.of(districts).forEach(district -> staff.grant(account, StaffRole.ISSUER_OFFICER, district));
        return signedIn(login, PASSWORD, "/issue/issuers");
    }

    private HttpBrowser operator() {
        return signedIn("admin", TestSurroundings.OPERATOR_PASSWORD, "/admin/issuers");
    }

    private HttpBrowser signedIn(String login, String password, String to) {
        HttpBrowser browser = new HttpBrowser();
        browser.get(settings.at("/sign-in?to=" + to))
                .form("form:has(input[name=password])")
                .set("login", login)
                .set("password", password)
                .submit();
        return browser;
    }

    private TenantId district() {
        return new TenantId(context.getBean(JdbcClient.class)
                .sql("select tenant_id from badge_award where credential_id = :id")
                .param("id", first.credentialId())
                .query(UUID.class)
                .single());
    }

    private Page page(HttpBrowser browser) {
        return browser.get(settings.at("/issue/issuers/" + slug));
    }

    private static Form form(Page page) {
        return page.form("form:has(#name)");
    }

    private static Page saves(Form form) {
        return form.submitWith("button[value=save]");
    }

    private JsonObject json(String path) {
        Page answer = new HttpBrowser().header("Accept", "application/json").get(settings.at(path));
        assertThat(answer.status()).as(path).isEqualTo(200);
        return CredentialController.read(answer.body());
    }

    private static JsonObject issuerOf(Award award) {
        return CredentialController.read(new HttpBrowser()
                        .get(URI.create(award.addresses().page() + ".json"))
                        .body())
                .getJsonObject("issuer");
    }

    private static Color middle(byte[] png) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        return new Color(image.getRGB(image.getWidth() / 2, image.getHeight() / 2));
    }

    @Test
    void whatIsWrongIsSaidBesideTheFieldAndNothingTypedIsLost() {
        HttpBrowser officer = officer(district());
        Page refused = saves(form(page(officer))
                .set("name", " ")
                .set("description", "We teach.")
                .set("url", "our site")
                .set("contact", "call us")
                .set("country", "XX")
                .set("parentName", "State agency")
                .set("colour", "#777777")
                .set("accent", "#888888"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.select("#description").text()).isEqualTo("We teach.");
        assertThat(refused.select("#url").attr("value")).isEqualTo("our site");
        assertThat(refused.select(".error").eachText())
                .containsExactly(
                        "Give it a name.",
                        "Write the whole address, such as https://example.org",
                        "This is no e-mail address, such as badges@example.org.",
                        "Choose a country from the list.",
                        "Write its address, such as https://example.org, or its DID.",
                        "These two hardly stand out from each other. Make one lighter or the other darker, until it is"
                                + " 3 to 1.");
        assertThat(page(officer).select("h1").text()).isEqualTo(name);
    }

    @Test
    void noTwoIssuersShareANameNotEvenAFormerOne() {
        HttpBrowser officer = officer(district());
        String later = "Bay " + UUID.randomUUID();
        saves(form(page(officer)).set("name", later));
        MicroCredential other = fixtures.from("Another " + UUID.randomUUID());
        try {
            fixtures.earn(other);
            String otherSlug = issuers.named(other.issuer()).slug();
            for (String taken : List.of(later.toUpperCase(), name)) {
                Page refused = saves(form(operator().get(settings.at("/admin/issuers/" + otherSlug)))
                        .set("name", taken));
                assertThat(refused.status()).isEqualTo(422);
                assertThat(refused.select("#name-mend").text())
                        .contains("Another issuer here has this name, or had it");
            }
        } finally {
            fixtures.takenOff(other);
        }
    }

    private Page makes(HttpBrowser officer, String called) {
        return saves(form(officer.get(settings.at("/issue/new-issuer"))).set("name", called));
    }

    private void isRefused(Page answer) {
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.select("#name-mend").text()).contains("or others are called so", "ask your operator");
    }

    /** Begins a draft that names an organisation. */
    private void drafts(TenantId tenant, String kind, String organisation) {
        ObjectNode document = JsonMapper.shared().createObjectNode().put("title", "Named " + UUID.randomUUID());
        if (!kind.isEmpty()) {
            document.put("kind", kind);
        }
        document.putObject("issuer").put("name", organisation);
        context.getBean(Exchange.class)
                .begin(
                        new StaffMember(
                                new StaffId(UUID.randomUUID()), "An author", Map.of(StaffRole.AUTHOR, Set.of(tenant))),
                        tenant,
                        document);
    }

    @Test
    void noOfficerTakesTheNameOfAnotherDistrictThatHasNoIssuerYet() {
        String theirs = "Bayside \"Bay\" Schools " + UUID.randomUUID();
        TenantId bayside = context.getBean(Tenants.class).found(theirs);
        HttpBrowser officer = officer(district());
        isRefused(makes(officer, theirs));
        isRefused(makes(officer, theirs.toUpperCase()));
        Page renamed = saves(form(page(officer)).set("name", theirs).set("description", "Typed"));
        isRefused(renamed);
        assertThat(renamed.select("#description").text()).isEqualTo("Typed");
        isRefused(makes(officer, LearnerRecords.assembler(settings)));

        Page made = makes(officer(bayside), theirs);
        assertThat(made.text()).contains("The issuer is there");
        assertThat(context.getBean(IssuerSeal.class).did(theirs))
                .endsWith(made.uri().getPath().substring("/issue/issuers/".length()));
    }

    @Test
    void noOfficerTakesANameThatOnlyMicroCredentialsAndStacksOfOthersGiveYet() {
        TenantId others = context.getBean(Tenants.class).found("District " + UUID.randomUUID());
        TenantId mine = district();
        HttpBrowser officer = officer(mine);
        for (String kind : List.of("", "stack")) {
            String named = "The \"Dune\" Academy " + UUID.randomUUID();
            drafts(others, kind, named);
            isRefused(makes(officer, named));
            isRefused(saves(form(page(officer)).set("name", named.toLowerCase())));
        }
        String ofAFile = "Of the operator's file " + UUID.randomUUID();
        MicroCredential published = fixtures.from(ofAFile);
        try {
            isRefused(makes(officer, ofAFile));
            isRefused(saves(form(page(officer)).set("name", ofAFile)));
            assertThat(page(officer).select("h1").text()).isEqualTo(name);
            assertThat(saves(form(operator().get(settings.at("/admin/issuers/" + slug)))
                                    .set("name", ofAFile))
                            .select("h1")
                            .text())
                    .isEqualTo(ofAFile);
        } finally {
            fixtures.takenOff(published);
        }
        String own = "Our Own Academy " + UUID.randomUUID();
        drafts(mine, "", own);
        assertThat(makes(officer, own).text()).contains("The issuer is there");
    }

    /** Micro-credentials may have named one each before anybody saw to it. */
    @Test
    void issuersThatDifferByCapitalsKeepTheirNamesAndTheRestOfThemIsEdited() {
        String tail = " PD " + UUID.randomUUID();
        MicroCredential one = fixtures.from("ACME" + tail);
        MicroCredential other = fixtures.from("Acme" + tail);
        try {
            fixtures.earn(one);
            fixtures.earn(other);
            HttpBrowser operator = operator();
            String path = "/issuers/" + issuers.named(one.issuer()).slug();
            URI mine = settings.at("/admin" + path);
            Page refused = saves(form(operator.get(mine)).set("name", "Acme" + tail));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.select("#name-mend").text()).contains("Another issuer here has this name");
            assertThat(saves(form(operator.get(settings.at("/admin/issuers/" + slug)))
                                    .set("name", "acme" + tail))
                            .status())
                    .isEqualTo(422);

            assertThat(saves(form(operator.get(mine)).set("description", "One of two"))
                            .text())
                    .contains("Saved.");
            assertThat(json(path).getString("description")).isEqualTo("One of two");
            operator.get(mine)
                    .form("form:has(#file)")
                    .file("file", "logo.svg", "image/svg+xml", DRAWING.getBytes(StandardCharsets.UTF_8))
                    .submit();
            assertThat(json(path)).containsKey("image");
            assertThat(operator.get(mine)
                            .form("form[action$='/logo/removal']")
                            .submit()
                            .text())
                    .contains("No logo is shown any more");
            assertThat(json(path)).doesNotContainKey("image");
            assertThat(saves(form(operator.get(mine)).set("name", "ACME, renamed" + tail))
                            .status())
                    .isEqualTo(200);
            Page back = operator.get(mine).form("form[action$='/earlier']").submit();
            assertThat(back.text()).contains("It is as it was then.");
            assertThat(back.select("h1").text()).isEqualTo("ACME" + tail);
            assertThat(saves(form(operator.get(mine)).set("name", "AcMe" + tail))
                            .select("h1")
                            .text())
                    .isEqualTo("AcMe" + tail);
            assertThat(issuers.named(other.issuer()).name()).isEqualTo("Acme" + tail);
        } finally {
            fixtures.takenOff(one);
            fixtures.takenOff(other);
        }
    }

    @Test
    void whoSavesAfterSomebodyElseIsToldAndLosesNothing() {
        HttpBrowser officer = officer(district());
        Form mine = form(page(officer)).set("description", "Mine");
        saves(form(page(officer)).set("description", "Theirs"));
        Page told = saves(mine);
        assertThat(told.status()).isEqualTo(422);
        assertThat(told.text()).contains("Somebody else changed this issuer meanwhile");
        assertThat(told.select("#description").text()).isEqualTo("Mine");
        assertThat(page(officer).select("#description").text()).isEqualTo("Theirs");
        saves(form(told));
        assertThat(page(officer).select("#description").text()).isEqualTo("Mine");
    }

    @Test
    void aLogoIsTakenWithoutWhatCouldRunAndNoOtherFile() throws IOException {
        HttpBrowser officer = officer(district());
        Page refused = page(officer)
                .form("form:has(#file)")
                .file("file", "logo.png", "image/png", "nothing".getBytes(StandardCharsets.UTF_8))
                .submit();
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("This file is neither an SVG drawing nor a PNG.");
        Page taken = page(officer)
                .form("form:has(#file)")
                .file("file", "logo.svg", "image/svg+xml", DRAWING.getBytes(StandardCharsets.UTF_8))
                .submit();
        assertThat(taken.text()).contains("Taken, without: script");
        String logo = json("/issuers/" + slug).getJsonObject("image").getString("id");
        assertThat(middle(new HttpBrowser().get(logo).bytes())).isEqualTo(new Color(0x7a1fa2));
        assertThat(new HttpBrowser()
                        .header("Accept", "application/json")
                        .get(logo)
                        .header("Content-Type"))
                .as("whatever is asked for")
                .contains("image/png");
        page(officer).form("form[action$='/logo/removal']").submit();
        assertThat(json("/issuers/" + slug)).doesNotContainKey("image");
        assertThat(new HttpBrowser().get(logo).status()).isEqualTo(200); // what was signed with it may name it
    }

    @Test
    void aProfileIsServedInBothGenerationsAndInWhatIsSignedFromThenOn() throws IOException {
        String before = new HttpBrowser()
                .get(URI.create(first.addresses().page() + ".json"))
                .body();
        JsonObject did = json("/issuers/" + slug + "/did.json");
        HttpBrowser officer = officer(district());
        String later = "Harbor Learning Ξ " + UUID.randomUUID();
        Page saved = saves(form(page(officer))
                .set("name", later)
                .set("description", "Schools around the harbor.\r\nSince 1912.")
                .set("url", "https://harbor.example.org/badges")
                .set("contact", "badges@harbor.example.org")
                .set("country", "US")
                .set("parentName", "State Board")
                .set("parentUrl", "did:web:state.example.org")
                .set("colour", "#003366")
                .set("accent", "#ffee99"));
        assertThat(saved.status()).isEqualTo(200);
        assertThat(saved.text()).contains("Saved. Badges that are signed from now on say so.", "Also meant by", name);
        page(officer)
                .form("form:has(#file)")
                .file("file", "logo.svg", "image/svg+xml", DRAWING.getBytes(StandardCharsets.UTF_8))
                .submit();

        JsonObject profile = json("/issuers/" + slug);
        assertThat(profile.getString("id")).isEqualTo(did.getString("id"));
        assertThat(profile.getString("name")).isEqualTo(later);
        assertThat(profile.getString("description")).isEqualTo("Schools around the harbor.\nSince 1912.");
        assertThat(profile.getString("url")).isEqualTo("https://harbor.example.org/badges");
        assertThat(profile.getString("email")).isEqualTo("badges@harbor.example.org");
        assertThat(profile.getJsonObject("address").getString("addressCountryCode"))
                .isEqualTo("US");
        assertThat(profile.getJsonObject("parentOrg").getString("id")).isEqualTo("did:web:state.example.org");
        JsonObject older = json("/ob2/issuers/" + slug);
        assertThat(older.getString("name")).isEqualTo(later);
        assertThat(older.getString("email")).isEqualTo("badges@harbor.example.org");
        assertThat(older.getString("image"))
                .isEqualTo(profile.getJsonObject("image").getString("id"));
        assertThat(new HttpBrowser().get(settings.at("/issuers/" + slug)).text())
                .contains(later, "Schools around the harbor.", "United States", "State Board");
        assertThat(json("/issuers/" + slug + "/did.json")).isEqualTo(did);

        // What was signed is as it was, byte by byte, and still good.
        assertThat(new HttpBrowser()
                        .get(URI.create(first.addresses().page() + ".json"))
                        .body())
                .isEqualTo(before);
        assertThat(verification.of(before).overall()).isEqualTo(Verdict.Outcome.PASSED);

        // The micro-credential names the name that it knew; the badge is of the same issuer and says the new one.
        Award second = fixtures.earn(achievement);
        JsonObject issuer = issuerOf(second);
        assertThat(issuer.getString("id")).isEqualTo(issuerOf(first).getString("id"));
        assertThat(issuer.getString("name")).isEqualTo(later);
        assertThat(issuer.getJsonObject("image")).isEqualTo(profile.getJsonObject("image"));
        String signed = new HttpBrowser()
                .get(URI.create(second.addresses().page() + ".json"))
                .body();
        assertThat(verification.of(signed).checks())
                .allMatch(check ->
                        check.outcome() == Verdict.Outcome.PASSED || check.outcome() == Verdict.Outcome.SKIPPED);
        JsonObject credential = CredentialController.read(signed);
        assertThat(IndependentVerifier.verifies(credential, IssuingTests.publishedKey(credential)))
                .isTrue();
        assertThat(new HttpBrowser()
                        .header("Accept", "application/json")
                        .get(URI.create(
                                json("/ob2/assertions/" + second.credentialId()).getString("badge")))
                        .status())
                .isEqualTo(200);
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(
                new HttpBrowser().get(second.addresses().png()).bytes()));
        assertThat(new Color(picture.getRGB(320, 66))).isIn(new Color(0x003366), new Color(0xffee99));
    }

    @Test
    void coloursAreLookedAtBeforeTheyAreSaved() {
        HttpBrowser officer = officer(district());
        Page looked = form(page(officer))
                .set("description", "Half typed")
                .set("colour", "#224466")
                .set("accent", "#ffffff")
                .submitWith("button[value=preview]");
        assertThat(looked.status()).isEqualTo(200);
        assertThat(looked.select("#description").text()).isEqualTo("Half typed");
        for (String source : looked.select("#art img").eachAttr("src")) {
            assertThat(source).contains("224466-ffffff");
            assertThat(officer.get(settings.at(source)).header("Content-Type")).contains("image/png");
        }
        assertThat(page(officer).select("#description").text()).isEmpty();
    }

    @Test
    void aChangeIsTakenBack() {
        HttpBrowser officer = officer(district());
        saves(form(page(officer)).set("name", "Mistaken " + UUID.randomUUID()).set("description", "Mistaken"));
        Page back = page(officer).form("form[action$='/earlier']").submit();
        assertThat(back.text()).contains("It is as it was then.");
        assertThat(back.select("h1").text()).isEqualTo(name);
        assertThat(back.select("#description").text()).isEmpty();
    }

    @Test
    void aNewIssuerHasAnIdentifierAndKeysOfItsOwnAndBelongsToItsDistrict() {
        TenantId mine = district();
        TenantId also = context.getBean(Tenants.class).found("District " + UUID.randomUUID());
        HttpBrowser officer = officer(mine, also);
        String made = "Made Here " + UUID.randomUUID();
        Page choosing =
                saves(form(officer.get(settings.at("/issue/new-issuer"))).set("name", made));
        assertThat(choosing.status()).isEqualTo(422);
        Page there = saves(form(choosing).set("district", also.value().toString()));
        assertThat(there.status()).isEqualTo(200);
        assertThat(there.text()).contains("The issuer is there, with keys of its own.");
        String path = there.uri().getPath().substring("/issue".length());
        assertThat(json(path + "/did.json").getJsonArray("verificationMethod")).hasSize(2);

        MicroCredential named = fixtures.from(made);
        try {
            Page page = officer.get(settings.at("/issue" + path));
            assertThat(page.form("form:has([value=let-all])").submit().text())
                    .contains("Every district may name this issuer");
            Award award = fixtures.earn(named);
            assertThat(issuerOf(award).getString("id"))
                    .isEqualTo(json(path + "/did.json").getString("id"));
            // It is another district's badge: that one's officers look after badges, not after this issuer.
            HttpBrowser others = officer(new TenantId(context.getBean(JdbcClient.class)
                    .sql("select tenant_id from badge_award where credential_id = :id")
                    .param("id", award.credentialId())
                    .query(UUID.class)
                    .single()));
            assertThat(others.get(settings.at("/issue/issuers" + path.substring("/issuers".length())))
                            .status())
                    .isEqualTo(404);
            assertThat(others.get(settings.at("/issue/issuers")).text()).contains("No organization issues badges");
        } finally {
            fixtures.takenOff(named);
        }
    }

    @Test
    void anOperatorMakesOneForADistrictOrForAll() {
        HttpBrowser operator = operator();
        String made = "By the operator " + UUID.randomUUID();
        Page unknown = saves(form(operator.get(settings.at("/admin/new-issuer")))
                .set("name", made)
                .set("district", "No such district"));
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.select("#district").attr("value")).isEqualTo("No such district");
        assertThat(saves(form(unknown).set("district", "")).text()).contains("The issuer is there");
    }
}
