package dev.laurel.person;

import dev.laurel.system.Ids;
import dev.laurel.system.KeyVault;
import dev.laurel.system.SealedColumn;
import dev.laurel.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The providers that operators configured. Secrets never lie in the database as they are. */
@Component
class IdentityProviders {

    /** The sign-in page shows all of them. */
    static final int MOST = 100;

    private static final String PURPOSE = "staff provider";
    private static final String COLUMNS = "select id, tenant_id, name, issuer, client_id,"
            + " case when client_secret is null then 0 else 1 end has_secret, domains, active from staff_provider ";

    private final JdbcClient jdbc;
    private final KeyVault vault;
    private final Clock clock;

    @Bean
    static SealedColumn secretsAtProviders() {
        return SealedColumn.of("staff_provider", "client_secret", PURPOSE, "id");
    }

    IdentityProviders(JdbcClient jdbc, KeyVault vault, Clock clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.clock = clock;
    }

    /** All of them by name, at most {@link #MOST}. */
    List<IdentityProvider> all() {
        return jdbc.sql(COLUMNS + "order by name, id fetch first " + MOST + " rows only")
                .query((row, number) -> read(row))
                .list();
    }

    /** Those that people can sign in with, by name. */
    List<IdentityProvider> active() {
        return jdbc.sql(COLUMNS + "where active order by name, id fetch first " + MOST + " rows only")
                .query((row, number) -> read(row))
                .list();
    }

    Optional<IdentityProvider> find(ProviderId id) {
        return jdbc.sql(COLUMNS + "where id = :id")
                .param("id", id.value())
                .query((row, number) -> read(row))
                .optional();
    }

    /** Begins a provider: nobody signs in with it before it is complete and switched on. Empty when there are too many. */
    @Transactional
    public Optional<ProviderId> begin(StaffId by, @Nullable TenantId tenant, String name, String issuer) {
        int there = jdbc.sql("select count(*) from staff_provider")
                .query(Integer.class)
                .single();
        if (there >= MOST) {
            return Optional.empty();
        }
        ProviderId id = new ProviderId(Ids.next());
        jdbc.sql("insert into staff_provider (id, tenant_id, name, issuer, client_id, domains, active, created_at,"
                        + " created_by) values (:id, :tenant, :name, :issuer, '', '', false, :now, :by)")
                .param("id", id.value())
                .param("tenant", tenant == null ? null : tenant.value())
                .param("name", name)
                .param("issuer", issuer)
                .param("now", Timestamp.from(clock.instant()))
                .param("by", by.value())
                .update();
        return Optional.of(id);
    }

    /**
     * Keeps what was changed. Its issuer changes only while nobody is bound: to another they are somebody else.
     *
     * @param secret absent to keep the one that is there
     * @return false when somebody is bound and the issuer would change
     */
    @Transactional
    public boolean change(
            ProviderId id, String name, String issuer, String clientId, @Nullable String secret, List<String> domains) {
        int changed = jdbc.sql("update staff_provider set name = :name, issuer = :issuer, client_id = :client,"
                        + " domains = :domains where id = :id and (issuer = :issuer"
                        + " or not exists (select 1 from staff_identity i where i.provider_id = staff_provider.id))")
                .param("name", name)
                .param("issuer", issuer)
                .param("client", clientId)
                .param("domains", String.join(" ", domains))
                .param("id", id.value())
                .update();
        if (changed == 1 && secret != null) {
            jdbc.sql("update staff_provider set client_secret = :secret where id = :id")
                    .param("secret", vault.seal(PURPOSE, secret.getBytes(StandardCharsets.UTF_8)))
                    .param("id", id.value())
                    .update();
        }
        return changed == 1;
    }

    void switchTo(ProviderId id, boolean active) {
        jdbc.sql("update staff_provider set active = :active where id = :id")
                .param("active", active)
                .param("id", id.value())
                .update();
    }

    /** With every binding to it. */
    @Transactional
    public void remove(ProviderId id) {
        for (String sql : List.of(
                "delete from staff_identity where provider_id = :id", "delete from staff_provider where id = :id")) {
            jdbc.sql(sql).param("id", id.value()).update();
        }
    }

    /** The client secret, to be sent to the provider and to nobody else. */
    String secret(ProviderId id) {
        byte[] sealed = jdbc.sql("select client_secret from staff_provider where id = :id")
                .param("id", id.value())
                .query((row, number) -> row.getBytes(1))
                .single();
        return new String(vault.open(PURPOSE, sealed), StandardCharsets.UTF_8);
    }

    private static IdentityProvider read(ResultSet row) throws SQLException {
        UUID tenant = row.getObject("tenant_id", UUID.class);
        return new IdentityProvider(
                new ProviderId(row.getObject("id", UUID.class)),
                tenant == null ? null : new TenantId(tenant),
                row.getString("name"),
                row.getString("issuer"),
                row.getString("client_id"),
                row.getInt("has_secret") == 1,
                Arrays.stream(row.getString("domains").split(" "))
                        .filter(domain -> !domain.isEmpty())
                        .toList(),
                row.getBoolean("active"));
    }
}
