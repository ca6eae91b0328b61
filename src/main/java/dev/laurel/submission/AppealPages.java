package dev.laurel.submission;

import dev.laurel.lti.Launch;
import java.time.Instant;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The earner asks for a decision to be looked at again, and reads the answer. */
@Controller
@RequestMapping("/l/{launch}/appeal")
class AppealPages {

    private final EarnerDesk desks;
    private final Appeals appeals;

    AppealPages(EarnerDesk desks, Appeals appeals) {
        this.desks = desks;
        this.appeals = appeals;
    }

    @GetMapping
    ModelAndView page(Launch launch) {
        return page(desks.of(launch), "", "");
    }

    @PostMapping
    ModelAndView lodge(Launch launch, @RequestParam(defaultValue = "") String words) {
        EarnerDesk.Desk desk = desks.of(launch);
        SubmissionId id = desk.started().id();
        String plain = words.replace("\r\n", "\n").replace("\0", "").strip();
        if (plain.isEmpty() || plain.length() > Appeals.MOST_CHARACTERS) {
            ModelAndView again = page(
                    desk, plain, plain.isEmpty() ? "submission.appeal.words.missing" : "submission.appeal.words.long");
            again.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
            return again;
        }
        appeals.lodge(id, plain);
        return new ModelAndView(EvidenceViews.redirect(launch, "/appeal"));
    }

    private ModelAndView page(EarnerDesk.Desk desk, String words, String error) {
        Submission submission = desk.started();
        Optional<Appeal> appeal = appeals.of(submission.currentAttempt());
        Optional<Instant> until = appeals.possibleUntil(submission);
        return new ModelAndView("submission/appeal")
                .addObject("launch", desk.launch())
                .addObject("barTitle", desk.credential().title())
                .addObject("barStatus", EvidenceViews.Where.of(submission.state()))
                .addObject("submission", submission)
                .addObject(
                        "ratedAfresh",
                        submission.state() == SubmissionState.EARNED
                                || submission.state() == SubmissionState.NOT_YET
                                || submission.state() == SubmissionState.CLOSED)
                .addObject("last", desk.credential().scoring().resubmission().isLast(submission.attempt()))
                .addObject("carries", desk.credential().scoring().resubmission().carryForwardMetCriteria())
                .addObject("appeal", appeal.orElse(null))
                .addObject("until", until.orElse(null))
                .addObject("words", words)
                .addObject("error", error)
                .addObject("mostCharacters", Appeals.MOST_CHARACTERS);
    }
}
