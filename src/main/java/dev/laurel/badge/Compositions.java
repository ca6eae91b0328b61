package dev.laurel.badge;

import dev.laurel.badge.Proceedings.Act;
import dev.laurel.catalog.Achievement;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.Stack;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.Person;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.person.StaffId;
import dev.laurel.submission.EarnerNotice;
import dev.laurel.submission.Submission;
import dev.laurel.submission.Submissions;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Badges made of badges, for the step that says when they are earned; and the badges that it says so by. */
@Component
public class Compositions {

    /** Who is on record where no person acted but a rule that persons set before. */
    public static final StaffId BY_RULE = new StaffId(new UUID(0, 0));

    private static final int LONGEST_REASON = 2000;

    private final Issuing issuing;
    private final Awards awards;
    private final Proceedings proceedings;
    private final StatusLists statusLists;
    private final BadgeAddresses addresses;
    private final Catalogue catalogue;
    private final Submissions submissions;
    private final Persons persons;
    private final Successors successors;
    private final Showings showings;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Compositions(
            Issuing issuing,
            Awards awards,
            Proceedings proceedings,
            StatusLists statusLists,
            BadgeAddresses addresses,
            Catalogue catalogue,
            Submissions submissions,
            Persons persons,
            Successors successors,
            Showings showings,
            ApplicationEventPublisher events,
            Clock clock) {
        this.issuing = issuing;
        this.awards = awards;
        this.proceedings = proceedings;
        this.statusLists = statusLists;
        this.addresses = addresses;
        this.catalogue = catalogue;
        this.submissions = submissions;
        this.persons = persons;
        this.successors = successors;
        this.showings = showings;
        this.events = events;
        this.clock = clock;
    }

    /** Whether a stack's badge would be signed for people of that tenant, or names an issuer that is another's. */
    public boolean mayIssue(TenantId tenant, Stack stack) {
        return issuing.maySign(tenant, stack);
    }

    /**
     * Signs and stores the badge. Asked again with the same key, it is the same badge.
     *
     * @return its credential id
     */
    @Transactional
    public String issue(Composition composition) {
        Optional<Awards.Stored> there = awards.composedFor(composition.key());
        if (there.isPresent()) {
            return there.get().credentialId();
        }
        Achievement achievement = catalogue
                .achievement(composition.achievement())
                .orElseThrow(() ->
                        new IllegalStateException("No version " + composition.achievement() + " in the catalogue"));
        Person earner =
                persons.find(composition.tenant(), Set.of(composition.earner())).get(composition.earner());
        Optional<Awards.Stored> earlier = Optional.ofNullable(composition.inPlaceOf())
                .flatMap(awards::withId)
                .filter(stored -> stored.revokedAt() == null
                        && successors.of(stored.credentialId()).isEmpty());
        String id = issuing.newCredentialId();
        issuing.issue(
                id,
                new Earned(
                        composition.tenant(),
                        null,
                        achievement,
                        earner == null ? null : earner.email(),
                        Map.of(),
                        null,
                        composition.completedAt(),
                        composition.parts(),
                        earlier.map(stored -> new Composition.Part(
                                        stored.credentialId(),
                                        addresses.award(stored.credentialId()).page(),
                                        stored.name()))
                                .orElse(null)),
                earlier.map(stored -> renewing(stored, achievement)).orElse(null));
        if (!awards.noteComposed(id, composition)) {
            throw new IllegalStateException("Another node composed " + composition.key() + " at the same moment");
        }
        earlier.ifPresent(stored -> succeed(stored, id, composition.wanted()));
        return id;
    }

    private CredentialDocument.@Nullable Dates renewing(Awards.Stored earlier, Achievement achievement) {
        return earlier.validUntil() == null
                ? null
                : CredentialDocument.Dates.renewing(
                        earlier.issuedAt(),
                        earlier.validUntil(),
                        achievement.badge().validityMonths(),
                        clock.instant());
    }

    private void succeed(Awards.Stored earlier, String later, Composition.@Nullable Wanted wanted) {
        showings.keep(earlier.tenant(), later, showings.of(earlier.credentialId()));
        successors.note(earlier.tenant(), earlier.credentialId(), later, Successor.Kind.RENEWED, clock.instant());
        proceedings.note(
                earlier,
                Act.RENEWED,
                wanted == null ? "The badges that it is made of were renewed." : wanted.words(),
                wanted == null ? BY_RULE : wanted.officer(),
                clock.instant());
        events.publishEvent(new BadgeSucceeded(earlier.credentialId(), later, earlier.tenant()));
    }

    /** Credential id of what came in the place of a badge; empty while nothing did, or the tenant has no such badge. */
    public Optional<String> successor(TenantId tenant, String credentialId) {
        return awards.withId(credentialId)
                .filter(stored -> stored.tenant().equals(tenant))
                .flatMap(stored -> successors.of(credentialId))
                .map(Successor::credentialId);
    }

