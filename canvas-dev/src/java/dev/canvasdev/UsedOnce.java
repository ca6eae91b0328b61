package dev.canvasdev;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Identifiers that may be used once: jti of assertions, nonces of deep linking answers. */
@Component
final class UsedOnce {

    private static final long KEPT_SECONDS = 7200;

    private final Map<String, Long> used = new ConcurrentHashMap<>();
    private final Site site;

    UsedOnce(Site site) {
        this.site = site;
    }

    /** Marks it as used; true when it already was. */
    boolean wasUsed(String kind, Tool tool, String id) {
        long now = site.now();
        used.values().removeIf(at -> now - at > KEPT_SECONDS);
        return used.putIfAbsent(kind + " " + tool.clientId + " " + id, now) != null;
    }
}
