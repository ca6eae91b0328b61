package dev.laurel.badge;

import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.catalog.Catalogue;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Hears that a submission has been earned, and writes down the badge that is owed, in the transaction of the decision: both
 * are stored or neither. {@link Awarding} signs it once that is committed.
 */
@Component
class IssueWhenEarned {

    private final UnsignedBadges unsigned;
    private final Awarding awarding;
    private final Catalogue catalogue;

    IssueWhenEarned(UnsignedBadges unsigned, Awarding awarding, Catalogue catalogue) {
        this.unsigned = unsigned;
        this.awarding = awarding;
        this.catalogue = catalogue;
    }

    @EventListener
    void on(SubmissionDecided decided) {
        if (!decided.earned()) {
            return;
        }
        String name = catalogue
                .version(decided.version())
                .map(version -> version.badge().name())
                .orElse("?");
        unsigned.owe(decided, name);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                awarding.begin();
            }
        });
    }
}
