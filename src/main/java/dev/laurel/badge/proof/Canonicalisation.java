package dev.laurel.badge.proof;

import com.apicatalog.jsonld.JsonLdError;
import com.apicatalog.jsonld.JsonLdOptions;
import com.apicatalog.jsonld.JsonLdOptions.ProcessingPolicy;
import com.apicatalog.jsonld.document.JsonDocument;
import com.apicatalog.jsonld.processor.ExpansionProcessor;
import com.apicatalog.jsonld.processor.ToRdfProcessor;
import com.apicatalog.rdf.api.RdfConsumerException;
import com.apicatalog.rdf.api.RdfQuadConsumer;
import com.apicatalog.rdf.canon.RdfCanon;
import com.apicatalog.rdf.canon.RdfCanonTimeTicker;
import com.apicatalog.rdf.nquads.NQuadsWriter;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * JSON-LD to canonical N-Quads (RDFC-1.0, with SHA-256 unless something else is asked for).
 *
 * <p>JSON-LD silently drops what its contexts do not define, so a dropped part would be shown but not signed. Everything
 * that would be dropped is refused here: undefined properties, relative types and ids, inline contexts, unknown keywords.
 *
 * @see <a href="https://www.w3.org/TR/vc-di-eddsa/#transformation-eddsa-rdfc-2022">vc-di-eddsa 3.2.3</a>
 */
final class Canonicalisation {

    private Canonicalisation() {}

    /**
     * The canonical form of a document whose contexts are all packaged.
     *
     * @throws NotCoveredByProof when a part of the document would not be in it
     */
    static String nQuads(JsonObject document) throws NotCoveredByProof {
        return nQuads(document, DataIntegrity.SHA_256, new CheckTime());
    }

    /**
     * @param digest by which blank nodes are told apart, such as {@code SHA-256}
     * @param time that the check has for this and for others
     * @throws NotCoveredByProof when a part of the document would not be in it
     */
    static String nQuads(JsonObject document, String digest, CheckTime time) throws NotCoveredByProof {
        if (time.isEndless()) {
            throw NotCoveredByProof.endless(null);
        }
        RdfCanon canon = RdfCanon.create(digest, new RdfCanonTimeTicker(time.longestRunMillis()));
        long begin = System.nanoTime();
        try {
            emit(document, canon);
            return nQuads(canon);
        } catch (NotCoveredByProof e) {
            if (e.isEndless()) {
                time.endless();
            }
            throw e;
        } finally {
            time.ranSince(begin);
        }
    }

    private static String nQuads(RdfCanon canon) throws NotCoveredByProof {
        try {
            StringWriter nQuads = new StringWriter(8192);
            canon.provide(new NQuadsWriter(nQuads));
            return nQuads.toString();
        } catch (RdfConsumerException | IllegalStateException e) {
            throw NotCoveredByProof.endless(e);
        }
    }

    /**
     * Tells {@code quads} the triples of a document, blank nodes under passing labels.
     *
     * @throws NotCoveredByProof when a part of the document would not be among them
     */
    static void emit(JsonObject document, RdfQuadConsumer quads) throws NotCoveredByProof {
        refuseUnknownContexts(document);
        refuseKeywords(document, true);
        JsonLdOptions options = new JsonLdOptions(PackagedContexts.all());
        options.setUndefinedTermsPolicy(ProcessingPolicy.Fail);
        try {
            JsonArray expanded = ExpansionProcessor.expand(JsonDocument.of(document), options, false);
            refuseRelative(expanded);
            ToRdfProcessor.toRdf(quads, expanded, options);
        } catch (JsonLdError e) {
            throw new NotCoveredByProof(
                    String.valueOf(e.getMessage()), "JSON-LD processing refused the document: " + e.getMessage(), e);
        }
    }

    private static void refuseUnknownContexts(JsonObject document) throws NotCoveredByProof {
        if (!(document.get("@context") instanceof JsonArray contexts) || contexts.isEmpty()) {
            throw new NotCoveredByProof("@context", "The document names no list of contexts");
        }
        for (JsonValue context : contexts) {
            if (!(context instanceof JsonString address)) {
                throw new NotCoveredByProof("@context", "An inline context could change what the words mean");
            }
            if (!PackagedContexts.all().knows(address.getString())) {
                throw new NotCoveredByProof(address.getString(), "Unknown context " + address.getString());
            }
        }
    }

