package dev.laurel.lti.launch;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Cookies that work in the frame of another site: {@code SameSite=None; Secure}, and {@code Partitioned} so that browsers
 * which block third-party cookies still keep them, apart for each LMS.
 */
final class Cookies {

    private Cookies() {}

    static void set(HttpServletResponse response, String name, String value, String path, Duration life) {
        response.addHeader(
                "Set-Cookie",
                name + "=" + value + "; Path=" + path + "; Max-Age=" + life.toSeconds()
                        + "; Secure; HttpOnly; SameSite=None; Partitioned");
    }

    static @Nullable String get(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name)) {
                    return cookie.getValue();
                }
            }
        }
        return null;
    }
}
