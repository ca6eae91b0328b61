package dev.laurel.authoring;

import dev.laurel.authoring.Editing.Outcome;
import dev.laurel.authoring.Editing.Posting;
import dev.laurel.catalog.Achievement;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.Stack;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.Tenant;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The pages on which a draft is begun and written, a section at a time. */
@Controller
class EditorPages {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int FOUND = 20;

    private final Versions versions;
    private final Editing editing;
    private final Drafting drafting;
    private final Publishing publishing;
    private final DraftRules rules;
    private final Catalogue catalogue;
    private final UsualRaters usual;
    private final Tenants tenants;
    private final Staff staff;
    private final MessageSource messages;

    EditorPages(
            Versions versions,
            Editing editing,
            Drafting drafting,
            Publishing publishing,
            DraftRules rules,
            Catalogue catalogue,
            UsualRaters usual,
            Tenants tenants,
            Staff staff,
            MessageSource messages) {
        this.versions = versions;
        this.editing = editing;
        this.drafting = drafting;
        this.publishing = publishing;
        this.rules = rules;
        this.catalogue = catalogue;
        this.usual = usual;
        this.tenants = tenants;
        this.staff = staff;
        this.messages = messages;
    }

    /** Something to put back, with the name of whoever wrote over it or took it out. */
    record Restorable(Editing.Kept kept, String by) {}

    @GetMapping("/author/versions/{id}/edit")
    ModelAndView edit(StaffMember member, @PathVariable UUID id) {
        AuthoredVersion version = versions.readToWrite(member, new VersionId(id));
        return publishing.isStack(version.content())
                ? new ModelAndView("redirect:/author/versions/" + id + "/stack")
                : new ModelAndView("redirect:/author/versions/" + id + "/edit/" + EditorSection.BASICS.key());
    }

    @GetMapping("/author/versions/{id}/edit/{section}")
    ModelAndView page(
            StaffMember member,
            @PathVariable UUID id,
            @PathVariable String section,
            @RequestParam(required = false) @Nullable UUID removed,
            @RequestParam(required = false) @Nullable String why,
            Locale locale) {
        AuthoredVersion version = versions.readToWrite(member, new VersionId(id));
        notOfAStack(version);
        EditorSection page = section(section);
        Sheet sheet = Sheet.of(page, (ObjectNode) JSON.readTree(version.content()));
        ModelAndView view = view(version, page, sheet, version.content(), sheet.digest(), locale);
        return view.addObject(
                        "removed",
                        removed == null
                                ? null
                                : editing.kept(version, page).stream()
                                        .filter(kept -> kept.id().equals(removed))
                                        .findFirst()
                                        .orElse(null))
                .addObject("why", why == null ? null : "authoring.editor.part-first");
    }

    /** Stacks are written in a form of their own. */
    private void notOfAStack(AuthoredVersion version) {
        if (publishing.isStack(version.content())) {
            throw new NotFound("Version " + version.id().value() + " is a stack");
        }
    }

    private static EditorSection section(String key) {
        return EditorSection.named(key).orElseThrow(() -> new NotFound("No page " + key + " of the editor"));
    }

    private ModelAndView view(
            AuthoredVersion version, EditorSection section, Sheet sheet, String content, String seen, Locale locale) {
        Problems problems = Problems.of(rules.problems(version.tenant(), content), messages, locale);
        StaffId by = version.changedBy();
        return new ModelAndView("authoring/editor")
                .addObject("section", "author")
                .addObject("version", version)
                .addObject("language", language(content))
                .addObject("page", section)
                .addObject("pages", EditorSection.values())
                .addObject("before", section.before().orElse(null))
                .addObject("next", section.next().orElse(null))
                .addObject("sheet", sheet)
                .addObject("seen", seen)
                .addObject("problems", problems)
                .addObject(
                        "usualRaters",
                        section == EditorSection.BADGE
                                ? List.of(
                                        usual.of(version.tenant(), true).word(),
                                        usual.of(version.tenant(), false).word())
                                : List.of())
                .addObject("elsewhere", problems.elsewhere(section, sheet))
                .addObject("changedBy", by == null ? "" : name(by))
                .addObject(
                        "kept",
                        editing.kept(version, section).stream()
                                .map(kept -> new Restorable(kept, name(kept.by())))
                                .toList());
    }

    private static String language(String content) {
        String tag = Sheet.line(JSON.readTree(content).get("language"));
        return tag.isEmpty() ? "en" : tag;
    }

    private String name(StaffId id) {
        return staff.names(Set.of(id)).getOrDefault(id, "");
    }

