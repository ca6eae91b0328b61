package dev.laurel.benchmark;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The least platform that Laurel registers with and takes launches from; counts how often it is asked for its keys. */
final class LoadPlatform implements AutoCloseable {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    final String clientId = "load-client";
    final String deploymentId = "1";
    final AtomicInteger keyRequests = new AtomicInteger();

    private final HttpServer server;
    private final KeyPair keys;
    private final String header = BASE64.encodeToString(
            "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"load\"}".getBytes(StandardCharsets.UTF_8));

    LoadPlatform() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(Executors.newFixedThreadPool(2));
        answer("/.well-known/openid-configuration", this::configuration);
        answer("/jwks", this::jwks);
        answer(
                "/register",
                () -> "{\"client_id\":\"" + clientId
                        + "\",\"https://purl.imsglobal.org/spec/lti-tool-configuration\":{\"deployment_id\":\""
                        + deploymentId
                        + "\"}}");
        server.start();
    }

    URI issuer() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** An id token for the payload, RS256. */
    String sign(String payload) throws GeneralSecurityException {
        String input = header + "." + BASE64.encodeToString(payload.getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + BASE64.encodeToString(signature.sign());
    }

    private String configuration() {
        String at = issuer().toString();
        return """
                {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
                 "token_endpoint_auth_methods_supported":["private_key_jwt"],
                 "token_endpoint_auth_signing_alg_values_supported":["RS256"],"jwks_uri":"%1$s/jwks",
                 "registration_endpoint":"%1$s/register","scopes_supported":["openid"],
                 "response_types_supported":["id_token"],"subject_types_supported":["public"],
                 "id_token_signing_alg_values_supported":["RS256"],"claims_supported":["sub","iss","name","email"],
                 "https://purl.imsglobal.org/spec/lti-platform-configuration":
                   {"product_family_code":"load","version":"1","messages_supported":[{"type":"LtiResourceLinkRequest"}],
                    "variables":[]}}""".formatted(at);
    }

    private String jwks() {
        keyRequests.incrementAndGet();
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"load\",\"alg\":\"RS256\",\"use\":\"sig\",\"n\":\""
                + unsigned(key.getModulus()) + "\",\"e\":\"" + unsigned(key.getPublicExponent()) + "\"}]}";
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        return BASE64.encodeToString(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
    }

    private void answer(String path, java.util.function.Supplier<String> body) {
        server.createContext(path, exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
