package dev.laurel.tenant;

import dev.laurel.system.Ids;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tenants that exist. */
@Component
public class Tenants {

    private static final String DEMONSTRATION = "Prairie View School District (demonstration)";

    private final JdbcClient jdbc;
    private final Clock clock;

    Tenants(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Makes a tenant; {@code name} is what people call it, at most 255 characters. */
    public TenantId found(String name) {
        TenantId id = new TenantId(Ids.next());
        jdbc.sql("insert into tenant (id, name, created_at) values (:id, :name, :now)")
                .param("id", id.value())
                .param("name", name.length() > 255 ? name.substring(0, 255) : name)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        return id;
    }

    /** The district that everything demonstrated belongs to, made on first use. */
    public TenantId demonstration() {
        return named(DEMONSTRATION).orElseGet(() -> found(DEMONSTRATION));
    }

    /** The oldest tenant of that name, if there is one. */
    public Optional<TenantId> named(String name) {
        return jdbc.sql("select id from tenant where name = :name order by created_at fetch first 1 row only")
                .param("name", name)
                .query(UUID.class)
                .optional()
                .map(TenantId::new);
    }

    /** Every tenant of that name, in whatever capitals. */
    public List<Tenant> called(String name) {
        return jdbc.sql("select id, name from tenant where lower(trim(name)) = lower(:name) order by created_at, id")
                .param("name", name.strip())
                .query((row, number) ->
                        new Tenant(new TenantId(row.getObject("id", UUID.class)), row.getString("name")))
                .list();
    }

    /**
     * Tenants by name.
     *
     * @param page from 0
     */
    public List<Tenant> list(int page, int pageSize) {
        return jdbc.sql("select id, name from tenant order by name, created_at"
                        + " offset :offset rows fetch first :size rows only")
                .param("offset", (long) page * pageSize)
                .param("size", pageSize)
                .query((row, number) ->
                        new Tenant(new TenantId(row.getObject("id", UUID.class)), row.getString("name")))
                .list();
    }

    /** How many there are. */
    public int count() {
        return jdbc.sql("select count(*) from tenant").query(Integer.class).single();
    }

    public Optional<String> nameOf(TenantId id) {
        return jdbc.sql("select name from tenant where id = :id")
                .param("id", id.value())
                .query(String.class)
                .optional();
    }
}
