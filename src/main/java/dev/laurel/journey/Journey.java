package dev.laurel.journey;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.course.Placement;
import dev.laurel.course.Placements;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LaunchPage;
import dev.laurel.lti.MessageType;
import dev.laurel.lti.Roles;
import dev.laurel.system.NotFound;
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

    private final Placements placements;
    private final Catalogue catalogue;
    private final LearnerPage learner;
    private final CohortPage cohort;

    Journey(Placements placements, Catalogue catalogue, LearnerPage learner, CohortPage cohort) {
        this.placements = placements;
        this.catalogue = catalogue;
        this.learner = learner;
        this.cohort = cohort;
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
        Optional<Place> place = place(launch);
        if (place.isEmpty()) {
            return nothingHere(launch);
        }
        if (isEarner(launch.roles())) {
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
        return place(launch)
                .orElseThrow(
                        () -> new NotFound("The link of launch " + launch.id().value() + " stands for nothing"));
    }

    private Optional<Place> place(Launch launch) {
        return placements.at(launch).flatMap(placement -> catalogue
                .version(placement.version())
                .map(credential -> new Place(placement, credential)));
    }

    private ModelAndView nothingHere(Launch launch) {
        ModelAndView page = new ModelAndView("journey/nothing-here");
        page.addObject("coordinator", launch.roles().isCoordinator() && !isEarner(launch.roles()));
        page.addObject("placed", placements.placedIn(launch));
        return page;
    }

    private static boolean isEarner(Roles roles) {
        return roles.isLearner() || roles.isTestUser();
    }

    private static boolean isOnlyAdministrator(Roles roles) {
        return roles.isPlatformAdministrator() && !isEarner(roles) && !roles.isCoordinator();
    }
}
