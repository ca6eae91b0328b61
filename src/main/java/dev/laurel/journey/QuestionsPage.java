package dev.laurel.journey;

import dev.laurel.assessment.EarnerQuestions;
import dev.laurel.journey.Journey.Place;
import dev.laurel.lti.Launch;
import dev.laurel.person.Persons;
import dev.laurel.submission.Submission;
import dev.laurel.submission.Submissions;
import dev.laurel.system.NotFound;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What the people who score ask the earner of this window about their work, and the answers. */
@Controller
@RequestMapping("/l/{launch}/questions")
class QuestionsPage {

    private final Places places;
    private final Persons persons;
    private final Submissions submissions;
    private final EarnerQuestions questions;

    QuestionsPage(Places places, Persons persons, Submissions submissions, EarnerQuestions questions) {
        this.places = places;
        this.persons = persons;
        this.submissions = submissions;
        this.questions = questions;
    }

    @GetMapping
    ModelAndView page(Launch launch) {
        return page(launch, "", null);
    }

    /** Yes or no to the one kind of question, words to the other. */
    @PostMapping("/{question}")
    ModelAndView answer(
            Launch launch,
            @PathVariable UUID question,
            @RequestParam(required = false) @Nullable Boolean agreed,
            @RequestParam(defaultValue = "") String words) {
        Submission own = own(launch, places.here(launch));
        boolean found = agreed != null && questions.permit(own.id(), question, agreed);
        if (!found) {
            String plain = words.replace("\r\n", "\n").replace("\0", "").strip();
            if (agreed == null && (plain.isEmpty() || plain.length() > EarnerQuestions.MOST_CHARACTERS)) {
                ModelAndView again = page(launch, plain, question);
                again.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
                return again;
            }
            // A second press finds it answered: the page says so.
            if (agreed == null) {
                questions.answer(own.id(), question, plain);
            }
        }
        return new ModelAndView("redirect:" + launch.path("/questions"));
    }

    private ModelAndView page(Launch launch, String words, @Nullable UUID typedFor) {
        Place place = places.here(launch);
        return new ModelAndView("journey/questions")
                .addObject("barTitle", place.credential().title())
                .addObject("questions", questions.of(own(launch, place).id()))
                .addObject("words", words)
                .addObject("typedFor", typedFor)
                .addObject("mostCharacters", EarnerQuestions.MOST_CHARACTERS);
    }

    private Submission own(Launch launch, Place place) {
        return submissions
                .of(persons.earning(launch), place.placement().version())
                .orElseThrow(() -> new NotFound("Launch " + launch.id().value() + " has begun nothing"));
    }
}
