package dev.laurel.assessment;

import dev.laurel.assessment.Decisions.Decision;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The assessor's desk: what they hold, what waits, what they decided. */
@Controller
class DeskController {

    private static final int MOST_HELD = 50;
    private static final int PAGE_SIZE = 10;

    private final Queue queue;
    private final Cases cases;
    private final Decisions decisions;
    private final Catalogue catalogue;
    private final Clock clock;

    DeskController(Queue queue, Cases cases, Decisions decisions, Catalogue catalogue, Clock clock) {
        this.queue = queue;
        this.cases = cases;
        this.decisions = decisions;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    record HeldLine(UUID id, String label, String title, String language, Due due) {}

    record DecidedLine(UUID id, String label, String title, String language, Decision decision) {}

    @GetMapping("/assess")
    String desk(
            StaffMember assessor,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(required = false) @Nullable String nothing,
            @RequestParam(required = false) @Nullable String released,
            @RequestParam(required = false) @Nullable String conflict,
            Model model) {
        Instant now = clock.instant();
        int shown = Math.max(0, Math.min(page, 100_000));
        List<Decision> decided = decisions.madeBy(assessor.id(), assessor.assesses(), shown, PAGE_SIZE + 1);
        model.addAttribute("section", "assess");
        model.addAttribute("nothing", nothing != null);
        model.addAttribute("released", CaseId.isLabel(released) ? released : null);
        model.addAttribute("conflict", CaseId.isLabel(conflict) ? conflict : null);
        model.addAttribute("mayAssess", !assessor.assesses().isEmpty());
        model.addAttribute("load", cases.load(assessor.id(), assessor.assesses(), now, now.plus(Due.SOON)));
        model.addAttribute(
                "held",
                cases.heldBy(assessor.id(), assessor.assesses(), MOST_HELD).stream()
                        .map(held -> line(held, now))
                        .toList());
        model.addAttribute(
                "decided", decided.stream().limit(PAGE_SIZE).map(this::line).toList());
        model.addAttribute("page", shown);
        model.addAttribute("more", decided.size() > PAGE_SIZE);
        model.addAttribute("press", Ids.next());
        return "assessment/desk";
    }

    @PostMapping("/assess/next")
    String takeNext(StaffMember assessor, @RequestParam UUID press, RedirectAttributes next) {
        Optional<CaseId> taken = queue.takeNext(assessor, press);
        if (taken.isEmpty()) {
            next.addAttribute("nothing", "");
            return "redirect:/assess";
        }
        return "redirect:/assess/" + taken.get().value();
    }

    @PostMapping("/assess/{id}/release")
    String release(
            StaffMember assessor,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean conflict,
            RedirectAttributes next) {
        CaseId held = new CaseId(id);
        queue.release(held, assessor, conflict);
        next.addAttribute(conflict ? "conflict" : "released", held.label());
        return "redirect:/assess";
    }

    private HeldLine line(AssessmentCase held, Instant now) {
        MicroCredential credential = credential(held.version());
        return new HeldLine(
                held.id().value(),
                held.id().label(),
                credential.title(),
                credential.language(),
                Due.of(held.dueAt(), now));
    }

    private DecidedLine line(Decision decision) {
        MicroCredential credential = credential(decision.version());
        return new DecidedLine(
                decision.caseId().value(),
                decision.caseId().label(),
                credential.title(),
                credential.language(),
                decision);
    }

    private MicroCredential credential(VersionId version) {
        return catalogue
                .version(version)
                .orElseThrow(() -> new IllegalStateException("No version " + version.value() + " in the catalogue"));
    }
}
