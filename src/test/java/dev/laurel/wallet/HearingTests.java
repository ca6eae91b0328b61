package dev.laurel.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.laurel.badge.Award;
import dev.laurel.badge.BadgeFixtures;
import dev.laurel.badge.CompositionNews;
import dev.laurel.badge.Compositions;
import dev.laurel.badge.EarnedBadges;
import dev.laurel.badge.Proceeding;
import dev.laurel.submission.EarnerNotice;
import dev.laurel.support.HttpBrowser;
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
import org.springframework.transaction.support.TransactionTemplate;

/** The notice that a badge made of badges may be revoked, and where its earner answers. */
@LaurelTest
class HearingTests {

    private static final String REASON = "A part of it was earned with somebody else's lesson.";

    @Autowired
    ApplicationContext context;

    @Autowired
    Compositions compositions;

    @Autowired
    LaurelSettings settings;

    private WalletFixtures fixtures;
    private Teacher teacher;
    private Award part;
    private String stack;

    @BeforeEach
    void aStack() {
        fixtures = new WalletFixtures(context);
        teacher = fixtures.teacher();
        part = teacher.earns("assess-hinge-questions");
        stack = teacher.composes(part);
    }

    private void notice() {
        compositions.proposeRevocation(teacher.tenant(), stack, REASON);
    }

    private Proceeding proceeding() {
        Proceeding open = compositions
                .of(teacher.tenant(), teacher.owner().person(), stack)
                .orElseThrow()
                .proceeding();
        assertThat(open).isNotNull();
        return open;
    }

    private HttpBrowser.Page hearing(Teacher whose, String badge) {
        return whose.browser().get(whose.window() + "/wallet/badges/" + badge + "/hearing");
    }

    @Test
    void nobodyElseReadsTheReasonOrAnswers() {
        notice();
        Teacher other = fixtures.teacher();
        assertThat(hearing(other, stack).status()).isEqualTo(404);
        HttpBrowser elsewhere = fixtures.keeps(other, WalletFixtures.address());
        assertThat(elsewhere
                        .get(settings.at("/wallet/badges/" + stack + "/hearing"))
                        .status())
                .isEqualTo(404);
        HttpBrowser.Page nobody = new HttpBrowser().get(settings.at("/wallet/badges/" + stack + "/hearing"));
        assertThat(nobody.text()).doesNotContain(REASON);
        assertThat(new HttpBrowser().get(settings.at("/credentials/" + stack)).text())
                .doesNotContain(REASON);
    }

    @Test
    void whereThereIsNoNoticeThereIsNothingToAnswer() {
        HttpBrowser.Page page = hearing(teacher, stack);
        assertThat(page.text()).contains("There is no notice about this badge");
        assertThat(page.select("main form")).isEmpty();
        assertThat(context.getBean(EarnedBadges.class).answerNotice(teacher.tenant(), stack, "Too early", true))
                .isFalse();
    }

    @Test
    void inAWindowTheBadgeLeadsToThePageWhereItsEarnerAnswersOnce() {
        notice();
        HttpBrowser.Page badge = teacher.browser().get(teacher.window() + "/wallet/badges/" + stack);
        assertThat(badge.text())
                .contains("The issuer may revoke this badge", REASON, "You may answer, in writing or in a hearing");
        HttpBrowser.Page page = badge.click("a[href$=/hearing]");
        assertThat(page.select("h1").text()).isEqualTo("Answer the issuer");
        assertThat(page.text()).contains(REASON);

        HttpBrowser.Page empty = page.form("form[action$=/hearing]")
                .set("words", "  ")
                .set("hearing", "true")
                .submit();
        assertThat(empty.status()).isEqualTo(422);
        assertThat(empty.select("[role=alert]").text()).contains("Nothing was sent yet");
        assertThat(empty.select("#asks[checked]")).as("what was chosen stays").hasSize(1);
        HttpBrowser.Page kept = empty.form("form[action$=/hearing]")
                .set("words", "It was my own lesson.\r\nAsk my principal.")
                .submit();
        assertThat(kept.select("form[action$=/hearing]")).isEmpty();
        assertThat(kept.text())
                .contains("Your answer is with the issuer", "It was my own lesson.", "You asked for a hearing");
        assertThat(proceeding().ownAnswer()).isEqualTo("It was my own lesson.\nAsk my principal.");
        assertThat(proceeding().mayBeDecided(Instant.now().plus(Duration.ofDays(60))))
                .as("who asks for a hearing is heard first")
                .isFalse();

        HttpBrowser.Page again = empty.form("form[action$=/hearing]")
                .set("words", " It was my own lesson.\nAsk my principal. ")
                .submit();
        assertThat(again.status()).as("a button that was pressed twice").isEqualTo(200);
        assertThat(again.text()).contains("Your answer is with the issuer");
        assertThat(context.getBean(EarnedBadges.class).answerNotice(teacher.tenant(), stack, "Once more", false))
                .isFalse();
        assertThat(proceeding().ownAnswer()).startsWith("It was my own lesson.");
    }

