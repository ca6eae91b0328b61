package dev.laurel.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.recognition.AuthorityCode;
import dev.laurel.recognition.Recognition;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Before starting, a teacher sees what it counts for where they teach, who says so and since when. */
@LaurelTest
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CountsTests {

    private static final String TRACE = "cs-trace-before-write";

    @Autowired
    LaurelSettings settings;

    @Autowired
    Recognition recognition;

    @Autowired
    Tenants tenants;

    private CanvasDev lms;

    @BeforeAll
    void start() {
        lms = CanvasDev.start(
                CanvasDevSettings.onRandomPort().withToolUrl(settings.baseUrl().toString()));
        lms.register("canvas");
    }

    @AfterAll
    void stop() {
        lms.close();
    }

    @AfterEach
    void backToTennessee() {
        recognition.settle(tenants.demonstration(), List.of(new AuthorityCode("us-tn")), "a tester");
    }

    private Page opens(String hat) {
        return new CanvasDevSession(lms, "canvas", hat).openMicroCredential(TRACE);
    }

    @Test
    void nobodySaysWhereTheyTeachFromAWindowThatIsNotAnEarners() {
        Page cohort = opens("priya");
        String window = cohort.select("body").attr("data-window");
        Page counts = cohort.open(window + "/counts");
        Page refused = counts.submit("form[action$=/district]", Map.of("at", "no-such-place"));
        assertThat(refused.status()).isEqualTo(200);
        assertThat(recognition.home(tenants.demonstration(), null).authorities())
                .as("an unknown place counts as none")
                .isEmpty();
        assertThat(counts.select("form[method=post]:not([action$=/district])")).isEmpty();
        Page teacher = opens("ben");
        assertThat(teacher.open(teacher.select("body").attr("data-window") + "/counts")
                        .select("form[action$=/district]"))
                .isEmpty();
    }

    @Test
    void theModulePageSaysWhatItCountsForWhoSaysSoAndSinceWhen() {
        Page first = opens("dana");
        assertThat(first.select(".module-head .worths").text())
                .contains("6 PDP toward renewing your license")
                .contains("Tennessee Department of Education, November 23, 2026")
                .contains("Source: tn.gov, PDP FAQ; scsk12.org");
        assertThat(first.select("main .primary")).hasSize(1);
        assertThat(first.click(".counts .eyebrow a").select("h1").text()).isEqualTo("What it counts for");
    }

    @Test
    void aPlaceElsewhereIsShownWithoutBeingTaken() {
        Page there = opens("dana").form(".counts form").set("at", "us-sc").submit();
        assertThat(there.status()).isEqualTo(200);
        assertThat(there.select("[aria-labelledby=elsewhere]").text())
                .contains("South Carolina")
                .contains("your district decides")
                .contains("Source: ed.sc.gov");
        assertThat(there.select("[aria-labelledby=here]").text()).contains("6 PDP");
        assertThat(opens("dana").select(".module-head .worths").text()).contains("Tennessee");
    }

    @Test
    void aTeacherWhoTeachesElsewhereSeesWhatCountsThereAndNobodyElseDoes() {
        Page there =
                opens("aisha").form(".counts form").set("at", "knox-county-tn").submit();
        Page saved = there.form("[aria-labelledby=elsewhere] form[method=post]").submit();
        assertThat(saved.select("[role=status]").text()).startsWith("Saved.");
        assertThat(opens("aisha").select(".module-head .worths").text())
                .contains("3 in-service hours of local professional development")
                .contains("6 PDP");
        assertThat(opens("elena").select(".module-head .worths").text()).doesNotContain("in-service");
        Page back = saved.form("[aria-labelledby=here] form").submitWith("button[name=at]");
        assertThat(back.select("[aria-labelledby=here]").text()).doesNotContain("in-service");
        assertThat(opens("aisha").select(".module-head .worths").text()).doesNotContain("in-service");
    }

    @Test
    void aCoordinatorSaysWhereTheDistrictLiesAndEverybodysFirstPageFollows() {
        assertThat(opens("marcus").select(".module-head .worths").text()).contains("Tennessee");
        Page cohort = opens("priya");
        Page saved = cohort.click("main a[href$=/counts]")
                .form("form[action$=/district]")
                .set("at", "us-ut")
                .submit();
        assertThat(saved.select("[role=status]").text()).startsWith("Saved. Teachers of the district");
        assertThat(opens("marcus").select(".module-head .worths").text())
                .contains("0.5 USBE credit")
                .doesNotContain("Tennessee");
    }

    @Test
    void anOperatorSaysItForADistrictThatNoCoordinatorSpokeFor() {
        HttpBrowser browser = new HttpBrowser();
        Page homes = browser.get(settings.at("/sign-in?to=/admin/recognition"))
                .form("form[action$=sign-in]")
                .set("login", "admin")
                .set("password", TestSurroundings.OPERATOR_PASSWORD)
                .submit();
        assertThat(homes.select("h1").text()).isEqualTo("Where districts lie");
        String form = "form[action$=" + tenants.demonstration().value() + "]";
        Page saved = homes.form(form).set("at", "us-wy").submit();
        assertThat(saved.select("[role=status]").text()).isEqualTo("Saved.");
        assertThat(saved.select(form + " option[selected]").attr("value")).isEqualTo("us-wy");
        assertThat(opens("dana").select(".module-head .worths").text()).contains("0.57 PTSB credit");
        saved.form(form).set("at", "").submit();
        assertThat(opens("dana").select(".module-head .counts").text())
                .contains("Nobody has said yet where you teach", "Where do you teach?");
    }

    private static String payload(Page answer) {
        String token = answer.select("input[name=JWT]").attr("value");
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
    }

    private static Page pick(Page picker) {
        return picker.form("form[action$=picker]")
                .set("pick", List.of(TRACE))
                .submitWith("button[name=act][value=choose]");
    }

    @Test
    void whereNobodySaidWhereADistrictLiesThePickerAndTheLinkSayThatTheDistrictDecides() {
        recognition.settle(tenants.demonstration(), List.of(), "a tester");
        Page picker = new CanvasDevSession(lms, "canvas", "priya").openPicker("4021");
        assertThat(picker.select("#picker-place").text())
                .startsWith("Nobody has said yet where your district lies")
                .contains("Say where it lies");
        assertThat(picker.select(".offers .counts")).isEmpty();
        assertThat(payload(pick(picker)))
                .contains("What it counts for: your district decides.")
                .doesNotContain("PDP");
    }

    @Test
    void whereAnAuthorityNamesNoFigureNeitherPickerNorLinkDoes() {
        recognition.settle(tenants.demonstration(), List.of(new AuthorityCode("us-sc")), "a tester");
        Page picker = new CanvasDevSession(lms, "canvas", "priya").openPicker("4021");
        assertThat(picker.select(".offers .counts").first().text())
                .contains("License renewal: your district decides", "South Carolina");
        assertThat(payload(pick(picker)))
                .contains("License renewal: your district decides. South Carolina")
                .contains("names no figure (checked on November 23, 2026).");
    }

    @Test
    void thePickerAndTheTextOfItsLinksSayWhatItCountsForWhoSaysSoAndSinceWhen() {
        Page picker = new CanvasDevSession(lms, "canvas", "priya").openPicker("4021");
        assertThat(picker.select("#picker-place").text()).contains("where your district lies: Tennessee");
        assertThat(picker.select(".offers .counts")).hasSameSizeAs(picker.select(".offers li:has(input)"));
        assertThat(picker.select(".offers .counts").first().text())
                .contains("6 PDP toward renewing your license")
                .contains("Tennessee Department of Education, November 23, 2026");
        assertThat(payload(pick(picker)))
                .contains("Counts 6 PDP toward renewing your license, says Tennessee Department of Education,"
                        + " checked on November 23, 2026. Source: tn.gov, PDP FAQ; scsk12.org.");
    }

    @Test
    void aChosenPlaceIsRememberedAndALinkFromSomebodyElseDoesNotChangeIt() {
        HttpBrowser reader = new HttpBrowser();
        Page sent = reader.get(settings.at("/catalog?q=tracing&where=us-nc"));
        assertThat(sent.headers().allValues("Set-Cookie")).isEmpty();
        Page read = reader.get(settings.at("/catalog?q=tracing"));
        assertThat(read.select(".offer .counts")).isEmpty();
        assertThat(read.headers().allValues("Set-Cookie"))
                .as("nothing is kept of who reads and chooses nothing")
                .isEmpty();
        Page chosen = sent.form("form:has(select#where)").set("where", "us-tn").submit();
        assertThat(chosen.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("laurel_place=us-tn; Path=/catalog; Max-Age=15552000;")
                .contains("HttpOnly", "SameSite=Lax");
        assertThat(reader.get(settings.at("/catalog?q=tracing"))
                        .select(".offer .counts")
                        .text())
                .contains("6 PDP");
        assertThat(reader.get(settings.at("/catalog/" + TRACE + "?where=us-nc"))
                        .select("[aria-labelledby=counts]")
                        .text())
                .contains("North Carolina")
                .doesNotContain("6 PDP");
        Page still = reader.get(settings.at("/catalog/" + TRACE));
        assertThat(still.select("[aria-labelledby=counts]").text()).contains("6 PDP");
        Page forgotten =
                still.form("[aria-labelledby=counts] form").set("where", "").submit();
        assertThat(forgotten.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .contains("Max-Age=0");
        assertThat(reader.get(settings.at("/catalog/" + TRACE))
                        .select("[aria-labelledby=counts]")
                        .text())
                .doesNotContain("6 PDP");
    }

    @Test
    void thePublicCatalogueAsksWhereTheReaderTeaches() {
        HttpBrowser reader = new HttpBrowser();
        Page list = reader.get(settings.at("/catalog?q=tracing"));
        assertThat(list.select(".offer .counts")).isEmpty();
        Page chosen = list.form("form:has(select#where)").set("where", "us-tn").submit();
        assertThat(chosen.select(".offer .counts").text()).contains("6 PDP");
        Page page = chosen.click(".offer a");
        assertThat(page.select("[aria-labelledby=counts]").text())
                .contains("Who approves: Your district (LEA)")
                .contains("Checked on November 23, 2026");
        Page moved =
                page.form("[aria-labelledby=counts] form").set("where", "us-nc").submit();
        assertThat(moved.select("[aria-labelledby=counts]").text()).contains("North Carolina", "your district decides");
        Page nonsense = reader.get(settings.at("/catalog/" + TRACE + "?where=%22%3E%3Cscript%3E"));
        assertThat(nonsense.status()).isEqualTo(200);
        assertThat(nonsense.select("main script")).isEmpty();
        assertThat(nonsense.headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void aStacksPublicPageSaysThatItsMembersCount() {
        Page stack = new HttpBrowser().get(settings.at("/catalog/cs-3-8-foundations?where=us-tn"));
        assertThat(stack.select("[aria-labelledby=counts]").text()).contains("nothing is counted twice");
    }
}
