package dev.laurel.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.catalog.Publishing;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffRole;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Practices;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;

@LaurelTest
class AuthorPagesTests {

    @Autowired
    LaurelSettings settings;

    @Autowired
    Staff staff;

    @Autowired
    Tenants tenants;

    @Autowired
    Publishing publishing;

    @Autowired
    Practices practices;

    private TenantId district;
    private final String item = "p" + UUID.randomUUID();

    @BeforeEach
    void aDistrict() {
        district = tenants.found("District " + UUID.randomUUID());
    }

    private HttpBrowser.Page signIn(StaffRole role) {
        return Colleague.of(staff, role == StaffRole.AUTHOR ? "Ana Autora" : "Rhea Reader", district, role)
                .signsIn(settings);
    }

    private byte[] yaml(String version, String title) {
        try {
            return new ClassPathResource("demo/catalogue/literacy-high-frequency-words.yaml")
                    .getContentAsString(StandardCharsets.UTF_8)
                    .replace("id: lit-hfw-mapping", "id: " + item)
                    .replace("version: 1.0.0", "version: " + version)
                    .replaceFirst("title: .*", "title: " + title)
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpBrowser.Page bringIn(HttpBrowser.Page list, byte[] yaml) {
        return list.form("form[action$=/author/versions]")
                .file("file", "mine.yaml", "application/yaml", yaml)
                .submit();
    }

    private static HttpBrowser.Page move(HttpBrowser.Page version, Move move, String reason) {
        return version.form("form[action$=/" + move + "]").set("reason", reason).submit();
    }

    @Test
    void leadsAuthorsToTheirDesk() {
        HttpBrowser.Page desk = signIn(StaffRole.AUTHOR);
        assertThat(desk.uri().getPath()).isEqualTo("/author");
        assertThat(desk.text()).contains("Versions stand here as soon as");
        assertThat(desk.select("#rail-menu a[href]").eachAttr("href"))
                .containsExactly("/author", "/reports", "/catalog", "/verify", "/account");
        assertThat(signIn(StaffRole.ASSESSOR).select("#rail-menu a[href]").eachAttr("href"))
                .containsOnlyOnce("/assess")
                .doesNotContain("/author");
        assertThat(signIn(StaffRole.CONTENT_REVIEWER).select("input[type=file]"))
                .as("a reviewer writes nothing")
                .isEmpty();
    }

    @Test
    void saysEverythingThatIsWrongWithAFileAndTakesNothingOfIt() {
        HttpBrowser.Page desk = signIn(StaffRole.AUTHOR);
        HttpBrowser.Page refused = bringIn(
                desk,
                new String(yaml("1.0.0", "Mine"), StandardCharsets.UTF_8)
                        .replace("credited: 10", "credited: many")
                        .replace("language: en", "language: 5")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(refused.select("[role=alert] li").eachText())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("hours.credited"))
                .anySatisfy(line -> assertThat(line).contains("language"));
        assertThat(desk.open("/author").select("tbody tr")).isEmpty();
    }

    @Test
    void saysAtWhichLineOfTheFileSomethingIsWrong() {
        HttpBrowser.Page desk = signIn(StaffRole.AUTHOR);
        String good = new String(yaml("1.0.0", "Mine"), StandardCharsets.UTF_8);
        String many = good.replace("credited: 10", "credited: many");
        long line =
                many.lines().takeWhile(one -> !one.contains("credited: many")).count() + 1;
        assertThat(bringIn(desk, many.getBytes(StandardCharsets.UTF_8))
                        .select("[role=alert] li")
                        .text())
                .startsWith("Line " + line + ", column")
                .contains("hours.credited", "must be a whole number");

        String colon = good.replaceFirst("title: .*", "title: Mine: and yours");
        long at = colon.lines().takeWhile(one -> !one.contains("Mine: and")).count() + 1;
        assertThat(bringIn(desk, colon.getBytes(StandardCharsets.UTF_8))
                        .select("[role=alert] li")
                        .text())
                .contains("not readable YAML at line " + at, "A text with a colon is put in quotes.");

        String alias = good.replaceFirst("title: .*", "title: &mine Mine\nshort_description: *mine")
                .replaceFirst("(?m)^short_description: [^*].*\\n", "");
        assertThat(bringIn(desk, new byte[0]).text())
                .contains("The file is empty.")
                .doesNotContain("Choose a file first");
        for (String words : List.of("just words", "- one\n- two\n")) {
            assertThat(bringIn(desk, words.getBytes(StandardCharsets.UTF_8)).text())
                    .as("of %s", words)
                    .contains("neither a micro-credential nor a stack", "begins with fields such as id")
                    .doesNotContain("must be a group of fields");
        }
        assertThat(bringIn(desk, alias.getBytes(StandardCharsets.UTF_8))
                        .select("[role=alert] li")
                        .text())
                .as("words that refer to others are not taken for themselves")
                .contains("(*mine); write the words out there");
        assertThat(desk.open("/author").select("tbody tr")).isEmpty();
    }

    @Test
    void aFileThatComesTwiceChangesNothingAndOneWithOtherWordsAsksFirst() {
        HttpBrowser.Page desk = signIn(StaffRole.AUTHOR);
        HttpBrowser.Page draft = bringIn(desk, yaml("1.0.0", "Mine"));
        assertThat(draft.select("#file").text()).isEqualTo("A draft was made of the file.");
        HttpBrowser.Page same = bringIn(desk, yaml("1.0.0", "Mine"));
        assertThat(same.uri().getPath()).isEqualTo(draft.uri().getPath());
        assertThat(same.select("#file").text()).contains("Nothing was changed");

        assertThat(bringIn(desk, yaml("1.0.0", "Mine, mended")).select("h1").text())
                .as("one's own file takes nothing from anybody")
                .isEqualTo("Mine, mended");
        desk.open(draft.uri().getPath() + "/edit/basics")
                .form("#editor")
                .set("title", "Written in the editor")
                .submit();

        HttpBrowser.Page asked = bringIn(desk, yaml("1.0.0", "Other words"));
        assertThat(asked.status()).isEqualTo(409);
        assertThat(asked.select("#problem").text())
                .contains("with other words", "Written in the editor, version 1.0.0");
        assertThat(desk.open(draft.uri().getPath()).select("h1").text()).isEqualTo("Written in the editor");
        HttpBrowser.Page replaced = asked.form("form[action$=/author/versions]")
                .set("replace", "true")
                .file("file", "mine.yaml", "application/yaml", yaml("1.0.0", "Other words"))
                .submit();
        assertThat(replaced.select("h1").text()).isEqualTo("Other words");

        move(desk.open(draft.uri().getPath()), Move.HAND_IN, "");
        move(signIn(StaffRole.CONTENT_REVIEWER).open(draft.uri().getPath()), Move.PUBLISH, "");
        HttpBrowser.Page taken = bringIn(desk, yaml("1.0.0", "Third words"));
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.select("#problem").text()).contains("is no draft any more", "a higher version");
        HttpBrowser.Page next = bringIn(desk, yaml("1.1.0", "Third words"));
        assertThat(next.select("#differences").text()).contains("1.0.0");
        assertThat(next.select("ins").eachText()).contains("Third words");
    }

    /** Each page that earners will see, with every field shut and nothing that could be sent. */
    private static void seesWhatEarnersWillFillIn(HttpBrowser.Page author, String preview) {
        HttpBrowser.Page list = author.open(preview).click("a[href$=/as-earner/evidence]");
        assertThat(list.text()).contains("This is a preview");
        List<String> asked = list.select(
                        "a[href*=/as-earner/evidence/questions/], a[href*=/as-earner/evidence/artefacts/]")
                .eachAttr("href");
        assertThat(asked).hasSizeGreaterThan(3);
        for (String one : asked) {
            HttpBrowser.Page page = list.open(one);
            assertThat(page.status()).as(one).isEqualTo(200);
            assertThat(page.select("fieldset[disabled] textarea")).as(one).isNotEmpty();
            assertThat(page.select("main form, main textarea, main input, main button").stream()
                            .filter(element -> element.closest("fieldset[disabled]") == null))
                    .as("shut on " + one)
                    .isEmpty();
            assertThat(page.select("script[src*=submission/evidence]")).isEmpty();
        }
        HttpBrowser.Page check = list.open(preview + "/evidence/check");
        assertThat(check.select("fieldset[disabled] #names, fieldset[disabled] #own, fieldset[disabled] #ai-yes"))
                .hasSize(3);
        assertThat(author.open(preview + "/evidence/questions/none").status()).isEqualTo(404);
    }

    @Test
    void bringsAVersionFromAFileThroughReviewIntoThePublicCatalogue() {
        HttpBrowser.Page author = bringIn(signIn(StaffRole.AUTHOR), yaml("1.0.0", "Mapped words"));
        assertThat(author.select("h1").text()).isEqualTo("Mapped words");
        String path = author.uri().getPath();
        assertThat(author.select("form[action$=/PUBLISH]")).isEmpty();
        assertThat(author.open(path + "/as-earner").select("#rubric ~ .rubric, .rubric"))
                .isNotEmpty();
        seesWhatEarnersWillFillIn(author, path + "/as-earner");
        HttpBrowser.Page handedIn = move(author, Move.HAND_IN, "Please look at the cut");
        assertThat(handedIn.text()).contains("In review").contains("Please look at the cut");

        HttpBrowser.Page reviewer = signIn(StaffRole.CONTENT_REVIEWER).open(path);
        HttpBrowser.Page returned = move(reviewer, Move.RETURN, "Say more about the method");
        assertThat(returned.text()).contains("Draft").contains("Rhea Reader").contains("Say more about the method");
        HttpBrowser.Page again = bringIn(author.open("/author"), yaml("1.0.0", "Mapped words, mended"));
        assertThat(again.uri().getPath()).isEqualTo(path);
        move(again, Move.HAND_IN, "");
        HttpBrowser.Page toPublish = reviewer.open(path);
        assertThat(move(toPublish, Move.PUBLISH, "").text()).contains("Published");
        HttpBrowser.Page twice = move(toPublish, Move.PUBLISH, "");
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.text()).contains("This version has moved on");

        HttpBrowser.Page catalogue = new HttpBrowser().get(settings.at("/catalog/" + item));
        assertThat(catalogue.select("h1").text()).isEqualTo("Mapped words, mended");

        HttpBrowser.Page second = bringIn(author.open("/author"), yaml("2.0.0", "Mapped words, second"));
        assertThat(second.select("#differences").text()).isEqualTo("What differs from version 1.0.0");
        assertThat(second.select("del").text()).isEqualTo("Mapped words, mended");
        assertThat(second.select("ins").text()).isEqualTo("Mapped words, second");
        practices.change(district, 0, Map.of("laurel.authoring.window-months", Optional.of("3")), UUID.randomUUID());
        HttpBrowser.Page retiring = move(reviewer.open(path), Move.RETIRE, "The second is better");
        assertThat(retiring.text()).contains("Retiring").contains("Nobody starts with it any more");
        assertThat(Instant.parse(
                        retiring.select("main time[data-when=by]").first().attr("datetime")))
                .as("the programme's own window")
                .isBetween(
                        Instant.now().plus(Duration.ofDays(85)), Instant.now().plus(Duration.ofDays(95)));
        assertThat(new HttpBrowser().get(settings.at("/catalog/" + item)).status())
                .isEqualTo(404);
    }

