package dev.laurel.system;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;

/** Knows who is signed in and reads a page that no controller of theirs made. */
public interface SignedInReader {

    /**
     * @param layout what the layout with their menu wants to know of them
     * @param home the page that they begin with
     */
    record Reader(Map<String, Object> layout, String home) {

        public Reader {
            layout = Map.copyOf(layout);
        }
    }

    Optional<Reader> of(HttpServletRequest request);
}
