package dev.laurel.lti.launch;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Times logins and launches: {@code laurel_lti_messages_seconds} with {@code message} login or launch and {@code outcome}
 * accepted, refused or failed. The timers are looked up once; a request's usual observation finds its own by name and tags
 * each time, which costs a launch as much as reading its token.
 */
final class MessageMeters implements Filter {

    /** What is timed here, and therefore nowhere else. */
    static boolean times(String path) {
        return path.equals(LoginRequests.PATH) || path.equals(LaunchFilter.PATH);
    }

    private record Timers(Timer accepted, Timer refused, Timer failed) {

        static Timers of(MeterRegistry meters, String message) {
            return new Timers(
                    timer(meters, message, "accepted"),
                    timer(meters, message, "refused"),
                    timer(meters, message, "failed"));
        }

        private static Timer timer(MeterRegistry meters, String message, String outcome) {
            return Timer.builder("laurel.lti.messages")
                    .description("Logins and launches of platforms")
                    .tags("message", message, "outcome", outcome)
                    .register(meters);
        }
    }

    private final Map<String, Timers> timers;

    MessageMeters(MeterRegistry meters) {
        timers = Map.of(
                LoginRequests.PATH, Timers.of(meters, "login"),
                LaunchFilter.PATH, Timers.of(meters, "launch"));
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        @Nullable Timers mine = timers.get(((HttpServletRequest) request).getServletPath());
        if (mine == null) {
            chain.doFilter(request, response);
            return;
        }
        long begin = System.nanoTime();
        Timer outcome = mine.failed();
        try {
            chain.doFilter(request, response);
            int status = ((HttpServletResponse) response).getStatus();
            outcome = status < 400 ? mine.accepted() : status < 500 ? mine.refused() : mine.failed();
        } finally {
            outcome.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        }
    }
}
