package dev.laurel.wallet;

import dev.laurel.system.Assets;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.OutboundFailure;
import dev.laurel.system.OutboundHttp;
import dev.laurel.system.OutboundRequest;
import dev.laurel.system.OutboundResponse;
import dev.laurel.wallet.BackpackProblem.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.DefaultUriBuilderFactory.EncodingMode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Speaks to backpacks: registration, permission, tokens, and putting in (Open Badges 3.0, sections 6.2 and 7). */
@Component
class BackpackClient {

    private static final String METADATA = "/.well-known/oauth-authorization-server";
    private static final String SOFTWARE = "6a8f6f0e-3d51-4d8e-9d1b-5f3f0b7c2a64";
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    /** Tokens end a little earlier for us, so that they do not end on their way. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    /** Refusals that are about this permission or client, and not about this call (RFC 6749, 5.2). */
    private static final Set<String> ENDED = Set.of("invalid_grant", "invalid_client", "unauthorized_client");

    private final OutboundHttp http;
    private final JsonMapper json;
    private final LaurelSettings settings;
    private final Assets assets;
    private final Clock clock;
    private final Duration patience;
    private final RestClientAuthorizationCodeTokenResponseClient codes =
            new RestClientAuthorizationCodeTokenResponseClient();
    private final RestClientRefreshTokenTokenResponseClient renewals = new RestClientRefreshTokenTokenResponseClient();

    @Autowired
    BackpackClient(OutboundHttp http, JsonMapper json, LaurelSettings settings, Assets assets, Clock clock) {
        this(http, json, settings, assets, clock, PATIENCE);
    }

