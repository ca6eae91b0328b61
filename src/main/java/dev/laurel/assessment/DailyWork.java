package dev.laurel.assessment;

import dev.laurel.assessment.Seats.Load;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.Turnaround;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What somebody who scores or leads should know of today, in numbers: nobody's name, and nothing of anybody's work. */
@Component
class DailyWork {

    private static final int MOST = 50;

    private final Seats seats;
    private final Queue queue;
    private final Holds holds;
    private final AppealDesk appeals;
    private final Staffing staffing;
    private final Questions questions;
    private final Pauses pauses;
    private final Turnaround turnaround;

    DailyWork(
            Seats seats,
            Queue queue,
            Holds holds,
            AppealDesk appeals,
            Staffing staffing,
            Questions questions,
            Pauses pauses,
            Turnaround turnaround) {
        this.seats = seats;
        this.queue = queue;
        this.holds = holds;
        this.appeals = appeals;
        this.staffing = staffing;
        this.questions = questions;
        this.pauses = pauses;
        this.turnaround = turnaround;
    }

    /**
     * @param held what this person has taken, and appeals that wait for them; {@code waiting} what they could take
     * @param overdue what is overdue with whomever, in programmes that this person leads
     * @param onHold what is on hold there beyond the day that was named
     * @param stranded submissions that nobody can take, in programmes that this person leads, of {@code titles}
     * @param answered questions to earners that were answered since the last look
     * @param paused people whom their ratings have paused since the last look
     */
    record Day(
            Times held,
            Times waiting,
            int overdue,
            int onHold,
            int stranded,
            List<String> titles,
            int answered,
            int paused) {

        boolean isEmpty() {
            return held.equals(Times.NONE)
                    && waiting.equals(Times.NONE)
                    && overdue + onHold + stranded + answered + paused == 0;
        }
    }

    /**
     * @param late past due
     * @param soon due by the end of the next day on which the programme works
     */
    record Times(int late, int soon) {

        static final Times NONE = new Times(0, 0);

        Times and(Times other) {
            return new Times(late + other.late, soon + other.soon);
        }
    }

    Day of(StaffMember person, Instant now, Instant since) {
        Set<TenantId> tenants = new HashSet<>(person.assesses());
        tenants.addAll(person.leads());
        tenants.addAll(person.checks());
        Times held = Stream.concat(
                        seats.heldBy(person.id(), tenants, MOST).stream()
                                .map(taken -> times(taken.tenant(), taken.dueAt(), now)),
                        appeals.open(person, 0, MOST).stream()
                                .filter(AppealDesk.Waiting::yours)
                                .map(appeal -> times(
                                        appeal.row().tenant(), appeal.row().answerBy(), now)))
                .reduce(Times.NONE, Times::and);
        Instant soon = tenants.stream()
                .map(tenant -> endOfNext(tenant, now))
                .min(Instant::compareTo)
                .orElse(now);
        Load load = Arrays.stream(Work.values())
                .map(work -> queue.load(person, work, now, soon))
                .reduce(Load.NONE, Load::and);
        List<Staffing.Shortage> shortages = person.leads().isEmpty() ? List.of() : staffing.in(person.leads());
        return new Day(
                held,
                new Times(load.late(), load.soon()),
                seats.countOverdue(person.leads(), now, Load.MOST),
                holds.countOverdue(person.leads(), now, Load.MOST),
                shortages.stream().mapToInt(Staffing.Shortage::submissions).sum(),
                shortages.stream()
                        .map(Staffing.Shortage::title)
                        .distinct()
                        .limit(5)
                        .toList(),
                questions.answered(person.leads(), since, now),
                pauses.countMade(person.leads(), since, now));
    }

    private Times times(TenantId tenant, Instant due, Instant now) {
        return due.isBefore(now) ? new Times(1, 0) : new Times(0, due.isBefore(endOfNext(tenant, now)) ? 1 : 0);
    }

    private Instant endOfNext(TenantId tenant, Instant now) {
        return turnaround.endOfNext(tenant, now.atZone(turnaround.zone(tenant)).toLocalDate());
    }
}
