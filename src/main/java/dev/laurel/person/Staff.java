package dev.laurel.person;

import dev.laurel.system.Ids;
import dev.laurel.system.LikePattern;
import dev.laurel.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The people who sign in to Laurel itself, and what they may do there. */
@Component
public class Staff {

    private static final String CALLED =
            "where (lower(display_name) like :words escape '\\' or login like :words escape '\\' or email_key = :address)";

    /** Shorter passwords are refused for new accounts. */
    public static final int SHORTEST_PASSWORD = 12;

    /** What bcrypt reads of a password, in bytes; a longer one would be cut off in silence. */
    private static final int LONGEST_PASSWORD = 72;

    private static final Pattern LOGIN = Pattern.compile("[a-z0-9][a-z0-9._@+-]{1,99}");
    private static final int LONGEST_NAME = 200;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final PasswordEncoder passwords;
    private final FindByIndexNameSessionRepository<? extends Session> sessions;
    private final ApplicationEventPublisher events;

    Staff(
            JdbcClient jdbc,
            Clock clock,
            PasswordEncoder passwords,
            FindByIndexNameSessionRepository<? extends Session> sessions,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.passwords = passwords;
        this.sessions = sessions;
        this.events = events;
    }

    /** Logins are compared without regard to capitals and to blanks around them. */
    static String normalized(String login) {
        return login.strip().toLowerCase(Locale.ROOT);
    }

    /** Whether somebody could have this login: 2 to 100 letters, digits and {@code . _ @ + -}. */
    public static boolean isLogin(String login) {
        return LOGIN.matcher(normalized(login)).matches();
    }

    /** Whether a password is long enough and can be read whole. */
    public static boolean isPassword(String password) {
        return password.length() >= SHORTEST_PASSWORD && fitsWhole(password);
    }

    static boolean fitsWhole(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PASSWORD;
    }

    /**
     * Makes an account that may do nothing yet.
     *
     * @throws LoginTaken when the login is somebody else's
     * @throws IllegalArgumentException when login, name or password are not acceptable
     */
    @Transactional
    public StaffId create(String login, String displayName, String password) {
        if (!isLogin(login) || !isName(displayName) || !isPassword(password)) {
            throw new IllegalArgumentException("Not acceptable as a login, name or password of a staff account");
        }
        return insert(login, displayName, null, password, false).orElseThrow(LoginTaken::new);
    }

    /**
     * Makes the account of somebody who was invited: the address is the login.
     *
     * @throws LoginTaken when somebody got it in the meantime
     */
    StaffId createInvited(String address, String displayName, String password) {
        if (!isPassword(password)) {
            throw new IllegalArgumentException("Not acceptable as a password");
        }
        return insert(address, displayName, address, password, false).orElseThrow(LoginTaken::new);
    }

    /**
     * Makes the account of somebody who was invited and signs in with an account of their organisation: it has no password.
     *
     * @throws LoginTaken when somebody got it in the meantime
     */
    StaffId createSigningOn(String address, String displayName) {
        return insert(address, displayName, address, null, false).orElseThrow(LoginTaken::new);
    }

    /** Makes an operator's account; empty when the login is taken. */
    @Transactional
    public Optional<StaffId> createOperator(String login, String displayName, String password) {
        return insert(login, displayName, null, password, true);
    }

    private Optional<StaffId> insert(
            String login, String displayName, @Nullable String address, @Nullable String password, boolean operator) {
        if (carrying(login).isPresent()) {
            return Optional.empty();
        }
        StaffId id = new StaffId(Ids.next());
        int made = jdbc.sql(
                        "insert into staff_account"
                                + " (id, login, display_name, email, email_key, password_hash, operator, state, created_at)"
                                + " values (:id, :login, :name, :email, :key, :hash, :operator, 'ACTIVE', :now) on conflict do nothing")
                .param("id", id.value())
                .param("login", normalized(login))
                .param("name", displayName.strip())
                .param("email", address)
                .param("key", address == null ? null : normalized(address))
                .param("hash", password == null ? null : passwords.encode(password))
                .param("operator", operator)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        if (made != 1) {
            return Optional.empty();
        }
        events.publishEvent(new StaffAccountMade(id, normalized(login)));
        return Optional.of(id);
    }

