package dev.laurel.authoring;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How versions end.
 *
 * @param windowMonths how long whoever began with a retiring version may still finish
 */
@Validated
@ConfigurationProperties("laurel.authoring")
record RetirementSettings(
        @DefaultValue("12") @Min(0) @Max(120) int windowMonths) {}
