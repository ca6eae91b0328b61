package dev.laurel.badge;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** There was a badge at that address, which its earner kept private and nobody can open any more. Says nothing else of it. */
class BadgeGone extends Refusal {

    BadgeGone(String credentialId) {
        super(HttpStatus.GONE, "badge.gone", "Badge " + credentialId + " was private when its earner was forgotten");
    }
}
