package dev.laurel.gradebook;

import dev.laurel.course.PlacementId;
import dev.laurel.course.Rosters;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.lti.services.Columns;
import dev.laurel.lti.services.Results;
import dev.laurel.lti.services.Results.Result;
import dev.laurel.lti.services.ScoreNotAccepted;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.tenant.TenantId;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Compares what platforms' gradebooks hold with what they were told, column by column. It notes differences and changes
 * nothing: teachers may have changed a grade on purpose, and only a person sends it again. The first comparison after a grade
 * arrived also keeps what the gradebook showed, whoever made it so: see {@link ChangedByHand}.
 */
@Component
class Reconciliation implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Reconciliation.class);
    /** Of one platform one column at a time, so that comparing never crowds out delivering. */
    private static final int AT_A_TIME = 5;

    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Duration DAILY = Duration.ofDays(1);
    /** Where no grade has come for a month, or the platform lets nobody look. */
    private static final Duration WEEKLY = Duration.ofDays(7);

    private static final Duration AFTER_FAILURE = Duration.ofMinutes(30);
    private static final Duration RECENT = Duration.ofDays(30);
    /** Of a point: whole points would hide what a teacher changed in a column of few. */
    private static final int DIGITS = 2;

    private final JdbcClient jdbc;
    private final JdbcTemplate statements;
    private final Results results;
    private final Columns columns;
    private final Rosters rosters;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final ExecutorService checks = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "gradebook-checks");
        thread.setDaemon(true);
        return thread;
    });

    Reconciliation(
            JdbcClient jdbc, JdbcTemplate statements, Results results, Columns columns, Rosters rosters, Clock clock) {
        this.jdbc = jdbc;
        this.statements = statements;
        this.results = results;
        this.columns = columns;
        this.rosters = rosters;
        this.clock = clock;
    }

    /** Looks for columns that are due as soon as the running transaction is committed, without waiting for it. */
    void afterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                try {
                    checks.execute(Reconciliation.this::checkDue);
                } catch (RejectedExecutionException e) {
                    log.debug("Shutting down; what is due is compared after the next start");
                }
            }
        });
    }

    /** Compares what is due, one column for each platform, until nothing is or this has been enough for once. */
    void checkDue() {
        for (int round = 0; round < AT_A_TIME; round++) {
            Set<RegistrationId> seen = new HashSet<>();
            List<Column> due = due().stream()
                    .filter(column -> seen.add(column.platform()))
                    .limit(AT_A_TIME)
                    .filter(this::claim)
                    .toList();
            if (due.isEmpty()) {
                return;
            }
            due.forEach(this::check);
        }
    }

    private record Column(
            ResourceLinkId link, TenantId tenant, PlacementId place, RegistrationId platform, int failures) {}

    private List<Column> due() {
        return jdbc.sql("""
                select c.resource_link_id, c.tenant_id, c.placement_id, c.registration_id, c.failures from gradebook_check c
                join gradebook_platform f on f.registration_id = c.registration_id
                where c.next_check_at <= :now and (c.claimed_until is null or c.claimed_until <= :now)
                  and (f.closed_until is null or f.closed_until <= :now)
                order by c.next_check_at fetch first 50 rows only
                """)
                .param("now", Timestamp.from(clock.instant()))
                .query((row, number) -> new Column(
                        new ResourceLinkId(row.getObject("resource_link_id", UUID.class)),
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        new PlacementId(row.getObject("placement_id", UUID.class)),
                        new RegistrationId(row.getObject("registration_id", UUID.class)),
                        row.getInt("failures")))
                .list();
    }

    private boolean claim(Column column) {
        return jdbc.sql("update gradebook_check set claimed_until = :until where resource_link_id = :link "
                                + "and next_check_at <= :now and (claimed_until is null or claimed_until <= :now)")
                        .param("until", Timestamp.from(clock.instant().plus(LEASE)))
                        .param("link", column.link().value())
                        .param("now", Timestamp.from(clock.instant()))
                        .update()
                == 1;
    }

    private void check(Column column) {
        try {
            Instant began = clock.instant();
            List<Told> told = told(column.link());
            if (!told.isEmpty()) {
                compare(column, told, began);
                keepName(column.link());
            }
            boolean recent = told.stream().anyMatch(one -> one.since().isAfter(began.minus(RECENT)));
            Duration next = gradesCameSince(began, column.link()) ? Books.FIRST_LOOK : recent ? DAILY : WEEKLY;
            done(column, began, null, 0, next);
        } catch (ScoreNotAccepted e) {
            log.info("Column of link {} cannot be compared: {} ({})", column.link(), e.reason(), e.getMessage());
            int failures = column.failures() + 1;
            Duration later = AFTER_FAILURE.multipliedBy(1L << Math.min(failures, 6));
            boolean passes = !e.isFinal();
            done(column, null, e.reason(), failures, passes && later.compareTo(DAILY) < 0 ? later : DAILY);
        } catch (RuntimeException e) {
            log.warn("Column of link {} could not be compared", column.link(), e);
            done(column, null, Reason.PLATFORM_UNAVAILABLE, column.failures() + 1, DAILY);
        }
    }

    /** Whether some arrived while it was compared. */
    private boolean gradesCameSince(Instant began, ResourceLinkId link) {
        return jdbc.sql("select count(*) from gradebook_place where resource_link_id = :link and state = 'DELIVERED' "
                                + "and told_decision > 0 and shown_percent is null and since > :began")
                        .param("link", link.value())
                        .param("began", Timestamp.from(began))
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private record Told(
            UUID place,
            LtiUserId user,
            double percent,
            Instant since,
            @Nullable String found,
            @Nullable Double foundPercent,
            boolean seen) {}

    /** Grades that have arrived as far as we know. */
    private List<Told> told(ResourceLinkId link) {
        return jdbc.sql("select p.id, p.user_id, p.since, p.found, p.found_percent, p.shown_percent, s.best_percent "
                        + "from gradebook_place p join gradebook_submission s on s.submission_id = p.submission_id "
                        + "where p.resource_link_id = :link and p.state = 'DELIVERED' "
                        + "and p.told_decision > 0 and p.told_decision = s.decided_attempt")
                .param("link", link.value())
                .query((row, number) -> {
                    double foundPercent = row.getDouble("found_percent");
                    boolean isFound = row.getObject("found_percent") != null;
                    return new Told(
                            row.getObject("id", UUID.class),
                            new LtiUserId(row.getObject("user_id", UUID.class)),
                            row.getDouble("best_percent"),
                            row.getTimestamp("since").toInstant(),
                            row.getString("found"),
                            isFound ? foundPercent : null,
                            row.getObject("shown_percent") != null);
                })
                .list();
    }

    private void compare(Column column, List<Told> told, Instant began) throws ScoreNotAccepted {
        Map<LtiUserId, Result> held = new HashMap<>();
        Results.Held results = this.results.of(column.link());
        for (Result result : results.grades()) {
            if (result.percent() != null) {
                held.put(result.user(), result);
            }
        }
        Set<LtiUserId> missing = told.stream()
                .map(Told::user)
                .filter(user -> !held.containsKey(user))
                .collect(Collectors.toSet());
        Set<LtiUserId> left = rosters.left(column.tenant(), column.place(), missing);
        List<Object[]> changes = new ArrayList<>();
        for (Told one : told) {
            Result there = held.get(one.user());
            Double percent = there == null ? null : there.percent();
            if (percent == null && !results.whole()) {
                continue; // it may stand on a page that was not shown
            }
            boolean same = there != null && there.isRounded(one.percent(), DIGITS);
            String found = same ? null : percent != null ? "OTHER" : left.contains(one.user()) ? "LEFT" : "NONE";
            Double foundPercent = same ? null : percent;
            boolean isFirst = percent != null && !one.seen();
            if (isFirst || !Objects.equals(found, one.found()) || !Objects.equals(foundPercent, one.foundPercent())) {
                changes.add(new Object[] {found, foundPercent, percent, one.place(), Timestamp.from(began)});
            }
        }
        if (!changes.isEmpty()) {
            // What has been sent again since is not what was looked at.
            statements.batchUpdate(
                    "update gradebook_place set found = ?, found_percent = ?, "
                            + "shown_percent = coalesce(shown_percent, cast(? as double precision)) "
                            + "where id = ? and state = 'DELIVERED' and since <= ?",
                    changes);
        }
    }

    /** A convenience, which must not spoil the comparison. */
    private void keepName(ResourceLinkId link) {
        try {
            columns.nameLikeItsLink(link);
        } catch (ScoreNotAccepted e) {
            log.debug("Column of link {} keeps its name: {}", link, e.getMessage());
        }
    }

    private void done(
            Column column, @Nullable Instant checkedAt, @Nullable Reason reason, int failures, Duration until) {
        Duration spread = until.plusMillis(random.nextLong(until.toMillis() / 10 + 1));
        jdbc.sql("update gradebook_check set claimed_until = null, reason = :reason, failures = :failures, "
                        + "checked_at = coalesce(cast(:checked as timestamp with time zone), checked_at), "
                        + "next_check_at = :next where resource_link_id = :link")
                .param("reason", reason == null ? null : reason.name())
                .param("failures", failures)
                .param("checked", checkedAt == null ? null : Timestamp.from(checkedAt))
                .param("next", Timestamp.from(clock.instant().plus(spread)))
                .param("link", column.link().value())
                .update();
    }

    @Override
    public void destroy() {
        checks.shutdownNow();
    }
}
