package dev.laurel.journey;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.course.Placement;
import dev.laurel.course.PlacementId;
import dev.laurel.course.Placements;
import dev.laurel.gradebook.CourseGrades;
import dev.laurel.gradebook.GradeLine;
import dev.laurel.gradebook.GradeLine.Show;
import dev.laurel.gradebook.Gradebook;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LaunchContext;
import dev.laurel.person.Person;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.Submissions;
import dev.laurel.system.NotFound;
import dev.laurel.system.Paging;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The grades of a course for its coordinator: what arrived, what waits and why, what the gradebook holds otherwise. Figures
 * show only where gradebook and Laurel differ, since both stand in the coordinator's own gradebook then or did.
 */
@Controller
@RequestMapping("/l/{launch}/grades")
class GradesPage {

    private static final int PAGE_SIZE = 25;

    private final Placements placements;
    private final CourseGrades grades;
    private final Gradebook gradebook;
    private final Submissions submissions;
    private final Persons persons;
    private final Catalogue catalogue;

    GradesPage(
            Placements placements,
            CourseGrades grades,
            Gradebook gradebook,
            Submissions submissions,
            Persons persons,
            Catalogue catalogue) {
        this.placements = placements;
        this.grades = grades;
        this.gradebook = gradebook;
        this.submissions = submissions;
        this.persons = persons;
        this.catalogue = catalogue;
    }

    /** One choice of the filter with how many it would show. */
    record Choice(String key, int count, boolean current) {}

    /**
     * @param name absent when the platform does not tell
     * @param sent and {@code found}, in percent as people write it; only where they differ
     */
    record Line(
            UUID submission,
            UUID placement,
            @Nullable String name,
            String title,
            GradeLine grade,
            @Nullable String sent,
            @Nullable String found) {}

    @GetMapping
    ModelAndView grades(
            Launch launch,
            @RequestParam(defaultValue = "attention") String show,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "") String did) {
        Map<PlacementId, String> titles = titles(launch);
        Map<Show, Integer> counts = grades.counts(launch.tenant(), titles.keySet());
        Show shown = named(show);
        Paging paging = Paging.of(page, Objects.requireNonNull(counts.get(shown)), PAGE_SIZE);
        return new ModelAndView("journey/grades")
                .addObject("lines", lines(launch, titles, shown, paging.page()))
                .addObject(
                        "choices",
                        List.of(Show.values()).stream()
                                .map(choice -> new Choice(
                                        key(choice), Objects.requireNonNull(counts.get(choice)), choice == shown))
                                .toList())
                .addObject("show", key(shown))
                .addObject("page", paging.page())
                .addObject("pages", paging.pages())
                .addObject("everything", counts.get(Show.ALL))
                .addObject(
                        "checks",
                        grades.checks(launch.tenant(), titles.keySet()).orElse(null))
                .addObject("stuck", grades.stuck(launch.tenant(), titles.keySet()))
                .addObject("did", List.of("sent", "all", "nothing", "checking").contains(did) ? did : "");
    }

    /** Compares with the gradebook soon; the page says when that was done. */
    @PostMapping("/check")
    String check(Launch launch, @RequestParam(defaultValue = "attention") String show) {
        grades.checkNow(launch.tenant(), titles(launch).keySet());
        return back(launch, show, 0, "checking");
    }

    /** Sends again all that is stuck, in the whole course. */
    @PostMapping("/again")
    String sendAllAgain(Launch launch) {
        int sent = gradebook.sendAgain(launch.tenant(), titles(launch).keySet());
        return back(launch, key(sent > 0 ? Show.WAITING : Show.ATTENTION), 0, sent > 0 ? "all" : "nothing");
    }

    @PostMapping("/{placement}/{submission}")
    String sendAgain(
            Launch launch,
            @PathVariable UUID placement,
            @PathVariable UUID submission,
            @RequestParam(defaultValue = "attention") String show,
            @RequestParam(defaultValue = "0") int page) {
        PlacementId place = new PlacementId(placement);
        if (!titles(launch).containsKey(place)) {
            throw new NotFound("Placement " + placement + " is not in the course of the launch");
        }
        boolean sent = gradebook.sendAgain(launch.tenant(), place, new SubmissionId(submission));
        return back(launch, show, page, sent ? "sent" : "nothing");
    }

    private static String back(Launch launch, String show, int page, String did) {
        return "redirect:"
                + launch.path("/grades?show=" + key(named(show)) + "&page=" + Math.max(0, page) + "&did=" + did);
    }

    /** What stands in the course, by place. @throws NotFound unless a coordinator asks, in a course */
    private Map<PlacementId, String> titles(Launch launch) {
        LaunchContext course = launch.context();
        if (!launch.roles().isCoordinator() || course == null) {
            throw new NotFound("Launch " + launch.id().value() + " is no coordinator's in a course");
        }
        Map<PlacementId, String> titles = new HashMap<>();
        for (Placement placement : placements.in(launch.tenant(), course.id())) {
            catalogue
                    .version(placement.version())
                    .map(MicroCredential::title)
                    .ifPresent(title -> titles.put(placement.id(), title));
        }
        return titles;
    }

    private List<Line> lines(Launch launch, Map<PlacementId, String> titles, Show show, int page) {
        List<GradeLine> found = grades.lines(launch.tenant(), titles.keySet(), show, page, PAGE_SIZE);
        Map<SubmissionId, PersonId> earners = submissions.earners(
                launch.tenant(), found.stream().map(GradeLine::submission).toList());
        Map<PersonId, Person> people = persons.find(launch.tenant(), earners.values());
        return found.stream()
                .map(line -> {
                    PersonId earner = earners.get(line.submission());
                    Person person = earner == null ? null : people.get(earner);
                    return new Line(
                            line.submission().value(),
                            line.placement().value(),
                            person == null ? null : person.name(),
                            Objects.requireNonNull(titles.get(line.placement())),
                            line,
                            percent(line.sent()),
                            percent(line.found()));
                })
                .toList();
    }

    private static @Nullable String percent(@Nullable Double value) {
        return value == null
                ? null
                : BigDecimal.valueOf(value)
                        .setScale(1, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static Show named(String name) {
        for (Show show : Show.values()) {
            if (key(show).equals(name)) {
                return show;
            }
        }
        return Show.ATTENTION;
    }

    private static String key(Show show) {
        return show.name().toLowerCase(Locale.ROOT);
    }
}
