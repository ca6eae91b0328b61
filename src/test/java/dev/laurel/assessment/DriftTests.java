package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.laurel.assessment.Anchor.Task;
import dev.laurel.assessment.Drift.Alarm;
import dev.laurel.assessment.Drift.Steadiness;
import dev.laurel.assessment.Pauses.Because;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether somebody still sees met and not met as others do, and what follows when not. */
@LaurelTest
class DriftTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Drift drift;

    @Autowired
    Pauses pauses;

    @Autowired
    Queue queue;

    @Autowired
    Qualifying qualifying;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private AssessmentFixtures given;
    private TenantId district;
    private StaffMember lead;
    private StaffMember rosa;
    private StaffMember li;
    private Instant at = Instant.now().minusSeconds(100_000);

    @BeforeEach
    void aDistrict() {
        given = new AssessmentFixtures(context);
        district = given.district();
        lead = given.appointed(district, StaffRole.LEAD_ASSESSOR);
        rosa = given.appointed(district, StaffRole.ASSESSOR);
        li = given.appointed(district, StaffRole.ASSESSOR);
    }

    /** So many criteria rated by both, the later the later; where they do not agree, li said met and rosa did not. */
    private void pairs(int agreed, int disagreed) {
        CaseId about = given.waiting(given.hinge(), given.attempt(), district);
        for (int i = 0; i < agreed + disagreed; i++) {
            // A case for each: one criterion is noted once a case.
            CaseId one = i == 0 ? about : copyOf(about);
            at = at.plusSeconds(60);
            jdbc.sql("""
                            insert into assessment_double_rating (case_id, criterion_id, tenant_id, version_id, first_rater,
                              second_rater, first_level, second_level, rated_at)
                            values (:case, 'C1', :tenant, :version, :rosa, :li, :first, 'demonstrated', :at)""")
                    .param("case", one.value())
                    .param("tenant", district.value())
                    .param("version", given.hinge().versionId().value())
                    .param("rosa", rosa.id().value())
                    .param("li", li.id().value())
                    .param("first", i < agreed ? "distinguished" : "progressing")
                    .param("at", Timestamp.from(at))
                    .update();
        }
    }

    private CaseId copyOf(CaseId about) {
        CaseId id = new CaseId(UUID.randomUUID());
        jdbc.sql("""
                        insert into assessment_case (id, tenant_id, submission_id, attempt, version_id, submitted_at, due_at, state)
                        select :id, tenant_id, :submission, 1, version_id, submitted_at, due_at, 'DECIDED'
                        from assessment_case where id = :about""")
                .param("id", id.value())
                .param("submission", UUID.randomUUID())
                .param("about", about.value())
                .update();
        return id;
    }

    private Steadiness steadiness() {
        return drift.of(district, rosa.id());
    }

    @Test
    void fewerThanThirtyTellNothing() {
        pairs(0, 29);

        drift.look(district, rosa.id());

        assertThat(steadiness().alarm()).isEqualTo(Alarm.UNTOLD);
        assertThat(steadiness().decision().n()).isEqualTo(29);
        assertThat(pauses.of(district, rosa.id())).isEmpty();
    }

    @Test
    void threeInFourIsAWarningAndNoPause() {
        pairs(30, 10);

        drift.look(district, rosa.id());

        assertThat(steadiness().alarm()).isEqualTo(Alarm.WARNS);
        assertThat(steadiness().decision().value()).isEqualTo(0.75);
        assertThat(steadiness().decision().interval().low()).isCloseTo(0.598, within(0.001));
        assertThat(steadiness().decision().interval().high()).isCloseTo(0.858, within(0.001));
        assertThat(pauses.of(district, rosa.id())).isEmpty();
    }

    @Test
    void eightyFiveInAHundredIsSteady() {
        pairs(34, 6);

        assertThat(steadiness().alarm()).isEqualTo(Alarm.STEADY);
    }

    @Test
    void onlyTheLatestFiftyCount() {
        pairs(0, 40);
        pairs(50, 0);

        assertThat(steadiness().alarm()).isEqualTo(Alarm.STEADY);
        assertThat(steadiness().decision().n()).isEqualTo(50);
    }

    @Test
    void belowThreeInFourPausesAllNewWorkOnce() {
        pairs(29, 11);
        given.waiting(given.literacy(), given.attempt(), district);

        drift.look(district, rosa.id());
        drift.look(district, rosa.id());

        assertThat(pauses.of(district, rosa.id()))
                .extracting(Pauses.Pause::because)
                .containsExactly(Because.DRIFT);
        assertThat(queue.takeNext(rosa, UUID.randomUUID())).isEmpty();
        assertThat(queue.takeNext(li, UUID.randomUUID())).isPresent();
    }

    @Test
    void whatALeadHasForgivenDoesNotCountAgain() {
        pairs(10, 30);
        drift.look(district, rosa.id());
        Pauses.Pause pause = pauses.of(district, rosa.id()).get(0);

        pauses.lift(pause, lead.id(), "We went through the cases together");
        drift.look(district, rosa.id());

        assertThat(pauses.of(district, rosa.id())).isEmpty();
        assertThat(steadiness().decision().n()).isZero();
        assertThat(given.audit(pause.id())).containsExactly("PAUSED", "PAUSE_LIFTED");
    }

    /** A set of two pieces that Rosa has begun. */
    private UUID begunSet() {
        given.anchor(lead, district, given.hinge(), Task.QUALIFYING, Map.of());
        given.anchor(lead, district, given.hinge(), Task.QUALIFYING, Map.of());
        return qualifying
                .begin(rosa, district, given.hinge().id())
                .orElseThrow()
                .id();
    }

    private void rate(StaffMember rater, UUID set, Map<String, String> levels) {
        qualifying
                .run(rater, set)
                .orElseThrow()
                .pieces()
                .forEach(piece -> given.rateBlind(piece.reading().id(), rater, levels));
    }

    @Test
    void whoQualifiesAnewGoesOn() {
        pairs(10, 30);
        drift.look(district, rosa.id());

        rate(rosa, begunSet(), Map.of());

        assertThat(pauses.of(district, rosa.id())).isEmpty();
    }

    @Test
    void aProgrammeJudgesByItsOwnWindowAndShares() {
        pairs(16, 4);
        assertThat(steadiness().alarm()).isEqualTo(Alarm.UNTOLD);

        given.practice(district, lead, Map.of("laurel.quality.drift-least", "20"));
        assertThat(steadiness().alarm()).as("80 percent").isEqualTo(Alarm.WARNS);

        given.practice(district, lead, Map.of("laurel.quality.drift-pauses", "0.82"));
        assertThat(steadiness().alarm()).isEqualTo(Alarm.PAUSES);

        given.practice(district, lead, Map.of("laurel.quality.drift-least", "4", "laurel.quality.drift-window", "4"));
        assertThat(steadiness().decision().n()).isEqualTo(4);
        assertThat(drift.of(java.util.List.of(district), rosa.id())
                        .get(district)
                        .decision()
                        .n())
                .isEqualTo(4);
    }

    @Test
    void leadsReadHowASetWentThatDidNotQualifyAndThatOneIsUnderWay() {
        Colleague ruth = Colleague.of(context.getBean(Staff.class), "Ruth Adeyemi", district, StaffRole.LEAD_ASSESSOR);
        HttpBrowser browser = new HttpBrowser();
        ruth.signsIn(settings, browser);
        UUID run = begunSet();
        assertThat(browser.get(settings.at("/assess/lead/people")).text())
                .contains("Sets to qualify", "being rated")
                .doesNotContain("same level");

        rate(rosa, run, Map.of("C1", "beginning"));

        assertThat(browser.get(settings.at("/assess/lead/people")).text())
                .contains("Not yet", "10 of 12 same level, 10 same side of the cut, 2 far off")
                .doesNotContain("being rated");
    }

    @Test
    void aLeadReadsHowPeopleRateAnAnchorAndWhereMostSeeItOtherwise() {
        Colleague ruth = Colleague.of(context.getBean(Staff.class), "Ruth Adeyemi", district, StaffRole.LEAD_ASSESSOR);
        HttpBrowser browser = new HttpBrowser();
        ruth.signsIn(settings, browser);
        AnchorId anchor = given.anchor(lead, district, given.hinge(), Task.QUALIFYING, Map.of());
        given.anchor(lead, district, given.hinge(), Task.QUALIFYING, Map.of());
        URI page = settings.at("/assess/lead/anchors/" + anchor.value());
        assertThat(browser.get(page).select("[aria-labelledby=rated]").text()).contains("Nobody has rated it yet");

        for (int person = 0; person < 3; person++) {
            StaffMember rater = given.appointed(district, StaffRole.ASSESSOR);
            UUID set = qualifying
                    .begin(rater, district, given.hinge().id())
                    .orElseThrow()
                    .id();
            rate(rater, set, person == 0 ? Map.of() : Map.of("C1", "beginning"));
        }

        HttpBrowser.Page rated = browser.get(page);
        assertThat(rated.select("[aria-labelledby=rated] tr:contains(2.)").text())
                .contains("Most see it otherwise", "1 of 3", "2");
        assertThat(rated.select("[aria-labelledby=rated] tr:contains(3.)").text())
                .contains("3 of 3")
                .doesNotContain("Most see it otherwise");
    }

    @Test
    void whoIsPausedIsNotToldThatWorkWillAppear() {
        Colleague eva = Colleague.of(context.getBean(Staff.class), "Eva Lund", district, StaffRole.ASSESSOR);
        HttpBrowser browser = new HttpBrowser();
        eva.signsIn(settings, browser);
        assertThat(browser.get(settings.at("/assess")).text()).contains("it appears here");

        pauses.pause(district, null, eva.id(), Because.LEAD, "Read the training again", lead.id());

        assertThat(browser.get(settings.at("/assess")).text())
                .contains("This queue gives you nothing while your ratings are paused")
                .doesNotContain("it appears here");
    }

    @Test
    void whoIsPausedAndLooksThroughWorkIsNotToldThatTheyGetNothing() {
        Colleague eva = Colleague.of(
                context.getBean(Staff.class),
                "Eva Lund",
                district,
                StaffRole.ASSESSOR,
                StaffRole.COMPLETENESS_REVIEWER);
        pauses.pause(district, null, eva.id(), Because.LEAD, "Read the training again", lead.id());
        HttpBrowser browser = new HttpBrowser();
        eva.signsIn(settings, browser);

        assertThat(browser.get(settings.at("/assess")).text()).doesNotContain("Nothing new is given to you");
    }

    @Test
    void aLeadDoesNotPauseThemselvesSinceNobodyElseMayBeThereToEndIt() {
        Colleague ruth = Colleague.of(
                context.getBean(Staff.class), "Ruth Adeyemi", district, StaffRole.LEAD_ASSESSOR, StaffRole.ASSESSOR);
        HttpBrowser browser = new HttpBrowser();
        ruth.signsIn(settings, browser);
        HttpBrowser.Page page = browser.get(settings.at("/assess/lead/people"));

        HttpBrowser.Page refused = browser.post(
                settings.at("/assess/lead/people/" + district.value() + "/"
                        + ruth.id().value() + "/pause"),
                Map.of("_csrf", page.select("input[name=_csrf]").first().val(), "words", "On leave"));

        assertThat(refused.text()).contains("Nobody pauses themselves");
        assertThat(pauses.of(district, ruth.id())).isEmpty();
    }

    @Test
    void leadsReadTheFiguresAndLiftAPauseOnlyWithAReasonAndNeverTheirOwn() {
        Colleague ruth = Colleague.of(
                context.getBean(Staff.class), "Ruth Adeyemi", district, StaffRole.LEAD_ASSESSOR, StaffRole.ASSESSOR);
        StaffId id = ruth.id();
        pairs(29, 11);
        drift.look(district, rosa.id());
        pauses.pause(district, null, id, Because.LEAD, "On leave", lead.id());
        HttpBrowser browser = new HttpBrowser();
        ruth.signsIn(settings, browser);

        HttpBrowser.Page page = browser.get(settings.at("/assess/lead/people"));
        assertThat(page.text())
                .contains("72.5% (57% to 84%", "n = 40)", "No new work: agreed too little with others.", "What helps");
        assertThat(page.select("form[action$=lift]")).hasSize(1);
        assertThat(page.text())
                .contains("Another lead has to let you go on: a lead paused you")
                .doesNotContain("or you qualify again", "Pause Ruth Adeyemi");

        HttpBrowser.Page refused =
                page.form("form[action$=lift]").set("words", " ").submit();
        assertThat(refused.text()).contains("Say why");
        assertThat(pauses.of(district, rosa.id())).hasSize(1);

        page.form("form[action$=lift]").set("words", "Read together").submit();
        assertThat(pauses.of(district, rosa.id())).isEmpty();
        assertThat(pauses.of(district, id)).hasSize(1);
    }
}
