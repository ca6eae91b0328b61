package dev.laurel.lti.services;

import dev.laurel.system.WebOrigin;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Addresses that are made of those which a platform gave, and such as it gives in its answers. */
public final class ServiceAddress {

    private ServiceAddress() {}

    /** A path below a line item goes before its query (AGS 2.0, section 3.4.1). */
    public static URI below(URI lineItem, String path) {
        String text = lineItem.toString();
        int query = text.indexOf('?');
        return URI.create(query < 0 ? text + path : text.substring(0, query) + path + text.substring(query));
    }

    /** With one more parameter. */
    public static URI with(URI address, String name, String value) {
        String separator = address.getRawQuery() == null ? "?" : "&";
        return URI.create(address + separator + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    /** What a platform calls the address of something; empty unless it lies where its service is, since tokens go there. */
    public static Optional<URI> beside(URI service, String told) {
        try {
            URI address = new URI(told);
            return address.getHost() != null
                            && address.getScheme() != null
                            && WebOrigin.of(address).equals(WebOrigin.of(service))
                    ? Optional.of(address)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
