package dev.laurel.person;

import java.time.Instant;
import java.util.UUID;

/**
 * What somebody was sent to a provider for; carried, sealed, by their browser.
 *
 * @param issuer the provider's at that time
 * @param state comes back with the answer
 * @param nonce stands in the token
 * @param verifier of PKCE
 * @param about the page to go on to, the invitation's secret, or the account's id, as the purpose has it
 */
record SignInQuestion(
        UUID provider,
        String issuer,
        String state,
        String nonce,
        String verifier,
        Purpose purpose,
        String about,
        Instant askedAt) {

    enum Purpose {
        SIGN_IN,
        ACCEPT,
        CONNECT
    }

    @Override
    public String toString() {
        return "SignInQuestion[" + purpose + "]";
    }
}
