package dev.laurel.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.laurel.badge.Award;
import dev.laurel.badge.Badges;
import dev.laurel.recognition.Brought;
import dev.laurel.recognition.BroughtBadges;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.wallet.WalletFixtures.Teacher;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Somebody with two accounts says with which of them all badges count. */
@LaurelTest
class CarryingTests {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String HINGE = "assess-hinge-questions";

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    BroughtBadges brought;

    @Autowired
    JdbcClient jdbc;

    private Teacher before;
    private Teacher now;
    private HttpBrowser home;

    @BeforeEach
    void oneWalletForTwoAccounts() {
        WalletFixtures fixtures = new WalletFixtures(context);
        before = fixtures.teacher();
        now = fixtures.teacher();
        String address = WalletFixtures.address();
        fixtures.keeps(before, address);
        home = fixtures.keeps(now, address);
    }

    private Page accounts() {
        return home.get(settings.at("/wallet/accounts"));
    }

    private Page press(Teacher teacher, String form) {
        Page page = accounts();
        String person = teacher.owner().person().value().toString();
        return page.submit("form[action$=" + form + "]:has(input[value=" + person + "])", Map.of());
    }

    /** How a badge stands with the account of now: there, lost, or unknown. */
    private String standing(String credential) {
        return jdbc.sql("select case when lost_at is null then 'there' else 'lost' end from stack_award"
                        + " where credential_id = :credential and person_id = :person")
                .param("credential", credential)
                .param("person", now.owner().person().value())
                .query(String.class)
                .optional()
                .orElse("unknown");
    }

    @Test
    void nobodyCountsBadgesWithAnAccountOfSomebodyElse() {
        Teacher stranger = new WalletFixtures(context).teacher();
        Page page = accounts();
        Page refused = home.post(
                settings.at("/wallet/accounts/counting"),
                Map.of(
                        "tenant",
                        stranger.tenant().value().toString(),
                        "person",
                        stranger.owner().person().value().toString(),
                        "_csrf",
                        page.select("input[name=_csrf]").first().val()));
        assertThat(refused.select("[role=status]").text()).doesNotContain("count with that account");
        assertThat(brought.of(stranger.tenant(), stranger.owner().person())).isEmpty();
    }

    @Test
    void badgesCountWhereTheirOwnerSaysUntilTheyAreTakenBack() {
        String early = before.earns(HINGE).credentialId();
        assertThat(standing(early)).isEqualTo("unknown");
        press(now, "/counting");
        await().atMost(SOON).until(() -> standing(early).equals("there"));
        assertThat(brought.of(now.tenant(), now.owner().person()))
                .singleElement()
                .satisfies(badge -> {
                    assertThat(badge.id()).isEqualTo(early);
                    assertThat(badge.earnedIn()).isEqualTo(before.tenant());
                });
        assertThat(brought.of(before.tenant(), before.owner().person())).isEmpty();

        Award late = before.earns("cs-trace-before-write");
        await().atMost(SOON).until(() -> standing(late.credentialId()).equals("there"));
        context.getBean(Badges.class).revoke(before.tenant(), late.credentialId(), "A mistake of the office");
        assertThat(brought.checkedNow(now.tenant(), now.owner().person(), late.credentialId()))
                .get()
                .extracting(Brought::state)
                .isEqualTo(Brought.State.FAILED);

        press(before, "/unlink");
        await().atMost(SOON).until(() -> standing(early).equals("lost"));
        assertThat(brought.of(now.tenant(), now.owner().person())).isEmpty();
    }

    @Test
    void eachCountsWhereItWasEarnedAgainWhenItsOwnerSaysSo() {
        String badge = before.earns(HINGE).credentialId();
        press(now, "/counting");
        await().atMost(SOON).until(() -> standing(badge).equals("there"));
        Page apart = accounts()
                .form("form[action$=/counting]:not(:has(input[name=person]))")
                .submit();
        assertThat(apart.select("[role=status]").text()).contains("where it was earned");
        await().atMost(SOON).until(() -> standing(badge).equals("lost"));
        assertThat(jdbc.sql("select count(*) from stack_award where id = :id and lost_at is null")
                        .param("id", badge)
                        .query(Integer.class)
                        .single())
                .as("there it still counts")
                .isEqualTo(1);
    }
}
