package dev.laurel.recognition;

import dev.laurel.badge.Badges;
import dev.laurel.person.Person;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.person.StaffMember;
import dev.laurel.system.NotFound;
import dev.laurel.system.Paging;
import dev.laurel.tenant.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.support.RequestContextUtils;

/** The recognition officer's desk: claims with the rule, its source and the facts side by side. Never evidence. */
@Controller
@RequestMapping("/recognition/claims")
class ClaimPages {

    private static final Logger log = LoggerFactory.getLogger(ClaimPages.class);
    private static final int PAGE_SIZE = 25;
    private static final String OPEN = "open";

    private static final Map<String, Set<ClaimState>> SHOWN = Map.of(
            OPEN,
            EnumSet.of(ClaimState.REQUESTED, ClaimState.UNDER_REVIEW),
            "asked",
            EnumSet.of(ClaimState.MORE_INFORMATION),
            "decided",
            EnumSet.of(ClaimState.APPROVED, ClaimState.DECLINED, ClaimState.WITHDRAWN));

    private static final String REVOKED = "revoked";
    private static final List<String> FILTERS = List.of(OPEN, "asked", REVOKED, "decided");

    private final Claims claims;
    private final ClaimRows rows;
    private final ClaimLimits limits;
    private final ClaimedBadges claimed;
    private final Rulebook rulebook;
    private final Recognition recognition;
    private final Persons persons;
    private final Badges badges;
    private final Dossiers dossiers;
    private final Exports exports;
    private final RuleWords words;

    ClaimPages(
            Claims claims,
            ClaimRows rows,
            ClaimLimits limits,
            ClaimedBadges claimed,
            Rulebook rulebook,
            Recognition recognition,
            Persons persons,
            Badges badges,
            Dossiers dossiers,
            Exports exports,
            RuleWords words) {
        this.claims = claims;
        this.rows = rows;
        this.limits = limits;
        this.claimed = claimed;
        this.rulebook = rulebook;
        this.recognition = recognition;
        this.persons = persons;
        this.badges = badges;
        this.dossiers = dossiers;
        this.exports = exports;
        this.words = words;
    }

    /**
     * @param name absent when the platform does not tell
     * @param figure in the reader's language; absent where there is none
     */
    record Line(
            Claim claim,
            @Nullable String name,
            String place,
            @Nullable String figure) {}

    @GetMapping
    ModelAndView list(
            StaffMember officer,
            @RequestParam(defaultValue = OPEN) String show,
            @RequestParam(defaultValue = "0") String page,
            Locale locale) {
        String shown = SHOWN.containsKey(show) || show.equals(REVOKED) ? show : OPEN;
        int at = Paging.number(page);
        List<Claim> found = shown.equals(REVOKED)
                ? rows.flagged(officer.recognises(), at, PAGE_SIZE + 1)
                : rows.list(officer.recognises(), SHOWN.getOrDefault(shown, Set.of()), at, PAGE_SIZE + 1);
        return new ModelAndView("recognition/claims")
                .addObject("section", "claims")
                .addObject("show", shown)
                .addObject("filters", FILTERS)
                .addObject("page", at)
                .addObject("pages", Paging.on(at, found.size(), PAGE_SIZE).pages())
                .addObject("lines", lines(found.stream().limit(PAGE_SIZE).toList(), locale));
    }

    private List<Line> lines(List<Claim> found, Locale locale) {
        Map<PersonId, Person> people = new HashMap<>();
        for (TenantId tenant : found.stream().map(Claim::tenant).distinct().toList()) {
            people.putAll(persons.find(
                    tenant,
                    found.stream()
                            .filter(claim -> claim.tenant().equals(tenant))
                            .map(Claim::person)
                            .distinct()
                            .toList()));
        }
        return found.stream()
                .map(claim -> new Line(
                        claim, nameOf(people.get(claim.person())), placeOf(claim), words.figure(claim, locale)))
                .toList();
    }

    private static @Nullable String nameOf(@Nullable Person person) {
        return person == null ? null : person.name();
    }

    private String placeOf(Claim claim) {
        return recognition
                .authority(claim.authority())
                .map(Authority::place)
                .orElse(claim.authority().value());
    }

