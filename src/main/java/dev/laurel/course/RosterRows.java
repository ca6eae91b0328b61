package dev.laurel.course;

import dev.laurel.lti.ContextId;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.lti.services.RosterNotGiven;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Rosters as they were last heard, and when to ask again. */
@Repository
class RosterRows {

    /** Of one course. */
    static final int MOST_LEADS = 100;

    /** Of one course. */
    private static final int MOST_LINKS = 2000;

    private static final int AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;

    RosterRows(JdbcClient jdbc, JdbcTemplate batches, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
    }

    /** A roster that this node alone asks for until the claim ends. */
    record Claimed(
            TenantId tenant, ContextId context, @Nullable Instant changedAt, int tries, Instant until) {}

    private record Due(TenantId tenant, ContextId context) {}

    /** Makes the platform be asked for the roster of a course, if it is not known yet. */
    void expect(TenantId tenant, ContextId context) {
        jdbc.sql("insert into course_roster (context_id, tenant_id, due_at, tries)"
                        + " values (:context, :tenant, :now, 0) on conflict do nothing")
                .param("context", context.value())
                .param("tenant", tenant.value())
                .param("now", now())
                .update();
    }

    List<String> names(TenantId tenant, ContextId context) {
        return jdbc.sql("select name from course_roster_member where context_id = :context and tenant_id = :tenant"
                        + " and name is not null fetch first 2000 rows only")
                .param("context", context.value())
                .param("tenant", tenant.value())
                .query(String.class)
                .list();
    }

    List<LtiUserId> called(TenantId tenant, ContextId context, String name) {
        return jdbc.sql(
                        "select lti_user_id from course_roster_member where context_id = :context and tenant_id = :tenant"
                                + " and lower(name) = lower(:name) and left_at is null and staff = false"
                                + " order by lti_user_id fetch first 10 rows only")
                .param("context", context.value())
                .param("tenant", tenant.value())
                .param("name", name)
                .query((row, number) -> new LtiUserId(row.getObject("lti_user_id", UUID.class)))
                .list();
    }

    /** Of these accounts those that have left the course of the place. */
    Set<LtiUserId> left(TenantId tenant, PlacementId place, Collection<LtiUserId> accounts) {
        Set<LtiUserId> left = new HashSet<>();
        List<UUID> asked = accounts.stream().map(LtiUserId::value).toList();
        for (int from = 0; from < asked.size(); from += AT_ONCE) {
            jdbc.sql("select m.lti_user_id from course_roster_member m join course_placement p"
                            + " on p.context_id = m.context_id and p.tenant_id = m.tenant_id where p.id = :place"
                            + " and m.tenant_id = :tenant and m.left_at is not null and m.lti_user_id in (:accounts)")
                    .param("place", place.value())
                    .param("tenant", tenant.value())
                    .param("accounts", asked.subList(from, Math.min(from + AT_ONCE, asked.size())))
                    .query(row -> {
                        left.add(new LtiUserId(row.getObject("lti_user_id", UUID.class)));
                    });
        }
        return left;
    }

    /** Whom the roster names as leads, and those of its learners who were launched as staff; by name. */
    List<Rosters.Lead> leads(TenantId tenant, ContextId context) {
        return jdbc.sql("select lti_user_id, name from course_roster_lead where context_id = :context"
                        + " and tenant_id = :tenant union select lti_user_id, name from course_roster_member"
                        + " where context_id = :context and tenant_id = :tenant and staff = true and left_at is null"
                        + " and name is not null order by name, lti_user_id fetch first :most rows only")
                .param("context", context.value())
                .param("tenant", tenant.value())
                .param("most", MOST_LEADS)
                .query((row, number) -> new Rosters.Lead(
                        new LtiUserId(row.getObject("lti_user_id", UUID.class)), row.getString("name")))
                .list();
    }

