package dev.laurel.lti.launch;

import dev.laurel.lti.LaunchId;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;

/** Lets into {@code /l/{launch}/…} who holds the cookie of that window, and nobody else. */
final class WindowFilter implements Filter {

    private static final int ID_BEGINS = "/l/".length();
    private static final int ID_ENDS = ID_BEGINS + 36;

    private final Launches launches;

    WindowFilter(Launches launches) {
        this.launches = launches;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        CurrentWindow.enter(authenticate(http), http, (HttpServletResponse) response);
        chain.doFilter(request, response);
    }

    private LaunchAuthentication authenticate(HttpServletRequest request) {
        LaunchId id = launch(request.getServletPath());
        String secret = Cookies.get(request, CurrentWindow.COOKIE);
        if (secret == null) {
            throw new WindowClosed("No cookie of the window of launch " + id.value());
        }
        Launches.Window window = launches.find(id)
                .orElseThrow(() -> new WindowClosed("The window of launch " + id.value() + " has ended"));
        if (!Secrets.matches(secret, window.secretHash())) {
            throw new WindowClosed("The cookie is not of the window of launch " + id.value());
        }
        return new LaunchAuthentication(window, secret);
    }

    private static LaunchId launch(String path) {
        if (path.length() >= ID_ENDS && (path.length() == ID_ENDS || path.charAt(ID_ENDS) == '/')) {
            try {
                return new LaunchId(UUID.fromString(path.substring(ID_BEGINS, ID_ENDS)));
            } catch (IllegalArgumentException e) {
                throw new WindowClosed("No launch in the address");
            }
        }
        throw new WindowClosed("No launch in the address");
    }
}
