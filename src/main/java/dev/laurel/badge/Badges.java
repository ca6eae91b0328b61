package dev.laurel.badge;

import dev.laurel.badge.Awards.Stored;
import dev.laurel.badge.Proceedings.Act;
import dev.laurel.catalog.VersionId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Badges as later steps see them. They are issued by themselves, when a submission has been decided. */
@Component
public class Badges {

    private static final int LONGEST_REASON = 2000;

    private final Awards awards;
    private final Proceedings proceedings;
    private final StatusLists statusLists;
    private final BadgeAddresses addresses;
    private final Showings showings;
    private final WaitingBadges waiting;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Badges(
            Awards awards,
            Proceedings proceedings,
            StatusLists statusLists,
            BadgeAddresses addresses,
            Showings showings,
            WaitingBadges waiting,
            ApplicationEventPublisher events,
            Clock clock) {
        this.awards = awards;
        this.proceedings = proceedings;
        this.statusLists = statusLists;
        this.addresses = addresses;
        this.showings = showings;
        this.waiting = waiting;
        this.events = events;
        this.clock = clock;
    }

    /** The badge of an earned submission; empty until it has been signed. */
    public Optional<Award> of(TenantId tenant, SubmissionId submission) {
        Instant now = clock.instant();
        return awards.of(submission)
                .filter(stored -> stored.tenant().equals(tenant))
                .map(stored -> new Award(
                        stored.credentialId(),
                        submission,
                        stored.name(),
                        stored.issuedAt(),
                        stored.validUntil(),
                        stored.status(now),
                        addresses.award(stored.credentialId()),
                        proceedings.open(stored.credentialId()).orElse(null),
                        reason(stored),
                        false));
    }

    /** What was earned and an officer of its issuer has not released; empty where none has a say, or has. */
    public Optional<PendingBadge> pending(TenantId tenant, SubmissionId submission) {
        return waiting.pending(tenant, submission);
    }

    /**
     * Keeps what an earner answers to a notice that their badge may be revoked, for the officer who decides.
     *
     * @param hearingAsked whether they ask to be heard in person before anything is decided
     * @return whether it was kept; not where nothing is open any more, or they have answered before
     */
    @Transactional
    public boolean answerNotice(TenantId tenant, SubmissionId submission, String answer, boolean hearingAsked) {
        return awards.of(submission)
                .filter(stored -> stored.tenant().equals(tenant))
                .flatMap(stored -> proceedings.open(stored.credentialId()))
                .filter(open -> proceedings.answeredByEarner(open, answer, hearingAsked, clock.instant()))
                .isPresent();
    }

    /** What the earner wrote to notices that this badge may be revoked, the earliest first. */
    public List<String> answersOf(Award award) {
        return proceedings.ownAnswers(award.credentialId());
    }

    /** Most badges are good, and are asked for often. */
    private @Nullable String reason(Stored award) {
        return award.revokedAt() == null && award.suspendedAt() == null
                ? null
                : proceedings.history(award).stream()
                        .filter(done -> done.act() == Act.REVOKED || done.act() == Act.SUSPENDED)
                        .map(Proceedings.Done::reason)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    /** Whether a badge of the tenant is sound at this moment; empty when the tenant has no such badge. */
    public Optional<Award.Status> status(TenantId tenant, String credentialId) {
        return awards.withId(credentialId)
                .filter(stored -> stored.tenant().equals(tenant))
                .map(stored -> stored.status(clock.instant()));
    }

    /** What the earner lets others see of a badge. */
    public Showing showing(Award award) {
        return showings.of(award.credentialId());
    }

    /** How many badges were issued for those submissions, revoked ones among them. */
    public int count(TenantId tenant, Collection<SubmissionId> submissions) {
        return awards.count(tenant, submissions);
    }

    /** How many badges of these versions a tenant has awarded, those that were revoked left out. */
    public int awarded(TenantId tenant, Collection<VersionId> versions) {
        return versions.isEmpty() ? 0 : awards.awarded(tenant, versions);
    }

    /**
     * Revokes a badge for good; the status list says so from the next time it is read. Revoking it again changes nothing.
     *
     * @param reason for the record, not for the public
     * @throws NotFound when the tenant has no such badge
     */
    @Transactional
    public void revoke(TenantId tenant, String credentialId, String reason) {
        Stored award = awards.withId(credentialId)
                .filter(stored -> stored.tenant().equals(tenant))
                .orElseThrow(() -> new NotFound("No badge " + credentialId + " in this tenant"));
        Instant now = clock.instant();
        String kept = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
        if (awards.revoke(tenant, credentialId, now, kept)) {
            statusLists.changed(award.statusList());
            events.publishEvent(new BadgeRevoked(credentialId, tenant, now));
        }
    }
}
