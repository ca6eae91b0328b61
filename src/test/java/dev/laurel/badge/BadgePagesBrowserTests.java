package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.lti.UserProfile;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.recognition.TestRules;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.support.TestLaunches;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

@LaurelTest
@InBrowser
class BadgePagesBrowserTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Awards awards;

    @Autowired
    Issuers issuers;

    @BeforeEach
    void demonstration() {
        BadgePagesTests.demonstrate(context);
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void aBadgeIsAccessibleInEveryState(Look look, Browser.Session browser) {
        BadgeFixtures fixtures = new BadgeFixtures(context);
        TenantId district = context.getBean(Tenants.class).found("District " + UUID.randomUUID());
        fixtures.ratedByTwo(district, fixtures.hinge(), 10, 1);
        Award earned = fixtures.earn(TestLaunches.learner(district).launch(), fixtures.hinge());
        TestRules.forDistrict(context, "b" + UUID.randomUUID());
        Page page = browser.page(look);
        open(page, earned.addresses().page().getPath());
        Screenshots.take(page, "badge-earned", look);
        assertFits(page);
        Accessibility.assertNoViolations(page);
        for (String id : List.of("demo-sound", "demo-revoked", "demo-expired")) {
            open(page, "/credentials/" + id);
            Screenshots.take(page, "badge-" + id, look);
            page.locator("[aria-labelledby=verify] summary").click();
            assertFits(page);
            Accessibility.assertNoViolations(page);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void anIssuerIsAccessible(Look look, Browser.Session browser) {
        Issuer issuer =
                issuers.byId(awards.withId("demo-sound").orElseThrow().issuer()).orElseThrow();
        Page page = browser.page(look);
        open(page, "/issuers/" + issuer.slug());
        Screenshots.take(page, "issuer", look);
        assertFits(page);
        Accessibility.assertNoViolations(page);
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void verifyingIsAccessibleBeforeAndAfter(Look look, Browser.Session browser) {
        Page page = browser.page(look);
        open(page, "/verify");
        Screenshots.take(page, "verify", look);
        Accessibility.assertNoViolations(page);
        page.locator("#text").fill(awards.withId("demo-revoked").orElseThrow().credential());
        page.locator("main form button[type=submit]").click();
        page.locator("ol > li").first().waitFor();
        Screenshots.take(page, "verify-revoked", look);
        assertFits(page);
        Accessibility.assertNoViolations(page);
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void whatWaitsForAnOfficerIsAccessibleWithWhatWasDecided(Look look, Browser.Session browser) {
        BadgeFixtures fixtures = new BadgeFixtures(context);
        MicroCredential achievement = fixtures.from("Office of Learning " + UUID.randomUUID());
        SubmissionDecided first = fixtures.decided(achievement, true);
        fixtures.hear(first);
        Staff staff = context.getBean(Staff.class);
        String login = "o-" + UUID.randomUUID();
        StaffId officer = staff.create(login, "Olive Marsh", "looks after badges");
        staff.grant(officer, StaffRole.ISSUER_OFFICER, first.tenant());
        String signed = fixtures.awardFor(first).orElseThrow().credentialId();
        Issuer issuer =
                issuers.byId(awards.withId(signed).orElseThrow().issuer()).orElseThrow();
        context.getBean(IssuePolicies.class)
                .set(staff.find(officer).orElseThrow(), first.tenant(), issuer, true, "We look at each one");
        SubmissionDecided waits = fixtures.decided(
                TestLaunches.learner(first.tenant())
                        .called(new UserProfile("Wanda Waits", null, null, "wanda@example.org"))
                        .launch(),
                achievement,
                true,
                Map.of());
        context.getBean(TransactionTemplate.class).executeWithoutResult(status -> context.publishEvent(waits));
        fixtures.hear(waits);
        Page page = browser.page(look);
        open(page, "/issue/waiting");
        page.locator("input[name=login]").fill(login);
        page.locator("input[name=password]").fill("looks after badges");
        page.locator("main button[type=submit]").click();
        page.locator("main ul.list > li details summary").first().click();
        page.locator("main ul.list > li table").first().waitFor();
        Screenshots.take(page, "officer-waiting", look);
        assertFits(page);
        Accessibility.assertNoViolations(page);
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void anOfficersDeskIsAccessible(Look look, Browser.Session browser) {
        BadgeFixtures fixtures = new BadgeFixtures(context);
        MicroCredential achievement = fixtures.from("Office of Learning " + UUID.randomUUID());
        SubmissionDecided decided = fixtures.decided(achievement, true);
        fixtures.hear(decided);
        String id = fixtures.awardFor(decided).orElseThrow().credentialId();
        Staff staff = context.getBean(Staff.class);
        String login = "o-" + UUID.randomUUID();
        staff.grant(
                staff.create(login, "Olive Marsh", "looks after badges"), StaffRole.ISSUER_OFFICER, decided.tenant());
        Page page = browser.page(look);
        open(page, "/issue");
        page.locator("input[name=login]").fill(login);
        page.locator("input[name=password]").fill("looks after badges");
        page.locator("main button[type=submit]").click();
        page.locator("tbody a").waitFor();
        Screenshots.take(page, "officer", look);
        assertFits(page);
        Accessibility.assertNoViolations(page);
        page.locator("tbody a").click();
        page.locator("summary").first().click();
        page.locator("#notice").fill("The lesson was filmed in another school.");
        page.locator("form[action$='/notice'] button").click();
        page.locator("#proceeding").waitFor();
        Screenshots.take(page, "officer-badge", look);
        assertFits(page);
        Accessibility.assertNoViolations(page);
        assertThat(page.url()).contains("/issue/badges/" + id);
        open(page, "/issue/issuers");
        Screenshots.take(page, "officer-issuers", look);
        assertFits(page);
        Accessibility.assertNoViolations(page);
        page.locator("main .list a").first().click();
        page.locator("#accent").fill("#ffffff");
        page.locator("button[value=preview]").click();
        page.locator("#art img[src*='-ffffff-']").first().waitFor();
        page.locator("#art img").last().scrollIntoViewIfNeeded();
        Screenshots.take(page, "officer-issuer", look);
        assertFits(page);
        Accessibility.assertNoViolations(page);
        open(page, "/issue/keys");
        page.locator("details summary").first().click();
        Screenshots.take(page, "officer-keys", look);
        assertFits(page);
        Accessibility.assertNoViolations(page);
        page.locator("a[href$='/domains']").first().click();
        page.locator("#domain").fill("credentials.example.org");
        page.locator("form:has(#domain) button").click();
        page.locator("form[action$='/check'] button").first().click();
        page.locator(".finding").first().waitFor();
        Screenshots.take(page, "officer-domains", look);
        assertFits(page);
        Accessibility.assertNoViolations(page);
        fixtures.cannotBeSignedAgain(id);
        open(page, "/issue/keys");
        page.locator("details:has([name=exposed]) summary").first().click();
        page.locator("form:has(input[name=exposed]) button").first().click();
        page.locator("progress").waitFor();
        Screenshots.take(page, "officer-keys-exposed", look);
        assertFits(page);
        Accessibility.assertNoViolations(page);
        fixtures.takenOff(achievement);
    }

    private void open(Page page, String path) {
        assertThat(page.navigate(settings.at(path).toString()).status()).isEqualTo(200);
    }

    /** Nothing makes the page wider than its window. */
    private static void assertFits(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as("no sideways scrolling at %s", page.url())
                .isEqualTo(true);
    }
}
