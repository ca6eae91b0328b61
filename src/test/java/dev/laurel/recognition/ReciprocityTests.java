package dev.laurel.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.laurel.badge.Award;
import dev.laurel.badge.BadgeFixtures;
import dev.laurel.badge.Badges;
import dev.laurel.badge.Provenance;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.lti.LtiUserId;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.recognition.Judgement.Condition;
import dev.laurel.recognition.Judgement.Outcome;
import dev.laurel.submission.SubmissionId;
import dev.laurel.support.LaurelTest;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Badges from one partner state in another, both ways, with each condition and its verdict laid open. */
@LaurelTest
class ReciprocityTests {

    private static final List<String> PARTNERS = List.of("us-ar", "us-nc", "us-sc", "us-wy");

    @Autowired
    ApplicationContext context;

    @Autowired
    RulesImport rules;

    @Autowired
    RulesAtStart rulesAtStart;

    @Autowired
    Recognition recognition;

    @Autowired
    Reciprocity reciprocity;

    @Autowired
    Claims claims;

    @Autowired
    ClaimRows rows;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void theRulesAndTheDemonstrationAgreements() throws IOException {
        rulesAtStart.takeShipped();
        try (InputStream file = getClass().getResourceAsStream("/demo/recognition/partner-states.yaml")) {
            rules.take("partner-states.yaml", Objects.requireNonNull(file).readAllBytes(), "a tester", true);
        }
    }

    /** A badge as good as it gets: rated by two, who agree, issued today. */
    private static Provenance badge(int raters, @Nullable Double agreement, Instant issuedAt, Award.Status status) {
        return new Provenance("id", "Some district", "did:web:d.example", issuedAt, status, raters, agreement, 60);
    }

    static Stream<Arguments> bothWays() {
        return PARTNERS.stream().flatMap(accepting -> PARTNERS.stream()
                .filter(from -> !from.equals(accepting))
                .map(from -> Arguments.of(from, accepting)));
    }

    private Judgement judge(String from, String accepting, Provenance badge) {
        List<Judgement> judgements =
                reciprocity.judge(badge, List.of(new AuthorityCode(from)), new AuthorityCode(accepting));
        assertThat(judgements)
                .extracting(judgement -> judgement.agreement().name())
                .contains(accepting + "-partners");
        return judgements.stream()
                .filter(judgement -> judgement.agreement().name().equals(accepting + "-partners"))
                .findFirst()
                .orElseThrow();
    }

