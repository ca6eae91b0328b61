package dev.laurel.system;

import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** Every refusal as a page for a person: what happened, what to do, and a code that finds the log line. */
@ControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public class ProblemPages {

    private static final Logger log = LoggerFactory.getLogger(ProblemPages.class);
    private static final char[] READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

    private final SecureRandom random = new SecureRandom();

    /** The page for a refusal; the log line carries the same support code. */
    @ExceptionHandler
    public ModelAndView page(Refusal refusal, HttpServletResponse response) {
        String supportCode = supportCode();
        log.info("{} {}: {}", supportCode, refusal.getClass().getSimpleName(), refusal.getMessage());
        return view(refusal.status(), refusal.messageKey(), supportCode, response, refusal.arguments());
    }

    static ModelAndView view(
            HttpStatus status, String key, String supportCode, HttpServletResponse response, Object... arguments) {
        response.setHeader("Cache-Control", "no-store");
        ModelAndView page = new ModelAndView("system/problem");
        page.setStatus(status);
        page.addObject("key", key);
        page.addObject("arguments", arguments);
        page.addObject("supportCode", supportCode);
        return page;
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
