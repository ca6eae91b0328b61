package dev.laurel.journey;

import dev.laurel.course.Rosters;
import dev.laurel.gradebook.Gradebook;
import dev.laurel.journey.CohortRows.Show;
import dev.laurel.journey.Journey.Place;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LaunchPage;
import dev.laurel.lti.MessageType;
import dev.laurel.submission.SubmissionId;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The pages of a window that belong to no single step. */
@Controller
@RequestMapping("/l/{launch}")
class JourneyController {

    /** So long a press of "refresh" waits for the platform; the reading goes on without it. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Map<MessageType, LaunchPage> pages = new EnumMap<>(MessageType.class);
    private final Journey journey;
    private final LearnerPage learner;
    private final CohortPage cohort;
    private final Rosters rosters;
    private final Gradebook gradebook;

    JourneyController(
            List<LaunchPage> pages,
            Journey journey,
            LearnerPage learner,
            CohortPage cohort,
            Rosters rosters,
            Gradebook gradebook) {
        pages.forEach(page -> this.pages.putIfAbsent(page.answers(), page));
        this.journey = journey;
        this.learner = learner;
        this.cohort = cohort;
        this.rosters = rosters;
        this.gradebook = gradebook;
    }

    /** The page that the launch opened, again. */
    @GetMapping
    ModelAndView home(Launch launch) {
        return pages.getOrDefault(launch.message(), journey).open(launch);
    }

    @GetMapping("/cohort")
    ModelAndView cohort(
            Launch launch,
            @RequestParam(defaultValue = "all") String show,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "") String sent,
            @RequestParam(defaultValue = "") String refreshed) {
        return cohort.of(launch, journey.coordinated(launch), Show.named(show), page)
                .addObject("sent", sent)
                .addObject("refreshed", refreshed);
    }

    /** Asks the platform for the roster now. */
    @PostMapping("/roster")
    String refreshRoster(Launch launch, @RequestParam(defaultValue = "all") String show) {
        journey.coordinated(launch);
        String outcome =
                switch (rosters.refresh(launch, PATIENCE)) {
                    case DONE -> "yes";
                    case NOT_GIVEN -> "no";
                    case UNDER_WAY -> "soon";
                };
        return "redirect:" + launch.path("/cohort?show=" + Show.named(show).key() + "&refreshed=" + outcome);
    }

    /** The page as somebody who has not started sees it. */
    @GetMapping("/preview")
    ModelAndView preview(Launch launch) {
        return learner.preview(launch, journey.coordinated(launch));
    }

    @PostMapping("/grades/{submission}")
    String sendAgain(
            Launch launch,
            @PathVariable UUID submission,
            @RequestParam(defaultValue = "all") String show,
            @RequestParam(defaultValue = "0") int page) {
        Place place = journey.coordinated(launch);
        boolean sent = gradebook.sendAgain(launch.tenant(), place.placement().id(), new SubmissionId(submission));
        return "redirect:"
                + launch.path("/cohort?show="
                        + Show.named(show).key()
                        + "&page=" + Math.max(0, page) + "&sent=" + (sent ? "yes" : "nothing"));
    }
}
