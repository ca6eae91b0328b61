package dev.laurel.badge;

import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which badge came in the place of which. */
@Component
class Successors {

    private final JdbcClient jdbc;
    private final BadgeAddresses addresses;
    private final Showings showings;

    Successors(JdbcClient jdbc, BadgeAddresses addresses, Showings showings) {
        this.jdbc = jdbc;
        this.addresses = addresses;
        this.showings = showings;
    }

    void note(TenantId tenant, String earlier, String later, Successor.Kind kind, Instant at) {
        jdbc.sql("insert into badge_successor (earlier_id, credential_id, tenant_id, kind, succeeded_at)"
                        + " values (:earlier, :later, :tenant, :kind, :at)")
                .param("earlier", earlier)
                .param("later", later)
                .param("tenant", tenant.value())
                .param("kind", kind.name())
                .param("at", Timestamp.from(at))
                .update();
    }

    /** What came in the place of a badge. */
    Optional<Successor> of(String credentialId) {
        return other("credential_id", "earlier_id", credentialId);
    }

    /** What a badge came in the place of. */
    Optional<Successor> before(String credentialId) {
        return other("earlier_id", "credential_id", credentialId);
    }

    private Optional<Successor> other(String wanted, String given, String credentialId) {
        return jdbc.sql("select " + wanted + ", kind from badge_successor where " + given + " = :id")
                .param("id", credentialId)
                .query((row, n) -> new Successor(
                        row.getString(1),
                        addresses.award(row.getString(1)).page(),
                        Successor.Kind.valueOf(row.getString("kind")),
                        showings.of(row.getString(1)).open()))
                .optional();
    }
}
