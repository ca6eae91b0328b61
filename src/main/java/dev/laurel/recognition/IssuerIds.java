package dev.laurel.recognition;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ids by which issuers are known elsewhere. A did:web identifier and the address that it is kept at are one issuer's: whoever
 * holds the one says what the other is.
 *
 * @see <a href="https://w3c-ccg.github.io/did-method-web/#read-resolve">did:web 2.5.2</a>
 */
final class IssuerIds {

    private static final Pattern DID = Pattern.compile("did:web:([^:/?#]+)((?::[^:/?#]+)*)");
    private static final Pattern ADDRESS = Pattern.compile("https://([^/?#]+)((?:/[^?#]*)?)", Pattern.CASE_INSENSITIVE);

    private IssuerIds() {}

    /** Whether both are ids and stand for the same issuer. */
    static boolean same(String one, String other) {
        return plain(one.strip())
                .filter(id -> plain(other.strip()).filter(id::equals).isPresent())
                .isPresent();
    }

    private static Optional<String> plain(String id) {
        Matcher did = DID.matcher(id);
        if (did.matches()) {
            String host = did.group(1).replaceAll("(?i)%3a", ":");
            return Optional.of(host.toLowerCase(Locale.ROOT) + did.group(2).replace(':', '/'));
        }
        Matcher address = ADDRESS.matcher(id);
        if (!address.matches()) {
            return Optional.empty();
        }
        String path =
                address.group(2).replaceAll("(/\\.well-known)?/did\\.json$", "").replaceAll("/+$", "");
        return Optional.of(address.group(1).toLowerCase(Locale.ROOT) + path);
    }
}
