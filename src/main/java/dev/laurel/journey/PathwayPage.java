package dev.laurel.journey;

import dev.laurel.badge.Award;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Pathway;
import dev.laurel.catalog.Stack;
import dev.laurel.catalog.StackId;
import dev.laurel.journey.Journey.Place;
import dev.laurel.lti.Launch;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.person.Persons.Earner;
import dev.laurel.recognition.Claim;
import dev.laurel.recognition.Claims;
import dev.laurel.recognition.Claims.Said;
import dev.laurel.recognition.Cycles;
import dev.laurel.recognition.Home;
import dev.laurel.recognition.Letters;
import dev.laurel.recognition.Recognition;
import dev.laurel.recognition.Scope.Offer;
import dev.laurel.recognition.WorthView;
import dev.laurel.stack.LostParts;
import dev.laurel.stack.Pathways;
import dev.laurel.stack.Pathways.Stand;
import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import dev.laurel.system.NotFound;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The way to a stack that the micro-credential of this window is a part of: where the earner stands, what is next, and,
 * once it is complete, what its badge counts for.
 */
@Controller
@RequestMapping("/l/{launch}/pathways/{stack:[a-z0-9-]{2,100}}")
class PathwayPage {

    private final Places places;
    private final Persons persons;
    private final Catalogue catalogue;
    private final Pathways pathways;
    private final Submissions submissions;
    private final Recognition recognition;
    private final Claims claims;
    private final Cycles cycles;
    private final Letters letters;
    private final LostParts lostParts;

    PathwayPage(
            Places places,
            Persons persons,
            Catalogue catalogue,
            Pathways pathways,
            Submissions submissions,
            Recognition recognition,
            Claims claims,
            Cycles cycles,
            Letters letters,
            LostParts lostParts) {
        this.places = places;
        this.persons = persons;
        this.catalogue = catalogue;
        this.pathways = pathways;
        this.submissions = submissions;
        this.recognition = recognition;
        this.claims = claims;
        this.cycles = cycles;
        this.letters = letters;
        this.lostParts = lostParts;
    }

    @GetMapping
    ModelAndView pathway(
            Launch launch, @PathVariable String stack, @RequestParam(defaultValue = "") String saved, Locale locale) {
        Place place = places.here(launch);
        Stack found = stack(stack, place);
        Earner earner = launch.roles().isEarner() ? persons.earner(launch) : null;
        Pathway pathway = catalogue.pathway(found);
        Stand stand = earner == null
                ? null
                : pathways.of(launch.tenant(), earner.id(), found.id(), onTheWay(earner.id(), pathway))
                        .orElse(null);
        Award award = stand == null ? null : stand.award();
        Home home = recognition.home(launch.tenant(), earner == null ? null : earner.teachesAt());
        List<WorthView> worths = recognition.views(Offer.of(found), home, locale);
        List<Claim> made = award == null ? List.of() : claims.of(launch.tenant(), award.credentialId());
        int year = cycles.year();
        ClaimCycles said = earner == null
                ? ClaimCycles.in(year)
                : ClaimCycles.in(
                        year, cycles.of(launch.tenant(), earner.id()), cycles.licences(launch.tenant(), earner.id()));
        return new ModelAndView("journey/pathway")
                .addObject("barTitle", place.credential().title())
                .addObject("stack", found)
                .addObject("pathway", pathway)
                .addObject("stand", stand)
                .addObject("marks", stand == null ? null : stand.marks())
                .addObject("end", stand == null ? null : stand.end())
                .addObject("award", award)
                .addObject(
                        "lost",
                        award == null || !award.byRule()
                                ? List.of()
                                : lostParts.of(launch.tenant(), award.credentialId()))
                .addObject("here", place.credential().id().value())
                .addObject("worths", worths)
                .addObject("asks", recognition.asks(home))
                .addObject("cycles", said)
                .addObject("claims", made)
                .addObject("claimable", Claimable.of(award, worths, made, said, claims::bars))
                .addObject("saved", List.of("claim", "answer", "taken-back").contains(saved) ? saved : "");
    }

    /** What was begun, in its newest version, and is neither earned nor given up. */
    private Set<String> onTheWay(PersonId earner, Pathway pathway) {
        return pathway.steps().stream()
                .map(Pathway.Step::id)
                .filter(MicroCredentialId::isValid)
                .filter(id -> catalogue
                        .current(new MicroCredentialId(id))
                        .map(MicroCredential::versionId)
                        .flatMap(version -> submissions.of(earner, version))
                        .map(Submission::state)
                        .filter(state -> state != SubmissionState.EARNED)
                        .isPresent())
                .collect(Collectors.toSet());
    }

    /** To take to the district. */
    @GetMapping(path = "/letter.pdf", produces = MediaType.APPLICATION_PDF_VALUE)
    ResponseEntity<byte[]> letter(Launch launch, @PathVariable String stack, Locale locale) {
        Stack found = stack(stack, places.here(launch));
        Earner earner = launch.roles().isEarner() ? persons.earner(launch) : null;
        return LetterFile.of(letters.letter(
                earner == null ? null : launch.profile().name(),
                found,
                earner == null
                        ? null
                        : pathways.of(launch.tenant(), earner.id(), found.id(), Set.of())
                                .map(Stand::award)
                                .orElse(null),
                recognition.home(launch.tenant(), earner == null ? null : earner.teachesAt()),
                locale));
    }

    /** Asks for the badge of the stack to be counted. */
    @PostMapping("/claims")
    String claim(
            Launch launch,
            @PathVariable String stack,
            @RequestParam(defaultValue = "") String rule,
            @RequestParam(defaultValue = "0") int cycle,
            HttpServletRequest request) {
        Stack found = stack(stack, places.here(launch));
        PersonId person = persons.earning(launch);
        @Nullable
        Award award = pathways.of(launch.tenant(), person, found.id(), Set.of())
                .map(Stand::award)
                .orElse(null);
        if (award == null) {
            throw new NotFound("Launch " + launch.id().value() + " has not completed " + stack);
        }
        Home home = recognition.home(launch.tenant(), persons.earner(launch).teachesAt());
        claims.request(
                launch.tenant(),
                person,
                award,
                found,
                rule,
                cycle,
                Said.of(request::getParameter, rule, recognition.asks(home)));
        return "redirect:" + launch.path("/pathways/" + stack + "?saved=claim#claims");
    }

    /** Only from where it is a part of: a window shows what its own course is about. */
    private Stack stack(String id, Place place) {
        boolean part = pathways.from(place.credential().id()).stream()
                .anyMatch(way -> way.id().equals(id));
        return Optional.of(id)
                .filter(wanted -> part)
                .flatMap(wanted -> catalogue.current(new StackId(wanted)))
                .orElseThrow(() -> new NotFound("No stack " + id + " on the way from this window"));
    }
}
