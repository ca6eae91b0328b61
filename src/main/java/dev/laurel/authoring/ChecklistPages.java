package dev.laurel.authoring;

import dev.laurel.catalog.VersionId;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.tenant.TenantId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The quality checklist of a version, what authors note about it, and whether their district insists on the list. */
@Controller
class ChecklistPages {

    private final Versions versions;
    private final Checklist checklist;
    private final Staff staff;

    ChecklistPages(Versions versions, Checklist checklist, Staff staff) {
        this.versions = versions;
        this.checklist = checklist;
        this.staff = staff;
    }

    /** A line with the names of whoever answered and confirmed. */
    record Shown(Checklist.Line line, String answeredBy, String confirmedBy) {}

    @GetMapping("/author/versions/{id}/checklist")
    ModelAndView page(
            StaffMember member, @PathVariable UUID id, @RequestParam(required = false) @Nullable String left) {
        AuthoredVersion version = versions.get(member, new VersionId(id));
        List<Checklist.Line> lines = checklist.of(version);
        Map<StaffId, String> names = names(lines);
        return new ModelAndView("authoring/checklist")
                .addObject("section", "author")
                .addObject("version", version)
                .addObject(
                        "lines",
                        lines.stream()
                                .map(line -> new Shown(
                                        line, name(names, line.answeredBy()), name(names, line.confirmedBy())))
                                .toList())
                .addObject("answers", CheckItem.Answer.values())
                .addObject("required", checklist.isRequired(version.tenant()))
                .addObject("left", left != null)
                .addObject("mayAnswer", mayAnswer(member, version))
                .addObject("mayConfirm", mayConfirm(member, version));
    }

    private Map<StaffId, String> names(List<Checklist.Line> lines) {
        Set<StaffId> people = new HashSet<>();
        for (Checklist.Line line : lines) {
            if (line.answeredBy() != null) {
                people.add(line.answeredBy());
            }
            if (line.confirmedBy() != null) {
                people.add(line.confirmedBy());
            }
        }
        return people.isEmpty() ? Map.of() : staff.names(people);
    }

    private static String name(Map<StaffId, String> names, @Nullable StaffId person) {
        return person == null ? "" : names.getOrDefault(person, "");
    }

    private static boolean mayAnswer(StaffMember member, AuthoredVersion version) {
        return member.writes().contains(version.tenant()) && version.state() == VersionState.DRAFT;
    }

    private boolean mayConfirm(StaffMember member, AuthoredVersion version) {
        return member.reviews().contains(version.tenant())
                && version.state() == VersionState.IN_REVIEW
                && !versions.wrote(member, version);
    }

    /** An item that does not apply needs its reason; such an item is left as it was and the page says so. */
    @PostMapping("/author/versions/{id}/checklist")
    ModelAndView answer(StaffMember member, @PathVariable UUID id, @RequestParam MultiValueMap<String, String> form) {
        AuthoredVersion version = versions.get(member, new VersionId(id));
        if (!mayAnswer(member, version)) {
            throw MoveRefused.notYours(Move.HAND_IN);
        }
        boolean left = false;
        for (CheckItem item : CheckItem.values()) {
            CheckItem.Answer answer = answer(form.getFirst("answer." + item.key()));
            String note = String.valueOf(
                    form.getOrDefault("note." + item.key(), List.of("")).get(0));
            if (answer == CheckItem.Answer.NOT_HERE && note.isBlank()) {
                left = true;
            } else if (answer != null) {
                checklist.answer(member, version, item, answer, note);
            }
        }
        return to(id, "/checklist" + (left ? "?left" : ""));
    }

    private static CheckItem.@Nullable Answer answer(@Nullable String word) {
        for (CheckItem.Answer answer : CheckItem.Answer.values()) {
            if (answer.name().equals(word)) {
                return answer;
            }
        }
        return null;
    }

    @PostMapping("/author/versions/{id}/confirmations")
    ModelAndView confirm(StaffMember member, @PathVariable UUID id, @RequestParam MultiValueMap<String, String> form) {
        AuthoredVersion version = versions.get(member, new VersionId(id));
        if (!mayConfirm(member, version)) {
            throw MoveRefused.notYours(Move.PUBLISH);
        }
        for (CheckItem item : CheckItem.values()) {
            checklist.confirm(member, version, item, form.containsKey("confirm." + item.key()));
        }
        return to(id, "/checklist");
    }

    @PostMapping("/author/versions/{id}/notes")
    ModelAndView note(StaffMember member, @PathVariable UUID id, @RequestParam(defaultValue = "") String body) {
        checklist.note(member, versions.get(member, new VersionId(id)), body);
        return to(id, "#notes");
    }

    private static ModelAndView to(UUID id, String where) {
        return new ModelAndView("redirect:/author/versions/" + id + where);
    }

    /** Whether the district publishes nothing without the checklist; for its reviewers to say. */
    @PostMapping("/author/rules")
    ModelAndView rules(
            StaffMember member,
            @RequestParam UUID tenant,
            @RequestParam(defaultValue = "false") boolean checklistRequired) {
        TenantId district = new TenantId(tenant);
        if (!member.reviews().contains(district)) {
            throw MoveRefused.notYours(Move.PUBLISH);
        }
        checklist.require(member, district, checklistRequired);
        return new ModelAndView("redirect:/author#rules");
    }
}
