package dev.canvasdev;

import static dev.canvasdev.Samples.read;
import static dev.canvasdev.Samples.shape;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CanvasServiceTests extends CanvasDevTest {

    private static final String DANA = "3bd5b788-db5e-4135-a4cb-55ec27e4b192";
    private static final String MARCUS = "b4774d16-b100-4220-ac7e-c7836080c55a";
    private static final String BEN = "676a3194-608f-45e9-a842-26188e82fd1e";
    private static final String PRIYA = "94b16da6-23e1-46f1-a27c-5bfa77fb9bad";
    private static final String EXTENSION = "https://canvas.instructure.com/lti/submission";
    private String token;
    private int minute;

    @BeforeEach
    void token() {
        token = tool.token(
                lms.issuer("canvas"), Scope.LINE_ITEM, Scope.RESULT, Scope.SCORE, Scope.MEMBERSHIP, Scope.NOTICES);
    }

    private String items() {
        return lms.url() + "/api/lti/courses/4021/line_items";
    }

    private HttpResponse<String> get(String url) {
        return tool.call("GET", url, "*/*", null, null, token);
    }

    private Map<String, Object> score(String file, String user, String progress, Double given) {
        Map<String, Object> score = read("canvas/" + file);
        score.put("userId", user);
        score.put("timestamp", "2026-11-24T01:%02d:00.000Z".formatted(++minute));
        if (progress != null) {
            score.put("gradingProgress", progress);
        }
        if (given == null) {
            score.remove("scoreGiven");
            score.remove("scoreMaximum");
        } else {
            score.put("scoreGiven", given);
            score.put("scoreMaximum", 100);
        }
        return score;
    }

    private HttpResponse<String> send(String item, Map<String, Object> score) {
        return tool.call("POST", items() + "/" + item + "/scores", null, Media.SCORE, Samples.write(score), token);
    }

    private Map<?, ?> cell(String item, String hat) {
        return ((List<?>) lms.gradebook("canvas").get("cells"))
                .stream()
                        .map(c -> (Map<?, ?>) c)
                        .filter(c -> item.equals(c.get("lineItem")) && hat.equals(c.get("hat")))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void lineItemsAreReadLikeTheSamples() {
        assertLike("lineitem-coupled.http", get(items() + "/777"));
        assertLike(
                "lineitem-coupled.include-launch-url.http",
                get(items() + "/777?include[]=launch_url".replace("[", "%5B").replace("]", "%5D")));
        HttpResponse<String> list = get(items() + "?resource_id=lit-hfw-mapping");
        assertThat(list.headers().firstValue("content-type").orElse("")).startsWith(Media.LINE_ITEMS);
        assertThat((List<?>) Samples.parse(list.body())).hasSize(1);
        assertThat((List<?>)
                        Samples.parse(get(items() + "?resource_link_id=nothing").body()))
                .isEmpty();
    }

    @Test
    void listsComeInPagesWithAllRelations() {
        for (int i = 0; i < 9; i++) {
            create(Map.of("label", "Check " + i, "scoreMaximum", 5, "tag", "paged"));
        }
        HttpResponse<String> first = get(items() + "?tag=paged&limit=4");
        assertThat((List<?>) Samples.parse(first.body())).hasSize(4);
        String link = first.headers().firstValue("link").orElse("");
        String url = items() + "?tag=paged&page=%d&per_page=4";
        assertThat(link)
                .isEqualTo("<" + url.formatted(1) + ">; rel=\"current\",<" + url.formatted(2) + ">; rel=\"next\",<"
                        + url.formatted(1) + ">; rel=\"first\",<" + url.formatted(3) + ">; rel=\"last\"");
        HttpResponse<String> last = get(url.formatted(3));
        assertThat((List<?>) Samples.parse(last.body())).hasSize(1);
        assertThat(last.headers().firstValue("link").orElse(""))
                .contains("rel=\"prev\"")
                .doesNotContain("next");
        assertThat((List<?>) Samples.parse(get(items()).body())).hasSize(10);
    }

    private HttpResponse<String> create(Map<String, Object> body) {
        return tool.call("POST", items(), null, Media.LINE_ITEM, Samples.write(body), token);
    }

    @Test
    void lineItemsAreMadeChangedAndDeleted() {
        HttpResponse<String> made = create(read("canvas/lineitem-create-request"));
        assertLike("lineitem-created.http", made);
        String id = (String) Samples.object(made.body()).get("id");
        HttpResponse<String> put =
                tool.call("PUT", id, null, Media.LINE_ITEM, "{\"label\":\"New name\",\"scoreMaximum\":8}", token);
        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(Samples.object(put.body()))
                .containsEntry("label", "New name")
                .containsEntry("scoreMaximum", 8.0);
        assertThat(tool.call("DELETE", id, null, null, null, token).statusCode())
                .isEqualTo(204);
        assertThat(get(id).statusCode()).isEqualTo(404);

        HttpResponse<String> coupled = tool.call("DELETE", items() + "/777", null, null, null, token);
        assertThat(coupled.statusCode()).isEqualTo(401);
        assertThat(coupled.body()).isEmpty();
        assertThat(create(Map.of("label", "x", "scoreMaximum", 1, "resourceLinkId", "gone"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(create(Map.of("label", "x")).statusCode()).isEqualTo(400);
    }

    @Test
    void aScoreIsTakenLikeTheSampleAndShowsInGradebookAndResults() {
        HttpResponse<String> answer = send("777", score("score-final.request", DANA, null, 87.5));
        assertLike("score-response.http", answer);
        assertThat(cell("777", "dana").get("grade")).isEqualTo(87.5);
        HttpResponse<String> results = get(items() + "/777/results?user_id=" + DANA);
        assertThat(results.headers().firstValue("content-type").orElse("")).startsWith(Media.RESULTS);
        List<?> body = (List<?>) Samples.parse(results.body());
        List<?> sample =
                (List<?>) Samples.at(read("canvas/results.http"), "response").get("jsonBody");
        assertThat(shape(body.get(0))).isEqualTo(shape(sample.get(0)));
        String resultUrl = (String) Samples.object(answer.body()).get("resultUrl");
        assertThat(Samples.object(get(resultUrl).body())).containsEntry("resultScore", 87.5);
        assertThat(get(items() + "/777/results?user_id=nobody").body()).isEqualTo("[]");
    }

    @Test
    void submittedWithPreserveScoreKeepsTheGradeAndMakesASubmission() {
        send("778", score("score-final.request", DANA, null, 90.0));
        send("778", score("score-submitted-pending.request", DANA, null, null));
        Map<?, ?> cell = cell("778", "dana");
        assertThat(cell.get("grade")).isEqualTo(90.0);
        assertThat(cell.get("needsReview")).isEqualTo(true);
        assertThat((List<?>) cell.get("attempts")).hasSize(1).first().asString().contains("basic_lti_launch");
    }

    @Test
    void theWrongGradingProgressClearsTheGrade() {
        for (String progress : List.of("Pending", "NotReady", "Failed")) {
            send("779", score("score-final.request", DANA, null, 90.0));
            assertThat(cell("779", "dana").get("grade")).isEqualTo(90.0);
            Map<String, Object> clearing = score("score-clear.request", DANA, progress, 50.0);
            assertThat(send("779", clearing).statusCode()).isEqualTo(200);
            assertThat(cell("779", "dana").get("grade")).as(progress).isNull();
        }
        send("779", score("score-clear.request", DANA, "PendingManual", 50.0));
        assertThat(cell("779", "dana").get("grade")).isEqualTo(50.0);
        send("779", score("score-clear.request", DANA, "FullyGraded", null));
        assertThat(cell("779", "dana").get("grade")).isNull();
    }

    @Test
    void newSubmissionIsTheDefaultAndExistingGradesCanBePreferred() {
        Map<String, Object> plain = score("score-clear.request", BEN, "FullyGraded", 70.0);
        plain.remove(EXTENSION);
        plain.put("comment", "first");
        send("777", plain);
        plain = new LinkedHashMap<>(plain);
        plain.put("comment", "second");
        send("777", plain);
        assertThat((List<?>) cell("777", "ben").get("attempts")).hasSize(2);
        assertThat(cell("777", "ben").get("comments")).isEqualTo(List.of("first", "second"));

        Map<String, Object> shy = score("score-clear.request", BEN, "FullyGraded", 100.0);
        shy.put(EXTENSION, Map.of("prioritize_non_tool_grade", true, "new_submission", false));
        send("777", shy);
        assertThat(cell("777", "ben").get("grade")).isEqualTo(70.0);
        assertThat(cell("777", "ben").get("resultScore")).isEqualTo(100.0);
        assertThat((List<?>) cell("777", "ben").get("attempts")).hasSize(2);
    }

    @Test
    void theGradeIsScaledToThePointsOfTheColumn() {
        Map<String, Object> score = score("score-final.request", BEN, null, 3.0);
        score.put("scoreMaximum", 4);
        send("778", score);
        assertThat(cell("778", "ben").get("grade")).isEqualTo(75.0);
    }

    @Test
    void anOlderTimestampIsRefusedAndAnEqualOnePasses() {
        Map<String, Object> score = score("score-final.request", MARCUS, null, 80.0);
        score.put("timestamp", "2026-11-24T02:00:00.500Z");
        assertThat(send("777", score).statusCode()).isEqualTo(200);
        assertThat(send("777", score).statusCode()).isEqualTo(200);
        score.put("timestamp", "2026-11-24T02:00:00.499Z");
        HttpResponse<String> older = send("777", score);
        assertThat(older.statusCode())
                .isEqualTo(CanvasErrors.named("ags-timestamp-stale").get("status"));
        assertThat(older.body()).contains("before last updated timestamp of 2026-11-24T02:00:00.500Z");
    }

    @Test
    void badScoresAreRefusedInTheSamplesWords() {
        assertError("ags-user", send("778", score("score-final.request", PRIYA, null, 1.0)));
        assertError("ags-user", send("778", score("score-final.request", "unknown", null, 1.0)));
        Map<String, Object> noTimestamp = score("score-final.request", DANA, null, 1.0);
        noTimestamp.remove("timestamp");
        assertError("ags-missing-param", send("778", noTimestamp));
        Map<String, Object> badTimestamp = score("score-final.request", DANA, null, 1.0);
        badTimestamp.put("timestamp", "yesterday-ish");
        assertError("ags-timestamp-bad", send("778", badTimestamp));
        Map<String, Object> noMaximum = score("score-final.request", DANA, null, 1.0);
        noMaximum.remove("scoreMaximum");
        assertError("ags-max-missing", send("778", noMaximum));
        assertError("ags-given-negative", send("778", score("score-final.request", DANA, null, -1.0)));
        Map<String, Object> zero = score("score-final.request", DANA, null, 1.0);
        zero.put("scoreMaximum", 0);
        assertError("ags-max-zero", send("778", zero));
        Map<String, Object> upload = score("score-final.request", DANA, null, 1.0);
        upload.put(EXTENSION, Map.of("submission_type", "online_upload"));
        assertError("ags-upload-without-items", send("778", upload));
        Map<String, Object> future = score("score-final.request", DANA, null, 1.0);
        future.put("submission", Map.of("submittedAt", "2099-01-01T00:00:00Z"));
        assertThat(send("778", future).statusCode()).isEqualTo(400);
        assertError("ags-not-found", send("4711", score("score-final.request", DANA, null, 1.0)));
        assertThat(tool.call(
                                "POST",
                                items() + "/777/scores",
                                null,
                                "text/plain",
                                Samples.write(score("score-final.request", DANA, null, 1.0)),
                                token)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void filesOfAScoreAreFetched() {
        Map<String, Object> score = score("score-with-file.request", DANA, null, null);
        Map<String, Object> file = new LinkedHashMap<>(Map.of(
                "type", "file", "url", tool.url() + "/file.pdf", "title", "a.pdf", "media_type", "application/pdf"));
        score.put(EXTENSION, Map.of("preserve_score", true, "content_items", List.of(file)));
        assertLike("score-with-file.response.http", send("779", score));
        assertThat(cell("779", "dana").get("attempts").toString())
                .contains("online_upload")
                .contains("size=17");
    }

    @Test
    void accessTokensAreCheckedOnEachCall() {
        assertError("ags-no-token", tool.call("GET", items(), null, null, null, null));
        assertError("ags-bad-signature", tool.call("GET", items(), null, null, null, "made-up"));
        String scoreOnly = tool.token(lms.issuer("canvas"), Scope.SCORE);
        assertError("ags-token-scope", tool.call("GET", items(), null, null, null, scoreOnly));
        String ofMoodle = tool.token(lms.issuer("moodle"), Scope.LINE_ITEM);
        assertError("ags-bad-signature", tool.call("GET", items(), null, null, null, ofMoodle));
        assertError("ags-context", get(lms.url() + "/api/lti/courses/1/line_items"));
        lms.expireAccessTokens();
        assertError("ags-token-expired", get(items()));
    }

    @Test
    void rosterLooksLikeTheSamples() {
        String url = lms.url() + "/api/lti/courses/4021/names_and_roles";
        HttpResponse<String> page = get(url + "?limit=2");
        assertThat(page.headers().firstValue("content-type").orElse("")).startsWith(Media.MEMBERS);
        assertThat(page.headers().firstValue("link").orElse("")).contains(url + "?page=2&per_page=2>; rel=\"next\"");
        Map<String, Object> sample = Samples.at(read("canvas/nrps-page1.http"), "response", "jsonBody");
        assertThat(shape(Samples.parse(page.body()))).isEqualTo(shape(sample));
        assertThat(Samples.object(page.body())).containsEntry("id", url + "?limit=2");
        List<?> all = (List<?>) Samples.object(get(url).body()).get("members");
        assertThat(all).hasSize(7);
        assertThat(all.toString()).doesNotContain("Test Student");
        assertThat((List<?>) Samples.object(get(url + "?role="
                                        + java.net.URLEncoder.encode(
                                                Claim.LEARNER, java.nio.charset.StandardCharsets.UTF_8))
                                .body())
                        .get("members"))
                .hasSize(5);
        Map<String, Object> rlid = Samples.object(
                get(url + "?rlid=a4d5ddcf-b076-4392-ae60-25fa971870ba").body());
        String custom = "/members/[]/message/[]/" + Claim.CUSTOM;
        assertThat(shape(rlid, custom))
                .isEqualTo(shape(Samples.at(read("canvas/nrps-rlid.http"), "response", "jsonBody"), custom));
        assertThat(rlid.toString()).contains("canvas_assignment_id=$Canvas.assignment.id");
        assertError("nrps-rlid", get(url + "?rlid=foreign"));
    }

    @Test
    void noticeHandlersAreNamedAndListed() {
        String url = lms.url() + "/api/lti/notice-handlers/318";
        String handler = tool.url() + "/lti/notices";
        String put = Samples.write(Map.of("notice_type", "LtiContextCopyNotice", "handler", handler));
        assertThat(tool.call("PUT", url, null, "application/json", put, token).statusCode())
                .isEqualTo(200);
        Map<String, Object> list = Samples.object(get(url).body());
        assertThat(shape(list))
                .isEqualTo(shape(Samples.at(read("canvas/notice-handlers-get.http"), "response", "jsonBody")));
        String foreign =
                Samples.write(Map.of("notice_type", "LtiContextCopyNotice", "handler", "https://elsewhere.example/"));
        assertThat(tool.call("PUT", url, null, "application/json", foreign, token)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aHandlerForTheHelloNoticeGetsOneAtOnce() throws InterruptedException {
        String put =
                Samples.write(Map.of("notice_type", "LtiHelloWorldNotice", "handler", tool.url() + "/lti/notices"));
        tool.call("PUT", lms.url() + "/api/lti/notice-handlers/318", null, "application/json", put, token);
        String body = tool.notices.poll(10, java.util.concurrent.TimeUnit.SECONDS);
        assertThat(shape(Samples.parse(body)))
                .isEqualTo(shape(read("canvas/notice-delivery").get("body")));
        Map<?, ?> notice = (Map<?, ?>) ((List<?>) Samples.object(body).get("notices")).get(0);
        Jws jwt = Jws.parse((String) notice.get("jwt"));
        assertThat(shape(jwt.claims())).isEqualTo(shape(read("canvas/claims/notice-hello-world")));
    }

    @Test
    void servicesFailAsOftenAsTheyAreTold() {
        lms.faults().nextServiceCalls(Faults.ServiceFault.UNAVAILABLE, 1);
        lms.faults().nextServiceCalls(Faults.ServiceFault.RATE_LIMIT_403, 1);
        lms.faults().nextServiceCalls(Faults.ServiceFault.DONE_BUT_504, 1);
        HttpResponse<String> unavailable = get(items());
        assertThat(unavailable.statusCode()).isEqualTo(503);
        assertThat(unavailable.headers().firstValue("retry-after")).contains("1");
        HttpResponse<String> limited = get(items());
        Map<String, Object> sample = CanvasErrors.named("rate-limit");
        assertThat(limited.statusCode()).isEqualTo(sample.get("status"));
        assertThat(limited.body()).isEqualTo(sample.get("body"));
        assertThat(limited.headers().firstValue("x-rate-limit-remaining")).contains("0.0");
        Map<String, Object> score = score("score-final.request", "d1ede07f-27d3-417e-a343-dc6b2f93ddac", null, 60.0);
        assertThat(send("777", score).statusCode()).isEqualTo(504);
        assertThat(cell("777", "aisha").get("grade")).isEqualTo(60.0);
        assertThat(get(items()).statusCode()).isEqualTo(200);
        assertThat(lms.calls().all())
                .anySatisfy(c -> {
                    assertThat(c.status()).isEqualTo(504);
                    assertThat(c.body()).contains("FullyGraded");
                })
                .noneSatisfy(c -> assertThat(String.valueOf(c.body())).contains("client_assertion"));
    }

    private void assertLike(String sample, HttpResponse<String> answer) {
        Map<String, Object> expected = Samples.at(read("canvas/" + sample), "response");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected.get("status"));
        String type = (String) Samples.at(expected, "headers").get("Content-Type");
        assertThat(answer.headers().firstValue("content-type").orElse("").replace(" ", ""))
                .isEqualToIgnoringCase(type.replace(" ", ""));
        assertThat(answer.headers().map()).containsKeys("x-request-cost", "x-rate-limit-remaining");
        Map<String, String> shape = shape(Samples.parse(answer.body()));
        shape.remove("/tag");
        Map<String, String> wanted = shape(expected.get("jsonBody"));
        wanted.remove("/tag");
        assertThat(shape).isEqualTo(wanted);
    }

    private static void assertError(String name, HttpResponse<String> answer) {
        CanvasErrors.assertSame(name, answer);
    }
}
