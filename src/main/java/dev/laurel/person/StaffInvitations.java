package dev.laurel.person;

import dev.laurel.system.Ids;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.NotFound;
import dev.laurel.system.Sha256;
import dev.laurel.system.Unguessable;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Asks people by mail to act for a district. The link in the mail works once, for seven days, and makes an account whose
 * login is the address, or gives the roles to the account that has the address already.
 */
@Component
public class StaffInvitations {

    /** What a lead may ask others to be, for districts that they lead. */
    public static final Set<StaffRole> OF_LEADS = Set.of(StaffRole.ASSESSOR, StaffRole.COMPLETENESS_REVIEWER);

    private static final Duration VALID = Duration.ofDays(7);
    private static final Duration KEPT = Duration.ofDays(30);
    private static final int LONGEST_ADDRESS = 100;

    private final JdbcClient jdbc;
    private final Staff staff;
    private final Tenants tenants;
    private final StaffLetters letters;
    private final SignInThrottle throttle;
    private final MessageSource messages;
    private final LaurelSettings settings;
    private final StaffIdentities identities;
    private final Clock clock;

    StaffInvitations(
            JdbcClient jdbc,
            Staff staff,
            Tenants tenants,
            StaffLetters letters,
            SignInThrottle throttle,
            MessageSource messages,
            LaurelSettings settings,
            StaffIdentities identities,
            Clock clock) {
        this.jdbc = jdbc;
        this.staff = staff;
        this.tenants = tenants;
        this.letters = letters;
        this.throttle = throttle;
        this.messages = messages;
        this.settings = settings;
        this.identities = identities;
        this.clock = clock;
    }

    /**
     * An open invitation.
     *
     * @param expired whether its link no longer works; sending it again makes a new one
     */
    public record Invitation(
            UUID id,
            TenantId tenant,
            String name,
            String address,
            Set<StaffRole> roles,
            Instant expiresAt,
            boolean expired) {

        public Invitation {
            roles = Set.copyOf(roles);
        }

        /** In the order in which they are always named. */
        public List<StaffRole> sortedRoles() {
            return roles.stream().sorted().toList();
        }

        @Override
        public String toString() {
            return "Invitation[" + id + "]";
        }
    }

    /**
     * What became of inviting.
     *
     * @param link to be handed over where no mail can be sent; absent when one was
     */
    public record Invited(String address, @Nullable URI link) {

        @Override
        public String toString() {
            return "Invited[…]";
        }
    }

    /** Whether mails reach anybody; without, whoever invites is given the link. */
    public boolean canBeMailed() {
        return letters.canBeSent();
    }

    /**
     * Checks what was typed before anything is made of it.
     *
     * @throws InvitationRefused when name, address or roles are missing or wrong
     */
    public void check(String name, String address, Set<StaffRole> roles) {
        if (!Staff.isName(name)) {
            throw new InvitationRefused("person.invite.name-missing");
        }
        if (address(address).isEmpty()) {
            throw new InvitationRefused("person.invite.address-wrong");
        }
        if (roles.isEmpty()) {
            throw new InvitationRefused("person.invite.roles-missing");
        }
    }

    /** A mail address as it can be kept for an account; empty when it is none. */
    public Optional<String> address(String address) {
        return letters.address(address).filter(good -> good.length() <= LONGEST_ADDRESS);
    }

