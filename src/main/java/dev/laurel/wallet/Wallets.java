package dev.laurel.wallet;

import dev.laurel.person.PersonId;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Wallets, the verified addresses that open them, and the accounts whose badges lie in them. Accounts come together by an
 * address that was verified, or because somebody holds both; never by a name or by an address that a platform tells.
 */
@Component
class Wallets {

    private static final int MOST = 50;

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Wallets(JdbcClient jdbc, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
    }

    Optional<WalletId> openedBy(Address address) {
        return jdbc.sql("select wallet_id from wallet_address where address_key = :key")
                .param("key", address.key())
                .query(UUID.class)
                .optional()
                .map(WalletId::new);
    }

    Optional<WalletId> holding(Owner owner) {
        return jdbc.sql("select wallet_id from wallet_account where tenant_id = :tenant and person_id = :person")
                .param("tenant", owner.tenant().value())
                .param("person", owner.person().value())
                .query(UUID.class)
                .optional()
                .map(WalletId::new);
    }

    /** The wallet in which an account is kept by a verified address; one that only a joining made does not count. */
    Optional<WalletId> keeping(Owner owner) {
        return holding(owner).filter(wallet -> !addresses(wallet).isEmpty());
    }

    /** In the order in which they were verified. */
    List<Address> addresses(WalletId wallet) {
        return jdbc.sql("select address from wallet_address where wallet_id = :wallet"
                        + " order by verified_at, address_key fetch first " + MOST + " rows only")
                .param("wallet", wallet.value())
                .query((row, n) -> new Address(row.getString("address")))
                .list();
    }

    /** An account in a wallet. */
    record Linked(Owner owner, Instant since) {}

    List<Linked> accounts(WalletId wallet) {
        return jdbc.sql("select tenant_id, person_id, linked_at from wallet_account where wallet_id = :wallet"
                        + " order by linked_at, person_id fetch first " + MOST + " rows only")
                .param("wallet", wallet.value())
                .query((row, n) -> new Linked(
                        new Owner(
                                new TenantId(row.getObject("tenant_id", UUID.class)),
                                new PersonId(row.getObject("person_id", UUID.class))),
                        row.getTimestamp("linked_at").toInstant()))
                .list();
    }

    /** The account whose district counts all badges of this wallet; empty when nobody has said so. */
    Optional<Owner> counting(WalletId wallet) {
        return jdbc.sql(
                        "select counts_tenant, counts_person from wallet where id = :wallet and counts_tenant is not null")
                .param("wallet", wallet.value())
                .query((row, n) -> new Owner(
                        new TenantId(row.getObject("counts_tenant", UUID.class)),
                        new PersonId(row.getObject("counts_person", UUID.class))))
                .optional();
    }

    /** Says where all badges of this wallet count; null for each where it was earned. */
    void count(WalletId wallet, @Nullable Owner owner) {
        jdbc.sql("update wallet set counts_tenant = :tenant, counts_person = :person where id = :wallet")
                .param("tenant", owner == null ? null : owner.tenant().value())
                .param("person", owner == null ? null : owner.person().value())
                .param("wallet", wallet.value())
                .update();
    }

    /** The wallet of a verified address, made when there is none. */
    @Transactional
    public WalletId of(Address address) {
        Optional<WalletId> known = openedBy(address);
        if (known.isPresent()) {
            return known.get();
        }
        WalletId fresh = unopened();
        if (!insert(fresh, address)) {
            jdbc.sql("delete from wallet where id = :id")
                    .param("id", fresh.value())
                    .update();
            return openedBy(address).orElseThrow();
        }
        return fresh;
    }

    /** A wallet that nobody can open yet: accounts that were joined lie in it until one of them names an address. */
    WalletId unopened() {
        WalletId fresh = new WalletId(Ids.next());
        jdbc.sql("insert into wallet (id, created_at) values (:id, :now)")
                .param("id", fresh.value())
                .param("now", now())
                .update();
        return fresh;
    }

    /** Removes a wallet that nothing opens and nothing lies in. */
    void removeUnused(WalletId wallet) {
        jdbc.sql("delete from wallet where id = :id"
                        + " and not exists (select 1 from wallet_address a where a.wallet_id = wallet.id)"
                        + " and not exists (select 1 from wallet_account a where a.wallet_id = wallet.id)")
                .param("id", wallet.value())
                .update();
    }

    /**
     * An account that is kept by an address of its own now: what lies beside it in a wallet that nobody could open comes
     * along, and the account stays when a joining is undone.
     */
    void absorb(WalletId into, Owner owner) {
        holding(owner)
                .filter(from -> !from.equals(into))
                .filter(from -> addresses(from).isEmpty())
                .ifPresent(from -> {
                    merge(from, into);
                    for (String side : List.of("first", "second")) {
                        jdbc.sql("update wallet_joining set " + side + "_put_in = false where state = 'JOINED' and "
                                        + side + "_tenant = :tenant and " + side + "_person = :person")
                                .param("tenant", owner.tenant().value())
                                .param("person", owner.person().value())
                                .update();
                    }
                });
    }

