package dev.laurel.assessment;

import dev.laurel.assessment.BlindRating.Open;
import dev.laurel.assessment.Comments.Comment;
import dev.laurel.assessment.Comments.Kept;
import dev.laurel.assessment.Reading.Purpose;
import dev.laurel.assessment.Scoring.Entry;
import dev.laurel.assessment.Scoring.Fate;
import dev.laurel.assessment.Scoring.HandedIn;
import dev.laurel.assessment.Scoring.Held;
import dev.laurel.assessment.Scoring.Saved;
import dev.laurel.assessment.Scoring.Verdict;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.Evidence;
import dev.laurel.submission.Submissions;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
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

    private static final Pattern BANK = Pattern.compile("kept|before|no-words|too-long|full");
    private static final String LEVEL = "level.";
    private static final String WORDS = "words.";
    private static final String REVISION = "revision.";

    private final Scoring scoring;
    private final BlindRating blind;
    private final Seeding seeding;
    private final Submissions submissions;
    private final Comments comments;
    private final Clock clock;

    ScoringController(
            Scoring scoring,
            BlindRating blind,
            Seeding seeding,
            Submissions submissions,
            Comments comments,
            Clock clock) {
        this.scoring = scoring;
        this.comments = comments;
        this.blind = blind;
        this.seeding = seeding;
        this.submissions = submissions;
        this.clock = clock;
    }

    /**
     * What lies on the desk to be rated: a submission, or a piece whose rating decides nothing. Where such pieces may be
     * among the work, the two are not told apart by anything here.
     *
     * @param kind ends the keys of the words about what kind of rating this is
     */
    private record Paper(
            CaseId id,
            TenantId tenant,
            String kind,
            MicroCredential credential,
            Sheet sheet,
            Instant dueAt,
            Instant submittedAt,
            @Nullable Evidence evidence) {}

    private Paper paper(CaseId id, StaffMember assessor) {
        Optional<Open> open = blind.open(id, assessor);
        if (open.isPresent()) {
            Reading reading = open.get().reading();
            return new Paper(
                    id,
                    reading.tenant(),
                    kind(reading.purpose()),
                    open.get().credential(),
                    open.get().sheet(),
                    reading.dueAt(),
                    reading.submittedAt(),
                    blind.evidence(reading).orElse(null));
        }
        Held held = scoring.open(id, assessor);
        return new Paper(
                id,
                held.held().tenant(),
                kind(held),
                held.credential(),
                held.sheet(),
                held.dueAt(),
                held.held().submittedAt(),
                submissions.evidence(held.held().attempt()).orElse(null));
    }

    private List<Saved> save(CaseId id, StaffMember assessor, List<Entry> entries) {
        return blind.open(id, assessor).isPresent()
                ? blind.save(id, assessor, entries)
                : scoring.save(id, assessor, entries);
    }

    private boolean isHandedIn(CaseId id, StaffMember assessor) {
        return blind.handedIn(id, assessor).isPresent()
                || scoring.handedIn(id, assessor).isPresent();
    }

    @GetMapping("/assess/{id}")
    String page(
            StaffMember assessor,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String flag,
            @RequestParam(defaultValue = "") String privacy,
            @RequestParam(defaultValue = "") String bank,
            @RequestParam(defaultValue = "") String kept,
            Model model,
            HttpServletResponse response) {
        model.addAttribute("privacy", privacy.equals("words"));
        model.addAttribute("flag", List.of("sent", "words").contains(flag) ? flag : "");
        model.addAttribute("kept", BANK.matcher(kept).matches() ? Map.of(bank, kept) : Map.of());
        Optional<Open> read = blind.handedIn(new CaseId(id), assessor);
        if (read.isPresent()) {
            return readPage(read.get(), model);
        }
        Optional<HandedIn> handedIn = scoring.handedIn(new CaseId(id), assessor);
        if (handedIn.isPresent()) {
            return handedInPage(handedIn.get(), model);
        }
        if (scoring.isCheck(new CaseId(id), assessor)) {
            return "redirect:/assess/" + id + "/check";
        }
        return scoringPage(assessor, paper(new CaseId(id), assessor), List.of(), model, response);
    }

    /** One criterion saving itself: the answer replaces its line of state and the count. */
    @PostMapping(path = "/assess/{id}/ratings", headers = "HX-Request=true")
    String saveOne(
            StaffMember assessor,
            @PathVariable UUID id,
            @RequestParam MultiValueMap<String, String> form,
            Model model) {
        CaseId held = new CaseId(id);
        List<Saved> saved = save(held, assessor, entries(form));
        Sheet sheet = paper(held, assessor).sheet();
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

    /** Keeps the words on the criterion named {@code keep} for next time; saves the whole form first. */
    @PostMapping("/assess/{id}/comments")
    String keepWords(
            StaffMember assessor,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String keep,
            @RequestParam MultiValueMap<String, String> form,
            Model model,
            HttpServletResponse response) {
        CaseId held = new CaseId(id);
        String answer = save(assessor, held, form, "", model, response);
        if (!answer.startsWith("redirect:") || isHandedIn(held, assessor)) {
            return answer;
        }
        Paper paper = paper(held, assessor);
        String criterion = criterion(paper, keep);
        String words = form.getFirst(WORDS + criterion);
        Kept kept = comments.keep(
                assessor, paper.tenant(), paper.credential().id(), criterion, words == null ? "" : words, false);
        return answer + "?bank=" + criterion + "&kept="
                + kept.name().toLowerCase(Locale.ROOT).replace('_', '-') + place(paper, criterion);
    }

    /** Puts a comment of the bank at the end of the words on its criterion; saves the whole form first. */
    @PostMapping("/assess/{id}/comments/{comment}")
    String insert(
            StaffMember assessor,
            @PathVariable UUID id,
            @PathVariable UUID comment,
            @RequestParam MultiValueMap<String, String> form,
            Model model,
            HttpServletResponse response) {
        CaseId held = new CaseId(id);
        String answer = save(assessor, held, form, "", model, response);
        if (!answer.startsWith("redirect:") || isHandedIn(held, assessor)) {
            return answer;
        }
        Paper paper = paper(held, assessor);
        Comment found = comments.usable(assessor, comment)
                .filter(usable -> usable.family().equals(paper.credential().id())
                        && usable.tenant().equals(paper.tenant()))
                .orElseThrow(() -> new NotFound("No comment " + comment + " for case " + id));
        String criterion = criterion(paper, found.criterionId());
        Rating there = paper.sheet().rubric().criteria().stream()
                .filter(each -> each.id().equals(criterion))
                .findFirst()
                .flatMap(paper.sheet()::rating)
                .orElse(null);
        String before = there == null ? "" : there.words();
        save(
                held,
                assessor,
                List.of(new Entry(
                        criterion,
                        there == null ? null : there.level(),
                        before.isEmpty() ? found.words() : before + "\n\n" + found.words(),
                        there == null ? 0 : there.revision())));
        return answer + place(paper, criterion);
    }

    /** @param shared whether the programme keeps it */
    record CommentView(UUID id, String words, boolean shared) {}

    /** What may be inserted, by criterion; what nothing is kept for is not in it. */
    private Map<String, List<CommentView>> bank(StaffMember assessor, Paper paper) {
        return comments.of(assessor, paper.tenant(), paper.credential().id()).stream()
                .collect(Collectors.groupingBy(
                        Comment::criterionId,
                        Collectors.mapping(
                                comment -> new CommentView(comment.id(), comment.words(), comment.isShared()),
                                Collectors.toList())));
    }

    /** The criterion of that name that is to be rated here. */
    private static String criterion(Paper paper, String wanted) {
        return paper.sheet().rubric().criteria().stream()
                .map(Criterion::id)
                .filter(wanted::equals)
                .findFirst()
                .orElseThrow(() -> new NotFound("No criterion of that name to rate"));
    }

    private static String place(Paper paper, String criterion) {
        List<String> ids =
                paper.sheet().rubric().criteria().stream().map(Criterion::id).toList();
        return "#criterion-" + (ids.indexOf(criterion) + 1);
    }

    private String save(
            StaffMember assessor,
            CaseId id,
            MultiValueMap<String, String> form,
            String next,
            Model model,
            HttpServletResponse response) {
        if (isHandedIn(id, assessor)) {
            return "redirect:/assess/" + id.value();
        }
        List<Saved> saved = save(id, assessor, entries(form));
        List<Saved> refused =
                saved.stream().filter(entry -> entry.fate() != Fate.SAVED).toList();
        if (!refused.isEmpty()) {
            response.setStatus(HttpStatus.CONFLICT.value());
            return scoringPage(assessor, paper(id, assessor), refused, model, response);
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
        if (isHandedIn(held, assessor)) {
            return "redirect:/assess/" + id;
        }
        Paper open = paper(held, assessor);
        Sheet sheet = open.sheet();
        heading(held, open.credential().title(), open.credential().language(), model);
        model.addAttribute("kind", open.kind());
        model.addAttribute("gaps", gaps(sheet));
        model.addAttribute("changed", changed != null);
        model.addAttribute("revision", sheet.revision());
        if (sheet.gaps().isEmpty()) {
            Outcome outcome = sheet.outcome();
            model.addAttribute("outcome", outcome);
            model.addAttribute(
                    "stands", open.credential().scoring().resubmission().carryForwardMetCriteria());
            model.addAttribute(
                    "last", open.credential().scoring().resubmission().isLast(sheet.attempt()));
            model.addAttribute("results", ResultView.of(sheet.rubric(), outcome.results(), sheet.attempt()));
        }
        return "assessment/confirm";
    }

    @PostMapping("/assess/{id}/decision")
    String decide(StaffMember assessor, @PathVariable UUID id, @RequestParam int revision) {
        CaseId held = new CaseId(id);
        boolean deciding = blind.open(held, assessor).isEmpty()
                && blind.handedIn(held, assessor).isEmpty();
        Verdict verdict = deciding ? scoring.decide(held, assessor, revision) : blind.handIn(held, assessor, revision);
        return verdict instanceof Verdict.Done
                ? "redirect:/assess/" + id
                : "redirect:/assess/" + id + "/decision?changed";
    }

    private String scoringPage(
            StaffMember assessor, Paper open, List<Saved> refused, Model model, HttpServletResponse response) {
        EvidencePolicy.forPage(response);
        if (open.kind().equals(kind(Purpose.PARTNER))) {
            blind.looked(open.id(), assessor);
        }
        heading(open.id(), open.credential().title(), open.credential().language(), model);
        model.addAttribute("competency", open.credential().competency());
        model.addAttribute("kind", open.kind());
        model.addAttribute("due", Due.of(open.dueAt(), clock.instant()));
        model.addAttribute("submittedAt", open.submittedAt());
        model.addAttribute("evidence", EvidenceView.of(open.credential(), open.evidence()));
        model.addAttribute("evidenceMissing", open.evidence() == null);
        model.addAttribute("criteria", CriterionView.of(open.sheet(), byCriterion(refused)));
        model.addAttribute("refused", !refused.isEmpty());
        model.addAttribute("comments", bank(assessor, open));
        model.addAttribute(
                "commentsAt",
                CommentController.address(open.tenant(), open.credential().id()));
        if (!model.containsAttribute("kept")) {
            model.addAttribute("kept", Map.of());
        }
        model.addAttribute("mostWords", Scoring.MOST_WORDS);
        progress(open.sheet(), model);
        return "assessment/scoring";
    }

    /** What came of a rating, as the page shows it. */
    record Handed(boolean earned, int met, int required, Instant doneAt) {}

    private String readPage(Open read, Model model) {
        Reading reading = read.reading();
        switch (reading.purpose()) {
            case QUALIFYING -> {
                return "redirect:/assess/qualify/sets/" + reading.run();
            }
            case BACK_READING -> {
                return "redirect:/assess/lead/back-reading/" + reading.id().value();
            }
            case SEEDED, PARTNER -> {
                boolean partner = reading.purpose() == Purpose.PARTNER;
                MicroCredential credential = read.credential();
                heading(reading.id(), credential.title(), credential.language(), model);
                Instant doneAt = reading.endedAt();
                model.addAttribute(
                        "rating",
                        new Handed(
                                reading.earned(),
                                reading.met(),
                                reading.required(),
                                doneAt == null ? reading.takenAt() : doneAt));
                model.addAttribute("settled", false);
                model.addAttribute("alone", false);
                model.addAttribute("decided", true);
                model.addAttribute("quiet", !partner);
                model.addAttribute("partner", partner);
                model.addAttribute(
                        "results",
                        ResultView.of(
                                read.sheet().rubric(), read.sheet().outcome().results(), 1));
                return "assessment/handed-in";
            }
        }
        throw new IllegalStateException("No page for " + reading.purpose());
    }

    private String handedInPage(HandedIn handedIn, Model model) {
        CaseId id = handedIn.about().id();
        heading(id, handedIn.credential().title(), handedIn.credential().language(), model);
        Instant doneAt = handedIn.seat().doneAt();
        boolean settled = handedIn.seat().seat() == Seat.ADJUDICATOR;
        boolean quiet = !settled
                && seeding.mayBeAmong(
                        handedIn.about().tenant(), handedIn.credential().id());
        model.addAttribute(
                "rating",
                new Handed(
                        handedIn.seat().earned(),
                        handedIn.seat().met(),
                        handedIn.seat().required(),
                        doneAt == null ? clock.instant() : doneAt));
        model.addAttribute("settled", settled);
        model.addAttribute("quiet", quiet);
        model.addAttribute("alone", handedIn.alone() && !quiet);
        model.addAttribute(
                "last",
                handedIn.credential()
                        .scoring()
                        .resubmission()
                        .isLast(handedIn.about().attempt().number()));
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
    private String kind(Held open) {
        if (open.seat() == Seat.ADJUDICATOR) {
            return "settles";
        }
        if (seeding.mayBeAmong(open.held().tenant(), open.credential().id())) {
            return "checked";
        }
        return switch (ScoringModels.told(open.credential())) {
            case ALONE -> "alone";
            case MAYBE_SECOND -> "maybe-second";
            case TWO -> "two";
        };
    }

    private static String kind(Purpose purpose) {
        return switch (purpose) {
            case QUALIFYING -> "qualifies";
            case SEEDED -> "checked";
            case BACK_READING -> "back-reads";
            case PARTNER -> "for-partner";
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
