package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.laurel.catalog.MicroCredential.Resubmission;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.PersonId;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SubmissionTests {

    private static final Resubmission NO_LIMIT = new Resubmission(true, false, 3, null);
    private static final Instant THEN = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant PROMISED = Instant.parse("2026-12-02T23:00:00Z");

    /** What people and other modules do to a submission, and from which states they may. */
    private enum Change {
        SUBMIT(submission -> submission.submit(NOW, PROMISED), SubmissionState.SUBMITTED, SubmissionState.DRAFT),
        WITHDRAW(submission -> submission.withdraw(NOW), SubmissionState.DRAFT, SubmissionState.SUBMITTED),
        BEGIN_SCORING(
                submission -> submission.beginScoring(NOW), SubmissionState.IN_SCORING, SubmissionState.SUBMITTED),
        DECIDE_EARNED(
                submission -> submission.decide(true, NOW),
                SubmissionState.EARNED,
                SubmissionState.SUBMITTED,
                SubmissionState.IN_SCORING,
                SubmissionState.UNDER_APPEAL),
        DECIDE_NOT_YET(
                submission -> submission.decide(false, NOW),
                SubmissionState.NOT_YET,
                SubmissionState.SUBMITTED,
                SubmissionState.IN_SCORING,
                SubmissionState.UNDER_APPEAL),
        SEND_BACK(
                submission -> submission.sendBack(NOW),
                SubmissionState.DRAFT,
                SubmissionState.SUBMITTED,
                SubmissionState.IN_SCORING),
        APPEAL(submission -> submission.appeal(NOW, PROMISED), SubmissionState.UNDER_APPEAL, SubmissionState.NOT_YET),
        REOPEN(
                submission -> submission.reopen(NOW, PROMISED),
                SubmissionState.IN_SCORING,
                SubmissionState.UNDER_APPEAL),
        UPHOLD(submission -> submission.uphold(NOW), SubmissionState.NOT_YET, SubmissionState.UNDER_APPEAL),
        CLOSE(
                submission -> submission.close(NOW),
                SubmissionState.CLOSED,
                SubmissionState.DRAFT,
                SubmissionState.SUBMITTED,
                SubmissionState.IN_SCORING,
                SubmissionState.NOT_YET),
        OPEN_A_DRAFT_AGAIN(
                submission -> submission.openAgain(false, NOW), SubmissionState.DRAFT, SubmissionState.CLOSED),
        OPEN_A_NOT_YET_AGAIN(
                submission -> submission.openAgain(true, NOW), SubmissionState.NOT_YET, SubmissionState.CLOSED),
        TRY_AGAIN(submission -> submission.tryAgain(NO_LIMIT, NOW), SubmissionState.DRAFT, SubmissionState.NOT_YET);

        private final UnaryOperator<Submission> change;
        private final SubmissionState leadsTo;
        private final Set<SubmissionState> allowedFrom;

        Change(
                UnaryOperator<Submission> change,
                SubmissionState leadsTo,
                SubmissionState first,
                SubmissionState... others) {
            this.change = change;
            this.leadsTo = leadsTo;
            this.allowedFrom = EnumSet.of(first, others);
        }
    }

    private static boolean owesAnAnswer(SubmissionState state) {
        return state == SubmissionState.SUBMITTED
                || state == SubmissionState.IN_SCORING
                || state == SubmissionState.UNDER_APPEAL;
    }

    private static Submission in(SubmissionState state, boolean practice) {
        return new Submission(
                new SubmissionId(UUID.randomUUID()),
                new TenantId(UUID.randomUUID()),
                new PersonId(UUID.randomUUID()),
                new VersionId(UUID.randomUUID()),
                2,
                state,
                THEN,
                owesAnAnswer(state) ? PROMISED : null,
                null,
                practice);
    }

    @ParameterizedTest
    @EnumSource
    void changesFromTheStatesThatAllowItAndRefusesInAllOthers(Change change) {
        for (SubmissionState state : SubmissionState.values()) {
            Submission before = in(state, false);
            if (change.allowedFrom.contains(state)) {
                Submission after = change.change.apply(before);
                assertThat(after.state()).isEqualTo(change.leadsTo);
                assertThat(after.since()).isEqualTo(NOW);
                assertThat(after.id()).isEqualTo(before.id());
                assertThat(after.attempt()).isEqualTo(change == Change.TRY_AGAIN ? 3 : 2);
            } else {
                assertThatExceptionOfType(NotPossibleNow.class)
                        .as("%s from %s", change, state)
                        .isThrownBy(() -> change.change.apply(before))
                        .withMessageContaining("is " + state)
                        .satisfies(refusal ->
                                assertThat(refusal.messageKey()).isEqualTo("submission.not-now." + state.key()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void promisesADecisionWhileSomebodyOwesOne(Change change) {
        change.allowedFrom.forEach(state -> {
            Submission after = change.change.apply(in(state, false));
            boolean owed = owesAnAnswer(after.state());
            assertThat(after.expectedBy()).isEqualTo(owed ? PROMISED : null);
        });
    }

    @ParameterizedTest
    @EnumSource
    void isOpenToTheEarnerOnlyAsADraft(SubmissionState state) {
        Submission submission = in(state, false);
        if (state == SubmissionState.DRAFT) {
            submission.requireDraft();
        } else {
            assertThatExceptionOfType(NotPossibleNow.class).isThrownBy(submission::requireDraft);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "3, false", "20, false"})
    void attemptsEndWhereTheirNumberIsLimited(int most, boolean over) {
        Submission second = in(SubmissionState.NOT_YET, false);
        Resubmission rules = new Resubmission(true, false, 3, most);
        if (over) {
            assertThatExceptionOfType(NoAttemptLeft.class).isThrownBy(() -> second.tryAgain(rules, NOW));
        } else {
            assertThat(second.tryAgain(rules, NOW).attempt()).isEqualTo(3);
        }
    }

    @Test
    void practiceIsNeverScored() {
        assertThatIllegalStateException()
                .isThrownBy(() -> in(SubmissionState.SUBMITTED, true).beginScoring(NOW));
        assertThatIllegalStateException()
                .isThrownBy(() -> in(SubmissionState.SUBMITTED, true).decide(true, NOW));
        assertThat(in(SubmissionState.DRAFT, true)
                        .submit(NOW, PROMISED)
                        .withdraw(NOW)
                        .state())
                .isEqualTo(SubmissionState.DRAFT);
    }
}
