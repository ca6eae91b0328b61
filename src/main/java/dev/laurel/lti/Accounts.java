package dev.laurel.lti;

import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The accounts that have launched: one is {@code iss} and {@code sub} in one tenant (LTI Core 1.3, section 5.3.6). */
@Component
public class Accounts {

    /**
     * @param profile what the platform told last
     * @param since when it was first seen
     */
    public record Account(LtiUserId id, UserProfile profile, Instant since) {}

    private final JdbcClient jdbc;

    Accounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The account of somebody whom a message of that registration is about; empty when they have never been here. */
    public Optional<Account> find(TenantId tenant, RegistrationId registration, ForUser about) {
        return jdbc.sql("select id, name, given_name, family_name, email, created_at from lti_user"
                        + " where registration_id = :registration and tenant_id = :tenant and subject = :subject")
                .param("registration", registration.value())
                .param("tenant", tenant.value())
                .param("subject", about.subject())
                .query((row, number) -> new Account(
                        new LtiUserId(row.getObject("id", UUID.class)),
                        new UserProfile(
                                row.getString("name"),
                                row.getString("given_name"),
                                row.getString("family_name"),
                                row.getString("email")),
                        row.getTimestamp("created_at").toInstant()))
                .optional();
    }

    /** The account that sent a launch. */
    public Optional<Account> of(Launch launch) {
        return jdbc.sql("select created_at from lti_user where id = :id and tenant_id = :tenant")
                .param("id", launch.user().value())
                .param("tenant", launch.tenant().value())
                .query((row, number) -> new Account(
                        launch.user(),
                        launch.profile(),
                        row.getTimestamp("created_at").toInstant()))
                .optional();
    }

    /** An account of the tenant. */
    public Optional<Account> find(TenantId tenant, LtiUserId id) {
        return jdbc.sql("select name, given_name, family_name, email, created_at from lti_user"
                        + " where id = :id and tenant_id = :tenant")
                .param("id", id.value())
                .param("tenant", tenant.value())
                .query((row, number) -> new Account(
                        id,
                        new UserProfile(
                                row.getString("name"),
                                row.getString("given_name"),
                                row.getString("family_name"),
                                row.getString("email")),
                        row.getTimestamp("created_at").toInstant()))
                .optional();
    }

    /** Forgets what the platform told of an account; the account itself stays, for grades go to it. */
    public void forget(TenantId tenant, LtiUserId id) {
        jdbc.sql("update lti_user set name = null, given_name = null, family_name = null, email = null"
                        + " where id = :id and tenant_id = :tenant")
                .param("id", id.value())
                .param("tenant", tenant.value())
                .update();
    }
}
