package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Rubric;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.UserProfile;
import dev.laurel.person.PersonForgotten;
import dev.laurel.person.PersonId;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.Submissions;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.support.TestLaunches;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Badges that wait until an officer of their issuer has looked, and what officers say of that. */
@LaurelTest
class WaitingBadgesTests {

    private static final String PASSWORD = "looks before it is signed";

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Badges badges;

    @Autowired
    Staff staff;

    @Autowired
    WaitingBadges waiting;

    @Autowired
    IssuerRights rights;

    @Autowired
    Tenants tenants;

    private BadgeFixtures fixtures;
    private TenantId district;
    private TenantId state;
    private Issuer agency;
    private MicroCredential ofTheAgency;
    private HttpBrowser officer;

    @BeforeEach
    void aDistrictThatHasABadgeAndAStateThatOwnsAnIssuer() {
        fixtures = new BadgeFixtures(context);
        district = tenants.found("District " + UUID.randomUUID());
        state = tenants.found("State " + UUID.randomUUID());
        fixtures.earn(launch("First Earner"), fixtures.hinge());
        officer = officer(district);
        String name = "Agency " + UUID.randomUUID();
        agency = fixtures.issuer(name, state);
        ofTheAgency = fixtures.from(name);
    }

    @AfterEach
    void offTheCatalogue() {
        fixtures.takenOff(ofTheAgency);
    }

    private Launch launch(String name) {
        return TestLaunches.learner(district)
                .called(new UserProfile(name, null, null, UUID.randomUUID() + "@example.org"))
                .launch();
    }

    private StaffMember member(TenantId tenant) {
        StaffId id = staff.create("o-" + UUID.randomUUID(), "Otto Officer", PASSWORD);
        staff.grant(id, StaffRole.ISSUER_OFFICER, tenant);
        return staff.find(id).orElseThrow();
    }

    private Page waitingPage(HttpBrowser of) {
        return of.get(settings.at("/issue/waiting"));
    }

    /** @param of whose officer says it */
    private Page letThemWait(HttpBrowser of, Issuer issuer) {
        return waitingPage(of)
                .form("form[action$=/policy]:has(input[value=" + issuer.slug() + "])")
                .set("reason", "We look at each one")
                .submit();
    }

    private SubmissionDecided earned(String name, MicroCredential achievement) {
        SubmissionDecided decided = fixtures.decided(launch(name), achievement, true, Map.of());
        context.getBean(TransactionTemplate.class).executeWithoutResult(status -> context.publishEvent(decided));
        return decided;
    }

