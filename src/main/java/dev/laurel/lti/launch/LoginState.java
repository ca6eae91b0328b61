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
 * @param storage the frame that the platform named for its storage, empty where it named none; null when the login was
 *     answered by a redirect, and only the cookie can show that its browser is back
 */
record LoginState(
        RegistrationId registration,
        String nonce,
        String targetLinkUri,
        @Nullable String deploymentId,
        Instant issuedAt,
        byte[] browser,
        @Nullable String storage) {

    static final String COOKIE_PREFIX = "laurel_login_";

    /** Ample for a slow platform and a person who must sign in there first. */
    static final Duration LIFETIME = Duration.ofMinutes(10);

    /** A login that counts on its cookie alone. */
    LoginState(
            RegistrationId registration,
            String nonce,
            String targetLinkUri,
            @Nullable String deploymentId,
            Instant issuedAt,
            byte[] browser) {
        this(registration, nonce, targetLinkUri, deploymentId, issuedAt, browser, null);
    }

    boolean isExpiredAt(Instant now) {
        return now.isAfter(issuedAt.plus(LIFETIME));
    }

    /** Each login has a cookie of its own, so that two tabs never mix. */
    String cookieName() {
        return cookieName(nonce);
    }

    static String cookieName(String nonce) {
        return COOKIE_PREFIX + nonce.substring(0, 12);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LoginState that
                && registration.equals(that.registration)
                && nonce.equals(that.nonce)
                && targetLinkUri.equals(that.targetLinkUri)
                && java.util.Objects.equals(deploymentId, that.deploymentId)
                && issuedAt.equals(that.issuedAt)
                && Arrays.equals(browser, that.browser)
                && java.util.Objects.equals(storage, that.storage);
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
