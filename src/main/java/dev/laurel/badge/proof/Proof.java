package dev.laurel.badge.proof;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proof of a credential as it was received, ready to be tried with a key.
 *
 * @see <a href="https://www.w3.org/TR/vc-di-eddsa/#verify-proof-eddsa-rdfc-2022">vc-di-eddsa 3.2.2</a>
 */
public final class Proof {

    private static final JsonProvider JSON = DataIntegrity.JSON;

    private final Suite suite;
    private final Multikey.Kind key;
    private final String verificationMethod;
    private final Instant created;
    private final Optional<Instant> expires;
    private final byte[] hashData;
    private final byte[] signature;

    private Proof(
            Suite suite,
            Multikey.Kind key,
            String verificationMethod,
            Instant created,
            Optional<Instant> expires,
            byte[] hashData,
            byte[] signature) {
        this.suite = suite;
        this.key = key;
        this.verificationMethod = verificationMethod;
        this.created = created;
        this.expires = expires;
        this.hashData = hashData;
        this.signature = signature;
    }

    /** Why a proof cannot be tried at all. */
    public static final class Unreadable extends Exception {

        /** What is missing or not as it should be. */
        public enum Reason {
            NO_PROOF,
            SEVERAL_PROOFS,
            OTHER_SUITE,
            OTHER_PURPOSE,
            INCOMPLETE
        }

        private final Reason reason;

        Unreadable(Reason reason) {
            super(reason.name());
            this.reason = reason;
        }

        public Reason reason() {
            return reason;
        }
    }

    /**
     * Reads the one proof of a credential.
     *
     * @throws Unreadable when there is not exactly one, or it is of another suite or purpose
     * @throws NotCoveredByProof when the credential holds parts that no proof covers
     */
    public static Proof of(JsonObject credential) throws Unreadable, NotCoveredByProof {
        JsonObject proof = only(credential.get("proof"));
        String word = proof.get("cryptosuite") instanceof JsonString named ? named.getString() : "";
        Suite suite =
                Suite.of(text(proof, "type"), word).orElseThrow(() -> new Unreadable(Unreadable.Reason.OTHER_SUITE));
        if (!text(proof, "proofPurpose").equals(DataIntegrity.PURPOSE)) {
            throw new Unreadable(Unreadable.Reason.OTHER_PURPOSE);
        }
        JsonObject options =
                JSON.createObjectBuilder(proof).remove("proofValue").build();
        JsonObject document =
                JSON.createObjectBuilder(credential).remove("proof").build();
        byte[] signature = bytes(text(proof, "proofValue"));
        Multikey.Kind key = suite.key(signature.length).orElseThrow(() -> new Unreadable(Unreadable.Reason.INCOMPLETE));
        return new Proof(
                suite,
                key,
                text(proof, "verificationMethod"),
                instant(text(proof, "created")),
                proof.containsKey("expires") ? Optional.of(instant(text(proof, "expires"))) : Optional.empty(),
                suite.hashData(document, options, key.digest()),
                signature);
    }

    /** The address of the key that is said to have signed. */
    public String verificationMethod() {
        return verificationMethod;
    }

    /** Whether it covers the JSON as it stands: then what its words mean hangs on contexts that are known. */
    public boolean coversText() {
        return suite.coversText();
    }

    public Instant created() {
        return created;
    }

    public Optional<Instant> expires() {
        return expires;
    }

    /** Whether this key signed the credential as it stands. */
    public boolean isBy(Multikey key) {
        return key.kind() == this.key && key.verifies(hashData, signature);
    }

    private static JsonObject only(@Nullable JsonValue proof) throws Unreadable {
        if (proof instanceof JsonObject object) {
            return object;
        }
        if (proof instanceof JsonArray array && !array.isEmpty()) {
            if (array.size() == 1 && array.get(0) instanceof JsonObject object) {
                return object;
            }
            throw new Unreadable(Unreadable.Reason.SEVERAL_PROOFS);
        }
        throw new Unreadable(Unreadable.Reason.NO_PROOF);
    }

    private static String text(JsonObject proof, String member) throws Unreadable {
        if (proof.get(member) instanceof JsonString text) {
            return text.getString();
        }
        throw new Unreadable(Unreadable.Reason.INCOMPLETE);
    }

    private static Instant instant(String dateTime) throws Unreadable {
        try {
            return OffsetDateTime.parse(dateTime).toInstant();
        } catch (DateTimeException e) {
            throw new Unreadable(Unreadable.Reason.INCOMPLETE);
        }
    }

    /** Empty when it is no multibase of base 58. */
    private static byte[] bytes(String proofValue) {
        try {
            return proofValue.startsWith("z") ? Base58.decode(proofValue.substring(1)) : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
