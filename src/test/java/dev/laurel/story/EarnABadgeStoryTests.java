package dev.laurel.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.canvasdev.CallLog;
import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.canvasdev.Faults.ServiceFault;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.support.Assessor;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Listeners;
import dev.laurel.support.Teacher;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** The main job, over HTTP from end to end: launch, submit, score, grade arrives, badge verifies. */
@LaurelTest
// A name of its own gives the story an application of its own: nobody else's work waits in the queue.
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true", "spring.application.name=story"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EarnABadgeStoryTests {

    private static final String MAPPING = "lit-hfw-mapping";
    private static final String HINGE = "assess-hinge-questions";
    private static final Duration SOON = Duration.ofSeconds(30);

    @Autowired
    LaurelSettings laurel;

    @Autowired
    Staff staff;

    @Autowired
    Tenants tenants;

    @Autowired
    JdbcClient jdbc;

    private CanvasDev lms;

    @BeforeAll
    void thePlatformRegistersTheTool() {
        lms = CanvasDev.start(CanvasDevSettings.onRandomPort()
                .withToolUrl(laurel.baseUrl().toString())
                .withRegisterAtStart(true));
        assertThat(lms.awaitRegistered(SOON)).isTrue();
    }

    @AfterAll
    void thePlatformGoes() {
        lms.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"canvas", "moodle"})
    void aTeacherEarnsABadgeFromACourse(String dress) {
        Teacher dana = Teacher.opens(lms, dress, "dana", MAPPING);
        assertThat(dana.page().text()).contains("Teaching High-Frequency Words Through Sound-Spelling Mapping");

        dana.starts().providesEverything().submits();
        Assessor luis = assessor().takesNext();
        assertThat(luis.page().body())
                .doesNotContain("Ortiz")
                .doesNotContain("dana")
                .doesNotContain("my evidence.pdf");
        luis.findsEverythingMet();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(gradeOf(dress, "dana")).isEqualTo("100"));
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(dana.opensAgain(MAPPING).select("img.badge")).isNotEmpty());
        String badge = dana.page().select("input#share").attr("value");
        HttpBrowser verifier = new HttpBrowser().header("Accept", "application/vc");
        HttpBrowser.Page credential = verifier.get(badge);
        assertThat(credential.status()).isEqualTo(200);
        assertThat(credential.body())
                .contains("eddsa-rdfc-2022")
                .doesNotContain("Ortiz")
                .doesNotContain("prairieview.example");
        isTakenBackAfterTheTeacherWasHeard(dana, badge);
    }

    private void isTakenBackAfterTheTeacherWasHeard(Teacher teacher, String badge) {
        HttpBrowser.Page desk = new HttpBrowser()
                .get(laurel.at("/issue"))
                .form("form:has(input[name=password])")
                .set("login", "ruth")
                .set("password", "demo-assessor")
                .submit();
        HttpBrowser.Page found =
                desk.form("form[role=search]").set("q", badge).submit().click("tbody a");
        HttpBrowser.Page noticed = found.form("form[action$='/notice']")
                .set("reason", "The pupils in the recording are of another school.")
                .submit();
        assertThat(teacher.opensAgain(MAPPING).text())
                .contains("The issuer may revoke this badge.")
                .contains("The pupils in the recording are of another school.");
        assertThat(noticed.select("form[action$='/revoke']")).isEmpty();
        HttpBrowser.Page hearing = teacher.opensAgain(MAPPING).click("a[href$='/hearing']");
        HttpBrowser.Page empty =
                hearing.form("form[action$='/hearing']").set("words", "  ").submit();
        assertThat(empty.status()).isEqualTo(422);
        HttpBrowser.Page answered = empty.form("form[action$='/hearing']")
                .set("words", "It is my own class, which visited that school.")
                .submit();
        assertThat(answered.text()).contains("Your answer is with the issuer.");
        assertThat(answered.select("form[action$='/hearing']"))
                .as("one answer, which stands")
                .isEmpty();
        HttpBrowser.Page heard =
                desk.form("form[role=search]").set("q", badge).submit().click("tbody a");
        assertThat(heard.text()).contains("It is my own class, which visited that school.");
        heard.form("form[action$='/revoke']").submit();
        assertThat(teacher.opensAgain(MAPPING).text())
                .contains("It has been revoked.")
                .contains("The pupils in the recording are of another school.");
        HttpBrowser.Page page = new HttpBrowser().get(badge);
        assertThat(page.select("main > :first-child").text()).startsWith("Revoked");
        assertThat(page.body()).doesNotContain("another school");
        HttpBrowser.Page verdict = page.click("a[href^='/verify?credential=']");
        assertThat(verdict.select("ol > li .status.lost")).hasSize(1);
    }

    @Test
    void notYetMendedAndEarned() {
        Teacher marcus = Teacher.opens(lms, "canvas", "marcus", MAPPING);
        marcus.starts().providesEverything().submits();
        assessor().takesNext().findsUnmet("C4");

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(marcus.opensAgain(MAPPING).text()).contains("each pupil a next step"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(gradeOf("canvas", "marcus")).isEqualTo("83"));
        marcus.starts().mends("A4").submits();
        assertThat(assessor().desk().select("form[action$=/assess/next]"))
                .as("who scored an attempt is not given the next one while others are there")
                .isEmpty();
        assessor("mei").takesNext().findsEverythingMet();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(gradeOf("canvas", "marcus")).isEqualTo("100"));
    }

    @Test
    @DisplayName("AGS-11 a platform that holds a grade for eight seconds holds up neither the decision nor the desk")
    void aSlowPlatformHoldsNobodyUp() {
        Teacher aisha = Teacher.opens(lms, "canvas", "aisha", MAPPING);
        aisha.starts().providesEverything().submits();
        Assessor luis = assessor().takesNext();
        await().atMost(SOON).until(() -> scores("aisha") > 0);
        Duration held = Duration.ofSeconds(8);
        lms.faults().slowness(held);
        lms.faults().nextServiceCalls(ServiceFault.SLOW, 20);
        try {
            long begin = System.nanoTime();
            luis.findsEverythingMet();
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("review and decision")
                    .isLessThan(held);
            await().atMost(SOON).until(() -> gradeOf("canvas", "aisha").equals("100"));
            assertThat(answeredGrades())
                    .as("the platform has the grade and has not answered")
                    .isEmpty();
            begin = System.nanoTime();
            assertThat(luis.desk().status()).isEqualTo(200);
            assertThat(aisha.opensAgain(MAPPING).status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("the next pages of both")
                    .isLessThan(held);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(answeredGrades()).isNotEmpty());
        } finally {
            lms.faults().clear();
        }
        assertThat(gradeOf("canvas", "aisha")).isEqualTo("100");
    }

    /** Attempts that the platform holds of somebody: the state of their work has arrived there. */
    private int scores(String hat) {
        return ((List<?>) lms.gradebook("canvas").get("cells"))
                .stream()
                        .map(cell -> (Map<?, ?>) cell)
                        .filter(cell -> hat.equals(cell.get("hat")) && MAPPING.equals(cell.get("resourceId")))
                        .mapToInt(cell -> ((List<?>) cell.get("attempts")).size())
                        .sum();
    }

    /** Calls that brought aisha's grade and were answered; the platform writes a call down when it has answered it. */
    private List<CallLog.Call> answeredGrades() {
        return lms.calls().all().stream()
                .filter(call -> call.path().contains("/scores"))
                .filter(call -> String.valueOf(call.body()).contains("d1ede07f-27d3-417e-a343-dc6b2f93ddac"))
                .filter(call -> String.valueOf(call.body()).contains("scoreGiven"))
                .toList();
    }

    @Test
    void returnedAsIncompleteMendedCheckedScoredAndEarned() {
        StaffId reviewer = staff.create("checker." + UUID.randomUUID(), "Ana Cole", "correct horse battery");
        staff.grant(reviewer, StaffRole.COMPLETENESS_REVIEWER, tenants.demonstration());
        try {
            Teacher ben = Teacher.opens(lms, "canvas", "ben", MAPPING);
            ben.starts().providesEverything().submits();
            Assessor checker = Assessor.signsIn(
                    laurel.baseUrl().toString(),
                    staff.account(reviewer).orElseThrow().login(),
                    "correct horse battery");
            HttpBrowser.Page check = checker.checksNext().page();
            assertThat(check.body()).doesNotContain("my evidence.pdf");
            assertThat(assessor().desk().select("form[action$=/assess/next]"))
                    .as("nobody rates what was not looked through")
                    .isEmpty();
            assertThat(check.form("form[action$=/return]").submit().text())
                    .as("no return without words")
                    .contains("Say what is missing");
            check.form("form[action$=/return]")
                    .set("words", "The table of the second week is missing.")
                    .submit();

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(ben.opensAgain(MAPPING).text())
                            .contains("The table of the second week is missing.", "It costs no attempt"));
            for (String where : List.of("/evidence/artefacts/A4", "/evidence/check")) {
                HttpBrowser.Page page = ben.opensAgain(MAPPING);
                assertThat(page.open(page.select("body").attr("data-window") + where)
                                .text())
                        .as("what is missing, where it is mended: " + where)
                        .contains("The table of the second week is missing.");
            }
            assertThat(gradeOf("canvas", "ben")).isEmpty();
            ben.mends("A4").submits();
            checker.checksNext().page().form("form[action$=/complete]").submit();
            Assessor luis = assessor().takesNext();
            assertThat(luis.page().text())
                    .as("it is the first attempt still")
                    .doesNotContain("New in this attempt", "table of the second week");
            luis.findsEverythingMet();

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(gradeOf("canvas", "ben")).isEqualTo("100"));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(ben.opensAgain(MAPPING).select("img.badge"))
                            .isNotEmpty());
        } finally {
            staff.revoke(reviewer, StaffRole.COMPLETENESS_REVIEWER, tenants.demonstration());
        }
    }

    @Test
    void anAppealIsGrantedAndOthersFindTheBadgeEarned() {
        Teacher elena = Teacher.opens(lms, "canvas", "elena", MAPPING);
        elena.starts().providesEverything().submits();
        assessor("mei").takesNext().findsUnmet("C4");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(gradeOf("canvas", "elena")).isEqualTo("83"));
        appeals(elena, "canvas");

        Assessor ruth = assessor("ruth");
        HttpBrowser.Page appeal = appealOnTheDeskOf(ruth);
        assertThat(appeal.body()).contains("C4 was misread").doesNotContain("elena");
        HttpBrowser.Page answered = appeal.form("form:has(button[name=reopen])")
                .set("words", "The fourth criterion deserves another look.")
                .submitWith("button[value=true]");
        assertThat(answered.text()).contains("Your answer is on record");
        assertThat(assessor("mei").desk().select("form[action$=/assess/next]"))
                .as("she rated it before")
                .isEmpty();
        assertThat(assessor("ruth").desk().select("form[action$=/assess/next]"))
                .as("she knows the decision")
                .isEmpty();
        Assessor luis = assessor().takesNext();
        assertThat(luis.page().body())
                .doesNotContain("C4 was misread")
                .doesNotContain("each pupil a next step")
                .doesNotContain("elena");
        luis.findsEverythingMet();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(gradeOf("canvas", "elena")).isEqualTo("100"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(elena.opensAgain(MAPPING).select("img.badge"))
                        .isNotEmpty());
    }

    @Test
    void anAppealIsRefusedWithReasonsAndTheNextAttemptIsOpen() {
        Teacher aisha = Teacher.opens(lms, "moodle", "aisha", MAPPING);
        aisha.starts().providesEverything().submits();
        assessor("mei").takesNext().findsUnmet("C4");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(gradeOf("moodle", "aisha")).isEqualTo("83"));
        appeals(aisha, "moodle");

        HttpBrowser.Page appeal = appealOnTheDeskOf(assessor("ruth"));
        assertThat(appeal.form("form:has(button[name=reopen])")
                        .submitWith("button[value=false]")
                        .text())
                .as("no answer without reasons")
                .contains("Say why");
        appeal.form("form:has(button[name=reopen])")
                .set("words", "The next steps are the same for all pupils.")
                .submitWith("button[value=false]");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(aisha.opensAgain(MAPPING).text())
                        .contains("Read the answer to your appeal")
                        .doesNotContain("Ask for another look"));
        assertThat(aisha.at("/appeal").text())
                .contains("The decision stands", "The next steps are the same for all pupils.");
        assertThat(gradeOf("moodle", "aisha")).isEqualTo("83");
        aisha.opensAgain(MAPPING);
        aisha.starts();
        assertThat(aisha.opensAgain(MAPPING).text()).contains("This is attempt 2");
    }

    /** Asks for another look, twice in a row, and sees that the grade stays. */
    private void appeals(Teacher teacher, String dress) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(teacher.opensAgain(MAPPING).text()).contains("Ask for another look"));
        HttpBrowser.Page page = teacher.at("/appeal");
        assertThat(page.submit("form[action$=/appeal]", Map.of("words", "  ")).text())
                .contains("Say what was misread");
        for (int press = 0; press < 2; press++) {
            assertThat(page.submit("form[action$=/appeal]", Map.of("words", "C4 was misread: see page two."))
                            .text())
                    .contains("Your appeal is with a lead assessor");
        }
        assertThat(teacher.opensAgain(MAPPING).text()).contains("Under appeal");
        assertThat(teacher.page().select("form[action$=/evidence/start]")).isEmpty();
        assertThat(gradeOf(dress, dress.equals("canvas") ? "elena" : "aisha")).isEqualTo("83");
    }

    private HttpBrowser.Page appealOnTheDeskOf(Assessor lead) {
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        lead.desk().open("/assess/appeals").select("main li a[href*=/assess/appeals/]"))
                .hasSize(1));
        HttpBrowser.Page before = lead.page()
                .open(lead.page()
                        .open("/assess/appeals")
                        .select("main li a[href*=/assess/appeals/]")
                        .attr("href"));
        assertThat(before.text())
                .contains("you can never rate this work afresh")
                .doesNotContain("C4 was misread");
        return before.submit("form[action$=/open]", Map.of());
    }

    @Test
    void aTeacherIsHeardBeforeAFlagIsDecidedAndSaysWhetherOthersMayLearnFromTheWork() {
        Listeners assessment = Listeners.of(jdbc, "assessment.%");
        Teacher.opens(lms, "moodle", "ben", MAPPING)
                .starts()
                .providesEverything()
                .submits();
        Teacher marcus = Teacher.opens(lms, "moodle", "marcus", MAPPING);
        assertThat(marcus.starts()
                        .providesEverything()
                        .submits()
                        .at("/questions")
                        .text())
                .contains("Nobody has asked anything");
        // Everybody's files are alike here, so that there are flags already: the last one is to be his.
        assessment.awaitHeard();
        Assessor ruth = assessor("ruth");
        HttpBrowser.Page flag = ruth.desk()
                .open(ruth.page()
                        .open("/assess/lead/flags")
                        .select("main li a[href*=/flags/]")
                        .last()
                        .attr("href"));
        assertThat(flag.text()).contains("byte for byte", "no AI was used").doesNotContain("Marcus");
        assertThat(flag.select("button[value=true]")).as("not heard yet").isEmpty();
        flag.form("form[action$=/ask]")
                .set("words", "How did this file come about?")
                .submit();

        assertThat(marcus.opensAgain(MAPPING).text()).contains("have a question about your work");
        HttpBrowser.Page asked = marcus.at("/questions");
        assertThat(asked.text()).contains("How did this file come about?", "Nothing has been decided");
        assertThat(asked.submit("form[action*=/questions/]", Map.of("words", " "))
                        .text())
                .contains("Write your answer");
        asked.submit("form[action*=/questions/]", Map.of("words", "We all wrote on the same form."));
        Assessor luis = assessor().takesNext();
        luis.findsEverythingMet();
        assertThat(luis.desk().select("form[action$=/assess/next]"))
                .as("nobody is given what its earner is asked about")
                .isEmpty();
        flag = ruth.page().open(flag.uri().getPath());
        assertThat(flag.text()).contains("We all wrote on the same form.");
        flag.form("form[action$=/decide]").set("words", "A form is fine.").submitWith("button[value=false]");
        assertThat(marcus.at("/questions").text()).contains("there is no concern", "A form is fine.");

        luis.takesNext();
        String label = luis.page().select("h1").text().replace("Submission ", "");
        luis.findsEverythingMet();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(gradeOf("moodle", "marcus")).isEqualTo("100"));
        HttpBrowser.Page sources = ruth.page().open("/assess/lead/anchors/from");
        HttpBrowser.Page made = sources.open(
                        sources.select("main a:contains(" + label + ")").attr("href"))
                .form("form:has(input[name=name])")
                .set("name", "A clear case")
                .submit();
        assertThat(made.text()).contains("Teacher asked").doesNotContain("Marcus");
        marcus.at("/questions").form("form:has(button[name=agreed])").submitWith("button[value=true]");
        assertThat(ruth.page().open(made.uri().getPath()).text()).contains("In use");
        marcus.at("/questions").form("form:has(button[name=agreed])").submitWith("button[value=false]");
        assertThat(ruth.page().open(made.uri().getPath()).text())
                .contains("Out of use")
                .doesNotContain("My group is six pupils");
    }

    @Test
    void twoAssessorsDisagreeAndALeadSettles() {
        Teacher ben = Teacher.opens(lms, "canvas", "ben", HINGE);
        ben.starts().providesEverything().submits();
        Assessor luis = assessor().takesNext();
        assertThat(luis.page().text()).contains("Two assessors rate each submission");
        luis.findsEverythingMet();
        assertThat(luis.page().text()).contains("Your rating is in");
        assertThat(luis.desk().select("form[action$=/assess/next]")).isEmpty();
        Assessor mei = assessor("mei").takesNext();
        assertThat(mei.page().body())
                .contains("Two assessors rate each submission")
                .doesNotContain("The evidence shows this clearly");
        mei.findsUnmet("C2");
        assertThat(gradeOf("canvas", "ben", HINGE)).isEmpty();

        Assessor ruth = assessor("ruth").settlesNext();
        assertThat(ruth.page().select("form#scoring textarea").eachAttr("name")).containsExactly("words.C2");
        assertThat(ruth.page().body())
                .contains("Two assessors disagree")
                .doesNotContain("The evidence shows this clearly")
                .doesNotContain("each pupil a next step");
        ruth.findsEverythingMet();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(gradeOf("canvas", "ben", HINGE)).isEqualTo("100"));
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(ben.opensAgain(HINGE).select("img.badge")).isNotEmpty());
        HttpBrowser.Page badge =
                new HttpBrowser().get(ben.page().select("input#share").attr("value"));
        assertThat(badge.text())
                .contains("For this badge, 2 assessors who do not know the earner rated every criterion independently")
                .contains("One criterion on which they disagreed was rated afresh by another assessor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"canvas", "moodle"})
    void aCoordinatorPlacesAMicroCredentialAndATeacherOpensIt(String dress) {
        CanvasDevSession priya = new CanvasDevSession(lms, dress, "priya");
        String course = priya.link(MAPPING).courseId();

        priya.pickContent(course, picker -> picker.form("input[name=pick]")
                .set("pick", "cs-systematic-debugging")
                .submitWith("button[value=choose]"));

        CanvasDev.Link placed = lms.links(dress).stream()
                .filter(link -> link.courseId().equals(course)
                        && "cs-systematic-debugging".equals(link.custom().get("micro_credential")))
                .findFirst()
                .orElseThrow();
        assertThat(placed.lineItemId()).isNotNull();
        HttpBrowser.Page opened =
                new CanvasDevSession(lms, dress, "elena").openAssignment(course, placed.assignmentId());
        assertThat(opened.text()).contains("Teaching Debugging as a Skill");
    }

    private Assessor assessor() {
        return assessor("luis");
    }

    private Assessor assessor(String login) {
        return Assessor.signsIn(laurel.baseUrl().toString(), login, "demo-assessor");
    }

    /** What the gradebook of the LMS shows for that person in the first course, without decimals; empty without a grade. */
    private String gradeOf(String dress, String hat) {
        return gradeOf(dress, hat, MAPPING);
    }

    private String gradeOf(String dress, String hat, String microCredential) {
        return ((List<?>) lms.gradebook(dress).get("cells"))
                .stream()
                        .map(cell -> (Map<?, ?>) cell)
                        .filter(cell -> hat.equals(cell.get("hat")) && microCredential.equals(cell.get("resourceId")))
                        .map(cell -> cell.get("grade") == null ? "" : String.valueOf(cell.get("grade")))
                        .map(grade -> grade.replaceFirst("\\..*", ""))
                        .findFirst()
                        .orElse("");
    }
}
