package dev.laurel.tenant;

import dev.laurel.system.Ids;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The schools of a tenant, as far as somebody has named them. No learning platform tells a school (neither LTI 1.3 nor Names and
 * Roles has a place for one), so they are what coordinators and assessors type, each once however it is spelled.
 */
@Component
public class Schools {

    public static final int LONGEST_NAME = 200;

    /** More than any district has. */
    private static final int MOST = 2000;

    private final JdbcClient jdbc;
    private final Clock clock;

    Schools(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** By name; at most two thousand. */
    public List<School> of(TenantId tenant) {
        return jdbc.sql("select id, name from tenant_school where tenant_id = :tenant order by name_key"
                        + " fetch first " + MOST + " rows only")
                .param("tenant", tenant.value())
                .query((row, number) ->
                        new School(new SchoolId(row.getObject("id", UUID.class)), row.getString("name")))
                .list();
    }

    public Optional<School> find(TenantId tenant, SchoolId id) {
        return jdbc.sql("select id, name from tenant_school where id = :id and tenant_id = :tenant")
                .param("id", id.value())
                .param("tenant", tenant.value())
                .query((row, number) ->
                        new School(new SchoolId(row.getObject("id", UUID.class)), row.getString("name")))
                .optional();
    }

    /** Whether a name can be one: not empty, not longer than {@link #LONGEST_NAME}. */
    public static boolean isName(String typed) {
        String name = bare(typed);
        return !name.isEmpty() && name.length() <= LONGEST_NAME;
    }

    /**
     * The school of that name, added where nobody has named it; capitals, full stops and spaces tell no two schools apart.
     *
     * @throws IllegalArgumentException unless it {@link #isName}
     */
    @Transactional
    public School named(TenantId tenant, String typed) {
        if (!isName(typed)) {
            throw new IllegalArgumentException("No name of a school");
        }
        String name = bare(typed);
        jdbc.sql("insert into tenant_school (id, tenant_id, name, name_key, added_at)"
                        + " values (:id, :tenant, :name, :key, :now) on conflict do nothing")
                .param("id", Ids.next())
                .param("tenant", tenant.value())
                .param("name", name)
                .param("key", key(name))
                .param("now", Timestamp.from(clock.instant()))
                .update();
        return jdbc.sql("select id, name from tenant_school where tenant_id = :tenant and name_key = :key")
                .param("tenant", tenant.value())
                .param("key", key(name))
                .query((row, number) ->
                        new School(new SchoolId(row.getObject("id", UUID.class)), row.getString("name")))
                .single();
    }

    private static String bare(String typed) {
        return typed.replace("\0", "").strip().replaceAll("\\s+", " ");
    }

    private static String key(String name) {
        String key =
                name.toLowerCase(Locale.ROOT).replaceAll("[.,'’-]", " ").strip().replaceAll("\\s+", " ");
        return key.isEmpty() ? name : key;
    }
}
