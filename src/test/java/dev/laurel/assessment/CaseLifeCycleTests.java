package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.assessment.Scoring.Entry;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.Appeals;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.HandedInEvidence;
import dev.laurel.submission.SubmissionWithdrawn;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.Refusal;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every state of a case against everything that those who score can do to it: what is not possible there is refused, or
 * answered as if it had been done before, and changes nothing. What is possible leads on to the next state of the walk.
 */
@LaurelTest
class CaseLifeCycleTests {

    /** Where a case stands, to those who score. */
    private enum Stand {
        IN_CHECK,
        RETURNED,
        WAITING,
        IN_SCORING,
        /** As before, while the earner is asked about the work. */
        ON_HOLD,
        RATED_ONCE,
        IN_ADJUDICATION,
        DECIDED,
        UNDER_APPEAL,
        REOPENED,
        WITHDRAWN
    }

    /** What people try: Rosa rates first, Li second, Ines checks, Greta leads. */
    private enum Try {
        PASS,
        SEND_BACK,
        TAKE_FIRST,
        TAKE_SECOND,
        SAVE,
        PUT_BACK,
        HAND_IN,
        SETTLE,
        ANSWER_APPEAL
    }

    private static final Map<Stand, Set<Try>> POSSIBLE = new EnumMap<>(Map.ofEntries(
            Map.entry(Stand.IN_CHECK, EnumSet.of(Try.PASS, Try.SEND_BACK)),
            Map.entry(Stand.RETURNED, EnumSet.noneOf(Try.class)),
            Map.entry(Stand.WAITING, EnumSet.of(Try.TAKE_FIRST, Try.TAKE_SECOND)),
            Map.entry(Stand.IN_SCORING, EnumSet.of(Try.TAKE_SECOND, Try.SAVE, Try.PUT_BACK, Try.HAND_IN)),
            Map.entry(Stand.ON_HOLD, EnumSet.of(Try.SAVE, Try.PUT_BACK)),
            Map.entry(Stand.RATED_ONCE, EnumSet.of(Try.TAKE_SECOND)),
            Map.entry(Stand.IN_ADJUDICATION, EnumSet.of(Try.SETTLE)),
            Map.entry(Stand.DECIDED, EnumSet.noneOf(Try.class)),
            Map.entry(Stand.UNDER_APPEAL, EnumSet.of(Try.ANSWER_APPEAL)),
            Map.entry(Stand.REOPENED, EnumSet.noneOf(Try.class)),
            Map.entry(Stand.WITHDRAWN, EnumSet.noneOf(Try.class))));

    @Autowired
    ApplicationContext context;

    @Autowired
    Queue queue;

    @Autowired
    Completeness completeness;

    @Autowired
    Scoring scoring;

    @Autowired
    AppealDesk desk;

    @Autowired
    Integrity integrity;

    @Autowired
    Appeals appeals;

    @Autowired
    Cases cases;

    @Autowired
    JdbcClient jdbc;

    private AssessmentFixtures given;
    private TenantId district;
    private StaffMember rosa;
    private StaffMember li;
    private StaffMember ines;
    private StaffMember greta;
    private CaseId id;

    @BeforeEach
    void aDistrictWithEverybody() {
        given = new AssessmentFixtures(context);
        district = given.district();
        rosa = given.appointed(district, StaffRole.ASSESSOR);
        li = given.appointed(district, StaffRole.ASSESSOR);
        ines = given.appointed(district, StaffRole.COMPLETENESS_REVIEWER);
        greta = given.appointed(district, StaffRole.LEAD_ASSESSOR);
    }

    private boolean takes(StaffMember by, Work work) {
        return queue.takeNext(by, UUID.randomUUID(), work).isPresent();
    }

    private void tries(Try what) {
        switch (what) {
            case PASS -> completeness.pass(id, ines);
            case SEND_BACK -> completeness.sendBack(id, ines, "Page two is missing");
            case TAKE_FIRST -> takes(rosa, Work.RATING);
            case TAKE_SECOND -> takes(li, Work.RATING);
            case SAVE -> scoring.save(id, rosa, List.of(new Entry("C1", null, "Other words", 1)));
            case PUT_BACK -> queue.release(id, rosa, false);
            case HAND_IN -> scoring.decide(id, rosa, revision());
            case SETTLE -> takes(greta, Work.DISPUTE);
            case ANSWER_APPEAL -> desk.answer(id, greta, true, "It is looked at again");
        }
    }

    private int revision() {
        try {
            return scoring.open(id, rosa).sheet().revision();
        } catch (CaseNotHeld notHers) {
            return 0;
        }
    }

