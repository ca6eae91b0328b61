package dev.laurel.lti.launch;

import dev.laurel.lti.launch.LaunchRefused.Cause;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/**
 * What the platform posted through the browser (Security Framework 1.0, section 5.1.1.3), and the browser's cookies.
 * Nothing of it is verified.
 */
final class PlatformAnswer extends AbstractAuthenticationToken {

    private static final int LONGEST_TOKEN = 1024 * 1024;

    private final String idToken;
    private final String state;
    private final @Nullable LoginState login;
    private final Map<String, String> cookies;
    private final @Nullable String acceptLanguage;

    private PlatformAnswer(
            String idToken,
            String state,
            @Nullable LoginState login,
            Map<String, String> cookies,
            @Nullable String acceptLanguage) {
        super(List.of());
        this.idToken = idToken;
        this.state = state;
        this.login = login;
        this.cookies = cookies;
        this.acceptLanguage = acceptLanguage;
    }

    /**
     * Reads the form.
     *
     * @throws LaunchRefused when it is no form post, says a thing twice or not at all, or carries the platform's refusal
     */
    static PlatformAnswer of(HttpServletRequest request, LoginStates states) {
        Parameters form = new Parameters(request, Cause.MALFORMED);
        if (!request.getMethod().equals("POST") || form.isInAddress("id_token") || form.isInAddress("state")) {
            throw new LaunchRefused(Cause.OPENED_DIRECTLY, "No form post: " + request.getMethod());
        }
        String error = form.optional("error");
        if (error != null) {
            throw refusal(error, form.optional("error_description"));
        }
        String idToken = form.required("id_token");
        if (idToken.length() > LONGEST_TOKEN) {
            throw new LaunchRefused(Cause.MALFORMED, "The id_token is longer than " + LONGEST_TOKEN);
        }
        String state = form.required("state");
        return new PlatformAnswer(
                idToken,
                state,
                states.open(state).orElse(null),
                cookies(request),
                request.getHeader("Accept-Language"));
    }

    /** The platform says no (OpenID Connect Core 1.0, section 3.1.2.6), in words it alone chooses. */
    private static LaunchRefused refusal(String error, @Nullable String description) {
        Cause cause =
                switch (error.toLowerCase(Locale.ROOT)) {
                    case "login_required", "interaction_required", "account_selection_required" -> Cause.SIGNED_OUT;
                    case "launch_no_longer_valid" -> Cause.LINK_USED;
                    default -> Cause.PLATFORM_REFUSED;
                };
        return new LaunchRefused(
                cause, "The platform answered " + error + (description == null ? "" : ": " + description));
    }

    private static Map<String, String> cookies(HttpServletRequest request) {
        Map<String, String> cookies = new HashMap<>();
        Cookie[] sent = request.getCookies();
        if (sent != null) {
            for (Cookie cookie : sent) {
                cookies.put(cookie.getName(), cookie.getValue());
            }
        }
        return cookies;
    }

    String idToken() {
        return idToken;
    }

    /** As the login sealed it, if it did. */
    String state() {
        return state;
    }

    /** The login that is answered; null when the state was not sealed here. */
    @Nullable
    LoginState login() {
        return login;
    }

    /** What the browser's pages should speak; the platform's word counts for more. */
    @Nullable
    String acceptLanguage() {
        return acceptLanguage;
    }

    @Nullable
    String cookie(String name) {
        return cookies.get(name);
    }

    @Override
    public Object getPrincipal() {
        return "";
    }

    @Override
    public Object getCredentials() {
        return idToken;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "PlatformAnswer[not printed]";
    }
}
