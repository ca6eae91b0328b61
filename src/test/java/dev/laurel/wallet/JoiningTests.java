package dev.laurel.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.laurel.lti.Registrations;
import dev.laurel.lti.UserProfile;
import dev.laurel.lti.launch.Windows;
import dev.laurel.person.Persons;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import dev.laurel.wallet.WalletFixtures.Teacher;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** An operator joins two accounts on evidence; the two of them have the last word. */
@LaurelTest
class JoiningTests {

    private static final String HINGE = "assess-hinge-questions";
    private static final String SEEN = "Staff office, 12 November: one contract names both accounts";

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Joinings joinings;

    @Autowired
    Wallets wallets;

    private HttpBrowser operator;
    private WalletFixtures fixtures;

    @BeforeEach
    void operatorSignsIn() {
        fixtures = new WalletFixtures(context);
        operator = new HttpBrowser();
        Colleague.operator(settings, operator, "/admin");
    }

    private record Known(Teacher teacher, String address) {}

    /** Somebody whose platform tells an address. */
    private Known told(TenantId tenant) {
        String subject = "t" + UUID.randomUUID();
        String address = WalletFixtures.address();
        HttpBrowser browser = new HttpBrowser();
        URI window = new Windows(settings, context.getBean(Registrations.class), tenant)
                .calling(new UserProfile("Sam Reyes", null, null, address))
                .open(browser, subject, HINGE, "Learner");
        browser.get(window.toString());
        return new Known(new Teacher(context, browser, tenant, subject, window), address);
    }

    private TenantId district() {
        return context.getBean(Tenants.class).found("District " + UUID.randomUUID());
    }

    private static String number(Teacher teacher) {
        return teacher.owner().person().value().toString();
    }

    private Page asks(Teacher first, Teacher second, String kind, String evidence, String reason) {
        return operator.get(settings.at("/admin/accounts/joinings/new?first=" + number(first)))
                .form("form[action$=joinings]")
                .set("second", number(second))
                .set("kind", kind)
                .set("evidence", evidence)
                .set("reason", reason)
                .submit();
    }

    private Joining asked(Teacher first, Teacher second) {
        Page page = asks(first, second, "staff-record", SEEN, "You changed schools in August");
        assertThat(page.uri().getPath()).as(page.text()).isEqualTo("/admin/accounts/joinings");
        return joinings.about(first.owner()).get(0);
    }

    private Page answers(Teacher teacher, String answer) {
        return teacher.wallet()
                .form("form[action*=/joinings/][action$=/" + answer + "]")
                .submit();
    }

    private void days(Joining joining, int days) {
        Timestamp then = Timestamp.from(Instant.now().minus(Duration.ofDays(days)));
        jdbc.sql("update wallet_joining set asked_at = :then, first_told_at = case when first_told_at is null then null"
                        + " else cast(:then as timestamp with time zone) end, second_told_at = case when second_told_at"
                        + " is null then null else cast(:then as timestamp with time zone) end where id = :id")
                .param("then", then)
                .param("id", joining.id())
                .update();
        joinings.carryOutDue();
    }

    private Joining.State state(Joining joining) {
        return joinings.find(joining.id()).orElseThrow().state();
    }

    private List<String> acts(Joining joining) {
        return joinings.acts(joining.id()).stream().map(Joinings.Act::what).toList();
    }

    // ---- what does not suffice

