package dev.laurel.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.tenant.Practice.Clash;
import dev.laurel.tenant.Practice.Part;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What programmes do otherwise than their installation, kept by the names of its properties. Nobody else reads the names. */
@Component
public class Practices {

    /** Another node hears of a change after so long. */
    private static final Duration KEPT = Duration.ofSeconds(30);

    private static final int MOST_TENANTS = 10_000;

    /** Far more than leads change in years. */
    private static final int MOST_ROWS = 20_000;

    private final JdbcClient jdbc;
    private final ConfigurableEnvironment environment;
    private final Clock clock;
    private final Cache<TenantId, List<Row>> kept = Caffeine.newBuilder()
            .maximumSize(MOST_TENANTS)
            .expireAfterWrite(KEPT)
            .build();

    Practices(JdbcClient jdbc, ConfigurableEnvironment environment, Clock clock) {
        this.jdbc = jdbc;
        this.environment = environment;
        this.clock = clock;
    }

    /**
     * One value that was set.
     *
     * @param number of the change that it was part of
     * @param name whole, as the property's
     * @param value absent where the installation's holds again
     */
    public record Row(int number, String name, @Nullable String value, Instant at, UUID by) {}

    /**
     * Begins to say which settings programmes may set for themselves; the installation's are those of its environment.
     *
     * @param settings named by their {@link ConfigurationProperties}
     */
    public <T extends Record> Declaration<T> of(Class<T> settings) {
        return new Declaration<>(this, settings);
    }

    /**
     * Which of its settings a module lets programmes set.
     *
     * @param <T> the settings
     */
    public static final class Declaration<T extends Record> {

        private final Practices practices;
        private final Class<T> type;
        private final String prefix;
        private final List<Part<T>> parts = new ArrayList<>();
        private final Map<String, String> instead = new HashMap<>();
        private Function<T, Optional<Clash>> check = settings -> Optional.empty();

        private Declaration(Practices practices, Class<T> type) {
            this.practices = practices;
            this.type = type;
            this.prefix = Objects.requireNonNull(type.getAnnotation(ConfigurationProperties.class), type::getName)
                    .value();
        }

        /**
         * Choices that stand together on a page.
         *
         * @param key of the heading; with the name of a choice behind it, of that choice's label
         */
        @SafeVarargs
        public final Declaration<T> part(String key, Choice<T>... choices) {
            parts.add(new Part<>(key, List.of(choices)));
            return this;
        }

        /** A value in the place of the environment's; {@code name} is without the prefix. */
        public Declaration<T> instead(String name, String value) {
            instead.put(prefix + "." + name, value);
            return this;
        }

        /** What does not go together. */
        public Declaration<T> check(Function<T, Optional<Clash>> clash) {
            check = clash;
            return this;
        }

        public Practice<T> declared() {
            Map<String, String> fixed = Map.copyOf(instead);
            return new Practice<>(
                    practices,
                    prefix,
                    new Binder(new MapConfigurationPropertySource()).bindOrCreate(prefix, type),
                    own -> practices.bind(prefix, type, own, fixed),
                    parts,
                    check);
        }
    }

    private <T extends Record> T bind(
            String prefix, Class<T> type, Map<String, String> own, Map<String, String> fixed) {
        List<ConfigurationPropertySource> sources = new ArrayList<>();
        sources.add(new MapConfigurationPropertySource(own));
        sources.add(new MapConfigurationPropertySource(fixed));
        ConfigurationPropertySources.get(environment).forEach(sources::add);
        return new Binder(sources, new PropertySourcesPlaceholdersResolver(environment)).bindOrCreate(prefix, type);
    }

    /** What a tenant had set by then of the settings with that prefix. */
    Map<String, String> own(TenantId tenant, String prefix, Instant then) {
        List<Row> rows = kept.get(tenant, this::rows);
        return rows.isEmpty() ? Map.of() : own(rows, prefix, then);
    }

    static Map<String, String> own(List<Row> rows, String prefix, Instant then) {
        Map<String, String> own = new TreeMap<>();
        for (Row row : rows) {
            if (row.name().startsWith(prefix + ".") && !row.at().isAfter(then)) {
                if (row.value() == null) {
                    own.remove(row.name());
                } else {
                    own.put(row.name(), row.value());
                }
            }
        }
        return own;
    }

    /** Everything that was ever set, in order; read afresh. */
    public List<Row> rows(TenantId tenant) {
        List<Row> rows = jdbc.sql("select c.number, v.setting_name, v.setting_value, c.changed_at, c.changed_by"
                        + " from tenant_practice_change c join tenant_practice_value v"
                        + " on v.tenant_id = c.tenant_id and v.number = c.number where c.tenant_id = :tenant"
                        + " order by c.number desc, v.setting_name fetch first " + MOST_ROWS + " rows only")
                .param("tenant", tenant.value())
                .query((row, number) -> new Row(
                        row.getInt("number"),
                        row.getString("setting_name"),
                        row.getString("setting_value"),
                        row.getTimestamp("changed_at").toInstant(),
                        row.getObject("changed_by", UUID.class)))
                .list();
        List<Row> inOrder = new ArrayList<>(rows);
        Collections.reverse(inOrder);
        return List.copyOf(inOrder);
    }

    /** The number of the last change; 0 before the first. */
    public int lastChange(TenantId tenant) {
        return jdbc.sql("select coalesce(max(number), 0) from tenant_practice_change where tenant_id = :tenant")
                .param("tenant", tenant.value())
                .query(Integer.class)
                .single();
    }

    /** The tenants that have ever set anything. */
    public Set<TenantId> tenants() {
        return new LinkedHashSet<>(jdbc.sql("select distinct tenant_id from tenant_practice_change")
                .query((row, number) -> new TenantId(row.getObject("tenant_id", UUID.class)))
                .list());
    }

    /**
     * Adds a change that follows another one.
     *
     * @param values by whole name; without a value where the installation's shall hold
     * @param by the account of who changes it
     * @return false, and nothing is changed, where somebody else changed something after {@code last}
     */
    @Transactional
    public boolean change(TenantId tenant, int last, Map<String, Optional<String>> values, UUID by) {
        if (values.isEmpty()) {
            return true;
        }
        if (lastChange(tenant) != last || !begin(tenant, last + 1, by)) {
            return false;
        }
        values.forEach((name, value) -> jdbc.sql("insert into tenant_practice_value"
                        + " (tenant_id, number, setting_name, setting_value)"
                        + " values (:tenant, :number, :name, :value)")
                .param("tenant", tenant.value())
                .param("number", last + 1)
                .param("name", name)
                .param("value", value.orElse(null))
                .update());
        changed(tenant);
        return true;
    }

    /** Two at once wait for each other here: the second one adds nothing. */
    private boolean begin(TenantId tenant, int number, UUID by) {
        return jdbc.sql("insert into tenant_practice_change (tenant_id, number, changed_by, changed_at)"
                                + " values (:tenant, :number, :by, :now) on conflict do nothing")
                        .param("tenant", tenant.value())
                        .param("number", number)
                        .param("by", by)
                        .param("now", Timestamp.from(clock.instant()))
                        .update()
                > 0;
    }

    private void changed(TenantId tenant) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            kept.invalidate(tenant);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                kept.invalidate(tenant);
            }
        });
    }
}
