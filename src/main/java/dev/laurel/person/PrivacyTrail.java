package dev.laurel.person;

import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What happened to somebody's data and when, for good. There is deliberately no way to change or remove an entry. */
@Component
public class PrivacyTrail {

    /** Kinds of steps. */
    public enum Action {
        COPY_TAKEN,
        DELETION_ASKED,
        DELETION_UNDONE,
        DELETION_DONE,
        EVIDENCE_NOTICED,
        EVIDENCE_KEPT_LONGER,
        EVIDENCE_WITHDRAWN,
        WITHDRAWAL_UNDONE,
        EVIDENCE_REMOVED,
        EVIDENCE_PUBLISHED,
        PUBLICATION_WITHDRAWN,
        RETENTION_SET,
        JOINING_ASKED,
        JOINING_ENDED,
        ACCOUNTS_JOINED,
        JOINING_UNDONE
    }

    /**
     * @param detail ids and numbers
     */
    public record Step(Instant at, Action action, String detail) {}

    private final JdbcClient jdbc;
    private final Clock clock;

    PrivacyTrail(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Adds a step.
     *
     * @param person whose data it was; nobody's for a rule of retention
     * @param detail ids and numbers, never names or words
     */
    public void record(TenantId tenant, @Nullable PersonId person, Action action, String detail) {
        jdbc.sql("insert into person_privacy_trail (id, tenant_id, person_id, action, detail, happened_at)"
                        + " values (:id, :tenant, :person, :action, :detail, :now)")
                .param("id", Ids.next())
                .param("tenant", tenant.value())
                .param("person", person == null ? null : person.value())
                .param("action", action.name())
                .param("detail", detail)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** The steps about one person, in order; at most a thousand. */
    public List<Step> of(TenantId tenant, PersonId person) {
        return jdbc.sql("select happened_at, action, detail from person_privacy_trail"
                        + " where tenant_id = :tenant and person_id = :person order by id fetch first 1000 rows only")
                .param("tenant", tenant.value())
                .param("person", person.value())
                .query((row, number) -> new Step(
                        row.getTimestamp("happened_at").toInstant(),
                        Action.valueOf(row.getString("action")),
                        row.getString("detail")))
                .list();
    }
}
