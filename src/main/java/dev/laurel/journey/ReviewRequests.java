package dev.laurel.journey;

import dev.laurel.lti.Launch;
import dev.laurel.lti.LaunchPage;
import dev.laurel.lti.MessageType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Opens a submission review: one person's work at one link. */
@Component
class ReviewRequests implements LaunchPage {

    private final Places places;
    private final Reviews reviews;
    private final Journey journey;

    ReviewRequests(Places places, Reviews reviews, Journey journey) {
        this.places = places;
        this.reviews = reviews;
        this.journey = journey;
    }

    @Override
    public MessageType answers() {
        return MessageType.SUBMISSION_REVIEW;
    }

    @Override
    public ModelAndView open(Launch launch) {
        return places.at(launch)
                .map(place -> reviews.requested(launch, place))
                .orElseGet(() -> journey.nothingHere(launch));
    }
}
