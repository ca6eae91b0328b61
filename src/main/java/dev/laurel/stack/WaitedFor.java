package dev.laurel.stack;

import dev.laurel.catalog.Stack;
import dev.laurel.person.PersonId;
import dev.laurel.stack.HeldAwards.Holder;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who completed what without a badge until now, because the stack's issuer is another district's. */
@Repository
class WaitedFor {

    private final JdbcClient jdbc;

    WaitedFor(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A stack that somebody of a tenant waits for, in no version of its own. */
    record Group(String stack, TenantId tenant) {}

    /** Somebody who waits for a stack. */
    record Waiting(String stack, Holder holder) {}

    /**
     * A stack that people of a district wait for.
     *
     * @param people how many
     * @param since when the first of them had completed it
     */
    record Line(String stack, int people, Instant since) {}

    /** Whether that is new. */
    boolean note(Holder holder, Stack stack, Instant now) {
        boolean isNew = jdbc.sql("insert into stack_waiting (stack_id, tenant_id, person_id, since, looked_at)"
                                + " values (:stack, :tenant, :person, :now, :now) on conflict do nothing")
                        .param("stack", stack.id().value())
                        .param("tenant", holder.tenant().value())
                        .param("person", holder.person().value())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
        if (!isNew) {
            looked(new Waiting(stack.id().value(), holder), now);
        }
        return isNew;
    }

    void looked(Waiting waiting, Instant now) {
        jdbc.sql("update stack_waiting set looked_at = :now where stack_id = :stack and tenant_id = :tenant"
                        + " and person_id = :person")
                .param("now", Timestamp.from(now))
                .param("stack", waiting.stack())
                .param("tenant", waiting.holder().tenant().value())
                .param("person", waiting.holder().person().value())
                .update();
    }

    void over(Holder holder, Stack stack) {
        jdbc.sql("delete from stack_waiting where stack_id = :stack and tenant_id = :tenant and person_id = :person")
                .param("stack", stack.id().value())
                .param("tenant", holder.tenant().value())
                .param("person", holder.person().value())
                .update();
    }

    /** In some order that does not change. @param after the last of the page before; null for the first page */
    List<Group> groups(@Nullable Group after, int most) {
        return jdbc.sql("select distinct stack_id, tenant_id from stack_waiting"
                        + (after == null ? "" : " where stack_id > :stack or stack_id = :stack and tenant_id > :tenant")
                        + " order by stack_id, tenant_id fetch first :most rows only")
                .param("stack", after == null ? null : after.stack())
                .param("tenant", after == null ? null : after.tenant().value())
                .param("most", most)
                .query((row, n) ->
                        new Group(row.getString("stack_id"), new TenantId(row.getObject("tenant_id", UUID.class))))
                .list();
    }

    /** In some order that does not change. @param after the last of the page before; null for the first page */
    List<Holder> of(Group group, @Nullable Holder after, int most) {
        return jdbc.sql("select person_id from stack_waiting where stack_id = :stack and tenant_id = :tenant"
                        + (after == null ? "" : " and person_id > :person")
                        + " order by person_id fetch first :most rows only")
                .param("stack", group.stack())
                .param("tenant", group.tenant().value())
                .param("person", after == null ? null : after.person().value())
                .param("most", most)
                .query((row, n) -> new Holder(group.tenant(), new PersonId(row.getObject("person_id", UUID.class))))
                .list();
    }

    /** Those whose badges nobody has looked at since, the longest ago first. */
    List<Waiting> notLookedAtSince(Instant before, int most) {
        return jdbc.sql("select stack_id, tenant_id, person_id from stack_waiting where looked_at < :before"
                        + " order by looked_at, stack_id, tenant_id, person_id fetch first :most rows only")
                .param("before", Timestamp.from(before))
                .param("most", most)
                .query((row, n) -> new Waiting(
                        row.getString("stack_id"),
                        new Holder(
                                new TenantId(row.getObject("tenant_id", UUID.class)),
                                new PersonId(row.getObject("person_id", UUID.class)))))
                .list();
    }

    /** Which of the stacks on offer people of these tenants wait for, the longest first; page from 0. */
    List<Line> in(Collection<TenantId> tenants, Collection<Stack> offered, int page, int pageSize, int most) {
        return tenants.isEmpty() || offered.isEmpty()
                ? List.of()
                : jdbc.sql("select stack_id, count(*) as people, min(since) as first_since from stack_waiting"
                                + " where tenant_id in (:tenants) and stack_id in (:stacks) group by stack_id"
                                + " order by min(since), stack_id offset :offset rows fetch first :most rows only")
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .param(
                                "stacks",
                                offered.stream()
                                        .map(stack -> stack.id().value())
                                        .toList())
                        .param("offset", (long) page * pageSize)
                        .param("most", most)
                        .query((row, n) -> new Line(
                                row.getString("stack_id"),
                                row.getInt("people"),
                                row.getTimestamp("first_since").toInstant()))
                        .list();
    }
}