    /**
     * Everything that was approved, as a table for other systems.
     *
     * @param cycle the year in which cycles end; empty for all
     * @throws ClaimRefused when it is no year: who asks for one cycle is never given all
     */
    @GetMapping(path = "/approved.csv", produces = "text/csv")
    void export(
            StaffMember officer,
            @RequestParam(defaultValue = "") String cycle,
            HttpServletResponse response,
            Locale locale)
            throws IOException {
        String asked = cycle.strip();
        if (!asked.isEmpty() && !asked.matches("\\d{4}")) {
            throw ClaimRefused.unreadableYear();
        }
        Integer year = asked.isEmpty() ? null : Integer.valueOf(asked);
        log.info("Officer {} took the approved claims out", officer.id().value());
        response.setContentType(new MediaType("text", "csv", StandardCharsets.UTF_8).toString());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"approved-claims.csv\"");
        dossiers.approved(officer.recognises(), year, response.getOutputStream(), locale);
    }

    /** The claim with everything that it rests on, to file or to hand on. */
    @GetMapping(path = "/{id}/dossier.pdf", produces = MediaType.APPLICATION_PDF_VALUE)
    ResponseEntity<byte[]> dossier(StaffMember officer, @PathVariable UUID id, Locale locale) {
        Claim claim = own(officer, id);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"claim-" + id + ".pdf\"")
                .body(dossiers.pdf(claim, locale));
    }

    /** The badges behind the claim, signed, for programs. */
    @GetMapping(path = "/{id}/dossier.json", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> record(StaffMember officer, @PathVariable UUID id, Locale locale) {
        Claim claim = own(officer, id);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"claim-" + id + ".json\"")
                .body(dossiers.record(claim, locale));
    }

    @GetMapping("/{id}")
    ModelAndView claim(StaffMember officer, @PathVariable UUID id, Locale locale) {
        return page(officer, own(officer, id), locale);
    }

    /** The one that has waited longest after this one, or at all, among those that wait longest. */
    private @Nullable Line next(StaffMember officer, Claim claim, Locale locale) {
        List<Claim> waiting = rows.list(officer.recognises(), SHOWN.getOrDefault(OPEN, Set.of()), 0, PAGE_SIZE);
        int at = waiting.stream().map(Claim::id).toList().indexOf(claim.id());
        return Stream.concat(waiting.stream().skip(at + 1L), waiting.stream())
                .filter(other -> !other.id().equals(claim.id()))
                .findFirst()
                .map(other -> lines(List.of(other), locale).get(0))
                .orElse(null);
    }

    private ModelAndView page(StaffMember officer, Claim claim, Locale locale) {
        Rule rule = rulebook.behind(claim);
        List<Claim> ofTheAward = claims.of(claim.tenant(), claim.credentialId()).stream()
                .filter(other -> !other.id().equals(claim.id()))
                .toList();
        return new ModelAndView("recognition/claim")
                .addObject("section", "claims")
                .addObject("slip", "")
                .addObject("typed", Map.of())
                .addObject("line", lines(List.of(claim), locale).get(0))
                .addObject("next", next(officer, claim, locale))
                .addObject("claim", claim)
                .addObject("rule", rule)
                .addObject("said", words.say(rule, locale))
                .addObject("unit", words.unit(claim, locale))
                .addObject("phrases", new Phrases(words, rule, locale))
                .addObject(
                        "together",
                        rule.rate() instanceof Rate.PerCredentials rate && rate.credentials() > 1 ? rate : null)
                .addObject(
                        "status",
                        Optional.ofNullable(claim.home())
                                .flatMap(home -> badges.status(home, claim.credentialId()))
                                .orElse(null))
                .addObject("shares", claims.shares(claim.id()))
                .addObject("room", limits.room(claim))
                .addObject("besides", limits.besides(claim).orElse(null))
                .addObject("standing", claimed.standing(claim))
                .addObject("approved", limits.approved(claim))
                .addObject("approvedElsewhere", limits.approvedElsewhere(claim))
                .addObject("recognised", rows.recognised(claim.id()))
                .addObject("others", lines(ofTheAward, locale))
                .addObject("told", exports.told(claim))
                .addObject("standingOut", ExportStatus.of(claim).key())
                .addObject("history", rows.history(claim.id()));
    }

    /** What a claim took from its rule, as it is told to a reader. */
    record Phrases(RuleWords words, Rule rule, Locale locale) {

        public String say(String phrase) {
            return words.say(phrase, rule.language(), locale);
        }

        public String language(String phrase) {
            return words.language(phrase, rule.language(), locale);
        }
    }

    /** @param amount empty takes what the rule gives */
    @PostMapping("/{id}")
    ModelAndView decide(
            StaffMember officer,
            @PathVariable UUID id,
            @RequestParam ClaimState to,
            @RequestParam(defaultValue = "") String amount,
            @RequestParam(defaultValue = "") String category,
            @RequestParam(defaultValue = "") String words,
            HttpServletRequest request) {
        Claim claim = own(officer, id);
        try {
            claims.decide(
                    claim.tenant(),
                    claim.id(),
                    to,
                    number(amount),
                    category.isBlank() ? null : category,
                    shares(rulebook.behind(claim), request),
                    officer.id(),
                    words);
        } catch (ClaimRefused refused) {
            return again(officer, claim, refused, slip(claim, refused, to, request), request);
        }
        log.info("Officer {} put claim {} to {}", officer.id().value(), id, to);
        return new ModelAndView("redirect:/recognition/claims/" + id);
    }

    /** The form once more with everything that was typed, and the field marked that is to be corrected. */
    private ModelAndView again(
            StaffMember officer, Claim claim, ClaimRefused refused, String slip, HttpServletRequest request) {
        // What was decided by somebody else meanwhile has no form to come back to.
        boolean past = claims.find(claim.tenant(), claim.id())
                .filter(now -> now.state() == claim.state())
                .isEmpty();
        if (!refused.isSlip() || past) {
            throw refused;
        }
        Map<String, String> typed = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> typed.put(name, values[0]));
        ModelAndView page = page(officer, claim, RequestContextUtils.getLocale(request))
                .addObject("slip", slip)
                .addObject("slipKey", "recognition.slip." + slip.replaceFirst("-\\d+$", ""))
                .addObject("typed", typed);
        page.setStatus(refused.status());
        return page;
    }

    /** The field that is to be corrected. */
    private String slip(Claim claim, ClaimRefused refused, ClaimState to, HttpServletRequest request) {
        if (to == ClaimState.WITHDRAWN) {
            return "why";
        }
        if (to != ClaimState.APPROVED) {
            return "words";
        }
        if (refused.status() == HttpStatus.CONFLICT) {
            return "cap";
        }
        List<String> categories = rulebook.behind(claim).categories();
        for (int at = 0; at < categories.size(); at++) {
            if (isWrong(request.getParameter("share-" + at))) {
                return "share-" + at;
            }
        }
        String amount = request.getParameter("amount");
        if (isWrong(amount) || claim.amount() == null && (amount == null || amount.isBlank())) {
            return "amount";
        }
        return categories.isEmpty() ? "amount" : "category";
    }

    private static boolean isWrong(@Nullable String typed) {
        BigDecimal number = typed == null ? null : number(typed);
        return number != null && (number.signum() == 0 || number.compareTo(Claims.MOST_UNITS) > 0);
    }

    /** What was typed beside each category of the rule; those that were left empty are none. */
    private static List<Claims.Share> shares(Rule rule, HttpServletRequest request) {
        List<Claims.Share> shares = new ArrayList<>();
        for (int at = 0; at < rule.categories().size(); at++) {
            String typed = request.getParameter("share-" + at);
            BigDecimal amount = typed == null ? null : number(typed);
            if (amount != null) {
                shares.add(new Claims.Share(rule.categories().get(at), amount));
            }
        }
        return shares;
    }

    /** The badge was revoked, and what was approved stands all the same. */
    @PostMapping("/{id}/stands")
    ModelAndView letStand(
            StaffMember officer,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String words,
            HttpServletRequest request) {
        Claim claim = own(officer, id);
        try {
            claims.letStand(claim.tenant(), claim.id(), officer.id(), words);
        } catch (ClaimRefused refused) {
            return again(officer, claim, refused, "stands", request);
        }
        log.info("Officer {} let claim {} stand", officer.id().value(), id);
        return new ModelAndView("redirect:/recognition/claims/" + id);
    }

    private static @Nullable BigDecimal number(String amount) {
        String number = amount.strip().replace(',', '.');
        if (number.isEmpty()) {
            return null;
        }
        return number.matches("\\d{1,6}(\\.\\d{1,3})?") ? new BigDecimal(number) : BigDecimal.ZERO;
    }

    private Claim own(StaffMember officer, UUID id) {
        return officer.recognises().stream()
                .flatMap(tenant -> claims.find(tenant, new ClaimId(id)).stream())
                .findFirst()
                .orElseThrow(() -> new NotFound("No claim " + id + " for this officer"));
    }
}
