package dev.laurel.coaching;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** Something that cannot be done with a shared draft; nothing was changed. */
class CoachingRefused extends Refusal {

    private CoachingRefused(HttpStatus status, String key, String log) {
        super(status, key, log);
    }

    /** Somebody opens it for the first time when it is no draft any more. */
    static CoachingRefused handedIn() {
        return new CoachingRefused(HttpStatus.CONFLICT, "coaching.handed-in", "The work is no draft now");
    }

    static CoachingRefused formTooOld() {
        return new CoachingRefused(
                HttpStatus.FORBIDDEN, "coaching.form-too-old", "The form's token is not this browser's");
    }
}
