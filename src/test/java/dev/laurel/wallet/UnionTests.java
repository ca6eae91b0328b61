package dev.laurel.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

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
        browser.get(Mailbox.linkTo("/wallet/open", with, before))
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
                .contains(there.owner());
        accounts(home).form("form[action$=/separation]").submit();
        assertThat(wallets.counting(wallets.holding(here.owner()).orElseThrow()))
                .isEmpty();
        assertThat(brought(here)).containsExactly(both, one);
        assertThat(brought(there)).containsExactly(both, other);
        assertThat(wallets.counting(wallets.holding(there.owner()).orElseThrow()))
                .contains(there.owner());
    }

    private WalletId wallet(Teacher teacher) {
        return wallets.holding(teacher.owner()).orElseThrow();
    }

    /** How a badge stands with an account that did not earn it, once all news of it was heard. */
    private String counted(Award award, Teacher with) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> jdbc.sql("select count(*) from event_publication where completion_date is null"
                                        + " and serialized_event like :about")
                                .param("about", "%" + award.credentialId() + "%")
                                .query(Integer.class)
                                .single()
                        == 0);
        return jdbc.sql("select case when lost_at is null then 'there' else 'lost' end from stack_award"
                        + " where credential_id = :credential and person_id = :person")
                .param("credential", award.credentialId())
                .param("person", with.owner().person().value())
                .query(String.class)
                .optional()
                .orElse("never");
    }

    /** Another account of the same person, and where all badges count. */
    private Teacher movedTo(Teacher from, HttpBrowser at, String with) {
        Teacher place = fixtures.teacher();
        fixtures.keeps(place, with);
        String person = place.owner().person().value().toString();
        accounts(at).submit("form[action$=/counting]:has(input[value=" + person + "])", Map.of());
        assertThat(wallets.counting(wallet(from))).contains(place.owner());
        return place;
    }

    @Test
    void whatCountsInTheOtherWalletGoesOnAndWhatIsInThisOneCountsThereToo() {
        Teacher place = movedTo(there, otherHome, otherAddress);
        assertThat(counted(ofThere, place)).isEqualTo("there");
        Page asked = types(home, code(accounts(otherHome)));
        assertThat(asked.text()).contains("All badges of the other wallet count with");
        assertThat(asked.select("input[name=counting]")).isEmpty();
        int mails = Mailbox.to(address).size();
        asked.form("form[action$='/other/join']").submit();

        assertThat(wallets.counting(wallet(here))).contains(place.owner());
        assertThat(counted(ofThere, place)).isEqualTo("there");
        assertThat(counted(ofHere, place)).isEqualTo("there");
        assertThat(Mailbox.latest(address, mails + 1).text()).contains("All badges of both now count at");

        accounts(home).form("form[action$=/separation]").submit();
        assertThat(counted(ofHere, place)).isEqualTo("lost");
        assertThat(counted(ofThere, place)).isEqualTo("there");
        assertThat(wallets.counting(wallet(here))).isEmpty();
        assertThat(wallets.counting(wallet(there))).contains(place.owner());
    }

    @Test
    void whereBothCountElsewhereTheirOwnerChoosesAndEachIsAsItWasOnceSeparated() {
        Teacher place = movedTo(there, otherHome, otherAddress);
        Teacher ours = movedTo(here, home, address);
        Page asked = types(home, code(accounts(otherHome)));
        assertThat(asked.text()).contains("the badge of a stack may be suspended");
        assertThat(asked.form("form[action$='/other/join']").values("counting")).containsExactly("here");
        asked.form("form[action$='/other/join']").set("counting", "there").submit();

        assertThat(wallets.counting(wallet(here))).contains(place.owner());
        assertThat(counted(ofThere, place)).isEqualTo("there");
        assertThat(counted(ofHere, place)).isEqualTo("there");
        assertThat(counted(ofHere, ours)).isEqualTo("lost");

        accounts(home).form("form[action$=/separation]").submit();
        assertThat(counted(ofHere, place)).isEqualTo("lost");
        assertThat(counted(ofHere, ours)).isEqualTo("there");
        assertThat(counted(ofThere, place)).isEqualTo("there");
        assertThat(wallets.counting(wallet(here))).contains(ours.owner());
        assertThat(wallets.counting(wallet(there))).contains(place.owner());
    }

    @Test
    void unlessTheirOwnerChoosesThisWalletsPlaceStays() {
        Teacher place = movedTo(there, otherHome, otherAddress);
        Teacher ours = movedTo(here, home, address);
        unite();
        assertThat(wallets.counting(wallet(here))).contains(ours.owner());
        assertThat(counted(ofThere, place)).isEqualTo("lost");
        assertThat(counted(ofThere, ours)).isEqualTo("there");
        assertThat(counted(ofHere, ours)).isEqualTo("there");
    }

    @Test
    void twoThatAreTypedInEachOtherAtTheSameMomentBecomeOneOnce() throws Exception {
        Unions unions = context.getBean(Unions.class);
        TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
        WalletId one = wallet(here);
        WalletId other = wallet(there);
        CountDownLatch first = new CountDownLatch(1);
        CompletableFuture<Boolean> oneWay = CompletableFuture.supplyAsync(() -> transaction.execute(status -> {
            boolean united = unions.unite(one, other, Union.Way.CODE, false, Locale.ENGLISH);
            first.countDown();
            // Long enough for the other to wait for the lock.
            LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
            return united;
        }));
        assertThat(first.await(30, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Boolean> otherWay =
                CompletableFuture.supplyAsync(() -> unions.unite(other, one, Union.Way.CODE, false, Locale.ENGLISH));
        assertThat(oneWay.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(otherWay.get(30, TimeUnit.SECONDS)).isFalse();
        assertThat(unions.about(one)).hasSize(1);
        assertThat(wallet(here)).isEqualTo(other).isEqualTo(wallet(there));
    }

    @Test
    void nothingIsWrittenIntoAWalletThatLiesInAnother() {
        WalletId emptied = wallet(there);
        String code = code(accounts(otherHome));
        unite();
        Teacher third = fixtures.teacher();
        Doors doors = context.getBean(Doors.class);
        TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
        assertThat(transaction.<Boolean>execute(status -> doors.put(emptied, third.owner())))
                .isFalse();
        assertThat(doors.join(third.owner(), code)).isFalse();
        assertThat(wallets.holding(third.owner())).isEmpty();
        assertThat(context.getBean(Unions.class).unite(wallet(here), emptied, Union.Way.CODE, false, Locale.ENGLISH))
                .isFalse();
    }

    @Test
    void evenTwoThatLieInEachOtherEndNothing() {
        unite();
        WalletId kept = wallet(here);
        jdbc.sql(
                        "insert into wallet_union (id, kept_id, joined_id, way, secret, joined_at)"
                                + " select :id, joined_id, kept_id, way, :secret, joined_at from wallet_union where kept_id = :kept")
                .param("id", UUID.randomUUID())
                .param("secret", UUID.randomUUID().toString())
                .param("kept", kept.value())
                .update();
        Unions unions = context.getBean(Unions.class);
        assertThat(unions.in(kept)).hasSize(1);
        assertThat(unions.separate(unions.about(kept).get(0), Locale.ENGLISH)).isFalse();
        context.getBean(WalletData.class).delete(kept);
        assertThat(unions.about(kept)).isEmpty();
    }

    private void takesOut(HttpBrowser browser, String what) {
        accounts(browser)
                .form("form[action$='/addresses/removal']:has(input[value='" + what + "'])")
                .submit();
    }

    @Test
    void anAddressThatWasTakenOutStaysOutWhereNothingIsSeparated() {
        unite();
        Union union = context.getBean(Unions.class).in(wallet(here)).get(0).union();
        String third = WalletFixtures.address();
        wallets.add(wallet(here), new Address(third));
        takesOut(home, otherAddress);
        // Nothing of the other wallet's is known any more that could open it.
        jdbc.sql("delete from wallet_union_part where union_id = :id and kind = 'ADDRESS'")
                .param("id", union.id())
                .update();
        takesOut(home, address);
        assertThat(context.getBean(Unions.class).separate(union, Locale.ENGLISH))
                .isFalse();
        assertThat(wallets.openedBy(new Address(address))).isEmpty();
        assertThat(wallets.openedBy(new Address(third))).contains(wallet(here));
    }

    @Test
    void whatWasSeparatedFromOneDoesNotComeBackWithAnother() {
        Unions unions = context.getBean(Unions.class);
        Teacher third = fixtures.teacher();
        HttpBrowser thirdHome = fixtures.keeps(third, WalletFixtures.address());
        unite();
        Union first = unions.in(wallet(here)).get(0).union();
        types(thirdHome, code(accounts(home)))
                .form("form[action$='/other/join']")
                .submit();
        Union second = unions.in(wallet(third)).stream()
                .map(Unions.Shown::union)
                .filter(union -> !union.id().equals(first.id()))
                .findFirst()
                .orElseThrow();
        assertThat(unions.separate(first, Locale.ENGLISH)).isTrue();
        wallets.add(wallet(there), new Address(WalletFixtures.address()));
        takesOut(signsIn(otherAddress), otherAddress);
        assertThat(unions.separate(second, Locale.ENGLISH)).isTrue();
        assertThat(wallets.openedBy(new Address(otherAddress))).isEmpty();
        assertThat(wallets.addresses(wallet(here))).containsExactly(new Address(address));
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
