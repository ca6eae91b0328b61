package dev.laurel.support;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Waits until events are heard. What tests before it left unheard in the same application is not waited for. */
public final class Listeners {

    private final JdbcClient jdbc;
    private final String listeners;
    private final Set<UUID> leftBehind;

    private Listeners(JdbcClient jdbc, String listeners) {
        this.jdbc = jdbc;
        this.listeners = listeners;
        this.leftBehind = unheard();
    }

    /** @param listeners a pattern of ids, such as {@code assessment.%} */
    public static Listeners of(JdbcClient jdbc, String listeners) {
        return new Listeners(jdbc, listeners);
    }

    public void awaitHeard() {
        await().atMost(Duration.ofSeconds(20)).until(this::haveHeard);
    }

    public boolean haveHeard() {
        return leftBehind.containsAll(unheard());
    }

    private Set<UUID> unheard() {
        return new HashSet<>(jdbc.sql(
                        "select id from event_publication where completion_date is null and listener_id like :listeners")
                .param("listeners", listeners)
                .query(UUID.class)
                .list());
    }
}
