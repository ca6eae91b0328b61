package dev.laurel.assessment;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.laurel.submission.Retention;
import dev.laurel.submission.Retention.RatingsAge;
import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes old ratings nobody's: neither whose work they are about nor who gave them can be told any more. Levels, decisions and
 * dates stay, so that every count and every figure stays what it was. All cases of a submission go together, once the last
 * is old enough.
 */
@Component
class Anonymising {

    private static final Logger log = LoggerFactory.getLogger(Anonymising.class);
    private static final int AT_ONCE = 100;

    private static final String CASES = "(select c.id from assessment_case c where c.submission_id = :submission)";
    private static final String READINGS = "(select r.id from assessment_reading r where r.case_id in " + CASES + ")";

    /** Every column that names who rated, settled, looked or answered, by the case it is about. */
    private static final List<String> PEOPLE = List.of(
            "assessment_assignment.staff_id",
            "assessment_seat.staff_id",
            "assessment_rating.rater_id",
            "assessment_decision.decided_by",
            "assessment_double_rating.first_rater",
            "assessment_double_rating.second_rater",
            "assessment_appeal.answered_by",
            "assessment_flag.raised_by",
            "assessment_flag.decided_by",
            "assessment_hold.held_by",
            "assessment_hold.released_by",
            "assessment_back_reading.rater_id",
            "assessment_reading.staff_id",
            "assessment_partner_draw.staff_id",
            "assessment_partner_look.staff_id",
            "assessment_audit.staff_id");

    /** Words may tell what columns do not. */
    private static final List<String> WORDS = List.of(
            "update assessment_rating set words = '' where case_id in " + CASES,
            "update assessment_decision_criterion set words = '' where case_id in " + CASES,
            "update assessment_flag set words = '', decided_words = null where case_id in " + CASES,
            "update assessment_hold set words = '', released_words = '' where submission_id = :submission or case_id in "
                    + CASES,
            "update assessment_reading_rating set words = '' where reading_id in " + READINGS,
            "delete from assessment_question where submission_id = :submission",
            "delete from assessment_withdrawal where submission_id = :submission");

    private final Assessments assessments;
    private final Retention retention;
    private final TransactionOperations transaction;
    private final JdbcClient jdbc;
    private final Clock clock;

