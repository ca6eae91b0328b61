package dev.laurel.lti.services;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.spy;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.ToolKeys;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.SettableClock;
import dev.laurel.support.TestPlatform;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.OutboundHttp;
import dev.laurel.tenant.Tenants;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Security Framework 1.0, section 4.1, against a platform that WireMock plays. */
@LaurelTest
class ServiceTokensTests {

    private static final Set<String> SCOPES = Set.of(TestPlatform.SCORE, TestPlatform.LINE_ITEM);

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    OutboundHttp http;

    @Autowired
    ToolKeys keys;

    @Autowired
    LaurelSettings settings;

    private final SettableClock clock = new SettableClock(Instant.now());
    private TestPlatform platform;
    private ServiceTokens tokens;

    @BeforeEach
    void register() {
        platform = platform("moodle", null);
        tokens = signedWith(keys);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    @DisplayName("TOK-01 asks with a signed assertion, form-encoded, and nothing else")
    void asksWithASignedAssertion() throws Exception {
        String token = tokens.token(platform.registration(), SCOPES);
        tokens.drop(platform.registration(), SCOPES, token);
        tokens.token(platform.registration(), SCOPES);

        Set<String> ids = new HashSet<>();
        for (LoggedRequest request : platform.posted(TestPlatform.TOKEN)) {
            assertThat(request.getHeader("Content-Type")).startsWith("application/x-www-form-urlencoded");
            Map<String, String> form = form(request);
            assertThat(form)
                    .containsOnlyKeys("grant_type", "client_assertion_type", "client_assertion", "scope")
                    .containsEntry("grant_type", "client_credentials")
                    .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            assertThat(form.get("scope").split(" "))
                    .containsExactlyInAnyOrder(TestPlatform.SCORE, TestPlatform.LINE_ITEM);
            JwtClaims assertion = verified(form.get("client_assertion"));
            assertThat(assertion.getIssuer()).isEqualTo(platform.registration().clientId());
            assertThat(assertion.getSubject()).isEqualTo(platform.registration().clientId());
            assertThat(assertion.getClaimValue("aud")).isEqualTo(platform.url(TestPlatform.TOKEN));
            assertThat(assertion.getIssuedAt().getValue())
                    .isEqualTo(clock.instant().getEpochSecond());
            assertThat(assertion.getExpirationTime().getValue()
                            - assertion.getIssuedAt().getValue())
                    .isEqualTo(300);
            ids.add(assertion.getJwtId());
        }
        assertThat(ids).as("jti of two requests").hasSize(2);
    }

    @Test
    @DisplayName("TOK-02 uses a token again until a minute before it ends")
    void usesATokenAgain() throws Exception {
        String first = tokens.token(platform.registration(), SCOPES);
        clock.advance(Duration.ofSeconds(3539));
        assertThat(tokens.token(platform.registration(), SCOPES)).isEqualTo(first);
        assertThat(platform.posted(TestPlatform.TOKEN)).hasSize(1);

        clock.advance(Duration.ofSeconds(2));
        tokens.token(platform.registration(), SCOPES);
        assertThat(platform.posted(TestPlatform.TOKEN)).hasSize(2);
    }

    @Test
    @DisplayName("TOK-03 fetches a new token when a short one has ended")
    void fetchesANewOneWhenAShortOneHasEnded() throws Exception {
        platform.givesTokens(2);
        tokens.token(platform.registration(), SCOPES);
        platform.givesTokens(3600);
        clock.advance(Duration.ofSeconds(3));
        tokens.token(platform.registration(), SCOPES);
        assertThat(platform.posted(TestPlatform.TOKEN)).hasSize(2);
    }

    @Test
    @DisplayName("TOK-05 says that a failing token endpoint may be asked later, and asks it then")
    void mayBeAskedLater() throws Exception {
        platform.stub(post(urlPathEqualTo(TestPlatform.TOKEN))
                .willReturn(aResponse().withStatus(503).withHeader("Retry-After", "7")));
        ScoreNotAccepted failure = failure();
        assertThat(failure.reason()).isEqualTo(Reason.PLATFORM_UNAVAILABLE);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));

        platform.stub(
                post(urlPathEqualTo(TestPlatform.TOKEN)).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        assertThat(failure().reason()).isEqualTo(Reason.PLATFORM_UNAVAILABLE);

        platform.stub(
                post(urlPathEqualTo(TestPlatform.TOKEN)).willReturn(aResponse().withBody("<html>Log in</html>")));
        assertThat(failure().reason()).isEqualTo(Reason.PLATFORM_UNAVAILABLE);

        platform.givesTokens(3600);
        assertThat(tokens.token(platform.registration(), SCOPES)).isNotBlank();
    }

