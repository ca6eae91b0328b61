package dev.laurel.assessment;

import dev.laurel.assessment.EvidenceView.Shape;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.EvidenceFiles;
import dev.laurel.submission.EvidenceFiles.StoredFile;
import dev.laurel.system.NotFound;
import java.util.Optional;
import java.util.UUID;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Evidence files, for the assessor who holds the case and while they hold it. Each look is on record, whichever part of a file is asked for. */
@Controller
class EvidenceFileController {

    private final Queue queue;
    private final AppealDesk appeals;
    private final Scoring scoring;
    private final BlindRating blind;
    private final Qualifying qualifying;
    private final AnchorDesk anchors;
    private final EvidenceFiles files;

    EvidenceFileController(
            Queue queue,
            AppealDesk appeals,
            Scoring scoring,
            BlindRating blind,
            Qualifying qualifying,
            AnchorDesk anchors,
            EvidenceFiles files) {
        this.queue = queue;
        this.appeals = appeals;
        this.scoring = scoring;
        this.blind = blind;
        this.qualifying = qualifying;
        this.anchors = anchors;
        this.files = files;
    }

    @GetMapping("/assess/{id}/files/{file}")
    ResponseEntity<Resource> file(StaffMember assessor, @PathVariable UUID id, @PathVariable UUID file) {
        CaseId wanted = new CaseId(id);
        Optional<AttemptId> read = blind.opening(wanted, assessor, file);
        if (read.isPresent()) {
            return send(read.get(), file);
        }
        AssessmentCase held = appeals.readable(wanted, assessor).orElseGet(() -> queue.held(wanted, assessor));
        ResponseEntity<Resource> found = send(held.attempt(), file);
        scoring.recordOpening(held, assessor, file);
        return found;
    }

    /** A file of a training piece, or for a lead of any anchor. */
    @GetMapping("/assess/anchors/{id}/files/{file}")
    ResponseEntity<Resource> ofAnchor(StaffMember person, @PathVariable UUID id, @PathVariable UUID file) {
        AnchorId wanted = new AnchorId(id);
        return qualifying
                .trainingPiece(person, wanted)
                .or(() -> anchors.find(person, wanted))
                .flatMap(anchor -> blind.openingOf(anchor, person, file))
                .map(attempt -> send(attempt, file))
                .orElseThrow(() -> new NotFound("No file " + file + " in anchor " + id));
    }

    /** A file of a decided case, for a lead who makes an anchor of it. */
    @GetMapping("/assess/lead/anchors/from/{id}/files/{file}")
    ResponseEntity<Resource> ofDecided(StaffMember lead, @PathVariable UUID id, @PathVariable UUID file) {
        return anchors.opening(lead, new CaseId(id), file)
                .map(attempt -> send(attempt, file))
                .orElseThrow(() -> new NotFound("No file " + file + " in case " + id));
    }

    private ResponseEntity<Resource> send(AttemptId attempt, UUID file) {
        StoredFile stored =
                files.open(attempt, file).orElseThrow(() -> new NotFound("No file " + file + " in what was handed in"));
        Shape shape = InlineTypes.shapeOf(stored.mediaType());
        boolean inline = shape != Shape.DOWNLOAD;
        return ResponseEntity.ok()
                .contentType(
                        inline
                                ? MediaType.parseMediaType(InlineTypes.bare(stored.mediaType()))
                                : InlineTypes.isCaptions(stored.mediaType())
                                        ? MediaType.parseMediaType("text/vtt")
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
