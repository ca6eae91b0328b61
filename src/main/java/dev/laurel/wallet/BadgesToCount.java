package dev.laurel.wallet;

import dev.laurel.badge.Award;
import dev.laurel.badge.EarnedBadge;
import dev.laurel.person.PersonId;
import dev.laurel.recognition.Brought;
import dev.laurel.recognition.BroughtBadges;
import dev.laurel.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What those who count badges may see of a wallet: badges from elsewhere, and those that its owner put to this account. */
@Component
class BadgesToCount implements BroughtBadges {

    private static final int MOST = 200;

    private final Wallets wallets;
    private final Holdings holdings;
    private final Imports imports;

    BadgesToCount(Wallets wallets, Holdings holdings, Imports imports) {
        this.wallets = wallets;
        this.holdings = holdings;
        this.imports = imports;
    }

    @Override
    public List<Brought> of(TenantId tenant, PersonId person) {
        Owner owner = new Owner(tenant, person);
        Optional<WalletId> wallet = wallets.holding(owner);
        return Stream.concat(
                        wallet.stream().flatMap(each -> carried(each, owner).stream()),
                        wallet.stream()
                                .flatMap(each -> imports.of(each).stream())
                                .map(BadgesToCount::brought))
                .toList();
    }

    private List<Brought> carried(WalletId wallet, Owner owner) {
        List<Brought> found = new ArrayList<>();
        if (wallets.counting(wallet).filter(owner::equals).isPresent()) {
            wallets.accounts(wallet).stream()
                    .map(Wallets.Linked::owner)
                    .filter(each -> !each.equals(owner))
                    .forEach(each -> holdings.of(List.of(each), 0, MOST).stream()
                            .map(badge -> carried(each, badge))
                            .forEach(found::add));
        }
        return found;
    }

    private static Brought carried(Owner from, EarnedBadge badge) {
        Award award = badge.award();
        return new Brought(
                award.credentialId(),
                award.name(),
                badge.issuer(),
                "",
                "",
                award.issuedAt(),
                award.validUntil(),
                award.status() == Award.Status.VALID ? Brought.State.VERIFIED : Brought.State.FAILED,
                null,
                award.addresses().page().toString(),
                from.tenant(),
                null);
    }

    private static Brought brought(Import badge) {
        return new Brought(
                Brought.idOf(badge.badgeId()),
                badge.name(),
                badge.issuer(),
                badge.issuerId(),
                badge.achievement(),
                badge.issuedAt(),
                badge.validUntil(),
                switch (badge.outcome()) {
                    case "PASSED" -> Brought.State.VERIFIED;
                    case "FAILED" -> Brought.State.FAILED;
                    default -> Brought.State.UNKNOWN;
                },
                badge.checkedAt(),
                badge.badgeId(),
                null,
                badge.form().equals("OB3") ? badge.text() : null);
    }

    @Override
    public Optional<Brought> checkedNow(TenantId tenant, PersonId person, String id) {
        Owner owner = new Owner(tenant, person);
        wallets.holding(owner).ifPresent(wallet -> imports.of(wallet).stream()
                .filter(badge -> Brought.idOf(badge.badgeId()).equals(id))
                .forEach(badge -> imports.checkAgain(wallet, badge.id())));
        return of(tenant, person).stream()
                .filter(badge -> badge.id().equals(id))
                .findFirst();
    }
}
