package dev.laurel.lti.launch;

import static dev.laurel.lti.launch.FakePlatform.LTI;
import static dev.laurel.lti.launch.FakePlatform.header;
import static dev.laurel.lti.launch.FakePlatform.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.laurel.lti.ContextCopied;
import dev.laurel.lti.Deployment;
import dev.laurel.lti.Deployment.State;
import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Platform Notification Service 1.0 and Context Copy Notice 1.0, over HTTP, with good and bad notices. */
@LaurelTest
@WithProbePages
class NoticesTests {

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    HeardCopies heard;

    private final HttpClient http = HttpClient.newHttpClient();
    private TenantId tenant;
    private FakePlatform platform;
    private Registration registration;

    @BeforeEach
    void connect() {
        tenant = tenants.found("Prairie Lakes");
        platform = new FakePlatform(settings.baseUrl(), 0);
        registration = platform.register(registrations, tenant);
        heard.all().clear();
    }

    @Test
    @DisplayName("PNS-03 notices of a platform that is switched off have no effect")
    void takesNothingFromWhomIsSwitchedOff() throws Exception {
        platform.launch(new HttpBrowser(), "Instructor");
        registrations.enable(registration.id(), false);
        String token = platform.sign(copyOf("course-1", "course-2"));
        assertThat(post(token)).isBetween(400, 499);
        assertThat(heard.all()).isEmpty();
        assertThat(taken()).isZero();

        registrations.enable(registration.id(), true);
        assertThat(post(token)).isEqualTo(200);
        assertThat(heard.all()).hasSize(1);
    }

    @Test
    @DisplayName("PNS-02 a hello is taken")
    void takesAHello() throws Exception {
        assertThat(post(platform.sign(notice("LtiHelloWorldNotice")))).isEqualTo(200);
        assertThat(taken()).isEqualTo(1);
    }

    @Test
    @DisplayName("PNS-03 a course copy is told to the house once, however often the notice comes")
    void tellsOfACopyOnce() throws Exception {
        platform.launch(new HttpBrowser(), "Instructor");
        String token = platform.sign(copyOf("course-1", "course-2"));
        assertThat(post(token)).isEqualTo(200);
        assertThat(post(token)).isEqualTo(200);

        assertThat(heard.all()).hasSize(1);
        ContextCopied news = heard.all().get(0);
        assertThat(news.tenant()).isEqualTo(tenant);
        assertThat(news.origins())
                .extracting(origin -> platformId(origin.value()))
                .containsExactly("course-1");
        assertThat(platformId(news.copy().value())).isEqualTo("course-2");
        assertThat(taken()).isEqualTo(1);
    }

