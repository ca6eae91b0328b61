package dev.laurel.coaching;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.course.Rosters;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LtiUserId;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import dev.laurel.system.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * An earner shows a draft to one person, and takes that back. Whoever has opened it as a coach stays one: that they once
 * helped keeps them from scoring it, whatever ends.
 */
@Component
class DraftSharing {

    /** Of the words to which earners agree. */
    static final String WORDING = "2026-11";

    /** How long it may be, in days. */
    static final List<Integer> TERMS = List.of(7, 30, 90);

    private static final int LONGEST_NAME = 255;

    private final Shares shares;
    private final Submissions submissions;
    private final Persons persons;
    private final Rosters rosters;
    private final CoachMail mail;
    private final Letters letters;
    private final ObjectProvider<KnownAddresses> known;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    DraftSharing(
            Shares shares,
            Submissions submissions,
            Persons persons,
            Rosters rosters,
            CoachMail mail,
            Letters letters,
            ObjectProvider<KnownAddresses> known,
            ApplicationEventPublisher events,
            Clock clock) {
        this.shares = shares;
        this.submissions = submissions;
        this.persons = persons;
        this.rosters = rosters;
        this.mail = mail;
        this.letters = letters;
        this.known = known;
        this.events = events;
        this.clock = clock;
    }

    /** What came of a wish to share; the name, in lower case with hyphens, ends the key of its message. */
    enum Asked {
        SHARED,
        /** The earner did not say that it may be shown. */
        NOT_AGREED,
        NO_TERM,
        NO_NAME,
        NOBODY,
        SEVERAL,
        ONESELF,
        /** Leads this course no more, or nobody was chosen. */
        NO_LEAD,
        NO_ADDRESS,
        NO_MAIL,
        ALREADY,
        TOO_MANY,
        NO_DRAFT;

        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * What the earner typed.
     *
     * @param who a name as the course has it, the id of the account of somebody who leads it, or an address
     * @param days one of {@link #TERMS}
     * @param withheld ids of questions and artefacts
     */
    record Wish(String who, int days, boolean agreed, Collection<String> withheld) {}

    /** Shows a draft to somebody on the roster of the course. Nobody learns from it who else is there. */
    @Transactional
    public Asked withColleague(Launch launch, SubmissionId id, Wish wish) {
        String name = wish.who().strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return Asked.NO_NAME;
        }
        List<LtiUserId> called = rosters.called(launch, name);
        if (called.isEmpty()) {
            return Asked.NOBODY;
        }
        if (called.contains(launch.user())) {
            return Asked.ONESELF;
        }
        if (called.size() > 1) {
            return Asked.SEVERAL;
        }
        LtiUserId colleague = called.get(0);
        return share(launch, id, wish, colleague, null, name);
    }

    /** Who leads the course and can be asked by their names; oneself is not among them. */
    List<Rosters.Lead> leads(Launch launch) {
        return rosters.leads(launch).stream()
                .filter(lead -> !lead.account().equals(launch.user()))
                .toList();
    }

    /** Shows a draft to somebody who leads the course. */
    @Transactional
    public Asked withLead(Launch launch, SubmissionId id, Wish wish) {
        Optional<Rosters.Lead> chosen = leads(launch).stream()
                .filter(lead -> lead.account().value().toString().equals(wish.who()))
                .findFirst();
        return chosen.isEmpty()
                ? Asked.NO_LEAD
                : share(
                        launch,
                        id,
                        wish,
                        chosen.get().account(),
                        null,
                        bounded(chosen.get().name()));
    }

    private static String bounded(String name) {
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    }

    /** Invites whoever reads an address. */
    @Transactional
    public Asked byMail(Launch launch, SubmissionId id, Wish wish) {
        if (!letters.canBeSent()) {
            return Asked.NO_MAIL;
        }
        Optional<String> address = letters.address(wish.who());
        if (address.isEmpty()) {
            return Asked.NO_ADDRESS;
        }
        if (address.get().equalsIgnoreCase(launch.profile().email())) {
            return Asked.ONESELF;
        }
        return share(launch, id, wish, null, address.get(), address.get());
    }

    private Asked share(
            Launch launch,
            SubmissionId id,
            Wish wish,
            @Nullable LtiUserId colleague,
            @Nullable String address,
            String name) {
        if (!wish.agreed()) {
            return Asked.NOT_AGREED;
        }
        if (!TERMS.contains(wish.days())) {
            return Asked.NO_TERM;
        }
        Optional<Submission> draft =
                submissions.hold(id).filter(found -> found.state() == SubmissionState.DRAFT && !found.practice());
        if (draft.isEmpty()) {
            return Asked.NO_DRAFT;
        }
        Instant now = clock.instant();
        List<Share> before = shares.of(id);
        if (before.size() >= Shares.MOST) {
            return Asked.TOO_MANY;
        }
        boolean already = before.stream()
                .filter(share -> share.isInForce(now))
                .anyMatch(share -> colleague != null && colleague.equals(share.account())
                        || address != null && address.equalsIgnoreCase(share.address()));
        if (already) {
            return Asked.ALREADY;
        }
        Share share = new Share(
                new ShareId(Ids.next()),
                draft.get().tenant(),
                id,
                draft.get().earner(),
                colleague,
                address,
                name,
                launch.locale().toLanguageTag(),
                now,
                now.plus(Duration.ofDays(wish.days())),
                null,
                null);
        shares.add(share, WORDING);
        shares.withhold(share.id(), wish.withheld());
        mail.invite(share, draft.get().version());
        return Asked.SHARED;
    }

