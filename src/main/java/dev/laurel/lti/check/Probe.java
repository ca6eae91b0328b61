package dev.laurel.lti.check;

import dev.laurel.lti.Registration;
import dev.laurel.lti.ToolKeys;
import dev.laurel.lti.services.Throttling;
import dev.laurel.system.OutboundFailure;
import dev.laurel.system.OutboundHttp;
import dev.laurel.system.OutboundRequest;
import dev.laurel.system.OutboundResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls of one line to one platform, all of them before a deadline. Unlike the calls of every day nothing is kept, repeated
 * or sorted into reasons: what the platform says is what is wanted.
 */
final class Probe {

    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final int MOST_BYTES = 2 * 1024 * 1024;
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final OutboundHttp http;
    private final ToolKeys keys;
    private final JsonMapper json;
    private final Clock clock;
    private final long endsAt;

    Probe(OutboundHttp http, ToolKeys keys, JsonMapper json, Clock clock, Duration life) {
        this.http = http;
        this.keys = keys;
        this.json = json;
        this.clock = clock;
        this.endsAt = System.nanoTime() + life.toNanos();
    }

    /**
     * What came of a call.
     *
     * @param response absent when none came
     * @param trouble why none came, as messages spell it
     */
    record Reply(
            @Nullable OutboundResponse response, @Nullable String trouble, String host, JsonMapper json) {

        boolean isSuccessful() {
            return response != null && response.isSuccessful();
        }

        /** 0 when no answer came. */
        int status() {
            return response == null ? 0 : response.status();
        }

        /** Whether waiting is all that helps: no answer, a fault of the platform's own, or too many calls. */
        boolean isPassing() {
            return response == null || response.status() >= 500 || Throttling.isIn(response);
        }

        boolean isForbidden() {
            return trouble != null && trouble.equals("forbidden");
        }

        /** The body; missing where it is no JSON. */
        JsonNode body() {
            try {
                return response == null ? json.nullNode() : json.readTree(response.body());
            } catch (JacksonException e) {
                return json.nullNode();
            }
        }

        String said() {
            return response == null ? "" : PlatformWords.of(response, json);
        }

        Words inWords() {
            if (response == null) {
                return Words.of("trouble." + trouble, host);
            }
            String said = said();
            return said.isEmpty()
                    ? Words.of("answered-bare", host, String.valueOf(response.status()))
                    : Words.of("answered", host, String.valueOf(response.status()), said);
        }
    }

    /**
     * What came of asking for a token.
     *
     * @param token absent when none was given
     * @param granted what the answer lists, or what was asked for when it lists nothing (RFC 6749, section 5.1)
     * @param expiresIn seconds; 0 when it does not say
     */
    record Token(Reply reply, @Nullable String token, Set<String> granted, long expiresIn) {

        /** RFC 6749, section 5.2. */
        boolean isAboutScopes() {
            return token == null && reply.said().toLowerCase(Locale.ROOT).contains("scope");
        }

        /** The address of the tool's own keys is what the platform could not read, or its key is unknown there. */
        boolean isAboutKeys() {
            String said = reply.said().toLowerCase(Locale.ROOT);
            return token == null
                    && (said.contains("kid")
                            || said.contains("jwk")
                            || said.contains("key")
                            || said.contains("signature"));
        }

        @Override
        public String toString() {
            return "Token[" + reply.status() + "]";
        }
    }

    Token token(Registration registration, Set<String> scopes) {
        String form = "grant_type=client_credentials&client_assertion_type=" + encoded(ASSERTION_TYPE)
                + "&client_assertion="
                + keys.assertion(registration.clientId(), registration.assertionAudience(), clock.instant())
                + "&scope=" + encoded(String.join(" ", new TreeSet<>(scopes)));
        Reply reply = send(OutboundRequest.post(
                        registration.tokenEndpoint(),
                        "application/x-www-form-urlencoded",
                        form.getBytes(StandardCharsets.UTF_8))
                .with("Accept", "application/json"));
        JsonNode body = reply.body();
        String token =
                body.path("access_token").isString() ? body.path("access_token").asString() : "";
        if (!reply.isSuccessful() || token.isEmpty()) {
            return new Token(reply, null, Set.of(), 0);
        }
        Set<String> granted = new LinkedHashSet<>(scopes);
        if (body.path("scope").isString()) {
            granted = new LinkedHashSet<>(
                    Arrays.asList(body.path("scope").asString().split(" ")));
        }
        return new Token(reply, token, granted, body.path("expires_in").asLong(0));
    }

    Reply get(URI address, String accept, @Nullable String token) {
        return send(authorized(OutboundRequest.get(address).with("Accept", accept), token));
    }

    /** @param body a record that is written as JSON */
    Reply post(URI address, String type, Record body, String token) {
        return send(authorized(OutboundRequest.post(address, type, json.writeValueAsBytes(body)), token));
    }

    Reply delete(URI address, String token) {
        OutboundRequest get = authorized(OutboundRequest.get(address), token);
        return send(
                new OutboundRequest("DELETE", address, get.headers(), new byte[0], get.readTimeout(), get.maxBytes()));
    }

    Instant now() {
        return clock.instant();
    }

    private static OutboundRequest authorized(OutboundRequest request, @Nullable String token) {
        return token == null ? request : request.with("Authorization", "Bearer " + token);
    }

    private Reply send(OutboundRequest request) {
        String host = Optional.ofNullable(request.address().getHost()).orElse("");
        Duration left = Duration.ofNanos(endsAt - System.nanoTime());
        if (left.isNegative() || left.isZero()) {
            return new Reply(null, "no-time", host, json);
        }
        try {
            Duration patience = left.compareTo(PATIENCE) < 0 ? left : PATIENCE;
            return new Reply(http.send(request.within(patience).atMost(MOST_BYTES)), null, host, json);
        } catch (OutboundFailure e) {
            return new Reply(null, e.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'), host, json);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
