package dev.laurel.wallet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.FilePayload;
import dev.laurel.badge.BadgeFixtures;
import dev.laurel.badge.Badges;
import dev.laurel.badge.Compositions;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.StaffId;
import dev.laurel.recognition.AuthorityCode;
import dev.laurel.recognition.Recognition;
import dev.laurel.recognition.TestRules;
import dev.laurel.submission.Renewals;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.support.Screenshots;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.wallet.WalletFixtures.Teacher;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** From a window of the LMS to a wallet at home, as a person sees it. */
@LaurelTest
@InBrowser
class WalletBrowserTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void badgesAreLookedAtSharedAndKept(Look look, Browser.Session browser) throws IOException {
        WalletFixtures fixtures = new WalletFixtures(context);
        Teacher teacher = fixtures.teacher();
        String id = teacher.earns("assess-hinge-questions").credentialId();
        String revoked = teacher.earns("lit-hfw-mapping").credentialId();
        context.getBean(Badges.class).revoke(teacher.tenant(), revoked, "Filmed in another school");
        BrowserContext person = browser.person(look);
        enter(person, teacher);
        Page page = person.newPage();
        page.navigate(teacher.window() + "/wallet");
        check(page, look, "wallet-window");
        page.locator("#in-" + id).check();
        Download record = page.waitForDownload(
                () -> page.locator("section button[type=submit]").first().click());
        assertThat(record.suggestedFilename()).isEqualTo("learner-record.json");

        page.locator("a.held[href$='" + id + "']").press("Enter");
        page.locator("#named").check();
        page.locator("form[action$='/showing'] button").press("Enter");
        page.locator("[role=status]").waitFor();
        page.fill("#narrative", "We drew exit cards and regrouped the next morning.");
        page.fill("#link", "https://example.org/lesson");
        page.fill("#linkName", "The lesson plan");
        page.locator("form[action$='/evidence'] button").press("Enter");
        page.locator("form[action$='/withdrawal']").waitFor();
        check(page, look, "wallet-badge");
        Download paper = page.waitForDownload(
                () -> page.locator("a[href*='certificate.pdf?paper=a4']").click());
        assertThat(paper.suggestedFilename()).endsWith(".pdf");
        page.navigate(settings.at("/credentials/" + id).toString());
        check(page, look, "badge-with-name-and-evidence");

        renews(page, look, teacher);