    private static final String ENDORSEMENT = "endorsement";

    /**
     * Where whole credentials lie, each with its own contexts: in a learner record (CLR 2.0, ClrSubject), and endorsements in
     * what they are of (Open Badges 3.0, EndorsementCredential).
     */
    private static final Set<String> CREDENTIALS = Set.of("verifiableCredential", ENDORSEMENT);

    /**
     * @param document whether this is a document, which names its contexts
     */
    private static void refuseKeywords(JsonValue value, boolean document) throws NotCoveredByProof {
        if (value instanceof JsonArray array) {
            for (JsonValue item : array) {
                refuseKeywords(item, false);
            }
        } else if (value instanceof JsonObject object) {
            for (Map.Entry<String, JsonValue> entry : object.entrySet()) {
                boolean contextOfDocument = document && entry.getKey().equals("@context");
                if (entry.getKey().startsWith("@") && !contextOfDocument) {
                    throw new NotCoveredByProof(entry.getKey(), "The keyword " + entry.getKey() + " is not expected");
                }
                if (CREDENTIALS.contains(entry.getKey()) && entry.getValue() instanceof JsonArray credentials) {
                    for (JsonValue credential : credentials) {
                        refuseWithin(entry.getKey(), credential);
                    }
                } else if (document && entry.getKey().equals("proof")) {
                    refuseKeywords(proofsWithoutContextsOf(object), false);
                } else if (!contextOfDocument) {
                    refuseKeywords(entry.getValue(), false);
                }
            }
        }
    }

    /** A proof over text names the contexts of its document once more (vc-di-eddsa 3.3.1), which changes no word's meaning. */
    private static JsonArray proofsWithoutContextsOf(JsonObject document) {
        JsonArrayBuilder proofs = DataIntegrity.JSON.createArrayBuilder();
        JsonValue named = document.get("proof");
        for (JsonValue each : named instanceof JsonArray several ? several : List.of(named)) {
            proofs.add(
                    each instanceof JsonObject proof
                                    && proof.containsKey("@context")
                                    && proof.get("@context").equals(document.get("@context"))
                            ? DataIntegrity.JSON
                                    .createObjectBuilder(proof)
                                    .remove("@context")
                                    .build()
                            : each);
        }
        return proofs.build();
    }

    private static void refuseWithin(String member, JsonValue credential) throws NotCoveredByProof {
        if (!(credential instanceof JsonObject object)) {
            throw new NotCoveredByProof(member, "Something that is no credential lies where those do");
        }
        boolean named = object.containsKey("@context") || !member.equals(ENDORSEMENT);
        if (named) {
            refuseUnknownContexts(object);
        }
        refuseKeywords(object, named);
    }

    private static void refuseRelative(JsonValue value) throws NotCoveredByProof {
        if (value instanceof JsonArray array) {
            for (JsonValue item : array) {
                refuseRelative(item);
            }
        } else if (value instanceof JsonObject object) {
            for (Map.Entry<String, JsonValue> entry : object.entrySet()) {
                switch (entry.getKey()) {
                    case "@type" -> refuseRelativeAddresses(entry.getValue(), "type");
                    case "@id" -> refuseRelativeAddresses(entry.getValue(), "id");
                    case "@value" -> {
                        // a literal: whatever is in it is signed as it stands
                    }
                    default -> refuseRelative(entry.getValue());
                }
            }
        }
    }

    private static void refuseRelativeAddresses(JsonValue value, String key) throws NotCoveredByProof {
        if (value instanceof JsonArray array) {
            for (JsonValue item : array) {
                refuseRelativeAddresses(item, key);
            }
        } else if (!(value instanceof JsonString text) || !isAbsolute(text.getString())) {
            throw new NotCoveredByProof(String.valueOf(value), "The " + key + " " + value + " is not absolute");
        }
    }

    /** Whether this is an absolute address that no context could take for a term or a prefix of its own. */
    static boolean isPlainAddress(String text) {
        boolean plain = text.startsWith("https://")
                || text.startsWith("http://")
                || text.startsWith("urn:")
                || text.startsWith("did:");
        return plain && isAbsolute(text);
    }

    private static boolean isAbsolute(String address) {
        if (address.equals("@json")) {
            return true;
        }
        try {
            return new URI(address).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
