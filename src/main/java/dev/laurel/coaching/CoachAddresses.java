package dev.laurel.coaching;

import dev.laurel.person.AddressTold;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.tenant.TenantId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Addresses that become known after somebody has begun to help, and after the work was handed in: whoever is known by them is
 * kept from scoring it from then on, and not only with the next hand-in.
 */
@Component
public class CoachAddresses {

    private final Shares shares;
    private final Persons persons;
    private final ObjectProvider<KnownAddresses> known;
    private final ApplicationEventPublisher events;

    CoachAddresses(
            Shares shares, Persons persons, ObjectProvider<KnownAddresses> known, ApplicationEventPublisher events) {
        this.shares = shares;
        this.persons = persons;
        this.known = known;
        this.events = events;
    }

    /** These addresses, in lower case, turned out to be one human being's. */
    @Transactional
    public void areOne(Collection<String> addresses) {
        if (!addresses.isEmpty()) {
            shares.openedByOneOf(addresses).forEach(share -> learn(share, addresses));
        }
    }

    /** More is known of whoever is behind an account. */
    @Transactional
    public void of(TenantId tenant, PersonId person) {
        Set<String> addresses = new HashSet<>();
        Optional.ofNullable(persons.readers(tenant, List.of(person)).get(person))
                .map(reader -> reader.address().strip().toLowerCase(Locale.ROOT))
                .ifPresent(addresses::add);
        known.stream().forEach(elsewhere -> addresses.addAll(elsewhere.of(tenant, person)));
        if (!addresses.isEmpty()) {
            persons.accounts(tenant, person).stream()
                    .flatMap(account -> shares.openedBy(tenant, account).stream())
                    .forEach(share -> learn(share, addresses));
            areOne(addresses);
        }
    }

    private void learn(Share share, Collection<String> addresses) {
        if (shares.knownAs(share.id(), addresses)) {
            events.publishEvent(new CoachJoined(share.submission(), share.tenant()));
        }
    }

    @ApplicationModuleListener(id = "coaching.address-told")
    void on(AddressTold told) {
        of(told.tenant(), told.person());
    }
}
