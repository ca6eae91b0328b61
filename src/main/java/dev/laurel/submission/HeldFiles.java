package dev.laurel.submission;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.laurel.tenant.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Files that the virus scanner could not be asked about when they came: they are asked about until it answers. */
@Component
class HeldFiles {

    private static final Logger log = LoggerFactory.getLogger(HeldFiles.class);

    private static final int PAGE_SIZE = 50;

    /** So many one after another, and it is the store that is away. */
    private static final int MOST_UNREAD = 3;

    private final JdbcClient jdbc;
    private final EvidenceStore store;
    private final Scanner scanner;
    private final UnnamedFiles unnamed;
    private final TransactionOperations transaction;
    private final Clock clock;

    HeldFiles(
            JdbcClient jdbc,
            EvidenceStore store,
            Scanner scanner,
            UnnamedFiles unnamed,
            TransactionOperations transaction,
            Clock clock) {
        this.jdbc = jdbc;
        this.store = store;
        this.scanner = scanner;
        this.unnamed = unnamed;
        this.transaction = transaction;
        this.clock = clock;
    }

    private record Held(UUID id, TenantId tenant, String sha256, long bytes, Instant storedAt) {}

    /** Where the operator wants no scanner any more, nothing is held back. */
    @EventListener(ApplicationReadyEvent.class)
    void letGoWithoutScanner() {
        if (!scanner.isConfigured()) {
            jdbc.sql("update submission_file set scan = null where scan = 'WAITING'")
                    .update();
        }
    }

    /** Asks about all that wait, the oldest first; stops when the scanner or the store is away. */
    void askAgain() {
        if (!scanner.isConfigured()) {
            return;
        }
        @Nullable Held last = null;
        int unread = 0;
        List<Held> page;
        do {
            page = page(last);
            for (Held held : page) {
                last = held;
                try {
                    // Files that cannot be judged, however many, keep no others waiting; a scanner that is down is left
                    // alone.
                    if (ask(held) == Scan.WAITING && !scanner.answers()) {
                        return;
                    }
                    unread = 0;
                } catch (IOException e) {
                    log.warn("File {} cannot be read for the virus scanner: {}", held.id(), e.toString());
                    unread++;
                    if (unread >= MOST_UNREAD) {
                        return;
                    }
                }
            }
        } while (page.size() == PAGE_SIZE);
    }

    private List<Held> page(@Nullable Held after) {
        Timestamp from = Timestamp.from(after == null ? Instant.EPOCH : after.storedAt());
        return jdbc.sql("select f.id, s.tenant_id, f.sha256, f.bytes, f.stored_at from submission_file f"
                        + " join submission s on s.id = f.submission_id where f.scan = 'WAITING'"
                        + " and (f.stored_at > :from or (f.stored_at = :from and f.id > :id))"
                        + " order by f.stored_at, f.id fetch first " + PAGE_SIZE + " rows only")
                .param("from", from)
                .param("id", after == null ? new UUID(0, 0) : after.id())
                .query((row, number) -> new Held(
                        row.getObject("id", UUID.class),
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        row.getString("sha256"),
                        row.getLong("bytes"),
                        row.getTimestamp("stored_at").toInstant()))
                .list();
    }

    private Scan ask(Held held) throws IOException {
        try (InputStream content =
                store.open(held.tenant(), held.sha256(), held.bytes()).getInputStream()) {
            Scan found = scanner.scan(content);
            if (found != null && found != Scan.WAITING) {
                transaction.executeWithoutResult(status -> settle(held, found));
                return found;
            }
        }
        return Scan.WAITING;
    }

    private void settle(Held held, Scan found) {
        jdbc.sql("update submission_file set scan = :scan where id = :id and scan = 'WAITING'")
                .param("scan", found.name())
                .param("id", held.id())
                .update();
        if (found == Scan.INFECTED) {
            unnamed.add(held.tenant(), held.sha256(), clock.instant());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Upkeep {

        private static final Duration EVERY = Duration.ofSeconds(50);

        @Bean
        RecurringTask<Void> askScannerAgain(HeldFiles held) {
            return Tasks.recurring("submission-ask-scanner-again", FixedDelay.of(EVERY))
                    .execute((instance, context) -> held.askAgain());
        }
    }
}
