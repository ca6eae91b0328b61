package dev.laurel.lti.services;

import dev.laurel.lti.Registration;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.ToolKeys;
import dev.laurel.lti.services.ScoreNotAccepted.Fault;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.system.OutboundFailure;
import dev.laurel.system.OutboundHttp;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.DefaultUriBuilderFactory.EncodingMode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Access tokens for the platforms' services: client credentials, proved by a signed assertion (Security Framework 1.0,
 * section 4.1; RFC 7523). A token serves until a minute before it ends; whoever asks for the same rights meanwhile waits
 * for the one request that is under way, because platforms throttle those who ask for a token with every call.
 */
@Component
class ServiceTokens {

    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final Duration MARGIN = Duration.ofMinutes(1);
    private static final String AUDIENCE = "assertion audience";
    /** What RFC 6749, section 5.1 leaves open when {@code expires_in} is missing. */
    private static final Duration ASSUMED_LIFE = Duration.ofMinutes(10);

    /** Errors that last until a person at the platform has changed something (RFC 6749, section 5.2). */
    private static final Set<String> LASTING_ERRORS = Set.of("invalid_scope", "invalid_client", "unauthorized_client");

    private final ToolKeys keys;
    private final Clock clock;
    private final JsonMapper json;
    private final RestClientClientCredentialsTokenResponseClient client =
            new RestClientClientCredentialsTokenResponseClient();
    private final ConcurrentMap<Key, CompletableFuture<Held>> held = new ConcurrentHashMap<>();

    ServiceTokens(OutboundHttp http, ToolKeys keys, JsonMapper json, Clock clock) {
        this.keys = keys;
        this.clock = clock;
        this.json = json;
        OAuth2AccessTokenResponseHttpMessageConverter anyMediaType =
                new OAuth2AccessTokenResponseHttpMessageConverter();
        // Moodle calls its JSON text/html.
        anyMediaType.setSupportedMediaTypes(List.of(MediaType.ALL));
        DefaultUriBuilderFactory verbatim = new DefaultUriBuilderFactory();
        verbatim.setEncodingMode(EncodingMode.NONE);
        client.setRestClient(RestClient.builder()
                .requestFactory(http.requestFactory())
                .uriBuilderFactory(verbatim)
                .configureMessageConverters(converters -> converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(anyMediaType))
                .defaultStatusHandler(status -> !status.is2xxSuccessful(), (request, response) -> refuse(response))
                .build());
        client.addParametersConverter(request -> assertion(request.getClientRegistration()));
        // The assertion names the client; some platforms count the parameters.
        client.setParametersCustomizer(parameters -> parameters.remove(OAuth2ParameterNames.CLIENT_ID));
    }

    /** @throws ScoreNotAccepted when the platform gives no token, with the reason */
    String token(Registration registration, Set<String> scopes) throws ScoreNotAccepted {
        Key key = new Key(registration.id(), Set.copyOf(scopes));
        while (true) {
            CompletableFuture<Held> present = held.get(key);
            if (present != null && (!present.isDone() || isFresh(present))) {
                return join(present);
            }
            CompletableFuture<Held> mine = new CompletableFuture<>();
            boolean isMyTurn = present == null ? held.putIfAbsent(key, mine) == null : held.replace(key, present, mine);
            if (isMyTurn) {
                return fetchInto(mine, key, registration);
            }
        }
    }

    /** Forgets a token that a service did not take, unless another has taken its place meanwhile. */
    void drop(Registration registration, Set<String> scopes, String token) {
        held.computeIfPresent(
                new Key(registration.id(), Set.copyOf(scopes)),
                (key, present) -> isFresh(present) && present.join().value().equals(token) ? null : present);
    }

