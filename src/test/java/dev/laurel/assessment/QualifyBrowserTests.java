package dev.laurel.assessment;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.laurel.assessment.Anchor.Task;
import dev.laurel.assessment.QualitySettings.Required;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.HandedInEvidence;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The way to being qualified in Chromium, and the lead's pages beside it. */
@LaurelTest
@InBrowser
class QualifyBrowserTests {

    private static final String PASSWORD = "correct horse battery";

    @Autowired
    ApplicationContext context;

    @Autowired
    Staff staff;

    @Autowired
    LaurelSettings settings;

    private final String login = "candidate." + UUID.randomUUID();
    private final String leadLogin = "lead." + UUID.randomUUID();
    private AssessmentFixtures given;
    private TenantId district;
    private StaffMember lead;
    private MicroCredential hinge;

    @BeforeEach
    void anchorsAndACandidate() {
        given = new AssessmentFixtures(context);
        district = given.district();
        StaffId rosa = staff.create(login, "Rosa Lind", PASSWORD);
        staff.grant(rosa, StaffRole.ASSESSOR, district);
        StaffId ruth = staff.create(leadLogin, "Ruth Adeyemi", PASSWORD);
        staff.grant(ruth, StaffRole.LEAD_ASSESSOR, district);
        lead = staff.find(ruth).orElseThrow();
        hinge = given.hinge();
        given.anchor(lead, district, hinge, Task.TRAINING, Map.of("C2", "progressing"));
        given.anchor(lead, district, hinge, Task.QUALIFYING, Map.of());
        given.anchor(lead, district, hinge, Task.QUALIFYING, Map.of());
        given.waiting(hinge, given.attempt(), district);
    }

    private Page signIn(Browser.Session browser, Look look, String login) {
        Page page = browser.person(look).newPage();
        page.navigate(settings.at("/assess").toString());
        page.locator("[name=login]").fill(login);
        page.locator("[name=password]").fill(PASSWORD);
        page.locator("[name=password]").press("Enter");
        page.waitForURL(Pattern.compile(".*/assess$"));
        return page;
    }

    /** Moves with the Tab key only until the element has the focus, and presses it. */
    private static void press(Page page, Locator wanted) {
        String before = page.url();
        for (int i = 0; i < 120; i++) {
            page.keyboard().press("Tab");
            if ((Boolean) wanted.evaluate("element => element === document.activeElement")) {
                page.keyboard().press("Enter");
                page.waitForURL(url -> !url.equals(before));
                return;
            }
        }
        throw new AssertionError("Tab does not lead to " + wanted);
    }

    private static void look(Page page, String name, Look look) {
        Screenshots.take(page, "qualify-" + name, look);
        Accessibility.assertNoViolations(page);
        assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as("%s fits into %s", name, look)
                .isTrue();
    }

    private static final String RUBRIC = ".*/assess/[0-9a-f-]{36}$";

    /** By keyboard alone: reads, rates both pieces, sees how it went, is given work. */
    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void aCandidateQualifiesByKeyboard(Look look, Browser.Session browser) {
        Page page = signIn(browser, look, login);
        look(page, "desk", look);
        assertThat(page.locator("form[action$='/assess/next']")).hasCount(0);
        press(page, page.locator("main a[href='/assess/qualify']").first());
        look(page, "list", look);
        press(page, page.locator("main ul.list a").first());
        look(page, "training-first", look);
        press(page, page.locator("main ul.list a").first());
        look(page, "training", look);
        press(page, page.locator("main form button.primary"));
        look(page, "ready", look);
        press(page, page.locator("form[action$='/begin'] button"));
        look(page, "set", look);
        for (int piece = 1; piece <= 2; piece++) {
            press(page, page.locator("main ul.list a").first());
            page.waitForURL(Pattern.compile(RUBRIC));
            if (piece == 1) {
                look(page, "piece", look);
            }
            int criteria = page.locator("[data-criterion]").count();
            for (int number = 1; number <= criteria; number++) {
                page.keyboard().press("j");
                boolean graded = page.locator("#criterion-" + number + " input[data-number='3']")
                                .count()
                        > 0;
                page.keyboard().press(graded ? (piece == 1 && number == 2 ? "4" : "3") : "2");
                page.keyboard().press("r");
                page.keyboard().type("Seen in the first answer");
                page.keyboard().press("Escape");
                assertThat(page.locator("#state-" + number + " time")).isVisible();
            }
            press(page, page.locator("[formaction$=review]"));
            press(page, page.locator("form[action$=decision] button"));
            page.waitForURL(Pattern.compile(".*/qualify/sets/.*"));
        }
        look(page, "passed", look);
        press(page, page.locator("main a.primary"));
        assertThat(page.locator("form[action$='/assess/next'] button")).isVisible();
        look(page, "desk-qualified", look);
    }

