package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.laurel.lti.UserProfile;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.HandedInEvidence;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import dev.laurel.submission.Telling;
import dev.laurel.submission.Variant;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.node.ObjectNode;

/** The assessor's pages over HTTP, without scripts. */
@LaurelTest
class ScoringPagesTests {

    private static final List<String> CRITERIA = List.of("part1", "C1", "C2", "C3", "C4", "part3");

    @Autowired
    ApplicationContext context;

    @Autowired
    Staff staff;

    @Autowired
    Submissions submissions;

    @Autowired
    LaurelSettings settings;

    private AssessmentFixtures given;
    private TenantId district;
    private HandedInEvidence evidence;
    private AttemptId attempt;
    private HttpBrowser rosa;

    @BeforeEach
    void evidenceWaits() {
        given = new AssessmentFixtures(context);
        district = given.district();
        evidence = new HandedInEvidence(context, district)
                .file("A1", "pdf", SampleFiles.pdf("Word analysis"))
                .file("A4", "png", SampleFiles.png());
        attempt = evidence.handIn();
        given.waitUntilHeard();
        rosa = assessor(district);
    }

    private HttpBrowser assessor(TenantId tenant) {
        HttpBrowser browser = new HttpBrowser();
        HttpBrowser.Page page =
                Colleague.of(staff, "Rosa Lind", tenant, StaffRole.ASSESSOR).signsIn(settings, browser);
        assertThat(page.uri().getPath()).isEqualTo("/assess");
        return browser;
    }

    private HttpBrowser.Page desk() {
        return rosa.get(settings.at("/assess"));
    }

