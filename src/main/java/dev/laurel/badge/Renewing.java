package dev.laurel.badge;

import dev.laurel.badge.Awards.Stored;
import dev.laurel.catalog.Achievement;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.VersionId;
import dev.laurel.submission.Renewal;
import dev.laurel.submission.Renewals;
import dev.laurel.submission.SubmissionId;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** When a badge that ends can be renewed, what its author asks for, and how far its earner is. */
@Component
public class Renewing {

    private final Awards awards;
    private final Successors successors;
    private final Catalogue catalogue;
    private final Renewals renewals;
    private final Clock clock;

    Renewing(Awards awards, Successors successors, Catalogue catalogue, Renewals renewals, Clock clock) {
        this.awards = awards;
        this.successors = successors;
        this.catalogue = catalogue;
        this.renewals = renewals;
        this.clock = clock;
    }

    /**
     * A badge that can be renewed, now or later.
     *
     * @param language of what the author asks
     * @param opensAt from when on it can be handed in
     * @param ends when the badge ends, or did
     * @param renewal absent before it was begun
     */
    public record Offer(
            TenantId tenant,
            SubmissionId submission,
            String credentialId,
            MicroCredential.Renewal asked,
            String language,
            Instant opensAt,
            Instant ends,
            Stage stage,
            @Nullable Renewal renewal) {}

    public enum Stage {
        NOT_YET,
        OPEN,
        HANDED_IN,
        REFUSED;

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Empty for a badge that never ends, counts no more, was renewed, or whose author says nothing of renewal. */
    public Optional<Offer> of(TenantId tenant, String credentialId) {
        return awards.withId(credentialId)
                .filter(stored -> stored.tenant().equals(tenant))
                .flatMap(this::offer);
    }

    private Optional<Offer> offer(Stored stored) {
        Instant end = stored.validUntil();
        if (end == null
                || stored.submission() == null
                || stored.revokedAt() != null
                || stored.suspendedAt() != null
                || successors.of(stored.credentialId()).isPresent()) {
            return Optional.empty();
        }
        SubmissionId submission = stored.submission();
        return asking(stored.version()).map(achievement -> {
            MicroCredential.Renewal asked = Objects.requireNonNull(achievement.renewal());
            Instant opens = end.atOffset(ZoneOffset.UTC)
                    .minusMonths(asked.opensMonths())
                    .toInstant();
            Renewal renewal =
                    renewals.of(stored.tenant(), stored.credentialId()).orElse(null);
            return new Offer(
                    stored.tenant(),
                    submission,
                    stored.credentialId(),
                    asked,
                    achievement.language(),
                    opens,
                    end,
                    stage(opens, renewal),
                    renewal);
        });
    }

    private Stage stage(Instant opens, @Nullable Renewal renewal) {
        if (renewal != null && renewal.state() == Renewal.State.HANDED_IN) {
            return Stage.HANDED_IN;
        }
        if (renewal != null && renewal.state() == Renewal.State.REFUSED) {
            return Stage.REFUSED;
        }
        return clock.instant().isBefore(opens) ? Stage.NOT_YET : Stage.OPEN;
    }

    /** The newest version that says what renewal asks for, or else the one that was earned. */
    Optional<MicroCredential> asking(VersionId version) {
        Optional<MicroCredential> earned = catalogue
                .achievement(version)
                .filter(MicroCredential.class::isInstance)
                .map(MicroCredential.class::cast);
        return earned.map(Achievement::item)
                .flatMap(item -> catalogue.current(new MicroCredentialId(item)))
                .filter(current -> current.renewal() != null)
                .or(() -> earned.filter(own -> own.renewal() != null));
    }

    /** How many months a renewed badge holds; absent for as long as the first. */
    @Nullable
    Integer termMonths(Stored stored) {
        return asking(stored.version())
                .map(MicroCredential::renewal)
                .map(MicroCredential.Renewal::termMonths)
                .or(() -> catalogue
                        .achievement(stored.version())
                        .map(achievement -> achievement.badge().validityMonths()))
                .orElse(null);
    }

    /**
     * Begins what its earner hands in; the same when it was begun before.
     *
     * @throws NotFound when the badge cannot be renewed, or not yet
     */
    @Transactional
    public Renewal begin(TenantId tenant, String credentialId) {
        Offer offer = of(tenant, credentialId)
                .filter(found -> found.stage() != Stage.NOT_YET)
                .orElseThrow(() -> new NotFound("Badge " + credentialId + " cannot be renewed now"));
        return renewals.begin(tenant, offer.submission(), credentialId);
    }

    /**
     * Hands in what was written. Done before, it changes nothing.
     *
     * @param ownWork whether its earner says that it is their own and names no pupil
     * @return what is missing; empty when it is handed in
     * @throws NotFound when the badge cannot be renewed, or not yet
     */
    @Transactional
    public Set<Renewal.Missing> handIn(TenantId tenant, String credentialId, boolean ownWork) {
        Renewal begun = begin(tenant, credentialId);
        Offer offer = of(tenant, begun.credentialId()).orElseThrow();
        return renewals.handIn(tenant, credentialId, offer.asked(), ownWork);
    }
}
