package dev.canvasdev;

import static dev.canvasdev.CanvasErrors.assertSame;
import static dev.canvasdev.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.HttpBrowser;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Canvas refuses, each in the words of the list of its errors; others stand in the tests of what they refuse. */
class CanvasErrorTests extends CanvasDevTest {

    private static final String DANA = "3bd5b788-db5e-4135-a4cb-55ec27e4b192";
    private static final String EXTENSION = "https://canvas.instructure.com/lti/submission";

    private String token;
    private List<String> scopes;
    private int minute;

    @BeforeEach
    void token() {
        token = tool.token(lms.issuer("canvas"), Scope.LINE_ITEM, Scope.SCORE);
        scopes = List.copyOf(course().scopes);
    }

    @AfterEach
    void asItWas() {
        course().scopes = new java.util.ArrayList<>(scopes);
        course().jwksUri = tool.url() + "/.well-known/jwks.json";
        canvas().state().tools.forEach(each -> each.enabled = true);
        tool.registrationChange = body -> {};
        lms.files().patience = Duration.ofSeconds(10);
    }

    private Platform canvas() {
        return lms.platform("canvas");
    }

    private Tool course() {
        return canvas().tool("318").orElseThrow();
    }

    private TinyTool.Registered registered() {
        return tool.registered.get(lms.issuer("canvas"));
    }

    private HttpResponse<String> ask() {
        String assertion = tool.assertion(registered().clientId(), registered().endpoint("token_endpoint"), c -> {});
        return tool.requestToken(registered(), assertion, Scope.SCORE);
    }

    private String items() {
        return lms.url() + "/api/lti/courses/4021/line_items";
    }

    private HttpResponse<String> call(String method, String url, Map<String, Object> body) {
        return tool.call(method, url, null, Media.LINE_ITEM, body == null ? null : Samples.write(body), token);
    }

    private HttpResponse<String> score(String item, Consumer<Map<String, Object>> change) {
        Map<String, Object> score = read("canvas/score-final.request");
        score.put("userId", DANA);
        score.put("timestamp", "2026-11-24T01:%02d:00.000Z".formatted(++minute));
        change.accept(score);
        return tool.call("POST", items() + "/" + item + "/scores", null, Media.SCORE, Samples.write(score), token);
    }

    /** Something of the course that is as it is said for one call. */
    private HttpResponse<String> during(Consumer<Course> change, Consumer<Course> back, Call call) {
        Course course = canvas().requireCourse("4021");
        canvas().change(state -> {
            change.accept(course);
            return null;
        });
        try {
            return call.answer();
        } finally {
            canvas().change(state -> {
                back.accept(course);
                return null;
            });
        }
    }

    private interface Call {
        HttpResponse<String> answer();
    }

    @Test
    void aTokenNeedsKeysThatCanBeReadAndScopesThatWereGranted() {
        course().jwksUri = tool.url() + "/no-keys-here";
        assertSame("token-jwks-unreachable", ask());
        course().jwksUri = tool.url() + "/.well-known/jwks.json";
        course().scopes.remove(Scope.SCORE);
        assertSame("token-scope", ask());
    }

    @Test
    void whatATokenWasGoodForIsAskedAgainAtEachCall() {
        course().scopes.remove(Scope.LINE_ITEM);
        assertSame("ags-insufficient", call("GET", items(), null));
        course().enabled = false;
        assertSame("ags-unknown-key", call("GET", items(), null));
    }

    @Test
    void aLineItemThatIsGoneOrAnothersIsNotRead() {
        lms.deleteLineItem("canvas", "779");
        HttpResponse<String> gone = call("GET", items() + "/779", null);
        assertSame("ags-deleted-assignment", gone);
        assertThat(gone.statusCode())
                .isEqualTo(Samples.at(read("canvas/lineitem-deleted-assignment.http"), "response")
                        .get("status"));
        assertThat(gone.body()).isEmpty();
        assertSame("ags-not-found", score("779", body -> {}));

        LineItem item = canvas().requireCourse("4021").lineItem("778").orElseThrow();
        assertSame(
                "ags-foreign-lineitem",
                during(
                        course -> item.toolId = "another",
                        course -> item.toolId = "318",
                        () -> call("GET", items() + "/778", null)));
    }