        String address = WalletFixtures.address();
        page.navigate(teacher.window() + "/wallet");
        page.fill("#address", address);
        page.locator("form[action$='/keep'] button").press("Enter");
        page.locator("[role=status]").waitFor();
        Page home = browser.page(look);
        home.navigate(settings.at("/wallet").toString());
        check(home, look, "wallet-sign-in");
        home.navigate(Mailbox.latest(address, 1).link().toString());
        check(home, look, "wallet-open");
        home.locator("main button[type=submit]").press("Enter");
        home.locator("[role=status]").waitFor();
        check(home, look, "wallet");
        String code = "t" + UUID.randomUUID();
        TestRules.capped(context, code, 10, 3);
        context.getBean(Recognition.class).settle(teacher.tenant(), List.of(new AuthorityCode(code)), "a tester");
        home.locator("nav .tabs a[href='/wallet/progress']").click();
        home.locator("progress").first().waitFor();
        check(home, look, "wallet-progress");
        home.locator("nav .tabs a[href='/wallet/accounts']").click();
        home.locator("form[action$='/code'] button").press("Enter");
        home.locator("strong.number").waitFor();
        check(home, look, "wallet-accounts");
        Teacher moved = fixtures.teacher();
        fixtures.keeps(moved, address);
        home.navigate(settings.at("/wallet/accounts").toString());
        home.locator("form[action$='/counting'] button").last().press("Enter");
        home.locator("[role=status]").waitFor();
        check(home, look, "wallet-counting");
        BrowserContext there = browser.person(look);
        enter(there, moved);
        Page brought = there.newPage();
        brought.navigate(moved.window() + "/brought");
        check(brought, look, "brought");
        home.locator("nav .tabs a[href='/wallet/elsewhere']").click();
        home.fill("#text", "{}");
        home.locator("main button[type=submit]").click();
        home.locator("[role=alert]").waitFor();
        check(home, look, "wallet-bring");
        intoABackpack(home, look, id);
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void aNoticeIsAnsweredWhereTheBadgeIs(Look look, Browser.Session browser) {
        Teacher teacher = new WalletFixtures(context).teacher();
        String stack = teacher.composes(teacher.earns("assess-hinge-questions"));
        context.getBean(Compositions.class)
                .proposeRevocation(teacher.tenant(), stack, "A part of it is not on record.");
        BrowserContext person = browser.person(look);
        enter(person, teacher);
        Page page = person.newPage();
        page.navigate(teacher.window() + "/wallet/badges/" + stack);
        check(page, look, "wallet-badge-notice");
        page.locator("a[href$='/hearing']").press("Enter");
        page.locator("#words").waitFor();
        check(page, look, "wallet-hearing");
        page.locator("form[action$='/hearing'] button").press("Enter");
        page.locator("[role=alert]").waitFor();
        Page other = page.context().newPage();
        other.navigate(page.url());
        page.fill("#words", "It was recorded in May.");
        page.locator("#asks").check();
        page.locator("form[action$='/hearing'] button").press("Enter");
        page.locator("[role=status]").waitFor();
        check(page, look, "wallet-hearing-answered");
        other.fill("#words", "It was recorded in June.");
        other.locator("form[action$='/hearing'] button").press("Enter");
        other.locator("textarea[readonly]").waitFor();
        check(other, look, "wallet-hearing-not-kept");
        other.close();
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void twoWalletsBecomeOneAndAreSeparated(Look look, Browser.Session browser) {
        WalletFixtures fixtures = new WalletFixtures(context);
        String address = WalletFixtures.address();
        fixtures.keeps(fixtures.teacher(), address);
        String code = fixtures.keeps(fixtures.teacher(), WalletFixtures.address())
                .get(settings.at("/wallet/accounts"))
                .form("form[action$='/accounts/code']")
                .submit()
                .select("[role=status] .number")
                .text();
        Page home = browser.page(look);
        home.navigate(settings.at("/wallet").toString());
        home.fill("#address", address);
        home.locator("main form button").press("Enter");
        home.locator("[role=status]").waitFor();
        home.navigate(Mailbox.latest(address, 2).link().toString());
        home.locator("main button[type=submit]").press("Enter");
        home.navigate(settings.at("/wallet/accounts").toString());
        home.fill("#other-code", "not a code");
        home.locator("form[action$='/accounts/other'] button").press("Enter");
        home.locator("[role=alert]").waitFor();
        home.fill("#other-code", code);
        home.locator("form[action$='/accounts/other'] button").press("Enter");
        home.waitForURL(settings.at("/wallet/accounts/other").toString());
        home.locator("form[action$='/other/join']").waitFor();
        check(home, look, "wallet-unite");
        home.locator("form[action$='/other/join'] button").press("Enter");
        home.locator("form[action$='/separation']").waitFor();
        check(home, look, "wallet-united");
        home.navigate(Mailbox.latest(address, 3).link().toString());
        check(home, look, "wallet-union");
        home.locator("main form button").press("Enter");
        home.locator("[role=status]").waitFor();
        assertThat(home.locator("form[action*='/wallet/unions/']").count()).isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void twoAccountsAreJoinedOnEvidence(Look look, Browser.Session browser) {
        WalletFixtures fixtures = new WalletFixtures(context);
        Teacher one = fixtures.teacher();
        Teacher other = fixtures.teacher();
        Page operator = browser.page(look);
        operator.navigate(settings.at("/sign-in?to=/admin/accounts/joinings").toString());
        operator.fill("#login", "admin");
        operator.fill("#password", TestSurroundings.OPERATOR_PASSWORD);
        operator.keyboard().press("Enter");
        operator.waitForURL(settings.at("/admin/accounts/joinings").toString());
        operator.navigate(settings.at("/admin/accounts/joinings/new").toString());
        operator.fill("#first", one.owner().person().value().toString());
        operator.fill("#second", other.owner().person().value().toString());
        operator.check("#kind-same-name");
        operator.fill("#evidence", "The staff office showed one contract that names both accounts.");
        operator.fill("#reason", "You changed schools in August.");
        operator.locator("main form button").press("Enter");
        operator.locator("[role=alert]").waitFor();
        check(operator, look, "joining-refused");
        operator.check("#kind-staff-record");
        operator.locator("main form button").press("Enter");
        operator.waitForURL(settings.at("/admin/accounts/joinings").toString());
        check(operator, look, "joinings");
        operator.locator("tbody a").first().click();
        operator.locator("#end").waitFor();
        check(operator, look, "joining-for-operators");

        BrowserContext person = browser.person(look);
        enter(person, one);
        Page page = person.newPage();
        page.navigate(one.window() + "/wallet");
        page.locator("form[action$='/yes']").waitFor();
        check(page, look, "joining-asked");
        page.locator("form[action$='/yes'] button").press("Enter");
        page.locator("[role=status]").waitFor();
        check(page, look, "joining-agreed");
    }

    private void renews(Page page, Look look, Teacher teacher) throws IOException {
        BadgeFixtures badges = new BadgeFixtures(context);
        MicroCredential renewable = badges.renewable();
        String ending = teacher.earns(renewable).credentialId();
        badges.takenOff(renewable);
        badges.ends(ending, Duration.ofDays(60));
        page.navigate(teacher.window() + "/wallet/badges/" + ending);
        check(page, look, "wallet-badge-ending");
        page.locator("a[href$='/renewal']").press("Enter");
        page.locator("#file").setInputFiles(new FilePayload("log.txt", "text/plain", "Ten lessons".getBytes(UTF_8)));
        page.locator("button[formaction$='/files']").press("Enter");
        page.locator("a[download]").waitFor();
        page.fill("#text", "I asked a hinge question in every lesson of the year, and changed what came next.");
        page.fill("#hours", "12");
        page.locator("#ownWork").focus();
        page.waitForCondition(() -> context.getBean(Renewals.class)
                .of(teacher.tenant(), ending)
                .filter(saved -> saved.text().startsWith("I asked a hinge"))
                .isPresent());
        page.locator("[data-state]").waitFor();
        check(page, look, "wallet-renewal");
        page.locator("#ownWork").check();
        page.locator("button[value='hand-in']").press("Enter");
        page.locator("form[action$='/take-back']").waitFor();
        check(page, look, "wallet-renewal-handed-in");
        context.getBean(Renewals.class)
                .decide(teacher.tenant(), ending, false, "Tell of one lesson in full.", new StaffId(UUID.randomUUID()));
        page.reload();
        check(page, look, "wallet-renewal-refused");
    }

    private static void intoABackpack(Page home, Look look, String id) throws IOException {
        try (BackpackPeer peer = new BackpackPeer()) {
            home.locator("nav .tabs a[href='/wallet/backpacks']").click();
            home.fill("#address", "not an address");
            home.locator("main button[type=submit]").press("Enter");
            home.locator("[role=alert]").waitFor();
            check(home, look, "wallet-backpacks");
            home.fill("#address", peer.address());
            home.locator("main button[type=submit]").press("Enter");
            home.locator("main a.button.primary").waitFor();
            check(home, look, "wallet-backpack-go");
            home.locator("main a.button.primary").press("Enter");
            home.locator("button[value=yes]").click();
            home.locator("[role=status]").waitFor();
            home.locator("#send-" + id).check();
            home.locator("form[action$='/send'] button").press("Enter");
            home.locator(".list .status.earned").waitFor();
            check(home, look, "wallet-backpack");
            assertThat(peer.kept).hasSize(1);
        }
    }

    /** The window that was opened by the LMS, in this browser. */
    private static void enter(BrowserContext person, Teacher teacher) {
        URI window = teacher.window();
        person.addCookies(List.of(new Cookie(
                        "laurel_window",
                        teacher.browser().cookie(window, "laurel_window").orElseThrow())
                .setDomain(window.getHost())
                .setPath(window.getPath())));
    }

    private static void check(Page page, Look look, String name) {
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s scrolls sideways at %s", page.url(), look)
                .isEqualTo(0);
    }
}
