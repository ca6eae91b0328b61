package dev.laurel.person;

import dev.laurel.lti.Launch;
import dev.laurel.lti.LtiUserId;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The persons behind LMS accounts. */
@Component
public class Persons {

    private static final int LONGEST = 255;

    private final JdbcClient jdbc;
    private final Clock clock;

    Persons(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * The person behind the account of this launch, made on first sight; name and address follow the platform. What a
     * launch does not tell stays as it was known, and an older window does not undo what a newer launch told.
     */
    @Transactional
    public PersonId behind(Launch launch) {
        Optional<Known> known = known(launch);
        if (known.isPresent()) {
            follow(known.get(), launch);
            return known.get().id();
        }
        return meet(launch);
    }

    private record Known(
            PersonId id, @Nullable String name, @Nullable String email, Instant profileAt) {}

    private Optional<Known> known(Launch launch) {
        return jdbc.sql("select p.id, p.name, p.email, p.profile_at from person_account a"
                        + " join person p on p.id = a.person_id"
                        + " where a.lti_user_id = :account and a.tenant_id = :tenant")
                .param("account", launch.user().value())
                .param("tenant", launch.tenant().value())
                .query((row, number) -> new Known(
                        new PersonId(row.getObject("id", UUID.class)),
                        row.getString("name"),
                        row.getString("email"),
                        row.getTimestamp("profile_at").toInstant()))
                .optional();
    }

    private void follow(Known known, Launch launch) {
        String name = told(launch.profile().displayName().orElse(null), known.name());
        String email = told(launch.profile().email(), known.email());
        boolean same = Objects.equals(name, known.name()) && Objects.equals(email, known.email());
        if (same || !known.profileAt().isBefore(launch.launchedAt())) {
            return;
        }
        jdbc.sql("update person set name = :name, email = :email, profile_at = :at"
                        + " where id = :id and tenant_id = :tenant and profile_at < :at")
                .param("name", name)
                .param("email", email)
                .param("at", Timestamp.from(launch.launchedAt()))
                .param("id", known.id().value())
                .param("tenant", launch.tenant().value())
                .update();
    }

    private static @Nullable String told(@Nullable String told, @Nullable String known) {
        if (told == null || told.isBlank()) {
            return known;
        }
        String bounded = told.strip();
        return bounded.length() > LONGEST ? bounded.substring(0, LONGEST) : bounded;
    }

    /** Of two launches that meet the same account at once, one makes the person and the other finds it. */
    private PersonId meet(Launch launch) {
        PersonId id = new PersonId(Ids.next());
        jdbc.sql("insert into person (id, tenant_id, name, email, profile_at, created_at)"
                        + " values (:id, :tenant, :name, :email, :at, :now)")
                .param("id", id.value())
                .param("tenant", launch.tenant().value())
                .param("name", told(launch.profile().displayName().orElse(null), null))
                .param("email", told(launch.profile().email(), null))
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
}
