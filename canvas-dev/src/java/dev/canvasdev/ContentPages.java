package dev.canvasdev;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** "Add content": the tool's picker in a frame, and the form a teacher saves where the LMS wants that. */
@Controller
@RequestMapping({"", "/moodle"})
final class ContentPages {

    private static final Map<String, String> PLACEMENT_NAMES = Map.of(
            "course_assignments_menu", "Assignments page menu: several at once",
            "module_index_menu_modal", "Modules page menu: into a new module",
            "link_selection", "Module item: link selection",
            "assignment_selection", "One assignment, saved by hand",
            "ContentArea", "Activity chooser: select content");

    private final Platforms platforms;
    private final PickedContent pickedContent;

    ContentPages(Platforms platforms, PickedContent pickedContent) {
        this.platforms = platforms;
        this.pickedContent = pickedContent;
    }

    /** A place in the LMS at which content can be picked. */
    record PlacementView(String key, String name) {}

    @GetMapping("/courses/{courseId}/content/new")
    String picker(
            @PathVariable String courseId,
            @RequestParam(required = false) @Nullable String placement,
            @ModelAttribute("view") View view,
            Model model,
            HttpServletRequest request) {
        Platform platform = platforms.of(request);
        Course course = CoursePages.enter(platform, courseId, view, model);
        CourseAccess.mustTeach(view.person(), course);
        Tool tool = platform.anyTool().orElseThrow(() -> new NotFoundException("No tool is switched on."));
        List<String> placements = platform.dress().contentPlacements(tool);
        if (placements.isEmpty()) {
            throw new NotFoundException(tool.name + " did not register for picking content.");
        }
        String chosen = placement != null && placements.contains(placement) ? placement : placements.get(0);
        model.addAttribute(
                "placements",
                placements.stream()
                        .map(p -> new PlacementView(p, PLACEMENT_NAMES.getOrDefault(p, p)))
                        .toList());
        model.addAttribute("placement", chosen);
        model.addAttribute("toolName", tool.name);
        model.addAttribute(
                "launch",
                view.prefix() + "/courses/" + courseId + "/content/launch?tool=" + tool.id + "&placement=" + chosen);
        return "picker";
    }

    @GetMapping("/courses/{courseId}/content/{pickedId}")
    String form(
            @PathVariable String courseId,
            @PathVariable String pickedId,
            @ModelAttribute("view") View view,
            Model model,
            HttpServletRequest request) {
        Platform platform = platforms.of(request);
        Course course = CoursePages.enter(platform, courseId, view, model);
        CourseAccess.mustTeach(view.person(), course);
        PickedContent.Picked picked = pickedContent
                .look(pickedId)
                .filter(p -> p.courseId().equals(courseId)
                        && p.dressKey().equals(platform.dress().key()))
                .orElseThrow(() -> new NotFoundException("This content was saved or left before."));
        model.addAttribute("items", picked.items());
        model.addAttribute("pickedId", pickedId);
        return "content";
    }

    @PostMapping("/courses/{courseId}/content/{pickedId}")
    String save(
            @PathVariable String courseId,
            @PathVariable String pickedId,
            @RequestParam List<String> name,
            @RequestParam List<String> points,
            @ModelAttribute("view") View view,
            Model model,
            HttpServletRequest request) {
        Platform platform = platforms.of(request);
        Course course = CoursePages.enter(platform, courseId, view, model);
        CourseAccess.mustTeach(view.person(), course);
        PickedContent.Picked picked = pickedContent
                .take(pickedId)
                .orElseThrow(() -> new NotFoundException("This content was saved or left before."));
        Tool tool = platform.tool(picked.toolId())
                .orElseThrow(() -> new NotFoundException("The tool was removed meanwhile."));
        List<PickedItem> items = new ArrayList<>();
        for (int i = 0; i < picked.items().size(); i++) {
            PickedItem item = picked.items().get(i);
            String newName = i < name.size() && !name.get(i).isBlank() ? name.get(i) : item.title();
            String newPoints = i < points.size() ? points.get(i) : "";
            boolean number = item.scoreMaximum() != null && newPoints.matches("\\d{1,6}(\\.\\d{1,4})?");
            items.add(item.with(newName, number ? Double.valueOf(newPoints) : item.scoreMaximum()));
        }
        platform.change(state -> {
            items.forEach(
                    i -> Dress.place(state, course, tool, i, platform.dress().newIds(state), "Micro-credentials"));
            return null;
        });
        return "redirect:" + view.prefix() + "/courses/" + courseId + "?picked=" + items.size();
    }
}
