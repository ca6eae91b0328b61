package dev.laurel.wallet;

import dev.laurel.system.Ids;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.Sha256;
import dev.laurel.system.Unguessable;
import dev.laurel.wallet.Union.Way;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Wallets that become one, because somebody showed that they hold both, and are two again when either wishes. Badges do not
 * move: who sees them, and where they are shared, hangs on each badge alone and stays as it is.
 */
@Component
class Unions {

    private static final Logger log = LoggerFactory.getLogger(Unions.class);
    private static final int MOST_SHOWN = 20;

    /** So long the link in the mails separates them, and an address that was taken out opens its own wallet again then. */
    static final Duration TIME_TO_OBJECT = Duration.ofDays(30);

    /** Kind of the addresses of the wallet in which all lies. */
    private static final String KEPT = "KEPT";

    private static final String COLUMNS = "select id, kept_id, joined_id, way, joined_at, undone_at from wallet_union";

    /** What lies in a wallet: its table, the column that tells one from another, and what to leave where both have it. */
    private enum Part {
        ADDRESS("wallet_address", "address_key", "address", ""),
        ACCOUNT("wallet_account", "cast(person_id as varchar(36))", "null", ""),
        IMPORT(
                "wallet_import",
                "cast(id as varchar(36))",
                "null",
                " and badge_key not in (select i.badge_key from wallet_import i where i.wallet_id = :into)"),
        BACKPACK(
                "wallet_backpack",
                "cast(id as varchar(36))",
                "null",
                " and not exists (select 1 from wallet_backpack o where o.wallet_id = :into"
                        + " and o.kind = wallet_backpack.kind and o.base = wallet_backpack.base)");

        private final String table;
        private final String column;
        private final String words;
        private final String unlessTwice;

        Part(String table, String column, String words, String unlessTwice) {
            this.table = table;
            this.column = column;
            this.words = words;
            this.unlessTwice = unlessTwice;
        }
    }

