package dev.laurel.badge;

import dev.laurel.system.Refusal;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/** There was a published file at that address; its earner took it back, or it was removed with all evidence. */
class FileWithdrawn extends Refusal {

    FileWithdrawn(UUID file) {
        super(HttpStatus.GONE, "badge.file-withdrawn", "Published file " + file + " was withdrawn or removed");
    }
}
