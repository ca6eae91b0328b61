package dev.laurel.recognition;

import dev.laurel.badge.proof.DataIntegrity;
import dev.laurel.badge.proof.NotCoveredByProof;
import dev.laurel.badge.proof.PackagedContexts;
import dev.laurel.badge.proof.SigningKey;
import dev.laurel.support.WebSite;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;

/** Another organisation that issues badges: its own web site, its own key, and a badge page for each of its badges. */
final class OutsideIssuer implements AutoCloseable {

    private final WebSite site = new WebSite();
    private final String name;
    private final SigningKey key;

    OutsideIssuer(String name) throws IOException {
        this.name = name;
        key = SigningKey.of(did() + "#key-1", SigningKey.newSeed(new SecureRandom()));
        site.put(
                "/.well-known/did.json",
                Json.createObjectBuilder()
                        .add("@context", "https://www.w3.org/ns/did/v1")
                        .add("id", did())
                        .add(
                                "verificationMethod",
                                Json.createArrayBuilder()
                                        .add(Json.createObjectBuilder()
                                                .add("id", did() + "#key-1")
                                                .add("type", "Multikey")
                                                .add("controller", did())
                                                .add(
                                                        "publicKeyMultibase",
                                                        key.publicKey().text())))
                        .add("assertionMethod", list(did() + "#key-1"))
                        .build()
                        .toString());
    }

    String did() {
        return site.did();
    }

    private static JsonArrayBuilder list(String... texts) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        for (String text : texts) {
            list.add(text);
        }
        return list;
    }

    /** Issues a badge to an address and gives the badge's own. */
    String issues(String achievement, String title, String to) {
        String path = "/badges/" + UUID.randomUUID();
        String address = site.at(path);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
        JsonObject document = Json.createObjectBuilder()
                .add("@context", list(PackagedContexts.CREDENTIALS_V2, PackagedContexts.OPEN_BADGES_3_0_3))
                .add("id", address)
                .add("type", list("VerifiableCredential", "OpenBadgeCredential"))
                .add("name", title)
                .add(
                        "issuer",
                        Json.createObjectBuilder()
                                .add("id", did())
                                .add("type", list("Profile"))
                                .add("name", name))
                .add("validFrom", now.toString())
                .add(
                        "credentialSubject",
                        Json.createObjectBuilder()
                                .add("type", list("AchievementSubject"))
                                .add(
                                        "identifier",
                                        Json.createArrayBuilder()
                                                .add(Json.createObjectBuilder()
                                                        .add("type", "IdentityObject")
                                                        .add("hashed", true)
                                                        .add("identityType", "emailAddress")
                                                        .add("salt", "pepper")
                                                        .add("identityHash", sha256(to + "pepper"))))
                                .add(
                                        "achievement",
                                        Json.createObjectBuilder()
                                                .add("id", achievement)
                                                .add("type", list("Achievement"))
                                                .add("name", title)
                                                .add("description", "Plans a year with families")
                                                .add(
                                                        "criteria",
                                                        Json.createObjectBuilder()
                                                                .add("narrative", "Three meetings, planned and held"))))
                .build();
        try {
            site.put(path, DataIntegrity.sign(document, key, now).toString());
        } catch (NotCoveredByProof e) {
            throw new IllegalStateException(e);
        }
        return address;
    }

    private static String sha256(String text) {
        try {
            return "sha256$"
                    + HexFormat.of()
                            .formatHex(
                                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        site.close();
    }
}
