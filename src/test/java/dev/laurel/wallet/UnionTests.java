package dev.laurel.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.badge.Award;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.system.LaurelSettings;
import dev.laurel.wallet.WalletFixtures.Teacher;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One person behind two wallets: they become one when both were shown to be theirs, and two again when either wishes. */
@LaurelTest
class UnionTests {

    private static final String HINGE = "assess-hinge-questions";

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Wallets wallets;

    @Autowired
    JdbcClient jdbc;

    private WalletFixtures fixtures;
    private Teacher here;
    private Teacher there;
    private Award ofHere;
    private Award ofThere;
    private String address;
    private String otherAddress;
    private HttpBrowser home;
    private HttpBrowser otherHome;

    @BeforeEach
    void twoWallets() {
        fixtures = new WalletFixtures(context);
        here = fixtures.teacher();
        there = fixtures.teacher();
        ofHere = here.earns(HINGE);
        ofThere = there.earns(HINGE);
        address = WalletFixtures.address();
        otherAddress = WalletFixtures.address();
        home = fixtures.keeps(here, address);
        otherHome = fixtures.keeps(there, otherAddress);
    }

    private Page at(HttpBrowser browser, String path) {
        return browser.get(settings.at(path));
    }

    private Page accounts(HttpBrowser browser) {
        return at(browser, "/wallet/accounts");
    }

    private static String code(Page accounts) {
        return accounts.form("form[action$='/accounts/code']")
                .submit()
                .select("[role=status] .number")
                .text();
    }

    private Page types(HttpBrowser browser, String code) {
        return accounts(browser)
                .form("form[action$='/accounts/other']")
                .set("code", code)
                .submit();
    }

    /** The other wallet's code, typed in the first. */
    private Page unite() {
        return types(home, code(accounts(otherHome)))
                .form("form[action$='/other/join']")
                .submit();
    }

    private HttpBrowser signsIn(String with) {
        HttpBrowser browser = new HttpBrowser();
        int before = Mailbox.to(with).size();
        at(browser, "/wallet")
                .form("form[action$=sign-in]")
                .set("address", with)
                .submit();
        browser.get(Mailbox.latest(with, before + 1).link())
                .form("form[action$=/open]")
                .submit();
        return browser;
    }

    private int shown(Award award) {
        return at(new HttpBrowser(), "/credentials/" + award.credentialId()).status();
    }

    private List<String> held(HttpBrowser browser) {
        return at(browser, "/wallet").select("a.held").eachAttr("href").stream()
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .toList();
    }

    @Test
    void aCodeThatIsNotGoodOrOfThisVeryWalletJoinsNothingAndStaysTyped() {
        Page wrong = types(home, "abcd efgh jkmn");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("This code is not good");
        assertThat(wrong.form("form[action$='/accounts/other']").values("code")).containsExactly("abcd efgh jkmn");
        assertThat(types(home, code(accounts(home))).status()).isEqualTo(422);

        String code = code(accounts(otherHome));
        Page asked = types(home, code);
        assertThat(asked.text()).contains(otherAddress, address, "Whoever opens the other one would see all");
        assertThat(wallets.holding(there.owner())).isNotEqualTo(wallets.holding(here.owner()));
        asked.form("form[action$='/other/join']").submit();
        assertThat(types(home, code).status()).as("a second time").isEqualTo(422);
    }

    @Test
    void signedInToBothTheyBecomeOneAndWhatIsPublicOrNotStays() {
        at(otherHome, "/wallet/badges/" + ofThere.credentialId())
                .form("form[action$=/showing]")
                .set("open", "false")
                .submit();
        assertThat(shown(ofThere)).isEqualTo(404);
        int mails = Mailbox.to(otherAddress).size();

        Page united = unite();
        assertThat(united.text()).contains("The two wallets are one");
        assertThat(united.select("[aria-labelledby=addresses] li").eachText())
                .anyMatch(text -> text.contains(address))
                .anyMatch(text -> text.contains(otherAddress));
        assertThat(held(home)).containsExactlyInAnyOrder(ofHere.credentialId(), ofThere.credentialId());
        assertThat(shown(ofHere)).isEqualTo(200);
        assertThat(shown(ofThere)).isEqualTo(404);
        assertThat(Mailbox.latest(otherAddress, mails + 1).link().toString()).contains("/wallet/unions/");
        assertThat(accounts(otherHome).uri().getPath()).as("signs in again").isEqualTo("/wallet");
        assertThat(held(signsIn(otherAddress))).hasSize(2);
    }

