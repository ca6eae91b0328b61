package dev.laurel.webhook;

import dev.laurel.system.Ids;
import dev.laurel.system.KeyVault;
import dev.laurel.system.SealedColumn;
import dev.laurel.tenant.TenantId;
import dev.laurel.webhook.Endpoint.State;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Endpoints and their secrets, which never lie in the database as they are. */
@Component
class Endpoints {

    /** So long the secret before is used beside a new one. */
    static final Duration OVERLAP = Duration.ofHours(24);

    /** After so long in which nothing arrived an endpoint is given up. */
    static final Duration GIVEN_UP_AFTER = Duration.ofDays(3);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final int MOST = 200;
    private static final String PURPOSE = "webhook-secret";
    private static final String COLUMNS = "select id, tenant_id, name, url, types, authority, state, state_since,"
            + " previous_until, failures, failing_since, created_at, created_by from webhook_endpoint";

    private final JdbcClient jdbc;
    private final KeyVault vault;
    private final Clock clock;

    @Bean
    static SealedColumn webhookSecrets() {
        return SealedColumn.of("webhook_endpoint", "secret", PURPOSE, "id");
    }

    @Bean
    static SealedColumn webhookSecretsFromBefore() {
        return SealedColumn.of("webhook_endpoint", "previous_secret", PURPOSE, "id");
    }

    Endpoints(JdbcClient jdbc, KeyVault vault, Clock clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.clock = clock;
    }

    /** An endpoint just made or given a new secret. @param secret to be shown once */
    record WithSecret(EndpointId id, String secret) {}

    WithSecret make(
            TenantId tenant, String name, URI url, Set<EventType> types, @Nullable String authority, String by) {
        EndpointId id = new EndpointId(Ids.next());
        byte[] secret = Signing.newSecret();
        jdbc.sql("insert into webhook_endpoint (id, tenant_id, name, url, types, authority, secret, state, state_since,"
                        + " failures, next_at, created_at, created_by) values (:id, :tenant, :name, :url, :types,"
                        + " :authority, :secret, 'ACTIVE', :now, 0, :now, :now, :by)")
                .param("id", id.value())
                .param("tenant", tenant.value())
                .param("name", name)
                .param("url", url.toString())
                .param("types", types.stream().map(EventType::text).sorted().collect(Collectors.joining(" ")))
                .param("authority", authority)
                .param("secret", vault.seal(PURPOSE, secret))
                .param("now", now())
                .param("by", by)
                .update();
        return new WithSecret(id, Signing.shown(secret));
    }

    /** A new secret; the one before is good for {@link #OVERLAP} longer, and one before that no longer. */
    WithSecret rotate(Endpoint endpoint) {
        byte[] secret = Signing.newSecret();
        jdbc.sql("update webhook_endpoint set previous_secret = secret, previous_until = :until, secret = :secret"
                        + " where id = :id")
                .param("until", Timestamp.from(clock.instant().plus(OVERLAP)))
                .param("secret", vault.seal(PURPOSE, secret))
                .param("id", endpoint.id().value())
                .update();
        return new WithSecret(endpoint.id(), Signing.shown(secret));
    }

    /** Those to sign with now, the new one first. */
    List<byte[]> secrets(EndpointId id) {
        return jdbc.sql("select secret, previous_secret, previous_until from webhook_endpoint where id = :id")
                .param("id", id.value())
                .query((row, n) -> {
                    List<byte[]> secrets = new ArrayList<>();
                    secrets.add(vault.open(PURPOSE, row.getBytes("secret")));
                    Timestamp until = row.getTimestamp("previous_until");
                    if (until != null && until.toInstant().isAfter(clock.instant())) {
                        secrets.add(vault.open(PURPOSE, row.getBytes("previous_secret")));
                    }
                    return secrets;
                })
                .single();
    }

    /** Of some tenants, in the order in which they were made. */
    List<Endpoint> of(Collection<TenantId> tenants) {
        return tenants.isEmpty()
                ? List.of()
                : jdbc.sql(COLUMNS + " where tenant_id in (:tenants) order by created_at, id fetch first " + MOST
                                + " rows only")
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .query((row, n) -> read(row))
                        .list();
    }

    /** Whether anybody of a tenant wants to be told of anything. */
    public boolean anyOf(TenantId tenant) {
        return !jdbc.sql("select 1 from webhook_endpoint where tenant_id = :tenant fetch first 1 row only")
                .param("tenant", tenant.value())
                .query(Integer.class)
                .list()
                .isEmpty();
    }

    /** Of all tenants, for an operator; page from 0. */
    List<Endpoint> all(int page, int pageSize) {
        return jdbc.sql(COLUMNS + " order by created_at desc, id offset :offset rows fetch first :size rows only")
                .param("offset", (long) page * pageSize)
                .param("size", pageSize)
                .query((row, n) -> read(row))
                .list();
    }

