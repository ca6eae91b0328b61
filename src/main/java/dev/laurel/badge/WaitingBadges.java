package dev.laurel.badge;

import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.badge.UnsignedBadges.Owed;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.EarnerNotice;
import dev.laurel.submission.SubmissionId;
import dev.laurel.system.Ids;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Badges that were earned and wait for an officer: of the tenant that owns the issuer now, whoever earned them, or of the
 * earner's tenant where none does. An officer releases one or declines it with a reason, and may take that back; ratings,
 * decision and grade are not touched by any of it.
 */
@Component
class WaitingBadges {

    static final int LONGEST_REASON = 2000;

    private static final String LOOKED_AFTER_BY = " (w.issuer_id in (select i.id from badge_issuer i"
            + " where i.tenant_id in (:tenants)) or w.tenant_id in (:tenants) and not exists"
            + " (select 1 from badge_issuer i where i.id = w.issuer_id and i.tenant_id is not null)) ";

    private final UnsignedBadges unsigned;
    private final Awarding awarding;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final Clock clock;

    WaitingBadges(
            UnsignedBadges unsigned,
            Awarding awarding,
            ApplicationEventPublisher events,
            JdbcClient jdbc,
            Clock clock) {
        this.unsigned = unsigned;
        this.awarding = awarding;
        this.events = events;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Where a badge stands that an officer has a say in. */
    enum State {
        WAITING,
        DECLINED,
        RELEASED,
        /** Its earner wished to be forgotten before anybody looked: it is never issued. */
        CLOSED
    }

    /**
     * @param attempt that was decided
     * @param tenant the earner's
     * @param issuer absent for a row from before it was written down
     * @param reason why it was declined
     */
    record Waiting(
            AttemptId attempt,
            TenantId tenant,
            VersionId version,
            @Nullable IssuerId issuer,
            String name,
            Instant since,
            @Nullable String reason) {

        public SubmissionId submission() {
            return attempt.submission();
        }
    }

    /** Writes down what a decision earned, within its transaction. A later decision is the one that counts. */
    void add(SubmissionDecided decided, String name, IssuerId issuer) {
        Timestamp now = Timestamp.from(clock.instant());
        int made = jdbc.sql("insert into badge_waiting (submission_id, tenant_id, version_id, issuer_id, attempt, name,"
                        + " decided_at, state, since) values (:submission, :tenant, :version, :issuer, :attempt,"
                        + " :name, :decided, 'WAITING', :now) on conflict do nothing")
                .param("issuer", issuer.value())
                .param("submission", decided.attempt().submission().value())
                .param("tenant", decided.tenant().value())
                .param("version", decided.version().value())
                .param("attempt", decided.attempt().number())
                .param("name", name.length() > 500 ? name.substring(0, 500) : name)
                .param("decided", Timestamp.from(decided.decidedAt()))
                .param("now", now)
                .update();
        if (made == 0) {
            again(decided);
        }
    }

    /** A later decision on what waits, or was declined: it waits. @return false when neither is so */
    boolean again(SubmissionDecided decided) {
        return jdbc.sql("update badge_waiting set version_id = :version, attempt = :attempt, decided_at = :decided,"
                                + " state = 'WAITING', reason = null, since = :now where submission_id = :submission"
                                + " and state in ('WAITING', 'DECLINED')")
                        .param("version", decided.version().value())
                        .param("attempt", decided.attempt().number())
                        .param("decided", Timestamp.from(decided.decidedAt()))
                        .param("now", Timestamp.from(clock.instant()))
                        .param("submission", decided.attempt().submission().value())
                        .update()
                == 1;
    }

    /**
     * Those in a state that officers of these tenants look after: what waits the longest first, what was declined the latest first.
     *
     * @param page from 0
     */
    List<Waiting> of(Collection<TenantId> tenants, State state, int page, int pageSize) {
        return tenants.isEmpty()
                ? List.of()
                : jdbc.sql(
                                "select w.submission_id, w.attempt, w.tenant_id, w.version_id, w.issuer_id, w.name, w.since, w.reason"
                                        + " from badge_waiting w where" + LOOKED_AFTER_BY
                                        + "and w.state = :state order by w.since"
                                        + (state == State.WAITING ? "" : " desc")
                                        + ", w.submission_id offset :skip rows fetch first :most rows only")
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .param("state", state.name())
                        .param("skip", (long) page * pageSize)
                        .param("most", pageSize)
                        .query((row, number) -> new Waiting(
                                new AttemptId(
                                        new SubmissionId(row.getObject("submission_id", UUID.class)),
                                        row.getInt("attempt")),
                                new TenantId(row.getObject("tenant_id", UUID.class)),
                                new VersionId(row.getObject("version_id", UUID.class)),
                                issuer(row.getObject("issuer_id", UUID.class)),
                                row.getString("name"),
                                row.getTimestamp("since").toInstant(),
                                row.getString("reason")))
                        .list();
    }

    private static @Nullable IssuerId issuer(@Nullable UUID id) {
        return id == null ? null : new IssuerId(id);
    }

    /** How many wait; only those that wait since then, or all with {@link Instant#EPOCH}. */
    int count(Collection<TenantId> tenants, Instant since) {
        return tenants.isEmpty()
                ? 0
                : jdbc.sql("select count(*) from badge_waiting w where" + LOOKED_AFTER_BY + "and w.state = 'WAITING'"
                                + " and w.since >= :since")
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .param("since", Timestamp.from(since))
                        .query(Integer.class)
                        .single();
    }

    /** Empty when an officer has no say in it, or no more. */
    Optional<PendingBadge> pending(TenantId tenant, SubmissionId submission) {
        return jdbc.sql("select state, since, reason from badge_waiting where submission_id = :submission"
                        + " and tenant_id = :tenant and state in ('WAITING', 'DECLINED')")
                .param("submission", submission.value())
                .param("tenant", tenant.value())
                .query((row, number) -> new PendingBadge(
                        State.valueOf(row.getString("state")) == State.DECLINED,
                        row.getTimestamp("since").toInstant(),
                        row.getString("reason")))
                .optional();
    }

    /** Has it signed, of which {@link Released} tells. @return false when it does not wait, because it is declined or was released before */
    @Transactional
    public boolean release(StaffMember officer, SubmissionId submission) {
        Instant now = clock.instant();
        Owed owed = owed(officer, submission);
        if (!move(owed, State.WAITING, State.RELEASED, null, now)) {
            return false;
        }
        note(owed, officer, State.RELEASED, null, now);
        unsigned.owe(owed, name(submission));
        awarding.beginOnceCommitted();
        return true;
    }

    /**
     * Leaves it unsigned, until that is taken back.
     *
     * @param reason for the earner; not blank
     * @return false when it does not wait
     */
    @Transactional
    public boolean decline(StaffMember officer, SubmissionId submission, String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("A reason, and not too long a one");
        }
        Instant now = clock.instant();
        Owed owed = owed(officer, submission);
        if (!move(owed, State.WAITING, State.DECLINED, reason.strip(), now)) {
            return false;
        }
        note(owed, officer, State.DECLINED, reason.strip(), now);
        events.publishEvent(new EarnerNotice(submission, owed.tenant(), EarnerNotice.Kind.BADGE_DECLINED, now));
        return true;
    }

