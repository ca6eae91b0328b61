package dev.laurel.wallet;

import dev.laurel.badge.EarnedBadges;
import dev.laurel.badge.Proceeding;
import dev.laurel.lti.Launch;
import dev.laurel.person.Persons;
import dev.laurel.system.NotFound;
import dev.laurel.wallet.Holdings.Held;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Where an earner answers to the notice that one of their badges may be revoked, made of others or not: in the wallet outside
 * of any LMS and in a window of one.
 */
@Controller
@RequestMapping({HearingPages.BADGE, "/l/{launch}" + HearingPages.BADGE})
class HearingPages {

    static final String BADGE = "/wallet/badges/{id:[A-Za-z0-9-]{1,64}}/hearing";

    private final Holdings holdings;
    private final EarnedBadges badges;
    private final Wallets wallets;
    private final Persons persons;

    HearingPages(Holdings holdings, EarnedBadges badges, Wallets wallets, Persons persons) {
        this.holdings = holdings;
        this.badges = badges;
        this.wallets = wallets;
        this.persons = persons;
    }

    /** Where the page stands. {@code base} is the address of the badges there. */
    record Place(String template, Collection<Owner> owners, String base) {

        String badge(String id) {
            return base + "/badges/" + id;
        }

        String at(String id) {
            return badge(id) + "/hearing";
        }
    }

    /** @throws NotFound when the window is nobody's who earns, or nobody is there at all */
    @ModelAttribute
    Place place(@Nullable Launch launch, @AuthenticationPrincipal @Nullable WalletId wallet) {
        if (launch != null && launch.roles().isEarner()) {
            return new Place(
                    "wallet/window-hearing",
                    List.of(new Owner(launch.tenant(), persons.behind(launch))),
                    launch.path("/wallet"));
        }
        if (launch == null && wallet != null) {
            return new Place(
                    "wallet/hearing",
                    wallets.accounts(wallet).stream().map(Wallets.Linked::owner).toList(),
                    "/wallet");
        }
        throw new NotFound("Nobody is here who has badges");
    }

    @GetMapping
    ModelAndView hearing(@ModelAttribute(binding = false) Place place, @PathVariable String id) {
        return page(place, id, "");
    }

    @PostMapping
    ModelAndView answer(
            @ModelAttribute(binding = false) Place place,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(defaultValue = "false") boolean hearing) {
        Held held = holdings.find(place.owners(), id);
        String plain = Proceeding.typed(words);
        if (!Proceeding.isAnswer(plain)) {
            ModelAndView again =
                    page(place, id, plain).addObject("problem", true).addObject("asks", hearing);
            again.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
            return again;
        }
        // A second press, or a decision meanwhile, finds nothing to keep: the page says how it stands.
        badges.answerNotice(held.owner().tenant(), id, plain, hearing);
        return new ModelAndView("redirect:" + place.at(id));
    }

    private ModelAndView page(Place place, String id, String words) {
        Held held = holdings.find(place.owners(), id);
        return new ModelAndView(place.template())
                .addObject("section", "wallet")
                .addObject("back", place.badge(id))
                .addObject("at", place.at(id))
                .addObject("badge", held.badge())
                .addObject("award", held.badge().award())
                .addObject("words", words)
                .addObject("problem", false)
                .addObject("asks", false)
                .addObject("mostCharacters", Proceeding.MOST_CHARACTERS);
    }
}
