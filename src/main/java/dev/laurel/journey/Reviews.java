package dev.laurel.journey;

import dev.laurel.assessment.Holds;
import dev.laurel.course.Placements;
import dev.laurel.gradebook.GradeStatus;
import dev.laurel.gradebook.Gradebook;
import dev.laurel.journey.Journey.Place;
import dev.laurel.lti.Accounts;
import dev.laurel.lti.Accounts.Account;
import dev.laurel.lti.ForUser;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LaunchContext;
import dev.laurel.person.Person;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import dev.laurel.system.NotFound;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * One earner's work as somebody comes to it from a gradebook: by a submission review (Submission Review 1.0, section 3), or
 * by the address that goes with a score. The earner finds their own page. Who leads the course sees what a line of the
 * cohort says and nothing more: evidence, ratings and "not yet" are between earner and assessors.
 */
@Component
class Reviews {

    /**
     * What a coordinator is told of one submission.
     *
     * @param next who acts next, as message keys spell it
     * @param expectedBy by when a decision was promised; absent unless somebody owes one
     * @param shared whether another account carries the same e-mail address
     */
    record Work(
            SubmissionId submission,
            boolean earned,
            Instant since,
            String next,
            @Nullable Instant heldUntil,
            @Nullable Instant expectedBy,
            boolean shared,
            @Nullable GradeStatus grade) {}

    private final Accounts accounts;
    private final Persons persons;
    private final Submissions submissions;
    private final Placements placements;
    private final Places places;
    private final LearnerPage learner;
    private final Gradebook gradebook;
    private final LastAttempts lasts;
    private final Holds holds;

    Reviews(
            Accounts accounts,
            Persons persons,
            Submissions submissions,
            Placements placements,
            Places places,
            LearnerPage learner,
            Gradebook gradebook,
            LastAttempts lasts,
            Holds holds) {
        this.accounts = accounts;
        this.persons = persons;
        this.submissions = submissions;
        this.placements = placements;
        this.places = places;
        this.learner = learner;
        this.gradebook = gradebook;
        this.lasts = lasts;
        this.holds = holds;
    }

    /**
     * The work of the person that the message names, as far as it was opened from this place: what they do elsewhere is not
     * this course's.
     */
    ModelAndView requested(Launch launch, Place place) {
        ForUser about = Objects.requireNonNull(launch.forUser());
        Optional<Account> account = accounts.find(launch.tenant(), launch.registration(), about);
        if (account.filter(found -> found.id().equals(launch.user())).isPresent()) {
            return own(launch, place);
        }
        if (!launch.roles().isCoordinator()) {
            throw new NotFound("Launch " + launch.id().value() + " may not look at somebody else");
        }
        Optional<Submission> work = account.flatMap(found -> persons.behind(launch.tenant(), found.id()))
                .flatMap(person -> submissions.openedFrom(
                        launch.tenant(), place.placement().id(), person));
        String name = account.flatMap(found -> found.profile().displayName()).orElse(null);
        return page(launch, place, name, work.orElse(null));
    }

    /**
     * The same for the address that goes with a score, {@code /lti/launch?submission=…}: a platform opens it as an ordinary
     * launch, of the link or of the course. Empty when that submission is none of this course, or not for this person to see.
     */
    Optional<ModelAndView> linked(Launch launch, String submission) {
        return id(submission)
                .flatMap(submissions::find)
                .filter(work -> work.tenant().equals(launch.tenant()) && !work.practice())
                .flatMap(work -> place(launch, work.id()).flatMap(place -> linked(launch, place, work)));
    }

    private Optional<ModelAndView> linked(Launch launch, Place place, Submission work) {
        Optional<PersonId> viewer = persons.behind(launch.tenant(), launch.user());
        if (viewer.filter(work.earner()::equals).isPresent()) {
            return Optional.of(own(launch, place));
        }
        if (!launch.roles().isCoordinator()) {
            return Optional.empty();
        }
        Person earner = persons.find(launch.tenant(), List.of(work.earner())).get(work.earner());
        return Optional.of(page(launch, place, earner == null ? null : earner.name(), work));
    }

    /** Where in this course the submission was opened from. */
    private Optional<Place> place(Launch launch, SubmissionId submission) {
        LaunchContext context = launch.context();
        if (context == null) {
            return Optional.empty();
        }
        return submissions.placesOf(launch.tenant(), submission).stream()
                .flatMap(id -> placements.find(launch.tenant(), id).stream())
                .filter(placement -> placement.context().equals(context.id()))
                .findFirst()
                .flatMap(places::of);
    }

    private ModelAndView own(Launch launch, Place place) {
        return launch.roles().isEarner() ? learner.of(launch, place) : learner.preview(launch, place);
    }

    private ModelAndView page(Launch launch, Place place, @Nullable String name, @Nullable Submission work) {
        // Sending again is asked for in the cohort of the window's own link.
        boolean ofThisLink = launch.resourceLink() != null
                && launch.resourceLink().id().equals(place.placement().resourceLink());
        return new ModelAndView("journey/review")
                .addObject("credential", place.credential())
                .addObject("barTitle", place.credential().title())
                .addObject("name", name)
                .addObject("work", work == null ? null : work(launch, place, work))
                .addObject("ofThisLink", ofThisLink);
    }

    private Work work(Launch launch, Place place, Submission submission) {
        boolean ended = lasts.isOver(submission, place.credential());
        Instant heldUntil = CohortPage.canBeHeld(submission.state())
                ? holds.until(List.of(submission.id())).get(submission.id())
                : null;
        String next = heldUntil != null ? "lead" : ended ? "over" : CohortPage.next(submission.state());
        return new Work(
                submission.id(),
                submission.state() == SubmissionState.EARNED,
                submission.since(),
                next,
                heldUntil,
                submission.expectedBy(),
                !persons.sharingAddress(launch.tenant(), List.of(submission.earner()))
                        .isEmpty(),
                gradebook
                        .status(launch.tenant(), place.placement().id(), List.of(submission.id()))
                        .get(submission.id()));
    }

    private static Optional<SubmissionId> id(String submission) {
        try {
            return Optional.of(new SubmissionId(UUID.fromString(submission)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
