package dev.canvasdev;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

/** The OpenID Connect authorization endpoint: from the tool's request to the signed id_token, by way of the browser. */
@Controller
final class AuthorizationController {

    private static final List<String> CANVAS_REQUIRED = List.of(
            "client_id",
            "login_hint",
            "lti_message_hint",
            "nonce",
            "prompt",
            "redirect_uri",
            "response_mode",
            "response_type",
            "scope");

    private final Platforms platforms;
    private final Launches launches;
    private final Hats hats;

    AuthorizationController(Platforms platforms, Launches launches, Hats hats) {
        this.platforms = platforms;
        this.launches = launches;
        this.hats = hats;
    }

    /** Canvas' shared host sends the browser on to the institution's. */
    @RequestMapping(path = "/api/lti/authorize_redirect", method = RequestMethod.GET)
    void redirect(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(302);
        response.setHeader("Location", "/api/lti/authorize" + Dress.query(request));
    }

    @RequestMapping(path = "/api/lti/authorize_redirect", method = RequestMethod.POST)
    void post(HttpServletRequest request, HttpServletResponse response) throws IOException {
        canvas(request, response);
    }

    @RequestMapping(path = "/api/lti/authorize", method = RequestMethod.GET)
    void canvas(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Platform platform = platforms.get("canvas");
        Optional<Tool> tool = platform.toolOfClient(request.getParameter("client_id"));
        String redirectUri = request.getParameter("redirect_uri");
        boolean registered =
                tool.filter(t -> t.redirectUris.contains(redirectUri)).isPresent();
        if (redirectUri == null || (tool.isPresent() && !registered)) {
            Answer.json(400, Json.of("message", "Invalid redirect_uri")).write(response);
            return;
        }
        if (tool.isEmpty()) {
            // Nobody vouches for the redirect_uri of an unknown client.
            Answer.json(400, Json.of("message", "Invalid client_id")).write(response);
            return;
        }
        List<String> missing = new ArrayList<>();
        for (String name : CANVAS_REQUIRED) {
            if (request.getParameter(name) == null || request.getParameter(name).isEmpty()) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            refuse(
                    request,
                    response,
                    "invalid_request_object",
                    "The following parameters are missing: " + String.join(",", missing));
            return;
        }
        Map<String, String> fixed = new LinkedHashMap<>();
        fixed.put("scope", "openid");
        fixed.put("response_type", "id_token");
        fixed.put("response_mode", "form_post");
        fixed.put("prompt", "none");
        for (Map.Entry<String, String> rule : fixed.entrySet()) {
            if (!rule.getValue().equals(request.getParameter(rule.getKey()))) {
                refuse(
                        request,
                        response,
                        "invalid_request_object",
                        "The '" + rule.getKey() + "' must be '" + rule.getValue() + "'");
                return;
            }
        }
        if (!tool.get().enabled) {
            refuse(request, response, "unauthorized_client", "Client not authorized in requested context");
            return;
        }
        Optional<Person> wearer = hats.wearer(request, platform);
        String loginHint = request.getParameter("login_hint");
        if (wearer.filter(p -> platform.dress().loginHint(p).equals(loginHint)).isEmpty()) {
            refuse(request, response, "login_required", "Must have an active user session");
            return;
        }
        Launches.Started started = take(platform, request.getParameter("lti_message_hint"));
        boolean fits = started != null
                && started.launch().toolId().equals(tool.get().id)
                && started.launch().hat().equals(wearer.get().hat());
        if (!fits) {
            refuse(
                    request,
                    response,
                    "launch_no_longer_valid",
                    "The launch has either expired or already been consumed");
            return;
        }
        send(request, response, platform, tool.get(), wearer.get(), started);
    }

    @RequestMapping(
            path = "/moodle/mod/lti/auth.php",
            method = {RequestMethod.GET, RequestMethod.POST})
    void moodle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Platform platform = platforms.get("moodle");
        Optional<Person> wearer = hats.wearer(request, platform);
        String messageHint = request.getParameter("lti_message_hint");
        String redirectUri = request.getParameter("redirect_uri");
        boolean asked = "openid".equals(request.getParameter("scope"))
                && "id_token".equals(request.getParameter("response_type"))
                && request.getParameter("client_id") != null
                && request.getParameter("login_hint") != null
                && redirectUri != null
                && messageHint != null
                && notEmpty(request.getParameter("nonce"));
        Optional<Tool> tool = platform.toolOfClient(request.getParameter("client_id"));
        boolean unregistered = tool.isPresent() && !tool.get().redirectUris.contains(redirectUri);
        if (!asked || wearer.isEmpty() || unregistered) {
            MoodleDress.htmlError(404, "Invalid request").write(response);
            return;
        }
        Launches.Started started = take(platform, messageHint);
        if (started == null || !started.launch().hat().equals(wearer.get().hat())) {
            MoodleDress.htmlError(404, "Invalid request").write(response);
            return;
        }
        String responseMode = request.getParameter("response_mode");
        String prompt = request.getParameter("prompt");
        if (tool.isEmpty() || !tool.get().enabled || !started.launch().toolId().equals(tool.get().id)) {
            refuse(request, response, "unauthorized_client", null);
        } else if (!wearer.get().sub().equals(request.getParameter("login_hint"))) {
            refuse(request, response, "access_denied", null);
        } else if (!"form_post".equals(responseMode)) {
            refuse(request, response, "invalid_request", "Invalid response_mode");
        } else if (prompt != null && !prompt.equals("none")) {
            refuse(request, response, "invalid_request", "Invalid prompt");
        } else {
            send(request, response, platform, tool.get(), wearer.get(), started);
        }
    }

    private static boolean notEmpty(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private Launches.@Nullable Started take(Platform platform, String messageHint) {
        String name = platform.dress().launchName(messageHint);
        return name == null ? null : launches.take(platform.dress(), name).orElse(null);
    }

    private static void send(
            HttpServletRequest request,
            HttpServletResponse response,
            Platform platform,
            Tool tool,
            Person person,
            Launches.Started started)
            throws IOException {
        Dress dress = platform.dress();
        Map<String, Object> claims =
                platform.read(s -> dress.idToken(platform, tool, person, started, request.getParameter("nonce")));
        PlatformKey key = platform.signingKey();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("id_token", Jws.rs256(key.kid(), claims, key.privateKey()));
        if (request.getParameter("state") != null) {
            fields.put("state", request.getParameter("state"));
        }
        fields.putAll(dress.extraLaunchFields());
        SelfPostingForm.to(request.getParameter("redirect_uri"), fields).write(response);
    }

    private static void refuse(
            HttpServletRequest request, HttpServletResponse response, String error, @Nullable String description)
            throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("error", error);
        if (description != null) {
            fields.put("error_description", description);
        }
        if (request.getParameter("state") != null) {
            fields.put("state", request.getParameter("state"));
        }
        SelfPostingForm.to(request.getParameter("redirect_uri"), fields).write(response);
    }
}
