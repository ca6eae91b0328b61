package dev.canvasdev;

import static dev.canvasdev.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.HttpBrowser;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

class DeepLinkingTests extends CanvasDevTest {

    private static final String CANVAS = "/courses/4021/content/launch?tool=318&placement=";
    private static final String MOODLE = "/moodle/courses/2/content/launch?tool=1";

    private String returnUrl(String path) {
        Map<String, Object> claims = claims("priya", path);
        return (String) Samples.at(claims, Claim.DEEP_LINKING_SETTINGS).get("deep_link_return_url");
    }

    private Map<String, Object> item() {
        Map<String, Object> item = read("canvas/deep-linking-content-item.keep-assignment-name");
        item.put("url", tool.url() + "/lti/launch?credential=1");
        return new LinkedHashMap<>(item);
    }

    private HttpBrowser.Page answer(String path, List<Map<String, Object>> items, Consumer<JwtClaims> change) {
        String url = returnUrl(path);
        String dress = path.startsWith("/moodle") ? "moodle" : "canvas";
        String jwt = tool.deepLinkingResponse(lms, dress, items, change);
        return browser("priya").post(url, Map.of("JWT", jwt));
    }

    @Test
    void canvasMakesAssignmentsOfSeveralItemsAtOnce() {
        Map<String, Object> second = item();
        second.put("lineItem", Map.of("scoreMaximum", 20, "label", "Second", "resourceId", "r-2", "tag", "t-2"));
        HttpBrowser.Page done = answer(CANVAS + "course_assignments_menu", List.of(item(), second), c -> {});
        HttpBrowser.Page course = done.click("a#continue");
        assertThat(course.text()).contains("2 items were added.");

        CanvasDev.Link link = last();
        assertThat(link.title()).isEqualTo("Second");
        assertThat(link.custom()).containsEntry("credential_id", "formative-assessment-1");
        String token = tool.token(lms.issuer("canvas"), Scope.LINE_ITEM);
        HttpResponse<String> lineItem = tool.call(
                "GET", lms.url() + "/api/lti/courses/4021/line_items/" + link.lineItemId(), null, null, null, token);
        assertThat(Samples.object(lineItem.body()))
                .containsEntry("scoreMaximum", 20.0)
                .containsEntry("resourceId", "r-2")
                .containsEntry("tag", "t-2")
                .containsEntry("resourceLinkId", link.resourceLinkId());
    }

    private CanvasDev.Link last() {
        List<CanvasDev.Link> links = lms.links("canvas").stream()
                .filter(l -> l.courseId().equals("4021"))
                .toList();
        return links.get(links.size() - 1);
    }

    @Test
    void canvasStoresNothingOfAssignmentSelectionBeforeItIsSaved() {
        int before = lms.links("canvas").size();
        HttpBrowser.Page form = answer(CANVAS + "assignment_selection", List.of(item()), c -> {})
                .click("a#continue");
        assertThat(lms.links("canvas")).hasSize(before);
        assertThat(form.form("#save-content").values("points")).containsExactly("100");
        HttpBrowser.Page saved =
                form.form("#save-content").set("name", "My own name").submit();
        assertThat(saved.text()).contains("One item was added.").contains("My own name");
        assertThat(lms.links("canvas")).hasSize(before + 1);
        assertThat(claims("dana", "/courses/4021/assignments/" + last().assignmentId() + "/launch")
                        .get(Claim.TARGET_LINK_URI))
                .isEqualTo(tool.url() + "/lti/launch?credential=1");
    }

    @Test
    void canvasModuleMenuMakesItsOwnModule() {
        HttpBrowser.Page course = answer(CANVAS + "module_index_menu_modal", List.of(item()), c -> {})
                .click("a#continue");
        assertThat(course.select(".module h2").eachText()).contains("New Content From App");
        HttpBrowser.Page named = answer(
                        CANVAS + "module_index_menu_modal",
                        List.of(item()),
                        c -> c.setStringClaim(Claim.CANVAS + "module_name", "Ours"))
                .click("a#continue");
        assertThat(named.select(".module h2").eachText()).contains("Ours");
    }

