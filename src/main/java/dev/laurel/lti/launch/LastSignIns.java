package dev.laurel.lti.launch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.lti.RegistrationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * How the last genuine id_token of each registration was dated against this node's clock, taken or refused. A hint for
 * the connection check: nothing is stored, and a node that has seen none says so.
 */
@Component
public class LastSignIns {

    private final Cache<RegistrationId, Duration> ahead = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofDays(1))
            .build();

    LastSignIns() {}

    void note(RegistrationId registration, Instant issuedAt, Instant now) {
        ahead.put(registration, Duration.between(now, issuedAt));
    }

    /**
     * How far ahead of ours the platform's clock was then. Below zero it says little: platforms date a token when the login
     * begins, which may be minutes before it arrives.
     */
    public Optional<Duration> ahead(RegistrationId registration) {
        return Optional.ofNullable(ahead.getIfPresent(registration));
    }
}
