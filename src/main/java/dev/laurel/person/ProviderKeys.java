package dev.laurel.person;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.person.ProviderProblem.Kind;
import java.net.URI;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The public keys of providers. A key that is not known makes for one fetch, so that a provider may change keys at any time;
 * made-up key ids are no way to have it flooded.
 */
@Component
class ProviderKeys {

    /** All that is taken: no secret is shared, and a token says nothing about what it may be verified with. */
    static final Set<String> ALGORITHMS = Set.of(
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);

    private static final int SHORTEST = 2048;
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final ProviderDiscovery discovery;
    private final Clock clock;
    private final Cache<URI, Fetched> known =
            Caffeine.newBuilder().maximumSize(200).build();

    ProviderKeys(ProviderDiscovery discovery, Clock clock) {
        this.discovery = discovery;
        this.clock = clock;
    }

    /** @param missedAt when it was fetched because a key was missing */
    private record Fetched(List<JsonWebKey> keys, Instant at, Instant missedAt) {}

    /**
     * The key of that id for the algorithm; the only one where the token names none (OpenID Connect Core 1.0, section 10.1).
     *
     * @throws ProviderProblem when there is none, or the provider cannot be asked
     */
    Key find(URI keySet, @Nullable String keyId, String algorithm) throws ProviderProblem {
        Instant now = clock.instant();
        Fetched before = known.getIfPresent(keySet);
        if (before == null || before.at().plus(FRESH).isBefore(now)) {
            before = new Fetched(fetch(keySet), now, Instant.EPOCH);
            known.put(keySet, before);
        }
        Optional<Key> key = find(before, keyId, algorithm);
        if (key.isEmpty() && before.missedAt().plus(PAUSE).isBefore(now)) {
            Fetched again = new Fetched(fetch(keySet), now, now);
            known.put(keySet, again);
            key = find(again, keyId, algorithm);
        }
        return key.orElseThrow(() -> new ProviderProblem(Kind.NOT_GENUINE, "no key " + keyId + " for " + algorithm));
    }

    private static Optional<Key> find(Fetched fetched, @Nullable String keyId, String algorithm) {
        List<JsonWebKey> fitting = fetched.keys().stream()
                .filter(key -> verifies(key, algorithm))
                .filter(key -> keyId == null || keyId.equals(key.getKeyId()))
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0).getKey()) : Optional.empty();
    }

    /** Whether there is any key there that can verify one of its tokens. */
    boolean hasUsable(URI keySet) throws ProviderProblem {
        return fetch(keySet).stream()
                .anyMatch(key -> ALGORITHMS.stream().anyMatch(algorithm -> verifies(key, algorithm)));
    }

    private List<JsonWebKey> fetch(URI keySet) throws ProviderProblem {
        try {
            return new JsonWebKeySet(discovery.fetch(keySet).toString()).getJsonWebKeys();
        } catch (JoseException | RuntimeException e) {
            throw new ProviderProblem(Kind.NO_KEYS, "no key set");
        }
    }

    /** {@code alg} and {@code use} may be absent (RFC 7517, sections 4.2 and 4.4). */
    private static boolean verifies(JsonWebKey key, String algorithm) {
        boolean meant = (key.getUse() == null || key.getUse().equals(Use.SIGNATURE))
                && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm));
        if (!meant) {
            return false;
        }
        if (algorithm.equals(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256)) {
            return key instanceof EllipticCurveJsonWebKey curve
                    && EllipticCurves.P_256.equals(EllipticCurves.getSpec(curve.getCurveName()));
        }
        return key instanceof RsaJsonWebKey rsa
                && rsa.getRsaPublicKey().getModulus().bitLength() >= SHORTEST;
    }
}
