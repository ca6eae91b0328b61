package dev.laurel.system;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
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
    private final MessageSource messages;

    ProblemPages(MessageSource messages) {
        this.messages = messages;
    }

    /** The page for a refusal; the log line carries the same support code. */
    @ExceptionHandler(produces = MediaType.TEXT_HTML_VALUE)
    public ModelAndView page(Refusal refusal, HttpServletRequest request, HttpServletResponse response) {
        String supportCode = logged(refusal);
        return view(refusal.status(), refusal.messageKey(), supportCode, request, response, refusal.arguments());
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
        return problem(refusal.status(), refusal.messageKey(), supportCode, messages, locale, refusal.arguments());
    }

    private String logged(Refusal refusal) {
        String supportCode = supportCode();
        log.info("{} {}: {}", supportCode, refusal.getClass().getSimpleName(), refusal.getMessage());
        return supportCode;
    }

    static ModelAndView view(
            HttpStatus status,
            String key,
            String supportCode,
            HttpServletRequest request,
            HttpServletResponse response,
            Object... arguments) {
        response.setHeader("Cache-Control", "no-store");
        ModelAndView page = new ModelAndView("system/problem");
        page.setStatus(status);
        page.addObject("layout", isFramed(request) ? "layout/window" : "layout/open");
        page.addObject("key", key);
        page.addObject("arguments", arguments);
        page.addObject("supportCode", supportCode);
        return page;
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
