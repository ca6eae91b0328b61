package dev.laurel.submission;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.PrivacyTrail;
import dev.laurel.person.StaffId;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.Practices;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How long evidence is kept: for one micro-credential of a programme, for the programme, or as the installation says. */
@Component
public class Retention {

    /** Bounds of what may be set for a district, in days. */
    public static final int MOST_EVIDENCE_DAYS = 36_500;

    public static final int MOST_NOTICE_DAYS = 365;

    /** So many rules are looked at for one tenant. */
    private static final int MOST_RULES = 500;

    private static final String EVIDENCE_DAYS = "laurel.retention.evidence-days";
    private static final String NOTICE_DAYS = "laurel.retention.notice-days";
    private static final String RESUBMIT_DAYS = "laurel.retention.resubmit-days";
    private static final String EXTENSION_DAYS = "laurel.retention.extension-days";

    private static final String SELECT =
            "select tenant_id, item_id, evidence_days, notice_days, resubmit_days, extension_days"
                    + " from submission_retention_rule";

    private final JdbcClient jdbc;
    private final Catalogue catalogue;
    private final Practice<RetentionSettings> practice;
    private final Practices practices;
    private final PrivacyTrail trail;
    private final Clock clock;

    Retention(
            JdbcClient jdbc,
            Catalogue catalogue,
            Practice<RetentionSettings> practice,
            Practices practices,
            PrivacyTrail trail,
            Clock clock) {
        this.jdbc = jdbc;
        this.catalogue = catalogue;
        this.practice = practice;
        this.practices = practices;
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

    /** What holds in a tenant for everything that has no rule of its own. */
    public Rule standard(TenantId tenant) {
        return rule(tenant, practice.of(tenant));
    }

    /** What holds where a programme has set nothing. */
    public Rule installation(TenantId tenant) {
        return rule(tenant, practice.installation());
    }

    private static Rule rule(TenantId tenant, RetentionSettings settings) {
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
        List<Rule> rules = new ArrayList<>();
        if (practice.isOwn(tenant)) {
            rules.add(standard(tenant));
        }
        rules.addAll(jdbc.sql(
                        SELECT + " where tenant_id = :tenant order by item_id fetch first " + MOST_RULES + " rows only")
                .param("tenant", tenant.value())
                .query(this::rule)
                .list());
        return rules;
    }

    /** The rule for a micro-credential of a tenant. */
    public Rule of(TenantId tenant, MicroCredentialId item) {
        return jdbc.sql(SELECT + " where tenant_id = :tenant and item_id = :item")
                .param("tenant", tenant.value())
                .param("item", item.value())
                .query(this::rule)
                .optional()
                .orElseGet(() -> standard(tenant));
    }

    /** The tenants whose evidence is kept otherwise, or may be. */
    List<TenantId> tenants() {
        Set<TenantId> tenants = practices.tenants();
        tenants.addAll(jdbc.sql("select distinct tenant_id from submission_retention_rule")
                .query((row, number) -> new TenantId(row.getObject("tenant_id", UUID.class)))
                .list());
        return List.copyOf(tenants);
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
        if (rule.of() == null) {
            setForAll(
                    rule.tenant(),
                    Map.of(
                            EVIDENCE_DAYS, rule.evidenceDays(),
                            NOTICE_DAYS, rule.noticeDays(),
                            RESUBMIT_DAYS, rule.resubmitDays(),
                            EXTENSION_DAYS, rule.extensionDays()),
                    by);
        } else {
            setForOne(rule, by);
        }
        note(
                rule,
                rule.evidenceDays() + "/" + rule.noticeDays() + "/" + rule.resubmitDays() + "/" + rule.extensionDays(),
                by);
    }

    /** @param days of what is set; without the others, where the installation's days hold again */
    private void setForAll(TenantId tenant, Map<String, Integer> days, StaffId by) {
        Map<String, Optional<String>> values = new TreeMap<>();
        for (String name : List.of(EVIDENCE_DAYS, NOTICE_DAYS, RESUBMIT_DAYS, EXTENSION_DAYS)) {
            values.put(name, Optional.ofNullable(days.get(name)).map(String::valueOf));
        }
        boolean done = false;
        while (!done) {
            done = practices.change(tenant, practices.lastChange(tenant), values, by.value());
        }
    }

    private void setForOne(Rule rule, StaffId by) {
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
    }

    /** Goes back to what holds one step above. */
    @Transactional
    public void clear(TenantId tenant, @Nullable MicroCredentialId item, StaffId by) {
        Rule rule = new Rule(tenant, item, 0, 0, 0, 0);
        if (item == null && practice.isOwn(tenant)) {
            setForAll(tenant, Map.of(), by);
            note(rule, "standard", by);
        } else if (item != null && remove(rule) > 0) {
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
        TenantId tenant = new TenantId(row.getObject("tenant_id", UUID.class));
        Rule standard = standard(tenant);
        return new Rule(
                tenant,
                new MicroCredentialId(row.getString("item_id")),
                row.getInt("evidence_days"),
                row.getInt("notice_days"),
                days(row, "resubmit_days", standard.resubmitDays()),
                days(row, "extension_days", standard.extensionDays()));
    }

    private static int days(ResultSet row, String column, int standard) throws SQLException {
        int days = row.getInt(column);
        return row.wasNull() ? standard : days;
    }

    /** The rule for a version of one. */
    Rule of(TenantId tenant, VersionId version) {
        return catalogue.version(version).map(found -> of(tenant, found.id())).orElseGet(() -> standard(tenant));
    }

    /** By how many days evidence can be kept longer that was announced then: what was said to be possible stays so. */
    int extensionDays(TenantId tenant, VersionId version, Instant announced) {
        Rule rule = of(tenant, version);
        return rule.of() != null
                ? rule.extensionDays()
                : Math.max(rule.extensionDays(), practice.at(tenant, announced).extensionDays());
    }

    /**
     * Until when decisions must have been made for their ratings to be nobody's any more.
     *
     * @param of of these tenants; all others where {@code but}
     */
    public record RatingsAge(List<TenantId> of, boolean but, Instant before) {}

    /** Together they are all tenants. */
    public List<RatingsAge> ratingsAges() {
        List<TenantId> own =
                practices.tenants().stream().filter(practice::isOwn).toList();
        List<RatingsAge> ages = new ArrayList<>();
        own.forEach(tenant -> ages.add(new RatingsAge(
                List.of(tenant), false, yearsAgo(practice.of(tenant).ratingsYears()))));
        ages.add(new RatingsAge(own, true, yearsAgo(practice.installation().ratingsYears())));
        return ages;
    }

    private Instant yearsAgo(int years) {
        return clock.instant().atOffset(ZoneOffset.UTC).minusYears(years).toInstant();
    }

    /** How long a withdrawal or a request for deletion can be undone. */
    public Duration toThinkAgain() {
        return Duration.ofDays(practice.installation().undoDays());
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
}
