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
import org.springframework.web.servlet.ModelAndView;

/** The window that a request belongs to, once its cookie or its token has been checked. */
final class CurrentWindow {

    static final String COOKIE = "laurel_window";

    /** The header in which the script of a window without a cookie sends the window's token. */
    static final String HEADER = "X-Laurel-Window";

    /** The field in which a form does: see {@link WindowFilter}. */
    static final String FIELD = "laurel_window";

    private static final String WITHOUT_COOKIE = CurrentWindow.class.getName() + ".WITHOUT_COOKIE";
    private static final String ATTRIBUTE = CurrentWindow.class.getName();

    private CurrentWindow() {}

    /** Lets the request in: the launch is its principal, and its page may be framed by that platform. */
    static void enter(LaunchAuthentication authentication, HttpServletRequest request, HttpServletResponse response) {
        request.setAttribute(ATTRIBUTE, authentication);
        SecurityContextHolder.setContext(new SecurityContextImpl(authentication));
        PageLocale.choose(request, authentication.launch().locale());
        WindowHeaders.set(response, authentication);
    }

    /**
     * The same for a window without a cookie: its script sends the secret along as a token.
     */
    static void enterWithoutCookie(
            LaunchAuthentication authentication, HttpServletRequest request, HttpServletResponse response) {
        enter(authentication, request, response);
        request.setAttribute(WITHOUT_COOKIE, Boolean.TRUE);
    }

    /**
     * Has the page of this request look for a token that the browser's history keeps: a window without a cookie whose page
     * is loaded again begins with none.
     */
    static void mayResume(HttpServletRequest request) {
        request.setAttribute(WITHOUT_COOKIE, Boolean.TRUE);
    }

    /** Gives the page of this request the script of windows without a cookie, if it is one. No page holds a token. */
    static void describe(HttpServletRequest request, ModelAndView page) {
        if (request.getAttribute(WITHOUT_COOKIE) != null) {
            page.addObject("windowScript", true);
        }
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
