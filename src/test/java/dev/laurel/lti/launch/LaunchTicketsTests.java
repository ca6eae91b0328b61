package dev.laurel.lti.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.lti.LaunchId;
import dev.laurel.lti.RegistrationId;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LaunchTicketsTests {

    private final LaunchTickets tickets = new LaunchTickets(new byte[32]);
    private final LoginState login = new LoginState(
            new RegistrationId(UUID.randomUUID()),
            Secrets.newText(),
            "https://tool.example/lti/launch",
            null,
            Instant.ofEpochSecond(1_800_000_000L),
            Secrets.hash("cookie"),
            "frame");
    private final LaunchTicket ticket = LaunchTicket.of(
            new LaunchId(UUID.randomUUID()),
            Secrets.random(32),
            login,
            "state",
            Instant.ofEpochMilli(1_800_000_009_000L));

    @Test
    void opensWhatItSealed() {
        LaunchTicket opened = tickets.open(tickets.seal(ticket)).orElseThrow();
        assertThat(opened).usingRecursiveComparison().isEqualTo(ticket);
    }

    @Test
    void opensNothingThatWasChanged() {
        byte[] sealed = Base64.getUrlDecoder().decode(tickets.seal(ticket));
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThat(tickets.open(Base64.getUrlEncoder().encodeToString(changed)))
                    .as("byte %d", i)
                    .isEmpty();
        }
        assertThat(tickets.open("")).isEmpty();
        assertThat(tickets.open("A".repeat(100_000))).isEmpty();
    }

    @Test
    void aLoginIsNoTicketAndATicketNoLogin() {
        assertThat(tickets.open(new LoginStates(new byte[32]).seal(login))).isEmpty();
        assertThat(new LoginStates(new byte[32]).open(tickets.seal(ticket))).isEmpty();
    }

    @Test
    void onlyBothValuesOfTheLoginProveIt() {
        assertThat(ticket.isProvedBy("state", login.nonce())).isTrue();
        assertThat(ticket.isProvedBy("state", "nonce")).isFalse();
        assertThat(ticket.isProvedBy("other", login.nonce())).isFalse();
        assertThat(ticket.isProvedBy(login.nonce(), "state")).isFalse();
    }

    @Test
    void orTheCookieOfTheLogin() {
        assertThat(ticket.isProvedBy("cookie")).isTrue();
        assertThat(ticket.isProvedBy("another")).isFalse();
        assertThat(ticket.isProvedBy(null)).isFalse();
    }

    @Test
    void itLastsThreeMinutes() {
        assertThat(ticket.isExpiredAt(ticket.issuedAt().plusSeconds(180))).isFalse();
        assertThat(ticket.isExpiredAt(ticket.issuedAt().plusSeconds(181))).isTrue();
    }
}
