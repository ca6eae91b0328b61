package dev.canvasdev;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tools that an administrator describes by hand: the JSON of a Canvas developer key, or Moodle's form. Both become what a
 * dynamic registration would have told, so that everything behind is the same.
 */
final class ByHand {

    private static final Set<String> KEY_MEMBERS = Set.of(
            "title",
            "description",
            "oidc_initiation_url",
            "oidc_initiation_urls",
            "target_link_uri",
            "scopes",
            "public_jwk",
            "public_jwk_url",
            "redirect_uris",
            "custom_fields",
            "extensions");
    private static final Set<String> EXTENSION_MEMBERS =
            Set.of("platform", "domain", "tool_id", "privacy_level", "settings");
    private static final Set<String> PLACEMENT_MEMBERS = Set.of(
            "placement",
            "message_type",
            "target_link_uri",
            "text",
            "icon_url",
            "enabled",
            "custom_fields",
            "selection_width",
            "selection_height",
            "required_permissions",
            "canvas_icon_class",
            "default",
            "visibility",
            "windowTarget",
            "require_resource_selection");
    private static final Set<String> PRIVACY = Set.of("anonymous", "email_only", "name_only", "public");

    private static final List<String> AGS_READ = List.of(
            "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly",
            "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly",
            "https://purl.imsglobal.org/spec/lti-ags/scope/score");
    private static final String AGS_ALL = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem";
    private static final String NRPS = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly";

    private ByHand() {}

    /** A tool as a registration tells it. */
    record Described(Map<String, Object> body, Map<String, Object> configuration) {}

