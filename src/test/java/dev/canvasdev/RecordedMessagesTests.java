package dev.canvasdev;

import static dev.canvasdev.Samples.read;
import static dev.canvasdev.Samples.shape;
import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.HttpBrowser;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recorded messages of Canvas and Moodle that no other test of canvas-dev is about, beside what canvas-dev says. */
class RecordedMessagesTests extends CanvasDevTest {

    private static final String MENU = "/courses/4021/content/launch?tool=318&placement=course_assignments_menu";
    private static final String SELECTION = "/courses/4021/content/launch?tool=318&placement=link_selection";
    private static final String MOODLE = "/moodle/courses/2/content/launch?tool=1";

    private String token;

    @BeforeEach
    void token() {
        token = tool.token(
                lms.issuer("canvas"), Scope.LINE_ITEM, Scope.RESULT, Scope.SCORE, Scope.MEMBERSHIP, Scope.NOTICES);
    }

    @AfterEach
    void everythingIsTold() {
        lms.courseTool("canvas").privacyLevel = "public";
    }

    private HttpResponse<String> get(String url) {
        return tool.call("GET", url, null, null, null, token);
    }

    // -- Canvas' services

    @Test
    void pagesOfLineItems() {
        String course = new CanvasDevSession(lms, "canvas", "priya").copyCourse("4021");
        String items = lms.url() + "/api/lti/courses/" + course + "/line_items";
        int there = canvas().requireCourse(course).lineItems.size();
        for (int i = there; i < 9; i++) {
            create(items, Map.of("label", "Module check " + i, "scoreMaximum", 100));
        }
        create(items, Map.of("label", "Level", "scoreMaximum", 4, "tag", "level", "resourceId", "a"));
        create(items, Map.of("label", "Rubric level", "scoreMaximum", 4, "tag", "rubric-level", "resourceId", "a"));
        assertPage("canvas/lineitems-page1.http", "4021", course, get(items));
        assertPage("canvas/lineitems-page2.http", "4021", course, get(items + "?page=2"));
    }

