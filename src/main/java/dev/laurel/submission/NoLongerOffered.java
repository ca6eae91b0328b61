package dev.laurel.submission;

import dev.laurel.catalog.VersionId;
import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** Somebody would start with a version that is closed to new starts. Whoever began with it before goes on. */
class NoLongerOffered extends Refusal {

    NoLongerOffered(VersionId version) {
        super(HttpStatus.GONE, "submission.no-longer-offered", "Start with the closed version " + version.value());
    }

    private NoLongerOffered(String logMessage) {
        super(HttpStatus.GONE, "submission.window-over", logMessage);
    }

    /** The window of those who began is over, too. */
    static NoLongerOffered windowOver(VersionId version) {
        return new NoLongerOffered("Next attempt with the version " + version.value() + " after its window");
    }
}
