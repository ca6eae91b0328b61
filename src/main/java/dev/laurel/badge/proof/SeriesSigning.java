package dev.laurel.badge.proof;

import jakarta.json.JsonObject;
import java.time.Instant;

/**
 * Signs many documents that are alike, such as the badges of one achievement: what they share is worked out for the first
 * of them only. The proofs are the same as those of {@link DataIntegrity#sign}.
 */
public final class SeriesSigning {

    private final CanonicalForms documents;
    private final CanonicalForms options = new CanonicalForms("created", "verificationMethod");

    /**
     * @param varying where the documents differ, as paths of member names with {@code *} for every item of an array; a
     *     document that differs elsewhere is signed too, at the price of the first
     */
    public SeriesSigning(String... varying) {
        this.documents = new CanonicalForms(varying);
    }

    /**
     * The document with a proof as its last member.
     *
     * @param document without a proof; {@code @context} a list of packaged contexts
     * @throws NotCoveredByProof when a part of the document would be left unsigned
     */
    public JsonObject sign(JsonObject document, SigningKey key, Instant created) throws NotCoveredByProof {
        return DataIntegrity.sign(document, key, created, options::nQuads, documents::nQuads);
    }
}
