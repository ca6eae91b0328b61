package dev.laurel.lti.launch;

import java.io.IOException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.lang.JoseException;

/** Reads JSON Web Key Sets (RFC 7517, section 5): what cannot verify RS256 is passed over, as the standard asks. */
public final class KeySets {

    private static final int SHORTEST = 2048;
    /** Platforms publish a handful; each is kept ready for use. */
    private static final int MOST = 200;

    private KeySets() {}

    /**
     * The usable keys by their ids.
     *
     * @throws IOException when it is no key set at all
     */
    public static Map<String, PublicKey> parse(String json) throws IOException {
        JsonWebKeySet set;
        try {
            set = new JsonWebKeySet(json);
        } catch (JoseException | RuntimeException e) {
            throw new IOException("it is no JSON Web Key Set", e);
        }
        Map<String, PublicKey> keys = new HashMap<>();
        for (JsonWebKey jwk : set.getJsonWebKeys()) {
            if (keys.size() == MOST) {
                break;
            }
            if (jwk instanceof RsaJsonWebKey rsa && verifiesRs256(rsa)) {
                keys.putIfAbsent(rsa.getKeyId(), rsa.getRsaPublicKey());
            }
        }
        return Map.copyOf(keys);
    }

    /** {@code alg}, {@code use} and {@code key_ops} may be absent (RFC 7517, sections 4.2 to 4.4). */
    private static boolean verifiesRs256(RsaJsonWebKey key) {
        List<String> operations = key.getKeyOps();
        return key.getKeyId() != null
                && (key.getUse() == null || key.getUse().equals(Use.SIGNATURE))
                && (key.getAlgorithm() == null || key.getAlgorithm().equals(AlgorithmIdentifiers.RSA_USING_SHA256))
                && (operations == null || operations.contains("verify"))
                && isLongEnough(key.getRsaPublicKey());
    }

    private static boolean isLongEnough(RSAPublicKey key) {
        return key.getModulus().bitLength() >= SHORTEST;
    }
}
