package dev.laurel.lti.launch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.lti.launch.LaunchRefused.Cause;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jose4j.jwx.HeaderParameterNames;
import org.jose4j.jwx.Headers;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Web Signature in its compact form (RFC 7515, section 7.1), taken apart. Nothing of it is verified.
 *
 * @param signed the bytes that the signature is over
 */
record CompactToken(Header header, String payload, byte[] signature, byte[] signed) {

    /** What a platform's tokens have in common: as long as its key is the same, so is the text of their headers. */
    record Header(@Nullable String algorithm, @Nullable String keyId, boolean hasCritical) {}

    private static final int LONGEST_KEPT = 1_000;
    private static final Cache<String, Header> HEADERS =
            Caffeine.newBuilder().maximumSize(2_000).build();

    /** @throws LaunchRefused when it is none */
    static CompactToken of(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first <= 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
            throw malformed();
        }
        return new CompactToken(
                header(token.substring(0, first)),
                new String(decoded(token.substring(first + 1, second)), StandardCharsets.UTF_8),
                decoded(token.substring(second + 1)),
                token.substring(0, second).getBytes(StandardCharsets.US_ASCII));
    }

    private static Header header(String encoded) {
        return encoded.length() > LONGEST_KEPT ? parsed(encoded) : HEADERS.get(encoded, CompactToken::parsed);
    }

    private static Header parsed(String encoded) {
        Headers headers = new Headers();
        try {
            headers.setFullHeaderAsJsonString(new String(decoded(encoded), StandardCharsets.UTF_8));
        } catch (JoseException e) {
            throw malformed();
        }
        return new Header(
                text(headers, HeaderParameterNames.ALGORITHM),
                text(headers, HeaderParameterNames.KEY_ID),
                headers.getObjectHeaderValue(HeaderParameterNames.CRITICAL) != null);
    }

    private static @Nullable String text(Headers headers, String name) {
        return headers.getObjectHeaderValue(name) instanceof String text ? text : null;
    }

    private static byte[] decoded(String part) {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static LaunchRefused malformed() {
        return new LaunchRefused(Cause.MALFORMED, "The id_token is no JSON Web Signature");
    }

    @Override
    public String toString() {
        return "CompactToken[not printed]";
    }
}