    @PostMapping("/author/versions/{id}/edit/{section}")
    ModelAndView save(
            StaffMember member,
            @PathVariable UUID id,
            @PathVariable String section,
            @RequestParam MultiValueMap<String, String> form,
            Locale locale) {
        EditorSection page = section(section);
        notOfAStack(versions.readToWrite(member, new VersionId(id)));
        if (!form.containsKey("whole")) {
            throw MoveRefused.formCutOff();
        }
        String act = form.getFirst("act");
        Outcome outcome = editing.save(
                member,
                new VersionId(id),
                page,
                new Posting(
                        String.valueOf(form.getFirst("seen")),
                        form.containsKey("over"),
                        act == null ? "" : act,
                        new Entries(form)));
        String here = "redirect:/author/versions/" + id + "/edit/" + page.key();
        if (outcome instanceof Outcome.Conflict conflict) {
            return conflict(conflict, page, locale);
        }
        String on = form.getFirst("go");
        if (on != null && outcome instanceof Outcome.Saved) {
            return EditorSection.named(on)
                    .map(next -> new ModelAndView("redirect:/author/versions/" + id + "/edit/" + next.key()))
                    .orElseGet(() -> new ModelAndView("redirect:/author/versions/" + id + "#moves"));
        }
        if (outcome instanceof Outcome.Saved saved) {
            return new ModelAndView(here
                    + (saved.removed() == null ? "" : "?removed=" + saved.removed())
                    + (saved.at().isEmpty() ? "" : "#" + saved.at()));
        }
        return new ModelAndView(here + "?why=part-first");
    }

    private ModelAndView conflict(Outcome.Conflict conflict, EditorSection page, Locale locale) {
        AuthoredVersion version = conflict.version();
        ModelAndView view = view(
                version,
                page,
                conflict.mine(),
                version.content(),
                conflict.theirs().digest(),
                locale);
        view.setStatus(HttpStatus.CONFLICT);
        return view.addObject("conflict", Meeting.of(conflict.mine(), conflict.theirs()));
    }

    @PostMapping("/author/drafts")
    ModelAndView begin(
            StaffMember member,
            @RequestParam(defaultValue = "") String tenant,
            @RequestParam(defaultValue = "") String title,
            @RequestParam(defaultValue = "en") String language,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(required = false) @Nullable UUID from) {
        TenantId chosen = Drafting.chosen(member, tenant);
        if (member.writes().isEmpty()) {
            throw MoveRefused.notYours(Move.HAND_IN);
        }
        if (chosen == null) {
            return new ModelAndView("redirect:/author?missing=tenant#begin");
        }
        if (from != null) {
            return editor(drafting.fromCopy(member, chosen, new VersionId(from)));
        }
        String name = Sheet.tidy(title);
        if (name.isEmpty() || name.length() > 300) {
            return new ModelAndView("redirect:/author?missing=title#begin");
        }
        Locale of = language.equals("es") ? Locale.forLanguageTag("es") : Locale.ENGLISH;
        return editor(
                kind.equals("stack")
                        ? drafting.stackFromNothing(member, chosen, name, of)
                        : drafting.fromNothing(member, chosen, name, of));
    }

    private static ModelAndView editor(VersionId id) {
        return new ModelAndView("redirect:/author/versions/" + id.value() + "/edit");
    }

    @PostMapping("/author/versions/{id}/next")
    ModelAndView next(StaffMember member, @PathVariable UUID id, @RequestParam Drafting.Step step) {
        return editor(drafting.next(member, new VersionId(id), step));
    }

    /** Something that a copy can be made of. */
    record Source(Achievement achievement, boolean stack) {}

    /** What is in the catalogue, to make a copy of. */
    @GetMapping("/author/copy")
    ModelAndView copy(StaffMember member, @RequestParam(defaultValue = "") String words) {
        if (member.writes().isEmpty()) {
            throw MoveRefused.notYours(Move.HAND_IN);
        }
        String wanted = words.length() > 200 ? words.substring(0, 200) : words;
        return new ModelAndView("authoring/copy")
                .addObject("section", "author")
                .addObject("words", wanted)
                .addObject(
                        "found",
                        catalogue.onOffer(wanted, 0, FOUND).stream()
                                .map(one -> new Source(one, one instanceof Stack))
                                .toList())
                .addObject("count", catalogue.countOnOffer(wanted))
                .addObject("districts", districts(member, tenants));
    }

    /** Those that somebody writes for, by name. */
    static List<Tenant> districts(StaffMember member, Tenants tenants) {
        return member.writes().stream()
                .map(id -> new Tenant(id, tenants.nameOf(id).orElse("")))
                .sorted(Comparator.comparing(Tenant::name))
                .toList();
    }
}
