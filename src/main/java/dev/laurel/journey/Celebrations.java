package dev.laurel.journey;

import java.sql.Timestamp;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which badges their earner has already been shown: the first time is a small celebration, and only the first. */
@Component
class Celebrations {

    private final JdbcClient jdbc;
    private final Clock clock;

    Celebrations(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Whether this is the first time; it is not, ever after. */
    boolean isFirst(String credentialId) {
        boolean shown = jdbc.sql("select count(*) from journey_celebration where credential_id = :credential")
                        .param("credential", credentialId)
                        .query(Integer.class)
                        .single()
                > 0;
        return !shown
                && jdbc.sql("insert into journey_celebration (credential_id, shown_at)"
                                        + " values (:credential, :now) on conflict do nothing")
                                .param("credential", credentialId)
                                .param("now", Timestamp.from(clock.instant()))
                                .update()
                        == 1;
    }
}
