package dev.laurel.badge.proof;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.List;
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
    EDDSA_RDFC_2022(false, Multikey.Kind.ED25519),
    EDDSA_JCS_2022(true, Multikey.Kind.ED25519),
    /** With P-384, SHA-384 takes the place of SHA-256 everywhere, the canonical form included. */
    ECDSA_RDFC_2019(false, Multikey.Kind.P256, Multikey.Kind.P384),
    ECDSA_JCS_2019(true, Multikey.Kind.P256, Multikey.Kind.P384),
    /** Of before Data Integrity: a type of its own, and otherwise the same as the first. */
    ED25519_SIGNATURE_2020(false, Multikey.Kind.ED25519);

    private static final String OLD_TYPE = "Ed25519Signature2020";

    private final boolean text;
    private final List<Multikey.Kind> keys;

    Suite(boolean text, Multikey.Kind... keys) {
        this.text = text;
        this.keys = List.of(keys);
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

    /** How it is called. */
    String word() {
        return this == ED25519_SIGNATURE_2020
                ? OLD_TYPE
                : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** By which kind of key a signature of that length would be; empty when by none. */
    Optional<Multikey.Kind> key(int signatureLength) {
        return keys.stream()
                .filter(key -> key.signatureLength() == signatureLength)
                .findFirst();
    }

    /** Whether it covers the JSON as it stands, and not what it means. */
    boolean coversText() {
        return text;
    }

    /**
     * The hash of a proof's options.
     *
     * @param document what the proof covers
     * @param options the proof without its value
     * @param digest by what it is hashed, such as {@code SHA-256}
     * @param time that the check has for canonical forms
     * @throws NotCoveredByProof when a part of them would be left unsigned
     */
    byte[] optionsHash(JsonObject document, JsonObject options, String digest, CheckTime time)
            throws NotCoveredByProof {
        if (!text) {
            return DataIntegrity.optionsHash(document, options, digest, time);
        }
        if (options.containsKey("@context") && !sameContexts(document.get("@context"), options.get("@context"))) {
            throw new NotCoveredByProof("@context", "The proof names other contexts than the document");
        }
        return DataIntegrity.hash(digest, CanonicalJson.of(options));
    }

    /**
     * The hash of what a proof covers.
     *
     * @throws NotCoveredByProof when a part of it would be left unsigned
     */
    byte[] documentHash(JsonObject document, String digest, CheckTime time) throws NotCoveredByProof {
        return text
                ? DataIntegrity.hash(digest, CanonicalJson.of(document))
                : DataIntegrity.documentHash(document, digest, time);
    }

    /** The same contexts: what a document has beyond those that were signed would give its words another meaning. */
    private static boolean sameContexts(@Nullable JsonValue contexts, JsonValue first) {
        if (contexts instanceof JsonArray all && first instanceof JsonArray those) {
            return all.equals(those);
        }
        return contexts instanceof JsonString && contexts.equals(first);
    }
}
