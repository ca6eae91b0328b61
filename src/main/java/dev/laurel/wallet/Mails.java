package dev.laurel.wallet;

import dev.laurel.system.Ids;
import dev.laurel.system.KeyVault;
import dev.laurel.system.Post;
import dev.laurel.system.SealedColumn;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Mails: written with what caused them, sent afterwards, and tried again for as long as they can be of use. */
@Component
class Mails {

    private static final Logger log = LoggerFactory.getLogger(Mails.class);
    private static final String VAULT_PURPOSE = "wallet-letter";
    /** A link that is asked for anew by then. */
    private static final Duration OF_USE = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final KeyVault vault;
    private final ApplicationEventPublisher events;
    private final Post post;
    private final Clock clock;

    @Bean
    static SealedColumn owedLetters() {
        return SealedColumn.of("wallet_letter", "sealed", VAULT_PURPOSE, "id");
    }

    Mails(JdbcClient jdbc, KeyVault vault, ApplicationEventPublisher events, Post post, Clock clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.events = events;
        this.post = post;
        this.clock = clock;
    }

    /** Whether mails reach anybody. */
    boolean canBeSent() {
        return post.works();
    }

    /** Has a mail sent, once this transaction is through; for a day. */
    @Transactional
    public void write(Address to, String subject, String text) {
        write(to, subject, text, OF_USE);
    }

    /** Has a mail sent, once this transaction is through; tried again for {@code ofUse} where the mail server takes none. */
    @Transactional
    public void write(Address to, String subject, String text, Duration ofUse) {
        UUID id = Ids.next();
        Instant now = clock.instant();
        String letter = to.text() + '\n' + subject.replaceAll("\\s+", " ") + '\n' + text;
        jdbc.sql("insert into wallet_letter (id, sealed, created_at, of_use_until) values (:id, :sealed, :now, :until)")
                .param("id", id)
                .param("sealed", vault.seal(VAULT_PURPOSE, letter.getBytes(StandardCharsets.UTF_8)))
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(now.plus(ofUse)))
                .update();
        events.publishEvent(new LetterOwed(id));
    }

    private record Sealed(byte[] bytes, Instant ofUseUntil) {}

    /** Talks to the mail server outside of any transaction. Told again after it was sent, it finds nothing to send. */
    @ApplicationModuleListener(propagation = Propagation.NOT_SUPPORTED)
    void on(LetterOwed owed) {
        Optional<Sealed> sealed = jdbc.sql("select sealed, of_use_until from wallet_letter where id = :id")
                .param("id", owed.letter())
                .query((row, n) -> new Sealed(
                        row.getBytes("sealed"), row.getTimestamp("of_use_until").toInstant()))
                .optional();
        if (sealed.isEmpty()) {
            return;
        }
        if (sealed.get().ofUseUntil().isBefore(clock.instant())) {
            log.warn("Letter {} could not be sent in time and is of no use any more", owed.letter());
        } else {
            send(new String(vault.open(VAULT_PURPOSE, sealed.get().bytes()), StandardCharsets.UTF_8));
        }
        jdbc.sql("delete from wallet_letter where id = :id")
                .param("id", owed.letter())
                .update();
    }

    private void send(String letter) {
        String[] parts = letter.split("\n", 3);
        if (post.works()) {
            post.send(parts[0], parts[1], parts[2], null, null);
        }
    }
}
