package dev.laurel.submission;

import dev.laurel.course.PlacementId;
import dev.laurel.person.DeletionRequest;
import dev.laurel.person.DeletionRequests;
import dev.laurel.person.PersonId;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What earners may ask of their data: that it be deleted, and that it be not. */
@Component
public class OwnData {

    private final DeletionRequests requests;
    private final Retention retention;
    private final SubmissionRows submissions;
    private final Clock clock;

    OwnData(DeletionRequests requests, Retention retention, SubmissionRows submissions, Clock clock) {
        this.requests = requests;
        this.retention = retention;
        this.submissions = submissions;
        this.clock = clock;
    }

    /** The open request of a person. */
    public Optional<DeletionRequest> request(TenantId tenant, PersonId person) {
        return requests.open(tenant, person);
    }

    /**
     * Asks for everything to be deleted that can be; it is done after a time to think again, by itself.
     *
     * @param badgesStay whether the pages of badges that are open stay so
     */
    public DeletionRequest askForDeletion(TenantId tenant, PersonId person, boolean badgesStay) {
        return requests.ask(tenant, person, badgesStay, retention.toThinkAgain());
    }

    /** Whether a request that is open can still be taken back; afterwards it waits only for work that is being scored. */
    public boolean canStillBeKept(DeletionRequest request) {
        return request.carryOutAt().isAfter(clock.instant());
    }

    /** For how long a request can be taken back. */
    public Duration toThinkAgain() {
        return retention.toThinkAgain();
    }

    /** Takes the request back; false when there is none, or it is being carried out. */
    public boolean keepAfterAll(TenantId tenant, PersonId person) {
        return requests.undo(tenant, person);
    }

    /** How many of those who work at a place have an open request. A number is all that anybody else is told. */
    public int requestsAt(TenantId tenant, PlacementId placement) {
        return requests.countOpen(tenant) == 0
                ? 0
                : requests.countOpen(tenant, submissions.earnersAt(tenant, placement));
    }
}
