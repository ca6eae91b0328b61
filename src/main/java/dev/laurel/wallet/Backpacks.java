package dev.laurel.wallet;

import dev.laurel.system.Ids;
import dev.laurel.system.KeyVault;
import dev.laurel.system.NotFound;
import dev.laurel.system.SealedColumn;
import dev.laurel.system.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The backpacks of wallets, with what opens them, sealed. */
@Repository
class Backpacks {

    static final int MOST = 10;

    private static final String VAULT_PURPOSE = "wallet-backpack";
    private static final Duration TO_ANSWER = Duration.ofMinutes(30);
    private static final Duration LONGEST_TURN = Duration.ofMinutes(10);
    private static final String COLUMNS = "select id, wallet_id, services, account, state, problem, keep_up, language,"
            + " connected_at from wallet_backpack";

    private final JdbcClient jdbc;
    private final KeyVault vault;
    private final JsonMapper json;
    private final Clock clock;

    @Bean
    static SealedColumn keysToBackpacks() {
        return SealedColumn.of("wallet_backpack", "sealed", VAULT_PURPOSE, "id");
    }

    @Bean
    static SealedColumn keysAskedOfBackpacks() {
        return SealedColumn.of("wallet_backpack", "asked_sealed", VAULT_PURPOSE, "id");
    }

    Backpacks(JdbcClient jdbc, KeyVault vault, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.json = json;
        this.clock = clock;
    }

    /** In the order in which they were added. */
    List<Backpack> of(WalletId wallet) {
        return jdbc.sql(COLUMNS + " where wallet_id = :wallet order by created_at, id fetch first " + MOST
                        + " rows only")
                .param("wallet", wallet.value())
                .query((row, n) -> read(row))
                .list();
    }

    /** @throws NotFound when there is none in this wallet */
    Backpack find(WalletId wallet, UUID id) {
        return byId(id).filter(backpack -> backpack.wallet().equals(wallet))
                .orElseThrow(() -> new NotFound("No backpack " + id + " of this wallet"));
    }

    Optional<Backpack> byId(UUID id) {
        return jdbc.sql(COLUMNS + " where id = :id")
                .param("id", id)
                .query((row, n) -> read(row))
                .optional();
    }

    /** The one at that address, with the id of a new one where there is none yet; empty when the wallet has enough. */
    Optional<UUID> idFor(WalletId wallet, BackpackServices services) {
        Optional<UUID> known = jdbc.sql(
                        "select id from wallet_backpack where wallet_id = :wallet and kind = :kind and base = :base")
                .param("wallet", wallet.value())
                .param("kind", services.kind().name())
                .param("base", services.base().toString())
                .query(UUID.class)
                .optional();
        if (known.isPresent()) {
            return known;
        }
        int count = jdbc.sql("select count(*) from wallet_backpack where wallet_id = :wallet")
                .param("wallet", wallet.value())
                .query(Integer.class)
                .single();
        return count >= MOST ? Optional.empty() : Optional.of(Ids.next());
    }

    /**
     * Notes that permission is being asked for, in that browser. What was given before goes on serving until it is given
     * anew.
     *
     * @param keys of the client that asks, with the verifier
     * @param state the secret that comes back with the answer
     * @param browser the secret that only this browser has
     */
    @Transactional
    public void asking(
            WalletId wallet,
            UUID id,
            BackpackServices services,
            BackpackKeys keys,
            String state,
            String browser,
            Locale language) {
        Timestamp now = Timestamp.from(clock.instant());
        int made = jdbc.sql("insert into wallet_backpack (id, wallet_id, kind, base, title, services, state,"
                        + " keep_up, language, created_at) values (:id, :wallet, :kind, :base, :title, :services,"
                        + " 'ASKED', false, :language, :now) on conflict do nothing")
                .param("id", id)
                .param("wallet", wallet.value())
                .param("kind", services.kind().name())
                .param("base", services.base().toString())
                .param("title", services.title())
                .param("services", json.writeValueAsString(services))
                .param("language", language.toLanguageTag())
                .param("now", now)
                .update();
        if (made == 0) {
            jdbc.sql("update wallet_backpack set services = :services, title = :title,"
                            + " language = :language where id = :id and wallet_id = :wallet")
                    .param("services", json.writeValueAsString(services))
                    .param("title", services.title())
                    .param("language", language.toLanguageTag())
                    .param("id", id)
                    .param("wallet", wallet.value())
                    .update();
        }
        jdbc.sql("update wallet_backpack set asked_state = :state, asked_by = :browser, asked_at = :now,"
                        + " asked_sealed = :sealed where id = :id and wallet_id = :wallet")
                .param("sealed", seal(keys))
                .param("state", Sha256.hex(state))
                .param("browser", Sha256.hex(browser))
                .param("now", now)
                .param("id", id)
                .param("wallet", wallet.value())
                .update();
    }

