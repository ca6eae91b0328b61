package dev.laurel.journey;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.laurel.assessment.EarnerQuestion;
import dev.laurel.assessment.EarnerQuestions;
import dev.laurel.assessment.Hold;
import dev.laurel.assessment.Holds;
import dev.laurel.badge.Award;
import dev.laurel.badge.Badges;
import dev.laurel.badge.PendingBadge;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.Persons;
import dev.laurel.submission.Closings;
import dev.laurel.submission.EarnerNotice;
import dev.laurel.submission.EarnerNotice.Kind;
import dev.laurel.submission.Removal;
import dev.laurel.submission.Removals;
import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import dev.laurel.submission.Turnaround;
import dev.laurel.system.Letter;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;

/**
 * Writes to earners what becomes of their work, in time and each thing once: in the language in which the platform showed
 * Laurel, with days as they are where the programme is. What the mail server does not take is tried again for a day.
 */
@Component
class NoticeMail {

    private static final int MOST_TRIES = 24;
    private static final int AT_ONCE = 100;

    private final EarnerMail mails;
    private final Nudges nudges;
    private final Persons persons;
    private final Submissions submissions;
    private final Removals removals;
    private final Closings closings;
    private final Holds holds;
    private final EarnerQuestions questions;
    private final Badges badges;
    private final Catalogue catalogue;
    private final Tenants tenants;
    private final Turnaround turnaround;
    private final NudgeMail reminders;
    private final MessageSource messages;
    private final JdbcClient jdbc;
    private final Clock clock;

