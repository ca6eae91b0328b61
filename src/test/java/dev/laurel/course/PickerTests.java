package dev.laurel.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.lti.ContentItem;
import dev.laurel.lti.ContentItem.Dates;
import dev.laurel.lti.Invitations;
import dev.laurel.lti.Launch;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestLaunches;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.Refusal;
import dev.laurel.tenant.Tenants;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;

@LaurelTest
class PickerTests {

    private static final CanvasDev LMS = CanvasDev.start(CanvasDevSettings.onRandomPort());

    private static final String COURSE = "4021";
    private static final String FORM = "form[action$=picker]";

    @Autowired
    LaurelSettings settings;

    @Autowired
    Invitations invitations;

    @Autowired
    Tenants tenants;

    @Autowired
    PickerPages pages;

    @Autowired
    Catalogue catalogue;

    @AfterAll
    static void stopTheLms() {
        LMS.close();
    }

    private CanvasDevSession coordinator(String dress) {
        if (LMS.clientId(dress).isEmpty()) {
            register(dress);
        }
        return new CanvasDevSession(LMS, dress, "priya");
    }

    private void register(String dress) {
        register(LMS, dress, settings, invitations.invite(tenants.found("Prairie View " + dress), Duration.ofHours(1)));
    }

    /** By an invitation, as an LMS administrator does. */
    static void register(CanvasDev lms, String dress, LaurelSettings settings, Invitations.Invitation invitation) {
        CanvasDevSession administrator = new CanvasDevSession(lms, dress, "sam");
        HttpBrowser.Page registering = administrator
                .lmsPage("/admin/tools")
                .form("form#register-tool")
                .set(
                        "url",
                        settings.at("/lti/register?invitation=" + invitation.secret())
                                .toString())
                .submit();
        HttpBrowser.Page answer = administrator
                .browser()
                .get(URI.create(registering.select("iframe#tool").first().absUrl("src")));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        administrator
                .lmsPage("/admin/tools")
                .form("form:has(input[name=on][value=true])")
                .submit();
    }

    private HttpBrowser.Page openPicker(CanvasDevSession session, String placement) {
        HttpBrowser.Page page = session.lmsPage("/courses/" + COURSE + "/content/new?placement=" + placement);
        return session.browser()
                .get(URI.create(page.select("iframe#tool").first().absUrl("src")))
                .autoSubmit();
    }

    /** Searched for by its title: what others published may have moved it to a later page. */
    private Element offer(HttpBrowser.Page picker, String microCredential) {
        String title = catalogue
                .current(new MicroCredentialId(microCredential))
                .orElseThrow()
                .title();
        HttpBrowser.Page found = press(picker.form(FORM).set("q", title), "search");
        return found.select("li:has(#pick-" + microCredential + ")").expectFirst("li");
    }

    private static HttpBrowser.Page press(HttpBrowser.Form form, String act) {
        return form.submitWith("button[name=act][value=" + act + "]");
    }

    @Test
    void saysWhenNothingWasPicked() {
        HttpBrowser.Page picker = openPicker(coordinator("canvas"), "course_assignments_menu");
        HttpBrowser.Page still = press(picker.form(FORM), "choose");
        assertThat(still.status()).isEqualTo(200);
        assertThat(still.select("[role=alert]").text()).startsWith("Nothing is picked yet.");
    }

    @Test
    void keepsWhatWasPickedAcrossSearchesAndAddsItToTheCourse() {
        CanvasDevSession priya = coordinator("canvas");
        HttpBrowser.Page course = priya.pickContent(COURSE, picker -> {
            assertThat(picker.select("h1").text()).isEqualTo("Pick micro-credentials for your course");
            HttpBrowser.Page searched =
                    press(picker.form(FORM).set("q", "debugging").set("pick", List.of("lit-hfw-mapping")), "search");
            assertThat(searched.select(".picked label").text()).contains("High-Frequency Words");
            assertThat(searched.select(".about").text()).contains("8 hours credited", "Prairie View School District");
            HttpBrowser.Page again = press(
                    searched.form(FORM)
                            .set("q", "nothing like this")
                            .set("pick", List.of("lit-hfw-mapping", "cs-systematic-debugging")),
                    "search");
            assertThat(again.select("[role=status]").text()).startsWith("Nothing found");
            assertThat(again.select(".picked input[checked]")).hasSize(2);
            return press(again.form(FORM), "choose");
        });
        assertThat(course.status()).isEqualTo(200);
        List<CanvasDev.Link> made = LMS.links("canvas").stream()
                .filter(link -> "cs-systematic-debugging".equals(link.custom().get("micro_credential")))
                .toList();
        assertThat(made).singleElement().satisfies(link -> {
            assertThat(link.title()).isEqualTo("Teaching Debugging as a Skill");
            assertThat(link.custom()).containsEntry("micro_credential_version", "1.0.0");
            assertThat(link.lineItemId()).as("graded").isNotNull();
        });
    }

