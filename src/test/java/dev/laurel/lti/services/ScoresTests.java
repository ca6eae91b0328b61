package dev.laurel.lti.services;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.PlatformPreset;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.lti.services.Score.ActivityProgress;
import dev.laurel.lti.services.Score.Given;
import dev.laurel.lti.services.Score.GradingProgress;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestPlatform;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Assignment and Grade Services 2.0 against a platform that WireMock plays in several dresses. */
@LaurelTest
class ScoresTests {

    private static final Instant WHEN = Instant.parse("2026-11-23T14:39:11Z");
    private static final String CANVAS = "https://canvas.instructure.com/lti/submission";

    @Autowired
    Scores scores;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    private final JsonMapper json = new JsonMapper();
    private TenantId tenant;
    private TestPlatform moodle;
    private TestPlatform canvas;
    private LtiUserId learner;

    @BeforeEach
    void register() {
        tenant = tenants.found("Scores");
        moodle = new TestPlatform(jdbc, registrations, tenant, "moodle", null);
        canvas = new TestPlatform(jdbc, registrations, tenant, "canvas", null);
        learner = moodle.account("5");
        moodle.stub(post(urlPathEqualTo("/7/lineitem/scores")).willReturn(aResponse()));
    }

    @AfterEach
    void stop() {
        moodle.close();
        canvas.close();
    }

    @Test
    @DisplayName("AGS-01 posts a score with its exact media type and every member")
    void postsAScore() throws Exception {
        scores.send(link(), learner, earned());

        LoggedRequest request = moodle.posted("/7/lineitem/scores").get(0);
        assertThat(request.getHeader("Content-Type")).isEqualTo("application/vnd.ims.lis.v1.score+json");
        assertThat(request.getHeader("Authorization")).startsWith("Bearer ");
        assertThat(request.getHeader("User-Agent")).startsWith("Laurel");
        JsonNode body = body(request);
        assertThat(body.path("userId").asString()).isEqualTo("5");
        assertThat(body.path("activityProgress").asString()).isEqualTo("Completed");
        assertThat(body.path("gradingProgress").asString()).isEqualTo("FullyGraded");
        assertThat(body.path("scoreGiven").asDouble()).isEqualTo(100);
        assertThat(body.path("scoreMaximum").asDouble()).isEqualTo(100);
        assertThat(body.path("timestamp").asString()).isEqualTo("2026-11-23T14:39:11.000Z");
        assertThat(body.path("comment").asString()).isEqualTo("Earned.");
        assertThat(body.has(CANVAS)).isFalse();
    }

    @Test
    @DisplayName("AGS-02 puts /scores before the query of the line item")
    void putsScoresBeforeTheQuery() throws Exception {
        scores.send(link(), learner, earned());
        assertThat(moodle.posted("/7/lineitem/scores").get(0).getUrl()).isEqualTo("/7/lineitem/scores?type_id=1");
        assertThat(ServiceAddress.below(URI.create("https://a.example/1"), "/scores"))
                .hasToString("https://a.example/1/scores");
    }

    @Test
    @DisplayName("AGS-03 finds the line item of the link, and asks no second time")
    void findsTheLineItem() throws Exception {
        moodle.stub(get(urlPathEqualTo("/2/lineitems"))
                .withQueryParam("type_id", equalTo("1"))
                .withQueryParam("resource_link_id", equalTo("link 3"))
                .withHeader("Accept", equalTo("application/vnd.ims.lis.v2.lineitemcontainer+json"))
                .willReturn(okJson("[{\"id\":\"" + moodle.url("/9/lineitem") + "\",\"resourceLinkId\":\"another\"},"
                        + "{\"id\":\"" + moodle.url("/7/lineitem?type_id=1") + "\",\"resourceLinkId\":\"link 3\"}]")));
        ResourceLinkId link = moodle.link(
                "link 3", null, "/2/lineitems?type_id=1", TestPlatform.SCORE + " " + TestPlatform.LINE_ITEM);

        scores.send(link, learner, earned());
        scores.send(link, learner, earned());

        assertThat(moodle.posted("/7/lineitem/scores")).hasSize(2);
        assertThat(moodle.requests().stream().filter(request -> request.getUrl().startsWith("/2/lineitems")))
                .hasSize(1);
    }

