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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Closes drafts of retired versions once their window is over; whoever writes one has read the day on every page of it.
 * Work that came back as a draft after that, from an assessor or by its earner, still has two weeks.
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
            submissions.notYet(version, AT_ONCE).forEach(id -> closings.announce(id, now.plus(AFTER_A_RETURN)));
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
        int closed = 0;
        List<SubmissionId> drafts = submissions.drafts(version, since, AT_ONCE);
        while (!drafts.isEmpty()) {
            int before = closed;
            for (SubmissionId id : drafts) {
                closed += close(id, since, now);
            }
            drafts = closed == before ? List.of() : submissions.drafts(version, since, AT_ONCE);
        }
        return closed;
    }

    private int close(SubmissionId id, Instant since, Instant now) {
        return transaction.execute(status -> submissions
                .lock(id)
                .filter(draft ->
                        draft.state() == SubmissionState.DRAFT && !draft.since().isAfter(since))
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