    @Test
    void saysWhatStandsInTheCourseAlready() {
        CanvasDevSession priya = coordinator("canvas");
        priya.pickContent(
                COURSE, picker -> press(picker.form(FORM).set("pick", List.of("cs-inclusive-project")), "choose"));
        priya.openMicroCredential("cs-inclusive-project");
        HttpBrowser.Page picker = openPicker(priya, "course_assignments_menu");
        assertThat(offer(picker, "cs-inclusive-project").select(".placed").text())
                .isEqualTo("Already in this course");
        assertThat(offer(picker, "assess-hinge-questions").select(".placed")).isEmpty();
    }

    @Test
    void narrowsTheListAndKeepsEverythingInTheAddress() {
        HttpBrowser.Page picker = openPicker(coordinator("canvas"), "course_assignments_menu");
        assertThat(picker.select("#topic option").eachText())
                .containsSubsequence("Any", "computer science", "English language arts", "integrated");
        assertThat(picker.select("#grade option").eachText())
                .containsSubsequence("Any", "K", "1", "2", "3-5", "6-8", "9-12");
        HttpBrowser.Page narrowed = press(
                picker.form(FORM)
                        .set("topic", "computer science")
                        .set("grade", "3-5")
                        .set("hours", "6-10")
                        .set("pick", List.of("lit-hfw-mapping"))
                        .set("due", "2031-12-18T17:00")
                        .set("zone", "America/Chicago"),
                "search");
        assertThat(narrowed.select(".offers label").eachText())
                .hasSizeGreaterThanOrEqualTo(3)
                .noneMatch(title -> title.contains("High-Frequency"));
        assertThat(narrowed.select("[role=status]").text())
                .as("other tests may have published more that fits")
                .matches("\\d+ micro-credentials fit");
        assertThat(narrowed.uri().getRawQuery())
                .contains("topic=computer+science", "grade=3-5", "hours=6-10", "pick=lit-hfw-mapping")
                .doesNotContain("csrf");
        HttpBrowser.Page again = narrowed.open(narrowed.uri().toString());
        assertThat(again.select(".picked input[checked]").eachAttr("value")).containsExactly("lit-hfw-mapping");
        assertThat(again.select("#due").attr("value")).isEqualTo("2031-12-18T17:00");
        assertThat(again.select("#zone option[selected]").attr("value")).isEqualTo("America/Chicago");
        HttpBrowser.Page wide = press(again.form(FORM), "widen");
        assertThat(wide.select(".offers label")).hasSizeGreaterThanOrEqualTo(5);
        assertThat(wide.select("input[checked]").eachAttr("value")).containsExactly("lit-hfw-mapping");
        HttpBrowser.Page none = press(wide.form(FORM).set("hours", "11-15").set("grade", "K"), "search");
        assertThat(none.select(".empty").text()).startsWith("Nothing fits.");
    }

    @Test
    void theWindowOfThePickerOpensItAgain() {
        HttpBrowser.Page picker = openPicker(coordinator("canvas"), "course_assignments_menu");
        HttpBrowser.Page again = picker.open(picker.select("body").attr("data-window"));
        assertThat(again.select("h1").text()).isEqualTo("Pick micro-credentials for your course");
    }

