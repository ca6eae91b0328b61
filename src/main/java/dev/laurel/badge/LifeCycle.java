package dev.laurel.badge;

import dev.laurel.badge.Awards.Stored;
import dev.laurel.badge.CredentialDocument.Dates;
import dev.laurel.badge.Proceedings.Act;
import dev.laurel.person.Person;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.EarnerNotice;
import dev.laurel.submission.Renewals;
import dev.laurel.submission.Submission;
import dev.laurel.submission.Submissions;
import dev.laurel.system.NotFound;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What an issuer's officer may do to a badge. A badge is taken from somebody only after they were told why and heard, or
 * had the time to answer; an error of the office's own is the one exception.
 */
@Component
class LifeCycle {

    static final Duration TIME_TO_ANSWER = Duration.ofDays(14);

    private final Awards awards;
    private final Badges badges;
    private final Proceedings proceedings;
    private final StatusLists statusLists;
    private final Issuing issuing;
    private final Issuers issuers;
    private final IssuerRights rights;
    private final Submissions submissions;
    private final Persons persons;
    private final Successors successors;
    private final Showings showings;
    private final Renewing renewing;
    private final Renewals renewals;
    private final RenewalNotices notices;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    private final ObjectProvider<RenewableByOfficer> composers;

    LifeCycle(
            Awards awards,
            Badges badges,
            Proceedings proceedings,
            StatusLists statusLists,
            Issuing issuing,
            Issuers issuers,
            IssuerRights rights,
            Submissions submissions,
            Persons persons,
            Successors successors,
            Showings showings,
            Renewing renewing,
            Renewals renewals,
            RenewalNotices notices,
            ApplicationEventPublisher events,
            Clock clock,
            ObjectProvider<RenewableByOfficer> composers) {
        this.composers = composers;
        this.awards = awards;
        this.badges = badges;
        this.proceedings = proceedings;
        this.statusLists = statusLists;
        this.issuing = issuing;
        this.issuers = issuers;
        this.rights = rights;
        this.submissions = submissions;
        this.persons = persons;
        this.successors = successors;
        this.showings = showings;
        this.renewing = renewing;
        this.renewals = renewals;
        this.notices = notices;
        this.events = events;
        this.clock = clock;
    }

    /** Why something was not done; the name, in lower case, ends the key of its message. */
    enum Refusal {
        NONE,
        NO_REASON,
        REVOKED,
        ALREADY_OPEN,
        NOTHING_OPEN,
        TOO_EARLY,
        ALREADY_SUSPENDED,
        NOT_SUSPENDED,
        /** It never ends, so there is nothing to renew. */
        NO_END,
        /** Its time is over: renewing is what helps. */
        OVER,
        /** Another badge is in its place already. */
        SUCCEEDED,
        /** Its earner has handed in nothing that waits for a decision. */
        NOTHING_HANDED_IN,
        /** It is made of badges: those are what is to be renewed. */
        MADE_OF_BADGES,
        /** Its issuer is another district's, which has not let this one's badges be signed by it. */
        ISSUER_OF_OTHERS
    }

    /** @throws NotFound when the badge is not of a district whose badges this person looks after */
    Stored badge(StaffMember officer, String credentialId) {
        return awards.withId(credentialId)
                .filter(award -> officer.issues().contains(award.tenant()))
                .orElseThrow(() -> new NotFound("No badge " + credentialId + " that this officer looks after"));
    }

    /** Begins a revocation: the earner is told and has {@link #TIME_TO_ANSWER}. */
    @Transactional
    public Refusal giveNotice(StaffMember officer, String credentialId, String reason) {
        Stored award = badge(officer, credentialId);
        if (reason.isBlank()) {
            return Refusal.NO_REASON;
        }
        if (award.revokedAt() != null) {
            return Refusal.REVOKED;
        }
        awards.lock(credentialId);
        if (proceedings.open(credentialId).isPresent()) {
            return Refusal.ALREADY_OPEN;
        }
        Instant now = clock.instant();
        proceedings.begin(award, bounded(reason, 2000), officer.id(), now, now.plus(TIME_TO_ANSWER));
        proceedings.note(award, Act.NOTICE, bounded(reason, 2000), officer.id(), now);
        tell(award, EarnerNotice.Kind.BADGE_NOTICE, now.plus(TIME_TO_ANSWER));
        return Refusal.NONE;
    }

    /** Keeps what the earner said to the notice. */
    @Transactional
    public Refusal hear(StaffMember officer, String credentialId, String answer) {
        Stored award = badge(officer, credentialId);
        Optional<Proceeding> open = proceedings.open(credentialId);
        if (open.isEmpty()) {
            return Refusal.NOTHING_OPEN;
        }
        if (answer.isBlank()) {
            return Refusal.NO_REASON;
        }
        Instant now = clock.instant();
        proceedings.answered(open.get(), bounded(answer, 4000), now);
        proceedings.note(award, Act.ANSWER, null, officer.id(), now);
        return Refusal.NONE;
    }

