package dev.canvasdev;

import dev.canvasdev.Dress.AccessProblem;
import dev.canvasdev.Dress.MediaRule;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** Assignment and Grade Services 2.0, Names and Role Provisioning Services 2.0. */
@Controller
final class ServiceController {

    private static final String CANVAS = "/api/lti/courses/{course}";
    private static final String MOODLE = "/moodle/mod/lti/services.php";

    private final Platforms platforms;
    private final AccessTokens tokens;
    private final FileFetcher fetcher;
    private final Faults faults;

    ServiceController(Platforms platforms, AccessTokens tokens, FileFetcher fetcher, Faults faults) {
        this.platforms = platforms;
        this.tokens = tokens;
        this.fetcher = fetcher;
        this.faults = faults;
    }

    @RequestMapping({CANVAS + "/line_items", MOODLE + "/{course}/lineitems"})
    void lineItems(@PathVariable String course, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        serve(request, response, course, new MediaRule(Media.LINE_ITEMS, Media.LINE_ITEM), call -> {
            switch (request.getMethod()) {
                case "GET" -> {
                    call.needs(Scope.LINE_ITEM, Scope.LINE_ITEM_READONLY);
                    return list(call, request);
                }
                case "POST" -> {
                    call.needs(Scope.LINE_ITEM);
                    return call.dress().createLineItem(call.platform, call.course(), call.tool, call.json(), request);
                }
                default -> {
                    return call.dress().methodNotAllowed(request);
                }
            }
        });
    }

    private static Answer list(Call call, HttpServletRequest request) {
        String resource = request.getParameter("resource_id");
        String link = request.getParameter("resource_link_id");
        String tag = request.getParameter("tag");
        Course course = call.course();
        List<Map<String, Object>> all = course.lineItems.stream()
                .filter(i -> i.toolId.equals(call.tool.id))
                .filter(i -> resource == null || resource.equals(i.resourceId))
                .filter(i -> link == null || link.equals(i.resourceLinkId))
                .filter(i -> tag == null || tag.equals(i.tag))
                .map(i -> call.withLaunchUrl(course, i, request))
                .toList();
        Dress.Slice<Map<String, Object>> slice = call.dress().page(all, request, 10, 100);
        Answer answer = Answer.json(200, Media.LINE_ITEMS, slice.items());
        return slice.link() == null ? answer : answer.header("Link", slice.link());
    }

    @RequestMapping({CANVAS + "/line_items/{item}", MOODLE + "/{course}/lineitems/{item}/lineitem"})
    void lineItem(
            @PathVariable String course,
            @PathVariable String item,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        serve(request, response, course, new MediaRule(Media.LINE_ITEM, Media.LINE_ITEM), call -> {
            switch (request.getMethod()) {
                case "GET" -> {
                    call.needs(Scope.LINE_ITEM, Scope.LINE_ITEM_READONLY);
                    LineItem found = call.find(item, request);
                    return Answer.json(200, Media.LINE_ITEM, call.withLaunchUrl(call.home(found), found, request));
                }
                case "PUT" -> {
                    call.needs(Scope.LINE_ITEM);
                    LineItem found = call.find(item, request);
                    return call.dress().updateLineItem(call.home(found), found, call.json(), request);
                }
                case "DELETE" -> {
                    call.needs(Scope.LINE_ITEM);
                    LineItem found = call.find(item, request);
                    return call.dress().deleteLineItem(call.home(found), found, request);
                }
                default -> {
                    return call.dress().methodNotAllowed(request);
                }
            }
        });
    }

    @RequestMapping({CANVAS + "/line_items/{item}/scores", MOODLE + "/{course}/lineitems/{item}/lineitem/scores"})
    void scores(
            @PathVariable String course,
            @PathVariable String item,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        MediaRule rule = new MediaRule("application/vnd.ims.lis.v1.scorecontainer+json", Media.SCORE);
        serve(request, response, course, rule, call -> {
            if (!request.getMethod().equals("POST")) {
                return call.dress().methodNotAllowed(request);
            }
            call.needs(Scope.SCORE);
            boolean canvas = call.dress().key().equals("canvas");
            if (canvas && (call.course().upcoming || (call.course().concluded && faults.areClosedCoursesHidden()))) {
                return call.dress().courseNotFound(request);
            }
            if (call.course().concluded) {
                return call.dress().courseConcluded(request);
            }
            LineItem found = call.find(item, request);
            return call.dress().score(call.platform, call.home(found), found, call.json(), call.files, request);
        });
    }

    @RequestMapping({
        CANVAS + "/line_items/{item}/results",
        CANVAS + "/line_items/{item}/results/{result}",
        MOODLE + "/{course}/lineitems/{item}/lineitem/results"
    })
    void results(
            @PathVariable String course,
            @PathVariable String item,
            @PathVariable Optional<String> result,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        serve(request, response, course, new MediaRule(Media.RESULTS, null), call -> {
            if (!request.getMethod().equals("GET")) {
                return call.dress().methodNotAllowed(request);
            }
            call.needs(Scope.RESULT);
            LineItem found = call.find(item, request);
            return result.isPresent()
                    ? oneResult(call, found, result.get())
                    : call.dress().results(call.platform, call.home(found), found, request);
        });
    }

