package dev.laurel.badge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what is far larger than any badge before it is read: evidence may be large, and its limit must not hold where
 * nobody has signed in.
 */
public final class UploadLimit extends OncePerRequestFilter {

    private static final long MOST_BYTES = 4L << 20;

    private final long most;

    public UploadLimit() {
        this(MOST_BYTES);
    }

    /** @param most bytes of a request */
    public UploadLimit(long most) {
        this.most = most;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean post = request.getMethod().equals("POST");
        if (post && request.getContentLengthLong() < 0) {
            response.sendError(HttpServletResponse.SC_LENGTH_REQUIRED);
        } else if (post && request.getContentLengthLong() > most) {
            response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        } else {
            chain.doFilter(request, response);
        }
    }
}
