package dev.laurel.lti.services;

import dev.laurel.lti.DeploymentId;
import dev.laurel.lti.Registration;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.OutboundRequest;
import dev.laurel.system.OutboundResponse;
import java.net.URI;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells platforms where this tool takes notices (Platform Notification Service 1.0): each type once for each deployment,
 * after the launch that told of the service and never within one, again when the platform could not be told, and again
 * when this tool has moved.
 */
@Component
class NoticeHandlers {

    static final String SCOPE = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers";

    private static final Logger log = LoggerFactory.getLogger(NoticeHandlers.class);
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(30);
    private static final Duration LONGEST_RETRY = Duration.ofHours(6);
    /** What an administrator has to mend is not asked for every minute. */
    private static final Duration AFTER_REFUSAL = Duration.ofHours(24);

    private static final int AT_ONCE = 10;

    private final JdbcClient jdbc;
    private final Registrations registrations;
    private final ServiceCalls calls;
    private final JsonMapper json;
    private final String handler;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    NoticeHandlers(
            JdbcClient jdbc,
            Registrations registrations,
            ServiceCalls calls,
            JsonMapper json,
            LaurelSettings settings,
            Clock clock) {
        this.jdbc = jdbc;
        this.registrations = registrations;
        this.calls = calls;
        this.json = json;
        this.handler = settings.at("/lti/notices").toString();
        this.clock = clock;
    }

    /** Whoever was told of another address is told anew. */
    @EventListener(ApplicationReadyEvent.class)
    void noticeMove() {
        jdbc.sql("update lti_deployment set notice_due_at = :now, notice_tries = 0"
                        + " where notice_handler is not null and notice_handler <> :handler and notice_due_at is null")
                .param("now", Timestamp.from(now()))
                .param("handler", handler)
                .update();
    }

    /** Tells those deployments that are due, one after another. */
    void tellDue() {
        List<Due> due = jdbc.sql("select id, registration_id, notice_service_url, notice_types, notice_tries,"
                        + " notice_due_at from lti_deployment where notice_due_at <= :now and state = 'ACTIVE'"
                        + " order by notice_due_at fetch first :most rows only")
                .param("now", Timestamp.from(now()))
                .param("most", AT_ONCE)
                .query(NoticeHandlers::due)
                .list();
        for (Due deployment : due) {
            Instant claim = now().plus(LEASE);
            if (move(deployment.id(), deployment.dueAt(), claim)) {
                tell(deployment, claim);
            }
        }
    }

    private void tell(Due due, Instant claim) {
        Registration registration = registrations.find(due.registration()).orElseThrow();
        try {
            for (String type : due.types().split(" ")) {
                tell(registration, URI.create(due.service()), type);
            }
            settle(due.id(), claim, null, handler, null);
            log.info(
                    "{} sends notices for deployment {}",
                    registration.issuer(),
                    due.id().value());
        } catch (ScoreNotAccepted e) {
            log.info(
                    "{} takes no notice handler for deployment {}: {} ({})",
                    registration.issuer(),
                    due.id().value(),
                    e.reason(),
                    e.getMessage());
            settle(
                    due.id(),
                    claim,
                    now().plus(pause(e, due.tries(), random)),
                    null,
                    e.reason().name());
        } catch (RuntimeException e) {
            log.warn("Notice handlers of deployment {} failed here", due.id().value(), e);
            settle(due.id(), claim, now().plus(AFTER_REFUSAL), null, Reason.REFUSED.name());
        }
    }

    private void tell(Registration registration, URI service, String type) throws ScoreNotAccepted {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("notice_type", type);
        body.put("handler", handler);
        OutboundResponse answer = calls.send(
                registration,
                Set.of(SCOPE),
                OutboundRequest.put(service, "application/json", json.writeValueAsBytes(body))
                        .with("Accept", "application/json"));
        if (!answer.isSuccessful()) {
            throw Refusals.of(registration, answer, clock.instant());
        }
    }

    static Duration pause(ScoreNotAccepted refusal, int tries, RandomGenerator random) {
        if (refusal.isFinal()
                || refusal.reason() == Reason.TOOL_SHUT_OUT
                || refusal.reason() == Reason.TOOL_NOT_IN_COURSE) {
            return AFTER_REFUSAL;
        }
        Duration doubled = FIRST_RETRY.multipliedBy(1L << Math.min(Math.max(tries, 0), 12));
        Duration own = doubled.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : doubled;
        Duration asked = refusal.retryAfter();
        Duration wait = asked != null && asked.compareTo(own) > 0 ? asked : own;
        return wait.plusMillis(random.nextLong(wait.toMillis() / 5 + 1));
    }

    /** Whether the time was still the one that was read, so that this node and no other goes on. */
    private boolean move(DeploymentId deployment, Instant from, Instant to) {
        return jdbc.sql("update lti_deployment set notice_due_at = :to where id = :id and notice_due_at = :from")
                        .param("to", Timestamp.from(to))
                        .param("id", deployment.value())
                        .param("from", Timestamp.from(from))
                        .update()
                == 1;
    }

    /** Unless a launch told something new meanwhile: then what it told is due. */
    private void settle(
            DeploymentId deployment,
            Instant claim,
            @Nullable Instant due,
            @Nullable String told,
            @Nullable String problem) {
        jdbc.sql("update lti_deployment set notice_due_at = :due, notice_handler = coalesce(:told, notice_handler),"
                        + " notice_tries = case when :failed then notice_tries + 1 else 0 end, notice_problem = :problem"
                        + " where id = :id and notice_due_at = :claim")
                .param("due", due == null ? null : Timestamp.from(due))
                .param("told", told)
                .param("failed", problem != null)
                .param("problem", problem)
                .param("id", deployment.value())
                .param("claim", Timestamp.from(claim))
                .update();
    }

    /** As coarse as every database keeps it, because claims are found again by it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Due due(ResultSet row, int number) throws SQLException {
        return new Due(
                new DeploymentId(row.getObject("id", UUID.class)),
                new RegistrationId(row.getObject("registration_id", UUID.class)),
                Objects.requireNonNull(row.getString("notice_service_url")),
                Objects.requireNonNull(row.getString("notice_types")),
                row.getInt("notice_tries"),
                row.getTimestamp("notice_due_at").toInstant());
    }

    private record Due(
            DeploymentId id, RegistrationId registration, String service, String types, int tries, Instant dueAt) {}
}
