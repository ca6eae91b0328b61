package dev.laurel.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.laurel.badge.Award;
import dev.laurel.badge.BadgeFixtures;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.recognition.AuthorityCode;
import dev.laurel.recognition.ClaimId;
import dev.laurel.recognition.ClaimState;
import dev.laurel.recognition.Claims;
import dev.laurel.recognition.Progress;
import dev.laurel.recognition.Recognition;
import dev.laurel.recognition.TestRules;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.Refusal;
import dev.laurel.wallet.WalletFixtures.Teacher;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What was approved with one account of a person counts with the other, once, and as long as both are theirs. */
@LaurelTest
class CountedTogetherTests {

    private static final String PASSWORD = "correct horse battery";
    private static final String HINGE = "assess-hinge-questions";
    private static final String TRACE = "cs-trace-before-write";
    private static final int CYCLE = Year.now(ZoneOffset.UTC).getValue() + 1;

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Claims claims;

    @Autowired
    Recognition recognition;

    @Autowired
    Staff staff;

    private final String code = "t" + UUID.randomUUID();
    private WalletFixtures fixtures;
    private Teacher before;
    private Teacher now;
    private String address;
    private HttpBrowser home;

    @BeforeEach
    void twoDistrictsOfOneAuthority() {
        fixtures = new WalletFixtures(context);
        before = fixtures.teacher();
        now = fixtures.teacher();
        address = WalletFixtures.address();
        // Two hours for each badge, ten are asked for, three count.
        TestRules.capped(context, code, 10, 3);
        for (Teacher teacher : List.of(before, now)) {
            recognition.settle(teacher.tenant(), List.of(new AuthorityCode(code)), "a tester");
        }
    }

    private void joins() {
        fixtures.keeps(before, address);
        home = fixtures.keeps(now, address);
    }

    private ClaimId claims(Teacher teacher, String microCredential) {
        return claims(teacher, teacher.earns(microCredential), microCredential);
    }

    private ClaimId claims(Teacher teacher, Award award, String microCredential) {
        return claims.request(
                teacher.tenant(),
                teacher.owner().person(),
                award,
                new BadgeFixtures(context).achievement(microCredential),
                code + "-hours",
                CYCLE);
    }

    private void approves(Teacher teacher, ClaimId claim) {
        for (ClaimState state : List.of(ClaimState.UNDER_REVIEW, ClaimState.APPROVED)) {
            if (claims.find(teacher.tenant(), claim).orElseThrow().state() != state) {
                claims.decide(
                        teacher.tenant(), claim, state, null, null, new StaffId(UUID.randomUUID()), "As the rule says");
            }
        }
    }

    private Progress progress(Teacher teacher) {
        return claims.progress(teacher.tenant(), teacher.owner().person(), recognition.home(teacher.tenant(), null))
                .get(0);
    }

    private String officersPage(Teacher teacher, ClaimId claim) {
        String login = "officer." + UUID.randomUUID();
        staff.grant(staff.create(login, "Inés", PASSWORD), StaffRole.RECOGNITION_OFFICER, teacher.tenant());
        String path = "/recognition/claims/" + claim.value();
        Page page = new HttpBrowser()
                .get(settings.at("/sign-in?to=" + path))
                .form("input[name=password]")
                .set("login", login)
                .set("password", PASSWORD)
                .submit();
        assertThat(page.status()).isEqualTo(200);
        return page.select("[aria-labelledby=facts]").text();
    }

    @Test
    void accountsThatNobodyJoinedAreTwoPeople() {
        approves(before, claims(before, HINGE));
        ClaimId second = claims(now, TRACE);
        assertThat(progress(now).counted()).isZero();
        approves(now, second);
        assertThat(progress(now).counted()).isEqualByComparingTo("2");
        assertThat(officersPage(now, second)).doesNotContain("another account");
    }

    @Test
    void whatOneAccountHasCountsWithTheOtherForProgressAndCap() {
        joins();
        approves(before, claims(before, HINGE));
        ClaimId second = claims(now, TRACE);
        assertThat(progress(now)).satisfies(all -> {
            assertThat(all.counted()).isEqualByComparingTo("2");
            assertThat(all.elsewhere()).isEqualByComparingTo("2");
            assertThat(all.limits().get(0).left()).isEqualByComparingTo("1");
        });
        assertThat(progress(before).waiting())
                .as("what waits is the other account's")
                .isZero();
        assertThat(now.browser().get(now.window() + "/counts").text())
                .contains("2 hour of all that was approved come from other accounts in your wallet");
        assertThat(officersPage(now, second)).contains("2 hour of them with another account of the same person");
        assertThatThrownBy(() -> approves(now, second)).isInstanceOf(Refusal.class);
        assertThat(progress(now).counted()).isEqualByComparingTo("2");
    }

    @Test
    void whatWasEarnedTwiceCountsOnce() {
        joins();
        claims(before, HINGE);
        assertThatThrownBy(() -> claims(now, HINGE)).isInstanceOf(Refusal.class);
    }

    @Test
    void accountsThatPartCountApartAgain() {
        joins();
        approves(before, claims(before, HINGE));
        ClaimId second = claims(now, TRACE);
        home.get(settings.at("/wallet/accounts"))
                .submit(
                        "form[action$=/unlink]:has(input[value="
                                + before.owner().person().value() + "])",
                        Map.of());
        assertThat(progress(now).counted()).isZero();
        assertThat(officersPage(now, second)).doesNotContain("another account");
        approves(now, second);
        assertThat(progress(now).counted()).isEqualByComparingTo("2");
        assertThat(progress(before).counted()).isEqualByComparingTo("2");
        fixtures.keeps(before, address);
        assertThat(progress(now)).satisfies(all -> {
            assertThat(all.counted()).as("together again, each once").isEqualByComparingTo("4");
            assertThat(all.elsewhere()).isEqualByComparingTo("2");
        });
    }

    @Test
    void theWalletSaysOutsideOfTheLmsHowFarAllAccountsAreTogether() {
        joins();
        Page nothing = home.get(settings.at("/wallet/progress"));
        assertThat(nothing.status()).isEqualTo(200);
        assertThat(nothing.text())
                .contains("0 of 10 hour count. 10 are missing.", "You have claimed nothing yet.")
                .doesNotContain("cycle until");
        approves(before, claims(before, HINGE));
        claims(now, TRACE);
        Page page = home.get(settings.at("/wallet/progress"));
        assertThat(page.select("article h3").text())
                .as("one authority, once")
                .isEqualTo("Officetown: Local professional development cycle until " + CYCLE);
        assertThat(page.select("article").text())
                .contains("2 of 10 hour count. 8 are missing.", "At most 3 hour count in a cycle. 2 of them are used.");
        assertThat(page.select("[aria-labelledby=claims]").text()).contains("Approved", "Requested", "Officetown");
        assertThat(page.select("article li a").eachAttr("href"))
                .as("what is earned already would fill nothing")
                .isNotEmpty()
                .noneMatch(href -> href.contains(HINGE) || href.contains(TRACE));
        assertThat(new HttpBrowser().get(settings.at("/wallet/progress")).text())
                .doesNotContain("Officetown");
    }
}