    @Test
    void separatedByOneOfThemEachHoldsWhatItHeld() {
        unite();
        HttpBrowser either = signsIn(otherAddress);
        Page apart = accounts(either).form("form[action$=/separation]").submit();
        assertThat(apart.uri().getPath()).isEqualTo("/wallet");
        assertThat(apart.text()).contains("The two wallets are separate again");
        assertThat(accounts(home).uri().getPath())
                .as("everybody signs in again")
                .isEqualTo("/wallet");

        assertThat(held(signsIn(address))).containsExactly(ofHere.credentialId());
        HttpBrowser other = signsIn(otherAddress);
        assertThat(held(other)).containsExactly(ofThere.credentialId());
        assertThat(accounts(other).text()).doesNotContain(address);
        assertThat(accounts(other).select("form[action$=/separation]")).isEmpty();
        assertThat(shown(ofHere)).isEqualTo(200);
        assertThat(shown(ofThere)).isEqualTo(200);
    }

    @Test
    void byTheOthersAddressTheyBecomeOneAndAnyoneOfThemSeparatesThemByTheMailsLink() {
        int before = Mailbox.to(otherAddress).size();
        accounts(home)
                .form("form[action$='/accounts/addresses']")
                .set("address", otherAddress)
                .submit();
        Page asked = home.get(Mailbox.latest(otherAddress, before + 1).link());
        assertThat(asked.text()).contains("This address opens another wallet");
        int ofMine = Mailbox.to(address).size();
        asked.form("form[action$=/open]").submit();
        assertThat(held(home)).hasSize(2);

        HttpBrowser stranger = new HttpBrowser();
        Page link = stranger.get(Mailbox.latest(address, ofMine + 1).link());
        assertThat(link.text()).contains("Two wallets became one");
        Page apart = link.form("form[action*='/wallet/unions/']").submit();
        assertThat(apart.text()).contains("The two wallets are separate again");
        assertThat(apart.select("form[action*='/wallet/unions/']")).isEmpty();
        assertThat(wallets.holding(here.owner())).isNotEqualTo(wallets.holding(there.owner()));
        assertThat(wallets.keeping(there.owner())).isPresent();
        assertThat(stranger.get(settings.at("/wallet/unions/" + "A".repeat(43))).status())
                .isEqualTo(404);
    }

    @Test
    void whoTakesTheOthersAddressOutShutsNobodyOut() {
        int mails = Mailbox.to(otherAddress).size();
        unite();
        Page alone = accounts(home)
                .form("form[action$='/addresses/removal']:has(input[value='" + otherAddress + "'])")
                .submit();
        assertThat(alone.select("[aria-labelledby=addresses] li")).hasSize(1);
        Page link =
                new HttpBrowser().get(Mailbox.latest(otherAddress, mails + 1).link());
        assertThat(link.form("form[action*='/wallet/unions/']").submit().text())
                .contains("The two wallets are separate again");
        assertThat(held(signsIn(otherAddress))).containsExactly(ofThere.credentialId());
        assertThat(held(signsIn(address))).containsExactly(ofHere.credentialId());
    }

    @Test
    void afterThirtyDaysTheLinkSeparatesNothingAndAnAddressThatWasTakenOutIsForgotten() {
        int mails = Mailbox.to(otherAddress).size();
        unite();
        accounts(home)
                .form("form[action$='/addresses/removal']:has(input[value='" + otherAddress + "'])")
                .submit();
        jdbc.sql("update wallet_union set joined_at = :then where kept_id = :wallet")
                .param("then", Timestamp.from(Instant.now().minus(Duration.ofDays(31))))
                .param("wallet", wallets.holding(here.owner()).orElseThrow().value())
                .update();
        assertThat(new HttpBrowser()
                        .get(Mailbox.latest(otherAddress, mails + 1).link())
                        .status())
                .isEqualTo(404);
        assertThat(accounts(home).select("form[action$=/separation]")).isEmpty();
        assertThat(context.getBean(Unions.class).forgetOld()).isPositive();
        assertThat(wallets.holding(here.owner())).isEqualTo(wallets.holding(there.owner()));
    }

