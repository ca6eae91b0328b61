package dev.laurel.journey;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Reminders by mail.
 *
 * @param every how long somebody is left in peace after a reminder, whoever asks and whatever about
 */
@Validated
@ConfigurationProperties("laurel.nudges")
record NudgeSettings(@NotNull @DefaultValue("7d") Duration every) {}
