package dev.laurel.lti.launch;

import dev.laurel.system.KeyVault;
import dev.laurel.system.SealedColumn;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Symmetric keys that all nodes share: made by the first that needs one, stored sealed. */
@Component
class SharedSecrets {

    private final JdbcClient jdbc;
    private final KeyVault vault;
    private final Clock clock;

    @Bean
    static SealedColumn secretsOfAllNodes() {
        return new SealedColumn("lti_secret", List.of("purpose"), "sealed", null);
    }

    SharedSecrets(JdbcClient jdbc, KeyVault vault, Clock clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.clock = clock;
    }

    /** 256 bits, the same at every call and on every node. */
    byte[] get(String purpose) {
        jdbc.sql("insert into lti_secret (purpose, sealed, created_at) values (:purpose, :sealed, :now) "
                        + "on conflict do nothing")
                .param("purpose", purpose)
                .param("sealed", vault.seal(purpose, Secrets.random(32)))
                .param("now", Timestamp.from(clock.instant()))
                .update();
        return vault.open(
                purpose,
                jdbc.sql("select sealed from lti_secret where purpose = :purpose")
                        .param("purpose", purpose)
                        .query(byte[].class)
                        .single());
    }
}
