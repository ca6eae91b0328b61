package dev.laurel.system;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
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

    private static final Set<HttpStatus> NOT_TAKEN = Set.of(HttpStatus.FORBIDDEN, HttpStatus.CONFLICT);
    private static final Pattern WITHIN_A_WINDOW = Pattern.compile("(/l/[0-9a-f-]{36})/.");
    private static final Set<HttpStatus> WINDOW_IS_OVER =
            Set.of(HttpStatus.UNAUTHORIZED, HttpStatus.FORBIDDEN, HttpStatus.GONE);

    /** A link to evidence is one word. */
    private static final Pattern WEB_ADDRESS = Pattern.compile("(?i)https?://\\S+");

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
        // What is refused because of us is for whoever runs Laurel to look at.
        log.atLevel(refusal.status().is5xxServerError() ? Level.WARN : Level.INFO)
                .log("{} {}: {}", supportCode, refusal.getClass().getSimpleName(), refusal.getMessage());
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
        window(status, request).ifPresent(address -> page.addObject("window", address));
        page.addObject("key", key);
        page.addObject("next", isOfCourse(request) ? ".next" : ".next.open");
        page.addObject("typed", NOT_TAKEN.contains(status) ? typed(request) : List.of());
        page.addObject("arguments", arguments);
        page.addObject("supportCode", supportCode);
        return page;
    }

    /** The first page of the window that this happened in: a frame has no button to go back. */
    private static Optional<String> window(HttpStatus status, HttpServletRequest request) {
        Matcher within = WITHIN_A_WINDOW.matcher(path(request));
        return WINDOW_IS_OVER.contains(status) || !within.lookingAt() ? Optional.empty() : Optional.of(within.group(1));
    }

    /** What was written in a form that was not taken, to be copied before the page is left. Passwords and codes are short. */
    private static List<String> typed(HttpServletRequest request) {
        if (!"POST".equals(request.getMethod())) {
            return List.of();
        }
        // What a platform sends in a form of its own was typed by nobody.
        boolean inWindow = path(request).startsWith("/l/");
        return request.getParameterMap().entrySet().stream()
                .filter(field -> !field.getKey().startsWith("_")
                        && !field.getKey().toLowerCase(Locale.ROOT).matches(".*(password|token|secret|whole).*"))
                .flatMap(field -> Arrays.stream(field.getValue()))
                .filter(text -> text.strip().length() >= WORTH_KEEPING
                        && (text.strip().contains(" ")
                                || (inWindow
                                        && WEB_ADDRESS.matcher(text.strip()).matches())))
                .map(text -> text.length() > LONGEST_KEPT ? text.substring(0, LONGEST_KEPT) : text)
                .limit(MOST_KEPT)
                .toList();
    }

    /** Whether whoever asked came from a course, or may have. */
    private static boolean isOfCourse(HttpServletRequest request) {
        String path = path(request);
        return isFramed(request) || path.startsWith("/l/") || path.startsWith("/lti");
    }

    private static String path(HttpServletRequest request) {
        Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return failed == null ? request.getRequestURI() : failed.toString();
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