    @Test
    void nobodyElseSeparatesThem() {
        unite();
        UUID union = jdbc.sql("select id from wallet_union where kept_id = :wallet")
                .param("wallet", wallets.holding(here.owner()).orElseThrow().value())
                .query(UUID.class)
                .single();
        Teacher third = fixtures.teacher();
        HttpBrowser stranger = fixtures.keeps(third, WalletFixtures.address());
        Page form = accounts(stranger);
        assertThat(stranger.post(
                                settings.at("/wallet/accounts/unions/" + union + "/separation"),
                                Map.of(
                                        "_csrf",
                                        form.form("form[action$='/accounts/code']")
                                                .values("_csrf")
                                                .get(0)))
                        .status())
                .isEqualTo(404);
        assertThat(wallets.holding(here.owner())).isEqualTo(wallets.holding(there.owner()));
    }

    private void brings(Teacher teacher, String key) {
        jdbc.sql(
                        "insert into wallet_import (id, wallet_id, badge_key, form, badge_id, name, issuer, issuer_id, achievement,"
                                + " badge, outcome, brought_at, checked_at) values (:id, :wallet, :key, 'OB3', :badge, 'A badge',"
                                + " 'Elsewhere', 'did:web:elsewhere.example', 'https://elsewhere.example/a', '{}', 'PASSED', :now,"
                                + " :now)")
                .param("id", UUID.randomUUID())
                .param("wallet", wallets.holding(teacher.owner()).orElseThrow().value())
                .param("key", key)
                .param("badge", "urn:badge:" + key)
                .param("now", Timestamp.from(Instant.now()))
                .update();
    }

    private List<String> brought(Teacher teacher) {
        return jdbc.sql("select badge_key from wallet_import where wallet_id = :wallet order by badge_key")
                .param("wallet", wallets.holding(teacher.owner()).orElseThrow().value())
                .query(String.class)
                .list();
    }

    @Test
    void whatBothHadAndWhereBadgesCountedIsThereAgainOnceTheyAreSeparated() {
        String both = "b" + UUID.randomUUID();
        String one = "c" + UUID.randomUUID();
        String other = "d" + UUID.randomUUID();
        brings(here, both);
        brings(here, one);
        brings(there, both);
        brings(there, other);
        wallets.count(wallets.holding(there.owner()).orElseThrow(), there.owner());

        unite();
        assertThat(brought(here)).containsExactly(both, one, other);
        assertThat(wallets.counting(wallets.holding(here.owner()).orElseThrow()))
                .isEmpty();
        accounts(home).form("form[action$=/separation]").submit();
        assertThat(brought(here)).containsExactly(both, one);
        assertThat(brought(there)).containsExactly(both, other);
        assertThat(wallets.counting(wallets.holding(there.owner()).orElseThrow()))
                .contains(there.owner());
    }

    @Test
    void threeBecomeOneAndComeApartInAnyOrder() {
        Teacher third = fixtures.teacher();
        String thirdAddress = WalletFixtures.address();
        HttpBrowser thirdHome = fixtures.keeps(third, thirdAddress);
        unite();
        types(thirdHome, code(accounts(home)))
                .form("form[action$='/other/join']")
                .submit();
        assertThat(accounts(thirdHome).select("form[action$=/separation]")).hasSize(2);
        WalletId all = wallets.holding(third.owner()).orElseThrow();
        assertThat(wallets.accounts(all)).hasSize(3);

        accounts(thirdHome)
                .form("form[action$=/separation]:has(button[aria-label='Separate the wallet of " + otherAddress
                        + " again'])")
                .submit();
        assertThat(wallets.holding(there.owner())).isPresent().isNotEqualTo(wallets.holding(here.owner()));
        assertThat(wallets.holding(here.owner())).contains(all);
        accounts(signsIn(thirdAddress)).form("form[action$=/separation]").submit();
        assertThat(wallets.holding(here.owner())).isPresent().isNotEqualTo(wallets.holding(third.owner()));
        assertThat(held(signsIn(address))).containsExactly(ofHere.credentialId());
    }

    @Test
    void aWalletThatIsDeletedTakesWhatWasSetAsideAlong() {
        String both = "b" + UUID.randomUUID();
        brings(here, both);
        brings(there, both);
        unite();
        Page gone = accounts(home)
                .form("form[action$=/deletion]")
                .set("sure", "true")
                .submit();
        assertThat(gone.text()).contains("The wallet is deleted");
        assertThat(wallets.holding(there.owner())).isEmpty();
        assertThat(jdbc.sql("select count(*) from wallet_import where badge_key = :key")
                        .param("key", both)
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
