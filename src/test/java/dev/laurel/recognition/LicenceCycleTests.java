package dev.laurel.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.laurel.badge.BadgeFixtures;
import dev.laurel.badge.Compositions;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.lti.LtiUserId;
import dev.laurel.person.PersonForgotten;
import dev.laurel.person.PersonId;
import dev.laurel.support.LaurelTest;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Somebody who holds two licenses: each with a cycle of its own, and no badge that counts for both. */
@LaurelTest
class LicenceCycleTests {

    private static final String TEACHER = "Teacher";
    private static final String ADMINISTRATOR = "Administrator";

    @Autowired
    ApplicationContext context;

    @Autowired
    Claims claims;

    @Autowired
    ClaimLimits limits;

    @Autowired
    Cycles cycles;

    @Autowired
    Recognition recognition;

    private final int year = Year.now(ZoneOffset.UTC).getValue();
    private TenantId district;
    private ClaimFixtures given;
    private BadgeFixtures badges;
    private LtiUserId account;
    private MicroCredential hinge;
    private String hingeBadge;

    @BeforeEach
    void somebodyWithTwoLicences() {
        district = context.getBean(Tenants.class).found("District " + UUID.randomUUID());
        given = new ClaimFixtures(context, district);
        account = given.teacher();
        badges = new BadgeFixtures(context);
        hinge = badges.hinge();
        hingeBadge = badges.earnedBy(district, account, hinge);
        rules("licences: [" + TEACHER + ", " + ADMINISTRATOR + "]\n");
    }

    /** Five years, two hours for each badge, and what else the rule says. */
    private void rules(String more) {
        String yaml = TestRules.authority(given.authority())
                + "needs: [{kind: local-hours, unit: hour, amount: 20, years: 5}]\n---\n"
                + TestRules.rule(given.authority(), 2) + more;
        context.getBean(RulesImport.class)
                .take("licences.yaml", yaml.getBytes(StandardCharsets.UTF_8), "a tester", false);
    }

    private PersonId person() {
        return given.person(account);
    }

    /** The teacher's cycle ends next year, the administrator's three years later. */
    private void says(int atLarge, int administrator) {
        claims.cycleEnds(
                district,
                person(),
                new AuthorityCode(given.authority()),
                atLarge,
                "",
                Map.of(TEACHER, 0, ADMINISTRATOR, administrator));
    }

    private ClaimId claim(MicroCredential earned, String credential, String licence) {
        return given.claim(account, earned, credential, given.authority() + "-hours", 0, licence);
    }

    private ClaimId claim(String item, String licence) {
        MicroCredential earned = badges.achievement(item);
        return claim(earned, badges.earnedBy(district, account, earned), licence);
    }

    private void approve(ClaimId claim) {
        given.decide(claim, ClaimState.UNDER_REVIEW, ClaimState.APPROVED);
    }

    private static void refused(ThrowingCallable claim, String why) {
        assertThatExceptionOfType(ClaimRefused.class)
                .isThrownBy(claim)
                .satisfies(refusal -> assertThat(refusal.messageKey()).isEqualTo("recognition." + why));
    }

    private Claim found(ClaimId id) {
        return claims.find(district, id).orElseThrow();
    }

    @Test
    void aClaimIsForOneLicenceAndForItsOwnCycle() {
        says(year + 1, year + 4);
        refused(() -> claim(hinge, hingeBadge, ""), "incomplete");
        refused(() -> claim(hinge, hingeBadge, "Pilot"), "incomplete");
        Claim teacher = found(claim(hinge, hingeBadge, TEACHER));
        Claim administrator = found(claim("lit-hfw-mapping", ADMINISTRATOR));
        assertThat(teacher.licence()).isEqualTo(TEACHER);
        assertThat(teacher.cycleEnds())
                .as("what was said for the authority at large")
                .isEqualTo(year + 1);
        assertThat(administrator.licence()).isEqualTo(ADMINISTRATOR);
        assertThat(administrator.cycleEnds()).isEqualTo(year + 4);
    }

