package dev.laurel.assessment;

import dev.laurel.person.StaffId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who did what when, for good. There is deliberately no way to change or remove an entry. */
@Repository
class AuditTrail {

    enum Action {
        QUEUED,
        WITHDRAWN,
        TAKEN,
        FOUND_COMPLETE,
        RETURNED,
        PUT_BACK,
        TAKEN_BACK,
        PROMISE_MOVED,
        CONFLICT_DECLARED,
        COACH_BARRED,
        CONFLICT_BARRED,
        SCHOOL_BARRED,
        RATED,
        FILE_OPENED,
        HANDED_IN,
        SECOND_ASKED_FOR,
        DISPUTED,
        DECIDED,
        APPEALED,
        APPEAL_READ,
        APPEAL_GRANTED,
        APPEAL_REFUSED,
        POLICY_SET,
        ANCHOR_DRAFTED,
        ANCHOR_SENT_BACK,
        ANCHOR_MADE,
        ANCHOR_USABLE,
        ANCHOR_WITHDRAWN,
        ANCHOR_LET_OUT,
        ANCHOR_KEPT_IN,
        TRAINING_READ,
        TRY_BEGUN,
        QUALIFIED,
        NOT_QUALIFIED,
        PAUSED,
        PAUSE_LIFTED,
        SEEDED,
        SEEDED_RATED,
        BACK_READ_DRAWN,
        BACK_READ_TAKEN,
        BACK_READ,
        PARTNER_DRAWN,
        PARTNER_TAKEN,
        PARTNER_RATED,
        FLAGGED,
        EARNER_ASKED,
        EARNER_ANSWERED,
        FLAG_DECIDED,
        HELD,
        HOLD_ENDED,
        CLOSED
    }

    /** A player asks for one film in many pieces: that is one look. */
    private static final Duration ONE_LOOK = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final Clock clock;

    AuditTrail(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param who nobody when the house itself acted
     * @param detail keys and ids, never feedback words nor personal data
     */
    void record(AssessmentCase about, @Nullable StaffId who, Action action, String detail) {
        record(about.tenant(), about.id().value(), who, action, detail);
    }

    /**
     * Of something that is no case: an anchor, a try, somebody's qualification.
     *
     * @param about its id; stands in the column of cases
     */
    void record(TenantId tenant, UUID about, @Nullable StaffId who, Action action, String detail) {
        jdbc.sql("""
                        insert into assessment_audit (id, tenant_id, case_id, happened_at, staff_id, action, detail)
                        values (:id, :tenant, :case, :at, :staff, :action, :detail)""")
                .param("id", Ids.next())
                .param("tenant", tenant.value())
                .param("case", about)
                .param("at", Timestamp.from(clock.instant()))
                .param("staff", who == null ? null : who.value())
                .param("action", action.name())
                .param("detail", detail)
                .update();
    }

    /**
     * That somebody looked at a file, whatever part of it was asked for; what they ask for within ten minutes is the same look.
     *
     * @return whether it is a new look
     */
    boolean recordLook(TenantId tenant, UUID about, StaffId who, UUID file) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        insert into assessment_audit (id, tenant_id, case_id, happened_at, staff_id, action, detail)
                        select cast(:id as uuid), cast(:tenant as uuid), cast(:case as uuid), cast(:at as timestamp with time zone),
                          cast(:staff as uuid), 'FILE_OPENED', cast(:file as varchar(1000))
                        where not exists (
                          select 1 from assessment_audit
                          where case_id = :case and happened_at > :since and staff_id = :staff
                            and action = 'FILE_OPENED' and detail = :file)""")
                        .param("id", Ids.next())
                        .param("tenant", tenant.value())
                        .param("case", about)
                        .param("at", Timestamp.from(now))
                        .param("since", Timestamp.from(now.minus(ONE_LOOK)))
                        .param("staff", who.value())
                        .param("file", file.toString())
                        .update()
                == 1;
    }

    /** The same for what counts only whether somebody did it at all. */
    void recordOnce(AssessmentCase about, StaffId who, Action action) {
        if (!who(about.id(), action).contains(who)) {
            record(about, who, action, "");
        }
    }

    /** Who has done that with a case. */
    Set<StaffId> who(CaseId about, Action action) {
        return jdbc
                .sql("select distinct staff_id from assessment_audit where case_id = :case and action = :action"
                        + " and staff_id is not null")
                .param("case", about.value())
                .param("action", action.name())
                .query(UUID.class)
                .list()
                .stream()
                .map(StaffId::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What was done with the cases of a submission, in order, without who did it; at most five thousand steps. That a coach,
     * a colleague or who knows their other work was barred would tell the earner who scores for the district.
     */
    List<Assessments.Step> of(SubmissionId submission) {
        return jdbc.sql(
                        "select a.happened_at, a.action from assessment_audit a join assessment_case c on c.id = a.case_id"
                                + " where c.submission_id = :submission and a.action not in ('COACH_BARRED', 'CONFLICT_BARRED', 'SCHOOL_BARRED')"
                                + " order by a.happened_at, a.id fetch first 5000 rows only")
                .param("submission", submission.value())
                .query((row, number) -> new Assessments.Step(
                        row.getTimestamp("happened_at").toInstant(),
                        row.getString("action").toLowerCase(Locale.ROOT).replace('_', '-')))
                .list();
    }
}
