package dev.laurel.assessment;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.HandedInEvidence;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.support.Silence;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The assessor's pages in Chromium. */
@LaurelTest
@InBrowser
class ScoringBrowserTests {

    private static final String PASSWORD = "correct horse battery";

    @Autowired
    ApplicationContext context;

    @Autowired
    Staff staff;

    @Autowired
    LaurelSettings settings;

    private final String login = "assessor." + UUID.randomUUID();
    private AssessmentFixtures given;
    private TenantId district;
    private AttemptId attempt;

    @BeforeEach
    void evidenceWaitsForAnAssessor() {
        given = new AssessmentFixtures(context);
        district = given.district();
        StaffId rosa = staff.create(login, "Rosa Lind", PASSWORD);
        staff.grant(rosa, StaffRole.ASSESSOR, district);
        attempt = handIn();
    }

    private AttemptId handIn() {
        AttemptId handedIn = new HandedInEvidence(context, district)
                .file("A1", "pdf", SampleFiles.pdf("Word analysis"))
                .file("A4", "png", SampleFiles.png())
                .handIn();
        given.waitUntilHeard();
        return handedIn;
    }

    @Test
    void aMomentOfTheNotePlaysFromThereWithItsCaptions(Browser.Session session) {
        Page desk = signIn(session.person(Look.LAPTOP));
        take(desk);
        new HandedInEvidence(context, district)
                .instead("A3", "audio only")
                .file("A3", "wav", Silence.ofSeconds(180))
                .captions("A3", "WEBVTT\n\n02:10.000 --> 02:30.000\nWhich sound do you hear first?\n")
                .note("A3", "They map the word at 2:15")
                .handIn();
        given.waitUntilHeard();
        desk.navigate(settings.at("/assess").toString());

        Page scoring = take(desk);
        Locator player = scoring.locator("#evidence-A3 audio");
        scoring.locator("#evidence-A3 [data-moment]").click();

        assertThat(player).isFocused();
        scoring.waitForFunction("() => document.querySelector('#evidence-A3 audio').currentTime >= 135");
        assertThat((double) ((Number) player.evaluate("player => player.currentTime")).doubleValue())
                .isLessThan(150);
        scoring.waitForFunction("() => { const cues = document.querySelector('#evidence-A3 audio').textTracks[0].cues;"
                + " return cues && cues.length === 1; }");
        assertThat(scoring.locator("#evidence-A3")).containsText("Transcript or captions of A3-1.wav");
        Accessibility.assertNoViolations(scoring);
        Screenshots.take(scoring, "assess-moment", Look.LAPTOP);
    }

    private Page signIn(BrowserContext person) {
        return signIn(person, login);
    }

    private Page signIn(BrowserContext person, String login) {
        Page page = person.newPage();
        page.navigate(settings.at("/assess").toString());
        page.locator("[name=login]").fill(login);
        page.locator("[name=password]").fill(PASSWORD);
        page.locator("[name=password]").press("Enter");
        page.waitForURL(Pattern.compile(".*/assess$"));
        return page;
    }

    private static Page take(Page desk) {
        desk.locator("form[action$='/assess/next'] button").click();
        desk.waitForURL(Pattern.compile(".*/assess/[0-9a-f-]{36}$"));
        return desk;
    }