    @Test
    void oneBadgeCountsForOneLicenceAtATime() {
        says(year + 1, year + 4);
        ClaimId first = claim(hinge, hingeBadge, TEACHER);
        refused(() -> claim(hinge, hingeBadge, ADMINISTRATOR), "other-licence");
        claims.takeBack(district, person(), first);
        claim(hinge, hingeBadge, ADMINISTRATOR);
        refused(() -> claim(hinge, hingeBadge, TEACHER), "other-licence");
    }

    @Test
    void norDoesItWhereBothCyclesEndInTheSameYear() {
        says(year + 1, 0);
        claim(hinge, hingeBadge, TEACHER);
        refused(() -> claim(hinge, hingeBadge, ADMINISTRATOR), "other-licence");
        refused(() -> claim(hinge, hingeBadge, TEACHER), "claimed-before");
    }

    @Test
    void aCapIsCountedForEachLicenceByItself() {
        rules("licences: [" + TEACHER + ", " + ADMINISTRATOR + "]\ncap: {units: 2, years: 5}\n");
        says(year + 1, year + 4);
        approve(claim(hinge, hingeBadge, TEACHER));
        refused(() -> claim("cs-trace-before-write", TEACHER), "used-up");
        ClaimId other = claim("lit-hfw-mapping", ADMINISTRATOR);
        assertThat(limits.room(found(other))).isEqualByComparingTo("2");
        approve(other);
        assertThat(limits.approved(found(other))).isEqualByComparingTo("2");
        refused(() -> claim("cs-inclusive-project", ADMINISTRATOR), "used-up");
    }

    /** Four hours at most, by a rule for everybody and by one for administrators alone. */
    private void twoRules() {
        String capped = TestRules.rule(given.authority(), 2) + "cap: {units: 4, years: 5}\n";
        rules("cap: {units: 4, years: 5}\n---\n"
                + capped.replace("id: " + given.authority() + "-hours", "id: " + given.authority() + "-administrators")
                        .replace("{every: micro-credential}", "{credentials: [lit-hfw-mapping, cs-inclusive-project]}")
                + "licences: [" + ADMINISTRATOR + "]\n");
    }

    private ClaimId claimAsAdministrator(String item) {
        MicroCredential earned = badges.achievement(item);
        return given.claim(account, earned, given.authority() + "-administrators", 0);
    }

    @Test
    void aRuleForEverybodyAndOneForALicenceLeaveNoCapToReachTwice() {
        twoRules();
        says(year + 1, year + 4);
        approve(claim(hinge, hingeBadge, ""));
        approve(claim("cs-trace-before-write", ""));
        refused(() -> claimAsAdministrator("lit-hfw-mapping"), "used-up-licence");
        assertThatExceptionOfType(ClaimRefused.class)
                .isThrownBy(() -> claimAsAdministrator("cs-inclusive-project"))
                .satisfies(refusal ->
                        assertThat(refusal.arguments()).containsExactly(ADMINISTRATOR, String.valueOf(year + 4)));
    }

    @Test
    void norDoTheyInTheOtherOrder() {
        twoRules();
        says(year + 1, year + 4);
        approve(claimAsAdministrator("lit-hfw-mapping"));
        ClaimId first = claim(hinge, hingeBadge, "");
        ClaimId second = claim("cs-trace-before-write", "");
        assertThat(limits.room(found(first))).as("what the officer reads").isEqualByComparingTo("2");
        assertThat(limits.approved(found(first)))
                .as("nothing counts in the cycle for everybody")
                .isEqualByComparingTo("0");
        CapUse.Fullest besides = limits.besides(found(first)).orElseThrow();
        assertThat(besides.units()).as("and why there is less room").isEqualByComparingTo("2");
        assertThat(besides.licence()).isEqualTo(new CapUse.Licence(ADMINISTRATOR, year + 4));
        approve(first);
        given.decide(second, ClaimState.UNDER_REVIEW);
        refused(() -> given.decide(second, ClaimState.APPROVED), "above-cap");
        assertThat(claims.progress(district, person(), recognition.home(district, null)))
                .as("both the person and the officer see that nothing is left")
                .flatExtracting(Progress::limits)
                .allSatisfy(limit -> assertThat(limit.left()).isZero());
    }

