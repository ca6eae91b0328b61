package dev.laurel.assessment;

import dev.laurel.assessment.Anchor.Task;
import dev.laurel.assessment.AnchorDesk.Draft;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where authors draft practice pieces for what they write; a lead takes them into use. */
@Controller
@RequestMapping("/author/anchors")
class AnchorDraftController {

    private static final int PAGE_SIZE = 25;
    private static final int MOST_OFFERED = 500;
    private static final List<String> SAID = List.of("drafted", "discarded", "used");

    private final AnchorDesk desk;
    private final Anchors anchors;
    private final Catalogue catalogue;
    private final Tenants tenants;

    AnchorDraftController(AnchorDesk desk, Anchors anchors, Catalogue catalogue, Tenants tenants) {
        this.desk = desk;
        this.anchors = anchors;
        this.catalogue = catalogue;
        this.tenants = tenants;
    }

    /**
     * @param changeable whether it is still with its author or waits for a lead
     * @param words of the lead who sent it back; empty otherwise
     */
    record Line(Anchor anchor, @Nullable MicroCredential credential, boolean changeable, String words) {}

    record District(UUID id, String name) {}

    @GetMapping
    String list(
            StaffMember author,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "") String said,
            Model model) {
        requireAuthor(author);
        int shown = Math.max(0, Math.min(page, 100_000));
        List<Anchor> found = anchors.by(author.id(), author.writes(), shown, PAGE_SIZE + 1);
        model.addAttribute("section", "author");
        model.addAttribute("said", SAID.contains(said) ? said : "");
        model.addAttribute(
                "lines", found.stream().limit(PAGE_SIZE).map(this::line).toList());
        model.addAttribute("page", shown);
        model.addAttribute("more", found.size() > PAGE_SIZE);
        model.addAttribute("credentials", catalogue.search("", 0, MOST_OFFERED));
        model.addAttribute(
                "districts",
                author.writes().stream()
                        .map(tenant -> new District(
                                tenant.value(), tenants.nameOf(tenant).orElse("")))
                        .toList());
        return "assessment/anchor-drafts";
    }

    private static void requireAuthor(StaffMember author) {
        if (author.writes().isEmpty()) {
            throw new NotFound("Writes for nobody");
        }
    }

    private Line line(Anchor anchor) {
        boolean changeable = anchor.state() == Anchor.State.DRAFT || anchor.state() == Anchor.State.SENT_BACK;
        return new Line(
                anchor, catalogue.version(anchor.version()).orElse(null), changeable, anchors.sentBack(anchor.id()));
    }

    @GetMapping(params = "version")
    String chosen(StaffMember author, @RequestParam UUID version, @RequestParam UUID district) {
        requireAuthor(author);
        return "redirect:/author/anchors/scratch/" + district + "/" + version;
    }

    @GetMapping("/scratch/{tenant}/{version}")
    String scratch(StaffMember author, @PathVariable UUID tenant, @PathVariable UUID version, Model model) {
        return form(
                empty(author, tenant, version),
                AnchorForm.fresh(Task.TRAINING),
                "/scratch/" + tenant + "/" + version,
                model);
    }

    @PostMapping("/scratch/{tenant}/{version}")
    String draft(
            StaffMember author,
            @PathVariable UUID tenant,
            @PathVariable UUID version,
            @RequestParam MultiValueMap<String, String> form,
            Model model,
            HttpServletResponse response) {
        Draft draft = empty(author, tenant, version);
        AnchorForm typed = AnchorForm.read(draft, form);
        return keep(author, draft, typed, typed.id(), "/scratch/" + tenant + "/" + version, model, response);
    }

    private Draft empty(StaffMember author, UUID tenant, UUID version) {
        return desk.proposal(author, new TenantId(tenant), new VersionId(version))
                .orElseThrow(() -> new NotFound("No version " + version + " for this author"));
    }

    @GetMapping("/{id}")
    String change(StaffMember author, @PathVariable UUID id, Model model) {
        Draft draft = written(author, id);
        Anchor anchor = anchors.find(new AnchorId(id)).orElseThrow();
        model.addAttribute("sentBack", anchors.sentBack(anchor.id()));
        return form(draft, AnchorForm.of(id, anchor.name(), anchor.task()), "/" + id, model);
    }

    @PostMapping("/{id}")
    String changed(
            StaffMember author,
            @PathVariable UUID id,
            @RequestParam MultiValueMap<String, String> form,
            Model model,
            HttpServletResponse response) {
        Draft draft = written(author, id);
        return keep(author, draft, AnchorForm.read(draft, form), id, "/" + id, model, response);
    }

    @PostMapping("/{id}/discard")
    String discard(StaffMember author, @PathVariable UUID id) {
        if (!desk.discard(author, new AnchorId(id))) {
            throw new NotFound("No draft " + id + " of this author");
        }
        return "redirect:/author/anchors?said=discarded";
    }

    private Draft written(StaffMember author, UUID id) {
        return desk.written(author, new AnchorId(id))
                .orElseThrow(() -> new NotFound("No draft " + id + " of this author"));
    }

    private String keep(
            StaffMember author,
            Draft draft,
            AnchorForm typed,
            UUID id,
            String action,
            Model model,
            HttpServletResponse response) {
        if (!typed.lacks().isEmpty()) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            return form(draft, typed, action, model);
        }
        boolean kept = desk.propose(
                new AnchorId(id), author, draft, typed.name(), typed.task(), typed.pieces(), typed.scores());
        return "redirect:/author/anchors?said=" + (kept ? "drafted" : "used");
    }

    private static String form(Draft draft, AnchorForm form, String action, Model model) {
        model.addAttribute("section", "author");
        model.addAttribute("back", "/author/anchors");
        model.addAttribute("action", "/author/anchors" + action);
        return form.show(draft, "draft", model);
    }
}
