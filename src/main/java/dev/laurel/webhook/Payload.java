package dev.laurel.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is sent, as JSON: the three members that Standard Webhooks recommends. Fields may be added, none is taken away.
 *
 * @param type such as {@code claim.approved}
 * @param timestamp when it happened, ISO 8601 in UTC
 * @see <a href="https://www.standardwebhooks.com/">Standard Webhooks</a>
 */
record Payload(String type, String timestamp, Data data) {

    /** Figures stay as they are written. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** The text of a payload without name and number of the teacher; all else is as it was. */
    static String withoutPerson(String text) {
        JsonNode payload = JSON.readTree(text);
        if (payload.path("data").path("teacher") instanceof ObjectNode teacher) {
            teacher.putNull("name").putNull("number");
        }
        return JSON.writeValueAsString(payload);
    }

    sealed interface Data permits ClaimData, BadgeData, PingData {}

    /**
     * A decision on a claim.
     *
     * @param amount units that count, in {@code unit}; absent where nobody named a figure
     * @param category what they count as; absent where the rule does not split its units, or they count as several
     * @param categories what they count as, each with its part of the amount; empty where the rule does not split its units
     * @param cycleEnds year
     * @param licence the license type whose cycle it is; absent where the rule names none
     * @param rule name and version that it was decided by
     */
    record ClaimData(
            UUID claim,
            String authority,
            String kind,
            String unit,
            @JsonInclude @Nullable BigDecimal amount,
            @JsonInclude @Nullable String category,
            List<Share> categories,
            int cycleEnds,
            @Nullable String licence,
            String rule,
            int ruleVersion,
            Teacher teacher,
            Badge badge)
            implements Data {}

    /** So many of the units count as this. */
    record Share(String category, BigDecimal amount) {}

    /**
     * Whose claim it is.
     *
     * @param id the same for all claims of this account
     * @param name as the platform tells it; absent when it does not
     * @param number that they have with the authority; absent where they gave none, or did not agree that it is sent
     */
    record Teacher(
            UUID id,
            @JsonInclude @Nullable String name,
            @JsonInclude @Nullable String number) {

        /** Neither name nor number, so that no log has them. */
        @Override
        public String toString() {
            return "Teacher[" + id + "]";
        }
    }

    /**
     * @param id of the badge here
     * @param address where anybody can check it
     */
    record Badge(String id, String name, String address) {}

    /**
     * A badge was awarded or revoked. It names nobody: the badge itself holds a hashed address.
     *
     * @param teacher the same as in claims
     */
    record BadgeData(
            UUID teacher,
            Badge badge,
            @JsonInclude @Nullable String validUntil) implements Data {}

    record PingData(UUID endpoint) implements Data {}
}
