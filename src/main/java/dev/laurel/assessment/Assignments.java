package dev.laurel.assessment;

import dev.laurel.person.StaffId;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.ScoringUnderWay;
import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.SchoolId;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who holds or held which case. */
@Repository
class Assignments implements ScoringUnderWay {

    private final JdbcClient jdbc;

    Assignments(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False when an assignment of that id is there already. */
    boolean open(UUID id, CaseId held, Seat seat, StaffId staff, Instant at) {
        return jdbc.sql("""
                        insert into assessment_assignment (id, case_id, staff_id, seat, taken_at)
                        values (:id, :case, :staff, :seat, :at) on conflict do nothing""")
                        .param("id", id)
                        .param("case", held.value())
                        .param("staff", staff.value())
                        .param("seat", seat.name())
                        .param("at", Timestamp.from(at))
                        .update()
                == 1;
    }

    /** Keeps somebody from a case that they may not rate; they never hold it. */
    void bar(UUID id, CaseId barred, StaffId staff, Instant at) {
        jdbc.sql("""
                        insert into assessment_assignment (id, case_id, staff_id, seat, taken_at, released_at, released_because)
                        values (:id, :case, :staff, 'NONE', :at, :at, 'APPEAL')""")
                .param("id", id)
                .param("case", barred.value())
                .param("staff", staff.value())
                .param("at", Timestamp.from(at))
                .update();
    }

    /** Remembers a conflict of interest of somebody who held no seat of the case. */
    void conflict(UUID id, CaseId about, StaffId staff, Instant at) {
        jdbc.sql("""
                        insert into assessment_assignment (id, case_id, staff_id, seat, taken_at, released_at, released_because)
                        values (:id, :case, :staff, 'NONE', :at, :at, 'CONFLICT')""")
                .param("id", id)
                .param("case", about.value())
                .param("staff", staff.value())
                .param("at", Timestamp.from(at))
                .update();
    }

    /** Remembers that somebody works at the school of whoever submitted it. */
    void conflictOfSchool(UUID id, CaseId about, StaffId staff, SchoolId school, Instant at) {
        jdbc.sql("""
                        insert into assessment_assignment (id, case_id, staff_id, seat, taken_at, released_at, released_because,
                          school_id)
                        values (:id, :case, :staff, 'NONE', :at, :at, 'CONFLICT', :school)""")
                .param("id", id)
                .param("case", about.value())
                .param("staff", staff.value())
                .param("at", Timestamp.from(at))
                .param("school", school.value())
                .update();
    }

    boolean isBarredFor(TenantId tenant, SchoolId school, SubmissionId submission, StaffId staff) {
        return jdbc.sql("""
                        select count(*) from assessment_assignment a join assessment_case c on c.id = a.case_id
                        where a.staff_id = :staff and a.school_id = :school and c.submission_id = :submission
                          and c.tenant_id = :tenant""")
                        .param("staff", staff.value())
                        .param("tenant", tenant.value())
                        .param("school", school.value())
                        .param("submission", submission.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Forgets who is kept from work for that school; what they held of it stays closed to them. Everybody's, or one person's. */
    void dropBars(TenantId tenant, SchoolId school, @Nullable StaffId staff) {
        jdbc.sql("delete from assessment_assignment where school_id = :school and seat = 'NONE'"
                        + " and exists (select 1 from assessment_case c"
                        + " where c.id = assessment_assignment.case_id and c.tenant_id = :tenant)"
                        + (staff == null ? "" : " and staff_id = :staff"))
                .param("tenant", tenant.value())
                .param("school", school.value())
                .param("staff", staff == null ? null : staff.value())
                .update();
    }

    /** Whether this person declared a conflict of interest with whoever submitted it. */
    boolean inConflict(SubmissionId submission, StaffId staff) {
        return jdbc.sql("""
                        select count(*) from assessment_assignment a join assessment_case c on c.id = a.case_id
                        where a.staff_id = :staff and a.released_because = 'CONFLICT' and c.submission_id = :submission""")
                        .param("staff", staff.value())
                        .param("submission", submission.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** As {@link #inConflict}, whatever becomes of the schools where they work. */
    boolean isBarredForGood(SubmissionId submission, StaffId staff) {
        return inConflictWithOneOf(List.of(submission)).contains(staff);
    }

    /** Who has a conflict of interest with whoever submitted one of these, the schools where they work left aside. */
    Set<StaffId> inConflictWithOneOf(List<SubmissionId> submissions) {
        if (submissions.isEmpty()) {
            return Set.of();
        }
        return jdbc
                .sql("""
                        select distinct a.staff_id from assessment_assignment a join assessment_case c on c.id = a.case_id
                        where a.released_because = 'CONFLICT' and a.school_id is null and c.submission_id in (:submissions)""")
                .param(
                        "submissions",
                        submissions.stream().map(SubmissionId::value).toList())
                .query(UUID.class)
                .list()
                .stream()
                .map(StaffId::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The case that was taken under this id by this person. */
    Optional<CaseId> caseOf(UUID id, StaffId staff) {
        return jdbc.sql("select case_id from assessment_assignment where id = :id and staff_id = :staff")
                .param("id", id)
                .param("staff", staff.value())
                .query(UUID.class)
                .optional()
                .map(CaseId::new);
    }

    /** For a rating; looking through for completeness is not scoring. */
    boolean everTaken(CaseId held) {
        return jdbc.sql("select count(*) from assessment_assignment where case_id = :case"
                                + " and seat not in ('CHECK', 'NONE')")
                        .param("case", held.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** A case that was taken to be rated stays with those who score, also when it waits again or is decided. */
    @Override
    public boolean isUnderWay(AttemptId attempt) {
        return jdbc.sql("select count(*) from assessment_case c join assessment_assignment a on a.case_id = c.id"
                                + " where c.submission_id = :submission and c.attempt = :attempt"
                                + " and c.state not in ('RETURNED', 'WITHDRAWN') and a.seat not in ('CHECK', 'NONE')")
                        .param("submission", attempt.submission().value())
                        .param("attempt", attempt.number())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Since when this person holds each of their cases. */
    Map<CaseId, Instant> openSince(StaffId staff) {
        Map<CaseId, Instant> since = new HashMap<>();
        jdbc.sql("select case_id, taken_at from assessment_assignment where staff_id = :staff and released_at is null")
                .param("staff", staff.value())
                .query(row -> {
                    since.put(
                            new CaseId(row.getObject("case_id", UUID.class)),
                            row.getTimestamp("taken_at").toInstant());
                });
        return since;
    }

    /** Cases that were taken from this person because they were overdue and that they have not taken again; latest first. */
    List<CaseId> takenBack(StaffId staff, Instant since, int atMost) {
        return jdbc.sql("""
                        select a.case_id, max(a.released_at) as taken_back from assessment_assignment a
                        where a.staff_id = :staff and a.released_because = 'OVERDUE' and a.released_at >= :since
                        and not exists (select 1 from assessment_assignment b where b.case_id = a.case_id
                          and b.staff_id = :staff and b.taken_at >= a.released_at)
                        group by a.case_id order by taken_back desc, a.case_id fetch first :atMost rows only""")
                .param("staff", staff.value())
                .param("since", Timestamp.from(since))
                .param("atMost", atMost)
                .query((row, n) -> new CaseId(row.getObject("case_id", UUID.class)))
                .list();
    }

    /** Ends this person's open assignment of a case. */
    void release(CaseId held, StaffId staff, Release because, Instant at) {
        jdbc.sql("""
                        update assessment_assignment set released_at = :at, released_because = :because
                        where case_id = :case and staff_id = :staff and released_at is null""")
                .param("case", held.value())
                .param("staff", staff.value())
                .param("because", because.name())
                .param("at", Timestamp.from(at))
                .update();
    }

    /** Ends every open assignment of a case. */
    void releaseAll(CaseId held, Release because, Instant at) {
        jdbc.sql("""
                        update assessment_assignment set released_at = :at, released_because = :because
                        where case_id = :case and released_at is null""")
                .param("case", held.value())
                .param("because", because.name())
                .param("at", Timestamp.from(at))
                .update();
    }
}
