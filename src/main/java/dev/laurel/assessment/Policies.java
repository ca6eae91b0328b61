package dev.laurel.assessment;

import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.person.StaffId;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What each district asks of its raters, as its leads have set it. */
@Component
@EnableConfigurationProperties(QualitySettings.class)
class Policies {

    private final JdbcClient jdbc;
    private final double seededShare;
    private final double backReadShare;
    private final AuditTrail audit;
    private final Clock clock;

    Policies(JdbcClient jdbc, QualitySettings settings, ScoringModels models, AuditTrail audit, Clock clock) {
        this.jdbc = jdbc;
        this.seededShare = models.leavesToChance() ? settings.seededShare() : 0;
        this.backReadShare = models.leavesToChance() ? settings.backReadShare() : 0;
        this.audit = audit;
        this.clock = clock;
    }

    /** For which work somebody has to be qualified. */
    enum Required {
        /** Where there are enough anchors to qualify on. */
        WHERE_POSSIBLE,
        /** Everywhere: what has too few anchors waits. */
        ALWAYS,
        NEVER;

        /** As message keys spell it: {@code where-possible}. */
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What holds in a district; shares from 0 to 1. */
    record Policy(Required required, double seededShare, double backReadShare) {}

    Policy of(TenantId tenant) {
        return of(Set.of(tenant)).getOrDefault(tenant, unset());
    }

    private Policy unset() {
        return new Policy(Required.WHERE_POSSIBLE, seededShare, backReadShare);
    }

    /** What holds in each of these. */
    Map<TenantId, Policy> of(Collection<TenantId> tenants) {
        Map<TenantId, Policy> policies = new HashMap<>();
        tenants.forEach(tenant -> policies.put(tenant, unset()));
        if (!policies.isEmpty()) {
            jdbc.sql("select tenant_id, required, seeded_share, back_read_share from assessment_policy"
                            + " where tenant_id in (:tenants)")
                    .param(
                            "tenants",
                            policies.keySet().stream().map(TenantId::value).toList())
                    .query(row -> {
                        policies.put(new TenantId(row.getObject("tenant_id", UUID.class)), read(row));
                    });
        }
        return policies;
    }

    private Policy read(ResultSet row) throws SQLException {
        double seeded = row.getDouble("seeded_share");
        boolean noSeeded = row.wasNull();
        double back = row.getDouble("back_read_share");
        boolean noBack = row.wasNull();
        return new Policy(
                Required.valueOf(row.getString("required")),
                noSeeded ? seededShare : seeded,
                noBack ? backReadShare : back);
    }

    /** @param seeded absent for the installation's share, as is {@code back} */
    @Transactional
    public void set(TenantId tenant, Required required, @Nullable Double seeded, @Nullable Double back, StaffId by) {
        jdbc.sql("""
                        insert into assessment_policy (tenant_id, required, changed_by, changed_at)
                        values (:tenant, :required, :by, :at) on conflict do nothing""")
                .param("tenant", tenant.value())
                .param("required", required.name())
                .param("by", by.value())
                .param("at", Timestamp.from(clock.instant()))
                .update();
        jdbc.sql("""
                        update assessment_policy set required = :required, seeded_share = :seeded, back_read_share = :back,
                          changed_by = :by, changed_at = :at where tenant_id = :tenant""")
                .param("tenant", tenant.value())
                .param("required", required.name())
                .param("seeded", seeded)
                .param("back", back)
                .param("by", by.value())
                .param("at", Timestamp.from(clock.instant()))
                .update();
        audit.record(
                tenant,
                tenant.value(),
                by,
                Action.POLICY_SET,
                required.name() + " seeded " + (seeded == null ? "-" : seeded) + " back-read "
                        + (back == null ? "-" : back));
    }
}
