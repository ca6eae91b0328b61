package dev.laurel.badge;

import dev.laurel.person.PrivacyTrail;
import dev.laurel.person.PrivacyTrail.Action;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.EvidenceFiles;
import dev.laurel.submission.PublishableFiles;
import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.Submissions;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Files of their evidence that earners show to everybody. The badge cites them; the bytes stay where evidence lies, and are
 * gone for everybody when they are removed there.
 */
@Component
class PublishedFiles {

    /** Names the words of {@code wallet.publish.consent}, that an earner says yes to. */
    static final String WORDING = "2026-11";

    private static final int MOST = 10;
    private static final int LONGEST_NAME = 300;

    private final JdbcClient jdbc;
    private final PublishableFiles files;
    private final Submissions submissions;
    private final BadgeAddresses addresses;
    private final PrivacyTrail trail;
    private final Clock clock;

    PublishedFiles(
            JdbcClient jdbc,
            PublishableFiles files,
            Submissions submissions,
            BadgeAddresses addresses,
            PrivacyTrail trail,
            Clock clock) {
        this.jdbc = jdbc;
        this.files = files;
        this.submissions = submissions;
        this.addresses = addresses;
        this.trail = trail;
        this.clock = clock;
    }

    /** @param withdrawn whether nobody may have it any more */
    record Published(UUID id, SubmissionId submission, AttemptId attempt, UUID file, boolean withdrawn) {}

    Optional<Published> find(UUID id) {
        return jdbc.sql("select submission_id, attempt, file_id, withdrawn_at from badge_published_file where id = :id")
                .param("id", id)
                .query((row, n) -> {
                    SubmissionId submission = new SubmissionId(row.getObject("submission_id", UUID.class));
                    return new Published(
                            id,
                            submission,
                            new AttemptId(submission, row.getInt("attempt")),
                            row.getObject("file_id", UUID.class),
                            row.getTimestamp("withdrawn_at") != null);
                })
                .optional();
    }

    Optional<EvidenceFiles.StoredFile> open(Published published) {
        return files.open(published.attempt(), published.file());
    }

    /** What could be shown of a badge's evidence, and what is. */
    List<FileToShow> choices(TenantId tenant, SubmissionId submission) {
        Set<UUID> shown = shown(tenant, submission);
        return files.of(tenant, submission).stream()
                .map(file -> new FileToShow(
                        file.id(),
                        file.artefact(),
                        file.ownName(),
                        file.displayName(),
                        file.bytes(),
                        shown.contains(file.id())))
                .toList();
    }

    private Set<UUID> shown(TenantId tenant, SubmissionId submission) {
        return new HashSet<>(jdbc.sql("select file_id from badge_published_file where tenant_id = :tenant"
                        + " and submission_id = :submission and withdrawn_at is null")
                .param("tenant", tenant.value())
                .param("submission", submission.value())
                .query(UUID.class)
                .list());
    }

    /** Shows these files of a submission and no others. @return as the badge cites them */
    List<PublishedEvidence.File> show(
            TenantId tenant, SubmissionId submission, Collection<UUID> chosen, Locale locale) {
        Set<UUID> shown = shown(tenant, submission);
        List<PublishableFiles.File> wanted = files.of(tenant, submission).stream()
                .filter(file -> chosen.contains(file.id()))
                .limit(MOST)
                .toList();
        withdraw(
                tenant,
                submission,
                shown.stream()
                        .filter(file ->
                                wanted.stream().noneMatch(each -> each.id().equals(file)))
                        .toList());
        List<PublishableFiles.File> fresh =
                wanted.stream().filter(file -> !shown.contains(file.id())).toList();
        fresh.forEach(file -> insert(tenant, submission, file, locale));
        if (!fresh.isEmpty()) {
            record(tenant, submission, Action.EVIDENCE_PUBLISHED, fresh.size());
        }
        return cited(tenant, submission);
    }

    private void insert(TenantId tenant, SubmissionId submission, PublishableFiles.File file, Locale locale) {
        String title = file.artefact() + " (" + file.displayName() + ")";
        jdbc.sql("insert into badge_published_file (id, tenant_id, submission_id, attempt, file_id, name, bytes,"
                        + " wording, locale, published_at) values (:id, :tenant, :submission, :attempt, :file, :name,"
                        + " :bytes, :wording, :locale, :now)")
                .param("id", Ids.next())
                .param("tenant", tenant.value())
                .param("submission", submission.value())
                .param("attempt", file.attempt().number())
                .param("file", file.id())
                .param("name", title.length() > LONGEST_NAME ? file.displayName() : title)
                .param("bytes", file.bytes())
                .param("wording", WORDING)
                .param("locale", locale.getLanguage())
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    private List<PublishedEvidence.File> cited(TenantId tenant, SubmissionId submission) {
        return jdbc.sql("select id, name from badge_published_file where tenant_id = :tenant"
                        + " and submission_id = :submission and withdrawn_at is null order by published_at, id")
                .param("tenant", tenant.value())
                .param("submission", submission.value())
                .query((row, n) -> new PublishedEvidence.File(
                        addresses.publishedFile(row.getObject("id", UUID.class)).toString(), row.getString("name")))
                .list();
    }

    /** Shows no file of a submission any more. @return whether one was shown */
    boolean withdraw(TenantId tenant, SubmissionId submission) {
        Set<UUID> shown = shown(tenant, submission);
        withdraw(tenant, submission, new ArrayList<>(shown));
        return !shown.isEmpty();
    }

    private void withdraw(TenantId tenant, SubmissionId submission, List<UUID> those) {
        if (those.isEmpty()) {
            return;
        }
        jdbc.sql("update badge_published_file set withdrawn_at = :now, name = null, bytes = 0 where tenant_id = :tenant"
                        + " and submission_id = :submission and withdrawn_at is null and file_id in (:files)")
                .param("now", Timestamp.from(clock.instant()))
                .param("tenant", tenant.value())
                .param("submission", submission.value())
                .param("files", those)
                .update();
        record(tenant, submission, Action.PUBLICATION_WITHDRAWN, those.size());
    }

    private void record(TenantId tenant, SubmissionId submission, Action action, int files) {
        submissions
                .find(submission)
                .map(Submission::earner)
                .ifPresent(earner -> trail.record(tenant, earner, action, submission.value() + " " + files));
    }
}
