package dev.laurel.gradebook;

import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How grades go to each platform as a whole, for an operator: figures and reasons, nobody's name or grade. */
@Component
public class PlatformGrades {

    private final JdbcClient jdbc;
    private final Deliveries deliveries;
    private final Clock clock;

    PlatformGrades(JdbcClient jdbc, Deliveries deliveries, Clock clock) {
        this.jdbc = jdbc;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /**
     * @param oldest since when the one that waits longest does; null when none waits
     * @param undeliverable how many cannot be delivered as things stand, by the reason
     * @param differing how many the gradebook holds otherwise than they were sent
     * @param troubledSince since when the platform fails every call; null when it works
     * @param because why; null when it works
     * @param nextTry when it is called again; null when it works
     */
    public record Figures(
            int waiting,
            @Nullable Instant oldest,
            Map<Reason, Integer> undeliverable,
            int differing,
            @Nullable Instant troubledSince,
            @Nullable Reason because,
            @Nullable Instant nextTry) {

        /** Whether the platform answers, and lets the tool do nothing. */
        public boolean isShutOut() {
            return because == Reason.TOOL_SHUT_OUT;
        }

        public boolean isQuiet() {
            return waiting == 0 && undeliverable.isEmpty() && differing == 0 && troubledSince == null;
        }
    }

    @Transactional(readOnly = true)
    public Figures of(RegistrationId platform) {
        Map<Reason, Integer> undeliverable = new EnumMap<>(Reason.class);
        jdbc.sql(
                        "select p.reason, count(*) as rows_found from gradebook_place p where p.registration_id = :platform and "
                                + Books.STUCK + " group by p.reason")
                .param("platform", platform.value())
                .query(row -> {
                    undeliverable.put(Reason.valueOf(row.getString("reason")), row.getInt("rows_found"));
                });
        int differing = jdbc.sql("select count(*) from gradebook_place where registration_id = :platform "
                        + "and found in ('OTHER', 'NONE') and state = 'DELIVERED'")
                .param("platform", platform.value())
                .query(Integer.class)
                .single();
        Trouble trouble = jdbc.sql("select troubled_since, closed_until, reason from gradebook_platform "
                        + "where registration_id = :platform")
                .param("platform", platform.value())
                .query((row, number) -> new Trouble(
                        Books.instant(row.getTimestamp("troubled_since")),
                        Books.instant(row.getTimestamp("closed_until")),
                        row.getString("reason")))
                .optional()
                .orElse(new Trouble(null, null, null));
        return jdbc.sql("select count(*) as waiting, min(since) as oldest from gradebook_place p "
                        + "where p.registration_id = :platform and p.state = 'WAITING' and not "
                        + Books.STUCK)
                .param("platform", platform.value())
                .query((row, number) -> new Figures(
                        row.getInt("waiting"),
                        Books.instant(row.getTimestamp("oldest")),
                        undeliverable,
                        differing,
                        trouble.since(),
                        trouble.since() == null || trouble.because() == null ? null : Reason.valueOf(trouble.because()),
                        trouble.since() == null ? null : trouble.closedUntil()))
                .single();
    }

    private record Trouble(
            @Nullable Instant since,
            @Nullable Instant closedUntil,
            @Nullable String because) {}

    /** Tries everything again that could not be delivered for that reason; answers how much there was. */
    @Transactional
    public int sendAgain(RegistrationId platform, Reason reason) {
        int again = jdbc.sql("update gradebook_place p set state = 'WAITING', since = :now, next_try_at = :now, "
                        + "tries = 0, reason = null where p.registration_id = :platform "
                        + "and p.reason = :reason and p.claimed_until is null and " + Books.STUCK_NOT_KEPT)
                .param("now", Timestamp.from(clock.instant()))
                .param("platform", platform.value())
                .param("reason", reason.name())
                .update();
        deliveries.afterCommit();
        return again;
    }

    /** Calls a platform that is left alone for a while at once. */
    @Transactional
    public void tryNow(RegistrationId platform) {
        jdbc.sql("update gradebook_platform set closed_until = :now "
                        + "where registration_id = :platform and closed_until > :now")
                .param("now", Timestamp.from(clock.instant()))
                .param("platform", platform.value())
                .update();
        deliveries.afterCommit();
    }
}
