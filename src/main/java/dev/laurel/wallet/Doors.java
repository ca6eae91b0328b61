package dev.laurel.wallet;

import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import dev.laurel.wallet.Ticket.Purpose;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The ways into a wallet: a link in a mail, which shows that somebody reads it, and a code, which shows that somebody is
 * signed in to the wallet and to an account at once.
 */
@Component
class Doors {

    private final Wallets wallets;
    private final Tickets tickets;
    private final Mails mails;
    private final WalletSessions sessions;
    private final Holdings holdings;
    private final Imports imports;
    private final Carrying carrying;
    private final Unions unions;
    private final Tenants tenants;
    private final MessageSource messages;
    private final LaurelSettings settings;

    Doors(
            Wallets wallets,
            Tickets tickets,
            Mails mails,
            WalletSessions sessions,
            Holdings holdings,
            Imports imports,
            Carrying carrying,
            Unions unions,
            Tenants tenants,
            MessageSource messages,
            LaurelSettings settings) {
        this.wallets = wallets;
        this.tickets = tickets;
        this.mails = mails;
        this.sessions = sessions;
        this.holdings = holdings;
        this.imports = imports;
        this.carrying = carrying;
        this.unions = unions;
        this.tenants = tenants;
        this.messages = messages;
        this.settings = settings;
    }

    /** What came of a wish; the name, in lower case with hyphens, ends the key of its message. */
    enum Asked {
        SENT,
        NO_ADDRESS,
        TOO_MANY,
        NO_MAIL,
        ALREADY_KEPT;

        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Somebody in an LMS wants to keep their badges with this address. */
    @Transactional
    public Asked keep(Owner owner, String typed, Locale locale) {
        if (wallets.keeping(owner).isPresent()) {
            return Asked.ALREADY_KEPT;
        }
        return ask(
                Purpose.CLAIM, typed, null, owner, "account " + owner.person().value(), locale);
    }

    /** Somebody anywhere wants to open the wallet of this address. Whether there is one, only the mail tells. */
    @Transactional
    public Asked signIn(String typed, String origin, Locale locale) {
        return ask(Purpose.SIGN_IN, typed, null, null, origin, locale);
    }

    /** Somebody in their wallet wants it to open by this address, too. */
    @Transactional
    public Asked addAddress(WalletId wallet, String typed, String origin, Locale locale) {
        return ask(Purpose.ADDRESS, typed, wallet, null, origin, locale);
    }

    private Asked ask(
            Purpose purpose,
            String typed,
            @Nullable WalletId wallet,
            @Nullable Owner owner,
            String origin,
            Locale locale) {
        if (!mails.canBeSent()) {
            return Asked.NO_MAIL;
        }
        Optional<Address> address = Address.typed(typed);
        if (address.isEmpty()) {
            return Asked.NO_ADDRESS;
        }
        Optional<String> secret = tickets.issue(purpose, address.get(), wallet, owner, origin);
        if (secret.isEmpty()) {
            return Asked.TOO_MANY;
        }
        if (purpose != Purpose.SIGN_IN || wallets.openedBy(address.get()).isPresent()) {
            write(purpose, address.get(), owner, secret.get(), locale);
        }
        return Asked.SENT;
    }

    private void write(Purpose purpose, Address to, @Nullable Owner owner, String secret, Locale locale) {
        String link = settings.at("/wallet/open?t=" + secret).toString();
        String key = "wallet.mail." + purpose.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Account account = owner == null ? new Account("", "") : account(owner);
        String name =
                account.name().isEmpty() ? messages.getMessage("wallet.account.unnamed", null, locale) : account.name();
        Object[] blanks = {link, name, account.district()};
        mails.write(
                to,
                messages.getMessage(key + ".subject", null, locale),
                messages.getMessage(key + ".text", blanks, locale));
    }

    /** An account in the words of its platform. @param name empty when the platform does not tell */
    record Account(String name, String district) {

        /** The name, if there is one, and where. */
        public String words() {
            return name.isEmpty() ? district : name + ", " + district;
        }
    }

    /** Where all badges of two wallets count that are to become one; absent where nobody has said so. */
    record Counting(@Nullable Account here, @Nullable Account there) {}

    Counting counting(WalletId here, WalletId there) {
        return new Counting(
                wallets.counting(here).map(this::account).orElse(null),
                wallets.counting(there).map(this::account).orElse(null));
    }

    Account account(Owner owner) {
        return new Account(
                holdings.name(owner).orElse(""), tenants.nameOf(owner.tenant()).orElse(""));
    }

    /** A code to type in another account's window; empty when too many were asked for. */
    Optional<String> code(WalletId wallet) {
        return tickets.issue(Purpose.CODE, null, wallet, null, "wallet " + wallet.value());
    }

    /** The ticket behind a link, if it is good, and may be used in a browser where this wallet is open. */
    Optional<Ticket> behind(String secret, @Nullable WalletId signedIn) {
        return tickets.find(secret)
                .filter(ticket -> ticket.purpose() != Purpose.CODE)
                .filter(ticket -> ticket.purpose() != Purpose.ADDRESS
                        || Objects.requireNonNull(ticket.wallet()).equals(signedIn));
    }

    /** Whether a good link waits for the browser in which it was asked for. */
    boolean isForAnotherBrowser(String secret, @Nullable WalletId signedIn) {
        return behind(secret, signedIn).isEmpty()
                && tickets.find(secret)
                        .filter(ticket -> ticket.purpose() == Purpose.ADDRESS)
                        .isPresent();
    }

