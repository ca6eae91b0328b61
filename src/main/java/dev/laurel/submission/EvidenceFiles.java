package dev.laurel.submission;

import java.util.Optional;
import java.util.UUID;
import org.springframework.core.io.Resource;

/** The bytes of evidence files, for people who are entitled to them; the caller has checked that. */
public interface EvidenceFiles {

    /** A file of that attempt, with the media type that was found in its content. */
    Optional<StoredFile> open(AttemptId attempt, UUID fileId);

    record StoredFile(Resource content, String displayName, String mediaType, long bytes) {}
}
