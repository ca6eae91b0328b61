package dev.laurel.submission;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.Closing;
import dev.laurel.catalog.VersionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Closes drafts of retired versions once their window is over; whoever writes one has read the day on every page of it.
 * Work that came back as a draft after that, from an assessor or by its earner, still has two weeks, and nothing closes
 * while it is on hold and some days after.
 */
@Component
class ClosingDrafts {

    private static final Logger log = LoggerFactory.getLogger(ClosingDrafts.class);
    private static final Duration AFTER_A_RETURN = Duration.ofDays(14);
    private static final int AT_ONCE = 200;

    private final SubmissionRows submissions;
    private final Closings closings;
    private final Catalogue catalogue;
    private final TransactionOperations transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ClosingDrafts(
            SubmissionRows submissions,
            Closings closings,
            Catalogue catalogue,
            TransactionOperations transaction,
            ApplicationEventPublisher events,
            Clock clock) {
        this.submissions = submissions;
        this.closings = closings;
        this.catalogue = catalogue;
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
    }

    /** @return how many it closed */
    int close() {
        Instant now = clock.instant();
        int closed = 0;
        for (VersionId version : catalogue.over(now)) {
            closed += close(version, now);
            each(
                    last -> submissions.notYet(version, last, AT_ONCE),
                    id -> closings.announce(id, now.plus(AFTER_A_RETURN)));
        }
        if (closed > 0) {
            log.info("{} drafts of retired versions closed", closed);
        }
        return closed;
    }

    private int close(VersionId version, Instant now) {
        Instant until = catalogue.closing(version).map(Closing::until).orElse(null);
        if (until == null) {
            return 0;
        }
        Instant returned = now.minus(AFTER_A_RETURN);
        Instant since = returned.isAfter(until) ? returned : until;
        AtomicInteger closed = new AtomicInteger();
        each(last -> submissions.drafts(version, since, last, AT_ONCE), id -> closed.addAndGet(close(id, since, now)));
        return closed.get();
    }

    /** Page after page, whatever becomes of each: what is on hold stays where it is and stops nothing behind it. */
    private static void each(
            Function<@Nullable SubmissionId, List<SubmissionId>> pageAfter, Consumer<SubmissionId> work) {
        @Nullable SubmissionId last = null;
        List<SubmissionId> page;
        do {
            page = pageAfter.apply(last);
            for (SubmissionId id : page) {
                work.accept(id);
                last = id;
            }
        } while (page.size() == AT_ONCE);
    }

    private int close(SubmissionId id, Instant since, Instant now) {
        return transaction.execute(status -> submissions
                .lock(id)
                .filter(draft ->
                        draft.state() == SubmissionState.DRAFT && !draft.since().isAfter(since))
                .filter(draft -> closings.openUntil(draft).filter(now::isBefore).isEmpty())
                .map(draft -> {
                    submissions.change(draft, draft.close(now));
                    if (!draft.practice()) {
                        events.publishEvent(
                                new EarnerNotice(draft.id(), draft.tenant(), EarnerNotice.Kind.CLOSED, now));
                    }
                    return 1;
                })
                .orElse(0));
    }

    @Bean
    static RecurringTask<Void> closeDraftsOfRetiredVersions(ClosingDrafts drafts) {
        return Tasks.recurring("close-drafts-of-retired-versions", Schedules.fixedDelay(Duration.ofHours(1)))
                .execute((instance, context) -> drafts.close());
    }
}
