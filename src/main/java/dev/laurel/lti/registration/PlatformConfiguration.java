package dev.laurel.lti.registration;

import dev.laurel.lti.PlatformPreset;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a platform tells of itself (LTI Dynamic Registration 1.0, section 3.4; OpenID Connect Discovery 1.0).
 *
 * @param messages placements by message type; a type without placements has an empty set
 * @param claims {@code claims_supported}; null when the platform does not say
 * @param variables names without the dollar; null when the platform does not say
 */
record PlatformConfiguration(
        String issuer,
        URI authorizationEndpoint,
        URI tokenEndpoint,
        URI jwksUri,
        URI registrationEndpoint,
        @Nullable String authorizationServer,
        Set<String> scopes,
        @Nullable Set<String> claims,
        @Nullable String productFamily,
        @Nullable String version,
        @Nullable String accountName,
        Map<String, Set<String>> messages,
        @Nullable Set<String> variables) {

    private static final String PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration";
    private static final String ACCOUNT_NAME = "https://canvas.instructure.com/lti/account_name";

    /**
     * Reads a configuration that came from {@code host}.
     *
     * @throws RegistrationRefused when a member that is needed is missing or no web address
     */
    static PlatformConfiguration read(JsonNode document, String host, boolean httpAllowed) {
        if (!document.isObject()) {
            throw RegistrationRefused.noAnswer(host, "no JSON object");
        }
        JsonNode platform = document.path(PLATFORM);
        return new PlatformConfiguration(
                text(document, "issuer")
                        .filter(issuer -> issuer.length() <= 255)
                        .orElseThrow(() -> RegistrationRefused.incomplete(host, "issuer")),
                endpoint(document, "authorization_endpoint", host, httpAllowed),
                endpoint(document, "token_endpoint", host, httpAllowed),
                endpoint(document, "jwks_uri", host, httpAllowed),
                endpoint(document, "registration_endpoint", host, httpAllowed),
                text(document, "authorization_server").orElse(null),
                strings(document.path("scopes_supported")),
                document.path("claims_supported").isArray() ? strings(document.path("claims_supported")) : null,
                text(platform, "product_family_code")
                        .map(PlatformConfiguration::cut)
                        .orElse(null),
                text(platform, "version").map(PlatformConfiguration::cut).orElse(null),
                text(platform, ACCOUNT_NAME)
                        .map(name -> name.length() > 255 ? name.substring(0, 255) : name)
                        .orElse(null),
                messages(platform.path("messages_supported")),
                platform.path("variables").isArray() ? strings(platform.path("variables")) : null);
    }

    boolean isOfFamily(String family) {
        return productFamily != null && productFamily.toLowerCase(Locale.ROOT).equals(family);
    }

    /** What people call the institution: its account name, or else the host of its registration endpoint. */
    String displayName() {
        return accountName != null ? accountName : registrationEndpoint.getHost();
    }

    /** The same with the product, where the host alone says little: several platforms may lie on one. */
    String platformName() {
        return accountName != null ? accountName : name(productFamily, registrationEndpoint.getHost());
    }

    /** What a platform is called that says no name of its own. */
    static String name(@Nullable String productFamily, String host) {
        return PlatformPreset.product(productFamily)
                .map(product -> product + " (" + host + ")")
                .orElse(host);
    }

    boolean takesScope(String name) {
        return listsLittle() || scopes.contains(name);
    }

    boolean takesVariable(String name) {
        return listsLittle() || variables == null || variables.contains(name);
    }

    boolean takesClaim(String name) {
        return listsLittle() || claims == null || claims.contains(name);
    }

    /** Sakai lists the scope openid, two claims and two variables, gives what others give, and stores whatever is asked. */
    private boolean listsLittle() {
        return isOfFamily("sakailms.org");
    }

    private static URI endpoint(JsonNode document, String member, String host, boolean httpAllowed) {
        return text(document, member)
                .filter(address -> address.length() <= 2000)
                .flatMap(PlatformConfiguration::address)
                .filter(address -> address.getHost() != null
                        && ("https".equalsIgnoreCase(address.getScheme())
                                || (httpAllowed && "http".equalsIgnoreCase(address.getScheme()))))
                .orElseThrow(() -> RegistrationRefused.incomplete(host, member));
    }

    static Optional<URI> address(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Set<String>> messages(JsonNode supported) {
        Map<String, Set<String>> messages = new LinkedHashMap<>();
        for (JsonNode message : supported) {
            String type = message.isString()
                    ? message.asString()
                    : text(message, "type").orElse("");
            messages.computeIfAbsent(type, key -> new LinkedHashSet<>()).addAll(placements(message));
        }
        return messages;
    }

    /** The placements of a message; Canvas writes those that are not the standard's with a prefix, older ones without. */
    static Set<String> placements(JsonNode message) {
        Set<String> placements = new LinkedHashSet<>();
        for (String place : strings(message.path("placements"))) {
            placements.add(
                    place.startsWith(ToolMetadata.CANVAS) ? place.substring(ToolMetadata.CANVAS.length()) : place);
        }
        return placements;
    }

    static Set<String> strings(JsonNode array) {
        Set<String> strings = new LinkedHashSet<>();
        for (JsonNode each : array) {
            if (each.isString()) {
                strings.add(each.asString());
            }
        }
        return strings;
    }

    private static Optional<String> text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isString() && !value.asString().isBlank() ? Optional.of(value.asString()) : Optional.empty();
    }

    private static String cut(String text) {
        return text.length() > 100 ? text.substring(0, 100) : text;
    }
}
