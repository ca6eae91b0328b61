package dev.canvasdev;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Dashboard, course, assignment, roster and gradebook. */
@Controller
@RequestMapping({"", "/moodle"})
final class CoursePages {

    private final Platforms platforms;
    private final CourseCopies copies;

    CoursePages(Platforms platforms, CourseCopies copies) {
        this.platforms = platforms;
        this.copies = copies;
    }

    /** A course on the dashboard. */
    record CourseCard(String id, String code, String name, String description, String role, int assignments) {}

    @GetMapping({"", "/"})
    String dashboard(@ModelAttribute("view") View view, Model model, HttpServletRequest request) {
        Platform platform = platforms.of(request);
        List<CourseCard> courses = platform.read(state -> state.courses.stream()
                .filter(c ->
                        c.enrollment(view.person()).isPresent() || view.person().isAdmin())
                .map(c -> new CourseCard(
                        c.id,
                        c.code,
                        c.name,
                        c.description,
                        role(view.dress(), view.person(), c),
                        c.assignments.size()))
                .toList());
        model.addAttribute("courses", courses);
        model.addAttribute("toolReady", platform.anyTool().isPresent());
        return "dashboard";
    }

    static String role(Dress dress, Person person, Course course) {
        boolean canvas = dress.key().equals("canvas");
        return course.enrollment(person)
                .map(e -> switch (e) {
                    case TEACHER -> "Teacher";
                    case ASSISTANT -> canvas ? "Teaching assistant" : "Non-editing teacher";
                    case STUDENT -> "Student";
                    case OBSERVER -> "Observer";
                })
                .orElse(person.isAnonymous() ? "Visitor" : person.isAdmin() ? "Administrator" : "Not enrolled");
    }

    /** A module with what is in it. */
    record ModuleView(String name, List<ItemView> items) {}

    /**
     * A line of a module.
     *
     * @param assignmentId null for a page to read
     * @param points what it is worth; null for ungraded
     * @param mine the wearer's own standing; null when there is nothing to say
     */
    record ItemView(
            String title,
            @Nullable String text,
            @Nullable String assignmentId,
            @Nullable String points,
            @Nullable String mine) {}

    @GetMapping("/courses/{courseId}")
    String course(
            @PathVariable String courseId,
            @RequestParam(required = false) @Nullable Integer picked,
            @RequestParam(defaultValue = "false") boolean copied,
            @ModelAttribute("view") View view,
            Model model,
            HttpServletRequest request) {
        Platform platform = platforms.of(request);
        Course course = enter(platform, courseId, view, model);
        model.addAttribute("modules", platform.read(s -> modules(course, view.person())));
        model.addAttribute("picked", picked);
        model.addAttribute("copied", copied);
        model.addAttribute("mayCopy", view.person().isAdmin() || CourseAccess.teaches(view.person(), course));
        return "course";
    }

    private static List<ModuleView> modules(Course course, Person person) {
        List<ModuleView> modules = new ArrayList<>();
        for (Course.CourseModule module : course.modules) {
            List<ItemView> items = new ArrayList<>();
            for (Course.Item item : module.items) {
                if (item.assignmentId == null) {
                    items.add(new ItemView(String.valueOf(item.title), item.text, null, null, null));
                } else {
                    course.assignment(item.assignmentId).ifPresent(a -> items.add(item(course, a, person)));
                }
            }
            modules.add(new ModuleView(module.name, items));
        }
        return modules;
    }

    private static ItemView item(Course course, Assignment assignment, Person person) {
        Optional<LineItem> column = course.lineItemsOf(assignment).stream().findFirst();
        String mine = column.map(i -> i.cells.get(person.id()))
                .map(Standing::of)
                .map(Standing::state)
                .orElse(null);
        return new ItemView(
                assignment.title,
                null,
                assignment.id,
                column.map(i -> Standing.points(i.scoreMaximum)).orElse(null),
                mine);
    }

    @GetMapping("/courses/{courseId}/assignments/{assignmentId}")
    String assignment(
            @PathVariable String courseId,
            @PathVariable String assignmentId,
            @ModelAttribute("view") View view,
            Model model,
            HttpServletRequest request) {
        Platform platform = platforms.of(request);
        Course course = enter(platform, courseId, view, model);
        Assignment assignment = course.assignment(assignmentId)
                .orElseThrow(() -> new NotFoundException("There is no assignment " + assignmentId));
        Optional<LineItem> column = course.lineItemsOf(assignment).stream().findFirst();
        model.addAttribute("here", "assignment");
        model.addAttribute("title", assignment.title);
        model.addAttribute(
                "points", column.map(i -> Standing.points(i.scoreMaximum)).orElse(null));
        model.addAttribute("dueAt", assignment.dueAt);
        model.addAttribute(
                "mayDate",
                view.person().isAdmin()
                        || course.enrollment(view.person())
                                .filter(Enrollment.TEACHER::equals)
                                .isPresent());
        model.addAttribute(
                "dueAction", view.prefix() + "/courses/" + courseId + "/assignments/" + assignmentId + "/due");
        model.addAttribute("standing", platform.read(s -> column.map(
                        i -> i.cells.get(view.person().id()))
                .map(Standing::of)
                .orElse(null)));
        model.addAttribute(
                "launch", view.prefix() + "/courses/" + courseId + "/assignments/" + assignmentId + "/launch");
        return "assignment";
    }