    /** What an administrator typed cannot be used; says all that is wrong. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(List<String> errors) {
            super(String.join("; ", errors), null, false, false);
        }
    }

    /** Canvas's "Enter URL". */
    static String fetch(String address) {
        try {
            HttpResponse<String> answer = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(5))
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(address))
                                    .timeout(Duration.ofSeconds(10))
                                    .header("Accept", "*/*")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new Refused(List.of("the address answers " + answer.statusCode()));
            }
            return answer.body();
        } catch (IOException | IllegalArgumentException e) {
            throw new Refused(List.of("the address cannot be read"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * A developer key's JSON.
     *
     * @param redirectUris what stands in the field beside the JSON; when empty the JSON's, or else its target counts
     */
    static Described canvasKey(String json, List<String> redirectUris, Set<String> knownScopes) {
        Map<String, Object> key = Json.object(json);
        if (key == null) {
            throw new Refused(List.of("the text is no JSON object"));
        }
        List<String> errors = new ArrayList<>();
        onlyKnown(errors, "", key, KEY_MEMBERS);
        for (String name : List.of("title", "description", "oidc_initiation_url", "target_link_uri")) {
            require(errors, Json.text(key, name) != null, name + " is required");
        }
        require(
                errors,
                Json.text(key, "public_jwk_url") != null || key.get("public_jwk") instanceof Map,
                "one of public_jwk and public_jwk_url is required");
        List<String> scopes = texts(key.get("scopes"));
        scopes.stream()
                .filter(scope -> !knownScopes.contains(scope))
                .forEach(scope -> errors.add("scope " + scope + " is not known"));
        Json.child(key, "custom_fields")
                .forEach((name, value) ->
                        require(errors, value instanceof String, "custom_fields." + name + " must be a string"));
        Map<String, Object> extension = extension(errors, key);
        Map<String, Object> settings = Json.child(extension, "settings");
        List<Map<String, Object>> messages = new ArrayList<>();
        for (Map<String, Object> placement : objects(settings.get("placements"))) {
            onlyKnown(errors, "placements.", placement, PLACEMENT_MEMBERS);
            if (!Boolean.FALSE.equals(placement.get("enabled"))) {
                messages.add(message(placement, key));
            }
        }
        messages.forEach(message -> CanvasDress.checkMessage(errors, message));
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
        List<String> redirects = redirectUris;
        if (redirects.isEmpty()) {
            redirects = texts(key.get("redirect_uris"));
        }
        if (redirects.isEmpty()) {
            redirects = List.of(String.valueOf(key.get("target_link_uri")));
        }
        Map<String, Object> body = Json.of(
                "client_name", key.get("title"),
                "initiate_login_uri", key.get("oidc_initiation_url"),
                "jwks_uri", key.get("public_jwk_url"),
                "redirect_uris", redirects,
                "scope", String.join(" ", scopes));
        Map<String, Object> configuration = Json.of(
                "description",
                key.get("description"),
                "domain",
                extension.get("domain"),
                "target_link_uri",
                key.get("target_link_uri"),
                "claims",
                List.of(),
                "custom_parameters",
                Json.child(key, "custom_fields"),
                "messages",
                messages,
                Claim.CANVAS + "privacy_level",
                extension.getOrDefault("privacy_level", "anonymous"));
        return new Described(body, configuration);
    }

    private static Map<String, Object> extension(List<String> errors, Map<String, Object> key) {
        List<Map<String, Object>> extensions = objects(key.get("extensions"));
        if (extensions.size() != 1) {
            errors.add("extensions must hold one object");
            return Map.of();
        }
        Map<String, Object> extension = extensions.get(0);
        onlyKnown(errors, "extensions.", extension, EXTENSION_MEMBERS);
        require(
                errors,
                "canvas.instructure.com".equals(extension.get("platform")),
                "extensions.platform must be canvas.instructure.com");
        String domain = Json.text(extension, "domain");
        require(errors, domain != null && !domain.contains("://"), "extensions.domain is required, without a scheme");
        require(
                errors,
                PRIVACY.contains(String.valueOf(extension.getOrDefault("privacy_level", "anonymous"))),
                "extensions.privacy_level " + extension.get("privacy_level") + " is not known");
        return extension;
    }

    private static Map<String, Object> message(Map<String, Object> placement, Map<String, Object> key) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", placement.getOrDefault("message_type", Claim.RESOURCE_LINK_REQUEST));
        message.put("target_link_uri", placement.getOrDefault("target_link_uri", key.get("target_link_uri")));
        message.put("label", placement.getOrDefault("text", key.get("title")));
        message.put("placements", List.of(String.valueOf(placement.get("placement"))));
        Json.putIfPresent(message, Claim.CANVAS + "visibility", placement.get("visibility"));
        return message;
    }

    /** Moodle's form "External tool configuration". */
    static Described moodleForm(Map<String, String> form) {
        List<String> errors = new ArrayList<>();
        for (String name : List.of("typename", "toolurl", "publickeyset", "initiatelogin", "redirectionuris")) {
            require(errors, !value(form, name).isEmpty(), name + " is required");
        }
        require(errors, value(form, "ltiversion").equals("1.3.0"), "ltiversion must be 1.3.0 here");
        require(errors, value(form, "keytype").equals("JWK_KEYSET"), "keytype must be JWK_KEYSET here");
        String authority = authority(value(form, "toolurl"));
        require(errors, !authority.isEmpty(), "toolurl must be a web address");
        Map<String, Object> custom = new LinkedHashMap<>();
        value(form, "customparameters").lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                custom.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        });
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
        List<String> scopes = new ArrayList<>();
        if (!value(form, "gradeservice").equals("0")) {
            scopes.addAll(AGS_READ);
        }
        if (value(form, "gradeservice").equals("2")) {
            scopes.add(AGS_ALL);
        }
        if (value(form, "memberships").equals("1")) {
            scopes.add(NRPS);
        }
        List<String> claims = new ArrayList<>(List.of("iss", "sub"));
        if (value(form, "sendname").equals("1")) {
            claims.addAll(List.of("name", "given_name", "family_name"));
        }
        if (value(form, "sendemailaddr").equals("1")) {
            claims.add("email");
        }
        List<Map<String, Object>> messages = new ArrayList<>();
        if (value(form, "contentitem").equals("1")) {
            String picker = value(form, "contentselectionurl");
            messages.add(Json.of(
                    "type",
                    Claim.DEEP_LINKING_REQUEST,
                    "target_link_uri",
                    picker.isEmpty() ? value(form, "toolurl") : picker,
                    "placements",
                    List.of("ContentArea")));
        }
        messages.add(Json.of("type", Claim.RESOURCE_LINK_REQUEST, "target_link_uri", value(form, "toolurl")));
        Map<String, Object> body = Json.of(
                "client_name", value(form, "typename"),
                "initiate_login_uri", value(form, "initiatelogin"),
                "jwks_uri", value(form, "publickeyset"),
                "redirect_uris", lines(value(form, "redirectionuris")),
                "scope", String.join(" ", scopes));
        Map<String, Object> configuration = Json.of(
                "description", value(form, "description"),
                "domain", authority,
                "target_link_uri", value(form, "toolurl"),
                "claims", claims,
                "custom_parameters", custom,
                "messages", messages);
        return new Described(body, configuration);
    }

    static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static String authority(String url) {
        try {
            String authority = URI.create(url).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String value(Map<String, String> form, String name) {
        return form.getOrDefault(name, "").strip();
    }

    private static void onlyKnown(List<String> errors, String path, Map<String, Object> object, Set<String> known) {
        object.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> errors.add(path + name + " is not known"));
    }

    private static void require(List<String> errors, boolean good, String error) {
        if (!good) {
            errors.add(error);
        }
    }

    private static List<String> texts(@Nullable Object list) {
        List<String> texts = new ArrayList<>();
        if (list instanceof List<?> values) {
            values.forEach(value -> texts.add(String.valueOf(value)));
        }
        return texts;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> objects(@Nullable Object list) {
        List<Map<String, Object>> objects = new ArrayList<>();
        if (list instanceof List<?> values) {
            values.forEach(value -> objects.add(value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of()));
        }
        return objects;
    }
}
