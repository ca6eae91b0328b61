package dev.laurel.gradebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.gradebook.Place.Owed;
import dev.laurel.gradebook.Standing.Decision;
import dev.laurel.gradebook.Standing.Step;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.lti.services.Scores.GradeHandling;
import dev.laurel.submission.SubmissionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTests {

    private static final Instant T = Instant.parse("2026-11-23T14:00:00Z");

    @ParameterizedTest
    @CsvSource({"true,4,4,100", "false,0,4,0", "false,2,3,66.67", "false,3,3,99", "false,0,0,0", "false,199,200,99"})
    void staysBelowTheMaximumUnlessEarned(boolean earned, int met, int required, double percent) {
        assertThat(new Decision(1, T, earned, met, required).percent()).isEqualTo(percent);
    }

    @Test
    void followsAnAttempt() {
        Standing standing = Standing.UNKNOWN.draftStarted(1, at(0));
        assertThat(standing.step()).isEqualTo(Step.DRAFT);
        standing = standing.workBegun(1, at(0).plusMillis(500));
        assertThat(standing.step()).isEqualTo(Step.IN_WORK);
        standing = standing.submitted(1, at(1)).withdrawn(1, at(2));
        assertThat(standing.step()).isEqualTo(Step.WITHDRAWN);
        standing = standing.submitted(1, at(3)).inScoring(1, at(4));
        assertThat(standing.step()).isEqualTo(Step.IN_SCORING);
        assertThat(standing.submittedAt()).isEqualTo(at(3));
        standing = standing.decided(new Decision(1, at(5), false, 1, 2));
        assertThat(standing.step()).isEqualTo(Step.DECIDED);
        assertThat(standing.best()).isEqualTo(50);
        standing = standing.draftStarted(2, at(6));
        assertThat(standing.step()).isEqualTo(Step.DRAFT);
        assertThat(standing.attempt()).isEqualTo(2);
    }

    /** News come from several threads and nodes, each at least once. */
    @Test
    void endsTheSameInWhateverOrderNewsCome() {
        List<UnaryOperator<Standing>> news = List.of(
                standing -> standing.draftStarted(1, at(0)),
                standing -> standing.workBegun(1, at(0).plusMillis(500)),
                standing -> standing.submitted(1, at(1)),
                standing -> standing.withdrawn(1, at(2)),
                standing -> standing.submitted(1, at(3)),
                standing -> standing.inScoring(1, at(4)),
                standing -> standing.decided(new Decision(1, at(5), false, 3, 4)),
                standing -> standing.draftStarted(2, at(6)),
                standing -> standing.workBegun(2, at(6).plusMillis(500)),
                standing -> standing.submitted(2, at(7)),
                standing -> standing.inScoring(2, at(8)),
                standing -> standing.decided(new Decision(2, at(9), false, 2, 4)),
                standing -> standing.draftStarted(3, at(10)));
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            List<UnaryOperator<Standing>> shuffled = new ArrayList<>(news);
            shuffled.addAll(news);
            Collections.shuffle(shuffled, random);
            Standing standing = Standing.UNKNOWN;
            for (UnaryOperator<Standing> each : shuffled) {
                standing = each.apply(standing);
            }
            assertThat(standing.attempt()).isEqualTo(3);
            assertThat(standing.step()).isEqualTo(Step.DRAFT);
            assertThat(standing.decision()).isEqualTo(new Decision(2, at(9), false, 2, 4));
            assertThat(standing.best()).as("never lowered").isEqualTo(75);
        }
    }

    @Test
    void changesNothingWhenHeardTwice() {
        Standing once = Standing.UNKNOWN.submitted(1, at(1)).decided(new Decision(1, at(2), true, 2, 2));
        assertThat(once.submitted(1, at(1)).decided(new Decision(1, at(2), true, 2, 2)))
                .isSameAs(once);
    }

    @Test
    void saysThatADecisionIsLookedAtAgainAndKeepsItsGrade() {
        Standing decided = Standing.UNKNOWN.submitted(1, at(1)).decided(new Decision(1, at(2), false, 1, 2));
        Standing appealed = decided.appealed(1, at(3));

        assertThat(appealed.step()).isEqualTo(Step.UNDER_APPEAL);
        assertThat(appealed.best()).isEqualTo(50);
        assertThat(appealed.appealed(1, at(3))).isSameAs(appealed);
        assertThat(decided.appealed(1, at(1))).as("older than the decision").isSameAs(decided);
        assertThat(place(decided.version(), 1).owed(appealed, GradeHandling.MAY_ERASE))
                .as("a state would clear the grade")
                .isEqualTo(Owed.NOTHING);
        assertThat(place(decided.version(), 1).owed(appealed, GradeHandling.KEEPS_WHEN_TOLD))
                .isEqualTo(Owed.STATE);
        Standing upheld = appealed.upheld(1, at(4));
        assertThat(upheld.step()).isEqualTo(Step.DECIDED);
        assertThat(place(appealed.version(), 1).owed(upheld, GradeHandling.KEEPS_WHEN_TOLD))
                .as("graded again")
                .isEqualTo(Owed.GRADE);
        assertThat(upheld.appealed(1, at(3))).isSameAs(upheld);
    }

    @Test
    void aSecondDecisionOnAnAttemptIsToldAndLowersNothing() {
        Standing appealed =
                Standing.UNKNOWN.decided(new Decision(1, at(2), false, 1, 2)).appealed(1, at(3));
        Standing earned = appealed.decided(new Decision(1, at(5), true, 2, 2));

        assertThat(earned.best()).isEqualTo(100);
        assertThat(place(appealed.version(), 1).owed(earned, GradeHandling.MAY_ERASE))
                .isEqualTo(Owed.GRADE);
        assertThat(earned.decided(new Decision(1, at(2), false, 1, 2)))
                .as("the old one once more")
                .isSameAs(earned);
        assertThat(appealed.decided(new Decision(1, at(5), false, 0, 2)).best()).isEqualTo(50);
    }

    @Test
    void owesAGradeBeforeAnythingElse() {
        Standing gradedThenDrafting = Standing.UNKNOWN
                .submitted(1, at(1))
                .decided(new Decision(1, at(2), false, 1, 2))
                .draftStarted(2, at(3));
        assertThat(place(1, 0).owed(gradedThenDrafting, GradeHandling.MAY_ERASE))
                .isEqualTo(Owed.GRADE);
        assertThat(place(1, 0).owed(gradedThenDrafting, GradeHandling.KEEPS_WHEN_TOLD))
                .isEqualTo(Owed.GRADE);
    }

    @Test
    void owesNoStateOverAGradeThatThePlatformMayErase() {
        Standing drafting =
                Standing.UNKNOWN.decided(new Decision(1, at(2), false, 1, 2)).draftStarted(2, at(3));
        assertThat(place(1, 1).owed(drafting, GradeHandling.MAY_ERASE)).isEqualTo(Owed.NOTHING);
        assertThat(place(1, 1).owed(drafting, GradeHandling.KEEPS_WHEN_TOLD)).isEqualTo(Owed.STATE);
    }

    @Test
    void owesNothingOfWhatHasBeenTold() {
        Standing submitted = Standing.UNKNOWN.submitted(1, at(1));
        assertThat(place(0, 0).owed(submitted, GradeHandling.MAY_ERASE)).isEqualTo(Owed.STATE);
        assertThat(place(submitted.version(), 0).owed(submitted, GradeHandling.MAY_ERASE))
                .isEqualTo(Owed.NOTHING);
        assertThat(place(0, 0).owed(Standing.UNKNOWN, GradeHandling.MAY_ERASE)).isEqualTo(Owed.NOTHING);
    }

    @Test
    void waitsLongerEachTimeAndNeverLessThanAsked() {
        Random random = new Random(1);
        assertThat(Backoff.after(1, null, random)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
        assertThat(Backoff.after(3, null, random)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
        assertThat(Backoff.after(50, null, random)).isEqualTo(Duration.ofMinutes(15));
        assertThat(Backoff.after(1, Duration.ofSeconds(2), random))
                .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
        assertThat(Backoff.after(1, Duration.ofHours(1), random)).isGreaterThanOrEqualTo(Duration.ofHours(1));
        assertThat(Backoff.after(9, Duration.ZERO, random))
                .as("a platform that always says now")
                .isGreaterThan(Duration.ofMinutes(10));
    }

    @Test
    void goesOneByOneWhileThePlatformHasLittleLeft() {
        Pace pace = new Pace();
        pace.begun();
        pace.begun();
        pace.succeeded();
        pace.eases();
        assertThat(pace.atOnce()).isEqualTo(1);
        assertThat(pace.free()).as("one is under way").isZero();
        pace.succeeded();
        assertThat(pace.free()).as("and more again when it has more").isGreaterThan(1);
    }

    private static Place place(long toldVersion, int toldDecision) {
        return new Place(
                UUID.randomUUID(),
                new SubmissionId(UUID.randomUUID()),
                new RegistrationId(UUID.randomUUID()),
                new ResourceLinkId(UUID.randomUUID()),
                new LtiUserId(UUID.randomUUID()),
                null,
                toldVersion,
                toldDecision,
                null,
                0,
                null,
                T,
                null);
    }

    private static Instant at(int minute) {
        return T.plusSeconds(60L * minute);
    }
}
