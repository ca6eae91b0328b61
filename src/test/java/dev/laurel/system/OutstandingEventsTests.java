package dev.laurel.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.modulith.events.EventPublication;

/** How often a listener that fails is told again. */
class OutstandingEventsTests {

    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

    @Test
    void whatWasNeverToldAgainIsToldAtOnce() {
        assertThat(OutstandingEvents.isDue(told(1, null), NOW)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1,19s,false", "1,20s,true", "2,39s,false", "2,40s,true", "4,159s,false", "4,160s,true"})
    void eachFailureDoublesTheWait(int attempts, String ago, boolean due) {
        Duration since = Duration.parse("PT" + ago);
        assertThat(OutstandingEvents.isDue(told(attempts, NOW.minus(since)), NOW))
                .isEqualTo(due);
    }

    @Test
    void whatFailsForDaysIsStillToldEveryThreeQuartersOfAnHour() {
        assertThat(OutstandingEvents.isDue(told(900, NOW.minus(Duration.ofMinutes(42))), NOW))
                .isFalse();
        assertThat(OutstandingEvents.isDue(told(900, NOW.minus(Duration.ofMinutes(43))), NOW))
                .isTrue();
    }

    private static EventPublication told(int attempts, @Nullable Instant last) {
        EventPublication publication = mock();
        when(publication.getCompletionAttempts()).thenReturn(attempts);
        when(publication.getLastResubmissionDate()).thenReturn(last);
        return publication;
    }
}
