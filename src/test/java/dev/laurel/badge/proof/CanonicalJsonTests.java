package dev.laurel.badge.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON as RFC 8785 has it; the numbers' texts are those that a JavaScript engine writes. */
class CanonicalJsonTests {

    private static JsonObject read(String json) {
        return Json.createReader(new StringReader(json)).readObject();
    }

    private static String number(String number) throws NotCoveredByProof {
        String text = CanonicalJson.of(read("{\"n\":" + number + "}"));
        return text.substring(5, text.length() - 1);
    }

    @ParameterizedTest
    @CsvSource({
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2",
        "3d30000000000000, 5.684341886080802e-14",
        "3e70000000000000, 5.960464477539063e-8",
        "4580000000000000, 6.189700196426902e+26"
    })
    void writesANumberAsEveryReaderDoes(String bits, String text) throws NotCoveredByProof {
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
        assertThat(number(new BigDecimal(value).toString())).isEqualTo(text);
        assertThat(number(text)).as("as it was written").isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "-5, -5",
        "-0, 0",
        "0.0, 0",
        "1.0, 1",
        "4.50, 4.5",
        "-0.5, -0.5",
        "2e-3, 0.002",
        "1e-7, 1e-7",
        "1E20, 100000000000000000000",
        "123456789012345678901234567890, 1.2345678901234568e+29",
        "0.00000012345678, 1.2345678e-7"
    })
    void writesTheSameNumberTheSameHoweverItWasWritten(String brought, String text) throws NotCoveredByProof {
        assertThat(number(brought)).isEqualTo(text);
    }

    @Test
    void noTwoNumbersAreWrittenTheSame() throws NotCoveredByProof {
        Random random = new Random(8785);
        for (int i = 0; i < 5_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                String text = number(new BigDecimal(value).toString());
                assertThat(Double.parseDouble(text)).as(text).isEqualTo(value + 0.0);
            }
        }
    }

    /** Where the numbers below are twice as dense as those above, so that the nearest text may be another's. */
    @Test
    void everyPowerOfTwoIsWrittenWithAsFewDigitsAsTellIt() throws NotCoveredByProof {
        for (int exponent = -1074; exponent < 1024; exponent++) {
            double power = Math.scalb(1.0, exponent);
            assertThat(new BigDecimal(number(new BigDecimal(power).toString())))
                    .as("2^%d", exponent)
                    .isEqualByComparingTo(fewestDigits(power));
        }
    }

    /** Searched among all texts between the middles to both neighbours, which lead to an even number. */
    private static BigDecimal fewestDigits(double value) {
        BigDecimal exact = new BigDecimal(value);
        BigDecimal two = BigDecimal.valueOf(2);
        BigDecimal low = exact.add(new BigDecimal(Math.nextDown(value))).divide(two);
        BigDecimal high = exact.add(exact.add(new BigDecimal(Math.ulp(value)))).divide(two);
        for (int scale = exact.scale() - exact.precision(); ; scale++) {
            BigDecimal step = BigDecimal.ONE.scaleByPowerOfTen(-scale);
            BigDecimal nearest = null;
            for (BigDecimal text = low.setScale(scale, RoundingMode.CEILING);
                    text.compareTo(high) <= 0;
                    text = text.add(step)) {
                if (nearest == null
                        || text.subtract(exact)
                                        .abs()
                                        .compareTo(nearest.subtract(exact).abs())
                                < 0) {
                    nearest = text;
                }
            }
            if (nearest != null) {
                return nearest;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e309", "-1e400", "1e999999999"})
    void refusesANumberThatNoReaderHolds(String number) {
        assertThatThrownBy(() -> number(number)).isInstanceOf(NotCoveredByProof.class);
    }

    @Test
    void ordersMembersByTheirCodeUnitsAndEscapesNoMoreThanItMust() throws NotCoveredByProof {
        assertThat(CanonicalJson.of(read("""
                        {"\\u20ac": 1, "\\r": [], "\\ufb33": {}, "1": null, "\\ud83d\\ude00": true, "\\u0080": "\\u0000\\u001f\\u007f",
                        "\\u00f6": "\\/\\u0022\\\\\\b\\t\\n\\f\\r ü"}""")))
                .isEqualTo(
                        "{\"\\r\":[],\"1\":null,\"\u0080\":\"\\u0000\\u001f\u007f\",\"ö\":\"/\\\"\\\\\\b\\t\\n\\f\\r ü\","
                                + "\"€\":1,\"\ud83d\ude00\":true,\"\ufb33\":{}}");
    }
}
