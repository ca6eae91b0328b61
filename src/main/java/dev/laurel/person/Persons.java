package dev.laurel.person;

import dev.laurel.lti.Accounts;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LtiUserId;
import dev.laurel.system.Ids;
import dev.laurel.system.LikePattern;
import dev.laurel.system.NotFound;
import dev.laurel.system.PageLocale;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The persons behind LMS accounts. */
@Component
public class Persons {

    private static final int LONGEST = 255;
    private static final int LONGEST_LANGUAGE = 20;
    private static final String SHARED =
            " from person where email_key is not null group by tenant_id, email_key having count(*) > 1";

    private final JdbcClient jdbc;
    private final Accounts platformAccounts;
    private final TransactionOperations transactions;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Persons(
            JdbcClient jdbc,
            Accounts platformAccounts,
            TransactionOperations transactions,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.platformAccounts = platformAccounts;
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
    }

    /**
     * The person behind the account of this launch, made on first sight; name and address follow the platform. What a
     * launch does not tell stays as it was known, and an older window does not undo what a newer launch told.
     */
    public PersonId behind(Launch launch) {
        return earner(launch).id();
    }

    /** The same for pages that are an earner's. @throws NotFound when the launch is nobody's who earns */
    public PersonId earning(Launch launch) {
        if (!launch.roles().isEarner()) {
            throw new NotFound("Launch " + launch.id().value() + " is nobody's who earns");
        }
        return behind(launch);
    }

    /** {@link #behind(Launch)}, with what the same row says of where they teach. */
    public Earner earner(Launch launch) {
        // Nearly every launch only reads here, and is spared the transaction.
        Optional<Known> known = known(launch);
        if (known.isPresent()) {
            follow(known.get(), launch);
            return new Earner(known.get().id(), known.get().teachesAt());
        }
        return new Earner(Objects.requireNonNull(transactions.execute(status -> meet(launch))), null);
    }

    /** @param teachesAt code of the authority for which they said that they teach; absent where their tenant's holds */
    public record Earner(PersonId id, @Nullable String teachesAt) {}

    /** Says for which authority somebody teaches, by its code; null takes it back. */
    public void teachesAt(TenantId tenant, PersonId person, @Nullable String code) {
        jdbc.sql("update person set teaches_at = :code where id = :id and tenant_id = :tenant")
                .param("code", code)
                .param("id", person.value())
                .param("tenant", tenant.value())
                .update();
    }

    /** Where somebody said that they teach, if they did. */
    public Optional<String> teachesAt(TenantId tenant, PersonId person) {
        return jdbc.sql(
                        "select teaches_at from person where id = :id and tenant_id = :tenant and teaches_at is not null")
                .param("id", person.value())
                .param("tenant", tenant.value())
                .query(String.class)
                .optional();
    }

    /** The person behind an account, if it has been here as somebody who earns. */
    public Optional<PersonId> behind(TenantId tenant, LtiUserId account) {
        return jdbc.sql("select person_id from person_account where lti_user_id = :account and tenant_id = :tenant")
                .param("account", account.value())
                .param("tenant", tenant.value())
                .query(UUID.class)
                .optional()
                .map(PersonId::new);
    }

    private record Known(
            PersonId id,
            @Nullable String name,
            @Nullable String email,
            Instant profileAt,
            @Nullable String teachesAt,
            @Nullable String language) {}

    private Optional<Known> known(Launch launch) {
        return jdbc.sql("select p.id, p.name, p.email, p.profile_at, p.teaches_at, p.language from person_account a"
                        + " join person p on p.id = a.person_id"
                        + " where a.lti_user_id = ? and a.tenant_id = ?")
                .params(launch.user().value(), launch.tenant().value())
                .query((row, number) -> new Known(
                        new PersonId(row.getObject("id", UUID.class)),
                        row.getString("name"),
                        row.getString("email"),
                        row.getTimestamp("profile_at").toInstant(),
                        row.getString("teaches_at"),
                        row.getString("language")))
                .optional();
    }