    /** Whether somebody could be called that: not blank, up to 200 characters. */
    public static boolean isName(String name) {
        return !name.isBlank() && name.length() <= LONGEST_NAME;
    }

    /** An account by an address that is its own, or its login. */
    record Carrier(StaffId id, boolean active) {}

    /** The one account that has this address or login; empty when there is none. */
    Optional<Carrier> carrying(String address) {
        List<Carrier> all = jdbc.sql("select id, state from staff_account where login = :key or email_key = :key")
                .param("key", normalized(address))
                .query((row, number) -> new Carrier(
                        new StaffId(row.getObject("id", UUID.class)),
                        row.getString("state").equals("ACTIVE")))
                .list();
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    /**
     * Keeps a mail address for the account, or none.
     *
     * @return false when it is another account's address or login
     */
    @Transactional
    public boolean setAddress(StaffId staff, @Nullable String address) {
        String key = address == null ? null : normalized(address);
        if (key != null && carrying(key).filter(one -> !one.id().equals(staff)).isPresent()) {
            return false;
        }
        jdbc.sql("update staff_account set email = :email, email_key = :key where id = :id")
                .param("email", address)
                .param("key", key)
                .param("id", staff.value())
                .update();
        if (key != null) {
            events.publishEvent(new StaffAccountMade(staff, key));
        }
        return true;
    }

    /** Lets this person act in the role for the tenant; granting twice changes nothing. */
    public void grant(StaffId staff, StaffRole role, TenantId tenant) {
        jdbc.sql("insert into staff_grant (staff_id, tenant_id, role, granted_at)"
                        + " values (:staff, :tenant, :role, :now) on conflict do nothing")
                .param("staff", staff.value())
                .param("tenant", tenant.value())
                .param("role", role.name())
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** Takes the role back; it no longer counts from the next request on. */
    public void revoke(StaffId staff, StaffRole role, TenantId tenant) {
        jdbc.sql("delete from staff_grant where staff_id = :staff and tenant_id = :tenant and role = :role")
                .param("staff", staff.value())
                .param("tenant", tenant.value())
                .param("role", role.name())
                .update();
    }

    /** Sets a new password and signs this person out everywhere. */
    @Transactional
    public void setPassword(StaffId staff, String password) {
        if (!fitsWhole(password)) {
            throw new IllegalArgumentException("A password is at most " + LONGEST_PASSWORD + " bytes long");
        }
        jdbc.sql("update staff_account set password_hash = :hash where id = :id")
                .param("hash", passwords.encode(password))
                .param("id", staff.value())
                .update();
        signOutEverywhere(staff);
    }

    /** Ends the account; what this person did stays theirs. */
    @Transactional
    public void end(StaffId staff) {
        setState(staff, "ENDED");
        signOutEverywhere(staff);
    }

    /** Lets this person sign in again. */
    public void resume(StaffId staff) {
        setState(staff, "ACTIVE");
    }

    private void setState(StaffId staff, String state) {
        jdbc.sql("update staff_account set state = :state where id = :id")
                .param("state", state)
                .param("id", staff.value())
                .update();
    }

    void signOutEverywhere(StaffId staff) {
        sessions.findByPrincipalName(staff.value().toString()).keySet().forEach(sessions::deleteById);
    }

    /** Somebody who can sign in, with the rights they have at this moment. */
    public Optional<StaffMember> find(StaffId staff) {
        return rights(staff).map(Rights::member);
    }

    /** What somebody may do at this moment. */
    record Rights(StaffMember member, boolean operator) {

        boolean issues() {
            return !member.issues().isEmpty();
        }

        boolean assesses() {
            return !member.assesses().isEmpty()
                    || !member.leads().isEmpty()
                    || !member.checks().isEmpty();
        }

        boolean leads() {
            return !member.leads().isEmpty();
        }

        boolean writes() {
            return !member.writes().isEmpty() || !member.reviews().isEmpty();
        }

        boolean recognises() {
            return !member.recognises().isEmpty();
        }

        /** Reports: numbers that speak of nobody. */
        boolean reads() {
            return leads() || writes() || recognises();
        }
    }

    /** One statement, asked at every request of a signed-in person; empty when the account has ended. */
    Optional<Rights> rights(StaffId staff) {
        record Row(
                String displayName,
                boolean operator,
                @Nullable UUID tenant,
                @Nullable String role) {}
        List<Row> rows = jdbc.sql("select a.display_name, a.operator, g.tenant_id, g.role from staff_account a"
                        + " left join staff_grant g on g.staff_id = a.id"
                        + " where a.id = :id and a.state = 'ACTIVE'")
                .param("id", staff.value())
                .query((row, number) -> new Row(
                        row.getString("display_name"),
                        row.getBoolean("operator"),
                        row.getObject("tenant_id", UUID.class),
                        row.getString("role")))
                .list();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Map<StaffRole, Set<TenantId>> grants = new EnumMap<>(StaffRole.class);
        for (Row row : rows) {
            if (row.tenant() != null && row.role() != null) {
                grants.computeIfAbsent(StaffRole.valueOf(row.role()), role -> new HashSet<>())
                        .add(new TenantId(row.tenant()));
            }
        }
        Row first = rows.get(0);
        return Optional.of(new Rights(new StaffMember(staff, first.displayName(), grants), first.operator()));
    }

    /** What these people are called, ended accounts too. At most a page of them at a time. */
    public Map<StaffId, String> names(Set<StaffId> people) {
        Map<StaffId, String> names = new HashMap<>();
        if (!people.isEmpty()) {
            jdbc.sql("select id, display_name from staff_account where id in (:ids)")
                    .param("ids", people.stream().map(StaffId::value).toList())
                    .query(row -> {
                        names.put(new StaffId(row.getObject("id", UUID.class)), row.getString("display_name"));
                    });
        }
        return names;
    }

    /** Everybody who can act in that role for the tenant at this moment. */
    public Set<StaffId> acting(StaffRole role, TenantId tenant) {
        return Set.copyOf(jdbc
                .sql("select g.staff_id from staff_grant g join staff_account a on a.id = g.staff_id"
                        + " where g.tenant_id = :tenant and g.role = :role and a.state = 'ACTIVE'")
                .param("tenant", tenant.value())
                .param("role", role.name())
                .query(UUID.class)
                .list()
                .stream()
                .map(StaffId::new)
                .toList());
    }

    /** The same for several tenants and roles at once; what nobody can do is missing. */
    public Map<TenantId, Map<StaffRole, Set<StaffId>>> acting(
            Collection<StaffRole> roles, Collection<TenantId> tenants) {
        Map<TenantId, Map<StaffRole, Set<StaffId>>> acting = new HashMap<>();
        if (!roles.isEmpty() && !tenants.isEmpty()) {
            jdbc.sql(
                            "select g.tenant_id, g.role, g.staff_id from staff_grant g join staff_account a on a.id = g.staff_id"
                                    + " where g.tenant_id in (:tenants) and g.role in (:roles) and a.state = 'ACTIVE'")
                    .param("tenants", tenants.stream().map(TenantId::value).toList())
                    .param("roles", roles.stream().map(StaffRole::name).toList())
                    .query(row -> {
                        acting.computeIfAbsent(
                                        new TenantId(row.getObject("tenant_id", UUID.class)),
                                        tenant -> new EnumMap<>(StaffRole.class))
                                .computeIfAbsent(StaffRole.valueOf(row.getString("role")), role -> new HashSet<>())
                                .add(new StaffId(row.getObject("staff_id", UUID.class)));
                    });
        }
        return acting;
    }

    /** Whether somebody else can sign in who is an operator. */
    public boolean isThereAnotherOperator(StaffId staff) {
        return jdbc.sql("select count(*) from staff_account where id <> :id and state = 'ACTIVE' and operator")
                        .param("id", staff.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Whose login this is, or whose mail address. */
    public Optional<StaffId> withLogin(String login) {
        return carrying(login).map(Carrier::id);
    }

    /** What signing in compares; accounts that have ended, or have no password, are as if they were not. */
    Optional<SignedIn> forSigningIn(String login) {
        return jdbc.sql("select id, password_hash from staff_account where login = :login and state = 'ACTIVE'"
                        + " and password_hash is not null")
                .param("login", normalized(login))
                .query((row, number) -> new SignedIn(row.getObject("id", UUID.class), row.getString("password_hash")))
                .optional();
    }

    public Optional<StaffAccount> account(StaffId staff) {
        return accounts("where id = :id", Map.of("id", staff.value())).stream().findFirst();
    }

    /**
     * Every account by login.
     *
     * @param page from 0
     */
    public List<StaffAccount> accounts(int page, int pageSize) {
        return accounts("", page, pageSize);
    }

    /**
     * Accounts by login whose name or login has these words in it, or whose mail address they are; all where there are no
     * words.
     *
     * @param page from 0
     */
    public List<StaffAccount> accounts(String words, int page, int pageSize) {
        return accounts(
                CALLED + " order by login offset :offset rows fetch first :size rows only",
                Map.of(
                        "words",
                        LikePattern.containing(words),
                        "address",
                        normalized(words),
                        "offset",
                        (long) page * pageSize,
                        "size",
                        pageSize));
    }

    /** How many {@link #accounts(String, int, int)} has in all. */
    public int countAccounts(String words) {
        return jdbc.sql("select count(*) from staff_account " + CALLED)
                .param("words", LikePattern.containing(words))
                .param("address", normalized(words))
                .query(Integer.class)
                .single();
    }

    private List<StaffAccount> accounts(String which, Map<String, ?> parameters) {
        record Row(
                StaffId id,
                String login,
                String displayName,
                @Nullable String address,
                boolean operator,
                boolean active,
                Instant createdAt) {}
        List<Row> rows = jdbc.sql(
                        "select id, login, display_name, email, operator, state, created_at from staff_account "
                                + which)
                .params(parameters)
                .query((row, number) -> new Row(
                        new StaffId(row.getObject("id", UUID.class)),
                        row.getString("login"),
                        row.getString("display_name"),
                        row.getString("email"),
                        row.getBoolean("operator"),
                        row.getString("state").equals("ACTIVE"),
                        row.getTimestamp("created_at").toInstant()))
                .list();
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<StaffId, Map<TenantId, Set<StaffRole>>> grants = new HashMap<>();
        jdbc.sql("select staff_id, tenant_id, role from staff_grant where staff_id in (:ids)")
                .param("ids", rows.stream().map(row -> row.id().value()).toList())
                .query(row -> {
                    grants.computeIfAbsent(new StaffId(row.getObject("staff_id", UUID.class)), id -> new HashMap<>())
                            .computeIfAbsent(
                                    new TenantId(row.getObject("tenant_id", UUID.class)),
                                    tenant -> EnumSet.noneOf(StaffRole.class))
                            .add(StaffRole.valueOf(row.getString("role")));
                });
        return rows.stream()
                .map(row -> new StaffAccount(
                        row.id(),
                        row.login(),
                        row.displayName(),
                        row.address(),
                        row.operator(),
                        row.active(),
                        row.createdAt(),
                        grants.getOrDefault(row.id(), Map.of())))
                .toList();
    }
}