    /**
     * Brings the leads of a course up to date.
     *
     * @param leads names by account
     * @param whole whether everybody who is not named leads it no more
     */
    void updateLeads(TenantId tenant, ContextId context, Map<LtiUserId, String> leads, boolean whole) {
        Map<LtiUserId, String> before = new HashMap<>();
        jdbc.sql("select lti_user_id, name from course_roster_lead where context_id = :context and tenant_id = :tenant")
                .param("context", context.value())
                .param("tenant", tenant.value())
                .query(row -> {
                    before.put(new LtiUserId(row.getObject("lti_user_id", UUID.class)), row.getString("name"));
                });
        Map<LtiUserId, String> after = whole ? new HashMap<>() : new HashMap<>(before);
        after.putAll(leads);
        if (after.equals(before)) {
            return;
        }
        jdbc.sql("delete from course_roster_lead where context_id = :context and tenant_id = :tenant")
                .param("context", context.value())
                .param("tenant", tenant.value())
                .update();
        batches.batchUpdate(
                "insert into course_roster_lead (context_id, lti_user_id, tenant_id, name) values (?, ?, ?, ?)"
                        + " on conflict do nothing",
                List.copyOf(after.entrySet()),
                AT_ONCE,
                (statement, lead) -> {
                    statement.setObject(1, context.value());
                    statement.setObject(2, lead.getKey().value());
                    statement.setObject(3, tenant.value());
                    statement.setString(4, lead.getValue());
                });
    }

    RosterState state(TenantId tenant, ContextId context) {
        return jdbc.sql("""
                select r.refreshed_at, r.problem,
                  (select count(*) from course_roster_member m
                    where m.context_id = r.context_id and m.staff = false and m.left_at is null) as learners,
                  (select count(m.name) from course_roster_member m
                    where m.context_id = r.context_id and m.staff = false and m.left_at is null) as named
                from course_roster r where r.context_id = :context and r.tenant_id = :tenant
                """)
                .param("context", context.value())
                .param("tenant", tenant.value())
                .query((row, number) -> new RosterState(
                        instant(row, "refreshed_at"),
                        Optional.ofNullable(row.getString("problem"))
                                .map(RosterNotGiven.Reason::valueOf)
                                .orElse(null),
                        row.getInt("learners"),
                        row.getInt("named")))
                .optional()
                .orElse(RosterState.UNKNOWN);
    }

    /** When the platform was last asked. */
    Optional<Instant> triedAt(TenantId tenant, ContextId context) {
        return jdbc.sql("select tried_at from course_roster where context_id = :context and tenant_id = :tenant")
                .param("context", context.value())
                .param("tenant", tenant.value())
                .query((row, number) -> Optional.ofNullable(instant(row, "tried_at")))
                .optional()
                .flatMap(at -> at);
    }

    /** Claims one roster; empty while another claim holds. */
    Optional<Claimed> claim(TenantId tenant, ContextId context, Duration lease) {
        return claim(tenant, context, lease, "");
    }

    private Optional<Claimed> claim(TenantId tenant, ContextId context, Duration lease, String condition) {
        int claimed = jdbc.sql("update course_roster set claimed_until = :until where context_id = :context"
                        + " and tenant_id = :tenant and (claimed_until is null or claimed_until <= :now)" + condition)
                .param("until", Timestamp.from(clock.instant().plus(lease)))
                .param("context", context.value())
                .param("tenant", tenant.value())
                .param("now", now())
                .update();
        return claimed == 0
                ? Optional.empty()
                : jdbc.sql("select tenant_id, context_id, changed_at, tries, claimed_until from course_roster"
                                + " where context_id = :context and claimed_until is not null")
                        .param("context", context.value())
                        .query(RosterRows::claimed)
                        .optional();
    }

    /** Lets a claim run from now on; false when it was over and somebody else has claimed or read the roster since. */
    boolean prolong(Claimed claimed, Duration lease) {
        return jdbc.sql("update course_roster set claimed_until = :until where context_id = :context"
                                + " and tenant_id = :tenant and claimed_until = :before")
                        .param("until", Timestamp.from(clock.instant().plus(lease)))
                        .param("context", claimed.context().value())
                        .param("tenant", claimed.tenant().value())
                        .param("before", Timestamp.from(claimed.until()))
                        .update()
                > 0;
    }

