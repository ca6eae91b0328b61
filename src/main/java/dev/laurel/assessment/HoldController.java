package dev.laurel.assessment;

import dev.laurel.assessment.Hold.Because;
import dev.laurel.assessment.Holds.End;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.SubmissionId;
import dev.laurel.system.NotFound;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Work on hold: leads put it there by its number and let it go on. */
@Controller
@RequestMapping("/assess/lead/holds")
class HoldController {

    private static final int PAGE_SIZE = 25;
    private static final List<String> SAID =
            List.of("done", "unknown", "held", "words", "released", "closed", "not-released");

    private final Holds holds;
    private final Catalogue catalogue;
    private final Clock clock;

    HoldController(Holds holds, Catalogue catalogue, Clock clock) {
        this.holds = holds;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    record Shown(Holds.Line line, @Nullable MicroCredential credential, boolean late) {}

    @GetMapping
    String list(
            StaffMember lead,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "false") boolean released,
            @RequestParam(defaultValue = "") String said,
            Model model) {
        return page(lead, page, released, SAID.contains(said) ? said : "", new Typed("", "PRIVACY", "", "5"), model);
    }

    /** What was typed, given back when it is refused. */
    record Typed(String number, String because, String words, String days) {}

    private String page(StaffMember lead, int page, boolean released, String said, Typed typed, Model model) {
        int shown = Math.max(0, Math.min(page, 100_000));
        List<Holds.Line> found = holds.in(lead.leads(), released, shown, PAGE_SIZE + 1);
        model.addAttribute("section", "lead");
        model.addAttribute(
                "lines",
                found.stream()
                        .limit(PAGE_SIZE)
                        .map(line -> new Shown(
                                line,
                                catalogue.version(line.version()).orElse(null),
                                line.hold().until().isBefore(clock.instant())))
                        .toList());
        model.addAttribute("released", released);
        model.addAttribute("page", shown);
        model.addAttribute("more", found.size() > PAGE_SIZE);
        model.addAttribute("said", said);
        model.addAttribute("wrong", List.of());
        model.addAttribute("typed", typed);
        model.addAttribute("mostCharacters", Holds.MOST_CHARACTERS);
        return "assessment/holds";
    }

    @PostMapping
    String place(StaffMember lead, Typed typed, Model model) {
        String words = Entries.clean(typed.words() == null ? "" : typed.words());
        Because because = "OTHER".equals(typed.because()) ? Because.OTHER : Because.PRIVACY;
        int days = typed.days() != null && typed.days().strip().matches("\\d{1,2}")
                ? Integer.parseInt(typed.days().strip())
                : 0;
        String number = typed.number() == null ? "" : typed.number().strip().toUpperCase(Locale.ROOT);
        List<String> wrong = new ArrayList<>();
        // Nobody who scores has seen a first draft: it has only the number of the submission.
        if (!CaseId.isLabel(number) && !SubmissionId.isLabel(number)) {
            wrong.add("number");
        }
        if (words.isEmpty() || words.length() > Holds.MOST_CHARACTERS) {
            wrong.add("words");
        }
        if (days < 1 || days > Holds.MOST_DAYS) {
            wrong.add("days");
        }
        if (!wrong.isEmpty()) {
            return refused(lead, "wrong", wrong, typed, model);
        }
        return switch (holds.place(lead, number, because, words, days)) {
            case DONE -> "redirect:/assess/lead/holds?said=done";
            case UNKNOWN -> refused(lead, "unknown", List.of("number"), typed, model);
            case HELD -> refused(lead, "held", List.of("number"), typed, model);
        };
    }

    /** @param wrong the fields that are to be corrected */
    private String refused(StaffMember lead, String said, List<String> wrong, Typed typed, Model model) {
        String page = page(lead, 0, false, said, given(typed), model);
        model.addAttribute("wrong", wrong);
        return page;
    }

    private static Typed given(Typed typed) {
        return new Typed(or(typed.number()), or(typed.because()), or(typed.words()), or(typed.days()));
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    @PostMapping("/{id}")
    String release(
            StaffMember lead,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "go-on") String then,
            @RequestParam(defaultValue = "") String words) {
        String plain = Entries.clean(words);
        if (lead.leads().isEmpty()) {
            throw new NotFound("Leads nobody");
        }
        if (plain.isEmpty() || plain.length() > Holds.MOST_CHARACTERS) {
            return "redirect:/assess/lead/holds?said=words";
        }
        End how =
                switch (then) {
                    case "back" -> End.GIVEN_BACK;
                    case "close" -> End.CLOSED;
                    default -> End.GOES_ON;
                };
        String done = how == End.CLOSED ? "closed" : "released";
        return "redirect:/assess/lead/holds?said=" + (holds.release(lead, id, how, plain) ? done : "not-released");
    }
}
