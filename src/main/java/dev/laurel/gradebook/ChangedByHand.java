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
 * looked at what stands there. It is held against what the gradebook showed when it was first compared after the last grade
 * arrived, not against what was sent: platforms take off points for lateness, round and rescale. What a teacher changed
 * before that first look is not told apart from the platform's own doing, and a later grade goes over it, as it does before
 * any look. What stands there otherwise than at the first look is somebody's, or the column was given other points since;
 * then only a person sends over it. Not being able to look keeps no grade for long.
 */
@Component
class ChangedByHand {

    private static final Logger log = LoggerFactory.getLogger(ChangedByHand.class);
    /** In percent: what the platform shows of one grade does not vary by more. */
    private static final double SAME = 0.01;

    private static final int WHOLE_POINTS = 0;
    /** So often a grade waits for a look at the gradebook; then it goes without. */
    private static final int PATIENCE = 3;

    private final Results results;

    ChangedByHand(Results results) {
        this.results = results;
    }

    /** @throws ScoreNotAccepted when somebody changed the grade there, or the platform cannot be asked now */
    void refuse(Sending sending) throws ScoreNotAccepted {
        Double shown = sending.shown();
        if (shown == null || sending.owed() != Owed.GRADE) {
            return;
        }
        Result there = read(sending.place()).orElse(null);
        Double found = there == null ? null : there.percent();
        if (there == null || found == null || Math.abs(found - shown) <= SAME) {
            return;
        }
        if (!there.isRounded(Objects.requireNonNull(sending.standing().best()), WHOLE_POINTS)) {
            throw new ScoreNotAccepted(Reason.CHANGED_BY_HAND, "the gradebook holds a grade of its own", null);
        }
    }

    /** Empty as well where it cannot be looked at: then the grade goes, as it would to a column that nobody touched. */
    private Optional<Result> read(Place place) throws ScoreNotAccepted {
        try {
            return results.of(place.link(), place.user());
        } catch (ScoreNotAccepted e) {
            if (place.tries() < PATIENCE && passes(e)) {
                // Nothing was sent, and a question that failed is no measure of how scores are taken.
                throw new ScoreNotAccepted(e.reason(), Fault.UNKNOWN, String.valueOf(e.getMessage()), e.retryAfter());
            }
            log.debug("What stands in the gradebook for place {} is not known: {}", place.id(), e.reason());
        } catch (RuntimeException e) {
            log.warn("What stands in the gradebook for place {} could not be read", place.id(), e);
        }
        return Optional.empty();
    }

    /** Results that fail while the platform answers may do so for ever. */
    private static boolean passes(ScoreNotAccepted failure) {
        return failure.reason() == Reason.PLATFORM_UNAVAILABLE
                && (failure.fault() == Fault.THROTTLED || !failure.isAnswer());
    }
}
