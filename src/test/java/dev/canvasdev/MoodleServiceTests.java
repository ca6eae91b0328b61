package dev.canvasdev;

import static dev.canvasdev.Samples.read;
import static dev.canvasdev.Samples.shape;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each recorded exchange is sent again to the Moodle dress; status, type and shape of the answers are compared. */
class MoodleServiceTests extends CanvasDevTest {

    private String token;
    private String scoreToken;
    private long second = 1_795_444_000;

    @BeforeEach
    void tokens() {
        token = tool.token(lms.issuer("moodle"), Scope.LINE_ITEM, Scope.RESULT, Scope.SCORE, Scope.MEMBERSHIP);
        scoreToken = tool.token(lms.issuer("moodle"), Scope.SCORE);
    }

    /** Sends what was recorded, to our addresses and with our ids, and compares the answer. */
    private HttpResponse<String> replay(Map<String, Object> recording, String name, String body) {
        Map<String, Object> request = Samples.at(recording, name, "request");
        Map<String, Object> headers = Samples.at(request, "headers");
        String url = ((String) request.get("url"))
                .replace("http://localhost:8800", lms.issuer("moodle"))
                .replace("resource_id=mc-7", "resource_id=lit-hfw-mapping")
                .replace("tag=final", "tag=");
        String sent = body != null || request.get("body") == null
                ? body
                : request.get("body") instanceof String s ? s : Samples.write(request.get("body"));
        String bearer = !headers.containsKey("Authorization")
                ? null
                : name.contains("bad-token")
                        ? "made-up"
                        : name.contains("score") && name.contains("token") ? scoreToken : token;
        HttpResponse<String> answer = tool.call(
                (String) request.get("method"),
                url,
                (String) headers.get("Accept"),
                (String) headers.get("Content-Type"),
                sent,
                bearer);
        Map<String, Object> response = Samples.at(recording, name, "response");
        assertThat(answer.statusCode()).as(name + " " + answer.body()).isEqualTo(response.get("status"));
        String type = (String) Samples.at(response, "headers").get("content-type");
        assertThat(answer.headers().firstValue("content-type").orElse("").replace(" ", ""))
                .as(name)
                .isEqualToIgnoringCase(type.replace(" ", ""));
        if (response.get("body") instanceof Map<?, ?> || response.get("body") instanceof List<?>) {
            assertThat(shape(Samples.parse(answer.body()))).as(name).isEqualTo(shape(response.get("body")));
        }
        return answer;
    }

    private HttpResponse<String> replay(Map<String, Object> recording, String name) {
        return replay(recording, name, null);
    }

    @Test
    void lineItemListsAsRecorded() {
        Map<String, Object> recording = read("moodle/lineitem-list");
        for (String name : List.of(
                "lineitems-get",
                "lineitems-get-any-accept",
                "lineitems-get-json-accept",
                "lineitems-get-accept-list",
                "lineitems-get-accept-list-star",
                "lineitems-get-by-resource",
                "lineitems-get-by-link",
                "lineitems-get-no-type")) {
            replay(recording, name);
        }
        String reason = (String)
                Samples.object(replay(recording, "lineitems-get-json-accept").body())
                        .get("reason");
        assertThat(reason).isEqualTo("No handler found for /2/lineitems application/json ");
    }

    @Test
    void theLinkHeaderHasCurlyQuotesAndEscapedAmpersands() {
        HttpResponse<String> page = replay(read("moodle/lineitem-list"), "lineitems-get-limit1");
        String raw = page.headers().firstValue("link").orElse("");
        String link = new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        String url = lms.issuer("moodle") + "/mod/lti/services.php/2/lineitems?type_id=1&amp;limit=1&amp;from=";
        assertThat(link)
                .startsWith("<" + url + "0>; rel=“first”, <" + url + "0>; rel=“canonical”, <" + url + "1>; rel=“next”");
    }

    @Test
    void lineItemsAreMadeAsRecorded() {
        Map<String, Object> recording = read("moodle/lineitem-create");
        recording.keySet().forEach(name -> replay(recording, name));
    }

