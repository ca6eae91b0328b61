package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.laurel.assessment.Anchor.Task;
import dev.laurel.assessment.QualitySettings.Required;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** Anchors among ordinary work. */
@LaurelTest
@RecordApplicationEvents
class SeedingTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Queue queue;

    @Autowired
    Seats seats;

    @Autowired
    Readings readings;

    @Autowired
    BlindRating blind;

    @Autowired
    Pauses pauses;

    @Autowired
    Cases cases;

    @Autowired
    DoubleRatings doubles;

    @Autowired
    Deadlines deadlines;

    @Autowired
    JdbcClient jdbc;

    private AssessmentFixtures given;
    private TenantId district;
    private StaffMember lead;
    private StaffMember rosa;
    private MicroCredential hinge;
    private CaseId waiting;

    @BeforeEach
    void everyTakeIsAnAnchorAsLongAsThereIsOne() {
        given = new AssessmentFixtures(context);
        district = given.district();
        lead = given.appointed(district, StaffRole.LEAD_ASSESSOR);
        rosa = given.appointed(district, StaffRole.ASSESSOR);
        hinge = given.hinge();
        given.policy(district, Required.WHERE_POSSIBLE, 1, 0, lead);
        waiting = given.waiting(hinge, given.attempt(), district);
    }

    private AnchorId seeded() {
        return given.anchor(lead, district, hinge, Task.SEEDED, Map.of());
    }

    private Optional<CaseId> take(StaffMember by) {
        return queue.takeNext(by, UUID.randomUUID());
    }

    @Test
    void withoutAnAnchorOrdinaryWorkComes() {
        assertThat(take(rosa)).contains(waiting);
    }

    @Test
    void trainingAndQualifyingPiecesAreNeverAmongTheWork() {
        given.anchor(lead, district, hinge, Task.TRAINING, Map.of());
        given.anchor(lead, district, given.literacy(), Task.SEEDED, Map.of());

        assertThat(take(rosa)).contains(waiting);
    }

    @Test
    void nobodyMeetsTheSameTwice() {
        seeded();

        assertThat(take(rosa).orElseThrow()).isNotEqualTo(waiting);
        assertThat(take(rosa)).contains(waiting);
    }

    @Test
    void nobodyMeetsWhatTheyMade() {
        StaffMember maker = given.appointed(district, StaffRole.LEAD_ASSESSOR, StaffRole.ASSESSOR);
        given.anchor(maker, district, hinge, Task.SEEDED, Map.of());

        assertThat(take(maker)).contains(waiting);
    }

    @Test
    void onePressIsOnePieceAndItCountsAgainstAFullDesk() {
        seeded();
        UUID press = UUID.randomUUID();

        Optional<CaseId> taken = queue.takeNext(rosa, press);

        assertThat(queue.takeNext(rosa, press)).isEqualTo(taken);
        assertThat(seats.countHeldBy(rosa.id())).isEqualTo(1);
        assertThat(seats.heldBy(rosa.id(), Set.of(district), 10))
                .extracting(Seats.Taken::caseId)
                .containsExactly(taken.orElseThrow());
    }

    @Test
    void itDecidesNothingAndNobodyHearsOfIt(ApplicationEvents published) {
        seeded();
        CaseId taken = take(rosa).orElseThrow();

        given.rateBlind(taken, rosa, Map.of());

        assertThat(published.stream(SubmissionDecided.class)).isEmpty();
        assertThat(cases.find(taken)).isEmpty();
        assertThat(pauses.of(district, rosa.id())).isEmpty();
        assertThat(readings.seeded(district, Instant.EPOCH).get(rosa.id()))
                .isEqualTo(new Anchor.Comparison(6, 6, 6, 0));
        assertThat(seats.doneBy(rosa.id(), Set.of(district), 0, 10))
                .extracting(Seats.Taken::caseId)
                .containsExactly(taken);
        assertThat(doubles.raters(Set.of(district), Instant.EPOCH, null, 0, 10)).isEmpty();
        assertThatThrownBy(() -> blind.save(taken, rosa, List.of())).isInstanceOf(CaseNotHeld.class);
    }

    @Test
    void oneLevelOffIsNoPause() {
        seeded();

        given.rateBlind(take(rosa).orElseThrow(), rosa, Map.of("C1", "progressing"));

        assertThat(pauses.of(district, rosa.id())).isEmpty();
        assertThat(take(rosa)).contains(waiting);
    }

    @Test
    void twoLevelsOffPausesThatMicroCredentialAtOnce() {
        seeded();
        CaseId other = given.waiting(given.literacy(), given.attempt(), district);

        CaseId taken = queue.takeNext(rosa, UUID.randomUUID()).orElseThrow();
        given.rateBlind(taken, rosa, Map.of("C1", "beginning"));

        assertThat(pauses.of(district, rosa.id()))
                .extracting(Pauses.Pause::because)
                .containsExactly(Pauses.Because.SEEDED);
        assertThat(take(rosa)).contains(other);
        assertThat(take(rosa)).isEmpty();
    }

    @Test
    void whoQualifiesAnewGoesOn() {
        seeded();
        given.rateBlind(take(rosa).orElseThrow(), rosa, Map.of("C1", "beginning"));
        given.anchor(lead, district, hinge, Task.QUALIFYING, Map.of());
        given.anchor(lead, district, hinge, Task.QUALIFYING, Map.of());
        Qualifying qualifying = context.getBean(Qualifying.class);
        UUID run = qualifying.begin(rosa, district, hinge.id()).orElseThrow().id();

        qualifying
                .run(rosa, run)
                .orElseThrow()
                .pieces()
                .forEach(piece -> given.rateBlind(piece.reading().id(), rosa, Map.of()));

        assertThat(pauses.of(district, rosa.id())).isEmpty();
        assertThat(take(rosa)).contains(waiting);
    }

    @Test
    void whatIsHeldTooLongGoesBackLikeAnyWork() {
        seeded();
        CaseId taken = take(rosa).orElseThrow();
        jdbc.sql("update assessment_reading set taken_at = :long, due_at = :long where id = :id")
                .param("long", Timestamp.from(Instant.now().minus(Duration.ofDays(20))))
                .param("id", taken.value())
                .update();

        deadlines.look();

        assertThat(blind.open(taken, rosa)).isEmpty();
        assertThat(readings.takenBack(rosa.id(), Instant.EPOCH)).containsExactly(taken);
    }

    @Test
    void givenBackItIsNotOfferedAgain() {
        seeded();
        CaseId taken = take(rosa).orElseThrow();

        assertThat(blind.release(taken, rosa, false)).isTrue();

        assertThat(blind.open(taken, rosa)).isEmpty();
        assertThat(take(rosa)).contains(waiting);
    }

    /** Without what names the pieces of evidence, in which any two differ; here one of the two has none. */
    private static String said(HttpBrowser.Page page, String css) {
        String label = page.select("h1").text().replace("Submission ", "");
        Elements said = page.select(css).clone();
        said.select("[id^=shown-], [aria-labelledby^=shown-], .asked, time").remove();
        return said.text().replace(label, "LABEL");
    }

    /** RFC 9562: the first 48 bits of an address are milliseconds, which a curious assessor can read. */
    private static Instant madeAt(CaseId id) {
        return Instant.ofEpochMilli(id.value().getMostSignificantBits() >>> 16);
    }

    @Test
    void neitherTheAddressNorTheMomentOfHandingInTellsWhichPieceItWas() {
        Instant handedIn = Instant.now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.MILLIS);
        jdbc.sql("update assessment_case set submitted_at = :at where id = :id")
                .param("at", Timestamp.from(handedIn))
                .param("id", waiting.value())
                .update();
        seeded();
        seeded();
        Set<Instant> moments = new HashSet<>(Set.of(handedIn));
        for (int piece = 0; piece < 2; piece++) {
            CaseId seeded = take(rosa).orElseThrow();
            Instant said = jdbc.sql("select submitted_at from assessment_reading where id = :id")
                    .param("id", seeded.value())
                    .query((row, number) -> row.getTimestamp(1).toInstant())
                    .single();
            assertThat(said).isBetween(handedIn.minus(Duration.ofMinutes(21)), handedIn.minusMillis(1000));
            assertThat(madeAt(seeded)).isBetween(said.minusMillis(1), said.plusSeconds(1));
            assertThat(seeded.value().version()).isEqualTo(7);
            assertThat(moments.add(said)).as("a moment of its own").isTrue();
        }
    }

    @Test
    void nothingOnThePagesTellsWhichPieceItWas() {
        Staff staff = context.getBean(Staff.class);
        Colleague rosa = Colleague.of(staff, "Rosa Lind", district, StaffRole.ASSESSOR);
        StaffMember rater = staff.find(rosa.id()).orElseThrow();
        seeded();
        LaurelSettings settings = context.getBean(LaurelSettings.class);
        HttpBrowser browser = new HttpBrowser();
        HttpBrowser.Page desk = rosa.signsIn(settings, browser);
        HttpBrowser.Page piece = desk.form("form[action$='/assess/next']").submit();
        CaseId seeded = new CaseId(UUID.fromString(piece.uri().getPath().substring("/assess/".length())));
        assertThat(seeded).isNotEqualTo(waiting);
        assertThat(queue.takeNext(rater, UUID.randomUUID())).contains(waiting);
        HttpBrowser.Page ordinary = browser.get(settings.at("/assess/" + waiting.value()));

        assertThat(said(piece, "main > header")).isEqualTo(said(ordinary, "main > header"));
        assertThat(said(piece, "#rubric-pane")).isEqualTo(said(ordinary, "#rubric-pane"));
        assertThat(piece.body()).doesNotContainIgnoringCase("anchor ");
        List<String> times = piece.select("main > header time").eachAttr("datetime");
        List<String> others = ordinary.select("main > header time").eachAttr("datetime");
        assertThat(times).hasSameSizeAs(others);
        assertThat(times.get(0)).as("due").isEqualTo(others.get(0));
        assertThat(times.get(1)).as("handed in").isNotEqualTo(others.get(1));

        given.rateBlind(seeded, rater, Map.of());
        given.rate(waiting, rater, Map.of(), "Words");
        given.handIn(waiting, rater);
        piece = browser.get(settings.at("/assess/" + seeded.value()));
        ordinary = browser.get(settings.at("/assess/" + waiting.value()));
        assertThat(said(piece, "main").replaceAll("\\d+:\\d+", ""))
                .isEqualTo(said(ordinary, "main").replaceAll("\\d+:\\d+", ""));
        assertThat(browser.get(settings.at("/assess")).text()).doesNotContain("waiting for another rating");
    }
}
