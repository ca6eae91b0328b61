package dev.laurel.journey;

import dev.laurel.assessment.Holds;
import dev.laurel.course.Calendar;
import dev.laurel.course.Copies;
import dev.laurel.course.PlaceDates;
import dev.laurel.course.RosterState;
import dev.laurel.course.Rosters;
import dev.laurel.gradebook.GradeStatus;
import dev.laurel.gradebook.Gradebook;
import dev.laurel.journey.CohortRows.Enrolment;
import dev.laurel.journey.CohortRows.Row;
import dev.laurel.journey.CohortRows.Show;
import dev.laurel.journey.CohortRows.Work;
import dev.laurel.journey.Journey.Place;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LtiUserId;
import dev.laurel.person.Person;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.submission.OwnData;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.SubmissionState;
import dev.laurel.system.Paging;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * Who is where with what a coordinator placed: everybody on the course's roster, whether they started or not, and apart
 * from them who left it. Attempts and "not yet" are private to the earner: a coordinator sees in progress or earned, who
 * acts next, and whether grades arrive. Never evidence, ratings or percentages.
 */
@Component
class CohortPage {

    private static final int PAGE_SIZE = 25;

    /** One choice of the filter with how many it would show. */
    record Choice(String key, int count, boolean current) {}

    /**
     * @param submission absent for somebody who has not started
     * @param name absent when the platform does not tell
     * @param state as message keys spell it
     * @param since absent for somebody who has not started
     * @param next who acts next, as message keys spell it; absent for somebody who left
     * @param quiet whether the earner could act and has not for as long as counts as stuck in the course
     * @param lateSince since when it should have been handed in and was not; absent where it was, or has time
     * @param shared whether another account carries the same e-mail address
     */
    record Line(
            @Nullable SubmissionId submission,
            @Nullable String name,
            String state,
            @Nullable Instant since,
            @Nullable String next,
            boolean quiet,
            @Nullable Instant lateSince,
            boolean shared,
            boolean offRoster,
            @Nullable Instant leftAt,
            @Nullable Instant heldUntil,
            @Nullable GradeStatus grade) {

        public boolean isEarned() {
            return state.equals("earned");
        }

        public boolean canSendAgain() {
            return grade != null && grade.graded();
        }
    }

    private final CohortRows rows;
    private final Rosters rosters;
    private final Copies copies;
    private final Persons persons;
    private final Gradebook gradebook;
    private final OwnData ownData;
    private final Calendar calendar;
    private final StuckBounds bounds;
    private final LastAttempts lasts;
    private final Holds holds;
    private final Clock clock;

    CohortPage(
            CohortRows rows,
            Rosters rosters,
            Copies copies,
            Persons persons,
            Gradebook gradebook,
            OwnData ownData,
            Calendar calendar,
            StuckBounds bounds,
            LastAttempts lasts,
            Holds holds,
            Clock clock) {
        this.rows = rows;
        this.rosters = rosters;
        this.copies = copies;
        this.persons = persons;
        this.gradebook = gradebook;
        this.ownData = ownData;
        this.calendar = calendar;
        this.bounds = bounds;
        this.lasts = lasts;
        this.holds = holds;
        this.clock = clock;
    }

    ModelAndView of(Launch launch, Place place, Show show, int page) {
        rosters.noteStaff(launch);
        LastAttempts.Ended ended =
                lasts.of(launch.tenant(), Map.of(place.placement().id(), place.credential()));
        Map<Show, Integer> counts =
                rows.counts(launch.tenant(), place.placement().id(), ended);
        Paging paging = Paging.of(page, Objects.requireNonNull(counts.get(show)), PAGE_SIZE);
        RosterState roster = rosters.state(launch);
        ModelAndView view = new ModelAndView("journey/cohort");
        view.addObject("credential", place.credential());
        view.addObject("barTitle", place.credential().title());
        PlaceDates dates = calendar.of(launch, place.placement());
        int days = bounds.of(launch.tenant(), place.placement().context());
        view.addObject("dates", dates).addObject("over", dates.isOver(clock.instant()));
        view.addObject("place", place.placement().id().value());
        view.addObject("days", days);
        List<Line> lines = lines(launch, place, dates, days, ended, show, paging.page());
        view.addObject("lines", lines);
        view.addObject("anyShared", lines.stream().anyMatch(Line::shared));
        view.addObject("choices", choices(counts, show));
        view.addObject("show", show.key());
        view.addObject("page", paging.page());
        view.addObject("pages", paging.pages());
        view.addObject("everybody", counts.get(Show.ALL));
        view.addObject("gone", counts.get(Show.LEFT));
        view.addObject("roster", roster);
        view.addObject(
                "leftOut", rows.leftOut(launch.tenant(), place.placement().id()));
        view.addObject("problem", problem(roster));
        boolean nobodyStarted = Objects.equals(counts.get(Show.ALL), counts.get(Show.NEW));
        view.addObject("copied", nobodyStarted && copies.isCopy(launch));
        view.addObject(
                "deletions",
                ownData.requestsAt(launch.tenant(), place.placement().id()));
        view.addObject("sent", "");
        view.addObject("refreshed", "");
        return view;
    }

