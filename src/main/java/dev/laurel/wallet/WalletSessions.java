package dev.laurel.wallet;

import dev.laurel.system.Sha256;
import dev.laurel.system.Unguessable;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Browsers in which somebody opened a wallet. */
@Component
class WalletSessions {

    static final Duration LIFE = Duration.ofDays(7);

    private final JdbcClient jdbc;
    private final Clock clock;

    WalletSessions(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The secret for the browser's cookie. */
    String begin(WalletId wallet) {
        String secret = Unguessable.text();
        Instant now = clock.instant();
        jdbc.sql("insert into wallet_session (token_hash, wallet_id, began_at, ends_at)"
                        + " values (:hash, :wallet, :now, :end)")
                .param("hash", Sha256.hex(secret))
                .param("wallet", wallet.value())
                .param("now", Timestamp.from(now))
                .param("end", Timestamp.from(now.plus(LIFE)))
                .update();
        return secret;
    }

    Optional<WalletId> find(String secret) {
        return jdbc.sql("select wallet_id from wallet_session where token_hash = :hash and ends_at > :now")
                .param("hash", Sha256.hex(secret))
                .param("now", Timestamp.from(clock.instant()))
                .query(UUID.class)
                .optional()
                .map(WalletId::new);
    }

    void end(String secret) {
        jdbc.sql("delete from wallet_session where token_hash = :hash")
                .param("hash", Sha256.hex(secret))
                .update();
    }

    /** In every browser. */
    void endAll(WalletId wallet) {
        jdbc.sql("delete from wallet_session where wallet_id = :wallet")
                .param("wallet", wallet.value())
                .update();
    }

    int forgetEnded() {
        return jdbc.sql("delete from wallet_session where ends_at <= :now")
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }
}
