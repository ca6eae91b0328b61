package dev.laurel.wallet;

import dev.laurel.wallet.RenewalDesk.Place;
import dev.laurel.wallet.RenewalDesk.Saved;
import dev.laurel.wallet.RenewalDesk.Typed;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
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

/** Renewing a badge in the wallet outside of any LMS. */
@Controller
@RequestMapping("/wallet/badges/{id:[A-Za-z0-9-]{1,64}}/renewal")
class WalletRenewalPages {

    private final RenewalDesk desk;
    private final Wallets wallets;

    WalletRenewalPages(RenewalDesk desk, Wallets wallets) {
        this.desk = desk;
        this.wallets = wallets;
    }

    private Place place(WalletId wallet) {
        List<Owner> owners =
                wallets.accounts(wallet).stream().map(Wallets.Linked::owner).toList();
        return new Place("wallet/renewal", owners, "/wallet");
    }

    @GetMapping
    ModelAndView page(
            @AuthenticationPrincipal WalletId wallet,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String done) {
        return desk.page(place(wallet), id, done);
    }

    @PostMapping
    ModelAndView save(
            @AuthenticationPrincipal WalletId wallet,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String hours,
            @RequestParam(defaultValue = "0") int base,
            @RequestParam(defaultValue = "") String editor,
            @RequestParam(defaultValue = "") String act,
            @RequestParam(defaultValue = "false") boolean ownWork,
            @RequestParam(name = "file", required = false) MultipartFile @Nullable [] files,
            Locale locale) {
        return desk.save(
                place(wallet),
                id,
                new Typed(text, hours, base, editor),
                files == null ? new MultipartFile[0] : files,
                act.equals("hand-in"),
                ownWork,
                locale);
    }

    @PostMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Saved> autosave(
            @AuthenticationPrincipal WalletId wallet,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String hours,
            @RequestParam(defaultValue = "0") int base,
            @RequestParam(defaultValue = "") String editor) {
        return desk.autosave(place(wallet), id, new Typed(text, hours, base, editor));
    }

    @PostMapping(path = "/files", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ModelAndView addFiles(
            @AuthenticationPrincipal WalletId wallet,
            @PathVariable String id,
            @RequestParam("file") MultipartFile[] files,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(defaultValue = "") String hours,
            @RequestParam(defaultValue = "0") int base,
            @RequestParam(defaultValue = "") String editor,
            Locale locale) {
        return desk.addFiles(place(wallet), id, files, Typed.of(text, hours, base, editor), locale);
    }

    @GetMapping("/files/{file}")
    ResponseEntity<Resource> file(
            @AuthenticationPrincipal WalletId wallet,
            @PathVariable String id,
            @PathVariable UUID file,
            HttpServletResponse response) {
        return desk.file(place(wallet), id, file, response);
    }

    @PostMapping("/files/{file}/remove")
    ModelAndView remove(
            @AuthenticationPrincipal WalletId wallet,
            @PathVariable String id,
            @PathVariable UUID file,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(defaultValue = "") String hours,
            @RequestParam(defaultValue = "0") int base,
            @RequestParam(defaultValue = "") String editor) {
        return desk.setRemoved(place(wallet), id, file, true, Typed.of(text, hours, base, editor));
    }

    @PostMapping("/files/{file}/restore")
    ModelAndView restore(
            @AuthenticationPrincipal WalletId wallet,
            @PathVariable String id,
            @PathVariable UUID file,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(defaultValue = "") String hours,
            @RequestParam(defaultValue = "0") int base,
            @RequestParam(defaultValue = "") String editor) {
        return desk.setRemoved(place(wallet), id, file, false, Typed.of(text, hours, base, editor));
    }

    @PostMapping("/take-back")
    String takeBack(@AuthenticationPrincipal WalletId wallet, @PathVariable String id) {
        return desk.takeBack(place(wallet), id);
    }
}
