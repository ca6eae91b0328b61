package dev.laurel.wallet;

import dev.laurel.badge.Award;
import dev.laurel.badge.EarnedBadge;
import dev.laurel.system.Paging;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
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

/** Backpacks elsewhere: connecting one, putting badges in, seeing what came of it, and leaving it. */
@Controller
@RequestMapping("/wallet/backpacks")
class BackpackPages {

    private static final int PAGE_SIZE = 24;

    private final Backpacks backpacks;
    private final Connecting connecting;
    private final Packing packing;
    private final Pushes pushes;
    private final Wallets wallets;
    private final Holdings holdings;
    private final WalletCookie cookie;

    BackpackPages(
            Backpacks backpacks,
            Connecting connecting,
            Packing packing,
            Pushes pushes,
            Wallets wallets,
            Holdings holdings,
            WalletCookie cookie) {
        this.backpacks = backpacks;
        this.connecting = connecting;
        this.packing = packing;
        this.pushes = pushes;
        this.wallets = wallets;
        this.holdings = holdings;
        this.cookie = cookie;
    }

    /** What a backpack is, in a word. */
    record Line(Backpack backpack, BadgeDesk.Standing standing) {

        static Line of(Backpack backpack) {
            return new Line(
                    backpack,
                    switch (backpack.state()) {
                        case ASKED -> new BadgeDesk.Standing("wallet.backpack.asked", "others", "hourglass-split");
                        case CONNECTED -> new BadgeDesk.Standing("wallet.backpack.connected", "earned", "plug");
                        case BROKEN -> new BadgeDesk.Standing("wallet.backpack.broken", "lost", "cloud-slash");
                    });
        }
    }

    /** A badge, and what became of it in a backpack; null when it was never sent there. */
    record Row(EarnedBadge badge, @Nullable Push push, BadgeDesk.Standing standing) {

        /** Whether it can be sent: what does not count is not. */
        public boolean counts() {
            Award.Status status = badge.award().status();
            return status == Award.Status.VALID || status == Award.Status.EXPIRED;
        }

        public boolean isValid() {
            return badge.award().status() == Award.Status.VALID;
        }
    }

    @GetMapping
    ModelAndView list(@AuthenticationPrincipal WalletId wallet, @RequestParam(defaultValue = "") String done) {
        return new ModelAndView("wallet/backpacks")
                .addObject("section", "wallet")
                .addObject("done", done.matches("left-(revoked|not-offered|failed)") ? done : "")
                .addObject("kind", BackpackKind.OB3)
                .addObject("kinds", BackpackKind.values())
                .addObject("lines", backpacks.of(wallet).stream().map(Line::of).toList());
    }

    /** What those who run a backpack are referred to (RFC 7591, {@code policy_uri} and {@code tos_uri}). */
    @GetMapping("/terms")
    ModelAndView terms() {
        return new ModelAndView("wallet/backpack-terms").addObject("section", "wallet");
    }

    /** Looks for a backpack and shows the way to its page of permission. */
    @PostMapping
    ModelAndView connect(
            @AuthenticationPrincipal WalletId wallet,
            @RequestParam(defaultValue = "") String address,
            @RequestParam(defaultValue = "OB3") String kind,
            HttpServletRequest request,
            Locale locale) {
        BackpackKind wanted = Arrays.stream(BackpackKind.values())
                .filter(each -> each.name().equals(kind))
                .findFirst()
                .orElse(BackpackKind.OB3);
        try {
            return connecting
                    .ask(wallet, wanted, address, browser(request), locale)
                    .map(question -> new ModelAndView("wallet/backpack-go")
                            .addObject("section", "wallet")
                            .addObject("question", question))
                    .orElseGet(() -> refused(wallet, wanted, address, "too-many", ""));
        } catch (BackpackProblem e) {
            return refused(wallet, wanted, address, e.kind().key(), e.answer());
        }
    }