    /** @param patience how long a backpack has for an answer */
    BackpackClient(
            OutboundHttp http,
            JsonMapper json,
            LaurelSettings settings,
            Assets assets,
            Clock clock,
            Duration patience) {
        this.patience = patience;
        this.http = http;
        this.json = json;
        this.settings = settings;
        this.assets = assets;
        this.clock = clock;
        DefaultUriBuilderFactory verbatim = new DefaultUriBuilderFactory();
        verbatim.setEncodingMode(EncodingMode.NONE);
        RestClient calls = RestClient.builder()
                .requestFactory(http.requestFactory())
                .uriBuilderFactory(verbatim)
                .configureMessageConverters(converters -> converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(status -> !status.is2xxSuccessful(), (request, response) -> refuse(response))
                .build();
        codes.setRestClient(calls);
        renewals.setRestClient(calls);
        // Open Badges 3.0, 7.1.2.3 and 7.2.1: the rights are said again, which OAuth 2.0 itself does not ask for.
        codes.addParametersConverter(request -> scope(request.getClientRegistration()));
    }

    private static MultiValueMap<String, String> scope(ClientRegistration client) {
        MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
        parameters.add(OAuth2ParameterNames.SCOPE, String.join(" ", client.getScopes()));
        return parameters;
    }

    /** Where a backpack sends the person back to; one for each, so that answers cannot be mixed up (RFC 9700, 4.4). */
    URI returnAddress(UUID backpack) {
        return settings.at("/wallet/backpacks/" + backpack + "/return");
    }

    /** Makes this installation known to a backpack (RFC 7591; Open Badges 3.0, 7.1.1.2). */
    BackpackKeys register(BackpackServices services, UUID backpack) throws BackpackProblem {
        ObjectNode wish = json.createObjectNode();
        wish.put("client_name", "Laurel, " + settings.baseUrl().getHost());
        wish.put("client_uri", settings.at("/").toString());
        wish.put("logo_uri", settings.at(assets.at("laurel.svg")).toString());
        wish.put("tos_uri", settings.at("/wallet/backpacks/terms").toString());
        wish.put("policy_uri", settings.at("/wallet/backpacks/terms").toString());
        wish.put("software_id", SOFTWARE);
        wish.put("software_version", "1");
        wish.putArray("redirect_uris").add(returnAddress(backpack).toString());
        wish.put("token_endpoint_auth_method", "client_secret_basic");
        wish.putArray("grant_types").add("authorization_code").add("refresh_token");
        wish.putArray("response_types").add("code");
        wish.put("scope", String.join(" ", wanted(services)));
        OutboundResponse answer = send(OutboundRequest.post(
                        services.registration(),
                        "application/json",
                        json.writeValueAsString(wish).getBytes(StandardCharsets.UTF_8))
                .with("Accept", "application/json"));
        // RFC 7591 says 201; some say 200.
        if (!answer.isSuccessful()) {
            throw new BackpackProblem(
                    answer.status() >= 500 ? Kind.TROUBLE : Kind.REGISTRATION_REFUSED, words(answer), null);
        }
        JsonNode client = tree(answer);
        String id = client.path("client_id").asString("");
        String secret = client.path("client_secret").asString("");
        if (id.isEmpty() || secret.isEmpty() || id.length() > 1000 || secret.length() > 1000) {
            throw new BackpackProblem(Kind.REGISTRATION_REFUSED);
        }
        return new BackpackKeys(id, secret, null, null, null, List.of(), null);
    }

    private static List<String> wanted(BackpackServices services) {
        List<String> scopes = new ArrayList<>(services.scopes());
        scopes.add(BackpackKind.OFFLINE);
        return scopes;
    }

    private ClientRegistration client(BackpackServices services, BackpackKeys keys, UUID backpack, URI tokens) {
        return ClientRegistration.withRegistrationId(backpack.toString())
                .clientId(keys.clientId())
                .clientSecret(keys.clientSecret())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(returnAddress(backpack).toString())
                .authorizationUri(services.authorization().toString())
                .tokenUri(tokens.toString())
                .scope(wanted(services))
                .build();
    }

    /** What the person is asked at the backpack, with a fresh PKCE verifier (RFC 7636, S256). */
    OAuth2AuthorizationRequest question(BackpackServices services, BackpackKeys keys, UUID backpack, String state) {
        OAuth2AuthorizationRequest.Builder question =
                question(services, keys, backpack).state(state);
        OAuth2AuthorizationRequestCustomizers.withPkce().accept(question);
        return question.build();
    }

    private OAuth2AuthorizationRequest.Builder question(BackpackServices services, BackpackKeys keys, UUID backpack) {
        return OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(services.authorization().toString())
                .clientId(keys.clientId())
                .redirectUri(returnAddress(backpack).toString())
                .scopes(new LinkedHashSet<>(wanted(services)));
    }

    /** Makes tokens of what the backpack gave for the person's permission. */
    BackpackKeys exchange(BackpackServices services, BackpackKeys keys, UUID backpack, String code, String verifier)
            throws BackpackProblem {
        OAuth2AuthorizationRequest question = question(services, keys, backpack)
                .attributes(Map.of(PkceParameterNames.CODE_VERIFIER, verifier))
                .build();
        OAuth2AuthorizationResponse answer = OAuth2AuthorizationResponse.success(code)
                .redirectUri(returnAddress(backpack).toString())
                .build();
        try {
            return kept(
                    services,
                    keys,
                    codes.getTokenResponse(new OAuth2AuthorizationCodeGrantRequest(
                            client(services, keys, backpack, services.token()),
                            new OAuth2AuthorizationExchange(question, answer))),
                    wanted(services));
        } catch (TokenRefused e) {
            throw e.problem(Kind.NO_TOKEN);
        } catch (OAuth2AuthorizationException | RestClientException e) {
            throw noToken(e);
        }
    }

    /** Fetches the next token. @throws BackpackProblem of kind ENDED when the permission is over */
    BackpackKeys renew(BackpackServices services, BackpackKeys keys, UUID backpack) throws BackpackProblem {
        if (keys.refresh() == null || keys.access() == null) {
            throw new BackpackProblem(Kind.ENDED);
        }
        OAuth2AccessToken last = new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, keys.access(), null, null);
        try {
            return kept(
                    services,
                    keys,
                    renewals.getTokenResponse(new OAuth2RefreshTokenGrantRequest(
                            client(services, keys, backpack, services.refresh()),
                            last,
                            new OAuth2RefreshToken(keys.refresh(), null),
                            new LinkedHashSet<>(keys.scopes()))),
                    keys.scopes());
        } catch (TokenRefused e) {
            throw e.problem(Kind.ENDED);
        } catch (OAuth2AuthorizationException | RestClientException e) {
            throw noToken(e);
        }
    }

