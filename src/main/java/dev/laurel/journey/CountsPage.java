package dev.laurel.journey;

import dev.laurel.badge.Award;
import dev.laurel.badge.Badges;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.journey.Journey.Place;
import dev.laurel.lti.Launch;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.person.Persons.Earner;
import dev.laurel.recognition.AuthorityCode;
import dev.laurel.recognition.ClaimId;
import dev.laurel.recognition.Claims;
import dev.laurel.recognition.GivenNumbers;
import dev.laurel.recognition.Home;
import dev.laurel.recognition.Judgement;
import dev.laurel.recognition.Letters;
import dev.laurel.recognition.Reciprocity;
import dev.laurel.recognition.Recognition;
import dev.laurel.recognition.Scope.Offer;
import dev.laurel.submission.Submission;
import dev.laurel.submission.Submissions;
import dev.laurel.system.NotFound;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
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
 * What a micro-credential counts for where one teaches, who says so and since when, and what it would count for elsewhere.
 * Here a teacher says that they teach somewhere else, and a coordinator where the district lies.
 */
@Controller
@RequestMapping("/l/{launch}/counts")
class CountsPage {

    /** So many years ahead a cycle may end. */
    static final int CYCLES = 6;

    private final Places places;
    private final Persons persons;
    private final Recognition recognition;
    private final Claims claims;
    private final Reciprocity reciprocity;
    private final Letters letters;
    private final Submissions submissions;
    private final Badges badges;
    private final Clock clock;

    CountsPage(
            Places places,
            Persons persons,
            Recognition recognition,
            Claims claims,
            Reciprocity reciprocity,
            Letters letters,
            Submissions submissions,
            Badges badges,
            Clock clock) {
        this.places = places;
        this.persons = persons;
        this.recognition = recognition;
        this.claims = claims;
        this.reciprocity = reciprocity;
        this.letters = letters;
        this.submissions = submissions;
        this.badges = badges;
        this.clock = clock;
    }

    @GetMapping
    ModelAndView counts(
            Launch launch,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "") String saved,
            Locale locale) {
        Place place = place(launch);
        MicroCredential credential = place.credential();
        Earner earner = launch.roles().isEarner() ? persons.earner(launch) : null;
        Home home = recognition.home(launch.tenant(), earner == null ? null : earner.teachesAt());
        Optional<Home> elsewhere = known(at).flatMap(recognition::at);
        Award award = earner == null ? null : award(launch, place, earner.id()).orElse(null);
        int year = clock.instant().atZone(ZoneOffset.UTC).getYear();
        return new ModelAndView("journey/counts")
                .addObject("award", award)
                .addObject("claims", award == null ? List.of() : claims.of(launch.tenant(), award.credentialId()))
                .addObject(
                        "claimable",
                        award != null && award.status() == Award.Status.VALID
                                ? recognition.views(Offer.of(credential), home, locale).stream()
                                        .filter(worth -> worth.lines().stream().anyMatch(line -> line.rule() != null))
                                        .toList()
                                : List.of())
                .addObject(
                        "years",
                        IntStream.rangeClosed(year, year + CYCLES).boxed().toList())
                .addObject("progress", earner == null ? List.of() : claims.progress(launch.tenant(), earner.id(), home))
                .addObject("credential", credential)
                .addObject("barTitle", credential.title())
                .addObject("home", home)
                .addObject("asks", recognition.asks(home))
                .addObject("worths", recognition.views(Offer.of(credential), home, locale))
                .addObject("where", elsewhere.isPresent() ? at : "")
                .addObject(
                        "elsewhere",
                        elsewhere
                                .map(there -> recognition.views(Offer.of(credential), there, locale))
                                .orElse(List.of()))
                .addObject("judgements", judgements(launch, award, home))
                .addObject(
                        "judgedElsewhere",
                        elsewhere.map(there -> judgements(launch, award, there)).orElse(List.of()))
                .addObject("district", recognition.home(launch.tenant(), null))
                .addObject("earner", earner != null)
                .addObject("coordinator", launch.roles().isCoordinator())
                .addObject("saved", saved)
                .addObject("authorities", recognition.authorities());
    }

    /** What agreements say of a badge that comes from elsewhere than where its earner teaches or means to. */
    private List<Judgement> judgements(Launch launch, @Nullable Award award, Home home) {
        return award == null
                ? List.of()
                : home.authorities().stream()
                        .flatMap(authority ->
                                reciprocity.judge(launch.tenant(), award.credentialId(), authority.code()).stream())
                        .toList();
    }

    /** A teacher's own choice; an empty one takes it back. */
    @PostMapping
    String teachesAt(Launch launch, @RequestParam(defaultValue = "") String at) {
        place(launch);
        persons.teachesAt(
                launch.tenant(),
                earner(launch),
                existing(at).map(AuthorityCode::value).orElse(null));
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

    /** To take to the district: hours and criteria, where no rule says how much it counts, and beforehand too. */
    @GetMapping(path = "/letter.pdf", produces = MediaType.APPLICATION_PDF_VALUE)
    ResponseEntity<byte[]> letter(Launch launch, Locale locale) {
        Place place = place(launch);
        Earner earner = launch.roles().isEarner() ? persons.earner(launch) : null;
        return LetterFile.of(letters.letter(
                earner == null ? null : launch.profile().name(),
                place.credential(),
                earner == null ? null : award(launch, place, earner.id()).orElse(null),
                recognition.home(launch.tenant(), earner == null ? null : earner.teachesAt()),
                locale));
    }

    private Place place(Launch launch) {
        return places.at(launch)
                .orElseThrow(
                        () -> new NotFound("The link of launch " + launch.id().value() + " stands for nothing"));
    }

    /** Asks for the badge of this window to be counted. */
    @PostMapping("/claims")
    String claim(
            Launch launch,
            @RequestParam(defaultValue = "") String rule,
            @RequestParam(defaultValue = "0") int cycle,
            HttpServletRequest request) {
        Place place = place(launch);
        PersonId person = earner(launch);
        Award award = award(launch, place, person)
                .orElseThrow(() -> new NotFound("Launch " + launch.id().value() + " has earned no badge here"));
        Home home = recognition.home(launch.tenant(), persons.earner(launch).teachesAt());
        claims.request(
                launch.tenant(),
                person,
                award,
                place.credential(),
                rule,
                cycle,
                GivenNumbers.of(request::getParameter, recognition.asks(home)));
        return "redirect:" + launch.path("/counts?saved=claim#claims");
    }

    /** Answers what an officer asked. */
    @PostMapping("/claims/{claim}")
    String answer(Launch launch, @PathVariable UUID claim, @RequestParam(defaultValue = "") String words) {
        claims.answer(launch.tenant(), earner(launch), new ClaimId(claim), words);
        return "redirect:" + launch.path("/counts?saved=answer#claims");
    }

    private PersonId earner(Launch launch) {
        if (!launch.roles().isEarner()) {
            throw new NotFound("Launch " + launch.id().value() + " is nobody's who earns");
        }
        return persons.behind(launch);
    }

    private Optional<Award> award(Launch launch, Place place, PersonId earner) {
        return submissions
                .open(launch, place.placement(), earner)
                .map(Submission::id)
                .flatMap(own -> badges.of(launch.tenant(), own));
    }

    private static Optional<AuthorityCode> known(String at) {
        return Optional.of(at).filter(AuthorityCode::isValid).map(AuthorityCode::new);
    }

    private Optional<AuthorityCode> existing(String at) {
        return known(at).filter(code -> recognition.at(code).isPresent());
    }
}
