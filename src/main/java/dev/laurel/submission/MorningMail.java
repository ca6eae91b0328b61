package dev.laurel.submission;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.laurel.person.StaffMail;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.system.DeclinableMails;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A mail of the day to members of staff: once on a day on which their programme works and in its morning, when there is
 * something, and none on a day without. With one-click unsubscribing (RFC 8058).
 */
public abstract class MorningMail {

    private final Mornings mornings;
    private final StaffMail.Kind mails;
    private final String table;
    private final Set<StaffRole> readers;

    /**
     * @param table of the module whose mail it is: {@code staff_id} and {@code day_of} (primary key), {@code looked_at}
     * @param readers whose mail it is
     */
    protected MorningMail(Mornings mornings, StaffMail.Kind mails, String table, Set<StaffRole> readers) {
        this.mornings = mornings;
        this.mails = mails;
        this.table = table;
        this.readers = Set.copyOf(readers);
    }

    /**
     * What there is to tell somebody; empty where there is nothing.
     *
     * @param since when they were not looked at
     */
    protected abstract Optional<StaffMail.Wording> news(StaffMember reader, Instant now, Instant since);

    /** Writes to everybody whose morning it is and who was not looked at today. Talks to the mail server outside of any transaction. */
    public void look(Instant now) {
        mornings.look(table, readers, mails, now, (account, reader, since) -> news(reader, now, since)
                .ifPresent(wording -> mails.send(account, wording)));
    }

    /** For the page that declines them. */
    public DeclinableMails kind() {
        return mails;
    }

    /** Has it looked often enough that no morning is missed. */
    protected static RecurringTask<Void> everyMorning(String name, MorningMail mail, Clock clock) {
        return Tasks.recurring(name, FixedDelay.ofMinutes(15))
                .execute((instance, context) -> mail.look(clock.instant()));
    }
}
