package dev.laurel.coaching;

import dev.laurel.coaching.SharedDrafts.Draft;
import dev.laurel.submission.EvidenceFiles;
import dev.laurel.system.NotFound;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Files of a shared draft. Pictures, sound and films are shown by the browser itself; everything else is bytes to download, so
 * that nothing that was uploaded runs under our origin. Each opening is kept for the earner.
 */
@Component
class DraftFiles {

    private static final Set<String> SHOWN = Set.of(
            "image/png",
            "image/jpeg",
            "image/gif",
            "image/webp",
            "audio/mpeg",
            "audio/mp4",
            "audio/ogg",
            "audio/wav",
            "audio/vnd.wave",
            "video/mp4",
            "video/x-m4v",
            "video/webm",
            "video/quicktime");

    private final EvidenceFiles files;
    private final DraftSharing sharing;

    DraftFiles(EvidenceFiles files, DraftSharing sharing) {
        this.files = files;
        this.sharing = sharing;
    }

    ResponseEntity<Resource> send(Draft draft, UUID file, @Nullable String range) {
        if (!draft.shows(file)) {
            throw new NotFound("No file " + file + " in what is shared");
        }
        EvidenceFiles.StoredFile stored = files.openDraft(draft.work().attempt(), file)
                .orElseThrow(() -> new NotFound("No file " + file + " in what is shared"));
        if (range == null || range.startsWith("bytes=0-")) {
            sharing.viewed(draft.share(), file);
        }
        boolean shown = SHOWN.contains(stored.mediaType());
        return ResponseEntity.ok()
                .contentType(shown ? MediaType.parseMediaType(stored.mediaType()) : MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        (shown ? ContentDisposition.inline() : ContentDisposition.attachment())
                                .filename(stored.displayName(), StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .cacheControl(CacheControl.noStore())
                .body(stored.content());
    }
}
