package dev.laurel.lti.launch;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * Ties a login to the browser it came from. The request itself is sealed into its state; what stays here is a secret in a
 * cookie of this one login, without which nobody else can finish it (RFC 6749, section 10.12).
 */
final class LoginCookies implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {

    @Override
    public void saveAuthorizationRequest(
            @Nullable OAuth2AuthorizationRequest login, HttpServletRequest request, HttpServletResponse response) {
        if (login != null) {
            String nonce = login.getAttribute(LoginRequests.NONCE);
            String secret = login.getAttribute(LoginRequests.BROWSER_SECRET);
            if (nonce != null && secret != null) {
                Cookies.set(response, LoginState.cookieName(nonce), secret, LaunchFilter.PATH, LoginState.LIFETIME);
            }
        }
    }

    /** Nothing is kept: the state that comes back says what was asked. */
    @Override
    public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
        return null;
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        return null;
    }

    static void forget(LoginState login, HttpServletResponse response) {
        Cookies.set(response, login.cookieName(), "", LaunchFilter.PATH, Duration.ZERO);
    }
}