    @Test
    void anAnswerThatComesAfterTheNoticeWasClosedIsGivenBackAndNotSaidToBeKept() {
        notice();
        HttpBrowser.Page open = hearing(teacher, stack);
        new BadgeFixtures(context).officerDropsTheNotice(teacher.tenant(), stack);
        HttpBrowser.Page late = open.form("form[action$=/hearing]")
                .set("words", "A long answer, written all evening.")
                .set("hearing", "true")
                .submit();
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.select("[role=alert]").text()).contains("the notice was closed before it came");
        assertThat(late.select("textarea[readonly]").text()).isEqualTo("A long answer, written all evening.");
        assertThat(late.text())
                .contains("You asked for a hearing here; that was not sent either")
                .doesNotContain("Your answer is with the issuer", "there is nothing to answer");
        assertThat(late.select("main form")).isEmpty();
    }

    @Test
    void aSecondAnswerThroughAnotherDoorIsGivenBackBesideTheOneThatStands() {
        new BadgeFixtures(context).officerGivesNotice(teacher.tenant(), part.credentialId(), REASON);
        HttpBrowser.Page inWallet = hearing(teacher, part.credentialId());
        HttpBrowser.Page onJourney = teacher.browser().get(teacher.window() + "/hearing");
        onJourney
                .form("form[action$=/hearing]")
                .set("words", "Said on the journey.")
                .submit();
        HttpBrowser.Page second = inWallet.form("form[action$=/hearing]")
                .set("words", "Said in the wallet.")
                .submit();
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.select("[role=alert]").text()).contains("the issuer has one from you already");
        assertThat(second.select("textarea[readonly]").text()).isEqualTo("Said in the wallet.");
        assertThat(second.select("blockquote").text()).contains("Said on the journey.");
        assertThat(second.select("[role=status]")).isEmpty();

        HttpBrowser.Page third = onJourney
                .form("form[action$=/hearing]")
                .set("words", "Said once more on the journey.")
                .submit();
        assertThat(third.status()).isEqualTo(409);
        assertThat(third.select("textarea[readonly]").text()).isEqualTo("Said once more on the journey.");
    }

    /** As if the stack's completion had lost the part. */
    private void thePartIsLost() {
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        UUID completion = UUID.randomUUID();
        jdbc.sql("insert into stack_award (id, tenant_id, person_id, address, name, issued_at)"
                        + " values (:id, :tenant, :person, 'https://elsewhere.example', 'Teaching by questions', :now)")
                .param("id", "lost-" + completion)
                .param("tenant", teacher.tenant().value())
                .param("person", teacher.owner().person().value())
                .param("now", Timestamp.from(Instant.now()))
                .update();
        jdbc.sql("insert into stack_completion (id, tenant_id, person_id, stack_id, number, version_id, credential_id,"
                        + " completed_at) values (:id, :tenant, :person, 'of-this-test', 1, :id, :credential, :now)")
                .param("id", completion)
                .param("tenant", teacher.tenant().value())
                .param("person", teacher.owner().person().value())
                .param("credential", stack)
                .param("now", Timestamp.from(Instant.now()))
                .update();
        jdbc.sql("insert into stack_completion_part (completion_id, award_id, lost_at, lost_by)"
                        + " values (:id, :award, :now, 'EXPIRED')")
                .param("id", completion)
                .param("award", "lost-" + completion)
                .param("now", Timestamp.from(Instant.now()))
                .update();
    }

    @Test
    void whatARulePutOnRecordIsToldToItsEarnerInTheirOwnLanguage() {
        HttpBrowser home = fixtures.keeps(teacher, WalletFixtures.address()).header("Accept-Language", "es");
        notice();
        String badge = settings.at("/wallet/badges/" + stack).toString();
        assertThat(home.get(badge + "/hearing").select("[lang=en]").text())
                .as("what nobody can say otherwise is at least read out in its language")
                .contains(REASON);
        thePartIsLost();
        for (String at : List.of(badge, badge + "/hearing")) {
            assertThat(home.get(at).text())
                    .contains("Una insignia de las que se compone ya no cuenta: Teaching by questions (caducada)")
                    .doesNotContain(REASON);
        }
        compositions.suspend(teacher.tenant(), stack, REASON, Compositions.BY_RULE);
        assertThat(home.get(badge).text()).doesNotContain(REASON);
        compositions.dropProposal(teacher.tenant(), stack, "Enough", Compositions.BY_RULE);
        new BadgeFixtures(context).officerGivesNotice(teacher.tenant(), stack, "Words of an officer");
        assertThat(home.get(badge + "/hearing").select("blockquote").text()).isEqualTo("Words of an officer");
    }

    @Test
    void whoHasLeftTheDistrictIsWrittenToAndAnswersInTheWallet() {
        String address = WalletFixtures.address();
        HttpBrowser home = fixtures.keeps(teacher, address);
        int before = Mailbox.to(address).size();
        notice();
        HttpBrowser.Page page = home.get(Mailbox.linkTo("/wallet/badges/" + stack + "/hearing", address, before));
        assertThat(page.text()).contains(REASON);
        assertThat(Mailbox.to(address).get(before).text())
                .contains("you can answer until")
                .doesNotContain("somebody else");
        page = page.form("form[action$=/hearing]")
                .set("words", "It was my own lesson.")
                .submit();
        assertThat(page.text()).contains("Your answer is with the issuer").doesNotContain("You asked for a hearing");
        assertThat(page.click("a.back").text()).contains("Your answer has been kept");
        assertThat(proceeding().mayBeDecided(Instant.now())).isTrue();

        compositions.dropProposal(teacher.tenant(), stack, "It was hers", Compositions.BY_RULE);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Mailbox.to(address)).hasSize(before + 2));
        assertThat(home.get(settings.at("/wallet/badges/" + stack)).text()).doesNotContain(REASON);
    }

    @Test
    void whoseAccountWasOnlyJoinedToAnotherIsWrittenToWhereTheirPlatformSays() {
        String address = WalletFixtures.address();
        teacher.isKnownBy(address, "en");
        Wallets wallets = context.getBean(Wallets.class);
        assertThat(wallets.link(wallets.unopened(), teacher.owner())).isTrue();
        notice();
        assertThat(Mailbox.latest(address, 1).text())
                .contains("you can answer until", "Open Laurel from your course and choose “My badges”")
                .as("nobody can open that wallet")
                .doesNotContain("/wallet/badges/");
    }

    @Test
    void whoseWalletClosedMeanwhileIsGivenBackWhatTheyTyped() {
        String address = WalletFixtures.address();
        HttpBrowser home = fixtures.keeps(teacher, address);
        notice();
        HttpBrowser.Page open = home.get(settings.at("/wallet/badges/" + stack + "/hearing"));
        WalletId wallet =
                context.getBean(Wallets.class).openedBy(new Address(address)).orElseThrow();
        context.getBean(WalletSessions.class).endAll(wallet);
        HttpBrowser.Page sent = open.form("form[action$=/hearing]")
                .set("words", "A long answer, written all evening.")
                .submit();
        assertThat(sent.status()).isEqualTo(403);
        assertThat(sent.select("h1").text()).isEqualTo("Your wallet is not open here any more");
        assertThat(sent.select("textarea[readonly]").text()).isEqualTo("A long answer, written all evening.");
        assertThat(proceeding().ownAnswer()).isNull();
        assertThat(home.get(settings.at("/wallet/badges/" + stack)).uri().getPath())
                .as("a page is no loss: it opens once the wallet does")
                .isEqualTo("/wallet");
    }

    @Test
    void whosePlatformGivesNoAddressIsWrittenToInTheirLanguageAllTheSame() {
        String address = WalletFixtures.address();
        fixtures.keeps(teacher, address);
        int before = Mailbox.to(address).size();
        teacher.isKnownBy(null, "es");
        notice();
        assertThat(Mailbox.latest(address, before + 1).subject()).contains("podría revocarse");
    }

    private List<String> letters() {
        return context.getBean(JdbcClient.class)
                .sql("select kind, state, problem from wallet_composition_letter where credential_id = :id"
                        + " order by owed_at")
                .param("id", stack)
                .query((row, n) ->
                        row.getString("kind") + " " + row.getString("state") + " " + row.getString("problem"))
                .list();
    }

    private void areInTheEnd(String... expected) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(letters()).containsExactly(expected));
    }

    private void tell(EarnerNotice.Kind kind, Instant about) {
        CompositionNews news =
                new CompositionNews(stack, teacher.tenant(), teacher.owner().person(), "A stack", kind, about);
        context.getBean(TransactionTemplate.class).executeWithoutResult(status -> context.publishEvent(news));
    }

    @Test
    void aNoticeThatCannotBeSentIsTriedAgainAndThenSentOnce() {
        CompositionLetters letters = context.getBean(CompositionLetters.class);
        teacher.isKnownBy(null, "en");
        notice();
        areInTheEnd("BADGE_NOTICE OWED no-address");
        String address = WalletFixtures.address();
        teacher.isKnownBy(address, "en");
        letters.again();
        areInTheEnd("BADGE_NOTICE SENT null");
        letters.again();
        tell(
                EarnerNotice.Kind.BADGE_NOTICE,
                context.getBean(JdbcClient.class)
                        .sql("select about from wallet_composition_letter where credential_id = :id")
                        .param("id", stack)
                        .query(Timestamp.class)
                        .single()
                        .toInstant());
        compositions.dropProposal(teacher.tenant(), stack, "Earned anew", Compositions.BY_RULE);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(letters()).contains("BADGE_STAYS SENT null"));
        assertThat(Mailbox.to(address)).as("the notice, and that it is over").hasSize(2);
    }

    @Test
    void whatIsNoLongerTrueIsNotWritten() {
        teacher.isKnownBy(null, "en");
        notice();
        areInTheEnd("BADGE_NOTICE OWED no-address");
        context.getBean(EarnedBadges.class).answerNotice(teacher.tenant(), stack, "Read it by myself", false);
        String address = WalletFixtures.address();
        teacher.isKnownBy(address, "en");
        context.getBean(CompositionLetters.class).again();
        areInTheEnd("BADGE_NOTICE NOT_SENT moved-on");
        tell(EarnerNotice.Kind.BADGE_SUSPENDED, Instant.now());
        areInTheEnd("BADGE_NOTICE NOT_SENT moved-on", "BADGE_SUSPENDED NOT_SENT moved-on");
        assertThat(Mailbox.to(address)).isEmpty();
    }

    @Test
    void whatNobodyCouldBeToldInAWeekIsKeptWithTheReason() {
        teacher.isKnownBy(null, "en");
        tell(EarnerNotice.Kind.BADGE_STAYS, Instant.now().minus(Duration.ofDays(8)));
        areInTheEnd("BADGE_STAYS NOT_SENT no-address");
    }

    @Test
    void theBadgeOfAMicroCredentialIsAnsweredForInTheWalletToo() {
        String id = part.credentialId();
        assertThat(hearing(teacher, id).text()).contains("There is no notice about this badge");
        new BadgeFixtures(context).officerGivesNotice(teacher.tenant(), id, REASON);
        HttpBrowser home = fixtures.keeps(teacher, WalletFixtures.address());
        String address = settings.at("/wallet/badges/" + id + "/hearing").toString();
        assertThat(home.post(address, Map.of("words", "Without a form")).status())
                .as("no form of ours sent it")
                .isEqualTo(403);
        HttpBrowser.Page page = home.get(address);
        assertThat(page.text()).contains(REASON);
        page = page.form("form[action$=/hearing]")
                .set("words", "It was my own lesson.")
                .submit();
        assertThat(page.text()).contains("Your answer is with the issuer");

        assertThat(teacher.browser().get(teacher.window() + "/hearing").text())
                .as("the same answer on the page of the work")
                .contains("Your answer is with the issuer", "It was my own lesson.");
        Proceeding open = context.getBean(EarnedBadges.class)
                .find(teacher.tenant(), id)
                .orElseThrow()
                .award()
                .proceeding();
        assertThat(open).isNotNull();
        assertThat(open.ownAnswer()).isEqualTo("It was my own lesson.");
        assertThat(open.mayBeDecided(Instant.now())).isTrue();
    }
}
