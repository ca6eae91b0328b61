package dev.laurel.submission;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffAccount;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMail;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.tenant.TenantId;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** When members of staff may get a mail of the day: once on a day on which their programme works, in its morning. */
@Component
public class Mornings {

    private static final int MORNING = 7;
    private static final int EVENING = 19;
    private static final int AT_ONCE = 200;

    /** Longer than any row of holidays: so far back something is news. */
    private static final Duration LOOKS_BACK = Duration.ofDays(14);

    private final Staff staff;
    private final Turnaround turnaround;
    private final JdbcClient jdbc;

    Mornings(Staff staff, Turnaround turnaround, JdbcClient jdbc) {
        this.staff = staff;
        this.turnaround = turnaround;
        this.jdbc = jdbc;
    }

    /** Writes to one of them, who was not looked at since then. */
    @FunctionalInterface
    interface Writer {

        void write(StaffAccount account, StaffMember reader, Instant since);
    }

    void look(String table, Set<StaffRole> readers, StaffMail.Kind mails, Instant now, Writer writer) {
        if (!mails.canBeSent()) {
            return;
        }
        jdbc.sql("delete from " + table + " where day_of < :old")
                .param(
                        "old",
                        Date.valueOf(LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(2 * LOOKS_BACK.toDays())))
                .update();
        List<StaffAccount> page;
        int number = 0;
        do {
            page = staff.accounts(number++, AT_ONCE);
            for (StaffAccount account : page) {
                workday(account, readers, now)
                        .filter(day -> mails.reaches(account))
                        .ifPresent(day -> {
                            Instant since = lookedAt(table, account.id(), now);
                            if (isFirst(table, account.id(), day, now)) {
                                staff.find(account.id()).ifPresent(reader -> writer.write(account, reader, since));
                            }
                        });
            }
        } while (page.size() == AT_ONCE);
    }

    /** The day that it is where this person works, if it is one of work and its morning has come. */
    private Optional<LocalDate> workday(StaffAccount account, Set<StaffRole> readers, Instant now) {
        if (account.mailAddress().isEmpty() || !account.active()) {
            return Optional.empty();
        }
        return account.grants().entrySet().stream()
                .filter(grant -> grant.getValue().stream().anyMatch(readers::contains))
                .map(grant -> grant.getKey())
                .sorted(Comparator.comparing(TenantId::value))
                .filter(tenant -> isAtWork(tenant, now.atZone(turnaround.zone(tenant))))
                .map(tenant -> now.atZone(turnaround.zone(tenant)).toLocalDate())
                .findFirst();
    }

    private boolean isAtWork(TenantId tenant, ZonedDateTime there) {
        return there.getHour() >= MORNING && there.getHour() < EVENING && turnaround.works(tenant, there.toLocalDate());
    }

    private Instant lookedAt(String table, StaffId reader, Instant now) {
        Instant earliest = now.minus(LOOKS_BACK);
        return jdbc.sql("select max(looked_at) from " + table + " where staff_id = :staff and looked_at < :now")
                .param("staff", reader.value())
                .param("now", Timestamp.from(now))
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant)
                .filter(earliest::isBefore)
                .orElse(earliest);
    }

    /** Of several nodes that look at once, one is the first. */
    private boolean isFirst(String table, StaffId reader, LocalDate day, Instant now) {
        return jdbc.sql("insert into " + table + " (staff_id, day_of, looked_at) values (:staff, :day, :now)"
                                + " on conflict do nothing")
                        .param("staff", reader.value())
                        .param("day", Date.valueOf(day))
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }
}
