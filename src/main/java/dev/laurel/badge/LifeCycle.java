package dev.laurel.badge;

import dev.laurel.badge.Awards.Stored;
import dev.laurel.badge.Proceedings.Act;
import dev.laurel.person.Person;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.Submission;
import dev.laurel.submission.Submissions;
import dev.laurel.system.NotFound;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
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
    private final Submissions submissions;
    private final Persons persons;
    private final Clock clock;

    LifeCycle(
            Awards awards,
            Badges badges,
            Proceedings proceedings,
            StatusLists statusLists,
            Issuing issuing,
            Submissions submissions,
            Persons persons,
            Clock clock) {
        this.awards = awards;
        this.badges = badges;
        this.proceedings = proceedings;
        this.statusLists = statusLists;
        this.issuing = issuing;
        this.submissions = submissions;
        this.persons = persons;
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
        NOT_SUSPENDED
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
        return Refusal.NONE;
    }

    @Transactional
    public Refusal lift(StaffMember officer, String credentialId) {
        Stored award = badge(officer, credentialId);
        if (!awards.lift(credentialId)) {
            return Refusal.NOT_SUSPENDED;
        }
        statusLists.changed(award.statusList());
        proceedings.note(award, Act.LIFTED, null, officer.id(), clock.instant());
        return Refusal.NONE;
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
