package dev.laurel.journey;

import dev.laurel.badge.Award;
import dev.laurel.badge.Badges;
import dev.laurel.badge.Proceeding;
import dev.laurel.journey.Journey.Place;
import dev.laurel.lti.Launch;
import dev.laurel.person.Persons;
import dev.laurel.submission.Submission;
import dev.laurel.submission.Submissions;
import dev.laurel.system.NotFound;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where an earner answers to the notice that their badge may be revoked, before an officer of its issuer decides. */
@Controller
@RequestMapping("/l/{launch}/hearing")
class HearingPage {

    private final Places places;
    private final Persons persons;
    private final Submissions submissions;
    private final Badges badges;

    HearingPage(Places places, Persons persons, Submissions submissions, Badges badges) {
        this.places = places;
        this.persons = persons;
        this.submissions = submissions;
        this.badges = badges;
    }

    @GetMapping
    ModelAndView hearing(Launch launch) {
        return page(launch, "");
    }

    @PostMapping
    ModelAndView answer(
            Launch launch,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(defaultValue = "false") boolean hearing) {
        Submission own = own(launch, places.here(launch));
        String plain = Proceeding.typed(words);
        if (!Proceeding.isAnswer(plain)) {
            ModelAndView again = page(launch, plain).addObject("problem", true).addObject("asks", hearing);
            again.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
            return again;
        }
        if (badges.answerNotice(own.tenant(), own.id(), plain, hearing)
                || badges.of(own.tenant(), own.id())
                        .map(Award::proceeding)
                        .filter(open -> open.isAnsweredWith(plain, hearing))
                        .isPresent()) {
            return new ModelAndView("redirect:" + launch.path("/hearing"));
        }
        ModelAndView again = page(launch, plain).addObject("notKept", true).addObject("asks", hearing);
        again.setStatus(HttpStatus.CONFLICT);
        return again;
    }

    private ModelAndView page(Launch launch, String words) {
        Place place = places.here(launch);
        Submission own = own(launch, place);
        Award award = badges.of(own.tenant(), own.id())
                .orElseThrow(
                        () -> new NotFound("No badge of submission " + own.id().value()));
        return new ModelAndView("journey/hearing")
                .addObject("barTitle", place.credential().title())
                .addObject("credential", place.credential())
                .addObject("award", award)
                .addObject("words", words)
                .addObject("problem", false)
                .addObject("notKept", false)
                .addObject("asks", false)
                .addObject("mostCharacters", Proceeding.MOST_CHARACTERS);
    }

    private Submission own(Launch launch, Place place) {
        return submissions
                .of(persons.earning(launch), place.placement().version())
                .orElseThrow(() -> new NotFound("Launch " + launch.id().value() + " has begun nothing"));
    }
}
