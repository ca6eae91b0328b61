package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.laurel.assessment.Anchor.Comparison;
import dev.laurel.assessment.QualitySettings.Required;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.Appeals;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.HandedInEvidence;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import dev.laurel.submission.Turnaround;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.Refusal;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.PracticeSheet;
import dev.laurel.tenant.PracticeSheet.Field;
import dev.laurel.tenant.PracticeSheet.Origin;
import dev.laurel.tenant.Practices;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What one programme does otherwise than its installation: set by its leads, held to there, and nowhere else. */
@LaurelTest
class PracticeTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    PracticeSheet sheets;

    @Autowired
    Practices practices;

    @Autowired
    Practice<QualitySettings> quality;

    @Autowired
    Queue queue;

    @Autowired
    Appeals appeals;

    @Autowired
    Turnaround turnaround;

    @Autowired
    Submissions submissions;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private AssessmentFixtures given;
    private TenantId district;
    private TenantId elsewhere;
    private StaffMember ruth;
    private HttpBrowser browser;

    @BeforeEach
    void aProgrammeAndItsLead() {
        given = new AssessmentFixtures(context);
        district = given.district();
        elsewhere = given.district();
        browser = new HttpBrowser();
        ruth = signIn(browser, "Ruth Adeyemi");
    }

    private StaffMember signIn(HttpBrowser as, String name) {
        Staff staff = context.getBean(Staff.class);
        Colleague lead = Colleague.of(staff, name, district, StaffRole.LEAD_ASSESSOR);
        lead.signsIn(settings, as);
        return staff.find(lead.id()).orElseThrow();
    }

    private Page page(HttpBrowser as) {
        return as.get(settings.at("/assess/lead/practice"));
    }

    private Page save(Page page, Map<String, String> typed) {
        return page.submit("main form", typed);
    }

    private Field field(TenantId tenant, String name) {
        return sheets.of(tenant).sections().stream()
                .flatMap(section -> section.fields().stream())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String told(Page page, String name) {
        return page.select("#" + name.replace('.', '-') + "-now").text();
    }

    private void set(String name, String value) {
        given.practice(district, ruth, Map.of(name, value));
    }

    // ---- the page

    @Test
    void saysAtEachFieldWhatIsWrongSavesNothingAndLosesNothing() {
        Map<String, String> typed = new HashMap<>();
        typed.put("laurel.appeal.days", "366");
        typed.put("laurel.appeal.answer-days", "two");
        typed.put("laurel.turnaround.zone", "Middle/Earth");
        typed.put("laurel.turnaround.closed", "2026-12-24\n2026-13-01");
        typed.put("laurel.quality.gate-exact", "101");
        typed.put("laurel.turnaround.scoring-days", "7");

        Page refused = save(page(browser), typed);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("5 fields need another look. Nothing was saved");
        assertThat(refused.select("p.error")).hasSize(5);
        assertThat(refused.select("[role=alert] a[href=#laurel-appeal-days]")).hasSize(1);
        assertThat(refused.select("#laurel-appeal-days-error").text()).contains("from 0 to 365");
        typed.forEach((name, value) -> assertThat(
                        refused.select("[name='" + name + "']").first().val())
                .as(name)
                .isEqualTo(value));
        assertThat(practices.rows(district)).isEmpty();
        assertThat(turnaround.scoringDays(district)).isEqualTo(5);

        typed.putAll(Map.of(
                "laurel.appeal.days", "20",
                "laurel.appeal.answer-days", "2",
                "laurel.turnaround.zone", "america/denver",
                "laurel.turnaround.closed", "2026-12-24, 2026-12-28 to 2026-12-30",
                "laurel.quality.gate-exact", "82.5 %"));
        Page saved = save(refused, typed);
        assertThat(saved.text()).contains("Saved. It holds from now on");
        assertThat(turnaround.scoringDays(district)).isEqualTo(7);
        assertThat(turnaround.zone(district)).isEqualTo(ZoneId.of("America/Denver"));
        assertThat(quality.of(district).gateExact()).isEqualTo(0.825);
        assertThat(told(saved, "laurel.turnaround.closed")).contains("4 days: 2026-12-24, 2026-12-28 / 2026-12-30");
    }

    @ParameterizedTest
    @CsvSource({
        "laurel.retention.notice-days, 200, laurel.retention.evidence-days, 100, notice cannot be longer",
        "laurel.retention.resubmit-days, 20, laurel.retention.notice-days, 30, cannot be shorter than the notice",
        "laurel.quality.drift-least, 60, laurel.quality.drift-window, 50, cannot be more than the latest",
        "laurel.quality.drift-pauses, 90, laurel.quality.drift-warns, 80, cannot be above the share that warns",
    })
    void refusesWhatDoesNotGoTogether(String name, String value, String other, String otherValue, String why) {
        Page refused = save(page(browser), Map.of(name, value, other, otherValue));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.select("#" + name.replace('.', '-') + "-error").text())
                .contains(why);
        assertThat(practices.rows(district)).isEmpty();
    }

    @Test
    void tellsWhereEachValueComesFromAndGoesBackToTheDefaultWhenAFieldIsEmptied() {
        assertThat(told(page(browser), "laurel.appeal.days")).isEqualTo("Now 30 days: the default of Laurel.");
        assertThat(told(page(browser), "laurel.scoring.random-second-rate"))
                .as("chance is off in this installation")
                .isEqualTo("Now 0 percent: the default of this installation.");

        Page saved = save(page(browser), Map.of("laurel.appeal.days", "20"));
        assertThat(told(saved, "laurel.appeal.days"))
                .startsWith("Now 20 days: set by Ruth Adeyemi,")
                .endsWith("The default of Laurel is 30 days.");

        Page back = save(saved, Map.of("laurel.appeal.days", ""));
        assertThat(told(back, "laurel.appeal.days")).isEqualTo("Now 30 days: the default of Laurel.");
        assertThat(back.select("#history ~ table tbody tr").eachText())
                .hasSize(2)
                .satisfiesExactly(
                        last -> assertThat(last).contains("may appeal 20 days the default Ruth Adeyemi"),
                        first -> assertThat(first).contains("may appeal the default 20 days Ruth Adeyemi"));
    }

    @Test
    void whoSavesWhatNothingWasChangedOnAddsNothing() {
        save(page(browser), Map.of("laurel.appeal.days", "20"));
        save(page(browser), Map.of("laurel.appeal.days", "20"));

        assertThat(practices.rows(district)).hasSize(1);
    }

    @Test
    void twoLeadsAtOnceAreShownWhatTheOtherSetAndOverwriteNothingUnseen() {
        HttpBrowser second = new HttpBrowser();
        signIn(second, "Luis Ortega");
        Page opened = page(second);
        save(page(browser), Map.of("laurel.appeal.days", "20", "laurel.turnaround.scoring-days", "8"));

        Page contested = save(opened, Map.of("laurel.appeal.days", "10", "laurel.appeal.answer-days", "3"));

        assertThat(contested.status()).isEqualTo(409);
        assertThat(contested.select("#laurel-appeal-days-meanwhile").text())
                .contains("Ruth Adeyemi set this to 20 days");
        assertThat(contested.select("[name='laurel.appeal.days']").first().val())
                .isEqualTo("10");
        assertThat(contested
                        .select("[name='laurel.turnaround.scoring-days']")
                        .first()
                        .val())
                .as("what the second never touched is as the first has set it")
                .isEqualTo("8");
        assertThat(field(district, "laurel.appeal.days").now()).isEqualTo("20");
        assertThat(field(district, "laurel.appeal.answer-days").origin()).isEqualTo(Origin.LAUREL);

        Page saved = save(contested, Map.of());
        assertThat(saved.text()).contains("Saved.");
        assertThat(field(district, "laurel.appeal.days").now()).isEqualTo("10");
        assertThat(field(district, "laurel.appeal.answer-days").now()).isEqualTo("3");
        assertThat(turnaround.scoringDays(district)).isEqualTo(8);
    }

    @Test
    void changesOfTwoThatDoNotMeetAreBothKept() {
        HttpBrowser second = new HttpBrowser();
        signIn(second, "Luis Ortega");
        Page opened = page(second);
        save(page(browser), Map.of("laurel.turnaround.scoring-days", "8"));

        assertThat(save(opened, Map.of("laurel.appeal.days", "10")).text()).contains("Saved.");

        assertThat(turnaround.scoringDays(district)).isEqualTo(8);
        assertThat(field(district, "laurel.appeal.days").now()).isEqualTo("10");
    }

    @Test
    void ofManyAtTheSameInstantOneIsHeardAndTheOthersAreTold() throws Exception {
        int many = 4;
        CyclicBarrier together = new CyclicBarrier(many);
        ExecutorService pool = Executors.newFixedThreadPool(many);
        try {
            List<Future<Optional<PracticeSheet.Sheet>>> answers = IntStream.range(0, many)
                    .mapToObj(i -> pool.submit(() -> {
                        together.await();
                        return sheets.set(
                                district,
                                0,
                                Map.of("laurel.appeal.days", String.valueOf(10 + i)),
                                ruth.id().value());
                    }))
                    .toList();
            int saved = 0;
            for (Future<Optional<PracticeSheet.Sheet>> answer : answers) {
                saved += answer.get().isEmpty() ? 1 : 0;
            }
            assertThat(saved).isEqualTo(1);
        } finally {
            pool.shutdownNow();
        }
        assertThat(practices.rows(district)).hasSize(1);
    }

    @Test
    void whoLeadsSeveralProgrammesChoosesOneAndNobodyReachesOneThatTheyDoNotLead() {
        assertThat(browser.get(settings.at("/assess/lead/practice/" + elsewhere.value()))
                        .status())
                .isEqualTo(404);
        context.getBean(Staff.class).grant(ruth.id(), StaffRole.LEAD_ASSESSOR, elsewhere);

        assertThat(page(browser).select("main a[href^=/assess/lead/practice/]")).hasSize(2);
        assertThat(browser.get(settings.at("/assess/lead/practice/" + elsewhere.value()))
                        .status())
                .isEqualTo(200);
    }

    // ---- every setting holds where it was set, and only there

    private static final String EACH = """
            laurel.turnaround.check-days: 2
            laurel.turnaround.scoring-days: 9
            laurel.turnaround.zone: America/Denver
            laurel.turnaround.us-federal-holidays: false
            laurel.turnaround.closed: 2026-12-24
            laurel.appeal.days: 20
            laurel.appeal.answer-days: 3
            laurel.scoring.random-second-rate: 25
            laurel.scoring.most-held: 4
            laurel.scoring.extra-days: 3
            laurel.scoring.take-back-days: 4
            laurel.quality.required: ALWAYS
            laurel.quality.gate-ratings: 12
            laurel.quality.gate-exact: 85
            laurel.quality.gate-decisions: 95
            laurel.quality.gate-far: 1
            laurel.quality.gate-again-days: 21
            laurel.quality.valid-months: 24
            laurel.quality.reminder-days: 60
            laurel.quality.seeded-share: 7
            laurel.quality.back-read-share: 8
            laurel.quality.seeded-pauses: false
            laurel.quality.newcomer-ratings: 30
            laurel.quality.drift-window: 60
            laurel.quality.drift-least: 40
            laurel.quality.drift-warns: 90
            laurel.quality.drift-pauses: 80
            laurel.quality.answer-days: 7
            laurel.retention.evidence-days: 200
            laurel.retention.notice-days: 40
            laurel.retention.extension-days: 50
            laurel.retention.resubmit-days: 300
            laurel.retention.ratings-years: 8
            laurel.authoring.license-model: CONDITIONAL_DOUBLE
            laurel.authoring.usual-model: SINGLE
            laurel.authoring.window-months: 6
            laurel.reporting.fewest: 20""";

    @Test
    void everySettingHoldsWhereItWasSetAndNowhereElse() {
        Map<String, String> each =
                EACH.lines().map(line -> line.split(": ")).collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        List<String> all = sheets.of(elsewhere).sections().stream()
                .flatMap(section -> section.fields().stream())
                .map(Field::name)
                .toList();
        assertThat(each.keySet()).containsExactlyInAnyOrderElementsOf(all);

        Page saved = save(page(browser), each);

        assertThat(saved.text()).contains("Saved.");
        each.forEach((name, value) -> {
            assertThat(field(district, name).now()).as(name).isEqualTo(value);
            assertThat(field(district, name).origin()).as(name).isEqualTo(Origin.PROGRAMME);
            assertThat(field(elsewhere, name).now()).as(name).isNotEqualTo(value);
            assertThat(field(elsewhere, name).origin()).as(name).isNotEqualTo(Origin.PROGRAMME);
        });
        assertThat(quality.of(district).required()).isEqualTo(Required.ALWAYS);
        assertThat(quality.of(elsewhere)).isEqualTo(quality.installation());
    }

    // ---- what was promised stays promised

    private AttemptId decidedNotYet(TenantId in) {
        StaffMember rosa = given.appointed(in, StaffRole.ASSESSOR);
        AttemptId attempt = new HandedInEvidence(context, in).handIn();
        given.waitUntilHeard();
        CaseId taken = queue.takeNext(rosa, UUID.randomUUID()).orElseThrow();
        given.rateAll(taken, rosa, "C2");
        given.handIn(taken, rosa);
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                        submissions.find(attempt.submission()).orElseThrow().state())
                .isEqualTo(SubmissionState.NOT_YET));
        return attempt;
    }

    private Duration timeToAppeal(AttemptId attempt) {
        Instant decided = jdbc.sql("select decided_at from submission_attempt where submission_id = :id")
                .param("id", attempt.submission().value())
                .query(Timestamp.class)
                .single()
                .toInstant();
        return Duration.between(
                decided,
                appeals.possibleUntil(submissions.find(attempt.submission()).orElseThrow())
                        .orElse(decided));
    }

    @Test
    void theTimeToAppealIsWhatItWasWhenTheDecisionWasMade() {
        AttemptId before = decidedNotYet(district);
        set("laurel.appeal.days", "10");
        AttemptId after = decidedNotYet(district);
        set("laurel.appeal.days", "0");
        AttemptId never = decidedNotYet(district);
        AttemptId there = decidedNotYet(elsewhere);

        assertThat(timeToAppeal(before)).isEqualTo(Duration.ofDays(30));
        assertThat(timeToAppeal(after)).isEqualTo(Duration.ofDays(10));
        assertThat(timeToAppeal(never)).isZero();
        assertThat(timeToAppeal(there)).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void anAnswerToAnAppealIsPromisedByTheProgrammesDays() {
        set("laurel.appeal.answer-days", "20");
        AttemptId here = decidedNotYet(district);
        AttemptId there = decidedNotYet(elsewhere);

        appeals.lodge(here.submission(), "C2 was misread");
        appeals.lodge(there.submission(), "C2 was misread");

        assertThat(expectedBy(here)).isAfter(Instant.now().plus(Duration.ofDays(25)));
        assertThat(expectedBy(there)).isBefore(Instant.now().plus(Duration.ofDays(15)));
    }

    private Instant expectedBy(AttemptId attempt) {
        return submissions.find(attempt.submission()).orElseThrow().expectedBy();
    }

    @Test
    void aDecisionIsPromisedByTheDaysAndTheCalendarOfTheProgrammeAndThePromiseStays() {
        AttemptId before = new HandedInEvidence(context, district).handIn();
        Instant promised = expectedBy(before);
        given.practice(
                district,
                ruth,
                Map.of(
                        "laurel.turnaround.check-days", "0",
                        "laurel.turnaround.scoring-days", "1",
                        "laurel.turnaround.zone", "Pacific/Honolulu"));

        AttemptId after = new HandedInEvidence(context, district).handIn();
        AttemptId there = new HandedInEvidence(context, elsewhere).handIn();

        assertThat(expectedBy(before)).isEqualTo(promised);
        assertThat(expectedBy(after)).isBefore(Instant.now().plus(Duration.ofDays(6)));
        assertThat(expectedBy(after).atZone(ZoneId.of("Pacific/Honolulu")).getHour())
                .isEqualTo(17);
        assertThat(expectedBy(there)).isAfter(Instant.now().plus(Duration.ofDays(7)));
    }

    @Test
    void nobodyIsGivenMoreOfAProgrammesWorkThanItLetsThemHold() {
        StaffMember rosa = given.assessor(district, elsewhere);
        set("laurel.scoring.most-held", "1");
        given.waiting(given.literacy(), given.attempt(), district);
        given.waiting(given.literacy(), given.attempt(), district);
        CaseId there = given.waiting(given.literacy(), given.attempt(), elsewhere);
        StaffMember onlyHere = given.assessor(district);

        assertThat(queue.takeNext(rosa, UUID.randomUUID())).isPresent();
        assertThat(queue.takeNext(rosa, UUID.randomUUID()))
                .as("the other programme lets her hold more")
                .contains(there);
        queue.takeNext(onlyHere, UUID.randomUUID()).orElseThrow();
        given.waiting(given.literacy(), given.attempt(), district);
        assertThat(catchThrowable(() -> queue.takeNext(onlyHere, UUID.randomUUID())))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void workGoesBackByTheDaysThatHeldWhenItWasTaken() {
        Deadlines deadlines = context.getBean(Deadlines.class);
        Instant before = Instant.now().minusSeconds(60);
        set("laurel.scoring.take-back-days", "20");
        Instant after = Instant.now().plusSeconds(60);

        assertThat(deadlines.takenBackAt(district, before, before))
                .isEqualTo(deadlines.takenBackAt(elsewhere, before, before));
        assertThat(deadlines.takenBackAt(district, after, after))
                .isAfter(deadlines.takenBackAt(elsewhere, after, after).plus(Duration.ofDays(20)));
    }

    @Test
    void aRatingThatTurnsOutToBeNeededGetsTheProgrammesDays() {
        set("laurel.scoring.extra-days", "30");

        assertThat(dueAfterADispute(district)).isAfter(Instant.now().plus(Duration.ofDays(38)));
        assertThat(dueAfterADispute(elsewhere)).isBefore(Instant.now().plus(Duration.ofDays(31)));
    }

    private Instant dueAfterADispute(TenantId tenant) {
        StaffMember rosa = given.assessor(tenant);
        StaffMember li = given.assessor(tenant);
        CaseId about = given.waiting(given.hinge(), given.attempt(), tenant);
        for (StaffMember rater : List.of(rosa, li)) {
            queue.takeNext(rater, UUID.randomUUID()).orElseThrow();
            given.rateAll(about, rater, rater.equals(li) ? new String[] {"C2"} : new String[0]);
            given.handIn(about, rater);
        }
        return context.getBean(Cases.class).find(about).orElseThrow().dueAt();
    }

    @Test
    void chanceAsksForASecondRatingAsOftenAsTheProgrammeSays() {
        ScoringModels models = context.getBean(ScoringModels.class);
        set("laurel.scoring.random-second-rate", "1");

        assertThat(models.drawn(district, null)).isTrue();
        assertThat(models.drawn(elsewhere, null)).isFalse();
        assertThat(models.drawn(district, 1.0))
                .as("the version's own share, where the installation has chance decide nothing")
                .isFalse();
    }

    @Test
    void anAnchorThatIsMissedByTwoLevelsPausesWhereTheProgrammeSaysSo() {
        Seeding seeding = context.getBean(Seeding.class);
        Pauses pauses = context.getBean(Pauses.class);
        set("laurel.quality.seeded-pauses", "false");
        for (TenantId tenant : List.of(district, elsewhere)) {
            StaffMember rosa = given.appointed(tenant, StaffRole.ASSESSOR);
            seeding.rated(seeded(tenant, rosa), new Comparison(6, 5, 5, 1));
            assertThat(pauses.of(tenant, rosa.id())).hasSize(tenant.equals(district) ? 0 : 1);
        }
    }

    private Reading seeded(TenantId tenant, StaffMember rater) {
        Instant now = Instant.now();
        return new Reading(
                new CaseId(UUID.randomUUID()),
                tenant,
                given.hinge().id(),
                given.hinge().versionId(),
                rater.id(),
                Reading.Purpose.SEEDED,
                null,
                null,
                null,
                Reading.State.DONE,
                now,
                now,
                now,
                now,
                true,
                6,
                6,
                null);
    }

    @Test
    void aQualificationLastsAsLongAsTheProgrammeSaysAndTheDeskRemindsInItsTime() {
        Qualifications qualifications = context.getBean(Qualifications.class);
        Qualifying qualifying = context.getBean(Qualifying.class);
        StaffMember rosa = given.appointed(district, StaffRole.ASSESSOR);
        given.practice(
                district,
                ruth,
                Map.of(
                        "laurel.quality.gate-ratings", "6",
                        "laurel.quality.valid-months", "5",
                        "laurel.quality.reminder-days", "160"));
        given.anchor(ruth, district, given.hinge(), Anchor.Task.QUALIFYING, Map.of());

        rateSet(qualifying.begin(rosa, district, given.hinge().id()).orElseThrow(), rosa);

        assertThat(qualifications.of(rosa.id(), Set.of(district)))
                .singleElement()
                .satisfies(held -> assertThat(held.until())
                        .isBetween(
                                Instant.now().plus(Duration.ofDays(148)),
                                Instant.now().plus(Duration.ofDays(155))));
        assertThat(qualifying
                        .standing(rosa, district, given.hinge().id())
                        .orElseThrow()
                        .stage())
                .isEqualTo(Qualifying.Stage.ENDING);
    }

    @Test
    void theGateIsTheOneThatStoodWhenTheSetWasBegun() {
        Qualifying qualifying = context.getBean(Qualifying.class);
        StaffMember rosa = given.appointed(district, StaffRole.ASSESSOR);
        StaffMember li = given.appointed(district, StaffRole.ASSESSOR);
        set("laurel.quality.gate-ratings", "6");
        given.anchor(ruth, district, given.hinge(), Anchor.Task.QUALIFYING, Map.of("C2", "distinguished"));
        Qualifications.Try before =
                qualifying.begin(rosa, district, given.hinge().id()).orElseThrow();
        set("laurel.quality.gate-exact", "0.9");
        Qualifications.Try after =
                qualifying.begin(li, district, given.hinge().id()).orElseThrow();

        rateSet(before, rosa);
        rateSet(after, li);

        Qualifications tries = context.getBean(Qualifications.class);
        assertThat(tries.findTry(before.id()).orElseThrow().result()).isEqualTo(new Comparison(6, 5, 6, 0));
        assertThat(tries.findTry(before.id()).orElseThrow().passed()).isTrue();
        assertThat(tries.findTry(after.id()).orElseThrow().passed()).isFalse();
    }

    /** At the cut throughout. */
    private void rateSet(Qualifications.Try begun, StaffMember rater) {
        context.getBean(Readings.class)
                .ofTry(begun.id())
                .forEach(reading -> given.rateBlind(reading.id(), rater, Map.of()));
    }
}