    @Test
    void whatTheLmsMadeIsNotDeleted() {
        HttpResponse<String> answer = call("DELETE", items() + "/777", null);
        assertSame("ags-delete-coupled", answer);
        assertThat(answer.statusCode())
                .isEqualTo(Samples.at(read("canvas/lineitem-delete-coupled.http"), "response")
                        .get("status"));
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void linksOfLineItemsMustBeTheTools() {
        Map<String, Object> item = new LinkedHashMap<>(Map.of("label", "x", "scoreMaximum", 1, "resourceLinkId", "no"));
        assertThat(call("POST", items(), item).statusCode()).isEqualTo(404);
        assertSame("ags-rlid-mismatch", call("PUT", items() + "/777", item));
        Assignment linked = canvas().requireCourse("4021").assignment("90117").orElseThrow();
        item.put("resourceLinkId", linked.resourceLinkId);
        List<LineItem> its = canvas().requireCourse("4021").lineItemsOf(linked);
        assertSame(
                "ags-bad-resource-link",
                during(
                        course -> its.forEach(each -> each.resourceLinkId = "another"),
                        course -> its.forEach(each -> each.resourceLinkId = linked.resourceLinkId),
                        () -> call("POST", items(), item)));
        assertSame(
                "ags-wrong-tool-rlid",
                during(
                        course -> linked.toolId = "another",
                        course -> linked.toolId = "318",
                        () -> call("POST", items(), item)));
    }

    @Test
    void scoresOfCoursesAndAssignmentsThatTakeNoneAreRefused() {
        Assignment assignment =
                canvas().requireCourse("4021").assignment("90117").orElseThrow();
        assertSame(
                "ags-concluded",
                during(
                        course -> course.concluded = true,
                        course -> course.concluded = false,
                        () -> score("777", body -> {})));
        assertSame(
                "ags-unpublished",
                during(
                        course -> assignment.published = false,
                        course -> assignment.published = true,
                        () -> score("777", body -> {})));
        assertSame(
                "ags-attempts",
                during(
                        course -> assignment.allowedAttempts = 0,
                        course -> assignment.allowedAttempts = null,
                        () -> score("777", body -> body.put(EXTENSION, Map.of("new_submission", true)))));
    }

    @Test
    void scoresThatCannotBeAreRefused() {
        assertSame("ags-max-negative", score("777", body -> body.put("scoreMaximum", -1)));
        assertSame(
                "ags-submitted-future",
                score("777", body -> body.put("submission", Map.of("submittedAt", "2099-01-01T00:00:00Z"))),
                words -> words.replace("2027-01-01T00:00:00Z", "2099-01-01T00:00:00Z"));
        score("778", body -> body.put("timestamp", "2026-11-25T20:11:42.031Z"));
        assertSame(
                "ags-timestamp-stale",
                score("778", body -> body.put("timestamp", "2026-11-25T16:05:10.218Z")),
                words -> words.replace("2026-10-26T16:05:10.218Z", "2026-11-25T16:05:10.218Z")
                        .replace("2026-10-29T20:11:42.031Z", "2026-11-25T20:11:42.031Z"));
    }

    @Test
    void filesThatDoNotComeInTimeAreSaid() {
        lms.files().patience = Duration.ofMillis(300);
        Map<String, Object> file = Map.of(
                "type", "file", "url", tool.url() + "/late.pdf", "title", "a.pdf", "media_type", "application/pdf");
        assertSame(
                "ags-file-timeout", score("777", body -> body.put(EXTENSION, Map.of("content_items", List.of(file)))));
    }

    @Test
    void registrationsAreRefusedForTheirTokenAndForTheirBody() {
        String endpoint = registered().endpoint("registration_endpoint");
        assertSame("registration-token", tool.call("POST", endpoint, null, "application/json", "{}", "made-up"));
        tool.registrationChange = body -> body.put("grant_types", List.of("implicit"));
        HttpBrowser.Page frame = browser("sam")
                .get(at("/admin/tools"))
                .form("#register-tool")
                .set("url", tool.url() + "/lti/register")
                .submit();
        frame.open(frame.select("iframe#tool").attr("src"));
        Map<String, Object> error = CanvasErrors.named("registration-schema");
        HttpResponse<String> refused = tool.registrationAnswer;
        assertThat(refused.statusCode()).isEqualTo(error.get("status"));
        // How Canvas words each violation was not seen; that they come as a list was.
        assertThat(Samples.shape(Samples.parse(refused.body()))).isEqualTo(Samples.shape(error.get("jsonBody")));
    }

    @Test
    void addressesThatWereNotRegisteredAreNotReturnedTo() {
        tool.authorizationChanges.put("redirect_uri", tool.url() + "/elsewhere");
        HttpBrowser.Page page = browser("dana").get(at(LINK_CANVAS)).autoSubmit();
        Map<String, Object> error = CanvasErrors.named("auth-redirect-uri");
        assertThat(page.status()).isEqualTo(error.get("status"));
        assertThat(Samples.parse(page.body())).isEqualTo(error.get("jsonBody"));
    }

    @Test
    void anAnswerOfThePickerForSomebodyElseIsRefused() {
        Map<String, Object> claims = claims("priya", "/courses/4021/content/launch?tool=318&placement=link_selection");
        String url = (String) Samples.at(claims, Claim.DEEP_LINKING_SETTINGS).get("deep_link_return_url");
        String jwt =
                tool.deepLinkingResponse(lms, "canvas", List.of(), c -> c.setAudience("https://elsewhere.example"));
        HttpBrowser.Page page = browser("priya").post(url, Map.of("JWT", jwt));
        Map<String, Object> error = CanvasErrors.named("deep-linking-response");
        assertThat(page.status()).isEqualTo(error.get("status"));
        assertThat(Samples.parse(page.body())).isEqualTo(error.get("jsonBody"));
    }
}