    private void follow(Known known, Launch launch) {
        String name = told(launch.profile().displayName().orElse(null), known.name());
        String email = told(launch.profile().email(), known.email());
        String language = language(launch);
        boolean same = Objects.equals(name, known.name())
                && Objects.equals(email, known.email())
                && language.equals(known.language());
        if (same || !known.profileAt().isBefore(launch.launchedAt())) {
            return;
        }
        boolean newAddress = email != null && !email.equals(known.email());
        if (newAddress) {
            transactions.executeWithoutResult(status -> {
                if (follow(known, launch, name, email)) {
                    events.publishEvent(new AddressTold(launch.tenant(), known.id()));
                }
            });
        } else {
            follow(known, launch, name, email);
        }
    }

    private boolean follow(Known known, Launch launch, @Nullable String name, @Nullable String email) {
        return jdbc.sql("update person set name = :name, email = :email, email_key = :key, language = :language,"
                                + " profile_at = :at"
                                + " where id = :id and tenant_id = :tenant and profile_at < :at")
                        .param("name", name)
                        .param("email", email)
                        .param("key", key(email))
                        .param("language", language(launch))
                        .param("at", Timestamp.from(launch.launchedAt()))
                        .param("id", known.id().value())
                        .param("tenant", launch.tenant().value())
                        .update()
                == 1;
    }

    private static @Nullable String told(@Nullable String told, @Nullable String known) {
        if (told == null || told.isBlank()) {
            return known;
        }
        String bounded = told.strip();
        return bounded.length() > LONGEST ? bounded.substring(0, LONGEST) : bounded;
    }

    private static String language(Launch launch) {
        String tag = launch.locale().toLanguageTag();
        return tag.length() > LONGEST_LANGUAGE ? launch.locale().getLanguage() : tag;
    }

    private static @Nullable String key(@Nullable String email) {
        return email == null ? null : email.toLowerCase(Locale.ROOT);
    }

    /** Of two launches that meet the same account at once, one makes the person and the other finds it. */
    private PersonId meet(Launch launch) {
        PersonId id = new PersonId(Ids.next());
        String email = told(launch.profile().email(), null);
        jdbc.sql("insert into person (id, tenant_id, name, email, email_key, language, profile_at, created_at)"
                        + " values (:id, :tenant, :name, :email, :key, :language, :at, :now)")
                .param("id", id.value())
                .param("tenant", launch.tenant().value())
                .param("name", told(launch.profile().displayName().orElse(null), null))
                .param("email", email)
                .param("key", key(email))
                .param("language", language(launch))
                .param("at", Timestamp.from(launch.launchedAt()))
                .param("now", Timestamp.from(clock.instant()))
                .update();
        int made = jdbc.sql("insert into person_account (lti_user_id, tenant_id, person_id)"
                        + " values (:account, :tenant, :person) on conflict do nothing")
                .param("account", launch.user().value())
                .param("tenant", launch.tenant().value())
                .param("person", id.value())
                .update();
        if (made == 1) {
            return id;
        }
        jdbc.sql("delete from person where id = :id and tenant_id = :tenant")
                .param("id", id.value())
                .param("tenant", launch.tenant().value())
                .update();
        return known(launch).orElseThrow().id();
    }

    /** Where a person belongs, for an operator who has nothing but the number of an account. */
    public Optional<TenantId> tenantOf(PersonId person) {
        return jdbc.sql("select tenant_id from person where id = :id")
                .param("id", person.value())
                .query(UUID.class)
                .optional()
                .map(TenantId::new);
    }

    /** The accounts that stand for a person. */
    public List<LtiUserId> accounts(TenantId tenant, PersonId person) {
        return jdbc.sql("select lti_user_id from person_account where person_id = :person and tenant_id = :tenant"
                        + " fetch first 100 rows only")
                .param("person", person.value())
                .param("tenant", tenant.value())
                .query((row, number) -> new LtiUserId(row.getObject("lti_user_id", UUID.class)))
                .list();
    }

