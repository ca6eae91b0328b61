package dev.canvasdev;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Dynamic registrations: started by an administrator, finished once by the tool that holds the token. */
@Component
final class Registrations {

    private final Map<String, Attempt> attempts = new ConcurrentHashMap<>();
    private final Site site;

    Registrations(Site site) {
        this.site = site;
    }

    /**
     * A registration under way.
     *
     * @param updates the tool that is registered again; null for a new one
     * @param enabledAtOnce when no administrator is going to switch it on by hand
     */
    static final class Attempt {
        final String dressKey;
        final String registrationUrl;
        final @Nullable String updates;
        final boolean enabledAtOnce;
        final long startedAt;
        volatile boolean used;
        volatile @Nullable String toolId;

        Attempt(String dressKey, String registrationUrl, @Nullable String updates, boolean enabledAtOnce, long at) {
            this.dressKey = dressKey;
            this.registrationUrl = registrationUrl;
            this.updates = updates;
            this.enabledAtOnce = enabledAtOnce;
            this.startedAt = at;
        }
    }

    /** Starts a registration and says where the administrator's frame has to go. */
    String start(Platform platform, String registrationUrl, @Nullable Tool updates, boolean enabledAtOnce) {
        Dress dress = platform.dress();
        String id = platform.read(s -> updates != null ? updates.clientId : dress.newClientId(s));
        String token = dress.registrationToken(platform, id + "." + Ids.hex(16), updates);
        Attempt attempt = new Attempt(
                dress.key(), registrationUrl, updates == null ? null : updates.id, enabledAtOnce, site.now());
        attempts.put(token, attempt);
        return registrationUrl
                + (registrationUrl.contains("?") ? "&" : "?")
                + "openid_configuration="
                + URLEncoder.encode(dress.openidConfigurationUri(token), StandardCharsets.UTF_8)
                + "&registration_token="
                + URLEncoder.encode(token, StandardCharsets.UTF_8);
    }

    Optional<Attempt> find(Platform platform, @Nullable String token) {
        return Optional.ofNullable(token == null ? null : attempts.get(token))
                .filter(a -> a.dressKey.equals(platform.dress().key()))
                .filter(a -> site.now() - a.startedAt < 3600);
    }

    /** Takes the tool's metadata; throws a {@link Refusal} for what this platform does not take. */
    Answer register(Platform platform, Attempt attempt, Map<String, Object> body) {
        Dress dress = platform.dress();
        Map<String, Object> configuration = Json.child(body, Claim.TOOL_CONFIGURATION);
        dress.checkRegistration(body, configuration);
        Tool tool = platform.change(state -> {
            Optional<Tool> known = state.tools.stream()
                    .filter(t -> t.id.equals(attempt.updates))
                    .findFirst();
            Tool target = known.orElseGet(() -> create(platform, state));
            fill(dress, target, body, configuration);
            target.registrationUrl = attempt.registrationUrl;
            target.enabled = target.enabled || attempt.enabledAtOnce;
            return target;
        });
        attempt.used = true;
        attempt.toolId = tool.id;
        return Answer.json(200, dress.registrationResponse(tool, body));
    }

    /** A tool that an administrator described by hand. */
    Tool add(Platform platform, ByHand.Described described, boolean enabled) {
        return platform.change(state -> {
            Tool tool = create(platform, state);
            fill(platform.dress(), tool, described.body(), described.configuration());
            tool.enabled = enabled;
            return tool;
        });
    }

    private Tool create(Platform platform, PlatformState state) {
        Tool tool = new Tool();
        boolean first = state.tools.stream().noneMatch(t -> t.id.equals(state.firstToolId));
        tool.id = first ? state.firstToolId : state.nextId();
        tool.clientId = platform.dress().newClientId(state);
        tool.deploymentId = platform.dress().newDeploymentId(platform, tool);
        tool.registeredAt = site.now();
        state.tools.add(tool);
        return tool;
    }

    @SuppressWarnings("unchecked")
    private static void fill(Dress dress, Tool tool, Map<String, Object> body, Map<String, Object> configuration) {
        tool.name = text(body, "client_name");
        tool.logoUri = Json.text(body, "logo_uri");
        tool.initiateLoginUri = text(body, "initiate_login_uri");
        tool.jwksUri = text(body, "jwks_uri");
        tool.redirectUris = texts(body.get("redirect_uris"));
        tool.description = text(configuration, "description");
        tool.domain = text(configuration, "domain");
        String target = Json.text(configuration, "target_link_uri");
        tool.targetLinkUri = target == null ? tool.redirectUris.get(0) : target;
        tool.claims = texts(configuration.get("claims"));
        tool.customParameters = new java.util.LinkedHashMap<>(Json.child(configuration, "custom_parameters"));
        tool.messages = new ArrayList<>();
        if (configuration.get("messages") instanceof List<?> messages) {
            messages.forEach(m -> tool.messages.add((Map<String, Object>) m));
        }
        String privacy = Json.text(configuration, Claim.CANVAS + "privacy_level");
        tool.privacyLevel = privacy == null ? "anonymous" : privacy;
        tool.scopes = dress.grantedScopes(List.of(text(body, "scope").trim().split(" +")));
    }

    private static String text(Map<String, Object> map, String name) {
        String value = Json.text(map, name);
        return value == null ? "" : value;
    }

    private static List<String> texts(@Nullable Object list) {
        List<String> texts = new ArrayList<>();
        if (list instanceof List<?> values) {
            values.forEach(v -> texts.add(String.valueOf(v)));
        }
        return texts;
    }

    static List<String> intersection(List<String> asked, Set<String> supported) {
        List<String> granted = new ArrayList<>(asked);
        granted.retainAll(supported);
        granted.remove("openid");
        return granted;
    }
}
