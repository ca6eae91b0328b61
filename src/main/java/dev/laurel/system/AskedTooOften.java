package dev.laurel.system;

import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/** One address asked more often in a minute than the settings allow. */
public class AskedTooOften extends Refusal {

    AskedTooOften() {
        super(HttpStatus.TOO_MANY_REQUESTS, "system.too-often", "One address asks too often");
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(Ration.MINUTE);
    }
}
