package dev.canvasdev;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What the frames of the pages load: the login initiation, a form that posts itself to the tool. */
@Controller
@RequestMapping({"", "/moodle"})
final class LaunchController {

    private final Platforms platforms;
    private final Launches launches;
    private final Hats hats;

    LaunchController(Platforms platforms, Launches launches, Hats hats) {
        this.platforms = platforms;
        this.launches = launches;
        this.hats = hats;
    }

    @GetMapping("/courses/{courseId}/assignments/{assignmentId}/launch")
    void assignment(
            @PathVariable String courseId,
            @PathVariable String assignmentId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Platform platform = platforms.of(request);
        Person person = hats.wearerOrFirst(request, response, platform);
        Course course = platform.requireCourse(courseId);
        CourseAccess.mayEnter(person, course);
        Assignment assignment = course.assignment(assignmentId)
                .orElseThrow(() -> new NotFoundException("There is no assignment " + assignmentId));
        Tool tool = platform.tool(assignment.toolId)
                .orElseThrow(() -> new NotFoundException("The tool of this assignment was removed"));
        start(platform, tool, new Launch(tool.id, person.hat(), courseId, assignmentId, null, false), response);
    }

    @GetMapping("/courses/{courseId}/tools/{toolId}/launch")
    void navigation(
            @PathVariable String courseId,
            @PathVariable String toolId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Platform platform = platforms.of(request);
        Person person = hats.wearerOrFirst(request, response, platform);
        CourseAccess.mayEnter(person, platform.requireCourse(courseId));
        Tool tool = requireTool(platform, toolId);
        Launch launch = new Launch(tool.id, person.hat(), courseId, null, "course_navigation", false);
        start(platform, tool, launch, response);
    }

    @GetMapping("/admin/tools/{toolId}/launch")
    void account(@PathVariable String toolId, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Platform platform = platforms.of(request);
        Person person = hats.wearerOrFirst(request, response, platform);
        CourseAccess.mustBeAdmin(person);
        Tool tool = requireTool(platform, toolId);
        if (!platform.dress().key().equals("canvas")) {
            throw new NotFoundException("Moodle has no place for tools outside of courses");
        }
        start(platform, tool, new Launch(tool.id, person.hat(), null, null, "account_navigation", false), response);
    }

    /** Canvas: an address that the tool stored with a score, as SpeedGrader and the student's submission page open it. */
    @GetMapping("/courses/{courseId}/external_tools/retrieve")
    void retrieve(
            @PathVariable String courseId,
            @RequestParam String url,
            @RequestParam(name = "assignment_id", required = false) @Nullable String assignmentId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Platform platform = platforms.of(request);
        if (!platform.dress().key().equals("canvas")) {
            throw new NotFoundException("Moodle does not open addresses of tools");
        }
        Person person = hats.wearerOrFirst(request, response, platform);
        CourseAccess.mayEnter(person, platform.requireCourse(courseId));
        Tool tool = platform.anyTool()
                .filter(known -> URI.create(url)
                        .getAuthority()
                        .equals(URI.create(known.targetLinkUri).getAuthority()))
                .orElseThrow(() -> new NotFoundException("No tool is known by the domain of that address"));
        start(
                platform,
                tool,
                new Launch(tool.id, person.hat(), courseId, assignmentId, null, false, null, url),
                response);
    }

    /** Moodle: from a grade to the work behind it, and from the name of a column to nobody's. */
    @GetMapping("/courses/{courseId}/assignments/{assignmentId}/review")
    void review(
            @PathVariable String courseId,
            @PathVariable String assignmentId,
            @RequestParam(required = false) @Nullable String user,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Platform platform = platforms.of(request);
        if (platform.dress().key().equals("canvas")) {
            throw new NotFoundException("Canvas sends no submission reviews");
        }
        Person person = hats.wearerOrFirst(request, response, platform);
        Course course = platform.requireCourse(courseId);
        CourseAccess.mayEnter(person, course);
        if (user != null) {
            CourseAccess.mayReview(person, course, user);
            platform.personByHat(user).orElseThrow(() -> new NotFoundException("There is no hat called " + user));
        }
        Assignment assignment = course.assignment(assignmentId)
                .orElseThrow(() -> new NotFoundException("There is no assignment " + assignmentId));
        Tool tool = requireTool(platform, assignment.toolId);
        start(
                platform,
                tool,
                new Launch(
                        tool.id,
                        person.hat(),
                        courseId,
                        assignmentId,
                        user == null ? Launch.GRADEBOOK : null,
                        false,
                        user,
                        null),
                response);
    }

    /** What a tool holds about somebody, asked for by an administrator. No recording of such a message exists. */
    @GetMapping("/admin/tools/{toolId}/privacy")
    void privacy(
            @PathVariable String toolId,
            @RequestParam String user,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Platform platform = platforms.of(request);
        if (platform.dress().key().equals("canvas")) {
            throw new NotFoundException("Canvas sends no data privacy launches");
        }
        Person person = hats.wearerOrFirst(request, response, platform);
        CourseAccess.mustBeAdmin(person);
        platform.personByHat(user).orElseThrow(() -> new NotFoundException("There is no hat called " + user));
        Tool tool = requireTool(platform, toolId);
        start(platform, tool, new Launch(tool.id, person.hat(), null, null, null, false, user, null), response);
    }

    @GetMapping("/courses/{courseId}/content/launch")
    void content(
            @PathVariable String courseId,
            @RequestParam(name = "tool") String toolId,
            @RequestParam(required = false) @Nullable String placement,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Platform platform = platforms.of(request);
        Person person = hats.wearerOrFirst(request, response, platform);
        Course course = platform.requireCourse(courseId);
        CourseAccess.mustTeach(person, course);
        Tool tool = requireTool(platform, toolId);
        var placements = platform.dress().contentPlacements(tool);
        if (placements.isEmpty()) {
            throw new NotFoundException(tool.name + " did not register for picking content");
        }
        String where = placement != null && placements.contains(placement) ? placement : placements.get(0);
        String shown = platform.dress().key().equals("canvas") ? where : null;
        start(platform, tool, new Launch(tool.id, person.hat(), courseId, null, shown, true), response);
    }

    private static Tool requireTool(Platform platform, String id) {
        return platform.tool(id).orElseThrow(() -> new NotFoundException("There is no tool " + id));
    }

    private void start(Platform platform, Tool tool, Launch launch, HttpServletResponse response) throws IOException {
        Dress dress = platform.dress();
        String name = launches.start(dress, dress.launchNameFor(launch), launch);
        Map<String, String> form = dress.loginInitiation(platform, tool, launch, name);
        SelfPostingForm.to(tool.initiateLoginUri, form).write(response);
    }
}
