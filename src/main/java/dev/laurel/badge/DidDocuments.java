package dev.laurel.badge;

import dev.laurel.badge.proof.PackagedContexts;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import org.springframework.stereotype.Component;

/**
 * Who an issuer is to verifiers: its identifier and every key that it has signed with. A key that is missing here makes
 * everything invalid that it signed, so one that others may know stays until all that it signed is signed by another.
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

    /**
     * As the issuer that is given says who it is. Keys that wait are listed too: others have to know them before they sign.
     * Ids are absolute and {@code assertionMethod} holds texts: some resolvers read nothing else.
     */
    JsonObject of(Issuer issuer) {
        return of(issuer, false);
    }

    /** The same for a web server elsewhere, without keys that others may know. */
    JsonObject toBeHosted(Issuer issuer) {
        return of(issuer, true);
    }

    private JsonObject of(Issuer issuer, boolean withoutExposed) {
        String did = issuer.did();
        Issuers.TakenOut takenOut = issuers.takenOut(issuer);
        JsonArrayBuilder methods = JSON.createArrayBuilder();
        JsonArrayBuilder assertion = JSON.createArrayBuilder();
        for (IssuerKey key : issuers.keys(issuer)) {
            if (withoutExposed && key.exposedAt() != null || takenOut.includes(key)) {
                continue;
            }
            String id = addresses.key(issuer, key);
            methods.add(JSON.createObjectBuilder()
                    .add("id", id)
                    .add("type", "Multikey")
                    .add("controller", did)
                    .add("publicKeyMultibase", key.publicKey().text()));
            assertion.add(id);
        }
        for (JwtIssuerKey key : issuers.jwtKeys(issuer)) {
            if (withoutExposed && key.exposedAt() != null || takenOut.includes(key)) {
                continue;
            }
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
