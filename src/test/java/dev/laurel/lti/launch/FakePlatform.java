package dev.laurel.lti.launch;

import com.sun.net.httpserver.HttpServer;
import dev.laurel.lti.Deployment.State;
import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.Registrations.PlatformFacts;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.tenant.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/**
 * A platform for tests that can also lie: own keys, own key set over HTTP, tokens put together by hand with nothing of
 * the code they test.
 */
final class FakePlatform {

    static final String LTI = "https://purl.imsglobal.org/spec/lti/claim/";
    static final String MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#";
    static final JsonMapper JSON = JsonMapper.shared();

    private static final Map<String, FakePlatform> PLATFORMS = new ConcurrentHashMap<>();
    private static final HttpServer SERVER = server();
    private static final List<KeyPair> KEYS = List.of(newKeyPair(), newKeyPair(), newKeyPair());

    final String name = UUID.randomUUID().toString();
    final String issuer;
    final String clientId;
    final String deploymentId = "1:" + name;
    final URI tool;
    final AtomicInteger fetches = new AtomicInteger();
    volatile int keySetStatus = 200;
    private final List<Map<String, Object>> published = new ArrayList<>();

    /** A platform of its own whose first key is published as {@code key-1}. */
    FakePlatform(URI tool, int key) {
        this(tool, "https://lms-" + UUID.randomUUID() + ".example", "client-" + UUID.randomUUID());
        publish(jwk("key-1", key));
    }

    FakePlatform(URI tool, String issuer, String clientId) {
        this.tool = tool;
        this.issuer = issuer;
        this.clientId = clientId;
        PLATFORMS.put(name, this);
    }

    URI keySet() {
        return URI.create("http://localhost:" + SERVER.getAddress().getPort() + "/jwks/" + name);
    }

    String authorizationEndpoint() {
        return issuer + "/authorize";
    }

    PlatformFacts facts() {
        return new PlatformFacts(
                issuer,
                clientId,
                URI.create(authorizationEndpoint()),
                URI.create(issuer + "/token"),
                keySet(),
                null,
                null,
                "fake",
                null,
                "Fake",
                Set.of());
    }

    Registration register(Registrations registrations, TenantId tenant) {
        Registration registration = registrations.register(facts(), tenant);
        registrations.deploy(registration.id(), deploymentId, tenant, State.ACTIVE);
        return registration;
    }

    // keys

    static KeyPair keyPair(int key) {
        return KEYS.get(key);
    }

    /** A published key with everything a careful platform says. */
    static Map<String, Object> jwk(String kid, int key) {
        Map<String, Object> jwk = bareJwk(kid, key);
        jwk.put("alg", "RS256");
        jwk.put("use", "sig");
        return jwk;
    }

    static Map<String, Object> bareJwk(String kid, int key) {
        RSAPublicKey rsa = (RSAPublicKey) KEYS.get(key).getPublic();
        Map<String, Object> jwk = new LinkedHashMap<>();
        jwk.put("kty", "RSA");
        jwk.put("kid", kid);
        jwk.put("n", number(rsa.getModulus()));
        jwk.put("e", number(rsa.getPublicExponent()));
        return jwk;
    }

