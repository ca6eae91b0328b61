package dev.laurel.journey;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Drafts as a lead puts them on hold. */
final class OnHold {

    private OnHold() {}

    /** The draft that was begun last, for five days. */
    static UUID theLatestDraft(JdbcClient jdbc) {
        UUID id = UUID.randomUUID();
        jdbc.sql(
                        "insert into assessment_hold (id, tenant_id, submission_id, version_id, because, words, held_at, clock_from,"
                                + " until, with_earner) select :id, tenant_id, id, version_id, 'PRIVACY', 'A face', :now, :now, :until,"
                                + " true from submission where state = 'DRAFT' order by since desc fetch first 1 row only")
                .param("id", id)
                .param("now", Timestamp.from(Instant.now()))
                .param("until", Timestamp.from(Instant.now().plus(Duration.ofDays(5))))
                .update();
        return id;
    }
}