    private static @Nullable String problem(RosterState roster) {
        return roster.problem() == null
                ? null
                : roster.problem().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<Choice> choices(Map<Show, Integer> counts, Show current) {
        return Arrays.stream(Show.values())
                .map(show -> new Choice(show.key(), counts.getOrDefault(show, 0), show == current))
                .filter(choice ->
                        !Set.of("left", "late").contains(choice.key()) || choice.count() > 0 || choice.current())
                .toList();
    }

    private List<Line> lines(
            Launch launch, Place place, PlaceDates dates, int days, LastAttempts.Ended ended, Show show, int page) {
        List<Row> found = rows.page(launch.tenant(), place.placement().id(), ended, show, page, PAGE_SIZE);
        Map<PersonId, Person> people = persons.find(
                launch.tenant(), works(found).map(Work::earner).distinct().toList());
        Map<SubmissionId, GradeStatus> grades = gradebook.status(
                launch.tenant(),
                place.placement().id(),
                works(found).map(Work::submission).distinct().toList());
        Map<SubmissionId, Instant> held = holds.until(works(found)
                .filter(work -> canBeHeld(work.state()))
                .map(Work::submission)
                .toList());
        Set<PersonId> shared = persons.sharingAddress(launch.tenant(), people.keySet());
        Map<LtiUserId, Person> met = persons.met(
                launch.tenant(),
                found.stream()
                        .filter(row -> row.work() == null)
                        .map(Row::account)
                        .toList());
        Instant quietSince = clock.instant().minus(Duration.ofDays(days));
        Set<LtiUserId> late = dates.isOver(clock.instant())
                ? rows.late(
                        launch.tenant(),
                        place.placement().id(),
                        found.stream().map(Row::account).toList())
                : Set.of();
        return found.stream()
                .map(row -> {
                    Work work = row.work();
                    return work == null
                            ? notStarted(row, met.get(row.account()), late.contains(row.account()) ? dates.due() : null)
                            : started(
                                    row,
                                    work,
                                    people.get(work.earner()),
                                    shared.contains(work.earner()),
                                    grades.get(work.submission()),
                                    held.get(work.submission()),
                                    quietSince,
                                    ended.includes(
                                            place.placement().id(), work.submission(), work.state(), work.attempt()),
                                    late.contains(row.account()) ? dates.due() : null);
                })
                .toList();
    }

    private static Stream<Work> works(List<Row> rows) {
        return rows.stream().flatMap(row -> Stream.ofNullable(row.work()));
    }

    private static Line notStarted(Row row, @Nullable Person met, @Nullable Instant lateSince) {
        String state = met == null ? "not-opened" : "not-started";
        return new Line(null, name(row, met), state, null, "earner", false, lateSince, false, false, null, null, null);
    }

    /** What the person's own launches told last, else what the roster says. */
    private static @Nullable String name(Row row, @Nullable Person person) {
        return person == null || person.name() == null ? row.name() : person.name();
    }

    /** As message keys spell what a coordinator is told of a state. */
    static String state(SubmissionState state) {
        return switch (state) {
            case EARNED -> "earned";
            case CLOSED -> "closed";
            default -> "progress";
        };
    }

    /** Whether a hold can keep work from going on in that state. */
    static boolean canBeHeld(SubmissionState state) {
        return state != SubmissionState.EARNED
                && state != SubmissionState.CLOSED
                && state != SubmissionState.UNDER_APPEAL;
    }

    /** Who acts next, as message keys spell it, while the work has not ended. */
    static String next(SubmissionState state) {
        return switch (state) {
            case DRAFT, NOT_YET -> "earner";
            case SUBMITTED, IN_SCORING, UNDER_APPEAL -> "assessor";
            case EARNED, CLOSED -> "nobody";
        };
    }

    private static Line started(
            Row row,
            Work work,
            @Nullable Person person,
            boolean shared,
            @Nullable GradeStatus grade,
            @Nullable Instant heldUntil,
            Instant quietSince,
            boolean ended,
            @Nullable Instant lateSince) {
        boolean held = heldUntil != null;
        String next = held ? "lead" : ended ? "over" : next(work.state());
        boolean in = row.enrolment() == Enrolment.IN;
        return new Line(
                work.submission(),
                name(row, person),
                held ? "held" : ended ? "ended" : state(work.state()),
                work.since(),
                in || !next.equals("earner") ? next : null,
                in && next.equals("earner") && work.since().isBefore(quietSince),
                in ? lateSince : null,
                shared,
                row.enrolment() == Enrolment.OFF,
                row.enrolment() == Enrolment.LEFT ? row.leftAt() : null,
                heldUntil,
                grade);
    }
}
