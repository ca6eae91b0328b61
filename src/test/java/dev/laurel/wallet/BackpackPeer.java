package dev.laurel.wallet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A backpack with its authorization server, as strict as Open Badges 3.0 (sections 6 and 7), RFC 7591 and RFC 7636 have it.
 * It shares no code with the tool. What does not conform is refused and noted in {@link #complaints}.
 */
final class BackpackPeer implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String RIGHT = "https://purl.imsglobal.org/spec/%s/scope/%s";

    /** An answer in the place of the usual one. */
    record Fault(int status, Map<String, String> headers, String body) {}

    /** A credential as it lies in the backpack. */
    record Kept(JsonNode credential, int puts) {

        String validFrom() {
            return credential.path("validFrom").asString();
        }
    }

    private record Client(String secret, List<String> redirects, Set<String> scopes) {}

    private record Grant(String client, String redirect, Set<String> scopes, String challenge) {}

    private record Pending(Grant grant, String state) {}

    private record Token(String client, Set<String> scopes) {}

    final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    private final Map<String, Pending> pending = new ConcurrentHashMap<>();
    private final Map<String, Grant> codes = new ConcurrentHashMap<>();
    private final Map<String, Token> access = new ConcurrentHashMap<>();
    private final Map<String, Token> renewing = new ConcurrentHashMap<>();
    private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final HttpServer server;
    private volatile @Nullable ObjectNode description;
    private volatile int lifeSeconds = 3600;
    private volatile boolean readonly;
    private volatile @Nullable String metadata;
    private volatile @Nullable CountDownLatch silence;

    BackpackPeer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "backpack-peer");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            try (exchange) {
                serve(exchange);
            }
        });
        server.start();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        calls.merge(path, 1, Integer::sum);
        CountDownLatch still = silence;
        if (still != null) {
            waitFor(still);
        }
        Queue<Fault> queue = faults.get(path);
        Fault fault = queue == null ? null : queue.poll();
        if (fault != null) {
            exchange.getRequestBody().readAllBytes();
            fault.headers().forEach(exchange.getResponseHeaders()::set);
            answer(exchange, fault.status(), fault.body());
            return;
        }
        try {
            route(exchange, path);
        } catch (Refused e) {
            complaints.add(path + ": " + e.getMessage());
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            e.headers.forEach(exchange.getResponseHeaders()::set);
            answer(exchange, e.status, e.body);
        }
    }

    /** Answers nothing from now on, until that is counted down. */
    void silentUntil(CountDownLatch end) {
        silence = end;
    }

    private static void waitFor(CountDownLatch end) throws IOException {
        try {
            end.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** What a person types. */
    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Answers the next call of a path in another way. */
    void fault(String path, int status, Map<String, String> headers, String body) {
        faults.computeIfAbsent(path, each -> new ConcurrentLinkedQueue<>()).add(new Fault(status, headers, body));
    }

    int calls(String path) {
        return calls.getOrDefault(path, 0);
    }

    /** How long tokens serve from now on. */
    void tokensLive(int seconds) {
        lifeSeconds = seconds;
    }

    /** People allow reading only, from now on. */
    void allowReadingOnly() {
        readonly = true;
    }

    void describeAs(ObjectNode other) {
        description = other;
    }

    /** Ends all tokens that calls are made with; they can be renewed. */
    void endAccess() {
        access.clear();
    }

    /** What happens when somebody takes a permission back. */
    void revokeAll() {
        access.clear();
        renewing.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void route(HttpExchange exchange, String path) throws IOException {
        String route = exchange.getRequestMethod() + " " + path;
        switch (route) {
            case "GET /ims/ob/v3p0/discovery" -> json(exchange, 200, described("ob/v3p0"));
            case "GET /ims/clr/v2p0/discovery" -> json(exchange, 200, described("clr/v2p0"));
            case "POST /registration" -> register(exchange);
            case "GET /authorize" -> authorize(exchange);
            case "POST /consent" -> consent(exchange);
            case "POST /token" -> token(exchange);
            case "GET /.well-known/oauth-authorization-server" ->
                json(exchange, metadata == null ? 404 : 200, metadata());
            case "POST /revocation" -> revoke(exchange);
            case "POST /ims/ob/v3p0/credentials" -> put(exchange, "ob/v3p0", "OpenBadgeCredential");
            case "POST /ims/clr/v2p0/credentials" -> put(exchange, "clr/v2p0", "ClrCredential");
            case "GET /ims/ob/v3p0/profile" -> {
                authorized(exchange, RIGHT.formatted("ob/v3p0", "profile.readonly"));
                ObjectNode profile = JSON.createObjectNode();
                profile.put("id", address() + "/people/1");
                profile.put("type", "Profile");
                profile.put("name", "Maya’s backpack");
                json(exchange, 200, profile);
            }
            default -> {
                exchange.getRequestBody().readAllBytes();
                answer(exchange, 404, "");
            }
        }
    }

    /** From now on it says where permissions are ended (RFC 8414). */
    void endsPermissions(String where) {
        metadata = where;
    }

    /** How many tokens of any kind are good. */
    int good() {
        return access.size() + renewing.size();
    }

    private ObjectNode metadata() {
        ObjectNode document = JSON.createObjectNode();
        document.put("issuer", address());
        document.put("token_endpoint", address() + "/token");
        return metadata == null ? document : document.put("revocation_endpoint", metadata);
    }

    /** RFC 7009, 2.1 and 2.2: ends only that token, which need not be known. */
    private void revoke(HttpExchange exchange) throws IOException {
        demand(type(exchange).equals("application/x-www-form-urlencoded"), 400, "invalid_request", "not a form");
        Map<String, String> form = form(body(exchange));
        String client = client(exchange);
        String token = form.getOrDefault("token", "");
        demand(!token.isEmpty(), 400, "invalid_request", "no token");
        for (Map<String, Token> tokens : List.of(access, renewing)) {
            Token known = tokens.get(token);
            demand(known == null || known.client().equals(client), 400, "invalid_grant", "somebody else's");
            tokens.remove(token);
        }
        answer(exchange, 200, "");
    }

    /** The service description document. */
    ObjectNode described(String spec) {
        if (description != null) {
            return description;
        }
        ObjectNode document = JSON.createObjectNode();
        document.put("openapi", "3.0.1");
        document.putObject("info").put("title", "The Satchel").put("termsOfService", address() + "/terms");
        document.putArray("servers").addObject().put("url", address() + "/ims/" + spec);
        ObjectNode scheme =
                document.putObject("components").putObject("securitySchemes").putObject("OAuth2ACG");
        scheme.put("type", "oauth2");
        scheme.put("x-imssf-registrationUrl", address() + "/registration");
        ObjectNode flow = scheme.putObject("flows").putObject("authorizationCode");
        flow.put("tokenUrl", address() + "/token");
        flow.put("authorizationUrl", address() + "/authorize");
        flow.put("refreshUrl", address() + "/token");
        ObjectNode scopes = flow.putObject("scopes");
        for (String right : List.of("credential.readonly", "credential.upsert", "profile.readonly")) {
            scopes.put(RIGHT.formatted(spec, right), "…");
        }
        return document;
    }

    private void register(HttpExchange exchange) throws IOException {
        demand(type(exchange).equals("application/json"), 400, "invalid_client_metadata", "JSON only");
        JsonNode wish = JSON.readTree(exchange.getRequestBody().readAllBytes());
        Set<String> hosts = new TreeSet<>();
        for (String address : List.of("client_uri", "logo_uri", "tos_uri", "policy_uri")) {
            String told = wish.path(address).asString("");
            demand(told.startsWith("http"), 400, "invalid_client_metadata", address + " is missing");
            hosts.add(URI.create(told).getHost());
        }
        for (String word : List.of("client_name", "software_id", "software_version")) {
            demand(!wish.path(word).asString("").isBlank(), 400, "invalid_client_metadata", word + " is missing");
        }
        List<String> redirects = strings(wish.path("redirect_uris"));
        demand(!redirects.isEmpty(), 400, "invalid_redirect_uri", "no redirect_uris");
        redirects.forEach(each -> hosts.add(URI.create(each).getHost()));
        demand(hosts.size() == 1, 400, "invalid_client_metadata", "more than one host: " + hosts);
        demand(
                wish.path("token_endpoint_auth_method").asString("").equals("client_secret_basic")
                        && strings(wish.path("grant_types")).equals(List.of("authorization_code", "refresh_token"))
                        && strings(wish.path("response_types")).equals(List.of("code")),
                400,
                "invalid_client_metadata",
                "not this flow");
        Set<String> scopes = scopes(wish.path("scope").asString(""));
        demand(scopes.contains("offline_access"), 400, "invalid_client_metadata", "no offline_access");
        String id = "client " + UUID.randomUUID(); // has to be escaped in a Basic header
        String secret = "s/" + UUID.randomUUID() + "+=%";
        clients.put(id, new Client(secret, redirects, scopes));
        ObjectNode answer = ((ObjectNode) wish).deepCopy();
        answer.put("client_id", id);
        answer.put("client_secret", secret);
        answer.put("client_id_issued_at", 1_565_715_850);
        answer.put("client_secret_expires_at", 0);
        json(exchange, 201, answer);
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        Client client = clients.get(query.get("client_id"));
        demand(client != null, 400, "invalid_request", "no such client");
        demand(client.redirects().contains(query.get("redirect_uri")), 400, "invalid_request", "another redirect_uri");
        demand("code".equals(query.get("response_type")), 400, "unsupported_response_type", "not code");
        Set<String> scopes = scopes(query.getOrDefault("scope", ""));
        demand(
                !scopes.isEmpty() && client.scopes().containsAll(scopes),
                400,
                "invalid_scope",
                "more than was registered: " + scopes);
        demand("S256".equals(query.get("code_challenge_method")), 400, "invalid_request", "PKCE must be S256");
        demand(query.getOrDefault("code_challenge", "").length() == 43, 400, "invalid_request", "no challenge");
        demand(query.getOrDefault("state", "").length() >= 32, 400, "invalid_request", "a state that can be guessed");
        demand(exchange.getRequestHeaders().getFirst("Referer") == null, 400, "invalid_request", "a referrer");
        String id = UUID.randomUUID().toString();
        pending.put(
                id,
                new Pending(
                        new Grant(
                                query.get("client_id"), query.get("redirect_uri"), scopes, query.get("code_challenge")),
                        query.get("state")));
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        answer(
                exchange,
                200,
                "<!doctype html><title>Allow?</title><form method=post action=/consent><input type=hidden name=id value="
                        + id
                        + "><button name=answer value=yes>Yes</button><button name=answer value=no>No</button></form>");
    }

    private void consent(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(body(exchange));
        Pending asked = pending.remove(form.get("id"));
        demand(asked != null, 400, "invalid_request", "nothing was asked");
        Grant grant = asked.grant();
        String answer;
        if ("yes".equals(form.get("answer"))) {
            String code = UUID.randomUUID() + "+/=";
            Set<String> given = readonly
                    ? grant.scopes().stream()
                            .filter(scope -> !scope.contains("upsert"))
                            .collect(Collectors.toSet())
                    : grant.scopes();
            codes.put(code, new Grant(grant.client(), grant.redirect(), given, grant.challenge()));
            answer = "code=" + encoded(code) + "&scope=" + encoded(String.join(" ", given));
        } else {
            answer = "error=access_denied";
        }
        exchange.getResponseHeaders()
                .set("Location", grant.redirect() + "?" + answer + "&state=" + encoded(asked.state()));
        answer(exchange, 302, "");
    }

    private void token(HttpExchange exchange) throws IOException {
        demand(type(exchange).equals("application/x-www-form-urlencoded"), 400, "invalid_request", "not a form");
        Map<String, String> form = form(body(exchange));
        String client = client(exchange);
        demand(!form.containsKey("client_secret"), 400, "invalid_request", "a secret in the body");
        Set<String> scopes;
        switch (form.getOrDefault("grant_type", "")) {
            case "authorization_code" -> {
                Grant grant = codes.remove(form.getOrDefault("code", ""));
                demand(grant != null && grant.client().equals(client), 400, "invalid_grant", "no such code");
                demand(grant.redirect().equals(form.get("redirect_uri")), 400, "invalid_grant", "another redirect_uri");
                demand(form.containsKey("scope"), 400, "invalid_request", "no scope (7.1.2.3)");
                demand(
                        grant.challenge().equals(challenge(form.getOrDefault("code_verifier", ""))),
                        400,
                        "invalid_grant",
                        "another verifier");
                scopes = grant.scopes();
            }
            case "refresh_token" -> {
                // Each serves once.
                Token last = renewing.remove(form.getOrDefault("refresh_token", ""));
                demand(last != null && last.client().equals(client), 400, "invalid_grant", "no such refresh token");
                demand(
                        last.scopes().containsAll(scopes(form.getOrDefault("scope", ""))),
                        400,
                        "invalid_scope",
                        "more than was given");
                scopes = last.scopes();
            }
            default -> throw new Refused(400, "unsupported_grant_type", "not this", Map.of());
        }
        String fresh = "at-" + UUID.randomUUID();
        String next = "rt-" + UUID.randomUUID();
        access.put(fresh, new Token(client, scopes));
        renewing.put(next, new Token(client, scopes));
        ObjectNode answer = JSON.createObjectNode();
        answer.put("access_token", fresh);
        answer.put("refresh_token", next);
        answer.put("expires_in", lifeSeconds);
        answer.put("token_type", "Bearer");
        answer.put("scope", String.join(" ", scopes));
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        json(exchange, 200, answer);
    }

    private String client(HttpExchange exchange) throws Refused {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        demand(header != null && header.startsWith("Basic "), 401, "invalid_client", "not client_secret_basic");
        String[] parts =
                new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8).split(":", 2);
        // RFC 6749, 2.3.1: both are form-encoded first.
        String id = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
        Client client = clients.get(id);
        demand(
                client != null && client.secret().equals(URLDecoder.decode(parts[1], StandardCharsets.UTF_8)),
                401,
                "invalid_client",
                "not the client's secret");
        return id;
    }

    private void put(HttpExchange exchange, String spec, String kind) throws IOException {
        String body = body(exchange);
        authorized(exchange, RIGHT.formatted(spec, "credential.upsert"));
        demand(
                Set.of("application/json", "application/vc+ld+json").contains(type(exchange)),
                415,
                "unsupported",
                "neither JSON nor JSON-LD");
        JsonNode credential = JSON.readTree(body);
        for (String needed : List.of("@context", "id", "type", "issuer", "validFrom", "credentialSubject", "proof")) {
            demand(credential.has(needed), 400, "invalid_data", needed + " is missing");
        }
        demand(strings(credential.path("type")).contains(kind), 400, "invalid_data", "no " + kind);
        String key = credential.path("issuer").path("id").asString() + " "
                + credential.path("id").asString();
        Kept before = kept.get(key);
        boolean newer = before == null
                || !OffsetDateTime.parse(before.validFrom())
                        .isAfter(OffsetDateTime.parse(
                                credential.path("validFrom").asString()));
        if (newer) {
            kept.put(key, new Kept(credential, before == null ? 1 : before.puts() + 1));
        }
        json(exchange, before == null ? 201 : 200, newer ? credential : before.credential());
    }

    private void authorized(HttpExchange exchange, String scope) throws Refused {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        Token token = header == null || !header.startsWith("Bearer ") ? null : access.get(header.substring(7));
        if (token == null) {
            throw new Refused(401, "unauthorized", "no good token", Map.of("WWW-Authenticate", "Bearer"));
        }
        if (!token.scopes().contains(scope)) {
            throw new Refused(
                    403,
                    "forbidden",
                    "without " + scope,
                    Map.of("WWW-Authenticate", "Bearer error=\"insufficient_scope\""));
        }
    }

    /** The one credential in it. */
    Kept only() {
        if (kept.size() != 1) {
            throw new IllegalStateException("Not one but " + kept.size() + "; complaints: " + complaints);
        }
        return kept.values().iterator().next();
    }

    private static final class Refused extends IOException {

        private final int status;
        private final String body;
        private final transient Map<String, String> headers;

        Refused(int status, String error, String why, Map<String, String> headers) {
            super(error + ", " + why);
            this.status = status;
            ObjectNode body = JSON.createObjectNode();
            body.put("error", error);
            body.put("error_description", why);
            this.body = JSON.writeValueAsString(body);
            this.headers = headers;
        }
    }

    private static void demand(boolean holds, int status, String error, String why) throws Refused {
        if (!holds) {
            throw new Refused(status, error, why, Map.of());
        }
    }

    private static String type(HttpExchange exchange) {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        return type == null ? "" : type.split(";")[0].strip();
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void json(HttpExchange exchange, int status, JsonNode body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        answer(exchange, status, JSON.writeValueAsString(body));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static List<String> strings(JsonNode list) {
        return list.isArray() ? list.valueStream().map(JsonNode::asString).toList() : List.of(list.asString(""));
    }

    private static Set<String> scopes(String text) {
        return Arrays.stream(text.split(" ")).filter(each -> !each.isEmpty()).collect(Collectors.toSet());
    }

    private static Map<String, String> form(@Nullable String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : (text == null ? "" : text).split("&")) {
            int at = pair.indexOf('=');
            if (at > 0) {
                fields.put(
                        URLDecoder.decode(pair.substring(0, at), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
            }
        }
        return fields;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
