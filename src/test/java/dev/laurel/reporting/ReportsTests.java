package dev.laurel.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.StaffRole;
import dev.laurel.recognition.ClaimFixtures;
import dev.laurel.recognition.ClaimId;
import dev.laurel.recognition.ClaimState;
import dev.laurel.recognition.Recognition;
import dev.laurel.reporting.Happenings.Way;
import dev.laurel.reporting.ReportRows.Count;
import dev.laurel.reporting.ReportRows.Scope;
import dev.laurel.reporting.Reports.Overview;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.DraftStarted;
import dev.laurel.submission.SubmissionId;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What districts and states see of how their programme goes. */
@LaurelTest
class ReportsTests {

    /** In the middle of a quarter of a school year that is over. */
    private static final Instant NOVEMBER = Instant.parse("2025-11-12T16:00:00Z");

    private static final Instant FEBRUARY = Instant.parse("2026-02-11T16:00:00Z");
    private static final SchoolYear YEAR = new SchoolYear(2025);
    private static final int FALL = 1;
    private static final int WINTER = 2;

    @Autowired
    ApplicationContext context;

    @Autowired
    Reports reports;

    @Autowired
    Tallies tallies;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    LaurelSettings settings;

    private Happenings given;
    private TenantId district;
    private MicroCredential hinge;
    private MicroCredential mapping;

    @BeforeEach
    void aDistrict() {
        given = new Happenings(context);
        district = given.district();
        hinge = given.credential("assess-hinge-questions");
        mapping = given.credential("lit-hfw-mapping");
    }

    private static Scope of(TenantId... districts) {
        return new Scope(false, Arrays.stream(districts).map(TenantId::value).collect(Collectors.toSet()));
    }

    private Funnels.Line credential(Overview report, MicroCredential of) {
        return report.credentials().stream()
                .filter(line -> line.key().equals(of.id().value()))
                .findFirst()
                .orElseThrow()
                .numbers();
    }

