package dev.laurel.assessment;

import dev.laurel.assessment.AppealDesk.Afresh;
import dev.laurel.assessment.AppealDesk.Closed;
import dev.laurel.assessment.AppealDesk.Opened;
import dev.laurel.assessment.AppealDesk.Waiting;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.Evidence;
import dev.laurel.submission.Submissions;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Appeals: the list, and the page to answer one. */
@Controller
class AppealController {

    private static final int PAGE_SIZE = 25;

    private final AppealDesk desk;
    private final Submissions submissions;
    private final Clock clock;

    AppealController(AppealDesk desk, Submissions submissions, Clock clock) {
        this.desk = desk;
        this.submissions = submissions;
        this.clock = clock;
    }

    record Line(UUID id, String label, String title, String language, Due due, boolean yours) {}

    @GetMapping("/assess/appeals")
    String list(
            StaffMember person,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(required = false) @Nullable String answered,
            @RequestParam(required = false) @Nullable String before,
            Model model) {
        int shown = Math.max(0, Math.min(page, 100_000));
        List<Waiting> open = desk.open(person, shown, PAGE_SIZE + 1);
        model.addAttribute("section", "lead");
        model.addAttribute("answered", answered != null);
        model.addAttribute("before", before != null);
        model.addAttribute("leads", !person.leads().isEmpty());
        model.addAttribute(
                "lines", open.stream().limit(PAGE_SIZE).map(this::line).toList());
        model.addAttribute("page", shown);
        model.addAttribute("more", open.size() > PAGE_SIZE);
        return "assessment/appeals";
    }

    private Line line(Waiting waiting) {
        return new Line(
                waiting.row().caseId().value(),
                waiting.row().caseId().label(),
                waiting.credential().title(),
                waiting.credential().language(),
                Due.of(waiting.row().answerBy(), clock.instant()),
                waiting.yours());
    }

    /** Looking at an address keeps nobody from anything: who could still rate the work is asked first. */
    @GetMapping("/assess/appeals/{id}")
    String page(StaffMember person, @PathVariable UUID id, Model model, HttpServletResponse response) {
        CaseId appealed = new CaseId(id);
        Optional<Afresh> before = desk.beforeOpening(appealed, person);
        if (before.isPresent()) {
            Closed closed = desk.closed(appealed, person);
            model.addAttribute("section", "lead");
            model.addAttribute("id", id);
            model.addAttribute("label", appealed.label());
            model.addAttribute("credentialTitle", closed.credential().title());
            model.addAttribute("language", closed.credential().language());
            model.addAttribute("due", Due.of(closed.row().answerBy(), clock.instant()));
            model.addAttribute("afresh", before.get());
            return "assessment/appeal-before";
        }
        return page(desk.opened(appealed, person), "", "", model, response);
    }

    @PostMapping("/assess/appeals/{id}/open")
    String open(StaffMember person, @PathVariable UUID id) {
        desk.opened(new CaseId(id), person);
        return "redirect:/assess/appeals/" + id;
    }

    @PostMapping("/assess/appeals/{id}")
    String answer(
            StaffMember person,
            @PathVariable UUID id,
            @RequestParam boolean reopen,
            @RequestParam(defaultValue = "") String words,
            Model model,
            HttpServletResponse response) {
        CaseId appealed = new CaseId(id);
        String plain = words.replace("\r\n", "\n").replace("\0", "").strip();
        if (plain.isEmpty() || plain.length() > AppealDesk.MOST_CHARACTERS) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            String error = plain.isEmpty() ? "assessment.appeal.words.missing" : "assessment.check.words.long";
            return page(desk.opened(appealed, person), plain, error, model, response);
        }
        return "redirect:/assess/appeals?" + (desk.answer(appealed, person, reopen, plain) ? "answered" : "before");
    }

    private String page(Opened opened, String words, String error, Model model, HttpServletResponse response) {
        EvidencePolicy.forPage(response);
        Evidence evidence = submissions.evidence(opened.row().attempt()).orElse(null);
        model.addAttribute("section", "lead");
        model.addAttribute("id", opened.row().caseId().value());
        model.addAttribute("label", opened.row().caseId().label());
        model.addAttribute("credentialTitle", opened.credential().title());
        model.addAttribute("language", opened.credential().language());
        model.addAttribute("due", Due.of(opened.row().answerBy(), clock.instant()));
        model.addAttribute("appeal", opened.appeal());
        model.addAttribute(
                "results",
                ResultView.of(
                        opened.credential().rubric(),
                        opened.results(),
                        opened.row().attempt().number()));
        model.addAttribute("evidence", EvidenceView.of(opened.credential(), evidence));
        model.addAttribute("evidenceMissing", evidence == null);
        model.addAttribute("afresh", opened.afresh());
        model.addAttribute("words", words);
        model.addAttribute("error", error);
        model.addAttribute("mostCharacters", AppealDesk.MOST_CHARACTERS);
        return "assessment/appeal";
    }
}