    @Test
    @DisplayName("AGS-03 follows pages to the item when the platform does not filter, however it quotes")
    void followsPages() throws Exception {
        moodle.stub(get(urlPathEqualTo("/2/lineitems"))
                .willReturn(okJson("[]")
                        .withHeader("Link", "<" + moodle.url("/page1?a=1&amp;b=2") + ">; rel=\u201cnext\u201d")));
        moodle.stub(get(urlPathEqualTo("/page1"))
                .withQueryParam("b", equalTo("2"))
                .willReturn(okJson("[{\"id\":\"" + moodle.url("/7/lineitem") + "\",\"ltiLinkId\":\"3\"}]")));
        scores.send(
                moodle.link("3", null, "/2/lineitems", TestPlatform.SCORE + " " + TestPlatform.LINE_ITEM),
                learner,
                earned());
        assertThat(moodle.posted("/7/lineitem/scores")).hasSize(1);
    }

    @Test
    @DisplayName("AGS-04 makes a line item when there is none, once for all who wait for it")
    void makesALineItemOnce() throws Exception {
        moodle.stub(get(urlPathEqualTo("/2/lineitems")).willReturn(okJson("[]").withFixedDelay(200)));
        moodle.stub(post(urlPathEqualTo("/2/lineitems"))
                .withHeader("Content-Type", equalTo("application/vnd.ims.lis.v2.lineitem+json"))
                .willReturn(aResponse().withStatus(201).withBody("{\"id\":\"" + moodle.url("/7/lineitem") + "\"}")));
        ResourceLinkId link = moodle.link("3", null, "/2/lineitems", TestPlatform.SCORE + " " + TestPlatform.LINE_ITEM);

        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            Callable<@Nullable Reason> send = () -> {
                try {
                    scores.send(link, learner, earned());
                    return null;
                } catch (ScoreNotAccepted e) {
                    return e.reason();
                }
            };
            var answers = two.invokeAll(List.of(send, send));
            for (var answer : answers) {
                assertThat(answer.get()).isIn(null, Reason.PLATFORM_UNAVAILABLE);
            }
        } finally {
            two.shutdown();
        }
        scores.send(link, learner, earned());

