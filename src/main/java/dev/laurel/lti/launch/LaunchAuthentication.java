package dev.laurel.lti.launch;

import dev.laurel.lti.Launch;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A person in a window: the launch is the principal, the secret of the window's cookie the credentials. */
final class LaunchAuthentication extends AbstractAuthenticationToken {

    private static final List<SimpleGrantedAuthority> AUTHORITIES = List.of(new SimpleGrantedAuthority("ROLE_LAUNCH"));

    private final Launches.Window window;
    private final String secret;

    LaunchAuthentication(Launches.Window window, String secret) {
        super(AUTHORITIES);
        this.window = window;
        this.secret = secret;
        setAuthenticated(true);
    }

    Launch launch() {
        return window.launch();
    }

    String frameAncestors() {
        return window.frameAncestors();
    }

    String secret() {
        return secret;
    }

    @Override
    public Launch getPrincipal() {
        return window.launch();
    }

    @Override
    public String getCredentials() {
        return secret;
    }

    @Override
    public String getName() {
        return launch().user().value().toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LaunchAuthentication that
                && launch().id().equals(that.launch().id());
    }

    @Override
    public int hashCode() {
        return launch().id().hashCode();
    }

    @Override
    public String toString() {
        return "LaunchAuthentication[" + launch().id() + "]";
    }
}
