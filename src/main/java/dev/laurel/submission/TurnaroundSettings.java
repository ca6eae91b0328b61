package dev.laurel.submission;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long an earner waits for a decision, as promised when evidence is handed in.
 *
 * @param checkDays business days for the completeness check
 * @param scoringDays business days for the scoring after it
 * @param zone whose days are counted
 * @param usFederalHolidays whether nobody works on the federal holidays of the United States
 * @param closed further days on which nobody works, such as the winter break
 */
@Validated
@ConfigurationProperties("laurel.turnaround")
record TurnaroundSettings(
        @Min(0) @Max(30) @DefaultValue("1") int checkDays,
        @Min(1) @Max(60) @DefaultValue("5") int scoringDays,
        @NotNull @DefaultValue("America/Chicago") ZoneId zone,
        @DefaultValue("true") boolean usFederalHolidays,
        @NotNull @DefaultValue Set<LocalDate> closed) {

    TurnaroundSettings {
        closed = Set.copyOf(closed);
    }
}
