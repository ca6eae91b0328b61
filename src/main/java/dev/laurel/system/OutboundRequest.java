package dev.laurel.system;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One call to the outside. Never printed: headers and bodies hold tokens.
 *
 * @param body empty for none
 * @param readTimeout how long the whole answer may take once connected
 * @param maxBytes the largest answer that is read
 */
public record OutboundRequest(
        String method, URI address, Map<String, String> headers, byte[] body, Duration readTimeout, int maxBytes) {

    public static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
    public static final int MAX_BYTES = 1024 * 1024;

    public OutboundRequest {
        headers = Map.copyOf(headers);
    }

    public static OutboundRequest get(URI address) {
        return new OutboundRequest("GET", address, Map.of(), new byte[0], READ_TIMEOUT, MAX_BYTES);
    }

    /**
     * @param contentType sent exactly as given; some platforms accept one media type and no list
     */
    public static OutboundRequest post(URI address, String contentType, byte[] body) {
        return new OutboundRequest("POST", address, Map.of("Content-Type", contentType), body, READ_TIMEOUT, MAX_BYTES);
    }

    /** As {@link #post}, to put something in its place. */
    public static OutboundRequest put(URI address, String contentType, byte[] body) {
        return new OutboundRequest("PUT", address, Map.of("Content-Type", contentType), body, READ_TIMEOUT, MAX_BYTES);
    }

    public OutboundRequest with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new OutboundRequest(method, address, more, body, readTimeout, maxBytes);
    }

    public OutboundRequest within(Duration readTimeout) {
        return new OutboundRequest(method, address, headers, body, readTimeout, maxBytes);
    }

    public OutboundRequest atMost(int maxBytes) {
        return new OutboundRequest(method, address, headers, body, readTimeout, maxBytes);
    }

    @Override
    public String toString() {
        return "OutboundRequest[" + method + " " + address.getHost() + "]";
    }
}
