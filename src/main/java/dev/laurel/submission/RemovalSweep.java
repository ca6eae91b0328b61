package dev.laurel.submission;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.DeletionRequest;
import dev.laurel.person.DeletionRequests;
import dev.laurel.person.Persons;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Announces removals that come near, carries out those that are due and the requests for deletion, and clears the store.
 * Small pages, one transaction for each submission: what fails is tried again the next hour and holds nothing else up.
 */
@Component
class RemovalSweep {

    private static final Logger log = LoggerFactory.getLogger(RemovalSweep.class);

    static final int PAGE_SIZE = 100;

    private static final String REMOVAL = "submission_removal";

    /** Where a tenant is asked for and any will do. */
    private static final TenantId NOBODY = new TenantId(new UUID(0, 0));

    private final Removals removals;
    private final Closings closings;
    private final Retention retention;
    private final Appeals appeals;
    private final HandingIn handingIn;
    private final SubmissionRows submissions;
    private final Renewals renewals;
    private final UnnamedFiles unnamed;
    private final DeletionRequests requests;
    private final Persons persons;
    private final Catalogue catalogue;
    private final TransactionOperations transaction;
    private final JdbcClient jdbc;
    private final Clock clock;

    RemovalSweep(
            Removals removals,
            Closings closings,
            Retention retention,
            Appeals appeals,
            HandingIn handingIn,
            SubmissionRows submissions,
            Renewals renewals,
            UnnamedFiles unnamed,
            DeletionRequests requests,
            Persons persons,
            Catalogue catalogue,
            TransactionOperations transaction,
            JdbcClient jdbc,
            Clock clock) {
        this.removals = removals;
        this.closings = closings;
        this.retention = retention;
        this.appeals = appeals;
        this.handingIn = handingIn;
        this.submissions = submissions;
        this.renewals = renewals;
        this.unnamed = unnamed;
        this.requests = requests;
        this.persons = persons;
        this.catalogue = catalogue;
        this.transaction = transaction;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void run() {
        Instant now = clock.instant();
        announceAll(now);
        tellAgain(now);
        removeDue(now);
        closeDue(now);
        forgetOldWords();
        carryOutRequests(now);
        for (TenantId tenant : renewals.withAccepted()) {
            int days = retention.standard(tenant).evidenceDays();
            renewals.removeDecidedBefore(tenant, now.minus(Duration.ofDays(days)), PAGE_SIZE);
        }
        unnamed.clear(now, PAGE_SIZE);
    }

    // ---- announcing

    /** Whose evidence a rule speaks of. */
    private record Reach(
            @Nullable TenantId tenant,
            List<TenantId> butTenants,
            List<VersionId> versions,
            List<VersionId> butVersions) {}

    private void announceAll(Instant now) {
        List<TenantId> ruled = retention.tenants();
        for (TenantId tenant : ruled) {
            List<VersionId> own = new ArrayList<>();
            for (Retention.Rule rule : retention.of(tenant)) {
                if (rule.of() != null) {
                    List<VersionId> versions = catalogue.versions(rule.of());
                    own.addAll(versions);
                    if (!versions.isEmpty()) {
                        announce(new Reach(tenant, List.of(), versions, List.of()), rule, now);
                    }
                }
            }
            announce(new Reach(tenant, List.of(), List.of(), own), retention.standard(tenant), now);
        }
        announce(new Reach(null, ruled, List.of(), List.of()), retention.installation(NOBODY), now);
    }

    private void announce(Reach reach, Retention.Rule rule, Instant now) {
        if (rule.resubmitDays() > 0) {
            Duration open = Duration.ofDays(rule.resubmitDays());
            each(
                    reach,
                    SubmissionState.NOT_YET,
                    "submission_closing",
                    open,
                    since -> since.plus(open),
                    rule.noticeDays(),
                    now,
                    closings::announce);
        }
        announce(reach, SubmissionState.EARNED, Duration.ofDays(rule.evidenceDays()), rule.noticeDays(), now);
        announce(reach, SubmissionState.CLOSED, Duration.ofDays(rule.evidenceDays()), rule.noticeDays(), now);
        Duration evidence = Duration.ofDays(rule.evidenceDays());
        Duration appealed = appeals.time(rule.tenant());
        each(
                reach,
                SubmissionState.NOT_YET,
                REMOVAL,
                evidence.plus(appealed),
                since -> since.plus(evidence).plus(longer(appealed, appeals.time(rule.tenant(), since))),
                rule.noticeDays(),
                now,
                removals::announce);
    }

    /** Whoever was decided about keeps the time to appeal that there was then. */
    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private record Decided(SubmissionId id, Instant since) {}

    private void announce(Reach reach, SubmissionState state, Duration kept, int noticeDays, Instant now) {
        each(reach, state, REMOVAL, kept, since -> since.plus(kept), noticeDays, now, removals::announce);
    }

    /** What is near its day and was not said to be, with the day that it can be said for. */
    private void each(
            Reach reach,
            SubmissionState state,
            String said,
            Duration kept,
            UnaryOperator<Instant> dueOf,
            int noticeDays,
            Instant now,
            BiConsumer<SubmissionId, Instant> announcing) {
        Duration notice = Duration.ofDays(noticeDays);
        Decided last = null;
        List<Decided> page;
        do {
            page = near(reach, state, said, now.minus(kept).plus(notice), last);
            for (Decided decided : page) {
                Instant due = dueOf.apply(decided.since());
                Instant earliest = now.plus(notice);
                attempt(decided.id(), () -> announcing.accept(decided.id(), due.isAfter(earliest) ? due : earliest));
                last = decided;
            }
        } while (page.size() == PAGE_SIZE);
    }

    private List<Decided> near(
            Reach reach, SubmissionState state, String said, Instant decidedBy, @Nullable Decided after) {
        JdbcClient.StatementSpec query = jdbc.sql("select s.id, s.since from submission s where s.state = :state"
                        + " and s.since <= :decidedBy and s.practice = false"
                        + (after == null ? "" : " and (s.since > :after or (s.since = :after and s.id > :afterId))")
                        + (reach.tenant() == null ? "" : " and s.tenant_id = :tenant")
                        + (reach.butTenants().isEmpty() ? "" : " and s.tenant_id not in (:butTenants)")
                        + (reach.versions().isEmpty() ? "" : " and s.version_id in (:versions)")
                        + (reach.butVersions().isEmpty() ? "" : " and s.version_id not in (:butVersions)")
                        + " and not exists (select 1 from " + said + " r"
                        + " where r.submission_id = s.id and r.state_since = s.since)"
                        + " order by s.since, s.id fetch first " + PAGE_SIZE + " rows only")
                .param("state", state.name())
                .param("decidedBy", Timestamp.from(decidedBy));
        if (after != null) {
            query = query.param("after", Timestamp.from(after.since()))
                    .param("afterId", after.id().value());
        }
        if (reach.tenant() != null) {
            query = query.param("tenant", reach.tenant().value());
        }
        if (!reach.butTenants().isEmpty()) {
            query = query.param(
                    "butTenants",
                    reach.butTenants().stream().map(TenantId::value).toList());
        }
        if (!reach.versions().isEmpty()) {
            query = query.param("versions", values(reach.versions()));
        }
        if (!reach.butVersions().isEmpty()) {
            query = query.param("butVersions", values(reach.butVersions()));
        }
        return query.query((row, number) -> new Decided(
                        new SubmissionId(row.getObject("id", UUID.class)),
                        row.getTimestamp("since").toInstant()))
                .list();
    }

    private static List<UUID> values(List<VersionId> versions) {
        return versions.stream().map(VersionId::value).toList();
    }

    /** Evidence that its earner kept longer has a new day, which is told as the first one was. */
    private void tellAgain(Instant now) {
        Instant near = now.plus(Duration.ofDays(retention.installation(NOBODY).noticeDays()));
        inPages(() -> removals.near(near, PAGE_SIZE), removals::tellAgain);
    }

    /** Those that are found, page after page, for as long as none fails. */
    private static void inPages(Supplier<List<SubmissionId>> pages, Consumer<SubmissionId> work) {
        List<SubmissionId> page;
        boolean all;
        do {
            page = pages.get();
            all = true;
            for (SubmissionId id : page) {
                all &= attempt(id, () -> work.accept(id));
            }
        } while (all && page.size() == PAGE_SIZE);
    }

    // ---- carrying out

    private void closeDue(Instant now) {
        inPages(() -> closings.due(now, PAGE_SIZE), closings::close);
    }

    /** What assessors and earners wrote about old decisions goes with the names of who rated. */
    private void forgetOldWords() {
        retention.ratingsAges().forEach(this::forgetOldWords);
    }

    private void forgetOldWords(Retention.RatingsAge age) {
        String old = " where submission_id in (select s.id from submission s where s.state in ('EARNED', 'CLOSED')"
                + " and s.since < :before"
                + (age.of().isEmpty() ? "" : " and s.tenant_id " + (age.but() ? "not " : "") + "in (:tenants)")
                + ")";
        for (String sql : List.of(
                "delete from submission_return" + old,
                "delete from submission_unmet" + old,
                "update submission_appeal set words = '', answer = ''" + old + " and words <> ''")) {
            jdbc.sql(sql)
                    .param("before", Timestamp.from(age.before()))
                    .param("tenants", age.of().stream().map(TenantId::value).toList())
                    .update();
        }
    }

    private void removeDue(Instant now) {
        inPages(() -> removals.due(now, PAGE_SIZE), id -> removals.carryOut(id, now));
    }

    private void carryOutRequests(Instant now) {
        List<DeletionRequest> page;
        UUID last = null;
        do {
            page = requests.due(now, last, PAGE_SIZE);
            for (DeletionRequest request : page) {
                carryOut(request);
                last = request.id();
            }
        } while (page.size() == PAGE_SIZE);
    }

    /** What is being scored is waited for; the name goes last, when nothing else is left. */
    private void carryOut(DeletionRequest request) {
        boolean all = true;
        for (SubmissionId id : submissions.idsOf(request.tenant(), request.person())) {
            boolean done = attempt(id, () -> transaction.executeWithoutResult(status -> removeNow(id)));
            all &= done
                    && submissions.find(id).filter(RemovalSweep::isBeingScored).isEmpty();
        }
        if (all) {
            transaction.executeWithoutResult(status -> {
                persons.forget(request.tenant(), request.person());
                requests.done(request);
            });
        }
    }

    private void removeNow(SubmissionId id) {
        Submission found = submissions.lock(id).orElseThrow();
        if (found.state() == SubmissionState.SUBMITTED && handingIn.isBeingScored(found)) {
            // The news of it is on its way.
            return;
        }
        Submission submission = found.state() == SubmissionState.SUBMITTED ? handingIn.withdraw(id) : found;
        boolean gone = removals.of(submission).filter(Removal::isDone).isPresent();
        renewals.remove(id);
        if (!isBeingScored(submission) && (!gone || removals.hasEvidence(id))) {
            removals.remove(submission, Removal.Reason.REQUEST);
        }
    }

    private static boolean isBeingScored(Submission submission) {
        return submission.state() == SubmissionState.SUBMITTED
                || submission.state() == SubmissionState.IN_SCORING
                || submission.state() == SubmissionState.UNDER_APPEAL;
    }

    private static boolean attempt(SubmissionId id, Runnable work) {
        try {
            work.run();
            return true;
        } catch (RuntimeException e) {
            log.warn("The evidence of submission {} was not dealt with and will be next time", id.value(), e);
            return false;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Upkeep {

        private static final Duration EVERY = Duration.ofHours(1);

        @Bean
        RecurringTask<Void> removeEvidence(RemovalSweep sweep) {
            return Tasks.recurring("submission-remove-evidence", FixedDelay.of(EVERY))
                    .execute((instance, context) -> sweep.run());
        }
    }
}