    @Test
    @DisplayName("PNS-03 the same notice id of another platform is another notice")
    void idsAreThePlatformsOwn() throws Exception {
        FakePlatform other = new FakePlatform(settings.baseUrl(), 0);
        other.register(registrations, tenants.found("Lakeside"));
        Map<String, Object> claims = notice("LtiHelloWorldNotice");
        assertThat(post(platform.sign(claims))).isEqualTo(200);
        claims.putAll(map(
                "iss",
                other.issuer,
                "aud",
                other.clientId,
                "azp",
                other.clientId,
                LTI + "deployment_id",
                other.deploymentId));
        assertThat(post(other.sign(claims))).isEqualTo(200);
        assertThat(jdbc.sql("select count(*) from lti_notice where notice_id = :id")
                        .param("id", ((Map<?, ?>) claims.get(LTI + "notice")).get("id"))
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    @DisplayName("PNS-03 the first launch of the copy finds the course that the notice told of")
    void theCopyIsKnownWhenItIsFirstLaunched() throws Exception {
        platform.launch(new HttpBrowser(), "Instructor");
        post(platform.sign(copyOf("course-1", "course-2")));
        HttpBrowser browser = new HttpBrowser();
        FakePlatform.Login login = platform.login(browser);
        Map<String, Object> claims = platform.claims(login, "Learner");
        claims.put(LTI + "context", map("id", "course-2"));
        claims.put(LTI + "resource_link", map("id", "link-2"));
        assertThat(platform.launch(browser, login, claims).status()).isEqualTo(200);
        assertThat(jdbc.sql("select count(*) from lti_context where tenant_id = :tenant")
                        .param("tenant", tenant.value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    @DisplayName("PNS-03 a copy of a course that was never launched, or of none, is taken and told to nobody")
    void copiesOfWhatIsUnknown() throws Exception {
        assertThat(post(platform.sign(copyOf("never-launched", "course-2")))).isEqualTo(200);
        Map<String, Object> without = copyOf("x", "course-3");
        without.remove(LTI + "origin_contexts");
        assertThat(post(platform.sign(without))).isEqualTo(200);
        assertThat(heard.all()).isEmpty();
    }

    @Test
    @DisplayName("PNS-03 a course of another tenant is no origin")
    void originsAreTheTenantsOwn() throws Exception {
        FakePlatform other = new FakePlatform(settings.baseUrl(), 0);
        other.register(registrations, tenants.found("Lakeside"));
        other.launch(new HttpBrowser(), "Instructor");
        assertThat(post(platform.sign(copyOf("course-1", "course-2")))).isEqualTo(200);
        assertThat(heard.all()).isEmpty();
    }

    static Stream<Arguments> forgeries() {
        return Stream.of(
                forgery("signed by a foreign key", FakePlatform::signedByAnother),
                forgery(
                        "alg none",
                        claims -> FakePlatform.base64(map("alg", "none", "kid", "key-1")) + "."
                                + FakePlatform.base64(claims) + "."),
                forgery("no kid", claims -> FakePlatform.sign(map("alg", "RS256"), claims, 0)),
                forgery("unknown kid", claims -> FakePlatform.sign(header("nobody's"), claims, 0)),
                spoiled("wrong aud", claims -> claims.put("aud", "somebody else")),
                spoiled("an aud besides ours", claims -> claims.put("aud", List.of(claims.get("aud"), "another"))),
                spoiled("wrong azp", claims -> claims.put("azp", "somebody else")),
                spoiled("wrong iss", claims -> claims.put("iss", "https://elsewhere.example")),
                spoiled("expired", claims -> claims.put("exp", Instant.now().getEpochSecond() - 600)),
                spoiled("no exp", claims -> claims.remove("exp")),
                spoiled(
                        "issued long ago",
                        claims -> claims.put("iat", Instant.now().getEpochSecond() - 7200)),
                spoiled("no iat", claims -> claims.remove("iat")),
                spoiled(
                        "issued in the future",
                        claims -> claims.put("iat", Instant.now().getEpochSecond() + 600)),
                spoiled("wrong version", claims -> claims.put(LTI + "version", "2.0")),
                spoiled("no deployment", claims -> claims.remove(LTI + "deployment_id")),
                spoiled("unknown deployment", claims -> claims.put(LTI + "deployment_id", "another")),
                spoiled("no notice", claims -> claims.remove(LTI + "notice")),
                spoiled("no notice id", claims -> claims.put(LTI + "notice", map("type", "LtiHelloWorldNotice"))),
                forgery("no token", claims -> "nonsense"));
    }

    private static Arguments forgery(String name, Function<Map<String, Object>, String> token) {
        return argumentSet(name, token);
    }

    private static Arguments spoiled(String name, Consumer<Map<String, Object>> spoil) {
        return argumentSet(name, (Function<Map<String, Object>, String>) claims -> {
            spoil.accept(claims);
            return FakePlatform.sign(header("key-1"), claims, 0);
        });
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    @DisplayName("PNS-04 a notice that is not the platform's is refused and leaves nothing")
    void refusesForgeries(Function<Map<String, Object>, String> forge) throws Exception {
        platform.launch(new HttpBrowser(), "Instructor");
        assertThat(post(forge.apply(copyOf("course-1", "course-2")))).isBetween(400, 499);
        assertThat(taken()).isZero();
        assertThat(heard.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PENDING", "BLOCKED"})
    @DisplayName("PNS-04 a deployment that is not active has no say")
    void refusesInactiveDeployments(State state) throws Exception {
        Deployment deployment = registrations
                .deployment(registration.id(), platform.deploymentId)
                .orElseThrow();
        registrations.change(deployment.id(), state);
        assertThat(post(platform.sign(notice("LtiHelloWorldNotice")))).isEqualTo(403);
        assertThat(taken()).isZero();
    }

    @Test
    @DisplayName("PNS-04 an id_token of a launch is no notice")
    void anIdTokenIsNoNotice() throws Exception {
        Map<String, Object> claims = platform.claims(platform.login(new HttpBrowser()), "Instructor");
        assertThat(post(platform.sign(claims))).isBetween(400, 499);
        assertThat(taken()).isZero();
    }

    @Test
    @DisplayName("PNS-05 an unknown type is taken and an empty post does no harm")
    void takesWhatItDoesNotKnow() throws Exception {
        assertThat(post(platform.sign(notice("LtiSomethingNewNotice")))).isEqualTo(200);
        assertThat(post()).isEqualTo(200);
        assertThat(heard.all()).isEmpty();
    }

    @Test
    @DisplayName("PNS-05 each notice of a post is judged by itself")
    void judgesEachByItself() throws Exception {
        platform.launch(new HttpBrowser(), "Instructor");
        String good = platform.sign(copyOf("course-1", "course-2"));
        String another = platform.sign(notice("LtiHelloWorldNotice"));
        String bad = FakePlatform.signedByAnother(copyOf("course-1", "course-3"));
        assertThat(post(bad, good, "nonsense", another, good)).isEqualTo(200);
        assertThat(taken()).isEqualTo(2);
        assertThat(heard.all()).hasSize(1);
        assertThat(post(bad, bad)).isBetween(400, 499);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "null",
                "{}",
                "{\"notices\":{}}",
                "{\"notices\":[7,null,{},{\"jwt\":7},{\"jwt\":\"\"}]}"
            })
    @DisplayName("PNS-05 what is no post of notices is refused")
    void refusesWhatIsNoPost(String body) throws Exception {
        assertThat(send(body)).isBetween(400, 499);
    }

    @Test
    @DisplayName("PNS-05 a post of any size is answered")
    void refusesWhatIsTooLarge() throws Exception {
        assertThat(send("{\"notices\":[{\"jwt\":\"" + "x".repeat(1_100_000) + "\"}]}"))
                .isEqualTo(413);
        String[] many = new String[300];
        Arrays.fill(many, "x");
        assertThat(post(many)).isEqualTo(400);
    }

    private Map<String, Object> copyOf(String origin, String copy) {
        Map<String, Object> claims = notice("LtiContextCopyNotice");
        claims.put(LTI + "context", map("id", copy, "label", "PD-2", "title", "The copy", "type", List.of("Course")));
        claims.put(LTI + "origin_contexts", List.of(origin));
        return claims;
    }

    private Map<String, Object> notice(String type) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", platform.issuer);
        claims.put("aud", platform.clientId);
        claims.put("azp", platform.clientId);
        claims.put("iat", now);
        claims.put("exp", now + 3600);
        claims.put("nonce", UUID.randomUUID().toString());
        claims.put(LTI + "version", "1.3.0");
        claims.put(LTI + "deployment_id", platform.deploymentId);
        claims.put(
                LTI + "notice",
                map(
                        "id",
                        UUID.randomUUID().toString(),
                        "timestamp",
                        Instant.now().toString(),
                        "type",
                        type));
        return claims;
    }

    private int post(String... tokens) throws IOException, InterruptedException {
        return send(FakePlatform.JSON.writeValueAsString(Map.of(
                "notices",
                Arrays.stream(tokens).map(token -> Map.of("jwt", token)).toList())));
    }

    private int send(String body) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(settings.baseUrl() + "/lti/notices"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private int taken() {
        return jdbc.sql("select count(*) from lti_notice where registration_id = :registration")
                .param("registration", registration.id().value())
                .query(Integer.class)
                .single();
    }

    private String platformId(UUID context) {
        return jdbc.sql("select platform_id from lti_context where id = :id")
                .param("id", context)
                .query(String.class)
                .single();
    }
}
