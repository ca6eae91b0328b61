package dev.laurel.support;

import dev.canvasdev.CanvasDev;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at a canvas-dev in one browser: walks launches and picks through as the LMS' frames do, and gives the tool's
 * page back.
 *
 * <pre>{@code
 * var dana = new CanvasDevSession(lms, "canvas", "dana");
 * HttpBrowser.Page page = dana.openMicroCredential("lit-hfw-mapping");
 * }</pre>
 */
public final class CanvasDevSession {

    private final CanvasDev lms;
    private final String dress;
    private final String prefix;
    private final HttpBrowser browser;

    /**
     * @param dress {@code canvas} or {@code moodle}
     * @param hat {@code olga} (observer) and {@code nobody} (not signed in), both Canvas only, {@code dana}, {@code marcus}, {@code aisha}, {@code ben}, {@code elena} (learners), {@code priya}
     *     (coordinator), {@code luis} (assistant), {@code sam} (administrator), {@code test} (Student View, Canvas only)
     */
    public CanvasDevSession(CanvasDev lms, String dress, String hat) {
        this(lms, dress, hat, new HttpBrowser());
    }

    /** Goes on in a browser that was used before, for example by somebody else. */
    public CanvasDevSession(CanvasDev lms, String dress, String hat, HttpBrowser browser) {
        this.lms = lms;
        this.dress = dress;
        this.prefix = dress.equals("moodle") ? "/moodle" : "";
        this.browser = browser;
        wear(hat);
    }

    public HttpBrowser browser() {
        return browser;
    }

    /** Changes hats in the same browser. */
    public CanvasDevSession wear(String hat) {
        HttpBrowser.Page page = browser.post(at("/hat"), Map.of("hat", hat, "back", prefix + "/"));
        if (page.status() != 200) {
            throw new IllegalStateException("Hat " + hat + ": " + page.status() + " " + page.text());
        }
        return this;
    }

    /** Opens the first assignment of that micro-credential and gives the tool's page. */
    public HttpBrowser.Page openMicroCredential(String microCredential) {
        CanvasDev.Link link = link(microCredential);
        return openAssignment(link.courseId(), link.assignmentId());
    }

