package dev.laurel.gradebook;

import dev.laurel.gradebook.Place.Owed;
import dev.laurel.lti.services.Results;
import dev.laurel.lti.services.Results.Result;
import dev.laurel.lti.services.ScoreNotAccepted;
import dev.laurel.lti.services.ScoreNotAccepted.Fault;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps a grade that a teacher entered in the platform's gradebook: before a later grade goes over one that arrived, it is
 * looked at what stands there. What is neither is somebody's, and only a person sends over it.
 */
@Component
class ChangedByHand {

    private static final Logger log = LoggerFactory.getLogger(ChangedByHand.class);
    /** Platforms round to two digits of a point, some to whole points. */
    private static final double ROUNDING = 0.1;

    private static final double HALF_A_POINT = 0.5;

    private final Results results;

    ChangedByHand(Results results) {
        this.results = results;
    }

    /** @throws ScoreNotAccepted when somebody changed the grade there, or the platform cannot be asked now */
    void refuse(Sending sending) throws ScoreNotAccepted {
        Double held = sending.held();
        if (held == null || sending.owed() != Owed.GRADE) {
            return;
        }
        Optional<Result> there = read(sending.place());
        double next = Objects.requireNonNull(sending.standing().best());
        if (there.isPresent() && !isSame(there.get(), held) && !isSame(there.get(), next)) {
            throw new ScoreNotAccepted(Reason.CHANGED_BY_HAND, "the gradebook holds a grade of its own", null);
        }
    }

    /** Empty as well where it may not be looked at: then the grade goes, as it would to a column that nobody touched. */
    private Optional<Result> read(Place place) throws ScoreNotAccepted {
        try {
            return results.of(place.link(), place.user());
        } catch (ScoreNotAccepted e) {
            if (e.reason() == Reason.PLATFORM_UNAVAILABLE || e.reason() == Reason.TOOL_SHUT_OUT) {
                // Nothing was sent, whatever became of the question.
                Fault fault = e.fault() == Fault.IN_DOUBT ? Fault.DOWN : e.fault();
                throw new ScoreNotAccepted(e.reason(), fault, String.valueOf(e.getMessage()), e.retryAfter());
            }
            log.debug("What stands in the gradebook for place {} is not known: {}", place.id(), e.reason());
            return Optional.empty();
        }
    }

    private static boolean isSame(Result there, double percent) {
        Double found = there.percent();
        if (found == null || Math.abs(found - percent) <= ROUNDING) {
            return true;
        }
        Double score = there.score();
        Double maximum = there.maximum();
        if (score == null || maximum == null || maximum <= 0 || score != Math.rint(score)) {
            return false;
        }
        return Math.abs(score - percent * maximum / 100) <= HALF_A_POINT;
    }
}