    private void create(String items, Map<String, Object> item) {
        assertThat(tool.call("POST", items, null, Media.LINE_ITEM, Samples.write(item), token)
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void theSecondPageOfARoster() {
        String course = new CanvasDevSession(lms, "canvas", "priya").copyCourse("4021");
        new CanvasDevSession(lms, "canvas", "priya").enroll(course, "marcus", "STUDENT");
        new CanvasDevSession(lms, "canvas", "priya").enroll(course, "dana", "STUDENT");
        lms.enrolCrowd("canvas", course, 1);
        HttpResponse<String> page =
                get(lms.url() + "/api/lti/courses/" + course + "/names_and_roles?page=2&per_page=2");
        assertPage("canvas/nrps-page2.http", "4021", course, page);
        List<?> members = (List<?>) Samples.object(page.body()).get("members");
        assertThat(members.get(1).toString())
                .as("without an address: absent, not null")
                .doesNotContain("email")
                .doesNotContain("lis_person_sourcedid");
    }

    @Test
    void membersOfAToolThatIsToldNothing() {
        lms.courseTool("canvas").privacyLevel = "anonymous";
        Map<String, Object> roster = Samples.object(get(lms.url()
                        + "/api/lti/courses/4021/names_and_roles?role=Learner&limit=1"
                                .replace("Learner", Claim.LEARNER.replace("#", "%23")))
                .body());
        assertThat(shape(((List<?>) roster.get("members")).get(0)))
                .isEqualTo(shape(read("canvas/nrps-anonymous-member")));
    }

    @Test
    void resultsOfSomebodyWhoIsNoStudent() {
        assertPage(
                "canvas/results-one-user.http",
                "",
                "",
                get(lms.url() + "/api/lti/courses/4021/line_items/777/results"
                        + "?user_id=00000000-0000-4000-8000-000000000000"));
    }

    @Test
    void aNoticeHandlerThatIsNamed() {
        Map<String, Object> sample = read("canvas/notice-handlers-put.http");
        List<?> patterns = (List<?>) Samples.at(sample, "request").get("bodyPatterns");
        String body = Samples.write(((Map<?, ?>) patterns.get(0)).get("equalToJson"))
                .replace("https://tool.example", tool.url());
        HttpResponse<String> answer =
                tool.call("PUT", lms.url() + "/api/lti/notice-handlers/318", null, "application/json", body, token);
        assertThat(answer.statusCode()).isEqualTo(Samples.at(sample, "response").get("status"));
        assertThat(answer.body().replace(tool.url(), "https://tool.example"))
                .isEqualTo(Samples.write(Samples.at(sample, "response", "jsonBody")));
    }

    @Test
    void theRequestForAToken() throws InvalidJwtException {
        Map<String, Object> sample = read("canvas/token-request.form");
        TinyTool.Registered platform = tool.registered.get(lms.issuer("canvas"));
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>(Samples.at(sample, "assertionClaims"));
        claims.replaceAll((name, value) -> switch (name) {
            case "iss", "sub" -> platform.clientId();
            case "aud" -> platform.endpoint("token_endpoint");
            case "iat" -> now;
            case "exp" -> now + 300;
            default -> UUID.randomUUID().toString();
        });
        Map<String, String> form = new LinkedHashMap<>();
        Samples.at(sample, "params").forEach((name, value) -> form.put(name, (String) value));
        form.put(
                "client_assertion",
                TinyTool.sign(JwtClaims.parse(Samples.write(claims)), tool.key, tool.key.getKeyId()));
        assertThat(Jws.parse(form.get("client_assertion")).header().keySet())
                .isEqualTo(Samples.at(sample, "assertionHeader").keySet());
        HttpResponse<String> answer = tool.call(
                "POST",
                platform.endpoint("token_endpoint"),
                null,
                "application/x-www-form-urlencoded",
                TinyTool.encode(form),
                null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Samples.object(answer.body())).containsEntry("scope", form.get("scope"));
    }

    // -- registration and login

    @ParameterizedTest
    @CsvSource({
        "'', canvas/registration-initiation.query, params",
        "/moodle, moodle/registration-initiation, queryParameters"
    })
    void theAddressThatStartsARegistration(String prefix, String sample, String parameters) {
        HttpBrowser.Page frame = browser("sam")
                .get(at(prefix + "/admin/tools"))
                .form("#register-tool")
                .set("url", tool.url() + "/lti/register")
                .submit();
        Map<String, String> query = query(URI.create(frame.select("iframe#tool").attr("src")));
        Map<String, Object> recorded = Samples.at(read(sample), parameters);
        assertThat(query.keySet()).isEqualTo(recorded.keySet());
        // Canvas has its token in the address of the configuration too, Moodle has not.
        assertThat(query.get("openid_configuration").contains("?registration_token="))
                .isEqualTo(((String) recorded.get("openid_configuration")).contains("?registration_token="));
        if (sample.startsWith("moodle/")) {
            Jws decoded = Jws.parse(query.get("registration_token"));
            Map<String, Object> wanted = Samples.at(read(sample), "registrationTokenDecoded");
            assertThat(shape(decoded.header())).isEqualTo(shape(wanted.get("header")));
            assertThat(shape(decoded.claims())).isEqualTo(shape(wanted.get("claims")));
            assertThat(decoded.claim("scope"))
                    .isEqualTo(Samples.at(wanted, "claims").get("scope"));
            assertThat(decoded.seconds("exp") - decoded.seconds("iat"))
                    .isEqualTo((Integer) Samples.at(wanted, "claims").get("exp")
                            - (Integer) Samples.at(wanted, "claims").get("iat"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/courses/4021/assignments/90117/launch, canvas/auth-request.query",
        "/moodle/courses/2/assignments/2/launch, moodle/auth-request"
    })
    void theRequestForAuthorization(String link, String sample) {
        assertThat(launch("dana", link)).containsKey("id_token");
        Map<String, String> sent = tool.requests.get(tool.requests.size() - 1);
        Map<String, Object> recorded = Samples.at(read(sample), "params");
        assertThat(sent.keySet()).isEqualTo(recorded.keySet());
        assertThat(sent)
                .containsEntry("scope", (String) recorded.get("scope"))
                .containsEntry("response_type", (String) recorded.get("response_type"))
                .containsEntry("response_mode", (String) recorded.get("response_mode"))
                .containsEntry("prompt", (String) recorded.get("prompt"));
    }

    @Test
    void theSharedHostOfCanvasSendsTheRequestOnAsItIs() {
        Map<String, String> request = new LinkedHashMap<>();
        Samples.at(read("canvas/auth-request.query"), "params")
                .forEach((name, value) -> request.put(name, (String) value));
        String query = "?" + TinyTool.encode(request);
        HttpResponse<String> answer =
                tool.call("GET", lms.url() + "/api/lti/authorize_redirect" + query, null, null, null, null);
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("location")).get().asString().endsWith("/api/lti/authorize" + query);
    }

    // -- launches

    @ParameterizedTest
    @CsvSource({
        "anonymous, resource-link-course-navigation.learner-anonymous",
        "email_only, resource-link-course-navigation.learner-email-only"
    })
    void launchesOfAToolThatIsToldLess(String level, String sample) {
        lms.courseTool("canvas").privacyLevel = level;
        assertLaunch(claims("dana", "/courses/4021/tools/318/launch"), read("canvas/claims/" + sample));
    }

    @Test
    void aLinkInAModuleWithoutAGrade() {
        Map<String, Object> item = item();
        item.remove("lineItem");
        pick(SELECTION, List.of(item), c -> {});
        Map<String, Object> sample = read("canvas/claims/resource-link-module-item.learner");
        Map<String, Object> claims = claims("dana", "/courses/4021/assignments/" + last("canvas") + "/launch");
        assertLaunch(claims, sample);
        assertThat(Samples.at(claims, Claim.CUSTOM)).containsEntry("canvas_assignment_id", "$Canvas.assignment.id");
    }

    private static void assertLaunch(Map<String, Object> claims, Map<String, Object> sample) {
        assertThat(shape(claims, "/" + Claim.CUSTOM)).isEqualTo(shape(sample, "/" + Claim.CUSTOM));
        assertThat(claims.get(Claim.ROLES)).isEqualTo(sample.get(Claim.ROLES));
    }

    @ParameterizedTest
    @CsvSource({"priya, launch-teacher.claims", "priya, launch-manager.claims", "marcus, launch-student2.claims"})
    void launchesFromMoodle(String hat, String sample) {
        assertLaunch(claims(hat, LINK_MOODLE), Samples.at(read("moodle/" + sample), "claims"));
    }

    @Test
    void anUngradedActivityOfMoodle() {
        Map<String, Object> item = recorded("15");
        item.remove("lineItem");
        pick(MOODLE, List.of(item), c -> {}).form("#save-content").submit();
        Map<String, Object> claims = claims("dana", "/moodle/courses/2/assignments/" + last("moodle") + "/launch");
        assertLaunch(claims, Samples.at(read("moodle/launch-student-ungraded-byhand.claims"), "claims"));
    }

    // -- deep linking

    @Test
    void thePickerOfTheAssignmentsMenu() {
        Map<String, Object> sample = read("canvas/claims/deep-linking-course_assignments_menu.coordinator-teacher");
        withTheMenu(() -> assertLaunch(claims("priya", MENU), sample));
    }

    @Test
    void theAnswerOfThePickerToCanvas() {
        Map<String, Object> sample = read("canvas/claims/deep-linking-response.tool-to-canvas");
        withTheMenu(() -> {
            int before = lms.links("canvas").size();
            HttpBrowser.Page course = pick(MENU, items(sample), sent -> assertNames(sent, sample));
            assertThat(course.text()).contains("One item was added.");
            assertThat(lms.links("canvas")).hasSize(before + 1);
            Assignment made =
                    canvas().requireCourse("4021").assignment(last("canvas")).orElseThrow();
            assertThat(made.title).isEqualTo("Formative Assessment micro-credential");
            assertThat(List.of(made.unlockAt, made.dueAt, made.lockAt))
                    .containsExactly("2026-10-26T13:00:00Z", "2027-01-15T05:59:59Z", "2027-01-31T05:59:59Z");
        });
    }

    /** The tool of the sample did not register for that menu; ours does. */
    private void withTheMenu(Runnable work) {
        Tool known = lms.courseTool("canvas");
        Map<String, Object> menu = Map.of(
                "type",
                Claim.DEEP_LINKING_REQUEST,
                "target_link_uri",
                tool.url() + "/lti/deep-linking",
                "placements",
                List.of("course_assignments_menu"));
        known.messages.add(menu);
        try {
            work.run();
        } finally {
            known.messages.remove(menu);
        }
    }

    @ParameterizedTest
    @CsvSource({"deep-linking-response.claims, 4", "deep-linking-response-multi.claims, 4 4 -"})
    void theAnswerOfThePickerToMoodle(String name, String points) {
        Map<String, Object> sample = Samples.at(read("moodle/" + name), "claims");
        HttpBrowser.Page form = pick(MOODLE, items(sample), sent -> assertNames(sent, sample));
        List<String> titles =
                items(sample).stream().map(item -> (String) item.get("title")).toList();
        assertThat(form.form("#save-content").values("name")).isEqualTo(titles);
        assertThat(form.form("#save-content").values("points"))
                .isEqualTo(List.of(points.split(" ")).stream()
                        .map(each -> each.replace("-", ""))
                        .toList());
    }

    /** What Moodle's form held after each kind of item; it places more than tools, as Laurel never asks for. */
    @Test
    void whatBecomesOfWhatThePickerOfMoodleAnswers() {
        Map<String, Object> recording = read("moodle/deep-linking-outcomes");
        Map<String, Object> noUrl = recorded("14");
        noUrl.remove("url");
        assertForm(Samples.at(recording, "outcomes", "nourl"), pick(MOODLE, List.of(noUrl), c -> {}));
        Map<String, Object> noLineItem = recorded("15");
        noLineItem.remove("lineItem");
        assertForm(Samples.at(recording, "outcomes", "nolineitem"), pick(MOODLE, List.of(noLineItem), c -> {}));
        assertThat(Samples.at(recording, "outcomes", "cancel").get("name")).isEqualTo("");
        assertThat(pick(MOODLE, List.of(), c -> {}).text()).contains("Nothing was picked");

        Map<String, Consumer<JwtClaims>> changes = Map.of(
                "wrong-aud", c -> c.setAudience("https://elsewhere.example"),
                "string-aud", c -> c.setStringClaim("aud", lms.issuer("moodle")),
                "wrong-deployment", c -> c.setClaim(Claim.DEPLOYMENT_ID, "99"),
                "wrong-iss", c -> c.setIssuer("another"),
                "expired", c -> c.setExpirationTime(TinyTool.ago(5)));
        changes.forEach((name, change) -> {
            Map<String, Object> recorded = Samples.at(recording, "refused", name);
            HttpBrowser.Page page = answer(MOODLE, List.of(recorded("7")), change);
            if (recorded.get("modalOpen").equals(0)) {
                assertThat(page.click("a#continue").form("#save-content").values("name"))
                        .as(name)
                        .containsExactly((String) recorded.get("name"));
            } else {
                String said = ((String) recorded.get("frameText")).split("\n\n")[1];
                assertThat(page.text()).as(name).contains(said);
            }
        });
    }

    private static void assertForm(Map<String, Object> recorded, HttpBrowser.Page form) {
        assertThat(form.form("#save-content").values("name")).containsExactly((String) recorded.get("name"));
        boolean graded = Boolean.TRUE.equals(recorded.get("instructorchoiceacceptgrades"));
        assertThat(form.form("#save-content").values("points"))
                .containsExactly(graded ? (String) recorded.get("grade[modgrade_point]") : "");
    }

    /** The recorded item, as it would be for that micro-credential. */
    private Map<String, Object> recorded(String number) {
        Map<String, Object> item =
                new LinkedHashMap<>(items(Samples.at(read("moodle/deep-linking-response.claims"), "claims"))
                        .get(0));
        item.put("title", "Micro-credential " + number);
        return item;
    }

    private Map<String, Object> item() {
        return new LinkedHashMap<>(items(read("canvas/claims/deep-linking-response.tool-to-canvas"))
                .get(0));
    }

    /** What a recorded answer brings, at our addresses. */
    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> items(Map<String, Object> claims) {
        String items = Samples.write(claims.get(Claim.CONTENT_ITEMS))
                .replace("https://tool.example", tool.url())
                .replace("http://localhost:8900", tool.url());
        return (List<Map<String, Object>>) Samples.parse(items);
    }

    private static void assertNames(JwtClaims sent, Map<String, Object> sample) {
        if (sample.containsKey(Claim.DEEP_LINKING_MESSAGE)) {
            sent.setClaim(Claim.DEEP_LINKING_MESSAGE, sample.get(Claim.DEEP_LINKING_MESSAGE));
        }
        TreeSet<String> names = new TreeSet<>(sent.getClaimNames());
        names.remove("jti");
        assertThat(names).isEqualTo(new TreeSet<>(sample.keySet()));
    }

    /** Answers a picker and goes on to the page of the course. */
    private HttpBrowser.Page pick(String path, List<Map<String, Object>> items, Consumer<JwtClaims> change) {
        return answer(path, items, change).click("a#continue");
    }

    private HttpBrowser.Page answer(String path, List<Map<String, Object>> items, Consumer<JwtClaims> change) {
        Map<String, Object> claims = claims("priya", path);
        String url = (String) Samples.at(claims, Claim.DEEP_LINKING_SETTINGS).get("deep_link_return_url");
        String dress = path.startsWith("/moodle") ? "moodle" : "canvas";
        return browser("priya").post(url, Map.of("JWT", tool.deepLinkingResponse(lms, dress, items, change)));
    }

    // -- what they share

    private Platform canvas() {
        return lms.platform("canvas");
    }

    /** The assignment that was made last. */
    private String last(String dress) {
        String course = dress.equals("canvas") ? "4021" : "2";
        List<Assignment> assignments = lms.platform(dress).requireCourse(course).assignments;
        return assignments.get(assignments.size() - 1).id;
    }

    /** Status, type, relations to other pages and shape. */
    private void assertPage(String sample, String theirs, String ours, HttpResponse<String> answer) {
        Map<String, Object> expected = Samples.at(read(sample), "response");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected.get("status"));
        Map<String, Object> headers = Samples.at(expected, "headers");
        assertThat(answer.headers().firstValue("content-type").orElse("").replace(" ", ""))
                .isEqualToIgnoringCase(((String) headers.get("Content-Type")).replace(" ", ""));
        assertThat(answer.headers().map()).containsKeys("x-request-cost", "x-rate-limit-remaining");
        if (headers.containsKey("Link")) {
            assertThat(answer.headers().firstValue("link").orElse(""))
                    .isEqualTo(((String) headers.get("Link"))
                            .replace(
                                    "https://canvas.prairielakes.example",
                                    lms.url().toString())
                            .replace("/courses/" + theirs + "/", "/courses/" + ours + "/"));
        }
        assertThat(shape(Samples.parse(answer.body()))).isEqualTo(shape(expected.get("jsonBody")));
    }

    private static Map<String, String> query(URI address) {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : address.getRawQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], java.net.URLDecoder.decode(parts[1], java.nio.charset.StandardCharsets.UTF_8));
        }
        return parameters;
    }
}