    private boolean insert(WalletId wallet, Address address) {
        return jdbc.sql("insert into wallet_address (address_key, wallet_id, address, verified_at)"
                                + " values (:key, :wallet, :address, :now) on conflict do nothing")
                        .param("key", address.key())
                        .param("wallet", wallet.value())
                        .param("address", address.text())
                        .param("now", now())
                        .update()
                == 1;
    }

    /**
     * Puts an account into a wallet.
     *
     * @return false when it lies in another one: who can sign in to an account must not take what others put beside it
     */
    @Transactional
    public boolean link(WalletId wallet, Owner owner) {
        jdbc.sql("insert into wallet_account (tenant_id, person_id, wallet_id, linked_at)"
                        + " values (:tenant, :person, :wallet, :now) on conflict do nothing")
                .param("tenant", owner.tenant().value())
                .param("person", owner.person().value())
                .param("wallet", wallet.value())
                .param("now", now())
                .update();
        boolean linked = holding(owner).filter(wallet::equals).isPresent();
        if (linked) {
            events.publishEvent(new WalletGrew(wallet, owner));
        }
        return linked;
    }

    /** Whether the account lay in that wallet. Its badges stay where they were earned, and in the backpacks that have them. */
    @Transactional
    public boolean unlink(WalletId wallet, Owner owner) {
        forgetPushes(wallet, owner);
        boolean left = jdbc.sql("delete from wallet_account where tenant_id = :tenant and person_id = :person"
                                + " and wallet_id = :wallet")
                        .param("tenant", owner.tenant().value())
                        .param("person", owner.person().value())
                        .param("wallet", wallet.value())
                        .update()
                == 1;
        if (left) {
            events.publishEvent(new AccountLeft(wallet, owner));
        }
        return left;
    }

    /** No longer keeps an account's badges up in the backpacks of a wallet; there they stay. */
    void forgetPushes(WalletId wallet, Owner owner) {
        jdbc.sql("delete from wallet_push where tenant_id = :tenant and person_id = :person and backpack_id in"
                        + " (select b.id from wallet_backpack b where b.wallet_id = :wallet)")
                .param("tenant", owner.tenant().value())
                .param("person", owner.person().value())
                .param("wallet", wallet.value())
                .update();
    }

    /** Adds a verified address that opens no wallet yet. */
    @Transactional
    public void add(WalletId wallet, Address address) {
        if (!insert(wallet, address) && openedBy(address).filter(wallet::equals).isEmpty()) {
            throw new IllegalStateException("The address has come to open another wallet meanwhile");
        }
        events.publishEvent(new WalletGrew(wallet, null));
    }

    private void merge(WalletId from, WalletId into) {
        jdbc.sql("delete from wallet_import where wallet_id = :from and badge_key in"
                        + " (select i.badge_key from wallet_import i where i.wallet_id = :into)")
                .param("from", from.value())
                .param("into", into.value())
                .update();
        String twice = "select b.id from wallet_backpack b where b.wallet_id = :from and exists (select 1 from"
                + " wallet_backpack o where o.wallet_id = :into and o.kind = b.kind and o.base = b.base)";
        for (String sql : List.of(
                "delete from wallet_push where backpack_id in (" + twice + ")",
                "delete from wallet_backpack where id in (" + twice + ")")) {
            jdbc.sql(sql)
                    .param("from", from.value())
                    .param("into", into.value())
                    .update();
        }
        for (String table : List.of("wallet_address", "wallet_account", "wallet_import", "wallet_backpack")) {
            jdbc.sql("update " + table + " set wallet_id = :into where wallet_id = :from")
                    .param("into", into.value())
                    .param("from", from.value())
                    .update();
        }
        for (String table : List.of("wallet_session", "wallet_ticket")) {
            jdbc.sql("delete from " + table + " where wallet_id = :from")
                    .param("from", from.value())
                    .update();
        }
        jdbc.sql("delete from wallet where id = :from")
                .param("from", from.value())
                .update();
    }

    /** Whether it was removed; the last address stays, or nobody could come in any more. */
    @Transactional
    public boolean remove(WalletId wallet, Address address) {
        jdbc.sql("select id from wallet where id = :wallet for update")
                .param("wallet", wallet.value())
                .query(UUID.class)
                .single();
        if (addresses(wallet).size() < 2) {
            return false;
        }
        return jdbc.sql("delete from wallet_address where address_key = :key and wallet_id = :wallet")
                        .param("key", address.key())
                        .param("wallet", wallet.value())
                        .update()
                == 1;
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
