package dev.canvasdev;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** External tools and fault switches, for the administrator's hat. */
@Controller
@RequestMapping({"", "/moodle"})
final class AdminPages {

    private final Platforms platforms;
    private final Registrations registrations;
    private final Faults faults;
    private final Site site;
    private final CallLog log;
    /** The frames of registrations that were started; they hold the token, so the address of the page does not. */
    private final Map<String, String> frames = new ConcurrentHashMap<>();

    AdminPages(Platforms platforms, Registrations registrations, Faults faults, Site site, CallLog log) {
        this.platforms = platforms;
        this.registrations = registrations;
        this.faults = faults;
        this.site = site;
        this.log = log;
    }

    /** A registered tool. */
    record ToolView(
            String id,
            String name,
            String description,
            String clientId,
            String deploymentId,
            String domain,
            List<String> scopes,
            List<String> placements,
            String privacyLevel,
            boolean enabled,
            boolean accountNavigation,
            boolean canRegisterAgain) {}

    /** What a tool's side needs of this platform to be told by hand. */
    record PlatformView(String issuer, String keySet, String token, String authorization) {}

    /** A course with the columns of its gradebook that belong to tools. */
    record CourseView(String id, String name, boolean concluded, List<ColumnView> columns) {}

    record ColumnView(String id, String label) {}

    @GetMapping("/admin/tools")
    String tools(@ModelAttribute("view") View view, Model model, HttpServletRequest request) {
        CourseAccess.mustBeAdmin(view.person());
        Platform platform = platforms.of(request);
        boolean canvas = platform.dress().key().equals("canvas");
        List<ToolView> tools = platform.read(state -> state.tools.stream()
                .map(t -> {
                    List<String> placements = t.messages.stream()
                            .flatMap(m -> Dress.placements(m).stream())
                            .distinct()
                            .toList();
                    return new ToolView(
                            t.id,
                            t.name,
                            t.description,
                            t.clientId,
                            t.deploymentId,
                            t.domain,
                            t.scopes,
                            placements,
                            canvas ? t.privacyLevel : "",
                            t.enabled,
                            canvas && placements.contains("account_navigation"),
                            t.registrationUrl != null);
                })
                .toList());
        model.addAttribute("tools", tools);
        Map<String, Object> told = platform.dress().openidConfiguration(platform);
        model.addAttribute(
                "platform",
                new PlatformView(
                        String.valueOf(told.get("issuer")),
                        String.valueOf(told.get("jwks_uri")),
                        String.valueOf(told.get("token_endpoint")),
                        String.valueOf(told.get("authorization_endpoint"))));
        String toolUrl = site.settings().toolUrl();
        model.addAttribute("suggestion", toolUrl == null ? "" : toolUrl + "/lti/register");
        return "tools";
    }

    @PostMapping("/admin/tools/register")
    String register(
            @RequestParam("url") String url,
            @ModelAttribute("view") View view,
            Model model,
            HttpServletRequest request) {
        CourseAccess.mustBeAdmin(view.person());
        Platform platform = platforms.of(request);
        if (!url.matches("https?://[^\\s<>\"]+")) {
            throw new NotFoundException("A registration address begins with http:// or https://");
        }
        return "redirect:" + frame(view, registrations.start(platform, url, null, false));
    }

    @PostMapping("/admin/tools/{toolId}/register")
    String registerAgain(@PathVariable String toolId, @ModelAttribute("view") View view, HttpServletRequest request) {
        CourseAccess.mustBeAdmin(view.person());
        Platform platform = platforms.of(request);
        Tool tool = requireTool(platform, toolId);
        if (tool.registrationUrl == null) {
            throw new NotFoundException("This tool was not registered by an address");
        }
        return "redirect:" + frame(view, registrations.start(platform, tool.registrationUrl, tool, false));
    }