    /**
     * Invites somebody to act for a district.
     *
     * @throws InvitationRefused when something is missing, or the address is invited there already, or too many mails went out
     * @throws NotFound when the inviting person may not give these roles there
     */
    @Transactional
    public Invited invite(
            StaffId by, TenantId tenant, String name, String address, Set<StaffRole> roles, Locale language) {
        if (!mayInvite(by, tenant, roles)) {
            throw new NotFound("Not for " + by.value() + " to invite there");
        }
        check(name, address, roles);
        String to = address(address).orElseThrow();
        if (!throttle.admitsMail(by, Staff.normalized(to))) {
            throw new InvitationRefused("person.invite.too-many");
        }
        String token = Unguessable.text();
        Instant now = clock.instant();
        int made = jdbc.sql(
                        "insert into staff_invitation (id, tenant_id, name, email, roles, token_hash, open_for, state,"
                                + " invited_by, created_at, expires_at) values (:id, :tenant, :name, :email, :roles, :hash, :for, 'OPEN',"
                                + " :by, :now, :until) on conflict do nothing")
                .param("id", Ids.next())
                .param("tenant", tenant.value())
                .param("name", name.strip())
                .param("email", to)
                .param("roles", words(roles))
                .param("hash", Sha256.hex(token))
                .param("for", tenant.value() + " " + Staff.normalized(to))
                .param("by", by.value())
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(now.plus(VALID)))
                .update();
        if (made != 1) {
            throw new InvitationRefused("person.invite.open-already");
        }
        return send(to, tenant, roles, token, language);
    }

    private Invited send(String to, TenantId tenant, Set<StaffRole> roles, String token, Locale language) {
        URI link = settings.at("/sign-in/invited?t=" + token);
        if (!letters.canBeSent()) {
            return new Invited(to, link);
        }
        String district = tenants.nameOf(tenant).orElse("");
        String tasks = roles.stream()
                .sorted()
                .map(role -> "- " + messages.getMessage("person.role." + role.name(), null, language))
                .collect(Collectors.joining("\n"));
        letters.write(
                to,
                messages.getMessage("person.invite.mail.subject", new Object[] {district}, language),
                messages.getMessage("person.invite.mail.text", new Object[] {district, tasks, link}, language));
        return new Invited(to, null);
    }

    /**
     * Sends an open invitation again, with a new link; the one before no longer works.
     *
     * @throws InvitationRefused when too many mails went out
     * @throws NotFound when there is none that this person may send
     */
    @Transactional
    public Invited again(StaffId by, UUID id, Locale language) {
        Invitation open = openFor(by, id);
        if (!throttle.admitsMail(by, Staff.normalized(open.address()))) {
            throw new InvitationRefused("person.invite.too-many");
        }
        String token = Unguessable.text();
        int renewed = jdbc.sql("update staff_invitation set token_hash = :hash, expires_at = :until, invited_by = :by"
                        + " where id = :id and state = 'OPEN'")
                .param("hash", Sha256.hex(token))
                .param("until", Timestamp.from(clock.instant().plus(VALID)))
                .param("by", by.value())
                .param("id", id)
                .update();
        if (renewed != 1) {
            throw new NotFound("No open invitation " + id);
        }
        return send(open.address(), open.tenant(), open.roles(), token, language);
    }

    /**
     * Withdraws an open invitation and forgets whom it was for.
     *
     * @throws NotFound when there is none that this person may withdraw
     */
    @Transactional
    public void withdraw(StaffId by, UUID id) {
        openFor(by, id);
        jdbc.sql("update staff_invitation set state = 'WITHDRAWN', name = '', email = '', open_for = null,"
                        + " ended_at = :now where id = :id and state = 'OPEN'")
                .param("now", Timestamp.from(clock.instant()))
                .param("id", id)
                .update();
    }

    private Invitation openFor(StaffId by, UUID id) {
        return select("where state = 'OPEN' and id = :id", Map.of("id", id)).stream()
                .filter(open -> mayInvite(by, open.tenant(), open.roles()))
                .findFirst()
                .orElseThrow(() -> new NotFound("No open invitation " + id));
    }

    private boolean mayInvite(StaffId by, TenantId tenant, Set<StaffRole> roles) {
        return staff.rights(by)
                .filter(may -> may.operator() || may.member().leads().contains(tenant) && OF_LEADS.containsAll(roles))
                .isPresent();
    }

    /**
     * Every open invitation, the latest first; for operators.
     *
     * @param page from 0
     */
    public List<Invitation> open(int page, int pageSize) {
        return select(
                "where state = 'OPEN' order by created_at desc, id desc offset :offset rows fetch first :size rows only",
                Map.of("offset", (long) page * pageSize, "size", pageSize));
    }

    public int countOpen() {
        return jdbc.sql("select count(*) from staff_invitation where state = 'OPEN'")
                .query(Integer.class)
                .single();
    }

    /** Those of these districts that leads may send; the latest first. */
    public List<Invitation> openOfLeads(Collection<TenantId> led, int page, int pageSize) {
        return led.isEmpty()
                ? List.of()
                : select(
                        "where state = 'OPEN' and tenant_id in (:led) and roles in (:roles)"
                                + " order by created_at desc, id desc offset :offset rows fetch first :size rows only",
                        Map.of(
                                "led",
                                led.stream().map(TenantId::value).toList(),
                                "roles",
                                rolesOfLeads(),
                                "offset",
                                (long) page * pageSize,
                                "size",
                                pageSize));
    }

    public int countOpenOfLeads(Collection<TenantId> led) {
        return led.isEmpty()
                ? 0
                : jdbc.sql("select count(*) from staff_invitation"
                                + " where state = 'OPEN' and tenant_id in (:led) and roles in (:roles)")
                        .param("led", led.stream().map(TenantId::value).toList())
                        .param("roles", rolesOfLeads())
                        .query(Integer.class)
                        .single();
    }

    private static List<String> rolesOfLeads() {
        return List.of(
                words(Set.of(StaffRole.ASSESSOR)), words(Set.of(StaffRole.COMPLETENESS_REVIEWER)), words(OF_LEADS));
    }

    private List<Invitation> select(String which, Map<String, ?> parameters) {
        Instant now = clock.instant();
        return jdbc.sql("select id, tenant_id, name, email, roles, expires_at from staff_invitation " + which)
                .params(parameters)
                .query((row, number) -> invitation(row, now))
                .list();
    }

    private static Invitation invitation(ResultSet row, Instant now) throws SQLException {
        Instant until = row.getTimestamp("expires_at").toInstant();
        return new Invitation(
                row.getObject("id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getString("name"),
                row.getString("email"),
                roles(row.getString("roles")),
                until,
                !until.isAfter(now));
    }

    /** What somebody may accept at this moment. */
    record Offer(Invitation invitation, String district, boolean hasAccount) {}

    /** Empty when the link was used, has expired, was withdrawn, or whoever sent it may no longer invite. */
    Optional<Offer> offer(String token) {
        return offerOf(Sha256.hex(token));
    }

    private Optional<Offer> offerOf(String key) {
        return good(key)
                .map(open -> new Offer(
                        open,
                        tenants.nameOf(open.tenant()).orElse(""),
                        staff.carrying(open.address()).isPresent()));
    }

    private Optional<Invitation> good(String key) {
        record Sent(Invitation invitation, StaffId by) {}
        Instant now = clock.instant();
        return jdbc.sql("select id, tenant_id, name, email, roles, expires_at, invited_by from staff_invitation"
                        + " where token_hash = :hash and state = 'OPEN'")
                .param("hash", key)
                .query((row, number) ->
                        new Sent(invitation(row, now), new StaffId(row.getObject("invited_by", UUID.class))))
                .optional()
                .filter(sent -> !sent.invitation().expired())
                .filter(sent -> mayInvite(
                        sent.by(), sent.invitation().tenant(), sent.invitation().roles()))
                .map(Sent::invitation);
    }

    /** How accepting ended. */
    enum Outcome {
        MADE,
        GIVEN,
        OVER,
        ENDED,
        /** The identity at the provider is somebody else's here. */
        NOT_THEIRS
    }

    /** @param account whose it is; absent unless something came of it */
    record Accepted(Outcome outcome, @Nullable StaffId account) {}

    /**
     * Makes the account with this password, or gives the roles to the one that has the address. Its password stays what it
     * is: whoever got hold of the link gets hold of no account.
     */
    @Transactional
    public Accepted accept(String token, String password) {
        return acceptOf(Sha256.hex(token), open -> staff.createInvited(open.address(), open.name(), password));
    }

    /**
     * The same for somebody who signs in with an account of their organisation, to whom the new account is bound. An account
     * that has the address already is bound to nobody: for that, its owner signs in to it first.
     */
    @Transactional
    public Accepted accept(String token, IdentityProvider provider, ProvenIdentity identity) {
        String key = Sha256.hex(token);
        Optional<Invitation> good = good(key).filter(open -> provider.serves(open.tenant()));
        if (good.isEmpty()) {
            return new Accepted(Outcome.OVER, null);
        }
        if (identities.accountOf(provider, identity).isPresent()) {
            return new Accepted(Outcome.NOT_THEIRS, null);
        }
        Accepted accepted = acceptOf(key, open -> staff.createSigningOn(open.address(), open.name()));
        if (accepted.outcome() == Outcome.MADE
                && identities.bind(
                                provider,
                                identity,
                                Objects.requireNonNull(accepted.account()),
                                StaffIdentities.Reason.INVITATION)
                        != StaffIdentities.Binding.BOUND) {
            throw new LoginTaken();
        }
        return accepted;
    }

    private Accepted acceptOf(String key, Function<Invitation, StaffId> maker) {
        Optional<Invitation> good = good(key);
        if (good.isEmpty()) {
            return new Accepted(Outcome.OVER, null);
        }
        Invitation open = good.get();
        Optional<Staff.Carrier> carrier = staff.carrying(open.address());
        if (carrier.isPresent() && !carrier.get().active()) {
            return new Accepted(Outcome.ENDED, null);
        }
        if (!takes(open.id(), key)) {
            return new Accepted(Outcome.OVER, null);
        }
        StaffId account = carrier.map(Staff.Carrier::id).orElseGet(() -> maker.apply(open));
        open.roles().forEach(role -> staff.grant(account, role, open.tenant()));
        jdbc.sql("update staff_invitation set accepted_by = :account where id = :id")
                .param("account", account.value())
                .param("id", open.id())
                .update();
        return new Accepted(carrier.isPresent() ? Outcome.GIVEN : Outcome.MADE, account);
    }

    /** True for one of those who press at the same moment. */
    private boolean takes(UUID id, String key) {
        return jdbc.sql("update staff_invitation set state = 'ACCEPTED', name = '', email = '', open_for = null,"
                                + " ended_at = :now where id = :id and token_hash = :hash and state = 'OPEN'")
                        .param("now", Timestamp.from(clock.instant()))
                        .param("id", id)
                        .param("hash", key)
                        .update()
                == 1;
    }

    private static String words(Set<StaffRole> roles) {
        return roles.stream().sorted().map(StaffRole::name).collect(Collectors.joining(","));
    }

    private static Set<StaffRole> roles(String words) {
        return Arrays.stream(words.split(","))
                .map(StaffRole::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(StaffRole.class)));
    }

    /** Removes what nobody accepted for a month, and what has been over for as long. */
    int forgetOld() {
        return jdbc.sql("delete from staff_invitation where expires_at < :before")
                .param("before", Timestamp.from(clock.instant().minus(KEPT)))
                .update();
    }
}