    @Test
    void datesComeToTheCourseByTheCoordinatorsClock() {
        CanvasDevSession priya = coordinator("canvas");
        priya.pickContent(
                COURSE,
                picker -> press(
                        picker.form(FORM)
                                .set("pick", List.of("cs-trace-before-write"))
                                .set("from", "2031-12-01T08:00")
                                .set("due", "2031-12-18T17:00")
                                .set("zone", "America/Denver"),
                        "choose"));
        HttpBrowser.Page course = priya.lmsPage("/courses/" + COURSE);
        HttpBrowser.Page assignment = course.open(
                course.select("a.item:contains(Tracing Code)").last().absUrl("href"));
        assertThat(assignment.select(".facts").text()).contains("due 2031-12-19T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2031-12-18T17:00, '', '', '', in which time zone",
        "2031-12-18T17:00, '', '', Mars/Olympus, cannot be read",
        "someday, '', '', America/Denver, cannot be read",
        "2031-12-18T17:00, 2031-12-19T17:00, '', America/Denver, out of order",
        "2031-12-18T17:00, '', 2031-12-17T17:00, America/Denver, out of order",
        "2001-12-18T17:00, '', '', America/Denver, has passed"
    })
    void datesThatCannotBeMeantAreAskedForAgain(String due, String from, String until, String zone, String said) {
        CanvasDevSession priya = coordinator("canvas");
        HttpBrowser.Page picker = openPicker(priya, "course_assignments_menu");
        HttpBrowser.Page still = priya.browser()
                .post(
                        picker.form(FORM).action(),
                        Map.of(
                                "_csrf",
                                picker.select(FORM + " input[name=_csrf]").attr("value"),
                                "act",
                                "choose",
                                "pick",
                                "lit-hfw-mapping",
                                "due",
                                due,
                                "from",
                                from,
                                "until",
                                until,
                                "zone",
                                zone));
        assertThat(still.status()).isEqualTo(200);
        assertThat(still.select("[role=alert]").text()).contains(said, "Nothing was added yet");
        assertThat(still.select("#due").attr("value")).isEqualTo(due);
        assertThat(still.select("input[checked]").eachAttr("value")).containsExactly("lit-hfw-mapping");
    }

    @Test
    void asksForDatesUnlessAFormOfThePlatformDoes() {
        assertThat(openPicker(coordinator("canvas"), "assignment_selection").select("#dates"))
                .isEmpty();
        assertThat(coordinator("moodle").openPicker("2").select("#dates-hint").text())
                .as("Moodle passes dates over")
                .startsWith("Your learning platform keeps no dates of links, so Laurel does");
    }

    @Test
    void opensInAWindowOfItsOwnWhereTheCoordinatorWantsIt() {
        CanvasDevSession priya = coordinator("canvas");
        HttpBrowser.Page picker = openPicker(priya, "course_assignments_menu");
        HttpBrowser.Page answer = press(
                picker.form(FORM).set("pick", List.of("assess-hinge-questions")).set("window", "new"), "choose");
        assertThat(payload(answer)).contains("\"targetName\":\"_blank\"");
        assertThat(payload(press(picker.form(FORM).set("pick", List.of("assess-hinge-questions")), "choose")))
                .doesNotContain("targetName");
    }

