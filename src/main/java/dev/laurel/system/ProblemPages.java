package dev.laurel.system;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/**
 * Every refusal as a page for a person: what happened, what to do, and a code that finds the log line. Programs that ask
 * for JSON get the same as a problem (RFC 9457).
 */
@ControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public class ProblemPages {

    private static final Logger log = LoggerFactory.getLogger(ProblemPages.class);
    private static final char[] READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

    private final SecureRandom random = new SecureRandom();
    /** Words that nobody types twice gladly. */
    private static final int WORTH_KEEPING = 20;

    private static final int MOST_KEPT = 20;
    private static final int LONGEST_KEPT = 20_000;

    private final MessageSource messages;
    private final List<SignedInReader> readers;

    ProblemPages(MessageSource messages, List<SignedInReader> readers) {
        this.messages = messages;
        this.readers = List.copyOf(readers);
    }

    /** The page for a refusal; the log line carries the same support code. */
    @ExceptionHandler(produces = MediaType.TEXT_HTML_VALUE)
    public ModelAndView page(Refusal refusal, HttpServletRequest request, HttpServletResponse response) {
        String supportCode = logged(refusal);
        refusal.retryAfter()
                .ifPresent(wait -> response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(wait.toSeconds())));
        return view(refusal.status(), refusal.messageKey(), supportCode, request, response, refusal.arguments())
                .addObject("onward", refusal.onward().orElse(null));
    }

    /** The same for programs; the log line carries the same support code. */
    @ExceptionHandler(
            produces = {
                MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                MediaType.APPLICATION_JSON_VALUE,
                "application/ld+json",
                "application/vc",
                "application/vc+ld+json"
            })
    public ResponseEntity<ProblemDetail> problem(Refusal refusal, Locale locale) {
        String supportCode = logged(refusal);
        ResponseEntity<ProblemDetail> problem =
                problem(refusal.status(), refusal.messageKey(), supportCode, messages, locale, refusal.arguments());
        return refusal.retryAfter()
                .map(wait -> ResponseEntity.status(problem.getStatusCode())
                        .headers(problem.getHeaders())
                        .header(HttpHeaders.RETRY_AFTER, String.valueOf(wait.toSeconds()))
                        .body(problem.getBody()))
                .orElse(problem);
    }

    private String logged(Refusal refusal) {
        String supportCode = supportCode();
        log.info("{} {}: {}", supportCode, refusal.getClass().getSimpleName(), refusal.getMessage());
        return supportCode;
    }

    ModelAndView view(
            HttpStatus status,
            String key,
            String supportCode,
            HttpServletRequest request,
            HttpServletResponse response,
            Object... arguments) {
        response.setHeader("Cache-Control", "no-store");
        boolean framed = isFramed(request);
        Optional<SignedInReader.Reader> reader = framed
                ? Optional.empty()
                : readers.stream().flatMap(each -> each.of(request).stream()).findFirst();
        ModelAndView page = new ModelAndView("system/problem");
        page.setStatus(status);
        page.addObject("layout", framed ? "layout/window" : reader.isPresent() ? "layout/desk" : "layout/open");
        reader.ifPresent(found -> page.addAllObjects(found.layout())
                .addObject("home", found.home())
                .addObject("section", ""));
        page.addObject("key", key);
        page.addObject("next", isOfCourse(request) ? ".next" : ".next.open");
        page.addObject("typed", status == HttpStatus.FORBIDDEN ? typed(request) : List.of());
        page.addObject("arguments", arguments);
        page.addObject("supportCode", supportCode);
        return page;
    }

    /** What was written in a form that was not taken, to be copied before the page is left. Passwords and codes are short. */
    private static List<String> typed(HttpServletRequest request) {
        if (!"POST".equals(request.getMethod())) {
            return List.of();
        }
        return request.getParameterMap().entrySet().stream()
                .filter(field -> !field.getKey().startsWith("_")
                        && !field.getKey().toLowerCase(Locale.ROOT).matches(".*(password|token|secret|whole).*"))
                .flatMap(field -> Arrays.stream(field.getValue()))
                .filter(text ->
                        text.strip().length() >= WORTH_KEEPING && text.strip().contains(" "))
                .map(text -> text.length() > LONGEST_KEPT ? text.substring(0, LONGEST_KEPT) : text)
                .limit(MOST_KEPT)
                .toList();
    }

    /** Whether whoever asked came from a course, or may have. */
    private static boolean isOfCourse(HttpServletRequest request) {
        Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String path = failed == null ? request.getRequestURI() : failed.toString();
        return isFramed(request) || path.startsWith("/l/") || path.startsWith("/lti");
    }

    static ResponseEntity<ProblemDetail> problem(
            HttpStatus status,
            String key,
            String supportCode,
            MessageSource messages,
            Locale locale,
            Object... arguments) {
        ProblemDetail problem = ProblemDetail.forStatus(status);
        problem.setTitle(messages.getMessage(key + ".title", arguments, locale));
        problem.setDetail(messages.getMessage(key + ".text", arguments, locale) + " "
                + messages.getMessage(key + ".next", arguments, locale));
        problem.setProperty("supportCode", supportCode);
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    /**
     * Inside an LMS nobody needs our navigation, and it would lead to pages that refuse to be framed. Pages that scripts ask
     * for stand there too.
     */
    private static boolean isFramed(HttpServletRequest request) {
        String destination = request.getHeader("Sec-Fetch-Dest");
        return "iframe".equals(destination) || "empty".equals(destination);
    }

    /** Eight letters and digits that can be read out over the telephone. */
    String supportCode() {
        StringBuilder code = new StringBuilder(9);
        for (int i = 0; i < 8; i++) {
            if (i == 4) {
                code.append('-');
            }
            code.append(READABLE[random.nextInt(READABLE.length)]);
        }
        return code.toString().toUpperCase(Locale.ROOT);
    }
}
