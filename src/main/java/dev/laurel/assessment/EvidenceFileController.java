package dev.laurel.assessment;

import dev.laurel.assessment.EvidenceView.Shape;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.EvidenceFiles;
import dev.laurel.submission.EvidenceFiles.StoredFile;
import dev.laurel.system.NotFound;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;

/** Evidence files, for the assessor who holds the case and while they hold it. Each opening is on record. */
@Controller
class EvidenceFileController {

    private final Queue queue;
    private final AppealDesk appeals;
    private final Scoring scoring;
    private final EvidenceFiles files;

    EvidenceFileController(Queue queue, AppealDesk appeals, Scoring scoring, EvidenceFiles files) {
        this.queue = queue;
        this.appeals = appeals;
        this.scoring = scoring;
        this.files = files;
    }

    @GetMapping("/assess/{id}/files/{file}")
    ResponseEntity<Resource> file(
            StaffMember assessor,
            @PathVariable UUID id,
            @PathVariable UUID file,
            @RequestHeader(name = "Range", required = false) @Nullable String range) {
        CaseId wanted = new CaseId(id);
        AssessmentCase held = appeals.readable(wanted, assessor).orElseGet(() -> queue.held(wanted, assessor));
        StoredFile stored =
                files.open(held.attempt(), file).orElseThrow(() -> new NotFound("No file " + file + " in case " + id));
        if (range == null || range.startsWith("bytes=0-")) {
            scoring.recordOpening(held, assessor, file);
        }
        Shape shape = InlineTypes.shapeOf(stored.mediaType());
        boolean inline = shape != Shape.DOWNLOAD;
        return ResponseEntity.ok()
                .contentType(
                        inline
                                ? MediaType.parseMediaType(InlineTypes.bare(stored.mediaType()))
                                : MediaType.APPLICATION_OCTET_STREAM)
                .header("Content-Disposition", disposition(inline, stored.displayName()))
                .header(
                        EvidencePolicy.HEADER,
                        shape == Shape.DOCUMENT ? EvidencePolicy.DOCUMENT : EvidencePolicy.SANDBOX)
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "SAMEORIGIN")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Referrer-Policy", "no-referrer")
                .cacheControl(CacheControl.noStore())
                .body(stored.content());
    }

    private static String disposition(boolean inline, String name) {
        return (inline ? ContentDisposition.inline() : ContentDisposition.attachment())
                .filename(name)
                .build()
                .toString();
    }
}
