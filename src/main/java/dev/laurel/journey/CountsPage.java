package dev.laurel.journey;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.journey.Journey.Place;
import dev.laurel.lti.Launch;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.person.Persons.Earner;
import dev.laurel.recognition.AuthorityCode;
import dev.laurel.recognition.Home;
import dev.laurel.recognition.Recognition;
import dev.laurel.recognition.Scope.Offer;
import dev.laurel.system.NotFound;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * What a micro-credential counts for where one teaches, who says so and since when, and what it would count for elsewhere.
 * Here a teacher says that they teach somewhere else, and a coordinator where the district lies.
 */
@Controller
@RequestMapping("/l/{launch}/counts")
class CountsPage {

    private final Places places;
    private final Persons persons;
    private final Recognition recognition;

    CountsPage(Places places, Persons persons, Recognition recognition) {
        this.places = places;
        this.persons = persons;
        this.recognition = recognition;
    }

    @GetMapping
    ModelAndView counts(
            Launch launch,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "") String saved,
            Locale locale) {
        Place place = place(launch);
        MicroCredential credential = place.credential();
        Home home = recognition.home(launch.tenant(), teachesAt(launch));
        Optional<Home> elsewhere = known(at).flatMap(recognition::at);
        return new ModelAndView("journey/counts")
                .addObject("credential", credential)
                .addObject("barTitle", credential.title())
                .addObject("home", home)
                .addObject("worths", recognition.views(Offer.of(credential), home, locale))
                .addObject("where", elsewhere.isPresent() ? at : "")
                .addObject(
                        "elsewhere",
                        elsewhere
                                .map(there -> recognition.views(Offer.of(credential), there, locale))
                                .orElse(List.of()))
                .addObject("district", recognition.home(launch.tenant(), null))
                .addObject("earner", launch.roles().isEarner())
                .addObject("coordinator", launch.roles().isCoordinator())
                .addObject("saved", saved)
                .addObject("authorities", recognition.authorities());
    }

    /** A teacher's own choice; an empty one takes it back. */
    @PostMapping
    String teachesAt(Launch launch, @RequestParam(defaultValue = "") String at) {
        place(launch);
        if (!launch.roles().isEarner()) {
            throw new NotFound("Launch " + launch.id().value() + " is nobody's who earns");
        }
        PersonId person = persons.behind(launch);
        persons.teachesAt(
                launch.tenant(), person, existing(at).map(AuthorityCode::value).orElse(null));
        return "redirect:" + launch.path("/counts?saved=own");
    }

    /** A coordinator's choice for everybody of the district who made none of their own. */
    @PostMapping("/district")
    String districtLiesAt(Launch launch, @RequestParam(defaultValue = "") String at) {
        if (!launch.roles().isCoordinator()) {
            throw new NotFound("Launch " + launch.id().value() + " is no coordinator's");
        }
        recognition.settle(
                launch.tenant(),
                existing(at).map(List::of).orElse(List.of()),
                "coordinator, account " + launch.user().value());
        return "redirect:" + launch.path("/counts?saved=district");
    }

    private Place place(Launch launch) {
        return places.at(launch)
                .orElseThrow(
                        () -> new NotFound("The link of launch " + launch.id().value() + " stands for nothing"));
    }

    private @Nullable String teachesAt(Launch launch) {
        return launch.roles().isEarner()
                ? Optional.of(persons.earner(launch)).map(Earner::teachesAt).orElse(null)
                : null;
    }

    private static Optional<AuthorityCode> known(String at) {
        return Optional.of(at).filter(AuthorityCode::isValid).map(AuthorityCode::new);
    }

    private Optional<AuthorityCode> existing(String at) {
        return known(at).filter(code -> recognition.at(code).isPresent());
    }
}
