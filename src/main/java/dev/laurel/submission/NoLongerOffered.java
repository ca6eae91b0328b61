package dev.laurel.submission;

import dev.laurel.catalog.VersionId;
import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** Somebody would start with a version that is closed to new starts. Whoever began with it before goes on. */
class NoLongerOffered extends Refusal {

    NoLongerOffered(VersionId version) {
        super(HttpStatus.GONE, "submission.no-longer-offered", "Start with the closed version " + version.value());
    }
}
