package dev.laurel.lti.launch;

import dev.laurel.lti.ContextCopied;
import dev.laurel.lti.ContextId;
import dev.laurel.lti.Deployment;
import dev.laurel.lti.NoticeType;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.IdTokens.VerifiedNotice;
import dev.laurel.lti.launch.LaunchRefused.Cause;
import dev.laurel.system.Ids;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Takes notices from platforms, each once in effect (Platform Notification Service 1.0). What follows is done by event. */
@Component
class Notices {

    private static final Logger log = LoggerFactory.getLogger(Notices.class);
    private static final int TITLE = 1000;
    private static final int MOST_ORIGINS = 50;

    private final IdTokens tokens;
    private final Registrations registrations;
    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Notices(
            IdTokens tokens,
            Registrations registrations,
            JdbcClient jdbc,
            TransactionOperations transaction,
            ApplicationEventPublisher events,
            Clock clock) {
        this.tokens = tokens;
        this.registrations = registrations;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Takes one notice; one that was taken before, or is of a kind that means nothing here, has no effect.
     *
     * @throws LaunchRefused when it is not from a platform and deployment that this tool knows
     */
    void take(String token) {
        VerifiedNotice verified = tokens.verifyNotice(token, registrations);
        SwitchedOff.refuse(verified.registration());
        Claims claims = verified.claims();
        Deployment deployment = deployment(verified);
        Claims notice = claims.requiredObject(Claims.LTI + "notice");
        String id = notice.requiredId("id");
        String type = notice.requiredId("type");
        Optional<NoticeType> known = NoticeType.named(type);
        transaction.executeWithoutResult(status -> {
            if (isFirst(verified.registration().id(), id, type)) {
                log.info(
                        "Notice {} from {}",
                        Printable.of(type),
                        verified.registration().issuer());
                if (known.isPresent() && known.get() == NoticeType.CONTEXT_COPY) {
                    contextCopied(deployment, claims);
                }
            }
        });
    }

    private Deployment deployment(VerifiedNotice verified) {
        String deploymentId = verified.claims().requiredId(Claims.LTI + "deployment_id");
        return registrations
                .deployment(verified.registration().id(), deploymentId)
                .filter(Deployment::isActive)
                .orElseThrow(() -> new LaunchRefused(
                        Cause.NOT_ACTIVATED,
                        "Deployment " + deploymentId + " is not active, so its notices are not taken"));
    }

    private boolean isFirst(RegistrationId registration, String id, String type) {
        return jdbc.sql("insert into lti_notice (id, registration_id, notice_id, type, taken_at)"
                                + " values (:row, :registration, :id, :type, :now) on conflict do nothing")
                        .param("row", Ids.next())
                        .param("registration", registration.value())
                        .param("id", id)
                        .param("type", type)
                        .param("now", Timestamp.from(clock.instant()))
                        .update()
                == 1;
    }

    /** The course itself was never launched; it is noted here, so that its first launch finds it known. */
    private void contextCopied(Deployment deployment, Claims claims) {
        Claims context = claims.requiredObject(Claims.LTI + "context");
        String platformId = context.requiredId("id");
        List<String> origins = claims.strings(Claims.LTI + "origin_contexts").stream()
                .filter(id -> !id.isEmpty() && id.length() <= 255 && !id.equals(platformId))
                .distinct()
                .limit(MOST_ORIGINS)
                .toList();
        List<ContextId> known = origins.isEmpty() ? List.of() : known(deployment, origins);
        if (known.isEmpty()) {
            log.info("A course was copied from none that is known here");
            return;
        }
        Instant now = clock.instant();
        events.publishEvent(
                new ContextCopied(deployment.tenant(), note(deployment, platformId, context, now), known, now));
    }

    private List<ContextId> known(Deployment deployment, List<String> platformIds) {
        return jdbc.sql("select c.id from lti_context c join lti_deployment d on d.id = c.deployment_id"
                        + " where d.registration_id = :registration and c.tenant_id = :tenant"
                        + " and c.platform_id in (:ids) order by c.id")
                .param("registration", deployment.registration().value())
                .param("tenant", deployment.tenant().value())
                .param("ids", platformIds)
                .query((row, number) -> new ContextId(row.getObject("id", UUID.class)))
                .list();
    }

    private ContextId note(Deployment deployment, String platformId, Claims context, Instant now) {
        jdbc.sql("insert into lti_context (id, tenant_id, deployment_id, platform_id, label, title, created_at,"
                        + " updated_at) values (:id, :tenant, :deployment, :platformId, :label, :title, :now, :now)"
                        + " on conflict do nothing")
                .param("id", Ids.next())
                .param("tenant", deployment.tenant().value())
                .param("deployment", deployment.id().value())
                .param("platformId", platformId)
                .param("label", stored(context.text("label")))
                .param("title", stored(context.text("title")))
                .param("now", Timestamp.from(now))
                .update();
        return jdbc.sql("select id from lti_context where deployment_id = :deployment and platform_id = :platformId")
                .param("deployment", deployment.id().value())
                .param("platformId", platformId)
                .query((row, number) -> new ContextId(row.getObject("id", UUID.class)))
                .single();
    }

    private static @Nullable String stored(@Nullable String text) {
        return text == null || text.isBlank() ? null : Printable.stored(text, TITLE);
    }

    /** Forgets notices taken before {@code time}. */
    void forgetBefore(Instant time) {
        jdbc.sql("delete from lti_notice where taken_at < :time")
                .param("time", Timestamp.from(time))
                .update();
    }
}
