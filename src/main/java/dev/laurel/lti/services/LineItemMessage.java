package dev.laurel.lti.services;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.laurel.lti.SubmissionReview;
import org.jspecify.annotations.Nullable;

/** A column that a platform is asked to make (AGS 2.0, section 3.2.6). What is absent is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LineItemMessage(
        int scoreMaximum,
        String label,
        @Nullable String resourceLinkId,
        String resourceId,
        String tag,
        @JsonProperty(SubmissionReview.MEMBER) @Nullable SubmissionReview review,

        @JsonProperty("https://canvas.instructure.com/lti/submission_type") @Nullable
        CanvasType canvas) {

    /** The media type that it is sent with, and comes back with. */
    public static final String TYPE = "application/vnd.ims.lis.v2.lineitem+json";

    /** The media type of a list of them. */
    public static final String LIST = "application/vnd.ims.lis.v2.lineitemcontainer+json";

    /** How work for it is handed in at Canvas. */
    public record CanvasType(String type) {

        /** Not at all: nobody is shown that anything is asked of them. */
        public static final CanvasType NONE = new CanvasType("none");
    }

    /** The same with no more than every platform takes. */
    LineItemMessage plain() {
        return new LineItemMessage(scoreMaximum, label, null, resourceId, tag, null, null);
    }
}
