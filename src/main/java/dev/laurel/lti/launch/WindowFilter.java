package dev.laurel.lti.launch;

import dev.laurel.lti.LaunchId;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.LaunchRefused.Cause;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lets into {@code /l/{launch}/…} who holds the secret of that window, and nobody else: as its cookie, or where there are no
 * cookies in a header that the window's script sets. A download and a page for a tab of its own cannot have a header; the
 * script asks for them by a form post that carries the token, and they are answered as the GET that they stand for.
 */
final class WindowFilter implements Filter {

    private static final int ID_BEGINS = "/l/".length();
    private static final int ID_ENDS = ID_BEGINS + 36;

    private final Launches launches;
    private final Registrations registrations;

    WindowFilter(Launches launches, Registrations registrations) {
        this.launches = launches;
        this.registrations = registrations;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        LaunchId id = launch(http.getServletPath());
        String cookie = Cookies.get(http, CurrentWindow.COOKIE);
        if (cookie != null) {
            CurrentWindow.enter(authenticate(id, cookie), http, (HttpServletResponse) response);
            chain.doFilter(request, response);
            return;
        }
        String header = http.getHeader(CurrentWindow.HEADER);
        String token = header == null ? field(http) : header;
        if (token == null) {
            CurrentWindow.mayResume(http);
            throw new WindowClosed("Neither cookie nor token of the window of launch " + id.value());
        }
        CurrentWindow.enterWithoutCookie(authenticate(id, token), http, (HttpServletResponse) response);
        chain.doFilter(header == null ? new AsGet(http) : request, response);
    }

    private static @Nullable String field(HttpServletRequest request) {
        String type = request.getContentType();
        boolean form = request.getMethod().equals("POST")
                && type != null
                && type.startsWith("application/x-www-form-urlencoded");
        return form ? new Parameters(request, Cause.MALFORMED).optional(CurrentWindow.FIELD) : null;
    }

    private LaunchAuthentication authenticate(LaunchId id, String secret) {
        Launches.Window window = launches.find(id)
                .orElseThrow(() -> new WindowClosed("The window of launch " + id.value() + " has ended"));
        if (!Secrets.matches(secret, window.secretHash())) {
            throw new WindowClosed("The secret is not of the window of launch " + id.value());
        }
        // What was typed until now is kept, and there again when the platform is.
        SwitchedOff.refuse(window);
        registrations.find(window.launch().registration()).ifPresent(SwitchedOff::refuse);
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

    /** A form post that stands for a GET of the same address. */
    private static final class AsGet extends HttpServletRequestWrapper {

        AsGet(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getMethod() {
            return "GET";
        }
    }
}