    @GetMapping("/courses/{courseId}/tools/{toolId}")
    String tool(
            @PathVariable String courseId,
            @PathVariable String toolId,
            @ModelAttribute("view") View view,
            Model model,
            HttpServletRequest request) {
        Platform platform = platforms.of(request);
        enter(platform, courseId, view, model);
        Tool tool = platform.tool(toolId).orElseThrow(() -> new NotFoundException("There is no tool " + toolId));
        model.addAttribute("here", "tool");
        model.addAttribute("title", tool.name);
        model.addAttribute("launch", view.prefix() + "/courses/" + courseId + "/tools/" + toolId + "/launch");
        return "assignment";
    }

    /** Makes a course from this one, as its teacher or an administrator does for a new term. */
    @PostMapping("/courses/{courseId}/copy")
    String copy(
            @PathVariable String courseId, @ModelAttribute("view") View view, Model model, HttpServletRequest request) {
        Platform platform = platforms.of(request);
        Course course = enter(platform, courseId, view, model);
        mustLookAfter(view, course);
        Course copy = copies.copy(platform, course, view.person());
        return "redirect:" + view.prefix() + "/courses/" + copy.id + "?copied=true";
    }

    private static void mustLookAfter(View view, Course course) {
        if (!view.person().isAdmin()) {
            CourseAccess.mustTeach(view.person(), course);
        }
    }

    /** Sets by when an assignment is due, or takes the date away. */
    @PostMapping("/courses/{courseId}/assignments/{assignmentId}/due")
    String due(
            @PathVariable String courseId,
            @PathVariable String assignmentId,
            @RequestParam(defaultValue = "") String due,
            @ModelAttribute("view") View view,
            Model model,
            HttpServletRequest request) {
        Platform platform = platforms.of(request);
        Course course = enter(platform, courseId, view, model);
        mustLookAfter(view, course);
        Assignment assignment = course.assignment(assignmentId)
                .orElseThrow(() -> new NotFoundException("There is no assignment " + assignmentId));
        String typed = due.isBlank() || due.endsWith("Z") ? due : due + (due.length() == 16 ? ":00Z" : "Z");
        platform.change(state -> assignment.dueAt = typed.isBlank() ? null : typed);
        return "redirect:" + view.prefix() + "/courses/" + courseId + "/assignments/" + assignmentId;
    }

    /** Puts somebody into the course, or back into it. */
    @PostMapping("/courses/{courseId}/people")
    String enroll(
            @PathVariable String courseId,
            @RequestParam String hat,
            @RequestParam(defaultValue = "STUDENT") Enrollment role,
            @ModelAttribute("view") View view,
            Model model,
            HttpServletRequest request) {
        Platform platform = platforms.of(request);
        Course course = enter(platform, courseId, view, model);
        mustLookAfter(view, course);
        platform.personByHat(hat).orElseThrow(() -> new NotFoundException("There is nobody called " + hat));
        platform.change(state -> {
            course.inactive.remove(hat);
            return course.enrollments.put(hat, role);
        });
        return "redirect:" + view.prefix() + "/courses/" + courseId + "/people";
    }

    /** Takes somebody out of the course; what they did stays. */
    @PostMapping("/courses/{courseId}/people/{hat}/deactivate")
    String deactivate(
            @PathVariable String courseId,
            @PathVariable String hat,
            @ModelAttribute("view") View view,
            Model model,
            HttpServletRequest request) {
        Platform platform = platforms.of(request);
        Course course = enter(platform, courseId, view, model);
        mustLookAfter(view, course);
        platform.change(state -> {
            Enrollment role = course.enrollments.remove(hat);
            if (role != null) {
                course.inactive.put(hat, role);
            }
            return role;
        });
        return "redirect:" + view.prefix() + "/courses/" + courseId + "/people";
    }

    /**
     * A member of a course.
     *
     * @param enrolledAs what the person is put back as; null for somebody who is in the course
     */
    record MemberView(
            String hat,
            String name,
            String login,
            String email,
            String role,
            @Nullable String enrolledAs) {}

