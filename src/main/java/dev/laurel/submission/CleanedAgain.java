package dev.laurel.submission;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Files of drafts that came when fewer hidden details were taken out: cleaned once more by today's rules, each for itself,
 * every hour and at the latest when the work is handed in or somebody to whom the draft is shown opens the file, so that from
 * then on nobody but their earner sees them as they were. What was handed in with an earlier attempt stays as it was rated.
 */
@Component
class CleanedAgain {

    private static final Logger log = LoggerFactory.getLogger(CleanedAgain.class);

    private static final int PAGE_SIZE = 50;

    /** So many one after another, and it is the store that is away. */
    private static final int MOST_AWAY = 3;

    private static final String FILES = """
            select f.id, f.submission_id, s.tenant_id, f.sha256, f.bytes, f.display_name, f.cleaned_by, n.own_name
            from submission s
            join submission_item i on i.submission_id = s.id and i.attempt = s.attempt and i.removed_at is null
            join submission_file f on f.id = i.file_id
            join submission_file_name n on n.file_id = f.id
            where s.state = 'DRAFT' and f.cleaned_by < :rules and (f.scan is null or f.scan = 'CLEAN')
              and not exists (
                select 1 from submission_item e
                join submission_attempt a on a.submission_id = e.submission_id and a.attempt = e.attempt
                where e.file_id = f.id and a.attempt <> s.attempt and a.submitted_at is not null)
            """;

    private final JdbcClient jdbc;
    private final EvidenceStore store;
    private final FileKinds kinds;
    private final FileCleaner cleaner;
    private final UnnamedFiles unnamed;
    private final TransactionOperations transaction;
    private final Clock clock;

    CleanedAgain(
            JdbcClient jdbc,
            EvidenceStore store,
            FileKinds kinds,
            FileCleaner cleaner,
            UnnamedFiles unnamed,
            TransactionOperations transaction,
            Clock clock) {
        this.jdbc = jdbc;
        this.store = store;
        this.kinds = kinds;
        this.cleaner = cleaner;
        this.unnamed = unnamed;
        this.transaction = transaction;
        this.clock = clock;
    }

    private record Old(
            UUID id,
            UUID submission,
            TenantId tenant,
            String sha256,
            long bytes,
            String displayName,
            int cleanedBy,
            String ownName) {

        static Old of(ResultSet row, int number) throws SQLException {
            return new Old(
                    row.getObject("id", UUID.class),
                    row.getObject("submission_id", UUID.class),
                    new TenantId(row.getObject("tenant_id", UUID.class)),
                    row.getString("sha256"),
                    row.getLong("bytes"),
                    row.getString("display_name"),
                    row.getInt("cleaned_by"),
                    row.getString("own_name"));
        }

        boolean isCleanedAsBefore() {
            return FileCleaner.takesMoreThan(cleanedBy, extension());
        }

        String extension() {
            return displayName.substring(displayName.lastIndexOf('.') + 1);
        }

        /** A name is personal. */
        @Override
        public String toString() {
            return "Old[" + id + "]";
        }
    }

    /**
     * Cleans what is left of one draft, before it is handed in.
     *
     * @return the own names of those that cannot be cleaned now; mostly none
     */
    List<String> before(SubmissionId draft) {
        List<String> left = new ArrayList<>();
        List<Old> files = jdbc.sql(FILES + " and s.id = :submission order by f.id")
                .param("rules", FileCleaner.RULES)
                .param("submission", draft.value())
                .query(Old::of)
                .list();
        for (Old file : files) {
            if (file.isCleanedAsBefore() && cleanedOrWhy(file) != Outcome.CLEANED) {
                left.add(file.ownName());
            }
        }
        return left;
    }

    /**
     * Cleans one file of a draft, before somebody else opens it.
     *
     * @throws FileRefused when it cannot be cleaned now
     */
    void before(AttemptId draft, UUID file) {
        boolean left = jdbc
                .sql(FILES + " and s.id = :submission and s.attempt = :attempt and f.id = :file")
                .param("rules", FileCleaner.RULES)
                .param("submission", draft.submission().value())
                .param("attempt", draft.number())
                .param("file", file)
                .query(Old::of)
                .list()
                .stream()
                .anyMatch(old -> old.isCleanedAsBefore() && cleanedOrWhy(old) != Outcome.CLEANED);
        if (left) {
            throw FileRefused.notCleaned();
        }
    }

    private enum Outcome {
        CLEANED,
        /** It waits for its earner; others do not wait for it. */
        LEFT,
        STORE_IS_AWAY
    }

    private Outcome cleanedOrWhy(Old file) {
        try {
            clean(file);
            return Outcome.CLEANED;
        } catch (FileRefused refused) {
            log.info("File {} of a draft is refused by today's rules: {}", file.id(), refused.getMessage());
            return Outcome.LEFT;
        } catch (IOException e) {
            log.warn("File {} of a draft cannot be cleaned again: {}", file.id(), e.toString());
            return isGone(file) ? Outcome.LEFT : Outcome.STORE_IS_AWAY;
        } catch (RuntimeException e) {
            log.warn("File {} of a draft cannot be cleaned again", file.id(), e);
            return Outcome.LEFT;
        }
    }