    @Test
    void theNextCycleOfALicenceHasItsCapBack() {
        twoRules();
        says(year + 1, year + 6);
        approve(claim(hinge, hingeBadge, ""));
        approve(claim("cs-trace-before-write", ""));
        approve(claimAsAdministrator("lit-hfw-mapping"));
    }

    @Test
    void whatWasClaimedBeforeLicencesWereKeptStillUsesUpTheCap() {
        rules("licences: [" + TEACHER + ", " + ADMINISTRATOR + "]\ncap: {units: 2, years: 5}\n");
        says(year + 1, year + 4);
        ClaimId old = claim(hinge, hingeBadge, TEACHER);
        approve(old);
        forgetLicence(old);
        refused(() -> claim("cs-trace-before-write", TEACHER), "used-up");
    }

    @Test
    void whatWasClaimedBeforeLicencesWereKeptStandsForItsCycle() {
        says(year + 1, year + 4);
        ClaimId chosen = claim(hinge, hingeBadge, ADMINISTRATOR);
        forgetLicence(chosen);
        assertThat(found(chosen).licence()).isNull();
        refused(() -> says(year + 1, year + 3), "other-cycle");
        forgetLicence(chosen);
        cycles.keep(district, person(), new AuthorityCode(given.authority()), ADMINISTRATOR, year + 3);
        refused(() -> claim("lit-hfw-mapping", ADMINISTRATOR), "other-cycle");
        refused(() -> claim(hinge, hingeBadge, TEACHER), "other-licence");
        claim("cs-trace-before-write", TEACHER);
        assertThat(found(chosen).licence()).isEqualTo(ADMINISTRATOR);
    }

    private void forgetLicence(ClaimId claim) {
        context.getBean(JdbcClient.class)
                .sql("update recognition_claim set licence = null where id = :id")
                .param("id", claim.value())
                .update();
    }

    @Test
    void aClaimKeepsItsBadgeFromTheCyclesThatShareTimeWithItsOwn() {
        rules("licences: [" + ADMINISTRATOR + "]\n");
        says(year + 1, year + 4);
        Claim claim = found(claim(hinge, hingeBadge, ""));
        assertThat(claims.bars(claim, year + 4)).isTrue();
        assertThat(claims.bars(claim, year + 8)).as("five years are one cycle").isTrue();
        assertThat(claims.bars(claim, year + 9)).isFalse();
    }

    @Test
    void anotherYearThanTheLicencesOwnIsRefused() {
        says(year + 1, year + 4);
        refused(
                () -> given.claim(account, hinge, hingeBadge, given.authority() + "-hours", year + 1, ADMINISTRATOR),
                "other-cycle");
        claim(hinge, hingeBadge, ADMINISTRATOR);
        refused(() -> says(year + 1, year + 3), "other-cycle");
        refused(() -> says(year + 1, 1999), "no-such-year");
        refused(() -> says(year + 1, year + 11), "no-such-year");
        refused(() -> says(year + 11, 0), "no-such-year");
        assertThat(cycles.licences(district, person()).get(given.authority()))
                .as("what was said stays")
                .containsExactly(Map.entry(ADMINISTRATOR, year + 4));
        says(year + 2, year + 4);
    }

    @Test
    void onTheLastEveningOfAYearItsCycleIsStillClaimedFor() {
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        Cycles evening = new Cycles(jdbc, Clock.fixed(Instant.parse("2027-01-01T02:00:00Z"), ZoneOffset.UTC));
        assertThat(evening.year()).as("in the United States").isEqualTo(2026);
        assertThat(evening.isOpen(2026)).isTrue();
        Cycles nextDay = new Cycles(jdbc, Clock.fixed(Instant.parse("2027-01-01T12:00:00Z"), ZoneOffset.UTC));
        assertThat(nextDay.isOpen(2026)).as("over everywhere").isFalse();
    }