    /** Revokes what notice was given of. */
    @Transactional
    public Refusal revoke(StaffMember officer, String credentialId) {
        Stored award = badge(officer, credentialId);
        Optional<Proceeding> open = proceedings.open(credentialId);
        if (open.isEmpty()) {
            return Refusal.NOTHING_OPEN;
        }
        Instant now = clock.instant();
        if (!open.get().mayBeDecided(now)) {
            return Refusal.TOO_EARLY;
        }
        return revoked(officer, award, open.get().reason(), now);
    }

    /** Revokes at once what the office itself got wrong: a badge for the wrong person, or issued twice. */
    @Transactional
    public Refusal revokeOwnError(StaffMember officer, String credentialId, String reason) {
        Stored award = badge(officer, credentialId);
        if (reason.isBlank()) {
            return Refusal.NO_REASON;
        }
        return revoked(officer, award, bounded(reason, 2000), clock.instant());
    }

    private Refusal revoked(StaffMember officer, Stored award, String reason, Instant now) {
        if (award.revokedAt() != null) {
            return Refusal.REVOKED;
        }
        badges.revoke(award.tenant(), award.credentialId(), reason);
        proceedings.close(award.credentialId(), Act.REVOKED, now);
        proceedings.note(award, Act.REVOKED, reason, officer.id(), now);
        tell(award, EarnerNotice.Kind.BADGE_REVOKED, now);
        return Refusal.NONE;
    }

    /** Ends a notice in the earner's favour. */
    @Transactional
    public Refusal drop(StaffMember officer, String credentialId) {
        Stored award = badge(officer, credentialId);
        if (proceedings.open(credentialId).isEmpty()) {
            return Refusal.NOTHING_OPEN;
        }
        Instant now = clock.instant();
        proceedings.close(credentialId, Act.DROPPED, now);
        proceedings.note(award, Act.DROPPED, null, officer.id(), now);
        tell(award, EarnerNotice.Kind.BADGE_STAYS, now);
        return Refusal.NONE;
    }

    /** Lets a badge not count for now. */
    @Transactional
    public Refusal suspend(StaffMember officer, String credentialId, String reason) {
        Stored award = badge(officer, credentialId);
        if (reason.isBlank()) {
            return Refusal.NO_REASON;
        }
        Instant now = clock.instant();
        if (!awards.suspend(credentialId, now)) {
            return award.revokedAt() == null ? Refusal.ALREADY_SUSPENDED : Refusal.REVOKED;
        }
        statusLists.changed(award.statusList());
        proceedings.note(award, Act.SUSPENDED, bounded(reason, 2000), officer.id(), now);
        tell(award, EarnerNotice.Kind.BADGE_SUSPENDED, now);
        return Refusal.NONE;
    }

    @Transactional
    public Refusal lift(StaffMember officer, String credentialId) {
        Stored award = badge(officer, credentialId);
        if (!awards.lift(credentialId)) {
            return Refusal.NOT_SUSPENDED;
        }
        statusLists.changed(award.statusList());
        Instant now = clock.instant();
        proceedings.note(award, Act.LIFTED, null, officer.id(), now);
        tell(award, EarnerNotice.Kind.BADGE_LIFTED, now);
        return Refusal.NONE;
    }

    /** Has the earner written to; demonstrations have none. */
    private void tell(Stored award, EarnerNotice.Kind kind, Instant about) {
        if (award.submission() != null) {
            events.publishEvent(new EarnerNotice(award.submission(), award.tenant(), kind, about));
        } else {
            awards.composedEarner(award.credentialId())
                    .ifPresent(earner -> events.publishEvent(new CompositionNews(
                            award.credentialId(), award.tenant(), earner, award.name(), kind, about)));
        }
    }

    /** Signs the badge again under its id, for the address that its earner has now and with what the issuer is called now. */
    @Transactional
    public Refusal correct(StaffMember officer, String credentialId, String reason) {
        Stored award = badge(officer, credentialId);
        if (reason.isBlank()) {
            return Refusal.NO_REASON;
        }
        if (award.revokedAt() != null) {
            return Refusal.REVOKED;
        }
        issuing.signAgain(award, earner(award).map(Person::email).orElse(null));
        proceedings.note(award, Act.CORRECTED, bounded(reason, 2000), officer.id(), clock.instant());
        return Refusal.NONE;
    }

