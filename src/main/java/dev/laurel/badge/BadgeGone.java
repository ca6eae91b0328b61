package dev.laurel.badge;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** There was a badge at that address, whose earner was forgotten; nobody can open it any more. Says nothing else of it. */
class BadgeGone extends Refusal {

    BadgeGone(String credentialId) {
        super(HttpStatus.GONE, "badge.gone", "Badge " + credentialId + " is of an earner who was forgotten");
    }
}