    private String fetchInto(CompletableFuture<Held> mine, Key key, Registration registration) throws ScoreNotAccepted {
        try {
            Held fresh = fetch(registration, key.scopes());
            mine.complete(fresh);
            return fresh.value();
        } catch (ScoreNotAccepted | RuntimeException e) {
            held.remove(key, mine);
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private static String join(CompletableFuture<Held> present) throws ScoreNotAccepted {
        try {
            return present.join().value();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ScoreNotAccepted refusal) {
                // One request failed, however many wait for it.
                throw new ScoreNotAccepted(
                        refusal.reason(), Fault.UNKNOWN, "token endpoint, asked a moment ago", refusal.retryAfter());
            }
            throw e;
        }
    }

    private boolean isFresh(CompletableFuture<Held> done) {
        return done.isDone()
                && !done.isCompletedExceptionally()
                && clock.instant().isBefore(done.join().freshUntil());
    }

    private Held fetch(Registration registration, Set<String> scopes) throws ScoreNotAccepted {
        Instant asked = clock.instant();
        ClientRegistration credentials = ClientRegistration.withRegistrationId(
                        registration.id().value().toString())
                .clientId(registration.clientId())
                .tokenUri(registration.tokenEndpoint().toString())
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                .scope(new TreeSet<>(scopes))
                .providerConfigurationMetadata(Map.of(AUDIENCE, registration.assertionAudience()))
                .build();
        try {
            OAuth2AccessToken token = client.getTokenResponse(new OAuth2ClientCredentialsGrantRequest(credentials))
                    .getAccessToken();
            return new Held(token.getTokenValue(), asked.plus(useful(token)));
        } catch (TokenRefused e) {
            // A platform that has not read our new key says invalid_client, until it does.
            boolean mayLearn = e.error.equals("invalid_client") && keys.isLatelyReplaced();
            boolean lasts = e.status < 500 && LASTING_ERRORS.contains(e.error) && !mayLearn;
            // A right that is missing for something else does not keep scores from going through.
            Fault lasting =
                    e.error.equals("invalid_scope") && !scopes.contains(ScoreLink.SCORE) ? Fault.NONE : Fault.SHUT;
            Fault passing = e.status == 429 ? Fault.THROTTLED : Fault.DOWN;
            throw new ScoreNotAccepted(
                    lasts ? Reason.TOOL_SHUT_OUT : Reason.PLATFORM_UNAVAILABLE,
                    lasts ? lasting : passing,
                    "token endpoint of " + registration.issuer() + " answered " + e.status + " " + e.error,
                    e.retryAfter);
        } catch (OAuth2AuthorizationException e) {
            throw new ScoreNotAccepted(
                    Reason.PLATFORM_UNAVAILABLE, "no token from " + registration.issuer() + ": " + why(e), null);
        }
    }

    private MultiValueMap<String, String> assertion(ClientRegistration credentials) {
        @SuppressWarnings("unchecked")
        List<String> audience = (List<String>) Objects.requireNonNull(
                credentials.getProviderDetails().getConfigurationMetadata().get(AUDIENCE));
        MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
        parameters.add(OAuth2ParameterNames.CLIENT_ASSERTION_TYPE, ASSERTION_TYPE);
        parameters.add(
                OAuth2ParameterNames.CLIENT_ASSERTION,
                keys.assertion(credentials.getClientId(), audience, clock.instant()));
        return parameters;
    }

    private void refuse(ClientHttpResponse response) throws IOException {
        String error = "";
        try {
            JsonNode body = json.readTree(response.getBody());
            error = body.path("error").isString() ? body.path("error").asString() : "";
        } catch (JacksonException e) {
            error = "in no JSON"; // Moodle does not escape the quotes in some of its errors
        }
        throw new TokenRefused(
                response.getStatusCode().value(),
                error.length() > 60 ? error.substring(0, 60) : error,
                RetryAfter.of(response.getHeaders().getFirst("Retry-After"), clock.instant()));
    }

    private static String why(OAuth2AuthorizationException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof OutboundFailure failure ? failure.kind().name() : "not a token";
    }

    private static final class TokenRefused extends RuntimeException {

        private final int status;
        private final String error;
        private final transient @Nullable Duration retryAfter;

        TokenRefused(int status, String error, @Nullable Duration retryAfter) {
            super("Token endpoint answered " + status + " " + error);
            this.status = status;
            this.error = error;
            this.retryAfter = retryAfter;
        }
    }

    private static Duration useful(OAuth2AccessToken token) {
        Instant issued = token.getIssuedAt();
        Instant expires = token.getExpiresAt();
        Duration life = issued == null || expires == null ? ASSUMED_LIFE : Duration.between(issued, expires);
        Duration half = life.dividedBy(2);
        return half.compareTo(MARGIN) < 0 ? half : life.minus(MARGIN);
    }

    private record Key(RegistrationId registration, Set<String> scopes) {}

    private record Held(String value, Instant freshUntil) {

        @Override
        public String toString() {
            return "Held[until " + freshUntil + "]";
        }
    }
}
