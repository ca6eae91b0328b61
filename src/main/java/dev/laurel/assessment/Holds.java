package dev.laurel.assessment;

import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.assessment.Hold.Because;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.Closings;
import dev.laurel.submission.EarnerNotice;
import dev.laurel.submission.HeldBack;
import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import dev.laurel.submission.Turnaround;
import dev.laurel.system.Ids;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Work on hold: put there by leads and whoever finds what must not be in it, ended by leads, with a reason and a day. Nobody is given it meanwhile, nobody hands in, and
 * the clock stands still: what was left of it is left when the hold ends. Every change holds the case's row.
 */
@Component
public class Holds implements HeldBack {

    static final int MOST_CHARACTERS = 4000;
    static final int MOST_DAYS = 60;

    /** So many open cases from before labels were stored are looked through for one that somebody typed. */
    private static final int MOST_CASES = 50_000;

    private final Cases cases;
    private final HandIns handIns;
    private final Submissions submissions;
    private final Closings closings;
    private final Seats seats;
    private final Assignments assignments;
    private final Turnaround turnaround;
    private final Practice<QualitySettings> practice;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final Clock clock;

    Holds(
            Cases cases,
            HandIns handIns,
            Submissions submissions,
            Closings closings,
            Seats seats,
            Assignments assignments,
            Turnaround turnaround,
            Practice<QualitySettings> practice,
            AuditTrail audit,
            ApplicationEventPublisher events,
            JdbcClient jdbc,
            Clock clock) {
        this.cases = cases;
        this.handIns = handIns;
        this.submissions = submissions;
        this.closings = closings;
        this.seats = seats;
        this.assignments = assignments;
        this.turnaround = turnaround;
        this.practice = practice;
        this.audit = audit;
        this.events = events;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Holds of a submission: of one of its cases, or of its first draft, which has none. */
    private static final String OF_SUBMISSION = "(h.submission_id in (:submission)"
            + " or h.case_id in (select c.id from assessment_case c where c.submission_id in (:submission)))";

    /** The hold that a submission is on now; the one that lasts longest of several. */
    @Transactional(readOnly = true)
    public Optional<Hold> of(SubmissionId submission) {
        return jdbc.sql("select h.because, h.words, h.held_at, h.until, h.with_earner from assessment_hold h where "
                        + OF_SUBMISSION + " and h.released_at is null and (h.with_earner = true or exists"
                        + " (select 1 from assessment_case o where o.id = h.case_id"
                        + " and o.state in ('IN_CHECK', 'WAITING', 'IN_SCORING', 'IN_ADJUDICATION')))"
                        + " order by h.until desc, h.id fetch first row only")
                .param("submission", submission.value())
                .query((row, number) -> new Hold(
                        Because.valueOf(row.getString("because")),
                        row.getString("words"),
                        row.getTimestamp("held_at").toInstant(),
                        row.getTimestamp("until").toInstant(),
                        null,
                        row.getBoolean("with_earner")))
                .optional();
    }

    /** By when leads mean to decide about those of the submissions that are on hold now. */
    @Transactional(readOnly = true)
    public Map<SubmissionId, Instant> until(Collection<SubmissionId> submissions) {
        Map<SubmissionId, Instant> held = new HashMap<>();
        if (!submissions.isEmpty()) {
            jdbc.sql("select coalesce(o.submission_id, h.submission_id) as held, max(h.until) as until"
                            + " from assessment_hold h left join assessment_case o on o.id = h.case_id where "
                            + OF_SUBMISSION
                            + " and h.released_at is null"
                            + " and (h.with_earner = true"
                            + " or o.state in ('IN_CHECK', 'WAITING', 'IN_SCORING', 'IN_ADJUDICATION'))"
                            + " group by coalesce(o.submission_id, h.submission_id)")
                    .param(
                            "submission",
                            submissions.stream().map(SubmissionId::value).toList())
                    .query(row -> {
                        held.put(
                                new SubmissionId(row.getObject("held", UUID.class)),
                                row.getTimestamp("until").toInstant());
                    });
        }
        return held;
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Instant> heldUntil(SubmissionId submission) {
        return of(submission).map(Hold::until);
    }

    /** Held while it is a draft, or after "not yet": its earner can go on with it and not hand it in. */
    @Override
    @Transactional(readOnly = true)
    public boolean isHeldBack(SubmissionId submission) {
        return jdbc.sql("select count(*) from assessment_hold h where " + OF_SUBMISSION
                                + " and h.released_at is null and h.with_earner = true")
                        .param("submission", submission.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Instant> lastHeldBack(SubmissionId submission, Instant now) {
        return heldBack(submission, now).stream().map(Span::until).max(Comparator.naturalOrder());
    }

    @Override
    @Transactional(readOnly = true)
    public Instant movedBy(SubmissionId submission, Instant deadline, Instant now) {
        Instant moved = deadline;
        // Two holds at once cost their earner the time once.
        Instant counted = Instant.MIN;
        for (Span span : heldBack(submission, now)) {
            Instant from = span.from().isBefore(counted) ? counted : span.from();
            if (from.isBefore(moved) && from.isBefore(span.until())) {
                moved = moved.plus(Duration.between(from, span.until()));
                counted = span.until();
            }
        }
        return moved;
    }

    private record Span(Instant from, Instant until) {}

    /** When its earner could not hand it in, in order; what lasts still lasts until now. */
    private List<Span> heldBack(SubmissionId submission, Instant now) {
        return jdbc.sql("select h.held_at, h.released_at from assessment_hold h where " + OF_SUBMISSION
                        + " and h.with_earner = true order by h.held_at, h.id")
                .param("submission", submission.value())
                .query((row, number) -> new Span(
                        row.getTimestamp("held_at").toInstant(),
                        Optional.ofNullable(row.getTimestamp("released_at"))
                                .map(Timestamp::toInstant)
                                .orElse(now)))
                .list();
    }

    boolean isHeld(CaseId id) {
        return clockStopped(id).isPresent();
    }

    private Optional<Instant> clockStopped(CaseId id) {
        return jdbc.sql("select min(clock_from) from assessment_hold where case_id = :case and released_at is null")
                .param("case", id.value())
                .query((row, number) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    /** What came of the wish to put something on hold. */
    enum Placed {
        DONE,
        /** No open work of this lead's has this number. */
        UNKNOWN,
        /** It is on hold already. */
        HELD
    }

    /**
     * Puts work on hold.
     *
     * @param label as people say it to each other
     * @param words why, for the earner; not blank
     * @param businessDays until the lead means to decide
     */
    @Transactional
    public Placed place(StaffMember lead, String label, Because because, String words, int businessDays) {
        if (words.isBlank()
                || words.length() > MOST_CHARACTERS
                || businessDays < 1
                || businessDays > MOST_DAYS
                || because == Because.INTEGRITY) {
            throw new IllegalArgumentException("A reason in words, and a day");
        }
        AssessmentCase about = named(lead, label).flatMap(cases::lock).orElse(null);
        if (about == null) {
            return placeOnDraft(lead, label, because, words.strip(), businessDays);
        }
        if (!isHere(about) && !isWithEarner(about)
                || assignments.inConflict(about.attempt().submission(), lead.id())) {
            return Placed.UNKNOWN;
        }
        if (isHeld(about.id())) {
            return Placed.HELD;
        }
        Instant now = clock.instant();
        add(about, because, null, words.strip(), lead.id(), turnaround.after(about.tenant(), now, businessDays), now);
        return Placed.DONE;
    }

    /** A first draft, which nobody who scores has seen, by the number that its earner and their coaches read on its page. */
    private Placed placeOnDraft(StaffMember lead, String label, Because because, String words, int businessDays) {
        Submission draft = submissions
                .firstDraft(lead.leads(), label)
                .flatMap(found -> submissions.hold(found.id()))
                .filter(held -> held.state() == SubmissionState.DRAFT && held.attempt() == 1)
                .filter(held -> cases.latestOf(held.id()).isEmpty())
                .filter(held -> !assignments.inConflict(held.id(), lead.id()))
                .orElse(null);
        if (draft == null) {
            return Placed.UNKNOWN;
        }
        if (isHeldBack(draft.id())) {
            return Placed.HELD;
        }
        Instant now = clock.instant();
        jdbc.sql(
                        "insert into assessment_hold (id, tenant_id, submission_id, version_id, because, words, held_by, held_at,"
                                + " clock_from, until, with_earner) values (:id, :tenant, :submission, :version, :because, :words,"
                                + " :by, :now, :now, :until, true)")
                .param("id", Ids.next())
                .param("tenant", draft.tenant().value())
                .param("submission", draft.id().value())
                .param("version", draft.version().value())
                .param("because", because.name())
                .param("words", words)
                .param("by", lead.id().value())
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(turnaround.after(draft.tenant(), now, businessDays)))
                .update();
        audit.record(draft.tenant(), draft.id().value(), lead.id(), Action.HELD, because.name());
        held(draft, now);
        return Placed.DONE;
    }

    /** A gradebook hears of a draft on hold; a decision and its grade stay as they are there. */
    private void held(Submission withEarner, Instant now) {
        if (withEarner.state() == SubmissionState.DRAFT) {
            events.publishEvent(new WorkHeld(withEarner.currentAttempt(), now));
        }
        tell(withEarner.id(), withEarner.tenant(), EarnerNotice.Kind.ON_HOLD, now);
    }

    /**
     * Somebody who has the work before them found what must not be in it: it is on hold at once, and leads decide. A second
     * report of held work changes nothing.
     *
     * @param words where it is, for leads and the earner; not blank
     */
    @Transactional
    public void report(AssessmentCase held, StaffId by, String words) {
        if (words.isBlank() || words.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("Words, and not too many of them");
        }
        AssessmentCase about = cases.lock(held.id()).orElseThrow();
        if (isHere(about) && !isHeld(about.id())) {
            Instant now = clock.instant();
            int days = practice.of(about.tenant()).answerDays();
            add(about, Because.PRIVACY, null, words.strip(), by, turnaround.after(about.tenant(), now, days), now);
        }
    }

    private Optional<CaseId> named(StaffMember lead, String label) {
        if (!CaseId.isLabel(label) || lead.leads().isEmpty()) {
            return Optional.empty();
        }
        List<CaseId> found = Stream.concat(open(lead, "label = :label", label), open(lead, "label is null", label))
                .filter(id -> id.label().equals(label))
                .toList();
        return switch (found.size()) {
            case 0 -> backWithEarner(lead, label);
            case 1 -> Optional.of(found.get(0));
            default -> Optional.empty();
        };
    }

    /** What was decided or given back, and is its earner's turn. */
    private Optional<CaseId> backWithEarner(StaffMember lead, String label) {
        List<CaseId> found = jdbc
                .sql("select id from assessment_case where label = :label and tenant_id in (:tenants)"
                        + " and state in ('DECIDED', 'RETURNED', 'WITHDRAWN') order by submitted_at desc"
                        + " fetch first 10 rows only")
                .param("tenants", lead.leads().stream().map(TenantId::value).toList())
                .param("label", label)
                .query(UUID.class)
                .list()
                .stream()
                .map(CaseId::new)
                .filter(id -> cases.find(id).filter(this::isWithEarner).isPresent())
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** Whether those who score have it, its earner having taken nothing back. The caller holds the case. */
    boolean isHere(AssessmentCase about) {
        return about.state().isOpen() && handIns.stands(about);
    }

    /** Whether this was the last that was seen of work that its earner has now; the row is held, so that it stays so. */
    private boolean isWithEarner(AssessmentCase about) {
        SubmissionId submission = about.attempt().submission();
        return cases.latestOf(submission)
                        .filter(latest -> latest.id().equals(about.id()))
                        .isPresent()
                && submissions
                        .hold(submission)
                        .filter(work ->
                                work.state() == SubmissionState.DRAFT || work.state() == SubmissionState.NOT_YET)
                        .isPresent();
    }

    private Stream<CaseId> open(StaffMember lead, String labelled, String label) {
        return jdbc
                .sql("select id from assessment_case where " + labelled + " and tenant_id in (:tenants)"
                        + " and state in ('IN_CHECK', 'WAITING', 'IN_SCORING', 'IN_ADJUDICATION')"
                        + " order by due_at fetch first " + MOST_CASES + " rows only")
                .param("tenants", lead.leads().stream().map(TenantId::value).toList())
                .param("label", label)
                .query(UUID.class)
                .list()
                .stream()
                .map(CaseId::new);
    }

    /** While the earner is asked about a doubt. The caller holds the flag. What was earned keeps nobody from anything. */
    void whileAsked(AssessmentCase flagged, UUID flag, StaffId lead, Instant until, Instant now) {
        AssessmentCase about = cases.lock(flagged.id()).orElseThrow();
        if (isHere(about) || isWithEarner(about)) {
            add(about, Because.INTEGRITY, flag, "", lead, until, now);
        }
    }

    private void add(
            AssessmentCase about,
            Because because,
            @Nullable UUID flag,
            String words,
            StaffId lead,
            Instant until,
            Instant now) {
        boolean open = about.state().isOpen();
        jdbc.sql("insert into assessment_hold (id, tenant_id, case_id, because, flag_id, words, held_by, held_at,"
                        + " clock_from, until, with_earner) values (:id, :tenant, :case, :because, :flag, :words, :by,"
                        + " :now, :from, :until, :withEarner)")
                .param("withEarner", !open)
                .param("id", Ids.next())
                .param("tenant", about.tenant().value())
                .param("case", about.id().value())
                .param("because", because.name())
                .param("flag", flag)
                .param("words", words)
                .param("by", lead.value())
                .param("now", Timestamp.from(now))
                .param("from", Timestamp.from(clockStopped(about.id()).orElse(now)))
                .param("until", Timestamp.from(until))
                .update();
        audit.record(about, lead, Action.HELD, because.name());
        if (open) {
            events.publishEvent(new WorkHeld(about.attempt(), now));
            tell(about, EarnerNotice.Kind.ON_HOLD, now);
        } else {
            held(submissions.find(about.attempt().submission()).orElseThrow(), now);
        }
    }

    /** A line of the lead's list. */
    record Line(UUID id, String number, VersionId version, Hold hold, boolean asked, boolean withEarner) {}

    /** What is on hold in these tenants, the first to be decided first; or what was, the latest first. Page from 0. */
    List<Line> in(Collection<TenantId> tenants, boolean released, int page, int pageSize) {
        return tenants.isEmpty()
                ? List.of()
                : jdbc.sql(
                                "select h.id, h.case_id, h.submission_id, coalesce(c.version_id, h.version_id) as version_id, h.because, h.words, h.held_at, h.until, h.released_at,"
                                        + " h.flag_id, h.with_earner from assessment_hold h left join assessment_case c on c.id = h.case_id"
                                        + " where h.tenant_id in (:tenants) and h.released_at is "
                                        + (released ? "not " : "")
                                        + "null order by " + (released ? "h.released_at desc" : "h.until") + ", h.id"
                                        + " offset :skip rows fetch first :most rows only")
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .param("skip", (long) page * pageSize)
                        .param("most", pageSize)
                        .query((row, number) -> {
                            Timestamp over = row.getTimestamp("released_at");
                            return new Line(
                                    row.getObject("id", UUID.class),
                                    number(
                                            row.getObject("case_id", UUID.class),
                                            row.getObject("submission_id", UUID.class)),
                                    new VersionId(row.getObject("version_id", UUID.class)),
                                    new Hold(
                                            Because.valueOf(row.getString("because")),
                                            row.getString("words"),
                                            row.getTimestamp("held_at").toInstant(),
                                            row.getTimestamp("until").toInstant(),
                                            over == null ? null : over.toInstant(),
                                            row.getBoolean("with_earner")),
                                    row.getObject("flag_id", UUID.class) != null,
                                    row.getBoolean("with_earner"));
                        })
                        .list();
    }

    /** How many are past the day on which a lead meant to decide; up to a number. */
    int countOverdue(Collection<TenantId> tenants, Instant now, int atMost) {
        return tenants.isEmpty()
                ? 0
                : jdbc.sql("select count(*) from (select id from assessment_hold where tenant_id in (:tenants)"
                                + " and released_at is null and until < :now fetch first :atMost rows only) late")
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .param("now", Timestamp.from(now))
                        .param("atMost", atMost)
                        .query(Integer.class)
                        .single();
    }

    private static String number(@Nullable UUID of, @Nullable UUID draft) {
        return of != null ? new CaseId(of).label() : new SubmissionId(Objects.requireNonNull(draft)).label();
    }

    /** @param draft whose first draft it is about; then there is no case */
    private record Found(
            UUID id, @Nullable CaseId about, @Nullable SubmissionId draft, TenantId tenant) {}

    /** How a hold ends. */
    enum End {
        GOES_ON,
        /** To its earner, who mends it and loses no attempt; while nobody rates it. */
        GIVEN_BACK,
        /**
         * Not rated at all; no grade is changed, and a lead may open it again. Not while it is looked at again after an
         * appeal, nor while its earner may still appeal.
         */
        CLOSED
    }

    /**
     * Ends a hold. One for a question ends with its decision and not here.
     *
     * @param words what came of it, for the audit trail and, unless it goes on, for the earner; not blank
     * @return false when it is over, not this lead's, or cannot end so
     */
    @Transactional
    public boolean release(StaffMember lead, UUID id, End how, String words) {
        if (words.isBlank() || words.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("Words, and not too many of them");
        }
        Found found = jdbc.sql(
                        "select id, case_id, submission_id, tenant_id from assessment_hold where id = :id and flag_id is null")
                .param("id", id)
                .query((row, number) -> {
                    UUID of = row.getObject("case_id", UUID.class);
                    UUID draft = row.getObject("submission_id", UUID.class);
                    return new Found(
                            row.getObject("id", UUID.class),
                            of == null ? null : new CaseId(of),
                            draft == null ? null : new SubmissionId(draft),
                            new TenantId(row.getObject("tenant_id", UUID.class)));
                })
                .optional()
                .filter(hold -> lead.leads().contains(hold.tenant()))
                .orElse(null);
        if (found == null) {
            return false;
        }
        if (found.about() == null) {
            return releaseWithEarner(lead, found, Objects.requireNonNull(found.draft()), null, how, words.strip());
        }
        AssessmentCase about = cases.lock(found.about()).orElseThrow();
        if (!about.state().isOpen() && how != End.GIVEN_BACK) {
            return releaseWithEarner(lead, found, about.attempt().submission(), about, how, words.strip());
        }
        if (assignments.inConflict(about.attempt().submission(), lead.id())
                || how != End.GOES_ON && !isHere(about)
                || how == End.GIVEN_BACK && !isUntouched(about)
                || how == End.CLOSED && wasDecided(about)
                || !end("id = :about", found.id(), about, lead.id(), words.strip())) {
            return false;
        }
        switch (how) {
            case GOES_ON -> tellThatItGoesOn(about);
            case GIVEN_BACK -> giveBack(about, lead.id(), words.strip(), id.toString(), clock.instant());
            case CLOSED -> close(about, lead.id(), words.strip(), id.toString(), clock.instant());
        }
        return true;
    }

    /** Ends a hold of what its earner has: they go on with it, or it is closed as it stands. */
    private boolean releaseWithEarner(
            StaffMember lead,
            Found hold,
            SubmissionId submission,
            @Nullable AssessmentCase about,
            End how,
            String words) {
        Submission work = submissions.hold(submission).orElse(null);
        if (how == End.GIVEN_BACK || work == null || assignments.inConflict(submission, lead.id())) {
            return false;
        }
        if (how == End.CLOSED && !closings.mayBeClosed(work)) {
            return false;
        }
        Instant now = clock.instant();
        if (!end("id = :about", hold.id(), lead.id(), words, now)) {
            return false;
        }
        UUID audited = about == null ? submission.value() : about.id().value();
        audit.record(
                hold.tenant(), audited, lead.id(), Action.HOLD_ENDED, hold.id().toString());
        if (isHeldBack(submission)) {
            return true;
        }
        if (work.state() == SubmissionState.DRAFT) {
            events.publishEvent(new HoldOver(work.currentAttempt(), now));
        }
        if (how == End.CLOSED) {
            closings.close(submission, words);
            audit.record(
                    hold.tenant(), audited, lead.id(), Action.CLOSED, hold.id().toString());
            tell(submission, hold.tenant(), EarnerNotice.Kind.CLOSED_BY_LEAD, now);
        } else if (work.state() == SubmissionState.DRAFT || work.state() == SubmissionState.NOT_YET) {
            tell(submission, hold.tenant(), EarnerNotice.Kind.GOES_ON, now);
        }
        return true;
    }

    /** Whether this attempt has a decision already, which an appeal has others look at again. */
    private boolean wasDecided(AssessmentCase about) {
        return jdbc.sql("select count(*) from assessment_case where submission_id = :submission and attempt = :attempt"
                                + " and state = 'DECIDED'")
                        .param("submission", about.attempt().submission().value())
                        .param("attempt", about.attempt().number())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private void close(AssessmentCase about, StaffId lead, String words, String because, Instant now) {
        if (about.state().isOpen() && cases.move(about.id(), about.state(), CaseState.WITHDRAWN)) {
            seats.close(about.id());
            assignments.releaseAll(about.id(), Release.WITHDRAWN, now);
            audit.record(about, lead, Action.CLOSED, because);
            events.publishEvent(new WorkClosed(about.attempt(), words, now));
            tell(about, EarnerNotice.Kind.CLOSED_BY_LEAD, now);
        }
    }

    /** The earner was asked, and a lead has decided. */
    void decided(AssessmentCase about, UUID flag, StaffId lead) {
        if (end("flag_id = :about", flag, about, lead, "")) {
            tellThatItGoesOn(about);
        }
    }

    /** Unless another hold keeps it, or it has gone back to its earner. */
    private void tellThatItGoesOn(AssessmentCase about) {
        if ((about.state().isOpen() || isWithEarner(about)) && !isHeld(about.id())) {
            tell(about, EarnerNotice.Kind.GOES_ON, clock.instant());
        }
    }

    /** Has the earner written to: that it is so, and no word of why. */
    private void tell(AssessmentCase about, EarnerNotice.Kind kind, Instant at) {
        tell(about.attempt().submission(), about.tenant(), kind, at);
    }

    private void tell(SubmissionId submission, TenantId tenant, EarnerNotice.Kind kind, Instant at) {
        events.publishEvent(new EarnerNotice(submission, tenant, kind, at));
    }

    private boolean end(String which, UUID id, StaffId lead, String words, Instant now) {
        return jdbc.sql("update assessment_hold set released_by = :by, released_at = :now, released_words = :words"
                                + " where released_at is null and " + which)
                        .param("by", lead.value())
                        .param("now", Timestamp.from(now))
                        .param("words", words)
                        .param("about", id)
                        .update()
                > 0;
    }

    private boolean end(String which, UUID id, AssessmentCase about, StaffId lead, String words) {
        Instant now = clock.instant();
        Instant stopped = clockStopped(about.id()).orElse(now);
        if (!end(which, id, lead, words, now)) {
            return false;
        }
        audit.record(about, lead, Action.HOLD_ENDED, id.toString());
        if (!isHeld(about.id()) && about.state().isOpen()) {
            goOn(about, Duration.between(stopped, now), now);
        }
        return true;
    }

    /** What was left of the time is left: every date moves by as long as the clock stood, to the end of a business day. */
    private void goOn(AssessmentCase about, Duration stood, Instant now) {
        Instant due = turnaround.after(about.tenant(), about.dueAt().plus(stood).minus(Duration.ofDays(1)), 1);
        if (!due.isAfter(about.dueAt()) || !handIns.stands(about)) {
            return;
        }
        seats.postpone(about.id(), Duration.between(about.dueAt(), due));
        cases.postpone(about.id(), due);
        events.publishEvent(new MoreTimeNeeded(about.attempt(), due, now));
    }

    /**
     * What is on hold when it goes back to its earner stays so with them: they go on with it, and do not hand it in. The caller
     * holds the case.
     */
    void goWith(CaseId returned) {
        jdbc.sql("update assessment_hold set with_earner = true where case_id = :case and released_at is null")
                .param("case", returned.value())
                .update();
    }

    static boolean isUntouched(AssessmentCase about) {
        return about.state() == CaseState.WAITING || about.state() == CaseState.IN_CHECK;
    }

    /** To the earner, as incomplete work goes. The caller holds the case, and nobody has begun to rate it. */
    void giveBack(AssessmentCase about, StaffId lead, String words, String because, Instant now) {
        if (cases.move(about.id(), about.state(), CaseState.RETURNED)) {
            seats.close(about.id());
            goWith(about.id());
            assignments.releaseAll(about.id(), Release.WITHDRAWN, now);
            audit.record(about, lead, Action.RETURNED, because);
            events.publishEvent(new NotComplete(about.attempt(), words, now));
            tell(about, EarnerNotice.Kind.GIVEN_BACK, now);
        }
    }
}
