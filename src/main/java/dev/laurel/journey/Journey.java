package dev.laurel.journey;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.VersionId;
import dev.laurel.course.Calendar;
import dev.laurel.course.PlaceDates;
import dev.laurel.course.Placement;
import dev.laurel.course.PlacementId;
import dev.laurel.course.Placements;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LaunchContext;
import dev.laurel.lti.LaunchPage;
import dev.laurel.lti.MessageType;
import dev.laurel.lti.Roles;
import dev.laurel.system.NotFound;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * The first page of a window: the earner's own way through a micro-credential, the coordinator's cohort, or, where the link
 * stands for nothing, what to do next. Who is learner and coordinator at once gets the earner's page, where nothing about
 * others shows, with a way to the cohort.
 */
@Component
class Journey implements LaunchPage {

    /** In the address that goes with a score: the submission whose work is meant. */
    private static final String REVIEWED = "submission";

    private final Placements placements;
    private final Places places;
    private final Reviews reviews;
    private final LearnerPage learner;
    private final CohortPage cohort;
    private final Calendar calendar;

    Journey(
            Placements placements,
            Places places,
            Reviews reviews,
            LearnerPage learner,
            CohortPage cohort,
            Calendar calendar) {
        this.placements = placements;
        this.places = places;
        this.reviews = reviews;
        this.learner = learner;
        this.cohort = cohort;
        this.calendar = calendar;
    }

    /** What a link stands for. */
    record Place(Placement placement, MicroCredential credential) {}

    @Override
    public MessageType answers() {
        return MessageType.RESOURCE_LINK;
    }

    @Override
    public ModelAndView open(Launch launch) {
        if (isOnlyAdministrator(launch.roles())) {
            return new ModelAndView("journey/connected");
        }
        return launch.target()
                .parameter(REVIEWED)
                .flatMap(submission -> reviews.linked(launch, submission))
                .orElseGet(() -> firstPage(launch));
    }

    private ModelAndView firstPage(Launch launch) {
        Optional<Place> place = places.at(launch);
        if (place.isEmpty()) {
            return nothingHere(launch);
        }
        if (launch.roles().isEarner()) {
            return learner.of(launch, place.get());
        }
        if (launch.roles().isCoordinator()) {
            return cohort.of(launch, place.get(), CohortRows.Show.ALL, 0);
        }
        return learner.preview(launch, place.get());
    }

    /** @throws NotFound unless a coordinator asks, at a link that stands for something */
    Place coordinated(Launch launch) {
        if (!launch.roles().isCoordinator()) {
            throw new NotFound("Launch " + launch.id().value() + " is no coordinator's");
        }
        return places.here(launch);
    }

    /** For links that stand for nothing, such as the entry in the menu of a course, where the way goes to the whole course. */
    ModelAndView nothingHere(Launch launch) {
        ModelAndView page = new ModelAndView("journey/nothing-here");
        page.addObject(
                "coordinator", launch.roles().isCoordinator() && !launch.roles().isEarner());
        page.addObject("leads", launch.roles().isCoordinator() && launch.context() != null);
        List<MicroCredential> placed = placements.placedIn(launch);
        page.addObject("placed", placed);
        page.addObject("course", !placed.isEmpty() && placements.isForCourse(launch));
        page.addObject("dues", dues(launch));
        return page;
    }

    /** The next date of each version that stands in the course of this launch. */
    private Map<VersionId, Instant> dues(Launch launch) {
        LaunchContext course = launch.context();
        if (course == null) {
            return Map.of();
        }
        List<Placement> standing = placements.in(launch.tenant(), course.id());
        Map<PlacementId, PlaceDates> dates = calendar.in(
                launch.tenant(), standing.stream().map(Placement::id).toList());
        Map<VersionId, Instant> dues = new HashMap<>();
        for (Placement place : standing) {
            Instant due = dates.getOrDefault(place.id(), PlaceDates.NONE).due();
            if (due != null) {
                dues.merge(place.version(), due, (one, other) -> one.isBefore(other) ? one : other);
            }
        }
        return dues;
    }

    private static boolean isOnlyAdministrator(Roles roles) {
        return (roles.isPlatformAdministrator() || roles.isCourseAdministrator())
                && !roles.isEarner()
                && !roles.isCoordinator();
    }
}
