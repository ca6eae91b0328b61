package dev.laurel.wallet;

import dev.laurel.person.PersonId;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What opens a wallet, and the accounts whose badges lie in it. */
@Controller
@RequestMapping("/wallet/accounts")
class AccessPages {

    private final Wallets wallets;
    private final Doors doors;
    private final Mails mails;
    private final Carrying carrying;
    private final Joinings joinings;
    private final Unions unions;

    AccessPages(Wallets wallets, Doors doors, Mails mails, Carrying carrying, Joinings joinings, Unions unions) {
        this.wallets = wallets;
        this.doors = doors;
        this.mails = mails;
        this.carrying = carrying;
        this.joinings = joinings;
        this.unions = unions;
    }

    /**
     * @param name empty when the platform does not tell
     * @param counts whether all badges of the wallet count there
     */
    record Line(UUID tenant, UUID person, String name, String district, Instant since, boolean counts) {}

    @GetMapping
    ModelAndView accounts(@AuthenticationPrincipal WalletId wallet, @RequestParam(defaultValue = "") String done) {
        return page(wallet).addObject("done", done.matches("[a-z-]{1,20}") ? done : "");
    }

    private ModelAndView page(WalletId wallet) {
        Owner counting = wallets.counting(wallet).orElse(null);
        return new ModelAndView("wallet/accounts")
                .addObject("section", "wallet")
                .addObject("canMail", mails.canBeSent())
                .addObject("done", "")
                .addObject("counting", counting != null)
                .addObject("joinings", JoiningPages.views(owners(wallet), joinings, doors))
                .addObject(
                        "unions",
                        unions.in(wallet).stream().filter(unions::isSeparable).toList())
                .addObject("addresses", wallets.addresses(wallet))
                .addObject(
                        "accounts",
                        wallets.accounts(wallet).stream()
                                .map(linked -> line(linked, linked.owner().equals(counting)))
                                .toList());
    }

    private List<Owner> owners(WalletId wallet) {
        return wallets.accounts(wallet).stream().map(Wallets.Linked::owner).toList();
    }

    private Line line(Wallets.Linked linked, boolean counts) {
        Doors.Account account = doors.account(linked.owner());
        return new Line(
                linked.owner().tenant().value(),
                linked.owner().person().value(),
                account.name(),
                account.district(),
                linked.since(),
                counts);
    }

    @PostMapping("/addresses")
    ModelAndView add(
            @AuthenticationPrincipal WalletId wallet,
            @RequestParam(defaultValue = "") String address,
            HttpServletRequest request,
            Locale locale) {
        Doors.Asked asked = doors.addAddress(wallet, address, "origin " + request.getRemoteAddr(), locale);
        if (asked == Doors.Asked.SENT) {
            return new ModelAndView("redirect:/wallet/accounts?done=sent");
        }
        ModelAndView again = page(wallet)
                .addObject("addressProblem", "wallet.ask." + asked.key())
                .addObject("address", address);
        again.setStatus(asked == Doors.Asked.TOO_MANY ? HttpStatus.TOO_MANY_REQUESTS : HttpStatus.BAD_REQUEST);
        return again;
    }

    @PostMapping("/addresses/removal")
    String remove(@AuthenticationPrincipal WalletId wallet, @RequestParam(defaultValue = "") String address) {
        boolean removed = wallets.remove(wallet, new Address(address));
        return "redirect:/wallet/accounts?done=" + (removed ? "removed" : "last");
    }

    /** Shows a code, once: it is not kept in a form that could be shown again. */
    @PostMapping("/code")
    ModelAndView code(@AuthenticationPrincipal WalletId wallet) {
        Optional<String> code = doors.code(wallet);
        ModelAndView page = page(wallet);
        if (code.isEmpty()) {
            page.setStatus(HttpStatus.TOO_MANY_REQUESTS);
            return page.addObject("codeProblem", "wallet.ask.too-many");
        }
        return page.addObject("code", Codes.grouped(code.get()));
    }

    /** Says which wallet a code is of, before the two become one. */
    @PostMapping("/other")
    ModelAndView other(@AuthenticationPrincipal WalletId wallet, @RequestParam(defaultValue = "") String code) {
        Optional<WalletId> other = doors.otherBehindCode(wallet, code);
        if (other.isEmpty()) {
            return notThere(wallet, code);
        }
        return new ModelAndView("wallet/unite")
                .addObject("section", "wallet")
                .addObject("code", Codes.typed(code))
                .addObject("addresses", texts(other.get()))
                .addObject("own", texts(wallet))
                .addObject("counting", doors.counting(wallet, other.get()))
                .addObject(
                        "accounts",
                        owners(other.get()).stream().map(doors::account).toList());
    }

    private ModelAndView notThere(WalletId wallet, String typed) {
        ModelAndView again =
                page(wallet).addObject("otherProblem", "wallet.other.problem").addObject("otherCode", typed);
        again.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return again;
    }

    private List<String> texts(WalletId wallet) {
        return wallets.addresses(wallet).stream().map(Address::text).toList();
    }

    @PostMapping("/other/join")
    ModelAndView unite(
            @AuthenticationPrincipal WalletId wallet,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String counting,
            Locale locale) {
        return doors.unite(wallet, code, counting.equals("there"), locale)
                ? new ModelAndView("redirect:/wallet/accounts?done=united")
                : notThere(wallet, code);
    }

    /** Lets two wallets that became one be two again; everybody has to sign in then. */
    @PostMapping("/unions/{union}/separation")
    String separate(@AuthenticationPrincipal WalletId wallet, @PathVariable UUID union, Locale locale) {
        Union standing = unions.find(wallet, union)
                .orElseThrow(() -> new NotFound("No union " + union + " stands in this wallet"));
        return unions.separate(standing, locale)
                ? "redirect:/wallet?done=separated"
                : "redirect:/wallet/accounts?done=last-of-one";
    }

    @PostMapping("/unlink")
    String unlink(@AuthenticationPrincipal WalletId wallet, @RequestParam UUID tenant, @RequestParam UUID person) {
        boolean unlinked = doors.leave(wallet, new Owner(new TenantId(tenant), new PersonId(person)));
        return "redirect:/wallet/accounts" + (unlinked ? "?done=unlinked" : "");
    }

    /** Says that all badges of the wallet count with this account, or, without one, each where it was earned. */
    @PostMapping("/counting")
    String counting(
            @AuthenticationPrincipal WalletId wallet,
            @RequestParam(required = false) @Nullable UUID tenant,
            @RequestParam(required = false) @Nullable UUID person) {
        Owner owner = tenant == null || person == null ? null : new Owner(new TenantId(tenant), new PersonId(person));
        boolean counts = carrying.to(wallet, owner);
        return "redirect:/wallet/accounts" + (counts ? "?done=" + (owner == null ? "apart" : "counting") : "");
    }

    /** Says of an account outside of this wallet that it is one's own too, or that it, or one beside, is not. */
    @PostMapping("/joinings/{joining}/{answer:yes|no}")
    String answer(@AuthenticationPrincipal WalletId wallet, @PathVariable UUID joining, @PathVariable String answer) {
        boolean done = false;
        for (Owner owner : joinings.sides(joining, owners(wallet))) {
            done |= answer.equals("yes") ? joinings.agree(joining, owner) : joinings.object(joining, owner);
        }
        return "redirect:/wallet/accounts?done=joining-" + (done ? answer : "over");
    }
}
