package dev.laurel.lti;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A link of type {@code ltiResourceLink} that goes back to the platform (Deep Linking 2.0, section 3.2).
 *
 * @param custom carried by every later launch of this link
 * @param lineItem absent for an ungraded link
 */
public record ContentItem(
        URI url,
        String title,
        @Nullable String text,
        Map<String, String> custom,
        @Nullable LineItemTemplate lineItem) {

    /** The gradebook column that the platform is asked to make: {@code scoreMaximum} above zero. */
    public record LineItemTemplate(
            double scoreMaximum,
            String label,
            String resourceId,
            @Nullable String tag) {}
}
