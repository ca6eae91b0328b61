package dev.laurel.lti.launch;

import dev.laurel.lti.LaunchId;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A verified launch whose browser has yet to show that the login was made in it. The launch is stored and its nonce
 * spent, but no secret opens its window; whoever brings the proof with this ticket is given one, once.
 *
 * @param lock what stands in the place of the window's hash until then, of nothing that anybody holds
 * @param state hash of the login's state, and {@code nonce} of its nonce, as the platform's storage must return them
 * @param browser hash of the secret in the login's cookie, should the browser let it through after all
 */
record LaunchTicket(
        LaunchId launch, byte[] lock, byte[] state, byte[] nonce, byte[] browser, String cookieName, Instant issuedAt) {

    /** Ample for two questions to the platform's page, and for a person who is asked for a click. */
    static final Duration LIFETIME = Duration.ofMinutes(3);

    static LaunchTicket of(LaunchId launch, byte[] lock, LoginState login, String state, Instant now) {
        return new LaunchTicket(
                launch,
                lock,
                Secrets.hash(state),
                Secrets.hash(login.nonce()),
                login.browser(),
                login.cookieName(),
                now);
    }

    boolean isExpiredAt(Instant now) {
        return now.isAfter(issuedAt.plus(LIFETIME));
    }

    /** Whether the platform's storage gave back both values; takes as long for wrong ones as for right ones. */
    boolean isProvedBy(String storedState, String storedNonce) {
        return MessageDigest.isEqual(Secrets.hash(storedState), state)
                & MessageDigest.isEqual(Secrets.hash(storedNonce), nonce);
    }

    /** Whether that is the secret of the login's cookie. */
    boolean isProvedBy(@Nullable String cookie) {
        return cookie != null && Secrets.matches(cookie, browser);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LaunchTicket that && MessageDigest.isEqual(lock, that.lock);
    }

    @Override
    public int hashCode() {
        return launch.hashCode();
    }

    @Override
    public String toString() {
        return "LaunchTicket[" + launch + "]";
    }
}