    @Test
    void aDraftThatNobodyNeedsIsSetAsideAndBroughtBack() {
        HttpBrowser.Page draft = bringIn(signIn(StaffRole.AUTHOR), yaml("1.0.0", "Begun by mistake"));
        String path = draft.uri().getPath();
        HttpBrowser.Page aside = move(draft, Move.SET_ASIDE, "");
        assertThat(aside.select("form[action$=/HAND_IN], form[action$=/next]")).isEmpty();
        assertThat(aside.open(path + "/edit/basics").status()).isEqualTo(409);
        HttpBrowser.Page list = aside.open("/author");
        assertThat(list.select("tbody").text()).doesNotContain("Begun by mistake");
        HttpBrowser.Page kept = list.click("a[href$='set-aside=true']");
        assertThat(kept.select("tbody").text()).contains("Begun by mistake", "Set aside");
        HttpBrowser.Page back = move(kept.open(path), Move.BRING_BACK, "");
        assertThat(back.open("/author").select("tbody").text()).contains("Begun by mistake", "Draft");
    }

    private byte[] leftOpen(String version, boolean licenseBearing) {
        return new String(yaml(version, "Raters left open"), StandardCharsets.UTF_8)
                .replace("model: conditional_double", "license_bearing: " + licenseBearing)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatALicenseMayDependOnIsRatedByTwoWhereItsAuthorLeavesThatOpen() {
        HttpBrowser.Page author = bringIn(signIn(StaffRole.AUTHOR), leftOpen("1.0.0", true));
        String path = author.uri().getPath();
        assertThat(author.open(path + "/as-earner").text())
                .contains("A teaching license or pay may depend on this micro-credential.")
                .contains("Two qualified assessors rate your evidence");
        move(author, Move.HAND_IN, "");
        // A programme that changes its mind now changes it for what is handed in from now on.
        practices.change(
                district,
                0,
                Map.of("laurel.authoring.license-model", Optional.of("CONDITIONAL_DOUBLE")),
                UUID.randomUUID());
        move(signIn(StaffRole.CONTENT_REVIEWER).open(path), Move.PUBLISH, "");
        assertThat(new HttpBrowser().get(settings.at("/catalog/" + item)).text())
                .contains("A teaching license or pay may depend on this micro-credential.")
                .contains("Two qualified assessors rate your evidence");

        HttpBrowser.Page second = bringIn(author.open("/author"), leftOpen("2.0.0", true));
        HttpBrowser.Page handedIn = move(second, Move.HAND_IN, "");
        assertThat(handedIn.select("#differences ~ ul ins").eachText())
                .contains("One assessor, a second one near the line");
        assertThat(new HttpBrowser().get(settings.at("/catalog/" + item)).text())
                .as("who began with the first keeps what it said")
                .contains("Two qualified assessors rate your evidence");
    }

    @Test
    void anAuthorMayAskForFewerRatersAndEverybodyWhoReviewsReadsIt() {
        byte[] single = new String(leftOpen("1.0.0", true), StandardCharsets.UTF_8)
                .replace("license_bearing: true", "license_bearing: true\n  model: single")
                .getBytes(StandardCharsets.UTF_8);
        HttpBrowser.Page author = bringIn(signIn(StaffRole.AUTHOR), single);
        String path = author.uri().getPath();
        assertThat(author.text()).contains("fewer people rate it than your program usually asks for");
        HttpBrowser.Page editor = author.open(path + "/edit/badge");
        assertThat(editor.select("#usual").text())
                .contains("If a teaching license or pay may depend on it: Two assessors who do not see each other")
                .contains("Otherwise: One assessor, a second one near the line");
        assertThat(editor.select("#f-scoring-license_bearing, [name='scoring.license_bearing']"))
                .isNotEmpty();
        move(author.open(path), Move.HAND_IN, "");
        assertThat(signIn(StaffRole.CONTENT_REVIEWER).open(path).text())
                .contains("fewer people rate it than your program usually asks for");
        HttpBrowser.Page usual = bringIn(author.open("/author"), leftOpen("2.0.0", false));
        assertThat(usual.text()).doesNotContain("fewer people rate it");
    }

    @Test
    void givesAVersionAsAFileThatComesBackTheSame() {
        HttpBrowser.Page version = bringIn(signIn(StaffRole.AUTHOR), yaml("1.0.0", "Round trip"));
        HttpBrowser.Page file = version.open(version.uri().getPath() + "/yaml");
        assertThat(file.header("Content-Disposition")).contains("attachment; filename=\"" + item + "-1.0.0.yaml\"");
        assertThat(publishing.read("again", file.bytes()))
                .isEqualTo(publishing.read("first", yaml("1.0.0", "Round trip")));
    }

    @Test
    void speaksSpanish() {
        HttpBrowser.Page version = bringIn(signIn(StaffRole.AUTHOR), yaml("1.0.0", "Round trip"));
        HttpBrowser.Page page = Colleague.of(staff, "Eva", district, StaffRole.CONTENT_REVIEWER)
                .signsIn(settings, new HttpBrowser().header("Accept-Language", "es"))
                .open(version.uri().getPath());
        assertThat(page.text()).contains("Borrador", "Historial").doesNotContain("??");
    }
}