    @SafeVarargs
    final void publish(Map<String, Object>... keys) {
        synchronized (published) {
            published.clear();
            published.addAll(Arrays.asList(keys));
        }
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return base64(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    // login

    /** What the tool asked of the platform. */
    record Login(Page answer, Map<String, String> asked) {

        String state() {
            return asked.get("state");
        }

        String nonce() {
            return asked.get("nonce");
        }
    }

    Map<String, String> loginParameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("iss", issuer);
        parameters.put("client_id", clientId);
        parameters.put("login_hint", "hint");
        parameters.put("lti_message_hint", "message-hint");
        parameters.put("target_link_uri", target());
        parameters.put("lti_deployment_id", deploymentId);
        return parameters;
    }

    String target() {
        return tool + "/lti/launch";
    }

    Login login(HttpBrowser browser) {
        return login(browser, Map.of());
    }

    /** @param changes an empty value leaves the parameter out */
    Login login(HttpBrowser browser, Map<String, String> changes) {
        Map<String, String> parameters = loginParameters();
        changes.forEach((name, value) -> {
            if (value.isEmpty()) {
                parameters.remove(name);
            } else {
                parameters.put(name, value);
            }
        });
        return asked(browser.notFollowingRedirects().post(URI.create(tool + "/lti/login"), parameters));
    }

    static Login asked(Page answer) {
        return new Login(
                answer,
                answer.header("location")
                        .map(location -> query(URI.create(location)))
                        .orElse(Map.of()));
    }

    static Map<String, String> query(URI uri) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String part : uri.getRawQuery().split("&")) {
            int equals = part.indexOf('=');
            query.put(part.substring(0, equals), URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    // tokens

    /** A good launch by somebody with a membership role; to be spoiled by tests. */
    Map<String, Object> claims(Login login, String... roles) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("aud", clientId);
        claims.put("azp", clientId);
        claims.put("sub", "user-1");
        claims.put("iat", now);
        claims.put("exp", now + 300);
        claims.put("nonce", String.valueOf(login.nonce()));
        claims.put("name", "Dana Whitfield");
        claims.put("given_name", "Dana");
        claims.put("family_name", "Whitfield");
        claims.put("email", "dana@example.org");
        claims.put(LTI + "message_type", "LtiResourceLinkRequest");
        claims.put(LTI + "version", "1.3.0");
        claims.put(LTI + "deployment_id", deploymentId);
        claims.put(LTI + "target_link_uri", target());
        claims.put(LTI + "roles", Arrays.stream(roles).map(FakePlatform::role).toList());
        claims.put(LTI + "resource_link", map("id", "link-1", "title", "Asking better questions"));
        claims.put(LTI + "context", map("id", "course-1", "label", "PD101", "title", "Professional development"));
        claims.put(LTI + "custom", map("credential_id", "questioning-1"));
        claims.put(LTI + "launch_presentation", map("locale", "en", "return_url", issuer + "/return"));
        claims.put(
                "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint",
                map(
                        "scope",
                        List.of(
                                "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
                                "https://purl.imsglobal.org/spec/lti-ags/scope/score"),
                        "lineitems",
                        issuer + "/lineitems",
                        "lineitem",
                        issuer + "/lineitems/1"));
        claims.put(
                "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice",
                map("context_memberships_url", issuer + "/members", "service_versions", List.of("2.0")));
        return claims;
    }

    static String role(String name) {
        return name.contains(":") || name.startsWith("-") ? name.replaceFirst("^-", "") : MEMBERSHIP + name;
    }

    /** A map that may hold nulls: name, value, name, value… */
    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    static Map<String, Object> header(String kid) {
        return map("typ", "JWT", "alg", "RS256", "kid", kid);
    }

    String sign(Map<String, Object> claims) {
        return sign(header("key-1"), claims, 0);
    }

    static String sign(Map<String, Object> header, Map<String, Object> claims, int key) {
        String content = base64(header) + "." + base64(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(KEYS.get(key).getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Under the name of the published key, but with another. */
    static String signedByAnother(Map<String, Object> claims) {
        return sign(header("key-1"), claims, 1);
    }

    static String base64(Map<String, Object> json) {
        return base64(JSON.writeValueAsBytes(json));
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    // launch

    Page launch(HttpBrowser browser, Login login, Map<String, Object> claims) {
        return launch(browser, login, sign(claims));
    }

    Page launch(HttpBrowser browser, Login login, String idToken) {
        return browser.post(
                URI.create(tool + "/lti/launch"), Map.of("id_token", idToken, "state", String.valueOf(login.state())));
    }

    /** Login and launch in one go. */
    Page launch(HttpBrowser browser, String... roles) {
        Login login = login(browser);
        return launch(browser, login, claims(login, roles));
    }

    private static KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpServer server() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/jwks/", exchange -> {
                FakePlatform platform =
                        PLATFORMS.get(exchange.getRequestURI().getPath().substring(6));
                platform.fetches.incrementAndGet();
                byte[] body;
                synchronized (platform.published) {
                    body = JSON.writeValueAsBytes(Map.of("keys", platform.published));
                }
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(platform.keySetStatus, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
