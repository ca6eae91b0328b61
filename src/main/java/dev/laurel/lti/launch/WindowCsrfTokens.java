package dev.laurel.lti.launch;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;

/** One token for each window, which follows from the window's secret; there is nothing to store. */
final class WindowCsrfTokens implements CsrfTokenRepository {

    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        CsrfToken token = loadToken(request);
        if (token == null) {
            throw new WindowClosed("No window to make a form for");
        }
        return token;
    }

    @Override
    public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
        // It follows from the window.
    }

    @Override
    public @Nullable CsrfToken loadToken(HttpServletRequest request) {
        return CurrentWindow.csrfToken(request);
    }
}
