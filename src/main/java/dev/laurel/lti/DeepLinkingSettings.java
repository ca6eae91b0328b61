package dev.laurel.lti;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the platform will take back (Deep Linking 2.0, section 4.4.1).
 *
 * @param returnUrl where the signed answer is posted; http or https
 * @param data opaque, given back unchanged
 */
public record DeepLinkingSettings(
        URI returnUrl,
        Set<String> acceptTypes,
        boolean acceptMultiple,
        boolean acceptLineItem,
        @Nullable String data) {

    public DeepLinkingSettings {
        acceptTypes = Set.copyOf(acceptTypes);
    }

    public boolean acceptsResourceLinks() {
        return acceptTypes.contains("ltiResourceLink");
    }
}
