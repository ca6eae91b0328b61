package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.assessment.AgreementStatistics.OfVersion;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.AttemptId;
import dev.laurel.support.LaurelTest;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Old ratings are nobody's: neither of an earner nor by an assessor; what is counted of them stays. */
@LaurelTest
class AnonymisingTests {

    private static final Instant EIGHT_YEARS_AGO = Instant.now().minus(Duration.ofDays(8 * 366));

    @Autowired
    ApplicationContext context;

    @Autowired
    Queue queue;

    @Autowired
    Anonymising anonymising;

    @Autowired
    AgreementStatistics statistics;

    @Autowired
    Assessments assessments;

    @Autowired
    JdbcClient jdbc;

    private AssessmentFixtures given;
    private TenantId district;
    private StaffMember rosa;
    private StaffMember li;
    private StaffMember lead;

    @BeforeEach
    void twoAssessorsAndALead() {
        given = new AssessmentFixtures(context);
        district = given.district();
        rosa = given.appointed(district, StaffRole.ASSESSOR);
        li = given.appointed(district, StaffRole.ASSESSOR);
        lead = given.appointed(district, StaffRole.LEAD_ASSESSOR);
    }

    /** Rated by both, and settled by the lead where they differ. */
    private CaseId rated(AttemptId attempt, Map<String, String> byLi) {
        CaseId id = given.waiting(given.hinge(), attempt, district);
        rates(rosa, Work.RATING, Map.of());
        rates(li, Work.RATING, byLi);
        if (!byLi.isEmpty()) {
            rates(lead, Work.DISPUTE, Map.of());
        }
        return id;
    }

    private void rates(StaffMember by, Work work, Map<String, String> levels) {
        CaseId taken = queue.takeNext(by, UUID.randomUUID(), work).orElseThrow();
        given.rate(taken, by, levels, "Their own words");
        given.handIn(taken, by);
    }

    private void handedInAndDecided(CaseId id, Instant at) {
        jdbc.sql("update assessment_case set submitted_at = ? where id = ?")
                .params(Timestamp.from(at), id.value())
                .update();
        jdbc.sql("update assessment_decision set decided_at = ? where case_id = ?")
                .params(Timestamp.from(at), id.value())
                .update();
    }

    private boolean isNobodys(CaseId id) {
        return jdbc.sql("select count(*) from assessment_case where id = ? and anonymised_at is not null")
                        .param(id.value())
                        .query(Integer.class)
                        .single()
                == 1;
    }

    @Test
    void leavesWhatIsYoungOrUndecidedOrPartOfWorkThatGoesOn() {
        AttemptId young = given.attempt();
        CaseId decided = rated(young, Map.of());
        AttemptId goesOn = given.attempt();
        CaseId first = rated(goesOn, Map.of("C2", "progressing"));
        handedInAndDecided(first, EIGHT_YEARS_AGO);
        CaseId second = given.waiting(given.hinge(), new AttemptId(goesOn.submission(), 2), district);
        AttemptId waits = given.attempt();
        CaseId waiting = given.waiting(given.hinge(), waits, district);
        jdbc.sql("update assessment_case set submitted_at = ? where id = ?")
                .params(Timestamp.from(EIGHT_YEARS_AGO), waiting.value())
                .update();

        anonymising.look();

        assertThat(List.of(decided, first, second, waiting)).noneMatch(this::isNobodys);
        assertThat(assessments.history(young.submission())).hasSize(1);
    }

    @Test
    void aProgrammeKeepsRatingsForItsOwnNumberOfYears() {
        CaseId here = rated(given.attempt(), Map.of());
        handedInAndDecided(here, EIGHT_YEARS_AGO);
        given.practice(district, lead, Map.of("laurel.retention.ratings-years", "9"));
        anonymising.look();
        assertThat(isNobodys(here)).as("nine years").isFalse();

        given.practice(district, lead, Map.of("laurel.retention.ratings-years", "8"));
        anonymising.look();
        assertThat(isNobodys(here)).as("eight years").isTrue();
    }

    @Test
    void leavesWhatServesAsAnExample() {
        AttemptId attempt = given.attempt();
        CaseId example = rated(attempt, Map.of());
        handedInAndDecided(example, EIGHT_YEARS_AGO);
        UUID anchor = UUID.randomUUID();
        jdbc.sql(
                        "insert into assessment_anchor (id, tenant_id, family, version_id, name, task, state, source_case,"
                                + " made_by, made_at) select ?, tenant_id, 'f', version_id, 'x', 'TRAINING', 'ACTIVE', id, ?, submitted_at from assessment_case where id = ?")
                .params(anchor, lead.id().value(), example.value())
                .update();
        anonymising.look();
        assertThat(isNobodys(example)).isFalse();
        jdbc.sql("update assessment_anchor set state = 'WITHDRAWN', source_case = null where id = ?")
                .param(anchor)
                .update();
        anonymising.look();
        assertThat(isNobodys(example)).isTrue();
    }

