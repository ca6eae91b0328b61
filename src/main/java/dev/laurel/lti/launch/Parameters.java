package dev.laurel.lti.launch;

import dev.laurel.lti.launch.LaunchRefused.Cause;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The parameters of a request, each of which may be said once (RFC 6749, section 3.1). */
final class Parameters {

    private final HttpServletRequest request;
    private final Cause otherwise;

    /**
     * @param otherwise the cause of refusals for what is missing or said twice
     */
    Parameters(HttpServletRequest request, Cause otherwise) {
        this.request = request;
        this.otherwise = otherwise;
    }

    String required(String name) {
        String value = optional(name);
        if (value == null || value.isEmpty()) {
            throw new LaunchRefused(otherwise, "Parameter " + name + " is missing");
        }
        return value;
    }

    @Nullable
    String optional(String name) {
        String[] values = values(name);
        if (values == null) {
            return null;
        }
        if (values.length > 1) {
            throw new LaunchRefused(otherwise, "Parameter " + name + " is there " + values.length + " times");
        }
        return values[0];
    }

    /** Whether the address itself carries the parameter, where logs and histories keep it. */
    boolean isInAddress(String name) {
        String query = request.getQueryString();
        return query != null
                && Arrays.stream(query.split("&"))
                        .map(part -> part.contains("=") ? part.substring(0, part.indexOf('=')) : part)
                        .anyMatch(encoded -> name.equals(decoded(encoded)));
    }

    private static String decoded(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return encoded;
        }
    }

    private String @Nullable [] values(String name) {
        try {
            return request.getParameterValues(name);
        } catch (IllegalStateException e) {
            throw new LaunchRefused(otherwise, "The form is larger than this tool reads, or broken");
        }
    }
}
