package dev.laurel.lti;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the platform will take back (Deep Linking 2.0, section 4.4.1).
 *
 * @param returnUrl where the signed answer is posted; http or https
 * @param targets where it can show a link: {@code iframe}, {@code window}, {@code embed}
 * @param autoCreate whether it stores what comes back without asking anybody
 * @param data opaque, given back unchanged
 */
public record DeepLinkingSettings(
        URI returnUrl,
        Set<String> acceptTypes,
        boolean acceptMultiple,
        boolean acceptLineItem,
        Set<String> targets,
        boolean autoCreate,
        @Nullable String data) {

    public DeepLinkingSettings {
        acceptTypes = Set.copyOf(acceptTypes);
        targets = Set.copyOf(targets);
    }

    public boolean acceptsResourceLinks() {
        return acceptTypes.contains("ltiResourceLink");
    }

    /** Whether a link may stand in the platform's page as well as in a window of its own. */
    public boolean leavesWindowOpen() {
        return targets.contains("window") && targets.contains("iframe");
    }

    /** Whether a link can only be shown in a window of its own. */
    public boolean needsWindow() {
        return targets.contains("window") && !targets.contains("iframe");
    }
}
