package dev.laurel.wallet;

import dev.laurel.badge.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
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
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** Badges from elsewhere: bringing one in, looking at it, taking it out again. */
@Controller
@RequestMapping("/wallet/elsewhere")
class ImportPages {

    private static final long MOST_BYTES = 4L << 20;

    private final Imports imports;

    ImportPages(Imports imports) {
        this.imports = imports;
    }

    @GetMapping
    ModelAndView form() {
        return new ModelAndView("wallet/bring").addObject("section", "wallet");
    }

    @PostMapping
    ModelAndView bring(
            @AuthenticationPrincipal WalletId wallet,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(required = false) @Nullable MultipartFile file)
            throws IOException {
        Imports.Brought brought;
        if (file == null || file.isEmpty()) {
            brought = imports.bring(wallet, text);
        } else if (file.getSize() > MOST_BYTES) {
            return refused("no-badge", null);
        } else {
            brought = imports.bring(wallet, file.getBytes());
        }
        return brought.outcome() == Imports.Outcome.KEPT
                ? new ModelAndView("redirect:/wallet?done=brought#elsewhere")
                : refused(brought.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'), brought.verdict());
    }

    private ModelAndView refused(String outcome, @Nullable Verdict verdict) {
        ModelAndView page =
                form().addObject("problem", "wallet.bring." + outcome).addObject("verdict", verdict);
        page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return page;
    }

    @GetMapping("/{id}")
    ModelAndView badge(@AuthenticationPrincipal WalletId wallet, @PathVariable UUID id) {
        return new ModelAndView("wallet/elsewhere")
                .addObject("section", "wallet")
                .addObject("badge", imports.find(wallet, id));
    }

    @PostMapping("/{id}/check")
    ModelAndView check(@AuthenticationPrincipal WalletId wallet, @PathVariable UUID id) {
        Verdict verdict = imports.checkAgain(wallet, id);
        return badge(wallet, id).addObject("verdict", verdict);
    }

    @GetMapping("/{id}/badge")
    ResponseEntity<byte[]> file(@AuthenticationPrincipal WalletId wallet, @PathVariable UUID id) {
        Import kept = imports.find(wallet, id);
        boolean token = kept.form().equals("JWT");
        return BadgeDesk.download(
                "badge." + (token ? "jwt" : "json"),
                token ? "application/vc+jwt" : "application/json",
                kept.text().getBytes(StandardCharsets.UTF_8));
    }

    @PostMapping("/{id}/removal")
    String remove(@AuthenticationPrincipal WalletId wallet, @PathVariable UUID id) {
        imports.remove(wallet, id);
        return "redirect:/wallet?done=taken-out";
    }
}