    /** Moves with the Tab key only until the element has the focus. */
    private static void tabTo(Page page, Locator wanted) {
        for (int i = 0; i < 80; i++) {
            page.keyboard().press("Tab");
            if ((Boolean) wanted.evaluate("element => element === document.activeElement")) {
                return;
            }
        }
        throw new AssertionError("Tab does not lead to " + wanted);
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void everyPageIsAccessibleInEveryState(Look look, Browser.Session browser) {
        Page page = signIn(browser.person(look));
        look(page, "desk-waiting", look);
        String desk = page.url();
        take(page);
        page.locator("#criterion-2 input[data-number='1']").check();
        page.locator("#criterion-2 textarea")
                .fill("Two of the twelve words are misanalysed: look again at said and of.");
        assertThat(page.locator("#state-2 time")).isVisible();
        look(page, "scoring-begun", look);
        page.locator("#criterion-2 .bank summary").click();
        press(page, page.locator("#criterion-2 [name=keep]"));
        assertThat(page.locator("#criterion-2 .bank [role=status]")).isVisible();
        look(page, "comment-kept", look);
        String scoring = page.url().replaceFirst("[?#].*", "");
        press(page, page.locator("#criterion-2 .bank a"));
        look(page, "comment-bank", look);
        page.navigate(scoring);
        press(page, page.locator("[formaction$=review]"));
        look(page, "gaps", look);
        page.goBack();
        List<Locator> criteria = page.locator("[data-criterion]").all();
        for (Locator criterion : criteria) {
            if (criterion.locator("input:checked").count() == 0) {
                criterion.locator("input[type=radio]").last().check();
                criterion.locator("textarea").fill("Clear in the evidence, with the words named one by one.");
            }
        }
        press(page, page.locator("[formaction$=review]"));
        look(page, "confirm", look);
        press(page, page.locator("form[action$=decision] button"));
        look(page, "decided", look);
        page.navigate(desk);
        handIn();
        page.navigate(desk);
        take(page);
        page.navigate(desk);
        look(page, "desk-held", look);
        page.navigate(settings.at("/assess/" + UUID.randomUUID()).toString());
        look(page, "not-held", look);
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void theCheckIsAccessibleInEveryState(Look look, Browser.Session browser) {
        TenantId checking = given.district();
        String reviewerLogin = "reviewer." + UUID.randomUUID();
        StaffId reviewer = staff.create(reviewerLogin, "Noor Haddad", PASSWORD);
        staff.grant(reviewer, StaffRole.COMPLETENESS_REVIEWER, checking);
        new HandedInEvidence(context, checking)
                .file("A1", "pdf", SampleFiles.pdf("Word analysis"))
                .file("A4", "png", SampleFiles.png())
                .handIn();
        given.waitUntilHeard();
        Page page = signIn(browser.person(look), reviewerLogin);
        look(page, "reviewer-desk", look);
        page.locator("form:has([value=CHECK]) button").click();
        page.waitForURL(Pattern.compile(".*/check$"));
        look(page, "check", look);
        press(page, page.locator("form[action$='/return'] button"));
        look(page, "check-words-missing", look);
        page.locator("#words").fill("The second photo shows a name on the board.");
        press(page, page.locator("form[action$='/return'] button"));
        page.waitForURL(Pattern.compile(".*/assess\\?returned=.*"));
        look(page, "reviewer-returned", look);
    }

    /** Two assessors disagree on one criterion; a lead sees that and settles it. */
    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void disputesAreAccessibleInEveryState(Look look, Browser.Session browser) {
        StaffMember first = given.appointed(district, StaffRole.ASSESSOR);
        StaffMember second = given.appointed(district, StaffRole.ASSESSOR);
        String leadLogin = "lead." + UUID.randomUUID();
        StaffId lead = staff.create(leadLogin, "Ruth Adeyemi", PASSWORD);
        staff.grant(lead, StaffRole.LEAD_ASSESSOR, district);
        Page page = signIn(browser.person(look), leadLogin);
        look(page, "lead-no-disputes", look);
        CaseId id = given.caseOf(attempt);
        Queue queue = context.getBean(Queue.class);
        assertThat(queue.takeNext(first, UUID.randomUUID())).contains(id);
        given.rate(id, first, Map.of("C2", "progressing"), "First words");
        given.handIn(id, first);
        assertThat(queue.takeNext(second, UUID.randomUUID())).contains(id);
        given.rate(id, second, Map.of(), "Second words");
        given.handIn(id, second);
        page.reload();
        look(page, "lead-dispute", look);

        page.locator("form:has([value=DISPUTE]) button").click();
        page.waitForURL(Pattern.compile(".*/assess/[0-9a-f-]{36}$"));
        assertThat(page.locator("[data-criterion]")).hasCount(1);
        assertThat(page.locator("main")).not().containsText("First words");
        page.locator("#criterion-1 input[data-number='3']").check();
        page.locator("#words-1").fill("The twelfth word is analysed in the margin, and rightly.");
        assertThat(page.locator("#state-1 time")).isVisible();
        look(page, "settling", look);
        press(page, page.locator("[formaction$=review]"));
        look(page, "settling-confirm", look);
        press(page, page.locator("form[action$=decision] button"));
        look(page, "settled", look);
        page.navigate(settings.at("/assess").toString());
        look(page, "lead-settled", look);
        CaseId barred = given.waiting(given.hinge(), given.attempt(), district);
        assertThat(queue.takeNext(first, UUID.randomUUID())).contains(barred);
        queue.release(barred, first, true);
        assertThat(queue.takeNext(second, UUID.randomUUID())).contains(barred);
        queue.release(barred, second, true);
        page.navigate(settings.at("/assess/lead").toString());
        look(page, "lead-desk", look);
        page.navigate(settings.at("/assess/lead/statistics").toString());
        look(page, "statistics", look);
        page.navigate(settings.at("/assess/lead/statistics/"
                        + given.literacy().versionId().value())
                .toString());
        page.locator("main details").first().click();
        look(page, "statistics-criteria", look);
    }

    /** Presses a button that leads to another address, and waits until it has. */
    private static void press(Page page, Locator button) {
        String before = page.url();
        button.click();
        page.waitForURL(url -> !url.equals(before));
    }

    private static void look(Page page, String name, Look look) {
        Screenshots.take(page, "assess-" + name, look);
        Accessibility.assertNoViolations(page);
        assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as("%s fits into %s", name, look)
                .isTrue();
    }

    @Test
    void scoresWithTheKeyboardAlone(Browser.Session browser) {
        Page page = signIn(browser.person(Look.LAPTOP));
        tabTo(page, page.locator("form[action$='/assess/next'] button"));
        page.keyboard().press("Enter");
        page.waitForURL(Pattern.compile(".*/assess/[0-9a-f-]{36}$"));

        for (int number = 1; number <= 6; number++) {
            page.keyboard().press("j");
            assertThat(page.locator("#criterion-" + number)).isFocused();
            assertThat(page.locator("#criterion-" + number)).hasAttribute("aria-current", "true");
            page.keyboard().press(number == 1 || number == 6 ? "2" : "3");
            page.keyboard().press("r");
            assertThat(page.locator("#words-" + number)).isFocused();
            // Digits and letters are text here, not shortcuts.
            page.keyboard().type("Seen 1 time, j and k and r are letters");
            page.keyboard().press("Escape");
            assertThat(page.locator("#criterion-" + number)).isFocused();
            assertThat(page.locator("#state-" + number + " time")).isVisible();
        }
        assertThat(page.locator("#progress")).hasText("6 of 6 criteria rated");
        page.keyboard().press("k");
        assertThat(page.locator("#criterion-5")).isFocused();

        tabTo(page, page.locator("[formaction$=review]"));
        page.keyboard().press("Enter");
        page.waitForURL(Pattern.compile(".*/decision$"));
        tabTo(page, page.locator("form[action$=decision] button"));
        page.keyboard().press("Enter");
        page.waitForURL(Pattern.compile(".*/assess/[0-9a-f-]{36}$"));

        assertThat(page.locator("main")).containsText("6 of 6 required criteria met");
        assertThat(page.locator("main")).containsText("Seen 1 time, j and k and r are letters");
        assertThat(given.audit(given.caseOf(attempt))).endsWith("DECIDED");
    }

    @Test
    void aCommentIsInsertedWhereOneIsWritingByKeys(Browser.Session browser) {
        StaffMember rosa = staff.find(staff.withLogin(login).orElseThrow()).orElseThrow();
        String criterion = given.literacy().rubric().criteria().get(1).id();
        context.getBean(Comments.class)
                .keep(rosa, district, given.literacy().id(), criterion, "Name the page you mean.", false);
        Page page = take(signIn(browser.person(Look.LAPTOP)));
        page.locator("#words-2").fill("Nearly there. Go on.");
        page.locator("#words-2").press("Home");
        for (int i = 0; i < "Nearly there.".length(); i++) {
            page.keyboard().press("ArrowRight");
        }
        page.keyboard().press("Escape");
        page.keyboard().press("c");
        assertThat(page.locator("#criterion-2 [data-insert]")).isFocused();
        page.keyboard().press("Enter");

        assertThat(page.locator("#words-2")).hasValue("Nearly there.\n\nName the page you mean.\n\nGo on.");
        assertThat(page.locator("#words-2")).isFocused();
        assertThat(page.locator("#state-2 time")).isVisible();
        page.reload();
        assertThat(page.locator("#words-2")).hasValue("Nearly there.\n\nName the page you mean.\n\nGo on.");
    }

    @Test
    void shortcutsCanBeSwitchedOff(Browser.Session browser) {
        Page page = take(signIn(browser.person(Look.LAPTOP)));
        page.locator("[data-keys] summary").click();
        page.locator("#keys-on").uncheck();
        page.locator("#criterion-2").focus();

        page.keyboard().press("1");
        page.keyboard().press("j");

        assertThat(page.locator("[type=radio]:checked")).hasCount(0);
        assertThat(page.locator("#criterion-2")).isFocused();
    }

    @Test
    void wordsSurviveALostConnectionAndAReload(Browser.Session browser) {
        Page page = take(signIn(browser.person(Look.LAPTOP)));
        page.route("**/ratings", Route::abort);
        page.locator("#criterion-3 input[data-number='2']").check();
        page.locator("#words-3").fill("Typed while the network was away");
        assertThat(page.locator("#state-3")).containsText("Not saved yet");
        page.unroute("**/ratings");
        page.onDialog(dialog -> dialog.accept());
        page.reload();

        assertThat(page.locator("#words-3")).hasValue("Typed while the network was away");
        assertThat(page.locator("#criterion-3 input[data-number='2']")).isChecked();
        assertThat(page.locator("#state-3 time")).isVisible();
        page.reload();
        assertThat(page.locator("#words-3")).hasValue("Typed while the network was away");
    }

    @Test
    void wordsSurviveASignOutInAnotherTab(Browser.Session browser) {
        BrowserContext person = browser.person(Look.LAPTOP);
        Page page = take(signIn(person));
        String address = page.url();
        Page other = person.newPage();
        other.navigate(settings.at("/assess").toString());
        other.locator("form[action$=sign-out] button").click();

        page.locator("#words-3").fill("Typed after the session had ended");
        assertThat(page.locator("#state-3")).containsText("Not saved yet");
        assertThat(page.locator("#words-3")).hasValue("Typed after the session had ended");
        signIn(person).close();
        page.onDialog(dialog -> dialog.accept());
        page.navigate(address);

        assertThat(page.locator("#words-3")).hasValue("Typed after the session had ended");
        assertThat(page.locator("#state-3 time")).isVisible();
    }

    @Test
    void typingOnWhileSavingLosesNothing(Browser.Session browser) {
        Page page = take(signIn(browser.person(Look.LAPTOP)));
        page.locator("#words-2").focus();
        StringBuilder typed = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            String piece = "sentence " + i + ". ";
            typed.append(piece);
            page.keyboard().type(piece);
            page.locator("#criterion-2 input[data-number='" + (i % 3 + 1) + "']")
                    .check();
            page.locator("#words-2").focus();
            page.keyboard().press("Control+End");
        }
        assertThat(page.locator("#state-2 [data-local]")).hasCount(0);
        assertThat(page.locator("#state-2 time")).isVisible();
        page.reload();

        assertThat(page.locator("#words-2")).hasValue(typed.toString().strip());
        assertThat(page.locator("#criterion-2 input[data-number='3']")).isChecked();
    }

    @Test
    void decidingWhileSavesAreStillOnTheirWayIsNoConflictWithOneself(Browser.Session browser) {
        Page page = take(signIn(browser.person(Look.LAPTOP)));
        List<Route> held = new ArrayList<>();
        page.route("**/ratings", held::add);
        page.locator("#criterion-2 input[data-number='3']").check();
        page.waitForCondition(() -> held.size() == 1);
        page.locator("#words-2").fill("Written before the first save had arrived");
        page.locator("[formaction$=review]").click();
        page.unroute("**/ratings");
        held.forEach(Route::resume);

        page.waitForURL(Pattern.compile(".*/decision$"));
        assertThat(page.locator("main")).containsText("5 things are missing");
        page.goBack();
        assertThat(page.locator("#words-2")).hasValue("Written before the first save had arrived");
    }

    @Test
    void anotherTabIsToldInsteadOfOverwriting(Browser.Session browser) {
        BrowserContext person = browser.person(Look.LAPTOP);
        Page one = take(signIn(person));
        Page two = person.newPage();
        two.navigate(one.url());
        one.locator("#words-2").fill("From tab one");
        assertThat(one.locator("#state-2 time")).isVisible();

        two.locator("#words-2").fill("From tab two");

        assertThat(two.locator("#state-2")).containsText("You changed this criterion in another window");
        assertThat(two.locator("#state-2")).containsText("From tab one");
        assertThat(two.locator("#words-2")).hasValue("From tab two");
        two.locator("#state-2 .save-one").click();
        assertThat(two.locator("#words-2")).hasValue("From tab two");
        assertThat(two.locator("#state-2 time")).isVisible();
    }

    @Test
    void thePanesCanBeDraggedAndMovedByKeys(Browser.Session browser) {
        Page page = take(signIn(browser.person(Look.LAPTOP)));
        Locator divider = page.locator("[data-divider]");
        double before = page.locator("#evidence-pane").boundingBox().width;
        BoundingBox box = divider.boundingBox();
        page.mouse().move(box.x + box.width / 2, box.y + 100);
        page.mouse().down();
        page.mouse().move(box.x - 150, box.y + 120);
        page.mouse().up();
        double dragged = page.locator("#evidence-pane").boundingBox().width;
        assertThat(dragged).isLessThan(before - 100);

        divider.focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("#evidence-pane").boundingBox().width).isGreaterThan(dragged);
        double left = page.locator("#evidence-pane").boundingBox().width;
        page.reload();
        assertThat(page.locator("#evidence-pane").boundingBox().width).isEqualTo(left);
    }

    @Test
    void thePageKeepsToItsOwnPolicyAndShowsTheEvidence(Browser.Session browser) {
        BrowserContext person = browser.person(Look.LAPTOP);
        Page page = signIn(person);
        List<String> problems = new ArrayList<>();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                problems.add(message.text());
            }
        });
        take(page);
        page.locator("#evidence-A4").scrollIntoViewIfNeeded();
        assertThat(page.locator("#evidence-A4 img")).hasJSProperty("naturalWidth", 640);
        page.locator("#evidence-A1").scrollIntoViewIfNeeded();
        page.locator("#criterion-2 input[data-number='1']").check();
        assertThat(page.locator("#state-2 time")).isVisible();

        assertThat(problems).isEmpty();
    }
}
