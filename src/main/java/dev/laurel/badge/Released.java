package dev.laurel.badge;

import dev.laurel.submission.EarnerNotice;
import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;
import java.util.Collection;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells those whose badge an officer had released that it is there: once it is signed, which may be later. */
@Component
class Released {

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    Released(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /** Within the transaction that has stored their badges. */
    void signed(Collection<SubmissionId> submissions) {
        if (!submissions.isEmpty()) {
            jdbc.sql("select submission_id, tenant_id, since from badge_waiting where state = 'RELEASED'"
                            + " and submission_id in (:submissions)")
                    .param(
                            "submissions",
                            submissions.stream().map(SubmissionId::value).toList())
                    .query((row, number) -> new EarnerNotice(
                            new SubmissionId(row.getObject("submission_id", UUID.class)),
                            new TenantId(row.getObject("tenant_id", UUID.class)),
                            EarnerNotice.Kind.BADGE_RELEASED,
                            row.getTimestamp("since").toInstant()))
                    .list()
                    .forEach(events::publishEvent);
        }
    }
}