    /** Whether one badge came in the place of the other, at once or by way of others. */
    public boolean succeeds(String later, String earlier) {
        Optional<String> before = successors.before(later).map(Successor::credentialId);
        while (before.isPresent() && !before.get().equals(earlier)) {
            before = successors.before(before.get()).map(Successor::credentialId);
        }
        return before.isPresent();
    }

    /**
     * Signs a badge of badges again under its id, with one part in the place of another. One that is revoked stays as it is.
     *
     * @throws NotFound when the tenant has no such badge made of badges
     */
    @Transactional
    public void replacePart(TenantId tenant, String credentialId, Composition.Part before, Composition.Part now) {
        Awards.Stored award = composed(tenant, credentialId);
        if (award.revokedAt() == null) {
            awards.replacePart(credentialId, before, now);
            issuing.signCiting(award, before.address().toString(), now);
        }
    }

    /**
     * Lets a composed badge count again that {@link #suspend} ended for now; what an officer suspended stays so.
     *
     * @return whether it counts again by this call
     * @throws NotFound when the tenant has no such badge made of badges
     */
    @Transactional
    public boolean lift(TenantId tenant, String credentialId, String reason) {
        Awards.Stored award = composed(tenant, credentialId);
        boolean byRule = proceedings.history(award).stream()
                .filter(done -> done.act() == Act.SUSPENDED)
                .findFirst()
                .filter(done -> done.by().equals(BY_RULE))
                .isPresent();
        if (!byRule || !awards.lift(credentialId)) {
            return false;
        }
        statusLists.changed(award.statusList());
        Instant now = clock.instant();
        proceedings.note(award, Act.LIFTED, reason, BY_RULE, now);
        tell(award, EarnerNotice.Kind.BADGE_LIFTED, now);
        return true;
    }

    /**
     * Gives notice that a composed badge is to be revoked, because of what became of its parts. Its earner has the time
     * that everybody has to answer, and an officer of the issuer decides. Where notice was given before, or it is revoked,
     * this changes nothing.
     *
     * @throws NotFound when the tenant has no such badge made of badges
     */
    @Transactional
    public void proposeRevocation(TenantId tenant, String credentialId, String reason) {
        Awards.Stored award = composed(tenant, credentialId);
        awards.lock(credentialId);
        if (award.revokedAt() != null || proceedings.open(credentialId).isPresent()) {
            return;
        }
        Instant now = clock.instant();
        proceedings.begin(award, reason, BY_RULE, now, now.plus(LifeCycle.TIME_TO_ANSWER));
        proceedings.note(award, Act.NOTICE, reason, BY_RULE, now);
        tell(award, EarnerNotice.Kind.BADGE_NOTICE, now.plus(LifeCycle.TIME_TO_ANSWER));
    }

    /**
     * Takes back the notice that {@link #proposeRevocation} gave; one that an officer gave stays.
     *
     * @throws NotFound when the tenant has no such badge made of badges
     */
    @Transactional
    public void dropProposal(TenantId tenant, String credentialId, String reason, StaffId by) {
        Awards.Stored award = composed(tenant, credentialId);
        awards.lock(credentialId);
        boolean byRule = proceedings.open(credentialId).isPresent()
                && proceedings.history(award).stream()
                        .filter(done -> done.act() == Act.NOTICE)
                        .findFirst()
                        .filter(done -> done.by().equals(BY_RULE))
                        .isPresent();
        if (byRule) {
            Instant now = clock.instant();
            proceedings.close(credentialId, Act.DROPPED, now);
            proceedings.note(
                    award,
                    Act.DROPPED,
                    reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason,
                    by,
                    now);
            tell(award, EarnerNotice.Kind.BADGE_STAYS, now);
        }
    }

    private void tell(Awards.Stored award, EarnerNotice.Kind kind, Instant about) {
        awards.composedEarner(award.credentialId())
                .ifPresent(earner -> events.publishEvent(
                        new CompositionNews(award.credentialId(), award.tenant(), earner, award.name(), kind, about)));
    }

    private Awards.Stored composed(TenantId tenant, String credentialId) {
        return awards.withId(credentialId)
                .filter(stored -> stored.tenant().equals(tenant) && stored.submission() == null)
                .orElseThrow(() -> new NotFound("No badge of badges " + credentialId + " in this tenant"));
    }

    /** The public address of a badge of ours. */
    public Award.Addresses addresses(String credentialId) {
        return addresses.award(credentialId);
    }

    /** A badge with whose it is; empty for demonstrations and when the tenant has no such badge. */
    public Optional<Holding> holding(TenantId tenant, String credentialId) {
        return awards.outline(credentialId, clock.instant())
                .filter(badge -> badge.tenant().equals(tenant))
                .flatMap(this::holding);
    }

