package dev.laurel.submission;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.PrivacyTrail;
import dev.laurel.person.StaffId;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How long evidence is kept: for one micro-credential of a district, for the district, or as the installation says. */
@Component
@EnableConfigurationProperties(RetentionSettings.class)
public class Retention {

    /** Bounds of what may be set for a district, in days. */
    public static final int MOST_EVIDENCE_DAYS = 36_500;

    public static final int MOST_NOTICE_DAYS = 365;

    /** So many rules are looked at for one tenant. */
    private static final int MOST_RULES = 500;

    private static final String SELECT =
            "select tenant_id, item_id, evidence_days, notice_days, resubmit_days, extension_days"
                    + " from submission_retention_rule";

    private final JdbcClient jdbc;
    private final Catalogue catalogue;
    private final RetentionSettings settings;
    private final PrivacyTrail trail;
    private final Clock clock;

    Retention(JdbcClient jdbc, Catalogue catalogue, RetentionSettings settings, PrivacyTrail trail, Clock clock) {
        this.jdbc = jdbc;
        this.catalogue = catalogue;
        this.settings = settings;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * @param of one micro-credential; absent for all that have no rule of their own
     * @param evidenceDays from when the decision stands to the removal
     * @param noticeDays before the removal, and before a "not yet" closes
     * @param resubmitDays from "not yet" to its closing; 0 without end
     * @param extensionDays by which an earner may keep evidence longer, once; 0 for not at all
     */
    public record Rule(
            TenantId tenant,
            @Nullable MicroCredentialId of,
            int evidenceDays,
            int noticeDays,
            int resubmitDays,
            int extensionDays) {

        public boolean isPossible() {
            return evidenceDays >= 1
                    && evidenceDays <= MOST_EVIDENCE_DAYS
                    && noticeDays >= 1
                    && noticeDays <= Math.min(MOST_NOTICE_DAYS, evidenceDays)
                    && (resubmitDays == 0 || resubmitDays >= noticeDays && resubmitDays <= MOST_EVIDENCE_DAYS)
                    && extensionDays >= 0
                    && extensionDays <= MOST_EVIDENCE_DAYS;
        }
    }

    /** What holds where nothing was set. */
    public Rule standard(TenantId tenant) {
        return new Rule(
                tenant,
                null,
                settings.evidenceDays(),
                Math.min(settings.noticeDays(), settings.evidenceDays()),
                settings.resubmitDays(),
                settings.extensionDays());
    }

    /** What was set for a tenant, the rule for all first. */
    public List<Rule> of(TenantId tenant) {
        return jdbc.sql(SELECT + " where tenant_id = :tenant order by item_id fetch first " + MOST_RULES + " rows only")
                .param("tenant", tenant.value())
                .query(this::rule)
                .list();
    }

    /** The rule for a micro-credential of a tenant. */
    public Rule of(TenantId tenant, MicroCredentialId item) {
        return jdbc.sql(SELECT
                        + " where tenant_id = :tenant and item_id in ('', :item)"
                        + " order by item_id desc fetch first row only")
                .param("tenant", tenant.value())
                .param("item", item.value())
                .query(this::rule)
                .optional()
                .orElseGet(() -> standard(tenant));
    }

    /** The tenants that have rules. */
    List<TenantId> tenants() {
        return jdbc.sql("select distinct tenant_id from submission_retention_rule")
                .query((row, number) -> new TenantId(row.getObject("tenant_id", UUID.class)))
                .list();
    }

    /**
     * Settles how long from now on; what has been announced already keeps its day.
     *
     * @throws IllegalArgumentException when the rule is not possible
     */
    @Transactional
    public void set(Rule rule, StaffId by) {
        if (!rule.isPossible()) {
            throw new IllegalArgumentException("Days out of bounds");
        }
        remove(rule);
        jdbc.sql("insert into submission_retention_rule"
                        + " (tenant_id, item_id, evidence_days, notice_days, resubmit_days,"
                        + " extension_days, set_by, set_at)"
                        + " values (:tenant, :item, :evidence, :notice, :resubmit, :extension, :by, :now)")
                .param("tenant", rule.tenant().value())
                .param("item", item(rule))
                .param("evidence", rule.evidenceDays())
                .param("notice", rule.noticeDays())
                .param("resubmit", rule.resubmitDays())
                .param("extension", rule.extensionDays())
                .param("by", by.value())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        note(
                rule,
                rule.evidenceDays() + "/" + rule.noticeDays() + "/" + rule.resubmitDays() + "/" + rule.extensionDays(),
                by);
    }

    /** Goes back to what holds one step above. */
    @Transactional
    public void clear(TenantId tenant, @Nullable MicroCredentialId item, StaffId by) {
        Rule rule = new Rule(tenant, item, 0, 0, 0, 0);
        if (remove(rule) > 0) {
            note(rule, "standard", by);
        }
    }

    private int remove(Rule rule) {
        return jdbc.sql("delete from submission_retention_rule where tenant_id = :tenant and item_id = :item")
                .param("tenant", rule.tenant().value())
                .param("item", item(rule))
                .update();
    }

    private void note(Rule rule, String what, StaffId by) {
        trail.record(
                rule.tenant(), null, PrivacyTrail.Action.RETENTION_SET, item(rule) + " " + what + " " + by.value());
    }

    private static String item(Rule rule) {
        return rule.of() == null ? "" : rule.of().value();
    }

    private Rule rule(ResultSet row, int number) throws SQLException {
        String item = row.getString("item_id");
        return new Rule(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                item.isEmpty() ? null : new MicroCredentialId(item),
                row.getInt("evidence_days"),
                row.getInt("notice_days"),
                days(row, "resubmit_days", settings.resubmitDays()),
                days(row, "extension_days", settings.extensionDays()));
    }

    private static int days(ResultSet row, String column, int standard) throws SQLException {
        int days = row.getInt(column);
        return row.wasNull() ? standard : days;
    }

    /** The rule for a version of one. */
    Rule of(TenantId tenant, VersionId version) {
        return catalogue.version(version).map(found -> of(tenant, found.id())).orElseGet(() -> tenantRule(tenant)
                .orElseGet(() -> standard(tenant)));
    }

    /** Ratings that were decided before this moment are nobody's any more. */
    public Instant ratingsBefore() {
        return clock.instant()
                .atOffset(ZoneOffset.UTC)
                .minusYears(settings.ratingsYears())
                .toInstant();
    }

    /** How long a withdrawal or a request for deletion can be undone. */
    public Duration toThinkAgain() {
        return Duration.ofDays(settings.undoDays());
    }

    /** @param announced submissions whose evidence is going to be removed */
    public record Counts(int announced, int removed) {}

    /** How much of a tenant's evidence is going to be removed, and was. */
    public Counts counts(TenantId tenant) {
        String count = "select count(*) from submission_removal r join submission s on s.id = r.submission_id"
                + " and s.since = r.state_since where r.tenant_id = :tenant and r.removed_at is ";
        return new Counts(count(count + "null", tenant), count(count + "not null", tenant));
    }

    private int count(String sql, TenantId tenant) {
        return jdbc.sql(sql)
                .param("tenant", tenant.value())
                .query(Integer.class)
                .single();
    }

    Optional<Rule> tenantRule(TenantId tenant) {
        return of(tenant).stream().filter(rule -> rule.of() == null).findFirst();
    }
}