    /** Canvas: a developer key from JSON that is pasted, or fetched from an address. It begins switched off. */
    @PostMapping("/admin/tools/developer-key")
    String developerKey(
            @RequestParam(name = "redirect_uris", defaultValue = "") String redirectUris,
            @RequestParam(name = "tool_configuration", defaultValue = "") String json,
            @RequestParam(name = "tool_configuration_url", defaultValue = "") String address,
            @ModelAttribute("view") View view,
            HttpServletRequest request) {
        CourseAccess.mustBeAdmin(view.person());
        Platform platform = platforms.of(request);
        if (!platform.dress().key().equals("canvas")) {
            throw new NotFoundException("There are no developer keys in this dress");
        }
        registrations.add(
                platform,
                ByHand.canvasKey(
                        json.isBlank() ? ByHand.fetch(address.strip()) : json,
                        ByHand.lines(redirectUris),
                        scopesOf(platform)),
                false);
        return "redirect:" + view.prefix() + "/admin/tools";
    }

    /** Moodle: a tool that is configured manually. It is active at once. */
    @PostMapping("/admin/tools/manual")
    String manual(
            @RequestParam Map<String, String> form, @ModelAttribute("view") View view, HttpServletRequest request) {
        CourseAccess.mustBeAdmin(view.person());
        Platform platform = platforms.of(request);
        if (!platform.dress().key().equals("moodle")) {
            throw new NotFoundException("There is no such form in this dress");
        }
        registrations.add(platform, ByHand.moodleForm(form), true);
        return "redirect:" + view.prefix() + "/admin/tools";
    }

    private static Set<String> scopesOf(Platform platform) {
        Object scopes = platform.dress().openidConfiguration(platform).get("scopes_supported");
        return scopes instanceof Collection<?> known
                ? known.stream().map(String::valueOf).collect(Collectors.toSet())
                : Set.of();
    }

    private String frame(View view, String address) {
        String id = Ids.hex(16);
        frames.put(id, address);
        return view.prefix() + "/admin/tools/register/" + id;
    }

    @GetMapping("/admin/tools/register/{frameId}")
    String registering(@PathVariable String frameId, @ModelAttribute("view") View view, Model model) {
        CourseAccess.mustBeAdmin(view.person());
        String address = frames.get(frameId);
        if (address == null) {
            throw new NotFoundException("This registration was left before.");
        }
        model.addAttribute("address", address);
        return "registering";
    }

    @PostMapping("/admin/tools/{toolId}/switch")
    String switchTool(
            @PathVariable String toolId,
            @RequestParam boolean on,
            @ModelAttribute("view") View view,
            HttpServletRequest request) {
        CourseAccess.mustBeAdmin(view.person());
        Platform platform = platforms.of(request);
        Tool tool = requireTool(platform, toolId);
        platform.change(s -> tool.enabled = on);
        return "redirect:" + view.prefix() + "/admin/tools";
    }

    @PostMapping("/admin/tools/{toolId}/remove")
    String remove(@PathVariable String toolId, @ModelAttribute("view") View view, HttpServletRequest request) {
        CourseAccess.mustBeAdmin(view.person());
        Platform platform = platforms.of(request);
        Tool tool = requireTool(platform, toolId);
        platform.change(s -> s.tools.remove(tool));
        return "redirect:" + view.prefix() + "/admin/tools";
    }

    @GetMapping("/admin/tools/{toolId}/open")
    String open(
            @PathVariable String toolId, @ModelAttribute("view") View view, Model model, HttpServletRequest request) {
        CourseAccess.mustBeAdmin(view.person());
        Tool tool = requireTool(platforms.of(request), toolId);
        model.addAttribute("title", tool.name);
        model.addAttribute("here", "account");
        model.addAttribute("launch", view.prefix() + "/admin/tools/" + toolId + "/launch");
        return "assignment";
    }

    private static Tool requireTool(Platform platform, String toolId) {
        return platform.tool(toolId).orElseThrow(() -> new NotFoundException("There is no tool " + toolId));
    }