    private void isSigned(SubmissionDecided decided) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> fixtures.awardFor(decided).isPresent());
    }

    private HttpBrowser officer(TenantId tenant) {
        String login = "o-" + UUID.randomUUID();
        staff.grant(staff.create(login, "Olga Officer", PASSWORD), StaffRole.ISSUER_OFFICER, tenant);
        HttpBrowser browser = new HttpBrowser();
        browser.get(settings.at("/sign-in?to=/issue"))
                .form("form:has(input[name=password])")
                .set("login", login)
                .set("password", PASSWORD)
                .submit();
        return browser;
    }

    private Page waitingPage() {
        return officer.get(settings.at("/issue/waiting"));
    }

    private Page letThemWait(String reason) {
        return waitingPage().form("form[action$=/policy]").set("reason", reason).submit();
    }

    private SubmissionDecided earned(String name) {
        SubmissionDecided decided = fixtures.decided(launch(name), fixtures.hinge(), true, Map.of());
        fixtures.hear(decided);
        return decided;
    }

    private PendingBadge pending(SubmissionDecided decided) {
        return badges.pending(decided.tenant(), decided.attempt().submission()).orElseThrow();
    }

    @Test
    void nothingWaitsUnlessAnOfficerSaysSoAndWhy() {
        assertThat(fixtures.awardFor(earned("At Once"))).isPresent();
        assertThat(waitingPage().text()).contains("Badges are issued at once.").contains("Nothing waits.");

        Page refused = letThemWait(" ");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("Write the reason first").contains("Badges are issued at once.");

        Page set = letThemWait("The board wants to see each one");
        assertThat(set.text())
                .contains("It holds for what is decided from now on")
                .contains("Badges wait for an officer.")
                .contains("Olga Officer said so")
                .contains("The board wants to see each one");
        TenantId other = context.getBean(Tenants.class).found("District " + UUID.randomUUID());
        assertThat(fixtures.earnedBy(other, new LtiUserId(UUID.randomUUID()), fixtures.hinge()))
                .as("another district's officers have said nothing")
                .isNotEmpty();
    }

    @Test
    void aBadgeIsThereOnceAnOfficerHasReleasedIt() {
        letThemWait("The board wants to see each one");
        SubmissionDecided decided = earned("Wanda Waits");
        assertThat(fixtures.awardFor(decided)).isEmpty();
        assertThat(pending(decided).declined()).isFalse();
        assertThat(officer.get(settings.at("/issue")).select("#waiting").text())
                .contains("One badge waits for an officer.");

        Page page = waitingPage();
        assertThat(page.text()).contains("Wanda Waits");
        assertThat(page.form("form[action$=/issue]").submit().text()).contains("Released.");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> fixtures.awardFor(decided).isPresent());
        assertThat(badges.pending(district, decided.attempt().submission())).isEmpty();
        assertThat(page.form("form[action$=/issue]").submit().text())
                .as("the same form sent twice")
                .contains("Nothing was done");
    }

    @Test
    void whatIsNotIssuedHasAReasonThatItsEarnerReadsAndCanBeTakenBack() {
        letThemWait("The board wants to see each one");
        SubmissionDecided decided = earned("Nora Not");
        Page page = waitingPage();
        Page refused = page.form("form[action$=/decline]").set("reason", "").submit();
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("Write the reason first");
        assertThat(pending(decided).declined()).isFalse();

        page.form("form[action$=/decline]")
                .set("reason", "The name on file is not hers.")
                .submit();
        assertThat(pending(decided).declined()).isTrue();
        assertThat(pending(decided).reason()).isEqualTo("The name on file is not hers.");
        assertThat(page.form("form[action$=/issue]").submit().text())
                .as("a page from before")
                .contains("Nothing was done");
        assertThat(fixtures.awardFor(decided)).isEmpty();

        Page declined = officer.get(settings.at("/issue/waiting?declined=true"));
        assertThat(declined.text()).contains("Nora Not").contains("The name on file is not hers.");
        assertThat(declined.form("form[action$=/back]").submit().text()).contains("It waits again.");
        assertThat(pending(decided)).satisfies(again -> {
            assertThat(again.declined()).isFalse();
            assertThat(again.reason()).isNull();
        });
        assertThat(jdbc.sql("select kind from badge_waiting_act where submission_id = :id order by done_at")
                        .param("id", decided.attempt().submission().value())
                        .query(String.class)
                        .list())
                .containsExactly("DECLINED", "WAITING");
    }

    @Test
    void whatWaitsGoesOnWaitingWhenBadgesAreIssuedAtOnceAgain() {
        letThemWait("The board wants to see each one");
        SubmissionDecided first = earned("First To Wait");
        SubmissionDecided second = earned("Second To Wait");
        Page set = letThemWait("The board has seen enough");
        assertThat(set.text()).contains("Badges are issued at once.");
        assertThat(fixtures.awardFor(earned("At Once"))).isPresent();
        assertThat(fixtures.awardFor(first)).isEmpty();

        assertThat(set.select("main > ul.list > li")).hasSize(2);
        assertThat(set.form("#all").submit().text()).contains("Released.");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> fixtures.awardFor(first).isPresent()
                        && fixtures.awardFor(second).isPresent());
        assertThat(waitingPage().text()).contains("Nothing waits.");
    }

    @Test
    void whatAGuestEarnsWaitsForTheOwnersOfficersAlone() {
        rights.let(agency, district, new StaffId(UUID.randomUUID()), false);
        HttpBrowser theirs = officer(state);
        assertThat(letThemWait(theirs, agency).text()).contains("Badges wait for an officer.");
        SubmissionDecided decided = earned("Gina Guest", ofTheAgency);
        assertThat(pending(decided).declined()).isFalse();
        SubmissionId submission = decided.attempt().submission();
        assertThat(waitingPage().text()).doesNotContain("Gina Guest");
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> waiting.release(member(district), submission));

        Page page = waitingPage(theirs);
        assertThat(page.text())
                .contains("Gina Guest", tenants.nameOf(district).orElseThrow())
                .doesNotContain("@example.org", "First Earner");
        assertThat(page.form("form[action$=/issue]").submit().text()).contains("Released.");
        isSigned(decided);

        rights.letNoMore(agency, district, false);
        rights.letAll(agency, true, false);
        assertThat(pending(earned("Anne Any", ofTheAgency)).declined()).isFalse();
        assertThat(waitingPage(theirs).text()).contains("Anne Any");
    }

    @Test
    void whoseBadgeItIsIsNotToldOfADistrictThatMayNotNameTheIssuer() {
        HttpBrowser theirs = officer(state);
        letThemWait(theirs, agency);
        SubmissionDecided decided = earned("Stella Stranger", ofTheAgency);
        Page page = waitingPage(theirs);
        assertThat(page.text())
                .contains("may not name your issuer", tenants.nameOf(district).orElseThrow())
                .doesNotContain("Stella Stranger");
        rights.let(agency, district, new StaffId(UUID.randomUUID()), false);
        Page let = waitingPage(theirs);
        assertThat(let.text()).contains("Stella Stranger").doesNotContain("may not name your issuer");
        assertThat(fixtures.awardFor(decided)).as("let, and not looked at yet").isEmpty();
    }

    @Test
    void whatADistrictSaidOfAnIssuerEndsWhenItIsGivenToAnother() {
        MicroCredential shared = fixtures.from("Shared " + UUID.randomUUID());
        fixtures.earn(launch("First Of All"), shared);
        Issuer issuer = context.getBean(Issuers.class).known(shared.issuer()).orElseThrow();
        letThemWait(officer, issuer);
        SubmissionDecided before = earned("Bea Before", shared);
        assertThat(waitingPage().text()).contains("Bea Before");

        rights.give(issuer, state, false);
        rights.let(issuer, district, new StaffId(UUID.randomUUID()), false);
        SubmissionDecided after = earned("Ada After", shared);
        isSigned(after);
        assertThat(waitingPage().text()).doesNotContain("Bea Before");
        Page page = waitingPage(officer(state));
        assertThat(page.text()).contains("Bea Before");
        page.form("form[action$=/issue]").submit();
        isSigned(before);
        fixtures.takenOff(shared);
    }

    @Test
    void nothingIsSignedForSomebodyWhoWasForgottenMeanwhile() {
        letThemWait(officer(state), agency);
        SubmissionDecided waits = earned("Wally Waits", ofTheAgency);
        SubmissionDecided declined = earned("Dora Declined", ofTheAgency);
        waiting.decline(member(state), declined.attempt().submission(), "Not hers");
        MicroCredential theirs = fixtures.from("Theirs " + UUID.randomUUID());
        Issuer other = fixtures.issuer(theirs.issuer().name(), state);
        SubmissionDecided owed = earned("Olly Owed", theirs);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> context.getBean(UnsignedBadges.class).of(List.of(district)).stream()
                        .anyMatch(
                                each -> each.submission().equals(owed.attempt().submission())));

        List<SubmissionDecided> all = List.of(waits, declined, owed);
        all.forEach(this::forgets);
        await().atMost(Duration.ofSeconds(30)).until(() -> all.stream().allMatch(this::isClosed));
        assertThat(waiting.release(member(state), waits.attempt().submission())).isFalse();
        assertThat(waiting.takeBack(member(state), declined.attempt().submission()))
                .isFalse();
        rights.let(other, district, new StaffId(UUID.randomUUID()), false);
        context.getBean(Awarding.class).work();
        assertThat(all).allSatisfy(each -> assertThat(fixtures.awardFor(each)).isEmpty());
        assertThat(waitingPage(officer(state)).text()).contains("Nothing waits.");
        fixtures.takenOff(theirs);
    }

    private void forgets(SubmissionDecided decided) {
        PersonId person = context.getBean(Submissions.class)
                .find(decided.attempt().submission())
                .orElseThrow()
                .earner();
        context.getBean(TransactionTemplate.class)
                .executeWithoutResult(status -> context.publishEvent(new PersonForgotten(district, person)));
    }

    private boolean isClosed(SubmissionDecided decided) {
        return jdbc.sql("select (select count(*) from badge_waiting where submission_id = :id and state <> 'CLOSED')"
                                + " + (select count(*) from badge_unsigned where submission_id = :id)")
                        .param("id", decided.attempt().submission().value())
                        .query(Integer.class)
                        .single()
                == 0;
    }

    @Test
    void theEarnerIsToldThatABadgeIsIssuedWhenItIsSignedAndNotBefore() {
        letThemWait(officer(state), agency);
        SubmissionDecided decided = earned("Tessa Told", ofTheAgency);
        assertThat(waiting.release(member(state), decided.attempt().submission()))
                .isTrue();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> context.getBean(UnsignedBadges.class).of(List.of(district)).stream()
                        .anyMatch(each ->
                                each.submission().equals(decided.attempt().submission())));
        assertThat(noticesOf(decided))
                .as("its district may not name the issuer")
                .isZero();
        assertThat(badges.pending(district, decided.attempt().submission()))
                .as("it is being signed, for its earner")
                .isEmpty();

        rights.let(agency, district, new StaffId(UUID.randomUUID()), false);
        context.getBean(Awarding.class).begin();
        isSigned(decided);
        await().atMost(Duration.ofSeconds(30)).until(() -> noticesOf(decided) == 1);
    }

    private int noticesOf(SubmissionDecided decided) {
        return jdbc.sql("select count(*) from journey_notice where submission_id = :id and kind = 'BADGE_RELEASED'")
                .param("id", decided.attempt().submission().value())
                .query(Integer.class)
                .single();
    }

    @Test
    void whatIsDecidedAgainGoesOnWaitingAfterBadgesAreIssuedAtOnceAgain() {
        letThemWait("The board wants to see each one");
        SubmissionDecided decided = earned("Twice Decided");
        letThemWait("The board has seen enough");
        fixtures.hear(decided);
        assertThat(fixtures.awardFor(decided)).isEmpty();
        assertThat(pending(decided).declined()).isFalse();
        assertThat(waiting.release(member(district), decided.attempt().submission()))
                .isTrue();
        isSigned(decided);
    }

    @Test
    void badgesOfAnIssuerThatHasSignedNoneWaitFromTheFirstOn() {
        MicroCredential first = fixtures.from("Not Yet " + UUID.randomUUID());
        String name = first.issuer().name();
        assertThat(waitingPage().text()).doesNotContain(name);
        Page page = officer.get(settings.at("/issue/waiting?another=true"));
        Page refused = page.form("#another form").set("organisation", name).submit();
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.form("#another form").values("organisation")).containsExactly(name);
        Page foreign = page.form("#another form")
                .set("organisation", agency.name())
                .set("reason", "Theirs")
                .submit();
        assertThat(foreign.status()).isEqualTo(422);
        assertThat(foreign.text()).contains("Nothing was saved");
        assertThat(foreign.form("#another form").values("reason")).containsExactly("Theirs");

        Page set =
                refused.form("#another form").set("reason", "From the first on").submit();
        assertThat(set.text()).contains("Saved.", name, "From the first on");
        SubmissionDecided decided = earned("Fay First", first);
        assertThat(pending(decided).declined()).isFalse();
        assertThat(waitingPage().text()).contains("Fay First");
        fixtures.takenOff(first);
    }

    @Test
    void anIssuerOfNobodyThatTheOperatorsFilesNameIsDecidedUponBeforeItSigns() {
        MicroCredential shared = fixtures.from("Shared " + UUID.randomUUID());
        rights.letAll(context.getBean(Issuers.class).named(shared.issuer()), false, true);
        Page set = officer.get(settings.at("/issue/waiting?another=true"))
                .form("#another form")
                .set("organisation", shared.issuer().name())
                .set("reason", "From the first on")
                .submit();
        assertThat(set.text()).contains("Saved.", shared.issuer().name());
        assertThat(pending(earned("Flo First", shared)).declined()).isFalse();
        fixtures.takenOff(shared);
    }

    @Test
    void officersOfAnotherDistrictNeitherSeeNorReleaseIt() {
        letThemWait("The board wants to see each one");
        SubmissionId submission = earned("Hidden From Others").attempt().submission();
        HttpBrowser elsewhere = officer(context.getBean(Tenants.class).found("District " + UUID.randomUUID()));
        Page theirs = elsewhere.get(settings.at("/issue/waiting"));
        assertThat(theirs.text()).doesNotContain("Hidden From Others").contains("No issuer yet.");
        assertThat(waitingPage().form("form[action$=/issue]")).isNotNull();
        assertThat(waiting.pending(context.getBean(Tenants.class).found("D" + UUID.randomUUID()), submission))
                .isEmpty();
    }

    @Test
    void ofTwoOfficersAtOnceOneDecides() throws Exception {
        letThemWait("The board wants to see each one");
        SubmissionDecided decided = earned("Wanted By Two");
        StaffId one = staff.create("o-" + UUID.randomUUID(), "One", PASSWORD);
        staff.grant(one, StaffRole.ISSUER_OFFICER, district);
        var member = staff.find(one).orElseThrow();
        SubmissionId submission = decided.attempt().submission();
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Boolean>> acts =
                    List.of(() -> waiting.release(member, submission), () -> waiting.decline(member, submission, "No"));
            int done = 0;
            for (Future<Boolean> each : both.invokeAll(acts)) {
                done += each.get() ? 1 : 0;
            }
            assertThat(done).isEqualTo(1);
        } finally {
            both.shutdownNow();
        }
    }

    @Test
    void officersAreWrittenToOnTheMorningAfterSomethingBeganToWait() {
        letThemWait("The board wants to see each one");
        String address = "o-" + UUID.randomUUID() + "@example.org";
        StaffId mailed = staff.create(address, "Mila Mailed", PASSWORD);
        staff.grant(mailed, StaffRole.ISSUER_OFFICER, district);
        WaitingMail mail = context.getBean(WaitingMail.class);
        Instant morning = nextMorning(1);
        mail.look(morning);
        assertThat(Mailbox.to(address)).as("nothing waits").isEmpty();
        earned("Comes In Time");
        jdbc.sql("update badge_waiting set since = :at where tenant_id = :tenant")
                .param("at", Timestamp.from(morning.plus(Duration.ofHours(1))))
                .param("tenant", district.value())
                .update();
        mail.look(nextMorning(2));
        Mailbox.Mail told = Mailbox.latest(address, 1);
        assertThat(told.subject()).isEqualTo("Badges wait for you");
        assertThat(told.text())
                .contains("One badge has begun to wait for an officer.", "/issue/waiting", "Una insignia")
                .doesNotContain("Comes In Time");
        mail.look(nextMorning(3));
        assertThat(Mailbox.to(address)).as("nothing new").hasSize(1);
    }

    /** Ten in the morning of a working day that lies ahead. */
    private static Instant nextMorning(int number) {
        ZonedDateTime day = ZonedDateTime.now(ZoneId.of("America/Chicago"))
                .withMonth(3)
                .withDayOfMonth(1)
                .plusYears(1)
                .withHour(10);
        for (int found = 0; found < number; ) {
            day = day.plusDays(1);
            if (day.getDayOfWeek().getValue() < 6) {
                found++;
            }
        }
        return day.toInstant();
    }

    /** For what is decided in the same transaction as the badge is owed. */
    @Test
    void aDecisionThatIsRolledBackLeavesNothingWaiting() {
        letThemWait("The board wants to see each one");
        SubmissionDecided decided = fixtures.decided(launch("Rolled Back"), fixtures.hinge(), true, Map.of());
        context.getBean(TransactionTemplate.class).executeWithoutResult(status -> {
            context.publishEvent(decided);
            status.setRollbackOnly();
        });
        assertThat(badges.pending(district, decided.attempt().submission())).isEmpty();
    }

    @Test
    void whoDecidesSeesWhatWasDecidedAndHowAndNothingThatWasHandedInOrWritten() {
        letThemWait("The board wants to see each one");
        MicroCredential hinge = fixtures.hinge();
        earned("Fiona Facts");
        Page page = waitingPage();
        Element facts = page.select("main > ul.list > li details").first();
        int required = (int) hinge.rubric().criteria().stream()
                .filter(Rubric.Criterion::required)
                .count();
        assertThat(facts.text())
                .contains("What was decided: " + required + " of " + required + " criteria met")
                .contains(hinge.title(), "version " + hinge.version())
                .contains("Every criterion by two people who do not see each other’s ratings")
                .contains("Each criterion by ")
                .doesNotContain("Well done", "attempt");
        assertThat(facts.select("a").attr("href")).isEqualTo(hinge.path());
        assertThat(facts.select("tbody tr")).hasSize(hinge.rubric().criteria().size());
        Rubric.Criterion criterion = hinge.rubric().criteria().stream()
                .filter(each -> !each.isPassFail())
                .findFirst()
                .orElseThrow();
        assertThat(facts.select("tbody").text())
                .contains(
                        criterion.title(),
                        criterion.level(criterion.cut()).orElseThrow().label());
        HttpBrowser theirs = officer(state);
        letThemWait(theirs, agency);
        earned("Stella Stranger", ofTheAgency);
        assertThat(waitingPage(theirs).select("main > ul.list > li table"))
                .as("of a district that may not name the issuer nothing is told")
                .isEmpty();
    }
}
