package dev.laurel.wallet;

import dev.laurel.tenant.Tenants;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Everything that a wallet holds, for its owner to take away or to have deleted. Badges stay where they were earned. */
@Component
class WalletData {

    private static final Logger log = LoggerFactory.getLogger(WalletData.class);

    private final Wallets wallets;
    private final Imports imports;
    private final Backpacks backpacks;
    private final Pushes pushes;
    private final Doors doors;
    private final Joinings joinings;
    private final Unions unions;
    private final Holdings holdings;
    private final Tenants tenants;
    private final JdbcClient jdbc;

    WalletData(
            Wallets wallets,
            Imports imports,
            Backpacks backpacks,
            Pushes pushes,
            Doors doors,
            Joinings joinings,
            Unions unions,
            Holdings holdings,
            Tenants tenants,
            JdbcClient jdbc) {
        this.wallets = wallets;
        this.imports = imports;
        this.backpacks = backpacks;
        this.pushes = pushes;
        this.doors = doors;
        this.joinings = joinings;
        this.unions = unions;
        this.holdings = holdings;
        this.tenants = tenants;
        this.jdbc = jdbc;
    }

    private record Copy(
            List<String> addresses,
            List<AccountCopy> accounts,
            List<JoiningCopy> joinedOnEvidence,
            List<UnionCopy> walletsThatBecameOne,
            List<BroughtCopy> badgesFromElsewhere,
            List<BackpackCopy> backpacks) {}

    private record AccountCopy(
            @Nullable String name, @Nullable String district, Instant since, List<URI> badges) {}

    private record JoiningCopy(
            Joining.State state,
            Instant askedAt,
            Set<Joining.Kind> evidence,
            @Nullable String reason) {}

    private record UnionCopy(
            Instant since, Union.Way shownBy, @Nullable Instant separatedAt) {}

    private record BroughtCopy(
            String name,
            String issuer,
            String id,
            String form,
            Instant broughtAt,
            Instant checkedAt,
            String outcome,
            String badge) {}

    private record BackpackCopy(
            String title,
            URI address,
            BackpackKind takes,
            @Nullable String account,
            Backpack.State state,
            @Nullable Instant connectedAt,
            boolean newBadgesGoThere,
            List<SentCopy> sent) {}

    private record SentCopy(
            String badge,
            Push.State state,
            @Nullable Instant takenAt,
            @Nullable String answer) {}

    /** As JSON. What opens backpacks is not in it: whoever finds the file must not be able to use it. */
    byte[] copy(WalletId wallet) {
        return JsonMapper.shared()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsBytes(new Copy(
                        wallets.addresses(wallet).stream().map(Address::text).toList(),
                        wallets.accounts(wallet).stream().map(this::copy).toList(),
                        wallets.accounts(wallet).stream()
                                .flatMap(linked -> joinings.about(linked.owner()).stream())
                                .map(joining -> new JoiningCopy(
                                        joining.state(), joining.askedAt(), joining.kinds(), joining.reason()))
                                .distinct()
                                .toList(),
                        unions.about(wallet).stream()
                                .map(union -> new UnionCopy(union.joinedAt(), union.way(), union.undoneAt()))
                                .toList(),
                        imports.of(wallet).stream().map(WalletData::copy).toList(),
                        backpacks.of(wallet).stream().map(this::copy).toList()));
    }

    private AccountCopy copy(Wallets.Linked linked) {
        return new AccountCopy(
                holdings.name(linked.owner()).orElse(null),
                tenants.nameOf(linked.owner().tenant()).orElse(null),
                linked.since(),
                holdings.of(List.of(linked.owner()), 0, 1000).stream()
                        .map(badge -> badge.award().addresses().page())
                        .toList());
    }

    private static BroughtCopy copy(Import kept) {
        return new BroughtCopy(
                kept.name(),
                kept.issuer(),
                kept.badgeId(),
                kept.form(),
                kept.broughtAt(),
                kept.checkedAt(),
                kept.outcome(),
                kept.text());
    }

    private BackpackCopy copy(Backpack backpack) {
        return new BackpackCopy(
                backpack.title(),
                backpack.services().base(),
                backpack.kind(),
                backpack.account(),
                backpack.state(),
                backpack.connectedAt(),
                backpack.keepUp(),
                pushes.in(backpack.id()).stream()
                        .map(push -> new SentCopy(push.credentialId(), push.state(), push.sentAt(), push.answer()))
                        .toList());
    }

    /** Deletes the wallet and all that lies in it alone. */
    @Transactional
    public void delete(WalletId wallet) {
        wallets.accounts(wallet).forEach(account -> doors.leave(wallet, account.owner()));
        backpacks.of(wallet).forEach(backpack -> backpacks.remove(wallet, backpack.id()));
        for (String table :
                List.of("wallet_import", "wallet_session", "wallet_ticket", "wallet_account", "wallet_address")) {
            jdbc.sql("delete from " + table + " where wallet_id = :wallet")
                    .param("wallet", wallet.value())
                    .update();
        }
        unions.forget(wallet);
        jdbc.sql("delete from wallet where id = :wallet")
                .param("wallet", wallet.value())
                .update();
        log.info("Deleted wallet {} at its owner's wish", wallet.value());
    }
}