    private ModelAndView refused(WalletId wallet, BackpackKind kind, String address, String problem, String answer) {
        ModelAndView page = list(wallet, "")
                .addObject("kind", kind)
                .addObject("address", address)
                .addObject("problem", "wallet.backpack.problem." + problem)
                .addObject("answer", answer);
        page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return page;
    }

    /** Where a backpack sends the browser when its owner has said yes or no there. */
    @GetMapping("/{id}/return")
    ModelAndView answered(
            @AuthenticationPrincipal WalletId wallet,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String error,
            HttpServletRequest request) {
        try {
            connecting.answer(wallet, id, state, browser(request), code, error);
            return new ModelAndView("redirect:/wallet/backpacks/" + id + "?done=connected");
        } catch (BackpackProblem e) {
            return problem(wallet, id, e);
        }
    }

    private ModelAndView problem(WalletId wallet, UUID id, BackpackProblem problem) {
        ModelAndView page = page(wallet, id, 0)
                .addObject(
                        "problem", "wallet.backpack.problem." + problem.kind().key());
        page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return page;
    }

    @GetMapping("/{id}")
    ModelAndView backpack(
            @AuthenticationPrincipal WalletId wallet,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "0") String page,
            @RequestParam(defaultValue = "") String done) {
        return page(wallet, id, Paging.number(page))
                .addObject("done", done.matches("connected|sent|kept|none") ? done : "");
    }

    private ModelAndView page(WalletId wallet, UUID id, int at) {
        Backpack backpack = backpacks.find(wallet, id);
        List<Owner> owners = owners(wallet);
        Map<String, Push> sent =
                pushes.in(id).stream().collect(Collectors.toMap(Push::credentialId, Function.identity()));
        List<EarnedBadge> found =
                backpack.kind() == BackpackKind.OB3 ? holdings.of(owners, at, PAGE_SIZE + 1) : List.of();
        return new ModelAndView("wallet/backpack")
                .addObject("section", "wallet")
                .addObject("done", "")
                .addObject("line", Line.of(backpack))
                .addObject("backpack", backpack)
                .addObject("record", sent.get(Push.RECORD))
                .addObject("page", at)
                .addObject("pages", Paging.on(at, found.size(), PAGE_SIZE).pages())
                .addObject(
                        "rows",
                        found.stream()
                                .limit(PAGE_SIZE)
                                .map(badge -> new Row(
                                        badge,
                                        sent.get(badge.award().credentialId()),
                                        BadgeDesk.Standing.of(badge.award().status())))
                                .toList());
    }

    private List<Owner> owners(WalletId wallet) {
        return wallets.accounts(wallet).stream().map(Wallets.Linked::owner).toList();
    }

    /** Sends the chosen badges, or the learner record. */
    @PostMapping("/{id}/send")
    String send(
            @AuthenticationPrincipal WalletId wallet,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable List<String> badge) {
        Backpack backpack = backpacks.find(wallet, id);
        if (backpack.kind() == BackpackKind.CLR2) {
            packing.sendRecord(backpack);
        } else if (badge == null || badge.isEmpty()) {
            return "redirect:/wallet/backpacks/" + id + "?done=none";
        } else {
            packing.send(backpack, badge.subList(0, Math.min(badge.size(), PAGE_SIZE)));
        }
        return "redirect:/wallet/backpacks/" + id + "?done=sent";
    }

    @PostMapping("/{id}/keep-up")
    String keepUp(
            @AuthenticationPrincipal WalletId wallet,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean keep) {
        backpacks.keepUp(wallet, id, keep);
        return "redirect:/wallet/backpacks/" + id + "?done=kept";
    }

    @PostMapping("/{id}/removal")
    String remove(@AuthenticationPrincipal WalletId wallet, @PathVariable UUID id) {
        return "redirect:/wallet/backpacks?done=left-"
                + connecting.leave(wallet, id).key();
    }

    /** What only this browser has: the answer must come back to where the question was asked. */
    private String browser(HttpServletRequest request) {
        Optional<String> secret = cookie.in(request).map(Cookie::getValue);
        return secret.orElseThrow(() -> new IllegalStateException("Nobody is here without the wallet's cookie"));
    }
}
