package dev.canvasdev;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Access tokens that were given out; a restart forgets them, and tools have to ask again. */
@Component
final class AccessTokens {

    private final Map<String, Granted> tokens = new ConcurrentHashMap<>();
    private final Site site;

    AccessTokens(Site site) {
        this.site = site;
    }

    String grant(Dress dress, Tool tool, List<String> scopes) {
        String token = dress.newAccessToken(tool, scopes, site.secret());
        long now = site.now();
        tokens.values().removeIf(g -> now - g.expiresAt > 3600);
        tokens.put(token, new Granted(dress.key(), tool.id, scopes, now + 3600));
        return token;
    }

    @Nullable
    Granted find(String token) {
        return tokens.get(token);
    }

    boolean expired(Granted granted) {
        return granted.expiresAt <= site.now();
    }

    /** Makes all tokens too old, for tests. */
    void expireAll() {
        tokens.replaceAll((t, g) -> new Granted(g.dressKey, g.toolId, g.scopes, 0));
    }

    /** Forgets all tokens, as a platform does that was restarted. */
    void forgetAll() {
        tokens.clear();
    }

    record Granted(String dressKey, String toolId, List<String> scopes, long expiresAt) {}
}
