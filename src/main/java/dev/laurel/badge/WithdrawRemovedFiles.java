package dev.laurel.badge;

import dev.laurel.submission.EvidenceRemoved;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** When evidence is removed, nothing of it is published any more: its badge is signed again without the files. */
@Component
class WithdrawRemovedFiles {

    private final EarnedBadges badges;

    WithdrawRemovedFiles(EarnedBadges badges) {
        this.badges = badges;
    }

    @ApplicationModuleListener
    void on(EvidenceRemoved removed) {
        badges.withdrawFiles(removed.tenant(), removed.submission());
    }
}
