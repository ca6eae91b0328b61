package dev.laurel.webhook;

import dev.laurel.person.PersonForgotten;
import dev.laurel.recognition.Claims;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** Takes name and number of somebody who asked for deletion out of what is kept to be sent, or sent again. */
@Component
class ForgetTeachers {

    private final WebhookDeliveries deliveries;
    private final Claims claims;

    ForgetTeachers(WebhookDeliveries deliveries, Claims claims) {
        this.deliveries = deliveries;
        this.claims = claims;
    }

    @ApplicationModuleListener
    void on(PersonForgotten forgotten) {
        // Whichever module hears of it first: a decision that is told afterwards finds no number to tell.
        claims.forgetNumbers(forgotten.tenant(), forgotten.person());
        deliveries.forget(forgotten.tenant(), forgotten.person());
    }
}
