package dev.laurel.reporting;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What reports may say.
 *
 * @param fewest people that a number above zero must stand for; smaller ones are not shown
 * @param zone whose days and months are counted
 * @param settle how long news rests before it is counted, so that everybody else has heard it too
 */
@Validated
@ConfigurationProperties("laurel.reporting")
record ReportingSettings(
        @Min(1) @Max(1000) @DefaultValue("10") int fewest,
        @NotNull @DefaultValue("America/Chicago") ZoneId zone,
        @NotNull @DefaultValue("20s") Duration settle) {}