    /** Everything on record about the case. */
    private List<String> stored() {
        return List.of(
                        "assessment_case",
                        "assessment_seat",
                        "assessment_rating",
                        "assessment_decision",
                        "assessment_audit")
                .stream()
                .map(table -> jdbc
                        .sql("select * from " + table + " where " + (table.equals("assessment_case") ? "id" : "case_id")
                                + " = ?")
                        .param(id.value())
                        .query()
                        .listOfRows()
                        .stream()
                        .map(row -> String.valueOf(row.values()))
                        .sorted()
                        .toList()
                        .toString())
                .toList();
    }

    /** Tries everything that is not possible where the case stands. */
    private void refusesAllElse(Stand stand) {
        List<String> before = stored();
        for (Try what : EnumSet.complementOf(EnumSet.copyOf(POSSIBLE.get(stand)))) {
            try {
                tries(what);
            } catch (Refusal refused) {
                assertThat(refused.status().value()).isIn(404, 409);
            }
            assertThat(stored()).as("%s when %s", what, stand).isEqualTo(before);
        }
    }

    private void isNow(CaseState state) {
        assertThat(cases.find(id).orElseThrow().state()).isEqualTo(state);
    }

    private void inCheck() {
        id = given.waiting(given.hinge(), given.attempt(), district);
        takes(ines, Work.CHECK);
        isNow(CaseState.IN_CHECK);
    }

    private void waiting() {
        inCheck();
        tries(Try.PASS);
        isNow(CaseState.WAITING);
    }

    @Test
    void fromTheCheckToADisputeAndADecision() {
        inCheck();
        refusesAllElse(Stand.IN_CHECK);
        tries(Try.PASS);
        refusesAllElse(Stand.WAITING);
        tries(Try.TAKE_FIRST);
        given.rateAll(id, rosa);
        refusesAllElse(Stand.IN_SCORING);
        tries(Try.HAND_IN);
        isNow(CaseState.IN_SCORING);
        refusesAllElse(Stand.RATED_ONCE);
        tries(Try.TAKE_SECOND);
        given.rateAll(id, li, "C1");
        given.handIn(id, li);
        isNow(CaseState.IN_ADJUDICATION);
        refusesAllElse(Stand.IN_ADJUDICATION);
        tries(Try.SETTLE);
        given.rateAll(id, greta, "C1");
        given.handIn(id, greta);
        isNow(CaseState.DECIDED);
        refusesAllElse(Stand.DECIDED);
    }

    @Test
    void whatIsReturnedOrWithdrawnIsNobodysAnyMore() {
        inCheck();
        tries(Try.SEND_BACK);
        isNow(CaseState.RETURNED);
        refusesAllElse(Stand.RETURNED);
        waiting();
        tries(Try.TAKE_FIRST);
        given.hear(new SubmissionWithdrawn(
                cases.find(id).orElseThrow().attempt(), Instant.now().plusSeconds(5)));
        isNow(CaseState.WITHDRAWN);
        refusesAllElse(Stand.WITHDRAWN);
    }

    @Test
    void whatIsPutBackWaitsAgain() {
        waiting();
        tries(Try.TAKE_FIRST);
        tries(Try.PUT_BACK);
        isNow(CaseState.WAITING);
    }

    @Test
    void onHoldItIsGivenToNobodyAndHandedInByNobodyUntilALeadDecides() {
        waiting();
        tries(Try.TAKE_FIRST);
        given.rateAll(id, rosa);
        integrity.notice(cases.find(id).orElseThrow(), rosa.id(), "The same words as in another plan");
        UUID flag = integrity.in(greta, false, 0, 10).get(0).flag().id();
        integrity.ask(greta, flag, "Whose words are these?");
        refusesAllElse(Stand.ON_HOLD);
        integrity.decide(greta, flag, false, "They are the earner's own");
        tries(Try.TAKE_SECOND);
        tries(Try.HAND_IN);
        assertThat(scoring.handedIn(id, rosa)).isPresent();
    }

    @Test
    void anAppealIsAnsweredOnceAndOpensAnotherCase() {
        AttemptId attempt = new HandedInEvidence(context, district).handIn();
        given.waitUntilHeard();
        id = given.caseOf(attempt);
        takes(ines, Work.CHECK);
        tries(Try.PASS);
        tries(Try.TAKE_FIRST);
        given.rateAll(id, rosa, "C2");
        tries(Try.HAND_IN);
        given.waitUntilHeard();
        isNow(CaseState.DECIDED);
        refusesAllElse(Stand.DECIDED);
        appeals.lodge(attempt.submission(), "C2 was misread");
        given.waitUntilHeard();
        refusesAllElse(Stand.UNDER_APPEAL);
        tries(Try.ANSWER_APPEAL);
        refusesAllElse(Stand.REOPENED);
    }
}
