package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Cases from before there were seats keep their holder and their decision. */
class SeatsMigrationTests {

    private final DriverManagerDataSource database = new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID()
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1");
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final UUID tenant = UUID.randomUUID();
    private final UUID holder = UUID.randomUUID();

    private UUID caseIn(String state) {
        UUID id = UUID.randomUUID();
        jdbc.sql(
                        "insert into assessment_case (id, tenant_id, submission_id, attempt, version_id, submitted_at, due_at, state)"
                                + " values (:id, :tenant, :other, 1, :other, now(), now(), :state)")
                .param("id", id)
                .param("tenant", tenant)
                .param("other", UUID.randomUUID())
                .param("state", state)
                .update();
        return id;
    }

    private void assignment(UUID about, boolean released) {
        jdbc.sql(
                        "insert into assessment_assignment (id, case_id, staff_id, seat, taken_at, released_at, released_because)"
                                + " values (:id, :case, :staff, 'FIRST', now(), "
                                + (released ? "now(), 'PUT_BACK'" : "null, null")
                                + ")")
                .param("id", UUID.randomUUID())
                .param("case", about)
                .param("staff", released ? UUID.randomUUID() : holder)
                .update();
    }

    private String seat(UUID about) {
        return jdbc.sql("select seat, state, staff_id, criteria_met from assessment_seat where case_id = :case")
                .param("case", about)
                .query((row, number) -> row.getString("seat") + " " + row.getString("state") + " "
                        + (holder.equals(row.getObject("staff_id", UUID.class)) ? "holder" : "nobody") + " "
                        + row.getInt("criteria_met"))
                .list()
                .toString();
    }

    @Test
    void everyPresentCaseHasItsSeat() {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .target("1.60")
                .load()
                .migrate();
        jdbc.sql("insert into tenant (id, name, created_at) values (:id, 'District', now())")
                .param("id", tenant)
                .update();
        UUID waiting = caseIn("WAITING");
        UUID putBack = caseIn("WAITING");
        assignment(putBack, true);
        UUID held = caseIn("IN_SCORING");
        assignment(held, true);
        assignment(held, false);
        UUID decided = caseIn("DECIDED");
        jdbc.sql(
                        "insert into assessment_decision (case_id, earned, criteria_met, criteria_required, decided_by, decided_at)"
                                + " values (:case, true, 6, 6, :by, now())")
                .param("case", decided)
                .param("by", holder)
                .update();
        jdbc.sql(
                        "insert into assessment_decision_criterion (case_id, position, criterion_id, required, level_key, met, words,"
                                + " reached_in) values (:case, 0, 'C1', true, 'met', true, '', 1)")
                .param("case", decided)
                .update();
        UUID withdrawn = caseIn("WITHDRAWN");

        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .load()
                .migrate();

        assertThat(seat(waiting)).isEqualTo("[FIRST WAITING nobody 0]");
        assertThat(seat(putBack)).isEqualTo("[FIRST WAITING nobody 0]");
        assertThat(seat(held)).isEqualTo("[FIRST HELD holder 0]");
        assertThat(seat(decided)).isEqualTo("[FIRST DONE holder 6]");
        assertThat(seat(withdrawn)).isEqualTo("[]");
        assertThat(jdbc.sql("select raters from assessment_decision_criterion")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }
}
