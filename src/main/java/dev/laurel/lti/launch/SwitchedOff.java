package dev.laurel.lti.launch;

import dev.laurel.lti.Registration;
import dev.laurel.lti.launch.LaunchRefused.Cause;

/** What an operator has switched off or blocked: neither logins nor launches go through, and open windows close. */
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

    /** @throws LaunchRefused when the deployment that the window was opened from is not active any more */
    static void refuse(Launches.Window window) {
        if (!window.welcome()) {
            throw new LaunchRefused(
                    Cause.BLOCKED, "Deployment " + window.launch().deployment().value() + " is not active any more");
        }
    }
}