    private static MemberView member(View view, Course course, Person person, @Nullable Enrollment inactive) {
        return new MemberView(
                person.hat(),
                person.name(),
                person.login(),
                person.email() == null ? "" : person.email(),
                inactive == null ? role(view.dress(), person, course) : "Inactive",
                inactive == null ? null : inactive.name());
    }

    @GetMapping("/courses/{courseId}/people")
    String people(
            @PathVariable String courseId, @ModelAttribute("view") View view, Model model, HttpServletRequest request) {
        Platform platform = platforms.of(request);
        Course course = enter(platform, courseId, view, model);
        List<MemberView> members = new ArrayList<>();
        course.enrollments.keySet().forEach(hat -> {
            Person person = platform.personByHat(hat).orElseThrow();
            members.add(member(view, course, person, null));
        });
        course.inactive.forEach((hat, role) ->
                members.add(member(view, course, platform.personByHat(hat).orElseThrow(), role)));
        boolean mayChange = view.person().isAdmin() || CourseAccess.teaches(view.person(), course);
        model.addAttribute("members", members);
        model.addAttribute("mayChange", mayChange);
        model.addAttribute("others", platform.read(s -> s.people.stream()
                .filter(p -> !p.isAdmin() && !p.isTestStudent())
                .filter(p -> !course.enrollments.containsKey(p.hat()) && !course.inactive.containsKey(p.hat()))
                .toList()));
        return "people";
    }

    /** A column of the gradebook. */
    record ColumnView(String label, String points, @Nullable String assignmentId) {}

    /** A person's line in the gradebook; a cell is null where nothing happened. */
    record RowView(String name, String hat, List<@Nullable Standing> cells) {}

    @GetMapping("/courses/{courseId}/gradebook")
    String gradebook(
            @PathVariable String courseId, @ModelAttribute("view") View view, Model model, HttpServletRequest request) {
        Platform platform = platforms.of(request);
        Course course = enter(platform, courseId, view, model);
        boolean all = CourseAccess.seesGrades(view.person(), course);
        platform.read(state -> {
            List<LineItem> columns =
                    course.lineItems.stream().filter(i -> i.column).toList();
            List<RowView> rows = new ArrayList<>();
            course.enrollments.forEach((hat, enrollment) -> {
                Person person = platform.personByHat(hat).orElseThrow();
                if (enrollment.isStudent() && (all || person.equals(view.person()))) {
                    List<@Nullable Standing> cells = new ArrayList<>();
                    columns.forEach(c -> cells.add(Standing.ofNullable(c.cells.get(person.id()))));
                    rows.add(new RowView(person.name(), person.hat(), cells));
                }
            });
            model.addAttribute("rows", rows);
            model.addAttribute(
                    "columns",
                    columns.stream()
                            .map(i -> new ColumnView(
                                    i.label,
                                    Standing.points(i.scoreMaximum),
                                    course.assignmentOfLink(i.resourceLinkId)
                                            .map(a -> a.id)
                                            .orElse(null)))
                            .toList());
            return null;
        });
        model.addAttribute("all", all);
        return "gradebook";
    }

    /** Where a tool's return_url leads: still inside of the frame. */
    @GetMapping({
        "/courses/{courseId}/external_content/success/{kind}",
        "/accounts/{courseId}/external_content/success/{kind}",
        "/mod/lti/return.php"
    })
    String returned() {
        return "returned";
    }

    /** The course's own header and navigation. */
    static Course enter(Platform platform, String courseId, View view, Model model) {
        Course course = platform.requireCourse(courseId);
        CourseAccess.mayEnter(view.person(), course);
        model.addAttribute("course", courseHeader(platform, course, view));
        return course;
    }

    /** What the course's header shows. */
    record CourseHeader(
            String id,
            String code,
            String name,
            String role,
            boolean teaches,
            boolean seesGrades,
            @Nullable String toolId,
            @Nullable String toolName,
            boolean picks) {}

    private static CourseHeader courseHeader(Platform platform, Course course, View view) {
        Tool tool = platform.anyTool().orElse(null);
        boolean navigation = tool != null
                && platform.dress().key().equals("canvas")
                && tool.messages.stream().anyMatch(m -> Dress.placements(m).contains("course_navigation"));
        boolean picks =
                tool != null && !platform.dress().contentPlacements(tool).isEmpty();
        return new CourseHeader(
                course.id,
                course.code,
                course.name,
                role(platform.dress(), view.person(), course),
                CourseAccess.teaches(view.person(), course),
                CourseAccess.seesGrades(view.person(), course),
                navigation ? tool.id : null,
                navigation ? tool.name : null,
                picks);
    }
}