    @Test
    void nobodyIsInOldRatingsAndEveryFigureStays() {
        AttemptId old = given.attempt();
        CaseId disputed = rated(old, Map.of("C2", "progressing"));
        CaseId agreed = rated(given.attempt(), Map.of());
        handedInAndDecided(disputed, EIGHT_YEARS_AGO);
        UUID draw = ratedByAPartnerToo(disputed);
        List<OfVersion> before = figures();
        String levels = levels(disputed);
        Set<UUID> people = new HashSet<>(List.of(
                rosa.id().value(),
                li.id().value(),
                lead.id().value(),
                old.submission().value()));
        assertThat(found(disputed, people)).isNotEmpty();

        anonymising.look();
        anonymising.look();

        assertThat(isNobodys(disputed)).isTrue();
        assertThat(isNobodys(agreed)).isFalse();
        assertThat(found(disputed, people)).isEmpty();
        assertThat(jdbc.sql("select staff_id from assessment_partner_look where draw_id = ?")
                        .param(draw)
                        .query(UUID.class)
                        .single())
                .isNotIn(people);
        assertThat(assessments.history(old.submission())).isEmpty();
        assertThat(assessments.ratersKept(old.submission())).hasValue(2);
        assertThat(levels(disputed)).isEqualTo(levels);
        assertThat(figures()).usingRecursiveComparison().isEqualTo(before);
        assertThat(jdbc.sql("select count(*) from assessment_rating where case_id = ? and words <> ''")
                        .param(disputed.value())
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(jdbc.sql("select count(distinct rater_id) from assessment_rating where case_id = ?")
                        .param(disputed.value())
                        .query(Integer.class)
                        .single())
                .as("still different people")
                .isEqualTo(3);
        assertThat(found(agreed, people)).as("what is young keeps its raters").isNotEmpty();
    }

    private List<OfVersion> figures() {
        return statistics.byVersion(List.of(district), Instant.now().minus(Duration.ofDays(365)), 0, 10);
    }

    private String levels(CaseId id) {
        return jdbc.sql("select criterion_id, level_key, met, raters, adjudicated from assessment_decision_criterion"
                        + " where case_id = ? order by position")
                .param(id.value())
                .query()
                .listOfRows()
                .toString();
    }

    private UUID ratedByAPartnerToo(CaseId id) {
        UUID draw = UUID.randomUUID();
        jdbc.sql("insert into assessment_partner_draw (id, agreement_id, tenant_id, partner_id, case_id, submission_id,"
                        + " version_id, family, state, drawn_at, due_at, over_at, staff_id)"
                        + " select ?, ?, tenant_id, tenant_id, id, submission_id, version_id, 'f', 'RATED', submitted_at,"
                        + " submitted_at, submitted_at, cast(? as uuid) from assessment_case where id = ?")
                .params(draw, UUID.randomUUID(), li.id().value(), id.value())
                .update();
        jdbc.sql("insert into assessment_partner_look (id, draw_id, tenant_id, staff_id, looked_at)"
                        + " select ?, ?, tenant_id, cast(? as uuid), submitted_at from assessment_case where id = ?")
                .params(UUID.randomUUID(), draw, li.id().value(), id.value())
                .update();
        return draw;
    }

    /** Wherever any table of this module names one of them in a row about that case. */
    private List<String> found(CaseId id, Set<UUID> people) {
        List<String> tables = jdbc.sql(
                        "select distinct lower(table_name) from information_schema.columns"
                                + " where lower(table_name) like 'assessment\\_%' escape '\\' and lower(column_name) = 'case_id'")
                .query(String.class)
                .list();
        assertThat(tables).contains("assessment_rating", "assessment_seat", "assessment_audit");
        List<String> rows = tables.stream()
                .filter(
                        table -> jdbc
                                .sql("select * from " + table + " where case_id = ?")
                                .param(id.value())
                                .query()
                                .listOfRows()
                                .stream()
                                .anyMatch(row -> row.values().stream().anyMatch(people::contains)))
                .collect(Collectors.toList());
        if (people.contains(jdbc.sql("select submission_id from assessment_case where id = ?")
                .param(id.value())
                .query(UUID.class)
                .single())) {
            rows.add("assessment_case");
        }
        return rows;
    }
}
