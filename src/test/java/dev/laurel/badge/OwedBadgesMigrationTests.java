package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.OldDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A badge that was owed by an event, when that was how, is owed by a row after the change. */
class OwedBadgesMigrationTests {

    private static final String LISTENER =
            "dev.laurel.badge.IssueWhenEarned.on(dev.laurel.assessment.SubmissionDecided)";

    private final OldDatabase database = new OldDatabase();
    private final JdbcClient jdbc = database.jdbc();
    private final UUID tenant = UUID.randomUUID();
    private final UUID version = UUID.randomUUID();

    @BeforeEach
    void anInstallationOfThen() {
        database.migrate("1.240");
        jdbc.sql("insert into tenant (id, name, created_at) values (?, 'District', now())")
                .param(tenant)
                .update();
    }

    private UUID decided(boolean earned) {
        UUID submission = UUID.randomUUID();
        UUID id = UUID.randomUUID();
        jdbc.sql("insert into assessment_case (id, tenant_id, submission_id, attempt, version_id, submitted_at, due_at,"
                        + " state) values (?, ?, ?, 2, ?, now(), now(), 'DECIDED')")
                .params(id, tenant, submission, version)
                .update();
        jdbc.sql("insert into assessment_decision (case_id, earned, criteria_met, criteria_required, decided_by,"
                        + " decided_at) values (?, ?, 3, 3, ?, now())")
                .params(id, earned, UUID.randomUUID())
                .update();
        return submission;
    }

    private void outstanding(String listener, UUID submission) {
        jdbc.sql(
                        "insert into event_publication (id, listener_id, event_type, serialized_event, publication_date, status)"
                                + " values (?, ?, 'x', ?, now(), 'PUBLISHED')")
                .params(UUID.randomUUID(), listener, "{\"submission\":\"" + submission + "\"}")
                .update();
    }

    private List<String> owed() {
        return jdbc.sql("select submission_id, attempt from badge_unsigned where version_id = ? and next_at is not null"
                        + " and decided_at is not null")
                .param(version)
                .query((row, number) -> row.getString(1) + " " + row.getInt(2))
                .list();
    }

    @Test
    void whatWasToldAndNotSignedYetIsOwedAndNotToldAgain() {
        UUID owed = decided(true);
        outstanding(LISTENER, owed);
        outstanding(LISTENER, decided(false));
        decided(true);
        outstanding("dev.laurel.other.Listener.on(x)", owed);

        database.migrate("latest");

        assertThat(owed()).containsExactly(owed + " 2");
        assertThat(jdbc.sql("select listener_id from event_publication")
                        .query(String.class)
                        .list())
                .containsExactly("dev.laurel.other.Listener.on(x)");
    }

    @Test
    void whatHadFailedIsTriedAgain() {
        UUID failed = decided(true);
        jdbc.sql("insert into badge_unsigned (submission_id, tenant_id, name, problem, tries, first_at, last_at)"
                        + " values (?, ?, 'Mapping', 'other', 3, now(), now())")
                .params(failed, tenant)
                .update();

        database.migrate("latest");

        assertThat(owed()).containsExactly(failed + " 2");
    }
}
