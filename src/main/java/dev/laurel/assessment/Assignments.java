package dev.laurel.assessment;

import dev.laurel.person.StaffId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who holds or held which case. */
@Repository
class Assignments {

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
        return jdbc.sql("select count(*) from assessment_assignment where case_id = :case and seat <> 'CHECK'")
                        .param("case", held.value())
                        .query(Integer.class)
                        .single()
                > 0;
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
