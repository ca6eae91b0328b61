package dev.laurel.authoring;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How versions begin and end.
 *
 * @param windowMonths how long whoever began with a retiring version may still finish
 * @param licenseModel who rates what a license or pay may depend on, where its author leaves that open
 * @param usualModel who rates everything else, where its author leaves that open
 */
@Validated
@ConfigurationProperties("laurel.authoring")
record AuthoringSettings(
        @DefaultValue("12") @Min(0) @Max(120) int windowMonths,
        @NotNull @DefaultValue("INDEPENDENT_DOUBLE") ScoringModel licenseModel,
        @NotNull @DefaultValue("CONDITIONAL_DOUBLE") ScoringModel usualModel) {

    ScoringModel model(boolean licenseBearing) {
        return licenseBearing ? licenseModel : usualModel;
    }
}
