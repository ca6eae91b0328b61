package dev.laurel.assessment;

import dev.laurel.assessment.Anchor.Score;
import dev.laurel.assessment.Anchor.Task;
import dev.laurel.assessment.AnchorDesk.Draft;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffMember;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The lead's pages to make anchors, look at them, and take them out of use. */
@Controller
class AnchorController {

    private static final int PAGE_SIZE = 25;
    private static final int MOST_OFFERED = 500;

    private final AnchorDesk desk;
    private final Anchors anchors;
    private final Questions questions;
    private final Catalogue catalogue;
    private final Practice<QualitySettings> practice;
    private final Tenants tenants;
    private final Staff staff;
    private final AnchorExchange exchange;
    private final Readings readings;

    AnchorController(
            AnchorDesk desk,
            Anchors anchors,
            Questions questions,
            Catalogue catalogue,
            Practice<QualitySettings> practice,
            Tenants tenants,
            Staff staff,
            AnchorExchange exchange,
            Readings readings) {
        this.desk = desk;
        this.anchors = anchors;
        this.questions = questions;
        this.catalogue = catalogue;
        this.practice = practice;
        this.tenants = tenants;
        this.staff = staff;
        this.exchange = exchange;
        this.readings = readings;
    }

    record Line(Anchor anchor, String title, String language) {}

    /**
     * @param enough whether that many criteria let people qualify
     * @param asked how many do
     */
    record StockLine(
            Anchors.Stock stock, String title, @Nullable String language, String district, boolean enough, int asked) {}

    @GetMapping("/assess/lead/anchors")
    String list(StaffMember lead, @RequestParam(defaultValue = "0") int page, Model model) {
        int shown = page(page);
        List<Anchor> found = anchors.of(lead.leads(), shown, PAGE_SIZE + 1);
        List<StockLine> stock = new ArrayList<>();
        for (TenantId tenant : lead.leads()) {
            for (Anchors.Stock one : anchors.stock(tenant)) {
                MicroCredential credential = catalogue.current(one.family()).orElse(null);
                stock.add(new StockLine(
                        one,
                        credential == null ? one.family().value() : credential.title(),
                        credential == null ? null : credential.language(),
                        lead.leads().size() > 1 ? tenants.nameOf(tenant).orElse("") : "",
                        one.criteria() >= practice.of(tenant).gateRatings(),
                        practice.of(tenant).gateRatings()));
            }
        }
        model.addAttribute("section", "lead");
        model.addAttribute("stock", stock);
        model.addAttribute(
                "asked",
                lead.leads().stream()
                        .mapToInt(tenant -> practice.of(tenant).gateRatings())
                        .max()
                        .orElse(0));
        model.addAttribute(
                "lines", found.stream().limit(PAGE_SIZE).map(this::line).toList());
        model.addAttribute("page", shown);
        model.addAttribute("more", found.size() > PAGE_SIZE);
        return "assessment/anchors";
    }

    private Line line(Anchor anchor) {
        MicroCredential credential = credential(anchor.version());
        return new Line(anchor, credential.title(), credential.language());
    }

    private MicroCredential credential(VersionId version) {
        return catalogue
                .version(version)
                .orElseThrow(() -> new IllegalStateException("No version " + version.value() + " in the catalogue"));
    }

    @GetMapping("/assess/lead/anchors/from")
    String candidates(StaffMember lead, @RequestParam(defaultValue = "0") int page, Model model) {
        int shown = page(page);
        List<AnchorDesk.Candidate> found = desk.candidates(lead, shown, PAGE_SIZE + 1);
        model.addAttribute("section", "lead");
        model.addAttribute("lines", found.stream().limit(PAGE_SIZE).toList());
        model.addAttribute("page", shown);
        model.addAttribute("more", found.size() > PAGE_SIZE);
        return "assessment/anchor-sources";
    }

    /** A district of the lead's, to choose where there are several. */
    record District(UUID id, String name) {}

    @GetMapping("/assess/lead/anchors/scratch")
    String choose(StaffMember lead, Model model) {
        model.addAttribute("section", "lead");
        model.addAttribute("credentials", catalogue.search("", 0, MOST_OFFERED));
        model.addAttribute(
                "districts",
                lead.leads().stream()
                        .map(tenant -> new District(
                                tenant.value(), tenants.nameOf(tenant).orElse("")))
                        .toList());
        return "assessment/anchor-scratch";
    }

    @GetMapping(path = "/assess/lead/anchors/scratch", params = "version")
    String chosen(StaffMember lead, @RequestParam UUID version, @RequestParam UUID district) {
        return "redirect:/assess/lead/anchors/scratch/" + district + "/" + version;
    }

    @GetMapping("/assess/lead/anchors/from/{id}")
    String from(StaffMember lead, @PathVariable UUID id, Model model) {
        return form(fromCase(lead, id), AnchorForm.fresh(Task.QUALIFYING), model);
    }

    @GetMapping("/assess/lead/anchors/scratch/{tenant}/{version}")
    String scratch(StaffMember lead, @PathVariable UUID tenant, @PathVariable UUID version, Model model) {
        return form(fromScratch(lead, tenant, version), AnchorForm.fresh(Task.TRAINING), model);
    }

    @PostMapping("/assess/lead/anchors/from/{id}")
    String makeFrom(
            StaffMember lead,
            @PathVariable UUID id,
            @RequestParam MultiValueMap<String, String> form,
            Model model,
            HttpServletResponse response) {
        return make(lead, fromCase(lead, id), form, model, response);
    }

