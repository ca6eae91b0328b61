package dev.laurel.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.laurel.badge.BadgeFixtures;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.lti.LtiUserId;
import dev.laurel.person.StaffId;
import dev.laurel.support.LaurelTest;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
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

/** One person has one cycle at a time with an authority, and what a rule lets count holds across cycles. */
@LaurelTest
class CycleClaimTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Tenants tenants;

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
    private LtiUserId teacher;
    private MicroCredential hinge;
    private MicroCredential mapping;

    @BeforeEach
    void aTeacher() {
        district = tenants.found("District " + UUID.randomUUID());
        given = new ClaimFixtures(context, district);
        teacher = given.teacher();
        BadgeFixtures badges = new BadgeFixtures(context);
        hinge = badges.hinge();
        mapping = badges.achievement("lit-hfw-mapping");
    }

    private String hours() {
        return given.authority() + "-hours";
    }

    private AuthorityCode authority() {
        return new AuthorityCode(given.authority());
    }

    /** The rule's authority asks for so many hours in cycles of so many years. */
    private void needs(int years, String cap) {
        String yaml =
                TestRules.authority(given.authority()) + "needs: [{kind: local-hours, unit: hour, amount: 20, years: "
                        + years + "}]\n---\n" + TestRules.rule(given.authority(), 2) + cap;
        context.getBean(RulesImport.class).take("needs.yaml", yaml.getBytes(StandardCharsets.UTF_8), "a tester", false);
    }

    private static void refused(ThrowingCallable claim, String why) {
        assertThatExceptionOfType(ClaimRefused.class)
                .isThrownBy(claim)
                .satisfies(refusal -> assertThat(refusal.messageKey()).isEqualTo("recognition." + why));
    }

    private void approve(ClaimId claim) {
        given.decide(claim, ClaimState.UNDER_REVIEW, ClaimState.APPROVED);
    }

    @Test
    void whoHasSaidNoCycleIsAskedForOne() {
        refused(() -> given.claim(teacher, hinge, hours(), 0), "incomplete");
    }

    @Test
    void theCycleIsSaidOnceAndHoldsForEveryClaim() {
        given.claim(teacher, hinge, hours(), year + 1);
        ClaimId next = given.claim(teacher, mapping, hours(), 0);
        assertThat(claims.find(district, next).orElseThrow().cycleEnds()).isEqualTo(year + 1);
    }

    @Test
    void anotherCycleThatSharesTimeIsRefusedAndTheSaidOneStays() {
        needs(5, "");
        given.claim(teacher, hinge, hours(), year + 1);
        refused(() -> given.claim(teacher, mapping, hours(), year + 4), "other-cycle");
        refused(
                () -> claims.cycleEnds(district, given.person(teacher), authority(), year + 4, "", Map.of()),
                "other-cycle");
        assertThat(cycles.of(district, given.person(teacher))).containsEntry(given.authority(), year + 1);
    }

    @Test
    void theNextCycleIsAnotherOne() {
        needs(5, "");
        String badge = new BadgeFixtures(context).earnedBy(district, teacher, hinge);
        given.claim(teacher, hinge, badge, hours(), year + 1);
        given.claim(teacher, hinge, badge, hours(), year + 6);
    }

    @Test
    void whoHasTakenTheirClaimsBackMayCorrectTheYear() {
        needs(5, "");
        ClaimId wrong = given.claim(teacher, hinge, hours(), year + 1);
        claims.takeBack(district, given.person(teacher), wrong);
        claims.cycleEnds(district, given.person(teacher), authority(), year + 2, "", Map.of());
        ClaimId right = given.claim(teacher, mapping, hours(), 0);
        assertThat(claims.find(district, right).orElseThrow().cycleEnds()).isEqualTo(year + 2);
    }

    @Test
    void aCapOfThreeYearsHoldsAcrossCyclesOfOne() {
        needs(1, "cap: {units: 3, years: 3}\n");
        approve(given.claim(teacher, hinge, hours(), year + 1));
        ClaimId second = given.claim(teacher, mapping, hours(), year + 2);
        given.decide(second, ClaimState.UNDER_REVIEW);
        refused(() -> given.decide(second, ClaimState.APPROVED), "above-cap");
        Home home = recognition.home(district, null);
        List<Progress> progress = claims.progress(district, given.person(teacher), home);
        assertThat(limits.room(claims.find(district, second).orElseThrow()))
                .as("what the officer may approve")
                .isEqualByComparingTo("1");
        assertThat(progress)
                .filteredOn(one -> Integer.valueOf(year + 2).equals(one.cycleEnds()))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.counted()).as("of this cycle").isEqualByComparingTo(BigDecimal.ZERO);
                    assertThat(one.limits())
                            .extracting(Progress.Limit::left)
                            .singleElement()
                            .satisfies(left -> assertThat(left).isEqualByComparingTo("1"));
                });
    }

    @Test
    void noValueIsPromisedThatACapTakesAway() {
        needs(5, "cap: {units: 1.5, years: 5}\n");
        Worth worth = recognition.worth(Scope.Offer.of(hinge), authority()).orElseThrow();
        assertThat(worth.lines().get(0).amount()).isEqualByComparingTo("1.5");
    }

    @Test
    void whereNothingMoreCountsNobodyWaitsForAnOfficer() {
        needs(1, "cap: {units: 2, years: 3}\n");
        approve(given.claim(teacher, hinge, hours(), year + 1));
        String badge = new BadgeFixtures(context).earnedBy(district, teacher, mapping);
        refused(() -> given.claim(teacher, mapping, badge, hours(), year + 3), "used-up");
        given.claim(teacher, mapping, badge, hours(), year + 4);
    }

    @Test
    void whoSaysAsWhomTheyTeachReadsTheirOwnNeedsAlone() {
        String yaml = TestRules.authority(given.authority())
                + "needs: [{kind: renewal, unit: CEU, amount: 8, years: 5, roles: [K-5 teacher]},"
                + " {kind: renewal, unit: CEU, amount: 7, years: 5, roles: [6-12 teacher]},"
                + " {kind: local-hours, unit: hour, amount: 20, years: 5}]\n---\n"
                + TestRules.rule(given.authority(), 2);
        context.getBean(RulesImport.class).take("roles.yaml", yaml.getBytes(StandardCharsets.UTF_8), "a tester", false);
        ClaimId claim = given.claim(teacher, hinge, hours(), year + 1);
        assertThat(needed()).as("nothing was said").containsExactlyInAnyOrder(8, 7, 20);
        claims.cycleEnds(district, given.person(teacher), authority(), year + 1, "6-12 teacher", Map.of());
        assertThat(needed()).containsExactlyInAnyOrder(7, 20);
        given.claim(teacher, mapping, hours(), 0);
        assertThat(needed()).as("a claim leaves it").containsExactlyInAnyOrder(7, 20);
        claims.cycleEnds(district, given.person(teacher), authority(), year + 1, "principal", Map.of());
        assertThat(needed()).as("nobody asks principals").containsExactlyInAnyOrder(8, 7, 20);
        assertThat(claims.find(district, claim)).isPresent();
    }

    private List<Integer> needed() {
        return claims.progress(district, given.person(teacher), recognition.home(district, null)).stream()
                .map(one -> one.need().amount().intValue())
                .toList();
    }

    @Test
    void whatIsSaidOfTwoTogetherIsNotPutDownForOne() {
        String yaml = TestRules.authority(given.authority()) + "---\n"
                + TestRules.rule(given.authority(), 10).replace("per_credentials: 1", "per_credentials: 2");
        context.getBean(RulesImport.class)
                .take("together.yaml", yaml.getBytes(StandardCharsets.UTF_8), "a tester", false);
        ClaimId claim = given.claim(teacher, hinge, hours(), year + 1);
        assertThat(claims.find(district, claim).orElseThrow().amount()).isNull();
        given.decide(claim, ClaimState.UNDER_REVIEW);
        refused(() -> given.decide(claim, ClaimState.APPROVED), "incomplete");
    }

    private ClaimId split() {
        String yaml = TestRules.authority(given.authority())
                + "needs: [{kind: local-hours, unit: hour, amount: 6, categories: [{name: reading, amount: 2},"
                + " {name: general, amount: 4}]}]\n---\n"
                + TestRules.rule(given.authority(), 5)
                + "categories: [reading, general]\ncap: {units: 6}\n";
        context.getBean(RulesImport.class).take("split.yaml", yaml.getBytes(StandardCharsets.UTF_8), "a tester", false);
        ClaimId claim = given.claim(teacher, hinge, hours(), year + 1);
        given.decide(claim, ClaimState.UNDER_REVIEW);
        return claim;
    }

    private void approve(ClaimId claim, Claims.Share... shares) {
        claims.decide(
                district,
                claim,
                ClaimState.APPROVED,
                null,
                null,
                List.of(shares),
                new StaffId(UUID.randomUUID()),
                "As the rule says");
    }

    private static Claims.Share share(String category, String amount) {
        return new Claims.Share(category, new BigDecimal(amount));
    }

    @Test
    void aClaimFillsSeveralCategoriesWithinTheCapAndEachNoFurtherThanItGoes() {
        ClaimId claim = split();
        refused(() -> approve(claim, share("reading", "2"), share("sport", "1")), "incomplete");
        refused(() -> approve(claim, share("reading", "2"), share("reading", "1")), "incomplete");
        refused(() -> approve(claim, share("reading", "2"), share("general", "0")), "incomplete");
        refused(() -> approve(claim, share("reading", "3"), share("general", "4")), "above-cap");
        approve(claim, share("reading", "3"), share("general", "2.5"));
        Claim approved = claims.find(district, claim).orElseThrow();
        assertThat(approved.amount()).isEqualByComparingTo("5.5");
        assertThat(approved.category()).isEqualTo("reading; general");
        Progress progress = claims.progress(district, given.person(teacher), recognition.home(district, null))
                .get(0);
        assertThat(progress.parts())
                .extracting(part -> part.category() + " " + part.counted().toPlainString())
                .containsExactly("reading 3", "general 2.5");
        assertThat(progress.counted()).as("of reading no more than two").isEqualByComparingTo("4.5");
        assertThat(progress.limits())
                .extracting(limit -> limit.used().toPlainString())
                .containsExactly("5.5");
    }

    @Test
    void oneCategoryIsSaidAsBefore() {
        ClaimId claim = split();
        claims.decide(
                district,
                claim,
                ClaimState.APPROVED,
                null,
                "general",
                new StaffId(UUID.randomUUID()),
                "As the rule says");
        assertThat(claims.shares(claim)).singleElement().satisfies(share -> assertThat(share.category())
                .isEqualTo("general"));
    }
}
