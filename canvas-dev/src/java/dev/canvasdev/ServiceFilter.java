package dev.canvasdev;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** Stands before what a tool's server calls: applies the fault switches and keeps the call log. */
@Component
final class ServiceFilter extends OncePerRequestFilter {

    private static final Pattern SERVICES =
            Pattern.compile("/api/lti/courses/.*|/moodle/mod/lti/services\\.php/.*|/api/lti/notice-handlers/.*");
    private static final Pattern LOGGED = Pattern.compile(SERVICES.pattern()
            + "|/login/oauth2/token|/moodle/mod/lti/(token|certs|openid-configuration|openid-registration)\\.php"
            + "|/api/lti/security/.*|/api/lti/registrations.*|/api/lti/progress/.*");

    private final Faults faults;
    private final CallLog log;
    private final Site site;

    ServiceFilter(Faults faults, CallLog log, Site site) {
        this.faults = faults;
        this.log = log;
        this.site = site;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !LOGGED.matcher(request.getRequestURI()).matches();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            answer(request, response, chain);
        } finally {
            String query = request.getQueryString() == null
                    ? ""
                    : "?" + request.getQueryString().replaceAll("registration_token=[^&]*", "registration_token=…");
            log.add(new CallLog.Call(
                    site.clock().instant(),
                    request.getRequestURI().startsWith("/moodle/") ? "moodle" : "canvas",
                    request.getMethod(),
                    request.getRequestURI() + query,
                    request.getHeader("Accept"),
                    request.getContentType(),
                    request.getHeader("User-Agent"),
                    (String) request.getAttribute(CallLog.BODY),
                    response.getStatus()));
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        boolean token = path.equals("/login/oauth2/token") || path.endsWith("/token.php");
        boolean keys = path.endsWith("/jwks") || path.endsWith("/certs.php");
        if (token && faults.isTokenEndpointDown()) {
            Answer.of(503, "text/html; charset=utf-8", "<h1>Service Unavailable</h1>")
                    .write(response);
        } else if (keys && faults.isJwksDown()) {
            Answer.of(500, "text/html; charset=utf-8", "<h1>Internal Server Error</h1>")
                    .write(response);
        } else {
            Optional<Faults.ServiceFault> fault = token
                    ? faults.takeTokenFault()
                    : SERVICES.matcher(path).matches() ? faults.takeServiceFault() : Optional.empty();
            if (fault.isEmpty()) {
                chain.doFilter(request, response);
            } else {
                fail(fault.get(), request, response, chain);
            }
        }
    }

    private void fail(
            Faults.ServiceFault fault, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        switch (fault) {
            case SLOW -> {
                ContentCachingResponseWrapper kept = new ContentCachingResponseWrapper(response);
                chain.doFilter(request, kept);
                LockSupport.parkNanos(faults.slowness().toNanos());
                kept.copyBodyToResponse();
            }
            case DONE_BUT_504, DONE_BUT_BROKEN_CONNECTION -> {
                chain.doFilter(request, new ContentCachingResponseWrapper(response));
                response.resetBuffer();
                end(fault, request, response);
            }
            default -> {
                request.setAttribute(
                        CallLog.BODY, new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                end(fault, request, response);
            }
        }
    }

    private void end(Faults.ServiceFault fault, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (fault == Faults.ServiceFault.BROKEN_CONNECTION || fault == Faults.ServiceFault.DONE_BUT_BROKEN_CONNECTION) {
            request.setAttribute(BrokenConnections.WANTED, true);
        } else {
            faulty(fault).write(response);
        }
    }

    private Answer faulty(Faults.ServiceFault fault) {
        return switch (fault) {
            case SERVER_ERROR, DONE_BUT_504 ->
                Answer.of(fault.status(), "text/html; charset=utf-8", "<h1>Something broke</h1>");
            case UNAVAILABLE, TOO_MANY_REQUESTS ->
                Answer.of(fault.status(), "text/plain; charset=utf-8", "Come back later\n")
                        .header("Retry-After", "1");
            case TOO_MANY_REQUESTS_UNTIL ->
                Answer.of(fault.status(), "text/plain; charset=utf-8", "Come back later\n")
                        .header(
                                "Retry-After",
                                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                        site.clock().instant().plusSeconds(2).atZone(ZoneOffset.UTC)));
            case BROKEN_CONNECTION, DONE_BUT_BROKEN_CONNECTION, SLOW ->
                throw new IllegalArgumentException(fault + " has no answer of its own");
            case UNAUTHORIZED ->
                Answer.json(401, Json.of("errors", Json.of("type", "unauthorized", "message", "Access token expired")));
            case RATE_LIMIT_403 ->
                Answer.of(403, "text/plain; charset=utf-8", "403 Forbidden (Rate Limit Exceeded)\n")
                        .header("X-Rate-Limit-Remaining", "0.0");
        };
    }
}
