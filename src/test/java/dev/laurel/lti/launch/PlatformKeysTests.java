package dev.laurel.lti.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.laurel.lti.launch.LaunchRefused.Cause;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlatformKeysTests {

    private static final URI ADDRESS = URI.create("https://lms.example/jwks");

    private final AtomicInteger fetches = new AtomicInteger();
    private final MovedClock clock = new MovedClock();
    private volatile Map<String, Object> published = Map.of("keys", List.of(FakePlatform.jwk("a", 0)));
    private volatile boolean down;
    private final PlatformKeys keys = new PlatformKeys(this::fetch, clock);

    private String fetch(URI address) throws IOException {
        fetches.incrementAndGet();
        if (down) {
            throw new IOException("it answers 503");
        }
        return FakePlatform.JSON.writeValueAsString(published);
    }

    @Test
    void asksOnceAndRemembers() {
        for (int i = 0; i < 50; i++) {
            assertThat(keys.find(ADDRESS, "a"))
                    .isEqualTo(FakePlatform.keyPair(0).getPublic());
        }
        assertThat(fetches).hasValue(1);
    }

    @Test
    void asksAgainForAnUnknownKey() {
        keys.find(ADDRESS, "a");
        published = Map.of("keys", List.of(FakePlatform.jwk("b", 1)));
        assertThat(keys.find(ADDRESS, "b")).isEqualTo(FakePlatform.keyPair(1).getPublic());
        assertRefused("a", Cause.NOT_GENUINE);
    }

    @Test
    void asksThreeTimesAtOnceAndThenOnceInFifteenSeconds() {
        for (int i = 0; i < 20; i++) {
            assertRefused(UUID.randomUUID().toString(), Cause.NOT_GENUINE);
        }
        assertThat(fetches).hasValue(3);
        clock.move(Duration.ofSeconds(15));
        for (int i = 0; i < 20; i++) {
            assertRefused(UUID.randomUUID().toString(), Cause.NOT_GENUINE);
        }
        assertThat(fetches).hasValue(4);
        clock.move(Duration.ofHours(10));
        for (int i = 0; i < 20; i++) {
            assertRefused(UUID.randomUUID().toString(), Cause.NOT_GENUINE);
        }
        assertThat(fetches).hasValue(7);
    }

    @Test
    void aRemovedKeyCountsForAnHourAtTheMost() {
        keys.find(ADDRESS, "a");
        published = Map.of("keys", List.of(FakePlatform.jwk("b", 1)));
        clock.move(Duration.ofMinutes(59));
        keys.find(ADDRESS, "a");
        clock.move(Duration.ofMinutes(2));
        assertRefused("a", Cause.NOT_GENUINE);
    }

    @Test
    void keysServeThroughAnOutageOfADayAndNoLonger() {
        keys.find(ADDRESS, "a");
        down = true;
        clock.move(Duration.ofHours(23));
        keys.find(ADDRESS, "a");
        keys.find(ADDRESS, "a");
        clock.move(Duration.ofHours(2));
        assertRefused("a", Cause.KEYS_OUT_OF_REACH);
        down = false;
        keys.find(ADDRESS, "a");
    }

    @Test
    void aFirstFailureIsForgottenAtTheNextLaunch() {
        down = true;
        assertRefused("a", Cause.KEYS_OUT_OF_REACH);
        down = false;
        keys.find(ADDRESS, "a");
    }

    @Test
    void whatIsNoKeySetKeepsWhatWasKnown() {
        keys.find(ADDRESS, "a");
        published = Map.of("error", "gone");
        assertRefused("b", Cause.NOT_GENUINE);
        keys.find(ADDRESS, "a");
    }

    @Test
    void manyFirstLaunchesAtOnceAskOnce() throws Exception {
        int people = 8;
        CountDownLatch together = new CountDownLatch(people);
        ExecutorService threads = Executors.newFixedThreadPool(people);
        try {
            List<Future<?>> launches = new ArrayList<>();
            for (int i = 0; i < people; i++) {
                launches.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    return keys.find(ADDRESS, "a");
                }));
            }
            for (Future<?> launch : launches) {
                assertThat(launch.get(10, TimeUnit.SECONDS)).isNotNull();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(fetches).hasValue(1);
    }

    private void assertRefused(String kid, Cause cause) {
        assertThatExceptionOfType(LaunchRefused.class)
                .isThrownBy(() -> keys.find(ADDRESS, kid))
                .matches(refusal -> refusal.reason() == cause, cause.name());
    }

    private static final class MovedClock extends Clock {

        private volatile Instant now = Instant.parse("2026-11-24T08:00:00Z");

        void move(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