    @Test
    @DisplayName("a refusal that lasts until a person has changed something is told from an answer in no JSON")
    void tellsRefusalsThatLastApart() {
        tokens = signedWith(aKeyThatIsLatelyReplaced(false));
        for (String error : List.of("invalid_scope", "invalid_client", "unauthorized_client")) {
            refusesTokensAs(error);
            assertThat(failure().reason()).as(error).isEqualTo(Reason.TOOL_SHUT_OUT);
            assertThat(failure().isFinal()).as(error).isFalse();
        }

        platform.stub(post(urlPathEqualTo(TestPlatform.TOKEN))
                .willReturn(aResponse()
                        .withStatus(400)
                        .withBody("{\"error\" : \"\"kid\" invalid, unable to lookup correct key\"}")));
        assertThat(failure().reason()).isEqualTo(Reason.PLATFORM_UNAVAILABLE);
    }

    @Test
    @DisplayName("a platform that has not read a new key yet may be asked later, unless it refuses something else")
    void mayBeAskedLaterWhileAKeyIsNew() {
        tokens = signedWith(aKeyThatIsLatelyReplaced(true));
        refusesTokensAs("invalid_client");
        assertThat(failure().reason()).isEqualTo(Reason.PLATFORM_UNAVAILABLE);
        refusesTokensAs("unauthorized_client");
        assertThat(failure().reason()).isEqualTo(Reason.TOOL_SHUT_OUT);
    }

    @Test
    @DisplayName("TOK-06 addresses the authorization server that the platform named")
    void addressesTheAuthorizationServer() throws Exception {
        try (TestPlatform named = platform("desire2learn", "https://api.lms.example/auth/token")) {
            tokens.token(named.registration(), SCOPES);
            assertThat(assertion(named).getClaimValue("aud")).isEqualTo("https://api.lms.example/auth/token");
        }
        try (TestPlatform canvas = platform("canvas", "sso.canvaslms.com")) {
            tokens.token(canvas.registration(), SCOPES);
            assertThat(assertion(canvas).getAudience())
                    .as("Canvas compares with its token endpoint all the same")
                    .containsExactly(canvas.url(TestPlatform.TOKEN), "sso.canvaslms.com");
        }
    }

    @Test
    @DisplayName("asks once when many want the same token at a time, and keeps rights and clients apart")
    void asksOnceAtATime() throws Exception {
        platform.stub(post(urlPathEqualTo(TestPlatform.TOKEN))
                .willReturn(aResponse()
                        .withFixedDelay(300)
                        .withBody("{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"expires_in\":3600}")));
        ExecutorService many = Executors.newFixedThreadPool(8);
        try {
            Callable<String> ask = () -> tokens.token(platform.registration(), SCOPES);
            for (Future<String> answer : many.invokeAll(List.of(ask, ask, ask, ask, ask, ask, ask, ask))) {
                assertThat(answer.get()).isEqualTo("x");
            }
        } finally {
            many.shutdown();
        }
        assertThat(platform.posted(TestPlatform.TOKEN)).hasSize(1);

        tokens.token(platform.registration(), Set.of(TestPlatform.SCORE));
        assertThat(platform.posted(TestPlatform.TOKEN)).hasSize(2);
    }

    private ServiceTokens signedWith(ToolKeys signing) {
        return new ServiceTokens(http, signing, new JsonMapper(), clock);
    }

    /** Whatever a test before this one did with the keys of the application. */
    private ToolKeys aKeyThatIsLatelyReplaced(boolean lately) {
        ToolKeys signing = spy(keys);
        doReturn(lately).when(signing).isLatelyReplaced();
        return signing;
    }

    private void refusesTokensAs(String error) {
        platform.stub(post(urlPathEqualTo(TestPlatform.TOKEN))
                .willReturn(aResponse().withStatus(400).withBody("{\"error\":\"" + error + "\"}")));
    }

    private ScoreNotAccepted failure() {
        return catchThrowableOfType(ScoreNotAccepted.class, () -> tokens.token(platform.registration(), SCOPES));
    }

    private TestPlatform platform(String family, @Nullable String authorizationServer) {
        return new TestPlatform(jdbc, registrations, tenants.found("Tokens"), family, authorizationServer);
    }

    private JwtClaims assertion(TestPlatform platform) throws Exception {
        return verified(form(platform.posted(TestPlatform.TOKEN).get(0)).get("client_assertion"));
    }

    /** Verified as a platform would: with the key of the tool's key set that the header names. */
    private JwtClaims verified(String assertion) throws Exception {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setCompactSerialization(assertion);
        assertThat(jws.getAlgorithmHeaderValue()).isEqualTo(AlgorithmIdentifiers.RSA_USING_SHA256);
        JsonWebKeySet set = new JsonWebKeySet(
                new HttpBrowser().get(settings.at("/lti/jwks").toString()).body());
        jws.setKey(set.findJsonWebKey(jws.getKeyIdHeaderValue(), "RSA", "sig", "RS256")
                .getKey());
        assertThat(jws.verifySignature()).isTrue();
        return JwtClaims.parse(jws.getPayload());
    }

    private static Map<String, String> form(LoggedRequest request) {
        return Arrays.stream(request.getBodyAsString().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
                        pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }
}
