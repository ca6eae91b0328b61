package dev.laurel.system;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * What nobody answered for: unknown addresses, wrong methods, uploads that are too large, and our own mistakes, also those
 * outside Spring MVC. A page for people, a problem (RFC 9457) for programs, both with the support code of the log line.
 */
@Controller
@RequestMapping("/error")
class UnexpectedErrors implements ErrorController {

    private static final Logger log = LoggerFactory.getLogger(UnexpectedErrors.class);

    private final ProblemPages pages;
    private final MessageSource messages;

    UnexpectedErrors(ProblemPages pages, MessageSource messages) {
        this.pages = pages;
        this.messages = messages;
    }

    @RequestMapping(produces = MediaType.TEXT_HTML_VALUE)
    ModelAndView page(HttpServletRequest request, HttpServletResponse response) {
        HttpStatus status = status(request);
        return pages.view(status, key(status), logged(status, request), request, response);
    }

    @RequestMapping
    ResponseEntity<ProblemDetail> problem(HttpServletRequest request, Locale locale) {
        HttpStatus status = status(request);
        return ProblemPages.problem(status, key(status), logged(status, request), messages, locale);
    }

    private String logged(HttpStatus status, HttpServletRequest request) {
        String supportCode = pages.supportCode();
        Throwable cause = cause(request);
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        if (status.is5xxServerError()) {
            log.error("{} {} at {} {}", supportCode, status.value(), request.getMethod(), path, cause);
        } else {
            log.info("{} {} at {} {}", supportCode, status.value(), request.getMethod(), path);
        }
        return supportCode;
    }

    private static @Nullable Throwable cause(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown ? thrown : null;
    }

    private static HttpStatus status(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : null;
        return status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
    }

    private static String key(HttpStatus status) {
        return switch (status.value()) {
            case 401, 403 -> "system.not-allowed";
            case 404, 410 -> "system.not-found";
            case 405 -> "system.wrong-method";
            case 413 -> "system.too-large";
            case 429 -> "system.too-many";
            default -> status.is4xxClientError() ? "system.not-understood" : "system.unexpected";
        };
    }
}
