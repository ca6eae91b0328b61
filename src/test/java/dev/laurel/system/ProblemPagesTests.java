package dev.laurel.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

@ExtendWith(OutputCaptureExtension.class)
class ProblemPagesTests {

    private static final class Refused extends Refusal {

        private static final long serialVersionUID = 1L;

        Refused(HttpStatus status, String logMessage) {
            super(status, "system.unexpected", logMessage);
        }
    }

    private static String lineOf(CapturedOutput output, String message) {
        return output.getOut()
                .lines()
                .filter(line -> line.endsWith(message))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsRefusedBecauseOfUsIsAWarningInTheLog(CapturedOutput output) {
        StaticMessageSource messages = new StaticMessageSource();
        messages.setUseCodeAsDefaultMessage(true);
        ProblemPages pages = new ProblemPages(messages, List.of());
        pages.page(
                new Refused(HttpStatus.INSUFFICIENT_STORAGE, "The store is down for pages"),
                new MockHttpServletRequest(),
                new MockHttpServletResponse());
        pages.problem(new Refused(HttpStatus.SERVICE_UNAVAILABLE, "The store is down for programs"), Locale.ROOT);
        pages.page(
                new Refused(HttpStatus.CONFLICT, "Somebody was faster"),
                new MockHttpServletRequest(),
                new MockHttpServletResponse());
        assertThat(lineOf(output, "The store is down for pages")).contains("WARN");
        assertThat(lineOf(output, "The store is down for programs")).contains("WARN");
        assertThat(lineOf(output, "Somebody was faster")).contains("INFO");
    }
}
