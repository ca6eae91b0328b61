package dev.laurel.assessment;

import dev.laurel.assessment.Completeness.Open;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.Evidence;
import dev.laurel.submission.Submissions;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The completeness reviewer's page: evidence, what to look for, and two ways on. */
@Controller
class CompletenessController {

    private final Completeness completeness;
    private final Submissions submissions;
    private final Clock clock;

    CompletenessController(Completeness completeness, Submissions submissions, Clock clock) {
        this.completeness = completeness;
        this.submissions = submissions;
        this.clock = clock;
    }

    @GetMapping("/assess/{id}/check")
    String page(
            StaffMember reviewer,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String privacy,
            Model model,
            HttpServletResponse response) {
        model.addAttribute("privacy", privacy.equals("words"));
        return page(completeness.open(new CaseId(id), reviewer), "", "", model, response);
    }

    @PostMapping("/assess/{id}/complete")
    String pass(StaffMember reviewer, @PathVariable UUID id, Model model, HttpServletResponse response) {
        CaseId checked = new CaseId(id);
        try {
            return toDesk(checked, completeness.pass(checked, reviewer));
        } catch (OnHold held) {
            return onHold(checked, reviewer, "", model, response);
        }
    }

    @PostMapping("/assess/{id}/return")
    String sendBack(
            StaffMember reviewer,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String words,
            Model model,
            HttpServletResponse response) {
        CaseId checked = new CaseId(id);
        String plain = words.replace("\r\n", "\n").replace("\0", "").strip();
        if (plain.isEmpty() || plain.length() > Completeness.MOST_CHARACTERS) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            model.addAttribute("privacy", false);
            String error = plain.isEmpty() ? "assessment.check.words.missing" : "assessment.check.words.long";
            return page(completeness.open(checked, reviewer), plain, error, model, response);
        }
        try {
            return toDesk(checked, !completeness.sendBack(checked, reviewer, plain));
        } catch (OnHold held) {
            return onHold(checked, reviewer, plain, model, response);
        }
    }

    /** The desk says what became of it, whatever was pressed in a second window. */
    private static String toDesk(CaseId checked, boolean wentOn) {
        return "redirect:/assess?" + (wentOn ? "passed=" : "returned=") + checked.label();
    }

    /** What was typed is still there when the hold ends. */
    private String onHold(
            CaseId checked, StaffMember reviewer, String words, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.CONFLICT.value());
        model.addAttribute("privacy", false);
        return page(completeness.open(checked, reviewer), words, "assessment.check.on-hold", model, response);
    }

    private String page(Open open, String words, String error, Model model, HttpServletResponse response) {
        EvidencePolicy.forPage(response);
        Evidence evidence = submissions.evidence(open.held().attempt()).orElse(null);
        model.addAttribute("section", "assess");
        model.addAttribute("id", open.held().id().value());
        model.addAttribute("label", open.held().id().label());
        model.addAttribute("credentialTitle", open.credential().title());
        model.addAttribute("language", open.credential().language());
        model.addAttribute("indicators", open.credential().completionIndicators());
        model.addAttribute("due", Due.of(open.dueAt(), clock.instant()));
        model.addAttribute("submittedAt", open.held().submittedAt());
        model.addAttribute("evidence", EvidenceView.of(open.credential(), evidence));
        model.addAttribute("evidenceMissing", evidence == null);
        model.addAttribute("words", words);
        model.addAttribute("error", error);
        model.addAttribute("mostCharacters", Completeness.MOST_CHARACTERS);
        return "assessment/check";
    }
}
