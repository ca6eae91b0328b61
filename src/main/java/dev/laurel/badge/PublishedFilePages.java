package dev.laurel.badge;

import dev.laurel.badge.Awards.Stored;
import dev.laurel.badge.PublishedFiles.Published;
import dev.laurel.submission.EvidenceFiles;
import dev.laurel.system.NotFound;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.UUID;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** A file that an earner shows to everybody: always a download, and for no cache to keep, so that it is gone when withdrawn. */
@Controller
class PublishedFilePages {

    private final PublishedFiles files;
    private final Awards awards;
    private final Showings showings;

    PublishedFilePages(PublishedFiles files, Awards awards, Showings showings) {
        this.files = files;
        this.awards = awards;
        this.showings = showings;
    }

    @GetMapping("/credentials/evidence/{file}")
    ResponseEntity<Resource> file(@PathVariable UUID file, HttpServletResponse response) {
        Published published = files.find(file).orElseThrow(() -> new NotFound("No published file " + file));
        Stored award = awards.of(published.submission()).orElseThrow(() -> new NotFound("No badge shows file " + file));
        showings.openTo(award.credentialId());
        EvidenceFiles.StoredFile stored = (published.withdrawn()
                        ? Optional.<EvidenceFiles.StoredFile>empty()
                        : files.open(published))
                .orElseThrow(() -> new FileWithdrawn(file));
        return stored.asDownload(response);
    }
}
