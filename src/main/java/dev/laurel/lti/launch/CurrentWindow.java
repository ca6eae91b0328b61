package dev.laurel.lti.launch;

import dev.laurel.lti.Launch;
import dev.laurel.system.PageLocale;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.DefaultCsrfToken;

/** The window that a request belongs to, once its cookie has been checked. */
final class CurrentWindow {

    static final String COOKIE = "laurel_window";

    private static final String ATTRIBUTE = CurrentWindow.class.getName();

    private CurrentWindow() {}

    /** Lets the request in: the launch is its principal, and its page may be framed by that platform. */
    static void enter(LaunchAuthentication authentication, HttpServletRequest request, HttpServletResponse response) {
        request.setAttribute(ATTRIBUTE, authentication);
        SecurityContextHolder.setContext(new SecurityContextImpl(authentication));
        PageLocale.choose(request, authentication.launch().locale());
        WindowHeaders.set(response, authentication);
    }

    static @Nullable Launch launch(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof LaunchAuthentication authentication
                ? authentication.launch()
                : null;
    }

    /** The token that the forms of this window carry: it follows from the window's secret, so nothing is stored. */
    static @Nullable CsrfToken csrfToken(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof LaunchAuthentication authentication
                ? new DefaultCsrfToken("X-CSRF-TOKEN", "_csrf", Secrets.derived(authentication.secret(), "csrf"))
                : null;
    }
}
