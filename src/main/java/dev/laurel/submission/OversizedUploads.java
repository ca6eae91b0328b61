package dev.laurel.submission;

import jakarta.servlet.FilterChain;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers forms that are larger than the server takes at all with the page that says so. Later filters look for the
 * form's token in its body, cannot read a body of that size, and would blame the token. The body is read and thrown away
 * first, because a browser that is still sending shows no answer.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
class OversizedUploads extends OncePerRequestFilter {

    /** Beyond this a broken connection is the better answer. */
    private static final int MOST_TIMES_THE_LIMIT = 4;

    private final MultipartConfigElement limits;

    OversizedUploads(MultipartConfigElement limits) {
        this.limits = limits;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        long limit = limits.getMaxRequestSize();
        return limit < 0
                || request.getContentLengthLong() <= limit
                || !request.getRequestURI().startsWith("/l/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() <= limits.getMaxRequestSize() * MOST_TIMES_THE_LIMIT) {
            discard(request.getInputStream());
        }
        response.sendError(HttpStatus.CONTENT_TOO_LARGE.value());
    }

    private static void discard(InputStream body) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        while (body.read(buffer) >= 0) {
            // Thrown away.
        }
    }
}