    private static String payload(HttpBrowser.Page answer) {
        String jwt = answer.select("input[name=JWT]").attr("value");
        return new String(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]), StandardCharsets.UTF_8);
    }

    @Test
    void offersOneChoiceWhereThePlatformTakesOne() {
        HttpBrowser.Page picker = openPicker(coordinator("canvas"), "assignment_selection");
        assertThat(picker.select("input[name=pick][type=radio]")).isNotEmpty();
        assertThat(picker.select("input[name=pick][type=checkbox]")).isEmpty();
        HttpBrowser.Page answer =
                press(picker.form(FORM).set("pick", List.of("lit-hfw-mapping", "assess-hinge-questions")), "choose");
        assertThat(answer.isAutomatic()).isTrue();
        assertThat(answer.autoSubmit().click("a#continue").body()).contains("Using Hinge Questions");
    }

    @Test
    void goesBackWithNothing() {
        HttpBrowser.Page picker = openPicker(coordinator("canvas"), "course_assignments_menu");
        HttpBrowser.Page answer = press(picker.form(FORM), "cancel");
        assertThat(answer.isAutomatic()).isTrue();
        assertThat(answer.autoSubmit().status()).isEqualTo(200);
    }

    @Test
    void addsToMoodleToo() {
        HttpBrowser.Page course = coordinator("moodle")
                .pickContent(
                        LMS.links("moodle").isEmpty()
                                ? moodleCourse()
                                : LMS.links("moodle").get(0).courseId(),
                        picker -> press(picker.form(FORM).set("pick", List.of("assess-hinge-questions")), "choose"));
        assertThat(course.status()).isEqualTo(200);
        assertThat(LMS.links("moodle")).anySatisfy(link -> assertThat(link.custom())
                .containsEntry("micro_credential", "assess-hinge-questions")
                .containsEntry("micro_credential_version", "1.0.0"));
    }

    private static String moodleCourse() {
        return new CanvasDevSession(LMS, "moodle", "priya")
                .lmsPage("/")
                .select("a[href*=/courses/]")
                .attr("href")
                .replaceFirst(".*/courses/(\\d+).*", "$1");
    }

    @Test
    void reloadsInItsWindowAndNowhereElse() {
        HttpBrowser.Page picker = openPicker(coordinator("canvas"), "course_assignments_menu");
        String path = URI.create(picker.form(FORM).action().toString()).getPath();
        assertThat(new HttpBrowser().get(settings.at(path)).status()).isBetween(400, 499);
    }

    @Test
    void refusesAFormThatIsNotOurs() {
        CanvasDevSession priya = coordinator("canvas");
        HttpBrowser.Page picker = openPicker(priya, "course_assignments_menu");
        HttpBrowser.Page answer =
                priya.browser().post(picker.form(FORM).action(), Map.of("act", "choose", "pick", "lit-hfw-mapping"));
        assertThat(answer.status()).isEqualTo(403);
    }

    private static MultiValueMap<String, String> sent(String... pairs) {
        MultiValueMap<String, String> sent = new LinkedMultiValueMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            sent.add(pairs[i], pairs[i + 1]);
        }
        return sent;
    }

    private Launch picking(String role, boolean lineItems, String... types) {
        return TestLaunches.learner(tenants.found("District"))
                .roles(Set.of(role))
                .picking(true, lineItems, types)
                .launch();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner",
                "http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor",
                "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor"
            })
    void isForThoseWhoLeadTheCourse(String role) {
        Launch launch = picking(role, true, "ltiResourceLink");
        for (String act : List.of("search", "choose", "cancel")) {
            assertThatThrownBy(() -> pages.press(launch, sent("act", act, "pick", "lit-hfw-mapping")))
                    .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.status())
                            .isEqualTo(HttpStatus.FORBIDDEN));
        }
        assertThatThrownBy(() -> pages.open(launch)).isInstanceOf(PickerRefused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor",
                "http://purl.imsglobal.org/vocab/lis/v2/membership#ContentDeveloper",
                "http://purl.imsglobal.org/vocab/lis/v2/membership#Administrator",
                "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator"
            })
    void opensForCoordinatorsAndAdministrators(String role) {
        ModelAndView page = pages.open(picking(role, true, "ltiResourceLink"));
        assertThat(page.getViewName()).isEqualTo("course/picker");
    }

    @Test
    void saysWhenThePlaceTakesNoLinks() {
        Launch launch = picking("http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor", true, "file", "html");
        assertThatThrownBy(() -> pages.open(launch))
                .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.messageKey())
                        .isEqualTo("course.picker.no-links-here"));
    }

    @Test
    void picksNothingInAWindowOfAMicroCredential() {
        Launch launch = TestLaunches.instructor(tenants.found("District")).launch();
        assertThatThrownBy(() -> pages.press(launch, sent("act", "choose", "pick", "lit-hfw-mapping")))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(HttpStatus.NOT_FOUND));
    }

    @Test
    void saysWhenAPickIsNoLongerOnOffer() {
        Launch launch =
                picking("http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor", true, "ltiResourceLink");
        ModelAndView page =
                pages.press(launch, sent("act", "choose", "pick", "lit-hfw-mapping", "pick", "gone-by-now"));
        assertThat(page.getModel()).containsEntry("problem", "course.picker.gone");
        assertThat(((Picks) page.getModel().get("picks")).picked()).hasSize(1);
    }

    @Test
    void asksForAColumnOnlyWhereThePlatformTakesOne() {
        Picks picks = Picks.read(List.of("lit-hfw-mapping", "lit-hfw-mapping", "../etc"), true, catalogue);
        URI launchUrl = settings.at("/lti/launch");
        Launch graded = picking("x", true, "ltiResourceLink");
        Launch ungraded = picking("x", false, "ltiResourceLink");
        ContentItem item = picks.items(
                        launchUrl,
                        Objects.requireNonNull(graded.deepLinking()),
                        Dates.NONE,
                        Map.of(),
                        true,
                        false,
                        pick -> "Counts.")
                .get(0);
        assertThat(item.url()).isEqualTo(launchUrl);
        assertThat(item.title()).startsWith("Teaching High-Frequency Words");
        assertThat(item.text()).startsWith("Teach high-frequency words").endsWith(" Counts.");
        assertThat(item.custom())
                .isEqualTo(Map.of("micro_credential", "lit-hfw-mapping", "micro_credential_version", "1.0.0"));
        assertThat(item.lineItem())
                .isEqualTo(new ContentItem.LineItemTemplate(
                        100,
                        "Teaching High-Frequency Words Through Sound-Spelling Mapping",
                        "lit-hfw-mapping",
                        "laurel"));
        assertThat(picks.items(
                                launchUrl,
                                Objects.requireNonNull(ungraded.deepLinking()),
                                Dates.NONE,
                                Map.of(),
                                true,
                                false,
                                pick -> "")
                        .get(0)
                        .lineItem())
                .isNull();
    }
}
