package dev.laurel.lti.registration;

import dev.laurel.lti.registration.ToolDescription.Audience;
import dev.laurel.lti.registration.ToolDescription.Entrance;
import dev.laurel.lti.registration.ToolDescription.Parameter;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The tool's description as the JSON of a Canvas developer key (Canvas documentation, "Manually Configuring LTI Advantage
 * Tools"). Absent members are left out of the JSON; each extension and placement has no more members than Canvas knows.
 */
@JsonNaming(SnakeCaseStrategy.class)
record CanvasKey(
        String title,
        String description,
        URI oidcInitiationUrl,
        URI targetLinkUri,
        List<String> scopes,
        URI publicJwkUrl,
        List<URI> redirectUris,
        Map<String, String> customFields,
        List<Extension> extensions) {

    private static final int PICKER_WIDTH = 1000;
    private static final int PICKER_HEIGHT = 800;

    @JsonNaming(SnakeCaseStrategy.class)
    record Extension(String platform, String domain, String toolId, String privacyLevel, Settings settings) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Settings(String text, URI iconUrl, int selectionWidth, int selectionHeight, List<Placement> placements) {}

    /**
     * @param preset Canvas's {@code default}: whether a course shows it without being asked
     */
    @JsonNaming(PlacementNames.class)
    record Placement(
            String placement,
            String messageType,
            String text,
            URI iconUrl,
            URI targetLinkUri,
            boolean enabled,
            @Nullable String preset,
            @Nullable String visibility,
            @Nullable Integer selectionWidth,
            @Nullable Integer selectionHeight) {}

    /** {@code default} is a word that Java keeps to itself. */
    static final class PlacementNames extends SnakeCaseStrategy {

        @Override
        public String translate(String name) {
            return name.equals("preset") ? "default" : super.translate(name);
        }
    }

    static CanvasKey of(ToolDescription tool) {
        Map<String, String> customFields = new LinkedHashMap<>();
        for (Parameter parameter : tool.parameters()) {
            customFields.put(parameter.name(), parameter.canvasValue());
        }
        return new CanvasKey(
                tool.name(),
                tool.description(),
                tool.loginAddress(),
                tool.launchAddress(),
                tool.scopes(),
                tool.keySetAddress(),
                List.of(tool.launchAddress()),
                customFields,
                List.of(new Extension(
                        "canvas.instructure.com",
                        tool.domain(),
                        "laurel",
                        ToolMetadata.CANVAS_PRIVACY,
                        new Settings(
                                tool.name(),
                                tool.icon(),
                                PICKER_WIDTH,
                                PICKER_HEIGHT,
                                tool.entrances().stream()
                                        .filter(entrance -> entrance.canvasPlacement() != null)
                                        .map(entrance -> placement(tool, entrance))
                                        .toList()))));
    }

    private static Placement placement(ToolDescription tool, Entrance entrance) {
        Audience audience = entrance.audience();
        return new Placement(
                Objects.requireNonNull(entrance.canvasPlacement()),
                entrance.messageType(),
                entrance.label(),
                tool.icon(),
                tool.launchAddress(),
                true,
                audience == Audience.MEMBERS ? "disabled" : null,
                audience == null ? null : audience.name().toLowerCase(Locale.ROOT),
                entrance.isNavigation() ? null : PICKER_WIDTH,
                entrance.isNavigation() ? null : PICKER_HEIGHT);
    }
}