    /** Whether the account of a link has come into another wallet since. */
    boolean isTaken(Ticket ticket) {
        Owner owner = ticket.owner();
        return owner != null
                && wallets.keeping(owner)
                        .filter(holder -> !wallets.openedBy(Objects.requireNonNull(ticket.address()))
                                .filter(holder::equals)
                                .isPresent())
                        .isPresent();
    }

    /**
     * Uses a link up and opens the wallet that it leads to. An address that opens a wallet of its own lets the two become
     * one: somebody who reads its mail while the other is open has shown to hold both.
     *
     * @param asTheirs whether all badges count, should two wallets become one, where the address's own said
     * @param locale of what is written about it
     * @return the secret of a new session; empty when the link was not good any more
     */
    @Transactional
    public Optional<String> enter(Ticket ticket, boolean asTheirs, Locale locale) {
        Address address = Objects.requireNonNull(ticket.address());
        if (isTaken(ticket) || !held(ticket, address) || !tickets.use(ticket)) {
            return Optional.empty();
        }
        WalletId wallet =
                switch (ticket.purpose()) {
                    case CLAIM -> {
                        WalletId keeping = wallets.of(address);
                        Owner owner = Objects.requireNonNull(ticket.owner());
                        put(keeping, owner);
                        yield keeping;
                    }
                    case ADDRESS -> {
                        WalletId asking = Objects.requireNonNull(ticket.wallet());
                        otherThan(asking, address)
                                .ifPresentOrElse(
                                        other -> unions.unite(other, asking, Union.Way.ADDRESS, asTheirs, locale),
                                        () -> wallets.add(asking, address));
                        yield asking;
                    }
                    case SIGN_IN, CODE -> wallets.openedBy(address).orElse(null);
                };
        return Optional.ofNullable(wallet).map(sessions::begin);
    }

    /** Holds what a ticket opens or writes to; false when that has come to lie in another wallet this very moment. */
    private boolean held(Ticket ticket, Address address) {
        Optional<WalletId> opened = wallets.openedBy(address);
        List<WalletId> all = Stream.concat(opened.stream(), Stream.ofNullable(ticket.wallet()))
                .toList();
        return unions.hold(all) && wallets.openedBy(address).equals(opened);
    }

    /** A wallet that an address opens, if it is another one. */
    Optional<WalletId> otherThan(WalletId wallet, Address address) {
        return wallets.openedBy(address).filter(other -> !other.equals(wallet));
    }

    /** What a code stands for that was typed in an open wallet; empty when it is not good, or of this very wallet. */
    Optional<WalletId> otherBehindCode(WalletId wallet, String typed) {
        return behindCode(typed)
                .map(ticket -> Objects.requireNonNull(ticket.wallet()))
                .filter(other -> !other.equals(wallet));
    }

    /**
     * Lets the wallet behind a code become one with the one in which it was typed; whether that was done.
     *
     * @param asTheirs whether all badges count where that one said, should both say a place
     */
    @Transactional
    public boolean unite(WalletId wallet, String typed, boolean asTheirs, Locale locale) {
        Optional<WalletId> other = otherBehindCode(wallet, typed);
        return other.isPresent()
                && unions.hold(List.of(other.get(), wallet))
                && behindCode(typed).filter(tickets::use).isPresent()
                && unions.unite(other.get(), wallet, Union.Way.CODE, asTheirs, locale);
    }

    /**
     * Takes an account out of a wallet; whether it lay there. Badges from elsewhere that count for it because they are in
     * the wallet count for it no more.
     */
    @Transactional
    public boolean leave(WalletId wallet, Owner owner) {
        boolean left = carrying.leaves(wallet, owner);
        if (left) {
            imports.tellOfNone(wallet, owner);
        }
        return left;
    }

    /** What a code that was typed stands for; empty when it is not good. */
    Optional<Ticket> behindCode(String typed) {
        return tickets.find(Codes.typed(typed)).filter(ticket -> ticket.purpose() == Purpose.CODE);
    }

    /** Puts an account into the wallet behind a code; whether that was done. */
    @Transactional
    public boolean join(Owner owner, String typed) {
        Optional<WalletId> joined = behindCode(typed)
                .filter(ticket -> wallets.keeping(owner).isEmpty())
                .filter(ticket -> holds(Objects.requireNonNull(ticket.wallet())))
                .filter(tickets::use)
                .map(ticket -> Objects.requireNonNull(ticket.wallet()))
                .filter(wallet -> put(wallet, owner));
        return joined.isPresent();
    }

    /** Has others wait who change a wallet; false when it lies in another or is gone. Within a transaction. */
    boolean holds(WalletId wallet) {
        return unions.hold(List.of(wallet));
    }

    /** Puts an account into a wallet, with what was joined to it; whether it lies there now. Within a transaction. */
    boolean put(WalletId wallet, Owner owner) {
        if (!holds(wallet)) {
            return false;
        }
        Optional<WalletId> before = wallets.holding(owner);
        wallets.absorb(wallet, owner);
        if (!wallets.link(wallet, owner)) {
            return false;
        }
        List<Owner> came = before.isEmpty() || before.get().equals(wallet)
                ? List.of(owner)
                : wallets.accounts(wallet).stream().map(Wallets.Linked::owner).toList();
        came.forEach(each -> {
            imports.tellOfAll(wallet, each);
            carrying.joined(wallet, each);
        });
        return true;
    }
}
