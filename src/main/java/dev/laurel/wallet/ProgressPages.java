package dev.laurel.wallet;

import dev.laurel.badge.EarnedBadge;
import dev.laurel.person.Persons;
import dev.laurel.recognition.AuthorityCode;
import dev.laurel.recognition.Claim;
import dev.laurel.recognition.Claims;
import dev.laurel.recognition.Fillers;
import dev.laurel.recognition.Fillers.Outlook;
import dev.laurel.recognition.Progress;
import dev.laurel.recognition.Recognition;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** How far somebody is with what their authorities ask for, outside of any LMS and with all accounts of their wallet. */
@Controller
@RequestMapping("/wallet/progress")
class ProgressPages {

    private static final int MOST_CLAIMS = 100;
    private static final int MOST_BADGES = 200;

    private final Wallets wallets;
    private final Holdings holdings;
    private final Persons persons;
    private final Recognition recognition;
    private final Claims claims;
    private final Fillers fillers;

    ProgressPages(
            Wallets wallets,
            Holdings holdings,
            Persons persons,
            Recognition recognition,
            Claims claims,
            Fillers fillers) {
        this.wallets = wallets;
        this.holdings = holdings;
        this.persons = persons;
        this.recognition = recognition;
        this.claims = claims;
        this.fillers = fillers;
    }

    /** @param place where it was claimed */
    record Asked(Claim claim, String place) {}

    @GetMapping
    ModelAndView progress(@AuthenticationPrincipal WalletId wallet) {
        List<Owner> owners =
                wallets.accounts(wallet).stream().map(Wallets.Linked::owner).toList();
        List<String> earned = holdings.of(owners, 0, MOST_BADGES).stream()
                .map(EarnedBadge::path)
                .toList();
        return new ModelAndView("wallet/progress")
                .addObject("section", "wallet")
                .addObject("accounts", owners.size())
                .addObject(
                        "progress",
                        progress(owners).stream()
                                .map(one -> new Outlook(one, fillers.forHolder(one, earned)))
                                .toList())
                .addObject(
                        "claims",
                        owners.stream()
                                .flatMap(owner -> claims.of(owner.tenant(), owner.person()).stream())
                                .sorted(Comparator.comparing(Claim::requestedAt).reversed())
                                .limit(MOST_CLAIMS)
                                .map(claim -> new Asked(claim, place(claim.authority())))
                                .toList());
    }

    private String place(AuthorityCode authority) {
        return recognition.authority(authority).map(found -> found.place()).orElse(authority.value());
    }

    /** What counts with one account counts with all: of two with one authority, the one that says for which cycle. */
    private List<Progress> progress(List<Owner> owners) {
        Map<AuthorityCode, List<Progress>> found = new LinkedHashMap<>();
        for (Owner owner : owners) {
            String own = persons.teachesAt(owner.tenant(), owner.person()).orElse(null);
            claims.progress(owner.tenant(), owner.person(), recognition.home(owner.tenant(), own)).stream()
                    .collect(Collectors.groupingBy(
                            one -> one.authority().code(), LinkedHashMap::new, Collectors.toList()))
                    .forEach((authority, progress) -> found.merge(
                            authority, progress, (first, second) -> saysMore(second, first) ? second : first));
        }
        return found.values().stream().flatMap(List::stream).toList();
    }

    private static boolean saysMore(List<Progress> one, List<Progress> other) {
        return other.stream().allMatch(each -> each.cycleEnds() == null)
                && one.stream().anyMatch(each -> each.cycleEnds() != null);
    }
}
