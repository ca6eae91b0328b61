package dev.laurel.lti.registration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** What a platform is told of the tool (LTI Dynamic Registration 1.0, section 3.5.2). What is absent is left out. */
@JsonNaming(SnakeCaseStrategy.class)
record ToolRegistration(
        String applicationType,
        List<String> responseTypes,
        List<String> grantTypes,
        URI initiateLoginUri,
        List<URI> redirectUris,
        String clientName,
        URI clientUri,
        URI logoUri,
        URI jwksUri,
        String tokenEndpointAuthMethod,
        String scope,
        @JsonProperty(ToolMetadata.TOOL) Configuration configuration) {

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Configuration(
            String domain,
            String description,
            URI targetLinkUri,
            Map<String, String> customParameters,
            List<String> claims,
            List<Message> messages,

            @JsonProperty(ToolMetadata.CANVAS + "privacy_level") @Nullable
            String canvasPrivacy,

            @JsonProperty(ToolMetadata.CANVAS + "tool_id") @Nullable
            String canvasTool) {}

    /** A kind of message that the tool takes, and where it wants to be shown for it. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Message(
            String type,
            URI targetLinkUri,
            String label,
            URI iconUri,
            @Nullable List<String> placements,
            @Nullable List<String> roles,

            @JsonProperty(ToolMetadata.CANVAS + "visibility") @Nullable
            String canvasVisibility,

            @JsonProperty(ToolMetadata.CANVAS + "course_navigation/default_enabled") @Nullable
            Boolean canvasEnabled) {}
}
