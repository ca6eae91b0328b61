package dev.laurel.lti;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Platforms that were connected or changed by hand under other names than their own have those after the change. */
class FamiliesMigrationTests {

    private final DriverManagerDataSource database = new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID()
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1");
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final UUID tenant = UUID.randomUUID();

    @BeforeEach
    void anInstallationOfThen() {
        migrate("1.383");
        jdbc.sql("insert into tenant (id, name, created_at) values (?, 'District', now())")
                .param(tenant)
                .update();
    }

    private void migrate(String target) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .target(target)
                .load()
                .migrate();
    }

    private UUID platform(String issuer, String authorization, @Nullable String audience, @Nullable String family) {
        UUID id = UUID.randomUUID();
        jdbc.sql(
                        "insert into lti_registration (id, issuer, client_id, authorization_endpoint, token_endpoint, jwks_uri,"
                                + " token_audience, product_family, scopes, home_tenant_id, created_at, updated_at)"
                                + " values (?, ?, ?, ?, 't', 'j', ?, ?, '', ?, now(), now())")
                .params(id, issuer, id.toString(), authorization, audience, family, tenant)
                .update();
        return id;
    }

    private @Nullable String family(UUID id) {
        return (String) jdbc.sql("select product_family from lti_registration where id = ?")
                .param(id)
                .query()
                .singleRow()
                .get("product_family");
    }

    @Test
    void eachIsCalledWhatItCallsItself() {
        UUID brightspace = platform("https://a.example", "https://a.example/d2l/lti/authenticate", null, "brightspace");
        UUID emptied = platform(
                "https://b.example", "https://b.example/other", "https://api.brightspace.com/auth/token", null);
        UUID blackboard = platform("https://blackboard.com", "https://dev.example/oidcauth", null, "blackboard");
        UUID canvas = platform("https://canvas.instructure.com", "https://sso.example/auth", null, "canvas");
        UUID unknown = platform("https://c.example", "https://c.example/auth", null, null);
        migrate("1.420");
        assertThat(family(brightspace)).isEqualTo(PlatformPreset.BRIGHTSPACE.family());
        assertThat(family(emptied)).isEqualTo(PlatformPreset.BRIGHTSPACE.family());
        assertThat(family(blackboard)).isEqualTo(PlatformPreset.BLACKBOARD.family());
        assertThat(family(canvas)).isEqualTo("canvas");
        assertThat(family(unknown)).isNull();
    }
}
