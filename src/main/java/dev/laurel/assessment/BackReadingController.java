package dev.laurel.assessment;

import dev.laurel.assessment.BackReading.Compared;
import dev.laurel.assessment.BackReading.Waiting;
import dev.laurel.assessment.Reading.Purpose;
import dev.laurel.person.StaffMember;
import dev.laurel.system.NotFound;
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

/** What leads read again: the list, taking one, and the comparison afterwards. */
@Controller
class BackReadingController {

    private static final int PAGE_SIZE = 25;
    private static final int MOST_HELD = 50;

    private final BackReading backReading;
    private final Readings readings;

    BackReadingController(BackReading backReading, Readings readings) {
        this.backReading = backReading;
        this.readings = readings;
    }

    record Held(UUID id, String label) {}

    @GetMapping("/assess/lead/back-reading")
    String list(
            StaffMember lead,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(required = false) @Nullable String gone,
            Model model) {
        int shown = Math.max(0, Math.min(page, 100_000));
        List<Waiting> waiting = backReading.waiting(lead, shown, PAGE_SIZE + 1);
        model.addAttribute("section", "lead");
        model.addAttribute("gone", gone != null);
        model.addAttribute("waiting", waiting.stream().limit(PAGE_SIZE).toList());
        model.addAttribute("page", shown);
        model.addAttribute("more", waiting.size() > PAGE_SIZE);
        model.addAttribute(
                "held",
                readings.heldBy(lead.id(), Purpose.BACK_READING, MOST_HELD).stream()
                        .filter(reading -> lead.leads().contains(reading.tenant()))
                        .map(reading ->
                                new Held(reading.id().value(), reading.id().label()))
                        .toList());
        model.addAttribute("done", backReading.done(lead, 0, PAGE_SIZE));
        return "assessment/back-reading";
    }

    @PostMapping("/assess/lead/back-reading/{id}/take")
    String take(StaffMember lead, @PathVariable UUID id) {
        Optional<CaseId> taken = backReading.take(lead, new CaseId(id));
        return taken.map(reading -> "redirect:/assess/" + reading.value())
                .orElse("redirect:/assess/lead/back-reading?gone");
    }

    @GetMapping("/assess/lead/back-reading/{id}")
    String compared(StaffMember lead, @PathVariable UUID id, Model model) {
        Compared compared =
                backReading.compared(lead, new CaseId(id)).orElseThrow(() -> new NotFound("No back-reading " + id));
        model.addAttribute("section", "lead");
        model.addAttribute("compared", compared);
        return "assessment/back-read";
    }
}