    /**
     * Issues the badge for another term, after its earner has shown what the author asks for: a new badge that cites the
     * earlier one, from now until as long after the earlier one's end as it was good for.
     *
     * @param reason what was shown; for the record and the earner
     */
    @Transactional
    public Refusal renew(StaffMember officer, String credentialId, String reason) {
        Stored award = badge(officer, credentialId);
        Instant end = award.validUntil();
        if (end == null) {
            return Refusal.NO_END;
        }
        Refusal refusal = mayBeSucceeded(award, reason);
        if (refusal == Refusal.MADE_OF_BADGES) {
            RenewableByOfficer composer = composers.getIfAvailable();
            return composer != null
                            && composer.renew(award.tenant(), credentialId, officer.id(), bounded(reason, 2000))
                                    .isPresent()
                    ? Refusal.NONE
                    : refusal;
        }
        if (refusal != Refusal.NONE) {
            return refusal;
        }
        Dates dates = Dates.renewing(award.issuedAt(), end, renewing.termMonths(award), clock.instant());
        succeed(officer, award, dates, Successor.Kind.RENEWED, Act.RENEWED, reason, dates.validFrom());
        notices.publish(award, RenewalNews.Kind.RENEWED);
        renewals.decide(award.tenant(), credentialId, true, bounded(reason, 2000), officer.id());
        return Refusal.NONE;
    }

    /** Does not renew a badge with what its earner handed in: they read why, and can hand in more. */
    @Transactional
    public Refusal refuseRenewal(StaffMember officer, String credentialId, String reason) {
        Stored award = badge(officer, credentialId);
        if (reason.isBlank()) {
            return Refusal.NO_REASON;
        }
        String words = bounded(reason, 2000);
        if (!renewals.decide(award.tenant(), credentialId, false, words, officer.id())) {
            return Refusal.NOTHING_HANDED_IN;
        }
        notices.publish(award, RenewalNews.Kind.REFUSED);
        proceedings.note(award, Act.RENEWAL_REFUSED, words, officer.id(), clock.instant());
        return Refusal.NONE;
    }

    /**
     * Issues the badge anew, under another id, for the address that its earner has now and in the issuer's present name. The
     * earlier one counts no more.
     */
    @Transactional
    public Refusal supersede(StaffMember officer, String credentialId, String reason) {
        Stored award = badge(officer, credentialId);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (award.validUntil() != null && !now.isBefore(award.validUntil())) {
            return Refusal.OVER;
        }
        Refusal refusal = mayBeSucceeded(award, reason);
        if (refusal != Refusal.NONE) {
            return refusal;
        }
        succeed(
                officer,
                award,
                new Dates(now, award.validUntil()),
                Successor.Kind.SUPERSEDED,
                Act.SUPERSEDED,
                reason,
                now);
        if (!awards.supersede(credentialId, now)) {
            throw new IllegalStateException("Badge " + credentialId + " was revoked meanwhile");
        }
        statusLists.changed(award.statusList());
        return Refusal.NONE;
    }

    private Refusal mayBeSucceeded(Stored award, String reason) {
        awards.lock(award.credentialId());
        if (reason.isBlank()) {
            return Refusal.NO_REASON;
        }
        if (successors.of(award.credentialId()).isPresent()) {
            return Refusal.SUCCEEDED;
        }
        if (award.revokedAt() != null) {
            return Refusal.REVOKED;
        }
        if (award.suspendedAt() != null) {
            return Refusal.ALREADY_SUSPENDED;
        }
        if (proceedings.open(award.credentialId()).isPresent()) {
            return Refusal.ALREADY_OPEN;
        }
        if (!rights.maySign(issuers.byId(award.issuer()).orElseThrow(), award.version(), award.tenant())) {
            return Refusal.ISSUER_OF_OTHERS;
        }
        return award.submission() == null ? Refusal.MADE_OF_BADGES : Refusal.NONE;
    }

    private void succeed(
            StaffMember officer, Stored award, Dates dates, Successor.Kind kind, Act act, String reason, Instant now) {
        PersonId earner = submissions
                .find(Objects.requireNonNull(award.submission()))
                .map(Submission::earner)
                .orElseThrow(() -> new IllegalStateException("Nobody behind badge " + award.credentialId()));
        String later = issuing.signInPlaceOf(
                award, earner, dates, earner(award).map(Person::email).orElse(null));
        showings.keep(award.tenant(), later, showings.of(award.credentialId()));
        successors.note(award.tenant(), award.credentialId(), later, kind, now);
        proceedings.note(award, act, bounded(reason, 2000), officer.id(), now);
        events.publishEvent(new BadgeSucceeded(award.credentialId(), later, award.tenant()));
    }

    /** Whose badge it is; empty for demonstrations. */
    Optional<Person> earner(Stored award) {
        Optional<PersonId> id = award.submission() == null
                ? awards.composedEarner(award.credentialId())
                : submissions.find(award.submission()).map(Submission::earner);
        return id.map(earner -> persons.find(award.tenant(), Set.of(earner)).get(earner));
    }

    private static String bounded(String text, int longest) {
        String stripped = text.strip();
        return stripped.length() > longest ? stripped.substring(0, longest) : stripped;
    }
}
