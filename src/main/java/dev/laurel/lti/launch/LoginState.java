package dev.laurel.lti.launch;

import dev.laurel.lti.RegistrationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of which platform, by which browser (Security Framework 1.0, section 5.1.1.2). It travels as the sealed
 * {@code state} and is stored nowhere.
 *
 * @param nonce goes to the platform and must come back in the id_token
 * @param deploymentId as the login named it
 * @param browser hash of the secret that only the browser of the login holds
 */
record LoginState(
        RegistrationId registration,
        String nonce,
        String targetLinkUri,
        @Nullable String deploymentId,
        Instant issuedAt,
        byte[] browser) {

    /** Ample for a slow platform and a person who must sign in there first. */
    static final Duration LIFETIME = Duration.ofMinutes(10);

    boolean isExpiredAt(Instant now) {
        return now.isAfter(issuedAt.plus(LIFETIME));
    }

    /** Each login has a cookie of its own, so that two tabs never mix. */
    String cookieName() {
        return cookieName(nonce);
    }

    static String cookieName(String nonce) {
        return "laurel_login_" + nonce.substring(0, 12);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LoginState that
                && registration.equals(that.registration)
                && nonce.equals(that.nonce)
                && targetLinkUri.equals(that.targetLinkUri)
                && java.util.Objects.equals(deploymentId, that.deploymentId)
                && issuedAt.equals(that.issuedAt)
                && Arrays.equals(browser, that.browser);
    }

    @Override
    public int hashCode() {
        return nonce.hashCode();
    }

    @Override
    public String toString() {
        return "LoginState[" + registration + "]";
    }
}