    boolean isClaimed(TenantId tenant, ContextId context) {
        return jdbc.sql("select count(*) from course_roster where context_id = :context and tenant_id = :tenant"
                                + " and claimed_until > :now")
                        .param("context", context.value())
                        .param("tenant", tenant.value())
                        .param("now", now())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Claims one that is due, the longest due first; empty when there is none. */
    Optional<Claimed> claimDue(Duration lease) {
        List<Due> candidates = jdbc.sql("select tenant_id, context_id from course_roster"
                        + " where due_at <= :now and (claimed_until is null or claimed_until <= :now)"
                        + " order by due_at fetch first 10 rows only")
                .param("now", now())
                .query((row, number) -> new Due(
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        new ContextId(row.getObject("context_id", UUID.class))))
                .list();
        for (Due due : candidates) {
            // Somebody else may have read it meanwhile; then it is due no more.
            Optional<Claimed> claimed = claim(due.tenant(), due.context(), lease, " and due_at <= :now");
            if (claimed.isPresent()) {
                return claimed;
            }
        }
        return Optional.empty();
    }

    /** Links of a course that something is placed at, the newest first. */
    List<ResourceLinkId> links(TenantId tenant, ContextId context) {
        return jdbc.sql("select resource_link_id from course_placement where tenant_id = :tenant"
                        + " and context_id = :context order by created_at desc, id fetch first :most rows only")
                .param("tenant", tenant.value())
                .param("context", context.value())
                .param("most", MOST_LINKS)
                .query((row, number) -> new ResourceLinkId(row.getObject("resource_link_id", UUID.class)))
                .list();
    }

    /** Somebody to whom a link is not given. */
    record NotAssigned(ResourceLinkId link, LtiUserId account) {}

    /**
     * Notes to whom which links of a course are not given. Links that nothing is placed at any more are forgotten.
     *
     * @param answered for each link of which the platform said it; the others stay as they are
     */
    void narrow(TenantId tenant, ContextId context, Map<ResourceLinkId, Set<LtiUserId>> answered) {
        jdbc.sql("delete from course_not_assigned where context_id = :context and tenant_id = :tenant"
                        + " and not exists (select 1 from course_placement p"
                        + " where p.resource_link_id = course_not_assigned.resource_link_id"
                        + " and p.tenant_id = course_not_assigned.tenant_id)")
                .param("context", context.value())
                .param("tenant", tenant.value())
                .update();
        Set<NotAssigned> now = answered.entrySet().stream()
                .flatMap(link -> link.getValue().stream().map(account -> new NotAssigned(link.getKey(), account)))
                .collect(Collectors.toSet());
        Set<NotAssigned> before = notAssigned(tenant, context);
        batches.batchUpdate(
                "delete from course_not_assigned where resource_link_id = ? and lti_user_id = ? and tenant_id = ?",
                before.stream()
                        .filter(one -> answered.containsKey(one.link()) && !now.contains(one))
                        .toList(),
                AT_ONCE,
                (statement, one) -> {
                    statement.setObject(1, one.link().value());
                    statement.setObject(2, one.account().value());
                    statement.setObject(3, tenant.value());
                });
        batches.batchUpdate(
                "insert into course_not_assigned (resource_link_id, lti_user_id, context_id, tenant_id)"
                        + " values (?, ?, ?, ?) on conflict do nothing",
                now.stream().filter(one -> !before.contains(one)).toList(),
                AT_ONCE,
                (statement, one) -> {
                    statement.setObject(1, one.link().value());
                    statement.setObject(2, one.account().value());
                    statement.setObject(3, context.value());
                    statement.setObject(4, tenant.value());
                });
    }

    Set<NotAssigned> notAssigned(TenantId tenant, ContextId context) {
        return new HashSet<>(
                jdbc.sql("select resource_link_id, lti_user_id from course_not_assigned where context_id = :context"
                                + " and tenant_id = :tenant")
                        .param("context", context.value())
                        .param("tenant", tenant.value())
                        .query((row, number) -> new NotAssigned(
                                new ResourceLinkId(row.getObject("resource_link_id", UUID.class)),
                                new LtiUserId(row.getObject("lti_user_id", UUID.class))))
                        .list());
    }

    /** The learners of a course, names by account. */
    record Kept(Map<LtiUserId, Optional<String>> present, Map<LtiUserId, Optional<String>> gone) {}

    Kept kept(TenantId tenant, ContextId context) {
        Kept kept = new Kept(new HashMap<>(), new HashMap<>());
        jdbc.sql("select lti_user_id, name, left_at from course_roster_member where context_id = :context"
                        + " and tenant_id = :tenant")
                .param("context", context.value())
                .param("tenant", tenant.value())
                .query(row -> {
                    Map<LtiUserId, Optional<String>> half =
                            row.getTimestamp("left_at") == null ? kept.present() : kept.gone();
                    half.put(
                            new LtiUserId(row.getObject("lti_user_id", UUID.class)),
                            Optional.ofNullable(row.getString("name")));
                });
        return kept;
    }

    /**
     * Brings the learners of a course up to date; answers whether anything has changed.
     *
     * @param learners names by account
     * @param whole whether everybody who is not named has left
     */
    boolean update(TenantId tenant, ContextId context, Map<LtiUserId, Optional<String>> learners, boolean whole) {
        Kept kept = kept(tenant, context);
        List<LtiUserId> added = new ArrayList<>();
        List<LtiUserId> changed = new ArrayList<>();
        learners.forEach((account, name) -> {
            if (!kept.present().containsKey(account) && !kept.gone().containsKey(account)) {
                added.add(account);
            } else if (!name.equals(kept.present().get(account))) {
                changed.add(account);
            }
        });
        List<LtiUserId> left = whole
                ? kept.present().keySet().stream()
                        .filter(account -> !learners.containsKey(account))
                        .toList()
                : List.of();
        Timestamp now = now();
        batches.batchUpdate(
                "insert into course_roster_member (context_id, lti_user_id, tenant_id, name, staff)"
                        + " values (?, ?, ?, ?, false) on conflict do nothing",
                added,
                AT_ONCE,
                (statement, account) -> {
                    statement.setObject(1, context.value());
                    statement.setObject(2, account.value());
                    statement.setObject(3, tenant.value());
                    statement.setString(4, name(learners, account));
                });
        batches.batchUpdate(
                // Who comes back after having left is what the roster says they are.
                "update course_roster_member set staff = case when left_at is null then staff else false end,"
                        + " name = ?, left_at = null where context_id = ? and lti_user_id = ?",
                changed,
                AT_ONCE,
                (statement, account) -> {
                    statement.setString(1, name(learners, account));
                    statement.setObject(2, context.value());
                    statement.setObject(3, account.value());
                });
        batches.batchUpdate(
                "update course_roster_member set name = null, left_at = ? where context_id = ? and lti_user_id = ?",
                left,
                AT_ONCE,
                (statement, account) -> {
                    statement.setTimestamp(1, now);
                    statement.setObject(2, context.value());
                    statement.setObject(3, account.value());
                });
        return !added.isEmpty() || !changed.isEmpty() || !left.isEmpty();
    }

    private static @Nullable String name(Map<LtiUserId, Optional<String>> learners, LtiUserId account) {
        return Objects.requireNonNull(learners.get(account)).orElse(null);
    }

    void refreshed(ContextId context, boolean whole, boolean changed, Instant due) {
        Timestamp now = now();
        jdbc.sql("update course_roster set claimed_until = null, due_at = :due, tried_at = :now, refreshed_at = :now,"
                        + " whole_at = case when :whole then cast(:now as timestamp with time zone) else whole_at end,"
                        + " changed_at = case when :changed or changed_at is null"
                        + " then cast(:now as timestamp with time zone) else changed_at end,"
                        + " tries = 0, problem = null where context_id = :context")
                .param("due", Timestamp.from(due))
                .param("now", now)
                .param("whole", whole)
                .param("changed", changed)
                .param("context", context.value())
                .update();
    }

    void notGiven(ContextId context, RosterNotGiven.Reason problem, Instant due) {
        jdbc.sql("update course_roster set claimed_until = null, due_at = :due, tried_at = :now, tries = tries + 1,"
                        + " problem = :problem where context_id = :context")
                .param("due", Timestamp.from(due))
                .param("now", now())
                .param("problem", problem.name())
                .param("context", context.value())
                .update();
    }

    /** Keeps somebody out of the cohort for good who was launched as staff, also where the roster was not read yet. */
    void staff(TenantId tenant, ContextId context, LtiUserId account) {
        Optional<Boolean> known = jdbc.sql("select staff from course_roster_member where context_id = :context"
                        + " and lti_user_id = :account and tenant_id = :tenant")
                .param("context", context.value())
                .param("account", account.value())
                .param("tenant", tenant.value())
                .query(Boolean.class)
                .optional();
        if (known.isPresent() && known.get()) {
            return;
        }
        if (known.isEmpty()) {
            jdbc.sql("insert into course_roster_member (context_id, lti_user_id, tenant_id, staff)"
                            + " select r.context_id, :account, r.tenant_id, true from course_roster r"
                            + " where r.context_id = :context and r.tenant_id = :tenant on conflict do nothing")
                    .param("context", context.value())
                    .param("account", account.value())
                    .param("tenant", tenant.value())
                    .update();
        }
        // Also where a reading has just noted them as a learner.
        jdbc.sql("update course_roster_member set staff = true, name = null where context_id = :context"
                        + " and lti_user_id = :account and tenant_id = :tenant and staff = false")
                .param("context", context.value())
                .param("account", account.value())
                .param("tenant", tenant.value())
                .update();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static Claimed claimed(ResultSet row, int number) throws SQLException {
        return new Claimed(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new ContextId(row.getObject("context_id", UUID.class)),
                instant(row, "changed_at"),
                row.getInt("tries"),
                row.getTimestamp("claimed_until").toInstant());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
