package dev.laurel.wallet;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What opens a backpack. Stored sealed, never printed.
 *
 * @param verifier of the permission that is being asked for (RFC 7636); null when none is
 * @param access the token that is sent with calls; null before permission was given
 * @param refresh what a new one is fetched with; null when the backpack gives none
 * @param scopes the rights that were given
 * @param accessUntil when {@code access} is to be renewed at the latest; null when it does not say
 */
record BackpackKeys(
        String clientId,
        String clientSecret,
        @Nullable String verifier,
        @Nullable String access,
        @Nullable String refresh,
        List<String> scopes,
        @Nullable Instant accessUntil) {

    BackpackKeys {
        scopes = List.copyOf(scopes);
    }

    BackpackKeys asking(String fresh) {
        return new BackpackKeys(clientId, clientSecret, fresh, access, refresh, scopes, accessUntil);
    }

    /** @param renewed what the next token is fetched with; null to keep the one that there is (RFC 6749, section 6) */
    BackpackKeys holding(String token, @Nullable String renewed, List<String> given, @Nullable Instant until) {
        return new BackpackKeys(clientId, clientSecret, null, token, renewed == null ? refresh : renewed, given, until);
    }

    @Override
    public String toString() {
        return "BackpackKeys[…]";
    }
}
