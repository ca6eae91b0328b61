package dev.laurel.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import jakarta.servlet.RequestDispatcher;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.ModelAndView;

/** Whatever goes wrong, people get a page that says what to do, programs a problem, and both a support code. */
@LaurelTest
class ErrorPagesTests {

    private static final String SUPPORT_CODE = "[2-9A-Z]{4}-[2-9A-Z]{4}";

    @Autowired
    LaurelSettings settings;

    @Autowired
    UnexpectedErrors errors;

    private Page get(String path, String accept) {
        return new HttpBrowser().header("Accept", accept).get(settings.at(path));
    }

    @Test
    void anAddressThatNobodyClaimsIsNotHere() {
        Page page = get("/nobody/knows", "text/html");
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.select("h1").text()).isEqualTo("This page is not here");
        assertThat(page.text()).contains("Check the address").doesNotContain("your course");
        assertThat(page.select("main code").text()).matches(SUPPORT_CODE);
        assertThat(page.header("Content-Security-Policy").orElseThrow()).contains("default-src 'none'");
        assertThat(page.header("Set-Cookie")).isEmpty();
    }

    @Test
    void aProgramGetsAProblemDocument() {
        Page page = get("/nobody/knows", "application/json");
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.header("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(page.body()).contains("\"title\":\"This page is not here\"").containsPattern(SUPPORT_CODE);
    }

    @Test
    void aRefusalIsAPageForPeopleAndAProblemForPrograms() {
        assertThat(get("/catalog/no-such-thing", "text/html")
                        .select("main code")
                        .text())
                .matches(SUPPORT_CODE);
        Page problem = get("/catalog/no-such-thing", "application/json");
        assertThat(problem.status()).isEqualTo(404);
        assertThat(problem.header("Content-Type").orElseThrow()).startsWith("application/problem+json");
    }

    @Test
    void theErrorPageIsSpokenInTheReadersLanguage() {
        Page page =
                new HttpBrowser().header("Accept-Language", "es-MX,es;q=0.9").get(settings.at("/nobody/knows"));
        assertThat(page.select("h1").text()).isEqualTo("Esta página no está aquí");
        assertThat(page.document().select("html").attr("lang")).startsWith("es");
    }

    @Test
    void theWrongMethodIsNamedSo() {
        Page page = new HttpBrowser().post(settings.at("/"), Map.of("a", "b"));
        assertThat(page.status()).isEqualTo(405);
        assertThat(page.select("h1").text()).isEqualTo("This address does not work that way");
    }

    @Test
    void anAddressThatTheFirewallRefusesStillGetsAPage() {
        Page page = get("/catalog/..;/admin", "text/html");
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.select("h1").text()).isEqualTo("We could not read that request");
    }

    @Test
    void theErrorPageItselfCannotBeAskedFor() {
        assertThat(get("/error", "text/html").status()).isEqualTo(404);
    }

    @Test
    void insideAFrameThereIsNoNavigation() {
        Page page = new HttpBrowser().header("Sec-Fetch-Dest", "iframe").get(settings.at("/nobody/knows"));
        assertThat(page.select("nav")).isEmpty();
        assertThat(get("/nobody/knows", "text/html").select("nav")).hasSize(1);
    }

    @Test
    void ourOwnMistakeSaysSoAndTellsNothingElse() {
        MockHttpServletRequest request = failed(500, new IllegalStateException("secret"));
        ModelAndView page = errors.page(request, new MockHttpServletResponse());
        assertThat(page.getStatus()).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
        assertThat(page.getModel()).containsEntry("key", "system.unexpected");
        assertThat(page.getModel().toString()).doesNotContain("secret");
    }

    @Test
    void anUploadThatIsTooLargeIsNamedSo() {
        ResponseEntity<ProblemDetail> problem = errors.problem(failed(413, null), Locale.ENGLISH);
        assertThat(problem.getStatusCode().value()).isEqualTo(413);
        assertThat(problem.getBody().getTitle()).isEqualTo("That is more than we can take at once");
    }

    private static MockHttpServletRequest failed(int status, Throwable cause) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, status);
        request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, cause);
        return request;
    }
}
