package dev.canvasdev;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** The two addresses of LTI Dynamic Registration that a tool calls. */
@Controller
final class RegistrationController {

    private final Platforms platforms;
    private final Registrations registrations;
    private final Faults faults;

    RegistrationController(Platforms platforms, Registrations registrations, Faults faults) {
        this.platforms = platforms;
        this.registrations = registrations;
        this.faults = faults;
    }

    /** Canvas reads only the query parameter; Moodle's configuration is public. */
    @GetMapping({"/api/lti/security/openid-configuration", "/moodle/mod/lti/openid-configuration.php"})
    void configuration(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (faults.takeRegistrationFault(true).isPresent()) {
            unavailable(503).write(response);
            return;
        }
        Platform platform = platforms.of(request);
        Dress dress = platform.dress();
        boolean needsToken = dress.key().equals("canvas");
        String token = request.getParameter("registration_token");
        if (needsToken && registrations.find(platform, token).isEmpty()) {
            dress.registrationTokenProblem(token == null ? "missing_registration_token" : "invalid")
                    .write(response);
            return;
        }
        Answer.json(200, dress.openidConfiguration(platform)).write(response);
    }

    @RequestMapping({"/api/lti/registrations", "/moodle/mod/lti/openid-registration.php"})
    void register(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Platform platform = platforms.of(request);
        Faults.RegistrationFault fault = faults.takeRegistrationFault(false).orElse(null);
        if (fault == Faults.RegistrationFault.NO_ANSWER) {
            request.setAttribute(BrokenConnections.WANTED, true);
        } else if (fault == Faults.RegistrationFault.ENDPOINT_DOWN) {
            unavailable(503).write(response);
        } else {
            Answer answer = tried(platform, request);
            (fault == null ? answer : unavailable(504)).write(response);
        }
    }

    private Answer tried(Platform platform, HttpServletRequest request) throws IOException {
        try {
            return answer(platform, request);
        } catch (Refusal refusal) {
            return refusal.answer();
        }
    }

    private static Answer unavailable(int status) {
        return Answer.of(status, "text/html; charset=utf-8", "<h1>Something broke</h1>");
    }

    private Answer answer(Platform platform, HttpServletRequest request) throws IOException {
        Dress dress = platform.dress();
        String token = bearer(request);
        if (token == null) {
            return dress.registrationTokenProblem("missing_registration_token");
        }
        Optional<Registrations.Attempt> attempt = registrations.find(platform, token);
        if (attempt.isEmpty()) {
            return dress.registrationTokenProblem("invalid");
        }
        if (attempt.get().used) {
            return dress.registrationTokenProblem("token_already_used");
        }
        if (!request.getMethod().equals("POST")) {
            return Answer.empty(405);
        }
        String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean json = Media.bare(request.getContentType()).equals("application/json");
        Map<String, Object> metadata = json ? Json.object(body) : null;
        return registrations.register(platform, attempt.get(), metadata == null ? Map.of() : metadata);
    }

    static @Nullable String bearer(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).trim()
                : null;
    }
}