    private ClaimLimits limitsAt(String moment) {
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        return new ClaimLimits(
                jdbc,
                context.getBean(Rulebook.class),
                recognition,
                context.getBean(Compositions.class),
                context.getBean(SamePerson.class),
                new Cycles(jdbc, Clock.fixed(Instant.parse(moment), ZoneOffset.UTC)),
                context.getBean(RuleWords.class));
    }

    @Test
    void aCycleOfNoSaidLengthSharesTimeWithTheNextUntilItsLastEveningIsOver() {
        String yaml = TestRules.authority(given.authority()) + "---\n" + TestRules.rule(given.authority(), 2);
        context.getBean(RulesImport.class)
                .take("no-length.yaml", yaml.getBytes(StandardCharsets.UTF_8), "a tester", false);
        Claim claim = found(given.claim(account, hinge, hingeBadge, given.authority() + "-hours", year, ""));
        String newYear = (year + 1) + "-01-01T";
        assertThat(limitsAt(newYear + "02:00:00Z").bars(claim, year + 1))
                .as("it may still be claimed for, so it is not over")
                .isTrue();
        assertThat(limitsAt(newYear + "12:00:00Z").bars(claim, year + 1)).isFalse();
    }

    @Test
    void howFarSomebodyIsIsToldForEachLicence() {
        rules("licences: [" + TEACHER + ", " + ADMINISTRATOR + "]\ncap: {units: 8, years: 5}\n");
        says(year + 1, year + 4);
        approve(claim(hinge, hingeBadge, TEACHER));
        approve(claim("lit-hfw-mapping", ADMINISTRATOR));
        approve(claim("cs-trace-before-write", ADMINISTRATOR));
        List<Progress> progress = claims.progress(district, person(), recognition.home(district, null));
        assertThat(progress)
                .extracting(one -> one.licence() + " " + one.cycleEnds() + " "
                        + one.counted().toPlainString() + " "
                        + one.limits().get(0).used().toPlainString())
                .containsExactly("null " + (year + 1) + " 2 2", ADMINISTRATOR + " " + (year + 4) + " 4 4");
    }

    @Test
    void aRuleForOneLicenceIsClaimedForItWithoutBeingAsked() {
        rules("licences: [" + ADMINISTRATOR + "]\n");
        says(year + 1, year + 4);
        Claim claim = found(claim(hinge, hingeBadge, ""));
        assertThat(claim.licence()).isEqualTo(ADMINISTRATOR);
        assertThat(claim.cycleEnds()).isEqualTo(year + 4);
    }

    @Test
    void aRuleForRolesAndLicencesKeepsTheLicenceOfWhatWasChosen() {
        rules("roles: [mentor, coach]\nlicences: [" + TEACHER + ", " + ADMINISTRATOR + "]\n");
        says(year + 1, year + 4);
        Claim claim = found(claim(hinge, hingeBadge, "coach (" + ADMINISTRATOR + ")"));
        assertThat(claim.heldAs()).isEqualTo("coach (" + ADMINISTRATOR + ")");
        assertThat(claim.licence()).isEqualTo(ADMINISTRATOR);
        assertThat(claim.cycleEnds()).isEqualTo(year + 4);
    }

    @Test
    void aLicenceThatNoRuleNamesIsNotKept() {
        claims.cycleEnds(
                district, person(), new AuthorityCode(given.authority()), year + 1, "", Map.of("Pilot", year + 2));
        assertThat(cycles.licences(district, person())).isEmpty();
    }

    @Test
    void whoIsForgottenLeavesNoCycleOfALicence() {
        says(year + 1, year + 4);
        PersonId person = person();
        new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
                .executeWithoutResult(status -> context.publishEvent(new PersonForgotten(district, person)));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> cycles.licences(district, person).isEmpty());
    }
}
