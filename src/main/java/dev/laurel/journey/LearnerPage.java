package dev.laurel.journey;

import dev.laurel.assessment.Assessments;
import dev.laurel.assessment.EarnerQuestion;
import dev.laurel.assessment.EarnerQuestions;
import dev.laurel.assessment.Feedback;
import dev.laurel.assessment.Holds;
import dev.laurel.badge.Award;
import dev.laurel.badge.Badges;
import dev.laurel.badge.EarnedBadge;
import dev.laurel.badge.EarnedBadges;
import dev.laurel.badge.Renewing;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Rubric;
import dev.laurel.course.Calendar;
import dev.laurel.course.PlaceDates;
import dev.laurel.gradebook.Gradebook;
import dev.laurel.journey.Journey.Place;
import dev.laurel.lti.Launch;
import dev.laurel.person.Persons;
import dev.laurel.person.Persons.Earner;
import dev.laurel.recognition.Claim;
import dev.laurel.recognition.ClaimState;
import dev.laurel.recognition.Claims;
import dev.laurel.recognition.Cycles;
import dev.laurel.recognition.Home;
import dev.laurel.recognition.Recognition;
import dev.laurel.recognition.Scope.Offer;
import dev.laurel.recognition.WorthView;
import dev.laurel.sharing.PartnerConsents;
import dev.laurel.sharing.PartnerConsents.Consent;
import dev.laurel.stack.Pathways;
import dev.laurel.submission.Appeals;
import dev.laurel.submission.Closings;
import dev.laurel.submission.OwnData;
import dev.laurel.submission.Portfolios;
import dev.laurel.submission.Removals;
import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** The module page of one earner: what it proves, where they stand, what is next, and everything there is to read. */
@Component
class LearnerPage {

    private final Persons persons;
    private final Submissions submissions;
    private final Portfolios portfolios;
    private final Appeals appeals;
    private final Holds holds;
    private final Removals removals;
    private final OwnData ownData;
    private final Closings closings;
    private final Assessments assessments;
    private final EarnerQuestions questions;
    private final Gradebook gradebook;
    private final Badges badges;
    private final EarnedBadges earned;
    private final Renewing renewing;
    private final Celebrations celebrations;
    private final ModuleText text;
    private final FirstVisits firstVisits;
    private final Recognition recognition;
    private final Pathways pathways;
    private final Claims claims;
    private final Cycles cycles;
    private final Catalogue catalogue;
    private final PartnerConsents partners;
    private final Calendar calendar;
    private final Clock clock;

    LearnerPage(
            Persons persons,
            Submissions submissions,
            Portfolios portfolios,
            Appeals appeals,
            Holds holds,
            Removals removals,
            OwnData ownData,
            Closings closings,
            Assessments assessments,
            EarnerQuestions questions,
            Gradebook gradebook,
            Badges badges,
            EarnedBadges earned,
            Renewing renewing,
            Celebrations celebrations,
            ModuleText text,
            FirstVisits firstVisits,
            Recognition recognition,
            Pathways pathways,
            Claims claims,
            Cycles cycles,
            Catalogue catalogue,
            PartnerConsents partners,
            Calendar calendar,
            Clock clock) {
        this.persons = persons;
        this.submissions = submissions;
        this.portfolios = portfolios;
        this.appeals = appeals;
        this.holds = holds;
        this.removals = removals;
        this.ownData = ownData;
        this.closings = closings;
        this.assessments = assessments;
        this.questions = questions;
        this.gradebook = gradebook;
        this.badges = badges;
        this.earned = earned;
        this.renewing = renewing;
        this.celebrations = celebrations;
        this.text = text;
        this.firstVisits = firstVisits;
        this.recognition = recognition;
        this.pathways = pathways;
        this.claims = claims;
        this.cycles = cycles;
        this.catalogue = catalogue;
        this.partners = partners;
        this.calendar = calendar;
        this.clock = clock;
    }

    ModelAndView of(Launch launch, Place place) {
        Earner earner = persons.earner(launch);
        Home home = recognition.home(launch.tenant(), earner.teachesAt());
        boolean alsoCoordinator = launch.roles().isCoordinator();
        return submissions
                .open(launch, place.placement(), earner.id())
                .map(own -> page(launch, place, own, home).addObject("alsoCoordinator", alsoCoordinator))
                .orElseGet(() -> firstVisit(launch, place, alsoCoordinator, home));
    }

