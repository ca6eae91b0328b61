package dev.laurel.wallet;

import dev.laurel.system.LaurelSettings;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/** The cookie of a browser in which a wallet is open. Over https its name has it refused from any other host (RFC 6265bis). */
@Component
class WalletCookie {

    private final String name;
    private final boolean secure;

    WalletCookie(LaurelSettings settings) {
        this.secure = "https".equals(settings.baseUrl().getScheme());
        this.name = secure ? "__Host-laurel-wallet" : "laurel-wallet";
    }

    String formTokens() {
        return secure ? "__Host-laurel-wallet-form" : "laurel-wallet-form";
    }

    boolean isSecure() {
        return secure;
    }

    Optional<Cookie> in(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(name))
                        .findFirst();
    }

    void set(HttpServletResponse response, String secret) {
        write(response, secret, WalletSessions.LIFE);
    }

    void clear(HttpServletResponse response) {
        write(response, "", Duration.ZERO);
    }

    private void write(HttpServletResponse response, String value, Duration life) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name, value)
                        .path("/")
                        .httpOnly(true)
                        .secure(secure)
                        .sameSite("Lax")
                        .maxAge(life)
                        .build()
                        .toString());
    }
}
