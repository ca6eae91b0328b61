package dev.laurel.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.system.KeyVault;
import dev.laurel.system.Post;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Mails that a mail server did not take when they were written. */
@LaurelTest
class MailsTests {

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private KeyVault vault;

    @Autowired
    private Post post;

    private final List<LetterOwed> owed = new ArrayList<>();
    private final String address = "letters-" + UUID.randomUUID() + "@example.org";

    @Test
    @DisplayName("a link is not sent after a day, for it opens nothing any more, and is kept no longer")
    void aLinkIsOfUseForADay() {
        at(Duration.ZERO).write(new Address(address), "Your link", "a link");

        at(Duration.ofHours(25)).on(owed.get(0));

        assertThat(Mailbox.to(address)).isEmpty();
        assertThat(kept()).isZero();
    }

    @Test
    @DisplayName("news that is of use for a week is sent when the mail server takes it again after three days, once")
    void newsIsOfUseForLonger() {
        at(Duration.ZERO).write(new Address(address), "It ends soon", "the badge", Duration.ofDays(7));

        at(Duration.ofDays(3)).on(owed.get(0));
        at(Duration.ofDays(3)).on(owed.get(0));

        assertThat(Mailbox.latest(address, 1).subject()).isEqualTo("It ends soon");
        assertThat(Mailbox.to(address)).hasSize(1);
        assertThat(kept()).isZero();
    }

    private Mails at(Duration later) {
        Instant then = Instant.now().plus(later);
        return new Mails(jdbc, vault, event -> owed.add((LetterOwed) event), post, Clock.fixed(then, ZoneOffset.UTC));
    }

    private int kept() {
        return jdbc.sql("select count(*) from wallet_letter where id = :id")
                .param("id", owed.get(0).letter())
                .query(Integer.class)
                .single();
    }
}
