package dev.laurel.person;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A provider of identity, as strict as OpenID Connect Core 1.0 and RFC 7636 have it; it shares no code with the tool. Whoever
 * comes is the person that was set, and agrees unless told otherwise. What does not conform is refused and noted.
 */
final class ProviderPeer implements AutoCloseable {

    static final String SECRET = "s3cret+of~the/client";

    private static final JsonMapper JSON = new JsonMapper();

    private record Question(String client, String redirect, String challenge, String nonce) {}

    final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    final String clientId = "laurel-" + UUID.randomUUID();
    final ObjectNode description = JSON.createObjectNode();
    private final Map<String, Question> codes = new ConcurrentHashMap<>();
    private final HttpServer server;
    private volatile RsaJsonWebKey key = key();
    private volatile @Nullable String error;
    private volatile String subject = "nobody";
    private volatile Map<String, Object> says = Map.of();
    private volatile Consumer<JwtClaims> claims = each -> {};
    private volatile Consumer<JsonWebSignature> signing = each -> {};
    private volatile int brokenToken;
    /** How many have signed out. */
    volatile int ended;

    ProviderPeer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "provider-peer");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            try (exchange) {
                serve(exchange);
            }
        });
        server.start();
        description.put("issuer", issuer());
        description.put("authorization_endpoint", issuer() + "/authorize");
        description.put("token_endpoint", issuer() + "/token");
        description.put("jwks_uri", issuer() + "/keys");
        words("response_types_supported", "code");
        words("id_token_signing_alg_values_supported", "RS256");
        words("token_endpoint_auth_methods_supported", "client_secret_basic", "client_secret_post");
    }

    static RsaJsonWebKey key() {
        try {
            RsaJsonWebKey made = RsaJwkGenerator.generateJwk(2048);
            made.setKeyId(UUID.randomUUID().toString());
            return made;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    String issuer() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    void words(String name, String... words) {
        ArrayNode list = description.putArray(name);
        Arrays.stream(words).forEach(list::add);
    }

    /** Who comes from now on, and what the token says of them besides. */
    void is(String person, Map<String, Object> more) {
        subject = person;
        says = more;
    }

    void refusesWith(@Nullable String how) {
        error = how;
    }

    /** Changes each token before it is signed. */
    void claims(Consumer<JwtClaims> change) {
        claims = change;
    }

    /** Changes how each token is signed. */
    void signing(Consumer<JsonWebSignature> change) {
        signing = change;
    }

    /** Signs with another key, which is published in the place of the one before. */
    void newKey() {
        key = key();
    }

    /** The token address answers that from now on; 0 for what it should. */
    void breakToken(int status) {
        brokenToken = status;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String route =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        try {
            switch (route) {
                case "GET /.well-known/openid-configuration" -> json(exchange, 200, description.toString());
                case "GET /keys" ->
                    json(exchange, 200, "{\"keys\":[" + key.toJson(OutputControlLevel.PUBLIC_ONLY) + "]}");
                case "GET /authorize" -> authorize(exchange);
                case "GET /end" -> end(exchange);
                case "POST /token" -> token(exchange);
                default -> json(exchange, 404, "{}");
            }
        } catch (Refused e) {
            complaints.add(route + ": " + e.getMessage());
            json(exchange, e.status, "{\"error\":\"" + e.getMessage() + "\"}");
        }
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
        demand(clientId.equals(asked.get("client_id")), 400, "unauthorized_client");
        demand("code".equals(asked.get("response_type")), 400, "unsupported_response_type");
        demand(List.of(asked.get("scope").split(" ")).contains("openid"), 400, "invalid_scope");
        demand("S256".equals(asked.get("code_challenge_method")), 400, "no_pkce");
        demand(asked.get("state").length() > 20 && asked.get("nonce").length() > 20, 400, "invalid_request");
        String answer =
                asked.get("redirect_uri") + "?state=" + encoded(asked.get("state")) + "&iss=" + encoded(issuer());
        String refusal = error;
        if (refusal != null) {
            answer += "&error=" + encoded(refusal);
        } else {
            String code = UUID.randomUUID().toString();
            codes.put(
                    code,
                    new Question(
                            asked.get("client_id"),
                            asked.get("redirect_uri"),
                            asked.get("code_challenge"),
                            asked.get("nonce")));
            answer += "&code=" + code;
        }
        exchange.getResponseHeaders().set("Location", answer);
        exchange.sendResponseHeaders(302, -1);
    }

    /** Has its user confirm, since no token says who wants to leave, and sends them back. */
    private void end(HttpExchange exchange) throws IOException {
        Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
        demand(clientId.equals(asked.get("client_id")), 400, "unauthorized_client");
        demand(asked.getOrDefault("post_logout_redirect_uri", "").endsWith("/sign-in?out"), 400, "not_registered");
        demand(!asked.containsKey("id_token_hint"), 400, "a_token_was_kept");
        ended++;
        exchange.getResponseHeaders().set("Location", asked.get("post_logout_redirect_uri"));
        exchange.sendResponseHeaders(302, -1);
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> asked = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (brokenToken != 0) {
            json(exchange, brokenToken, "{}");
            return;
        }
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        String id = asked.get("client_id");
        String secret = asked.get("client_secret");
        if (header != null && header.startsWith("Basic ")) {
            String[] both =
                    new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8).split(":", 2);
            id = decoded(both[0]);
            secret = decoded(both[1]);
        }
        demand(clientId.equals(id) && SECRET.equals(secret), 401, "invalid_client");
        demand("authorization_code".equals(asked.get("grant_type")), 400, "unsupported_grant_type");
        Question question = codes.remove(asked.getOrDefault("code", ""));
        if (question == null) {
            json(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        demand(question.redirect().equals(asked.get("redirect_uri")), 400, "invalid_grant");
        demand(question.challenge().equals(challenge(asked.get("code_verifier"))), 400, "invalid_grant");
        ObjectNode answer = JSON.createObjectNode();
        answer.put("access_token", UUID.randomUUID().toString());
        answer.put("token_type", "Bearer");
        answer.put("expires_in", 300);
        answer.put("id_token", idToken(question));
        json(exchange, 200, answer.toString());
    }

    private String idToken(Question question) {
        JwtClaims token = new JwtClaims();
        token.setIssuer(issuer());
        token.setAudience(question.client());
        token.setSubject(subject);
        token.setIssuedAtToNow();
        token.setExpirationTimeMinutesInTheFuture(5);
        token.setClaim("nonce", question.nonce());
        says.forEach(token::setClaim);
        claims.accept(token);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(token.toJson());
        signature.setAlgorithmHeaderValue("RS256");
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setKey(key.getPrivateKey());
        signing.accept(signature);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String challenge(@Nullable String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256")
                            .digest(String.valueOf(verifier).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Refused extends UncheckedIOException {

        private final int status;

        Refused(int status, String what) {
            super(what, new IOException(what));
            this.status = status;
        }
    }

    private static void demand(boolean fulfilled, int status, String otherwise) {
        if (!fulfilled) {
            throw new Refused(status, otherwise);
        }
    }

    private static Map<String, String> form(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            String[] both = pair.split("=", 2);
            fields.put(decoded(both[0]), both.length > 1 ? decoded(both[1]) : "");
        }
        return fields;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void json(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