    /** The student view says that it is practice before anything is begun; everybody else's first page is the same. */
    private ModelAndView firstVisit(Launch launch, Place place, boolean alsoCoordinator, Home home) {
        boolean practice = launch.roles().isTestUser();
        Supplier<ModelAndView> page = () ->
                page(launch, place, Standing.notStarted(practice), home).addObject("alsoCoordinator", alsoCoordinator);
        return practice
                ? page.get()
                : firstVisits.of(
                        launch,
                        place.placement().version(),
                        alsoCoordinator,
                        catalogue.closing(place.placement().version()).isPresent(),
                        mark(calendar.of(launch, place.placement()))
                                + home.mark()
                                + Pathways.mark(pathways.from(place.credential().id())),
                        page);
    }

    private ModelAndView page(Launch launch, Place place, Submission own, Home home) {
        ModelAndView page = page(launch, place, Standing.of(own), home);
        if (own.state() == SubmissionState.DRAFT) {
            page.addObject("progress", portfolios.progress(own));
            submissions.returned(own.currentAttempt()).ifPresent(returned -> page.addObject("returned", returned));
        }
        if (own.state() == SubmissionState.CLOSED) {
            submissions.closedFor(own).ifPresent(closed -> page.addObject("closedFor", closed));
        }
        if (own.state() != SubmissionState.DRAFT || page.getModel().containsKey("returned")) {
            List<EarnerQuestion> asked = questions.of(own.id());
            if (!asked.isEmpty()) {
                page.addObject("asksEarner", asked.stream().anyMatch(EarnerQuestion::isOpen));
            }
        }
        if (own.state() != SubmissionState.DRAFT) {
            List<Consent> said =
                    partners.of(own).stream().filter(Consent::stands).toList();
            if (!said.isEmpty()) {
                page.addObject("partnerConsents", said);
            }
        }
        appeals.of(own.currentAttempt()).ifPresent(appeal -> page.addObject("appeal", appeal));
        if (own.state() == SubmissionState.NOT_YET || own.state() == SubmissionState.UNDER_APPEAL) {
            appeals.possibleUntil(own).ifPresent(until -> page.addObject("appealUntil", until));
            closings.of(own).ifPresent(at -> page.addObject("closesAt", at));
        }
        ownData.request(launch.tenant(), own.earner()).ifPresent(asked -> page.addObject("deletion", asked));
        page.addObject("closedLabel", own.id().label());
        if (page.getModel().containsKey("closing")) {
            page.addObject("closed", closings.isOver(own));
        }
        if (own.state() != SubmissionState.EARNED
                && own.state() != SubmissionState.CLOSED
                && own.state() != SubmissionState.UNDER_APPEAL) {
            holds.of(own.id())
                    .ifPresent(hold -> page.addObject("hold", hold).addObject("holdDays", Closings.DAYS_AFTER_A_HOLD));
        }
        if (own.state() == SubmissionState.NOT_YET || own.state() == SubmissionState.EARNED) {
            removals.of(own).ifPresent(removal -> page.addObject("removal", removal));
        }
        addFeedback(page, place.credential(), own);
        gradebook
                .status(launch.tenant(), place.placement().id(), List.of(own.id()))
                .forEach((id, status) -> page.addObject("grade", status));
        badges.of(launch.tenant(), own.id())
                .ifPresentOrElse(
                        award -> {
                            addBadge(page, launch, award);
                            addClaims(page, launch, own, award);
                        },
                        () -> badges.pending(launch.tenant(), own.id())
                                .ifPresent(pending -> page.addObject("pendingBadge", pending)));
        return page;
    }

    /** While its earner keeps it private, its public addresses answer nobody: the picture is that of the design then. */
    private void addBadge(ModelAndView page, Launch launch, Award award) {
        boolean open = badges.showing(award).open();
        String image = award.addresses().svg().getRawPath();
        page.addObject("award", award)
                .addObject(
                        "renewal",
                        award.validUntil() == null
                                ? null
                                : renewing.of(launch.tenant(), award.credentialId())
                                        .orElse(null))
                .addObject("badgeOpen", open)
                .addObject(
                        "badgeImage",
                        open
                                ? image
                                : earned.find(launch.tenant(), award.credentialId())
                                        .map(EarnedBadge::image)
                                        .orElse(image))
                .addObject("celebrate", celebrations.isFirst(award.credentialId()));
    }