    Anonymising(
            Assessments assessments,
            Retention retention,
            TransactionOperations transaction,
            JdbcClient jdbc,
            Clock clock) {
        this.assessments = assessments;
        this.retention = retention;
        this.transaction = transaction;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Looks for what is old enough. A second look changes nothing. */
    void look() {
        retention.ratingsAges().forEach(this::look);
    }

    private void look(RatingsAge age) {
        List<UUID> found;
        boolean all;
        do {
            found = due(age);
            all = true;
            for (UUID submission : found) {
                all &= attempt(submission, age.before());
            }
        } while (all && found.size() == AT_ONCE);
    }

    private List<UUID> due(RatingsAge age) {
        String of = age.of().isEmpty() ? "" : " and c.tenant_id " + (age.but() ? "not " : "") + "in (:tenants)";
        return jdbc.sql("""
                        select distinct c.submission_id from assessment_case c
                        where c.anonymised_at is null and c.submitted_at < :before
                        and not exists (select 1 from assessment_case o left join assessment_decision d on d.case_id = o.id
                          where o.submission_id = c.submission_id
                          and (o.submitted_at >= :before or d.decided_at >= :before
                            or o.state in ('IN_CHECK', 'WAITING', 'IN_SCORING', 'IN_ADJUDICATION')))
                        and not exists (select 1 from assessment_appeal p join assessment_case o on o.id = p.case_id
                          where o.submission_id = c.submission_id and p.answered_at is null)
                        and not exists (select 1 from assessment_anchor a join assessment_case o on o.id = a.source_case
                          where o.submission_id = c.submission_id and a.state in ('ASKED', 'ACTIVE'))""" + of + " fetch first :most rows only")
                .param("before", Timestamp.from(age.before()))
                .param("tenants", age.of().stream().map(TenantId::value).toList())
                .param("most", AT_ONCE)
                .query(UUID.class)
                .list();
    }

    private boolean attempt(UUID submission, Instant before) {
        try {
            transaction.executeWithoutResult(status -> anonymise(submission, before));
            return true;
        } catch (RuntimeException e) {
            log.warn("The ratings of submission {} are still somebody's and will be tried again", submission, e);
            return false;
        }
    }

    /** Whoever looks at the cases meanwhile is waited for, and what has changed since it was found is left. */
    private void anonymise(UUID submission, Instant before) {
        jdbc.sql("select id from assessment_case where submission_id = :submission order by id for update")
                .param("submission", submission)
                .query(UUID.class)
                .list();
        if (!due(before, submission)) {
            return;
        }
        keepCount(submission);
        for (UUID person : people(submission)) {
            UUID nobody = UUID.randomUUID();
            PEOPLE.forEach(column -> rename(submission, column, person, nobody));
        }
        WORDS.forEach(sql -> jdbc.sql(sql).param("submission", submission).update());
        UUID nothing = UUID.randomUUID();
        jdbc.sql("update assessment_partner_draw set submission_id = :nothing where case_id in " + CASES)
                .param("nothing", nothing)
                .param("submission", submission)
                .update();
        jdbc.sql("update assessment_hold set submission_id = :nothing where submission_id = :submission")
                .param("nothing", nothing)
                .param("submission", submission)
                .update();
        jdbc.sql("update assessment_case set submission_id = :nothing, anonymised_at = :now"
                        + " where submission_id = :submission")
                .param("nothing", nothing)
                .param("now", Timestamp.from(clock.instant()))
                .param("submission", submission)
                .update();
    }

    private boolean due(Instant before, UUID submission) {
        return jdbc.sql("""
                                select count(*) from assessment_case o left join assessment_decision d on d.case_id = o.id
                                where o.submission_id = :submission and (o.submitted_at >= :before or d.decided_at >= :before
                                  or o.state in ('IN_CHECK', 'WAITING', 'IN_SCORING', 'IN_ADJUDICATION'))""")
                        .param("submission", submission)
                        .param("before", Timestamp.from(before))
                        .query(Integer.class)
                        .single()
                == 0;
    }

    /** What is said beside the badge goes on being said. */
    private void keepCount(UUID submission) {
        assessments.history(new SubmissionId(submission)).stream()
                .filter(Feedback::earned)
                .findFirst()
                .ifPresent(earned -> jdbc.sql("insert into assessment_rated (submission_id, raters)"
                                + " values (:submission, :raters) on conflict do nothing")
                        .param("submission", submission)
                        .param("raters", earned.rated().fewest())
                        .update());
    }

    private List<UUID> people(UUID submission) {
        String each = String.join(
                " union ",
                PEOPLE.stream()
                        .map(column -> "select " + name(column) + " as person from " + table(column) + " where "
                                + about(column))
                        .toList());
        return jdbc.sql("select person from (" + each + ") p where person is not null")
                .param("submission", submission)
                .query(UUID.class)
                .list();
    }

    private void rename(UUID submission, String column, UUID person, UUID nobody) {
        jdbc.sql("update " + table(column) + " set " + name(column) + " = :nobody where " + name(column)
                        + " = :person and " + about(column))
                .param("nobody", nobody)
                .param("person", person)
                .param("submission", submission)
                .update();
    }

    private static String table(String column) {
        return column.substring(0, column.indexOf('.'));
    }

    private static String name(String column) {
        return column.substring(column.indexOf('.') + 1);
    }

    /** The trail also tells of readings of a case, of flags and of first drafts, each under its own number. */
    private static String about(String column) {
        return switch (table(column)) {
            case "assessment_audit" ->
                "(case_id in " + CASES + " or case_id in " + READINGS + " or case_id = :submission)";
            case "assessment_hold" -> "(case_id in " + CASES + " or submission_id = :submission)";
            case "assessment_partner_look" ->
                "draw_id in (select d.id from assessment_partner_draw d where d.case_id in " + CASES + ")";
            default -> "case_id in " + CASES;
        };
    }

    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> makeOldRatingsNobodys(Anonymising anonymising) {
            return Tasks.recurring("assessment-anonymise", FixedDelay.of(Duration.ofHours(6)))
                    .execute((instance, context) -> anonymising.look());
        }
    }
}
