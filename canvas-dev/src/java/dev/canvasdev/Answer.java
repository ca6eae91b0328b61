package dev.canvasdev;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service's answer, written exactly as it stands here: no content negotiation, no error pages. */
record Answer(
        int status,
        @Nullable String contentType,
        Map<String, String> headers,
        @Nullable String body) {

    static final String JSON = "application/json; charset=utf-8";

    static Answer empty(int status) {
        return new Answer(status, null, Map.of(), null);
    }

    static Answer of(int status, String contentType, String body) {
        return new Answer(status, contentType, Map.of(), body);
    }

    static Answer json(int status, Object body) {
        return of(status, JSON, Json.write(body));
    }

    static Answer json(int status, String mediaType, Object body) {
        return of(status, mediaType + "; charset=utf-8", Json.write(body));
    }

    Answer header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, contentType, more, body);
    }

    void write(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        if (contentType != null) {
            response.setContentType(contentType);
        }
        headers.forEach(response::setHeader);
        if (body != null) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            response.setContentLength(bytes.length);
            response.getOutputStream().write(bytes);
        }
    }
}
