package dev.canvasdev;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;

/** The least that an LTI tool can be: registers, logs in, takes launches and shows what came. Cryptography by jose4j. */
final class TinyTool implements AutoCloseable {

    final List<Map<String, String>> logins = new ArrayList<>();
    /** Authorization requests, as the browser carried them to the platform. */
    final List<Map<String, String>> requests = new ArrayList<>();

    final List<Map<String, String>> launches = new ArrayList<>();
    /** Bodies of notices, as they arrive. */
    final BlockingQueue<String> notices = new LinkedBlockingQueue<>();
    /** Issuer to what registration gave. */
    final Map<String, Registered> registered = new ConcurrentHashMap<>();
    /** Parameters of the authorization request to set or, with null, to leave out. */
    final Map<String, String> authorizationChanges = new LinkedHashMap<>();
    /** Changes to the registration body before it is sent. */
    Consumer<Map<String, Object>> registrationChange = body -> {};

    HttpResponse<String> registrationAnswer;
    final RsaJsonWebKey key;
    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    record Registered(Map<String, Object> configuration, Map<String, Object> answer) {
        String clientId() {
            return (String) answer.get("client_id");
        }

        String endpoint(String name) {
            return (String) configuration.get(name);
        }
    }

    private final String host;

    TinyTool() {
        this("localhost");
    }

