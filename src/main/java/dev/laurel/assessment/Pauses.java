package dev.laurel.assessment;

import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.person.StaffId;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Who gets no new work for now, and why. */
@Repository
class Pauses {

    private static final String SELECT = """
            select id, tenant_id, family, staff_id, because, words, paused_at from assessment_pause
            """;

    private final JdbcClient jdbc;
    private final AuditTrail audit;
    private final Clock clock;

    Pauses(JdbcClient jdbc, AuditTrail audit, Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
    }

    enum Because {
        /** An anchor among ordinary work was rated two or more levels off. */
        SEEDED,
        /** Too little agreement with others over the latest criteria rated by two. */
        DRIFT,
        /** A lead said so. */
        LEAD;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param family absent where it is about all work
     * @param words of the lead who paused; otherwise empty
     */
    record Pause(
            UUID id,
            TenantId tenant,
            @Nullable MicroCredentialId family,
            StaffId staff,
            Because because,
            String words,
            Instant pausedAt) {

        boolean covers(MicroCredentialId wanted) {
            return family == null || family.equals(wanted);
        }
    }

    /** False when the same holds already. */
    boolean pause(
            TenantId tenant,
            @Nullable MicroCredentialId family,
            StaffId staff,
            Because because,
            String words,
            @Nullable StaffId by) {
        String where = family == null ? "" : family.value();
        boolean holds = of(tenant, staff).stream()
                .anyMatch(pause -> pause.because() == because
                        && where.equals(
                                pause.family() == null ? "" : pause.family().value()));
        if (holds) {
            return false;
        }
        UUID id = Ids.next();
        jdbc.sql("""
                        insert into assessment_pause (id, tenant_id, family, staff_id, because, words, paused_at)
                        values (:id, :tenant, :family, :staff, :because, :words, :at)""")
                .param("id", id)
                .param("tenant", tenant.value())
                .param("family", where)
                .param("staff", staff.value())
                .param("because", because.name())
                .param("words", words)
                .param("at", Timestamp.from(clock.instant()))
                .update();
        audit.record(
                tenant, id, by, Action.PAUSED, staff.value() + " " + because + (where.isEmpty() ? "" : " " + where));
        return true;
    }

    /** Those in force in a tenant, the latest first. */
    List<Pause> in(TenantId tenant) {
        return jdbc.sql(SELECT + "where tenant_id = :tenant and lifted_at is null order by paused_at desc, id")
                .param("tenant", tenant.value())
                .query(Pauses::read)
                .list();
    }

    /** How many people of these tenants were paused in that time by what they rated, and still are. */
    int countMade(Collection<TenantId> tenants, Instant from, Instant before) {
        return tenants.isEmpty()
                ? 0
                : jdbc.sql("""
                        select count(distinct staff_id) from assessment_pause where tenant_id in (:tenants)
                        and lifted_at is null and because <> 'LEAD' and paused_at >= :from and paused_at < :before""")
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .param("from", Timestamp.from(from))
                        .param("before", Timestamp.from(before))
                        .query(Integer.class)
                        .single();
    }

    /** The same of several tenants; those without any are missing. */
    Map<TenantId, List<Pause>> in(Collection<TenantId> tenants) {
        return tenants.isEmpty()
                ? Map.of()
                : jdbc
                        .sql(SELECT + """
                        where tenant_id in (:tenants) and lifted_at is null order by paused_at desc, id""")
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .query(Pauses::read)
                        .list()
                        .stream()
                        .collect(Collectors.groupingBy(Pause::tenant));
    }

