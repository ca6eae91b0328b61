package dev.laurel.assessment;

import dev.laurel.person.StaffId;
import dev.laurel.system.Ids;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The audit trail read by whoever looks after the installation: never without a reason, which is on record for good. */
@Component
class AuditReadings {

    /** Longer than anybody says why. */
    static final int MOST_CHARACTERS = 500;

    private static final int MOST_CASES = 50;

    private final JdbcClient jdbc;
    private final Clock clock;

    AuditReadings(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * What is looked for; what is absent does not matter.
     *
     * @param number of a submission as assessors see it
     * @param submission its id, or that of a case
     * @param day in universal time
     */
    record Wanted(
            @Nullable String number,
            @Nullable UUID submission,
            @Nullable StaffId person,
            @Nullable LocalDate day) {}

    /**
     * One step.
     *
     * @param action ends the message key {@code assessment.audit.action.}
     * @param who absent when the house itself acted
     * @param number of the case; absent where it is of none, or of one from before numbers were stored
     */
    record Entry(
            Instant at,
            String action,
            String detail,
            @Nullable StaffId who,
            @Nullable String number) {}

    /** That somebody read it. */
    record Reading(Instant at, StaffId who, String reason, String wanted) {}

    /**
     * A page of the trail, the latest first, and one entry more where there is another page; on record that it was read.
     *
     * @param reason not blank, at most {@link #MOST_CHARACTERS}
     * @param page from 0
     */
    @Transactional
    public List<Entry> read(StaffId operator, Wanted wanted, String reason, int page, int pageSize) {
        if (reason.isBlank() || reason.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("A reason, and not too long a one");
        }
        jdbc.sql("""
                        insert into assessment_audit_reading (id, read_at, staff_id, reason, wanted, page)
                        values (:id, :at, :staff, :reason, :wanted, :page)""")
                .param("id", Ids.next())
                .param("at", Timestamp.from(clock.instant()))
                .param("staff", operator.value())
                .param("reason", reason)
                .param("wanted", words(wanted))
                .param("page", page)
                .update();
        return entries(wanted, page, pageSize);
    }

    private List<Entry> entries(Wanted wanted, int page, int pageSize) {
        List<Condition> conditions = new ArrayList<>();
        if (wanted.number() != null || wanted.submission() != null) {
            List<UUID> cases = cases(wanted);
            if (cases.isEmpty()) {
                return List.of();
            }
            conditions.add(new Condition("a.case_id in (:cases)", sql -> sql.param("cases", cases)));
        }
        if (wanted.person() != null) {
            UUID staff = wanted.person().value();
            conditions.add(new Condition("a.staff_id = :staff", sql -> sql.param("staff", staff)));
        }
        if (wanted.day() != null) {
            Timestamp from = midnight(wanted.day());
            Timestamp to = midnight(wanted.day().plusDays(1));
            conditions.add(
                    new Condition("a.happened_at >= :from and a.happened_at < :to", sql -> sql.param("from", from)
                            .param("to", to)));
        }
        String where = conditions.isEmpty()
                ? ""
                : conditions.stream().map(Condition::text).collect(Collectors.joining(" and ", " where ", ""));
        StatementSpec sql = jdbc.sql(
                        "select a.happened_at, a.action, a.detail, a.staff_id, c.label from assessment_audit a"
                                + " left join assessment_case c on c.id = a.case_id" + where
                                + " order by a.happened_at desc, a.id desc offset :skip rows fetch first :most rows only")
                .param("skip", (long) page * pageSize)
                .param("most", pageSize + 1);
        for (Condition condition : conditions) {
            sql = condition.fill().apply(sql);
        }
        return sql.query((row, number) -> {
                    UUID who = row.getObject("staff_id", UUID.class);
                    return new Entry(
                            row.getTimestamp("happened_at").toInstant(),
                            row.getString("action"),
                            row.getString("detail"),
                            who == null ? null : new StaffId(who),
                            row.getString("label"));
                })
                .list();
    }

    /** One thing that is looked for, and what fills its blanks. */
    private record Condition(String text, UnaryOperator<StatementSpec> fill) {}

    private static Timestamp midnight(LocalDate day) {
        return Timestamp.from(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** A first draft that was on hold stands there under its own id. */
    private List<UUID> cases(Wanted wanted) {
        return wanted.submission() == null
                ? jdbc.sql("select id from assessment_case where label = :label fetch first " + MOST_CASES
                                + " rows only")
                        .param("label", wanted.number())
                        .query(UUID.class)
                        .list()
                : jdbc.sql("select id from assessment_case where id = :id union"
                                + " select id from assessment_case where submission_id = :id union"
                                + " select submission_id from assessment_hold where submission_id = :id fetch first "
                                + MOST_CASES + " rows only")
                        .param("id", wanted.submission())
                        .query(UUID.class)
                        .list();
    }

    /** Who read it and why, the latest first. */
    @Transactional(readOnly = true)
    public List<Reading> latest(int most) {
        return jdbc.sql("select read_at, staff_id, reason, wanted from assessment_audit_reading"
                        + " order by read_at desc, id desc fetch first :most rows only")
                .param("most", most)
                .query((row, number) -> new Reading(
                        row.getTimestamp("read_at").toInstant(),
                        new StaffId(row.getObject("staff_id", UUID.class)),
                        row.getString("reason"),
                        row.getString("wanted")))
                .list();
    }

    private static String words(Wanted wanted) {
        List<String> words = new ArrayList<>();
        if (wanted.number() != null) {
            words.add(wanted.number());
        }
        if (wanted.submission() != null) {
            words.add(wanted.submission().toString());
        }
        if (wanted.person() != null) {
            words.add(wanted.person().value().toString());
        }
        if (wanted.day() != null) {
            words.add(wanted.day().toString());
        }
        return String.join(", ", words);
    }
}
