package dev.laurel.system;

import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.modulith.events.core.EventSerializer;
import org.springframework.modulith.events.core.TargetEventPublication;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Rows of publications, many with one call: those that are gathered on a thread are inserted together, and those that were
 * heard go together a moment later. A process that dies in that moment has them heard once more, as is always possible.
 */
@Component
class PublicationRows implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(PublicationRows.class);

    private static final String INSERT = "insert into event_publication (id, event_type, listener_id, publication_date,"
            + " serialized_event, status, completion_attempts, last_resubmission_date) values (?, ?, ?, ?, ?, ?, 1, ?)";

    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(2);
    private static final int AT_ONCE = 500;

    private final JdbcOperations jdbc;
    private final TransactionOperations transaction;
    private final EventSerializer serializer;
    private final ThreadLocal<@Nullable List<TargetEventPublication>> gathered = new ThreadLocal<>();
    private final Queue<UUID> heard = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean clearingIsDue = new AtomicBoolean();
    private final ScheduledExecutorService clearing = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "events-heard");
        thread.setDaemon(true);
        return thread;
    });

    PublicationRows(JdbcOperations jdbc, TransactionOperations transaction, EventSerializer serializer) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.serializer = serializer;
    }

    /** Runs what publishes, and stores its publications before it returns. Within a transaction. */
    void gathering(Runnable publishing) {
        List<TargetEventPublication> rows = new ArrayList<>();
        gathered.set(rows);
        try {
            publishing.run();
        } finally {
            gathered.remove();
        }
        jdbc.batchUpdate(
                INSERT,
                rows.stream()
                        .map(row -> new Object[] {
                            row.getIdentifier(),
                            row.getEvent().getClass().getName(),
                            row.getTargetIdentifier().getValue(),
                            Timestamp.from(row.getPublicationDate()),
                            serializer.serialize(row.getEvent()).toString(),
                            row.getStatus().name(),
                            Timestamp.from(row.getPublicationDate())
                        })
                        .toList());
    }

    /** Whether it is stored later, because this thread gathers. */
    boolean gather(TargetEventPublication publication) {
        List<TargetEventPublication> rows = gathered.get();
        return rows != null && rows.add(publication);
    }

    /** Nobody has to be told of that one any more. */
    void heard(UUID publication) {
        heard.add(publication);
        clearAfter(MOMENT);
    }

    private void clearAfter(Duration wait) {
        if (clearingIsDue.compareAndSet(false, true)) {
            try {
                clearing.schedule(this::clear, wait.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                clear(); // the process ends
            }
        }
    }

    private void clear() {
        clearingIsDue.set(false);
        List<Object[]> rows = new ArrayList<>();
        for (UUID next = heard.poll(); next != null; next = rows.size() < AT_ONCE ? heard.poll() : null) {
            rows.add(new Object[] {next});
        }
        if (rows.isEmpty()) {
            return;
        }
        try {
            transaction.executeWithoutResult(
                    status -> jdbc.batchUpdate("delete from event_publication where id = ?", rows));
        } catch (RuntimeException e) {
            log.warn("{} events that were heard cannot be cleared away for now", rows.size(), e);
            rows.forEach(row -> heard.add((UUID) row[0]));
            if (!clearing.isShutdown()) {
                clearAfter(AFTER_A_FAILURE);
            }
            return;
        }
        if (!heard.isEmpty()) {
            clearAfter(Duration.ZERO);
        }
    }

    @Override
    public void destroy() throws InterruptedException {
        clearing.shutdown();
        if (!clearing.awaitTermination(5, TimeUnit.SECONDS)) {
            clearing.shutdownNow();
        }
        clear();
    }
}
