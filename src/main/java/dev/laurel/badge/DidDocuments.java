package dev.laurel.badge;

import dev.laurel.badge.proof.PackagedContexts;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import org.springframework.stereotype.Component;

/**
 * Who an issuer is to verifiers: its identifier and every key that it has ever signed with. A key that is missing here
 * makes everything invalid that it signed.
 *
 * @see <a href="https://www.w3.org/TR/did-1.0/#core-properties">Decentralized Identifiers 1.0, 5</a>
 */
@Component
class DidDocuments {

    private static final JsonProvider JSON = JsonProvider.provider();

    private final Issuers issuers;
    private final BadgeAddresses addresses;

    DidDocuments(Issuers issuers, BadgeAddresses addresses) {
        this.issuers = issuers;
        this.addresses = addresses;
    }

    /** Ids are absolute and {@code assertionMethod} holds texts: some resolvers read nothing else. */
    JsonObject of(Issuer issuer) {
        String did = addresses.did(issuer);
        JsonArrayBuilder methods = JSON.createArrayBuilder();
        JsonArrayBuilder assertion = JSON.createArrayBuilder();
        for (IssuerKey key : issuers.keys(issuer)) {
            String id = addresses.key(issuer, key);
            methods.add(JSON.createObjectBuilder()
                    .add("id", id)
                    .add("type", "Multikey")
                    .add("controller", did)
                    .add("publicKeyMultibase", key.publicKey().text()));
            assertion.add(id);
        }
        for (JwtIssuerKey key : issuers.jwtKeys(issuer)) {
            String id = did + "#" + key.fragment();
            methods.add(JSON.createObjectBuilder()
                    .add("id", id)
                    .add("type", "JsonWebKey")
                    .add("controller", did)
                    .add("publicKeyJwk", CredentialController.read(key.publicJwk())));
            assertion.add(id);
        }
        return JSON.createObjectBuilder()
                .add(
                        "@context",
                        JSON.createArrayBuilder()
                                .add(PackagedContexts.DID_V1)
                                .add(PackagedContexts.MULTIKEY_V1)
                                .add(PackagedContexts.JWK_V1))
                .add("id", did)
                .add("verificationMethod", methods)
                .add("assertionMethod", assertion)
                .build();
    }
}
