package dev.laurel.lti.launch;

import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.LaunchRefused.Cause;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.WebOrigin;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.stereotype.Component;

/**
 * Turns a third-party initiated login into the authentication request that answers it (Security Framework 1.0, sections
 * 5.1.1.1 and 5.1.1.2). Where the browser comes back to is our own address, never one that the login names.
 */
@Component
class LoginRequests implements OAuth2AuthorizationRequestResolver {

    static final String PATH = "/lti/login";

    /** Attribute of the request that holds the secret for the browser's cookie. */
    static final String BROWSER_SECRET = "browser_secret";

    static final String NONCE = "nonce";

    private static final int LONGEST_TARGET = 2000;

    /** Many servers take no address that is longer; what is posted has no such end. */
    private static final int LONGEST_ADDRESS = 4000;

    private static final int LONGEST_STORAGE_TARGET = 255;

    private final Registrations registrations;
    private final PlatformClients clients;
    private final LoginStates states;
    private final LaurelSettings settings;
    private final Clock clock;

    LoginRequests(
            Registrations registrations,
            PlatformClients clients,
            LoginStates states,
            LaurelSettings settings,
            Clock clock) {
        this.registrations = registrations;
        this.clients = clients;
        this.states = states;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
        return request.getServletPath().equals(PATH) ? answer(request) : null;
    }

    /** Logins of platforms name their registration by issuer and client id; there is no other way to ask for one. */
    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registrationId) {
        return null;
    }

    private OAuth2AuthorizationRequest answer(HttpServletRequest request) {
        Parameters login = new Parameters(request, Cause.INCOMPLETE_LOGIN);
        String issuer = login.required("iss");
        String loginHint = login.required("login_hint");
        String target = login.required("target_link_uri");
        if (target.length() > LONGEST_TARGET || !IdTokenCheck.isAt(WebOrigin.of(settings.baseUrl()), target)) {
            throw new LaunchRefused(
                    Cause.FOREIGN_TARGET, "Login of " + issuer + " for an address elsewhere: " + target);
        }
        Registration registration = registration(issuer, login.optional("client_id"));
        SwitchedOff.refuse(registration);
        ClientRegistration client = clients.of(registration);
        String endpoint = Objects.requireNonNull(client.getProviderDetails().getAuthorizationUri());
        String redirectUri = Objects.requireNonNull(client.getRedirectUri());
        String secret = Secrets.newText();
        String storage = storage(request, login);
        LoginState state = new LoginState(
                registration.id(),
                Secrets.newText(),
                target,
                deployment(login),
                clock.instant(),
                Secrets.hash(secret),
                storage);
        String sealed = states.seal(state);
        if (storage != null) {
            LoginAnswers.byPage(request, new LoginAnswers.Asked(registration, sealed, state.nonce(), secret, storage));
        }
        Map<String, String> parameters = parameters(
                client.getClientId(),
                redirectUri,
                state.nonce(),
                sealed,
                loginHint,
                login.optional("lti_message_hint"));
        String address = uri(endpoint, parameters);
        if (address.length() > LONGEST_ADDRESS) {
            LoginAnswers.byForm(request, new LoginAnswers.Form(endpoint, parameters));
        }
        return OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(endpoint)
                .clientId(client.getClientId())
                .redirectUri(redirectUri)
                .scopes(client.getScopes())
                .state(sealed)
                .attributes(Map.of(BROWSER_SECRET, secret, NONCE, state.nonce()))
                .authorizationRequestUri(address)
                .build();
    }

    private Registration registration(String issuer, @Nullable String clientId) {
        if (clientId == null || clientId.isEmpty()) {
            return registrations
                    .findOnly(issuer)
                    .orElseThrow(() -> new LaunchRefused(
                            Cause.UNKNOWN_PLATFORM,
                            "Login without client_id of " + issuer + ", which has no registration here or several"));
        }
        return registrations
                .find(issuer, clientId)
                .orElseThrow(() -> new LaunchRefused(
                        Cause.UNKNOWN_PLATFORM,
                        "No registration of issuer " + issuer + " and client id " + clientId
                                + "; check both with the platform's administrator"));
    }

    /** Canvas documents {@code deployment_id} and sends {@code lti_deployment_id}; the standard knows the latter. */
    private static @Nullable String deployment(Parameters login) {
        String named = login.optional("lti_deployment_id");
        String deployment = named == null || named.isEmpty() ? login.optional("deployment_id") : named;
        return deployment == null || deployment.isEmpty() || deployment.length() > 255 ? null : deployment;
    }

    /**
     * The frame of the platform's storage, where the page may have to use it; empty when the platform names none, null when
     * the cookie is enough. A name too long to be one is none.
     */
    private static @Nullable String storage(HttpServletRequest request, Parameters login) {
        String target = login.optional("lti_storage_target");
        String named = target == null || target.length() > LONGEST_STORAGE_TARGET ? "" : target;
        return LoginAnswers.wantsPage(request, !named.isEmpty()) ? named : null;
    }

    private static Map<String, String> parameters(
            String clientId,
            String redirectUri,
            String nonce,
            String state,
            String loginHint,
            @Nullable String messageHint) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("scope", "openid");
        parameters.put("response_type", "id_token");
        parameters.put("response_mode", "form_post");
        parameters.put("prompt", "none");
        parameters.put("client_id", clientId);
        parameters.put("redirect_uri", redirectUri);
        parameters.put("login_hint", loginHint);
        parameters.put("state", state);
        parameters.put("nonce", nonce);
        if (messageHint != null) {
            parameters.put("lti_message_hint", messageHint);
        }
        return parameters;
    }

    private static String uri(String endpoint, Map<String, String> parameters) {
        StringBuilder uri = new StringBuilder(1000).append(endpoint);
        char separator = endpoint.indexOf('?') < 0 ? '?' : '&';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            uri.append(separator).append(parameter.getKey()).append('=');
            uri.append(URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8)
                    .replace("+", "%20"));
            separator = '&';
        }
        return uri.toString();
    }
}
