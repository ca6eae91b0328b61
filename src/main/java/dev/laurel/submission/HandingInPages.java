package dev.laurel.submission;

import dev.laurel.lti.Launch;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

    private static final List<String> NOTICES =
            List.of("submitted", "already", "withdrawn", "evidence-withdrawn", "evidence-kept", "kept-longer");

    private final EarnerDesk desks;
    private final Submissions submissions;
    private final HandingIn handingIn;
    private final CleanedAgain cleanedAgain;
    private final Removals removals;
    private final Closings closings;
    private final Appeals appeals;
    private final Retention retention;
    private final OwnData ownData;
    private final PrivacyHints hints;
    private final Uploads uploads;
    private final EvidenceViews views;
    private final List<AskedAtHandIn> asked;

    HandingInPages(
            EarnerDesk desks,
            Submissions submissions,
            HandingIn handingIn,
            CleanedAgain cleanedAgain,
            Removals removals,
            Closings closings,
            Appeals appeals,
            Retention retention,
            OwnData ownData,
            PrivacyHints hints,
            Uploads uploads,
            EvidenceViews views,
            List<AskedAtHandIn> asked) {
        this.desks = desks;
        this.submissions = submissions;
        this.handingIn = handingIn;
        this.cleanedAgain = cleanedAgain;
        this.removals = removals;
        this.closings = closings;
        this.appeals = appeals;
        this.retention = retention;
        this.ownData = ownData;
        this.hints = hints;
        this.uploads = uploads;
        this.views = views;
        this.asked = asked;
    }

    @GetMapping
    ModelAndView list(Launch launch, @RequestParam Map<String, String> parameters) {
        EarnerDesk.Desk desk = desks.of(launch);
        String notice =
                NOTICES.stream().filter(parameters::containsKey).findFirst().orElse("");
        ModelAndView page = views.page("submission/list", desk, views.portfolio(desk))
                .addObject("notice", notice)
                .addObject("readers", views.readers(desk))
                .addObject("over", false)
                .addObject("mayWithdraw", false)
                .addObject("keptBecause", "");
        desk.submission().flatMap(submissions::closedFor).ifPresent(closed -> page.addObject("closedFor", closed));
        desk.submission().ifPresent(submission -> addRemoval(page, submission));
        desk.submission()
                .flatMap(submission -> ownData.request(submission.tenant(), submission.earner()))
                .ifPresent(request -> page.addObject("deletion", request)
                        .addObject("deletionUndoable", ownData.canStillBeKept(request)));
        desk.submission()
                .filter(submission -> submission.state() != SubmissionState.EARNED
                        && submission.state() != SubmissionState.CLOSED
                        && submission.state() != SubmissionState.UNDER_APPEAL)
                .flatMap(submission -> handingIn.heldUntil(submission.id()))
                .ifPresent(until -> page.addObject("heldUntil", until));
        return page;
    }

    private void addRemoval(ModelAndView page, Submission submission) {
        Optional<String> keptBecause = removals.keptBecause(submission);
        removals.of(submission).ifPresent(removal -> page.addObject("removal", removal)
                .addObject("extension", removals.extension(submission, removal).orElse(null)));
        appeals.possibleUntil(submission).ifPresent(until -> page.addObject("appealUntil", until));
        page.addObject("closesAt", closings.of(submission).orElse(null))
                .addObject("reopening", closings.reopened(submission).orElse(null));
        page.addObject("over", closings.isOver(submission));
        page.addObject("mayWithdraw", keptBecause.isEmpty())
                .addObject("keptBecause", keptBecause.orElse(""))
                .addObject("undoDays", retention.toThinkAgain().toDays());
    }

    /** Takes the evidence of a decided submission back for good, after a time to think again. */
    @PostMapping("/withdrawal")
    String withdrawEvidence(Launch launch) {
        removals.withdraw(desks.of(launch).started().id());
        return EvidenceViews.redirect(launch, "/evidence?evidence-withdrawn");
    }

    @PostMapping("/withdrawal/undo")
    String keepEvidence(Launch launch) {
        boolean kept = removals.keepAfterAll(desks.of(launch).started().id());
        return EvidenceViews.redirect(launch, kept ? "/evidence?evidence-kept" : "/evidence");
    }

    /** Keeps evidence longer than was agreed, where that may be. */
    @PostMapping("/withdrawal/later")
    String keepLonger(Launch launch) {
        boolean longer = removals.keepLonger(desks.of(launch).started().id());
        return EvidenceViews.redirect(launch, longer ? "/evidence?kept-longer" : "/evidence");
    }

    @PostMapping("/start")
    String start(Launch launch) {
        EarnerDesk.Desk desk = desks.of(launch);
        submissions.start(launch, desk.placement(), desk.earner());
        return EvidenceViews.redirect(launch, "/evidence");
    }

    @GetMapping("/check")
    ModelAndView check(Launch launch, Locale locale) {
        EarnerDesk.Desk desk = desks.of(launch);
        if (desk.started().state() != SubmissionState.DRAFT) {
            return notADraft(launch, desk.started());
        }
        return checkPage(desk, AttestationForm.EMPTY, List.of(), Set.of(), locale);
    }

    /** A second press, or a second tab, finds the work handed in and is told so; nothing happens twice. */
    @PostMapping("/submit")
    ModelAndView submit(
            Launch launch,
            Locale locale,
            AttestationForm form,
            @RequestParam(name = "yes", required = false) @Nullable Set<UUID> yes) {
        Set<UUID> agreed = yes == null ? Set.of() : yes;
        EarnerDesk.Desk desk = desks.of(launch);
        Submission submission = desk.started();
        CoachTalk talk = handingIn.coachTalk(submission).orElse(null);
        List<String> missing = form.missing(talk);
        if (submission.state() == SubmissionState.DRAFT && !missing.isEmpty()) {
            ModelAndView page = checkPage(desk, form, missing, agreed, locale);
            page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
            return page;
        }
        try {
            submission.requireDraft();
            List<String> uncleaned = cleanedAgain.before(submission.id());
            if (!uncleaned.isEmpty()) {
                ModelAndView page =
                        checkPage(desk, form, List.of(), agreed, locale).addObject("uncleaned", uncleaned);
                page.setStatus(HttpStatus.CONFLICT);
                return page;
            }
            handingIn.submit(submission.id(), form.toAttestations(talk, locale), agreed);
        } catch (NotPossibleNow notDraft) {
            return notADraft(launch, desks.of(launch).started());
        } catch (NotComplete | OnHoldNow refused) {
            ModelAndView page = checkPage(desk, form, List.of(), agreed, locale);
            page.setStatus(refused.status());
            return page;
        }
        return new ModelAndView(EvidenceViews.redirect(launch, "/evidence?submitted"));
    }

    /** A draft that was closed was never handed in; its page says what became of it. */
    private static ModelAndView notADraft(Launch launch, Submission now) {
        return new ModelAndView(EvidenceViews.redirect(
                launch, now.state() == SubmissionState.CLOSED ? "/evidence" : "/evidence?already"));
    }

    @PostMapping("/withdraw")
    String withdraw(Launch launch) {
        handingIn.takeBack(desks.of(launch).started().id());
        return EvidenceViews.redirect(launch, "/evidence?withdrawn");
    }

    private ModelAndView checkPage(
            EarnerDesk.Desk desk, AttestationForm form, List<String> missing, Set<UUID> agreed, Locale locale) {
        Portfolio portfolio = views.portfolio(desk);
        PrivacyHints.Throughout privacy =
                hints.throughout(desk.launch(), desk.started().currentAttempt(), portfolio);
        return views.page("submission/check", desk, portfolio)
                .addObject("privacy", privacy.hints())
                .addObject("unread", privacy.unread())
                .addObject("underway", uploads.unfinished(desk.started().id()))
                .addObject("form", form)
                .addObject("held", handingIn.isHeldBack(desk.started().id()))
                .addObject("talk", handingIn.coachTalk(desk.started()).orElse(null))
                .addObject(
                        "choices",
                        asked.stream()
                                .flatMap(one -> one.of(desk.started(), locale).stream())
                                .toList())
                .addObject("agreed", agreed)
                .addObject("uncleaned", List.of())
                .addObject("missing", missing);
    }
}
