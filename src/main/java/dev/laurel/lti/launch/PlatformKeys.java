package dev.laurel.lti.launch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.lti.launch.LaunchRefused.Cause;
import java.io.IOException;
import java.net.URI;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The public keys of platforms by the address of their key set (Security Framework 1.0, section 6). An unknown key id
 * makes for one fetch, so that a platform may change keys at any time; fetches of one address are rationed, so that made-up
 * key ids are no way to have a platform flooded. What was fetched serves on while the platform is out of reach.
 */
@Component
class PlatformKeys {

    /** After this long a key set is fetched again when it is next used, so that removed keys stop counting. */
    static final Duration FRESH = Duration.ofHours(1);

    /** How long a key set counts when it cannot be fetched again. */
    static final Duration USABLE = Duration.ofHours(24);

    /** Fetches of one address that may follow each other at once; another becomes free after each {@link #PAUSE}. */
    static final int BURST = 3;

    static final Duration PAUSE = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(PlatformKeys.class);

    private final KeySetSource source;
    private final Clock clock;
    private final Cache<URI, Entry> entries = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterAccess(Duration.ofDays(2))
            .build();

    @Autowired
    PlatformKeys(HttpKeySetSource source, Clock clock) {
        this((KeySetSource) source, clock);
    }

    PlatformKeys(KeySetSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /**
     * The key of that id.
     *
     * @throws LaunchRefused when the platform does not publish it, or cannot be asked
     */
    PublicKey find(URI keySet, String keyId) {
        Entry entry = entries.get(keySet, address -> new Entry(address, clock.instant()));
        return entry.find(keyId);
    }

    /** Where key sets come from. */
    @FunctionalInterface
    interface KeySetSource {

        /** The text of a key set. */
        String fetch(URI address) throws IOException;
    }

    private record Fetched(Map<String, PublicKey> keys, Instant at) {}

    private final class Entry {

        private final URI address;
        private final ReentrantLock fetching = new ReentrantLock();
        private volatile @Nullable Fetched fetched;
        private int permits = BURST;
        private Instant counted;

        Entry(URI address, Instant now) {
            this.address = address;
            this.counted = now;
        }

        PublicKey find(String keyId) {
            Fetched before = usable();
            PublicKey known = before == null ? null : before.keys().get(keyId);
            if (known != null && !isStale(before)) {
                return known;
            }
            if (known != null) {
                // One launch an hour waits for the platform; the others go on with what is known.
                if (fetching.tryLock()) {
                    try {
                        fetch();
                    } finally {
                        fetching.unlock();
                    }
                }
            } else {
                fetching.lock();
                try {
                    if (usable() == before) {
                        fetch();
                    }
                } finally {
                    fetching.unlock();
                }
            }
            Fetched after = usable();
            if (after == null) {
                throw new LaunchRefused(Cause.KEYS_OUT_OF_REACH, "No key set from " + address);
            }
            PublicKey key = after.keys().get(keyId);
            if (key == null) {
                throw new LaunchRefused(Cause.NOT_GENUINE, "No key " + Printable.of(keyId) + " in " + address);
            }
            return key;
        }

        private @Nullable Fetched usable() {
            Fetched current = fetched;
            return current == null || clock.instant().isAfter(current.at().plus(USABLE)) ? null : current;
        }

        private boolean isStale(@Nullable Fetched current) {
            return current == null || clock.instant().isAfter(current.at().plus(FRESH));
        }

        private void fetch() {
            if (!permitted()) {
                return;
            }
            try {
                Map<String, PublicKey> keys = new HashMap<>(KeySets.parse(source.fetch(address)));
                keys.replaceAll((id, key) -> Rs256.prepared(key));
                fetched = new Fetched(keys, clock.instant());
                if (keys.isEmpty()) {
                    log.warn("The key set at {} holds no key that can verify RS256", address);
                }
            } catch (IOException e) {
                log.warn("The key set at {} cannot be fetched: {}", address, e.getMessage());
            }
        }

        private boolean permitted() {
            Instant now = clock.instant();
            long earned = Duration.between(counted, now).dividedBy(PAUSE);
            if (earned > 0) {
                permits = (int) Math.min(BURST, permits + earned);
                counted = counted.plus(PAUSE.multipliedBy(earned));
            }
            if (permits == 0) {
                return false;
            }
            permits--;
            return true;
        }
    }
}
