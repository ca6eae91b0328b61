package dev.laurel.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Settings as each programme has them: those of the installation, with what the programme's leads have set in their place.
 * Asking costs no query but once in half a minute for each tenant.
 *
 * @param <T> the settings, one component for each property
 */
public final class Practice<T extends Record> {

    /**
     * Choices that stand together on a page.
     *
     * @param key of the heading; with the name of a choice behind it, of that choice's label
     */
    public record Part<T>(String key, List<Choice<T>> choices) {

        public Part {
            choices = List.copyOf(choices);
        }
    }

    /**
     * Why values that are each possible cannot hold together.
     *
     * @param name of the choice to change
     * @param key of the message that says why
     */
    public record Clash(String name, String key) {}

    private static final int MOST_KEPT = 1_000;

    private final Practices practices;
    private final String prefix;
    private final T original;
    private final T installation;
    private final Function<Map<String, String>, T> bound;
    private final List<Part<T>> parts;
    private final Function<T, Optional<Clash>> check;
    private final Cache<Map<String, String>, T> kept =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).build();

    Practice(
            Practices practices,
            String prefix,
            T original,
            Function<Map<String, String>, T> bound,
            List<Part<T>> parts,
            Function<T, Optional<Clash>> check) {
        this.practices = practices;
        this.prefix = prefix;
        this.original = original;
        this.installation = bound.apply(Map.of());
        this.bound = bound;
        this.parts = List.copyOf(parts);
        this.check = check;
    }

    /** What holds now. */
    public T of(TenantId tenant) {
        return with(practices.own(tenant, prefix, Instant.MAX));
    }

    /** What held then, for what was promised then. What the installation has set itself is taken as it is now. */
    public T at(TenantId tenant, Instant then) {
        return with(practices.own(tenant, prefix, then));
    }

    /** What holds where a programme has set nothing. */
    public T installation() {
        return installation;
    }

    /** Whether the programme has set any of it. */
    public boolean isOwn(TenantId tenant) {
        return !practices.own(tenant, prefix, Instant.MAX).isEmpty();
    }

    public List<Part<T>> parts() {
        return parts;
    }

    String prefix() {
        return prefix;
    }

    /** What Laurel comes with. */
    T original() {
        return original;
    }

    T with(Map<String, String> own) {
        return own.isEmpty() ? installation : kept.get(own, bound);
    }

    Optional<Clash> clash(Map<String, String> own) {
        return check.apply(with(own));
    }
}