    @PostMapping("/assess/lead/anchors/scratch/{tenant}/{version}")
    String makeFromScratch(
            StaffMember lead,
            @PathVariable UUID tenant,
            @PathVariable UUID version,
            @RequestParam MultiValueMap<String, String> form,
            Model model,
            HttpServletResponse response) {
        return make(lead, fromScratch(lead, tenant, version), form, model, response);
    }

    private Draft fromCase(StaffMember lead, UUID id) {
        return desk.draft(lead, new CaseId(id))
                .orElseThrow(() -> new NotFound("Case " + id + " cannot become an anchor for this lead"));
    }

    private Draft fromScratch(StaffMember lead, UUID tenant, UUID version) {
        return desk.scratch(lead, new TenantId(tenant), new VersionId(version))
                .orElseThrow(() -> new NotFound("No version " + version + " for this lead"));
    }

    private String make(
            StaffMember lead,
            Draft draft,
            MultiValueMap<String, String> form,
            Model model,
            HttpServletResponse response) {
        AnchorForm typed = AnchorForm.read(draft, form);
        if (!typed.lacks().isEmpty()) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            return form(draft, typed, model);
        }
        desk.make(new AnchorId(typed.id()), lead, draft, typed.name(), typed.task(), typed.pieces(), typed.scores());
        return "redirect:/assess/lead/anchors/" + typed.id();
    }

    private static String form(Draft draft, AnchorForm form, Model model) {
        AssessmentCase source = draft.source();
        model.addAttribute("section", "lead");
        model.addAttribute("back", "/assess/lead/anchors");
        model.addAttribute(
                "action",
                source != null
                        ? "/assess/lead/anchors/from/" + source.id().value()
                        : "/assess/lead/anchors/scratch/" + draft.tenant().value() + "/"
                                + draft.credential().versionId().value());
        return form.show(draft, source == null ? "make" : "make-ask", model);
    }

    @GetMapping("/assess/lead/anchors/{id}")
    String one(
            StaffMember lead,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String words,
            Model model,
            HttpServletResponse response) {
        Anchor anchor = desk.find(lead, new AnchorId(id)).orElseThrow(() -> new NotFound("No anchor " + id));
        MicroCredential credential = credential(anchor.version());
        Map<String, Score> scores = anchors.scores(anchor.id());
        EvidencePolicy.forPage(response);
        model.addAttribute("section", "lead");
        model.addAttribute("anchor", anchor);
        model.addAttribute("anchorId", id);
        model.addAttribute("madeBy", staff.names(Set.of(anchor.madeBy())).getOrDefault(anchor.madeBy(), ""));
        model.addAttribute("credentialTitle", credential.title());
        model.addAttribute("language", credential.language());
        model.addAttribute("id", "anchors/" + id);
        model.addAttribute("indicators", credential.completionIndicators());
        model.addAttribute(
                "evidence",
                EvidenceView.of(
                        credential,
                        Anchor.evidence(anchor.id(), anchor.version(), anchor.madeAt(), anchors.pieces(anchor.id()))));
        model.addAttribute("evidenceMissing", false);
        model.addAttribute("lines", ComparedView.of(credential.rubric(), Map.of(), scores));
        model.addAttribute("rated", HowRated.of(credential.rubric(), scores, readings.given(anchor.id())));
        model.addAttribute("own", anchor.madeBy().equals(lead.id()));
        model.addAttribute("sentBack", anchors.sentBack(anchor.id()));
        model.addAttribute("wordsMissing", words.equals("missing"));
        model.addAttribute("mostText", AnchorDesk.MOST_TEXT);
        model.addAttribute("asked", !questions.about(id).isEmpty());
        model.addAttribute("canGo", AnchorExchange.canGo(anchor));
        model.addAttribute("partners", exchange.standing(anchor.id()).name());
        return "assessment/anchor";
    }

    @PostMapping("/assess/lead/anchors/{id}/use")
    String takeUp(StaffMember lead, @PathVariable UUID id) {
        if (!desk.takeUp(lead, new AnchorId(id))) {
            throw new NotFound("No draft " + id + " that this lead may take up");
        }
        return "redirect:/assess/lead/anchors/" + id;
    }

    @PostMapping("/assess/lead/anchors/{id}/send-back")
    String sendBack(StaffMember lead, @PathVariable UUID id, @RequestParam(defaultValue = "") String words) {
        AnchorId draft = new AnchorId(id);
        String plain = Entries.clean(words);
        boolean worded = !plain.isEmpty() && plain.length() <= AnchorDesk.MOST_TEXT;
        if (desk.find(lead, draft).isEmpty() || worded && !desk.sendBack(lead, draft, plain)) {
            throw new NotFound("No draft " + id + " that this lead may send back");
        }
        if (!worded) {
            return "redirect:/assess/lead/anchors/" + id + "?words=missing#send-back";
        }
        return "redirect:/assess/lead/anchors/" + id;
    }

    @PostMapping("/assess/lead/anchors/{id}/withdraw")
    String withdraw(StaffMember lead, @PathVariable UUID id) {
        if (!desk.withdraw(lead, new AnchorId(id))) {
            throw new NotFound("No anchor " + id);
        }
        return "redirect:/assess/lead/anchors/" + id;
    }

    @PostMapping("/assess/lead/anchors/{id}/partners")
    String letOut(StaffMember lead, @PathVariable UUID id, @RequestParam boolean out) {
        if (!exchange.letOut(lead, id, out)) {
            throw new NotFound("No anchor " + id + " that this lead may let out");
        }
        return "redirect:/assess/lead/anchors/" + id;
    }

    private static int page(int page) {
        return Math.max(0, Math.min(page, 100_000));
    }
}