    /** The first assignment of that micro-credential. */
    public CanvasDev.Link link(String microCredential) {
        return lms.links(dress).stream()
                .filter(l -> microCredential.equals(l.custom().get("micro_credential")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No assignment opens " + microCredential));
    }

    /** Copies a course by the button on its page; the id of the new one. */
    public String copyCourse(String courseId) {
        HttpBrowser.Page copy =
                lmsPage("/courses/" + courseId).form("form#copy").submit();
        if (copy.status() != 200) {
            throw new IllegalStateException("Not copied: " + copy.status() + " " + copy.text());
        }
        return copy.uri().getPath().replaceFirst(".*/courses/", "");
    }

    /** Puts somebody into a course, {@code STUDENT}, {@code ASSISTANT} or {@code TEACHER}. */
    public void enroll(String courseId, String hat, String role) {
        press("/courses/" + courseId + "/people", Map.of("hat", hat, "role", role));
    }

    /** Takes somebody out of a course; what they did stays. */
    public void deactivate(String courseId, String hat) {
        press("/courses/" + courseId + "/people/" + hat + "/deactivate", Map.of());
    }

    /** Sets by when an assignment is due, or takes the date away, as a teacher does in Canvas. */
    public void due(CanvasDev.Link link, @Nullable Instant due) {
        press(
                "/courses/" + link.courseId() + "/assignments/" + link.assignmentId() + "/due",
                Map.of(
                        "due",
                        due == null ? "" : due.truncatedTo(ChronoUnit.SECONDS).toString()));
    }

    private void press(String path, Map<String, String> form) {
        HttpBrowser.Page page = browser.post(at(path), form);
        if (page.status() != 200) {
            throw new IllegalStateException(path + ": " + page.status() + " " + page.text());
        }
    }

    /** The assignment of that micro-credential in that course. */
    public CanvasDev.Link link(String courseId, String microCredential) {
        return lms.links(dress).stream()
                .filter(l -> l.courseId().equals(courseId)
                        && microCredential.equals(l.custom().get("micro_credential")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No assignment opens " + microCredential));
    }

    /** Opens an assignment: login initiation, tool, authorization, form post, and what the tool shows then. */
    public HttpBrowser.Page openAssignment(String courseId, String assignmentId) {
        return launch("/courses/" + courseId + "/assignments/" + assignmentId + "/launch");
    }

    /** Opens the tool from the navigation of a course (Canvas). */
    public HttpBrowser.Page openCourseTool(String courseId) {
        return launch("/courses/" + courseId + "/tools/" + toolId(courseId) + "/launch");
    }

    /** Opens the address that the tool stored with a score, as Canvas does from SpeedGrader. */
    public HttpBrowser.Page openStored(String courseId, String assignmentId, String address) {
        return launch("/courses/" + courseId + "/external_tools/retrieve?assignment_id=" + assignmentId + "&url="
                + URLEncoder.encode(address, StandardCharsets.UTF_8));
    }

    /** Opens somebody's work from the gradebook (Moodle). */
    public HttpBrowser.Page openReview(String courseId, String assignmentId, String of) {
        return launch("/courses/" + courseId + "/assignments/" + assignmentId + "/review?user=" + of);
    }

    /** Opens a link by its name in the gradebook, where nobody's work is meant (Moodle). */
    public HttpBrowser.Page openFromGradebook(String courseId, String assignmentId) {
        return launch("/courses/" + courseId + "/assignments/" + assignmentId + "/review");
    }

    /** Asks what the tool keeps about somebody (Moodle dress). */
    public HttpBrowser.Page openPrivacy(String about) {
        return launch("/admin/tools/" + anyTool() + "/privacy?user=" + about);
    }

    /** Opens the tool from the navigation of the account (Canvas, administrators). */
    public HttpBrowser.Page openAccountTool() {
        return launch("/admin/tools/" + anyTool() + "/launch");
    }

    private String anyTool() {
        return lmsPage("/admin/tools").select("[href*=/admin/tools/], [action*=/admin/tools/]").stream()
                .map(element -> element.attr("href") + element.attr("action"))
                .filter(path -> path.matches(".*/tools/\\d+.*"))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".*/tools/(\\d+).*", "$1");
    }

    /** Opens the tool's picker and gives its page. */
    public HttpBrowser.Page openPicker(String courseId) {
        HttpBrowser.Page page = lmsPage("/courses/" + courseId + "/content/new");
        return browser.get(URI.create(page.select("iframe#tool").first().absUrl("src")))
                .autoSubmit();
    }

    /**
     * Picks content: opens the picker, lets {@code choose} press the tool's buttons, carries the tool's answer back to the
     * LMS, saves there when a teacher has to, and gives the course's page.
     *
     * @param choose from the tool's picker to the page that its button led to
     */
    public HttpBrowser.Page pickContent(String courseId, UnaryOperator<HttpBrowser.Page> choose) {
        HttpBrowser.Page page = choose.apply(openPicker(courseId));
        if (page.isAutomatic()) {
            page = page.autoSubmit();
        }
        if (page.status() != 200 || page.select("a#continue").isEmpty()) {
            throw new IllegalStateException("The LMS did not take it: " + page.status() + " " + page.text());
        }
        HttpBrowser.Page next = page.click("a#continue");
        return next.select("form#save-content").isEmpty()
                ? next
                : next.form("form#save-content").submit();
    }

    /** A page of the LMS, for example {@code /courses/4021/gradebook}. */
    public HttpBrowser.Page lmsPage(String path) {
        HttpBrowser.Page page = browser.get(at(path));
        if (page.status() != 200) {
            throw new IllegalStateException(path + ": " + page.status() + " " + page.text());
        }
        return page;
    }

    private String toolId(String courseId) {
        String href = lmsPage("/courses/" + courseId).select("a[href*=/tools/]").attr("href");
        return href.replaceFirst(".*/tools/", "");
    }

    private HttpBrowser.Page launch(String path) {
        return lmsPage(path).autoSubmit();
    }

    private URI at(String path) {
        return URI.create(lms.url() + prefix + path);
    }
}
