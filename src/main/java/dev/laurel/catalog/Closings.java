package dev.laurel.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The versions that take no new starts. Every module page asks, so all of them are read at once and kept for a minute;
 * whoever starts is checked against the database.
 */
@Component
class Closings {

    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int MOST_OVER = 1_000;

    private final JdbcClient jdbc;
    private final Cache<Boolean, Map<VersionId, Closing>> kept =
            Caffeine.newBuilder().expireAfterWrite(KEPT).build();

    Closings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<VersionId, Closing> all() {
        return kept.get(true, any -> read());
    }

    private Map<VersionId, Closing> read() {
        Map<VersionId, Closing> closings = new HashMap<>();
        jdbc.sql("select id, closes_at from catalog_version where status = 'RETIRED' and kind = 'MICRO_CREDENTIAL'")
                .query(row -> {
                    Timestamp closesAt = row.getTimestamp("closes_at");
                    closings.put(
                            new VersionId(row.getObject("id", UUID.class)),
                            new Closing(closesAt == null ? null : closesAt.toInstant()));
                });
        return Map.copyOf(closings);
    }

    /** The versions whose window ended by then, the latest first; a thousand at most. */
    List<VersionId> over(Instant by) {
        return jdbc
                .sql("select id from catalog_version where closes_at <= :by and status = 'RETIRED'"
                        + " order by closes_at desc, id fetch first " + MOST_OVER + " rows only")
                .param("by", Timestamp.from(by))
                .query(UUID.class)
                .list()
                .stream()
                .map(VersionId::new)
                .toList();
    }

    /** What is kept is read again once the change that is under way is there to be read. */
    void changed() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            kept.invalidateAll();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                kept.invalidateAll();
            }
        });
    }
}
