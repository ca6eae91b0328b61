package dev.canvasdev;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.PublicKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The key sets of tools, fetched over HTTP, kept for five minutes and fetched again for a kid that is not in them. */
@Component
final class ToolKeys {

    private static final Duration KEPT = Duration.ofMinutes(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Map<String, KeySet> cache = new ConcurrentHashMap<>();
    private final Site site;

    ToolKeys(Site site) {
        this.site = site;
    }

    /**
     * The key of that name.
     *
     * @return null when the tool's set has none
     * @throws Unreachable when the set cannot be read
     */
    @Nullable
    PublicKey find(Tool tool, @Nullable String kid) throws Unreachable {
        if (kid == null) {
            return null;
        }
        KeySet known = cache.get(tool.jwksUri);
        boolean fresh = known != null && site.now() - known.fetchedAt < KEPT.toSeconds();
        if (!fresh || !known.keys.containsKey(kid)) {
            known = fetch(tool.jwksUri);
            cache.put(tool.jwksUri, known);
        }
        return known.keys.get(kid);
    }

    private KeySet fetch(String uri) throws Unreachable {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                    .timeout(Duration.ofSeconds(10))
                    .header("Accept", "application/json")
                    .build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            Map<String, Object> body = response.statusCode() == 200 ? Json.object(response.body()) : null;
            if (body == null || !(body.get("keys") instanceof List<?> list)) {
                throw new Unreachable("Invalid JSON");
            }
            Map<String, PublicKey> keys = new HashMap<>();
            for (Object entry : list) {
                Map<String, Object> jwk = Json.child(Map.of("key", entry), "key");
                PublicKey key = Jws.publicKey(jwk);
                String kid = Json.text(jwk, "kid");
                if (key != null && kid != null) {
                    keys.put(kid, key);
                }
            }
            return new KeySet(keys, site.now());
        } catch (IOException | IllegalArgumentException e) {
            throw new Unreachable("Could not connect");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable("Interrupted");
        }
    }

    /** Whether a message of the tool is signed with RS256 by one of its keys. */
    boolean signed(Tool tool, Jws message) {
        try {
            PublicKey key = find(tool, message.kid());
            return key != null && message.isRs256By(key);
        } catch (Unreachable e) {
            return false;
        }
    }

    private record KeySet(Map<String, PublicKey> keys, long fetchedAt) {}

    /** The tool's key set could not be read. */
    static final class Unreachable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreachable(String message) {
            super(message);
        }
    }
}