    private BackpackKeys kept(
            BackpackServices services, BackpackKeys keys, OAuth2AccessTokenResponse answer, List<String> asked)
            throws BackpackProblem {
        OAuth2AccessToken token = answer.getAccessToken();
        // Without a list, all that was asked for is given (RFC 6749, 5.1).
        List<String> given = token.getScopes().isEmpty()
                ? asked
                : token.getScopes().stream().sorted().toList();
        if (!given.contains(services.kind().upsert())) {
            throw new BackpackProblem(Kind.TOO_LITTLE);
        }
        Instant until = token.getExpiresAt();
        OAuth2RefreshToken next = answer.getRefreshToken();
        return keys.holding(
                token.getTokenValue(),
                next == null ? null : next.getTokenValue(),
                given,
                until == null ? null : until.minus(MARGIN));
    }

    private static BackpackProblem noToken(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutboundFailure failure) {
                return BackpackProblem.of(failure);
            }
        }
        return new BackpackProblem(Kind.NO_TOKEN);
    }

    private void refuse(ClientHttpResponse response) throws IOException {
        int status = response.getStatusCode().value();
        String error = "";
        try {
            error = json.readTree(response.getBody()).path("error").asString("");
        } catch (JacksonException e) {
            error = ""; // its status has to do
        }
        throw new TokenRefused(status, error, wait(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)));
    }

    /** No token was given. Passes through Spring's client, which knows nothing of it. */
    private static final class TokenRefused extends RuntimeException {

        private final int status;
        private final String error;
        private final transient @Nullable Duration retryAfter;

        TokenRefused(int status, String error, @Nullable Duration retryAfter) {
            super("Token endpoint answered " + status);
            this.status = status;
            this.error = error;
            this.retryAfter = retryAfter;
        }

        BackpackProblem problem(Kind refused) {
            if (status == 429) {
                return new BackpackProblem(Kind.BUSY, "", retryAfter);
            }
            if (status >= 500) {
                return new BackpackProblem(Kind.TROUBLE, "", retryAfter);
            }
            return new BackpackProblem(ENDED.contains(error) ? refused : Kind.NO_TOKEN);
        }
    }

    /** Whose backpack it is, in its own words; empty when it does not say. */
    String account(BackpackServices services, String token) {
        if (services.kind() != BackpackKind.OB3) {
            return "";
        }
        try {
            OutboundResponse answer = send(OutboundRequest.get(services.profile())
                    .with(HttpHeaders.ACCEPT, "application/json")
                    .with(HttpHeaders.AUTHORIZATION, "Bearer " + token)
                    .within(patience));
            JsonNode profile = answer.isSuccessful() ? tree(answer) : json.createObjectNode();
            String name = profile.path("name")
                    .asString(profile.path("email").asString(""))
                    .strip();
            return name.length() > 300 ? name.substring(0, 300) : name;
        } catch (BackpackProblem e) {
            return ""; // a name is a courtesy
        }
    }

    /**
     * Puts a credential in, or in the place of an earlier one with the same issuer and id (Open Badges 3.0, 6.2.3).
     *
     * @param credential JSON with its proof in it
     * @throws Unauthorized when the token is not taken
     */
    void put(BackpackServices services, String token, byte[] credential) throws BackpackProblem, Unauthorized {
        OutboundResponse answer = send(OutboundRequest.post(services.credentials(), "application/json", credential)
                .with(HttpHeaders.ACCEPT, "application/json")
                .with(HttpHeaders.AUTHORIZATION, "Bearer " + token)
                .within(patience));
        int status = answer.status();
        if (status == 401) {
            throw new Unauthorized();
        }
        if (status == 403
                && answer.header(HttpHeaders.WWW_AUTHENTICATE).orElse("").contains("insufficient_scope")) {
            throw new BackpackProblem(Kind.TOO_LITTLE);
        }
        if (status == 429) {
            throw new BackpackProblem(Kind.BUSY, words(answer), wait(answer));
        }
        if (status >= 500) {
            throw new BackpackProblem(Kind.TROUBLE, words(answer), wait(answer));
        }
        if (status >= 400) {
            throw new BackpackProblem(Kind.REFUSED, status + " " + words(answer), null);
        }
        // Nothing new is as good as taken.
        if (status >= 300 && status != 304) {
            throw new BackpackProblem(Kind.MOVED);
        }
        if (answer.header(HttpHeaders.CONTENT_TYPE).orElse("").startsWith(MediaType.TEXT_HTML_VALUE)) {
            throw new BackpackProblem(Kind.NO_ANSWER);
        }
    }

    /** What became of a permission at the backpack itself. */
    enum Revocation {
        REVOKED,
        /** It does not say where. */
        NOT_OFFERED,
        /** It says where, and did not do it. */
        FAILED;

        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Takes the permission back at the backpack (RFC 7009). Open Badges 3.0 has no place for where; an authorization server
     * says it in its metadata (RFC 8414), which counts only when it names the same token address, and lies beside it.
     */
    Revocation revoke(BackpackServices services, BackpackKeys keys) {
        String token = keys.refresh() == null ? keys.access() : keys.refresh();
        if (token == null) {
            return Revocation.NOT_OFFERED;
        }
        try {
            OutboundResponse answer = send(OutboundRequest.get(services.token().resolve(METADATA))
                    .with(HttpHeaders.ACCEPT, "application/json"));
            Optional<URI> address = answer.isSuccessful() ? revocation(services, tree(answer)) : Optional.empty();
            if (address.isEmpty()) {
                return Revocation.NOT_OFFERED;
            }
            boolean revoked =
                    revoke(address.get(), keys, token, keys.refresh() == null ? "access_token" : "refresh_token");
            // The server need not end what calls are made with along with the other (RFC 7009, 2.1).
            if (revoked && keys.refresh() != null && keys.access() != null) {
                revoked = revoke(address.get(), keys, keys.access(), "access_token");
            }
            return revoked ? Revocation.REVOKED : Revocation.FAILED;
        } catch (BackpackProblem e) {
            return e.kind() == Kind.NO_ANSWER ? Revocation.NOT_OFFERED : Revocation.FAILED;
        }
    }

    private static Optional<URI> revocation(BackpackServices services, JsonNode metadata) {
        URI token = services.token();
        try {
            URI address = new URI(metadata.path("revocation_endpoint").asString(""));
            boolean beside = metadata.path("token_endpoint").asString("").equals(token.toString())
                    && token.getScheme().equals(address.getScheme())
                    && token.getRawAuthority().equals(address.getRawAuthority());
            return beside ? Optional.of(address) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private boolean revoke(URI address, BackpackKeys keys, String token, String hint) throws BackpackProblem {
        // RFC 6749, 2.3.1: both are encoded as in a form first.
        String client = encoded(keys.clientId()) + ":" + encoded(keys.clientSecret());
        OutboundResponse answer = send(OutboundRequest.post(
                        address,
                        MediaType.APPLICATION_FORM_URLENCODED_VALUE,
                        ("token=" + encoded(token) + "&token_type_hint=" + hint).getBytes(StandardCharsets.US_ASCII))
                .with(HttpHeaders.ACCEPT, "application/json")
                .with(
                        HttpHeaders.AUTHORIZATION,
                        "Basic " + Base64.getEncoder().encodeToString(client.getBytes(StandardCharsets.UTF_8))));
        return answer.status() == 200;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The token is not good, or not any more. */
    static final class Unauthorized extends Exception {

        Unauthorized() {
            super("401");
        }
    }

    private OutboundResponse send(OutboundRequest request) throws BackpackProblem {
        try {
            return http.send(request.within(patience));
        } catch (OutboundFailure e) {
            throw BackpackProblem.of(e);
        }
    }

    private JsonNode tree(OutboundResponse answer) throws BackpackProblem {
        try {
            return json.readTree(answer.body());
        } catch (JacksonException e) {
            throw new BackpackProblem(Kind.NO_ANSWER);
        }
    }

    /** What it says about a refusal (Imsx_StatusInfo; RFC 7591, 3.2.2). */
    private String words(OutboundResponse answer) {
        try {
            JsonNode body = json.readTree(answer.body());
            return body.path("imsx_description")
                    .asString(body.path("error_description")
                            .asString(body.path("error").asString("")))
                    .strip();
        } catch (JacksonException e) {
            return "";
        }
    }

    private @Nullable Duration wait(OutboundResponse answer) {
        return wait(answer.header(HttpHeaders.RETRY_AFTER).orElse(null));
    }

    /** In seconds or as a date (RFC 9110, 10.2.3). */
    private @Nullable Duration wait(@Nullable String retryAfter) {
        if (retryAfter == null || retryAfter.isBlank()) {
            return null;
        }
        try {
            String text = retryAfter.strip();
            Duration told = text.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(
                            clock.instant(),
                            ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return told.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : told;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