    /** Whether the store answers, and has no such bytes. */
    private boolean isGone(Old file) {
        try {
            return !store.has(file.tenant(), file.sha256());
        } catch (IOException | UncheckedIOException away) {
            return false;
        }
    }

    /** Cleans those of all drafts; what cannot be read or is refused waits for its earner. */
    void all() {
        UUID last = new UUID(0, 0);
        int away = 0;
        List<Old> page;
        do {
            page = jdbc.sql(FILES + " and f.id > :last order by f.id fetch first " + PAGE_SIZE + " rows only")
                    .param("rules", FileCleaner.RULES)
                    .param("last", last)
                    .query(Old::of)
                    .list();
            for (Old file : page) {
                last = file.id();
                if (file.isCleanedAsBefore()) {
                    away = cleanedOrWhy(file) == Outcome.STORE_IS_AWAY ? away + 1 : 0;
                    if (away >= MOST_AWAY) {
                        return;
                    }
                }
            }
        } while (page.size() == PAGE_SIZE);
    }

    /** @throws FileRefused when today's rules refuse what yesterday's took */
    private void clean(Old file) throws IOException {
        try (InputStream content =
                        store.open(file.tenant(), file.sha256(), file.bytes()).getInputStream();
                IncomingFile incoming = IncomingFile.receive(store, content, file.bytes())) {
            cleanWhole(file, incoming);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void cleanWhole(Old file, IncomingFile incoming) throws IOException {
        // What is of another kind today is damaged as that of its name, or does harm: the cleaner tells.
        FileKinds.Kind kind = kinds.any(incoming.path(), file.displayName())
                .or(() -> kinds.named(file.displayName()))
                .orElseThrow();
        try (IncomingFile.Cleaned cleaned = incoming.cleaned(cleaner, kind)) {
            cleaned.keep(file.tenant());
            transaction.executeWithoutResult(status -> exchange(file, cleaned));
        } catch (FileRefused refused) {
            if (refused.isHarmful() || !refused.forGood()) {
                throw refused;
            }
            asItIs(file);
        }
    }

    /** It is damaged by what is known today: it is the earner's, does nobody harm, and they are told. */
    private void asItIs(Old file) {
        jdbc.sql("update submission_file set cleaning = 'NOT_CLEANED', cleaned_by = :rules"
                        + " where id = :id and sha256 = :before")
                .param("rules", FileCleaner.RULES)
                .param("id", file.id())
                .param("before", file.sha256())
                .update();
    }

    /** Unless the work was handed in, or the file is gone, meanwhile. */
    private void exchange(Old file, IncomingFile.Cleaned cleaned) {
        boolean draft = jdbc.sql("select state from submission where id = :id for update")
                .param("id", file.submission())
                .query(String.class)
                .optional()
                .filter(SubmissionState.DRAFT.name()::equals)
                .isPresent();
        int changed = draft
                ? jdbc.sql("update submission_file set sha256 = :sha256, bytes = :bytes, cleaning = :cleaning,"
                                + " cleaned_by = :rules where id = :id and sha256 = :before")
                        .param("sha256", cleaned.sha256())
                        .param("bytes", cleaned.bytes())
                        .param("cleaning", cleaned.cleaning().name())
                        .param("rules", FileCleaner.RULES)
                        .param("id", file.id())
                        .param("before", file.sha256())
                        .update()
                : 0;
        if (changed == 0) {
            unnamed.add(file.tenant(), cleaned.sha256(), clock.instant().plus(Duration.ofDays(1)));
            return;
        }
        jdbc.sql("update submission_file_name set names_within = :within where file_id = :id")
                .param("within", cleaned.within())
                .param("id", file.id())
                .update();
        if (cleaned.sha256().equals(file.sha256())) {
            return;
        }
        jdbc.sql(
                        "insert into submission_cleaned_again (id, file_id, tenant_id, rules_before, rules, sha256_before, sha256,"
                                + " bytes_before, cleaned_at)"
                                + " values (:id, :file, :tenant, :rulesBefore, :rules, :before, :sha256, :bytesBefore, :now)")
                .param("id", Ids.next())
                .param("file", file.id())
                .param("tenant", file.tenant().value())
                .param("rulesBefore", file.cleanedBy())
                .param("rules", FileCleaner.RULES)
                .param("before", file.sha256())
                .param("sha256", cleaned.sha256())
                .param("bytesBefore", file.bytes())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        unnamed.namedAgain(file.tenant(), cleaned.sha256());
        unnamed.add(file.tenant(), file.sha256(), clock.instant().plus(Duration.ofDays(1)));
        try {
            if (!store.has(file.tenant(), cleaned.sha256())) {
                cleaned.keep(file.tenant());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Upkeep {

        private static final Duration EVERY = Duration.ofHours(1);

        @Bean
        RecurringTask<Void> cleanFilesOfDraftsAgain(CleanedAgain again) {
            return Tasks.recurring("submission-clean-files-of-drafts-again", FixedDelay.of(EVERY))
                    .execute((instance, context) -> again.all());
        }
    }
}
