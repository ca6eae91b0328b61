package dev.laurel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;

@LaurelTest
class CataloguePagesTests {

    @Autowired
    Catalogue catalogue;

    @Autowired
    CatalogueImport catalogueImport;

    @Autowired
    LaurelSettings settings;

    @Autowired
    CatalogueRation ration;

    private final HttpBrowser browser = new HttpBrowser();

    private HttpBrowser.Page open(String path) {
        return browser.get(settings.at(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/catalog/no-such-thing",
                "/catalog/No%20Such",
                "/catalog/lit-hfw-mapping/9.9.9",
                "/catalog/lit-hfw-mapping/%27",
                "/catalog/..%2f"
            })
    void saysThatSomethingIsNotThere(String path) {
        assertThat(open(path).status()).isIn(400, 404);
    }

    @Test
    void tellsThoseWhoAskForNothingKnownWhereToLook() {
        HttpBrowser.Page page = open("/catalog/no-such-thing");
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.select("h1").text()).isEqualTo("This is not in the catalog");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/catalog?q=hinge", "/catalog/lit-hfw-mapping", "/catalog/lit-hfw-mapping/1.0.0/badge.png"})
    void answersOneAddressOnlySoOften(String path) {
        MockHttpServletRequest theirs = new MockHttpServletRequest();
        theirs.setRemoteAddr("203.0.113.62");
        while (ration.admits(theirs)) {
            // until they have had their share
        }
        HttpBrowser often = new HttpBrowser().header("X-Forwarded-For", "198.51.100.4, 203.0.113.62");
        HttpBrowser.Page page = often.get(settings.at(path));
        assertThat(page.status()).isEqualTo(429);
        assertThat(page.header("Retry-After")).contains("60");
        assertThat(page.select("h1").text()).isEqualTo("Too many requests at once");
        assertThat(page.text()).contains("Wait a minute and load the page again");
        HttpBrowser.Page described =
                often.header("Accept", "application/ld+json").get(settings.at("/catalog?q=hinge"));
        assertThat(described.status()).isEqualTo(429);
        assertThat(described.header("Retry-After")).contains("60");
        assertThat(open(path).status()).isNotEqualTo(429);
    }

    @Test
    void programsInBrowsersReadWhenToComeAgain() {
        HttpBrowser.Page page =
                new HttpBrowser().header("Origin", "https://reader.example").get(settings.at("/catalog?q=hinge"));
        assertThat(page.header("Access-Control-Expose-Headers").orElse("")).contains("Link", "Retry-After");
    }

    @Test
    void takesNothingButReading() {
        assertThat(browser.post(settings.at("/catalog"), Map.of("q", "x")).status())
                .isIn(403, 404, 405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "99999999999", "x", "7"})
    void staysWithinItsPages(String page) {
        HttpBrowser.Page list = open("/catalog?q=hinge&page=" + page);
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.select(".offer h2").text()).contains("Hinge Questions");
    }

    @Test
    void findsNothingAndSaysWhatToDo() {
        HttpBrowser.Page page = open("/catalog?q=%3Cscript%3Ealert(1)%3C/script%3E%25");
        assertThat(page.select("[role=status]").text()).startsWith("Nothing found for");
        assertThat(page.select("main script")).isEmpty();
        assertThat(page.text()).contains("Try fewer words");
    }

    @Test
    void needsNoSignInAndKeepsNoCookie() {
        HttpBrowser.Page page = open("/catalog");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(page.header("Content-Security-Policy").orElseThrow()).contains("frame-ancestors 'none'");
    }

    @Test
    void searchesAndOpensWhatItFound() {
        HttpBrowser.Page found =
                open("/catalog").form("form[role=search]").set("q", "formative").submit();
        assertThat(found.select("[role=status]").text()).contains("found for “formative”");
        HttpBrowser.Page page = found.click(".offer a[href=/catalog/assess-hinge-questions]");
        assertThat(page.uri().getPath()).isEqualTo("/catalog/assess-hinge-questions");
        assertThat(page.select("h1").text()).isEqualTo("Using Hinge Questions to Decide the Next Teaching Move");
    }

    @Test
    void showsEverythingThatAnEarnerNeeds() {
        HttpBrowser.Page page = open("/catalog/assess-hinge-questions");
        assertThat(page.text())
                .contains("The educator designs diagnostic questions tied to one learning goal")
                .contains("Usually 10 to 18 hours of work.")
                .contains("15 hours are credited.")
                .contains("Locate the hinge")
                .contains("Checking recall of a term")
                .contains("Wiliam, D. (1998)")
                .contains("hinge-planning-sheet.docx")
                .contains("Describe the class, the unit")
                .contains("150 to 300 words")
                .contains("Accepted: mp4, m4v, mov, mp3, m4a. Up to 500 MB.")
                .contains("At most 10 minutes.")
                .contains("Report answers as counts")
                .contains("Response data cover at least 90 percent")
                .contains("Two qualified assessors rate your evidence")
                .contains("InTASC Model Core Teaching Standards (2013)");
        assertThat(page.select("a[href=https://www.iste.org/standards]").attr("rel"))
                .contains("noopener");
    }

