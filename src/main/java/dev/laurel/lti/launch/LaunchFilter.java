package dev.laurel.lti.launch;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;

/**
 * The redirect URI of every message (Security Framework 1.0, section 5.1.1.3): what comes through has been verified and
 * stored, and has the window's cookie set.
 */
final class LaunchFilter implements Filter {

    static final String PATH = "/lti/launch";

    private final AuthenticationManager launches;
    private final LoginStates states;
    private final LaunchProofs proofs;

    LaunchFilter(AuthenticationManager launches, LoginStates states, LaunchProofs proofs) {
        this.launches = launches;
        this.states = states;
        this.proofs = proofs;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        switch (http.getServletPath()) {
            case PATH -> {
                if (launch(http, (HttpServletResponse) response)) {
                    chain.doFilter(request, new WholePage((HttpServletResponse) response));
                }
            }
            case LaunchProofs.PATH -> {
                proofs.take(http, (HttpServletResponse) response);
                chain.doFilter(request, new WholePage((HttpServletResponse) response));
            }
            default -> chain.doFilter(request, response);
        }
    }

    /** Opens the window of a launch; false when its browser has yet to prove itself, and was told how. */
    private boolean launch(HttpServletRequest request, HttpServletResponse response) throws ServletException {
        PlatformAnswer answer = PlatformAnswer.of(request, states);
        if (answer.login() != null) {
            LoginCookies.forget(answer.login(), response);
        }
        Authentication result = launches.authenticate(answer);
        if (result instanceof UnprovenLaunch unproven) {
            proofs.ask(unproven, request, response);
            return false;
        }
        LaunchAuthentication authentication = (LaunchAuthentication) result;
        CurrentWindow.enter(authentication, request, response);
        Cookies.set(
                response,
                CurrentWindow.COOKIE,
                authentication.secret(),
                authentication.launch().path(""),
                Launches.WINDOW);
        return true;
    }
}
