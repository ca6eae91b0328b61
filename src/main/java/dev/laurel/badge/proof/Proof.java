package dev.laurel.badge.proof;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A proof of a credential as it was received, ready to be tried with a key.
 *
 * @see <a href="https://www.w3.org/TR/vc-di-eddsa/#verify-proof-eddsa-rdfc-2022">vc-di-eddsa 3.2.2</a>
 */
public final class Proof {

    private static final JsonProvider JSON = DataIntegrity.JSON;

    /** Each costs as much as the whole document. */
    private static final int MOST = 5;

    private final Suite suite;
    private final Multikey.Kind key;
    private final String verificationMethod;
    private final Optional<Instant> created;
    private final Optional<Instant> expires;
    private final byte[] hashData;
    private final byte[] signature;

    private Proof(
            Suite suite,
            Multikey.Kind key,
            String verificationMethod,
            Optional<Instant> created,
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
            TOO_MANY_PROOFS,
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

    /** As the other one, where it does not matter whose the proofs are. */
    public static List<Proof> of(JsonObject credential) throws Unreadable, NotCoveredByProof {
        return of(credential, verificationMethod -> true);
    }

    /**
     * Reads the proofs of a credential, as far as they are of a known suite and for the purpose of issuing. Each covers the
     * whole of it, so one is enough (Data Integrity 1.0, Proof Sets).
     *
     * @param matters whether the proof by that verification method matters; one by another that cannot be read is left out
     * @return at least one
     * @throws Unreadable when there is none, one that matters or all are damaged, or all are of another suite or purpose
     * @throws NotCoveredByProof when the credential holds parts that no proof covers
     */
    public static List<Proof> of(JsonObject credential, Predicate<String> matters)
            throws Unreadable, NotCoveredByProof {
        JsonValue value = credential.get("proof");
        List<JsonValue> entries =
                value instanceof JsonArray several ? several : value instanceof JsonObject ? List.of(value) : List.of();
        if (entries.isEmpty() || entries.size() > MOST) {
            throw new Unreadable(entries.isEmpty() ? Unreadable.Reason.NO_PROOF : Unreadable.Reason.TOO_MANY_PROOFS);
        }
        JsonObject document =
                JSON.createObjectBuilder(credential).remove("proof").build();
        List<Proof> known = new ArrayList<>();
        Unreadable.Reason other = Unreadable.Reason.OTHER_SUITE;
        NotCoveredByProof uncovered = null;
        for (JsonValue entry : entries) {
            try {
                known.add(of(document, entry));
            } catch (Unreadable e) {
                if (e.reason() == Unreadable.Reason.INCOMPLETE && matters(entry, matters)) {
                    throw e;
                }
                other = e.reason();
            } catch (NotCoveredByProof e) {
                if (matters(entry, matters)) {
                    throw e;
                }
                uncovered = e;
            }
        }
        if (known.isEmpty()) {
            if (uncovered != null) {
                throw uncovered;
            }
            throw new Unreadable(other);
        }
        return known;
    }

    private static boolean matters(JsonValue entry, Predicate<String> matters) {
        return entry instanceof JsonObject proof
                && proof.get("verificationMethod") instanceof JsonString method
                && matters.test(method.getString());
    }

    private static Proof of(JsonObject document, JsonValue entry) throws Unreadable, NotCoveredByProof {
        if (!(entry instanceof JsonObject proof)) {
            throw new Unreadable(Unreadable.Reason.INCOMPLETE);
        }
        if (proof.containsKey("previousProof")) {
            throw new Unreadable(Unreadable.Reason.OTHER_SUITE); // it covers another proof besides
        }
        String word = proof.get("cryptosuite") instanceof JsonString named ? named.getString() : "";
        Suite suite =
                Suite.of(text(proof, "type"), word).orElseThrow(() -> new Unreadable(Unreadable.Reason.OTHER_SUITE));
        if (!text(proof, "proofPurpose").equals(DataIntegrity.PURPOSE)) {
            throw new Unreadable(Unreadable.Reason.OTHER_PURPOSE);
        }
        JsonObject options =
                JSON.createObjectBuilder(proof).remove("proofValue").build();
        byte[] signature = bytes(text(proof, "proofValue"));
        Multikey.Kind key = suite.key(signature.length).orElseThrow(() -> new Unreadable(Unreadable.Reason.INCOMPLETE));
        return new Proof(
                suite,
                key,
                text(proof, "verificationMethod"),
                moment(proof, "created"),
                moment(proof, "expires"),
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

    /** Absent when it does not say. */
    public Optional<Instant> created() {
        return created;
    }

    public Optional<Instant> expires() {
        return expires;
    }

    /** Whether this key signed the credential as it stands. */
    public boolean isBy(Multikey key) {
        return key.kind() == this.key && key.verifies(hashData, signature);
    }

    private static String text(JsonObject proof, String member) throws Unreadable {
        if (proof.get(member) instanceof JsonString text) {
            return text.getString();
        }
        throw new Unreadable(Unreadable.Reason.INCOMPLETE);
    }

    private static Optional<Instant> moment(JsonObject proof, String member) throws Unreadable {
        if (!proof.containsKey(member)) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text(proof, member)).toInstant());
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
