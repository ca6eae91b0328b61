package dev.laurel.wallet;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A copy of what a wallet holds, and the end of a wallet. */
@Controller("walletDataPages")
@RequestMapping("/wallet")
class DataPages {

    private final WalletData data;
    private final WalletCookie cookie;

    DataPages(WalletData data, WalletCookie cookie) {
        this.data = data;
        this.cookie = cookie;
    }

    @GetMapping("/copy.json")
    ResponseEntity<byte[]> copy(@AuthenticationPrincipal WalletId wallet) {
        return BadgeDesk.download("wallet.json", MediaType.APPLICATION_JSON_VALUE, data.copy(wallet));
    }

    /** @param sure ticked by the person; nothing is deleted by one press */
    @PostMapping("/deletion")
    String delete(
            @AuthenticationPrincipal WalletId wallet,
            @RequestParam(defaultValue = "false") boolean sure,
            HttpServletResponse response) {
        if (!sure) {
            return "redirect:/wallet/accounts?done=unsure#data";
        }
        data.delete(wallet);
        cookie.clear(response);
        return "redirect:/wallet?done=deleted";
    }
}
