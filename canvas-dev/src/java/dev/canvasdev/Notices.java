package dev.canvasdev;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Platform Notification Service as Canvas has it: signed notices to one handler a type, posted once, never again. */
@Component
final class Notices {

    static final List<String> TYPES =
            List.of("LtiHelloWorldNotice", "LtiAssetProcessorSubmissionNotice", "LtiContextCopyNotice");
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Site site;

    Notices(Site site) {
        this.site = site;
    }

    /** Says hello to a handler that was just named. */
    void hello(Platform platform, Tool tool) {
        Map<String, Object> claims = notice(platform, tool, "LtiHelloWorldNotice");
        claims.put(
                Claim.CONTEXT,
                Json.of(
                        "id", platform.account().ltiId(),
                        "title", platform.account().name(),
                        "type", List.of("Account")));
        claims.put(
                "https://www.instructure.com/hello_world",
                Json.of("title", "Hello World!", "message", "Subscription to the hello-world notice works."));
        send(platform, tool, "LtiHelloWorldNotice", claims);
    }

    /** Tells of a course that was made from another (Context Copy Notice 1.0). */
    void contextCopied(Platform platform, Tool tool, Course copy, Course origin) {
        Map<String, Object> claims = notice(platform, tool, "LtiContextCopyNotice");
        claims.put(
                Claim.CONTEXT,
                Json.of(
                        "id", copy.ltiId,
                        "label", copy.code,
                        "title", copy.name,
                        "type", List.of("http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering")));
        claims.put(Claim.ORIGIN_CONTEXTS, List.of(origin.ltiId));
        send(platform, tool, "LtiContextCopyNotice", claims);
    }

    private Map<String, Object> notice(Platform platform, Tool tool, String type) {
        long now = site.now();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put(Claim.VERSION, "1.3.0");
        claims.put(
                Claim.NOTICE,
                Json.of(
                        "id", UUID.randomUUID().toString(),
                        "timestamp", Instant.ofEpochSecond(now).toString(),
                        "type", type));
        claims.put("aud", tool.clientId);
        claims.put("azp", tool.clientId);
        claims.put(Claim.DEPLOYMENT_ID, tool.deploymentId);
        claims.put("exp", now + 3600);
        claims.put("iat", now);
        claims.put("iss", platform.dress().issuer());
        claims.put("nonce", UUID.randomUUID().toString());
        return claims;
    }

    private void send(Platform platform, Tool tool, String type, Map<String, Object> claims) {
        String handler = tool.noticeHandlers.getOrDefault(type, "");
        if (handler.isEmpty()) {
            return;
        }
        PlatformKey key = platform.signingKey();
        String jwt = Jws.rs256(key.kid(), claims, key.privateKey());
        HttpRequest request = HttpRequest.newBuilder(URI.create(handler))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(Json.of("notices", List.of(Json.of("jwt", jwt))))))
                .build();
        http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).whenComplete((answer, failure) -> {
            if (failure instanceof IOException || (answer != null && answer.statusCode() / 100 != 2)) {
                LOG.info("{} was not taken by the tool's handler; notices are not sent again", type);
            }
        });
    }
}
