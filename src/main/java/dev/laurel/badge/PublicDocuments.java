package dev.laurel.badge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.badge.proof.CheckTime;
import dev.laurel.badge.proof.StrictJson;
import dev.laurel.system.OutboundFailure;
import dev.laurel.system.OutboundHttp;
import dev.laurel.system.OutboundRequest;
import dev.laurel.system.OutboundResponse;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What issuers elsewhere publish about their badges. Each fetch is bounded in size and time and follows no redirects but
 * where that is said; answers are kept for minutes, so that one badge checked over and over asks its issuer once.
 */
@Component
class PublicDocuments {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);
    private static final Duration NOT_WORTH_ASKING = Duration.ofMillis(100);
    private static final int MOST_BYTES = 512 * 1024;
    /** Badge classes of Open Badges 2.0 may hold their picture. */
    private static final int MOST_BYTES_OF_BADGES = 2 * 1024 * 1024;

    private static final int MOST_REDIRECTS = 3;

    private final OutboundHttp outside;
    private final Cache<String, Answer> answers = Caffeine.newBuilder()
            .maximumWeight(16 << 20)
            .weigher((String address, Answer answer) -> 200 + answer.size())
            .expireAfterWrite(Duration.ofMinutes(2))
            .build();

    PublicDocuments(OutboundHttp outside) {
        this.outside = outside;
    }

    private static boolean isOver(CheckTime time) {
        return time.left().compareTo(NOT_WORTH_ASKING) < 0;
    }

    private static Duration patience(CheckTime time) {
        Duration left = time.left();
        return left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
    }

    /**
     * @param status 0 when there was no answer
     * @param body absent when it was no JSON object
     */
    record Answer(int status, @Nullable JsonObject body, String text) {

        private static final Answer NONE = new Answer(0, null, "");

        boolean isThere() {
            return status >= 200 && status < 300;
        }

        private int size() {
            return 4 * text.length();
        }
    }

    /** Where a site may send whoever asks it. */
    enum Redirects {
        /** For keys and lists: many sites can be made to send one anywhere, and would lend strangers their name. */
        NONE,
        /** For what is believed because of the host where it lies. */
        WITHIN_HOST,
        /** For what is believed because of what stands in it. */
        ANYWHERE
    }

    /** The answer to a GET; its status is 0 when the address is not one that is called, or nobody answers. */
    Answer at(String address, String accept, CheckTime time) {
        return at(address, accept, Redirects.NONE, time);
    }

    /** As the other one, after a few redirects. */
    Answer at(String address, String accept, Redirects redirects, CheckTime time) {
        String key = redirects + " " + address;
        Answer known = answers.getIfPresent(key);
        if (known != null) {
            return known;
        }
        Answer answer = fetch(address, accept, redirects, time);
        if (answer.status() != 0) {
            answers.put(key, answer);
        }
        return answer;
    }

    private Answer fetch(String address, String accept, Redirects redirects, CheckTime time) {
        if (isOver(time)) {
            return Answer.NONE;
        }
        try {
            URI at = new URI(address);
            int left = redirects == Redirects.NONE ? 0 : MOST_REDIRECTS;
            OutboundResponse response = send(at, accept, redirects, time);
            while (left > 0) {
                URI next = next(at, response, redirects).orElse(null);
                if (next == null) {
                    break;
                }
                if (isOver(time)) {
                    return Answer.NONE;
                }
                at = next;
                response = send(at, accept, redirects, time);
                left--;
            }
            boolean image = response.header("Content-Type").orElse("").startsWith("image/");
            String text = image
                    ? BakedCredential.in(response.body()).orElse("")
                    : response.text().strip();
            return new Answer(response.status(), StrictJson.object(text).orElse(null), text);
        } catch (OutboundFailure | URISyntaxException e) {
            return Answer.NONE;
        }
    }

    private OutboundResponse send(URI address, String accept, Redirects redirects, CheckTime time)
            throws OutboundFailure {
        return outside.send(OutboundRequest.get(address)
                .with("Accept", accept)
                .within(patience(time))
                .atMost(redirects == Redirects.NONE ? MOST_BYTES : MOST_BYTES_OF_BADGES));
    }

    private static Optional<URI> next(URI at, OutboundResponse response, Redirects redirects)
            throws URISyntaxException {
        String location = response.header("Location").orElse("");
        if (!Set.of(301, 302, 303, 307, 308).contains(response.status()) || location.isEmpty()) {
            return Optional.empty();
        }
        URI next = at.resolve(new URI(location));
        boolean known = next.getHost() != null
                && ("https".equals(next.getScheme()) || Objects.equals(next.getScheme(), at.getScheme()));
        boolean safer = !Objects.equals(next.getScheme(), at.getScheme()) && next.getPort() < 0 && at.getPort() < 0;
        boolean sameHost = known
                && next.getHost().equalsIgnoreCase(at.getHost())
                && (next.getPort() == at.getPort() && Objects.equals(next.getScheme(), at.getScheme()) || safer);
        return Optional.of(next).filter(where -> redirects == Redirects.ANYWHERE ? known : sameHost);
    }

    /** @see <a href="https://w3c-ccg.github.io/did-method-web/#read-resolve">did:web 2.5.2</a> */
    static Optional<String> addressOf(String did) {
        String[] parts = did.split(":", -1);
        if (parts.length < 3 || !did.matches("did:web:[A-Za-z0-9.%:_~-]+")) {
            return Optional.empty();
        }
        String host = parts[2].replace("%3A", ":").replace("%3a", ":");
        boolean here = host.equals("localhost") || host.startsWith("localhost:");
        StringBuilder address = new StringBuilder(here ? "http://" : "https://").append(host);
        if (parts.length == 3) {
            address.append("/.well-known");
        }
        for (int i = 3; i < parts.length; i++) {
            if (parts[i].isEmpty()) {
                return Optional.empty();
            }
            address.append('/').append(parts[i]);
        }
        return Optional.of(address.append("/did.json").toString());
    }
}
