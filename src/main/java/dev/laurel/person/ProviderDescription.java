package dev.laurel.person;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0, section 3).
 *
 * @param methods in which clients may show their secret at the token address
 * @param namesItself whether its answers carry its name (RFC 9207)
 * @param endSession where people sign out of it (OpenID Connect RP-Initiated Logout 1.0); absent where it offers none
 */
record ProviderDescription(
        String issuer,
        URI authorization,
        URI token,
        URI keys,
        Set<String> methods,
        boolean namesItself,
        @Nullable URI endSession) {

    ProviderDescription {
        methods = Set.copyOf(methods);
    }

    /** In a form where it can be; what lies in a header is encoded in more ways than one out there. Null for none known. */
    @Nullable
    String method() {
        return methods.contains("client_secret_post")
                ? "client_secret_post"
                : methods.contains("client_secret_basic") ? "client_secret_basic" : null;
    }
}
