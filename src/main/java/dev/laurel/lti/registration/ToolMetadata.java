package dev.laurel.lti.registration;

import dev.laurel.lti.CopyHistory;
import dev.laurel.system.LaurelSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What this tool tells a platform of itself and asks of it (LTI Dynamic Registration 1.0, section 3.5.2). Nothing is
 * asked that the platform does not offer: some refuse the whole registration for one word they do not know.
 */
final class ToolMetadata {

    static final String TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration";

    private static final String NAME = "Laurel";
    private static final List<String> SCOPES = List.of(
            "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
            "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly",
            "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly",
            "https://purl.imsglobal.org/spec/lti-ags/scope/score",
            "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly",
            "https://purl.imsglobal.org/spec/lti/scope/noticehandlers");
    private static final List<String> CLAIMS = List.of("name", "given_name", "family_name", "email", "locale");
    private static final String RESOURCE_LINK = "LtiResourceLinkRequest";
    private static final String DEEP_LINKING = "LtiDeepLinkingRequest";
    private static final String CANVAS = "https://canvas.instructure.com/lti/";
    private static final Map<String, String> CANVAS_PICKERS = canvasPickers();

    private final LaurelSettings settings;

    ToolMetadata(LaurelSettings settings) {
        this.settings = settings;
    }

    /** The scopes asked for: those of ours that the platform lists. */
    List<String> scopes(PlatformConfiguration platform) {
        return SCOPES.stream().filter(platform.scopes()::contains).toList();
    }

    Map<String, Object> forPlatform(PlatformConfiguration platform) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("application_type", "web");
        metadata.put("response_types", List.of("id_token"));
        metadata.put("grant_types", List.of("implicit", "client_credentials"));
        metadata.put("initiate_login_uri", at("/lti/login"));
        metadata.put("redirect_uris", List.of(at("/lti/launch")));
        metadata.put("client_name", NAME);
        metadata.put("client_uri", settings.baseUrl().toString());
        metadata.put("jwks_uri", at("/lti/jwks"));
        metadata.put("token_endpoint_auth_method", "private_key_jwt");
        metadata.put("scope", String.join(" ", scopes(platform)));
        metadata.put(TOOL, configuration(platform));
        return metadata;
    }

    private Map<String, Object> configuration(PlatformConfiguration platform) {
        Map<String, Object> tool = new LinkedHashMap<>();
        tool.put("domain", settings.baseUrl().getRawAuthority());
        tool.put("description", "Educator micro-credentials: evidence, rubric, grade and a badge that verifies.");
        tool.put("target_link_uri", at("/lti/launch"));
        tool.put("custom_parameters", customParameters(platform));
        tool.put("claims", claims(platform));
        if (platform.isOfFamily("canvas")) {
            tool.put("messages", canvasMessages(platform));
            // The default is anonymous, and a badge needs a recipient; there is no level with name and address alone.
            tool.put(CANVAS + "privacy_level", "public");
            tool.put(CANVAS + "tool_id", "laurel");
        } else {
            tool.put("messages", messages(platform));
        }
        return tool;
    }

    private static Map<String, String> customParameters(PlatformConfiguration platform) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (platform.takesVariable("Context.id.history")) {
            parameters.put(CopyHistory.CONTEXT_IDS, "$Context.id.history");
        }
        if (platform.takesVariable("ResourceLink.id.history")) {
            parameters.put(CopyHistory.RESOURCE_LINK_IDS, "$ResourceLink.id.history");
        }
        return parameters;
    }

    private static List<String> claims(PlatformConfiguration platform) {
        List<String> claims = new ArrayList<>(List.of("iss", "sub"));
        CLAIMS.stream().filter(platform::takesClaim).forEach(claims::add);
        return claims;
    }

    private List<Map<String, Object>> messages(PlatformConfiguration platform) {
        List<Map<String, Object>> messages = new ArrayList<>();
        if (offers(platform, DEEP_LINKING)) {
            Map<String, Object> deepLinking = message(DEEP_LINKING, "Pick micro-credentials");
            if (platform.messages().getOrDefault(DEEP_LINKING, Set.of()).contains("ContentArea")) {
                deepLinking.put("placements", List.of("ContentArea"));
            }
            messages.add(deepLinking);
        }
        if (offers(platform, RESOURCE_LINK)) {
            messages.add(message(RESOURCE_LINK, NAME));
        }
        return messages;
    }

    /** Canvas shows a tool nowhere but in the placements that it names, one message each. */
    private List<Map<String, Object>> canvasMessages(PlatformConfiguration platform) {
        List<Map<String, Object>> messages = new ArrayList<>();
        if (canvasOffers(platform, RESOURCE_LINK, "course_navigation")) {
            Map<String, Object> navigation = message(RESOURCE_LINK, "Micro-credentials");
            navigation.put("placements", List.of("course_navigation"));
            navigation.put("roles", List.of());
            navigation.put(CANVAS + "course_navigation/default_enabled", false);
            navigation.put(CANVAS + "visibility", "members");
            messages.add(navigation);
        }
        CANVAS_PICKERS.forEach((placement, label) -> {
            if (canvasOffers(platform, DEEP_LINKING, placement)) {
                Map<String, Object> picker = message(DEEP_LINKING, label);
                picker.put("placements", List.of(placement));
                picker.put("roles", List.of());
                messages.add(picker);
            }
        });
        return messages;
    }

    private Map<String, Object> message(String type, String label) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", type);
        message.put("target_link_uri", at("/lti/launch"));
        message.put("label", label);
        return message;
    }

    /** A platform that lists no messages at all leaves us to assume the standard ones. */
    private static boolean offers(PlatformConfiguration platform, String type) {
        return platform.messages().isEmpty() || platform.messages().containsKey(type);
    }

    private static boolean canvasOffers(PlatformConfiguration platform, String type, String placement) {
        return platform.messages().isEmpty()
                || platform.messages().getOrDefault(type, Set.of()).contains(placement);
    }

    private String at(String path) {
        return settings.at(path).toString();
    }

    private static Map<String, String> canvasPickers() {
        Map<String, String> pickers = new LinkedHashMap<>();
        pickers.put("assignment_selection", "Micro-credential");
        pickers.put("link_selection", "Micro-credential");
        pickers.put("module_index_menu_modal", "Add micro-credentials");
        return pickers;
    }
}
