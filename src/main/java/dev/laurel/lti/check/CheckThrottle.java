package dev.laurel.lti.check;

import dev.laurel.lti.RegistrationId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Rations the check for all nodes, so that nobody uses it to flood a platform: each line of a platform once in a while. */
@Component
class CheckThrottle {

    static final Duration PAUSE = Duration.ofSeconds(15);

    private final JdbcClient jdbc;
    private final Clock clock;

    CheckThrottle(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Empty when the line may be tried now, and then it counts as tried; otherwise how long it is to rest. */
    Optional<Duration> restOf(RegistrationId registration, CheckLine line) {
        Instant now = clock.instant();
        int inserted = jdbc.sql("insert into lti_connection_check (registration_id, line, tried_at)"
                        + " values (:registration, :line, :now) on conflict do nothing")
                .param("registration", registration.value())
                .param("line", line.name())
                .param("now", Timestamp.from(now))
                .update();
        if (inserted == 1) {
            return Optional.empty();
        }
        int taken = jdbc.sql("update lti_connection_check set tried_at = :now"
                        + " where registration_id = :registration and line = :line and tried_at <= :before")
                .param("now", Timestamp.from(now))
                .param("registration", registration.value())
                .param("line", line.name())
                .param("before", Timestamp.from(now.minus(PAUSE)))
                .update();
        if (taken == 1) {
            return Optional.empty();
        }
        Instant tried = jdbc.sql(
                        "select tried_at from lti_connection_check where registration_id = :registration and line ="
                                + " :line")
                .param("registration", registration.value())
                .param("line", line.name())
                .query((row, number) -> row.getTimestamp("tried_at").toInstant())
                .single();
        Duration rest = Duration.between(now, tried.plus(PAUSE)).plusSeconds(1);
        return Optional.of(rest.isNegative() || rest.compareTo(PAUSE) > 0 ? PAUSE : rest);
    }
}
