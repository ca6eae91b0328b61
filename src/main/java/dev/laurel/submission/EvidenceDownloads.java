package dev.laurel.submission;

import dev.laurel.lti.Launch;
import dev.laurel.system.NotFound;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** An earner's own files back to them, always as a download: what a stranger's file holds never runs under our origin. */
@Controller
@RequestMapping("/l/{launch}/evidence/files")
class EvidenceDownloads {

    private final EarnerDesk desks;
    private final EvidenceFiles files;

    EvidenceDownloads(EarnerDesk desks, EvidenceFiles files) {
        this.desks = desks;
        this.files = files;
    }

    @GetMapping("/{file}")
    ResponseEntity<Resource> download(Launch launch, @PathVariable UUID file, HttpServletResponse response) {
        AttemptId attempt = desks.of(launch).started().currentAttempt();
        EvidenceFiles.StoredFile stored =
                files.openForEarner(attempt, file).orElseThrow(() -> new NotFound("No file " + file));
        return stored.asDownload(response);
    }
}
