package dev.laurel.badge;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.laurel.badge.Awards.Stored;
import dev.laurel.badge.RenewalNews.Kind;
import dev.laurel.badge.Renewing.Stage;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.VersionId;
import dev.laurel.submission.Submission;
import dev.laurel.submission.Submissions;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Tells earners in time that a badge can be renewed: when that opens, and a month before the end. Once each. */
@Component
class RenewalNotices {

    private static final Duration SOON = Duration.ofDays(30);
    /** Whoever was told a short while ago is not told again. */
    private static final Duration APART = Duration.ofDays(14);

    private static final int AT_ONCE = 200;

    private final JdbcClient jdbc;
    private final Awards awards;
    private final Renewing renewing;
    private final Submissions submissions;
    private final ApplicationEventPublisher events;
    private final TransactionOperations transaction;
    private final Clock clock;

    RenewalNotices(
            JdbcClient jdbc,
            Awards awards,
            Renewing renewing,
            Submissions submissions,
            ApplicationEventPublisher events,
            TransactionOperations transaction,
            Clock clock) {
        this.jdbc = jdbc;
        this.awards = awards;
        this.renewing = renewing;
        this.submissions = submissions;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
    }

    void look() {
        Instant now = clock.instant();
        for (VersionId version : versions(now)) {
            renewing.asking(version).map(MicroCredential::renewal).ifPresent(asked -> {
                Instant opening = now.atOffset(ZoneOffset.UTC)
                        .plusMonths(asked.opensMonths())
                        .toInstant();
                tell(version, Kind.OPENS, now, opening);
                tell(version, Kind.ENDS_SOON, now, now.plus(SOON));
            });
        }
    }

    private List<VersionId> versions(Instant now) {
        return jdbc.sql("select distinct version_id from badge_award where valid_until > :now")
                .param("now", Timestamp.from(now))
                .query((row, number) -> new VersionId(row.getObject("version_id", UUID.class)))
                .list();
    }

    private void tell(VersionId version, Kind kind, Instant now, Instant until) {
        List<String> page;
        do {
            page = owed(version, kind, now, until);
            for (String badge : page) {
                transaction.executeWithoutResult(status -> tell(badge, kind, now));
            }
        } while (page.size() == AT_ONCE);
    }

    private List<String> owed(VersionId version, Kind kind, Instant now, Instant until) {
        return jdbc.sql("select a.credential_id from badge_award a where a.version_id = :version"
                        + " and a.valid_until > :now and a.valid_until <= :until and a.submission_id is not null"
                        + " and a.revoked_at is null and a.suspended_at is null and not exists (select 1"
                        + " from badge_renewal_notice n where n.credential_id = a.credential_id and (n.kind = :kind"
                        + " or n.kind = 'OPENS' and n.noticed_at > :lately))"
                        + " order by a.valid_until, a.credential_id fetch first :most rows only")
                .param("version", version.value())
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(until))
                .param("kind", kind.name())
                .param("lately", Timestamp.from(now.minus(APART)))
                .param("most", AT_ONCE)
                .query(String.class)
                .list();
    }

    private void tell(String badge, Kind kind, Instant now) {
        int noted = jdbc.sql("insert into badge_renewal_notice (credential_id, kind, noticed_at)"
                        + " values (:id, :kind, :now) on conflict do nothing")
                .param("id", badge)
                .param("kind", kind.name())
                .param("now", Timestamp.from(now))
                .update();
        if (noted == 1) {
            awards.withId(badge)
                    .filter(award -> renewing.of(award.tenant(), badge)
                            .filter(offer -> offer.stage() != Stage.HANDED_IN)
                            .isPresent())
                    .ifPresent(award -> publish(award, kind));
        }
    }

    /** Has a badge's earner hear of its renewal, if it ends and is somebody's. */
    void publish(Stored award, Kind kind) {
        Instant ends = award.validUntil();
        if (award.submission() != null && ends != null) {
            submissions
                    .find(award.submission())
                    .map(Submission::earner)
                    .ifPresent(earner -> events.publishEvent(
                            new RenewalNews(award.credentialId(), award.tenant(), earner, award.name(), ends, kind)));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> tellOfRenewals(RenewalNotices notices) {
            return Tasks.recurring("badge-renewal-notices", FixedDelay.of(Duration.ofHours(6)))
                    .execute((instance, context) -> notices.look());
        }
    }
}
