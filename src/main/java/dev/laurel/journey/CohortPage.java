package dev.laurel.journey;

import dev.laurel.gradebook.GradeStatus;
import dev.laurel.gradebook.Gradebook;
import dev.laurel.journey.Journey.Place;
import dev.laurel.lti.Launch;
import dev.laurel.person.Person;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * Who is where with what a coordinator placed. Attempts and "not yet" are private to the earner: a coordinator sees in
 * progress or earned, who acts next, and whether grades arrive. Never evidence, ratings or percentages.
 */
@Component
class CohortPage {

    private static final int PAGE_SIZE = 25;
    private static final Duration QUIET = Duration.ofDays(14);

    /** The filter that stands in the address. */
    enum Show {
        ALL(EnumSet.allOf(SubmissionState.class)),
        PROGRESS(EnumSet.complementOf(EnumSet.of(SubmissionState.EARNED))),
        EARNED(EnumSet.of(SubmissionState.EARNED));

        private final Set<SubmissionState> states;

        Show(Set<SubmissionState> states) {
            this.states = states;
        }

        /** As it stands in the address; anything else is {@link #ALL}. */
        static Show named(String name) {
            for (Show show : values()) {
                if (show.key().equals(name)) {
                    return show;
                }
            }
            return ALL;
        }

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        int count(Map<SubmissionState, Integer> counts) {
            return states.stream()
                    .mapToInt(state -> counts.getOrDefault(state, 0))
                    .sum();
        }
    }

    /** One choice of the filter with how many it would show. */
    record Choice(String key, int count, boolean current) {}

    /**
     * @param name absent when the platform does not tell
     * @param next who acts next, as message keys spell it
     * @param shared whether another account carries the same e-mail address
     * @param quiet whether the earner could act and has not for two weeks
     */
    record Line(
            SubmissionId submission,
            @Nullable String name,
            boolean earned,
            Instant since,
            String next,
            boolean quiet,
            boolean shared,
            @Nullable GradeStatus grade) {

        public boolean canSendAgain() {
            return grade != null;
        }
    }

    private final Submissions submissions;
    private final Persons persons;
    private final Gradebook gradebook;
    private final Clock clock;

    CohortPage(Submissions submissions, Persons persons, Gradebook gradebook, Clock clock) {
        this.submissions = submissions;
        this.persons = persons;
        this.gradebook = gradebook;
        this.clock = clock;
    }

    ModelAndView of(Launch launch, Place place, Show show, int page) {
        Map<SubmissionState, Integer> counts =
                submissions.countsByState(launch.tenant(), place.placement().id());
        int total = show.count(counts);
        ModelAndView view = new ModelAndView("journey/cohort");
        view.addObject("credential", place.credential());
        view.addObject("barTitle", place.credential().title());
        List<Line> lines = lines(launch, place, show, page);
        view.addObject("lines", lines);
        view.addObject("anyShared", lines.stream().anyMatch(Line::shared));
        view.addObject("choices", choices(counts, show));
        view.addObject("show", show.key());
        view.addObject("page", page);
        view.addObject("pages", (total + PAGE_SIZE - 1) / PAGE_SIZE);
        view.addObject("everybody", Show.ALL.count(counts));
        view.addObject("sent", "");
        return view;
    }

    private static List<Choice> choices(Map<SubmissionState, Integer> counts, Show current) {
        return List.of(Show.values()).stream()
                .map(show -> new Choice(show.key(), show.count(counts), show == current))
                .toList();
    }

    private List<Line> lines(Launch launch, Place place, Show show, int page) {
        List<Submission> found =
                submissions.openedFrom(launch.tenant(), place.placement().id(), show.states, page, PAGE_SIZE);
        Map<PersonId, Person> people = persons.find(
                launch.tenant(), found.stream().map(Submission::earner).toList());
        Map<SubmissionId, GradeStatus> grades = gradebook.status(
                launch.tenant(),
                place.placement().id(),
                found.stream().map(Submission::id).toList());
        Set<PersonId> shared = persons.sharingAddress(launch.tenant(), people.keySet());
        Instant quietSince = clock.instant().minus(QUIET);
        return found.stream()
                .map(submission -> line(
                        submission,
                        people.get(submission.earner()),
                        shared.contains(submission.earner()),
                        grades.get(submission.id()),
                        quietSince))
                .toList();
    }

    private static Line line(
            Submission submission,
            @Nullable Person person,
            boolean shared,
            @Nullable GradeStatus grade,
            Instant quietSince) {
        String next =
                switch (submission.state()) {
                    case DRAFT, NOT_YET -> "earner";
                    case SUBMITTED, IN_SCORING -> "assessor";
                    case EARNED -> "nobody";
                };
        return new Line(
                submission.id(),
                person == null ? null : person.name(),
                submission.state() == SubmissionState.EARNED,
                submission.since(),
                next,
                next.equals("earner") && submission.since().isBefore(quietSince),
                shared,
                grade);
    }
}