    /** When pauses of one person were last lifted, by tenant; tenants without any are missing. */
    Map<TenantId, Instant> lastLifted(Collection<TenantId> tenants, StaffId staff, Because because) {
        Map<TenantId, Instant> lifted = new HashMap<>();
        if (!tenants.isEmpty()) {
            jdbc.sql("""
                            select tenant_id, max(lifted_at) as last_lifted from assessment_pause
                            where staff_id = :staff and tenant_id in (:tenants) and because = :because
                            and lifted_at is not null group by tenant_id""")
                    .param("staff", staff.value())
                    .param("tenants", tenants.stream().map(TenantId::value).toList())
                    .param("because", because.name())
                    .query(row -> {
                        lifted.put(
                                new TenantId(row.getObject("tenant_id", UUID.class)),
                                row.getTimestamp("last_lifted").toInstant());
                    });
        }
        return lifted;
    }

    /** Those in force for one person. */
    List<Pause> of(TenantId tenant, StaffId staff) {
        return jdbc.sql(SELECT + """
                        where staff_id = :staff and tenant_id = :tenant and lifted_at is null order by paused_at desc, id""")
                .param("staff", staff.value())
                .param("tenant", tenant.value())
                .query(Pauses::read)
                .list();
    }

    /** The same in several tenants; those without any are missing. */
    Map<TenantId, List<Pause>> of(Collection<TenantId> tenants, StaffId staff) {
        return tenants.isEmpty()
                ? Map.of()
                : jdbc
                        .sql(SELECT + """
                        where staff_id = :staff and tenant_id in (:tenants) and lifted_at is null
                        order by paused_at desc, id""")
                        .param("staff", staff.value())
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .query(Pauses::read)
                        .list()
                        .stream()
                        .collect(Collectors.groupingBy(Pause::tenant));
    }

    Optional<Pause> find(UUID id) {
        return jdbc.sql(SELECT + "where id = :id and lifted_at is null")
                .param("id", id)
                .query(Pauses::read)
                .optional();
    }

    /**
     * Lets somebody go on; false when it is lifted already. What two ratings at once have paused twice goes with it.
     *
     * @param by the lead, or absent where the person qualified anew
     * @param words why
     */
    @Transactional
    public boolean lift(Pause pause, @Nullable StaffId by, String words) {
        boolean lifted = jdbc.sql("""
                        update assessment_pause set lifted_at = :at, lifted_by = :by, lifted_because = :words
                        where tenant_id = :tenant and staff_id = :staff and family = :family and because = :because
                          and lifted_at is null""")
                        .param("at", Timestamp.from(clock.instant()))
                        .param("by", by == null ? null : by.value())
                        .param("words", words)
                        .param("tenant", pause.tenant().value())
                        .param("staff", pause.staff().value())
                        .param(
                                "family",
                                pause.family() == null ? "" : pause.family().value())
                        .param("because", pause.because().name())
                        .update()
                > 0;
        if (lifted) {
            audit.record(
                    pause.tenant(),
                    pause.id(),
                    by,
                    Action.PAUSE_LIFTED,
                    pause.staff().value() + " " + pause.because() + (by == null ? " qualified" : " by a lead"));
        }
        return lifted;
    }

    /** When a pause for this reason last ended; what came before it is settled. */
    Instant lastLifted(TenantId tenant, StaffId staff, Because because) {
        Timestamp last = jdbc.sql("""
                        select max(lifted_at) as last_lifted from assessment_pause
                        where staff_id = :staff and tenant_id = :tenant and because = :because""")
                .param("staff", staff.value())
                .param("tenant", tenant.value())
                .param("because", because.name())
                .query((row, number) -> Optional.ofNullable(row.getTimestamp("last_lifted")))
                .single()
                .orElse(null);
        return last == null ? Instant.EPOCH : last.toInstant();
    }

    private static Pause read(ResultSet row, int number) throws SQLException {
        String family = row.getString("family");
        return new Pause(
                row.getObject("id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                family == null || family.isEmpty() ? null : new MicroCredentialId(family),
                new StaffId(row.getObject("staff_id", UUID.class)),
                Because.valueOf(row.getString("because")),
                row.getString("words"),
                row.getTimestamp("paused_at").toInstant());
    }
}
