package dev.laurel.coaching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.laurel.lti.Registrations;
import dev.laurel.lti.UserProfile;
import dev.laurel.lti.launch.Windows;
import dev.laurel.person.AddressTold;
import dev.laurel.person.PersonForgotten;
import dev.laurel.person.PersonId;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.EvidenceRemoved;
import dev.laurel.submission.SubmissionId;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.support.Teacher;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A teacher's draft in the hands of a colleague, by mail and in the course. */
@LaurelTest
class CoachingTests {

    private static final String HINGE = "assess-hinge-questions";
    private static final String TEXT = "Twenty-four students who add denominators";
    private static final String MARKUP = "<script>alert('comment')</script> & <b>bold</b>";
    private static final Duration SOON = Duration.ofSeconds(60);

    @Autowired
    CoachAddresses addresses;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Staff staff;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    TransactionTemplate transactions;

    private final String name = UUID.randomUUID().toString().substring(0, 8);
    private final String address = "coach." + name + "@example.org";
    private final Map<Teacher, HttpBrowser> browsers = new HashMap<>();
    private TenantId tenant;
    private Windows windows;
    private Teacher earner;

    @BeforeEach
    void aTeacherWithADraft() {
        tenant = tenants.found("District " + name);
        windows = new Windows(settings, registrations, tenant);
        earner = teacher("Ada").starts();
        earner.at("/evidence/questions/P1Q1")
                .form("textarea[name=text]")
                .set("text", TEXT)
                .submit();
    }

    private String mailOf(String first) {
        return (first + "." + name + "@school.example").toLowerCase(Locale.ROOT);
    }

    private String fullName(String first) {
        return first + " " + name;
    }

    private Teacher teacher(String first) {
        HttpBrowser browser = new HttpBrowser();
        windows.calling(new UserProfile(fullName(first), first, name, mailOf(first)));
        Teacher teacher = Teacher.in(browser, windows.open(browser, first + name, HINGE, "Learner"));
        browsers.put(teacher, browser);
        return teacher;
    }

    /** A learner of the same course, whom its roster names. */
    private Teacher colleague(String first) {
        Teacher teacher = teacher(first);
        onRoster(first, fullName(first));
        return teacher;
    }

    /** Somebody who leads the course, as its roster says. */
    private Teacher lead(String first) {
        HttpBrowser browser = new HttpBrowser();
        windows.calling(new UserProfile(fullName(first), first, name, mailOf(first)));
        Teacher lead = Teacher.in(browser, windows.open(browser, first + name, HINGE, "Instructor"));
        browsers.put(lead, browser);
        roster();
        jdbc.sql("insert into course_roster_lead (context_id, lti_user_id, tenant_id, name) select r.context_id, u.id,"
                        + " r.tenant_id, cast(? as varchar(500)) from course_roster r join lti_user u"
                        + " on u.tenant_id = r.tenant_id where r.tenant_id = ? and u.subject = ?")
                .params(fullName(first), tenant.value(), first + name)
                .update();
        return lead;
    }

    private String account(String first) {
        return jdbc.sql("select id from lti_user where tenant_id = ? and subject = ?")
                .params(tenant.value(), first + name)
                .query(UUID.class)
                .single()
                .toString();
    }

    private Page shareWithLead(Teacher lead, String first) {
        Page shared =
                wish("lead").set("who", account(first)).set("agreed", "true").submit();
        assertThat(shared.select("[role=status]").text()).startsWith("Shared");
        return lead.at("").click("a[href$=/shared]").click("a[href*=/shared/]");
    }

    private void roster() {
        jdbc.sql("insert into course_roster (context_id, tenant_id, due_at, tries) select distinct p.context_id,"
                        + " p.tenant_id, current_timestamp + interval '1' day, 0 from course_placement p"
                        + " where p.tenant_id = ? on conflict do nothing")
                .param(tenant.value())
                .update();
    }

    private void onRoster(String first, String called) {
        roster();
        jdbc.sql("insert into course_roster_member (context_id, lti_user_id, tenant_id, name, staff)"
                        + " select r.context_id, a.lti_user_id, r.tenant_id, cast(? as varchar(500)), false"
                        + " from course_roster r join person_account a on a.tenant_id = r.tenant_id"
                        + " join person p on p.id = a.person_id where r.tenant_id = ? and p.name = ?"
                        + " on conflict do nothing")
                .params(called, tenant.value(), fullName(first))
                .update();
    }

    private SubmissionId submission() {
        return new SubmissionId(
                jdbc.sql("select s.id from submission s join person p on p.id = s.earner_id where p.name = ?")
                        .param(fullName("Ada"))
                        .query(UUID.class)
                        .single());
    }

    private HttpBrowser.Form wish(String how) {
        return earner.at("/coaching").form("form:has(input[value=" + how + "])");
    }

