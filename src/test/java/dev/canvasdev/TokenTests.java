package dev.canvasdev;

import static dev.canvasdev.Samples.read;
import static dev.canvasdev.Samples.shape;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;

class TokenTests extends CanvasDevTest {

    private TinyTool.Registered canvas() {
        return tool.registered.get(lms.issuer("canvas"));
    }

    private TinyTool.Registered moodle() {
        return tool.registered.get(lms.issuer("moodle"));
    }

    private HttpResponse<String> ask(TinyTool.Registered platform, Consumer<JwtClaims> change) {
        String assertion = tool.assertion(platform.clientId(), platform.endpoint("token_endpoint"), change);
        return tool.requestToken(platform, assertion, Scope.SCORE);
    }

    @Test
    void canvasGivesATokenLikeTheSample() {
        HttpResponse<String> answer = ask(canvas(), c -> {});
        Map<String, Object> sample = Samples.at(read("canvas/token-response.http"), "response");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElse(""))
                .isEqualToIgnoringCase("application/json;charset=utf-8");
        Map<String, Object> body = Samples.object(answer.body());
        assertThat(shape(body)).isEqualTo(shape(sample.get("jsonBody")));
        assertThat(body).containsEntry("expires_in", 3600).containsEntry("scope", Scope.SCORE);
        Jws token = Jws.parse((String) body.get("access_token"));
        assertThat(shape(token.claims())).isEqualTo(shape(read("canvas/access-token.claims")));
    }

    @Test
    void canvasRefusesBadAssertionsInTheSamplesWords() {
        assertRefused("token-aud", ask(canvas(), c -> c.setAudience(lms.issuer("canvas"))));
        assertRefused("token-expired", ask(canvas(), c -> c.setExpirationTime(TinyTool.ago(5))));
        assertRefused("token-stale-iat", ask(canvas(), c -> c.setIssuedAt(TinyTool.ago(400))));
        assertRefused("token-future-iat", ask(canvas(), c -> c.setIssuedAt(TinyTool.ago(-120))));
        assertRefused("token-missing", ask(canvas(), c -> c.unsetClaim("jti")));
        assertRefused("token-two-problems", ask(canvas(), c -> {
            c.setAudience("https://elsewhere.example");
            c.setExpirationTime(TinyTool.ago(5));
        }));
        assertRefused("token-unknown-client", ask(canvas(), c -> c.setSubject("1")));
    }

    @Test
    void canvasTakesAnAudienceListThatNamesTheTokenEndpoint() {
        String endpoint = canvas().endpoint("token_endpoint");
        assertThat(ask(canvas(), c -> c.setAudience("localhost", endpoint)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void canvasIsStricterThanTheRealOneOnIssuerAndJti() {
        assertThat(ask(canvas(), c -> c.setIssuer("another")).body()).contains("the 'iss' is invalid");
        String jti = UUID.randomUUID().toString();
        assertThat(ask(canvas(), c -> c.setJwtId(jti)).statusCode()).isEqualTo(200);
        assertThat(ask(canvas(), c -> c.setJwtId(jti)).body()).contains("the 'jti' is invalid");
    }

    @Test
    void signatureAndKeyMustBeTheTools() throws Exception {
        RsaJsonWebKey foreign = RsaJwkGenerator.generateJwk(2048);
        JwtClaims claims = JwtClaims.parse(new String(java.util.Base64.getUrlDecoder()
                .decode(tool.assertion(canvas().clientId(), canvas().endpoint("token_endpoint"), c -> {})
                        .split("\\.")[1])));
        String forged = TinyTool.sign(claims, foreign, tool.key.getKeyId());
        assertRefused("token-signature", tool.requestToken(canvas(), forged, Scope.SCORE));
        String unknownKid = TinyTool.sign(claims, tool.key, "nobody-knows");
        assertThat(tool.requestToken(canvas(), unknownKid, Scope.SCORE).statusCode())
                .isEqualTo(400);
        String none = java.util.Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"none\",\"kid\":\"x\"}".getBytes())
                + "." + forged.split("\\.")[1] + ".";
        assertThat(tool.requestToken(canvas(), none, Scope.SCORE).statusCode()).isEqualTo(400);
    }

    @Test
    void canvasWantsAFormAndGrantedScopesOnly() {
        String assertion = tool.assertion(canvas().clientId(), canvas().endpoint("token_endpoint"), c -> {});
        HttpResponse<String> json = tool.call(
                "POST",
                canvas().endpoint("token_endpoint"),
                null,
                "application/json",
                Samples.write(Map.of("grant_type", "client_credentials", "client_assertion", assertion)),
                null);
        assertThat(json.statusCode()).isEqualTo(400);
        HttpResponse<String> scope = tool.requestToken(
                canvas(), assertion, Scope.SCORE + " https://canvas.instructure.com/lti/public_jwk/scope/update");
        assertThat(scope.statusCode()).isEqualTo(400);
        assertThat(Samples.object(scope.body())).containsEntry("error", "invalid_scope");
    }

    @Test
    void moodleAnswersAsRecorded() {
        String endpoint = moodle().endpoint("token_endpoint");
        assertRecorded("token-aud-issuer", ask(moodle(), c -> c.setAudience(lms.issuer("moodle"))));
        assertRecorded("token-aud-wrong", ask(moodle(), c -> c.setAudience("https://elsewhere.example")));
        assertRecorded("token-expired", ask(moodle(), c -> c.setExpirationTime(TinyTool.ago(5))));
        assertRecorded("token-unknown-client", ask(moodle(), c -> c.setSubject("nobody")));
        assertRecorded("token-other-iss", ask(moodle(), c -> c.setIssuer("another")));
        assertRecorded("token-jti-1", ask(moodle(), c -> c.setJwtId("same")));
        assertRecorded("token-jti-2-reused", ask(moodle(), c -> c.setJwtId("same")));
        String good = tool.assertion(moodle().clientId(), endpoint, c -> {});
        assertRecorded("token-one-unknown-scope", tool.requestToken(moodle(), good, Scope.SCORE + " urn:nothing"));
        assertRecorded("token-only-unknown-scope", tool.requestToken(moodle(), good, "urn:nothing"));
        assertRecorded(
                "token-json-content-type",
                tool.call("POST", endpoint, null, "application/json", "{\"scope\":\"x\"}", null));
        assertRecorded(
                "token-no-scope",
                tool.call(
                        "POST",
                        endpoint,
                        null,
                        "application/x-www-form-urlencoded",
                        TinyTool.encode(Map.of("grant_type", "client_credentials", "client_assertion", good)),
                        null));
        assertRecorded(
                "token-bad-grant",
                tool.call(
                        "POST",
                        endpoint,
                        null,
                        "application/x-www-form-urlencoded",
                        TinyTool.encode(Map.of("grant_type", "password")),
                        null));
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(moodle().clientId());
        claims.setSubject(moodle().clientId());
        claims.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() + 60));
        String unknownKid = TinyTool.sign(claims, tool.key, "nobody-knows");
        HttpResponse<String> kid = tool.requestToken(moodle(), unknownKid, Scope.SCORE);
        assertThat(kid.statusCode()).isEqualTo(400);
        assertThat(kid.body())
                .isEqualTo(
                        read("moodle/token-cases").get("token-unknown-kid") instanceof Map<?, ?> m
                                ? ((Map<?, ?>) m).get("body")
                                : null);
    }

    @Test
    void moodleTokenLooksLikeTheRecordedOne() {
        HttpResponse<String> answer = ask(moodle(), c -> {});
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("text/html");
        Map<String, Object> body = Samples.object(answer.body());
        assertThat(shape(body)).isEqualTo(shape(read("moodle/token-response").get("body")));
        assertThat((String) body.get("access_token")).matches("[0-9a-f]{32}");
    }

    @Test
    void endpointsCanBeTakenDown() {
        lms.faults().tokenEndpointDown(true);
        assertThat(ask(canvas(), c -> {}).statusCode()).isEqualTo(503);
        lms.faults().jwksDown(true);
        assertThat(tool.call("GET", canvas().endpoint("jwks_uri"), null, null, null, null)
                        .statusCode())
                .isEqualTo(500);
        lms.faults().clear();
        assertThat(ask(canvas(), c -> {}).statusCode()).isEqualTo(200);
    }

    @Test
    void keysRotateAndOldOnesCanBeForgotten() {
        String jwks = moodle().endpoint("jwks_uri");
        assertThat(claims("dana", LINK_MOODLE)).containsKey("sub");
        List<?> before = keys(jwks);
        lms.rotateKeys("moodle");
        List<?> both = keys(jwks);
        assertThat(both).hasSize(before.size() + 1);
        assertThat(both.get(1)).isEqualTo(before.get(0));
        assertThat(claims("dana", LINK_MOODLE)).containsKey("sub");
        lms.forgetOldKeys("moodle");
        assertThat(keys(jwks)).hasSize(1).first().isEqualTo(both.get(0));
        List<?> recorded = (List<?>) read("moodle/platform-jwks").get("keys");
        assertThat(shape(keys(jwks).get(0))).isEqualTo(shape(recorded.get(0)));
    }

    private List<?> keys(String jwks) {
        HttpResponse<String> answer = tool.call("GET", jwks, null, null, null, null);
        assertThat(answer.headers().firstValue("cache-control").orElse("")).contains("max-age=");
        return (List<?>) Samples.object(answer.body()).get("keys");
    }

    private static void assertRefused(String name, HttpResponse<String> answer) {
        Map<String, Object> error = CanvasErrors.named(name);
        assertThat(answer.statusCode()).as(name).isEqualTo(error.get("status"));
        assertThat(Samples.parse(answer.body())).as(name).isEqualTo(error.get("jsonBody"));
    }

    private static void assertRecorded(String name, HttpResponse<String> answer) {
        Map<String, Object> recorded = Samples.at(read("moodle/token-cases"), name);
        assertThat(answer.statusCode()).as(name).isEqualTo(recorded.get("status"));
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("text/html");
        Map<?, ?> expected = (Map<?, ?>) recorded.get("body");
        Map<String, Object> body = Samples.object(answer.body());
        assertThat(shape(body)).as(name).isEqualTo(shape(expected));
        assertThat(body.get("error")).as(name).isEqualTo(expected.get("error"));
        assertThat(body.get("scope")).as(name).isEqualTo(expected.get("scope") == null ? null : Scope.SCORE);
    }
}
