package dev.laurel.badge.proof;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON as it stands, in the one form in which it is hashed. Numbers are those of ECMAScript: two that are the same there are
 * written the same, and no others.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8785">JSON Canonicalization Scheme, RFC 8785</a>
 */
final class CanonicalJson {

    /** Seventeen digits tell every number from its neighbours. */
    private static final int MOST_DIGITS = 17;

    /** From this many digits before the point on, and that many zeros behind it, ECMAScript writes an exponent. */
    private static final int LONGEST_PLAIN = 21;

    private static final int MOST_LEADING_ZEROS = 6;

    private static final List<RoundingMode> NEAREST_FIRST =
            List.of(RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP);

    private CanonicalJson() {}

    /** @throws NotCoveredByProof when a number is none that every reader can hold */
    static String of(JsonValue value) throws NotCoveredByProof {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(JsonValue value, StringBuilder text) throws NotCoveredByProof {
        if (value instanceof JsonObject object) {
            // The order of Java's texts is that of their UTF-16 code units, which is what is asked for.
            char next = '{';
            for (Map.Entry<String, JsonValue> member : new TreeMap<>(object).entrySet()) {
                text.append(next);
                quote(member.getKey(), text);
                text.append(':');
                write(member.getValue(), text);
                next = ',';
            }
            text.append(object.isEmpty() ? "{}" : "}");
        } else if (value instanceof JsonArray array) {
            char next = '[';
            for (JsonValue item : array) {
                text.append(next);
                write(item, text);
                next = ',';
            }
            text.append(array.isEmpty() ? "[]" : "]");
        } else if (value instanceof JsonString string) {
            quote(string.getString(), text);
        } else if (value instanceof JsonNumber number) {
            text.append(number(number));
        } else {
            text.append(value); // true, false, null
        }
    }

    private static void quote(String string, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\b' -> text.append("\\b");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\f' -> text.append("\\f");
                case '\r' -> text.append("\\r");
                default -> {
                    if (c < ' ') {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    /** @see <a href="https://tc39.es/ecma262/#sec-numeric-types-number-tostring">ECMAScript, Number::toString</a> */
    private static String number(JsonNumber number) throws NotCoveredByProof {
        double value = number.doubleValue();
        if (Double.isInfinite(value)) {
            throw new NotCoveredByProof(number.toString(), "No reader holds the number " + number);
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        // The value is 0.digits times ten to the power of this.
        int point = digits.length() - shortest.scale();
        String sign = value < 0 ? "-" : "";
        if (point > LONGEST_PLAIN || point <= -MOST_LEADING_ZEROS) {
            String rest = digits.length() == 1 ? "" : "." + digits.substring(1);
            return sign + digits.charAt(0) + rest + "e" + (point > 0 ? "+" : "") + (point - 1);
        }
        if (point <= 0) {
            return sign + "0." + "0".repeat(-point) + digits;
        }
        return point >= digits.length()
                ? sign + digits + "0".repeat(point - digits.length())
                : sign + digits.substring(0, point) + "." + digits.substring(point);
    }

    /**
     * As few digits as lead back to the same number, and of those the nearest; Java's own text of it has more before 19. Below a
     * power of two lie numbers twice as dense as above, so the nearest may lead to another one where the next does not.
     */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < MOST_DIGITS; digits++) {
            for (RoundingMode mode : NEAREST_FIRST) {
                BigDecimal rounded = exact.round(new MathContext(digits, mode));
                if (rounded.doubleValue() == value) {
                    return rounded.stripTrailingZeros();
                }
            }
        }
        return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }
}
