package dev.laurel.assessment;

import dev.laurel.assessment.Qualifications.Qualification;
import dev.laurel.assessment.Seats.Load;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.Turnaround;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    private final Qualifications qualifications;
    private final Anchors anchors;
    private final Practice<QualitySettings> practice;
    private final Turnaround turnaround;

    DailyWork(
            Seats seats,
            Queue queue,
            Holds holds,
            AppealDesk appeals,
            Staffing staffing,
            Questions questions,
            Pauses pauses,
            Qualifications qualifications,
            Anchors anchors,
            Practice<QualitySettings> practice,
            Turnaround turnaround) {
        this.seats = seats;
        this.queue = queue;
        this.holds = holds;
        this.appeals = appeals;
        this.staffing = staffing;
        this.questions = questions;
        this.pauses = pauses;
        this.qualifications = qualifications;
        this.anchors = anchors;
        this.practice = practice;
        this.turnaround = turnaround;
    }

    /**
     * @param held what this person has taken, and appeals that wait for them; {@code waiting} what they could take
     * @param overdue what is overdue with whomever, in programmes that this person leads
     * @param onHold what is on hold there beyond the day that was named
     * @param stranded submissions that nobody can take, in programmes that this person leads, of {@code titles}
     * @param answered questions to earners that were answered since the last look
     * @param paused people whom their ratings have paused since the last look
     * @param ending qualifications of this person that are soon to end, as was not yet so at the last look
     * @param ended those that have ended since
     */
    record Day(
            Times held,
            Times waiting,
            int overdue,
            int onHold,
            int stranded,
            List<String> titles,
            int answered,
            int paused,
            int ending,
            int ended) {

        boolean isEmpty() {
            return held.equals(Times.NONE)
                    && waiting.equals(Times.NONE)
                    && overdue + onHold + stranded + answered + paused + ending + ended == 0;
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
        List<Qualification> own = asked(person);
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
                pauses.countMade(person.leads(), since, now),
                (int) own.stream()
                        .filter(one -> one.until().isAfter(now) && isIn(soon(one), since, now))
                        .count(),
                (int) own.stream().filter(one -> isIn(one.until(), since, now)).count());
    }

    /** This person's, of work that is given to the qualified alone. */
    private List<Qualification> asked(StaffMember person) {
        Map<TenantId, Set<MicroCredentialId>> enough = anchors.enough(person.assesses());
        return qualifications.of(person.id(), person.assesses()).stream()
                .filter(held -> switch (practice.of(held.tenant()).required()) {
                    case ALWAYS -> true;
                    case WHERE_POSSIBLE ->
                        enough.getOrDefault(held.tenant(), Set.of()).contains(held.family());
                    case NEVER -> false;
                })
                .toList();
    }

    /** From when on the desk says that it ends. */
    private Instant soon(Qualification held) {
        return held.until().minus(Duration.ofDays(practice.of(held.tenant()).reminderDays()));
    }

    private static boolean isIn(Instant at, Instant since, Instant now) {
        return at.isAfter(since) && !at.isAfter(now);
    }

    private Times times(TenantId tenant, Instant due, Instant now) {
        return due.isBefore(now) ? new Times(1, 0) : new Times(0, due.isBefore(endOfNext(tenant, now)) ? 1 : 0);
    }

    private Instant endOfNext(TenantId tenant, Instant now) {
        return turnaround.endOfNext(tenant, now.atZone(turnaround.zone(tenant)).toLocalDate());
    }
}
