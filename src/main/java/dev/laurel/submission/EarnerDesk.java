package dev.laurel.submission;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.course.Placement;
import dev.laurel.course.Placements;
import dev.laurel.lti.Launch;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who sits in a window and what lies before them. Ids in addresses are looked up from here on only. */
@Component
class EarnerDesk {

    private final Persons persons;
    private final Placements placements;
    private final Catalogue catalogue;
    private final Submissions submissions;

    EarnerDesk(Persons persons, Placements placements, Catalogue catalogue, Submissions submissions) {
        this.persons = persons;
        this.placements = placements;
        this.catalogue = catalogue;
        this.submissions = submissions;
    }

    /**
     * @param submission empty until the earner starts
     */
    record Desk(
            Launch launch,
            Placement placement,
            PersonId earner,
            MicroCredential credential,
            Optional<Submission> submission) {

        /** The submission of the person in this window, and of nobody else. @throws NotStarted when there is none */
        Submission started() {
            return submission.orElseThrow(() -> new NotStarted(launch));
        }
    }

    /**
     * @throws NotForCoordinators unless a learner sits there
     * @throws NothingToSubmit when the link stands for nothing
     */
    Desk of(Launch launch) {
        NotForCoordinators.refuseUnlessLearner(launch);
        Placement placement = placements.at(launch).orElseThrow(() -> new NothingToSubmit(launch));
        MicroCredential credential =
                catalogue.version(placement.version()).orElseThrow(() -> new NothingToSubmit(launch));
        PersonId earner = persons.behind(launch);
        return new Desk(launch, placement, earner, credential, submissions.of(earner, placement.version()));
    }
}
