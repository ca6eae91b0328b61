package dev.laurel.coaching;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** Not shared with this person, or not any more; the two are not told apart. */
class NotShared extends Refusal {

    NotShared(String log) {
        super(HttpStatus.NOT_FOUND, "coaching.not-shared", log);
    }
}
