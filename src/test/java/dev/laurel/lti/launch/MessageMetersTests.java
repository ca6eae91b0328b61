package dev.laurel.lti.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What an operator's monitoring is told of logins and launches. */
class MessageMetersTests {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MessageMeters filter = new MessageMeters(meters);

    @ParameterizedTest
    @CsvSource({
        "/lti/login,302,login,accepted",
        "/lti/login,400,login,refused",
        "/lti/launch,200,launch,accepted",
        "/lti/launch,403,launch,refused",
        "/lti/launch,503,launch,failed"
    })
    void eachMessageCountsOnceByWhatBecameOfIt(String path, int status, String message, String outcome)
            throws Exception {
        pass(path, (request, response) -> ((HttpServletResponse) response).setStatus(status));

        assertThat(count(message, outcome)).isEqualTo(1);
        assertThat(all()).isEqualTo(1);
    }

    @Test
    void whatBreaksCountsAsFailed() {
        assertThatExceptionOfType(ServletException.class)
                .isThrownBy(() -> pass("/lti/launch", (request, response) -> {
                    throw new ServletException("broken");
                }));
        assertThat(count("launch", "failed")).isEqualTo(1);
    }

    @Test
    void otherAddressesAreTimedElsewhere() throws Exception {
        pass("/lti/jwks", (request, response) -> {});
        assertThat(all()).isZero();
        assertThat(MessageMeters.times("/lti/jwks")).isFalse();
        assertThat(MessageMeters.times("/lti/launch")).isTrue();
    }

    private void pass(String path, FilterChain chain) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", path);
        request.setServletPath(path);
        filter.doFilter(request, new MockHttpServletResponse(), chain);
    }

    private long count(String message, String outcome) {
        return meters.get("laurel.lti.messages")
                .tags("message", message, "outcome", outcome)
                .timer()
                .count();
    }

    private long all() {
        return meters.find("laurel.lti.messages").timers().stream()
                .mapToLong(timer -> timer.count())
                .sum();
    }
}
