package dev.laurel.person;

import dev.laurel.person.ProviderProblem.Kind;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.OutboundFailure;
import dev.laurel.system.OutboundHttp;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.DefaultUriBuilderFactory.EncodingMode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Asks providers by the authorization code flow with PKCE (OpenID Connect Core 1.0, section 3.1; RFC 7636). */
@Component
class ProviderClient {

    private static final Set<String> SCOPES = Set.of("openid", "email");

    /** Refusals that are about this installation and not about the person (RFC 6749, 5.2). */
    private static final Set<String> OF_CLIENT = Set.of("invalid_client", "unauthorized_client");

    private final JsonMapper json;
    private final LaurelSettings settings;
    private final IdentityProviders providers;
    private final RestClientAuthorizationCodeTokenResponseClient codes =
            new RestClientAuthorizationCodeTokenResponseClient();

    ProviderClient(OutboundHttp http, JsonMapper json, LaurelSettings settings, IdentityProviders providers) {
        this.json = json;
        this.settings = settings;
        this.providers = providers;
        DefaultUriBuilderFactory verbatim = new DefaultUriBuilderFactory();
        verbatim.setEncodingMode(EncodingMode.NONE);
        codes.setRestClient(RestClient.builder()
                .requestFactory(http.requestFactory())
                .uriBuilderFactory(verbatim)
                .configureMessageConverters(converters -> converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(status -> !status.is2xxSuccessful(), (request, response) -> refuse(response))
                .build());
    }

    /** Where a provider sends people back to; one for each, so that answers cannot be mixed up (RFC 9700, 4.4). */
    URI returnAddress(ProviderId provider) {
        return settings.at("/sign-in/with/" + provider.value() + "/return");
    }

    /** What a person is asked at the provider, with a fresh PKCE verifier. */
    OAuth2AuthorizationRequest question(
            IdentityProvider provider, ProviderDescription description, String state, String nonce) {
        OAuth2AuthorizationRequest.Builder question = question(provider, description)
                .state(state)
                .additionalParameters(Map.of(OidcParameterNames.NONCE, nonce));
        OAuth2AuthorizationRequestCustomizers.withPkce().accept(question);
        return question.build();
    }

    private OAuth2AuthorizationRequest.Builder question(IdentityProvider provider, ProviderDescription description) {
        return OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(description.authorization().toString())
                .clientId(provider.clientId())
                .redirectUri(returnAddress(provider.id()).toString())
                .scopes(SCOPES);
    }

    /** The ID token for the provider's answer. */
    String idToken(IdentityProvider provider, ProviderDescription description, String code, String verifier)
            throws ProviderProblem {
        OAuth2AuthorizationRequest question = question(provider, description)
                .attributes(Map.of(PkceParameterNames.CODE_VERIFIER, verifier))
                .build();
        OAuth2AuthorizationResponse answer = OAuth2AuthorizationResponse.success(code)
                .redirectUri(returnAddress(provider.id()).toString())
                .build();
        try {
            Object token = codes.getTokenResponse(new OAuth2AuthorizationCodeGrantRequest(
                            client(provider, description), new OAuth2AuthorizationExchange(question, answer)))
                    .getAdditionalParameters()
                    .get(OidcParameterNames.ID_TOKEN);
            if (token instanceof String text && !text.isEmpty()) {
                return text;
            }
            throw new ProviderProblem(Kind.NO_TOKEN, "no id_token");
        } catch (TokenRefused e) {
            throw e.problem();
        } catch (OAuth2AuthorizationException | RestClientException e) {
            throw noToken(e);
        }
    }

    /** Whether the provider knows the client and its secret: it is given a code that nobody has. */
    void tryClient(IdentityProvider provider, ProviderDescription description) throws ProviderProblem {
        try {
            idToken(provider, description, "laurel-checks-the-client", "laurel-checks-the-client-".repeat(2));
        } catch (ProviderProblem e) {
            if (e.kind() != Kind.NO_TOKEN) {
                throw e;
            }
        }
    }

    private ClientRegistration client(IdentityProvider provider, ProviderDescription description) {
        return ClientRegistration.withRegistrationId(provider.id().value().toString())
                .clientId(provider.clientId())
                .clientSecret(providers.secret(provider.id()))
                .clientAuthenticationMethod(
                        "client_secret_post".equals(description.method())
                                ? ClientAuthenticationMethod.CLIENT_SECRET_POST
                                : ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(returnAddress(provider.id()).toString())
                .authorizationUri(description.authorization().toString())
                .tokenUri(description.token().toString())
                .scope(SCOPES)
                .build();
    }

    private static ProviderProblem noToken(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutboundFailure failure) {
                return ProviderProblem.of(failure);
            }
        }
        return new ProviderProblem(Kind.NO_TOKEN, e.getClass().getSimpleName());
    }

    private void refuse(ClientHttpResponse response) throws IOException {
        String error = "";
        try {
            error = json.readTree(response.getBody()).path("error").asString("");
        } catch (JacksonException e) {
            error = ""; // its status has to do
        }
        throw new TokenRefused(response.getStatusCode().value(), error);
    }

    /** No token was given. Passes through Spring's client, which knows nothing of it. */
    private static final class TokenRefused extends RuntimeException {

        private final int status;
        private final String error;

        TokenRefused(int status, String error) {
            super("Token endpoint answered " + status);
            this.status = status;
            this.error = error;
        }

        ProviderProblem problem() {
            String said = status + " " + error;
            if (status >= 500 || status == 429) {
                return new ProviderProblem(Kind.TROUBLE, said);
            }
            return new ProviderProblem(
                    status == 401 || OF_CLIENT.contains(error) ? Kind.CLIENT_REFUSED : Kind.NO_TOKEN, said);
        }
    }
}