    /** @param host {@code localhost} or, for another site than that, {@code 127.0.0.1} */
    TinyTool(String host) {
        this.host = host;
        try {
            key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId("tool-" + UUID.randomUUID());
            key.setAlgorithm("RS256");
            key.setUse("sig");
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(r -> {
            Thread thread = new Thread(r);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://" + host + ":" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        switch (exchange.getRequestURI().getPath()) {
            case "/lti/register" -> register(exchange, query);
            case "/lti/login", "/login" -> login(exchange, form(body));
            case "/lti/launch", "/lti/deep-linking", "/launch", "/deeplink" -> {
                launches.add(form(body));
                html(exchange, 200, "<h1>Launched</h1>");
            }
            case "/.well-known/jwks.json", "/jwks" -> {
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                send(exchange, 200, "{\"keys\":[" + key.toJson() + "]}");
            }
            case "/lti/notices" -> {
                notices.add(body);
                send(exchange, 200, "");
            }
            case "/late.pdf" -> {
                LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
                send(exchange, 200, "%PDF-1.7 evidence");
            }
            case "/file.pdf" -> send(exchange, 200, "%PDF-1.7 evidence");
            default -> html(exchange, 404, "<h1>Nothing here</h1>");
        }
    }

    private void register(HttpExchange exchange, Map<String, String> query) throws IOException {
        try {
            String token = query.get("registration_token");
            HttpResponse<String> found = http.send(
                    HttpRequest.newBuilder(URI.create(query.get("openid_configuration")))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            Map<String, Object> configuration = Samples.object(found.body());
            Map<String, Object> body = registrationBody((String) configuration.get("issuer"));
            registrationChange.accept(body);
            registrationAnswer = http.send(
                    HttpRequest.newBuilder(URI.create((String) configuration.get("registration_endpoint")))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(Samples.write(body)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (registrationAnswer.statusCode() != 200) {
                html(exchange, 400, "<h1>Refused with " + registrationAnswer.statusCode() + "</h1>");
                return;
            }
            registered.put(
                    (String) configuration.get("issuer"),
                    new Registered(configuration, Samples.object(registrationAnswer.body())));
            html(
                    exchange,
                    200,
                    "<h1>Registered</h1><script>(window.opener || window.parent).postMessage("
                            + "{subject:'org.imsglobal.lti.close'}, '*')</script>");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The recorded registration request of that LMS' sample, with our addresses. */
    Map<String, Object> registrationBody(String issuer) {
        if (issuer.endsWith("/moodle")) {
            Map<String, Object> recorded =
                    Samples.object(Samples.text("moodle/registration-request").replace("http://localhost:8900", url()));
            Map<String, Object> body = Samples.at(recorded, "body");
            Samples.at(body, Claim.TOOL_CONFIGURATION).put("domain", url().substring(7));
            return body;
        }
        Map<String, Object> body =
                Samples.object(Samples.text("canvas/registration-request").replace("https://tool.example", url()));
        Samples.at(body, Claim.TOOL_CONFIGURATION).put("domain", url().substring(7));
        return body;
    }

    private void login(HttpExchange exchange, Map<String, String> form) throws IOException {
        logins.add(form);
        Registered platform = registered.get(form.get("iss"));
        Map<String, String> request = new LinkedHashMap<>();
        request.put("scope", "openid");
        request.put("response_type", "id_token");
        request.put("response_mode", "form_post");
        request.put("prompt", "none");
        request.put("client_id", form.get("client_id"));
        request.put("redirect_uri", redirectUri(form.get("target_link_uri")));
        request.put("login_hint", form.get("login_hint"));
        request.put("lti_message_hint", form.get("lti_message_hint"));
        request.put("state", "state-" + UUID.randomUUID());
        request.put("nonce", "nonce-" + UUID.randomUUID());
        authorizationChanges.forEach((name, value) -> {
            if (value == null) {
                request.remove(name);
            } else {
                request.put(name, value);
            }
        });
        requests.add(request);
        exchange.getResponseHeaders()
                .add("Location", platform.endpoint("authorization_endpoint") + "?" + encode(request));
        send(exchange, 302, "");
    }

    private static String redirectUri(String target) {
        return target.replaceFirst("\\?.*", "");
    }

    /** The claims of the last launch, verified with the platform's key set. */
    Map<String, Object> lastClaims(CanvasDev lms, String dress) {
        Map<String, String> launch = launches.get(launches.size() - 1);
        Registered platform = registered.get(lms.issuer(dress));
        try {
            return new JwtConsumerBuilder()
                    .setVerificationKeyResolver(
                            new HttpsJwksVerificationKeyResolver(new HttpsJwks(platform.endpoint("jwks_uri"))))
                    .setExpectedAudience(platform.clientId())
                    .setExpectedIssuer(lms.issuer(dress))
                    .setRequireExpirationTime()
                    .setJwsAlgorithmConstraints(
                            org.jose4j.jwa.AlgorithmConstraints.ConstraintType.PERMIT,
                            AlgorithmIdentifiers.RSA_USING_SHA256)
                    .build()
                    .processToClaims(launch.get("id_token"))
                    .getClaimsMap();
        } catch (InvalidJwtException e) {
            throw new IllegalStateException(launch.toString(), e);
        }
    }

    /** A good client assertion, changed before it is signed. */
    String assertion(String clientId, String audience, Consumer<JwtClaims> change) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(clientId);
        claims.setSubject(clientId);
        claims.setAudience(audience);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(4);
        claims.setGeneratedJwtId();
        change.accept(claims);
        return sign(claims, key, key.getKeyId());
    }

    static String sign(JwtClaims claims, RsaJsonWebKey key, String kid) {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        jws.setKey(key.getPrivateKey());
        jws.setKeyIdHeaderValue(kid);
        jws.setHeader("typ", "JWT");
        jws.setPayload(claims.toJson());
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks for a token with this assertion. */
    HttpResponse<String> requestToken(Registered platform, String assertion, String scopes) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", assertion);
        form.put("scope", scopes);
        return call(
                "POST",
                platform.endpoint("token_endpoint"),
                null,
                "application/x-www-form-urlencoded",
                encode(form),
                null);
    }

    String token(String issuer, String... scopes) {
        Registered platform = registered.get(issuer);
        String assertion = assertion(platform.clientId(), platform.endpoint("token_endpoint"), c -> {});
        HttpResponse<String> answer = requestToken(platform, assertion, String.join(" ", scopes));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return (String) Samples.object(answer.body()).get("access_token");
    }

    HttpResponse<String> call(String method, String url, String accept, String contentType, String body, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (accept != null) {
            request.header("Accept", accept);
        }
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        request.method(
                method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A deep linking answer to the last launch, changed before it is signed. */
    String deepLinkingResponse(
            CanvasDev lms, String dress, List<Map<String, Object>> items, Consumer<JwtClaims> change) {
        Registered platform = registered.get(lms.issuer(dress));
        Map<String, Object> request = lastClaims(lms, dress);
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(platform.clientId());
        claims.setAudience(lms.issuer(dress));
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setStringClaim("nonce", UUID.randomUUID().toString());
        claims.setClaim(Claim.DEPLOYMENT_ID, request.get(Claim.DEPLOYMENT_ID));
        claims.setClaim(Claim.MESSAGE_TYPE, "LtiDeepLinkingResponse");
        claims.setClaim(Claim.VERSION, "1.3.0");
        claims.setClaim(Claim.CONTENT_ITEMS, items);
        change.accept(claims);
        return sign(claims, key, key.getKeyId());
    }

    static NumericDate ago(long seconds) {
        NumericDate date = NumericDate.now();
        date.addSeconds(-seconds);
        return date;
    }

    static String encode(Map<String, String> form) {
        StringBuilder text = new StringBuilder();
        form.forEach((name, value) -> text.append(text.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return text.toString();
    }

    private static Map<String, String> form(String encoded) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : encoded == null ? new String[0] : encoded.split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                form.put(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    private static void html(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/html; charset=UTF-8");
        send(exchange, status, "<!DOCTYPE html><title>Tiny tool</title>" + body);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
