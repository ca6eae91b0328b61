package dev.laurel.coaching;

import dev.laurel.person.PersonForgotten;
import dev.laurel.person.Persons;
import dev.laurel.submission.EvidenceRemoved;
import java.time.Clock;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** What was written about a draft goes with the evidence that it was about; who helped is forgotten when they ask for it. */
@Component
class ForgetCoaching {

    private final Shares shares;
    private final Persons persons;
    private final Clock clock;

    ForgetCoaching(Shares shares, Persons persons, Clock clock) {
        this.shares = shares;
        this.persons = persons;
        this.clock = clock;
    }

    @ApplicationModuleListener(id = "coaching.evidence-removed")
    void on(EvidenceRemoved news) {
        shares.forget(news.submission());
    }

    @ApplicationModuleListener(id = "coaching.person-forgotten")
    void on(PersonForgotten forgotten) {
        shares.forget(forgotten.tenant(), forgotten.person());
        persons.accounts(forgotten.tenant(), forgotten.person())
                .forEach(account -> shares.forgetCoach(forgotten.tenant(), account, clock.instant()));
    }
}
