package dev.laurel.lti.launch;

import static dev.laurel.lti.launch.FakePlatform.bareJwk;
import static dev.laurel.lti.launch.FakePlatform.jwk;
import static dev.laurel.lti.launch.FakePlatform.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetsTests {

    @Test
    void takesRsaKeysThatMayVerify() throws IOException {
        assertThat(parse(jwk("full", 0), bareJwk("bare", 1), with("key_ops", List.of("verify"))))
                .containsOnlyKeys("full", "bare", "key");
    }

    @Test
    void passesOverWhatCannotVerifyRs256() throws IOException {
        assertThat(parse(
                        with("use", "enc"),
                        with("alg", "RS512"),
                        with("alg", "RSA-OAEP"),
                        with("key_ops", List.of("encrypt")),
                        with("kid", null),
                        with("kty", "EC"),
                        with("kty", "unheard of"),
                        with("n", "AQAB"),
                        with("n", "!"),
                        with("e", null),
                        map("kty", "oct", "kid", "key", "k", "c2VjcmV0")))
                .isEmpty();
    }

    @Test
    void theFirstOfOneNameCounts() throws IOException {
        assertThat(parse(jwk("twice", 0), jwk("twice", 1)))
                .containsExactly(Map.entry("twice", FakePlatform.keyPair(0).getPublic()));
    }

    /** Each would be kept ready for use, for as long as the platform is known. */
    @Test
    void ofAFloodOfKeysAFewHundredAreKept() throws IOException {
        List<Map<String, Object>> flood = IntStream.range(0, 10_000)
                .mapToObj(number -> jwk("key " + number, number % 2))
                .toList();
        assertThat(KeySets.parse(FakePlatform.JSON.writeValueAsString(Map.of("keys", flood))))
                .hasSizeBetween(100, 500)
                .containsKey("key 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{}", "{\"keys\":5}", "<html>", "{\"keys\":[5]}", "{\"keys\":\"x\"}"})
    void refusesWhatIsNoKeySet(String text) {
        assertThatIOException().isThrownBy(() -> KeySets.parse(text));
    }

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> jwk = jwk("key", 0);
        if (value == null) {
            jwk.remove(name);
        } else {
            jwk.put(name, value);
        }
        return jwk;
    }

    @SafeVarargs
    private static Map<String, PublicKey> parse(Map<String, Object>... keys) throws IOException {
        return KeySets.parse(FakePlatform.JSON.writeValueAsString(Map.of("keys", Arrays.asList(keys))));
    }
}
