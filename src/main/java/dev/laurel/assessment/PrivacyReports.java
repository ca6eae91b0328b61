package dev.laurel.assessment;

import dev.laurel.person.StaffMember;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Somebody who looks through or rates work finds what must not be in it: a name, a face without a release. It is on hold at
 * once and leaves their desk, and a lead decides.
 */
@Service
class PrivacyReports {

    private final Queue queue;
    private final BlindRating blind;
    private final Holds holds;

    PrivacyReports(Queue queue, BlindRating blind, Holds holds) {
        this.queue = queue;
        this.blind = blind;
        this.holds = holds;
    }

    /** Where what somebody holds is opened: the page of a check or of a rating. */
    enum Desk {
        CHECK,
        RATING
    }

    /** @throws CaseNotHeld unless this person holds it */
    @Transactional(readOnly = true)
    public Desk desk(CaseId id, StaffMember finder) {
        if (blind.open(id, finder).isPresent()) {
            return Desk.RATING;
        }
        Optional<Seat> seat = queue.seatOf(queue.held(id, finder), finder).map(Seats.Taken::seat);
        return seat.filter(Seat.CHECK::equals).isPresent() ? Desk.CHECK : Desk.RATING;
    }

    /**
     * Reports it. A piece among ordinary work that is nobody's leaves the desk in the same way, and nothing else comes of it.
     *
     * @param words where it is, for leads and the earner; not blank, at most {@link Holds#MOST_CHARACTERS}
     * @throws CaseNotHeld unless this person holds it
     */
    @Transactional
    public void report(CaseId id, StaffMember finder, String words) {
        if (!blind.release(id, finder, false)) {
            holds.report(queue.held(id, finder), finder.id(), words);
            queue.release(id, finder, false);
        }
    }
}
