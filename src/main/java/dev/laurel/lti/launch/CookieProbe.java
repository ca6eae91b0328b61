package dev.laurel.lti.launch;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells the page of a login whether its cookie comes back; no script can see that for itself. Where it does, the next
 * login is a redirect again.
 */
@RestController
class CookieProbe {

    /** Where the cookie of a login is sent to as well. */
    static final String PATH = LaunchFilter.PATH + "/cookies";

    private static final Duration REMEMBERED = Duration.ofDays(90);

    @GetMapping(path = PATH, produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<String> cookies(HttpServletRequest request, HttpServletResponse response) {
        Cookie[] cookies = request.getCookies();
        boolean back = cookies != null
                && Arrays.stream(cookies).anyMatch(cookie -> cookie.getName().startsWith(LoginState.COOKIE_PREFIX));
        if (back) {
            Cookies.set(response, LoginAnswers.COOKIES_WORK, "1", LoginRequests.PATH, REMEMBERED);
        }
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(back ? "yes" : "no");
    }
}
