package dev.laurel.recognition;

import dev.laurel.badge.Award;
import dev.laurel.badge.Badges;
import dev.laurel.tenant.TenantId;
import org.springframework.stereotype.Component;

/** How the badges behind claims stand, whoever issued them. */
@Component
class ClaimedBadges {

    private final Badges badges;
    private final BroughtBadges brought;

    ClaimedBadges(Badges badges, BroughtBadges brought) {
        this.badges = badges;
        this.brought = brought;
    }

    /** How the badge of a claim stands; of one of another issuer what was found when it was last looked at. */
    Brought.State standing(Claim claim) {
        TenantId home = claim.home();
        return home != null
                ? ofOurs(home, claim)
                : brought.of(claim.tenant(), claim.person()).stream()
                        .filter(badge -> badge.id().equals(claim.credentialId()))
                        .map(Brought::state)
                        .findFirst()
                        .orElse(Brought.State.UNKNOWN);
    }

    private Brought.State ofOurs(TenantId home, Claim claim) {
        return badges.status(home, claim.credentialId())
                        .filter(Award.Status.VALID::equals)
                        .isPresent()
                ? Brought.State.VERIFIED
                : Brought.State.FAILED;
    }

    /** How it stands now; another issuer is asked, which may take its time. */
    Brought.State standingNow(Claim claim) {
        TenantId home = claim.home();
        return home != null
                ? ofOurs(home, claim)
                : brought.checkedNow(claim.tenant(), claim.person(), claim.credentialId())
                        .map(Brought::state)
                        .orElse(Brought.State.UNKNOWN);
    }
}
