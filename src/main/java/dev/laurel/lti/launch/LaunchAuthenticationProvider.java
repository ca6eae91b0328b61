package dev.laurel.lti.launch;

import dev.laurel.lti.Deployment;
import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.LaunchRefused.Cause;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.WebOrigin;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;

/**
 * From what a platform answered to a stored launch (Security Framework 1.0, section 5.1.3). The state says which login is
 * answered, the cookie that it was made in this browser, the token who launches what; storing spends the nonce.
 */
final class LaunchAuthenticationProvider implements AuthenticationProvider {

    private static final Logger log = LoggerFactory.getLogger(LaunchAuthenticationProvider.class);

    private final Registrations registrations;
    private final IdTokens idTokens;
    private final Launches launches;
    private final String origin;
    private final Clock clock;

    LaunchAuthenticationProvider(
            Registrations registrations, IdTokens idTokens, Launches launches, LaurelSettings settings, Clock clock) {
        this.registrations = registrations;
        this.idTokens = idTokens;
        this.launches = launches;
        this.origin = WebOrigin.of(settings.baseUrl());
        this.clock = clock;
    }

    /** @throws LaunchRefused naming what was not in order */
    @Override
    public Authentication authenticate(Authentication authentication) {
        PlatformAnswer answer = (PlatformAnswer) authentication;
        LoginState login = login(answer);
        boolean proven = isFromBrowserOf(login, answer);
        Registration registration = registrations
                .find(login.registration())
                .orElseThrow(() -> new LaunchRefused(Cause.UNKNOWN_PLATFORM, "The registration was removed meanwhile"));
        SwitchedOff.refuse(registration);
        Claims claims = idTokens.verify(answer.idToken(), login, registration, origin);
        LaunchMessage message = LaunchMessage.of(claims, answer.acceptLanguage());
        Deployment deployment = welcome(registration, message, claims);
        String frameAncestors = FrameAncestors.of(registration, message);
        if (!proven) {
            return locked(answer, login, registration, message, deployment, frameAncestors);
        }
        String secret = Secrets.newText();
        Launches.Window window =
                launches.store(message, deployment, login.nonce(), Secrets.hash(secret), frameAncestors);
        return new LaunchAuthentication(window, secret);
    }

    /** Stores the launch, which spends its nonce, behind a lock that only the ticket opens. */
    private UnprovenLaunch locked(
            PlatformAnswer answer,
            LoginState login,
            Registration registration,
            LaunchMessage message,
            Deployment deployment,
            String frameAncestors) {
        byte[] lock = Secrets.random(32);
        Launches.Window window = launches.store(message, deployment, login.nonce(), lock, frameAncestors);
        LaunchTicket ticket = LaunchTicket.of(window.launch().id(), lock, login, answer.state(), clock.instant());
        return new UnprovenLaunch(ticket, login, registration, message.locale(), frameAncestors);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return authentication == PlatformAnswer.class;
    }

    /** The login that this answers, made not long ago. */
    private LoginState login(PlatformAnswer answer) {
        LoginState login = answer.login();
        if (login == null) {
            throw new LaunchRefused(Cause.MIXED_UP, "The state was not issued here");
        }
        if (login.isExpiredAt(clock.instant())) {
            throw new LaunchRefused(Cause.EXPIRED, "The login was at " + login.issuedAt());
        }
        return login;
    }

    /** Whether the login's cookie is there; where it is not, the platform's storage may have to answer instead. */
    private boolean isFromBrowserOf(LoginState login, PlatformAnswer answer) {
        String secret = answer.cookie(login.cookieName());
        if (secret != null) {
            if (!Secrets.matches(secret, login.browser())) {
                throw new LaunchRefused(Cause.MIXED_UP, "The login was made in another browser");
            }
            return true;
        }
        // The cookie is gone after a launch too, and then cookies are not what to look into.
        if (launches.isSpent(login.nonce())) {
            throw new LaunchRefused(Cause.REPLAYED, "The login was finished before");
        }
        if (login.storage() == null) {
            throw new LaunchRefused(Cause.COOKIES_BLOCKED, "No cookie of this login came back");
        }
        return false;
    }

    /** The token is the platform's, so that whoever is sent away can be shown the way that it names. */
    private Deployment welcome(Registration registration, LaunchMessage message, Claims claims) {
        try {
            return deployment(registration, message, claims);
        } catch (LaunchRefused refusal) {
            throw refusal.withWayBack(message.returnUrl());
        }
    }

    private Deployment deployment(Registration registration, LaunchMessage message, Claims claims) {
        Deployment deployment = registrations
                .deployment(registration.id(), message.deployment())
                .orElseGet(() -> firstSeen(registration, message.deployment(), claims));
        return switch (deployment.state()) {
            case ACTIVE -> deployment;
            case PENDING -> throw LaunchRefused.notActivated(deployment, registration, message.roles());
            case BLOCKED ->
                throw new LaunchRefused(
                        Cause.BLOCKED,
                        "Deployment " + deployment.deploymentId() + " of " + registration.issuer() + ", client id "
                                + registration.clientId() + ", is blocked");
        };
    }

    private Deployment firstSeen(Registration registration, String deploymentId, Claims claims) {
        Deployment deployment = registrations.firstSeen(registration, deploymentId);
        log.info(
                "First launch of a deployment of registration {}: {}",
                registration.id().value(),
                deployment.state());
        String platformName = platformName(claims);
        if (platformName != null) {
            registrations.name(deployment.id(), platformName);
        }
        return deployment;
    }

    /** What the platform calls itself (LTI Core 1.3, section 5.4.2), by which an operator knows whose deployment it is. */
    private static @Nullable String platformName(Claims claims) {
        Claims platform = claims.object(Claims.LTI + "tool_platform").orElse(null);
        String name = platform == null ? null : platform.text("name");
        return name == null || name.isBlank() ? null : Printable.stored(name).replace('\n', ' ');
    }
}
