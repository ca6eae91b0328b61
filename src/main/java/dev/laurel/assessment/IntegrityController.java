package dev.laurel.assessment;

import dev.laurel.assessment.Integrity.Line;
import dev.laurel.assessment.Integrity.Opened;
import dev.laurel.person.StaffMember;
import dev.laurel.system.NotFound;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Doubts about work: leads read them, ask the earner, and decide; assessors raise them. */
@Controller
class IntegrityController {

    private static final int PAGE_SIZE = 25;

    private final Integrity integrity;
    private final Queue queue;
    private final BlindRating blind;

    IntegrityController(Integrity integrity, Queue queue, BlindRating blind) {
        this.integrity = integrity;
        this.queue = queue;
        this.blind = blind;
    }

    @GetMapping("/assess/lead/flags")
    String list(
            StaffMember lead,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "false") boolean decided,
            Model model) {
        int shown = Math.max(0, Math.min(page, 100_000));
        List<Line> found = integrity.in(lead, decided, shown, PAGE_SIZE + 1);
        model.addAttribute("section", "lead");
        model.addAttribute("decided", decided);
        model.addAttribute("lines", found.stream().limit(PAGE_SIZE).toList());
        model.addAttribute("page", shown);
        model.addAttribute("more", found.size() > PAGE_SIZE);
        return "assessment/flags";
    }

    @GetMapping("/assess/lead/flags/{id}")
    String one(StaffMember lead, @PathVariable UUID id, @RequestParam(defaultValue = "") String problem, Model model) {
        Opened opened = integrity.opened(lead, id).orElseThrow(() -> new NotFound("No flag " + id));
        model.addAttribute("section", "lead");
        model.addAttribute("opened", opened);
        model.addAttribute("problem", List.of("words", "not-heard").contains(problem) ? problem : "");
        model.addAttribute("mostCharacters", Integrity.MOST_CHARACTERS);
        return "assessment/flag";
    }

    @PostMapping("/assess/lead/flags/{id}/ask")
    String ask(StaffMember lead, @PathVariable UUID id, @RequestParam(defaultValue = "") String words) {
        String plain = Entries.clean(words);
        if (isWrong(plain)) {
            return "redirect:/assess/lead/flags/" + id + "?problem=words";
        }
        if (!integrity.ask(lead, id, plain)) {
            throw new NotFound("No open flag " + id);
        }
        return "redirect:/assess/lead/flags/" + id;
    }

    @PostMapping("/assess/lead/flags/{id}/decide")
    String decide(
            StaffMember lead,
            @PathVariable UUID id,
            @RequestParam boolean upheld,
            @RequestParam(defaultValue = "") String words) {
        String plain = Entries.clean(words);
        if (isWrong(plain)) {
            return "redirect:/assess/lead/flags/" + id + "?problem=words";
        }
        return switch (integrity.decide(lead, id, upheld, plain)) {
            case DONE -> "redirect:/assess/lead/flags/" + id;
            case NOT_HEARD -> "redirect:/assess/lead/flags/" + id + "?problem=not-heard";
            case NOT_YOURS -> throw new NotFound("No open flag " + id);
        };
    }

    private static boolean isWrong(String words) {
        return words.isEmpty() || words.length() > Integrity.MOST_CHARACTERS;
    }

    /** What an assessor noticed; of a piece that is nobody's, nothing comes, and the page says the same. */
    @PostMapping("/assess/{id}/flag")
    String notice(StaffMember assessor, @PathVariable UUID id, @RequestParam(defaultValue = "") String words) {
        CaseId held = new CaseId(id);
        String plain = Entries.clean(words);
        boolean practice = blind.open(held, assessor).isPresent();
        if (isWrong(plain)) {
            return "redirect:/assess/" + id + "?flag=words#flag";
        }
        if (!practice) {
            integrity.notice(queue.held(held, assessor), assessor.id(), plain);
        }
        return "redirect:/assess/" + id + "?flag=sent#flag";
    }
}
