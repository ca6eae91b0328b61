package dev.laurel.lti;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.laurel.lti.ToolKeys.ToolKey;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Changes the tool's signing key (Security Framework 1.0, section 6). A planned change publishes the next key a day or
 * more before it signs and keeps the old one until nothing that it signed is still to be read, so nobody notices. A change
 * at once is for a key that may be in wrong hands. The table is what all nodes agree on; a key's number is taken once.
 */
@Component
public class KeyRotation {

    /**
     * How long a key stays published after it last signed: what it signed has expired by then, on a node that had not
     * heard of the change too, and whoever read the key set shortly before has read it again.
     */
    static final Duration KEPT_PUBLISHED = longer(ToolKeys.ASSERTION_LIFE, DeepLinkingResponses.LIFE)
            .plus(ToolKeys.KEPT)
            .plus(KeySetController.KEPT);

    private static final Logger log = LoggerFactory.getLogger(KeyRotation.class);

    private final ToolKeys keys;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final KeySettings settings;
    private final Clock clock;

    KeyRotation(ToolKeys keys, JdbcClient jdbc, TransactionOperations transactions, KeySettings settings, Clock clock) {
        this.keys = keys;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    public enum Stage {
        /** Published, and signs from a known time on. */
        NEXT,
        /** Signs. */
        CURRENT,
        /** Signs no more, and is published while something it signed may still be read. */
        OLD
    }

    /**
     * A published key; nothing of its private part.
     *
     * @param signsUntil absent while no other is to take over
     * @param publishedUntil absent likewise
     */
    public record Key(
            String kid,
            Stage stage,
            Instant publishedFrom,
            Instant signsFrom,
            @Nullable Instant signsUntil,
            @Nullable Instant publishedUntil) {}

    /** The published keys, the newest first. */
    public List<Key> keys() {
        Instant now = clock.instant();
        String signing = keys.signingKeyId();
        return keys.stored().stream()
                .filter(key -> key.isPublishedAt(now))
                .sorted(Comparator.comparing(ToolKey::ordinal).reversed())
                .map(key -> new Key(
                        key.kid(),
                        stage(key, signing, now),
                        key.publishedFrom(),
                        key.signsFrom(),
                        key.signsUntil(),
                        key.publishedUntil()))
                .toList();
    }

    /** When the schedule publishes the next key; empty when one is published already or keys change by hand alone. */
    public Optional<Instant> nextIsPublished() {
        List<ToolKey> stored = keys.stored();
        if (settings.every().isZero() || stored.isEmpty() || hasNext(stored)) {
            return Optional.empty();
        }
        Instant signsFrom = stored.get(stored.size() - 1).signsFrom();
        return Optional.of(signsFrom.plus(settings.every()).minus(settings.ahead()));
    }

    /** How long the next key is published before it signs. */
    public Duration ahead() {
        return settings.ahead();
    }

    /** Publishes the next key, which signs after {@link #ahead()}; false when there is one already. */
    public boolean plan() {
        boolean planned = Boolean.TRUE.equals(transactions.execute(status -> {
            List<ToolKey> stored = keys.stored();
            Instant now = clock.instant();
            Instant from = now.plus(settings.ahead());
            if (hasNext(stored)) {
                return false;
            }
            Optional<String> made = keys.makeKey(nextNumber(stored), now, from);
            made.ifPresent(kid -> {
                jdbc.sql("update lti_tool_key set signs_until = :from, published_until = :until "
                                + "where signs_until is null and kid <> :kid")
                        .param("from", Timestamp.from(from))
                        .param("until", Timestamp.from(from.plus(KEPT_PUBLISHED)))
                        .param("kid", kid)
                        .update();
                log.info("The tool's next signing key {} is published and signs from {} on", kid, from);
            });
            return made.isPresent();
        }));
        keys.forget();
        return planned;
    }

    /**
     * Signs with a new key from now on and destroys every other, published or not; false when another node is doing it.
     * Platforms refuse what is signed until they read the key set again, and other nodes sign with what they had for up to
     * a minute.
     */
    public boolean replaceAtOnce() {
        boolean replaced = Boolean.TRUE.equals(transactions.execute(status -> {
            Instant now = clock.instant();
            Optional<String> made = keys.makeKey(nextNumber(keys.stored()), now, now);
            made.ifPresent(kid -> {
                jdbc.sql("delete from lti_tool_key where kid <> :kid")
                        .param("kid", kid)
                        .update();
                log.warn("The tool's signing key was replaced at once by {}; every other key is destroyed", kid);
            });
            return made.isPresent();
        }));
        keys.forget();
        return replaced;
    }

    /** Publishes the next key when it is time, and destroys those that are published no more. */
    void keepToSchedule() {
        Instant now = clock.instant();
        if (nextIsPublished().filter(due -> !now.isBefore(due)).isPresent()) {
            plan();
        }
        int destroyed = jdbc.sql("delete from lti_tool_key where published_until <= :now")
                .param("now", Timestamp.from(now))
                .update();
        if (destroyed > 0) {
            keys.forget();
            log.info("Destroyed {} signing keys that are published no more", destroyed);
        }
    }

    private boolean hasNext(List<ToolKey> stored) {
        Instant now = clock.instant();
        return stored.stream().anyMatch(key -> now.isBefore(key.signsFrom()));
    }

    private static int nextNumber(List<ToolKey> stored) {
        return stored.stream().mapToInt(ToolKey::ordinal).max().orElse(0) + 1;
    }

    private static Stage stage(ToolKey key, String signing, Instant now) {
        if (key.kid().equals(signing)) {
            return Stage.CURRENT;
        }
        return now.isBefore(key.signsFrom()) ? Stage.NEXT : Stage.OLD;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** Once an hour, on whichever node comes first. */
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(KeySettings.class)
    static class Schedule {

        @Bean
        RecurringTask<Void> changeToolKeys(KeyRotation rotation) {
            return Tasks.recurring("lti-change-tool-keys", FixedDelay.ofHours(1))
                    .execute((instance, context) -> rotation.keepToSchedule());
        }
    }
}
