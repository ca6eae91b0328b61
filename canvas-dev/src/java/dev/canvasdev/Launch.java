package dev.canvasdev;

import org.jspecify.annotations.Nullable;

/**
 * A message that somebody is about to carry to the tool; ids only, so that it says what is true when it is signed.
 *
 * @param courseId null for a launch from the account's administration
 * @param assignmentId null for navigation and for deep linking
 * @param placement where in the LMS it started; null for an assignment
 * @param forHat whose work or data the message is about; null for the wearer's own business
 * @param target an address of the tool that was stored with something, such as a score; null for the usual one
 */
record Launch(
        String toolId,
        String hat,
        @Nullable String courseId,
        @Nullable String assignmentId,
        @Nullable String placement,
        boolean deepLinking,
        @Nullable String forHat,
        @Nullable String target) {

    /** Where Moodle's gradebook has the name of an activity: it sends a review of nobody's work from there. */
    static final String GRADEBOOK = "gradebook";

    Launch(
            String toolId,
            String hat,
            @Nullable String courseId,
            @Nullable String assignmentId,
            @Nullable String placement,
            boolean deepLinking) {
        this(toolId, hat, courseId, assignmentId, placement, deepLinking, null, null);
    }

    /** The value of the claim. */
    String messageType() {
        if (deepLinking) {
            return Claim.DEEP_LINKING_REQUEST;
        }
        if (forHat != null) {
            return courseId == null ? Claim.DATA_PRIVACY_REQUEST : Claim.SUBMISSION_REVIEW_REQUEST;
        }
        return GRADEBOOK.equals(placement) ? Claim.SUBMISSION_REVIEW_REQUEST : Claim.RESOURCE_LINK_REQUEST;
    }
}
