package dev.laurel.system;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.modulith.events.core.EventSerializer;
import org.springframework.modulith.events.core.TargetEventPublication;
import org.springframework.stereotype.Component;

/** Rows of publications that are gathered on a thread and then inserted with one call. */
@Component
class PublicationRows {

    private static final String INSERT = "insert into event_publication (id, event_type, listener_id, publication_date,"
            + " serialized_event, status, completion_attempts, last_resubmission_date) values (?, ?, ?, ?, ?, ?, 1, ?)";

    private final JdbcOperations jdbc;
    private final EventSerializer serializer;
    private final ThreadLocal<@Nullable List<TargetEventPublication>> gathered = new ThreadLocal<>();

    PublicationRows(JdbcOperations jdbc, EventSerializer serializer) {
        this.jdbc = jdbc;
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
}
