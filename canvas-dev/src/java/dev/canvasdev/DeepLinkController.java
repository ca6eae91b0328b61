package dev.canvasdev;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.HtmlUtils;

/** Where the tool's picker returns to (Deep Linking 2.0, response message). */
@Controller
final class DeepLinkController {

    private final Platforms platforms;
    private final ToolKeys keys;
    private final UsedOnce usedOnce;
    private final Hats hats;
    private final Site site;
    private final PickedContent pickedContent;

    DeepLinkController(
            Platforms platforms, ToolKeys keys, UsedOnce usedOnce, Hats hats, Site site, PickedContent pickedContent) {
        this.platforms = platforms;
        this.keys = keys;
        this.usedOnce = usedOnce;
        this.hats = hats;
        this.site = site;
        this.pickedContent = pickedContent;
    }

    @PostMapping("/courses/{courseId}/deep_linking_response")
    void canvas(
            @PathVariable String courseId,
            @RequestParam(required = false) @Nullable String data,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Platform platform = platforms.get("canvas");
        Jws state = Jws.parse(data);
        boolean ours = state != null && state.isHs256By(site.secret()) && state.lastsBeyond(site.now());
        Optional<Tool> tool =
                ours && state != null ? platform.tool(String.valueOf(state.claim("tool"))) : Optional.empty();
        if (tool.isEmpty() || state == null) {
            Answer.json(400, Json.of("errors", List.of(Json.of("message", "the 'data' is invalid"))))
                    .write(response);
            return;
        }
        returned(platform, courseId, tool.get(), state.claim("placement"), request, response);
    }

    @PostMapping("/moodle/mod/lti/contentitem_return.php")
    void moodle(
            @RequestParam String course,
            @RequestParam String id,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Platform platform = platforms.get("moodle");
        Optional<Tool> tool = platform.tool(id);
        if (tool.isEmpty()) {
            MoodleDress.htmlError(404, "Invalid tool").write(response);
            return;
        }
        returned(platform, course, tool.get(), "ContentArea", request, response);
    }

    private void returned(
            Platform platform,
            String courseId,
            Tool tool,
            @Nullable String placement,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Dress dress = platform.dress();
        Course course = platform.requireCourse(courseId);
        boolean teaches = hats.wearer(request, platform)
                .flatMap(course::enrollment)
                .filter(e -> e == Enrollment.TEACHER)
                .isPresent();
        if (!teaches) {
            MoodleDress.htmlError(403, "Only a teacher of the course may add content.")
                    .write(response);
            return;
        }
        Jws message = Jws.parse(request.getParameter("JWT"));
        if (message == null) {
            Answer.json(400, Json.of("errors", List.of(Json.of("message", "JWT format is invalid"))))
                    .write(response);
            return;
        }
        String nonce = message.claim("nonce");
        boolean signed = keys.signed(tool, message);
        boolean used = signed && nonce != null && usedOnce.wasUsed("nonce", tool, nonce);
        Answer problem = dress.deepLinkProblem(message, tool, signed, used);
        if (problem != null) {
            problem.write(response);
            return;
        }
        String next = take(platform, course, tool, placement, message);
        done(response, next, message.claim(Claim.DEEP_LINKING_MESSAGE));
    }

    /** Places the items or keeps them for the teacher's Save; answers where the LMS' own page goes on. */
    private String take(Platform platform, Course course, Tool tool, @Nullable String placement, Jws message) {
        Dress dress = platform.dress();
        String coursePage = dress.prefix() + "/courses/" + course.id;
        List<PickedItem> items = new ArrayList<>();
        if (message.claims().get(Claim.CONTENT_ITEMS) instanceof List<?> list) {
            for (Object entry : list) {
                Map<String, Object> item = Json.child(Map.of("item", entry), "item");
                if ("ltiResourceLink".equals(item.get("type"))) {
                    items.add(dress.pick(item, tool, placement));
                }
            }
        }
        if (items.isEmpty()) {
            return coursePage + "?picked=0";
        }
        boolean single = "assignment_selection".equals(placement);
        PickedContent.Picked picked = new PickedContent.Picked(
                dress.key(), course.id, tool.id, placement, single ? items.subList(0, 1) : items);
        if (dress.saveByHand(placement)) {
            return coursePage + "/content/" + pickedContent.keep(picked);
        }
        platform.change(state -> {
            String named = message.claim(Claim.CANVAS + "module_name");
            String fromApp = named == null || named.isEmpty() ? "New Content From App" : named;
            String module = placement != null && placement.startsWith("module_") ? fromApp : "Assignments";
            for (PickedItem item : items) {
                Dress.place(state, course, tool, item, dress.newIds(state), module);
            }
            return null;
        });
        return coursePage + "?picked=" + items.size();
    }

    /** Runs in the picker's frame: hands over to the LMS' page around it. */
    private static void done(HttpServletResponse response, String next, @Nullable String text) throws IOException {
        String said = text == null ? "" : "<p>" + HtmlUtils.htmlEscape(text) + "</p>";
        Answer.of(
                        200,
                        "text/html; charset=utf-8",
                        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Content picked</title>"
                                + "</head><body><main><h1>Content picked</h1>" + said
                                + "<p><a id=\"continue\" target=\"_top\" href=\"" + HtmlUtils.htmlEscape(next)
                                + "\">Go on in the course</a></p></main>\n"
                                + "<script>window.top.location.href = document.getElementById('continue').href</script>"
                                + "</body></html>\n")
                .header("Cache-Control", "no-store")
                .write(response);
    }
}