    /**
     * Forgets who a person is: name, address and where they teach. What they did stays under their number. The next launch
     * tells name and address anew, if there is one.
     */
    public void forget(TenantId tenant, PersonId person) {
        jdbc.sql("update person set name = null, email = null, email_key = null, teaches_at = null, language = null"
                        + " where id = :id and tenant_id = :tenant")
                .param("id", person.value())
                .param("tenant", tenant.value())
                .update();
        accounts(tenant, person).forEach(account -> platformAccounts.forget(tenant, account));
        events.publishEvent(new PersonForgotten(tenant, person));
    }

    /**
     * Somebody who can be written to.
     *
     * @param address as a platform gave it
     * @param language in which a platform showed Laurel last, as a BCP 47 tag; absent for those who were not seen since it
     *     is kept
     */
    public record Reader(
            @Nullable String name, String address, @Nullable String language) {

        /** In which Laurel writes to them: English where it does not speak theirs. */
        public Locale locale() {
            return PageLocale.spoken(language).orElse(Locale.ENGLISH);
        }

        /** Names nobody. */
        @Override
        public String toString() {
            return "Reader[not printed]";
        }
    }

    /** In which Laurel writes to somebody, whether or not their platform gives an address: English where it does not speak theirs. */
    public Locale locale(TenantId tenant, PersonId id) {
        return jdbc.sql("select language from person where tenant_id = :tenant and id = :id and language is not null")
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(String.class)
                .optional()
                .flatMap(PageLocale::spoken)
                .orElse(Locale.ENGLISH);
    }

