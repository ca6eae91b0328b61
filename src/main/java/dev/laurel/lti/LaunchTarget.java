package dev.laurel.lti;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where within the tool a launch wants to go (claim {@code target_link_uri}; LTI Core 1.3, section 5.3.4).
 *
 * @param query as it stood in the address, without the question mark; absent where there was none
 */
public record LaunchTarget(@Nullable String query) {

    public static final LaunchTarget NONE = new LaunchTarget(null);

    private static final int LONGEST = 1000;

    /** The target that an address at this tool names; a query that is too long to be one of ours is left out. */
    public static LaunchTarget of(URI address) {
        String query = address.getRawQuery();
        return query == null || query.isEmpty() || query.length() > LONGEST ? NONE : new LaunchTarget(query);
    }

    /** The first value of a parameter, decoded; empty when it is absent or empty. */
    public Optional<String> parameter(String name) {
        if (query == null) {
            return Optional.empty();
        }
        for (String part : query.split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0 && part.substring(0, equals).equals(name)) {
                String value = URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8);
                return value.isEmpty() ? Optional.empty() : Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