    @Test
    void marksTheCutInWordsAndKeepsTheAddressesThatBadgesPointAt() {
        HttpBrowser.Page page = open("/catalog/assess-hinge-questions/1.0.0");
        MicroCredential hinge = catalogue
                .current(new MicroCredentialId("assess-hinge-questions"))
                .orElseThrow();
        assertThat(page.uri().getPath()).isEqualTo(hinge.path());
        for (Rubric.Criterion criterion : hinge.rubric().criteria()) {
            assertThat(page.select("#criterion-" + criterion.id()))
                    .as(criterion.id())
                    .hasSize(1);
            for (Rubric.Level level : criterion.levels()) {
                assertThat(page.select("#criterion-" + criterion.id() + "-" + level.key())
                                .text())
                        .as(criterion.id() + " " + level.key())
                        .contains(criterion.isPassFail() ? "" : level.descriptor());
            }
        }
        assertThat(page.select(".levels thead th").eachText())
                .containsExactly(
                        "Criterion",
                        "Beginning not yet",
                        "Progressing not yet",
                        "Demonstrated counts as met",
                        "Distinguished counts as met");
        assertThat(page.select(".levels tbody td.cut")).hasSize(4);
        assertThat(page.select("#alignment-5")).hasSize(1);
        assertThat(page.text()).contains("You earn the badge when every criterion reaches “Demonstrated” or above.");
    }

    /** Only a board grants what a route prepares for. */
    @Test
    void aRouteToAnEndorsementMeetsARequirementAndConfersNothing() {
        HttpBrowser.Page page = open("/catalog/wy-literacy-route");
        assertThat(page.select("[aria-labelledby=requirement]").text())
                .contains("Meets the micro-credential requirement for an endorsement in literacy in Wyoming")
                .contains("Earning this stack grants none.");
        assertThat(page.text()).doesNotContainIgnoringCase("confer");
        assertThat(page.select(".pathway h3").eachText())
                .containsExactly(
                        "Earn all 3",
                        "Thinking made visible: earn 1 of 2",
                        "Capstone: Lead one term of the routine in your grade team",
                        "Then the badge of the stack comes by itself");
        assertThat(page.select(".pathway li:contains(Partnership with Families)")
                        .text())
                .contains("A badge of another issuer");
        assertThat(page.select(".pathway").text()).contains("Comes after:");
    }

    @Test
    void showsAStackWithItsMembersRuleAndHours() {
        HttpBrowser.Page page = open("/catalog/cs-3-8-foundations");
        assertThat(page.select("h1").text()).isEqualTo("Computer Science Teaching Foundations, Grades 3-8");
        assertThat(page.select("#members ~ ol h3").eachText())
                .containsExactly("Earn all 3", "Advised at the end", "Then the badge of the stack comes by itself");
        assertThat(page.select("#members ~ ol h4 a").eachText())
                .containsExactly(
                        "Reading and Tracing Code Before Writing It",
                        "Teaching Debugging as a Skill",
                        "Planning a Computing Project in Which Every Student Has a Place");
        assertThat(page.text())
                .contains("Earn all 3.")
                .contains("None may be older than 60 months")
                .contains("24 hours are credited.")
                .contains("does not grant one");
        assertThat(page.click("#members ~ ol h4 a").uri().getPath()).isEqualTo("/catalog/cs-trace-before-write/1.0.0");
        assertThat(open("/catalog/cs-3-8-foundations/1.0.0").status()).isEqualTo(200);
    }

    @Test
    void pointsFromAnEarlierVersionToTheNewOneAndSaysWhenOneIsRetired() {
        String id = "p" + UUID.randomUUID();
        publish(id, "1.0.0", "published");
        publish(id, "2.0.0", "published");
        HttpBrowser.Page earlier = open("/catalog/" + id + "/1.0.0");
        assertThat(earlier.text()).contains("Version 2.0.0 has taken its place");
        publish(id, "1.0.0", "retired");
        publish(id, "2.0.0", "retired");
        assertThat(open("/catalog/" + id).status()).isEqualTo(404);
        assertThat(open("/catalog/" + id + "/2.0.0").text()).contains("no longer offered");
    }

    private void publish(String id, String version, String status) {
        catalogueImport.publish(
                "test.yaml",
                CatalogueFileTests.LITERACY
                        .replace("id: lit-hfw-mapping", "id: " + id)
                        .replace("version: 1.0.0", "version: " + version)
                        .replace("status: published", "status: " + status)
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void previewsOfASharedLinkSayWhatItIs() {
        HttpBrowser.Page page = open("/catalog/lit-hfw-mapping");
        assertThat(page.select("meta[property=og:title]").attr("content"))
                .isEqualTo(page.select("h1").text());
        assertThat(page.select("meta[property=og:url]").attr("content"))
                .startsWith(settings.at("/catalog/lit-hfw-mapping/").toString());
        assertThat(page.select("meta[name=description]").attr("content"))
                .isNotBlank()
                .isEqualTo(page.select("meta[property=og:description]").attr("content"));
    }

    @Test
    void speaksSpanishAroundTheWordsOfTheAuthor() {
        HttpBrowser.Page page =
                new HttpBrowser().header("Accept-Language", "es-MX").get(settings.at("/catalog/lit-hfw-mapping"));
        assertThat(page.select("html").attr("lang")).startsWith("es");
        assertThat(page.select("h1").attr("lang")).isEqualTo("en");
        assertThat(List.of(page.text().split("\n")).toString())
                .contains("cuenta como cumplido")
                .doesNotContain("??");
    }
}
