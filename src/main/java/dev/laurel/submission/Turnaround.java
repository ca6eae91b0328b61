package dev.laurel.submission;

import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.springframework.stereotype.Component;

/** The promise made at handing in, and other dates that a programme keeps, by the days on which it works. */
@Component
public class Turnaround {

    private final Practice<TurnaroundSettings> practice;

    Turnaround(Practice<TurnaroundSettings> practice) {
        this.practice = practice;
    }

    /** What a programme promises to those who hand in now. */
    TurnaroundSettings of(TenantId tenant) {
        return practice.of(tenant);
    }

    /** By when the decision is due on what is handed in now. */
    Instant promise(TenantId tenant, Instant submitted) {
        return days(tenant).promise(submitted);
    }

    /** The end of business so many of the programme's business days from now. */
    public Instant after(TenantId tenant, Instant now, int businessDays) {
        return days(tenant).after(now, businessDays);
    }

    /** Whether the programme works on that day. */
    public boolean works(TenantId tenant, LocalDate day) {
        return days(tenant).isBusinessDay(day);
    }

    /** The midnight that ends the programme's next business day after that day. */
    public Instant endOfNext(TenantId tenant, LocalDate day) {
        LocalDate next = day.plusDays(1);
        while (!works(tenant, next)) {
            next = next.plusDays(1);
        }
        return next.plusDays(1).atStartOfDay(zone(tenant)).toInstant();
    }

    private BusinessDays days(TenantId tenant) {
        return new BusinessDays(practice.of(tenant));
    }

    /** Where the programme keeps its days. */
    public ZoneId zone(TenantId tenant) {
        return practice.of(tenant).zone();
    }

    public int checkDays(TenantId tenant) {
        return practice.of(tenant).checkDays();
    }

    public int scoringDays(TenantId tenant) {
        return practice.of(tenant).scoringDays();
    }
}
