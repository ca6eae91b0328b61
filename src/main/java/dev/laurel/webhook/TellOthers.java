package dev.laurel.webhook;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.laurel.badge.BadgeIssued;
import dev.laurel.badge.BadgeRevoked;
import dev.laurel.badge.Compositions;
import dev.laurel.badge.Holding;
import dev.laurel.person.Person;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.recognition.Claim;
import dev.laurel.recognition.ClaimDecided;
import dev.laurel.recognition.Claims;
import dev.laurel.system.Lookout;
import dev.laurel.system.Lookouts;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Hears what was decided and writes what others are told of it: no more than the decision needs. */
@Component
class TellOthers {

    /** What is told is sent at once by the node that heard of it; the rest by whichever looks first. */
    static final String SENDING = "webhook-send";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration KEPT = Duration.ofDays(90);

    private final WebhookDeliveries deliveries;
    private final Claims claims;
    private final Compositions compositions;
    private final Persons persons;
    private final Lookouts lookouts;

    TellOthers(
            WebhookDeliveries deliveries,
            Claims claims,
            Compositions compositions,
            Persons persons,
            Lookouts lookouts) {
        this.lookouts = lookouts;
        this.deliveries = deliveries;
        this.claims = claims;
        this.compositions = compositions;
        this.persons = persons;
    }

    @ApplicationModuleListener
    void on(ClaimDecided decided) {
        EventType.of(decided.state()).ifPresent(type -> claims.find(decided.tenant(), decided.claim())
                .ifPresent(claim -> tell(
                        claim.tenant(),
                        type,
                        "claim " + claim.id().value() + " " + decided.number(),
                        claim.authority().value(),
                        claim.person(),
                        decided.at(),
                        text(type, decided.at(), data(claim, decided)))));
    }

    private void tell(
            TenantId tenant,
            EventType type,
            String fact,
            @Nullable String authority,
            @Nullable PersonId named,
            Instant at,
            String body) {
        deliveries.tell(tenant, type, fact, authority, named, at, body);
        lookouts.onceCommitted(SENDING);
    }

    private Payload.ClaimData data(Claim claim, ClaimDecided decided) {
        Person person = persons.find(claim.tenant(), Set.of(claim.person())).get(claim.person());
        Claim.Origin origin = claim.origin();
        List<Payload.Share> shares = claims.shares(claim.id()).stream()
                .map(share -> new Payload.Share(share.category(), share.amount()))
                .toList();
        return new Payload.ClaimData(
                claim.id().value(),
                claim.authority().value(),
                claim.kind().key(),
                claim.unit(),
                decided.amount(),
                shares.size() > 1 ? null : decided.category(),
                shares,
                claim.cycleEnds(),
                claim.licence(),
                claim.ruleName(),
                claim.ruleVersion(),
                new Payload.Teacher(claim.person().value(), person == null ? null : person.name(), claim.sentNumber()),
                new Payload.Badge(
                        claim.credentialId(),
                        claim.badge(),
                        origin == null
                                ? compositions
                                        .addresses(claim.credentialId())
                                        .page()
                                        .toString()
                                : origin.address()));
    }

    /** Most districts tell nobody: for them no news is written down. What was written down is heard, whoever listens by then. */
    @ApplicationModuleListener(
            condition = "!T(org.springframework.transaction.support.TransactionSynchronizationManager)"
                    + ".isActualTransactionActive() or @endpoints.anyOf(#issued.tenant())")
    void on(BadgeIssued issued) {
        badge(EventType.BADGE_AWARDED, issued.tenant(), issued.credentialId(), issued.issuedAt());
    }

    @ApplicationModuleListener
    void on(BadgeRevoked revoked) {
        badge(EventType.BADGE_REVOKED, revoked.tenant(), revoked.credentialId(), revoked.revokedAt());
    }

    private void badge(EventType type, TenantId tenant, String credential, Instant at) {
        compositions
                .holding(tenant, credential)
                .ifPresent(badge -> tell(
                        tenant, type, type.text() + " " + credential, null, null, at, text(type, at, data(badge))));
    }

    private Payload.BadgeData data(Holding badge) {
        return new Payload.BadgeData(
                badge.earner().value(),
                new Payload.Badge(
                        badge.credentialId(),
                        badge.name(),
                        compositions.addresses(badge.credentialId()).page().toString()),
                badge.validUntil() == null ? null : badge.validUntil().toString());
    }

    static String text(EventType type, Instant at, Payload.Data data) {
        return JSON.writeValueAsString(new Payload(type.text(), at.toString(), data));
    }

    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        Lookout sendWebhooks(WebhookDeliveries deliveries) {
            return new Lookout(SENDING, Duration.ofSeconds(5), deliveries::deliverAll);
        }

        @Bean
        RecurringTask<Void> forgetOldWebhooks(WebhookDeliveries deliveries, Clock clock) {
            return Tasks.recurring("webhook-forget-old", FixedDelay.ofHours(6))
                    .execute((instance, context) ->
                            deliveries.forget(clock.instant().minus(KEPT)));
        }
    }
}
