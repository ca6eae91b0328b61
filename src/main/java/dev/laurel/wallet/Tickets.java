package dev.laurel.wallet;

import dev.laurel.person.PersonId;
import dev.laurel.system.Sha256;
import dev.laurel.system.Unguessable;
import dev.laurel.tenant.TenantId;
import dev.laurel.wallet.Ticket.Purpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tickets: made at somebody's wish, good for a while and once, and not more of them than an honest person needs. */
@Component
class Tickets {

    static final Duration TO_SIGN_IN = Duration.ofMinutes(30);
    static final Duration TO_VERIFY = Duration.ofHours(24);
    static final Duration TO_TYPE = Duration.ofMinutes(15);
    static final int FOR_ADDRESS = 5;
    private static final int FROM_ORIGIN = 60;
    private static final int FOR_PERSON = 10;
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofDays(2);

    private final JdbcClient jdbc;
    private final Clock clock;

    Tickets(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A new ticket's secret; empty when too many were asked for within the hour, for this address, this account or this
     * wallet, or from this origin.
     *
     * @param origin where the wish comes from, such as a network address
     */
    Optional<String> issue(
            Purpose purpose,
            @Nullable Address address,
            @Nullable WalletId wallet,
            @Nullable Owner owner,
            String origin) {
        String from = Sha256.hex(origin);
        boolean tooMany = address != null && since("address_key", address.key()) >= FOR_ADDRESS
                || owner != null && since("person_id", owner.person().value()) >= FOR_PERSON
                || wallet != null && since("wallet_id", wallet.value()) >= FOR_PERSON
                || since("asked_from", from) >= FROM_ORIGIN;
        if (tooMany) {
            return Optional.empty();
        }
        String secret = purpose == Purpose.CODE ? Codes.fresh() : Unguessable.text();
        Instant now = clock.instant();
        jdbc.sql(
                        "insert into wallet_ticket (token_hash, purpose, address, address_key, wallet_id, tenant_id, person_id,"
                                + " asked_from, created_at, expires_at)"
                                + " values (:hash, :purpose, :address, :key, :wallet, :tenant, :person, :from, :now, :expires)")
                .param("hash", Sha256.hex(secret))
                .param("purpose", purpose.name())
                .param("address", address == null ? null : address.text())
                .param("key", address == null ? null : address.key())
                .param("wallet", wallet == null ? null : wallet.value())
                .param("tenant", owner == null ? null : owner.tenant().value())
                .param("person", owner == null ? null : owner.person().value())
                .param("from", from)
                .param("now", Timestamp.from(now))
                .param("expires", Timestamp.from(now.plus(life(purpose))))
                .update();
        return Optional.of(secret);
    }

    private static Duration life(Purpose purpose) {
        return switch (purpose) {
            case SIGN_IN -> TO_SIGN_IN;
            case CODE -> TO_TYPE;
            case CLAIM, ADDRESS -> TO_VERIFY;
        };
    }

    private int since(String column, Object value) {
        return jdbc.sql("select count(*) from wallet_ticket where " + column + " = :value and created_at > :since")
                .param("value", value)
                .param("since", Timestamp.from(clock.instant().minus(WINDOW)))
                .query(Integer.class)
                .single();
    }

    /** The ticket, as long as it is good; looking at it does not use it up. */
    Optional<Ticket> find(String secret) {
        return jdbc.sql("select token_hash, purpose, address, wallet_id, tenant_id, person_id from wallet_ticket"
                        + " where token_hash = :hash and used_at is null and expires_at > :now")
                .param("hash", Sha256.hex(secret))
                .param("now", Timestamp.from(clock.instant()))
                .query((row, n) -> ticket(row))
                .optional();
    }

    /** Whether this call used it up; of two at once one does. */
    boolean use(Ticket ticket) {
        return jdbc.sql("update wallet_ticket set used_at = :now"
                                + " where token_hash = :hash and used_at is null and expires_at > :now")
                        .param("now", Timestamp.from(clock.instant()))
                        .param("hash", ticket.tokenHash())
                        .update()
                == 1;
    }

    int forgetOld() {
        return jdbc.sql("delete from wallet_ticket where created_at < :before")
                .param("before", Timestamp.from(clock.instant().minus(KEPT)))
                .update();
    }

    private static Ticket ticket(ResultSet row) throws SQLException {
        String address = row.getString("address");
        UUID wallet = row.getObject("wallet_id", UUID.class);
        UUID person = row.getObject("person_id", UUID.class);
        return new Ticket(
                row.getString("token_hash"),
                Purpose.valueOf(row.getString("purpose")),
                address == null ? null : new Address(address),
                wallet == null ? null : new WalletId(wallet),
                person == null
                        ? null
                        : new Owner(new TenantId(row.getObject("tenant_id", UUID.class)), new PersonId(person)));
    }
}
