package dev.laurel.course;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** The picker cannot be used by this person, or from this place in the platform. */
class PickerRefused extends Refusal {

    private PickerRefused(HttpStatus status, String messageKey, String logMessage) {
        super(status, messageKey, logMessage);
    }

    static PickerRefused notCoordinator() {
        return new PickerRefused(
                HttpStatus.FORBIDDEN, "course.picker.not-coordinator", "Picker opened without a coordinator's role");
    }

    static PickerRefused placeTakesNoLinks() {
        return new PickerRefused(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "course.picker.no-links-here",
                "Picker opened from a place that takes no ltiResourceLink");
    }

    static PickerRefused notPicking() {
        return new PickerRefused(
                HttpStatus.NOT_FOUND, "course.picker.not-picking", "Picker asked for in a window that picks nothing");
    }
}
