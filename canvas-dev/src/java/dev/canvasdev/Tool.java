package dev.canvasdev;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A registered tool; part of the state. */
final class Tool {

    String id = "";
    String clientId = "";
    String deploymentId = "";
    String name = "";
    String description = "";
    String initiateLoginUri = "";
    String targetLinkUri = "";
    String jwksUri = "";
    String domain = "";

    @Nullable
    String logoUri;

    List<String> redirectUris = new ArrayList<>();
    List<String> scopes = new ArrayList<>();
    List<String> claims = new ArrayList<>();
    Map<String, Object> customParameters = new LinkedHashMap<>();
    List<Map<String, Object>> messages = new ArrayList<>();
    String privacyLevel = "anonymous";
    /** Where it was registered, for doing it again. */
    @Nullable
    String registrationUrl;
    /** Switched on by the administrator: before that nothing works. */
    boolean enabled;

    long registeredAt;
    /** Notice type to handler. */
    Map<String, String> noticeHandlers = new LinkedHashMap<>();

    boolean may(String scope) {
        return scopes.contains(scope);
    }
}
