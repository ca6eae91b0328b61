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
 * @param extensionDays by how much an earner may keep evidence longer, once; 0 for not at all
 * @param resubmitDays how long after "not yet" the next attempt can be begun; 0 without end
 * @param ratingsYears how long ratings are somebody's
 * @param undoDays how long a withdrawal or a request for deletion can be undone
 */
@Validated
@ConfigurationProperties("laurel.retention")
record RetentionSettings(
        @Min(1) @Max(36_500) @DefaultValue("180") int evidenceDays,
        @Min(1) @Max(365) @DefaultValue("30") int noticeDays,
        @Min(1) @Max(90) @DefaultValue("14") int undoDays,
        @Min(0) @Max(3650) @DefaultValue("90") int extensionDays,
        @Min(0) @Max(3650) @DefaultValue("365") int resubmitDays,
        @Min(1) @Max(100) @DefaultValue("7") int ratingsYears) {}