    /** Every page of the lead that goes with it. */
    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void theLeadsPagesAreAccessible(Look look, Browser.Session browser) {
        StaffMember other = given.appointed(district, StaffRole.ASSESSOR);
        given.policy(district, Required.NEVER, 0, 1, lead);
        for (int i = 0; i < 2; i++) {
            new HandedInEvidence(context, district)
                    .file("A1", "pdf", SampleFiles.pdf("The same analysis"))
                    .handIn();
        }
        given.waitUntilHeard();
        Queue queue = context.getBean(Queue.class);
        CaseId decided;
        do {
            decided = queue.takeNext(other, UUID.randomUUID()).orElseThrow();
        } while (!context.getBean(Cases.class)
                .find(decided)
                .orElseThrow()
                .version()
                .equals(given.literacy().versionId()));
        given.rateAll(decided, other);
        given.handIn(decided, other);
        context.getBean(Pauses.class).pause(district, null, other.id(), Pauses.Because.DRIFT, "", null);
        Page page = signIn(browser, look, leadLogin);
        for (String path : new String[] {
            "people",
            "anchors",
            "anchors/from",
            "anchors/from/" + decided.value(),
            "anchors/scratch",
            "back-reading",
            "practice",
            "flags"
        }) {
            page.navigate(settings.at("/assess/lead/" + path).toString());
            for (Locator more : page.locator("main details").all()) {
                more.evaluate("details => details.open = true");
            }
            look(page, "lead-" + path.replace('/', '-').replaceAll("[0-9a-f]{8}-.*", "case"), look);
        }
        page.locator("main ul.list a").first().click();
        page.waitForURL(Pattern.compile(".*/flags/.*"));
        look(page, "lead-flag", look);
        page.locator("#ask").fill("The same analysis was handed in by somebody else. How did this come about?");
        page.locator("form[action$='/ask'] button").click();
        assertThat(page.locator("form[action$='/ask']")).hasCount(0);
        look(page, "lead-flag-asked", look);

        CaseId open = given.waiting(given.literacy(), given.attempt(), district);
        page.navigate(settings.at("/assess/lead/holds").toString());
        page.locator("#number").fill("ZZZ");
        page.locator("#words").fill("A name");
        page.locator("#days").fill("abc");
        page.locator("main form button.primary").click();
        assertThat(page.locator("#number-error")).isVisible();
        assertThat(page.locator("#days-error")).isVisible();
        assertThat(page.locator("#words-error")).hasCount(0);
        assertThat(page.locator("#words")).hasValue("A name");
        page.locator("#days").fill("5");
        page.locator("#number").fill(open.label());
        page.locator("#words")
                .fill("The full name of a child stands on page two. A lead looks at it with the district.");
        page.locator("main form button.primary").click();
        page.waitForURL(Pattern.compile(".*said=done"));
        page.locator("main details").first().evaluate("details => details.open = true");
        look(page, "lead-holds", look);
        context.getBean(JdbcClient.class)
                .sql("update submission set state = 'CLOSED' where tenant_id = ? and state = 'SUBMITTED'")
                .param(district.value())
                .update();
        page.navigate(settings.at("/assess/lead/closed").toString());
        page.locator("main details").first().evaluate("details => details.open = true");
        look(page, "lead-closed", look);

        setsThePractice(page, look);

        page.navigate(
                settings.at("/assess/lead/anchors/from/" + decided.value()).toString());
        page.locator("main form button.primary").click();
        assertThat(page.locator("[role=alert]")).isVisible();
        look(page, "lead-anchor-lacks", look);
        page.locator("#name").fill("Anchor 4");
        page.locator("main form button.primary").click();
        page.waitForURL(Pattern.compile(".*/anchors/[0-9a-f-]{36}$"));
        look(page, "lead-anchor", look);

        page.navigate(settings.at("/assess/lead/back-reading").toString());
        page.locator("form[action$='/take'] button").click();
        page.waitForURL(Pattern.compile(RUBRIC));
        look(page, "lead-back-reading-rubric", look);
        CaseId reading =
                new CaseId(UUID.fromString(page.url().substring(page.url().length() - 36)));
        given.rateBlind(reading, lead, Map.of("C2", "not_yet"));
        page.reload();
        page.waitForURL(Pattern.compile(".*/back-reading/.*"));
        look(page, "lead-back-read", look);
    }

    @Test
    void whatASetCameToIsToldInWordsWhenItIsNotYet(Browser.Session browser) {
        StaffMember rosa = staff.find(staff.withLogin(login).orElseThrow()).orElseThrow();
        Qualifying qualifying = context.getBean(Qualifying.class);
        qualifying.training(rosa, district, hinge.id()).forEach(piece -> qualifying.read(rosa, piece.anchor()));
        UUID run = qualifying.begin(rosa, district, hinge.id()).orElseThrow().id();
        qualifying
                .run(rosa, run)
                .orElseThrow()
                .pieces()
                .forEach(piece -> given.rateBlind(piece.reading().id(), rosa, Map.of("C1", "beginning")));
        Page page = signIn(browser, Look.PHONE, login);
        page.locator("[data-menu]").click();
        assertThat(page.locator("#rail-menu")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("#rail-menu")).isHidden();
        assertThat(page.locator("[data-menu]")).isFocused();

        page.navigate(settings.at("/assess/qualify/sets/" + run).toString());

        assertThat(page.locator("main")).containsText("Same level on 10 of 12 criteria; asked for are 80%");
        assertThat(page.locator("main")).containsText("2 criteria two or more levels off");
        assertThat(page.locator("main")).containsText("Why C1");
        look(page, "not-yet", Look.PHONE);
    }

    /** By keyboard: what is wrong is said at its field, and the second try holds. */
    private void setsThePractice(Page page, Look look) {
        page.navigate(settings.at("/assess/lead/practice").toString());
        page.locator("#laurel-appeal-days").focus();
        page.keyboard().type("400");
        page.keyboard().press("Tab");
        page.keyboard().type("7");
        page.keyboard().press("Enter");
        assertThat(page.locator("[role=alert]")).isVisible();
        assertThat(page.locator("#laurel-appeal-answer-days")).hasValue("7");
        look(page, "lead-practice-wrong", look);
        page.locator("#laurel-appeal-days").focus();
        page.keyboard().press("Control+A");
        page.keyboard().type("60");
        page.keyboard().press("Enter");
        page.waitForURL(Pattern.compile(".*done=yes"));
        assertThat(page.locator("#laurel-appeal-days-now")).containsText("60");
        look(page, "lead-practice-set", look);
    }
}
