package dev.laurel.system;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Web origins (RFC 6454): scheme, host and, where it is not the scheme's own, the port. */
public final class WebOrigin {

    private WebOrigin() {}

    /** @throws IllegalArgumentException when the address has no scheme or host */
    public static String of(URI address) {
        String scheme = lower(address.getScheme());
        String host = lower(address.getHost());
        int port = address.getPort();
        boolean usual = port == -1 || (port == 443 && scheme.equals("https")) || (port == 80 && scheme.equals("http"));
        return scheme + "://" + host + (usual ? "" : ":" + port);
    }

    private static String lower(@Nullable String part) {
        if (part == null) {
            throw new IllegalArgumentException("Not an absolute web address");
        }
        return part.toLowerCase(Locale.ROOT);
    }
}