    @Test
    void aNameOrAnAddressThatPlatformsTellJoinsNobodyAndNothingTypedIsLost() {
        Teacher one = fixtures.teacher();
        Teacher other = fixtures.teacher();
        Page refused = operator.get(settings.at("/admin/accounts/joinings/new?first=" + number(one)))
                .form("form[action$=joinings]")
                .set("second", number(other))
                .set("kind", "same-name")
                .set("evidence", SEEN)
                .set("reason", "They have one name")
                .submit();
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.select("[role=alert]").text()).contains("is not enough");
        assertThat(refused.select("#evidence").text()).isEqualTo(SEEN);
        assertThat(refused.select("#kind-same-name").hasAttr("checked")).isTrue();
        assertThat(asks(one, other, "same-address", SEEN, "One mailbox").status())
                .isEqualTo(422);
        assertThat(joinings.about(one.owner())).isEmpty();
    }

    @Test
    void evidenceNeedsWordsAndBothAccountsAReason() {
        Teacher one = fixtures.teacher();
        Teacher other = fixtures.teacher();
        assertThat(asks(one, other, "document", "Seen it", "Why")
                        .select("[role=alert]")
                        .text())
                .contains("at least 20 characters");
        assertThat(asks(one, other, "document", SEEN, " ")
                        .select("[role=alert]")
                        .text())
                .contains("Give the reason");
        assertThat(asks(one, one, "document", SEEN, "Why")
                        .select("[role=alert]")
                        .text())
                .contains("same account twice");
        assertThat(joinings.about(one.owner())).isEmpty();
    }

    @Test
    void accountsInWalletsOfTheirOwnAreNotTakenOutOfThem() {
        Teacher one = fixtures.teacher();
        Teacher other = fixtures.teacher();
        fixtures.keeps(one, WalletFixtures.address());
        fixtures.keeps(other, WalletFixtures.address());
        assertThat(asks(one, other, "document", SEEN, "Why")
                        .select("[role=alert]")
                        .text())
                .contains("in a wallet of its own");
    }

    @Test
    void oneJoiningWaitsForAnAccountAtATime() {
        Teacher one = fixtures.teacher();
        Teacher other = fixtures.teacher();
        asked(one, other);
        assertThat(asks(fixtures.teacher(), other, "document", SEEN, "Why")
                        .select("[role=alert]")
                        .text())
                .contains("waits already");
    }

    // ---- who has the last word

    @Test
    void betweenTwoDistrictsSilenceJoinsNobody() {
        Known one = told(district());
        Known other = told(district());
        Joining joining = asked(one.teacher(), other.teacher());
        days(joining, 60);
        assertThat(state(joining)).isEqualTo(Joining.State.ASKED);
        assertThat(answers(one.teacher(), "yes").select("[role=status]").text()).startsWith("Noted");
        assertThat(state(joining)).isEqualTo(Joining.State.ASKED);
        answers(other.teacher(), "yes");
        assertThat(state(joining)).isEqualTo(Joining.State.JOINED);
        assertThat(wallets.holding(one.teacher().owner()))
                .isPresent()
                .isEqualTo(wallets.holding(other.teacher().owner()));
        assertThat(acts(joining)).containsExactly("ASKED", "AGREED", "AGREED", "JOINED");
    }

    @Test
    void inOneDistrictNobodyIsJoinedBeforeBothWereToldForFourteenDays() {
        TenantId district = district();
        Known told = told(district);
        Teacher silent = sameDistrict(district);
        Joining joining = asked(told.teacher(), silent);
        days(joining, 60);
        assertThat(state(joining)).as("one has no address and has not looked").isEqualTo(Joining.State.ASKED);
        assertThat(silent.wallet().text()).contains("Do both of these accounts belong to you?", "You changed schools");
        days(joining, 13);
        assertThat(state(joining)).isEqualTo(Joining.State.ASKED);
        days(joining, 15);
        assertThat(state(joining)).isEqualTo(Joining.State.JOINED);
        Mailbox.latest(told.address(), 2);
        assertThat(told.teacher().wallet().text()).contains("Two accounts were joined");
    }

    private Teacher sameDistrict(TenantId district) {
        String subject = "t" + UUID.randomUUID();
        HttpBrowser browser = new HttpBrowser();
        URI window = new Windows(settings, context.getBean(Registrations.class), district)
                .calling(new UserProfile("Sam Reyes", null, null, null))
                .open(browser, subject, HINGE, "Learner");
        browser.get(window.toString());
        return new Teacher(context, browser, district, subject, window);
    }

    @Test
    void whoeverHasTheMailAloneObjectsByItsLink() {
        TenantId district = district();
        Known one = told(district);
        Known other = told(district);
        Joining joining = asked(one.teacher(), other.teacher());
        Mailbox.Mail mail = Mailbox.latest(other.address(), 1);
        assertThat(mail.text()).contains("Sam Reyes", "14 days").doesNotContain(SEEN);
        Page page = new HttpBrowser().get(mail.link());
        assertThat(page.text()).contains("You changed schools in August").doesNotContain(SEEN);
        assertThat(page.select("form[action$=/yes]"))
                .as("yes needs the account")
                .isEmpty();
        Page objected = page.form("main form").submit();
        assertThat(objected.select("[role=status]").text()).contains("are apart");
        assertThat(state(joining)).isEqualTo(Joining.State.OBJECTED);
        days(joining, 60);
        assertThat(wallets.holding(one.teacher().owner())).isEmpty();
        assertThat(new HttpBrowser()
                        .get(settings.at("/wallet/joinings/" + "x".repeat(43)))
                        .status())
                .isEqualTo(404);
        assertThat(asked(one.teacher(), other.teacher()).id())
                .as("may be asked anew")
                .isNotEqualTo(joining.id());
    }

    // ---- undone

    @Test
    void undoneByOneOfThemEachLiesWhereItLay() {
        Teacher one = fixtures.teacher();
        Teacher other = fixtures.teacher();
        one.earns(HINGE);
        Joining joining = asked(one, other);
        answers(one, "yes");
        answers(other, "yes");
        assertThat(one.wallet().select(".badges .card")).hasSize(1);
        assertThat(other.wallet().select(".badges .card"))
                .as("a window shows its own account's")
                .isEmpty();
        Page undone = answers(other, "no");
        assertThat(undone.select("[role=status]").text()).contains("are apart");
        assertThat(state(joining)).isEqualTo(Joining.State.UNDONE);
        assertThat(wallets.holding(one.owner())).isEmpty();
        assertThat(wallets.holding(other.owner())).isEmpty();
        assertThat(one.wallet().select(".badges .card")).hasSize(1);
    }

    @Test
    void anOperatorUndoesItAndTheWalletIsAsItWas() {
        Teacher kept = fixtures.teacher();
        Teacher joined = fixtures.teacher();
        HttpBrowser home = fixtures.keeps(kept, WalletFixtures.address());
        joined.earns(HINGE);
        Joining joining = asked(kept, joined);
        home.get(settings.at("/wallet/accounts")).form("form[action$=/yes]").submit();
        answers(joined, "yes");
        assertThat(home.get(settings.at("/wallet")).select(".badges .card")).hasSize(1);
        Page page = operator.get(settings.at("/admin/accounts/joinings/" + joining.id()));
        assertThat(page.text()).contains(SEEN, "Joined");
        Page refused = page.form("form[action$=/end]").set("words", " ").submit();
        assertThat(refused.status()).isEqualTo(422);
        Page ended = refused.form("form[action$=/end]")
                .set("words", "Two people, one contract number")
                .submit();
        assertThat(ended.text()).contains("Undone", "Two people, one contract number");
        assertThat(home.get(settings.at("/wallet")).select(".badges .card")).isEmpty();
        assertThat(wallets.holding(kept.owner())).isPresent();
        assertThat(wallets.holding(joined.owner())).isEmpty();
        assertThat(joined.wallet().select(".badges .card")).hasSize(1);
    }

    @Test
    void whoNamesAnAddressLaterKeepsBothAndUndoneOnlyTheirOwn() {
        Teacher one = fixtures.teacher();
        Teacher other = fixtures.teacher();
        other.earns(HINGE);
        Joining joining = asked(one, other);
        answers(one, "yes");
        answers(other, "yes");
        HttpBrowser home = fixtures.keeps(one, WalletFixtures.address());
        assertThat(home.get(settings.at("/wallet")).select(".badges .card")).hasSize(1);
        home.get(settings.at("/wallet/accounts"))
                .form("form[action*=/joinings/]")
                .submit();
        assertThat(state(joining)).isEqualTo(Joining.State.UNDONE);
        assertThat(wallets.holding(one.owner())).isPresent();
        assertThat(wallets.holding(other.owner())).isEmpty();
        assertThat(home.get(settings.at("/wallet")).select(".badges .card")).isEmpty();
    }

    @Test
    void anAccountThatIsTakenOutEndsWhatBroughtItThere() {
        Teacher one = fixtures.teacher();
        Teacher other = fixtures.teacher();
        fixtures.keeps(one, WalletFixtures.address());
        Joining joining = asked(one, other);
        answers(one, "yes");
        answers(other, "yes");
        other.wallet().form("form[action$=/leave]").submit();
        assertThat(state(joining)).isEqualTo(Joining.State.UNDONE);
    }

    @Test
    void whatWasWrittenGoesWhenOneOfThemIsForgotten() {
        Teacher one = fixtures.teacher();
        Teacher other = fixtures.teacher();
        Joining joining = asked(one, other);
        new TransactionTemplate(context.getBean(org.springframework.transaction.PlatformTransactionManager.class))
                .executeWithoutResult(status -> context.getBean(Persons.class)
                        .forget(one.tenant(), one.owner().person()));
        await().atMost(Duration.ofSeconds(60)).until(() -> state(joining) == Joining.State.LAPSED);
        Joining left = joinings.find(joining.id()).orElseThrow();
        assertThat(left.evidence()).isNull();
        assertThat(left.reason()).isNull();
        assertThat(joinings.acts(joining.id())).extracting(Joinings.Act::words).containsOnlyNulls();
        assertThat(other.wallet().text()).doesNotContain("You changed schools");
    }
}
