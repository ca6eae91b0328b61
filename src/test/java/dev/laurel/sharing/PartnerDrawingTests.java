package dev.laurel.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many submissions the lot takes for a partner. */
class PartnerDrawingTests {

    /** Deals every number below the bound in turn, and so says exactly what chance says on average. */
    private static final class EachInTurn implements RandomGenerator {
        private int next;

        @Override
        public int nextInt(int bound) {
            return next++ % bound;
        }

        @Override
        public long nextLong() {
            throw new UnsupportedOperationException("Lots are cast among whole percents");
        }
    }

    private static long drawn(RandomGenerator random, int share, int submissions) {
        return IntStream.range(0, submissions)
                .filter(submission -> PartnerDrawing.falls(random, share))
                .count();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 25, 50, 99, 100})
    void aShareIsSoManyOfAHundred(int share) {
        assertThat(drawn(new EachInTurn(), share, 100)).isEqualTo(share);
    }

    /** The generator always begins with the same number, so this is the same on every run. */
    @Test
    void aQuarterOfManyIsAboutAQuarter() {
        assertThat(drawn(new Random(25), 25, 20_000)).isBetween(4_800L, 5_200L);
    }
}
