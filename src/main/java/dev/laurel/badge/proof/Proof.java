package dev.laurel.badge.proof;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A proof of a credential as it was received, ready to be tried with a key.
 *
 * @see <a href="https://www.w3.org/TR/vc-di-eddsa/#verify-proof-eddsa-rdfc-2022">vc-di-eddsa 3.2.2</a>
 */
public final class Proof {

    private static final JsonProvider JSON = DataIntegrity.JSON;

    /** Each may have a key to be looked for. */
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
            INCOMPLETE,
            /** It says that it was made upon another one, which is not there. */
            CHAIN_BROKEN
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
        return of(credential, verificationMethod -> true, new CheckTime());
    }

    /**
     * Reads the proofs of a credential, as far as they are of a known suite and for the purpose of issuing. Each covers the
     * whole of it, so one is enough (Data Integrity 1.0, Proof Sets).
     *
     * @param matters whether the proof by that verification method matters; one by another that cannot be read is left out
     * @param time that the check has for canonical forms, of this credential and of others
     * @return at least one
     * @throws Unreadable when there is none, one that matters or all are damaged, or all are of another suite or purpose
     * @throws NotCoveredByProof when the credential holds parts that no proof covers; also when it is endless, whosever proof
     *     that is
     */
    public static List<Proof> of(JsonObject credential, Predicate<String> matters, CheckTime time)
            throws Unreadable, NotCoveredByProof {
        JsonValue value = credential.get("proof");
        List<JsonValue> entries =
                value instanceof JsonArray several ? several : value instanceof JsonObject ? List.of(value) : List.of();
        if (entries.isEmpty() || entries.size() > MOST) {
            throw new Unreadable(entries.isEmpty() ? Unreadable.Reason.NO_PROOF : Unreadable.Reason.TOO_MANY_PROOFS);
        }
        Documents documents = new Documents(
                JSON.createObjectBuilder(credential).remove("proof").build(), entries, time);
        List<Proof> known = new ArrayList<>();
        Unreadable.Reason other = Unreadable.Reason.OTHER_SUITE;
        NotCoveredByProof uncovered = null;
        for (JsonValue entry : entries) {
            try {
                known.add(of(documents, entry));
            } catch (Unreadable e) {
                boolean damaged =
                        e.reason() == Unreadable.Reason.INCOMPLETE || e.reason() == Unreadable.Reason.CHAIN_BROKEN;
                if (damaged && matters(entry, matters)) {
                    throw e;
                }
                other = e.reason();
            } catch (NotCoveredByProof e) {
                if (e.isEndless() || matters(entry, matters)) {
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

    /**
     * What the proofs of one credential cover. Of a chain, a later proof covers the earlier ones that it names, too.
     *
     * @see <a href="https://www.w3.org/TR/vc-data-integrity/#verify-proof-sets-and-chains">Data Integrity 1.0, Verify Proof
     *     Sets and Chains</a>
     */
    private static final class Documents {

        private final JsonObject bare;
        private final List<JsonValue> proofs;
        /** Whatever takes long or cannot be done takes long once, however many proofs there are. */
        private final Map<String, byte[]> hashes = new HashMap<>();

        private final Map<String, NotCoveredByProof> refusals = new HashMap<>();

        private final CheckTime time;

        private Documents(JsonObject bare, List<JsonValue> proofs, CheckTime time) {
            this.bare = bare;
            this.proofs = proofs;
            this.time = time;
        }

        private JsonObject coveredBy(JsonObject proof) throws Unreadable {
            JsonValue earlier = proof.get("previousProof");
            if (earlier == null) {
                return bare;
            }
            List<JsonValue> names = earlier instanceof JsonArray several ? several : List.of(earlier);
            if (names.isEmpty() || names.size() > proofs.size()) {
                throw new Unreadable(Unreadable.Reason.CHAIN_BROKEN);
            }
            JsonArrayBuilder found = JSON.createArrayBuilder();
            for (JsonValue name : names) {
                found.add(named(name));
            }
            return JSON.createObjectBuilder(bare).add("proof", found).build();
        }

        private JsonValue named(JsonValue name) throws Unreadable {
            List<JsonValue> found = proofs.stream()
                    .filter(each -> name instanceof JsonString
                            && each instanceof JsonObject proof
                            && name.equals(proof.get("id")))
                    .toList();
            if (found.size() != 1) {
                throw new Unreadable(Unreadable.Reason.CHAIN_BROKEN);
            }
            if (isNested(found.get(0))) {
                throw new Unreadable(Unreadable.Reason.INCOMPLETE);
            }
            return found.get(0);
        }

        private byte[] hash(Suite suite, JsonObject covered, String digest) throws NotCoveredByProof {
            String key = suite.coversText() + " " + digest + " " + (covered == bare ? "" : covered.get("proof"));
            NotCoveredByProof refused = refusals.get(key);
            if (refused != null) {
                throw refused;
            }
            byte[] known = hashes.get(key);
            if (known == null) {
                known = documentHash(key, suite, covered, digest);
                hashes.put(key, known);
            }
            return known;
        }

        private byte[] documentHash(String key, Suite suite, JsonObject covered, String digest)
                throws NotCoveredByProof {
            try {
                return suite.documentHash(covered, digest, time);
            } catch (NotCoveredByProof e) {
                refusals.put(key, e);
                throw e;
            }
        }
    }

    private static Proof of(Documents documents, JsonValue entry) throws Unreadable, NotCoveredByProof {
        if (!(entry instanceof JsonObject proof)) {
            throw new Unreadable(Unreadable.Reason.INCOMPLETE);
        }
        String word = proof.get("cryptosuite") instanceof JsonString named ? named.getString() : "";
        Suite suite =
                Suite.of(text(proof, "type"), word).orElseThrow(() -> new Unreadable(Unreadable.Reason.OTHER_SUITE));
        if (!text(proof, "proofPurpose").equals(DataIntegrity.PURPOSE)) {
            throw new Unreadable(Unreadable.Reason.OTHER_PURPOSE);
        }
        if (isNested(proof)) {
            throw new Unreadable(Unreadable.Reason.INCOMPLETE);
        }
        JsonObject covered = documents.coveredBy(proof);
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
                DataIntegrity.hashData(
                        suite.optionsHash(covered, options, key.digest(), documents.time),
                        documents.hash(suite, covered, key.digest())),
                signature);
    }

    /** The options of a proof are texts; whoever puts documents in there wants something else of those who check. */
    private static boolean isNested(JsonValue proof) {
        return !(proof instanceof JsonObject options)
                || options.entrySet().stream().anyMatch(Proof::isNested);
    }

    private static boolean isNested(Map.Entry<String, JsonValue> option) {
        return !option.getKey().equals("@context")
                && (option.getValue() instanceof JsonObject
                        || option.getValue() instanceof JsonArray several
                                && !several.stream().allMatch(JsonString.class::isInstance));
    }

    /** The address of the key that is said to have signed. */
    public String verificationMethod() {
        return verificationMethod;
    }

    /** How its suite is called, such as {@code eddsa-rdfc-2022}. */
    public String kind() {
        return suite.word();
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
