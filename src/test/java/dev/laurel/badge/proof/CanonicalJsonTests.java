package dev.laurel.badge.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.math.BigDecimal;
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
        "43143ff3c1cb0959, 1424953923781206.2"
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
