package dev.laurel.badge;

import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What earners let be seen, badge by badge. */
@Component
class Showings {

    private final JdbcClient jdbc;
    private final Clock clock;

    Showings(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    Showing of(String credentialId) {
        return jdbc.sql("select page_open, name from badge_showing where credential_id = :id")
                .param("id", credentialId)
                .query((row, n) -> new Showing(row.getBoolean("page_open"), row.getString("name")))
                .optional()
                .orElse(Showing.AT_FIRST);
    }

    /**
     * @throws NotFound when the earner keeps the badge to themselves; nobody else is told that it exists
     * @throws BadgeGone when its earner had their data deleted
     */
    Showing openTo(String credentialId) {
        Showing showing = of(credentialId);
        if (!showing.open()) {
            if (isGone(credentialId)) {
                throw new BadgeGone(credentialId);
            }
            throw new NotFound("Badge " + credentialId + " is kept private by its earner");
        }
        return showing;
    }

    /** Whether its earner's data was deleted, and it is not to be seen since. */
    boolean isGone(String credentialId) {
        return jdbc.sql("select count(*) from badge_showing where credential_id = :id and not page_open"
                                + " and earner_gone_at is not null")
                        .param("id", credentialId)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Of a badge that is private: its address says so until its earner comes back and opens it anew. */
    void gone(String credentialId) {
        jdbc.sql("update badge_showing set earner_gone_at = :now"
                        + " where credential_id = :id and not page_open and earner_gone_at is null")
                .param("now", Timestamp.from(clock.instant()))
                .param("id", credentialId)
                .update();
    }

    @Transactional
    public void keep(TenantId tenant, String credentialId, Showing showing) {
        if (update(credentialId, showing) == 0) {
            int made = jdbc.sql("insert into badge_showing (credential_id, tenant_id, page_open, name, changed_at)"
                            + " values (:id, :tenant, :open, :name, :now) on conflict do nothing")
                    .param("id", credentialId)
                    .param("tenant", tenant.value())
                    .param("open", showing.open())
                    .param("name", showing.name())
                    .param("now", Timestamp.from(clock.instant()))
                    .update();
            if (made == 0) {
                update(credentialId, showing);
            }
        }
    }

    private int update(String credentialId, Showing showing) {
        return jdbc.sql("update badge_showing set page_open = :open, name = :name, changed_at = :now"
                        + " where credential_id = :id")
                .param("open", showing.open())
                .param("name", showing.name())
                .param("now", Timestamp.from(clock.instant()))
                .param("id", credentialId)
                .update();
    }
}
