package dev.laurel.assessment;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.Closings;
import dev.laurel.submission.Closings.Closed;
import dev.laurel.submission.Closings.Opened;
import dev.laurel.submission.SubmissionId;
import dev.laurel.system.NotFound;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Work that closed because nobody went on with it, which leads may open again; by number, never by name. */
@Controller
class ClosedController {

    private static final int PAGE_SIZE = 25;
    private static final List<String> SAID = List.of("done", "words", "version-over", "not-closed");

    private final Closings closings;
    private final Catalogue catalogue;

    ClosedController(Closings closings, Catalogue catalogue) {
        this.closings = closings;
        this.catalogue = catalogue;
    }

    record Line(Closed closed, @Nullable MicroCredential credential) {}

    @GetMapping("/assess/lead/closed")
    String list(
            StaffMember lead,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "") String said,
            Model model) {
        int shown = Math.max(0, Math.min(page, 100_000));
        List<Closed> found = closings.in(lead.leads(), shown, PAGE_SIZE + 1);
        model.addAttribute("section", "lead");
        model.addAttribute(
                "lines",
                found.stream()
                        .limit(PAGE_SIZE)
                        .map(closed -> new Line(
                                closed, catalogue.version(closed.version()).orElse(null)))
                        .toList());
        model.addAttribute("page", shown);
        model.addAttribute("more", found.size() > PAGE_SIZE);
        model.addAttribute("said", SAID.contains(said) ? said : "");
        model.addAttribute("mostCharacters", Closings.MOST_CHARACTERS);
        return "assessment/closed";
    }

    @PostMapping("/assess/lead/closed/{id}")
    String open(StaffMember lead, @PathVariable UUID id, @RequestParam(defaultValue = "") String words) {
        if (lead.leads().isEmpty()) {
            throw new NotFound("Leads nobody");
        }
        String plain = Entries.clean(words);
        if (plain.isEmpty() || plain.length() > Closings.MOST_CHARACTERS) {
            return "redirect:/assess/lead/closed?said=words";
        }
        Opened opened = closings.reopen(new SubmissionId(id), lead.leads(), lead.id(), plain);
        return "redirect:/assess/lead/closed?said="
                + opened.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
