package dev.laurel.submission;

import dev.laurel.catalog.Catalogue;
import dev.laurel.lti.Launch;
import dev.laurel.system.Ids;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** What all pages of the earner's evidence have in common. */
@Component
class EvidenceViews {

    private final Portfolios portfolios;
    private final Submissions submissions;
    private final PrivacyHints hints;
    private final Turnaround turnaround;
    private final Catalogue catalogue;
    private final List<BesideDraft> beside;

    EvidenceViews(
            Portfolios portfolios,
            Submissions submissions,
            PrivacyHints hints,
            Turnaround turnaround,
            Catalogue catalogue,
            List<BesideDraft> beside) {
        this.portfolios = portfolios;
        this.submissions = submissions;
        this.hints = hints;
        this.turnaround = turnaround;
        this.catalogue = catalogue;
        this.beside = beside;
    }

    /** What is asked for and what is there; before the start everything is empty. */
    Portfolio portfolio(EarnerDesk.Desk desk) {
        return desk.submission()
                .map(portfolios::of)
                .orElseGet(() -> Portfolio.of(desk.credential(), Drafts.Content.NOTHING, 1, Set.of()));
    }

    ModelAndView page(String view, EarnerDesk.Desk desk, Portfolio portfolio) {
        ModelAndView page = new ModelAndView(view);
        desk.submission().ifPresent(submission -> page.addObject("submission", submission)
                .addObject("barStatus", Where.of(submission.state())));
        desk.submission()
                .filter(submission -> submission.state() == SubmissionState.DRAFT)
                .flatMap(submission -> submissions.returned(submission.currentAttempt()))
                .ifPresent(returned -> page.addObject("returned", returned));
        return page.addObject("launch", desk.launch())
                .addObject("barTitle", desk.credential().title())
                .addObject("credential", desk.credential())
                .addObject("portfolio", portfolio)
                .addObject(
                        "closing", catalogue.closing(desk.placement().version()).orElse(null))
                .addObject("practice", practice(desk))
                .addObject("editable", editable(desk))
                .addObject("turnaround", turnaround.of(desk.launch().tenant()));
    }

    /** Where the earner stands, for the bar of the window: kind and icon of the status, and the key of its word. */
    record Where(String kind, String icon, String key) {

        static Where of(SubmissionState state) {
            String key = "submission.where." + state.key();
            return switch (state) {
                case DRAFT -> new Where("you", "pencil", key);
                case SUBMITTED -> new Where("others", "hourglass-split", key);
                case IN_SCORING -> new Where("others", "eye", key);
                case NOT_YET -> new Where("you", "arrow-repeat", key);
                case UNDER_APPEAL -> new Where("others", "hourglass-split", key);
                case EARNED -> new Where("earned", "patch-check-fill", key);
                case CLOSED -> new Where("", "slash-circle", key);
            };
        }
    }

    /** A page of one requirement, with its neighbours to go on to. */
    ModelAndView requirement(String view, EarnerDesk.Desk desk, Portfolio portfolio, Requirement requirement) {
        List<Requirement> all = portfolio.requirements();
        int at = all.indexOf(requirement);
        ModelAndView page = page(view, desk, portfolio)
                .addObject("requirement", requirement)
                .addObject("number", at + 1)
                .addObject("editor", Ids.next().toString())
                .addObject("remarks", remarks(desk, requirement))
                .addObject("hints", editable(desk) ? hints.in(desk.launch(), requirement) : List.of());
        if (at > 0) {
            page.addObject("previous", all.get(at - 1));
        }
        if (at + 1 < all.size()) {
            page.addObject("next", all.get(at + 1));
        }
        return page;
    }

    /** Who may read a draft beside its earner. */
    List<String> readers(EarnerDesk.Desk desk) {
        return desk.submission().stream()
                .filter(submission -> submission.state() == SubmissionState.DRAFT)
                .flatMap(submission -> beside.stream().flatMap(by -> by.readers(submission.id()).stream()))
                .toList();
    }

    private List<BesideDraft.Remark> remarks(EarnerDesk.Desk desk, Requirement requirement) {
        return desk.submission().stream()
                .flatMap(submission -> beside.stream().flatMap(by -> by.on(submission.id(), requirement.id()).stream()))
                .toList();
    }

    /** Where "save and go on" leads: the next requirement, or the check after the last. */
    static String after(Portfolio portfolio, Requirement requirement) {
        List<Requirement> all = portfolio.requirements();
        int at = all.indexOf(requirement);
        return at + 1 < all.size() ? all.get(at + 1).path() : "/evidence/check";
    }

    static String redirect(Launch launch, String path) {
        return "redirect:" + launch.path(path);
    }

    private static boolean practice(EarnerDesk.Desk desk) {
        return desk.submission()
                .map(Submission::practice)
                .orElse(desk.launch().roles().isTestUser());
    }

    private static boolean editable(EarnerDesk.Desk desk) {
        return desk.submission()
                .filter(submission -> submission.state() == SubmissionState.DRAFT)
                .isPresent();
    }
}