    private Page invite() {
        return wish("mail").set("who", address).set("agreed", "true").submit();
    }

    /** Opens the invitation, asks for the link and follows it. */
    private Page comesIn(HttpBrowser coach) {
        URI invitation = Mailbox.latest(address, 1).link();
        int before = Mailbox.to(address).size();
        Page sent = coach.get(invitation).form("form[action$=/key]").submit();
        assertThat(sent.select("[role=status]").text()).contains("sent a link");
        return coach.get(Mailbox.latest(address, before + 1).link())
                .form("form[action$=/open]")
                .submit();
    }

    private Page shareWith(Teacher colleague, String first) {
        Page shared = wish("colleague")
                .set("who", fullName(first))
                .set("agreed", "true")
                .submit();
        assertThat(shared.select("[role=status]").text()).startsWith("Shared");
        return colleague.at("/shared").click("a[href*=/shared/]");
    }

    /** The form that begins a thread about something. */
    private static HttpBrowser.Form comment(Page page, String about) {
        return page.form("#about-" + about + " form:not(:has(input[name=thread]))");
    }

    private UUID share() {
        return jdbc.sql("select id from coaching_share where submission_id = ? order by created_at desc")
                .param(submission().value())
                .query(UUID.class)
                .list()
                .get(0);
    }

    // ---- by mail: what must not work

