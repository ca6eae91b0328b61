package dev.laurel.assessment;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How good a rater has to be, and how that is watched. Programmes may set all of it for themselves.
 *
 * @param required for which work somebody has to be qualified
 * @param gateRatings criteria that a qualification set has at least
 * @param gateExact share of them with exactly the agreed level
 * @param gateDecisions share of them on the agreed side of the cut
 * @param gateFar so many of them at most two or more levels off
 * @param gateAgainDays so long a piece whose agreed levels somebody has read is in no set of theirs
 * @param validMonths so long a qualification lasts
 * @param reminderDays so long before its end the desk says so
 * @param seededShare share of takes that are an anchor
 * @param backReadShare share of decisions by one rating that a lead reads again
 * @param seededPauses whether an anchor among ordinary work that is missed by two levels pauses at once
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
        @NotNull @DefaultValue("WHERE_POSSIBLE") Required required,
        @Min(1) @Max(200) @DefaultValue("10") int gateRatings,

        @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.80")
        double gateExact,

        @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.90")
        double gateDecisions,

        @Min(0) @Max(10) @DefaultValue("0") int gateFar,
        @Min(0) @Max(365) @DefaultValue("14") int gateAgainDays,
        @Min(1) @Max(60) @DefaultValue("12") int validMonths,
        @Min(1) @Max(180) @DefaultValue("30") int reminderDays,

        @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.05")
        double seededShare,

        @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.05")
        double backReadShare,

        @DefaultValue("true") boolean seededPauses,
        @Min(0) @Max(1000) @DefaultValue("20") int newcomerRatings,
        @Min(1) @Max(1000) @DefaultValue("50") int driftWindow,
        @Min(1) @Max(1000) @DefaultValue("30") int driftLeast,

        @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.85")
        double driftWarns,

        @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.75")
        double driftPauses,

        @Min(1) @Max(60) @DefaultValue("5") int answerDays) {

    /** For which work somebody has to be qualified. */
    enum Required {
        /** Where there are enough anchors to qualify on. */
        WHERE_POSSIBLE,
        /** Everywhere: what has too few anchors waits. */
        ALWAYS,
        NEVER;

        /** As message keys spell it: {@code where-possible}. */
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether so many of so many are a share of at least that; exact, where a division would not be. */
    static boolean reaches(int part, int of, double share) {
        return of > 0 && part >= share * of - 1e-9;
    }
}