    Optional<Endpoint> find(EndpointId id) {
        return jdbc.sql(COLUMNS + " where id = :id")
                .param("id", id.value())
                .query((row, n) -> read(row))
                .optional();
    }

    /** By a person. What waited while it was paused is sent at once when it goes on. */
    void move(EndpointId id, State to) {
        jdbc.sql("update webhook_endpoint set state = :state, state_since = :now, failures = 0, failing_since = null,"
                        + " next_at = :now where id = :id")
                .param("state", to.name())
                .param("now", now())
                .param("id", id.value())
                .update();
    }

    /** With everything that was sent to it. */
    @Transactional
    public void remove(EndpointId id) {
        for (String sql : List.of(
                "delete from webhook_attempt where delivery_id in"
                        + " (select d.id from webhook_delivery d where d.endpoint_id = :id)",
                "delete from webhook_delivery where endpoint_id = :id",
                "delete from webhook_endpoint where id = :id")) {
            jdbc.sql(sql).param("id", id.value()).update();
        }
    }

    /**
     * A call that may be made now.
     *
     * @param until nobody else calls until then, or until it has ended; null where everybody may call
     */
    record Turn(@Nullable Instant until) {

        static final Turn OF_ANYBODY = new Turn(null);
    }

    /**
     * Whether the caller may call it now. One at which the last call failed is called by whoever asks first, and by nobody
     * else until that call has ended or its node has died.
     */
    Optional<Turn> turn(EndpointId id, Duration lease) {
        Instant now = clock.instant();
        boolean isHealthy = !jdbc.sql("select 1 from webhook_endpoint where id = :id and state = 'ACTIVE'"
                        + " and failures = 0 and next_at <= :now")
                .param("id", id.value())
                .param("now", Timestamp.from(now))
                .query(Integer.class)
                .list()
                .isEmpty();
        if (isHealthy) {
            return Optional.of(Turn.OF_ANYBODY);
        }
        // Compared with later, and no database keeps more of it.
        Instant until = now.plus(lease).truncatedTo(ChronoUnit.MICROS);
        int taken = jdbc.sql("update webhook_endpoint set next_at = :lease where id = :id and state = 'ACTIVE'"
                        + " and failures > 0 and next_at <= :now")
                .param("lease", Timestamp.from(until))
                .param("id", id.value())
                .param("now", Timestamp.from(now))
                .update();
        return taken == 1 ? Optional.of(new Turn(until)) : Optional.empty();
    }

    /** There was nothing to call it with after all: the next may. What others have written since stays. */
    void notCalled(EndpointId id, Turn turn) {
        if (turn.until() == null) {
            return;
        }
        jdbc.sql("update webhook_endpoint set next_at = :now where id = :id and next_at = :until")
                .param("now", now())
                .param("id", id.value())
                .param("until", Timestamp.from(turn.until()))
                .update();
    }

    void arrived(EndpointId id) {
        jdbc.sql("update webhook_endpoint set failures = 0, failing_since = null, next_at = :now"
                        + " where id = :id and failures > 0")
                .param("now", now())
                .param("id", id.value())
                .update();
    }

    /**
     * Nothing arrived: the whole endpoint is left alone for a while, and given up after days of that.
     *
     * @param gone whether it said that it never wants to be told again
     * @return whether it was given up now
     */
    boolean failed(Endpoint endpoint, boolean gone) {
        Instant now = clock.instant();
        Instant since = endpoint.failingSince() == null ? now : endpoint.failingSince();
        boolean giveUp = gone || !since.plus(GIVEN_UP_AFTER).isAfter(now);
        int factor = 1 << Math.min(endpoint.failures(), 8);
        Duration pause = FIRST_PAUSE.multipliedBy(factor);
        jdbc.sql("update webhook_endpoint set failures = :failures, failing_since = coalesce(failing_since, :now),"
                        + " next_at = :next, state = case when :give then 'GIVEN_UP' else state end,"
                        + " state_since = case when :give then :now else state_since end"
                        + " where id = :id and state = 'ACTIVE'")
                // Of what failed at the same time on several nodes, one counts.
                .param("failures", endpoint.failures() + 1)
                .param("now", Timestamp.from(now))
                .param("next", Timestamp.from(now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause)))
                .param("give", giveUp)
                .param("id", endpoint.id().value())
                .update();
        return giveUp;
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static Endpoint read(ResultSet row) throws SQLException {
        return new Endpoint(
                new EndpointId(row.getObject("id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getString("name"),
                URI.create(row.getString("url")),
                Arrays.stream(row.getString("types").split(" "))
                        .flatMap(text -> EventType.of(text).stream())
                        .collect(Collectors.toSet()),
                row.getString("authority"),
                State.valueOf(row.getString("state")),
                row.getTimestamp("state_since").toInstant(),
                instant(row.getTimestamp("previous_until")),
                row.getInt("failures"),
                instant(row.getTimestamp("failing_since")),
                row.getTimestamp("created_at").toInstant(),
                row.getString("created_by"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
