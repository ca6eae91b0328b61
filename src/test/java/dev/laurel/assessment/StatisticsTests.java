package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.laurel.agreement.Agreement.Alpha;
import dev.laurel.agreement.Figure;
import dev.laurel.assessment.AgreementStatistics.OfCriterion;
import dev.laurel.assessment.AgreementStatistics.OfRater;
import dev.laurel.assessment.AgreementStatistics.OfVersion;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What leads see of how far their raters agree. */
@LaurelTest
class StatisticsTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Queue queue;

    @Autowired
    AgreementStatistics statistics;

    @Autowired
    Assessments assessments;

    @Autowired
    Staff staff;

    @Autowired
    LaurelSettings settings;

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

    private Instant lastYear() {
        return Instant.now().minus(Duration.ofDays(365));
    }

    /** One submission of the double-scored micro-credential, rated by both at these levels and else at the cut. */
    private CaseId rated(Map<String, String> byRosa, Map<String, String> byLi) {
        CaseId id = given.waiting(given.hinge(), given.attempt(), district);
        rates(rosa, byRosa);
        rates(li, byLi);
        return id;
    }

    private void rates(StaffMember by, Map<String, String> levels) {
        CaseId taken = queue.takeNext(by, UUID.randomUUID()).orElseThrow();
        given.rate(taken, by, levels, "Words");
        given.handIn(taken, by);
    }

    private OfCriterion criterion(String id) {
        return statistics.byCriterion(List.of(district), lastYear(), given.hinge()).stream()
                .filter(one -> one.criterion().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothingIsDefinedBeforeTwoHaveRatedTheSame() {
        given.waiting(given.hinge(), given.attempt(), district);
        rates(rosa, Map.of());

        assertThat(statistics.byVersion(List.of(district), lastYear(), 0, 10)).isEmpty();
        assertThat(statistics.byRater(List.of(district), lastYear(), null, 0, 10))
                .isEmpty();
        assertThat(assessments.decisionAgreement(district, given.hinge().versionId()))
                .isEmpty();
        assertThat(criterion("C1").figures().decision().value()).isNull();
    }

    @Test
    void whatSettledADisputeCountsForNothing() {
        rated(Map.of(), Map.of("C2", "progressing"));
        CaseId disputed = queue.takeNext(lead, UUID.randomUUID(), Work.DISPUTE).orElseThrow();
        given.rate(disputed, lead, Map.of(), "Settled");
        given.handIn(disputed, lead);

        assertThat(criterion("C2").figures().pairs()).isEqualTo(1);
        assertThat(criterion("C2").figures().decision().value()).isZero();
        assertThat(criterion("C1").figures().decision().value()).isEqualTo(1);
        assertThat(statistics.byRater(List.of(district), lastYear(), null, 0, 10))
                .extracting(OfRater::rater)
                .containsExactlyInAnyOrder(rosa.id(), li.id());
    }

    @Test
    void leadsWithTheDecisionAndSaysWhatIsNotDefined() {
        rated(Map.of(), Map.of("C2", "progressing"));
        rated(Map.of(), Map.of());
        MicroCredential hinge = given.hinge();
        int criteria = hinge.rubric().criteria().size();
        int graded = (int) hinge.rubric().criteria().stream()
                .filter(criterion -> !criterion.isPassFail())
                .count();

        OfVersion all =
                statistics.byVersion(List.of(district), lastYear(), 0, 10).get(0);

        assertThat(all.figures().decision().n()).isEqualTo(2 * criteria);
        assertThat(all.figures().decision().value()).isEqualTo((2.0 * criteria - 1) / (2 * criteria));
        assertThat(all.figures().kappa().n()).as("levels of the rubric only").isEqualTo(2 * graded);
        assertThat(all.figures().kappa().value())
                .as("one of them never left the cut")
                .isZero();
        assertThat(all.figures().firstMet() + all.figures().secondMet()).isEqualTo(4 * criteria - 1);
        assertThat(criterion("C1").figures().kappa().value()).as("all the same").isNull();
        assertThat(criterion("C1").figures().alpha())
                .isEqualTo(new Alpha(Figure.undefined(2), Figure.undefined(2), Figure.undefined(2)));
        assertThat(criterion("C1").figures().exact().value()).isEqualTo(1);
    }

    @Test
    void alphaIsTellsMissesByOneLevelAndByTwoApartWhereLevelsHaveAnOrder() {
        rated(Map.of("C2", "beginning"), Map.of("C2", "progressing"));
        rated(Map.of(), Map.of());
        rated(Map.of("C2", "progressing"), Map.of());
        Alpha alpha = criterion("C2").figures().alpha();

        // The six ratings lie at levels 0, 1, 2, 2, 1, 2: a table small enough to count by hand.
        assertThat(alpha.nominal().value()).isCloseTo(1 - (4.0 / 6) / (22.0 / 30), within(1e-9));
        assertThat(alpha.interval().value()).isCloseTo(1 - (4.0 / 6) / (40.0 / 30), within(1e-9));
        assertThat(alpha.ordinal().value()).isNotEqualTo(alpha.nominal().value());
        assertThat(alpha.ordinal().n()).isEqualTo(3);
    }

    @Test
    void eachCountsAgainstWhomeverRatedTheSame() {
        rated(Map.of("C3", "progressing"), Map.of());
        OfRater ofRosa = statistics
                .byRater(List.of(district), lastYear(), given.hinge().versionId(), 0, 10)
                .stream()
                .filter(one -> one.rater().equals(rosa.id()))
                .findFirst()
                .orElseThrow();

        assertThat(ofRosa.figures().firstMet()).isEqualTo(ofRosa.figures().pairs() - 1);
        assertThat(ofRosa.figures().secondMet()).isEqualTo(ofRosa.figures().pairs());
    }

    @Test
    void othersMayAskForTheLastYearInOneFigure() {
        rated(Map.of(), Map.of("C2", "progressing"));
        int criteria = given.hinge().rubric().criteria().size();

        DecisionAgreement agreement = assessments
                .decisionAgreement(district, given.hinge().versionId())
                .orElseThrow();

        assertThat(agreement.n()).isEqualTo(criteria);
        assertThat(agreement.share()).isEqualTo((criteria - 1.0) / criteria);
        assertThat(agreement.low()).isLessThan(agreement.share());
        assertThat(agreement.high()).isGreaterThan(agreement.share());
    }

    private HttpBrowser signIn(StaffRole role, TenantId tenant) {
        HttpBrowser browser = new HttpBrowser();
        Colleague.of(staff, "Greta Holm", tenant, role).signsIn(settings, browser);
        return browser;
    }

    @Test
    void aLeadReadsThePagesAndNobodyElseDoes() {
        rated(Map.of(), Map.of("C2", "progressing"));
        HttpBrowser greta = signIn(StaffRole.LEAD_ASSESSOR, district);

        HttpBrowser.Page page = greta.get(settings.at("/assess/lead/statistics"));
        assertThat(page.select("main tbody th[scope=row]").text())
                .contains(given.hinge().title());
        assertThat(page.select("svg.strip circle")).hasSize(1);
        assertThat(page.text()).contains("Agree on met or not", "n = 6", "not defined");

        HttpBrowser.Page version = greta.get(settings.at(
                "/assess/lead/statistics/" + given.hinge().versionId().value()));
        for (Criterion criterion : given.hinge().rubric().criteria()) {
            assertThat(version.text()).contains(criterion.title());
        }
        assertThat(version.select(".cross td.same")).isNotEmpty();
        assertThat(greta.get(settings.at("/assess/lead/statistics/people")).select("main tbody tr"))
                .hasSize(2);

        assertThat(signIn(StaffRole.LEAD_ASSESSOR, given.district())
                        .get(settings.at("/assess/lead/statistics"))
                        .text())
                .as("of another district")
                .contains("No criterion has been rated by two people");
    }
}