    @GetMapping("/admin/faults")
    String faults(@ModelAttribute("view") View view, Model model, HttpServletRequest request) {
        CourseAccess.mustBeAdmin(view.person());
        List<CallLog.Call> calls = log.all();
        model.addAttribute("tokenDown", faults.isTokenEndpointDown());
        model.addAttribute("jwksDown", faults.isJwksDown());
        model.addAttribute("rosterPageSize", faults.rosterPageSize());
        model.addAttribute("namesHidden", faults.areNamesHidden());
        model.addAttribute("spanish", faults.isSpanish());
        model.addAttribute("closedCoursesHidden", faults.areClosedCoursesHidden());
        model.addAttribute("testStudentRefused", faults.isTestStudentRefused());
        model.addAttribute("deploymentUntold", faults.isDeploymentUntold());
        model.addAttribute("pending", faults.pendingServiceFaults());
        model.addAttribute("atRandom", faults.percentAtRandom());
        model.addAttribute("courses", platforms.of(request).read(state -> state.courses.stream()
                .map(course -> new CourseView(
                        course.id,
                        course.name,
                        course.concluded,
                        course.lineItems.stream()
                                .map(item -> new ColumnView(item.id, item.label))
                                .toList()))
                .toList()));
        model.addAttribute("kinds", Faults.ServiceFault.values());
        model.addAttribute("registrationKinds", Faults.RegistrationFault.values());
        model.addAttribute("pendingRegistrations", faults.pendingRegistrationFaults());
        model.addAttribute("calls", calls.subList(Math.max(0, calls.size() - 25), calls.size()));
        return "faults";
    }

    @PostMapping("/admin/faults")
    String change(
            @RequestParam(defaultValue = "false") boolean tokenDown,
            @RequestParam(defaultValue = "false") boolean jwksDown,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "1") int calls,
            @RequestParam(defaultValue = "") String registration,
            @RequestParam(defaultValue = "0") int rosterPageSize,
            @RequestParam(defaultValue = "false") boolean namesHidden,
            @RequestParam(defaultValue = "false") boolean spanish,
            @RequestParam(defaultValue = "false") boolean closedCoursesHidden,
            @RequestParam(defaultValue = "false") boolean testStudentRefused,
            @RequestParam(defaultValue = "false") boolean deploymentUntold,
            @RequestParam(defaultValue = "0") int atRandom,
            @RequestParam(defaultValue = "1") long seed,
            @ModelAttribute("view") View view) {
        CourseAccess.mustBeAdmin(view.person());
        faults.clear();
        faults.tokenEndpointDown(tokenDown);
        faults.jwksDown(jwksDown);
        faults.rosterPageSize(Math.max(0, Math.min(rosterPageSize, 1000)));
        faults.namesHidden(namesHidden);
        faults.spanish(spanish);
        faults.closedCoursesHidden(closedCoursesHidden);
        faults.testStudentRefused(testStudentRefused);
        faults.deploymentUntold(deploymentUntold);
        if (!kind.isEmpty()) {
            faults.nextServiceCalls(Faults.ServiceFault.valueOf(kind), Math.max(1, Math.min(calls, 100)));
        }
        if (!registration.isEmpty()) {
            faults.nextRegistrations(Faults.RegistrationFault.valueOf(registration), 1);
        }
        faults.atRandom(Math.max(0, Math.min(atRandom, 100)) / 100.0, seed);
        return "redirect:" + view.prefix() + "/admin/faults";
    }

    /** Ends a course, or begins it again. */
    @PostMapping("/admin/courses/{courseId}/conclude")
    String conclude(
            @PathVariable String courseId,
            @RequestParam boolean concluded,
            @ModelAttribute("view") View view,
            HttpServletRequest request) {
        CourseAccess.mustBeAdmin(view.person());
        Platform platform = platforms.of(request);
        platform.change(state -> platform.requireCourse(courseId).concluded = concluded);
        return "redirect:" + view.prefix() + "/admin/faults";
    }

    /** Takes a column out of a gradebook, with all that is in it. */
    @PostMapping("/admin/courses/{courseId}/columns/{lineItemId}/delete")
    String deleteColumn(
            @PathVariable String courseId,
            @PathVariable String lineItemId,
            @ModelAttribute("view") View view,
            HttpServletRequest request) {
        CourseAccess.mustBeAdmin(view.person());
        Platform platform = platforms.of(request);
        platform.change(
                state -> platform.requireCourse(courseId).lineItems.removeIf(item -> item.id.equals(lineItemId)));
        return "redirect:" + view.prefix() + "/admin/faults";
    }
}
