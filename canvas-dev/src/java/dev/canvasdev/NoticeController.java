package dev.canvasdev;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** Where a tool names the addresses that want notices; Canvas only. */
@Controller
final class NoticeController {

    private final Platforms platforms;
    private final AccessTokens tokens;
    private final Notices notices;

    NoticeController(Platforms platforms, AccessTokens tokens, Notices notices) {
        this.platforms = platforms;
        this.tokens = tokens;
        this.notices = notices;
    }

    @RequestMapping("/api/lti/notice-handlers/{toolId}")
    void handlers(@PathVariable String toolId, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Platform platform = platforms.get("canvas");
        String token = RegistrationController.bearer(request);
        AccessTokens.Granted granted = token == null ? null : tokens.find(token);
        Optional<Tool> tool = platform.tool(toolId);
        boolean allowed = granted != null
                && granted.toolId().equals(toolId)
                && !tokens.expired(granted)
                && granted.scopes().contains(Scope.NOTICES)
                && tool.isPresent();
        if (!allowed) {
            Dress.AccessProblem problem = granted == null ? Dress.AccessProblem.INVALID : Dress.AccessProblem.SCOPE;
            platform.dress().accessProblem(problem, request).write(response);
            return;
        }
        switch (request.getMethod()) {
            case "GET" -> Answer.json(200, list(tool.get())).write(response);
            case "PUT" -> {
                String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                request.setAttribute(CallLog.BODY, body);
                put(platform, tool.get(), Json.object(body)).write(response);
            }
            default -> platform.dress().methodNotAllowed(request).write(response);
        }
    }

    private static Map<String, Object> list(Tool tool) {
        List<Map<String, Object>> handlers = Notices.TYPES.stream()
                .map(type -> Json.of("notice_type", type, "handler", tool.noticeHandlers.getOrDefault(type, "")))
                .toList();
        return Json.of(
                "client_id",
                Long.parseLong(tool.clientId),
                "deployment_id",
                tool.deploymentId,
                "notice_handlers",
                handlers);
    }

    private Answer put(Platform platform, Tool tool, @org.jspecify.annotations.Nullable Map<String, Object> body) {
        String type = Json.text(body, "notice_type");
        String handler = Json.text(body, "handler");
        if (type == null || handler == null || !Notices.TYPES.contains(type)) {
            return CanvasDress.error(400, "bad_request", "notice_type and handler are required");
        }
        if (!handler.isEmpty() && !onDomain(handler, tool.domain)) {
            return CanvasDress.error(400, "bad_request", "handler must be on the tool's domain");
        }
        platform.change(s -> tool.noticeHandlers.put(type, handler));
        if (type.equals("LtiHelloWorldNotice") && !handler.isEmpty()) {
            notices.hello(platform, tool);
        }
        return Answer.json(200, Json.of("notice_type", type, "handler", handler));
    }

    private static boolean onDomain(String handler, String domain) {
        try {
            URI uri = URI.create(handler);
            return domain.equals(uri.getAuthority()) || domain.equals(uri.getHost());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
