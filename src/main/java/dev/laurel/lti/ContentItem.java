package dev.laurel.lti;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A link of type {@code ltiResourceLink} that goes back to the platform (Deep Linking 2.0, section 3.2).
 *
 * @param custom carried by every later launch of this link
 * @param lineItem absent for an ungraded link
 * @param newWindow whether to open in a window of its own, where the platform leaves the choice
 */
public record ContentItem(
        URI url,
        String title,
        @Nullable String text,
        Map<String, String> custom,
        @Nullable LineItemTemplate lineItem,
        Dates dates,
        boolean newWindow) {

    /** A link without dates, shown as the platform likes. */
    public ContentItem(
            URI url,
            String title,
            @Nullable String text,
            Map<String, String> custom,
            @Nullable LineItemTemplate lineItem) {
        this(url, title, text, custom, lineItem, Dates.NONE, false);
    }

    /** The gradebook column that the platform is asked to make: {@code scoreMaximum} above zero. */
    public record LineItemTemplate(
            double scoreMaximum,
            String label,
            String resourceId,
            @Nullable String tag) {}

    /** From when and until when the link can be opened, and by when work is due; platforms may ignore any of them. */
    public record Dates(
            @Nullable Instant availableFrom,
            @Nullable Instant due,
            @Nullable Instant availableUntil) {

        public static final Dates NONE = new Dates(null, null, null);
    }
}
