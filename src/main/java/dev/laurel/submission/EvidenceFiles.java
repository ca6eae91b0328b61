package dev.laurel.submission;

import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** The bytes of evidence files, for people who are entitled to them; the caller has checked that. */
@Component
public class EvidenceFiles {

    private final EvidenceRows evidence;
    private final EvidenceStore store;
    private final CleanedAgain again;

    EvidenceFiles(EvidenceRows evidence, EvidenceStore store, CleanedAgain again) {
        this.evidence = evidence;
        this.store = store;
        this.again = again;
    }

    /** A file of that attempt, with the media type that was found in its content and its neutral name. */
    public Optional<StoredFile> open(AttemptId attempt, UUID fileId) {
        return evidence.content(attempt, fileId)
                .map(file -> new StoredFile(
                        store.open(file.tenant(), file.sha256(), file.bytes()),
                        file.displayName(),
                        file.mediaType(),
                        file.bytes()));
    }

    /**
     * A file of a draft, for somebody whom its earner shows it: without the hidden details that are taken out today, whenever
     * it came. What cannot be cleaned now is refused with an error that says so.
     */
    public Optional<StoredFile> openDraft(AttemptId attempt, UUID fileId) {
        again.before(attempt, fileId);
        return open(attempt, fileId);
    }

    /**
     * A file that somebody else of the tenant has handed in as well, byte for byte.
     *
     * @param artefactId of this attempt's file
     * @param displayName of this attempt's file
     * @param other where it was handed in too
     */
    public record SameFile(String artefactId, String displayName, AttemptId other, String otherName) {}

    /** Files of an attempt that are in other people's handed-in attempts too; practice work aside. Of each file twenty at most. */
    public List<SameFile> alsoElsewhere(AttemptId attempt) {
        return evidence.alsoElsewhere(attempt);
    }

    /** The same for the earner, under the name it had on the earner's own device. */
    Optional<StoredFile> openForEarner(AttemptId attempt, UUID fileId) {
        return evidence.content(attempt, fileId)
                .map(file -> new StoredFile(
                        store.open(file.tenant(), file.sha256(), file.bytes()),
                        file.ownName(),
                        file.mediaType(),
                        file.bytes()));
    }

    public record StoredFile(Resource content, String displayName, String mediaType, long bytes) {

        /** As a download: what a stranger's file holds never runs under our origin. */
        public ResponseEntity<Resource> asDownload(HttpServletResponse response) {
            // Set, not added: in place of what every page is given.
            response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-store");
            return ResponseEntity.ok()
                    .contentType(MediaType.parseMediaType(mediaType))
                    .header(
                            HttpHeaders.CONTENT_DISPOSITION,
                            ContentDisposition.attachment()
                                    .filename(displayName, StandardCharsets.UTF_8)
                                    .build()
                                    .toString())
                    .body(content);
        }
    }
}
