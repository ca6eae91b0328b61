package dev.laurel.journey;

import dev.laurel.catalog.Catalogue;
import dev.laurel.course.Placement;
import dev.laurel.course.Placements;
import dev.laurel.journey.Journey.Place;
import dev.laurel.lti.Launch;
import dev.laurel.system.NotFound;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What links stand for, with what is to be read there. */
@Component
class Places {

    private final Placements placements;
    private final Catalogue catalogue;

    Places(Placements placements, Catalogue catalogue) {
        this.placements = placements;
        this.catalogue = catalogue;
    }

    /** @throws NotFound when the link stands for nothing */
    Place here(Launch launch) {
        return at(launch)
                .orElseThrow(
                        () -> new NotFound("The link of launch " + launch.id().value() + " stands for nothing"));
    }

    Optional<Place> at(Launch launch) {
        return placements.at(launch).flatMap(this::of);
    }

    Optional<Place> of(Placement placement) {
        return catalogue.version(placement.version()).map(credential -> new Place(placement, credential));
    }
}
