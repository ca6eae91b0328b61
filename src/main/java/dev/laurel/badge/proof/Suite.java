package dev.laurel.badge.proof;

import com.apicatalog.jcs.Jcs;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kind of proof that can be checked here. Laurel signs with the first alone.
 *
 * @see <a href="https://www.w3.org/TR/vc-di-ecdsa/">Data Integrity ECDSA Cryptosuites 1.0</a>
 * @see <a href="https://www.w3.org/TR/vc-di-eddsa/">Data Integrity EdDSA Cryptosuites 1.0</a>
 */
enum Suite {
    EDDSA_RDFC_2022(Multikey.Kind.ED25519, false),
    EDDSA_JCS_2022(Multikey.Kind.ED25519, true),
    /** With SHA-256 and keys of P-256 only. */
    ECDSA_RDFC_2019(Multikey.Kind.P256, false),
    ECDSA_JCS_2019(Multikey.Kind.P256, true),
    /** Of before Data Integrity: a type of its own, and otherwise the same as the first. */
    ED25519_SIGNATURE_2020(Multikey.Kind.ED25519, false);

    private static final String OLD_TYPE = "Ed25519Signature2020";

    private final Multikey.Kind key;
    private final boolean text;

    Suite(Multikey.Kind key, boolean text) {
        this.key = key;
        this.text = text;
    }

    static Optional<Suite> of(String type, String cryptosuite) {
        if (type.equals(OLD_TYPE)) {
            return Optional.of(ED25519_SIGNATURE_2020);
        }
        return type.equals(DataIntegrity.TYPE)
                ? Arrays.stream(values())
                        .filter(suite -> suite != ED25519_SIGNATURE_2020)
                        .filter(suite -> suite.word().equals(cryptosuite))
                        .findFirst()
                : Optional.empty();
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Multikey.Kind key() {
        return key;
    }

    /** Whether it covers the JSON as it stands, and not what it means. */
    boolean coversText() {
        return text;
    }

    /**
     * What is signed.
     *
     * @param document without its proof
     * @param options the proof without its value
     * @throws NotCoveredByProof when a part of the document would be left unsigned
     */
    byte[] hashData(JsonObject document, JsonObject options) throws NotCoveredByProof {
        if (!text) {
            return DataIntegrity.hashData(document, options);
        }
        JsonObject signed = document;
        if (options.containsKey("@context")) {
            if (!sameContexts(document.get("@context"), options.get("@context"))) {
                throw new NotCoveredByProof("@context", "The proof names other contexts than the document");
            }
            signed = DataIntegrity.JSON
                    .createObjectBuilder(document)
                    .add("@context", options.get("@context"))
                    .build();
        }
        byte[] first = sha256(Jcs.canonize(options));
        byte[] second = sha256(Jcs.canonize(signed));
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** The same contexts: what a document has beyond those that were signed would give its words another meaning. */
    private static boolean sameContexts(@Nullable JsonValue contexts, JsonValue first) {
        if (contexts instanceof JsonArray all && first instanceof JsonArray those) {
            return all.equals(those);
        }
        return contexts instanceof JsonString && contexts.equals(first);
    }

    private static byte[] sha256(String text) {
        return DataIntegrity.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