    private static Outcome outcome(Judgement judgement, String key) {
        return judgement.conditions().stream()
                .filter(condition -> condition.key().equals(key))
                .map(Condition::outcome)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("bothWays")
    void oneConditionThatFailsIsEnoughNotToRecognise(String from, String accepting) {
        Instant now = Instant.now();
        Judgement single = judge(from, accepting, badge(1, 0.9, now, Award.Status.VALID));
        assertThat(outcome(single, "double-scored")).isEqualTo(Outcome.NOT_MET);
        Judgement apart = judge(from, accepting, badge(2, 0.7999, now, Award.Status.VALID));
        assertThat(outcome(apart, "agreement")).isEqualTo(Outcome.NOT_MET);
        assertThat(apart.conditions())
                .filteredOn(condition -> condition.key().equals("agreement"))
                .extracting(Condition::wanted, Condition::found)
                .as("what is short of it never looks like it")
                .containsExactly(org.assertj.core.groups.Tuple.tuple("80", "79.9"));
        Judgement old = judge(from, accepting, badge(2, 0.9, now.minus(1900, ChronoUnit.DAYS), Award.Status.VALID));
        assertThat(outcome(old, "age")).isEqualTo(Outcome.NOT_MET);
        Judgement revoked = judge(from, accepting, badge(2, 0.9, now, Award.Status.REVOKED));
        assertThat(outcome(revoked, "status")).isEqualTo(Outcome.NOT_MET);
        assertThat(List.of(single, apart, old, revoked))
                .noneMatch(Judgement::recognised)
                .allSatisfy(judgement -> assertThat(judgement.conditions())
                        .filteredOn(condition -> condition.outcome() != Outcome.MET)
                        .hasSize(1));
    }

    @ParameterizedTest
    @MethodSource("bothWays")
    void aGoodBadgeOfAPartnerIsRecognisedAtOnce(String from, String accepting) {
        Judgement judgement = judge(from, accepting, badge(2, 0.8, Instant.now(), Award.Status.VALID));
        assertThat(judgement.recognised()).isTrue();
        assertThat(judgement.conditions())
                .extracting(Condition::key)
                .containsExactly("issuer", "dates", "status", "double-scored", "agreement", "age", "quality");
        assertThat(judgement.partner())
                .isNotNull()
                .satisfies(partner -> assertThat(partner.authority().value()).isEqualTo(from));
    }

    @Test
    void aStateThatIsNoPartnerIsNotRecognised() {
        Judgement judgement = judge("us-tn", "us-sc", badge(2, 0.9, Instant.now(), Award.Status.VALID));
        assertThat(judgement.recognised()).isFalse();
        assertThat(outcome(judgement, "issuer")).isEqualTo(Outcome.NOT_MET);
        assertThat(outcome(judgement, "quality"))
                .as("nobody says so for a state that is no partner")
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void whatThePartnerSaysCountsOnlyWhereNothingWasCountedHere() {
        Judgement unknown = judge("us-ar", "us-sc", badge(0, null, Instant.now(), Award.Status.VALID));
        assertThat(unknown.recognised()).isTrue();
        assertThat(unknown.conditions())
                .filteredOn(condition -> condition.declared() != null)
                .extracting(Condition::key)
                .containsExactly("double-scored", "agreement", "quality");
        Judgement counted = judge("us-ar", "us-sc", badge(2, 0.5, Instant.now(), Award.Status.VALID));
        assertThat(outcome(counted, "agreement")).isEqualTo(Outcome.NOT_MET);
    }

    @Test
    void anAgreementThatIsNotInForceRecognisesNothingAndWhatNobodySaysIsNotMet() {
        String code = "a" + UUID.randomUUID();
        rules.take("file", """
                schema: recognition/1
                kind: authority
                code: %1$s
                name: An authority
                place: Somewhere
                type: state
                decides: The district
                ---
                schema: recognition/1
                kind: agreement
                id: %1$s-silent
                authority: %1$s
                accepts: [{authority: us-ar}]
                conditions: {double_scored: true, agreement: 0.8, quality_checklist: true}
                effect: {says: Counts here.}
                valid_to: "2020-12-31"
                source: {title: A page}
                checked_on: "2026-11-01"
                checked_by: A tester
                """.formatted(code).getBytes(StandardCharsets.UTF_8), "a tester", false);
        List<Judgement> judgements = reciprocity.judge(
                badge(0, null, Instant.now(), Award.Status.VALID),
                List.of(new AuthorityCode("us-ar")),
                new AuthorityCode(code));
        assertThat(judgements).singleElement().satisfies(judgement -> {
            assertThat(judgement.recognised()).isFalse();
            assertThat(outcome(judgement, "dates")).isEqualTo(Outcome.NOT_MET);
            assertThat(outcome(judgement, "double-scored")).isEqualTo(Outcome.UNKNOWN);
            assertThat(outcome(judgement, "agreement")).isEqualTo(Outcome.UNKNOWN);
            assertThat(outcome(judgement, "quality")).isEqualTo(Outcome.UNKNOWN);
        });
    }

    private static Brought brought(String issuer, String issuerId, Brought.State state) {
        return new Brought(
                Brought.idOf("https://b.example/1"),
                "Welding",
                issuer,
                issuerId,
                "https://school.example.org/welding",
                Instant.now(),
                null,
                state,
                Instant.now(),
                "https://b.example/1",
                null,
                null);
    }

    @Test
    void aBadgeOfAnotherIssuerIsJudgedByTheIdThatWasVerifiedAndNeverByItsName() {
        AuthorityCode code = new AuthorityCode("a" + UUID.randomUUID());
        rules.take("file", """
                schema: recognition/1
                kind: authority
                code: %1$s
                name: An authority
                place: Somewhere
                type: state
                decides: The district
                ---
                schema: recognition/1
                kind: agreement
                id: %1$s-schools
                authority: %1$s
                accepts:
                  - authority: us-ar
                    issuers: [Another school, "did:web:school.example"]
                    declares: {double_scored: true, source: {title: A report}, on: "2026-11-01"}
                  - {authority: us-nc}
                conditions: {double_scored: true}
                effect: {says: Counts here.}
                source: {title: A page}
                checked_on: "2026-11-01"
                checked_by: A tester
                """.formatted(code.value()).getBytes(StandardCharsets.UTF_8), "a tester", false);
        Judgement theirs = reciprocity
                .judge(brought("Whoever", "did:web:school.example", Brought.State.VERIFIED), code)
                .get(0);
        assertThat(theirs.recognised()).isTrue();
        assertThat(theirs.conditions())
                .filteredOn(condition -> condition.key().equals("issuer"))
                .extracting(Condition::found)
                .containsExactly("Whoever, did:web:school.example");
        Judgement namesake = reciprocity
                .judge(brought("Another school", "did:key:zSomebody", Brought.State.VERIFIED), code)
                .get(0);
        assertThat(outcome(namesake, "issuer")).isEqualTo(Outcome.NOT_MET);
        assertThat(outcome(namesake, "double-scored"))
                .as("and nothing that the partner says is said of it")
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(outcome(
                        reciprocity
                                .judge(brought("Whoever", "did:web:school.example", Brought.State.FAILED), code)
                                .get(0),
                        "status"))
                .isEqualTo(Outcome.NOT_MET);
        assertThat(outcome(
                        reciprocity
                                .judge(brought("Whoever", "did:web:school.example", Brought.State.UNKNOWN), code)
                                .get(0),
                        "status"))
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void anAgreementWithMistakesIsLeftOutWhole() {
        String code = "a" + UUID.randomUUID();
        assertThatExceptionOfType(InvalidRules.class)
                .isThrownBy(() ->
                        rules.take("file", """
                        schema: recognition/1
                        kind: agreement
                        id: %1$s-wrong
                        authority: us-sc
                        accepts: [{authority: us-sc}]
                        conditions: {agreement: 80, nonsense: true}
                        effect: {says: Counts here.}
                        source: {title: A page}
                        checked_on: "2026-11-01"
                        checked_by: A tester
                        """.formatted(code).getBytes(StandardCharsets.UTF_8), "a tester", false))
                .withMessageContaining("conditions.agreement: must be a number above 0, at most 1")
                .withMessageContaining("conditions.nonsense: is not a field that is known here")
                .withMessageContaining("accepts: names the accepting authority itself");
        assertThatExceptionOfType(InvalidRules.class)
                .isThrownBy(() ->
                        rules.take("file", """
                        schema: recognition/1
                        kind: agreement
                        id: %1$s-wrong
                        authority: us-sc
                        accepts: [{authority: us-ar}]
                        conditions: {double_scored: true}
                        effect: {says: Counts here., rule: no-such-rule}
                        source: {title: A page}
                        checked_on: "2026-11-01"
                        checked_by: A tester
                        """.formatted(code).getBytes(StandardCharsets.UTF_8), "a tester", false))
                .withMessageContaining("effect.rule: names no-such-rule");
    }

    private record Earner(TenantId tenant, PersonId person, Award award, MicroCredential earned) {}

    /** In a district that lies there. */
    private Earner earner(String place) {
        return earner(place, 2);
    }

    private Earner earner(String place, int raters) {
        BadgeFixtures fixtures = new BadgeFixtures(context);
        TenantId tenant = context.getBean(Tenants.class).found("District " + UUID.randomUUID());
        recognition.settle(tenant, List.of(new AuthorityCode(place)), "a tester");
        LtiUserId account = new LtiUserId(UUID.randomUUID());
        MicroCredential earned = fixtures.achievement("assess-hinge-questions");
        String credential = fixtures.earnedBy(tenant, account, earned);
        SubmissionId submission =
                new SubmissionId(jdbc.sql("select submission_id from badge_award where credential_id = :id")
                        .param("id", credential)
                        .query(UUID.class)
                        .single());
        jdbc.sql("update assessment_decision_criterion set raters = :raters where case_id in"
                        + " (select id from assessment_case where submission_id = :submission)")
                .param("raters", raters)
                .param("submission", submission.value())
                .update();
        Award award = context.getBean(Badges.class).of(tenant, submission).orElseThrow();
        PersonId person = context.getBean(Persons.class).behind(tenant, account).orElseThrow();
        return new Earner(tenant, person, award, earned);
    }

    private Claim claim(Earner earner, String rule) {
        int cycle = Year.now(ZoneOffset.UTC).getValue() + 1;
        ClaimId id = claims.request(earner.tenant(), earner.person(), earner.award(), earner.earned(), rule, cycle);
        return claims.find(earner.tenant(), id).orElseThrow();
    }

    @Test
    void aClaimByAnAgreementIsApprovedAtOnceWhereTheRuleHasAFigureAndTheReasonsAreKept() {
        Earner earner = earner("us-ar");
        Claim claim = claim(earner, "us-wy-renewal");
        assertThat(claim.state()).isEqualTo(ClaimState.APPROVED);
        assertThat(claim.figure()).isEqualTo("1.07 PTSB credit");
        assertThat(rows.recognised(claim.id())).singleElement().satisfies(recognised -> {
            assertThat(recognised.name()).isEqualTo("us-wy-partners");
            assertThat(recognised.recognised()).isTrue();
            assertThat(recognised.conditions()).hasSize(7);
        });
        assertThat(rows.history(claim.id()))
                .extracting(Claims.Step::state)
                .containsExactly(ClaimState.REQUESTED, ClaimState.APPROVED);
    }

    @Test
    void whereTheRuleHasNoFigureAnOfficerDecidesHowMuchWithTheReasonsBeforeThem() {
        Claim claim = claim(earner("us-wy"), "us-sc-renewal");
        assertThat(claim.state()).isEqualTo(ClaimState.REQUESTED);
        assertThat(rows.recognised(claim.id())).singleElement().matches(Claims.Recognised::recognised);
    }

    @Test
    void aBadgeThatOnePersonRatedWaitsForAnOfficer() {
        Claim claim = claim(earner("us-ar", 1), "us-wy-renewal");
        assertThat(claim.state()).isEqualTo(ClaimState.REQUESTED);
        assertThat(rows.recognised(claim.id())).singleElement().satisfies(recognised -> assertThat(
                        recognised.conditions())
                .filteredOn(condition -> condition.outcome() != Outcome.MET)
                .extracting(Condition::key)
                .containsExactly("double-scored"));
    }

    @Test
    void aBadgeFromAPlaceThatIsNoPartnerWaitsForAnOfficer() {
        Claim claim = claim(earner("us-tn"), "us-wy-renewal");
        assertThat(claim.state()).isEqualTo(ClaimState.REQUESTED);
        assertThat(rows.recognised(claim.id()))
                .singleElement()
                .satisfies(recognised -> assertThat(recognised.recognised()).isFalse());
    }

    @Test
    void aBadgeFromTheSamePlaceNeedsNoAgreement() {
        Claim claim = claim(earner("us-wy"), "us-wy-renewal");
        assertThat(claim.state()).isEqualTo(ClaimState.REQUESTED);
        assertThat(rows.recognised(claim.id())).isEmpty();
    }
}
