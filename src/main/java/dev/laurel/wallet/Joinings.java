package dev.laurel.wallet;

import dev.laurel.person.PersonId;
import dev.laurel.person.PrivacyTrail;
import dev.laurel.person.PrivacyTrail.Action;
import dev.laurel.person.StaffId;
import dev.laurel.system.Ids;
import dev.laurel.system.NotFound;
import dev.laurel.system.Sha256;
import dev.laurel.system.Unguessable;
import dev.laurel.tenant.TenantId;
import dev.laurel.wallet.Joining.Kind;
import dev.laurel.wallet.Joining.State;
import dev.laurel.wallet.Joining.Which;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Accounts that an operator joins on evidence. Both are told and may object; one that holds can be undone by either and by
 * an operator. Nothing of an account moves: it lies in a wallet beside the other, and undone it lies where it lay.
 */
@Component
class Joinings {

    static final int SHORTEST_EVIDENCE = 20;
    static final int LONGEST_EVIDENCE = 2000;
    static final int LONGEST_REASON = 1000;
    private static final int MOST_OF_ONE = 20;
    private static final int MOST_AT_ONCE = 200;
    private static final String COLUMNS = "select j.* from wallet_joining j";
    private static final String SIDE = " (j.first_tenant = :tenant and j.first_person = :person"
            + " or j.second_tenant = :tenant and j.second_person = :person)";

    private final JdbcClient jdbc;
    private final Wallets wallets;
    private final Doors doors;
    private final JoiningLetters letters;
    private final PrivacyTrail trail;
    private final TransactionOperations transactions;
    private final Clock clock;

