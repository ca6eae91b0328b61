package dev.laurel.submission;

import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What an earner has in Laurel, for a copy of it. The caller has checked whose it is. */
@Component
public class OwnRecords {

    private final SubmissionRows submissions;
    private final Drafts drafts;
    private final Appeals appeals;
    private final Removals removals;
    private final EvidenceFiles files;
    private final Renewals renewals;
    private final JdbcClient jdbc;

    OwnRecords(
            SubmissionRows submissions,
            Drafts drafts,
            Appeals appeals,
            Removals removals,
            EvidenceFiles files,
            Renewals renewals,
            JdbcClient jdbc) {
        this.submissions = submissions;
        this.drafts = drafts;
        this.appeals = appeals;
        this.removals = removals;
        this.files = files;
        this.renewals = renewals;
        this.jdbc = jdbc;
    }

    /** All of one submission of the tenant, without the bytes of its files. */
    @Transactional(readOnly = true)
    public Optional<OwnWork> of(TenantId tenant, SubmissionId id) {
        return submissions
                .find(id)
                .filter(submission -> submission.tenant().equals(tenant))
                .map(submission -> new OwnWork(
                        submission,
                        removals.of(submission).orElse(null),
                        attempts(submission),
                        steps(id),
                        renewals.of(id)));
    }

    /** The bytes of a file, under the name that the earner gave it. */
    public Optional<EvidenceFiles.StoredFile> file(AttemptId attempt, UUID file) {
        return files.openForEarner(attempt, file);
    }

    private record Row(
            int number,
            Instant startedAt,
            @Nullable Instant submittedAt,
            @Nullable Instant decidedAt,
            @Nullable Boolean earned) {}

    private List<OwnWork.Attempt> attempts(Submission submission) {
        List<Row> rows = jdbc.sql("select attempt, started_at, submitted_at, decided_at, earned from submission_attempt"
                        + " where submission_id = :id order by attempt")
                .param("id", submission.id().value())
                .query((row, number) -> {
                    boolean earned = row.getBoolean("earned");
                    return new Row(
                            row.getInt("attempt"),
                            row.getTimestamp("started_at").toInstant(),
                            SubmissionRows.instant(row, "submitted_at"),
                            SubmissionRows.instant(row, "decided_at"),
                            row.getTimestamp("decided_at") == null ? null : Boolean.valueOf(earned));
                })
                .list();
        return rows.stream().map(row -> attempt(submission.id(), row)).toList();
    }

    private OwnWork.Attempt attempt(SubmissionId submission, Row row) {
        AttemptId attempt = new AttemptId(submission, row.number());
        Drafts.Content content = drafts.content(attempt);
        Map<String, List<String>> shown = content.shows().stream()
                .collect(Collectors.toMap(SavedText::requirementId, choice -> Shows.ids(choice.text())));
        return new OwnWork.Attempt(
                row.number(),
                row.startedAt(),
                row.submittedAt(),
                row.decidedAt(),
                row.earned(),
                List.copyOf(new TreeSet<>(submissions.unmet(attempt))),
                texts(content.answers(), shown),
                texts(content.notes(), Map.of()),
                links(content.items(), shown),
                files(content.items(), shown),
                content.instead().stream()
                        .filter(choice -> !choice.text().isEmpty())
                        .collect(Collectors.toMap(SavedText::requirementId, SavedText::text)),
                attestations(attempt),
                submissions.returned(attempt).orElse(null),
                appeals.of(attempt).orElse(null));
    }

    private static List<OwnWork.Text> texts(List<SavedText> saved, Map<String, List<String>> shown) {
        return saved.stream()
                .map(text -> new OwnWork.Text(
                        text.requirementId(), text.text(), text.savedAt(), shown.get(text.requirementId())))
                .toList();
    }

    private static List<OwnWork.Link> links(List<SavedItem> items, Map<String, List<String>> shown) {
        return items.stream()
                .flatMap(item -> Stream.ofNullable(item.link())
                        .map(link -> new OwnWork.Link(
                                item.artefactId(),
                                link,
                                item.savedAt(),
                                item.removedAt(),
                                shown.get(item.id().toString()))))
                .toList();
    }

    private static List<OwnWork.File> files(List<SavedItem> items, Map<String, List<String>> shown) {
        return items.stream()
                .flatMap(item -> Stream.ofNullable(item.file())
                        .map(file -> new OwnWork.File(
                                item.artefactId(),
                                file.id(),
                                file.ownName(),
                                file.displayName(),
                                file.mediaType(),
                                file.bytes(),
                                item.savedAt(),
                                item.removedAt(),
                                item.transcriptOf(),
                                shown.get(item.id().toString()))))
                .toList();
    }

    private List<OwnWork.Attestation> attestations(AttemptId attempt) {
        return jdbc.sql("select kind, wording, locale, number_held, detail, attested_at from submission_attestation"
                        + " where submission_id = :id and attempt = :attempt order by id")
                .param("id", attempt.submission().value())
                .param("attempt", attempt.number())
                .query((row, number) -> {
                    int held = row.getInt("number_held");
                    boolean none = row.wasNull();
                    return new OwnWork.Attestation(
                            row.getString("kind"),
                            row.getString("wording"),
                            row.getString("locale"),
                            none ? null : held,
                            row.getString("detail"),
                            row.getTimestamp("attested_at").toInstant());
                })
                .list();
    }

    private List<OwnWork.Step> steps(SubmissionId id) {
        return jdbc.sql("select attempt, to_state, happened_at from submission_transition"
                        + " where submission_id = :id order by id fetch first 1000 rows only")
                .param("id", id.value())
                .query((row, number) -> new OwnWork.Step(
                        row.getInt("attempt"),
                        SubmissionState.valueOf(row.getString("to_state")),
                        row.getTimestamp("happened_at").toInstant()))
                .list();
    }
}
