package dev.laurel.wallet;

import dev.laurel.badge.PublishedEvidence;
import dev.laurel.system.Paging;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The wallet outside of any LMS: opened by a link in a mail, and all badges of all its accounts in it. */
@Controller
@RequestMapping("/wallet")
class WalletPages {

    private static final String ID = "{id:[A-Za-z0-9-]{1,64}}";
    private static final String BASE = "/wallet";

    private final BadgeDesk desk;
    private final Wallets wallets;
    private final Imports imports;
    private final Doors doors;
    private final Mails mails;
    private final WalletSessions sessions;
    private final WalletCookie cookie;

    WalletPages(
            BadgeDesk desk,
            Wallets wallets,
            Imports imports,
            Doors doors,
            Mails mails,
            WalletSessions sessions,
            WalletCookie cookie) {
        this.desk = desk;
        this.wallets = wallets;
        this.imports = imports;
        this.doors = doors;
        this.mails = mails;
        this.sessions = sessions;
        this.cookie = cookie;
    }

    private List<Owner> owners(WalletId wallet) {
        return wallets.accounts(wallet).stream().map(Wallets.Linked::owner).toList();
    }

    @GetMapping
    ModelAndView first(
            @AuthenticationPrincipal @Nullable WalletId wallet,
            @RequestParam(defaultValue = "0") String page,
            @RequestParam(defaultValue = "") String done) {
        String word = done.matches("[a-z-]{1,20}") ? done : "";
        if (wallet == null) {
            return form().addObject("done", word);
        }
        return desk.list("wallet/wallet", owners(wallet), BASE, Paging.number(page))
                .addObject("section", "wallet")
                .addObject("imports", imports.of(wallet))
                .addObject("done", word);
    }

    private ModelAndView form() {
        return new ModelAndView("wallet/sign-in")
                .addObject("section", "wallet")
                .addObject("canMail", mails.canBeSent())
                .addObject("done", "");
    }

    /** Sends a link, if the address opens a wallet. The answer is the same if not. */
    @PostMapping("/sign-in")
    ModelAndView signIn(@RequestParam(defaultValue = "") String address, HttpServletRequest request, Locale locale) {
        Doors.Asked asked = doors.signIn(address, "origin " + request.getRemoteAddr(), locale);
        if (asked == Doors.Asked.SENT) {
            return new ModelAndView("redirect:/wallet?done=sent");
        }
        ModelAndView again =
                form().addObject("problem", "wallet.ask." + asked.key()).addObject("address", address);
        again.setStatus(asked == Doors.Asked.TOO_MANY ? HttpStatus.TOO_MANY_REQUESTS : HttpStatus.BAD_REQUEST);
        return again;
    }

    /** What a link in a mail leads to. It takes a press of a button to use it up: programs that look at mails press none. */
    @GetMapping("/open")
    ModelAndView open(@AuthenticationPrincipal @Nullable WalletId wallet, @RequestParam(defaultValue = "") String t) {
        ModelAndView page =
                new ModelAndView("wallet/open").addObject("section", "wallet").addObject("t", t);
        Optional<Ticket> ticket = doors.behind(t, wallet);
        if (ticket.isEmpty() || doors.isTaken(ticket.get())) {
            return closed(
                    page,
                    ticket.isPresent()
                            ? "wallet.open.taken"
                            : doors.isForAnotherBrowser(t, wallet) ? "wallet.open.elsewhere" : "wallet.open.over");
        }
        Owner owner = ticket.get().owner();
        Optional<WalletId> other = wallet == null || ticket.get().purpose() != Ticket.Purpose.ADDRESS
                ? Optional.empty()
                : doors.otherThan(wallet, Objects.requireNonNull(ticket.get().address()));
        return page.addObject("ticket", ticket.get())
                .addObject("joins", other.isPresent())
                .addObject(
                        "counting",
                        other.map(there -> doors.counting(Objects.requireNonNull(wallet), there))
                                .orElse(null))
                .addObject("account", owner == null ? null : doors.account(owner));
    }

    private static ModelAndView closed(ModelAndView page, String problem) {
        page.setStatus(HttpStatus.GONE);
        return page.addObject("problem", problem);
    }

    @PostMapping("/open")
    ModelAndView enter(
            @AuthenticationPrincipal @Nullable WalletId wallet,
            @RequestParam(defaultValue = "") String t,
            @RequestParam(defaultValue = "") String counting,
            HttpServletResponse response,
            Locale locale) {
        Optional<Ticket> ticket = doors.behind(t, wallet);
        Optional<String> secret = ticket.flatMap(good -> doors.enter(good, counting.equals("there"), locale));
        if (secret.isEmpty()) {
            return closed(
                    new ModelAndView("wallet/open")
                            .addObject("section", "wallet")
                            .addObject("t", t),
                    "wallet.open.over");
        }
        cookie.set(response, secret.get());
        return new ModelAndView("redirect:/wallet"
                + switch (ticket.orElseThrow().purpose()) {
                    case CLAIM -> "?done=kept";
                    case ADDRESS -> "/accounts?done=added";
                    case SIGN_IN, CODE -> "";
                });
    }