    @Test
    void canvasChecksTheAnswer() {
        assertRefused(c -> c.setAudience("https://elsewhere.example"), "the 'aud' is invalid");
        assertRefused(c -> c.setIssuer("another"), "the 'iss' is invalid");
        assertRefused(c -> c.setExpirationTime(TinyTool.ago(5)), "the JWT has expired");
        assertRefused(c -> c.setClaim(Claim.DEPLOYMENT_ID, "1:other"), "the 'deployment_id' is invalid");
        assertRefused(c -> c.unsetClaim("nonce"), "the 'nonce' is invalid");
        assertThat(answer(CANVAS + "link_selection", List.of(item()), c -> c.setStringClaim("nonce", "same"))
                        .status())
                .isEqualTo(200);
        assertRefused(c -> c.setStringClaim("nonce", "same"), "the 'nonce' is invalid");
        String url = returnUrl(CANVAS + "link_selection");
        String jwt = tool.deepLinkingResponse(lms, "canvas", List.of(item()), c -> {});
        String changed = jwt.substring(0, jwt.length() - 12) + "AAAAAAAAAAAA";
        assertThat(browser("priya").post(url, Map.of("JWT", changed)).body()).contains("JWT verification failure");
        assertThat(browser("dana").post(url, Map.of("JWT", jwt)).status()).isEqualTo(403);
    }

    private void assertRefused(Consumer<JwtClaims> change, String text) {
        HttpBrowser.Page page = answer(CANVAS + "link_selection", List.of(item()), change);
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body()).contains(text);
    }

    @Test
    void moodleWaitsForSaveAndTakesTheTitleForTheColumn() {
        int before = lms.links("moodle").size();
        HttpBrowser.Page form = answer(MOODLE, List.of(item(), item()), c -> c.setAudience("not checked"))
                .click("a#continue");
        assertThat(lms.links("moodle")).hasSize(before);
        assertThat(form.form("#save-content").values("name"))
                .containsExactly(
                        "Formative Assessment: evidence submission", "Formative Assessment: evidence submission");
        form.form("#save-content").submit();
        assertThat(lms.links("moodle")).hasSize(before + 2);
    }

    @Test
    void moodleRefusesAnotherIssuerAndAnExpiredAnswer() {
        HttpBrowser.Page issuer = answer(MOODLE, List.of(item()), c -> c.setIssuer("another"));
        assertThat(issuer.status()).isEqualTo(404);
        assertThat(issuer.text()).contains("Consumer key is incorrect.");
        HttpBrowser.Page expired = answer(MOODLE, List.of(item()), c -> c.setExpirationTime(TinyTool.ago(5)));
        assertThat(expired.text()).contains("Exception - Expired token");
    }

    @Test
    void nothingPickedChangesNothing() {
        int before = lms.links("canvas").size();
        HttpBrowser.Page course =
                answer(CANVAS + "course_assignments_menu", List.of(), c -> {}).click("a#continue");
        assertThat(course.text()).contains("Nothing was picked");
        assertThat(lms.links("canvas")).hasSize(before);
    }

    @Test
    void withoutALineItemMoodleMakesAnUngradedActivity() {
        Map<String, Object> ungraded = item();
        ungraded.remove("lineItem");
        answer(MOODLE, List.of(ungraded), c -> {})
                .click("a#continue")
                .form("#save-content")
                .submit();
        List<CanvasDev.Link> links = lms.links("moodle").stream()
                .filter(l -> l.courseId().equals("2"))
                .toList();
        CanvasDev.Link link = links.get(links.size() - 1);
        assertThat(link.lineItemId()).isNull();
        tool.authorizationChanges.put("redirect_uri", tool.url() + "/launch");
        Map<String, Object> claims = claims("dana", "/moodle/courses/2/assignments/" + link.assignmentId() + "/launch");
        assertThat(claims).doesNotContainKey(Claim.BASIC_OUTCOME);
        assertThat(Samples.at(claims, Claim.AGS)).doesNotContainKey("lineitem");
    }
}
