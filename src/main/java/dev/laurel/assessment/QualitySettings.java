package dev.laurel.assessment;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How good a rater has to be, and how that is watched. Districts may set the two shares for themselves.
 *
 * @param gateRatings criteria that a qualification set has at least
 * @param gateExact share of them with exactly the agreed level
 * @param gateDecisions share of them on the agreed side of the cut
 * @param validMonths so long a qualification lasts
 * @param reminderDays so long before its end the desk says so
 * @param seededShare share of takes that are an anchor
 * @param backReadShare share of decisions by one rating that a lead reads again
 * @param newcomerRatings whoever has handed in fewer ratings than this is new
 * @param driftWindow criteria rated by two that count, the latest
 * @param driftLeast none are judged by fewer
 * @param driftWarns decision agreement below this warns
 * @param driftPauses decision agreement below this pauses
 * @param answerDays business days in which an earner may answer a question about their work before anything follows
 */
@Validated
@ConfigurationProperties("laurel.quality")
record QualitySettings(
        @Min(1) @Max(200) @DefaultValue("10") int gateRatings,

        @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.80")
        double gateExact,

        @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.90")
        double gateDecisions,

        @Min(1) @Max(60) @DefaultValue("12") int validMonths,
        @Min(1) @Max(180) @DefaultValue("30") int reminderDays,

        @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.05")
        double seededShare,

        @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.05")
        double backReadShare,

        @Min(0) @Max(1000) @DefaultValue("20") int newcomerRatings,
        @Min(1) @Max(1000) @DefaultValue("50") int driftWindow,
        @Min(1) @Max(1000) @DefaultValue("30") int driftLeast,

        @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.85")
        double driftWarns,

        @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.75")
        double driftPauses,

        @Min(1) @Max(60) @DefaultValue("5") int answerDays) {

    /** Whether so many of so many are a share of at least that; exact, where a division would not be. */
    static boolean reaches(int part, int of, double share) {
        return of > 0 && part >= share * of - 1e-9;
    }
}
