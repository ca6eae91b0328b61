package dev.laurel.sharing;

import dev.laurel.support.WebSite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A state with software of its own, which writes bundles by docs/sharing.md and shares no code with what reads them. */
final class Partner implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final WebSite site;
    final RsaJsonWebKey key;

    Partner() throws IOException, JoseException {
        site = new WebSite();
        key = RsaJwkGenerator.generateJwk(2048);
        publish(key);
    }

    String did() {
        return site.did();
    }

    /** Lists a key in the DID document, and no other. */
    void publish(RsaJsonWebKey listed) {
        ObjectNode document = JSON.createObjectNode().put("id", did());
        document.putArray("verificationMethod")
                .addObject()
                .put("id", did() + "#signing")
                .put("type", "JsonWebKey")
                .put("controller", did())
                .set("publicKeyJwk", JSON.readTree(listed.toJson(OutputControlLevel.PUBLIC_ONLY)));
        document.putArray("assertionMethod").add(did() + "#signing");
        site.put("/.well-known/did.json", document.toString());
    }

    /** Puts a bundle at the partner's address. */
    String give(String bundle) {
        return site.put("/bundle", 200, "application/jose", bundle.getBytes(StandardCharsets.US_ASCII));
    }

    String address() {
        return site.at("/bundle");
    }

    ObjectNode bundle(int number, String id, String version, String yaml) {
        ObjectNode bundle = JSON.createObjectNode()
                .put("schema", "micro-credential-bundle/1")
                .put("id", "urn:example:" + id)
                .put("number", number)
                .put("issued", "2026-11-01T12:00:00Z")
                .put("address", address());
        bundle.putObject("organisation").put("name", "State of Partners").put("did", did());
        ObjectNode item = bundle.putArray("items")
                .addObject()
                .put("id", id)
                .put("version", version)
                .put("title", "Shared words")
                .put("hash", hash(yaml))
                .put("yaml", yaml)
                .put("attribution", "Shared words " + version + ", State of Partners, CC BY 4.0")
                .put("page", "https://partners.example/" + id);
        item.putObject("licence").put("name", "CC BY 4.0").put("spdx", "CC-BY-4.0");
        return bundle;
    }

    static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    String sign(ObjectNode bundle) {
        return sign(bundle.toString(), key, "micro-credential-bundle+jws");
    }

    String sign(String payload, RsaJsonWebKey with, String type) {
        try {
            JsonWebSignature jws = new JsonWebSignature();
            jws.setAlgorithmHeaderValue("RS256");
            jws.setKeyIdHeaderValue(did() + "#signing");
            jws.setHeader("typ", type);
            jws.setPayload(payload);
            jws.setKey(with.getRsaPrivateKey());
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The partner's site is gone. */
    @Override
    public void close() {
        site.close();
    }
}