    private HttpBrowser.Page take() {
        HttpBrowser.Page page = desk().form("form[action$='/assess/next']").submit();
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.uri().getPath()).matches("/assess/[0-9a-f-]{36}");
        return page;
    }

    /** Fills in the whole form; criteria in {@code unmet} get the lowest level. */
    private static HttpBrowser.Form filled(HttpBrowser.Page page, String... unmet) {
        HttpBrowser.Form form = page.form("#scoring");
        for (String criterion : CRITERIA) {
            boolean part = criterion.startsWith("part");
            boolean met = !List.of(unmet).contains(criterion);
            if (!page.select("[name='words." + criterion + "']").isEmpty()) {
                form.set("level." + criterion, part ? (met ? "met" : "not_met") : met ? "demonstrated" : "not_yet");
                form.set("words." + criterion, "Words on " + criterion);
            }
        }
        return form;
    }

    private static HttpBrowser.Page decide(HttpBrowser.Page scoring, String... unmet) {
        HttpBrowser.Page confirm = filled(scoring, unmet).submitWith("[formaction$=review]");
        assertThat(confirm.uri().getPath()).endsWith("/decision");
        return confirm.form("form[action$=decision]").submit();
    }

    @Test
    void theDeskShowsWhatWaitsAndWhatIsHeld() {
        assertThat(desk().text()).contains("1 submission is waiting").contains("You hold no submission");

        take();

        assertThat(desk().text())
                .contains("Nothing is waiting for you right now")
                .doesNotContain("You hold no submission");
        assertThat(desk().select("#main ul.list a")).hasSize(1);
    }

    @Test
    void nothingThatIsSentToTheAssessorNamesTheEarner() {
        HttpBrowser.Page scoring = take();
        List<HttpBrowser.Page> sent = Stream.concat(
                        Stream.of(desk(), scoring, rosa.get(scoring.uri() + "/decision")), files(scoring).stream())
                .toList();

        assertThat(sent).hasSize(5).allSatisfy(page -> {
            String everything = (page.uri() + " " + page.headers().map() + " " + page.body()).toLowerCase(Locale.ROOT);
            assertThat(everything)
                    .doesNotContain("quartermain")
                    .doesNotContain("philomena")
                    .doesNotContain(submissions
                            .find(attempt.submission())
                            .orElseThrow()
                            .earner()
                            .value()
                            .toString());
        });
    }

    private List<HttpBrowser.Page> files(HttpBrowser.Page scoring) {
        return Stream.concat(
                        scoring.select("iframe[src*='/files/']").stream(),
                        scoring.select("img[src*='/files/']").stream())
                .map(element -> rosa.get(settings.at(element.attr("src"))))
                .toList();
    }

    @Test
    void evidenceIsShownAsTextWithWhatWasAskedFor() {
        HttpBrowser.Page scoring = take();

        assertThat(scoring.body()).doesNotContain(HandedInEvidence.MARKUP);
        Element answer = scoring.select("#evidence-P1Q1").first();
        assertThat(answer.text()).contains("About P1Q1 " + HandedInEvidence.MARKUP);
        assertThat(scoring.select("#evidence-A1").text())
                .contains("Word analysis table", "At least twelve words", "A note on " + HandedInEvidence.MARKUP);
        Element link = scoring.select("#evidence-A2 a").first();
        assertThat(link.text()).isEqualTo("Open the link to files.example.org (new tab)");
        assertThat(link.attr("target")).isEqualTo("_blank");
        assertThat(link.attr("rel")).contains("noreferrer", "noopener");
        assertThat(scoring.select("#evidence-pane").text())
                .as("a first attempt is not compared")
                .doesNotContain("As before")
                .doesNotContain("New in this attempt");
    }

    @Test
    void everyLookIsOnRecordWhicheverPartOfAFileIsAskedForAndOnceForTheManyPiecesOfAFilm() {
        String file = take().select("#evidence-A4 img").attr("src");
        CaseId held = given.caseOf(attempt);

        HttpBrowser.Page piece = rosa.header("Range", "bytes=5-9").get(settings.at(file));
        assertThat(piece.status()).isEqualTo(206);
        assertThat(given.audit(held)).containsExactly("QUEUED", "TAKEN", "FILE_OPENED");

        rosa.header("Range", "bytes=10-").get(settings.at(file));
        rosa.header("Range", "bytes=0-").get(settings.at(file));
        assertThat(given.audit(held)).as("the same look").containsExactly("QUEUED", "TAKEN", "FILE_OPENED");
    }

    @Test
    void filesComeRetypedAndHarmless() {
        HttpBrowser.Page scoring = take();
        HttpBrowser.Page image =
                rosa.get(settings.at(scoring.select("#evidence-A4 img").attr("src")));
        HttpBrowser.Page document =
                rosa.get(settings.at(scoring.select("#evidence-A1 iframe").attr("src")));

        assertThat(image.header("Content-Type")).contains("image/png");
        assertThat(image.header("Content-Security-Policy").orElseThrow()).startsWith("sandbox;");
        assertThat(image.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(image.header("Content-Disposition")).contains("inline; filename=\"A4-1.png\"");
        assertThat(document.header("Content-Type")).contains("application/pdf");
        assertThat(document.header("Content-Disposition")).contains("inline; filename=\"A1-1.pdf\"");
        assertThat(document.header("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'self'");
        assertThat(document.header("Cache-Control").orElseThrow()).contains("no-store");
        assertThat(given.audit(given.caseOf(attempt))).containsExactly("QUEUED", "TAKEN", "FILE_OPENED", "FILE_OPENED");
    }

    @Test
    void timesInTheNoteBesideARecordingLeadToThem() {
        take();
        new HandedInEvidence(context, district)
                .file("A3", "mp4", Telling.of("mp4"))
                .note("A3", "At 2:15 <b>they</b> sort the words")
                .handIn();
        given.waitUntilHeard();

        HttpBrowser.Page scoring = take();

        String film = scoring.select("#evidence-A3 video").attr("src");
        assertThat(scoring.select("#evidence-A3 .handed-in").text()).isEqualTo("At 2:15 <b>they</b> sort the words");
        assertThat(scoring.select("#evidence-A3 .handed-in a").attr("href")).isEqualTo(film + "#t=135");
        assertThat(scoring.select("#evidence-A3 .handed-in a").attr("data-of"))
                .isEqualTo(scoring.select("#evidence-A3 video").attr("data-recording"));
    }

    @Test
    void eachCriterionListsThePiecesThatShowItAndWhatElseTheyShow() {
        HttpBrowser.Page asAsked = take();
        assertThat(asAsked.select("[data-key=C2] .shown li").eachText())
                .containsExactly("A1: A1-1.pdf Also shows: Accuracy of the word analysis", "A2: files.example.org");
        new HandedInEvidence(context, district)
                .file("A1", "pdf", SampleFiles.pdf("Word analysis"))
                .file("A4", "png", SampleFiles.png())
                .shows("A1", "C1", "C3")
                .shows("A4")
                .handIn();
        given.waitUntilHeard();

        HttpBrowser.Page scoring = take();

        assertThat(scoring.select("[data-key=C3] .shown li").eachText())
                .first()
                .isEqualTo("A1: A1-1.pdf Also shows: Accuracy of the word analysis");
        String place = scoring.select("[data-key=C3] .shown a").attr("href");
        assertThat(scoring.select(place + " iframe")).hasSize(1);
        assertThat(scoring.select("[data-key=C2] .shown li").eachText()).containsExactly("A2: files.example.org");
        assertThat(scoring.select("[data-key=C2] .asked").text()).isEqualTo("Asked for here as well: A1");
        assertThat(scoring.select("[data-key=C4] .shown")).isEmpty();
        assertThat(scoring.select("[data-key=C4] .asked").text()).isEqualTo("Read for this: A4");
        assertThat(scoring.select("#evidence-A4 figure"))
                .as("it is there all the same")
                .hasSize(1);
        assertThat(scoring.select("#evidence-A4 .shows").text()).startsWith("Named for no criterion");
        assertThat(scoring.select("[data-key=part1] .shown a").eachText()).contains("Answer P1Q1");
    }

    @Test
    void saysWhichAlternativeWasUsed() {
        assertThat(take().select(".alternative")).isEmpty();
        new HandedInEvidence(context, district)
                .instead("A3", "annotated transcript with observer signature")
                .handIn();
        given.waitUntilHeard();

        assertThat(take().select("#evidence-A3 .alternative").text())
                .contains(
                        "In another form, which the author accepts here: annotated transcript with observer signature");
    }

    @Test
    void otherAssessorsAndOtherTenantsSeeNothingOfACase() {
        HttpBrowser.Page scoring = take();
        String file = scoring.select("#evidence-A4 img").attr("src");
        String number = desk().select("#main ul.list a").text();

        for (HttpBrowser other : List.of(assessor(district), assessor(given.district()))) {
            for (String path : List.of("", "/decision")) {
                HttpBrowser.Page refused = other.get(scoring.uri() + path);
                assertThat(refused.status()).isEqualTo(404);
                assertThat(refused.text()).contains("This submission is not on your desk");
            }
            assertThat(other.get(settings.at(file)).status()).isEqualTo(404);
            HttpBrowser.Page desk = other.get(settings.at("/assess"));
            assertThat(desk.text()).doesNotContain(number).contains("Nothing is waiting for you right now");
        }
        assertThat(new HttpBrowser().get(scoring.uri()).uri().getPath()).isEqualTo("/sign-in");
    }

    @Test
    void worksWithoutScriptsFromRatingToDecision() {
        HttpBrowser.Page saved = take().form("#scoring")
                .set("level.C1", "progressing")
                .set("words.C1", "Two words are\nmisanalysed.")
                .submitWith("[type=submit]:not([formaction]):not(.save-one)");
        assertThat(saved.text()).contains("1 of 6 criteria rated");
        assertThat(saved.select("[name='level.C1'][value=progressing][checked]"))
                .hasSize(1);
        assertThat(saved.select("[name='words.C1']").first().wholeText()).isEqualTo("Two words are\nmisanalysed.");

        HttpBrowser.Page missing = saved.form("#scoring").submitWith("[formaction$=review]");
        assertThat(missing.text()).contains("5 things are missing");
        assertThat(missing.select("form[action$=decision]")).isEmpty();

        HttpBrowser.Page confirm = filled(rosa.get(saved.uri()), "C1").submitWith("[formaction$=review]");
        assertThat(confirm.text()).contains("Not yet", "5 of 6 required criteria met", "One required criterion");
        HttpBrowser.Page decided = confirm.form("form[action$=decision]").submit();

        assertThat(decided.text()).contains("Not yet", "5 of 6 required criteria met", "Words on C1");
        await().untilAsserted(() -> assertThat(
                        submissions.find(attempt.submission()).orElseThrow().state())
                .isEqualTo(SubmissionState.NOT_YET));
        assertThat(desk().select("table tbody tr")).hasSize(1);
    }

    @Test
    void aStaleTabAndASecondPressAreHarmless() {
        HttpBrowser.Page scoring = take();
        HttpBrowser.Page confirm = filled(scoring).submitWith("[formaction$=review]");
        HttpBrowser.Form decide = confirm.form("form[action$=decision]");
        HttpBrowser.Page decided = decide.submit();
        assertThat(decided.text()).contains("Earned", "6 of 6 required criteria met");

        assertThat(decide.submit().text()).isEqualTo(decided.text());
        HttpBrowser.Page stale = filled(scoring, "C1", "C2").submitWith("[formaction$=review]");
        assertThat(stale.text()).isEqualTo(decided.text());
        assertThat(given.audit(given.caseOf(attempt))).containsOnlyOnce("DECIDED");
    }

    @Test
    void aConfirmationThatWasOvertakenIsShownAgain() {
        HttpBrowser.Page scoring = take();
        HttpBrowser.Page confirm = filled(scoring).submitWith("[formaction$=review]");
        HttpBrowser.Page changed = rosa.get(scoring.uri())
                .form("#scoring")
                .set("level.C3", "not_yet")
                .submitWith("[formaction$=review]");
        assertThat(changed.text()).contains("5 of 6 required criteria met");

        HttpBrowser.Page again = confirm.form("form[action$=decision]").submit();

        assertThat(again.text()).contains("Your ratings have changed", "5 of 6 required criteria met");
    }

    @Test
    void whatAnOldTabTypedIsKeptOnItsPage() {
        HttpBrowser.Page old = take();
        rosa.get(old.uri()).form("#scoring").set("words.C2", "From the new tab").submit();

        HttpBrowser.Page refused = old.form("#scoring")
                .set("words.C2", "From the old tab")
                .set("words.C3", "Nobody else touched this")
                .submitWith("[formaction$=review]");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.select("[name='words.C2']").first().wholeText()).isEqualTo("From the old tab");
        assertThat(refused.text()).contains("You changed this criterion in another window", "From the new tab");
        HttpBrowser.Page kept = refused.form("#scoring").submitWith(".save-one");
        assertThat(kept.select("[name='words.C2']").first().wholeText()).isEqualTo("From the old tab");
        assertThat(kept.select("[name='words.C3']").first().wholeText()).isEqualTo("Nobody else touched this");
    }

    @Test
    void oneCriterionSavesItselfAndAnswersWithItsState() {
        HttpBrowser.Page scoring = take();
        String token = scoring.form("#scoring").values("_csrf").get(0);

        HttpBrowser.Page saved = rosa.send(
                "POST",
                URI.create(scoring.uri() + "/ratings"),
                "application/x-www-form-urlencoded",
                "level.C1=demonstrated&words.C1=Good&revision.C1=0".getBytes(StandardCharsets.UTF_8),
                Map.of("HX-Request", "true", "X-CSRF-TOKEN", token, "X-XSRF-TOKEN", token));

        assertThat(saved.status()).isEqualTo(200);
        assertThat(saved.select("#state-2 [name='revision.C1']").attr("value")).isEqualTo("1");
        assertThat(saved.select("#state-2").text()).contains("Saved");
        assertThat(saved.select("#progress[hx-swap-oob=true]").text()).isEqualTo("1 of 6 criteria rated");
        assertThat(saved.body()).doesNotContain("<html", "<textarea");
    }

    @Test
    void aResubmissionShowsWhatStandsAndNoEarlierRating() {
        decide(take(), "C4");
        await().untilAsserted(() -> assertThat(
                        submissions.find(attempt.submission()).orElseThrow().state())
                .isEqualTo(SubmissionState.NOT_YET));
        evidence.again()
                .answer("P1Q1", "I looked again at what each pupil wrote.")
                .file("A4", "png", SampleFiles.png())
                .handIn();
        given.waitUntilHeard();

        HttpBrowser.Page second = take();

        assertThat(second.select("#evidence-P1Q1").text()).contains("Changed since the last attempt");
        assertThat(second.select("#evidence-P1Q2").text()).endsWith("As before");
        assertThat(second.select("#evidence-A4").text())
                .containsOnlyOnce("As before")
                .containsOnlyOnce("New in this attempt");
        assertThat(second.select("#evidence-A1").text()).doesNotContain("New in this attempt");

        assertThat(second.text()).contains("0 of 1 criteria rated").doesNotContain("Words on C4", "Words on C1");
        assertThat(second.select("[name^='level.']").eachAttr("name")).containsOnly("level.C4");
        assertThat(second.select("#criterion-2").text()).contains("Met in an earlier attempt");
        HttpBrowser.Page decided = decide(second);
        assertThat(decided.text())
                .contains("Earned", "6 of 6 required criteria met")
                .doesNotContain("Words on C1");
    }

    @Test
    void aLastNotYetPromisesNoOtherAttemptToWhoDecidesIt() {
        Variant once = Variant.of(context, "lit-hfw-mapping", rules -> {
            rules.put("model", "single").remove("random_second_rate");
            ((ObjectNode) rules.get("resubmission")).put("max_attempts", 1);
        });
        TenantId other = given.district();
        rosa = assessor(other);
        new HandedInEvidence(context, other, new UserProfile("Ann Lee", "Ann", "Lee", null), once.id()).handIn();
        given.waitUntilHeard();

        HttpBrowser.Page confirm = filled(take(), "C4").submitWith("[formaction$=review]");
        HttpBrowser.Page decided = confirm.form("form[action$=decision]").submit();

        assertThat(confirm.text())
                .contains("There is no further attempt")
                .doesNotContain("hand in again", "the next attempt");
        assertThat(decided.text()).contains("the last attempt that there is").doesNotContain("hand in again");
    }

    @Test
    void aConflictOfInterestPutsTheCaseAwayForGood() {
        HttpBrowser.Page desk = take().form("form:has([name=conflict])").submit();

        assertThat(desk.text())
                .contains("You will not be offered submission")
                .contains("Nothing is waiting for you right now");
    }

    @Test
    void speaksSpanish() {
        rosa.header("Accept-Language", "es");

        assertThat(take().text())
                .contains("Rúbrica", "0 de 6 criterios valorados", "A partir de aquí cuenta como cumplido");
    }
}
