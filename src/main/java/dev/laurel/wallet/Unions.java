package dev.laurel.wallet;

import dev.laurel.person.PersonId;
import dev.laurel.system.Ids;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.Sha256;
import dev.laurel.system.Unguessable;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import dev.laurel.wallet.Union.Way;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
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
import org.jspecify.annotations.Nullable;
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
    private static final int MOST_OF_ONE = 1000;

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
    private final Tenants tenants;
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
            Tenants tenants,
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
        this.tenants = tenants;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Lets a wallet be one with another, which its owner has shown to hold, too. All addresses of both are written to. Where
     * all badges count in one of the two, they count there from then on, and what counted there goes on.
     *
     * @param from is empty afterwards, and whoever has it open has to sign in again
     * @param asTheirs whether all badges count where those of {@code from} did, where either says a place
     * @return false when one of the two has come to lie in another meanwhile, or is gone
     */
    @Transactional
    public boolean unite(WalletId from, WalletId into, Way way, boolean asTheirs, Locale locale) {
        if (!hold(List.of(from, into))) {
            return false;
        }
        Owner theirs = wallets.counting(from).orElse(null);
        Owner ours = wallets.counting(into).orElse(null);
        Owner counting = ours == null || asTheirs && theirs != null ? theirs : ours;
        List<Owner> coming = owners(from);
        List<Owner> staying = owners(into);
        Set<String> told = new LinkedHashSet<>(addresses(into));
        told.addAll(addresses(from));
        UUID id = Ids.next();
        String secret = Unguessable.text();
        jdbc.sql("insert into wallet_union (id, kept_id, joined_id, way, secret, joined_at, counts_tenant,"
                        + " counts_person) values (:id, :into, :from, :way, :secret, :now, :tenant, :person)")
                .param("tenant", ours == null ? null : ours.tenant().value())
                .param("person", ours == null ? null : ours.person().value())
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
        // The emptied wallet goes on saying where all counted in it, for when they are separated.
        wallets.count(into, counting);
        carrying.counted(coming, theirs, counting);
        carrying.counted(staying, ours, counting);
        owners(into).forEach(owner -> imports.tellOfAll(into, owner));
        events.publishEvent(new WalletGrew(into, null));
        tell("joined", told, PATH + secret, locale, counting);
        log.info("Wallet {} is one with {} by {}", from.value(), into.value(), way);
        return true;
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

    /**
     * Has others wait who change these wallets, until the transaction ends. Whoever uses a ticket up of one of them holds the
     * wallets first.
     *
     * @return false when one is gone, or was emptied because it lies in another: nothing may be written into it
     */
    boolean hold(Collection<WalletId> wallets) {
        return lock(wallets) && wallets.stream().noneMatch(this::isEmptied);
    }

    /** One change at a time, in one order, so that two cannot wait for each other; whether all are there. */
    private boolean lock(Collection<WalletId> wallets) {
        return wallets.stream().map(WalletId::value).distinct().sorted().allMatch(id -> jdbc.sql(
                        "select id from wallet where id = :id for update")
                .param("id", id)
                .query(UUID.class)
                .optional()
                .isPresent());
    }

    private boolean isEmptied(WalletId wallet) {
        return keptOf(wallet).isPresent();
    }

    private Optional<WalletId> keptOf(WalletId emptied) {
        return jdbc.sql("select kept_id from wallet_union where joined_id = :wallet and undone_at is null")
                .param("wallet", emptied.value())
                .query(UUID.class)
                .optional()
                .map(WalletId::new);
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

    private void tell(String what, Collection<String> to, String path, Locale locale, @Nullable Owner counting) {
        String link = settings.at(path).toString();
        String counts = counting == null
                ? ""
                : messages.getMessage(
                        "wallet.mail.union.counting",
                        new Object[] {tenants.nameOf(counting.tenant()).orElse("")},
                        locale);
        for (String address : to) {
            mails.write(
                    new Address(address),
                    messages.getMessage("wallet.mail.union." + what + ".subject", null, locale),
                    messages.getMessage("wallet.mail.union." + what + ".text", new Object[] {link, counts}, locale));
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
        return standing(wallet, MOST_SHOWN).stream()
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
    private List<Union> standing(WalletId wallet, int most) {
        List<Union> all = new ArrayList<>();
        Set<WalletId> seen = new HashSet<>(Set.of(wallet));
        Deque<WalletId> next = new ArrayDeque<>(seen);
        while (!next.isEmpty()) {
            jdbc
                    .sql(COLUMNS + " where kept_id = :wallet and undone_at is null"
                            + " order by joined_at desc, id fetch first :most rows only")
                    .param("wallet", next.remove().value())
                    .param("most", most)
                    .query((row, n) -> union(row))
                    .list()
                    .stream()
                    .filter(union -> seen.add(union.joined()))
                    .forEach(union -> {
                        all.add(union);
                        next.add(union.joined());
                    });
        }
        return all;
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
        return standing(wallet, MOST_SHOWN).stream()
                .filter(union -> union.id().equals(id))
                .findFirst();
    }

    /** In which wallet all of that one lies now. */
    private WalletId now(WalletId wallet) {
        Set<WalletId> seen = new HashSet<>();
        WalletId at = wallet;
        Optional<WalletId> kept = keptOf(at);
        while (kept.isPresent() && seen.add(at)) {
            at = kept.get();
            kept = keptOf(at);
        }
        return at;
    }

    /**
     * Lets two wallets be two again: each address, account, badge from elsewhere and backpack lies where it lay. What came in
     * since stays where it is. All badges of either count where they did, unless somebody has said otherwise of those that
     * stay. Everybody has to sign in again, and all addresses are written to.
     *
     * @return false when that was done before, or one of the two could be opened by no address
     */
    @Transactional
    public boolean separate(Union union, Locale locale) {
        WalletId in = now(union.kept());
        WalletId back = union.joined();
        if (!lock(List.of(in, back)) || isEmptied(in)) {
            return false;
        }
        Set<String> told = addresses(in);
        if (isRecent(union)) {
            told.addAll(takenOut(union.id()));
        }
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
        if (isRecent(union)) {
            takeBackAddresses(union.id(), in);
        }
        Set<String> people = parts(union.id(), Part.ACCOUNT);
        List<Owner> all = owners(in);
        List<Owner> leaving = all.stream()
                .filter(owner -> people.contains(owner.person().value().toString()))
                .toList();
        List<Owner> staying =
                all.stream().filter(owner -> !leaving.contains(owner)).toList();
        Owner theirs = wallets.counting(back).orElse(null);
        Owner counting = wallets.counting(in).orElse(null);
        boolean leaves = counting != null && leaving.contains(counting);
        carrying.part(in, leaving);
        wallets.count(back, leaves ? counting : null);
        imports.part(in, back, parts(union.id(), Part.IMPORT), leaving, staying);
        for (Part part : Part.values()) {
            move(union.id(), part, in, back);
        }
        leaving.forEach(owner -> wallets.forgetPushes(in, owner));
        staying.forEach(owner -> wallets.forgetPushes(back, owner));
        forgetInLater(union, in);
        jdbc.sql("delete from wallet_union_part where union_id = :id")
                .param("id", union.id())
                .update();
        signOut(in);
        if (theirs != null && leaving.contains(theirs)) {
            carrying.to(back, theirs);
        }
        if (leaves) {
            countedBefore(union.id()).filter(staying::contains).ifPresent(ours -> carrying.to(in, ours));
        }
        events.publishEvent(new WalletGrew(back, null));
        tell("separated", told, "/wallet", locale, null);
        log.info("Wallet {} is two again, one of them {}", in.value(), back.value());
        return true;
    }

    /** Where all badges of the kept wallet counted before. */
    private Optional<Owner> countedBefore(UUID union) {
        return jdbc.sql("select counts_tenant, counts_person from wallet_union"
                        + " where id = :id and counts_person is not null")
                .param("id", union)
                .query((row, n) -> new Owner(
                        new TenantId(row.getObject("counts_tenant", UUID.class)),
                        new PersonId(row.getObject("counts_person", UUID.class))))
                .optional();
    }

    /** What goes back is no longer of the wallet that came to lie in others later: it does not go along with that one. */
    private void forgetInLater(Union union, WalletId in) {
        List<UUID> later = standing(in, MOST_OF_ONE).stream()
                .filter(other -> !other.joinedAt().isBefore(union.joinedAt()))
                .map(Union::id)
                .toList();
        if (!later.isEmpty()) {
            jdbc.sql("delete from wallet_union_part where union_id in (:later) and part in"
                            + " (select p.part from wallet_union_part p where p.union_id = :id and p.kind <> 'KEPT')")
                    .param("later", later)
                    .param("id", union.id())
                    .update();
        }
    }

    private static final String TAKEN_OUT = " from wallet_union_part p where p.union_id = :id"
            + " and p.kind in ('ADDRESS', 'KEPT') and p.words is not null"
            + " and p.part not in (select a.address_key from wallet_address a)";

    /** Addresses of both that somebody took out since; unless they have come to open another wallet. */
    private List<String> takenOut(UUID union) {
        return jdbc.sql("select p.words" + TAKEN_OUT)
                .param("id", union)
                .query(String.class)
                .list();
    }

    private void takeBackAddresses(UUID union, WalletId in) {
        jdbc.sql("insert into wallet_address (address_key, wallet_id, address, verified_at)"
                        + " select p.part, cast(:in as uuid), p.words, cast(:now as timestamp with time zone)"
                        + TAKEN_OUT)
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
        jdbc.sql("delete from wallet_union_part where kind = :kind and part = :part")
                .param("kind", Part.ACCOUNT.name())
                .param("part", owner.person().value().toString())
                .update();
        jdbc.sql("update wallet_union set counts_tenant = null, counts_person = null"
                        + " where counts_person = :person and counts_tenant = :tenant")
                .param("person", owner.person().value())
                .param("tenant", owner.tenant().value())
                .update();
        jdbc.sql("update wallet set counts_tenant = null, counts_person = null"
                        + " where counts_person = :person and counts_tenant = :tenant"
                        + " and id in (select u.joined_id from wallet_union u where u.undone_at is null)")
                .param("person", owner.person().value())
                .param("tenant", owner.tenant().value())
                .update();
    }

    /** A wallet is to be deleted: with it goes what was set aside, and what is known of its unions. Within a transaction. */
    void forget(WalletId wallet) {
        List<WalletId> emptied =
                standing(wallet, MOST_OF_ONE).stream().map(Union::joined).toList();
        Stream.concat(Stream.of(wallet), emptied.stream()).forEach(this::forgetUnions);
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

    private void forgetUnions(WalletId wallet) {
        for (String sql : List.of(
                "delete from wallet_union_part where union_id in (select u.id from wallet_union u"
                        + " where u.kept_id = :wallet or u.joined_id = :wallet)",
                "delete from wallet_union where kept_id = :wallet or joined_id = :wallet")) {
            jdbc.sql(sql).param("wallet", wallet.value()).update();
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
