package dev.laurel.assessment;

import dev.laurel.assessment.PrivacyReports.Desk;
import dev.laurel.person.StaffMember;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The form below the evidence with which reviewers and assessors report a name or a face that must not be there. */
@Controller
class PrivacyReportController {

    private final PrivacyReports reports;

    PrivacyReportController(PrivacyReports reports) {
        this.reports = reports;
    }

    @PostMapping("/assess/{id}/privacy")
    String report(
            StaffMember finder,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String words,
            RedirectAttributes next) {
        CaseId held = new CaseId(id);
        Desk desk = reports.desk(held, finder);
        String plain = Entries.clean(words);
        if (plain.isEmpty() || plain.length() > Holds.MOST_CHARACTERS) {
            return "redirect:/assess/" + id + (desk == Desk.CHECK ? "/check" : "") + "?privacy=words#privacy";
        }
        reports.report(held, finder, plain);
        next.addAttribute("reported", held.label());
        return "redirect:/assess";
    }
}
