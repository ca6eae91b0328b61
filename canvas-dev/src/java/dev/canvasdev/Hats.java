package dev.canvasdev;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Who is using this browser. There is no sign-in: a cookie names the hat one wears. It is set twice, because the frame of a
 * tool on another site only gets one that is {@code SameSite=None; Secure}, and some browsers take no Secure cookie over
 * http.
 */
@Component
final class Hats {

    static final String COOKIE = "canvas_dev_hat";
    private static final String IN_FRAMES = COOKIE + "_framed";

    private final Site site;

    Hats(Site site) {
        this.site = site;
    }

    /** The wearer, if the cookie names somebody of that platform. */
    Optional<Person> wearer(HttpServletRequest request, Platform platform) {
        Cookie[] cookies = request.getCookies();
        for (String name : List.of(COOKIE, IN_FRAMES)) {
            for (Cookie cookie : cookies == null ? new Cookie[0] : cookies) {
                if (cookie.getName().equals(name)) {
                    return platform.personByHat(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }

    /** The wearer; somebody who comes for the first time puts on the first hat. */
    Person wearerOrFirst(HttpServletRequest request, HttpServletResponse response, Platform platform) {
        return wearer(request, platform).orElseGet(() -> {
            Person first = platform.state().people.get(0);
            wear(response, first.hat());
            return first;
        });
    }

    void wear(HttpServletResponse response, String hat) {
        String host = URI.create(site.base()).getHost();
        boolean secure = site.base().startsWith("https:") || host.equals("localhost") || host.startsWith("127.");
        response.addHeader("Set-Cookie", COOKIE + "=" + hat + "; Path=/; HttpOnly; SameSite=Lax");
        if (secure) {
            response.addHeader("Set-Cookie", IN_FRAMES + "=" + hat + "; Path=/; HttpOnly; Secure; SameSite=None");
        }
    }
}
