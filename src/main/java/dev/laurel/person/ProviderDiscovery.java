package dev.laurel.person;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.person.ProviderProblem.Kind;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.OutboundFailure;
import dev.laurel.system.OutboundHttp;
import dev.laurel.system.OutboundRequest;
import dev.laurel.system.OutboundResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a provider of identity says of itself, where OpenID Connect Discovery 1.0 has it. */
@Component
class ProviderDiscovery {

    private static final String PATH = "/.well-known/openid-configuration";
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final int LONGEST = 500;
    private static final int MOST_BYTES = 256 * 1024;

    /** So long what was read serves, and so long nobody asks again after a failure. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final OutboundHttp http;
    private final JsonMapper json;
    private final boolean plainAllowed;
    private final Clock clock;
    private final Cache<String, Known> known =
            Caffeine.newBuilder().maximumSize(200).build();

    ProviderDiscovery(OutboundHttp http, JsonMapper json, LaurelSettings settings, Clock clock) {
        this.http = http;
        this.json = json;
        this.plainAllowed = settings.allowPrivateAddresses();
        this.clock = clock;
    }

    private record Known(
            @Nullable ProviderDescription description,
            @Nullable ProviderProblem problem,
            Instant until) {}

    /** An issuer as it was typed or pasted, perhaps with where its description lies; empty when it cannot be one. */
    Optional<String> issuer(String typed) {
        String text = typed.strip();
        if (text.endsWith(PATH)) {
            text = text.substring(0, text.length() - PATH.length());
        }
        return address(text).filter(address -> address.getRawQuery() == null).map(URI::toString);
    }

    /** What is known of it, read again when that is some minutes old. */
    ProviderDescription describe(String issuer) throws ProviderProblem {
        Known current = known.asMap()
                .compute(
                        issuer,
                        (key, before) ->
                                before != null && before.until().isAfter(clock.instant()) ? before : readAgain(key));
        if (current.description() != null) {
            return current.description();
        }
        throw current.problem() == null ? new ProviderProblem(Kind.NO_PROVIDER) : current.problem();
    }

    private Known readAgain(String issuer) {
        try {
            return new Known(read(issuer), null, clock.instant().plus(FRESH));
        } catch (ProviderProblem e) {
            return new Known(null, e, clock.instant().plus(PAUSE));
        }
    }

    /** Reads it now, whatever is known, and has others read it anew as well. */
    ProviderDescription describeNow(String issuer) throws ProviderProblem {
        known.invalidate(issuer);
        return read(issuer);
    }

    private ProviderDescription read(String issuer) throws ProviderProblem {
        JsonNode told = fetch(URI.create(issuer.replaceFirst("/+$", "") + PATH));
        String itself = told.path("issuer").asString("");
        if (itself.contains("{") && !itself.equals(issuer)) {
            throw new ProviderProblem(Kind.MANY_ISSUERS, itself);
        }
        if (!itself.equals(issuer)) {
            throw new ProviderProblem(itself.isEmpty() ? Kind.NO_PROVIDER : Kind.OTHER_ISSUER, itself);
        }
        JsonNode types = told.path("response_types_supported");
        if (types.isArray() && !words(types).contains("code")) {
            throw new ProviderProblem(Kind.NOT_USABLE, "response_types_supported");
        }
        JsonNode algorithms = told.path("id_token_signing_alg_values_supported");
        if (algorithms.isArray() && words(algorithms).stream().noneMatch(ProviderKeys.ALGORITHMS::contains)) {
            throw new ProviderProblem(Kind.NO_ALGORITHM, String.join(" ", words(algorithms)));
        }
        JsonNode methods = told.path("token_endpoint_auth_methods_supported");
        ProviderDescription description = new ProviderDescription(
                issuer,
                endpoint(told, "authorization_endpoint"),
                endpoint(told, "token_endpoint"),
                endpoint(told, "jwks_uri"),
                methods.isArray() ? words(methods) : Set.of("client_secret_basic"),
                told.path("authorization_response_iss_parameter_supported").asBoolean(false),
                address(told.path("end_session_endpoint").asString("")).orElse(null));
        if (description.method() == null) {
            throw new ProviderProblem(Kind.NO_METHOD, String.join(" ", description.methods()));
        }
        return description;
    }

    private static Set<String> words(JsonNode list) {
        return list.valueStream().map(word -> word.asString("")).collect(Collectors.toSet());
    }

    /** A JSON object that is public. */
    JsonNode fetch(URI address) throws ProviderProblem {
        OutboundResponse answer;
        try {
            answer = http.send(OutboundRequest.get(address)
                    .with("Accept", "application/json")
                    .within(PATIENCE)
                    .atMost(MOST_BYTES));
        } catch (OutboundFailure e) {
            throw ProviderProblem.of(e);
        }
        if (answer.status() >= 300 && answer.status() < 400) {
            throw new ProviderProblem(Kind.MOVED);
        }
        if (answer.status() >= 500) {
            throw new ProviderProblem(Kind.TROUBLE, String.valueOf(answer.status()));
        }
        if (!answer.isSuccessful()) {
            throw new ProviderProblem(Kind.NO_PROVIDER, String.valueOf(answer.status()));
        }
        try {
            JsonNode told = json.readTree(answer.body());
            if (told.isObject()) {
                return told;
            }
        } catch (JacksonException e) {
            // As bad as something else.
        }
        throw new ProviderProblem(Kind.NO_PROVIDER);
    }

    private URI endpoint(JsonNode told, String name) throws ProviderProblem {
        return address(told.path(name).asString("")).orElseThrow(() -> new ProviderProblem(Kind.NOT_USABLE, name));
    }

    private Optional<URI> address(String text) {
        try {
            URI address = new URI(text);
            boolean good = address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawFragment() == null
                    && text.length() <= LONGEST
                    && ("https".equals(address.getScheme()) || plainAllowed && "http".equals(address.getScheme()));
            return good ? Optional.of(address) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
