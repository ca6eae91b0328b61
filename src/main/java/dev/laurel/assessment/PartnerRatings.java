package dev.laurel.assessment;

import dev.laurel.agreement.Figure;
import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.assessment.PartnerDraws.Draw;
import dev.laurel.assessment.RatedByBoth.Line;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.catalog.VersionId;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.Turnaround;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Submissions that assessors of another tenant rate as well, so that both can compare. Whoever calls has the consent of the
 * earner and the agreement of both tenants, and ends it when either is taken back. Such a rating decides nothing.
 */
@Component
public class PartnerRatings {

    /** So long after it was due a submission stays open to the partner. */
    private static final Duration AFTER_DUE = Duration.ofDays(14);

    private final PartnerDraws draws;
    private final Cases cases;
    private final Catalogue catalogue;
    private final Turnaround turnaround;
    private final AuditTrail audit;
    private final JdbcClient jdbc;
    private final Clock clock;

    PartnerRatings(
            PartnerDraws draws,
            Cases cases,
            Catalogue catalogue,
            Turnaround turnaround,
            AuditTrail audit,
            JdbcClient jdbc,
            Clock clock) {
        this.draws = draws;
        this.cases = cases;
        this.catalogue = catalogue;
        this.turnaround = turnaround;
        this.audit = audit;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Why something is no longer open to the partner. */
    public enum Because {
        CONSENT_WITHDRAWN,
        EVIDENCE_GONE,
        AGREEMENT_ENDED
    }

    /**
     * Opens a first attempt that is being scored to a partner's assessors. The second time nothing happens.
     *
     * @param family the partner's micro-credential that they have to be qualified for
     * @param until when the agreement is over
     * @return false where there is no such case of that tenant, or it was opened before
     */
    @Transactional
    public boolean open(
            UUID agreement,
            AttemptId attempt,
            TenantId owner,
            TenantId partner,
            MicroCredentialId family,
            Instant until) {
        Instant now = clock.instant();
        AssessmentCase about = cases.latestOf(attempt).flatMap(cases::find).orElse(null);
        if (about == null
                || attempt.number() != 1
                || owner.equals(partner)
                || !about.tenant().equals(owner)
                || about.state() == CaseState.WITHDRAWN
                || !now.isBefore(until)) {
            return false;
        }
        Instant due = turnaround.after(partner, now, turnaround.scoringDays(partner));
        Instant over = due.plus(AFTER_DUE);
        boolean added = draws.add(new Draw(
                Ids.next(),
                agreement,
                owner,
                partner,
                about.id(),
                attempt.submission(),
                about.version(),
                family,
                now,
                due.isBefore(until) ? due : until,
                over.isBefore(until) ? over : until,
                about.submittedAt()));
        if (added) {
            audit.record(about, null, Action.PARTNER_DRAWN, partner.value().toString());
        }
        return added;
    }

    /** Ends at once what partners have of this submission, under one agreement: what was rated counts no more. */
    @Transactional
    public void withdraw(SubmissionId submission, UUID agreement) {
        draws.end(agreement, submission, true, Because.CONSENT_WITHDRAWN.name(), clock.instant());
    }

    /** Ends at once what partners have of this submission and not yet rated. */
    @Transactional
    public void end(SubmissionId submission, Because because) {
        draws.end(null, submission, false, because.name(), clock.instant());
    }

    /** Ends at once everything that waits or is being rated under an agreement. */
    @Transactional
    public void end(UUID agreement, Because because) {
        draws.end(agreement, null, false, because.name(), clock.instant());
    }

    /**
     * That somebody of a partner looked.
     *
     * @param label of the submission, as its assessors see it
     * @param file whether at a file, and otherwise at the page
     */
    public record Look(TenantId owner, TenantId partner, String label, Instant at, boolean file) {}

    private static final String LOOKS = """
            select d.tenant_id, d.partner_id, d.case_id, l.looked_at, l.file_id
            from assessment_partner_look l join assessment_partner_draw d on d.id = l.draw_id
            """;

    /** Looks at one submission, the latest first; at most five hundred. */
    @Transactional(readOnly = true)
    public List<Look> looksAt(TenantId owner, SubmissionId submission) {
        return looks(jdbc.sql(LOOKS + """
                        where d.tenant_id = :tenant and d.submission_id = :submission
                        order by l.looked_at desc, l.id fetch first 500 rows only""").param("tenant", owner.value()).param("submission", submission.value()));
    }

    /** Looks at submissions of these tenants, the latest first; page from 0. */
    @Transactional(readOnly = true)
    public List<Look> looks(Collection<TenantId> owners, int page, int pageSize) {
        return owners.isEmpty()
                ? List.of()
                : looks(jdbc.sql(LOOKS + """
                                where l.tenant_id in (:tenants)
                                order by l.looked_at desc, l.id offset :skip rows fetch first :size rows only""")
                        .param("tenants", owners.stream().map(TenantId::value).toList())
                        .param("skip", (long) page * pageSize)
                        .param("size", pageSize));
    }

    private static List<Look> looks(JdbcClient.StatementSpec query) {
        return query.query((row, number) -> new Look(
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        new TenantId(row.getObject("partner_id", UUID.class)),
                        new CaseId(row.getObject("case_id", UUID.class)).label(),
                        row.getTimestamp("looked_at").toInstant(),
                        row.getObject("file_id", UUID.class) != null))
                .list();
    }

    /** How a submission that was opened to a partner stands there. */
    public enum Standing {
        WAITING,
        HELD,
        DONE,
        ENDED,
        /** Nobody rated it in time. */
        OVER
    }

    /** How a submission stands with partners, by agreement; empty for those that chance passed by. */
    @Transactional(readOnly = true)
    public Map<UUID, Standing> standing(TenantId owner, SubmissionId submission) {
        Instant now = clock.instant();
        Map<UUID, Standing> standing = new HashMap<>();
        jdbc.sql("select agreement_id, state, over_at from assessment_partner_draw"
                        + " where tenant_id = :tenant and submission_id = :submission")
                .param("tenant", owner.value())
                .param("submission", submission.value())
                .query(row -> {
                    Standing state = Standing.valueOf(Objects.requireNonNull(row.getString("state")));
                    boolean open = state == Standing.WAITING || state == Standing.HELD;
                    boolean over = !now.isBefore(row.getTimestamp("over_at").toInstant());
                    standing.put(row.getObject("agreement_id", UUID.class), open && over ? Standing.OVER : state);
                });
        return standing;
    }

    /** From here on, everything that was rated on both sides. */
    private static final String RATED = """
             from assessment_partner_draw d
            join assessment_seat s on s.case_id = d.case_id and s.seat = 'FIRST' and s.state = 'DONE'
            join assessment_reading p on p.id = d.reading_id and p.state = 'DONE'
            """;

    private static final String OF_AGREEMENT = "where d.agreement_id = :agreement and d.state = 'DONE'"
            + " and d.tenant_id in (:first, :second) and d.partner_id in (:first, :second)";

    /**
     * What both sides made of the same submissions under an agreement. The first rating of the owner stands against the one of
     * the partner's assessor. Both sides are told exactly the same, if they ask with the same order.
     *
     * @param rubric of whose criteria the titles are
     */
    @Transactional(readOnly = true)
    public RatedByBoth of(UUID agreement, TenantId first, TenantId second, MicroCredential rubric) {
        int[] drawn = jdbc.sql("select count(*) as drawn, sum(case when state in ('WAITING', 'HELD') and over_at > :now"
                        + " then 1 else 0 end) as open from assessment_partner_draw where agreement_id = :agreement")
                .param("now", Timestamp.from(clock.instant()))
                .param("agreement", agreement)
                .query((row, number) -> new int[] {row.getInt("drawn"), row.getInt("open")})
                .single();
        record Sums(int submissions, int same, int first, int second) {}
        Sums sums = query(
                        "select count(*) as submissions, sum(case when s.earned = p.earned then 1 else 0 end) as same,"
                                + " count(distinct case when d.tenant_id = :first then s.staff_id else p.staff_id end) as of_first,"
                                + " count(distinct case when d.tenant_id = :first then p.staff_id else s.staff_id end) as of_second"
                                + RATED + OF_AGREEMENT,
                        agreement,
                        first,
                        second)
                .query((row, number) -> new Sums(
                        row.getInt("submissions"), row.getInt("same"), row.getInt("of_first"), row.getInt("of_second")))
                .single();
        boolean told = sums.submissions() >= RatedByBoth.FEWEST_SUBMISSIONS
                && sums.first() >= RatedByBoth.FEWEST_RATERS
                && sums.second() >= RatedByBoth.FEWEST_RATERS;
        if (!told) {
            return new RatedByBoth(
                    drawn[0],
                    drawn[1],
                    sums.submissions(),
                    false,
                    0,
                    0,
                    Figure.undefined(0),
                    Line.untold(""),
                    List.of());
        }
        Map<String, Cells> cells = cells(agreement, first, second);
        PairSums all = new PairSums();
        List<Line> lines = new ArrayList<>();
        for (Criterion criterion : rubric.rubric().criteria()) {
            Cells of = cells.getOrDefault(criterion.id(), new Cells());
            if (of.pairs() < RatedByBoth.FEWEST_SUBMISSIONS) {
                // Not in the sums either, from which it could be told.
                lines.add(Line.untold(criterion.title()));
                continue;
            }
            PairSums one = new PairSums();
            of.into(one);
            of.into(all);
            lines.add(Line.of(criterion.title(), one.figures()));
        }
        return new RatedByBoth(
                drawn[0],
                drawn[1],
                sums.submissions(),
                true,
                sums.first(),
                sums.second(),
                Figure.share(sums.same(), sums.submissions()),
                Line.of("", all.figures()),
                lines);
    }

    private JdbcClient.StatementSpec query(String sql, UUID agreement, TenantId first, TenantId second) {
        return jdbc.sql(sql)
                .param("agreement", agreement)
                .param("first", first.value())
                .param("second", second.value());
    }

    private record Cell(Criterion criterion, String first, String second, int pairs) {}

    /** The pairs of one criterion, maybe of several versions whose rubrics are alike. */
    private static final class Cells {

        private final List<Cell> cells = new ArrayList<>();

        int pairs() {
            return cells.stream().mapToInt(Cell::pairs).sum();
        }

        void into(PairSums sums) {
            cells.forEach(cell -> sums.add(cell.criterion(), cell.first(), cell.second(), cell.pairs()));
        }
    }

    private Map<String, Cells> cells(UUID agreement, TenantId first, TenantId second) {
        Map<String, Cells> cells = new LinkedHashMap<>();
        query(
                        "select d.version_id, o.criterion_id,"
                                + " case when d.tenant_id = :first then o.level_key else g.level_key end as of_first,"
                                + " case when d.tenant_id = :first then g.level_key else o.level_key end as of_second,"
                                + " count(*) as pairs" + RATED + """
                                join assessment_rating o on o.case_id = d.case_id and o.rater_id = s.staff_id
                                join assessment_reading_rating g on g.reading_id = p.id and g.criterion_id = o.criterion_id
                                """ + OF_AGREEMENT
                                + " and o.level_key is not null and g.level_key is not null group by d.version_id,"
                                + " o.criterion_id, d.tenant_id, o.level_key, g.level_key",
                        agreement,
                        first,
                        second)
                .query(row -> {
                    String id = Objects.requireNonNull(row.getString("criterion_id"));
                    String one = Objects.requireNonNull(row.getString("of_first"));
                    String other = Objects.requireNonNull(row.getString("of_second"));
                    int pairs = row.getInt("pairs");
                    catalogue
                            .version(new VersionId(row.getObject("version_id", UUID.class)))
                            .flatMap(version -> version.rubric().criterion(id))
                            .ifPresent(criterion -> cells.computeIfAbsent(id, key -> new Cells())
                                    .cells
                                    .add(new Cell(criterion, one, other, pairs)));
                });
        return cells;
    }
}