    /** Canvas answers a single result too, under the container's type. */
    private static Answer oneResult(Call call, LineItem item, String resultId) {
        CanvasDress canvas = (CanvasDress) call.dress();
        return item.cells.entrySet().stream()
                .filter(e -> resultId.equals(e.getValue().resultId))
                .map(e -> canvas.result(
                        call.home(item), item, call.platform.person(e.getKey()).orElseThrow(), e.getValue()))
                .map(found -> Answer.json(200, Media.RESULTS, found))
                .findFirst()
                .orElseGet(() -> Answer.json(
                        404, Json.of("errors", List.of(Json.of("message", "The specified resource does not exist.")))));
    }

    @RequestMapping({CANVAS + "/names_and_roles", MOODLE + "/CourseSection/{course}/bindings/{binding}/memberships"})
    void memberships(@PathVariable String course, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        serve(request, response, course, new MediaRule(Media.MEMBERS, null), call -> {
            if (!request.getMethod().equals("GET")) {
                return call.dress().methodNotAllowed(request);
            }
            call.needs(Scope.MEMBERSHIP);
            return call.dress().memberships(call.platform, call.course(), call.tool, request);
        });
    }

    /** Progress of a file that was fetched; it is fetched before the score is answered, so it is always done. */
    @GetMapping("/api/lti/progress/{id}")
    void progress(@PathVariable String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Answer.json(200, Json.of("id", id, "workflow_state", "completed", "completion", 100))
                .write(response);
    }

    /** Whatever else is asked under Moodle's service path has no handler. */
    @RequestMapping(MOODLE + "/**")
    void noHandler(HttpServletRequest request, HttpServletResponse response) throws IOException {
        MoodleDress moodle = (MoodleDress) platforms.get("moodle").dress();
        String path = request.getRequestURI().substring(MOODLE.length());
        moodle.failure(400, "No handler found for " + path + " " + request.getHeader("Accept") + " ", request)
                .write(response);
    }

    private interface Work {
        Answer answer(Call call);
    }

    private void serve(
            HttpServletRequest request, HttpServletResponse response, String courseId, MediaRule rule, Work work)
            throws IOException {
        Platform platform = platforms.of(request);
        Dress dress = platform.dress();
        String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        request.setAttribute(CallLog.BODY, body.isEmpty() ? null : body);
        Answer answer;
        try {
            dress.checkMedia(request, rule);
            AccessTokens.Granted granted = checkToken(platform, request);
            Tool tool = platform.tool(granted.toolId())
                    .filter(t -> t.enabled)
                    .orElseThrow(() -> new Refusal(dress.accessProblem(AccessProblem.TOOL_OFF, request)));
            List<Map<String, Object>> files = fetcher.fetch(dress.filesOf(Json.object(body)));
            answer = platform.change(
                    state -> work.answer(new Call(platform, tool, granted, courseId, body, files, request)));
        } catch (Refusal refusal) {
            answer = refusal.answer();
        }
        dress.serviceHeaders().forEach(response::setHeader);
        answer.write(response);
    }

    private AccessTokens.Granted checkToken(Platform platform, HttpServletRequest request) {
        String token = RegistrationController.bearer(request);
        if (token == null) {
            throw new Refusal(platform.dress().accessProblem(AccessProblem.MISSING, request));
        }
        AccessTokens.Granted granted = tokens.find(token);
        if (granted == null || !granted.dressKey().equals(platform.dress().key())) {
            throw new Refusal(platform.dress().accessProblem(AccessProblem.INVALID, request));
        }
        if (tokens.expired(granted)) {
            throw new Refusal(platform.dress().accessProblem(AccessProblem.EXPIRED, request));
        }
        return granted;
    }

    /** One service call, known to come from a tool that holds a token. */
    private record Call(
            Platform platform,
            Tool tool,
            AccessTokens.Granted granted,
            String courseId,
            String body,
            List<Map<String, Object>> files,
            HttpServletRequest request) {

        Dress dress() {
            return platform.dress();
        }

        void needs(String... oneOf) {
            AccessProblem problem = AccessProblem.SCOPE;
            for (String scope : oneOf) {
                if (granted.scopes().contains(scope)) {
                    if (tool.may(scope)) {
                        return;
                    }
                    problem = AccessProblem.NOT_GRANTED;
                }
            }
            throw new Refusal(dress().accessProblem(problem, request));
        }

        Course course() {
            return platform.course(courseId).orElseThrow(() -> new Refusal(dress().courseNotFound(request)));
        }

        LineItem find(String id, HttpServletRequest asked) {
            return dress().findLineItem(platform.state(), courseId, tool, id, asked);
        }

        /** The course that the line item is in, which in Moodle need not be the one in the path. */
        Course home(LineItem item) {
            return platform.state().courses.stream()
                    .filter(c -> c.lineItems.contains(item))
                    .findFirst()
                    .orElseThrow();
        }

        @Nullable
        Map<String, Object> json() {
            return Json.object(body);
        }

        Map<String, Object> withLaunchUrl(Course course, LineItem item, HttpServletRequest asked) {
            Map<String, Object> map = dress().lineItem(courseId, item);
            String[] include = asked.getParameterValues("include[]");
            if (dress().key().equals("canvas")
                    && include != null
                    && List.of(include).contains("launch_url")) {
                course.assignmentOfLink(item.resourceLinkId)
                        .ifPresent(a -> map.put(Claim.CANVAS + "launch_url", a.url));
            }
            return map;
        }
    }
}
