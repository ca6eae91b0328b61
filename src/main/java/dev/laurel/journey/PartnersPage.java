package dev.laurel.journey;

import dev.laurel.journey.Journey.Place;
import dev.laurel.lti.Launch;
import dev.laurel.person.Persons;
import dev.laurel.sharing.PartnerConsents;
import dev.laurel.submission.Submission;
import dev.laurel.submission.Submissions;
import dev.laurel.system.NotFound;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** Which partner organisations the earner of this window lets rate their work as well, and who looked. */
@Controller
@RequestMapping("/l/{launch}/partners")
class PartnersPage {

    private final Places places;
    private final Persons persons;
    private final Submissions submissions;
    private final PartnerConsents consents;

    PartnersPage(Places places, Persons persons, Submissions submissions, PartnerConsents consents) {
        this.places = places;
        this.persons = persons;
        this.submissions = submissions;
        this.consents = consents;
    }

    @GetMapping
    ModelAndView page(Launch launch) {
        Place place = places.here(launch);
        return new ModelAndView("journey/partners")
                .addObject("barTitle", place.credential().title())
                .addObject("consents", consents.of(own(launch, place)));
    }

    /** A second press finds it taken back: the page says so. */
    @PostMapping("/{agreement}/withdraw")
    String withdraw(Launch launch, @PathVariable UUID agreement) {
        Submission own = own(launch, places.here(launch));
        boolean known = consents.of(own).stream()
                .anyMatch(consent -> consent.agreement().equals(agreement));
        if (!known) {
            throw new NotFound("Launch " + launch.id().value() + " has said yes to nothing of that kind");
        }
        consents.withdraw(own, agreement);
        return "redirect:" + launch.path("/partners");
    }

    private Submission own(Launch launch, Place place) {
        return submissions
                .of(persons.earning(launch), place.placement().version())
                .orElseThrow(() -> new NotFound("Launch " + launch.id().value() + " has begun nothing"));
    }
}
