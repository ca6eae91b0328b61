package dev.laurel.submission;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What an installation may settle about evidence files.
 *
 * @param unfinishedKept how long an upload that broke off waits to be gone on with, from the last byte that arrived
 */
@Validated
@ConfigurationProperties("laurel.evidence")
record EvidenceSettings(@NotNull @DefaultValue("7d") Duration unfinishedKept) {}
