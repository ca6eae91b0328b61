package dev.laurel.lti.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.lti.RegistrationId;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LoginStatesTests {

    private final LoginStates states = new LoginStates(new byte[32]);
    private final LoginState login = new LoginState(
            new RegistrationId(UUID.randomUUID()),
            Secrets.newText(),
            "https://tool.example/lti/launch?mc=ü",
            "318:7db4",
            Instant.ofEpochSecond(1_800_000_000L),
            Secrets.hash("browser"));

    @Test
    void opensWhatItSealed() {
        assertThat(states.open(states.seal(login))).contains(login);
        LoginState nameless = new LoginState(
                login.registration(), login.nonce(), "https://tool.example/", null, login.issuedAt(), login.browser());
        assertThat(states.open(states.seal(nameless))).contains(nameless);
    }

    @Test
    void neverSealsAlike() {
        assertThat(states.seal(login)).isNotEqualTo(states.seal(login));
    }

    @Test
    void hidesWhatItHolds() {
        byte[] sealed = Base64.getUrlDecoder().decode(states.seal(login));
        assertThat(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain(login.nonce())
                .doesNotContain("tool.example");
    }

    @Test
    void opensNothingThatWasChangedAtAnyPlace() {
        byte[] sealed = Base64.getUrlDecoder().decode(states.seal(login));
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThat(states.open(Base64.getUrlEncoder().encodeToString(changed)))
                    .as("byte %d", i)
                    .isEmpty();
        }
    }

    @Test
    void opensNothingOfAnotherKey() {
        byte[] other = new byte[32];
        other[0] = 1;
        assertThat(new LoginStates(other).open(states.seal(login))).isEmpty();
    }

    @Test
    void opensNoNonsense() {
        for (String nonsense : new String[] {"", "x", "not base64!", "A".repeat(38), "A".repeat(100_000)}) {
            assertThat(states.open(nonsense)).isEmpty();
        }
    }

    @Test
    void aLoginLastsTenMinutes() {
        assertThat(login.isExpiredAt(login.issuedAt().plusSeconds(600))).isFalse();
        assertThat(login.isExpiredAt(login.issuedAt().plusSeconds(601))).isTrue();
    }
}