    @Test
    void saysThatNothingHasHappenedYet() {
        given.count();

        HttpBrowser.Page page =
                given.signedIn(StaffRole.LEAD_ASSESSOR, district).get(settings.at("/reports"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("Nothing has happened yet");
    }

    @Test
    void countsEachStepOnceHoweverOftenItIsCounted() {
        given.people(12, district, hinge, Way.EARNED, NOVEMBER);
        given.people(14, district, hinge, Way.NOT_YET, NOVEMBER);
        given.people(11, district, hinge, Way.EARNED_LATER, NOVEMBER);
        given.people(20, district, hinge, Way.STARTED, NOVEMBER);
        given.count(NOVEMBER);
        given.count(NOVEMBER, NOVEMBER);

        Funnels.Line line = credential(reports.overview(of(district), YEAR, FALL), hinge);

        assertThat(line.at(FALL, Step.STARTED).count()).isEqualTo(57);
        assertThat(line.at(FALL, Step.SUBMITTED).count()).isEqualTo(37);
        assertThat(line.at(FALL, Step.DECIDED).count()).isEqualTo(37);
        assertThat(line.at(FALL, Step.FIRST_NOT_YET).count()).isEqualTo(25);
        assertThat(line.at(FALL, Step.EARNED).count()).isEqualTo(23);
        assertThat(line.at(WINTER, Step.EARNED).count()).isZero();
        assertThat(line.at(SchoolYear.WHOLE, Step.EARNED).count()).isEqualTo(23);
    }

    @Test
    void leavesPracticeOut() {
        given.people(12, district, hinge, Way.EARNED, NOVEMBER);
        jdbc.sql("update submission set practice = true where tenant_id = :tenant")
                .param("tenant", district.value())
                .update();
        given.count(NOVEMBER);

        assertThat(reports.overview(of(district), YEAR, FALL).credentials()).isEmpty();
    }

    @Test
    void hearsOfWhatHappensAndCountsItSoon() {
        UUID work = given.person(UUID.randomUUID(), district, hinge, Way.STARTED, Instant.now(), Duration.ofMinutes(1));
        int before = marks();
        transactions.executeWithoutResult(status ->
                context.publishEvent(new DraftStarted(new AttemptId(new SubmissionId(work), 1), Instant.now())));

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> marks() > before);
        given.count();
        assertThat(jdbc.sql("select tally from reporting_month where tenant_id = :tenant and version_id = :version"
                                + " and measure = 'STEP' and one = 'STARTED'")
                        .param("tenant", district.value())
                        .param("version", hinge.versionId().value())
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    private int marks() {
        return jdbc.sql("select count(*) from reporting_mark")
                .query(Integer.class)
                .single();
    }

    @Test
    void comesToTheSameWhenEverythingIsCountedAnew() {
        given.people(12, district, hinge, Way.EARNED, NOVEMBER);
        given.people(15, district, mapping, Way.EARNED, FEBRUARY);
        given.count(NOVEMBER, FEBRUARY);
        List<?> before = months();

        tallies.rebuild();

        assertThat(months()).isEqualTo(before).isNotEmpty();
    }

    @Test
    void goesOnCountingWhereItBrokeOffAndTellsNothingUntilItIsDone() {
        given.people(12, district, hinge, Way.EARNED, NOVEMBER);
        given.people(15, district, mapping, Way.EARNED, FEBRUARY);
        given.count(NOVEMBER, FEBRUARY);
        List<?> before = months();

        transactions.executeWithoutResult(status -> {
            tallies.forget();
            tallies.countMonth();
            tallies.countMonth();

            assertThat(tallies.countedAt()).isEmpty();
            assertThat(jdbc.sql("select next_month from reporting_turn")
                            .query(java.time.LocalDate.class)
                            .single())
                    .isNotNull();
            assertThat(reports.overview(of(district), YEAR, FALL).credentials()).isEmpty();
        });
        tallies.count(Instant.now());

        assertThat(tallies.countedAt()).isPresent();
        assertThat(months()).isEqualTo(before).isNotEmpty();
    }

    private List<?> months() {
        return jdbc.sql("select month_of, version_id, measure, one, two, tally from reporting_month"
                        + " where tenant_id = :tenant and tally <> 0 order by month_of, version_id, measure, one, two")
                .param("tenant", district.value())
                .query()
                .listOfRows();
    }

    @Test
    void keepsASmallNumberBackAndAnotherThatWouldTellIt() {
        TenantId small = given.district();
        TenantId middle = given.district();
        given.people(40, district, hinge, Way.EARNED, NOVEMBER);
        given.people(20, middle, hinge, Way.EARNED, NOVEMBER);
        given.people(3, small, hinge, Way.EARNED, NOVEMBER);
        given.count(NOVEMBER);

        Overview report = reports.overview(of(district, middle, small), YEAR, FALL);

        assertThat(report.together().at(FALL, Step.EARNED).value()).isEqualTo(63);
        Map<String, Boolean> shown = report.districts().stream()
                .collect(Collectors.toMap(
                        Reports.Line::key,
                        line -> line.numbers().at(FALL, Step.EARNED).value() != null));
        assertThat(shown)
                .containsEntry(small.value().toString(), false)
                .containsEntry(middle.value().toString(), false)
                .containsEntry(district.value().toString(), true);
    }

    @Test
    void countsPeopleAndNotWhatOnePersonDoesOften() {
        UUID busy = UUID.randomUUID();
        for (String item : List.of("assess-hinge-questions", "lit-hfw-mapping")) {
            given.person(busy, district, given.credential(item), Way.EARNED, NOVEMBER, Duration.ofMinutes(1));
        }
        for (int i = 0; i < 5; i++) {
            UUID other = UUID.randomUUID();
            given.person(other, district, hinge, Way.EARNED, NOVEMBER, Duration.ofMinutes(1));
            given.person(other, district, mapping, Way.EARNED, NOVEMBER, Duration.ofMinutes(1));
        }
        given.count(NOVEMBER);

        Funnels.Line line =
                reports.overview(of(district), YEAR, FALL).districts().get(0).numbers();

        assertThat(line.at(FALL, Step.EARNED).count()).isEqualTo(12);
        assertThat(line.at(FALL, Step.EARNED).value()).as("six people").isNull();
    }

    @Test
    void showsADistrictWhosePeopleAreSpreadOverMuch() {
        for (int i = 0; i < 6; i++) {
            given.people(1, district, hinge, Way.EARNED, NOVEMBER);
            given.people(1, district, mapping, Way.EARNED, NOVEMBER);
        }
        given.count(NOVEMBER);

        Overview report = reports.overview(of(district), YEAR, FALL);

        assertThat(report.districts().get(0).numbers().at(FALL, Step.EARNED).value())
                .as("twelve people, six in each micro-credential")
                .isEqualTo(12);
        assertThat(credential(report, hinge).at(FALL, Step.EARNED).value()).isNull();
        assertThat(credential(report, mapping).at(FALL, Step.EARNED).value()).isNull();
    }

    @Test
    void neverTellsAQuarterThatTheYearWouldTell() {
        given.people(30, district, hinge, Way.EARNED, NOVEMBER);
        given.people(2, district, hinge, Way.EARNED, FEBRUARY);
        given.count(NOVEMBER, FEBRUARY);

        Funnels.Line line = credential(reports.overview(of(district), YEAR, FALL), hinge);

        assertThat(line.at(WINTER, Step.EARNED).value()).isNull();
        assertThat(line.at(FALL, Step.EARNED).value() == null
                        || line.at(SchoolYear.WHOLE, Step.EARNED).value() == null)
                .as("one of the other two is kept back")
                .isTrue();
    }

    @Test
    void saysHowLongStepsTook() {
        for (int i = 0; i < 20; i++) {
            given.person(UUID.randomUUID(), district, hinge, Way.EARNED, NOVEMBER, Duration.ofDays(2));
        }
        given.count(NOVEMBER, NOVEMBER.plus(Duration.ofDays(6)));

        Overview report = reports.overview(of(district), YEAR, FALL);

        assertThat(report.turnaround().middle()).as("four days").isEqualTo("7");
        assertThat(report.turnaround().about()).isEqualTo(20);
        assertThat(report.stays().get(0).middle()).as("a draft of two days").isEqualTo("3");
    }

    @Test
    void saysHowHardCriteriaAreAndWhichLevelsNobodyUses() {
        String hard = hinge.rubric().criteria().get(0).id();
        List<String> levels = hinge.rubric().criteria().get(0).levels().stream()
                .map(level -> level.key())
                .toList();
        for (int i = 0; i < 40; i++) {
            UUID work = given.person(UUID.randomUUID(), district, hinge, Way.EARNED, NOVEMBER, Duration.ofMinutes(1));
            given.decided(work, district, hinge, i < 10 ? Map.of(hard, levels.get(0)) : Map.of(), NOVEMBER);
        }
        given.count(NOVEMBER);

        Reports.OfCredential report =
                reports.of(of(district), hinge.id(), YEAR, FALL).orElseThrow();

        Spread met = report.criteria().get(0).met();
        assertThat(met.about()).isEqualTo(40);
        assertThat(met.parts()).extracting(Spread.Part::percent).containsExactly(75, 25);
        assertThat(report.criteria().get(1).met().parts())
                .extracting(Spread.Part::percent)
                .containsExactly(100, 0);
        assertThat(given.signedIn(StaffRole.LEAD_ASSESSOR, district)
                        .get(settings.at("/reports/credentials/" + hinge.id().value() + "?year=2025&period=1"))
                        .text())
                .contains("75 %", "never used");
        Set<String> unused = report.criteria().get(0).levels().parts().stream()
                .filter(Spread.Part::none)
                .map(Spread.Part::key)
                .collect(Collectors.toSet());
        assertThat(unused).hasSize(levels.size() - 2).doesNotContain(levels.get(0));
    }

    @Test
    void saysHowFarRatersAgreeOnceEnoughWasRatedTwice() {
        var criterion = hinge.rubric().criteria().get(0);
        String low = criterion.levels().get(0).key();
        for (int i = 0; i < 12; i++) {
            UUID work = given.person(UUID.randomUUID(), district, hinge, Way.EARNED, NOVEMBER, Duration.ofMinutes(1));
            UUID rated = given.decided(work, district, hinge, Map.of(), NOVEMBER);
            given.pair(
                    rated, district, hinge, criterion.id(), criterion.cut(), i < 3 ? low : criterion.cut(), NOVEMBER);
        }
        given.count(NOVEMBER);

        Overview report = reports.overview(of(district), YEAR, FALL);

        assertThat(report.agreement().n()).isEqualTo(12);
        assertThat(report.agreement().value()).isEqualTo(0.75);
        assertThat(report.agreement().interval()).isNotNull();
        assertThat(reports.overview(of(district), YEAR, WINTER).agreement().value())
                .isNull();
    }

    @Test
    void everybodySeesTheirOwnDistrictsAndAnOperatorAll() {
        given.people(25, district, hinge, Way.EARNED, NOVEMBER);
        given.count(NOVEMBER);
        TenantId elsewhere = given.district();

        for (StaffRole role : List.of(
                StaffRole.LEAD_ASSESSOR, StaffRole.AUTHOR, StaffRole.CONTENT_REVIEWER, StaffRole.RECOGNITION_OFFICER)) {
            HttpBrowser reader = given.signedIn(role, district);
            HttpBrowser.Page page = reader.get(settings.at("/reports?year=2025&period=1"));
            assertThat(page.text()).as(role.name()).contains(hinge.title(), "25");
            assertThat(reader.get(settings.at("/admin/reports")).status()).isEqualTo(403);
            assertThat(given.signedIn(role, elsewhere)
                            .get(settings.at("/reports?year=2025&period=1"))
                            .text())
                    .doesNotContain(hinge.title());
        }
        for (StaffRole role : List.of(StaffRole.ASSESSOR, StaffRole.COMPLETENESS_REVIEWER, StaffRole.ISSUER_OFFICER)) {
            assertThat(given.signedIn(role, district)
                            .get(settings.at("/reports"))
                            .status())
                    .as(role.name())
                    .isEqualTo(403);
        }
        HttpBrowser.Page all = given.signedIn("admin", TestSurroundings.OPERATOR_PASSWORD)
                .get(settings.at("/admin/reports?year=2025&period=1"));
        assertThat(all.status()).isEqualTo(200);
        assertThat(all.text()).contains(hinge.title());
        assertThat(new HttpBrowser().get(settings.at("/reports")).text()).contains("Sign in");
    }

    @Test
    void aTableCanBeTakenAwayWithStarsWhereANumberIsKeptBack() {
        given.people(25, district, hinge, Way.EARNED, NOVEMBER);
        given.people(4, district, mapping, Way.EARNED, NOVEMBER);
        given.count(NOVEMBER);
        HttpBrowser reader = given.signedIn(StaffRole.LEAD_ASSESSOR, district);

        HttpBrowser.Page csv = reader.get(settings.at("/reports/credentials.csv?year=2025&period=1"));

        assertThat(csv.status()).isEqualTo(200);
        assertThat(csv.text()).contains(mapping.title() + ",*,*,*,").doesNotContain(",4,");
        assertThat(reader.get(settings.at("/reports/people.csv")).status()).isEqualTo(404);
        assertThat(reader.get(settings.at("/reports/credentials/" + hinge.id().value() + "?year=2025"))
                        .text())
                .contains(hinge.title(), hinge.rubric().criteria().get(0).title());
        assertThat(reader.get(settings.at("/reports/credentials/nothing-like-it"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void noTableIsOfAnotherTimeThanTheOneThatWasAskedFor() {
        given.people(25, district, hinge, Way.EARNED, NOVEMBER);
        given.count(NOVEMBER);
        HttpBrowser reader = given.signedIn(StaffRole.LEAD_ASSESSOR, district);
        for (String unreadable :
                List.of("year=2025&period=9", "year=2025&period=-1", "year=2025&period=fall", "year=1999", "year=25")) {
            for (String by : List.of("credentials", "districts", "programmes", "credits")) {
                HttpBrowser.Page refused = reader.get(settings.at("/reports/" + by + ".csv?" + unreadable));
                assertThat(refused.status()).as(by + unreadable).isEqualTo(400);
                assertThat(refused.text()).contains("Reports know no such time");
            }
        }
        assertThat(reader.get(settings.at("/reports/credentials.csv")).status()).isEqualTo(200);
        assertThat(reader.get(settings.at("/reports/credentials.csv?year=2025&period=4"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aPageOfATimeThatReportsDoNotHaveSaysWhichOneItShows() {
        given.people(25, district, hinge, Way.EARNED, NOVEMBER);
        given.count(NOVEMBER);
        HttpBrowser reader = given.signedIn(StaffRole.LEAD_ASSESSOR, district);
        for (String path :
                List.of("/reports", "/reports/credentials/" + hinge.id().value())) {
            for (String unreadable :
                    List.of("year=last", "year=1999", "year=20255", "year=2025&period=fall", "period=9")) {
                HttpBrowser.Page page = reader.get(settings.at(path + "?page=x&" + unreadable));
                assertThat(page.status()).as(path + unreadable).isEqualTo(200);
                assertThat(page.select("[role=status]").text())
                        .as(path + unreadable)
                        .contains(
                                "a school year or quarter that these reports do not have", "the whole school year 20");
            }
            assertThat(reader.get(settings.at(path + "?year=2025&period=fall"))
                            .select("[role=status]")
                            .text())
                    .as("the year that can be read stays")
                    .contains("2025 to 2026");
            assertThat(reader.get(settings.at(path + "?year=2025&period=1")).text())
                    .doesNotContain("do not have");
            assertThat(reader.get(settings.at(path)).text()).doesNotContain("do not have");
        }
    }

    private static final Instant NOVEMBER_BEFORE = Instant.parse("2024-11-12T16:00:00Z");

    private static String row(HttpBrowser.Page page, String heading, String name) {
        return page.select("section[aria-labelledby=" + heading + "] tr:contains(" + name + ")")
                .text();
    }

    @Test
    void oneYearStandsBesideTheOneBeforeAndWhatIsKeptBackInEitherLeavesNoDifference() {
        given.people(14, district, hinge, Way.EARNED, NOVEMBER_BEFORE);
        given.people(25, district, hinge, Way.EARNED, NOVEMBER);
        given.people(4, district, mapping, Way.EARNED, NOVEMBER_BEFORE);
        given.people(30, district, mapping, Way.EARNED, NOVEMBER);
        given.count(NOVEMBER, NOVEMBER_BEFORE);
        HttpBrowser reader = given.signedIn(StaffRole.LEAD_ASSESSOR, district);
        HttpBrowser.Page page =
                reader.get(settings.at("/reports?year=2025&period=1")).click("a[href*=/reports/compare]");
        assertThat(page.select("h1").text()).isEqualTo("This year against the last");
        assertThat(row(page, "credentials", mapping.title())).contains("too few to show", "30", "not told");
        assertThat(page.text()).doesNotContain("26 more");
        Overview before = reports.overview(of(district), new SchoolYear(2024), FALL);
        Overview now = reports.overview(of(district), YEAR, FALL);
        Comparison comparison = Comparison.of(before, now, FALL, List.of(Step.EARNED));
        assertThat(comparison.credentials())
                .as("no number that its own report keeps back")
                .allSatisfy(pair -> {
                    assertThat(pair.now().small())
                            .isEqualTo(now.credentials().stream()
                                    .filter(line -> line.key().equals(pair.key()))
                                    .anyMatch(line ->
                                            line.numbers().at(FALL, Step.EARNED).small()));
                    assertThat(pair.before().small())
                            .isEqualTo(before.credentials().stream()
                                    .filter(line -> line.key().equals(pair.key()))
                                    .anyMatch(line ->
                                            line.numbers().at(FALL, Step.EARNED).small()));
                    assertThat(pair.change() == null)
                            .isEqualTo(pair.before().small() || pair.now().small());
                });
        // other tests count in earlier years
        List<SchoolYear> years = reports.years();
        int first = years.get(years.size() - 1).begins();
        assertThat(reader.get(settings.at("/reports/compare?year=" + first)).text())
                .contains("There is nothing of the school year " + (first - 1) + " to " + first + " to compare with");
    }

    /** Has everything counted anew, as soon as something was read of the counts. */
    private final class RecountedMeanwhile extends ReportRows {

        private boolean begun;

        RecountedMeanwhile() {
            super(jdbc);
        }

        @Override
        List<Count> byVersion(Scope scope, LocalDate from, LocalDate to) {
            List<Count> read = super.byVersion(scope, from, to);
            if (!begun) {
                begun = true;
                CompletableFuture.runAsync(() -> transactions.executeWithoutResult(status -> {
                            tallies.forget();
                            tallies.countMonth();
                        }))
                        .join();
            }
            return read;
        }
    }

    @Test
    void bothYearsAreOfOneMomentAlsoWhenEverythingIsCountedAnewInBetween() {
        given.people(40, district, hinge, Way.EARNED, NOVEMBER_BEFORE);
        given.people(25, district, hinge, Way.EARNED, NOVEMBER);
        given.count(NOVEMBER, NOVEMBER_BEFORE);
        Reports meanwhile = (Reports) context.getAutowireCapableBeanFactory()
                .applyBeanPostProcessorsAfterInitialization(
                        new Reports(
                                new RecountedMeanwhile(),
                                context.getBean(Catalogue.class),
                                context.getBean(Recognition.class),
                                context.getBean(Tenants.class),
                                tallies,
                                context.getBean(Fewest.class)),
                        "reports");
        try {
            Comparison comparison = meanwhile
                    .comparison(of(district), YEAR, FALL, List.of(Step.EARNED))
                    .orElseThrow();
            assertThat(tallies.countedAt()).as("it is being counted").isEmpty();
            assertThat(comparison.steps())
                    .singleElement()
                    .extracting(Comparison.Pair::change)
                    .isEqualTo(-15L);
            assertThat(reports.comparison(of(district), YEAR, FALL, List.of(Step.EARNED)))
                    .as("nothing is told meanwhile")
                    .isEmpty();
        } finally {
            tallies.count(Instant.now());
        }
    }

    @Test
    void whatThereWasOnlyInOneOfTheYearsIsComparedWithNothing() {
        given.people(40, district, hinge, Way.EARNED, NOVEMBER_BEFORE);
        given.people(25, district, mapping, Way.EARNED, NOVEMBER);
        given.count(NOVEMBER, NOVEMBER_BEFORE);
        HttpBrowser.Page page = given.signedIn(StaffRole.LEAD_ASSESSOR, district)
                .get(settings.at("/reports/compare?year=2025&period=1"));
        assertThat(row(page, "credentials", hinge.title())).contains("40", "0", "40 fewer");
        assertThat(row(page, "credentials", mapping.title())).contains("0", "25", "25 more");
        assertThat(row(page, "together", "Earned")).contains("40", "25", "15 fewer");
    }

    /** Claims of as many people, approved in autumn: two hours each. */
    private void credited(TenantId in, int people) {
        ClaimFixtures claims = new ClaimFixtures(context, in);
        for (int person = 0; person < people; person++) {
            ClaimId claim = claims.claim();
            claims.decide(claim, ClaimState.UNDER_REVIEW, ClaimState.APPROVED);
            jdbc.sql("update recognition_claim_event set happened_at = :at where claim_id = :id")
                    .param("at", Timestamp.from(NOVEMBER))
                    .param("id", claim.value())
                    .update();
        }
    }

    @Test
    void saysByDistrictWhatAuthoritiesCreditedAndNothingOfAFew() {
        TenantId elsewhere = given.district();
        given.people(12, district, hinge, Way.EARNED, NOVEMBER);
        given.people(12, elsewhere, hinge, Way.EARNED, NOVEMBER);
        credited(district, 11);
        credited(elsewhere, 2);
        given.count(NOVEMBER);

        HttpBrowser.Page page = given.signedIn(StaffRole.RECOGNITION_OFFICER, district, elsewhere)
                .get(settings.at("/reports?year=2025&period=1"));

        assertThat(page.select("table[aria-labelledby=credits-districts] tbody tr")
                        .eachText())
                .hasSize(2)
                .anySatisfy(row -> assertThat(row).contains("District ", "11", "22 hour"))
                .anySatisfy(row -> assertThat(row).contains("too few to show").doesNotContain("4 hour"));
        assertThat(given.signedIn(StaffRole.RECOGNITION_OFFICER, district)
                        .get(settings.at("/reports?year=2025&period=1"))
                        .select("table[aria-labelledby=credits-districts]"))
                .as("there is but one district")
                .isEmpty();
    }

    @Test
    void whatWasCreditedByDistrictIsTakenAwayAsATableThatRunsNothing() {
        TenantId named = context.getBean(Tenants.class).found("=cmd|calc " + UUID.randomUUID());
        TenantId few = given.district();
        given.people(12, named, hinge, Way.EARNED, NOVEMBER);
        given.people(12, few, hinge, Way.EARNED, NOVEMBER);
        credited(named, 11);
        credited(few, 2);
        given.count(NOVEMBER);
        HttpBrowser officer = given.signedIn(StaffRole.RECOGNITION_OFFICER, named, few);

        HttpBrowser.Page csv =
                officer.get(settings.at("/reports?year=2025&period=1")).click("a[href*=/reports/credits.csv]");

        assertThat(csv.status()).isEqualTo(200);
        assertThat(csv.header("Content-Disposition").orElseThrow()).contains("credits-2025-10-01-2025-12-31.csv");
        List<String> lines = csv.body().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).contains("District,Authority,For,Claims approved,Credited,Unit");
        assertThat(lines)
                .anySatisfy(line ->
                        assertThat(line).startsWith("'=cmd|calc").contains("Local professional development,11,22,hour"))
                .anySatisfy(line -> assertThat(line).endsWith("Local professional development,*,*,hour"));
        assertThat(officer.get(settings.at("/reports/credits.csv?year=2025&period=3"))
                        .body()
                        .lines())
                .as("nothing but the headings where nothing was credited")
                .hasSize(1);
    }
}
