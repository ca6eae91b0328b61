package dev.laurel.recognition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** How often one address has asked in the running minute, on this node. Addresses are forgotten after that minute. */
@Component
class Ration {

    static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_ADDRESSES = 50_000;

    private final int most;
    private final Cache<String, AtomicInteger> asked = Caffeine.newBuilder()
            .expireAfterWrite(MINUTE)
            .maximumSize(MOST_ADDRESSES)
            .build();

    Ration(RecognitionSettings settings) {
        this.most = settings.requestsPerMinute();
    }

    /** @throws AskedTooOften when this address has had its share */
    void take(String address) {
        if (asked.get(address, unseen -> new AtomicInteger()).incrementAndGet() > most) {
            throw new AskedTooOften();
        }
    }
}
