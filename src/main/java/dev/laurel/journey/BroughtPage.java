package dev.laurel.journey;

import dev.laurel.lti.Launch;
import dev.laurel.person.Persons;
import dev.laurel.person.Persons.Earner;
import dev.laurel.recognition.Brought;
import dev.laurel.recognition.BroughtBadges;
import dev.laurel.recognition.Claim;
import dev.laurel.recognition.Claims;
import dev.laurel.recognition.Claims.Said;
import dev.laurel.recognition.Cycles;
import dev.laurel.recognition.Home;
import dev.laurel.recognition.Judgement;
import dev.laurel.recognition.Reciprocity;
import dev.laurel.recognition.Recognition;
import dev.laurel.recognition.WorthView;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Badges that somebody brought from elsewhere, with what they count for where they teach now and what agreements say of
 * each. Here they ask for them to be counted.
 */
@Controller
@RequestMapping("/l/{launch}/brought")
class BroughtPage {

    private final Persons persons;
    private final Recognition recognition;
    private final Claims claims;
    private final Cycles cycles;
    private final Reciprocity reciprocity;
    private final BroughtBadges brought;

    BroughtPage(
            Persons persons,
            Recognition recognition,
            Claims claims,
            Cycles cycles,
            Reciprocity reciprocity,
            BroughtBadges brought) {
        this.persons = persons;
        this.recognition = recognition;
        this.claims = claims;
        this.cycles = cycles;
        this.reciprocity = reciprocity;
        this.brought = brought;
    }

    /** @param claimable what it may be claimed for; empty while it does not verify */
    record Line(Brought badge, List<Judgement> judgements, List<WorthView> claimable, List<Claim> claims) {}

    @GetMapping
    ModelAndView list(Launch launch, @RequestParam(defaultValue = "") String saved, Locale locale) {
        Earner earner = earner(launch);
        Home home = recognition.home(launch.tenant(), earner.teachesAt());
        List<Claim> made = claims.forBrought(launch.tenant(), earner.id());
        int year = cycles.year();
        return new ModelAndView("journey/brought")
                .addObject("home", home)
                .addObject("asks", recognition.asks(home))
                .addObject(
                        "cycles",
                        ClaimCycles.in(
                                year,
                                cycles.of(launch.tenant(), earner.id()),
                                cycles.licences(launch.tenant(), earner.id())))
                .addObject("saved", saved.equals("claim") || saved.equals("answer") ? saved : "")
                .addObject(
                        "lines",
                        brought.of(launch.tenant(), earner.id()).stream()
                                .map(badge -> line(badge, home, made, locale))
                                .toList());
    }

    private Line line(Brought badge, Home home, List<Claim> made, Locale locale) {
        return new Line(
                badge,
                home.authorities().stream()
                        .flatMap(authority -> reciprocity.judge(badge, authority.code()).stream())
                        .toList(),
                badge.state() == Brought.State.FAILED
                        ? List.of()
                        : claims
                                .offer(badge)
                                .map(offer -> recognition.views(offer, home, locale))
                                .orElse(List.of())
                                .stream()
                                .filter(worth -> worth.lines().stream().anyMatch(line -> line.rule() != null))
                                .toList(),
                made.stream()
                        .filter(claim -> claim.credentialId().equals(badge.id()))
                        .toList());
    }

    /** Asks for one of them to be counted; its issuer is asked whether it still holds. */
    @PostMapping("/{badge:[A-Za-z0-9-]{1,64}}/claims")
    String claim(
            Launch launch,
            @PathVariable String badge,
            @RequestParam(defaultValue = "") String rule,
            @RequestParam(defaultValue = "0") int cycle,
            HttpServletRequest request) {
        Earner earner = earner(launch);
        Home home = recognition.home(launch.tenant(), earner.teachesAt());
        claims.requestBrought(
                launch.tenant(),
                earner.id(),
                badge,
                rule,
                cycle,
                Said.of(request::getParameter, rule, recognition.asks(home)));
        return "redirect:" + launch.path("/brought?saved=claim");
    }

    private Earner earner(Launch launch) {
        persons.earning(launch);
        return persons.earner(launch);
    }
}
