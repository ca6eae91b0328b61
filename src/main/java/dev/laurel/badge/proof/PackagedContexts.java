package dev.laurel.badge.proof;

import com.apicatalog.jsonld.JsonLdError;
import com.apicatalog.jsonld.JsonLdErrorCode;
import com.apicatalog.jsonld.document.Document;
import com.apicatalog.jsonld.document.JsonDocument;
import com.apicatalog.jsonld.loader.DocumentLoader;
import com.apicatalog.jsonld.loader.DocumentLoaderOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** The published JSON-LD contexts that are known here, from the jar. Anything else is refused; no call leaves the JVM. */
public final class PackagedContexts implements DocumentLoader {

    /** Verifiable Credentials Data Model 2.0. */
    public static final String CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2";

    /** Verifiable Credentials Data Model 1.1, which the first badges of Open Badges 3.0 follow; never signed here. */
    public static final String CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1";

    /** For {@code Ed25519Signature2020}, as those have it. */
    public static final String ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1";

    /** Open Badges 3.0. */
    public static final String OPEN_BADGES_3_0_3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

    /** Needed as soon as {@code credentialSchema} is there: without it its type is undefined and would not be signed. */
    public static final String OPEN_BADGES_EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";

    /** Comprehensive Learner Record 2.0. */
    public static final String CLR_2_0_1 = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json";

    /** The status lists of before Bitstring Status List; read here and never signed. */
    public static final String STATUS_LIST_2021 = "https://w3id.org/vc/status-list/2021/v1";

    public static final String DID_V1 = "https://www.w3.org/ns/did/v1";

    public static final String MULTIKEY_V1 = "https://w3id.org/security/multikey/v1";

    /** For {@code JsonWebKey} in DID documents; no credential uses it, and none that does is read here. */
    public static final String JWK_V1 = "https://w3id.org/security/jwk/v1";

    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry(CREDENTIALS_V2, "credentials-v2.json"),
            Map.entry(CREDENTIALS_V1, "credentials-v1.json"),
            Map.entry(ED25519_2020, "ed25519-2020-v1.json"),
            Map.entry("https://purl.imsglobal.org/spec/ob/v3p0/context.json", "ob-3.0.0.json"),
            Map.entry("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json", "ob-3.0.1.json"),
            Map.entry("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json", "ob-3.0.2.json"),
            Map.entry(OPEN_BADGES_3_0_3, "ob-3.0.3.json"),
            Map.entry(OPEN_BADGES_EXTENSIONS, "ob-extensions.json"),
            Map.entry("https://purl.imsglobal.org/spec/clr/v2p0/context.json", "clr-2.0.0.json"),
            Map.entry(CLR_2_0_1, "clr-2.0.1.json"),
            Map.entry(STATUS_LIST_2021, "status-list-2021-v1.json"),
            Map.entry(MULTIKEY_V1, "multikey-v1.json"),
            Map.entry("https://w3id.org/security/data-integrity/v2", "data-integrity-v2.json"),
            Map.entry(DID_V1, "did-v1.json"));

    private static final PackagedContexts ALL = new PackagedContexts();

    private final Map<String, Document> documents = new LinkedHashMap<>();

    private PackagedContexts() {
        FILES.forEach((address, file) -> documents.put(address, read(address, file)));
    }

    public static PackagedContexts all() {
        return ALL;
    }

    public boolean knows(String address) {
        return documents.containsKey(address);
    }

    @Override
    public Document loadDocument(URI url, DocumentLoaderOptions options) throws JsonLdError {
        Document document = documents.get(url.toString());
        if (document == null) {
            throw new JsonLdError(JsonLdErrorCode.LOADING_REMOTE_CONTEXT_FAILED, "Unknown context " + url);
        }
        return document;
    }

    private static Document read(String address, String file) {
        try (InputStream json = PackagedContexts.class.getResourceAsStream("contexts/" + file)) {
            if (json == null) {
                throw new IllegalStateException("The context file " + file + " is missing from the jar");
            }
            JsonDocument document = JsonDocument.of(json);
            document.setDocumentUrl(URI.create(address));
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JsonLdError e) {
            throw new IllegalStateException("The context file " + file + " is not JSON", e);
        }
    }
}
