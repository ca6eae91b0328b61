package dev.laurel.assessment;

import dev.laurel.assessment.Scoring.Entry;
import dev.laurel.assessment.Scoring.Fate;
import dev.laurel.assessment.Scoring.HandedIn;
import dev.laurel.assessment.Scoring.Held;
import dev.laurel.assessment.Scoring.Saved;
import dev.laurel.assessment.Scoring.Verdict;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.Evidence;
import dev.laurel.submission.Submissions;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The scoring page: evidence beside the rubric, ratings saved as one goes, and handing the rating in. One form holds all criteria,
 * so that it works without scripts; with them each criterion saves itself.
 */
@Controller
class ScoringController {

    private static final String LEVEL = "level.";
    private static final String WORDS = "words.";
    private static final String REVISION = "revision.";

    private final Scoring scoring;
    private final Submissions submissions;
    private final Clock clock;

    ScoringController(Scoring scoring, Submissions submissions, Clock clock) {
        this.scoring = scoring;
        this.submissions = submissions;
        this.clock = clock;
    }

    @GetMapping("/assess/{id}")
    String page(StaffMember assessor, @PathVariable UUID id, Model model, HttpServletResponse response) {
        Optional<HandedIn> handedIn = scoring.handedIn(new CaseId(id), assessor);
        if (handedIn.isPresent()) {
            return handedInPage(handedIn.get(), model);
        }
        if (scoring.isCheck(new CaseId(id), assessor)) {
            return "redirect:/assess/" + id + "/check";
        }
        return scoringPage(scoring.open(new CaseId(id), assessor), List.of(), model, response);
    }

    /** One criterion saving itself: the answer replaces its line of state and the count. */
    @PostMapping(path = "/assess/{id}/ratings", headers = "HX-Request=true")
    String saveOne(
            StaffMember assessor,
            @PathVariable UUID id,
            @RequestParam MultiValueMap<String, String> form,
            Model model) {
        CaseId held = new CaseId(id);
        List<Saved> saved = scoring.save(held, assessor, entries(form));
        Sheet sheet = scoring.open(held, assessor).sheet();
        Map<String, Saved> byCriterion = byCriterion(saved);
        model.addAttribute(
                "criteria",
                CriterionView.of(sheet, byCriterion).stream()
                        .filter(criterion -> byCriterion.containsKey(criterion.id()))
                        .toList());
        progress(sheet, model);
        return "assessment/saved";
    }

    /** The whole form, by its Save button. What could not be saved is shown again, as it was typed. */
    @PostMapping("/assess/{id}/ratings")
    String saveAll(
            StaffMember assessor,
            @PathVariable UUID id,
            @RequestParam MultiValueMap<String, String> form,
            Model model,
            HttpServletResponse response) {
        return save(assessor, new CaseId(id), form, "", model, response);
    }

    /** The whole form, by its Decide button: saves first, then shows what the decision would be. */
    @PostMapping("/assess/{id}/review")
    String review(
            StaffMember assessor,
            @PathVariable UUID id,
            @RequestParam MultiValueMap<String, String> form,
            Model model,
            HttpServletResponse response) {
        return save(assessor, new CaseId(id), form, "/decision", model, response);
    }

    private String save(
            StaffMember assessor,
            CaseId id,
            MultiValueMap<String, String> form,
            String next,
            Model model,
            HttpServletResponse response) {
        if (scoring.handedIn(id, assessor).isPresent()) {
            return "redirect:/assess/" + id.value();
        }
        List<Saved> saved = scoring.save(id, assessor, entries(form));
        List<Saved> refused =
                saved.stream().filter(entry -> entry.fate() != Fate.SAVED).toList();
        if (!refused.isEmpty()) {
            response.setStatus(HttpStatus.CONFLICT.value());
            return scoringPage(scoring.open(id, assessor), refused, model, response);
        }
        return "redirect:/assess/" + id.value() + next;
    }

    /** What the decision would be, to confirm; or what is missing. */
    @GetMapping("/assess/{id}/decision")
    String confirm(
            StaffMember assessor,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String changed,
            Model model) {
        CaseId held = new CaseId(id);
        if (scoring.handedIn(held, assessor).isPresent()) {
            return "redirect:/assess/" + id;
        }
        Held open = scoring.open(held, assessor);
        Sheet sheet = open.sheet();
        heading(held, open.credential().title(), open.credential().language(), model);
        model.addAttribute("kind", kind(open));
        model.addAttribute("gaps", gaps(sheet));
        model.addAttribute("changed", changed != null);
        model.addAttribute("revision", sheet.revision());
        if (sheet.gaps().isEmpty()) {
            Outcome outcome = sheet.outcome();
            model.addAttribute("outcome", outcome);
            model.addAttribute(
                    "stands", open.credential().scoring().resubmission().carryForwardMetCriteria());
            model.addAttribute("results", ResultView.of(sheet.rubric(), outcome.results(), sheet.attempt()));
        }
        return "assessment/confirm";
    }

