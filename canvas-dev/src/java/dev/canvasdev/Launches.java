package dev.canvasdev;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Logins that were started and not finished: a hint is good once, and only for a while. */
@Component
final class Launches {

    private final Map<String, Started> started = new ConcurrentHashMap<>();
    private final Site site;

    Launches(Site site) {
        this.site = site;
    }

    /** Remembers a launch under a name that goes into the message hint. */
    String start(Dress dress, String name, Launch launch) {
        long now = site.now();
        started.values().removeIf(s -> now - s.at > Duration.ofHours(2).toSeconds());
        started.put(dress.key() + name, new Started(launch, now));
        return name;
    }

    /** The launch of that name, for the first who asks and in time. */
    Optional<Started> take(Dress dress, String name) {
        Started found = started.remove(dress.key() + name);
        return Optional.ofNullable(found)
                .filter(s -> site.now() - s.at < dress.hintLife().toSeconds());
    }

    /** Looks without using it up. */
    Optional<Started> peek(Dress dress, String name) {
        return Optional.ofNullable(started.get(dress.key() + name));
    }

    /** Makes all hints as old as they may get, for tests. */
    void age() {
        started.replaceAll(
                (name, s) -> new Started(s.launch, s.at - Duration.ofHours(1).toSeconds()));
    }

    record Started(Launch launch, long at) {}
}
