package dev.laurel.submission;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long evidence is kept where nobody has settled otherwise for a district.
 *
 * @param evidenceDays from the decision, and the time to appeal against it, to the removal of the evidence
 * @param noticeDays how long before the removal the earner is told
 * @param undoDays how long a withdrawal or a request for deletion can be undone
 */
@Validated
@ConfigurationProperties("laurel.retention")
record RetentionSettings(
        @Min(1) @Max(36_500) @DefaultValue("180") int evidenceDays,
        @Min(1) @Max(365) @DefaultValue("30") int noticeDays,
        @Min(1) @Max(90) @DefaultValue("14") int undoDays) {}
