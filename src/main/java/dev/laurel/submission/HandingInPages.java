package dev.laurel.submission;

import dev.laurel.lti.Launch;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The list of everything asked for, the start, the check before handing in, handing in and taking back. */
@Controller
@RequestMapping("/l/{launch}/evidence")
class HandingInPages {

    private static final List<String> NOTICES = List.of("submitted", "already", "withdrawn");

    private final EarnerDesk desks;
    private final Submissions submissions;
    private final HandingIn handingIn;
    private final EvidenceViews views;

    HandingInPages(EarnerDesk desks, Submissions submissions, HandingIn handingIn, EvidenceViews views) {
        this.desks = desks;
        this.submissions = submissions;
        this.handingIn = handingIn;
        this.views = views;
    }

    @GetMapping
    ModelAndView list(Launch launch, @RequestParam Map<String, String> parameters) {
        EarnerDesk.Desk desk = desks.of(launch);
        String notice =
                NOTICES.stream().filter(parameters::containsKey).findFirst().orElse("");
        ModelAndView page =
                views.page("submission/list", desk, views.portfolio(desk)).addObject("notice", notice);
        desk.submission()
                .filter(submission -> submission.state() == SubmissionState.DRAFT)
                .flatMap(submission -> submissions.returned(submission.currentAttempt()))
                .ifPresent(returned -> page.addObject("returned", returned));
        return page;
    }

    @PostMapping("/start")
    String start(Launch launch) {
        EarnerDesk.Desk desk = desks.of(launch);
        submissions.start(launch, desk.placement(), desk.earner());
        return EvidenceViews.redirect(launch, "/evidence");
    }

    @GetMapping("/check")
    ModelAndView check(Launch launch) {
        EarnerDesk.Desk desk = desks.of(launch);
        if (desk.started().state() != SubmissionState.DRAFT) {
            return new ModelAndView(EvidenceViews.redirect(launch, "/evidence?already"));
        }
        return checkPage(desk, AttestationForm.EMPTY, List.of());
    }

    /** A second press, or a second tab, finds the work handed in and is told so; nothing happens twice. */
    @PostMapping("/submit")
    ModelAndView submit(Launch launch, Locale locale, AttestationForm form) {
        EarnerDesk.Desk desk = desks.of(launch);
        Submission submission = desk.started();
        if (submission.state() == SubmissionState.DRAFT && !form.missing().isEmpty()) {
            ModelAndView page = checkPage(desk, form, form.missing());
            page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
            return page;
        }
        try {
            submission.requireDraft();
            handingIn.submit(submission.id(), form.toAttestations(locale));
        } catch (NotPossibleNow notDraft) {
            return new ModelAndView(EvidenceViews.redirect(launch, "/evidence?already"));
        } catch (NotComplete incomplete) {
            ModelAndView page = checkPage(desk, form, List.of());
            page.setStatus(incomplete.status());
            return page;
        }
        return new ModelAndView(EvidenceViews.redirect(launch, "/evidence?submitted"));
    }

    @PostMapping("/withdraw")
    String withdraw(Launch launch) {
        handingIn.withdraw(desks.of(launch).started().id());
        return EvidenceViews.redirect(launch, "/evidence?withdrawn");
    }

    private ModelAndView checkPage(EarnerDesk.Desk desk, AttestationForm form, List<String> missing) {
        return views.page("submission/check", desk, views.portfolio(desk))
                .addObject("form", form)
                .addObject("missing", missing);
    }
}
