package dev.laurel.wallet;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows the wallet that was opened in this browser, by its cookie. */
final class WalletFilter extends OncePerRequestFilter {

    private final WalletSessions sessions;
    private final WalletCookie cookie;

    WalletFilter(WalletSessions sessions, WalletCookie cookie) {
        this.sessions = sessions;
        this.cookie = cookie;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        secret(request).flatMap(sessions::find).ifPresent(wallet -> {
            PreAuthenticatedAuthenticationToken opened = new PreAuthenticatedAuthenticationToken(wallet, "", List.of());
            opened.setAuthenticated(true);
            SecurityContextHolder.setContext(new SecurityContextImpl(opened));
        });
        chain.doFilter(request, response);
    }

    private Optional<String> secret(HttpServletRequest request) {
        return cookie.in(request).map(Cookie::getValue).filter(value -> value.length() < 100);
    }
}
