package dev.laurel.badge.proof;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * Adds a Data Integrity proof of the suite eddsa-rdfc-2022 to a document.
 *
 * @see <a href="https://www.w3.org/TR/vc-di-eddsa/#create-proof-eddsa-rdfc-2022">vc-di-eddsa 3.2.1</a>
 */
public final class DataIntegrity {

    /** Held, because every lookup searches the class path. */
    static final JsonProvider JSON = JsonProvider.provider();

    static final String TYPE = "DataIntegrityProof";
    static final String SUITE = "eddsa-rdfc-2022";
    static final String SHA_256 = "SHA-256";
    static final String PURPOSE = "assertionMethod";

    private DataIntegrity() {}

    /**
     * The document with a proof as its last member.
     *
     * @param document without a proof; {@code @context} a list of packaged contexts
     * @throws NotCoveredByProof when a part of the document would be left unsigned
     */
    public static JsonObject sign(JsonObject document, SigningKey key, Instant created) throws NotCoveredByProof {
        return sign(document, key, created, Canonicalisation::nQuads, Canonicalisation::nQuads);
    }

    /** How a document becomes canonical N-Quads. */
    @FunctionalInterface
    interface Transformation {

        String nQuads(JsonObject document) throws NotCoveredByProof;
    }

    static JsonObject sign(
            JsonObject document, SigningKey key, Instant created, Transformation ofOptions, Transformation ofDocument)
            throws NotCoveredByProof {
        JsonObject options = JSON.createObjectBuilder()
                .add("type", TYPE)
                .add("created", created.truncatedTo(ChronoUnit.SECONDS).toString())
                .add("verificationMethod", key.verificationMethod())
                .add("cryptosuite", SUITE)
                .add("proofPurpose", PURPOSE)
                .build();
        byte[] signature = key.sign(hashData(
                optionsHash(document, options, SHA_256, ofOptions), hash(SHA_256, ofDocument.nQuads(document))));
        JsonObject proof = JSON.createObjectBuilder(options)
                .add("proofValue", "z" + Base58.encode(signature))
                .build();
        return JSON.createObjectBuilder(document).add("proof", proof).build();
    }

    /** The hash of a proof's options, which are read with the document's context (vc-di-eddsa 3.2.4). */
    static byte[] optionsHash(JsonObject document, JsonObject options, String digest, CheckTime time)
            throws NotCoveredByProof {
        return optionsHash(document, options, digest, each -> Canonicalisation.nQuads(each, digest, time));
    }

    private static byte[] optionsHash(
            JsonObject document, JsonObject options, String digest, Transformation transformation)
            throws NotCoveredByProof {
        JsonObjectBuilder configuration = JSON.createObjectBuilder();
        if (document.containsKey("@context")) {
            configuration.add("@context", document.get("@context"));
        }
        configuration.addAll(JSON.createObjectBuilder(options));
        return hash(digest, transformation.nQuads(configuration.build()));
    }

    /** @param document without its proof */
    static byte[] documentHash(JsonObject document, String digest, CheckTime time) throws NotCoveredByProof {
        return hash(digest, Canonicalisation.nQuads(document, digest, time));
    }

    /** What is signed: the hash of the proof's options, then that of the document. */
    static byte[] hashData(byte[] options, byte[] document) {
        byte[] both = Arrays.copyOf(options, options.length + document.length);
        System.arraycopy(document, 0, both, options.length, document.length);
        return both;
    }

    static byte[] hash(String digest, String text) {
        return digest(digest).digest(text.getBytes(StandardCharsets.UTF_8));
    }

    static MessageDigest sha256() {
        return digest(SHA_256);
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
