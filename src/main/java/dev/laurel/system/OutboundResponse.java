package dev.laurel.system;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/** What the outside answered, whatever its status. Redirects are answers like any other: they are not followed. */
public record OutboundResponse(int status, HttpHeaders headers, byte[] body) {

    public boolean isSuccessful() {
        return status >= 200 && status < 300;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.getFirst(name));
    }

    /** The body read as UTF-8, whatever media type it claims. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "OutboundResponse[" + status + ", " + body.length + " bytes]";
    }
}
