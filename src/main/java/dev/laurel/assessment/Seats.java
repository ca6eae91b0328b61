package dev.laurel.assessment;

import dev.laurel.assessment.Clearances.Scope;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** The rows of seats: which ratings wait, who holds which, and what each came to. */
@Repository
class Seats {

    /**
     * What may be offered to somebody. Never a case that they rated or hold another seat of, nor anything of an earner with
     * whom they declared a conflict; a later attempt of what they rated only when everybody else who could has rated it
     * too, or may not. What is rated afresh after an appeal never goes to who rated it before or answered the appeal. Nothing that
     * is on hold goes to anybody. Who has read a rating of it again, or rated it for a partner, is like who rated it.
     */
    private static final String MAY_BE_OFFERED = """
             and not exists (select 1 from assessment_seat mine
              where mine.case_id = s.case_id and mine.staff_id = :staff
              and (mine.state = 'HELD' or mine.state = 'DONE' and mine.seat <> 'CHECK'))
            and not exists (select 1 from assessment_assignment x join assessment_case xc on xc.id = x.case_id
              where x.staff_id = :staff and x.released_because = 'CONFLICT' and xc.submission_id = c.submission_id)
            and not exists (select 1 from assessment_seat appealed where appealed.case_id = c.appeal_of
              and appealed.staff_id = :staff and appealed.state = 'DONE' and appealed.seat <> 'CHECK')
            and not exists (select 1 from assessment_assignment barred where barred.case_id = c.id
              and barred.staff_id = :staff and barred.released_because = 'APPEAL')
            and not exists (select 1 from assessment_hold g where g.case_id = c.id and g.released_at is null)
            and (not exists (select 1 from assessment_case ec join assessment_seat es on es.case_id = ec.id
                where ec.submission_id = c.submission_id and es.staff_id = :staff and es.state = 'DONE'
                  and es.seat <> 'CHECK' and s.seat <> 'CHECK')
              and not exists (select 1 from assessment_case rc join assessment_reading rr on rr.case_id = rc.id
                where rc.submission_id = c.submission_id and rr.staff_id = :staff and rr.state in ('HELD', 'DONE')
                  and s.seat <> 'CHECK')
              or (select count(distinct y.staff_id) from assessment_assignment y join assessment_case yc on yc.id = y.case_id
                where yc.submission_id = c.submission_id and y.staff_id in (:others)
                and (y.released_because in ('CONFLICT', 'DECIDED') or (y.case_id = c.id and y.released_at is null)))
              >= :otherCount)
            """;

    private static final String WAITING =
            " from assessment_seat s where s.tenant_id in (:tenants) and s.state = 'WAITING' and s.seat in (:seats) ";

    private static final String IN_TURN = " order by s.due_at, s.case_id, s.seat ";

    /**
     * So many of those that wait are looked at first. A season has tens of thousands, of which the first few will do; left to
     * itself a database asks all of {@link #MAY_BE_OFFERED} of each of them before it sorts.
     */
    static final int LOOKED_AT_FIRST = 300;

    /** Of two seats of a case that wait, one. */
    private static final String FIRST_OF_CASE = """
             and not exists (select 1 from assessment_seat b where b.case_id = s.case_id and b.state = 'WAITING'
              and b.seat in (:seats) and b.seat < s.seat)
            """;

    private static final String RATED = "s.case_id, s.seat, s.due_at, s.staff_id, s.done_at, s.earned, s.criteria_met,"
            + " s.criteria_required, s.state, c.version_id, c.state as case_state, s.tenant_id";

    /** Anchors among ordinary work, which look like it; whoever rates them is not told. */
    private static final String OR_SEEDED = """
             union all select r.id, 'FIRST', r.due_at, r.staff_id, r.ended_at, r.earned, r.criteria_met, r.criteria_required,
              r.state, r.version_id, 'DECIDED', r.tenant_id
            from assessment_reading r
            where r.staff_id = :staff and r.purpose = 'SEEDED' and r.tenant_id in (:tenants)
            """;

    private final JdbcClient jdbc;

