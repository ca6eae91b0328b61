package dev.canvasdev;

import org.jspecify.annotations.Nullable;

/**
 * A message that somebody is about to carry to the tool; ids only, so that it says what is true when it is signed.
 *
 * @param courseId null for a launch from the account's administration
 * @param assignmentId null for navigation and for deep linking
 * @param placement where in the LMS it started; null for an assignment
 */
record Launch(
        String toolId,
        String hat,
        @Nullable String courseId,
        @Nullable String assignmentId,
        @Nullable String placement,
        boolean deepLinking) {}