    @PostMapping("/assess/{id}/decision")
    String decide(StaffMember assessor, @PathVariable UUID id, @RequestParam int revision) {
        Verdict verdict = scoring.decide(new CaseId(id), assessor, revision);
        return verdict instanceof Verdict.Done
                ? "redirect:/assess/" + id
                : "redirect:/assess/" + id + "/decision?changed";
    }

    private String scoringPage(Held open, List<Saved> refused, Model model, HttpServletResponse response) {
        EvidencePolicy.forPage(response);
        Evidence evidence = submissions.evidence(open.held().attempt()).orElse(null);
        heading(open.held().id(), open.credential().title(), open.credential().language(), model);
        model.addAttribute("competency", open.credential().competency());
        model.addAttribute("kind", kind(open));
        model.addAttribute("due", Due.of(open.dueAt(), clock.instant()));
        model.addAttribute("submittedAt", open.held().submittedAt());
        model.addAttribute("evidence", EvidenceView.of(open.credential(), evidence));
        model.addAttribute("evidenceMissing", evidence == null);
        model.addAttribute("criteria", CriterionView.of(open.sheet(), byCriterion(refused)));
        model.addAttribute("refused", !refused.isEmpty());
        model.addAttribute("mostWords", Scoring.MOST_WORDS);
        progress(open.sheet(), model);
        return "assessment/scoring";
    }

    private static String handedInPage(HandedIn handedIn, Model model) {
        CaseId id = handedIn.about().id();
        heading(id, handedIn.credential().title(), handedIn.credential().language(), model);
        model.addAttribute("rating", handedIn.seat());
        model.addAttribute("settled", handedIn.seat().seat() == Seat.ADJUDICATOR);
        model.addAttribute("alone", handedIn.alone());
        model.addAttribute("decided", handedIn.about().state() == CaseState.DECIDED);
        model.addAttribute(
                "results",
                ResultView.of(
                        handedIn.rubric(),
                        handedIn.results(),
                        handedIn.about().attempt().number()));
        return "assessment/handed-in";
    }

    /** Ends the keys of the words about what kind of rating this is; first and second raters are told the same. */
    private static String kind(Held open) {
        if (open.seat() == Seat.ADJUDICATOR) {
            return "settles";
        }
        return switch (ScoringModels.told(open.credential())) {
            case ALONE -> "alone";
            case MAYBE_SECOND -> "maybe-second";
            case TWO -> "two";
        };
    }

    private static void heading(CaseId id, String title, String language, Model model) {
        model.addAttribute("section", "assess");
        model.addAttribute("id", id.value());
        model.addAttribute("label", id.label());
        model.addAttribute("credentialTitle", title);
        model.addAttribute("language", language);
    }

    private static void progress(Sheet sheet, Model model) {
        model.addAttribute("rated", sheet.rated());
        model.addAttribute("toRate", sheet.toRate());
    }

    /**
     * A gap with where to mend it.
     *
     * @param number of the criterion in the page
     */
    record GapView(int number, String title, String missing) {}

    private static List<GapView> gaps(Sheet sheet) {
        List<Criterion> criteria = sheet.rubric().criteria();
        return sheet.gaps().stream()
                .map(gap -> new GapView(
                        criteria.indexOf(gap.criterion()) + 1,
                        gap.criterion().title(),
                        gap.missing() == Sheet.Missing.LEVEL ? "level" : "words"))
                .toList();
    }

    /** The criteria that a form holds, told by their fields of words. */
    private static List<Entry> entries(MultiValueMap<String, String> form) {
        List<Entry> entries = new ArrayList<>();
        for (String field : form.keySet()) {
            if (field.startsWith(WORDS)) {
                String criterion = field.substring(WORDS.length());
                String words = form.getFirst(field);
                entries.add(new Entry(
                        criterion,
                        form.getFirst(LEVEL + criterion),
                        words == null ? "" : words,
                        revision(form.getFirst(REVISION + criterion))));
            }
        }
        return entries;
    }

    /** No number is no revision that ever was, so that what is stored is not overwritten. */
    private static int revision(@Nullable String text) {
        return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }

    private static Map<String, Saved> byCriterion(List<Saved> saved) {
        return saved.stream().collect(Collectors.toMap(entry -> entry.entry().criterionId(), Function.identity()));
    }
}