    @Test
    void lineItemsAreReadAndChangedAsRecorded() {
        Map<String, Object> recording = read("moodle/lineitem-read-update-delete");
        for (String name : List.of(
                "lineitem-get",
                "lineitem-update-coupled",
                "lineitem-get-coupled-after",
                "lineitem-update-coupled-back",
                "lineitem-get-other-course",
                "lineitem-get-missing",
                "lineitem-patch")) {
            replay(recording, name);
        }
        HttpResponse<String> made = tool.call(
                "POST",
                lms.issuer("moodle") + "/mod/lti/services.php/2/lineitems?type_id=1",
                null,
                Media.LINE_ITEM,
                "{\"label\":\"Own\",\"scoreMaximum\":60}",
                token);
        String id = (String) Samples.object(made.body()).get("id");
        HttpResponse<String> deleted = tool.call("DELETE", id, null, null, null, token);
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(tool.call("GET", id, Media.LINE_ITEM, null, null, token).statusCode())
                .isEqualTo(404);
        String coupled = lms.issuer("moodle") + "/mod/lti/services.php/2/lineitems/2/lineitem?type_id=1";
        assertThat(tool.call("DELETE", coupled, null, null, null, token).statusCode())
                .isEqualTo(403);
    }

    private String timed(Map<String, Object> recording, String name) {
        Map<String, Object> body = new LinkedHashMap<>(Samples.at(recording, name, "request", "body"));
        second += 2;
        Instant at = Instant.ofEpochSecond(second);
        String stamp = (String) body.get("timestamp");
        String millis = at.toString().replace("Z", ".123");
        body.put(
                "timestamp",
                stamp.contains("+00:00") ? millis + "+00:00" : stamp.length() > 24 ? millis + "456Z" : millis + "Z");
        return Samples.write(body);
    }

    @Test
    void scoresAreTakenAsRecorded() {
        Map<String, Object> recording = read("moodle/score-response");
        recording.keySet().stream()
                .filter(name -> !name.equals("score-own-item"))
                .forEach(name -> replay(recording, name, timed(recording, name)));
    }

    @Test
    void scoresAreRefusedAsRecorded() {
        Map<String, Object> recording = Samples.at(read("moodle/errors"), "scores");
        Map<String, Object> good = read("moodle/score-response");
        replay(good, "score-ok", timed(good, "score-ok"));
        recording.keySet().stream()
                .filter(name -> !List.of("score-same-second", "score-teacher", "score-admin")
                        .contains(name))
                .forEach(name -> replay(recording, name));
        Map<String, Object> again = new LinkedHashMap<>(Samples.at(good, "score-ok", "request", "body"));
        again.put("timestamp", Instant.ofEpochSecond(second).toString().replace("Z", ".999Z"));
        replay(recording, "score-same-second", Samples.write(again));
        for (String name : List.of("score-teacher", "score-admin")) {
            replay(recording, name, timed(recording, name));
        }
    }

    @Test
    void resultsFollowTheGradesAsRecorded() {
        Map<String, Object> results = read("moodle/results");
        Map<String, Object> scores = read("moodle/score-response");
        replay(scores, "score-ok", timed(scores, "score-ok").replace("Strong evidence", "Good evidence"));
        HttpResponse<String> first = user(5);
        assertThat(first.body())
                .contains("\"resultScore\":75,\"resultMaximum\":100")
                .contains("Good evidence");
        assertThat(shape(Samples.parse(first.body())))
                .isEqualTo(shape(
                        Samples.at(results, "results-after-score", "response").get("body")));
        for (String erasing : List.of("score-bad-progress", "score-pending-manual", "score-submitted-no-score")) {
            replay(scores, "score-ok", timed(scores, "score-ok"));
            replay(scores, erasing, timed(scores, erasing));
            assertThat(user(5).body()).as(erasing).isEqualTo("[]");
        }
        replay(scores, "score-over-max", timed(scores, "score-over-max"));
        assertThat(user(5).body()).contains("\"resultScore\":100,");
        replay(scores, "score-zero", timed(scores, "score-zero"));
        assertThat(user(5).body()).contains("\"resultScore\":0,");
        replay(results, "results-accept-json");
        replay(results, "results-empty-user");
        replay(results, "results-limit");
    }

    private HttpResponse<String> user(int id) {
        return tool.call(
                "GET",
                lms.issuer("moodle") + "/mod/lti/services.php/2/lineitems/2/lineitem/results?type_id=1&user_id=" + id,
                Media.RESULTS,
                null,
                null,
                token);
    }

    @Test
    void rosterAsRecorded() {
        Map<String, Object> recording = read("moodle/nrps");
        recording.keySet().forEach(name -> replay(recording, name));
        String all = replay(recording, "nrps").body();
        assertThat(all).contains("\"roles\":[\"Learner\"],\"user_id\":\"4\"");
        HttpResponse<String> page = replay(recording, "nrps-limit2");
        assertThat(page.headers().firstValue("link"))
                .contains("<" + lms.issuer("moodle")
                        + "/mod/lti/services.php/CourseSection/2/bindings/1/memberships?limit=2&from=2>; rel=\"next\"");
    }
}
