package dev.laurel.lti.launch;

import dev.laurel.lti.Registration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A launch that is in order but for one thing: nothing shows yet that its login was made in this browser. */
final class UnprovenLaunch extends AbstractAuthenticationToken {

    private final LaunchTicket ticket;
    private final LoginState login;
    private final Registration registration;
    private final Locale locale;
    private final String frameAncestors;

    UnprovenLaunch(
            LaunchTicket ticket, LoginState login, Registration registration, Locale locale, String frameAncestors) {
        super(List.of());
        this.ticket = ticket;
        this.login = login;
        this.registration = registration;
        this.locale = locale;
        this.frameAncestors = frameAncestors;
    }

    LaunchTicket ticket() {
        return ticket;
    }

    LoginState login() {
        return login;
    }

    Registration registration() {
        return registration;
    }

    Locale locale() {
        return locale;
    }

    String frameAncestors() {
        return frameAncestors;
    }

    @Override
    public Object getPrincipal() {
        return "";
    }

    @Override
    public Object getCredentials() {
        return "";
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
        return "UnprovenLaunch[" + ticket.launch() + "]";
    }
}
