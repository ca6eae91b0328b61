package dev.laurel.assessment;

import dev.laurel.assessment.Anchor.Comparison;
import dev.laurel.assessment.Anchor.Score;
import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.assessment.Decisions.Decision;
import dev.laurel.assessment.Drift.Alarm;
import dev.laurel.assessment.Reading.Purpose;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.Turnaround;
import dev.laurel.system.Ids;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * A share of what one rating decided is read and rated again by a lead, blind. It changes no decision; it counts in the
 * agreement statistics as a second rating.
 */
@Service
class BackReading {

    private static final int SHAKY = 0;
    private static final int NEW = 1;
    private static final int OTHER = 2;

    private final JdbcClient jdbc;
    private final Cases cases;
    private final Seats seats;
    private final Assignments assignments;
    private final Ratings ratings;
    private final Readings readings;
    private final Decisions decisions;
    private final DoubleRatings doubles;
    private final Drift drift;
    private final Practice<QualitySettings> practice;
    private final Catalogue catalogue;
    private final Staff staff;
    private final Turnaround turnaround;
    private final AuditTrail audit;
    private final Clock clock;
    private final RandomGenerator random = new SecureRandom();

    BackReading(
            JdbcClient jdbc,
            Cases cases,
            Seats seats,
            Assignments assignments,
            Ratings ratings,
            Readings readings,
            Decisions decisions,
            DoubleRatings doubles,
            Drift drift,
            Practice<QualitySettings> practice,
            Catalogue catalogue,
            Staff staff,
            Turnaround turnaround,
            AuditTrail audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.cases = cases;
        this.seats = seats;
        this.assignments = assignments;
        this.ratings = ratings;
        this.readings = readings;
        this.decisions = decisions;
        this.doubles = doubles;
        this.drift = drift;
        this.practice = practice;
        this.catalogue = catalogue;
        this.staff = staff;
        this.turnaround = turnaround;
        this.audit = audit;
        this.clock = clock;
    }

    /** Lets chance say whether a decision by one rating is read again; twice as often where the rater is new or wavers. */
    void draw(AssessmentCase decided, StaffId rater, Instant now) {
        QualitySettings settings = practice.of(decided.tenant());
        double share = settings.backReadShare();
        if (share <= 0) {
            return;
        }
        Alarm alarm = drift.of(decided.tenant(), rater).alarm();
        int priority = alarm == Alarm.WARNS || alarm == Alarm.PAUSES
                ? SHAKY
                : seats.countDone(rater, decided.tenant(), settings.newcomerRatings() + 1) <= settings.newcomerRatings()
                        ? NEW
                        : OTHER;
        if (random.nextDouble() >= (priority == OTHER ? share : 2 * share)) {
            return;
        }
        jdbc.sql("""
                        insert into assessment_back_reading (case_id, tenant_id, rater_id, priority, state, drawn_at)
                        values (:case, :tenant, :rater, :priority, 'WAITING', :at) on conflict do nothing""")
                .param("case", decided.id().value())
                .param("tenant", decided.tenant().value())
                .param("rater", rater.value())
                .param("priority", priority)
                .param("at", Timestamp.from(now))
                .update();
        audit.record(decided, null, Action.BACK_READ_DRAWN, "");
    }

    /**
     * Something to read again.
     *
     * @param why ends the keys {@code assessment.back.why.}: shaky, new or drawn
     * @param yours whether this lead may, and nobody is at it
     */
    record Waiting(
            CaseId caseId, MicroCredential credential, String why, Instant drawnAt, boolean taken, boolean yours) {}

    private record Row(CaseId caseId, TenantId tenant, StaffId rater, int priority, boolean taken, Instant drawnAt) {}

    /** What is to be read again in the tenants that this person leads, what matters most first; page from 0. */
    @Transactional(readOnly = true)
    public List<Waiting> waiting(StaffMember lead, int page, int pageSize) {
        if (lead.leads().isEmpty()) {
            return List.of();
        }
        return rows(lead.leads(), page, pageSize).stream()
                .map(row -> {
                    AssessmentCase about = cases.find(row.caseId()).orElseThrow();
                    return new Waiting(
                            row.caseId(),
                            credential(about),
                            row.priority() == SHAKY ? "shaky" : row.priority() == NEW ? "new" : "drawn",
                            row.drawnAt(),
                            row.taken(),
                            !row.taken() && mayRead(about, row.rater(), lead));
                })
                .toList();
    }

