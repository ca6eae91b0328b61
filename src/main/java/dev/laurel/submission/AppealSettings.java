package dev.laurel.submission;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Appeals against "not yet".
 *
 * @param days for so long after a decision an earner may appeal; 0 for never
 * @param answerDays business days in which an answer is promised
 */
@Validated
@ConfigurationProperties("laurel.appeal")
record AppealSettings(
        @Min(0) @Max(365) @DefaultValue("30") int days,
        @Min(1) @Max(60) @DefaultValue("5") int answerDays) {}
