package dev.laurel.recognition;

import dev.laurel.person.PersonForgotten;
import dev.laurel.person.PersonId;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** When people's cycles end with the authorities that count for them, as they said last. */
@Component
public class Cycles {

    /** So many years ahead a cycle may end. */
    public static final int FURTHEST = 10;

    /** Where a day ends last. */
    private static final ZoneOffset LAST_PLACE = ZoneOffset.ofHours(-12);

    private final JdbcClient jdbc;
    private final Clock clock;

    Cycles(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Keeps what somebody says.
     *
     * @param ends the year in which it ends: this one or one of the next ten
     * @throws ClaimRefused when it is another
     */
    @Transactional
    void keep(TenantId tenant, PersonId person, AuthorityCode authority, int ends) {
        if (!isOpen(ends)) {
            throw ClaimRefused.noSuchYear();
        }
        if (change(tenant, person, authority, ends) == 0
                && jdbc.sql("insert into recognition_cycle (tenant_id, person_id, authority, ends)"
                                        + " values (:tenant, :person, :authority, :ends) on conflict do nothing")
                                .param("tenant", tenant.value())
                                .param("person", person.value())
                                .param("authority", authority.value())
                                .param("ends", ends)
                                .update()
                        == 0) {
            change(tenant, person, authority, ends);
        }
    }

    /**
     * Keeps what somebody says of one license type.
     *
     * @param ends as {@link #keep}; 0 for the year that holds for the authority at large
     * @throws ClaimRefused when it is another
     */
    void keep(TenantId tenant, PersonId person, AuthorityCode authority, String licence, int ends) {
        if (ends != 0 && !isOpen(ends)) {
            throw ClaimRefused.noSuchYear();
        }
        jdbc.sql("delete from recognition_licence_cycle where tenant_id = :tenant and person_id = :person"
                        + " and authority = :authority and licence = :licence")
                .param("tenant", tenant.value())
                .param("person", person.value())
                .param("authority", authority.value())
                .param("licence", licence)
                .update();
        if (ends != 0) {
            jdbc.sql("insert into recognition_licence_cycle (tenant_id, person_id, authority, licence, ends)"
                            + " values (:tenant, :person, :authority, :licence, :ends) on conflict do nothing")
                    .param("tenant", tenant.value())
                    .param("person", person.value())
                    .param("authority", authority.value())
                    .param("licence", licence)
                    .param("ends", ends)
                    .update();
        }
    }

    /** The years in which the cycles of somebody's license types end, by the authority's code and the type; also of those over. */
    public Map<String, Map<String, Integer>> licences(TenantId tenant, PersonId person) {
        Map<String, Map<String, Integer>> licences = new TreeMap<>();
        jdbc.sql("select authority, licence, ends from recognition_licence_cycle where tenant_id = :tenant"
                        + " and person_id = :person order by authority, licence fetch first 200 rows only")
                .param("tenant", tenant.value())
                .param("person", person.value())
                .query(row -> {
                    licences.computeIfAbsent(row.getString("authority"), key -> new TreeMap<>())
                            .put(row.getString("licence"), row.getInt("ends"));
                });
        return licences;
    }

    /** The year that somebody said for a license type that is not over; null where it is none of its own. */
    private @Nullable Integer ofLicence(
            TenantId tenant, PersonId person, AuthorityCode authority, @Nullable String licence) {
        Integer ends = licence == null
                ? null
                : licences(tenant, person)
                        .getOrDefault(authority.value(), Map.of())
                        .get(licence);
        return ends == null || ends < year() ? null : ends;
    }

    /**
     * The cycle that a claim is for: the person's own, which the first claim says where nobody did before. Two claims of one
     * person with one authority wait for each other here.
     *
     * @param licence the type that it is for; null where the rule names none
     * @param asked the year in which it ends; 0 for the one that they said before
     * @param cycle what the year stands for with the claim's rule
     * @throws ClaimRefused when no year is known, it is none that can be, or the person has said another
     */
    int take(
            TenantId tenant,
            PersonId person,
            AuthorityCode authority,
            @Nullable String licence,
            int asked,
            IntFunction<Cycle> cycle) {
        Integer atLarge = of(tenant, person).get(authority.value());
        Integer own = ofLicence(tenant, person, authority, licence);
        Integer said = own == null ? atLarge : own;
        int ends = asked == 0 && said != null ? said : asked;
        if (!isOpen(ends)) {
            throw ends == 0 ? ClaimRefused.incomplete() : ClaimRefused.noSuchYear();
        }
        if (said != null && cycle.apply(ends).contradicts(said, year())) {
            throw ClaimRefused.otherCycle();
        }
        // What was said stays: it is changed where it was said.
        keep(tenant, person, authority, atLarge == null ? ends : atLarge);
        return ends;
    }

    private int change(TenantId tenant, PersonId person, AuthorityCode authority, int ends) {
        return jdbc.sql("update recognition_cycle set ends = :ends where tenant_id = :tenant"
                        + " and person_id = :person and authority = :authority")
                .param("tenant", tenant.value())
                .param("person", person.value())
                .param("authority", authority.value())
                .param("ends", ends)
                .update();
    }

    /** As whom somebody is with an authority whose cycle they have said. @param role null where it is not known */
    void keepRole(TenantId tenant, PersonId person, AuthorityCode authority, @Nullable String role) {
        jdbc.sql("update recognition_cycle set held_as = :role where tenant_id = :tenant"
                        + " and person_id = :person and authority = :authority")
                .param("tenant", tenant.value())
                .param("person", person.value())
                .param("authority", authority.value())
                .param("role", role)
                .update();
    }

    /** As whom somebody is, by the authority's code, where they said so; also when the cycle is over. */
    public Map<String, String> roles(TenantId tenant, PersonId person) {
        Map<String, String> roles = new TreeMap<>();
        jdbc.sql("select authority, held_as from recognition_cycle where tenant_id = :tenant and person_id = :person"
                        + " and held_as is not null order by authority fetch first 200 rows only")
                .param("tenant", tenant.value())
                .param("person", person.value())
                .query(row -> {
                    roles.put(row.getString("authority"), row.getString("held_as"));
                });
        return roles;
    }

    /** The year that somebody typed. @throws ClaimRefused when it is none */
    public static int typedYear(String year) {
        if (!year.strip().matches("\\d{4}")) {
            throw ClaimRefused.noSuchYear();
        }
        return Integer.parseInt(year.strip());
    }

    /** Whether a cycle may be claimed for that ends in this year. */
    boolean isOpen(int ends) {
        int year = year();
        return ends >= year && ends <= year + FURTHEST;
    }

    /** The year that it is, for whoever claims on its last evening: it is over when it is over everywhere. */
    public int year() {
        return year(clock.instant());
    }

    /** The year that it was at a moment, as {@link #year()} is the one that it is. */
    static int year(Instant at) {
        return at.atOffset(LAST_PLACE).getYear();
    }

    /** The years in which somebody's cycles end, by the authority's code, of cycles that are not over. */
    public Map<String, Integer> of(TenantId tenant, PersonId person) {
        Map<String, Integer> ends = new TreeMap<>();
        jdbc.sql("select authority, ends from recognition_cycle where tenant_id = :tenant and person_id = :person"
                        + " and ends >= :year order by authority fetch first 200 rows only")
                .param("tenant", tenant.value())
                .param("person", person.value())
                .param("year", year())
                .query(row -> {
                    ends.put(row.getString("authority"), row.getInt("ends"));
                });
        return ends;
    }

    /** Told twice, it changes nothing. */
    @ApplicationModuleListener
    void on(PersonForgotten forgotten) {
        for (String table : List.of("recognition_cycle", "recognition_licence_cycle")) {
            jdbc.sql("delete from " + table + " where tenant_id = :tenant and person_id = :person")
                    .param("tenant", forgotten.tenant().value())
                    .param("person", forgotten.person().value())
                    .update();
        }
    }
}
