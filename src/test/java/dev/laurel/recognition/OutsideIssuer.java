package dev.laurel.recognition;

import com.sun.net.httpserver.HttpServer;
import dev.laurel.badge.proof.DataIntegrity;
import dev.laurel.badge.proof.NotCoveredByProof;
import dev.laurel.badge.proof.PackagedContexts;
import dev.laurel.badge.proof.SigningKey;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Another organisation that issues badges: its own web site, its own key, and a badge page for each of its badges. */
final class OutsideIssuer implements AutoCloseable {

    private final HttpServer site;
    private final Map<String, String> files = new ConcurrentHashMap<>();
    private final String name;
    private final SigningKey key;

    OutsideIssuer(String name) throws IOException {
        this.name = name;
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            String file = files.get(exchange.getRequestURI().getPath());
            byte[] body = file == null ? new byte[0] : file.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(file == null ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        site.start();
        key = SigningKey.of(did() + "#key-1", SigningKey.newSeed(new SecureRandom()));
        files.put(
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
        return "did:web:localhost%3A" + site.getAddress().getPort();
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
        String address = "http://localhost:" + site.getAddress().getPort() + path;
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
            files.put(path, DataIntegrity.sign(document, key, now).toString());
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
        site.stop(0);
    }
}
