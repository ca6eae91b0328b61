package dev.laurel.assessment;

import dev.laurel.assessment.PartnerDraws.Draw;
import dev.laurel.assessment.Qualifications.Qualification;
import dev.laurel.assessment.Qualifications.Try;
import dev.laurel.assessment.Reading.Purpose;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.person.StaffId;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Ratings of two states on the same submissions, for a first look at the report. The same every time. */
@Component
@ConditionalOnBooleanProperty("laurel.demo")
public class DemoRatings {

    private static final int SUBMISSIONS = 24;
    private static final Duration AGO = Duration.ofDays(40);

    private final Cases cases;
    private final Seats seats;
    private final Ratings ratings;
    private final Readings readings;
    private final PartnerDraws draws;
    private final Qualifications qualifications;
    private final JdbcClient jdbc;
    private final Clock clock;

    DemoRatings(
            Cases cases,
            Seats seats,
            Ratings ratings,
            Readings readings,
            PartnerDraws draws,
            Qualifications qualifications,
            JdbcClient jdbc,
            Clock clock) {
        this.cases = cases;
        this.seats = seats;
        this.ratings = ratings;
        this.readings = readings;
        this.draws = draws;
        this.qualifications = qualifications;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Somebody counts as qualified for a year. */
    @Transactional
    public void qualify(StaffId staff, TenantId tenant, MicroCredentialId family) {
        Instant now = clock.instant();
        UUID run = Ids.next();
        qualifications.begin(new Try(run, tenant, family, staff, now, null, null, null));
        qualifications.grant(new Qualification(tenant, family, staff, now, now.plus(Duration.ofDays(365))), run);
    }

    /** Two dozen submissions that both sides have rated. Their evidence is gone, so their cases are closed and in no list. */
    @Transactional
    public void rate(
            UUID agreement,
            MicroCredential credential,
            TenantId owner,
            TenantId partner,
            MicroCredentialId family,
            List<StaffId> ours,
            List<StaffId> theirs) {
        Random random = new Random(7);
        for (int i = 0; i < SUBMISSIONS; i++) {
            Map<String, String> first = new HashMap<>();
            Map<String, String> second = new HashMap<>();
            for (Criterion criterion : credential.rubric().criteria()) {
                int levels = criterion.levels().size();
                int one = random.nextInt(6) == 0 ? random.nextInt(levels) : levels - 1 - random.nextInt(2);
                int other = random.nextInt(5) == 0 ? Math.max(0, one - 1) : one;
                first.put(criterion.id(), criterion.levels().get(one).key());
                second.put(criterion.id(), criterion.levels().get(other).key());
            }
            Instant at = clock.instant().minus(AGO).plus(Duration.ofHours(11L * i));
            rate(
                    agreement,
                    new Both(credential, owner, partner, family, at),
                    ours.get(i % ours.size()),
                    first,
                    theirs.get(i % theirs.size()),
                    second);
        }
    }

    private record Both(
            MicroCredential credential, TenantId owner, TenantId partner, MicroCredentialId family, Instant at) {}

    private void rate(
            UUID agreement,
            Both both,
            StaffId our,
            Map<String, String> first,
            StaffId their,
            Map<String, String> second) {
        CaseId about = new CaseId(Ids.next());
        CaseId reading = new CaseId(Ids.next());
        SubmissionId submission = new SubmissionId(Ids.next());
        Instant at = both.at();
        AssessmentCase closed = new AssessmentCase(
                about,
                both.owner(),
                new AttemptId(submission, 1),
                both.credential().versionId(),
                at,
                at,
                CaseState.WITHDRAWN);
        cases.add(closed);
        seats.open(closed, Seat.FIRST, at);
        jdbc.sql("update assessment_seat set state = 'DONE', staff_id = :staff, done_at = :at, earned = :earned,"
                        + " criteria_met = 0, criteria_required = 0 where case_id = :case")
                .param("staff", our.value())
                .param("at", Timestamp.from(at))
                .param("earned", earned(both.credential(), first))
                .param("case", about.value())
                .update();
        first.forEach((criterion, level) -> ratings.save(about, our, new Rating(criterion, level, "", 1, at)));
        readings.add(
                new Reading(
                        reading,
                        both.partner(),
                        both.family(),
                        both.credential().versionId(),
                        their,
                        Purpose.PARTNER,
                        null,
                        about,
                        null,
                        Reading.State.HELD,
                        at,
                        at,
                        at,
                        null,
                        false,
                        0,
                        0,
                        null),
                null);
        second.forEach((criterion, level) -> readings.save(reading, new Rating(criterion, level, "", 1, at)));
        jdbc.sql("update assessment_reading set state = 'DONE', ended_at = :at, earned = :earned where id = :id")
                .param("at", Timestamp.from(at))
                .param("earned", earned(both.credential(), second))
                .param("id", reading.value())
                .update();
        UUID draw = Ids.next();
        Instant over = clock.instant().plusSeconds(3600);
        draws.add(new Draw(
                draw,
                agreement,
                both.owner(),
                both.partner(),
                about,
                submission,
                both.credential().versionId(),
                both.family(),
                at,
                at,
                over,
                at));
        draws.take(draw, their, reading, clock.instant());
        draws.done(reading, clock.instant());
    }

    private static boolean earned(MicroCredential credential, Map<String, String> levels) {
        return credential.rubric().criteria().stream()
                .filter(Criterion::required)
                .allMatch(criterion -> criterion.isMetBy(levels.getOrDefault(criterion.id(), "")));
    }
}
