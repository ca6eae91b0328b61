package dev.laurel.wallet;

import dev.laurel.badge.Compositions;
import dev.laurel.badge.EarnedBadge;
import dev.laurel.badge.EarnedBadges;
import dev.laurel.person.Person;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.Submissions;
import dev.laurel.system.NotFound;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Which badges are whose. */
@Component
class Holdings {

    private final Submissions submissions;
    private final EarnedBadges badges;
    private final Compositions compositions;
    private final Persons persons;

    Holdings(Submissions submissions, EarnedBadges badges, Compositions compositions, Persons persons) {
        this.submissions = submissions;
        this.badges = badges;
        this.compositions = compositions;
        this.persons = persons;
    }

    /** A badge and who earned it. */
    record Held(Owner owner, EarnedBadge badge) {}

    /** The latest first; page from 0. */
    List<EarnedBadge> of(Collection<Owner> owners, int page, int pageSize) {
        return badges.of(earners(owners), submissions(owners), page, pageSize);
    }

    static List<PersonId> earners(Collection<Owner> owners) {
        return owners.stream().map(Owner::person).toList();
    }

    List<SubmissionId> submissions(Collection<Owner> owners) {
        return owners.stream()
                .flatMap(owner -> submissions.idsOf(owner.tenant(), owner.person()).stream())
                .toList();
    }

    /** @throws NotFound when none of these earned that badge */
    Held find(Collection<Owner> owners, String credentialId) {
        return owners.stream()
                .filter(owner -> compositions
                        .holding(owner.tenant(), credentialId)
                        .filter(holding -> holding.earner().equals(owner.person()))
                        .isPresent())
                .flatMap(owner ->
                        badges.find(owner.tenant(), credentialId).stream().map(badge -> new Held(owner, badge)))
                .findFirst()
                .orElseThrow(() -> new NotFound("No badge " + credentialId + " of this person"));
    }

    /** As the platform tells it. */
    Optional<String> name(Owner owner) {
        return person(owner).map(Person::name);
    }

    /** As the platform tells it; nobody verified it. */
    Optional<String> email(Owner owner) {
        return person(owner).map(Person::email);
    }

    private Optional<Person> person(Owner owner) {
        return Optional.ofNullable(
                persons.find(owner.tenant(), Set.of(owner.person())).get(owner.person()));
    }
}