    NoticeMail(
            EarnerMail mails,
            Nudges nudges,
            Persons persons,
            Submissions submissions,
            Removals removals,
            Closings closings,
            Holds holds,
            EarnerQuestions questions,
            Badges badges,
            Catalogue catalogue,
            Tenants tenants,
            Turnaround turnaround,
            NudgeMail reminders,
            MessageSource messages,
            JdbcClient jdbc,
            Clock clock) {
        this.mails = mails;
        this.nudges = nudges;
        this.persons = persons;
        this.submissions = submissions;
        this.removals = removals;
        this.closings = closings;
        this.holds = holds;
        this.questions = questions;
        this.badges = badges;
        this.catalogue = catalogue;
        this.tenants = tenants;
        this.turnaround = turnaround;
        this.reminders = reminders;
        this.messages = messages;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Told twice, it is noted once. The mail server is talked to outside of any transaction. */
    @ApplicationModuleListener(id = "journey.earner-notice", propagation = Propagation.NOT_SUPPORTED)
    void on(EarnerNotice notice) {
        jdbc.sql("insert into journey_notice (submission_id, kind, about, tenant_id, state, tries, owed_at)"
                        + " values (:submission, :kind, :about, :tenant, 'OWED', 0, :now) on conflict do nothing")
                .param("submission", notice.submission().value())
                .param("kind", notice.kind().name())
                .param("about", Timestamp.from(notice.about()))
                .param("tenant", notice.tenant().value())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        take(notice);
    }

    /** Those that the mail server did not take. */
    void again() {
        jdbc.sql("select submission_id, tenant_id, kind, about from journey_notice where state = 'OWED'"
                        + " order by owed_at, submission_id fetch first " + AT_ONCE + " rows only")
                .query((row, number) -> new EarnerNotice(
                        new SubmissionId(row.getObject("submission_id", UUID.class)),
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        Kind.valueOf(row.getString("kind")),
                        row.getTimestamp("about").toInstant()))
                .list()
                .forEach(this::take);
    }

    /** Of several that try, one gets it. What broke off while it was sent is not sent again. */
    private void take(EarnerNotice notice) {
        if (change(notice, "OWED", "SENDING", null)) {
            String problem = send(notice);
            boolean again = "refused".equals(problem) && tries(notice) < MOST_TRIES;
            change(notice, "SENDING", again ? "OWED" : problem == null ? "SENT" : "NOT_SENT", problem);
        }
    }

    private boolean change(EarnerNotice notice, String from, String to, @Nullable String problem) {
        return jdbc.sql("update journey_notice set state = :to, problem = :problem, settled_at = :now,"
                                + " tries = tries + :more where submission_id = :submission and kind = :kind"
                                + " and about = :about and state = :from")
                        .param("to", to)
                        .param("from", from)
                        .param("problem", problem)
                        .param("now", Timestamp.from(clock.instant()))
                        .param("more", to.equals("SENDING") ? 1 : 0)
                        .param("submission", notice.submission().value())
                        .param("kind", notice.kind().name())
                        .param("about", Timestamp.from(notice.about()))
                        .update()
                > 0;
    }

    private int tries(EarnerNotice notice) {
        return jdbc.sql("select tries from journey_notice where submission_id = :submission and kind = :kind"
                        + " and about = :about")
                .param("submission", notice.submission().value())
                .param("kind", notice.kind().name())
                .param("about", Timestamp.from(notice.about()))
                .query(Integer.class)
                .single();
    }

    /** @return why it was not sent; null when it was */
    private @Nullable String send(EarnerNotice notice) {
        if (!mails.canBeSent()) {
            return "no-server";
        }
        Submission work = submissions.find(notice.submission()).orElse(null);
        if (work == null || !stillTrue(notice, work)) {
            return "moved-on";
        }
        boolean declined =
                !nudges.unsubscribed(work.tenant(), List.of(work.earner())).isEmpty();
        if (notice.kind().isReminder() && declined) {
            return "unsubscribed";
        }
        Persons.Reader reader =
                persons.readers(work.tenant(), List.of(work.earner())).get(work.earner());
        if (reader == null) {
            return "no-address";
        }
        URI unsubscribe = notice.kind().isReminder()
                ? reminders.unsubscribing(nudges.secretOf(work.tenant(), work.earner()))
                : null;
        String about = "A notice about submission " + work.id().value();
        return mails.send(reader, letter(notice, work, reader), unsubscribe, about) ? null : "refused";
    }

    private boolean stillTrue(EarnerNotice notice, Submission work) {
        return switch (notice.kind()) {
            case EVIDENCE_GOES ->
                removals.of(work)
                        .filter(removal -> !removal.isDone() && same(removal.removeAt(), notice.about()))
                        .isPresent();
            case CLOSES_SOON ->
                closings.of(work).filter(at -> same(at, notice.about())).isPresent();
            case CLOSED -> work.state() == SubmissionState.CLOSED;
            case REOPENED -> same(work.since(), notice.about());
            case ON_HOLD -> holds.of(work.id()).isPresent();
            case GOES_ON ->
                (isWaitedFor(work) || isWithEarner(work)) && holds.of(work.id()).isEmpty();
            // The submission may hear of it after this does; handed in again, it is no news any more.
            case GIVEN_BACK -> hasNotMoved(notice, work) && holds.of(work.id()).isEmpty();
            case CLOSED_BY_LEAD -> holds.of(work.id()).isEmpty();
            case RETURNED -> hasNotMoved(notice, work);
            case BADGE_DECLINED ->
                badges.pending(work.tenant(), work.id())
                        .filter(PendingBadge::declined)
                        .isPresent();
            case BADGE_WAITS ->
                badges.pending(work.tenant(), work.id())
                        .filter(pending -> !pending.declined())
                        .isPresent();
            case BADGE_NOTICE ->
                badges.of(work.tenant(), work.id())
                        .filter(award -> award.proceeding() != null)
                        .isPresent();
            case BADGE_STAYS, BADGE_LIFTED -> isNow(work, Award.Status.VALID);
            case BADGE_REVOKED -> isNow(work, Award.Status.REVOKED);
            case BADGE_SUSPENDED -> isNow(work, Award.Status.SUSPENDED);
            case BADGE_RELEASED -> badges.of(work.tenant(), work.id()).isPresent();
            case MAY_OTHERS_LEARN ->
                questions.of(work.id()).stream()
                        .anyMatch(asked -> asked.kind() == EarnerQuestion.Kind.EXEMPLAR && asked.isOpen());
            // Whichever way it was answered, the answer is there to read.
            case APPEAL_ANSWERED -> true;
            case LATER -> isWaitedFor(work) || work.state() == SubmissionState.UNDER_APPEAL;
        };
    }

    /** Where it was when that was said, or has come since by hearing of it: not taken back, nor handed in again. */
    private static boolean hasNotMoved(EarnerNotice notice, Submission work) {
        return (work.state() == SubmissionState.DRAFT || isWaitedFor(work))
                && (!work.since().isAfter(notice.about()) || same(work.since(), notice.about()));
    }

    private boolean isNow(Submission work, Award.Status status) {
        return badges.of(work.tenant(), work.id())
                .filter(award -> award.status() == status)
                .isPresent();
    }

    private static boolean isWaitedFor(Submission work) {
        return work.state() == SubmissionState.SUBMITTED || work.state() == SubmissionState.IN_SCORING;
    }

    private static boolean isWithEarner(Submission work) {
        return work.state() == SubmissionState.DRAFT || work.state() == SubmissionState.NOT_YET;
    }

    /** Databases keep less of a second than clocks do. */
    private static boolean same(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(Duration.ofMillis(1)) < 0;
    }

    /** Whether what was met in this attempt does not stand in the next one. */
    private boolean isJudgedAnew(Submission work) {
        return catalogue
                .version(work.version())
                .filter(version -> !version.scoring().resubmission().carryForwardMetCriteria())
                .isPresent();
    }

    private Letter letter(EarnerNotice notice, Submission work, Persons.Reader reader) {
        String title =
                catalogue.version(work.version()).map(MicroCredential::title).orElse("Laurel");
        String district = tenants.nameOf(work.tenant()).orElse("");
        Optional<Hold> hold = notice.kind() == Kind.ON_HOLD ? holds.of(work.id()) : Optional.empty();
        String day = day(work.tenant(), hold.map(Hold::until).orElse(notice.about()), reader.locale());
        String key = "journey.mail." + notice.kind().key();
        String next = key;
        if (notice.kind() == Kind.GOES_ON && isWithEarner(work)) {
            next = key + ".yours";
        } else if (notice.kind() == Kind.CLOSES_SOON && isJudgedAnew(work)) {
            next = key + ".anew";
        }
        Letter letter = mails.begin(reader.name(), reader.locale())
                .subject(key + ".subject", title, day)
                .paragraph(key + ".text", title, day, district)
                .paragraph(next + ".keeps", Closings.DAYS_AFTER_A_HOLD)
                .paragraph(next + ".do", work.id().label());
        if (hold.filter(held -> held.because() == Hold.Because.INTEGRITY).isPresent()) {
            letter.paragraph(key + ".asked", day);
        }
        if (notice.kind() == Kind.EVIDENCE_GOES) {
            longer(work).ifPresent(days -> letter.paragraph(key + ".longer", days));
        }
        return letter;
    }

    private Optional<Integer> longer(Submission work) {
        Optional<Removal> removal = removals.of(work);
        return removal.flatMap(found -> removals.extension(work, found));
    }

    /** The day where the programme is, and where that is. */
    private String day(TenantId tenant, Instant at, Locale locale) {
        ZoneId zone = turnaround.zone(tenant);
        String written = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .withZone(zone)
                .format(at);
        Object[] blanks = {written, zone.getDisplayName(TextStyle.FULL_STANDALONE, locale)};
        return messages.getMessage("journey.mail.zone", blanks, locale);
    }

    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> sendNoticesAgain(NoticeMail mail) {
            return Tasks.recurring("journey-notices", FixedDelay.of(Duration.ofHours(1)))
                    .execute((instance, context) -> mail.again());
        }
    }
}
