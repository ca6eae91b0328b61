package dev.laurel.assessment;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.assessment.Cases.Promised;
import dev.laurel.assessment.Seats.Holder;
import dev.laurel.assessment.Seats.Overdue;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.EarnerNotice;
import dev.laurel.submission.Turnaround;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** What happens when dates pass: overdue work goes to somebody else, and the earner is told what holds now. */
@Service
class Deadlines {

    private static final int AT_ONCE = 200;
    private static final List<StaffRole> SCORING =
            List.of(StaffRole.ASSESSOR, StaffRole.LEAD_ASSESSOR, StaffRole.COMPLETENESS_REVIEWER);

    private final Cases cases;
    private final HandIns handIns;
    private final Seats seats;
    private final Queue queue;
    private final Holds holds;
    private final AppealDesk appeals;
    private final Staffing staffing;
    private final Staff staff;
    private final Readings readings;
    private final BackReading backReading;
    private final Seeding seeding;
    private final AnchorDesk anchors;
    private final Turnaround turnaround;
    private final Practice<ScoringSettings> practice;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Deadlines(
            Cases cases,
            HandIns handIns,
            Seats seats,
            Queue queue,
            Holds holds,
            AppealDesk appeals,
            Staffing staffing,
            Staff staff,
            Readings readings,
            BackReading backReading,
            Seeding seeding,
            AnchorDesk anchors,
            Turnaround turnaround,
            Practice<ScoringSettings> practice,
            AuditTrail audit,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            Clock clock) {
        this.cases = cases;
        this.handIns = handIns;
        this.seats = seats;
        this.queue = queue;
        this.holds = holds;
        this.appeals = appeals;
        this.staffing = staffing;
        this.staff = staff;
        this.readings = readings;
        this.backReading = backReading;
        this.seeding = seeding;
        this.anchors = anchors;
        this.turnaround = turnaround;
        this.practice = practice;
        this.audit = audit;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** When what is overdue goes back to the queue: so many business days after it was due or, if later, taken. */
    Instant takenBackAt(TenantId tenant, Instant dueAt, Instant takenAt) {
        return turnaround.after(
                tenant,
                takenAt.isAfter(dueAt) ? takenAt : dueAt,
                practice.at(tenant, takenAt).takeBackDays());
    }

    /** Looks at every date that has passed. Each case is a transaction of its own, and a second look changes nothing. */
    void look() {
        Instant now = clock.instant();
        takeBackFromThoseGone(now);
        takeBack(now);
        seeding.takeBack(this, now);
        anchors.followRemovals(now);
        renewPromises(now);
        appeals.renewPromises(now);
    }

    /** What somebody holds whose account or tasks ended does not lie until it is overdue. */
    private void takeBackFromThoseGone(Instant now) {
        List<Holder> holders = seats.holders();
        List<Holder> reading = readings.leadsReading();
        Set<TenantId> tenants = new HashSet<>();
        holders.forEach(holder -> tenants.add(holder.tenant()));
        reading.forEach(lead -> tenants.add(lead.tenant()));
        Map<TenantId, Map<StaffRole, Set<StaffId>>> acting = staff.acting(SCORING, tenants);
        for (Holder holder : holders) {
            boolean scores = acting.getOrDefault(holder.tenant(), Map.of()).values().stream()
                    .anyMatch(people -> people.contains(holder.staff()));
            if (!scores) {
                seats.heldBy(holder, AT_ONCE).forEach(id -> queue.leaveBehind(id, holder.staff()));
            }
        }
        for (Holder lead : reading) {
            boolean leads = acting.getOrDefault(lead.tenant(), Map.of())
                    .getOrDefault(StaffRole.LEAD_ASSESSOR, Set.of())
                    .contains(lead.staff());
            if (!leads) {
                readings.heldBy(lead, AT_ONCE)
                        .forEach(
                                held -> transaction.executeWithoutResult(status -> backReading.leaveBehind(held, now)));
            }
        }
    }

    private void takeBack(Instant now) {
        Overdue last = null;
        List<Overdue> found;
        do {
            found = seats.heldOverdue(now, last, AT_ONCE);
            for (Overdue overdue : found) {
                if (isToBeTakenBack(overdue, now)) {
                    takeBack(overdue.caseId(), overdue.seat(), now);
                }
                last = overdue;
            }
        } while (found.size() == AT_ONCE);
    }

    private boolean isToBeTakenBack(Overdue overdue, Instant now) {
        Instant takenAt = overdue.takenAt() == null ? overdue.dueAt() : overdue.takenAt();
        return overdue.holder() != null && !now.isBefore(takenBackAt(overdue.tenant(), overdue.dueAt(), takenAt));
    }

    /** It may have been put on hold, or given another date when that ended, since it was seen to be overdue. */
    void takeBack(CaseId id, Seat seat, Instant now) {
        transaction.executeWithoutResult(status -> {
            AssessmentCase about = cases.lock(id).orElseThrow();
            seats.heldOverdue(about.id(), seat, now)
                    .filter(overdue -> isToBeTakenBack(overdue, now))
                    .ifPresent(overdue -> queue.takeBack(id, seat, Objects.requireNonNull(overdue.holder())));
        });
    }

    private void renewPromises(Instant now) {
        AssessmentCase last = null;
        List<Promised> found;
        do {
            found = cases.promisesOver(now, last, AT_ONCE);
            for (Promised promised : found) {
                transaction.executeWithoutResult(
                        status -> renew(promised.about().id(), now));
                last = promised.about();
            }
        } while (found.size() == AT_ONCE);
    }

    /** A later date where people are at work or can be; otherwise the truth that there is none. */
    void renew(CaseId id, Instant now) {
        Promised promised = cases.lockPromise(id).orElseThrow();
        AssessmentCase about = promised.about();
        boolean stillOwed =
                about.dueAt().isBefore(now) && about.state().isOpen() && !holds.isHeld(id) && handIns.stands(about);
        boolean noDate = staffing.isShort(about);
        if (!stillOwed || noDate && promised.undatable()) {
            return;
        }
        @Nullable
        Instant later = noDate
                ? null
                : turnaround.after(
                        about.tenant(), now, practice.of(about.tenant()).extraDays());
        if (later == null) {
            cases.undatable(id);
        } else {
            cases.postpone(id, later);
        }
        audit.record(about, null, Action.PROMISE_MOVED, later == null ? "no date" : "due " + later);
        events.publishEvent(new MoreTimeNeeded(about.attempt(), later, now));
        if (later != null) {
            events.publishEvent(
                    new EarnerNotice(about.attempt().submission(), about.tenant(), EarnerNotice.Kind.LATER, later));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        /** Often enough for dates that end with a business day, and on one node at a time. */
        @Bean
        RecurringTask<Void> lookAfterDeadlines(Deadlines deadlines) {
            return Tasks.recurring("assessment-look-after-deadlines", FixedDelay.ofMinutes(10))
                    .execute((instance, context) -> deadlines.look());
        }
    }
}