    Joinings(
            JdbcClient jdbc,
            Wallets wallets,
            Doors doors,
            JoiningLetters letters,
            PrivacyTrail trail,
            TransactionOperations transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.wallets = wallets;
        this.doors = doors;
        this.letters = letters;
        this.trail = trail;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What came of a wish; the name, in lower case with hyphens, ends the key of its message. */
    enum Outcome {
        ASKED,
        SAME_ACCOUNT,
        NOT_ENOUGH,
        NO_WORDS,
        NO_REASON,
        TOGETHER,
        APART,
        WAITING;

        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * What an operator brings.
     *
     * @param evidence what was seen, for the record
     * @param reason in words that both accounts read
     */
    record Wish(Set<Kind> kinds, String evidence, String reason) {}

    /** Why two accounts cannot be joined as that is brought; empty when they can. */
    Optional<Outcome> refusal(Owner first, Owner second, Wish wish) {
        if (first.equals(second)) {
            return Optional.of(Outcome.SAME_ACCOUNT);
        }
        Optional<WalletId> one = wallets.holding(first);
        Optional<WalletId> other = wallets.holding(second);
        if (one.isPresent() && other.isPresent()) {
            return Optional.of(one.equals(other) ? Outcome.TOGETHER : Outcome.APART);
        }
        if (wish.kinds().stream().noneMatch(Kind::suffices)) {
            return Optional.of(Outcome.NOT_ENOUGH);
        }
        if (wish.evidence().strip().length() < SHORTEST_EVIDENCE) {
            return Optional.of(Outcome.NO_WORDS);
        }
        return wish.reason().isBlank() ? Optional.of(Outcome.NO_REASON) : Optional.empty();
    }

    /** Asks for it; both accounts are told. */
    @Transactional
    public Outcome ask(StaffId operator, Owner first, Owner second, Wish wish) {
        Optional<Outcome> refusal = refusal(first, second, wish);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        UUID id = Ids.next();
        String[] secrets = {Unguessable.text(), Unguessable.text()};
        jdbc.sql("insert into wallet_joining (id, first_tenant, first_person, second_tenant, second_person, kinds,"
                        + " evidence, reason, state, asked_at, asked_by, first_secret, second_secret, first_put_in,"
                        + " second_put_in) values (:id, :tenant1, :person1, :tenant2, :person2, :kinds, :evidence,"
                        + " :reason, 'ASKED', :now, :by, :secret1, :secret2, false, false)")
                .param("id", id)
                .param("tenant1", first.tenant().value())
                .param("person1", first.person().value())
                .param("tenant2", second.tenant().value())
                .param("person2", second.person().value())
                .param("kinds", wish.kinds().stream().map(Kind::name).sorted().collect(Collectors.joining(",")))
                .param("evidence", cut(wish.evidence(), LONGEST_EVIDENCE))
                .param("reason", cut(wish.reason(), LONGEST_REASON))
                .param("now", now())
                .param("by", operator.value())
                .param("secret1", Sha256.hex(secrets[0]))
                .param("secret2", Sha256.hex(secrets[1]))
                .update();
        // In one order, so that two operators cannot wait for each other.
        List<Owner> both = List.of(first, second).stream()
                .sorted(Comparator.comparing(owner -> owner.person().value()))
                .toList();
        for (Owner owner : both) {
            if (!waits(id, owner)) {
                forget(id);
                return Outcome.WAITING;
            }
        }
        act(id, "ASKED", operator, null, wish.reason());
        both.forEach(owner -> trail.record(owner.tenant(), owner.person(), Action.JOINING_ASKED, id.toString()));
        Joining joining = find(id).orElseThrow();
        for (Which which : Which.values()) {
            if (letters.asked(joining, which, secrets[which.ordinal()])) {
                told(id, which);
            }
        }
        return Outcome.ASKED;
    }

    private boolean waits(UUID joining, Owner owner) {
        return jdbc.sql("insert into wallet_joining_waiting (tenant_id, person_id, joining_id)"
                                + " values (:tenant, :person, :joining) on conflict do nothing")
                        .param("tenant", owner.tenant().value())
                        .param("person", owner.person().value())
                        .param("joining", joining)
                        .update()
                == 1;
    }

    private void forget(UUID id) {
        jdbc.sql("delete from wallet_joining_waiting where joining_id = :id")
                .param("id", id)
                .update();
        jdbc.sql("delete from wallet_joining where id = :id").param("id", id).update();
    }

    private void told(UUID id, Which which) {
        String column = which.column() + "_told_at";
        jdbc.sql("update wallet_joining set " + column + " = :now where id = :id and " + column + " is null")
                .param("now", now())
                .param("id", id)
                .update();
    }

    Optional<Joining> find(UUID id) {
        return jdbc.sql(COLUMNS + " where j.id = :id")
                .param("id", id)
                .query((row, n) -> joining(row))
                .optional();
    }

    /** A joining and the account to which a link in a mail was sent. */
    record Told(Joining joining, Which which) {}

    /** What a link in a mail is about, as long as something can be done about it. */
    Optional<Told> behind(String secret) {
        String hash = Sha256.hex(secret);
        return jdbc.sql(COLUMNS + " where j.first_secret = :hash or j.second_secret = :hash")
                .param("hash", hash)
                .query((row, n) ->
                        new Told(joining(row), hash.equals(row.getString("first_secret")) ? Which.FIRST : Which.SECOND))
                .optional();
    }

    /** Those about an account that wait or hold, the latest first. */
    List<Joining> about(Owner owner) {
        return jdbc.sql(COLUMNS + " where" + SIDE + " and j.state in ('ASKED', 'JOINED')"
                        + " order by j.asked_at desc, j.id fetch first " + MOST_OF_ONE + " rows only")
                .param("tenant", owner.tenant().value())
                .param("person", owner.person().value())
                .query((row, n) -> joining(row))
                .list();
    }

    /** The same, shown to the account itself, which has then been told. */
    @Transactional
    public List<Joining> shownTo(Owner owner) {
        List<Joining> about = about(owner);
        about.stream()
                .filter(joining -> joining.side(joining.of(owner)).toldAt() == null)
                .forEach(joining -> told(joining.id(), joining.of(owner)));
        return about;
    }

    /** All, the latest first; page from 0. */
    List<Joining> page(int page, int pageSize) {
        return jdbc.sql(COLUMNS + " order by j.asked_at desc, j.id offset :offset rows fetch next :size rows only")
                .param("offset", (long) page * pageSize)
                .param("size", pageSize)
                .query((row, n) -> joining(row))
                .list();
    }

    int count() {
        return jdbc.sql("select count(*) from wallet_joining")
                .query(Integer.class)
                .single();
    }

    /** @param what ASKED, AGREED, JOINED, OBJECTED, WITHDRAWN, LAPSED or UNDONE */
    record Act(
            String what,
            @Nullable StaffId operator,
            @Nullable Which side,
            @Nullable String words,
            Instant at) {

        public String key() {
            return what.toLowerCase(Locale.ROOT);
        }
    }

    List<Act> acts(UUID id) {
        return jdbc.sql("select what, by_staff, by_side, words, happened_at from wallet_joining_act"
                        + " where joining_id = :id order by id fetch first 100 rows only")
                .param("id", id)
                .query((row, n) -> new Act(
                        row.getString("what"),
                        row.getString("by_staff") == null ? null : new StaffId(row.getObject("by_staff", UUID.class)),
                        row.getString("by_side") == null ? null : Which.valueOf(row.getString("by_side")),
                        row.getString("words"),
                        row.getTimestamp("happened_at").toInstant()))
                .list();
    }

    /** The account says that both are the same person's. With both, they are joined at once. */
    @Transactional
    public boolean agree(UUID id, Owner owner) {
        Joining joining = of(id, owner).filter(Joining::open).orElse(null);
        if (joining == null) {
            return false;
        }
        String column = joining.of(owner).column() + "_agreed_at";
        int agreed = jdbc.sql("update wallet_joining set " + column + " = :now where id = :id and state = 'ASKED' and "
                        + column + " is null")
                .param("now", now())
                .param("id", id)
                .update();
        if (agreed == 1) {
            told(id, joining.of(owner));
            act(id, "AGREED", null, joining.of(owner), null);
            carryOut(id);
        }
        return agreed == 1;
    }

    /** The account says that the other one is not its owner's: ends what waits, undoes what holds. */
    @Transactional
    public boolean object(UUID id, Owner owner) {
        return of(id, owner)
                .filter(joining -> end(joining, null, joining.of(owner), null))
                .isPresent();
    }

    /** An operator was wrong, or somebody who cannot sign in asked for it. */
    @Transactional
    public boolean end(UUID id, StaffId operator, String words) {
        return find(id).filter(joining -> end(joining, operator, null, cut(words, LONGEST_REASON)))
                .isPresent();
    }

    /**
     * Which of these accounts it is about.
     *
     * @throws NotFound when none
     */
    List<Owner> sides(UUID id, List<Owner> owners) {
        List<Owner> sides =
                owners.stream().filter(owner -> of(id, owner).isPresent()).toList();
        if (sides.isEmpty()) {
            throw new NotFound("No joining " + id + " of this person");
        }
        return sides;
    }

    private Optional<Joining> of(UUID id, Owner owner) {
        return find(id).filter(joining -> joining.first().owner().equals(owner)
                || joining.second().owner().equals(owner));
    }

    private boolean end(Joining joining, @Nullable StaffId operator, @Nullable Which which, @Nullable String words) {
        if (joining.holds()) {
            return undo(joining, operator, which, words);
        }
        State to = operator == null ? State.OBJECTED : State.WITHDRAWN;
        return joining.open() && settle(joining, State.ASKED, to, operator, which, words);
    }

    private boolean settle(
            Joining joining,
            State from,
            State to,
            @Nullable StaffId operator,
            @Nullable Which which,
            @Nullable String words) {
        int settled = jdbc.sql(
                        "update wallet_joining set state = :to, settled_at = :now where id = :id and state = :from")
                .param("to", to.name())
                .param("now", now())
                .param("id", joining.id())
                .param("from", from.name())
                .update();
        if (settled == 0) {
            return false;
        }
        jdbc.sql("delete from wallet_joining_waiting where joining_id = :id")
                .param("id", joining.id())
                .update();
        act(joining.id(), to.name(), operator, which, words);
        Action action =
                switch (to) {
                    case JOINED -> Action.ACCOUNTS_JOINED;
                    case UNDONE -> Action.JOINING_UNDONE;
                    default -> Action.JOINING_ENDED;
                };
        for (Which each : Which.values()) {
            Owner owner = joining.side(each).owner();
            trail.record(owner.tenant(), owner.person(), action, joining.id().toString());
            letters.settled(joining, each, to == State.JOINED ? "joined" : to == State.UNDONE ? "undone" : "ended");
        }
        return true;
    }

    private boolean undo(Joining joining, @Nullable StaffId operator, @Nullable Which which, @Nullable String words) {
        if (!settle(joining, State.JOINED, State.UNDONE, operator, which, words)) {
            return false;
        }
        for (Which each : Which.values()) {
            Owner owner = joining.side(each).owner();
            if (joining.side(each).putIn()) {
                wallets.holding(owner).ifPresent(wallet -> {
                    doors.leave(wallet, owner);
                    wallets.removeUnused(wallet);
                });
            }
        }
        return true;
    }

    /** Whoever takes one of the two out of the wallet ends what brought it there. */
    @EventListener
    void on(AccountLeft left) {
        about(left.owner()).stream()
                .filter(Joining::holds)
                .forEach(joining -> undo(joining, null, joining.of(left.owner()), null));
    }

    /** Joins what nobody objected to in time, and lets go what nobody answered. */
    public void carryOutDue() {
        List<UUID> open = jdbc.sql("select id from wallet_joining where state = 'ASKED' order by asked_at, id"
                        + " fetch first " + MOST_AT_ONCE + " rows only")
                .query(UUID.class)
                .list();
        open.forEach(id -> transactions.executeWithoutResult(status -> carryOutOrLetGo(id)));
    }

    private void carryOutOrLetGo(UUID id) {
        Instant now = clock.instant();
        find(id).filter(joining -> !joining.isDue(now))
                .filter(joining -> joining.askedAt().plus(Joining.MOST_WAITING).isBefore(now))
                .ifPresent(joining -> settle(joining, State.ASKED, State.LAPSED, null, null, null));
        carryOut(id);
    }

    private void carryOut(UUID id) {
        Joining joining = find(id).filter(each -> each.isDue(clock.instant())).orElse(null);
        if (joining == null) {
            return;
        }
        Owner first = joining.first().owner();
        Owner second = joining.second().owner();
        Optional<WalletId> one = wallets.holding(first);
        Optional<WalletId> other = wallets.holding(second);
        if (one.isPresent() && other.isPresent() && !one.equals(other)) {
            settle(joining, State.ASKED, State.LAPSED, null, null, null);
            return;
        }
        // One that came to lie in another this very moment: the next look finds that one.
        boolean moved =
                one.or(() -> other).filter(wallet -> !doors.holds(wallet)).isPresent();
        if (moved) {
            return;
        }
        if (!settle(joining, State.ASKED, State.JOINED, null, null, null)) {
            return;
        }
        WalletId wallet = one.or(() -> other).orElseGet(wallets::unopened);
        putIn(joining, Which.FIRST, wallet, one.isEmpty());
        putIn(joining, Which.SECOND, wallet, other.isEmpty());
    }

    private void putIn(Joining joining, Which which, WalletId wallet, boolean isNew) {
        if (isNew && doors.put(wallet, joining.side(which).owner())) {
            jdbc.sql("update wallet_joining set " + which.column() + "_put_in = true where id = :id")
                    .param("id", joining.id())
                    .update();
        }
    }

    /** Somebody is forgotten: what waits is let go, what holds is undone, and what was written about both goes. */
    @Transactional
    public void forget(Owner owner) {
        about(owner).forEach(joining -> {
            if (joining.holds()) {
                undo(joining, null, joining.of(owner), null);
            } else {
                settle(joining, State.ASKED, State.LAPSED, null, null, null);
            }
        });
        for (String sql : List.of(
                "update wallet_joining_act set words = null where joining_id in (select j.id from wallet_joining j where"
                        + SIDE + ")",
                "update wallet_joining set evidence = null, reason = null, first_secret = null, second_secret = null"
                        + " where id in (select j.id from wallet_joining j where" + SIDE + ")")) {
            jdbc.sql(sql)
                    .param("tenant", owner.tenant().value())
                    .param("person", owner.person().value())
                    .update();
        }
    }

    private void act(UUID id, String what, @Nullable StaffId operator, @Nullable Which side, @Nullable String words) {
        jdbc.sql("insert into wallet_joining_act (id, joining_id, what, by_staff, by_side, words, happened_at)"
                        + " values (:id, :joining, :what, :staff, :side, :words, :now)")
                .param("id", Ids.next())
                .param("joining", id)
                .param("what", what)
                .param("staff", operator == null ? null : operator.value())
                .param("side", side == null ? null : side.name())
                .param("words", words == null || words.isBlank() ? null : cut(words, LONGEST_REASON))
                .param("now", now())
                .update();
    }

    private static String cut(String words, int longest) {
        String stripped = words.strip();
        return stripped.length() > longest ? stripped.substring(0, longest) : stripped;
    }

    private static Joining joining(ResultSet row) throws SQLException {
        return new Joining(
                row.getObject("id", UUID.class),
                side(row, Which.FIRST),
                side(row, Which.SECOND),
                Arrays.stream(row.getString("kinds").split(","))
                        .map(Kind::valueOf)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class))),
                row.getString("evidence"),
                row.getString("reason"),
                State.valueOf(row.getString("state")),
                Objects.requireNonNull(instant(row, "asked_at")),
                instant(row, "settled_at"));
    }

    private static Joining.Side side(ResultSet row, Which which) throws SQLException {
        String column = which.column();
        return new Joining.Side(
                new Owner(
                        new TenantId(row.getObject(column + "_tenant", UUID.class)),
                        new PersonId(row.getObject(column + "_person", UUID.class))),
                instant(row, column + "_told_at"),
                instant(row, column + "_agreed_at"),
                row.getBoolean(column + "_put_in"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
