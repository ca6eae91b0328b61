package dev.laurel.submission;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Files of a submission that its earner may show to everybody. Whose it is, and that they want to, the caller knows. */
@Component
public class PublishableFiles {

    private final SubmissionRows submissions;
    private final Drafts drafts;
    private final EvidenceFiles files;
    private final Catalogue catalogue;

    PublishableFiles(SubmissionRows submissions, Drafts drafts, EvidenceFiles files, Catalogue catalogue) {
        this.submissions = submissions;
        this.drafts = drafts;
        this.files = files;
        this.catalogue = catalogue;
    }

    /**
     * One file, as it is kept: without its hidden details.
     *
     * @param artefact what the micro-credential calls it
     * @param ownName as the earner called it; for the earner alone
     * @param displayName a neutral name
     */
    public record File(
            AttemptId attempt,
            UUID id,
            String artefact,
            String ownName,
            String displayName,
            String mediaType,
            long bytes) {

        @Override
        public String toString() {
            return "File[" + id + "]";
        }
    }

    /** Those of the attempt that earned; none once the evidence is removed. */
    public List<File> of(TenantId tenant, SubmissionId id) {
        return submissions
                .find(id)
                .filter(submission -> submission.tenant().equals(tenant))
                .map(this::of)
                .orElse(List.of());
    }

    private List<File> of(Submission submission) {
        Map<String, String> titles = catalogue.version(submission.version()).stream()
                .flatMap(version -> version.parts().stream())
                .flatMap(part -> part.artefacts().stream())
                .collect(Collectors.toMap(MicroCredential.Artefact::id, MicroCredential.Artefact::title));
        AttemptId attempt = submission.currentAttempt();
        return drafts.content(attempt).items().stream()
                .filter(item -> !item.removed())
                .flatMap(item -> Stream.ofNullable(item.file())
                        .filter(SavedItem.SavedFile::isCleared)
                        .filter(file -> files.open(attempt, file.id()).isPresent())
                        .map(file -> new File(
                                attempt,
                                file.id(),
                                titles.getOrDefault(item.artefactId(), item.artefactId()),
                                file.ownName(),
                                file.displayName(),
                                FilmCodec.bare(file.mediaType()),
                                file.bytes())))
                .toList();
    }

    /** The bytes, under the neutral name; empty once they are removed. */
    public Optional<EvidenceFiles.StoredFile> open(AttemptId attempt, UUID file) {
        return files.open(attempt, file);
    }
}
