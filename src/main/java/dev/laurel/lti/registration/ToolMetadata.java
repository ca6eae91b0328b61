package dev.laurel.lti.registration;

import dev.laurel.lti.registration.ToolDescription.Audience;
import dev.laurel.lti.registration.ToolDescription.Entrance;
import dev.laurel.lti.registration.ToolDescription.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The tool's description as Dynamic Registration tells it (LTI Dynamic Registration 1.0, section 3.5.2). Nothing is asked
 * that the platform does not offer: some refuse the whole registration for one word they do not know.
 */
final class ToolMetadata {

    static final String TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration";

    /** The default is anonymous, and a badge needs a recipient; no level has name and address alone. */
    static final String CANVAS_PRIVACY = "public";

    static final String CANVAS = "https://canvas.instructure.com/lti/";

    private final ToolDescription tool;

    ToolMetadata(ToolDescription tool) {
        this.tool = tool;
    }

    /** The scopes asked for: those of ours that the platform lists. */
    List<String> scopes(PlatformConfiguration platform) {
        return tool.scopes().stream().filter(platform::takesScope).toList();
    }

    /** The claims asked for. */
    List<String> claims(PlatformConfiguration platform) {
        List<String> claims = new ArrayList<>(List.of("iss", "sub"));
        tool.claims().stream().filter(platform::takesClaim).forEach(claims::add);
        return claims;
    }

    /** The entrances asked for: in Canvas by its placements, elsewhere one for each kind of message. */
    List<Entrance> entrances(PlatformConfiguration platform) {
        if (platform.isOfFamily("canvas")) {
            return tool.entrances().stream()
                    .filter(entrance -> canvasOffers(platform, entrance))
                    .toList();
        }
        List<Entrance> entrances = new ArrayList<>();
        if (offers(platform, ToolDescription.DEEP_LINKING)) {
            entrances.add(first(ToolDescription.DEEP_LINKING));
        }
        if (offers(platform, ToolDescription.RESOURCE_LINK)) {
            entrances.add(first(ToolDescription.RESOURCE_LINK));
        }
        tool.aboutPeople().stream()
                .filter(entrance -> platform.messages().containsKey(entrance.messageType()))
                .forEach(entrances::add);
        return entrances;
    }

    ToolRegistration forPlatform(PlatformConfiguration platform) {
        return new ToolRegistration(
                "web",
                List.of("id_token"),
                List.of("implicit", "client_credentials"),
                tool.loginAddress(),
                List.of(tool.launchAddress()),
                tool.name(),
                tool.origin(),
                tool.icon(),
                tool.keySetAddress(),
                "private_key_jwt",
                String.join(" ", scopes(platform)),
                configuration(platform));
    }

    private ToolRegistration.Configuration configuration(PlatformConfiguration platform) {
        boolean canvas = platform.isOfFamily("canvas");
        return new ToolRegistration.Configuration(
                tool.domain(),
                tool.description(),
                tool.launchAddress(),
                customParameters(platform),
                claims(platform),
                entrances(platform).stream()
                        .map(entrance -> canvas ? canvasMessage(entrance) : message(entrance, platform))
                        .toList(),
                canvas ? CANVAS_PRIVACY : null,
                canvas ? "laurel" : null);
    }

    private Map<String, String> customParameters(PlatformConfiguration platform) {
        boolean canvas = platform.isOfFamily("canvas");
        boolean moodle = platform.isOfFamily("moodle");
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Parameter parameter : tool.parameters()) {
            if (canvas && platform.takesVariable(parameter.inCanvas())) {
                parameters.put(parameter.name(), parameter.canvasValue());
            } else if (platform.takesVariable(parameter.variable()) && (parameter.inMoodle() || !moodle)) {
                parameters.put(parameter.name(), parameter.value());
            }
        }
        return parameters;
    }

    /** Canvas shows a tool nowhere but in the placements that it names, one message each. */
    private ToolRegistration.Message canvasMessage(Entrance entrance) {
        Audience audience = entrance.audience();
        return new ToolRegistration.Message(
                entrance.messageType(),
                tool.launchAddress(),
                entrance.label(),
                tool.icon(),
                List.of(String.valueOf(entrance.canvasPlacement())),
                List.of(),
                audience == null ? null : audience.name().toLowerCase(Locale.ROOT),
                audience == Audience.MEMBERS ? false : null);
    }

    private ToolRegistration.Message message(Entrance entrance, PlatformConfiguration platform) {
        List<String> placements = tool.standardPlacements(entrance.messageType()).stream()
                .filter(platform.messages().getOrDefault(entrance.messageType(), Set.of())::contains)
                .toList();
        return new ToolRegistration.Message(
                entrance.messageType(),
                tool.launchAddress(),
                entrance.label(),
                tool.icon(),
                placements.isEmpty() ? null : placements,
                null,
                null,
                null);
    }

    private Entrance first(String messageType) {
        return tool.entrances().stream()
                .filter(entrance -> entrance.messageType().equals(messageType))
                .findFirst()
                .orElseThrow();
    }

    /** A platform that lists no messages at all leaves us to assume the standard ones. */
    private static boolean offers(PlatformConfiguration platform, String type) {
        return platform.messages().isEmpty() || platform.messages().containsKey(type);
    }

    private static boolean canvasOffers(PlatformConfiguration platform, Entrance entrance) {
        String placement = entrance.canvasPlacement();
        return placement != null
                && (platform.messages().isEmpty()
                        || platform.messages()
                                .getOrDefault(entrance.messageType(), Set.of())
                                .contains(placement));
    }
}
