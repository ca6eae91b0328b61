package dev.laurel.assessment;

import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows that open a submission to a partner's assessors, and who looked. */
@Repository
class PartnerDraws {

    private static final String SELECT = """
            select d.id, d.agreement_id, d.tenant_id, d.partner_id, d.case_id, d.submission_id, d.version_id, d.family,
              d.drawn_at, d.due_at, d.over_at, c.submitted_at
            from assessment_partner_draw d join assessment_case c on c.id = d.case_id
            """;

    private final JdbcClient jdbc;

    PartnerDraws(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param owner whose submission it is
     * @param partner whose assessors may rate it
     * @param family the partner's micro-credential that they have to be qualified for
     * @param over from then on nobody of the partner sees it
     */
    record Draw(
            UUID id,
            UUID agreement,
            TenantId owner,
            TenantId partner,
            CaseId about,
            SubmissionId submission,
            VersionId version,
            MicroCredentialId family,
            Instant drawnAt,
            Instant dueAt,
            Instant over,
            Instant submittedAt) {}

    /** False when the submission was drawn for this partner before. */
    boolean add(Draw drawn) {
        return jdbc.sql("""
                        insert into assessment_partner_draw (id, agreement_id, tenant_id, partner_id, case_id, submission_id,
                          version_id, family, state, drawn_at, due_at, over_at)
                        values (:id, :agreement, :tenant, :partner, :case, :submission, :version, :family, 'WAITING', :drawn,
                          :due, :over)
                        on conflict do nothing""")
                        .param("id", drawn.id())
                        .param("agreement", drawn.agreement())
                        .param("tenant", drawn.owner().value())
                        .param("partner", drawn.partner().value())
                        .param("case", drawn.about().value())
                        .param("submission", drawn.submission().value())
                        .param("version", drawn.version().value())
                        .param("family", drawn.family().value())
                        .param("drawn", Timestamp.from(drawn.drawnAt()))
                        .param("due", Timestamp.from(drawn.dueAt()))
                        .param("over", Timestamp.from(drawn.over()))
                        .update()
                == 1;
    }

    /** What waits for assessors of these tenants, what is due first first. */
    List<Draw> waiting(Collection<TenantId> partners, Instant now, int atMost) {
        return partners.isEmpty()
                ? List.of()
                : jdbc.sql(SELECT + """
                        where d.partner_id in (:partners) and d.state = 'WAITING' and d.over_at > :now
                        order by d.due_at, d.id fetch first :atMost rows only""")
                        .param(
                                "partners",
                                partners.stream().map(TenantId::value).toList())
                        .param("now", Timestamp.from(now))
                        .param("atMost", atMost)
                        .query(PartnerDraws::draw)
                        .list();
    }

    /** What this person holds and may still look at. */
    List<Draw> heldBy(StaffId staff, Collection<TenantId> partners, Instant now) {
        return partners.isEmpty()
                ? List.of()
                : jdbc.sql(SELECT + """
                        where d.staff_id = :staff and d.state = 'HELD' and d.partner_id in (:partners) and d.over_at > :now
                        order by d.due_at, d.id fetch first 50 rows only""")
                        .param("staff", staff.value())
                        .param(
                                "partners",
                                partners.stream().map(TenantId::value).toList())
                        .param("now", Timestamp.from(now))
                        .query(PartnerDraws::draw)
                        .list();
    }

    /** The submission that a reading lets its rater see, as long as it does. */
    Optional<Draw> open(CaseId reading, StaffId staff, Instant now) {
        return jdbc.sql(SELECT + """
                        where d.reading_id = :reading and d.staff_id = :staff and d.state = 'HELD' and d.over_at > :now""")
                .param("reading", reading.value())
                .param("staff", staff.value())
                .param("now", Timestamp.from(now))
                .query(PartnerDraws::draw)
                .optional();
    }

    /** The reading of what this person holds. */
    Optional<CaseId> readingOf(UUID draw) {
        return jdbc.sql("select reading_id from assessment_partner_draw where id = :id and reading_id is not null")
                .param("id", draw)
                .query(UUID.class)
                .optional()
                .map(CaseId::new);
    }

    /** Of several at once one gets true. */
    boolean take(UUID draw, StaffId staff, CaseId reading, Instant now) {
        return jdbc.sql("""
                        update assessment_partner_draw set state = 'HELD', staff_id = :staff, reading_id = :reading
                        where id = :id and state = 'WAITING' and over_at > :now""")
                        .param("id", draw)
                        .param("staff", staff.value())
                        .param("reading", reading.value())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /** Back to the partner's other assessors. */
    void putBack(CaseId reading) {
        jdbc.sql("""
                        update assessment_partner_draw set state = 'WAITING', staff_id = null, reading_id = null
                        where reading_id = :reading and state = 'HELD'""").param("reading", reading.value()).update();
    }

    /** False where it is not held any more. */
    boolean done(CaseId reading, Instant at) {
        return jdbc.sql("""
                        update assessment_partner_draw set state = 'DONE', ended_at = :at
                        where reading_id = :reading and state = 'HELD' and over_at > :at""")
                        .param("reading", reading.value())
                        .param("at", Timestamp.from(at))
                        .update()
                == 1;
    }

    /**
     * Ends what waits or is held: of an agreement, of a submission, or of both together.
     *
     * @param rated whether what was rated counts no more either
     */
    void end(@Nullable UUID agreement, @Nullable SubmissionId submission, boolean rated, String because, Instant at) {
        if (agreement == null && submission == null) {
            throw new IllegalArgumentException("Of which agreement or submission");
        }
        String which = (agreement == null ? "" : " and agreement_id = :agreement")
                + (submission == null ? "" : " and submission_id = :submission");
        // The reading goes with it, so that nothing is left that could be saved or handed in.
        for (String sql : List.of(
                "update assessment_reading set state = 'ENDED', ended_at = :at where state = 'HELD' and id in"
                        + " (select reading_id from assessment_partner_draw where state = 'HELD'" + which + ")",
                "update assessment_partner_draw set state = 'ENDED', ended_at = :at, ended_because = :because"
                        + " where state in ('WAITING', 'HELD'" + (rated ? ", 'DONE'" : "") + ")" + which)) {
            JdbcClient.StatementSpec statement = jdbc.sql(sql).param("at", Timestamp.from(at));
            if (sql.contains(":because")) {
                statement = statement.param("because", because);
            }
            if (agreement != null) {
                statement = statement.param("agreement", agreement);
            }
            if (submission != null) {
                statement = statement.param("submission", submission.value());
            }
            statement.update();
        }
    }

    void look(Draw at, StaffId staff, @Nullable UUID file, Instant now) {
        jdbc.sql("""
                        insert into assessment_partner_look (id, draw_id, tenant_id, staff_id, looked_at, file_id)
                        values (:id, :draw, :tenant, :staff, :at, :file)""")
                .param("id", Ids.next())
                .param("draw", at.id())
                .param("tenant", at.owner().value())
                .param("staff", staff.value())
                .param("at", Timestamp.from(now))
                .param("file", file)
                .update();
    }

    private static Draw draw(ResultSet row, int number) throws SQLException {
        return new Draw(
                row.getObject("id", UUID.class),
                row.getObject("agreement_id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new TenantId(row.getObject("partner_id", UUID.class)),
                new CaseId(row.getObject("case_id", UUID.class)),
                new SubmissionId(row.getObject("submission_id", UUID.class)),
                new VersionId(row.getObject("version_id", UUID.class)),
                new MicroCredentialId(row.getString("family")),
                row.getTimestamp("drawn_at").toInstant(),
                row.getTimestamp("due_at").toInstant(),
                row.getTimestamp("over_at").toInstant(),
                row.getTimestamp("submitted_at").toInstant());
    }
}
