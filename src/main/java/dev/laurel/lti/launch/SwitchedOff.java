package dev.laurel.lti.launch;

import dev.laurel.lti.Registration;
import dev.laurel.lti.launch.LaunchRefused.Cause;

/** Registrations that an operator has switched off: neither logins nor launches go through, and open windows close. */
final class SwitchedOff {

    private SwitchedOff() {}

    /** @throws LaunchRefused when the registration is switched off */
    static void refuse(Registration registration) {
        if (!registration.enabled()) {
            throw new LaunchRefused(
                    Cause.BLOCKED,
                    "The registration of " + registration.issuer() + ", client id " + registration.clientId()
                            + ", is switched off");
        }
    }
}
