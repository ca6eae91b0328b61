package dev.laurel.person;

import dev.laurel.person.PrivacyTrail.Action;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Wishes for deletion, one open one a person at the most. Whoever holds data carries them out and says when it is done. */
@Component
public class DeletionRequests {

    private static final String OPEN = " from person_deletion where undone_at is null and done_at is null";
    private static final String COLUMNS = "select id, tenant_id, person_id, asked_at, carry_out_at, badges_stay";

    private final JdbcClient jdbc;
    private final PrivacyTrail trail;
    private final Clock clock;

    DeletionRequests(JdbcClient jdbc, PrivacyTrail trail, Clock clock) {
        this.jdbc = jdbc;
        this.trail = trail;
        this.clock = clock;
    }

    /** The one that is open. */
    public Optional<DeletionRequest> open(TenantId tenant, PersonId person) {
        return jdbc.sql(COLUMNS + OPEN + " and tenant_id = :tenant and person_id = :person fetch first row only")
                .param("tenant", tenant.value())
                .param("person", person.value())
                .query(DeletionRequests::request)
                .optional();
    }

    /**
     * Asks for deletion; asking again changes nothing.
     *
     * @param badgesStay whether the pages of their badges that are open stay so
     * @param toThinkAgain how long it can be undone
     */
    @Transactional
    public DeletionRequest ask(TenantId tenant, PersonId person, boolean badgesStay, Duration toThinkAgain) {
        lock(tenant, person);
        Optional<DeletionRequest> open = open(tenant, person);
        if (open.isPresent()) {
            return open.get();
        }
        Instant now = clock.instant();
        DeletionRequest request =
                new DeletionRequest(Ids.next(), tenant, person, now, now.plus(toThinkAgain), badgesStay);
        jdbc.sql("insert into person_deletion (id, tenant_id, person_id, asked_at, carry_out_at, badges_stay)"
                        + " values (:id, :tenant, :person, :asked, :carryOut, :stay)")
                .param("stay", badgesStay)
                .param("id", request.id())
                .param("tenant", tenant.value())
                .param("person", person.value())
                .param("asked", Timestamp.from(request.askedAt()))
                .param("carryOut", Timestamp.from(request.carryOutAt()))
                .update();
        trail.record(tenant, person, Action.DELETION_ASKED, request.id().toString());
        return request;
    }

    /** Takes the wish back while that is possible; false when there is none, or it is being carried out. */
    @Transactional
    public boolean undo(TenantId tenant, PersonId person) {
        lock(tenant, person);
        Timestamp now = Timestamp.from(clock.instant());
        Optional<DeletionRequest> open =
                open(tenant, person).filter(request -> request.carryOutAt().isAfter(now.toInstant()));
        open.ifPresent(request -> {
            jdbc.sql("update person_deletion set undone_at = :now where id = :id")
                    .param("now", now)
                    .param("id", request.id())
                    .update();
            trail.record(tenant, person, Action.DELETION_UNDONE, request.id().toString());
        });
        return open.isPresent();
    }

    private void lock(TenantId tenant, PersonId person) {
        jdbc.sql("select id from person where id = :person and tenant_id = :tenant for update")
                .param("person", person.value())
                .param("tenant", tenant.value())
                .query(UUID.class)
                .single();
    }

    /**
     * Those that can be undone no more, of all tenants, by their ids.
     *
     * @param after the last of the page before; null for the first page
     */
    public List<DeletionRequest> due(Instant now, @Nullable UUID after, int pageSize) {
        return jdbc.sql(COLUMNS + OPEN + " and carry_out_at <= :now and id > :after order by id"
                        + " fetch first :size rows only")
                .param("now", Timestamp.from(now))
                .param("after", after == null ? new UUID(0, 0) : after)
                .param("size", pageSize)
                .query(DeletionRequests::request)
                .list();
    }

    /** It was carried out in full. */
    @Transactional
    public void done(DeletionRequest request) {
        int done = jdbc.sql("update person_deletion set done_at = :now where id = :id and done_at is null")
                .param("now", Timestamp.from(clock.instant()))
                .param("id", request.id())
                .update();
        if (done == 1) {
            trail.record(
                    request.tenant(),
                    request.person(),
                    Action.DELETION_DONE,
                    request.id().toString());
        }
    }

    /** Whether somebody who leaves, or has left, wants the pages of their badges that are open to stay so. */
    public boolean badgesStay(TenantId tenant, PersonId person) {
        return jdbc.sql("select badges_stay from person_deletion where tenant_id = :tenant and person_id = :person"
                        + " and undone_at is null order by asked_at desc fetch first row only")
                .param("tenant", tenant.value())
                .param("person", person.value())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** How many are open in a tenant. */
    public int countOpen(TenantId tenant) {
        return jdbc.sql("select count(*)" + OPEN + " and tenant_id = :tenant")
                .param("tenant", tenant.value())
                .query(Integer.class)
                .single();
    }

    /** How many of the given persons have an open one. At most a thousand persons at a time. */
    public int countOpen(TenantId tenant, Collection<PersonId> among) {
        return among.isEmpty()
                ? 0
                : jdbc.sql("select count(*)" + OPEN + " and tenant_id = :tenant and person_id in (:persons)")
                        .param("tenant", tenant.value())
                        .param("persons", among.stream().map(PersonId::value).toList())
                        .query(Integer.class)
                        .single();
    }

    private static DeletionRequest request(ResultSet row, int number) throws SQLException {
        return new DeletionRequest(
                row.getObject("id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new PersonId(row.getObject("person_id", UUID.class)),
                row.getTimestamp("asked_at").toInstant(),
                row.getTimestamp("carry_out_at").toInstant(),
                row.getBoolean("badges_stay"));
    }
}
