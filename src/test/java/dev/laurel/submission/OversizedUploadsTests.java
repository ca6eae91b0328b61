package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class OversizedUploadsTests {

    private final OversizedUploads filter = new OversizedUploads(new MultipartConfigElement("", 1000, 1000, 0));

    @ParameterizedTest
    @CsvSource({"/l/x/evidence/artefacts/A1/files, 1001, 413, 0", "/l/x/evidence/artefacts/A1/files, 5000, 413, 5000"})
    void answersWhatIsTooLargeAfterReadingWhatCanBeRead(String path, int bytes, int status, int left)
            throws ServletException, IOException {
        MockHttpServletRequest request = request(path, bytes);
        MockHttpServletResponse response = new MockHttpServletResponse();
        MockFilterChain chain = new MockFilterChain();
        filter.doFilter(request, response, chain);
        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(chain.getRequest()).isNull();
        assertThat(request.getInputStream().readAllBytes()).hasSize(left);
    }

    @ParameterizedTest
    @CsvSource({"/l/x/evidence/artefacts/A1/files, 1000", "/verify, 1001"})
    void letsEverythingElsePass(String path, int bytes) throws ServletException, IOException {
        MockHttpServletRequest request = request(path, bytes);
        MockFilterChain chain = new MockFilterChain();
        filter.doFilter(request, new MockHttpServletResponse(), chain);
        assertThat(chain.getRequest()).isSameAs(request);
    }

    private static MockHttpServletRequest request(String path, int bytes) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", path);
        request.setContentType("multipart/form-data; boundary=x");
        request.setContent(new byte[bytes]);
        return request;
    }
}
