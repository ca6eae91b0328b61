package dev.laurel.lti.launch;

import dev.laurel.lti.Registration;
import dev.laurel.system.WebOrigin;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.RedirectStrategy;
import org.springframework.stereotype.Component;

/**
 * How a login is answered: by a redirect wherever the login's cookie will come back, and otherwise by a page that finds a
 * way without it (LTI OIDC Login with LTI Client Side postMessages 0.1).
 */
@Component
class LoginAnswers implements RedirectStrategy {

    /** Comes back with a login where cookies came back before, in this browser and below this platform. */
    static final String COOKIES_WORK = "laurel_cookies_work";

    private static final String ASKED = LoginAnswers.class.getName();
    private static final String FORM = ASKED + ".form";

    /** What a login is made of, so that a window of its own can repeat it. */
    private static final List<String> REPEATED = List.of(
            "iss",
            "login_hint",
            "target_link_uri",
            "client_id",
            "lti_deployment_id",
            "deployment_id",
            "lti_message_hint");

    private final FilterViews views;

    LoginAnswers(FilterViews views) {
        this.views = views;
    }

    /** What the page needs to know of a login besides the address to go on to. */
    record Asked(Registration registration, String state, String nonce, String secret, String storage) {

        @Override
        public String toString() {
            return "Asked[" + registration.id() + "]";
        }
    }

    /**
     * Whether a login wants the page: its platform offers storage, or it stands in a frame, and no cookie has shown yet that
     * it comes back. What is no browser runs no page, and keeps its cookies.
     */
    static boolean wantsPage(HttpServletRequest request, boolean storageOffered) {
        if (Cookies.get(request, COOKIES_WORK) != null) {
            return false;
        }
        String browser = request.getHeader("User-Agent");
        if (browser == null || !(browser.contains("AppleWebKit/") || browser.contains("Gecko/"))) {
            return false;
        }
        return storageOffered || !"document".equals(request.getHeader("Sec-Fetch-Dest"));
    }

    /**
     * An authentication request that is too long for an address (OpenID Connect Core 1.0, section 3.1.2.1: either way is
     * right).
     */
    record Form(String address, Map<String, String> fields) {

        @Override
        public String toString() {
            return "Form[" + address + "]";
        }
    }

    /** Has the browser post the authentication request. */
    static void byForm(HttpServletRequest request, Form form) {
        request.setAttribute(FORM, form);
    }

    /** Has the login of this request answered by the page. */
    static void byPage(HttpServletRequest request, Asked asked) {
        request.setAttribute(ASKED, asked);
    }

    @Override
    public void sendRedirect(HttpServletRequest request, HttpServletResponse response, String address)
            throws IOException {
        Form form = request.getAttribute(FORM) instanceof Form posted ? posted : null;
        if (request.getAttribute(ASKED) instanceof Asked asked) {
            page(request, response, address, asked, form);
        } else if (form != null) {
            show("lti/login-form", Map.of("form", form), request, response);
        } else {
            response.sendRedirect(address);
        }
    }

    /**
     * What the page is made of.
     *
     * @param address where the login goes on
     * @param platform the origin of its sign-in
     * @param cookie the name of the login's own
     * @param again what a window of its own repeats the login with
     * @param form in place of the address, where it is too long for one
     */
    record Opening(
            String address,
            Asked asked,
            String platform,
            String cookie,
            Map<String, String> again,
            @Nullable Form form) {

        /** Without what the login is known by. */
        @Override
        public String toString() {
            return "Opening[" + asked + "]";
        }
    }

    private void page(
            HttpServletRequest request, HttpServletResponse response, String address, Asked asked, @Nullable Form form)
            throws IOException {
        Opening opening = new Opening(
                address,
                asked,
                WebOrigin.of(asked.registration().authorizationEndpoint()),
                LoginState.cookieName(asked.nonce()),
                repeated(request),
                form);
        show("lti/login", Map.of("login", opening), request, response);
    }

    private void show(String page, Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        WindowHeaders.setForLogin(response);
        try {
            views.show(page, model, request, response);
        } catch (ServletException e) {
            throw new IOException(e);
        }
    }

    private static Map<String, String> repeated(HttpServletRequest request) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String name : REPEATED) {
            String value = request.getParameter(name);
            if (value != null) {
                fields.put(name, value);
            }
        }
        return fields;
    }
}