    /** Whether this answer belongs to the question that was asked in this browser a short while ago; true once. */
    boolean answered(WalletId wallet, UUID id, String state, String browser) {
        return jdbc.sql("update wallet_backpack set asked_state = null, asked_by = null, asked_at = null"
                                + " where id = :id and wallet_id = :wallet and asked_state = :state"
                                + " and asked_by = :browser and asked_at > :since")
                        .param("id", id)
                        .param("wallet", wallet.value())
                        .param("state", Sha256.hex(state))
                        .param("browser", Sha256.hex(browser))
                        .param("since", Timestamp.from(clock.instant().minus(TO_ANSWER)))
                        .update()
                == 1;
    }

    /** What opens it, once it has been connected. */
    BackpackKeys keys(UUID id) {
        return keys(id, "sealed");
    }

    /** What permission was asked for with last. */
    BackpackKeys keysAsking(UUID id) {
        return keys(id, "asked_sealed");
    }

    private BackpackKeys keys(UUID id, String column) {
        byte[] sealed = jdbc.sql("select " + column + " from wallet_backpack where id = :id")
                .param("id", id)
                .query((row, n) -> row.getBytes(column))
                .single();
        return json.readValue(
                new String(vault.open(VAULT_PURPOSE, sealed), StandardCharsets.UTF_8), BackpackKeys.class);
    }

    private byte[] seal(BackpackKeys keys) {
        return vault.seal(VAULT_PURPOSE, json.writeValueAsString(keys).getBytes(StandardCharsets.UTF_8));
    }

    /** @param account whose it is there; empty when it does not say */
    void connected(UUID id, BackpackKeys keys, String account) {
        jdbc.sql(
                        "update wallet_backpack set sealed = :sealed, asked_sealed = null, account = :account, state = 'CONNECTED',"
                                + " problem = null, connected_at = :now where id = :id")
                .param("sealed", seal(keys))
                .param("account", account.isEmpty() ? null : account)
                .param("now", Timestamp.from(clock.instant()))
                .param("id", id)
                .update();
    }

    void renewed(UUID id, BackpackKeys keys) {
        jdbc.sql("update wallet_backpack set sealed = :sealed where id = :id")
                .param("sealed", seal(keys))
                .param("id", id)
                .update();
    }

    void broken(UUID id, BackpackProblem.Kind why) {
        jdbc.sql("update wallet_backpack set state = 'BROKEN', problem = :problem where id = :id")
                .param("problem", why.name())
                .param("id", id)
                .update();
    }

    void keepUp(WalletId wallet, UUID id, boolean keepUp) {
        int changed = jdbc.sql("update wallet_backpack set keep_up = :keepUp where id = :id and wallet_id = :wallet")
                .param("keepUp", keepUp)
                .param("id", id)
                .param("wallet", wallet.value())
                .update();
        if (changed == 0) {
            throw new NotFound("No backpack " + id + " of this wallet");
        }
    }

    /** Forgets a backpack and what opened it. What was put in stays there. */
    @Transactional
    public void remove(WalletId wallet, UUID id) {
        find(wallet, id);
        jdbc.sql("delete from wallet_push where backpack_id = :id")
                .param("id", id)
                .update();
        jdbc.sql("delete from wallet_backpack where id = :id and wallet_id = :wallet")
                .param("id", id)
                .param("wallet", wallet.value())
                .update();
    }

    /** Whether it is this caller's turn to speak to the backpack: two at once would use up each other's tokens. */
    boolean takeTurn(UUID id) {
        Instant now = clock.instant();
        return jdbc.sql("update wallet_backpack set busy_until = :until"
                                + " where id = :id and (busy_until is null or busy_until < :now)")
                        .param("until", Timestamp.from(now.plus(LONGEST_TURN)))
                        .param("id", id)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    void endTurn(UUID id) {
        jdbc.sql("update wallet_backpack set busy_until = null where id = :id")
                .param("id", id)
                .update();
    }

    private Backpack read(ResultSet row) throws SQLException {
        @Nullable String problem = row.getString("problem");
        return new Backpack(
                row.getObject("id", UUID.class),
                new WalletId(row.getObject("wallet_id", UUID.class)),
                json.readValue(row.getString("services"), BackpackServices.class),
                row.getString("account"),
                Backpack.State.valueOf(row.getString("state")),
                problem == null ? null : BackpackProblem.Kind.valueOf(problem),
                row.getBoolean("keep_up"),
                Locale.forLanguageTag(row.getString("language")),
                Optional.ofNullable(row.getTimestamp("connected_at"))
                        .map(Timestamp::toInstant)
                        .orElse(null));
    }
}