    @Test
    void anInvitationThatSomebodyElseGetsHoldOfOpensNothing() {
        invite();
        Mailbox.Mail mail = Mailbox.latest(address, 1);
        assertThat(mail.text()).contains(fullName("Ada")).doesNotContain(TEXT);
        HttpBrowser thief = new HttpBrowser();
        Page door = thief.get(mail.link());
        assertThat(door.status()).isEqualTo(200);
        assertThat(door.text()).doesNotContain(fullName("Ada")).doesNotContain(TEXT);
        assertThat(door.body()).doesNotContain(address);
        door.form("form[action$=/key]").submit();
        Mailbox.latest(address, 2);
        assertThat(thief.get(mail.link()).text())
                .as("the link went to the mailbox, not to whoever asked")
                .doesNotContain(TEXT);
        assertThat(thief.get(mail.link() + "/files/" + UUID.randomUUID()).status())
                .isEqualTo(404);
        Page refused = thief.post(
                mail.link() + "/comments",
                Map.of(
                        "_csrf", door.select("input[name=_csrf]").val(),
                        "id", UUID.randomUUID().toString(),
                        "words", "I was here"));
        assertThat(refused.status()).isEqualTo(404);
        assertThat(thief.get(mail.link() + "/open?t=guessed").status()).isEqualTo(410);
        assertThat(jdbc.sql("select count(*) from coaching_view where share_id = ?")
                        .param(share())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aLinkIsGoodOnceForOneDraftInOneBrowser() {
        invite();
        HttpBrowser coach = new HttpBrowser();
        URI invitation = Mailbox.latest(address, 1).link();
        coach.get(invitation).form("form[action$=/key]").submit();
        URI key = Mailbox.latest(address, 2).link();
        String other = "other." + name + "@example.org";
        wish("mail").set("who", other).set("agreed", "true").submit();
        String token = key.getQuery();
        URI elsewhere = Mailbox.latest(other, 1).link();
        assertThat(coach.get(elsewhere + "/open?" + token).status())
                .as("the link of one person at the invitation of another")
                .isEqualTo(410);
        coach.get(key);
        Page open = coach.get(key).form("form[action$=/open]").submit();
        assertThat(open.text()).contains(TEXT).contains("Draft of " + fullName("Ada"));
        assertThat(new HttpBrowser().get(key).status()).as("used already").isEqualTo(410);
        assertThat(new HttpBrowser().get(invitation).text()).doesNotContain(TEXT);
        assertThat(coach.get(elsewhere).text()).as("what is another's").doesNotContain(TEXT);
        Page closed = open.form("form[action$=/close]").submit();
        assertThat(closed.text()).doesNotContain(TEXT);
        assertThat(coach.get(invitation).text()).doesNotContain(TEXT);
    }

    @Test
    void linksAndSharingRunOut() {
        invite();
        HttpBrowser coach = new HttpBrowser();
        URI invitation = Mailbox.latest(address, 1).link();
        coach.get(invitation).form("form[action$=/key]").submit();
        URI key = Mailbox.latest(address, 2).link();
        jdbc.sql("update coaching_ticket set expires_at = created_at where share_id = ?")
                .param(share())
                .update();
        assertThat(coach.get(key).status()).isEqualTo(410);
        for (int sent = 1; sent < Door.KEYS_AN_HOUR; sent++) {
            coach.get(invitation).form("form[action$=/key]").submit();
        }
        Page enough = coach.get(invitation).form("form[action$=/key]").submit();
        assertThat(enough.status()).isEqualTo(429);
        Page open = coach.get(Mailbox.latest(address, 1 + Door.KEYS_AN_HOUR).link())
                .form("form[action$=/open]")
                .submit();
        assertThat(open.text()).contains(TEXT);
        jdbc.sql("update coaching_share set expires_at = created_at where id = ?")
                .param(share())
                .update();
        assertThat(coach.get(invitation).status()).isEqualTo(404);
        assertThat(earner.at("/coaching").text()).contains("Its time is over");
    }

    @Test
    void whatIsTakenBackShowsNothingAndWordsTypedMeanwhileComeBack() {
        invite();
        HttpBrowser coach = new HttpBrowser();
        Page open = comesIn(coach);
        Page ended = earner.at("/coaching").form("form[action$=/end]").submit();
        assertThat(ended.select("[role=status]").text()).contains("Sharing has ended");
        Page back = comment(open, "r-P1Q1").set("words", "Typed for an hour").submit();
        assertThat(back.status()).isEqualTo(409);
        assertThat(back.text()).contains("Typed for an hour").doesNotContain(TEXT);
        Page gone = coach.get(open.uri());
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.text()).contains("Nothing is shared with you here").doesNotContain(fullName("Ada"));
        assertThat(earner.at("/coaching").text()).doesNotContain("Typed for an hour");
    }

    @Test
    void formsOfAnotherBrowserAreRefusedInPlainWords() {
        invite();
        URI invitation = Mailbox.latest(address, 1).link();
        Page refused = new HttpBrowser().post(invitation + "/key", Map.of("_csrf", "forged"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("This form is too old");
        assertThat(Mailbox.to(address)).hasSize(1);
    }

    // ---- handing in

    @Test
    void handingInFreezesCommentsAndLosesNoWords() {
        invite();
        HttpBrowser coach = new HttpBrowser();
        Page open = comesIn(coach);
        comment(open, "r-P1Q1").set("words", "Say which grade").submit();
        String late = "late." + name + "@example.org";
        wish("mail").set("who", late).set("agreed", "true").submit();
        earner.providesEverything().submits();
        Page back = comment(open, "r-P1Q1").set("words", "And why it matters").submit();
        assertThat(back.status()).isEqualTo(409);
        assertThat(back.text()).contains("And why it matters").contains("no draft at the moment");
        assertThat(back.text()).contains("Say which grade");
        assertThat(back.select("form[action$=/comments]")).isEmpty();
        Page mine = earner.at("/coaching");
        assertThat(mine.text()).contains("Say which grade").doesNotContain("And why it matters");
        assertThat(mine.select("form[action$=/comments], #share, form[action$=/done]"))
                .isEmpty();
        HttpBrowser tardy = new HttpBrowser();
        tardy.get(Mailbox.latest(late, 1).link()).form("form[action$=/key]").submit();
        Page missed = tardy.get(Mailbox.latest(late, 2).link())
                .form("form[action$=/open]")
                .submit();
        assertThat(missed.status()).isEqualTo(409);
        assertThat(missed.text()).contains("handed in before you opened it").doesNotContain("Say which grade");
    }

    // ---- what is shown

    @Test
    void markupInACommentIsTextEverywhere() {
        invite();
        Page open = comesIn(new HttpBrowser());
        Page said = comment(open, "r-P1Q1").set("words", MARKUP).submit();
        assertThat(said.status()).isEqualTo(200);
        Page mine = earner.at("/coaching");
        Page beside = earner.at("/evidence/questions/P1Q1");
        for (Page page : List.of(said, mine, beside)) {
            assertThat(page.select(".words").eachText()).contains(MARKUP);
            assertThat(page.body()).doesNotContain("<script>alert('comment')");
            assertThat(page.select(".words b")).isEmpty();
        }
        Mailbox.Mail told = Mailbox.latest(mailOf("Ada"), 1);
        assertThat(told.text()).contains(address).doesNotContain("alert");
    }

    @Test
    void aFileThatCannotBeCleanedByTodaysRulesIsNotOpenedByACoach() {
        earner.provides(Integer.MAX_VALUE);
        wish("mail").set("who", address).set("agreed", "true").submit();
        HttpBrowser coach = new HttpBrowser();
        Page open = comesIn(coach);
        String file = open.select("#about-r-A1 a[href*=/files/]").attr("href");
        jdbc.sql("update submission_file set sha256 = ?, display_name = 'A1.docx', cleaned_by = 1 where id = ?")
                .params("0".repeat(64), UUID.fromString(file.substring(file.lastIndexOf('/') + 1)))
                .update();
        Page told = coach.get(open.uri().resolve(file));
        assertThat(told.status()).isEqualTo(409);
        assertThat(told.text()).contains("This file cannot be shown yet", "Nothing is lost");
    }

    @Test
    void whatIsKeptBackIsNotShownNorOpened() {
        earner.provides(Integer.MAX_VALUE);
        wish("mail")
                .set("who", address)
                .set("agreed", "true")
                .set("withheld", "P1Q1")
                .submit();
        HttpBrowser coach = new HttpBrowser();
        Page open = comesIn(coach);
        assertThat(open.select("#about-r-P1Q1").text()).contains("keeps this back");
        assertThat(open.select("#about-r-P1Q1 .words")).isEmpty();
        String file = open.select("#about-r-A1 a[href*=/files/]").attr("href");
        assertThat(coach.get(open.uri().resolve(file)).status()).isEqualTo(200);
        assertThat(open.body()).doesNotContain("my evidence.pdf");
        Page saved = earner.at("/coaching")
                .form("form[action$=/withheld]")
                .set("withheld", "A1")
                .submit();
        assertThat(saved.select("[role=status]").text()).isEqualTo("Saved.");
        assertThat(coach.get(open.uri().resolve(file)).status()).isEqualTo(404);
        Page mine = earner.at("/coaching");
        assertThat(mine.text()).contains("Files opened: 1.");
        String item = earner.at("/evidence/artefacts/A2")
                .select("form[action$=/remove]")
                .attr("action");
        String removed = open.select("#about-r-A2 a[href*=/files/]").attr("href");
        earner.page().form("form[action='" + item + "']").submit();
        assertThat(coach.get(open.uri().resolve(removed)).status())
                .as("what the earner has removed")
                .isEqualTo(404);
    }

    @Test
    void aCoachReadsWhatEachPieceShowsAndInWhichFormItIs() {
        earner.provides(Integer.MAX_VALUE);
        Page artefact = earner.at("/evidence/artefacts/A4");
        String instead = artefact.select("form[action$=/alternative] input[name=instead][value]:not([value=''])")
                .attr("value");
        artefact.form("form[action$=/alternative]").set("instead", instead).submit();
        wish("mail").set("who", address).set("agreed", "true").submit();

        Page open = comesIn(new HttpBrowser());

        assertThat(open.select("#about-r-A4").text()).contains("In another form, which the author accepts", instead);
        assertThat(open.select("#about-r-A1").text()).contains("Shows: ");
        assertThat(open.select("#about-r-A1").text()).doesNotContain("In another form");
    }

    // ---- asking

    @Test
    void aWishThatCannotBeGrantedSaysWhyAndKeepsWhatWasTyped() {
        colleague("Ben");
        onRoster("Ada", fullName("Ada"));
        Page unsaid = wish("mail").set("who", address).submit();
        assertThat(unsaid.status()).isEqualTo(422);
        assertThat(unsaid.select("[role=alert]").text()).contains("tick the box");
        assertThat(unsaid.select("#who-mail").val()).isEqualTo(address);
        assertThat(refusal("mail", "nonsense")).contains("not an e-mail address");
        assertThat(refusal("mail", mailOf("Ada"))).contains("That is you");
        assertThat(refusal("colleague", fullName("Ada"))).contains("That is you");
        assertThat(refusal("colleague", "Nobody Here")).contains("Nobody of that name");
        assertThat(refusal("colleague", "Ben")).as("half a name").contains("Nobody of that name");
        invite();
        assertThat(refusal("mail", address.toUpperCase(Locale.ROOT))).contains("already");
        teacher("Cleo");
        onRoster("Cleo", fullName("Ben"));
        assertThat(refusal("colleague", fullName("Ben"))).contains("several people");
        assertThat(jdbc.sql("select count(*) from coaching_share where submission_id = ?")
                        .param(submission().value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    private String refusal(String how, String who) {
        Page refused = wish(how).set("who", who).set("agreed", "true").submit();
        assertThat(refused.status()).isEqualTo(422);
        return refused.select("[role=alert]").text();
    }

    // ---- in the course

    @Test
    void whatIsSharedWithOneColleagueIsNobodyElses() {
        Teacher ben = colleague("Ben");
        Teacher cleo = colleague("Cleo");
        cleo.starts();
        Page draft = shareWith(ben, "Ben");
        assertThat(draft.text()).contains(TEXT);
        assertThat(earner.at("/evidence").text())
                .contains("only those you share it with can read it: " + fullName("Ben"))
                .doesNotContain("Nobody sees it until you submit");
        String path = "/shared/" + share();
        assertThat(cleo.at("/shared").text()).contains("Nobody shares a draft with you now");
        assertThat(cleo.at(path).status()).isEqualTo(404);
        String token = cleo.at("/coaching").select("meta[name=csrf-token]").attr("content");
        Map<String, String> form =
                Map.of("_csrf", token, "id", UUID.randomUUID().toString(), "words", "Mine");
        for (String act : List.of("/end", "/withheld", "/comments")) {
            assertThat(browsers.get(cleo)
                            .post(cleo.window() + "/coaching/shares/" + share() + act, form)
                            .status())
                    .as(act)
                    .isEqualTo(404);
        }
        assertThat(browsers.get(cleo)
                        .post(cleo.window() + path + "/comments", form)
                        .status())
                .isEqualTo(404);
        assertThat(new HttpBrowser().get(settings.at("/coach/" + share())).status())
                .as("shared in a course, asked for outside")
                .isEqualTo(404);
    }

    @Test
    void coachAndEarnerTalkBesideTheDraftUntilItIsDone() {
        Teacher ben = colleague("Ben");
        Page draft = shareWith(ben, "Ben");
        Page said = comment(draft, "r-P1Q1").set("words", "Which grade is it?").submit();
        said = comment(said, "c-C1").set("words", "Criterion words").submit();
        HttpBrowser.Form twice = comment(said, "all").set("words", "Good work so far");
        twice.submit();
        twice.submit();
        assertThat(jdbc.sql("select count(*) from coaching_comment where share_id = ?")
                        .param(share())
                        .query(Integer.class)
                        .single())
                .as("a form sent twice is one comment")
                .isEqualTo(3);
        Mailbox.latest(mailOf("Ada"), 1);
        Page beside = earner.at("/evidence/questions/P1Q1");
        assertThat(beside.text()).contains("Which grade is it?").doesNotContain("Criterion words");
        Page mine = earner.at("/coaching");
        assertThat(mine.text()).contains("Which grade is it?", "Criterion words", "Good work so far");
        Page answered = mine.form("article:contains(Which grade) form")
                .set("words", "Grade seven; it is in now")
                .submit();
        assertThat(answered.select("article:contains(Which grade)").text()).contains("Grade seven");
        Page done = answered.form("div:has(> article:contains(Which grade)) > form[action$=/done]")
                .submit();
        assertThat(done.select("article:contains(Which grade) .status").text()).isEqualTo("Done");
        Page seen = ben.at("/shared/" + share());
        assertThat(seen.select("article:contains(Which grade)").text()).contains("Grade seven", "Done");
        assertThat(Mailbox.to(mailOf("Ada"))).as("one message an hour").hasSize(1);
        Page empty = comment(seen, "all").set("words", "  ").submit();
        assertThat(empty.status()).isEqualTo(422);
        Page tooLong = comment(seen, "all")
                .set("words", "x".repeat(Talk.MOST_CHARACTERS + 1))
                .submit();
        assertThat(tooLong.status()).isEqualTo(422);
        assertThat(tooLong.select("#w-all").val())
                .as(tooLong.select("#about-all").outerHtml())
                .hasSize(Talk.MOST_CHARACTERS + 1);
    }

    // ---- with somebody who leads the course

    @Test
    void onlyWhoLeadsThisCourseIsChosenFromTheListOfThoseWhoDo() {
        assertThat(earner.at("/coaching").select("#who-lead"))
                .as("nobody is known to lead it")
                .isEmpty();
        colleague("Ben");
        lead("Iris");
        Page mine = earner.at("/coaching");
        assertThat(mine.select("#who-lead option").eachText()).containsExactly("Choose a person", fullName("Iris"));
        assertThat(mine.body()).as("who learns there").doesNotContain(fullName("Ben"));
        assertThat(refusal("lead", "")).contains("Choose a person from the list");
        assertThat(refusal("lead", account("Ben"))).contains("Choose a person from the list");
        assertThat(refusal("lead", fullName("Iris"))).contains("Choose a person from the list");
        assertThat(refusal("colleague", fullName("Iris"))).contains("Nobody of that name");
        Page unsaid = wish("lead").set("who", account("Iris")).submit();
        assertThat(unsaid.status()).isEqualTo(422);
        assertThat(unsaid.select("#who-lead option[selected]").text()).isEqualTo(fullName("Iris"));
        wish("lead").set("who", account("Iris")).set("agreed", "true").submit();
        assertThat(refusal("lead", account("Iris"))).contains("already");
        jdbc.sql("delete from course_roster_lead where tenant_id = ?")
                .param(tenant.value())
                .update();
        assertThat(earner.at("/coaching").select("#who-lead")).isEmpty();
    }

    @Test
    void anInstructorSeesWhatIsSharedWithThemAloneAndNeverScoresThatEarner() {
        Teacher iris = lead("Iris");
        Teacher jon = lead("Jon");
        assertThat(iris.at("/shared").text()).contains("Nobody shares a draft with you now");
        StaffId assessor = assessor(mailOf("Iris"));
        assessor("stranger." + name);
        Page draft = shareWithLead(iris, "Iris");
        assertThat(draft.text()).contains(TEXT);
        String path = "/shared/" + share();
        assertThat(jon.at("/shared").text()).contains("Nobody shares a draft with you now");
        assertThat(jon.at(path).status()).as("leads the same course").isEqualTo(404);
        earner.at("/coaching")
                .form("form[action$=/withheld]")
                .set("withheld", "P1Q1")
                .submit();
        Page kept = iris.at(path);
        assertThat(kept.text()).contains("keeps this back").doesNotContain(TEXT);
        comment(kept, "all").set("words", "Between us").submit();
        Page mine = earner.at("/coaching");
        assertThat(mine.text()).contains(fullName("Iris"), "Between us", "Pages opened: 3.");
        earner.providesEverything().submits();
        await().atMost(SOON).until(() -> offered("stranger." + name));
        assertThat(offered(mailOf("Iris"))).isFalse();
        assertThat(conflicts(assessor)).isEqualTo(1);
        earner.at("/coaching").form("form[action$=/end]").submit();
        assertThat(iris.at(path).status()).isEqualTo(404);
    }

    // ---- who helped never scores

    @Test
    void aCoachNeverScoresThatWorkWhicheverCameFirst() {
        StaffId before = assessor(address);
        StaffId stranger = assessor("stranger." + name);
        invite();
        comesIn(new HttpBrowser());
        Teacher ben = colleague("Ben");
        comment(shareWith(ben, "Ben"), "r-P1Q1")
                .set("words", "Between colleagues")
                .submit();
        earner.providesEverything().submits();
        await().atMost(SOON).until(() -> offered("stranger." + name));
        assertThat(offered(address)).as("known when the work came").isFalse();
        StaffId after = assessor(mailOf("Ben"));
        assertThat(offered(mailOf("Ben"))).as("known when the account was made").isFalse();
        assertThat(conflicts(before)).isEqualTo(1);
        assertThat(conflicts(after)).isEqualTo(1);
        assertThat(conflicts(stranger)).isZero();
        Page desk = signedIn("stranger." + name).get(settings.at("/assess"));
        Page work = desk.form("form[action$=/assess/next]").submit();
        assertThat(work.select("h1").text()).isNotEmpty();
        assertThat(work.body()).as("comments are no evidence").doesNotContain("Between colleagues");
    }

    @Test
    void anAddressThatBecomesKnownAfterAccountAndWorkCountsAtOnce() {
        String later = "later." + UUID.randomUUID() + "@example.org";
        StaffId told = assessor(later);
        StaffId beside = assessor("beside." + later);
        Teacher ben = colleague("Ben");
        comment(shareWith(ben, "Ben"), "r-P1Q1")
                .set("words", "Between colleagues")
                .submit();
        earner.providesEverything().submits();
        await().atMost(SOON).until(() -> offered(later));
        assertThat(conflicts(told)).as("nobody knows yet").isZero();

        jdbc.sql("update person set email = ?, email_key = ? where email = ?")
                .params(later, later, mailOf("Ben"))
                .update();
        PersonId person = jdbc.sql("select id from person where email = ?")
                .param(later)
                .query((row, number) -> new PersonId(row.getObject("id", UUID.class)))
                .single();
        transactions.executeWithoutResult(status -> events.publishEvent(new AddressTold(tenant, person)));
        await().atMost(SOON).until(() -> conflicts(told) == 1);
        assertThat(offered(later)).isFalse();
        assertThat(conflicts(beside)).isZero();

        addresses.areOne(Set.of(later, "beside." + later));
        await().atMost(SOON).until(() -> conflicts(beside) == 1);
        addresses.areOne(Set.of("nobody." + later));
    }

    private StaffId assessor(String login) {
        StaffId made = staff.create(login, "Somebody", "correct horse battery");
        staff.grant(made, StaffRole.ASSESSOR, tenant);
        return made;
    }

    private HttpBrowser signedIn(String login) {
        HttpBrowser browser =
                new HttpBrowser().header("X-Forwarded-For", "2001:db8::" + Math.abs(login.hashCode() % 9999));
        Colleague.signIn(browser, settings.at("/sign-in"), login, "correct horse battery");
        return browser;
    }

    private boolean offered(String login) {
        return !signedIn(login)
                .get(settings.at("/assess"))
                .select("form[action$=/assess/next]")
                .isEmpty();
    }

    private int conflicts(StaffId who) {
        return jdbc.sql("select count(*) from assessment_assignment a join assessment_case c on c.id = a.case_id"
                        + " where a.staff_id = ? and a.released_because = 'CONFLICT' and c.submission_id = ?")
                .params(who.value(), submission().value())
                .query(Integer.class)
                .single();
    }

    // ---- what is kept of whoever was invited by mail

    private Page ownData(HttpBrowser coach) {
        return coach.get(settings.at("/coach/" + share() + "/data"));
    }

    /** Comes in by the page of their own data alone. */
    private Page comesInForOwnData(HttpBrowser coach) {
        Mailbox.latest(address, 1);
        int before = Mailbox.to(address).size();
        Page sent = ownData(coach).form("form[action$=/data/key]").submit();
        assertThat(sent.select("[role=status]").text()).contains("sent a link");
        return coach.get(Mailbox.latest(address, before + 1).link())
                .form("form[action$=/data/open]")
                .submit();
    }

    private int rows(String table) {
        return jdbc.sql("select count(*) from " + table + " where share_id = ?")
                .param(share())
                .query(Integer.class)
                .single();
    }

    @Test
    void whatIsKeptOfACoachIsShownAndDeletedBehindTheirDoorAlone() {
        invite();
        HttpBrowser coach = new HttpBrowser();
        comment(comesIn(coach), "r-P1Q1").set("words", "Say which grade").submit();
        HttpBrowser thief = new HttpBrowser();
        Page door = ownData(thief);
        assertThat(door.status()).isEqualTo(200);
        assertThat(door.text()).doesNotContain(address, fullName("Ada"), "Say which grade");
        assertThat(thief.get(door.uri() + "/copy").status()).isEqualTo(404);
        Map<String, String> form =
                Map.of("_csrf", door.select("input[name=_csrf]").val(), "sure", "true", "words", "true");
        assertThat(thief.post(door.uri() + "/delete", form).status()).isEqualTo(404);
        assertThat(thief.get(door.uri() + "/open?t=guessed").status()).isEqualTo(410);
        Page unsure = ownData(coach)
                .form("form[action$=/delete]")
                .set("words", "true")
                .submit();
        assertThat(unsure.status()).isEqualTo(422);
        assertThat(unsure.select("[role=alert]").text()).contains("Nothing was deleted");
        assertThat(unsure.select("#words").hasAttr("checked")).isTrue();
        assertThat(coach.get(settings.at("/coach/" + share())).text()).contains("Say which grade", TEXT);
        assertThat(earner.at("/coaching").text()).contains(address, "Say which grade");
        Teacher ben = colleague("Ben");
        shareWith(ben, "Ben");
        assertThat(ownData(coach).status()).as("shared in the course").isEqualTo(404);
    }

    @Test
    void aForgottenCoachIsAColleagueWhoseWordsStayAndWhoNeverScoresThatEarner() {
        invite();
        HttpBrowser coach = new HttpBrowser();
        Page open = comesIn(coach);
        comment(open, "r-P1Q1").set("words", "Say which grade").submit();
        Page own = coach.get(open.uri()).click("#own-data a");
        assertThat(own.text()).contains(address).doesNotContain(fullName("Ada"), TEXT);
        HttpBrowser.Form tardy = comment(open, "all").set("words", "Too late");
        Page gone = own.form("form[action$=/delete]").set("sure", "true").submit();
        assertThat(gone.status()).isEqualTo(200);
        assertThat(gone.text()).contains("is deleted");
        assertThat(coach.get(open.uri()).status()).isEqualTo(404);
        assertThat(coach.get(own.uri()).status()).isEqualTo(404);
        assertThat(tardy.submit().status()).isEqualTo(404);
        assertThat(new HttpBrowser().get(Mailbox.latest(address, 2).link()).status())
                .isEqualTo(404);
        Page mine = earner.at("/coaching");
        assertThat(mine.text())
                .contains("A colleague whose name was deleted", "It has ended", "Say which grade", "Pages opened: 3.")
                .doesNotContain(address, "You ended it", "Too late");
        assertThat(earner.at("/evidence/questions/P1Q1").text())
                .contains("A colleague", "Say which grade")
                .doesNotContain(address);
        assertThat(rows("coaching_session") + rows("coaching_ticket")).isZero();
        assertThat(jdbc.sql("select count(*) from coaching_share where address = ? or coach_name = ?")
                        .params(address, address)
                        .query(Integer.class)
                        .single())
                .isZero();
        addresses.areOne(Set.of(address, "more." + address));
        assertThat(rows("coaching_known_address")).as("no more is learned").isEqualTo(1);
        assessor("stranger." + name);
        earner.providesEverything().submits();
        await().atMost(SOON).until(() -> offered("stranger." + name));
        StaffId later = assessor(address);
        assertThat(conflicts(later)).isEqualTo(1);
        assertThat(offered(address)).isFalse();
    }

    @Test
    void aCoachTakesACopyAndThenTheWordsAlong() throws IOException {
        invite();
        HttpBrowser coach = new HttpBrowser();
        Page open = comesIn(coach);
        comment(open, "r-P1Q1").set("words", "Say which grade").submit();
        earner.at("/coaching")
                .form("article:contains(Say which grade) form")
                .set("words", "Grade seven")
                .submit();
        Page own = ownData(coach);
        Page copy = own.click("a[href$=/copy]");
        assertThat(copy.header("Content-Disposition").orElse("")).contains("attachment");
        assertThat(copy.body())
                .contains(address, "Say which grade", "\"looks\"")
                .doesNotContain("Grade seven", fullName("Ada"), TEXT);
        own.form("form[action$=/delete]")
                .set("sure", "true")
                .set("words", "true")
                .submit();
        assertThat(earner.at("/coaching").text())
                .contains("Your colleague had this comment deleted", "Grade seven")
                .doesNotContain("Say which grade", address);
        assertThat(earner.at("/evidence/questions/P1Q1").text()).doesNotContain("Say which grade", "A colleague");
        assertThat(copy(earner)).contains("Grade seven").doesNotContain("Say which grade", address);
    }

    @Test
    void whoNeverOpenedTheDraftIsNoCoachByAskingWhatIsKept() {
        StaffId invited = assessor(address);
        invite();
        HttpBrowser coach = new HttpBrowser();
        Page own = comesInForOwnData(coach);
        assertThat(own.text()).contains(address, "Never").doesNotContain("One thing has to stay");
        assertThat(rows("coaching_known_address")).isZero();
        own.form("form[action$=/delete]").set("sure", "true").submit();
        assertThat(rows("coaching_known_address") + rows("coaching_view")).isZero();
        earner.providesEverything().submits();
        await().atMost(SOON).until(() -> offered(address));
        assertThat(conflicts(invited)).isZero();
    }

    @Test
    void whoCameInForTheirDataAndReadsTheDraftAfterAllIsACoach() {
        StaffId invited = assessor(address);
        invite();
        HttpBrowser coach = new HttpBrowser();
        Page own = comesInForOwnData(coach);
        Page draft = own.click("a[href$=/coach/" + share() + "]");
        assertThat(draft.text()).contains(TEXT);
        assertThat(rows("coaching_known_address")).isEqualTo(1);
        earner.providesEverything().submits();
        await().atMost(SOON).until(() -> conflicts(invited) == 1);
    }

    @Test
    void whatIsKeptIsShownAndDeletedAfterSharingHasEndedAsWell() {
        invite();
        comesIn(new HttpBrowser());
        earner.at("/coaching").form("form[action$=/end]").submit();
        HttpBrowser coach = new HttpBrowser();
        Page own = comesInForOwnData(coach);
        assertThat(own.text()).contains(address);
        assertThat(own.select("a[href$=/coach/" + share() + "]")).isEmpty();
        assertThat(coach.get(settings.at("/coach/" + share())).status()).isEqualTo(404);
        own.form("form[action$=/delete]").set("sure", "true").submit();
        assertThat(earner.at("/coaching").text()).contains("A colleague whose name was deleted");
    }

    // ---- data

    @Test
    void commentsAreInTheCopyOfOnesDataAndGoWithTheEvidence() throws IOException {
        Teacher ben = colleague("Ben");
        comment(shareWith(ben, "Ben"), "r-P1Q1")
                .set("words", "Which grade is it?")
                .submit();
        assertThat(copy(earner)).contains("\"with\" : \"" + fullName("Ben"), "Which grade is it?", "\"coach\"");
        assertThat(copy(ben)).contains("writtenAsCoach", "Which grade is it?");
        SubmissionId work = submission();
        transactions.executeWithoutResult(
                status -> events.publishEvent(new EvidenceRemoved(work, tenant, Instant.now())));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(jdbc.sql("select count(*) from coaching_share where submission_id = ?")
                                .param(work.value())
                                .query(Integer.class)
                                .single())
                        .isZero());
        assertThat(ben.at("/shared").text()).contains("Nobody shares a draft with you now");
    }

    @Test
    void aCoachWhoIsForgottenIsNamedNoMoreAndSeesNothing() {
        Teacher ben = colleague("Ben");
        comment(shareWith(ben, "Ben"), "r-P1Q1")
                .set("words", "Which grade is it?")
                .submit();
        PersonId person = new PersonId(jdbc.sql("select id from person where name = ?")
                .param(fullName("Ben"))
                .query(UUID.class)
                .single());
        transactions.executeWithoutResult(status -> events.publishEvent(new PersonForgotten(tenant, person)));
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(earner.at("/coaching").text()).contains("A colleague whose name was deleted"));
        assertThat(earner.page().text()).contains("Which grade is it?").doesNotContain(fullName("Ben"));
        assertThat(ben.at("/shared/" + share()).status()).isEqualTo(404);
    }

    private static String copy(Teacher whose) throws IOException {
        StringBuilder all = new StringBuilder();
        try (ZipInputStream zip = new ZipInputStream(
                new ByteArrayInputStream(whose.at("/data/copy").bytes()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".json")) {
                    all.append(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return all.toString();
    }
}