    /** Those of them who have an address. At most a page of them at a time. */
    public Map<PersonId, Reader> readers(TenantId tenant, Collection<PersonId> ids) {
        Map<PersonId, Reader> readers = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.sql("select id, name, email, language from person where tenant_id = :tenant and id in (:ids)"
                            + " and email is not null")
                    .param("tenant", tenant.value())
                    .param("ids", ids.stream().map(PersonId::value).toList())
                    .query(row -> {
                        readers.put(
                                new PersonId(row.getObject("id", UUID.class)),
                                new Reader(row.getString("name"), row.getString("email"), row.getString("language")));
                    });
        }
        return readers;
    }

    /** The persons who have been seen behind the given accounts. At most a page of them at a time. */
    public Map<LtiUserId, Person> met(TenantId tenant, Collection<LtiUserId> accounts) {
        Map<LtiUserId, Person> met = new HashMap<>();
        if (accounts.isEmpty()) {
            return met;
        }
        jdbc.sql("select a.lti_user_id, p.id, p.name, p.email from person_account a join person p on p.id = a.person_id"
                        + " where a.tenant_id = :tenant and a.lti_user_id in (:accounts)")
                .param("tenant", tenant.value())
                .param("accounts", accounts.stream().map(LtiUserId::value).toList())
                .query(row -> {
                    met.put(
                            new LtiUserId(row.getObject("lti_user_id", UUID.class)),
                            new Person(
                                    new PersonId(row.getObject("id", UUID.class)),
                                    row.getString("name"),
                                    row.getString("email")));
                });
        return met;
    }

    /** Those of the given persons that belong to the tenant, by id. At most a page of them at a time. */
    public Map<PersonId, Person> find(TenantId tenant, Collection<PersonId> ids) {
        Map<PersonId, Person> found = new HashMap<>();
        if (ids.isEmpty()) {
            return found;
        }
        jdbc.sql("select id, name, email from person where tenant_id = :tenant and id in (:ids)")
                .param("tenant", tenant.value())
                .param("ids", ids.stream().map(PersonId::value).toList())
                .query((row, number) -> new Person(
                        new PersonId(row.getObject("id", UUID.class)), row.getString("name"), row.getString("email")))
                .list()
                .forEach(person -> found.put(person.id(), person));
        return found;
    }

    /** Who of these tenants, and of which, has these words in their name, or this address, by name; the first of them. */
    public Map<PersonId, TenantId> called(Collection<TenantId> tenants, String words, int most) {
        Map<PersonId, TenantId> found = new LinkedHashMap<>();
        if (tenants.isEmpty()) {
            return found;
        }
        String wanted = words.toLowerCase(Locale.ROOT);
        jdbc.sql("select id, tenant_id from person where tenant_id in (:tenants)"
                        + " and (lower(name) like :name escape '\\' or lower(email) = :address)"
                        + " order by name, id fetch first " + most + " rows only")
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .param("name", LikePattern.containing(words))
                .param("address", wanted)
                .query(row -> {
                    found.put(
                            new PersonId(row.getObject("id", UUID.class)),
                            new TenantId(row.getObject("tenant_id", UUID.class)));
                });
        return found;
    }

    /** People of several tenants; whoever is not of the tenant that is given is left out. At most a few hundred. */
    public Map<PersonId, Person> find(Map<PersonId, TenantId> ids) {
        Map<PersonId, Person> found = new HashMap<>();
        if (ids.isEmpty()) {
            return found;
        }
        jdbc.sql("select id, tenant_id, name, email from person where id in (:ids) and tenant_id in (:tenants)")
                .param("ids", ids.keySet().stream().map(PersonId::value).toList())
                .param(
                        "tenants",
                        ids.values().stream().map(TenantId::value).distinct().toList())
                .query(row -> {
                    PersonId id = new PersonId(row.getObject("id", UUID.class));
                    if (new TenantId(row.getObject("tenant_id", UUID.class)).equals(ids.get(id))) {
                        found.put(id, new Person(id, row.getString("name"), row.getString("email")));
                    }
                });
        return found;
    }

    /**
     * Those of the given persons whose e-mail address another person of the tenant carries too. The two may be one human
     * being with two accounts, or may share a mailbox; nobody verified the address, so nothing is merged by it.
     */
    public Set<PersonId> sharingAddress(TenantId tenant, Collection<PersonId> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        return Set.copyOf(jdbc.sql("select p.id from person p where p.tenant_id = :tenant and p.id in (:ids)"
                        + " and p.email_key is not null and exists (select 1 from person o"
                        + " where o.tenant_id = p.tenant_id and o.email_key = p.email_key and o.id <> p.id)")
                .param("tenant", tenant.value())
                .param("ids", ids.stream().map(PersonId::value).toList())
                .query((row, number) -> new PersonId(row.getObject("id", UUID.class)))
                .list());
    }

    /**
     * An e-mail address that several persons of a tenant carry.
     *
     * @param persons in the order in which they were first seen, at most twenty
     */
    public record SharedAddress(TenantId tenant, String address, List<Person> persons) {

        /** An address is personal. */
        @Override
        public String toString() {
            return "SharedAddress[" + persons + "]";
        }
    }

    /** Addresses that several persons of one tenant carry, by tenant and address; page from 0. */
    public List<SharedAddress> sharedAddresses(int page, int pageSize) {
        record Key(TenantId tenant, String address) {}
        return jdbc
                .sql("select tenant_id, email_key" + SHARED
                        + " order by tenant_id, email_key offset :offset rows fetch next :size rows only")
                .param("offset", (long) page * pageSize)
                .param("size", pageSize)
                .query((row, number) ->
                        new Key(new TenantId(row.getObject("tenant_id", UUID.class)), row.getString("email_key")))
                .list()
                .stream()
                .map(key -> new SharedAddress(key.tenant(), key.address(), carrying(key.tenant(), key.address())))
                .toList();
    }

    public int countSharedAddresses() {
        return jdbc.sql("select count(*) from (select tenant_id" + SHARED + ") shared")
                .query(Integer.class)
                .single();
    }

    private List<Person> carrying(TenantId tenant, String address) {
        return jdbc.sql("select id, name, email from person where tenant_id = :tenant and email_key = :address"
                        + " order by created_at, id fetch first 20 rows only")
                .param("tenant", tenant.value())
                .param("address", address)
                .query((row, number) -> new Person(
                        new PersonId(row.getObject("id", UUID.class)), row.getString("name"), row.getString("email")))
                .list();
    }
}
