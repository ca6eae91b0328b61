package dev.laurel.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.badge.Award;
import dev.laurel.badge.BadgeFixtures;
import dev.laurel.badge.Badges;
import dev.laurel.badge.EarnedBadges;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.SubmissionId;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.wallet.WalletFixtures.Teacher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A badge that ends, from the first word of its renewal to the next badge. */
@LaurelTest
class RenewalTests {

    private static final String PASSWORD = "renews with a reason";
    private static final byte[] LOG = "Ten lessons, ten questions.".getBytes(StandardCharsets.UTF_8);
    private static final String WORDS = "I asked a hinge question in every lesson of the year.";

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    private BadgeFixtures badges;
    private WalletFixtures wallets;
    private Teacher teacher;
    private String id;

    @BeforeEach
    void aBadgeThatEndsInTwoMonths() {
        badges = new BadgeFixtures(context);
        wallets = new WalletFixtures(context);
        teacher = wallets.teacher();
        MicroCredential renewable = badges.renewable();
        id = teacher.earns(renewable).credentialId();
        badges.takenOff(renewable);
        badges.ends(id, Duration.ofDays(60));
    }

    private Page renewal() {
        return teacher.browser().get(teacher.window() + "/wallet/badges/" + id + "/renewal");
    }

    private Page handedIn() {
        return renewal()
                .form("form[data-autosave]")
                .set("text", WORDS)
                .set("hours", "12")
                .set("ownWork", "true")
                .submitWith("button[value=hand-in]");
    }

    private HttpBrowser officer(TenantId tenant) {
        Staff staff = context.getBean(Staff.class);
        String login = "o-" + UUID.randomUUID();
        staff.grant(staff.create(login, "An officer", PASSWORD), StaffRole.ISSUER_OFFICER, tenant);
        HttpBrowser browser = new HttpBrowser();
        browser.get(settings.at("/sign-in?to=/issue"))
                .form("form:has(input[name=password])")
                .set("login", login)
                .set("password", PASSWORD)
                .submit();
        return browser;
    }

    @Test
    void aBadgeWhoseTimeIsFarSaysWhenItCanBeRenewedAndTakesNothing() {
        badges.ends(id, Duration.ofDays(400));
        Page page = renewal();
        assertThat(page.text()).contains("You can write and hand in from", "went on asking hinge questions");
        assertThat(page.select("form[data-autosave]")).isEmpty();
        Page badge = teacher.browser().get(teacher.window() + "/wallet/badges/" + id);
        assertThat(badge.text()).contains("You can hand in what is asked for from");
        Page sent = teacher.browser()
                .post(
                        page.uri(),
                        Map.of(
                                "text",
                                WORDS,
                                "_csrf",
                                badge.select("input[name=_csrf]").attr("value")));
        assertThat(sent.status()).isEqualTo(404);
    }

    @Test
    void aBadgeWhoseAuthorSaysNothingOfRenewalHasNoSuchPage() {
        String other = teacher.earns("assess-hinge-questions").credentialId();
        assertThat(teacher.browser()
                        .get(teacher.window() + "/wallet/badges/" + other + "/renewal")
                        .status())
                .isEqualTo(404);
        context.getBean(Badges.class).revoke(teacher.tenant(), id, "Filmed elsewhere");
        assertThat(renewal().status()).isEqualTo(404);
    }

    @Test
    void whoseWalletClosedMeanwhileIsGivenBackWhatTheyTyped() {
        String address = WalletFixtures.address();
        Page open = wallets.keeps(teacher, address).get(settings.at("/wallet/badges/" + id + "/renewal"));
        context.getBean(WalletSessions.class)
                .endAll(context.getBean(Wallets.class)
                        .openedBy(new Address(address))
                        .orElseThrow());
        Page sent = open.form("form[data-autosave]").set("text", WORDS).submit();
        assertThat(sent.status()).isEqualTo(403);
        assertThat(sent.select("textarea[readonly]").text()).isEqualTo(WORDS);
    }

    @Test
    void nobodyElseSeesWhatIsWritten() {
        handedIn();
        assertThat(wallets.teacher()
                        .browser()
                        .get(teacher.window() + "/wallet/badges/" + id + "/renewal")
                        .body())
                .doesNotContain(WORDS);
        Teacher other = wallets.teacher();
        assertThat(other.browser()
                        .get(other.window() + "/wallet/badges/" + id + "/renewal")
                        .status())
                .isEqualTo(404);
        assertThat(officer(other.tenant())
                        .get(settings.at("/issue/badges/" + id))
                        .status())
                .isEqualTo(404);
        assertThat(new HttpBrowser().get(settings.at("/credentials/" + id)).text())
                .doesNotContain(WORDS);
    }

