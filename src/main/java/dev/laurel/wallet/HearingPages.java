package dev.laurel.wallet;

import dev.laurel.badge.EarnedBadges;
import dev.laurel.badge.Proceeding;
import dev.laurel.lti.Launch;
import dev.laurel.stack.LostParts;
import dev.laurel.wallet.Holdings.Held;
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
    private final EarnerPlaces places;
    private final LostParts lostParts;

    HearingPages(Holdings holdings, EarnedBadges badges, EarnerPlaces places, LostParts lostParts) {
        this.holdings = holdings;
        this.badges = badges;
        this.places = places;
        this.lostParts = lostParts;
    }

    @ModelAttribute
    EarnerPlace place(@Nullable Launch launch, @AuthenticationPrincipal @Nullable WalletId wallet) {
        return places.of(launch, wallet);
    }

    @GetMapping
    ModelAndView hearing(@ModelAttribute(binding = false) EarnerPlace place, @PathVariable String id) {
        return page(place, id, "");
    }

    @PostMapping
    ModelAndView answer(
            @ModelAttribute(binding = false) EarnerPlace place,
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
        if (badges.answerNotice(held.owner().tenant(), id, plain, hearing) || isKept(place, id, plain, hearing)) {
            return new ModelAndView("redirect:" + at(place, id));
        }
        ModelAndView again = page(place, id, plain).addObject("notKept", true).addObject("asks", hearing);
        again.setStatus(HttpStatus.CONFLICT);
        return again;
    }

    private boolean isKept(EarnerPlace place, String id, String words, boolean hearing) {
        Proceeding open = holdings.find(place.owners(), id).badge().award().proceeding();
        return open != null && open.isAnsweredWith(words, hearing);
    }

    private ModelAndView page(EarnerPlace place, String id, String words) {
        Held held = holdings.find(place.owners(), id);
        return new ModelAndView(place.template("hearing"))
                .addObject("section", "wallet")
                .addObject("back", place.badge(id))
                .addObject("at", at(place, id))
                .addObject("badge", held.badge())
                .addObject("award", held.badge().award())
                .addObject("lost", lostParts.of(held.owner().tenant(), id))
                .addObject("words", words)
                .addObject("problem", false)
                .addObject("notKept", false)
                .addObject("asks", false)
                .addObject("mostCharacters", Proceeding.MOST_CHARACTERS);
    }

    private static String at(EarnerPlace place, String id) {
        return place.badge(id) + "/hearing";
    }
}