    /** It waits again. @return false when it is not declined */
    @Transactional
    public boolean takeBack(StaffMember officer, SubmissionId submission) {
        Instant now = clock.instant();
        Owed owed = owed(officer, submission);
        if (!move(owed, State.DECLINED, State.WAITING, null, now)) {
            return false;
        }
        note(owed, officer, State.WAITING, null, now);
        events.publishEvent(new EarnerNotice(submission, owed.tenant(), EarnerNotice.Kind.BADGE_WAITS, now));
        return true;
    }

    /** Its row is held. @throws NotFound when it is not theirs */
    private Owed owed(StaffMember officer, SubmissionId submission) {
        Set<TenantId> tenants = officer.issues();
        if (tenants.isEmpty()) {
            throw new NotFound("No badge for " + submission.value() + " waits for this officer");
        }
        return jdbc.sql("select w.tenant_id, w.version_id, w.attempt, w.decided_at from badge_waiting w"
                        + " where w.submission_id = :submission and" + LOOKED_AFTER_BY + "for update")
                .param("submission", submission.value())
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .query((row, number) -> new Owed(
                        new AttemptId(submission, row.getInt("attempt")),
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        new VersionId(row.getObject("version_id", UUID.class)),
                        row.getTimestamp("decided_at").toInstant()))
                .optional()
                .orElseThrow(() -> new NotFound("No badge for " + submission.value() + " waits for this officer"));
    }

    private String name(SubmissionId submission) {
        return jdbc.sql("select name from badge_waiting where submission_id = :submission")
                .param("submission", submission.value())
                .query(String.class)
                .single();
    }

    private boolean move(Owed owed, State from, State to, @Nullable String reason, Instant now) {
        return jdbc.sql("update badge_waiting set state = :to, reason = :reason, since = :now"
                                + " where submission_id = :submission and state = :from")
                        .param("to", to.name())
                        .param("reason", reason)
                        .param("now", Timestamp.from(now))
                        .param("submission", owed.submission().value())
                        .param("from", from.name())
                        .update()
                == 1;
    }

    private void note(Owed owed, StaffMember officer, State kind, @Nullable String reason, Instant now) {
        jdbc.sql("insert into badge_waiting_act (id, tenant_id, submission_id, kind, reason, done_by, done_at)"
                        + " values (:id, :tenant, :submission, :kind, :reason, :by, :now)")
                .param("id", Ids.next())
                .param("tenant", owed.tenant().value())
                .param("submission", owed.submission().value())
                .param("kind", kind.name())
                .param("reason", reason)
                .param("by", officer.id().value())
                .param("now", Timestamp.from(now))
                .update();
    }

    /** Of somebody who wished to be forgotten nothing is issued any more; words about them go, what was decided stays. */
    void forget(TenantId tenant, Collection<SubmissionId> submissions) {
        if (submissions.isEmpty()) {
            return;
        }
        jdbc.sql("update badge_waiting set state = 'CLOSED', since = :now where tenant_id = :tenant"
                        + " and state in ('WAITING', 'DECLINED') and submission_id in (:submissions)")
                .param("now", Timestamp.from(clock.instant()))
                .param("tenant", tenant.value())
                .param(
                        "submissions",
                        submissions.stream().map(SubmissionId::value).toList())
                .update();
        for (String table : List.of("badge_waiting", "badge_waiting_act")) {
            jdbc.sql("update " + table + " set reason = null where reason is not null"
                            + " and submission_id in (:submissions)")
                    .param(
                            "submissions",
                            submissions.stream().map(SubmissionId::value).toList())
                    .update();
        }
    }
}