    private List<Row> rows(Collection<TenantId> tenants, int page, int pageSize) {
        return jdbc.sql("""
                        select case_id, tenant_id, rater_id, priority, state, drawn_at from assessment_back_reading
                        where tenant_id in (:tenants) and state in ('WAITING', 'HELD')
                        order by priority, drawn_at, case_id offset :skip rows fetch first :atMost rows only""")
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .param("skip", (long) page * pageSize)
                .param("atMost", pageSize)
                .query(BackReading::read)
                .list();
    }

    private static Row read(ResultSet row, int number) throws SQLException {
        return new Row(
                new CaseId(row.getObject("case_id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new StaffId(row.getObject("rater_id", UUID.class)),
                row.getInt("priority"),
                "HELD".equals(row.getString("state")),
                row.getTimestamp("drawn_at").toInstant());
    }

    /**
     * Never who rated it, held it, or knows whose it is; nor anybody
     * once it is to be rated afresh, for the rater may be them.
     */
    private boolean mayRead(AssessmentCase about, StaffId rater, StaffMember lead) {
        return !rater.equals(lead.id())
                && !isRatedAfresh(about.id())
                && seats.of(about.id()).stream().noneMatch(seat -> lead.id().equals(seat.staff()))
                && !assignments.inConflict(about.attempt().submission(), lead.id());
    }

    private boolean isRatedAfresh(CaseId about) {
        return jdbc.sql("select count(*) from assessment_case where appeal_of = :case")
                        .param("case", about.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Takes one to read; empty when it is no longer there or not this person's to read. */
    @Transactional
    public Optional<CaseId> take(StaffMember lead, CaseId wanted) {
        seats.lockDesk(lead.id());
        AssessmentCase about = cases.lock(wanted)
                .filter(found -> lead.leads().contains(found.tenant()))
                .orElse(null);
        if (about == null) {
            return Optional.empty();
        }
        Optional<Row> row = jdbc.sql("""
                        select case_id, tenant_id, rater_id, priority, state, drawn_at from assessment_back_reading
                        where case_id = :case and state = 'WAITING'""")
                .param("case", wanted.value())
                .query(BackReading::read)
                .optional()
                .filter(found -> mayRead(about, found.rater(), lead));
        if (row.isEmpty()) {
            return readings.heldBy(lead.id(), Purpose.BACK_READING, 50).stream()
                    .filter(reading -> wanted.equals(reading.about()))
                    .map(Reading::id)
                    .findFirst();
        }
        move(wanted, "WAITING", "HELD");
        Instant now = clock.instant();
        MicroCredential credential = credential(about);
        Reading reading = new Reading(
                new CaseId(Ids.next()),
                about.tenant(),
                credential.id(),
                about.version(),
                lead.id(),
                Purpose.BACK_READING,
                null,
                about.id(),
                null,
                Reading.State.HELD,
                now,
                about.submittedAt(),
                turnaround.after(about.tenant(), now, turnaround.scoringDays(about.tenant())),
                null,
                false,
                0,
                0,
                null);
        readings.add(reading, null);
        audit.record(
                about, lead.id(), Action.BACK_READ_TAKEN, reading.id().value().toString());
        return Optional.of(reading.id());
    }

    private void move(CaseId about, String from, String to) {
        jdbc.sql("update assessment_back_reading set state = :to where case_id = :case and state = :from")
                .param("case", about.value())
                .param("from", from)
                .param("to", to)
                .update();
    }

    void released(CaseId about) {
        move(about, "HELD", "WAITING");
    }

    /** Gives what a lead took to the others when they lead there no longer. */
    void leaveBehind(Reading reading, Instant now) {
        CaseId about = reading.about();
        boolean held = readings.lock(reading.id(), reading.staff())
                .filter(found -> found.state() == Reading.State.HELD)
                .isPresent();
        if (about == null || !held) {
            return;
        }
        readings.end(reading.id(), false, now);
        released(about);
        audit.record(
                reading.tenant(),
                reading.id().value(),
                null,
                Action.TAKEN_BACK,
                reading.staff().value().toString());
    }

    private StaffId firstRater(CaseId about) {
        for (Seats.Taken seat : seats.of(about)) {
            StaffId rater = seat.staff();
            if (seat.seat() == Seat.FIRST && seat.isRating() && rater != null) {
                return rater;
            }
        }
        throw new IllegalStateException("Nobody rated case " + about.value());
    }

    /** The levels that were handed in first, by criterion. */
    Map<String, String> firstLevels(Reading reading, MicroCredential credential) {
        Map<String, String> levels = new HashMap<>();
        if (reading.about() != null) {
            ratings.of(reading.about(), firstRater(reading.about())).forEach((criterion, rating) -> {
                if (rating.level() != null
                        && credential.rubric().criterion(criterion).isPresent()) {
                    levels.put(criterion, rating.level());
                }
            });
        }
        return levels;
    }

    /** What follows from it: a pair in the statistics, and a look at how the first rater does. */
    void rated(Reading reading, Comparison result, Instant now) {
        if (reading.about() == null) {
            return;
        }
        AssessmentCase about = cases.find(reading.about()).orElseThrow();
        StaffId rater = firstRater(about.id());
        Map<String, String> first = firstLevels(reading, credential(about));
        Map<String, List<String>> pairs = new HashMap<>();
        readings.ratings(reading.id()).forEach((criterion, rating) -> {
            String before = first.get(criterion);
            if (before != null && rating.level() != null) {
                pairs.put(criterion, List.of(before, rating.level()));
            }
        });
        doubles.addBackRead(about, rater, reading.staff(), pairs, now);
        move(about.id(), "HELD", "DONE");
        audit.record(about, reading.staff(), Action.BACK_READ, result.inNumbers());
        drift.look(about.tenant(), rater);
        drift.look(about.tenant(), reading.staff());
    }

    /**
     * A back-reading beside what it was of.
     *
     * @param rater what the first rater is called
     * @param decidedEarned what was decided; {@code lines} have the lead's own rating first
     */
    record Compared(
            Reading reading,
            CaseId about,
            MicroCredential credential,
            String rater,
            String lead,
            boolean decidedEarned,
            List<ComparedView> lines) {

        public boolean decisionDiffers() {
            return decidedEarned != reading.earned();
        }
    }

    /** One that is done, in a tenant that this person leads. */
    @Transactional(readOnly = true)
    public Optional<Compared> compared(StaffMember lead, CaseId id) {
        return readings.doneIn(lead.leads(), id).map(this::compared);
    }

    /** Those that are done, the latest first, without their lines; page from 0. */
    @Transactional(readOnly = true)
    public List<Compared> done(StaffMember lead, int page, int pageSize) {
        return lead.leads().isEmpty()
                ? List.of()
                : readings.backRead(lead.leads(), page, pageSize).stream()
                        .map(this::compared)
                        .toList();
    }

    private Compared compared(Reading reading) {
        CaseId of = Optional.ofNullable(reading.about()).orElseThrow();
        AssessmentCase about = cases.find(of).orElseThrow();
        StaffId rater = firstRater(of);
        Map<StaffId, String> names = staff.names(new HashSet<>(List.of(rater, reading.staff())));
        Map<String, Score> first = new HashMap<>();
        ratings.of(of, rater).forEach((criterion, rating) -> {
            if (rating.level() != null) {
                first.put(criterion, new Score(criterion, rating.level(), rating.words()));
            }
        });
        boolean earned = decisions.of(about.attempt().submission()).stream()
                .filter(decision -> decision.caseId().equals(of))
                .findFirst()
                .map(Decision::earned)
                .orElse(false);
        MicroCredential credential = credential(about);
        return new Compared(
                reading,
                of,
                credential,
                names.getOrDefault(rater, ""),
                names.getOrDefault(reading.staff(), ""),
                earned,
                ComparedView.of(credential.rubric(), readings.ratings(reading.id()), first));
    }

    private MicroCredential credential(AssessmentCase about) {
        return catalogue
                .version(about.version())
                .orElseThrow(() -> new IllegalStateException(
                        "No version " + about.version().value() + " in the catalogue"));
    }
}