    @PostMapping("/sign-out")
    String signOut(
            @AuthenticationPrincipal WalletId wallet,
            @RequestParam(defaultValue = "false") boolean everywhere,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (everywhere) {
            sessions.endAll(wallet);
        } else {
            cookie.in(request).map(Cookie::getValue).ifPresent(sessions::end);
        }
        cookie.clear(response);
        return "redirect:/wallet?done=out";
    }

    /** Where a form leads whose token is not this browser's. */
    @RequestMapping("/form-too-old")
    ModelAndView formTooOld() {
        throw WalletRefused.formTooOld();
    }

    /** Where a form leads that is sent when its wallet is not open in this browser any more. */
    @RequestMapping("/no-longer-open")
    ModelAndView noLongerOpen() {
        throw WalletRefused.noLongerOpen();
    }

    @GetMapping("/badges/" + ID)
    ModelAndView badge(
            @AuthenticationPrincipal WalletId wallet,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String done,
            Locale locale) {
        return page(wallet, id, done, locale);
    }

    private ModelAndView page(WalletId wallet, String id, String done, Locale locale) {
        return desk.badge("wallet/badge", owners(wallet), BASE, id, done, locale)
                .addObject("section", "wallet");
    }

    @PostMapping("/badges/" + ID + "/showing")
    String show(
            @AuthenticationPrincipal WalletId wallet,
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean open,
            @RequestParam(defaultValue = "false") boolean named) {
        desk.show(owners(wallet), id, open, named);
        return "redirect:/wallet/badges/" + id + "?done=shown";
    }

    @PostMapping("/badges/" + ID + "/evidence")
    ModelAndView publish(
            @AuthenticationPrincipal WalletId wallet,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String narrative,
            @RequestParam(defaultValue = "") String link,
            @RequestParam(defaultValue = "") String linkName,
            @RequestParam(required = false) @Nullable Set<UUID> file,
            @RequestParam(defaultValue = "false") boolean consent,
            Locale locale) {
        Set<UUID> files = file == null ? Set.of() : file;
        String problem = desk.publish(
                owners(wallet), id, PublishedEvidence.typed(narrative, link, linkName), files, consent, locale);
        return problem.isEmpty()
                ? new ModelAndView("redirect:/wallet/badges/" + id + "?done=published")
                : page(wallet, id, "", locale)
                        .addObject("problem", problem)
                        .addObject("chosen", files)
                        .addObject("typed", new PublishedEvidence(narrative, link, linkName));
    }

    @PostMapping("/badges/" + ID + "/evidence/withdrawal")
    ModelAndView withdraw(@AuthenticationPrincipal WalletId wallet, @PathVariable String id, Locale locale) {
        String problem = desk.withdraw(owners(wallet), id);
        return problem.isEmpty()
                ? new ModelAndView("redirect:/wallet/badges/" + id + "?done=withdrawn")
                : page(wallet, id, "", locale).addObject("problem", problem);
    }

    @GetMapping("/badges/" + ID + "/files/{form:[a-z0-9-]{2,10}}")
    ResponseEntity<byte[]> file(
            @AuthenticationPrincipal WalletId wallet, @PathVariable String id, @PathVariable String form) {
        return desk.file(owners(wallet), id, form);
    }

    @GetMapping("/badges/" + ID + "/certificate.pdf")
    ResponseEntity<byte[]> certificate(
            @AuthenticationPrincipal WalletId wallet,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String paper,
            Locale locale) {
        return desk.certificate(owners(wallet), id, paper, locale);
    }

    @GetMapping("/record.{form:json|jwt|png|svg}")
    ResponseEntity<byte[]> learnerRecord(
            @AuthenticationPrincipal WalletId wallet,
            @PathVariable String form,
            @RequestParam(required = false) @Nullable List<String> badge,
            @RequestParam(required = false) @Nullable Set<UUID> brought,
            Locale locale) {
        String address = wallets.addresses(wallet).get(0).text();
        boolean all = badge == null && brought == null;
        return desk.learnerRecord(
                form,
                owners(wallet),
                all || badge != null ? badge : List.of(Imports.NO_OTHER),
                imports.forRecord(wallet, all ? null : brought == null ? Set.of() : brought),
                address,
                locale);
    }
}
