package dev.laurel.lti.launch;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** The window has ended, or it is somebody else's; the two are not told apart. */
final class WindowClosed extends Refusal {

    WindowClosed(String logMessage) {
        super(HttpStatus.FORBIDDEN, "lti.window-closed", logMessage);
    }
}