    /** @param achievement the version of the micro-credential or stack that it stands for */
    public record Issued(VersionId achievement, Instant at) {}

    /** What badges of a tenant stand for and when they were issued. At most a page of them at a time. */
    public Map<String, Issued> issued(TenantId tenant, Collection<String> credentialIds) {
        return awards.issued(tenant, credentialIds);
    }

    private Optional<Holding> holding(Awards.Outline badge) {
        return earner(badge)
                .map(earner -> new Holding(
                        badge.credentialId(),
                        badge.tenant(),
                        earner,
                        badge.version(),
                        badge.name(),
                        badge.issuedAt(),
                        badge.validUntil(),
                        badge.status()));
    }

    private Optional<PersonId> earner(Awards.Outline badge) {
        return badge.submission() == null
                ? awards.composedEarner(badge.credentialId())
                : submissions.find(badge.submission()).map(Submission::earner);
    }

    /**
     * The badges for submissions of all tenants in the order in which they were issued.
     *
     * @param after the last of the page before; null for the first page
     */
    public List<Holding> holdings(@Nullable Holding after, int most) {
        Instant at = after == null ? Instant.EPOCH : after.issuedAt();
        String id = after == null ? "" : after.credentialId();
        while (true) {
            List<Awards.Stored> page = awards.after(at, id, most);
            List<Holding> found = page.stream()
                    .flatMap(stored -> holding(stored.outline(clock.instant())).stream())
                    .toList();
            if (!found.isEmpty() || page.size() < most) {
                return found;
            }
            at = page.get(page.size() - 1).issuedAt();
            id = page.get(page.size() - 1).credentialId();
        }
    }

    /** The badges made of badges that somebody has, the latest first, at most a hundred. */
    public List<Award> of(TenantId tenant, PersonId earner) {
        return awards.composedFor(tenant, earner).stream().map(this::award).toList();
    }

    /** One of them by its credential id; empty when this person has no such badge. */
    public Optional<Award> of(TenantId tenant, PersonId earner, String credentialId) {
        return awards.withId(credentialId)
                .filter(stored -> stored.tenant().equals(tenant))
                .filter(stored -> awards.composedEarner(credentialId)
                        .filter(earner::equals)
                        .isPresent())
                .map(this::award);
    }

    private Award award(Awards.Stored stored) {
        List<Proceedings.Done> history =
                stored.suspendedAt() == null && stored.revokedAt() == null ? List.of() : proceedings.history(stored);
        String reason = history.stream()
                .filter(done -> done.act() == Act.REVOKED || done.act() == Act.SUSPENDED)
                .map(Proceedings.Done::reason)
                .findFirst()
                .orElse(null);
        return new Award(
                stored.credentialId(),
                null,
                stored.name(),
                stored.issuedAt(),
                stored.validUntil(),
                stored.status(clock.instant()),
                addresses.award(stored.credentialId()),
                proceedings.open(stored.credentialId()).orElse(null),
                reason,
                // An officer who revokes takes the reason of the notice over.
                history.stream().anyMatch(done -> done.by().equals(BY_RULE) && Objects.equals(done.reason(), reason)));
    }

    /** Our own badges that one is made of, and those that these are made of; empty for one of a submission. */
    public Set<String> parts(String credentialId) {
        Set<String> all = new LinkedHashSet<>();
        collect(credentialId, all);
        return all;
    }

    /** Badges of other issuers that one, or a part of it, is made of. */
    public List<Composition.Part> elsewhere(String credentialId) {
        return Stream.concat(Stream.of(credentialId), parts(credentialId).stream())
                .flatMap(each -> awards.elsewhere(each).stream())
                .distinct()
                .toList();
    }

    private void collect(String credentialId, Set<String> all) {
        for (String part : awards.parts(credentialId)) {
            if (all.add(part)) {
                collect(part, all);
            }
        }
    }

    /**
     * Lets a composed badge not count, because of what became of its parts; an officer of the issuer may lift it. Done
     * before, it changes nothing.
     *
     * @param by who decided; {@link #BY_RULE} where the stack's own rule did
     * @throws NotFound when the tenant has no such badge made of badges
     */
    @Transactional
    public void suspend(TenantId tenant, String credentialId, String reason, StaffId by) {
        Awards.Stored award = composed(tenant, credentialId);
        Instant now = clock.instant();
        if (awards.suspend(credentialId, now)) {
            statusLists.changed(award.statusList());
            proceedings.note(
                    award,
                    Act.SUSPENDED,
                    reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason,
                    by,
                    now);
            tell(award, EarnerNotice.Kind.BADGE_SUSPENDED, now);
        }
    }
}