    @Test
    void whatIsMissingIsSaidAndWhatIsTypedIsKept() {
        Page page = renewal()
                .form("form[data-autosave]")
                .set("text", "Too short")
                .set("hours", "four")
                .submitWith("button[value=hand-in]");
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.select("[role=alert]").text())
                .contains("shorter than what is asked for", "State your hours", "your own work");
        assertThat(page.select("#text").text()).isEqualTo("Too short");
        assertThat(page.select("#hours").attr("value")).isEqualTo("four");
        assertThat(renewal().select("#text").text()).isEqualTo("Too short");
    }

    @Test
    void anotherTabNeverOverwritesWhatWasSaved() {
        Page first = renewal();
        Page second = renewal();
        first.form("form[data-autosave]").set("text", WORDS).submit();
        Page conflict =
                second.form("form[data-autosave]").set("text", "Other words").submit();
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.select("[data-other]").text()).isEqualTo(WORDS);
        assertThat(conflict.select("#text").text()).isEqualTo("Other words");
        assertThat(renewal().select("#text").text()).isEqualTo(WORDS);
    }

    @Test
    void whatWasTypedIsKeptWhenAFileIsAddedBeforeItWasSaved() {
        Page added = renewal()
                .form("form[data-autosave]")
                .set("text", WORDS)
                .set("hours", "12")
                .file("file", "log.txt", "text/plain", LOG)
                .submitWith("button[formaction$=/files]");
        assertThat(added.select("#text").text()).isEqualTo(WORDS);
        assertThat(added.select("#hours").val()).isEqualTo("12");
        Page refused = added.form("form[data-autosave]")
                .set("text", "Other words")
                .file("file", "log.exe", "application/octet-stream", LOG)
                .submitWith("button[formaction$=/files]");
        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.select("#text").text()).isEqualTo("Other words");
    }

    @Test
    void aFileThatWasPickedAndNotAddedGoesAlong() {
        Page refused = renewal()
                .form("form[data-autosave]")
                .set("text", WORDS)
                .set("hours", "12")
                .set("ownWork", "true")
                .file("file", "log.exe", "application/octet-stream", LOG)
                .submitWith("button[value=hand-in]");
        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.select("#text").text()).isEqualTo(WORDS);
        Page handedIn = refused.form("form[data-autosave]")
                .set("ownWork", "true")
                .file("file", "log.txt", "text/plain", LOG)
                .submitWith("button[value=hand-in]");
        assertThat(handedIn.text()).contains("It is handed in");
        assertThat(handedIn.click("a[download]").bytes()).isEqualTo(LOG);
    }

    @Test
    void aFileIsCheckedKeptTakenOutAndBroughtBack() {
        Page refused = renewal()
                .form("form[data-autosave]")
                .file("file", "log.exe", "application/octet-stream", LOG)
                .submitWith("button[formaction$=/files]");
        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.select("[role=alert]").text()).contains("EXE");
        Page added = renewal()
                .form("form[data-autosave]")
                .file("file", "log.txt", "text/plain", LOG)
                .submitWith("button[formaction$=/files]");
        assertThat(added.click("a[download]").bytes()).isEqualTo(LOG);
        Page without = added.form("form[data-autosave]").set("text", WORDS).submitWith("button[formaction$=/remove]");
        assertThat(without.select("a[download]")).isEmpty();
        assertThat(without.select("#text").text()).isEqualTo(WORDS);
        assertThat(without.form("form[data-autosave]")
                        .submitWith("button[formaction$=/restore]")
                        .select("a[download]")
                        .text())
                .isEqualTo("log.txt");
    }

    @Test
    void aRefusalSaysWhyKeepsEverythingAndARenewalGivesTheNextBadge() {
        renewal()
                .form("form[data-autosave]")
                .file("file", "log.txt", "text/plain", LOG)
                .submitWith("button[formaction$=/files]");
        Page waits = handedIn();
        assertThat(waits.text()).contains("It is handed in", "decides. You keep this badge", WORDS);
        assertThat(waits.select("form[data-autosave]")).isEmpty();
        HttpBrowser officer = officer(teacher.tenant());
        Page desk = officer.get(settings.at("/issue")).click("#renewals ~ ul a");
        assertThat(desk.text()).contains("went on asking hinge questions", WORDS, "12");
        assertThat(desk.click("a[download][href*=/renewal/]").bytes()).isEqualTo(LOG);
        Page wordless = desk.form("form[action$=/refuse-renewal]").submit();
        assertThat(wordless.select("[role=alert]")).isNotEmpty();
        Page back = wordless.form("form[action$=/refuse-renewal]")
                .set("reason", "Tell of one lesson in full.")
                .submit();
        assertThat(back.text()).contains("went back to the earner");

        Page again = renewal();
        assertThat(again.text()).contains("It was not renewed yet", "Tell of one lesson in full.");
        assertThat(again.select("#text").text()).isEqualTo(WORDS);
        assertThat(again.select("a[download]").text()).isEqualTo("log.txt");
        assertThat(new HttpBrowser().get(settings.at("/credentials/" + id)).text())
                .as("what the world sees stays as it was")
                .contains("Valid");
        again.form("form[data-autosave]")
                .set("text", WORDS + " On Monday it was fractions.")
                .set("ownWork", "true")
                .submitWith("button[value=hand-in]");

        officer.get(settings.at("/issue/badges/" + id))
                .form("form[action$=/renew]")
                .set("reason", "A year of practice, well told")
                .submit();
        Award next =
                context.getBean(Badges.class).of(teacher.tenant(), submission()).orElseThrow();
        assertThat(next.credentialId()).isNotEqualTo(id);
        assertThat(Duration.between(Instant.now(), next.validUntil()).toDays())
                .as("as long as the author lets a renewed badge hold, after the end of the first")
                .isBetween(60 + 3 * 365 - 2L, 60 + 3 * 366L);
        assertThat(teacher.browser()
                        .get(teacher.window() + "/wallet/badges/" + id)
                        .select("a[href$=" + next.credentialId() + "]"))
                .isNotEmpty();
        assertThat(renewal().status()).as("done").isEqualTo(404);
        assertThat(officer.get(settings.at("/issue")).select("#renewals")).isEmpty();
    }

    private SubmissionId submission() {
        return new SubmissionId(context.getBean(JdbcClient.class)
                .sql("select submission_id from submission_renewal where credential_id = :id")
                .param("id", id)
                .query(UUID.class)
                .single());
    }

    @Test
    void theModulePageSaysWhenItEndsAndLeadsToTheRenewal() {
        String hinge = teacher.earns("assess-hinge-questions").credentialId();
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        jdbc.sql("update badge_award set version_id = (select v.version_id from badge_award v where v.credential_id ="
                        + " :other) where credential_id = :id")
                .param("other", id)
                .param("id", hinge)
                .update();
        badges.ends(hinge, Duration.ofDays(60));
        Page module = teacher.browser().get(teacher.window().toString());
        assertThat(module.select("#badge").text()).contains("Its time ends on", "you can hand in now");
        assertThat(module.click("#badge a[href$=/renewal]").text()).contains("went on asking hinge questions");
    }

    @Test
    void whatIsHandedInCanBeTakenBackUntilItIsDecided() {
        Page back = handedIn().form("form[action$=/take-back]").submit();
        assertThat(back.text()).contains("It is yours again to change");
        assertThat(back.select("#text").text()).isEqualTo(WORDS);
        Page officer = officer(teacher.tenant()).get(settings.at("/issue/badges/" + id));
        assertThat(officer.select("#renewal")).isEmpty();
        assertThat(context.getBean(EarnedBadges.class)
                        .find(teacher.tenant(), id)
                        .orElseThrow()
                        .successor())
                .isNull();
    }

    @Test
    void aTeacherWhoHasLeftRenewsInTheWalletAtHome() {
        HttpBrowser home = wallets.keeps(teacher, WalletFixtures.address());
        Page badge = home.get(settings.at("/wallet/badges/" + id));
        Page page = badge.click("a[href$=/renewal]");
        Page done = page.form("form[data-autosave]")
                .set("text", WORDS)
                .set("hours", "10")
                .set("ownWork", "true")
                .submitWith("button[value=hand-in]");
        assertThat(done.text()).contains("It is handed in");
        assertThat(renewal().text()).as("the same in the window").contains(WORDS);
    }

    @Test
    void aTeacherIsWrittenToInTimeOnceAndWhenThereIsAnAnswer() {
        String address = WalletFixtures.address();
        wallets.keeps(teacher, address);
        int before = Mailbox.to(address).size();
        badges.tellOfRenewals();
        badges.tellOfRenewals();
        assertThat(Mailbox.latest(address, before + 1).subject()).contains("You can renew your badge");
        handedIn();
        officer(teacher.tenant())
                .get(settings.at("/issue/badges/" + id))
                .form("form[action$=/refuse-renewal]")
                .set("reason", "Tell of one lesson in full.")
                .submit();
        assertThat(Mailbox.latest(address, before + 2).subject()).contains("came back to you");
    }
}