    Seats(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Something to take. */
    record Offer(
            CaseId caseId,
            Seat seat,
            boolean putBack,
            Instant dueAt,
            TenantId tenant,
            VersionId version,
            Instant submittedAt) {}

    /** Who asks: the person, in which tenants, for which seats of which versions, and who else there is for them. */
    record Asking(StaffId staff, Set<TenantId> tenants, Set<Seat> seats, Scope scope, Set<StaffId> others) {}

    /**
     * A seat that somebody holds or has handed in.
     *
     * @param doneAt absent while it is held
     */
    record Taken(
            CaseId caseId,
            Seat seat,
            SeatState state,
            Instant dueAt,
            @Nullable StaffId staff,
            @Nullable Instant doneAt,
            boolean earned,
            int met,
            int required,
            VersionId version,
            CaseState caseState,
            TenantId tenant) {

        /** Whether this is a rating that was handed in. */
        boolean isRating() {
            return state == SeatState.DONE && seat != Seat.CHECK;
        }
    }

    /** Asks for one more rating; asking twice changes nothing. */
    void open(AssessmentCase about, Seat seat, Instant dueAt) {
        jdbc.sql("""
                        insert into assessment_seat (case_id, seat, tenant_id, state, due_at)
                        values (:case, :seat, :tenant, 'WAITING', :due) on conflict do nothing""")
                .param("case", about.id().value())
                .param("seat", seat.name())
                .param("tenant", about.tenant().value())
                .param("due", Timestamp.from(dueAt))
                .update();
    }

    /** Moves the dates of what is still to be handed in of a case. */
    void postpone(CaseId id, Duration by) {
        jdbc.sql("select seat, due_at from assessment_seat where case_id = :case and state in ('WAITING', 'HELD')")
                .param("case", id.value())
                .query((row, number) -> Map.entry(
                        row.getString("seat"), row.getTimestamp("due_at").toInstant()))
                .list()
                .forEach(seat -> jdbc.sql(
                                "update assessment_seat set due_at = :due where case_id = :case and seat = :seat")
                        .param("due", Timestamp.from(seat.getValue().plus(by)))
                        .param("case", id.value())
                        .param("seat", seat.getKey())
                        .update());
    }

    /** What this person may take next: the oldest due first, what they put back themselves last. */
    List<Offer> offered(Asking asking, int atMost) {
        List<Offer> offers = new ArrayList<>(offered(asking, false, atMost));
        if (offers.size() < atMost) {
            offers.addAll(offered(asking, true, atMost - offers.size()));
        }
        return offers;
    }

    private List<Offer> offered(Asking asking, boolean putBack, int atMost) {
        // Theirs are few and the others many: said in two ways, so that a database begins with the few.
        String narrower = putBack
                ? " and s.case_id in (select p.case_id from assessment_assignment p where p.staff_id = :staff) "
                : " and not exists (select 1 from assessment_assignment p where p.case_id = s.case_id"
                        + " and p.staff_id = :staff) ";
        return inTurn(
                asking,
                "select s.case_id, s.seat, s.due_at, s.tenant_id, c.version_id, c.submitted_at",
                narrower,
                "",
                null,
                atMost,
                (row, n) -> new Offer(
                        new CaseId(row.getObject("case_id", UUID.class)),
                        Seat.valueOf(row.getString("seat")),
                        putBack,
                        row.getTimestamp("due_at").toInstant(),
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        new VersionId(row.getObject("version_id", UUID.class)),
                        row.getTimestamp("submitted_at").toInstant()));
    }

    /** The first of what may be offered; among the first that wait, and only if these are not enough among all. */
    private <T> List<T> inTurn(
            Asking asking,
            String columns,
            String narrower,
            String besides,
            @Nullable Instant from,
            int atMost,
            RowMapper<T> rows) {
        String offered = " join assessment_case c on c.id = s.case_id where 1 = 1 " + MAY_BE_OFFERED
                + within(asking.scope()) + besides + IN_TURN + "fetch first " + atMost + " rows only";
        String waiting = "select s.case_id, s.seat, s.due_at, s.tenant_id" + WAITING + narrower;
        List<T> first = bind(
                        asking,
                        from,
                        columns + " from (" + waiting + IN_TURN + "fetch first " + LOOKED_AT_FIRST + " rows only) s"
                                + offered)
                .query(rows)
                .list();
        if (first.size() >= atMost || !waitsLonger(asking, narrower, from)) {
            return first;
        }
        return bind(asking, from, columns + " from (" + waiting + ") s" + offered)
                .query(rows)
                .list();
    }

    private boolean waitsLonger(Asking asking, String narrower, @Nullable Instant from) {
        return !bind(
                        asking,
                        from,
                        "select s.case_id" + WAITING + narrower + IN_TURN + "offset " + LOOKED_AT_FIRST
                                + " rows fetch first 1 rows only")
                .query(UUID.class)
                .list()
                .isEmpty();
    }

    /** Looks no further than the load tells apart: to count all that waits would grow with a season. */
    Load load(Asking asking, Instant now, Instant soon) {
        List<Instant> due = due(asking, null);
        int late = (int) due.stream().filter(at -> at.isBefore(now)).count();
        boolean all = due.size() <= Load.MOST || !due.get(due.size() - 1).isBefore(soon);
        List<Instant> rest = all ? due : due(asking, now);
        int next = (int) rest.stream()
                .filter(at -> !at.isBefore(now) && at.isBefore(soon))
                .count();
        return new Load(due.size(), late, next);
    }

    /** When what waits is due, the earliest first; one more at most than is told. */
    private List<Instant> due(Asking asking, @Nullable Instant from) {
        return inTurn(
                asking,
                "select s.due_at",
                from == null ? "" : " and s.due_at >= :from ",
                FIRST_OF_CASE,
                from,
                Load.MOST + 1,
                (row, number) -> row.getTimestamp("due_at").toInstant());
    }

    private static String within(Scope scope) {
        return scope.versions().isEmpty() && !scope.only()
                ? ""
                : " and c.version_id " + (scope.only() ? "" : "not ") + "in (:versions) ";
    }

    private static List<UUID> values(Scope scope) {
        return scope.versions().isEmpty()
                ? List.of(new UUID(0, 0))
                : scope.versions().stream().map(VersionId::value).toList();
    }

    private StatementSpec bind(Asking asking, @Nullable Instant from, String sql) {
        // An empty list is no SQL; nobody has an id of zeros.
        List<UUID> others = asking.others().isEmpty()
                ? List.of(new UUID(0, 0))
                : asking.others().stream().map(StaffId::value).toList();
        return jdbc.sql(sql)
                .param("from", Timestamp.from(from == null ? Instant.EPOCH : from))
                .param("tenants", asking.tenants().stream().map(TenantId::value).toList())
                .param("staff", asking.staff().value())
                .param("seats", asking.seats().stream().map(Seat::name).toList())
                .param("others", others)
                .param("versions", values(asking.scope()))
                .param("otherCount", asking.others().size());
    }

    /**
     * What waits. A number above {@link #MOST} only says that there are more than that.
     *
     * @param late past due
     * @param soon due within a day
     */
    record Load(int waiting, int late, int soon) {

        /** The largest number that is told. */
        static final int MOST = 200;

        static final Load NONE = new Load(0, 0, 0);

        private static int capped(int number) {
            return Math.min(number, MOST + 1);
        }

        Load and(Load other) {
            return new Load(capped(waiting + other.waiting), capped(late + other.late), capped(soon + other.soon));
        }

        /** Without so many that only seem to wait. */
        Load without(int seeming) {
            return waiting > MOST ? this : new Load(Math.max(0, waiting - seeming), late, soon);
        }
    }

    /** Two presses of one person wait for each other until the transaction ends. */
    void lockDesk(StaffId staff) {
        jdbc.sql("insert into assessment_desk (staff_id) values (:staff) on conflict do nothing")
                .param("staff", staff.value())
                .update();
        jdbc.sql("select staff_id from assessment_desk where staff_id = :staff for update")
                .param("staff", staff.value())
                .query(UUID.class)
                .single();
    }

    /**
     * False when the seat is no longer free, or what was offered was put on hold or closed to this person meanwhile; the caller
     * holds the lock on the case.
     */
    boolean take(CaseId taken, Seat seat, StaffId staff) {
        return jdbc.sql("""
                        update assessment_seat set state = 'HELD', staff_id = :staff
                        where case_id = :case and seat = :seat and state = 'WAITING'
                        and not exists (select 1 from assessment_hold g where g.case_id = :case and g.released_at is null)
                        and not exists (select 1 from assessment_case c
                          join assessment_case xc on xc.submission_id = c.submission_id
                          join assessment_assignment x on x.case_id = xc.id
                          where c.id = :case and x.staff_id = :staff
                          and (x.released_because = 'CONFLICT' or x.released_because = 'APPEAL' and xc.id = c.id))""")
                        .param("case", taken.value())
                        .param("seat", seat.name())
                        .param("staff", staff.value())
                        .update()
                == 1;
    }

    void putBack(CaseId held, Seat seat) {
        jdbc.sql("""
                        update assessment_seat set state = 'WAITING', staff_id = null
                        where case_id = :case and seat = :seat and state = 'HELD'""").param("case", held.value()).param("seat", seat.name()).update();
    }

    void done(CaseId rated, Seat seat, Outcome outcome, Instant at) {
        jdbc.sql("""
                        update assessment_seat set state = 'DONE', done_at = :at, earned = :earned, criteria_met = :met,
                          criteria_required = :required
                        where case_id = :case and seat = :seat and state = 'HELD'""")
                .param("case", rated.value())
                .param("seat", seat.name())
                .param("at", Timestamp.from(at))
                .param("earned", outcome.earned())
                .param("met", outcome.criteriaMet())
                .param("required", outcome.criteriaRequired())
                .update();
    }

    /** Looked through for completeness. */
    void checked(CaseId checked, Instant at) {
        jdbc.sql("""
                        update assessment_seat set state = 'DONE', done_at = :at
                        where case_id = :case and seat = 'CHECK' and state = 'HELD'""")
                .param("case", checked.value())
                .param("at", Timestamp.from(at))
                .update();
    }

    /** Asks for no more ratings of this case. */
    void close(CaseId closed) {
        jdbc.sql("""
                        update assessment_seat set state = 'CLOSED'
                        where case_id = :case and state in ('WAITING', 'HELD')""").param("case", closed.value()).update();
    }

    /** Every seat of a case. */
    List<Taken> of(CaseId id) {
        return jdbc.sql("select " + RATED + """
                         from assessment_seat s join assessment_case c on c.id = s.case_id
                        where s.case_id = :case order by s.seat""")
                .param("case", id.value())
                .query(Seats::read)
                .list();
    }

    /** The seat of a case that this person holds; there is at most one. */
    Optional<Taken> held(CaseId id, StaffId staff) {
        return of(id).stream()
                .filter(seat -> staff.equals(seat.staff()) && seat.state() == SeatState.HELD)
                .findFirst();
    }

    /** The rating of a case that this person has handed in; there is at most one. */
    Optional<Taken> rated(CaseId id, StaffId staff) {
        return of(id).stream()
                .filter(seat -> staff.equals(seat.staff()) && seat.isRating())
                .findFirst();
    }

    /** How many ratings this person has handed in for a tenant, up to a number. */
    int countDone(StaffId staff, TenantId tenant, int atMost) {
        return jdbc.sql("""
                        select count(*) from (select case_id from assessment_seat where staff_id = :staff and state = 'DONE'
                          and seat <> 'CHECK' and tenant_id = :tenant fetch first :atMost rows only) done""")
                .param("staff", staff.value())
                .param("tenant", tenant.value())
                .param("atMost", atMost)
                .query(Integer.class)
                .single();
    }

    /** Anchors among ordinary work count as such. */
    int countHeldBy(StaffId staff) {
        return jdbc.sql("""
                        select (select count(*) from assessment_seat where staff_id = :staff and state = 'HELD')
                          + (select count(*) from assessment_reading where staff_id = :staff and state = 'HELD'
                            and purpose = 'SEEDED')""").param("staff", staff.value()).query(Integer.class).single();
    }

    /** What this person holds, the most urgent first. */
    List<Taken> heldBy(StaffId staff, Collection<TenantId> tenants, int atMost) {
        if (tenants.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("select " + RATED + """
                         from assessment_seat s join assessment_case c on c.id = s.case_id
                        where s.staff_id = :staff and s.state = 'HELD' and s.tenant_id in (:tenants)
                        """ + OR_SEEDED + """
                         and r.state = 'HELD' order by due_at, case_id fetch first :atMost rows only""")
                .param("staff", staff.value())
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .param("atMost", atMost)
                .query(Seats::read)
                .list();
    }

    /** What this person has handed in, latest first; page from 0. */
    List<Taken> doneBy(StaffId staff, Collection<TenantId> tenants, int page, int pageSize) {
        if (tenants.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("select " + RATED + """
                         from assessment_seat s join assessment_case c on c.id = s.case_id
                        where s.staff_id = :staff and s.state = 'DONE' and s.seat <> 'CHECK' and s.tenant_id in (:tenants)
                        """ + OR_SEEDED + """
                         and r.state = 'DONE' order by done_at desc, case_id offset :skip rows fetch first :atMost rows only""")
                .param("staff", staff.value())
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .param("skip", (long) page * pageSize)
                .param("atMost", pageSize)
                .query(Seats::read)
                .list();
    }

    /**
     * A rating that is overdue.
     *
     * @param holder absent while nobody has taken it
     * @param takenAt absent as well
     */
    record Overdue(
            TenantId tenant,
            CaseId caseId,
            Seat seat,
            VersionId version,
            Instant dueAt,
            @Nullable StaffId holder,
            @Nullable Instant takenAt) {}

    private static final String OVERDUE = """
             from assessment_seat s join assessment_case c on c.id = s.case_id
            left join assessment_assignment a on a.case_id = s.case_id and a.staff_id = s.staff_id and a.released_at is null
            """;

    private static final String HELD_OVERDUE = OVERDUE + """
             where s.state = 'HELD' and s.due_at < :now
            and not exists (select 1 from assessment_hold g where g.case_id = s.case_id and g.released_at is null)
            """;

    /** The same of one seat, as it is at this moment; the caller holds the case. */
    Optional<Overdue> heldOverdue(CaseId id, Seat seat, Instant now) {
        return jdbc.sql("select c.tenant_id, s.case_id, s.seat, c.version_id, s.due_at, s.staff_id, a.taken_at"
                        + HELD_OVERDUE + "and s.case_id = :case and s.seat = :seat")
                .param("now", Timestamp.from(now))
                .param("case", id.value())
                .param("seat", seat.name())
                .query(Seats::overdue)
                .optional();
    }

    /** What somebody holds beyond its date, the longest overdue first, after the cursor. */
    List<Overdue> heldOverdue(Instant now, @Nullable Overdue after, int atMost) {
        return jdbc.sql("select c.tenant_id, s.case_id, s.seat, c.version_id, s.due_at, s.staff_id, a.taken_at"
                        + HELD_OVERDUE + """
                        and (s.due_at > :from or s.due_at = :from and (s.case_id > :case
                          or s.case_id = :case and s.seat > :seat))
                        order by s.due_at, s.case_id, s.seat fetch first :atMost rows only""")
                .param("now", Timestamp.from(now))
                .param("from", Timestamp.from(after == null ? Instant.EPOCH : after.dueAt()))
                .param("case", after == null ? new UUID(0, 0) : after.caseId().value())
                .param("seat", after == null ? "" : after.seat().name())
                .param("atMost", atMost)
                .query(Seats::overdue)
                .list();
    }

    /** Somebody who holds something in a tenant. */
    record Holder(TenantId tenant, StaffId staff) {}

    List<Holder> holders() {
        return jdbc.sql("select distinct tenant_id, staff_id from assessment_seat where state = 'HELD'")
                .query((row, number) -> new Holder(
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        new StaffId(row.getObject("staff_id", UUID.class))))
                .list();
    }

    /** The cases of which this person holds a seat there, without those on hold; the first of them. */
    List<CaseId> heldBy(Holder holder, int atMost) {
        return jdbc
                .sql("""
                        select s.case_id from assessment_seat s
                        where s.staff_id = :staff and s.tenant_id = :tenant and s.state = 'HELD'
                        and not exists (select 1 from assessment_hold g where g.case_id = s.case_id and g.released_at is null)
                        order by s.due_at, s.case_id fetch first :atMost rows only""")
                .param("staff", holder.staff().value())
                .param("tenant", holder.tenant().value())
                .param("atMost", atMost)
                .query(UUID.class)
                .list()
                .stream()
                .map(CaseId::new)
                .toList();
    }

    /** How much is overdue in these tenants, held or not, and not on hold; up to a number. */
    int countOverdue(Collection<TenantId> tenants, Instant now, int atMost) {
        return tenants.isEmpty()
                ? 0
                : jdbc.sql("""
                                select count(*) from (select s.case_id from assessment_seat s
                                where s.tenant_id in (:tenants) and s.state in ('WAITING', 'HELD') and s.due_at < :now
                                and not exists (select 1 from assessment_hold g where g.case_id = s.case_id
                                  and g.released_at is null) fetch first :atMost rows only) late""")
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .param("now", Timestamp.from(now))
                        .param("atMost", atMost)
                        .query(Integer.class)
                        .single();
    }

    /** What is overdue in these tenants, held or not, the longest first; page from 0. */
    List<Overdue> overdue(Collection<TenantId> tenants, Instant now, int page, int pageSize) {
        if (tenants.isEmpty()) {
            return List.of();
        }
        String ofState = """
                (select case_id, seat, due_at, staff_id from assessment_seat
                where tenant_id in (:tenants) and due_at < :now and state = '%s'
                order by due_at, case_id, seat fetch first :until rows only)""";
        return jdbc.sql("select c.tenant_id, s.case_id, s.seat, c.version_id, s.due_at, s.staff_id, a.taken_at from ("
                        + ofState.formatted("WAITING") + " union all " + ofState.formatted("HELD") + """
                        ) s join assessment_case c on c.id = s.case_id
                        left join assessment_assignment a on a.case_id = s.case_id and a.staff_id = s.staff_id
                          and a.released_at is null
                        order by s.due_at, s.case_id, s.seat offset :skip rows fetch first :atMost rows only""")
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .param("now", Timestamp.from(now))
                .param("until", (long) (page + 1) * pageSize)
                .param("skip", (long) page * pageSize)
                .param("atMost", pageSize)
                .query(Seats::overdue)
                .list();
    }

    private static Overdue overdue(ResultSet row, int number) throws SQLException {
        UUID holder = row.getObject("staff_id", UUID.class);
        Timestamp takenAt = row.getTimestamp("taken_at");
        return new Overdue(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new CaseId(row.getObject("case_id", UUID.class)),
                Seat.valueOf(row.getString("seat")),
                new VersionId(row.getObject("version_id", UUID.class)),
                row.getTimestamp("due_at").toInstant(),
                holder == null ? null : new StaffId(holder),
                takenAt == null ? null : takenAt.toInstant());
    }

    /**
     * A case with too few people for the ratings that wait.
     *
     * @param asked ratings that its model asks for in all, or 1
     */
    record Short(CaseId caseId, TenantId tenant, VersionId version, Instant dueAt, int asked) {}

    /**
     * Where as many people act as ratings can wait, a case is short only if somebody is kept from it: who rates or has rated
     * it, or did before an appeal, or declared a conflict. Those are few, whatever waits.
     */
    private static final String SOMEBODY_BARRED = """
             and s.case_id in (
              select begun.id from assessment_case begun
              where begun.tenant_id in (:tenants) and begun.state in ('IN_SCORING', 'IN_ADJUDICATION')
              union select anew.id from assessment_case anew
              where anew.tenant_id in (:tenants) and anew.appeal_of is not null and anew.state in ('WAITING', 'IN_CHECK')
              union select w.id from assessment_assignment x join assessment_case xc on xc.id = x.case_id
              join assessment_case w on w.submission_id = xc.submission_id
              where x.released_because = 'CONFLICT' and w.tenant_id in (:tenants))
            """;

    /**
     * Cases for which fewer people are left than ratings wait, the earliest due first. Left is who may act, neither rates
     * nor has rated the case and declared no conflict of interest.
     *
     * @param only one case, or null for all
     */
    List<Short> shortOfPeople(
            Collection<TenantId> tenants,
            Set<Seat> seats,
            Scope scope,
            Set<StaffId> acting,
            @Nullable CaseId only,
            int atMost) {
        // An empty list is no SQL; nobody has an id of zeros.
        List<UUID> people = acting.isEmpty()
                ? List.of(new UUID(0, 0))
                : acting.stream().map(StaffId::value).toList();
        return jdbc.sql("""
                        select c.id, c.tenant_id, c.version_id, c.submission_id, min(s.due_at) as due_at, (select count(*)
                            from assessment_seat all_of where all_of.case_id = c.id and all_of.seat in ('FIRST', 'SECOND')) as asked
                        from assessment_seat s join assessment_case c on c.id = s.case_id
                        where s.tenant_id in (:tenants) and s.state = 'WAITING' and s.seat in (:seats)
                        """ + within(scope) + (only == null ? "" : " and c.id = :only ")
                        + (acting.size() < seats.size() ? "" : SOMEBODY_BARRED) + """
                        group by c.id, c.tenant_id, c.version_id, c.submission_id, c.appeal_of
                        having :acting < count(*) + (select count(distinct y.staff_id)
                          from assessment_assignment y join assessment_case yc on yc.id = y.case_id
                          where yc.submission_id = c.submission_id and y.staff_id in (:people)
                          and (y.released_because = 'CONFLICT' or y.case_id = c.id and y.seat <> 'CHECK'
                              and (y.released_at is null or y.released_because in ('DECIDED', 'APPEAL'))
                            or y.case_id = c.appeal_of and y.seat <> 'CHECK' and y.released_because = 'DECIDED'))
                        order by 5, 1 fetch first :atMost rows only""")
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .param("seats", seats.stream().map(Seat::name).toList())
                .param("people", people)
                .param("acting", acting.size())
                .param("versions", values(scope))
                .param("only", only == null ? null : only.value())
                .param("atMost", atMost)
                .query((row, n) -> new Short(
                        new CaseId(row.getObject("id", UUID.class)),
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        new VersionId(row.getObject("version_id", UUID.class)),
                        row.getTimestamp("due_at").toInstant(),
                        Math.max(1, row.getInt("asked"))))
                .list();
    }

    /** Tenants in which something waits. */
    List<TenantId> waitingTenants(int atMost) {
        return jdbc
                .sql("select distinct tenant_id from assessment_seat where state = 'WAITING'"
                        + " order by tenant_id fetch first :atMost rows only")
                .param("atMost", atMost)
                .query(UUID.class)
                .list()
                .stream()
                .map(TenantId::new)
                .toList();
    }

    /** Disputes of these tenants that are not settled, the most urgent first. */
    List<Taken> disputes(Collection<TenantId> tenants, int atMost) {
        if (tenants.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("select " + RATED + """
                         from assessment_seat s join assessment_case c on c.id = s.case_id
                        where s.tenant_id in (:tenants) and s.state in ('WAITING', 'HELD') and s.seat = 'ADJUDICATOR'
                        order by s.due_at, s.case_id fetch first :atMost rows only""")
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .param("atMost", atMost)
                .query(Seats::read)
                .list();
    }

    private static Taken read(ResultSet row, int number) throws SQLException {
        UUID staff = row.getObject("staff_id", UUID.class);
        Timestamp doneAt = row.getTimestamp("done_at");
        return new Taken(
                new CaseId(row.getObject("case_id", UUID.class)),
                Seat.valueOf(row.getString("seat")),
                SeatState.valueOf(row.getString("state")),
                row.getTimestamp("due_at").toInstant(),
                staff == null ? null : new StaffId(staff),
                doneAt == null ? null : doneAt.toInstant(),
                row.getBoolean("earned"),
                row.getInt("criteria_met"),
                row.getInt("criteria_required"),
                new VersionId(row.getObject("version_id", UUID.class)),
                CaseState.valueOf(row.getString("case_state")),
                new TenantId(row.getObject("tenant_id", UUID.class)));
    }
}
