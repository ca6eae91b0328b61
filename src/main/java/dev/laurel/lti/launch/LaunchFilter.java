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

/**
 * The redirect URI of every message (Security Framework 1.0, section 5.1.1.3): what comes through has been verified and
 * stored, and has the window's cookie set.
 */
final class LaunchFilter implements Filter {

    static final String PATH = "/lti/launch";

    private final AuthenticationManager launches;
    private final LoginStates states;

    LaunchFilter(AuthenticationManager launches, LoginStates states) {
        this.launches = launches;
        this.states = states;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        if (!http.getServletPath().equals(PATH)) {
            chain.doFilter(request, response);
            return;
        }
        launch(http, (HttpServletResponse) response);
        chain.doFilter(request, new WholePage((HttpServletResponse) response));
    }

    private void launch(HttpServletRequest request, HttpServletResponse response) {
        PlatformAnswer answer = PlatformAnswer.of(request, states);
        if (answer.login() != null) {
            LoginCookies.forget(answer.login(), response);
        }
        LaunchAuthentication authentication = (LaunchAuthentication) launches.authenticate(answer);
        CurrentWindow.enter(authentication, request, response);
        Cookies.set(
                response,
                CurrentWindow.COOKIE,
                authentication.secret(),
                authentication.launch().path(""),
                Launches.WINDOW);
    }
}