        assertThat(moodle.posted("/2/lineitems")).hasSize(1);
        JsonNode item = body(moodle.posted("/2/lineitems").get(0));
        assertThat(item.path("scoreMaximum").asDouble()).isPositive();
        assertThat(item.path("label").asString()).isEqualTo("Small groups");
        assertThat(item.path("resourceLinkId").asString()).isEqualTo("3");
    }

    @Test
    @DisplayName("AGS-04 knows a link of Canvas that stands in a module without an assignment")
    void knowsALinkWithoutAnAssignment() {
        canvas.stub(get(urlPathEqualTo("/2/line_items")).willReturn(okJson("[]")));
        canvas.stub(post(urlPathEqualTo("/2/line_items")).willReturn(aResponse().withStatus(412)));
        ResourceLinkId link =
                canvas.link("3", null, "/2/line_items", TestPlatform.SCORE + " " + TestPlatform.LINE_ITEM);
        ScoreNotAccepted refusal = catchThrowableOfType(
                ScoreNotAccepted.class, () -> scores.send(link, canvas.account("e3b2b6a0"), earned()));
        assertThat(refusal.reason()).isEqualTo(Reason.NO_GRADEBOOK);
        assertThat(refusal.isFinal()).isTrue();
    }

    @Test
    @DisplayName("sends its token nowhere but to the platform that the line items lie on")
    void sendsItsTokenNowhereElse() {
        moodle.stub(get(urlPathEqualTo("/2/lineitems"))
                .willReturn(okJson("[{\"id\":\"https://elsewhere.example/1\",\"resourceLinkId\":\"3\"}]")));
        ResourceLinkId link = moodle.link("3", null, "/2/lineitems", TestPlatform.SCORE + " " + TestPlatform.LINE_ITEM);
        assertThat(failure(link).reason()).isEqualTo(Reason.REFUSED);
    }

    @Test
    @DisplayName("TOK-02 fetches one token for several calls")
    void fetchesOneToken() throws Exception {
        ResourceLinkId link = link();
        scores.send(link, learner, earned());
        scores.send(link, learner, earned());
        scores.send(link, learner, earned());
        assertThat(moodle.posted(TestPlatform.TOKEN)).hasSize(1);
    }

    @Test
    @DisplayName("TOK-04 takes a new token once when a service does not take the old")
    void takesANewTokenOnce() throws Exception {
        moodle.stub(post(urlPathEqualTo("/7/lineitem/scores"))
                .inScenario("token")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(401))
                .willSetStateTo("fresh"));
        moodle.stub(post(urlPathEqualTo("/7/lineitem/scores"))
                .inScenario("token")
                .whenScenarioStateIs("fresh")
                .willReturn(aResponse()));
        scores.send(link(), learner, earned());
        assertThat(moodle.posted(TestPlatform.TOKEN)).hasSize(2);
        assertThat(moodle.posted("/7/lineitem/scores")).hasSize(2);
    }

    @Test
    @DisplayName("a 401 for a fresh token is told from a right that was not granted")
    void takesNoThirdToken() {
        moodle.stub(post(urlPathEqualTo("/7/lineitem/scores"))
                .willReturn(aResponse().withStatus(401)));
        assertThat(failure(link()).reason()).isEqualTo(Reason.TOKEN_NOT_TAKEN);
        assertThat(moodle.posted("/7/lineitem/scores")).hasSize(2);
    }

    @Test
    @DisplayName("AGS-06 and AGS-08 hear how long to wait, in seconds or as a date")
    void hearsHowLongToWait() {
        answers(aResponse().withStatus(429).withHeader("Retry-After", "2"));
        ScoreNotAccepted seconds = failure(link());
        assertThat(seconds.reason()).isEqualTo(Reason.PLATFORM_UNAVAILABLE);
        assertThat(seconds.retryAfter()).isEqualTo(Duration.ofSeconds(2));

        answers(aResponse().withStatus(503).withHeader("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"));
        assertThat(failure(link()).retryAfter()).isEqualTo(Duration.ZERO);
        assertThat(RetryAfter.of("Mon, 23 Nov 2026 14:40:11 GMT", WHEN)).isEqualTo(Duration.ofMinutes(1));
        assertThat(RetryAfter.of("soon", WHEN)).isNull();
        assertThat(RetryAfter.of("99999999999999999999", WHEN)).isNull();
        assertThat(RetryAfter.of("8640000", WHEN)).isLessThan(Duration.ofDays(1));
    }

    @Test
    @DisplayName("AGS-07, AGS-08 and AGS-09 leave what may pass to another try")
    void leavesWhatMayPass() {
        for (int status : new int[] {408, 425, 429, 500, 502, 503, 504}) {
            answers(aResponse().withStatus(status));
            assertThat(failure(link()).isFinal()).as("status %d", status).isFalse();
        }
        answers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        assertThat(failure(link()).reason()).isEqualTo(Reason.PLATFORM_UNAVAILABLE);
    }

    @Test
    @DisplayName("AGS-10 takes Canvas's 403 for an empty bucket, and another 403 for a refusal")
    void knowsCanvasThrottling() {
        answers(aResponse().withStatus(403).withBody("403 Forbidden (Rate Limit Exceeded)\n"));
        assertThat(failure(link()).reason()).isEqualTo(Reason.PLATFORM_UNAVAILABLE);
        answers(aResponse().withStatus(403).withHeader("X-Rate-Limit-Remaining", "0.0"));
        assertThat(failure(link()).reason()).isEqualTo(Reason.PLATFORM_UNAVAILABLE);
        answers(aResponse().withStatus(403).withHeader("X-Rate-Limit-Remaining", "598.2"));
        assertThat(failure(link()).reason()).isEqualTo(Reason.NOT_PERMITTED);
    }

    @Test
    @DisplayName("AGS-11 waits for a slow answer, as platforms under load give them")
    void waitsForASlowAnswer() throws Exception {
        answers(aResponse().withFixedDelay(6000));
        scores.send(link(), learner, earned());
        assertThat(moodle.posted("/7/lineitem/scores")).hasSize(1);
    }

    @Test
    @DisplayName("AGS-12 tells a timestamp that is too old from other refusals")
    void knowsATimestampThatIsTooOld() {
        answers(aResponse().withStatus(409).withBody("[]"));
        assertThat(failure(link()).reason()).isEqualTo(Reason.TIMESTAMP_TOO_OLD);
        assertThat(failure(link()).isFinal()).isFalse();
    }

    @Test
    @DisplayName("AGS-13 reports a line item that is gone, and forgets one that it had found")
    void reportsAGoneLineItem() throws Exception {
        answers(aResponse().withStatus(404));
        assertThat(failure(link()).reason()).isEqualTo(Reason.LINE_ITEM_GONE);
        assertThat(failure(link()).isFinal()).isTrue();

        moodle.stub(get(urlPathEqualTo("/2/lineitems"))
                .willReturn(okJson("[{\"id\":\"" + moodle.url("/7/lineitem") + "\",\"resourceLinkId\":\"found\"}]")));
        ResourceLinkId found =
                moodle.link("found", null, "/2/lineitems", TestPlatform.SCORE + " " + TestPlatform.LINE_ITEM);
        assertThat(failure(found).reason()).isEqualTo(Reason.LINE_ITEM_GONE);
        answers(aResponse());
        scores.send(found, learner, earned());
        assertThat(moodle.requests().stream().filter(request -> request.getUrl().startsWith("/2/lineitems")))
                .hasSize(2);
    }

    @Test
    @DisplayName("knows that Moodle's wordless 400 means a person who cannot be graded there")
    void knowsMoodlesWordlessRefusal() {
        answers(aResponse().withStatus(400).withBody("[]"));
        assertThat(failure(link()).reason()).isEqualTo(Reason.PERSON_NOT_GRADABLE);
    }

    @Test
    @DisplayName("knows that 422 of a Brightspace means a person whose role is not graded there")
    void knowsBrightspacesRefusal() {
        try (TestPlatform brightspace =
                new TestPlatform(jdbc, registrations, tenant, PlatformPreset.BRIGHTSPACE.family(), null)) {
            brightspace.stub(post(urlPathEqualTo("/d2l/api/lti/ags/1/scores"))
                    .willReturn(aResponse().withStatus(422).withBody("{\"detail\":\"cannot be graded\"}")));
            ResourceLinkId link = brightspace.link("6", "/d2l/api/lti/ags/1", null, TestPlatform.SCORE);
            LtiUserId person = brightspace.account("c0ffee");
            ScoreNotAccepted refusal =
                    catchThrowableOfType(ScoreNotAccepted.class, () -> scores.send(link, person, earned()));
            assertThat(refusal.reason()).isEqualTo(Reason.PERSON_NOT_GRADABLE);
        }
    }

    @Test
    @DisplayName("keeps its column where a Brightspace or a Blackboard knows the column but not the person")
    void keepsTheColumnWhereThePersonIsUnknown() throws Exception {
        moodle.stub(get(urlPathEqualTo("/2/lineitems"))
                .willReturn(okJson("[{\"id\":\"" + moodle.url("/7/lineitem") + "\",\"resourceLinkId\":\"kept\"}]")));
        ResourceLinkId link =
                moodle.link("kept", null, "/2/lineitems", TestPlatform.SCORE + " " + TestPlatform.LINE_ITEM);
        Map<Integer, String> words = Map.of(
                403, "The user in requested score is not enrolled in the org unit of the line item",
                404, "The user in requested score does not exist",
                400, "{\"status\":400,\"message\":\"The specified user could not be found.\"}");
        words.forEach((status, body) -> {
            answers(aResponse().withStatus(status).withBody(body));
            assertThat(failure(link).reason()).as(body).isEqualTo(Reason.PERSON_NOT_GRADABLE);
        });
        answers(aResponse());
        scores.send(link, learner, earned());
        assertThat(moodle.requests().stream().filter(request -> request.getUrl().startsWith("/2/lineitems")))
                .as("looked for once")
                .hasSize(1);
    }

    @Test
    @DisplayName("makes a column of its own in a Blackboard, and finds it again though it belongs to no link there")
    void findsItsColumnInABlackboard() throws Exception {
        try (TestPlatform blackboard =
                new TestPlatform(jdbc, registrations, tenant, PlatformPreset.BLACKBOARD.family(), null)) {
            ResourceLinkId link =
                    blackboard.link("_12_1", null, "/lineItems", TestPlatform.SCORE + " " + TestPlatform.LINE_ITEM);
            LtiUserId person = blackboard.account("c0ffee");
            String ours = link.value().toString();
            blackboard.stub(get(urlPathEqualTo("/lineItems")).willReturn(okJson("[]")));
            blackboard.stub(post(urlPathEqualTo("/lineItems"))
                    .willReturn(aResponse().withStatus(201).withBody("{\"id\":\"" + blackboard.url("/1") + "\"}")));
            blackboard.stub(post(urlPathEqualTo("/1/scores")).willReturn(aResponse()));

            scores.send(link, person, earned());

            JsonNode item = body(blackboard.posted("/lineItems").get(0));
            assertThat(item.has("resourceLinkId")).isFalse();
            assertThat(item.has("submissionReview")).isFalse();
            assertThat(item.path("resourceId").asString()).isEqualTo(ours);
            assertThat(item.path("scoreMaximum").isIntegralNumber()).isTrue();

            jdbc.sql("delete from lti_line_item where resource_link_id = :link")
                    .param("link", link.value())
                    .update();
            blackboard.stub(get(urlPathEqualTo("/lineItems"))
                    .withQueryParam("resource_id", equalTo(ours))
                    .withQueryParam("tag", equalTo("laurel"))
                    .willReturn(okJson("[{\"id\":\"" + blackboard.url("/1") + "\",\"resourceId\":\"" + ours
                            + "\",\"tag\":\"laurel\"}]")));
            scores.send(link, person, earned());

            assertThat(blackboard.posted("/lineItems")).hasSize(1);
            assertThat(blackboard.posted("/1/scores")).hasSize(2);
        }
    }

    @Test
    @DisplayName("asks with less where a platform refuses a column for a member that it does not know")
    void asksForAPlainColumn() throws Exception {
        try (TestPlatform strict = new TestPlatform(jdbc, registrations, tenant, "strict", null)) {
            strict.stub(get(urlPathEqualTo("/lineItems")).willReturn(okJson("[]")));
            strict.stub(post(urlPathEqualTo("/lineItems"))
                    .willReturn(aResponse().withStatus(201).withBody("{\"id\":\"" + strict.url("/1") + "\"}")));
            strict.stub(post(urlPathEqualTo("/lineItems"))
                    .withRequestBody(matchingJsonPath("$.submissionReview"))
                    .willReturn(aResponse().withStatus(400).withBody("\"submissionReview\" is not allowed")));
            strict.stub(post(urlPathEqualTo("/1/scores")).willReturn(aResponse()));

            scores.send(
                    strict.link("3", null, "/lineItems", TestPlatform.SCORE + " " + TestPlatform.LINE_ITEM),
                    strict.account("5"),
                    earned());

            List<LoggedRequest> asked = strict.posted("/lineItems");
            assertThat(asked).hasSize(2);
            assertThat(body(asked.get(1)).propertyNames())
                    .containsExactlyInAnyOrder("scoreMaximum", "label", "resourceId", "tag");
            assertThat(strict.posted("/1/scores")).hasSize(1);
        }
    }

    @Test
    @DisplayName("asks a platform that refuses twice no third time")
    void asksForAColumnTwiceAtMost() {
        try (TestPlatform strict =
                new TestPlatform(jdbc, registrations, tenant, PlatformPreset.SCHOOLOGY.family(), null)) {
            strict.stub(get(urlPathEqualTo("/lineItems")).willReturn(okJson("[]")));
            strict.stub(
                    post(urlPathEqualTo("/lineItems")).willReturn(aResponse().withStatus(400)));
            ResourceLinkId link =
                    strict.link("3", null, "/lineItems", TestPlatform.SCORE + " " + TestPlatform.LINE_ITEM);
            LtiUserId person = strict.account("5");
            assertThat(catchThrowableOfType(ScoreNotAccepted.class, () -> scores.send(link, person, earned()))
                            .reason())
                    .isEqualTo(Reason.REFUSED);
            assertThat(strict.posted("/lineItems")).hasSize(2);
            assertThat(body(strict.posted("/lineItems").get(0)).has("submissionReview"))
                    .as("which Schoology refuses")
                    .isFalse();
        }
    }

    @Test
    @DisplayName("knows every refusal that Canvas is known to give to a score")
    void knowsCanvasRefusals() {
        Map<String, Reason> expected = Map.ofEntries(
                Map.entry("ags-no-token", Reason.TOKEN_NOT_TAKEN),
                Map.entry("ags-bad-signature", Reason.TOKEN_NOT_TAKEN),
                Map.entry("ags-token-expired", Reason.TOKEN_NOT_TAKEN),
                Map.entry("ags-token-expired-2", Reason.TOKEN_NOT_TAKEN),
                Map.entry("ags-token-aud", Reason.TOKEN_NOT_TAKEN),
                Map.entry("ags-delete-coupled", Reason.TOKEN_NOT_TAKEN),
                Map.entry("ags-token-scope", Reason.NOT_PERMITTED),
                Map.entry("ags-insufficient", Reason.NOT_PERMITTED),
                Map.entry("ags-unknown-key", Reason.TOOL_SHUT_OUT),
                Map.entry("ags-no-tool", Reason.TOOL_NOT_IN_COURSE),
                Map.entry("ags-invalid-key", Reason.TOOL_SHUT_OUT),
                Map.entry("ags-context", Reason.COURSE_CLOSED),
                Map.entry("ags-not-found", Reason.LINE_ITEM_GONE),
                Map.entry("ags-deleted-assignment", Reason.LINE_ITEM_GONE),
                Map.entry("ags-foreign-lineitem", Reason.NOT_PERMITTED),
                Map.entry("ags-rlid-mismatch", Reason.NOT_PERMITTED),
                Map.entry("ags-bad-resource-link", Reason.NOT_PERMITTED),
                Map.entry("ags-wrong-tool-rlid", Reason.REFUSED),
                Map.entry("ags-missing-param", Reason.REFUSED),
                Map.entry("ags-timestamp-bad", Reason.REFUSED),
                Map.entry("ags-attempts", Reason.REFUSED),
                Map.entry("ags-max-missing", Reason.REFUSED),
                Map.entry("ags-max-negative", Reason.REFUSED),
                Map.entry("ags-max-zero", Reason.REFUSED),
                Map.entry("ags-upload-without-items", Reason.REFUSED),
                Map.entry("ags-timestamp-stale", Reason.TIMESTAMP_TOO_OLD),
                Map.entry("ags-submitted-future", Reason.REFUSED),
                Map.entry("ags-user", Reason.PERSON_NOT_GRADABLE),
                Map.entry("ags-concluded", Reason.COURSE_CLOSED),
                Map.entry("ags-unpublished", Reason.COURSE_CLOSED),
                Map.entry("ags-given-negative", Reason.REFUSED),
                Map.entry("ags-file-timeout", Reason.PLATFORM_UNAVAILABLE),
                Map.entry("rate-limit", Reason.PLATFORM_UNAVAILABLE));
        LtiUserId student = canvas.account("e3b2b6a0");
        Set<String> seen = new HashSet<>();
        for (JsonNode error : json.readTree(text("canvas/errors.json"))) {
            String name = error.path("name").asString();
            // What other doors of Canvas say.
            if (name.matches("(token|nrps|registration|openid-config|auth|deep-linking)-.*")) {
                continue;
            }
            seen.add(name);
            Reason reason = expected.get(name);
            ResponseDefinitionBuilder answer =
                    aResponse().withStatus(error.path("status").asInt());
            error.path("headers")
                    .properties()
                    .forEach(header ->
                            answer.withHeader(header.getKey(), header.getValue().asString()));
            answer.withBody(
                    error.has("jsonBody")
                            ? error.path("jsonBody").toString()
                            : error.path("body").asString());
            canvas.stub(post(urlPathEqualTo("/777/scores")).willReturn(answer));
            ScoreNotAccepted refusal = catchThrowableOfType(
                    ScoreNotAccepted.class, () -> scores.send(canvasLink(), student, submitted(true)));
            assertThat(refusal.reason()).as(name).isEqualTo(reason);
        }
        assertThat(seen).isEqualTo(expected.keySet());
    }

    @Test
    @DisplayName("tells Canvas, and Canvas alone, to keep a grade and what counts as an attempt")
    void tellsCanvasMore() throws Exception {
        canvas.stub(post(urlPathEqualTo("/777/scores")).willReturn(aResponse()));
        LtiUserId student = canvas.account("e3b2b6a0");
        scores.send(canvasLink(), student, submitted(true));
        scores.send(canvasLink(), student, earned());

        JsonNode state = body(canvas.posted("/777/scores").get(0));
        assertThat(state.has("scoreGiven")).isFalse();
        assertThat(state.path("submission").path("submittedAt").asString()).isEqualTo("2026-11-23T14:39:11.000Z");
        assertThat(state.path(CANVAS).path("preserve_score").asBoolean()).isTrue();
        assertThat(state.path(CANVAS).path("new_submission").asBoolean()).isTrue();
        assertThat(state.path(CANVAS).path("submission_type").asString()).isEqualTo("basic_lti_launch");
        assertThat(state.path(CANVAS).path("submission_data").asString()).isEqualTo("https://tool.example/review");
        JsonNode grade = body(canvas.posted("/777/scores").get(1));
        assertThat(grade.path(CANVAS).path("preserve_score").asBoolean()).isFalse();
        assertThat(grade.path(CANVAS).path("new_submission").asBoolean()).isFalse();

        assertThat(scores.gradeHandling(canvasLink())).isEqualTo(Scores.GradeHandling.KEEPS_WHEN_TOLD);
        assertThat(scores.gradeHandling(link())).isEqualTo(Scores.GradeHandling.MAY_ERASE);
    }

    @Test
    @DisplayName("AGS-08 knows when Canvas has little left to give, and asks no other platform for it")
    void knowsWhenCanvasHasLittleLeft() throws Exception {
        Map<String, Boolean> scarce = Map.of("12.5", true, "99.9", true, "600.0", false, "soon", false);
        LtiUserId student = canvas.account("e3b2b6a0");
        for (Map.Entry<String, Boolean> left : scarce.entrySet()) {
            ResponseDefinitionBuilder answer = aResponse().withHeader("X-Rate-Limit-Remaining", left.getKey());
            canvas.stub(post(urlPathEqualTo("/777/scores")).willReturn(answer));
            assertThat(scores.resend(canvasLink(), student, earned(), 0))
                    .as(left.getKey())
                    .isEqualTo(left.getValue());
            answers(answer);
            assertThat(scores.resend(link(), learner, earned(), 0)).isFalse();
        }
    }

    @Test
    @DisplayName("sends again as no new attempt when Canvas says that attempts are used up")
    void sendsAgainAsNoNewAttempt() throws Exception {
        canvas.stub(post(urlPathEqualTo("/777/scores")).willReturn(aResponse()));
        canvas.stub(post(urlPathEqualTo("/777/scores"))
                .withRequestBody(matchingJsonPath("$['" + CANVAS + "'].new_submission", equalTo("true")))
                .willReturn(aResponse()
                        .withStatus(422)
                        .withBody("{\"errors\":{\"message\":\"The maximum number of allowed attempts has been"
                                + " reached for this submission\"}}")));
        scores.send(canvasLink(), canvas.account("e3b2b6a0"), submitted(true));
        assertThat(canvas.posted("/777/scores")).hasSize(2);
    }

    @Test
    @DisplayName("asks nobody when the launches gave neither a line item nor the right")
    void asksNobodyWithoutAGradebook() {
        assertThat(failure(moodle.link("3", null, null, null)).reason()).isEqualTo(Reason.NO_GRADEBOOK);
        assertThat(failure(moodle.link("4", null, "/2/lineitems", TestPlatform.SCORE))
                        .reason())
                .isEqualTo(Reason.NO_GRADEBOOK);
        assertThat(failure(moodle.link("5", "/7/lineitem", "/2/lineitems", TestPlatform.LINE_ITEM))
                        .reason())
                .isEqualTo(Reason.NOT_PERMITTED);
        assertThat(moodle.requests()).isEmpty();
    }

    @Test
    @DisplayName("tells a platform nothing of accounts at another")
    void tellsNothingOfOtherPlatforms() {
        LtiUserId elsewhere = canvas.account("e3b2b6a0");
        ScoreNotAccepted refusal =
                catchThrowableOfType(ScoreNotAccepted.class, () -> scores.send(link(), elsewhere, earned()));
        assertThat(refusal.reason()).isEqualTo(Reason.REFUSED);
        assertThat(moodle.requests()).isEmpty();
    }

    private ResourceLinkId link() {
        return moodle.link(UUID.randomUUID().toString(), "/7/lineitem?type_id=1", null, TestPlatform.SCORE);
    }

    private ResourceLinkId canvasLink() {
        return canvas.link(UUID.randomUUID().toString(), "/777", null, TestPlatform.SCORE);
    }

    private void answers(ResponseDefinitionBuilder answer) {
        moodle.stub(post(urlPathEqualTo("/7/lineitem/scores")).willReturn(answer));
    }

    private ScoreNotAccepted failure(ResourceLinkId link) {
        return catchThrowableOfType(ScoreNotAccepted.class, () -> scores.send(link, learner, earned()));
    }

    private static Score earned() {
        return new Score(
                WHEN,
                ActivityProgress.COMPLETED,
                GradingProgress.FULLY_GRADED,
                new Given(100, 100),
                "Earned.",
                null,
                false,
                false,
                null);
    }

    private static Score submitted(boolean newSubmission) {
        return new Score(
                WHEN,
                ActivityProgress.SUBMITTED,
                GradingProgress.PENDING_MANUAL,
                null,
                null,
                WHEN,
                true,
                newSubmission,
                URI.create("https://tool.example/review"));
    }

    private JsonNode body(LoggedRequest request) {
        return json.readTree(request.getBodyAsString());
    }

    private static String text(String sample) {
        try (InputStream in = ScoresTests.class.getResourceAsStream("/lms/" + sample)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
