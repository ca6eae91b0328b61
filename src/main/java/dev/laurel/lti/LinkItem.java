package dev.laurel.lti;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A picked link as the platform reads it (Deep Linking 2.0, section 3.2). What is absent is left out.
 *
 * @param keepsTypedName for Canvas, where the form of one assignment is open, perhaps with a name that somebody has typed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LinkItem(
        String type,
        String url,
        String title,
        @Nullable String text,
        @Nullable Map<String, String> custom,
        @Nullable Column lineItem,
        @Nullable Window window,
        @Nullable Period available,
        @Nullable Period submission,

        @JsonProperty("https://canvas.instructure.com/lti/preserveExistingAssignmentName") @Nullable
        Boolean keepsTypedName) {

    /** The gradebook column that comes with the link. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Column(
            Number scoreMaximum,
            String label,
            String resourceId,
            @Nullable String tag,
            @JsonProperty(SubmissionReview.MEMBER) @Nullable SubmissionReview review) {}

    record Window(String targetName) {

        static final Window OF_ITS_OWN = new Window("_blank");
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Period(@Nullable String startDateTime, @Nullable String endDateTime) {

        /** Absent when it neither begins nor ends. */
        static @Nullable Period of(@Nullable Instant start, @Nullable Instant end) {
            return start == null && end == null
                    ? null
                    : new Period(start == null ? null : start.toString(), end == null ? null : end.toString());
        }
    }
}