    /** Says anew what that person does not see. */
    @Transactional
    public void withhold(Share share, Collection<String> requirements) {
        shares.withhold(share.id(), requirements);
    }

    /** Takes it back: from the next request on that person sees nothing of it. */
    @Transactional
    public void end(Share share) {
        shares.end(share.id(), clock.instant());
    }

    /** One of the earner's own. @throws NotShared when it is not */
    Share ofEarner(SubmissionId own, UUID id) {
        return shares.find(new ShareId(id))
                .filter(share -> share.submission().equals(own))
                .orElseThrow(() -> new NotShared("Share " + id + " is not of submission " + own.value()));
    }

    /** What is shared with the account of this window. @throws NotShared when it is not, or not any more */
    Share withAccount(Launch launch, UUID id) {
        return shares.find(new ShareId(id))
                .filter(share -> share.tenant().equals(launch.tenant()))
                .filter(share -> launch.user().equals(share.account()))
                .filter(share -> share.isInForce(clock.instant()))
                .orElseThrow(() -> new NotShared(
                        "Share " + id + " is not for launch " + launch.id().value()));
    }

    /** Whether it was shared with the account of this window, and is not any more. */
    boolean wasWithAccount(Launch launch, UUID id) {
        return shares.find(new ShareId(id))
                .filter(share -> share.tenant().equals(launch.tenant()))
                .filter(share -> launch.user().equals(share.account()))
                .filter(share -> !share.isInForce(clock.instant()))
                .isPresent();
    }

    /** What was shared by mail, and is not any more. */
    Optional<Share> wasByMail(UUID id) {
        return shares.find(new ShareId(id)).filter(Share::byMail).filter(share -> !share.isInForce(clock.instant()));
    }

    /**
     * What was ever shared by mail with somebody who has not asked to be forgotten, in force or not.
     *
     * @throws NotShared when it was not
     */
    Share everByMail(UUID id) {
        return shares.find(new ShareId(id))
                .filter(Share::byMail)
                .orElseThrow(() -> new NotShared("Share " + id + " was never by mail, or its coach is forgotten"));
    }

    /** What is shared by mail and in force. @throws NotShared when it is not, or not any more */
    Share byMail(UUID id) {
        return shares.find(new ShareId(id))
                .filter(Share::byMail)
                .filter(share -> share.isInForce(clock.instant()))
                .orElseThrow(() -> new NotShared("Share " + id + " is not in force, or not by mail"));
    }

    /**
     * Remembers that somebody of the course helps, and how they are known.
     *
     * @throws CoachingRefused when it is no draft any more and they have never opened it
     */
    @Transactional
    public void opensInCourse(Share share, Launch launch) {
        PersonId person = persons.behind(launch);
        Set<String> addresses = new HashSet<>();
        Optional.ofNullable(launch.profile().email()).map(DraftSharing::key).ifPresent(addresses::add);
        Optional.ofNullable(persons.readers(share.tenant(), List.of(person)).get(person))
                .map(reader -> key(reader.address()))
                .ifPresent(addresses::add);
        known.stream().forEach(elsewhere -> addresses.addAll(elsewhere.of(share.tenant(), person)));
        opens(share, addresses);
    }

    /** The same for whoever reads the address. */
    @Transactional
    public void opensByMail(Share share) {
        String address = Optional.ofNullable(share.address()).orElseThrow();
        Set<String> addresses = new HashSet<>(Set.of(key(address)));
        known.stream().forEach(elsewhere -> addresses.addAll(elsewhere.beside(address)));
        opens(share, addresses);
    }

    private void opens(Share share, Set<String> addresses) {
        if (share.openedAt() == null) {
            Submission work = submissions.hold(share.submission()).orElseThrow();
            if (work.state() != SubmissionState.DRAFT) {
                throw CoachingRefused.handedIn();
            }
        }
        shares.knownAs(share.id(), addresses);
        if (shares.opened(share.id(), clock.instant())) {
            events.publishEvent(new CoachJoined(share.submission(), share.tenant()));
        }
    }

    private static String key(String address) {
        return address.strip().toLowerCase(Locale.ROOT);
    }

    /** Keeps a coach's look for the earner. @param file absent for the page with the texts */
    void viewed(Share share, @Nullable UUID file) {
        shares.viewed(Ids.next(), share.id(), file, clock.instant());
    }

    /** Ids that a form may withhold, those that the micro-credential asks for. */
    static List<String> requirements(Collection<String> typed, MicroCredential credential) {
        return About.requirements(credential).filter(typed::contains).toList();
    }
}
