package dev.laurel.badge;

import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Hears that a submission has been earned, and writes down the badge that is owed, in the transaction of the decision: both
 * are stored or neither. {@link Awarding} signs it once that is committed, unless its issuer's officers want to look first. What waits
 * for them goes on waiting, whatever is decided again.
 */
@Component
class IssueWhenEarned {

    private final UnsignedBadges unsigned;
    private final WaitingBadges waiting;
    private final IssuePolicies policies;
    private final Awarding awarding;
    private final Catalogue catalogue;

    IssueWhenEarned(
            UnsignedBadges unsigned,
            WaitingBadges waiting,
            IssuePolicies policies,
            Awarding awarding,
            Catalogue catalogue) {
        this.unsigned = unsigned;
        this.waiting = waiting;
        this.policies = policies;
        this.awarding = awarding;
        this.catalogue = catalogue;
    }

    @EventListener
    void on(SubmissionDecided decided) {
        if (!decided.earned()) {
            return;
        }
        MicroCredential version = catalogue.version(decided.version()).orElse(null);
        String name = version == null ? "?" : version.badge().name();
        Optional<IssuerId> holding =
                version == null ? Optional.empty() : policies.holding(decided.tenant(), version.issuer());
        if (holding.isPresent()) {
            waiting.add(decided, name, holding.get());
        } else if (!waiting.again(decided)) {
            unsigned.owe(decided, name);
            awarding.beginOnceCommitted();
        }
    }
}
