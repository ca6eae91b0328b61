package dev.laurel.recognition;

import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What recognition officers are to look at, in numbers and as it stands now. */
@Component
public class ClaimNews {

    /** Above it is only known that there are more. */
    public static final int MOST = 200;

    private final JdbcClient jdbc;

    ClaimNews(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Each up to {@link #MOST}.
     *
     * @param made claims that nobody has taken up yet
     * @param answered claims whose question was answered, and that nobody has taken up again
     * @param flagged approved claims whose badge no longer counts
     * @param waiting all claims that are to be decided, older ones among them
     */
    public record Numbers(int made, int answered, int flagged, int waiting) {

        /** Whether there is anything new. */
        public boolean isEmpty() {
            return made == 0 && answered == 0 && flagged == 0;
        }
    }

    /** What came to the officers of some tenants since a moment and waits for them still. */
    public Numbers since(Collection<TenantId> tenants, Instant since) {
        if (tenants.isEmpty()) {
            return new Numbers(0, 0, 0, 0);
        }
        List<UUID> of = tenants.stream().map(TenantId::value).toList();
        String fresh = "c.state = 'REQUESTED' and c.since > :since and ";
        String asked =
                "exists (select 1 from recognition_claim_event e where e.claim_id = c.id and e.state = 'MORE_INFORMATION')";
        return new Numbers(
                count(of, since, fresh + "not " + asked),
                count(of, since, fresh + asked),
                count(of, since, "c.flagged_at > :since"),
                count(of, since, "c.state in ('REQUESTED', 'UNDER_REVIEW')"));
    }

    private int count(List<UUID> tenants, Instant since, String which) {
        return jdbc.sql(
                        "select count(*) from (select c.id from recognition_claim c where c.tenant_id in (:tenants) and "
                                + which + " fetch first " + MOST + " rows only) counted")
                .param("tenants", tenants)
                .param("since", Timestamp.from(since))
                .query(Integer.class)
                .single();
    }
}
