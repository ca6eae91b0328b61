package dev.laurel.lti.launch;

import dev.laurel.lti.Registration;
import java.util.LinkedHashSet;
import java.util.Set;

/** Who may put a window into a frame: the platform of its launch, under every name the launch gave for it. */
final class FrameAncestors {

    /**
     * For refusals, which have nothing to click on and nothing to hide: the institution's address is not known before its
     * message is verified, and a blank frame tells nobody what to do.
     */
    static final String ANY = "https: http:";

    private static final int LONGEST = 2000;

    private FrameAncestors() {}

    static String of(Registration registration, LaunchMessage message) {
        Set<String> origins = new LinkedHashSet<>(registration.origins());
        origins.addAll(message.origins());
        StringBuilder list = new StringBuilder("'self'");
        for (String origin : origins) {
            if (list.length() + origin.length() < LONGEST) {
                list.append(' ').append(origin);
            }
        }
        return list.toString();
    }
}
