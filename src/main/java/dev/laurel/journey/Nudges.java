package dev.laurel.journey;

import dev.laurel.catalog.VersionId;
import dev.laurel.lti.LtiUserId;
import dev.laurel.person.PersonId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.system.DeclinableMails;
import dev.laurel.system.Ids;
import dev.laurel.system.Unguessable;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reminders of work that rests: who may get one, who asked for which, and what became of it. */
@Component
@EnableConfigurationProperties(NudgeSettings.class)
class Nudges implements DeclinableMails {

    private final JdbcClient jdbc;
    private final NudgeSettings settings;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Nudges(JdbcClient jdbc, NudgeSettings settings, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Work that rests, or was not begun in time.
     *
     * @param submission absent where it was not begun
     * @param since when it came to rest, or was due
     */
    record Resting(PersonId person, @Nullable SubmissionId submission, VersionId version, Instant since) {}

    /** A reminder that somebody asked for. */
    record Nudge(
            UUID id,
            TenantId tenant,
            UUID course,
            PersonId person,
            @Nullable SubmissionId submission,
            VersionId version,
            Instant since) {}

    /** @param problem why it was not sent; absent where it was, or is about to be */
    record Sent(
            PersonId person,
            VersionId version,
            Instant askedAt,
            String state,
            @Nullable String problem) {}

    /** Those who want no reminders. */
    Set<PersonId> unsubscribed(TenantId tenant, Collection<PersonId> people) {
        return among(
                "select person_id from journey_nudge_reader where tenant_id = :tenant and person_id in (:people)"
                        + " and unsubscribed_at is not null",
                tenant,
                people);
    }

    /** Those who were reminded a short while ago. */
    Set<PersonId> lately(TenantId tenant, Collection<PersonId> people) {
        return among(
                "select person_id from journey_nudge where tenant_id = :tenant and person_id in (:people)"
                        + " and asked_at > :since and state <> 'NOT_SENT'",
                tenant,
                people);
    }

    private Set<PersonId> among(String sql, TenantId tenant, Collection<PersonId> people) {
        return people.isEmpty()
                ? Set.of()
                : new HashSet<>(jdbc
                        .sql(sql)
                        .param("tenant", tenant.value())
                        .param("people", people.stream().map(PersonId::value).toList())
                        .param("since", Timestamp.from(clock.instant().minus(settings.every())))
                        .query(UUID.class)
                        .list()
                        .stream()
                        .map(PersonId::new)
                        .toList());
    }

    /**
     * Has somebody reminded once this transaction is through, unless they want no reminders or had one a short while ago.
     * Two coordinators at once remind once.
     *
     * @return whether a reminder goes out
     */
    @Transactional
    public boolean remind(TenantId tenant, UUID course, LtiUserId by, Resting resting) {
        secretOf(tenant, resting.person());
        jdbc.sql("select person_id from journey_nudge_reader where tenant_id = :tenant and person_id = :person"
                        + " for update")
                .param("tenant", tenant.value())
                .param("person", resting.person().value())
                .query(UUID.class)
                .single();
        List<PersonId> one = List.of(resting.person());
        if (!unsubscribed(tenant, one).isEmpty() || !lately(tenant, one).isEmpty()) {
            return false;
        }
        UUID id = Ids.next();
        SubmissionId submission = resting.submission();
        jdbc.sql("insert into journey_nudge (id, tenant_id, context_id, person_id, submission_id, version_id,"
                        + " resting_since, sent_by, asked_at, state) values (:id, :tenant, :course, :person, :submission,"
                        + " :version, :since, :by, :now, 'OWED')")
                .param("id", id)
                .param("tenant", tenant.value())
                .param("course", course)
                .param("person", resting.person().value())
                .param("submission", submission == null ? null : submission.value())
                .param("version", resting.version().value())
                .param("since", Timestamp.from(resting.since()))
                .param("by", by.value())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        events.publishEvent(new NudgeOwed(id));
        return true;
    }

    /** The secret of somebody's mails, made with the first. */
    String secretOf(TenantId tenant, PersonId person) {
        jdbc.sql("insert into journey_nudge_reader (tenant_id, person_id, secret)"
                        + " values (:tenant, :person, :secret) on conflict do nothing")
                .param("tenant", tenant.value())
                .param("person", person.value())
                .param("secret", Unguessable.text())
                .update();
        return jdbc.sql("select secret from journey_nudge_reader where tenant_id = :tenant and person_id = :person")
                .param("tenant", tenant.value())
                .param("person", person.value())
                .query(String.class)
                .single();
    }

    /** Takes a reminder for sending: of several that try, and of the same that tries again, one gets it. */
    @Transactional
    public Optional<Nudge> take(UUID id) {
        int taken = jdbc.sql("update journey_nudge set state = 'SENDING' where id = :id and state = 'OWED'")
                .param("id", id)
                .update();
        return taken == 0
                ? Optional.empty()
                : jdbc.sql("select tenant_id, context_id, person_id, submission_id, version_id, resting_since"
                                + " from journey_nudge"
                                + " where id = :id")
                        .param("id", id)
                        .query((row, number) -> {
                            UUID submission = row.getObject("submission_id", UUID.class);
                            return new Nudge(
                                    id,
                                    new TenantId(row.getObject("tenant_id", UUID.class)),
                                    row.getObject("context_id", UUID.class),
                                    new PersonId(row.getObject("person_id", UUID.class)),
                                    submission == null ? null : new SubmissionId(submission),
                                    new VersionId(row.getObject("version_id", UUID.class)),
                                    row.getTimestamp("resting_since").toInstant());
                        })
                        .optional();
    }

    /** @param problem why it was not sent, or null when it was */
    void settle(UUID id, @Nullable String problem) {
        jdbc.sql("update journey_nudge set state = :state, problem = :problem, settled_at = :now where id = :id")
                .param("state", problem == null ? "SENT" : "NOT_SENT")
                .param("problem", problem)
                .param("now", Timestamp.from(clock.instant()))
                .param("id", id)
                .update();
    }

    /** What was asked for in a course, the latest first. */
    List<Sent> of(TenantId tenant, UUID course, int most) {
        return jdbc.sql("select person_id, version_id, asked_at, state, problem from journey_nudge"
                        + " where tenant_id = :tenant and context_id = :course"
                        + " order by asked_at desc, id fetch first :most rows only")
                .param("tenant", tenant.value())
                .param("course", course)
                .param("most", most)
                .query((row, number) -> new Sent(
                        new PersonId(row.getObject("person_id", UUID.class)),
                        new VersionId(row.getObject("version_id", UUID.class)),
                        row.getTimestamp("asked_at").toInstant(),
                        row.getString("state"),
                        row.getString("problem")))
                .list();
    }

    @Override
    public boolean isKnown(String secret) {
        return jdbc.sql("select count(*) from journey_nudge_reader where secret = :secret")
                        .param("secret", secret)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Sends no more reminders to whoever has this secret, or again; a secret of nobody changes nothing. */
    @Override
    @Transactional
    public void subscribe(String secret, boolean wanted) {
        jdbc.sql("update journey_nudge_reader set unsubscribed_at = :at where secret = :secret")
                .param("at", wanted ? null : Timestamp.from(clock.instant()))
                .param("secret", secret)
                .update();
    }
}