    /** What is left to do with a badge that counts for something. */
    private void addClaims(ModelAndView page, Launch launch, Submission own, Award award) {
        List<WorthView> worths = recognition.views(
                Offer.of(catalogue.version(own.version()).orElseThrow()),
                recognition.home(launch.tenant(), persons.earner(launch).teachesAt()),
                LocaleContextHolder.getLocale());
        List<Claim> made = claims.of(launch.tenant(), award.credentialId());
        List<WorthView> left = Claimable.of(
                award,
                worths,
                made,
                ClaimCycles.in(
                        cycles.year(),
                        cycles.of(launch.tenant(), own.earner()),
                        cycles.licences(launch.tenant(), own.earner())),
                claims::bars);
        if (made.stream().anyMatch(claim -> claim.state() == ClaimState.MORE_INFORMATION)) {
            page.addObject("claim", "asked");
        } else if (!left.isEmpty()) {
            page.addObject("claim", "possible").addObject("claimAt", left.get(0).place());
        } else if (!made.isEmpty()) {
            page.addObject("claim", "made");
        }
    }

    /** What somebody sees who has not started and is not going to: no action, nothing kept. */
    ModelAndView preview(Launch launch, Place place) {
        return page(launch, place, Standing.notStarted(), recognition.home(launch.tenant(), null))
                .addObject("preview", true)
                .addObject("onlooker", !launch.roles().isCoordinator());
    }

    /** The first visit to a version that is still being written: no launch, no action. */
    ModelAndView draft(MicroCredential credential) {
        return new ModelAndView("journey/module")
                .addObject("credential", credential)
                .addObject("asked", Asked.of(credential))
                .addObject("standing", Standing.notStarted())
                .addObject("barTitle", credential.title())
                .addObject("text", text.ofDraft(credential, LocaleContextHolder.getLocale()))
                .addObject("history", List.of())
                .addObject("preview", true);
    }

    /** What a page without work in it differs in by its dates. */
    private String mark(PlaceDates dates) {
        return dates.isEmpty() ? "" : dates.dates() + " " + dates.told() + " " + dates.isOver(clock.instant()) + " ";
    }

    private ModelAndView page(Launch launch, Place place, Standing standing, Home home) {
        MicroCredential credential = place.credential();
        ModelAndView page = new ModelAndView("journey/module");
        PlaceDates dates = calendar.of(launch, place.placement());
        if (!dates.isEmpty()) {
            page.addObject("dates", dates).addObject("over", dates.isOver(clock.instant()));
        }
        page.addObject("credential", credential);
        page.addObject("asked", Asked.of(credential));
        page.addObject("standing", standing);
        page.addObject("barTitle", credential.title());
        catalogue.closing(credential.versionId()).ifPresent(closing -> page.addObject("closing", closing)
                .addObject("closed", closing.isOver(clock.instant())));
        page.addObject("barStatus", standing);
        page.addObject("text", text.of(credential, LocaleContextHolder.getLocale()));
        page.addObject("history", List.of());
        page.addObject("worths", recognition.views(Offer.of(credential), home, LocaleContextHolder.getLocale()));
        page.addObject("authorities", recognition.authorities());
        page.addObject("ways", pathways.from(credential.id()));
        return page;
    }

    private void addFeedback(ModelAndView page, MicroCredential credential, Submission submission) {
        List<Feedback> history = assessments.history(submission.id());
        if (history.isEmpty()) {
            return;
        }
        Rubric rubric = credential.rubric();
        List<FeedbackView> views = history.stream()
                .map(feedback -> FeedbackView.of(feedback, rubric))
                .toList();
        page.addObject("feedback", views.get(0));
        page.addObject("history", views.subList(1, views.size()));
    }

    /** How much is asked for, in numbers. */
    record Asked(int answers, int pieces) {

        static Asked of(MicroCredential credential) {
            int answers = credential.parts().stream()
                    .mapToInt(part -> part.questions().size())
                    .sum();
            int pieces = (int) credential.parts().stream()
                    .flatMap(part -> part.artefacts().stream())
                    .filter(MicroCredential.Artefact::required)
                    .count();
            return new Asked(answers, pieces);
        }
    }
}