    private final JdbcClient jdbc;
    private final Wallets wallets;
    private final Imports imports;
    private final Backpacks backpacks;
    private final Carrying carrying;
    private final Mails mails;
    private final MessageSource messages;
    private final LaurelSettings settings;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Unions(
            JdbcClient jdbc,
            Wallets wallets,
            Imports imports,
            Backpacks backpacks,
            Carrying carrying,
            Mails mails,
            MessageSource messages,
            LaurelSettings settings,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.wallets = wallets;
        this.imports = imports;
        this.backpacks = backpacks;
        this.carrying = carrying;
        this.mails = mails;
        this.messages = messages;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Lets a wallet be one with another, which its owner has shown to hold, too. All addresses of both are written to.
     *
     * @param from is empty afterwards, and whoever has it open has to sign in again
     */
    @Transactional
    public void unite(WalletId from, WalletId into, Way way, Locale locale) {
        lock(from, into);
        Owner counting = wallets.counting(from).orElse(null);
        carrying.to(from, null);
        Set<String> told = new LinkedHashSet<>(addresses(into));
        told.addAll(addresses(from));
        UUID id = Ids.next();
        String secret = Unguessable.text();
        jdbc.sql("insert into wallet_union (id, kept_id, joined_id, way, secret, joined_at)"
                        + " values (:id, :into, :from, :way, :secret, :now)")
                .param("id", id)
                .param("into", into.value())
                .param("from", from.value())
                .param("way", way.name())
                .param("secret", Sha256.hex(secret))
                .param("now", now())
                .update();
        note(id, KEPT, Part.ADDRESS, into, into);
        for (Part part : Part.values()) {
            note(id, part.name(), part, from, into);
            move(id, part, from, into);
        }
        signOut(from);
        // Where all counted before, for when they are separated.
        wallets.count(from, counting);
        wallets.accounts(into).forEach(account -> {
            imports.tellOfAll(into, account.owner());
            carrying.joined(into, account.owner());
        });
        events.publishEvent(new WalletGrew(into, null));
        tell("joined", told, PATH + secret, locale);
        log.info("Wallet {} is one with {} by {}", from.value(), into.value(), way);
    }

    static final String PATH = "/wallet/unions/";

    private void note(UUID union, String kind, Part part, WalletId from, WalletId into) {
        jdbc.sql("insert into wallet_union_part (union_id, kind, part, words) select cast(:id as uuid),"
                        + " cast(:kind as varchar(10)), " + part.column + ", " + part.words + " from " + part.table
                        + " where wallet_id = :from" + part.unlessTwice)
                .param("id", union)
                .param("kind", kind)
                .param("from", from.value())
                .param("into", into.value())
                .update();
    }

    private void move(UUID union, Part part, WalletId from, WalletId into) {
        jdbc.sql("update " + part.table + " set wallet_id = :into where wallet_id = :from and " + part.column
                        + " in (select p.part from wallet_union_part p where p.union_id = :id and p.kind = :kind)")
                .param("into", into.value())
                .param("from", from.value())
                .param("id", union)
                .param("kind", part.name())
                .update();
    }

    /** One change at a time, in one order, so that two cannot wait for each other. */
    private void lock(WalletId one, WalletId other) {
        Stream.of(one, other).map(WalletId::value).sorted().forEach(id -> jdbc.sql(
                        "select id from wallet where id = :id for update")
                .param("id", id)
                .query(UUID.class)
                .single());
    }

    private void signOut(WalletId wallet) {
        for (String table : List.of("wallet_session", "wallet_ticket")) {
            jdbc.sql("delete from " + table + " where wallet_id = :wallet")
                    .param("wallet", wallet.value())
                    .update();
        }
    }

    private Set<String> addresses(WalletId wallet) {
        return wallets.addresses(wallet).stream()
                .map(Address::text)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void tell(String what, Collection<String> to, String path, Locale locale) {
        String link = settings.at(path).toString();
        for (String address : to) {
            mails.write(
                    new Address(address),
                    messages.getMessage("wallet.mail.union." + what + ".subject", null, locale),
                    messages.getMessage("wallet.mail.union." + what + ".text", new Object[] {link}, locale));
        }
    }

    /**
     * A union as the wallet shows it in which it lies.
     *
     * @param addresses that go back when the two are separated
     * @param others that stay
     */
    record Shown(Union union, List<String> addresses, List<String> others) {}

    /** Those that stand in a wallet, the latest first. */
    List<Shown> in(WalletId wallet) {
        Set<String> all = addresses(wallet);
        return standing(wallet).stream()
                .map(union -> {
                    Set<String> keys = parts(union.id(), Part.ADDRESS);
                    return new Shown(
                            union,
                            all.stream()
                                    .filter(text -> keys.contains(new Address(text).key()))
                                    .toList(),
                            all.stream()
                                    .filter(text -> !keys.contains(new Address(text).key()))
                                    .toList());
                })
                .toList();
    }

    /** Also those that lay in one that came in with them. */
    private List<Union> standing(WalletId wallet) {
        List<Union> direct = jdbc.sql(COLUMNS + " where kept_id = :wallet and undone_at is null"
                        + " order by joined_at desc, id fetch first " + MOST_SHOWN + " rows only")
                .param("wallet", wallet.value())
                .query((row, n) -> union(row))
                .list();
        return Stream.concat(direct.stream(), direct.stream().flatMap(union -> standing(union.joined()).stream()))
                .toList();
    }

    private Set<String> parts(UUID union, Part kind) {
        return new HashSet<>(jdbc.sql("select part from wallet_union_part where union_id = :id and kind = :kind")
                .param("id", union)
                .param("kind", kind.name())
                .query(String.class)
                .list());
    }

    /** Whether they can be separated so that either is opened by an address. */
    boolean isSeparable(Shown shown) {
        return isRecent(shown.union())
                || !shown.addresses().isEmpty() && !shown.others().isEmpty();
    }

    private boolean isRecent(Union union) {
        return union.joinedAt().plus(TIME_TO_OBJECT).isAfter(clock.instant());
    }

    /** What a link in a mail is about, as long as it separates. */
    Optional<Union> behind(String secret) {
        return jdbc.sql(COLUMNS + " where secret = :secret")
                .param("secret", Sha256.hex(secret))
                .query((row, n) -> union(row))
                .optional()
                .filter(union -> !union.stands() || isRecent(union));
    }

    /** One that stands in that wallet. */
    Optional<Union> find(WalletId wallet, UUID id) {
        return standing(wallet).stream().filter(union -> union.id().equals(id)).findFirst();
    }

    /** In which wallet all of that one lies now. */
    private WalletId now(WalletId wallet) {
        return jdbc.sql("select kept_id from wallet_union where joined_id = :wallet and undone_at is null")
                .param("wallet", wallet.value())
                .query(UUID.class)
                .optional()
                .map(kept -> now(new WalletId(kept)))
                .orElse(wallet);
    }

    /**
     * Lets two wallets be two again: each address, account, badge from elsewhere and backpack lies where it lay. What came in
     * since stays where it is. Everybody has to sign in again, and all addresses are written to.
     *
     * @return false when that was done before, or one of the two could be opened by no address
     */
    @Transactional
    public boolean separate(Union union, Locale locale) {
        WalletId in = now(union.kept());
        WalletId back = union.joined();
        lock(in, back);
        if (union.stands() && isRecent(union)) {
            takeBackAddresses(union.id(), in);
        }
        Set<String> told = addresses(in);
        Set<String> keys = parts(union.id(), Part.ADDRESS);
        long going = told.stream()
                .filter(text -> keys.contains(new Address(text).key()))
                .count();
        if (going == 0 || going == told.size()) {
            return false;
        }
        int undone = jdbc.sql("update wallet_union set undone_at = :now where id = :id and undone_at is null")
                .param("now", now())
                .param("id", union.id())
                .update();
        if (undone == 0) {
            return false;
        }
        Set<String> people = parts(union.id(), Part.ACCOUNT);
        List<Owner> all = owners(in);
        List<Owner> leaving = all.stream()
                .filter(owner -> people.contains(owner.person().value().toString()))
                .toList();
        List<Owner> staying =
                all.stream().filter(owner -> !leaving.contains(owner)).toList();
        Owner counting = wallets.counting(back).orElse(null);
        wallets.count(back, null);
        carrying.part(in, leaving);
        imports.part(in, back, parts(union.id(), Part.IMPORT), leaving, staying);
        for (Part part : Part.values()) {
            move(union.id(), part, in, back);
        }
        leaving.forEach(owner -> wallets.forgetPushes(in, owner));
        staying.forEach(owner -> wallets.forgetPushes(back, owner));
        jdbc.sql("delete from wallet_union_part where union_id = :id")
                .param("id", union.id())
                .update();
        signOut(in);
        if (counting != null && leaving.contains(counting)) {
            carrying.to(back, counting);
        }
        events.publishEvent(new WalletGrew(back, null));
        tell("separated", told, "/wallet", locale);
        log.info("Wallet {} is two again, one of them {}", in.value(), back.value());
        return true;
    }

    /** Those of both that somebody took out since; unless they have come to open another wallet. */
    private void takeBackAddresses(UUID union, WalletId in) {
        jdbc.sql("insert into wallet_address (address_key, wallet_id, address, verified_at)"
                        + " select p.part, cast(:in as uuid), p.words, cast(:now as timestamp with time zone)"
                        + " from wallet_union_part p where p.union_id = :id and p.kind in ('ADDRESS', 'KEPT')"
                        + " and p.words is not null and p.part not in (select a.address_key from wallet_address a)")
                .param("in", in.value())
                .param("now", now())
                .param("id", union)
                .update();
    }

    private List<Owner> owners(WalletId wallet) {
        return wallets.accounts(wallet).stream().map(Wallets.Linked::owner).toList();
    }

    /** All unions that a wallet had a part in, for the copy of its data. */
    List<Union> about(WalletId wallet) {
        return jdbc.sql(COLUMNS + " where kept_id = :wallet or joined_id = :wallet order by joined_at, id"
                        + " fetch first 1000 rows only")
                .param("wallet", wallet.value())
                .query((row, n) -> union(row))
                .list();
    }

    /** Forgets addresses that opened no wallet when the time was over in which they could be taken back. */
    @Transactional
    public int forgetOld() {
        return jdbc.sql("delete from wallet_union_part where kind in ('ADDRESS', 'KEPT')"
                        + " and part not in (select a.address_key from wallet_address a)"
                        + " and union_id in (select u.id from wallet_union u where u.joined_at < :before)")
                .param("before", Timestamp.from(clock.instant().minus(TIME_TO_OBJECT)))
                .update();
    }

    /** Somebody is forgotten. */
    void forget(Owner owner) {
        forget(Part.ACCOUNT, owner.person().value().toString());
    }

    private void forget(Part kind, String part) {
        jdbc.sql("delete from wallet_union_part where kind = :kind and part = :part")
                .param("kind", kind.name())
                .param("part", part)
                .update();
    }

    /** A wallet is to be deleted: with it goes what was set aside, and what is known of its unions. Within a transaction. */
    void forget(WalletId wallet) {
        List<WalletId> emptied = jdbc.sql(
                        "select joined_id from wallet_union where kept_id = :wallet and undone_at is null")
                .param("wallet", wallet.value())
                .query((row, n) -> new WalletId(row.getObject("joined_id", UUID.class)))
                .list();
        emptied.forEach(this::forget);
        for (String sql : List.of(
                "delete from wallet_union_part where union_id in (select u.id from wallet_union u"
                        + " where u.kept_id = :wallet or u.joined_id = :wallet)",
                "delete from wallet_union where kept_id = :wallet or joined_id = :wallet")) {
            jdbc.sql(sql).param("wallet", wallet.value()).update();
        }
        for (WalletId each : emptied) {
            backpacks.of(each).forEach(backpack -> backpacks.remove(each, backpack.id()));
            for (String table : List.of("wallet_import", "wallet_session", "wallet_ticket")) {
                jdbc.sql("delete from " + table + " where wallet_id = :wallet")
                        .param("wallet", each.value())
                        .update();
            }
            jdbc.sql("delete from wallet where id = :wallet")
                    .param("wallet", each.value())
                    .update();
        }
    }

    private static Union union(ResultSet row) throws SQLException {
        Timestamp undone = row.getTimestamp("undone_at");
        return new Union(
                Objects.requireNonNull(row.getObject("id", UUID.class)),
                new WalletId(row.getObject("kept_id", UUID.class)),
                new WalletId(row.getObject("joined_id", UUID.class)),
                Way.valueOf(row.getString("way")),
                row.getTimestamp("joined_at").toInstant(),
                undone == null ? null : undone.toInstant());
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
