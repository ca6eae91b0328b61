package dev.laurel.journey;

import dev.laurel.badge.Award;
import dev.laurel.badge.Badges;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.StackId;
import dev.laurel.journey.Journey.Place;
import dev.laurel.lti.Launch;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.person.Persons.Earner;
import dev.laurel.recognition.AuthorityCode;
import dev.laurel.recognition.Claim;
import dev.laurel.recognition.ClaimId;
import dev.laurel.recognition.Claims;
import dev.laurel.recognition.Claims.Said;
import dev.laurel.recognition.Cycles;
import dev.laurel.recognition.Dossiers;
import dev.laurel.recognition.Fillers;
import dev.laurel.recognition.Fillers.Outlook;
import dev.laurel.recognition.Home;
import dev.laurel.recognition.Judgement;
import dev.laurel.recognition.Letters;
import dev.laurel.recognition.Progress;
import dev.laurel.recognition.Reciprocity;
import dev.laurel.recognition.Recognition;
import dev.laurel.recognition.Scope.Offer;
import dev.laurel.recognition.WorthView;
import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
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

    private final Places places;
    private final Persons persons;
    private final Recognition recognition;
    private final Claims claims;
    private final Cycles cycles;
    private final Fillers fillers;
    private final Dossiers dossiers;
    private final Reciprocity reciprocity;
    private final Letters letters;
    private final Submissions submissions;
    private final Badges badges;
    private final Catalogue catalogue;

    CountsPage(
            Places places,
            Persons persons,
            Recognition recognition,
            Claims claims,
            Cycles cycles,
            Fillers fillers,
            Dossiers dossiers,
            Reciprocity reciprocity,
            Letters letters,
            Submissions submissions,
            Badges badges,
            Catalogue catalogue) {
        this.places = places;
        this.persons = persons;
        this.recognition = recognition;
        this.claims = claims;
        this.cycles = cycles;
        this.fillers = fillers;
        this.dossiers = dossiers;
        this.reciprocity = reciprocity;
        this.letters = letters;
        this.submissions = submissions;
        this.badges = badges;
        this.catalogue = catalogue;
    }

    @GetMapping
    ModelAndView counts(
            Launch launch,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "") String saved,
            Locale locale) {
        Place place = places.here(launch);
        MicroCredential credential = place.credential();
        Earner earner = launch.roles().isEarner() ? persons.earner(launch) : null;
        Home home = recognition.home(launch.tenant(), earner == null ? null : earner.teachesAt());
        Optional<Home> elsewhere = known(at).flatMap(recognition::at);
        Award award = earner == null ? null : award(launch, place, earner.id()).orElse(null);
        Map<String, Integer> ends = earner == null ? Map.of() : cycles.of(launch.tenant(), earner.id());
        List<Claim> made = award == null ? List.of() : claims.of(launch.tenant(), award.credentialId());
        List<WorthView> worths = recognition.views(Offer.of(credential), home, locale);
        ClaimCycles said = ClaimCycles.in(
                cycles.year(), ends, earner == null ? Map.of() : cycles.licences(launch.tenant(), earner.id()));
        return new ModelAndView("journey/counts")
                .addObject("award", award)
                .addObject("claims", made)
                .addObject("claimable", Claimable.of(award, worths, made, said, claims::bars))
                .addObject("cycles", said)
                .addObject("years", said.years())
                .addObject("progress", earner == null ? List.of() : outlooks(launch.tenant(), earner.id(), home))
                .addObject("ends", ends)
                .addObject(
                        "licences",
                        home.authorities().stream()
                                .collect(Collectors.toMap(
                                        authority -> authority.code().value(),
                                        authority -> recognition.licences(authority.code()))))
                .addObject("roles", earner == null ? Map.of() : cycles.roles(launch.tenant(), earner.id()))
                .addObject("credential", credential)
                .addObject("barTitle", credential.title())
                .addObject("home", home)
                .addObject("asks", recognition.asks(home))
                .addObject("worths", worths)
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

    private List<Outlook> outlooks(TenantId tenant, PersonId person, Home home) {
        List<Progress> progress = claims.progress(tenant, person, home);
        if (progress.isEmpty()) {
            return List.of();
        }
        Set<MicroCredentialId> earned = submissions.find(submissions.idsOf(tenant, person)).values().stream()
                .filter(own -> own.state() == SubmissionState.EARNED)
                .flatMap(own -> catalogue.version(own.version()).stream())
                .map(MicroCredential::id)
                .collect(Collectors.toSet());
        return progress.stream()
                .map(one -> new Outlook(one, fillers.of(one, earned)))
                .toList();
    }

    /** When the cycle of who teaches here ends with one of their authorities. */
    @PostMapping("/cycle")
    String cycleEnds(
            Launch launch,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "0") int year,
            @RequestParam(defaultValue = "") String role,
            HttpServletRequest request) {
        places.here(launch);
        PersonId person = persons.earning(launch);
        AuthorityCode authority = existing(at).orElseThrow(() -> new NotFound("There is no authority " + at));
        claims.cycleEnds(launch.tenant(), person, authority, year, role, licences(request));
        return "redirect:" + launch.path("/counts?saved=cycle#progress");
    }

    /** The years by license type, each in a row of the form; 0 for the same as the authority's, where none was chosen. */
    private static Map<String, Integer> licences(HttpServletRequest request) {
        String[] types = request.getParameterValues("licence");
        String[] years = request.getParameterValues("licence-year");
        Map<String, Integer> licences = new LinkedHashMap<>();
        for (int i = 0; types != null && years != null && i < Math.min(types.length, years.length); i++) {
            licences.put(types[i], years[i].isBlank() ? 0 : Cycles.typedYear(years[i]));
        }
        return licences;
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
        places.here(launch);
        persons.teachesAt(
                launch.tenant(),
                persons.earning(launch),
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
        Place place = places.here(launch);
        Earner earner = launch.roles().isEarner() ? persons.earner(launch) : null;
        return LetterFile.of(letters.letter(
                earner == null ? null : launch.profile().name(),
                place.credential(),
                earner == null ? null : award(launch, place, earner.id()).orElse(null),
                recognition.home(launch.tenant(), earner == null ? null : earner.teachesAt()),
                locale));
    }

    /** Asks for the badge of this window to be counted. */
    @PostMapping("/claims")
    String claim(
            Launch launch,
            @RequestParam(defaultValue = "") String rule,
            @RequestParam(defaultValue = "0") int cycle,
            HttpServletRequest request) {
        Place place = places.here(launch);
        PersonId person = persons.earning(launch);
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
                Said.of(request::getParameter, rule, recognition.asks(home)));
        return "redirect:" + launch.path("/counts?saved=claim#claims");
    }

    /** Answers what an officer asked. */
    @PostMapping("/claims/{claim}")
    String answer(
            Launch launch,
            @PathVariable UUID claim,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(defaultValue = "") String stack) {
        claims.answer(launch.tenant(), persons.earning(launch), new ClaimId(claim), words);
        return backTo(launch, stack, "answer");
    }

    /** Takes a claim back that is not decided. */
    @PostMapping("/claims/{claim}/take-back")
    String takeBack(Launch launch, @PathVariable UUID claim, @RequestParam(defaultValue = "") String stack) {
        claims.takeBack(launch.tenant(), persons.earning(launch), new ClaimId(claim));
        return backTo(launch, stack, "taken-back");
    }

    /** The page that the claim stands on: of a stack, or this one. */
    private static String backTo(Launch launch, String stack, String saved) {
        String page = StackId.isValid(stack) ? "/pathways/" + stack : "/counts";
        return "redirect:" + launch.path(page + "?saved=" + saved + "#claims");
    }

    /** One's own claim with everything that it rests on, to keep or to hand on. */
    @GetMapping(path = "/claims/{claim}/dossier.pdf", produces = MediaType.APPLICATION_PDF_VALUE)
    ResponseEntity<byte[]> dossier(Launch launch, @PathVariable UUID claim, Locale locale) {
        byte[] pdf = dossiers.pdf(own(launch, claim), locale);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"claim-" + claim + ".pdf\"")
                .body(pdf);
    }

    /** The badges behind it, signed, for programs. */
    @GetMapping(path = "/claims/{claim}/dossier.json", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> record(Launch launch, @PathVariable UUID claim, Locale locale) {
        String record = dossiers.record(own(launch, claim), locale);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"claim-" + claim + ".json\"")
                .body(record);
    }

    private Claim own(Launch launch, UUID claim) {
        return claims.find(launch.tenant(), persons.earning(launch), new ClaimId(claim))
                .orElseThrow(() -> new NotFound("No claim " + claim + " of this person"));
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
