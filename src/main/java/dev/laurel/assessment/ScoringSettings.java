package dev.laurel.assessment;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What holds where a micro-credential says nothing itself.
 *
 * @param randomSecondRate share of submissions that get a second rating by chance where the model is conditional and the
 *     version names no share
 * @param randomSecondRatings whether chance decides anything at all; when absent it does, except in the demonstration,
 *     whose story is the same every time
 * @param mostHeld how many submissions one person may hold at a time
 * @param extraDays business days for a rating that turns out to be needed: a second one, or one that settles a dispute
 * @param takeBackDays business days after which an overdue rating goes back to the queue, counted from when it was due or, if
 *     later, taken
 */
@Validated
@ConfigurationProperties("laurel.scoring")
record ScoringSettings(
        @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.10")
        double randomSecondRate,

        @Nullable Boolean randomSecondRatings,
        @Min(1) @Max(50) @DefaultValue("10") int mostHeld,
        @Min(1) @Max(30) @DefaultValue("2") int extraDays,
        @Min(1) @Max(30) @DefaultValue("2") int takeBackDays) {}
