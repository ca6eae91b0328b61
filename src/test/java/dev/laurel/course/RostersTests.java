package dev.laurel.course;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.laurel.course.RosterRows.Claimed;
import dev.laurel.course.RosterRows.Kept;
import dev.laurel.course.RosterRows.NotAssigned;
import dev.laurel.course.Rosters.Outcome;
import dev.laurel.lti.ContextId;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.lti.services.Memberships;
import dev.laurel.lti.services.RosterNotGiven;
import dev.laurel.lti.services.RosterNotGiven.Reason;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestLaunches;
import dev.laurel.support.TestPlatform;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@LaurelTest
class RostersTests {

    private static final String ROSTER = "/members";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Autowired
    Rosters rosters;

    @Autowired
    RosterRows rows;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    Memberships memberships;

    @Autowired
    TransactionOperations transaction;

    private TenantId tenant;
    private TestPlatform lms;
    private ContextId course;
    private Launch coordinator;

    @BeforeEach
    void register() {
        tenant = tenants.found("Rosters");
        lms = new TestPlatform(jdbc, registrations, tenant, "canvas", null);
        course = lms.course("course 7", ROSTER);
        coordinator = TestLaunches.instructor(tenant).in(course).launch();
    }

    @AfterEach
    void stop() {
        lms.close();
    }

    @Test
    void aNewCourseIsAskedForByItself() {
        says(learner("1", "Maya Ortiz"));
        rosters.expect(tenant, course);
        await().atMost(PATIENCE).until(() -> rosters.state(coordinator).isKnown());
        assertThat(names()).containsExactly("Maya Ortiz");
        assertThat(due())
                .isBetween(
                        Instant.now().plus(Duration.ofHours(1)), Instant.now().plus(Duration.ofHours(3)));
    }

    @Test
    void learnersAndLeadsAreKeptAndOfThemTheNameAlone() {
        says(
                learner("1", "Maya Ortiz"),
                "{\"user_id\":\"2\",\"roles\":[\"Instructor\"],\"name\":\"Priya Shah\"}",
                "{\"user_id\":\"3\",\"roles\":[\"http://purl.imsglobal.org/vocab/lis/v2/membership#Learner\"],"
                        + "\"given_name\":\"Ben\",\"family_name\":\"Carter\",\"email\":\"ben@example.org\"}",
                "{\"user_id\":\"4\",\"roles\":[\"Learner\"]}",
                "{\"user_id\":\"5\",\"roles\":[\"Mentor\"],\"name\":\"Olive Parent\"}",
                "{\"user_id\":\"6\",\"roles\":[\"Instructor\"]}");
        assertThat(refresh()).isEqualTo(Outcome.DONE);
        assertThat(names()).containsExactlyInAnyOrder("Ben Carter", "Maya Ortiz", "");
        RosterState state = rosters.state(coordinator);
        assertThat(state.learners()).isEqualTo(3);
        assertThat(state.named()).isEqualTo(2);
        assertThat(state.isNamesMissing()).isTrue();
        assertThat(leads()).containsExactly("Priya Shah");
        assertThat(jdbc.sql("select count(*) from lti_user where tenant_id = :tenant"
                                + " and (name is not null or email is not null or subject in ('5', '6'))")
                        .param("tenant", tenant.value())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void whoLeadsACourseIsKnownUntilTheRosterNamesThemNoMore() {
        String both = "{\"user_id\":\"9\",\"roles\":[\"Instructor\",\"Learner\"],\"name\":\"Bo Both\"}";
        String assistant = "{\"user_id\":\"8\",\"roles\":[\"http://purl.imsglobal.org/vocab/lis/v2/membership/"
                + "Instructor#TeachingAssistant\"],\"name\":\"Tom Assists\"}";
        says(instructor("7", "Priya Shah"), assistant, both, learner("1", "Maya Ortiz"));
        refresh();
        assertThat(leads()).containsExactly("Priya Shah", "Tom Assists");
        lms.stub(get(urlPathEqualTo(ROSTER))
                .willReturn(okJson(container(instructor("7", "Priya Shah-Lee")))
                        .withHeader("Link", "<https://elsewhere.example/more>; rel=\"next\"")));
        again();
        assertThat(leads())
                .as("a roster that breaks off takes nobody out")
                .containsExactly("Priya Shah-Lee", "Tom Assists");
        says(instructor("7", "Priya Shah-Lee"), learner("8", "Tom Learns"));
        again();
        assertThat(leads()).containsExactly("Priya Shah-Lee");
        assertThat(names()).containsExactlyInAnyOrder("Tom Learns");
        assertThat(rosters.leads(TestLaunches.instructor(tenant)
                        .in(lms.course("course 8", ROSTER))
                        .launch()))
                .as("another course")
                .isEmpty();
    }

    private List<String> leads() {
        return rosters.leads(coordinator).stream().map(Rosters.Lead::name).toList();
    }

    private static String instructor(String id, String name) {
        return "{\"user_id\":\"" + id + "\",\"roles\":[\"Instructor\"],\"name\":\"" + name + "\"}";
    }

    @Test
    void whoLeavesIsRememberedWithoutANameAndWhoComesBackIsThere() {
        says(learner("1", "Maya Ortiz"), learner("2", "Ben Carter"));
        refresh();
        LtiUserId ben = account("2");
        says(learner("1", "Maya Ortiz"), "{\"user_id\":\"2\",\"roles\":[\"Learner\"],\"status\":\"Inactive\"}");
        again();
        assertThat(names()).containsExactly("Maya Ortiz");
        assertThat(kept().gone()).isEqualTo(Map.of(ben, Optional.empty()));

        says(learner("2", "Benjamin Carter"));
        again();
        assertThat(names()).containsExactly("Benjamin Carter");
        assertThat(kept().present()).containsOnlyKeys(ben);
    }

    @Test
    void nobodyLeavesByARosterThatBreaksOff() {
        says(learner("1", "Maya Ortiz"), learner("2", "Ben Carter"));
        refresh();
        lms.stub(get(urlPathEqualTo(ROSTER))
                .willReturn(okJson(container(learner("3", "Elena Rossi")))
                        .withHeader("Link", "<https://elsewhere.example/more>; rel=\"next\"")));
        again();
        assertThat(names()).containsExactlyInAnyOrder("Maya Ortiz", "Ben Carter", "Elena Rossi");
        assertThat(kept().gone()).isEmpty();
    }

    @Test
    void nobodyLeavesByPagesThatGoRoundOrRepeatThemselves() {
        says(learner("1", "Maya Ortiz"), learner("2", "Ben Carter"));
        refresh();
        for (String next : List.of(ROSTER, ROSTER + "?page=2")) {
            lms.stub(get(urlPathEqualTo(ROSTER))
                    .willReturn(okJson(container(learner("1", "Maya Ortiz")))
                            .withHeader("Link", "<" + lms.url(next) + ">; rel=\"next\"")));
            again();
            assertThat(names()).as(next).containsExactlyInAnyOrder("Maya Ortiz", "Ben Carter");
            assertThat(kept().gone()).as(next).isEmpty();
        }
        assertThat(rosters.state(coordinator).problem()).isNull();
    }

    @Test
    void aLinkThatIsGivenToSomeIsNotGivenToTheOthersUntilThePlatformSaysSoNoMore() {
        says(learner("1", "Maya Ortiz"), learner("2", "Ben Carter"), learner("3", "Elena Rossi"));
        reach("some", okJson(container(learner("1", "Maya Ortiz"), learner("3", "Elena Rossi"))));
        reach(
                "all",
                okJson(container(learner("1", "Maya Ortiz"), learner("2", "Ben Carter"), learner("3", "Elena Rossi"))));
        ResourceLinkId some = place("some");
        place("all");
        refresh();
        assertThat(rows.notAssigned(tenant, course)).containsExactly(new NotAssigned(some, account("2")));
        assertThat(names()).as("the course").hasSize(3);

        reach("some", okJson(container(learner("1", "Maya Ortiz"), learner("2", "Ben Carter"))));
        again();
        assertThat(rows.notAssigned(tenant, course)).containsExactly(new NotAssigned(some, account("3")));
    }

    @Test
    void aLinkThatThePlatformDoesNotSpeakOfIsTheWholeCourses() {
        says(learner("1", "Maya Ortiz"), learner("2", "Ben Carter"));
        ResourceLinkId link = place("some");
        Map<String, ResponseDefinitionBuilder> answers = Map.of(
                "refused", aResponse().withStatus(400),
                "unknown", aResponse().withStatus(404),
                "no roster", okJson("[]"),
                "nobody", okJson(container()),
                "nobody of the course", okJson(container(learner("9", "Somebody Else"))),
                "everybody", okJson(container(learner("1", "Maya Ortiz"), learner("2", "Ben Carter"))));
        answers.forEach((said, answer) -> {
            reach("some", okJson(container(learner("1", "Maya Ortiz"))));
            again();
            assertThat(rows.notAssigned(tenant, course)).containsExactly(new NotAssigned(link, account("2")));
            reach("some", answer);
            assertThat(again()).as(said).isEqualTo(Outcome.DONE);
            assertThat(rows.notAssigned(tenant, course)).as(said).isEmpty();
            assertThat(names()).as(said).containsExactlyInAnyOrder("Maya Ortiz", "Ben Carter");
        });
    }

    @Test
    void aFailureThatPassesLeavesEveryLinkToThoseItWasGivenTo() {
        ResourceLinkId one = place("one");
        ResourceLinkId other = place("other");
        says(learner("1", "Maya Ortiz"), learner("2", "Ben Carter"));
        reach("one", okJson(container(learner("1", "Maya Ortiz"))));
        reach("other", okJson(container(learner("1", "Maya Ortiz"))));
        refresh();
        Set<NotAssigned> before = Set.of(new NotAssigned(one, account("2")), new NotAssigned(other, account("2")));
        assertThat(rows.notAssigned(tenant, course)).isEqualTo(before);

        Map<String, ResponseDefinitionBuilder> answers = Map.of(
                "down",
                aResponse().withStatus(503),
                "busy",
                aResponse().withStatus(429),
                "broken off",
                okJson(container(learner("1", "Maya Ortiz")))
                        .withHeader("Link", "<" + lms.url(ROSTER) + "?rlid=one>; rel=\"next\""));
        answers.forEach((said, answer) -> {
            reach("one", answer);
            assertThat(again()).as(said).isEqualTo(Outcome.DONE);
            assertThat(rows.notAssigned(tenant, course)).as(said).isEqualTo(before);
        });

        lms.stub(get(urlPathEqualTo(ROSTER))
                .willReturn(okJson(container(learner("1", "Maya Ortiz")))
                        .withHeader("Link", "<https://elsewhere.example/more>; rel=\"next\"")));
        assertThat(again()).isEqualTo(Outcome.DONE);
        assertThat(rows.notAssigned(tenant, course))
                .as("the course's roster breaks off")
                .isEqualTo(before);
    }

    @Test
    void whoIsNamedByAListThatBreaksOffIsGivenTheLink() {
        ResourceLinkId link = place("some");
        says(learner("1", "Maya Ortiz"), learner("2", "Ben Carter"), learner("3", "Elena Rossi"));
        reach("some", okJson(container(learner("1", "Maya Ortiz"))));
        refresh();
        reach(
                "some",
                okJson(container(learner("2", "Ben Carter")))
                        .withHeader("Link", "<https://elsewhere.example/more>; rel=\"next\""));
        again();
        assertThat(rows.notAssigned(tenant, course))
                .as("Maya had it before, Ben has it now")
                .containsExactly(new NotAssigned(link, account("3")));
    }

    @Test
    void linksForWhichNoTimeIsLeftStayAsTheyWere() {
        Set<ResourceLinkId> links = Set.of(place("one"), place("two"), place("three"));
        says(learner("1", "Maya Ortiz"), learner("2", "Ben Carter"));
        everyLinkReaches(learner("1", "Maya Ortiz"));
        refresh();
        assertThat(linksWithout("2")).isEqualTo(links);

        everyLinkReaches(learner("2", "Ben Carter"));
        Rosters hurried = new Rosters(memberships, rows, transaction, new ClockInSteps(Duration.ofMinutes(3)));
        try {
            passes();
            assertThat(hurried.refresh(coordinator, PATIENCE)).isEqualTo(Outcome.DONE);
        } finally {
            hurried.destroy();
        }
        assertThat(linksWithout("1")).as("read").hasSize(2);
        assertThat(linksWithout("2")).as("not read").hasSize(1);
        assertThat(Stream.concat(linksWithout("1").stream(), linksWithout("2").stream()))
                .containsExactlyInAnyOrderElementsOf(links);
    }

    @Test
    void inACourseOfVeryManyLinksEachHasItsTurnAndNoneLosesWhatWasSaidOfIt() {
        Set<ResourceLinkId> links = new HashSet<>();
        for (int number = 1; number <= 53; number++) {
            links.add(place("link " + number));
        }
        says(learner("1", "Maya Ortiz"), learner("2", "Ben Carter"));
        everyLinkReaches(learner("1", "Maya Ortiz"));
        refresh();
        Set<ResourceLinkId> said = linksWithout("2");
        assertThat(said).hasSize(50);
        for (int reading = 0; reading < 30 && said.size() < links.size(); reading++) {
            again();
            assertThat(linksWithout("2")).containsAll(said);
            said = linksWithout("2");
        }
        assertThat(said).isEqualTo(links);
    }

    @Test
    void aLinkThatNothingIsPlacedAtAnyMoreIsForgotten() {
        ResourceLinkId gone = place("gone");
        ResourceLinkId here = place("here");
        says(learner("1", "Maya Ortiz"), learner("2", "Ben Carter"));
        everyLinkReaches(learner("1", "Maya Ortiz"));
        refresh();
        jdbc.sql("delete from course_placement where resource_link_id = :link and tenant_id = :tenant")
                .param("link", gone.value())
                .param("tenant", tenant.value())
                .update();
        reach("here", aResponse().withStatus(503));
        again();
        assertThat(rows.notAssigned(tenant, course)).containsExactly(new NotAssigned(here, account("2")));
    }

    /** The links that are not given to somebody. */
    private Set<ResourceLinkId> linksWithout(String subject) {
        LtiUserId account = account(subject);
        return rows.notAssigned(tenant, course).stream()
                .filter(one -> one.account().equals(account))
                .map(NotAssigned::link)
                .collect(Collectors.toSet());
    }

    private void everyLinkReaches(String... members) {
        lms.stub(get(urlPathEqualTo(ROSTER))
                .withQueryParam("rlid", matching(".+"))
                .willReturn(okJson(container(members))));
    }

    /** Goes on by the same step whenever it is looked at. */
    private static final class ClockInSteps extends Clock {

        private final Duration step;
        private Instant now = Instant.now();

        ClockInSteps(Duration step) {
            this.step = step;
        }

        @Override
        public synchronized Instant instant() {
            now = now.plus(step);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private void reach(String platformId, ResponseDefinitionBuilder answer) {
        lms.stub(get(urlPathEqualTo(ROSTER))
                .withQueryParam("rlid", equalTo(platformId))
                .willReturn(answer));
    }

    /** Something is placed at a link of the course. */
    private ResourceLinkId place(String platformId) {
        ResourceLinkId link = lms.link(platformId, null, null, null);
        jdbc.sql("update lti_resource_link set context_id = :context where id = :link")
                .param("context", course.value())
                .param("link", link.value())
                .update();
        jdbc.sql("insert into course_placement (id, tenant_id, context_id, resource_link_id, version_id, created_at)"
                        + " select :id, :tenant, :context, :link, id, current_timestamp from catalog_version"
                        + " order by id fetch first 1 row only")
                .param("id", UUID.randomUUID())
                .param("tenant", tenant.value())
                .param("context", course.value())
                .param("link", link.value())
                .update();
        return link;
    }

    @Test
    void aPlatformThatIsDownLeavesTheListAsItWasAndIsAskedAgainSoon() {
        says(learner("1", "Maya Ortiz"));
        refresh();
        lms.stub(get(urlPathEqualTo(ROSTER)).willReturn(aResponse().withStatus(503)));
        assertThat(again()).isEqualTo(Outcome.NOT_GIVEN);
        assertThat(rosters.state(coordinator).problem()).isEqualTo(Reason.PLATFORM_UNAVAILABLE);
        assertThat(rosters.state(coordinator).isKnown()).isTrue();
        assertThat(names()).containsExactly("Maya Ortiz");
        assertThat(due()).isBefore(Instant.now().plus(Duration.ofMinutes(5)));

        says(learner("1", "Maya Ortiz"));
        again();
        assertThat(rosters.state(coordinator).problem()).isNull();
    }

    @Test
    void aCourseWithoutARosterSaysSo() {
        Launch elsewhere =
                TestLaunches.instructor(tenant).in(lms.course("course 8", null)).launch();
        assertThat(rosters.refresh(elsewhere, PATIENCE)).isEqualTo(Outcome.NOT_GIVEN);
        assertThat(rosters.state(elsewhere).problem()).isEqualTo(Reason.NO_SERVICE);
        assertThat(rosters.state(elsewhere).isKnown()).isFalse();
    }

    @Test
    void outsideOfACourseThereIsNothingToKnow() {
        Launch nowhere = TestLaunches.instructor(tenant).in(null).launch();
        assertThat(rosters.state(nowhere)).isEqualTo(RosterState.UNKNOWN);
        assertThat(rosters.refresh(nowhere, PATIENCE)).isEqualTo(Outcome.NOT_GIVEN);
    }

    @Test
    void manyPressesAskThePlatformOnce() throws Exception {
        lms.stub(get(urlPathEqualTo(ROSTER))
                .willReturn(okJson(container(learner("1", "Maya Ortiz"))).withFixedDelay(300)));
        ExecutorService people = Executors.newFixedThreadPool(4);
        try {
            Callable<Outcome> press = this::refresh;
            people.invokeAll(List.of(press, press, press, press));
        } finally {
            people.shutdown();
        }
        refresh();
        assertThat(asked()).hasSize(1);
    }

    @Test
    void aCourseThatWaitsBehindASlowOneIsNotClaimedBeforeItsTurn() {
        ContextId behind = lms.course("course 8", "/members-8");
        lms.stub(get(urlPathEqualTo(ROSTER))
                .willReturn(okJson(container(learner("1", "Maya Ortiz"))).withFixedDelay(3000)));
        lms.stub(get(urlPathEqualTo("/members-8")).willReturn(okJson(container(learner("2", "Ben Carter")))));
        rosters.expect(tenant, course);
        rosters.expect(tenant, behind);
        await().atMost(PATIENCE).until(() -> rows.isClaimed(tenant, course));
        assertThat(rows.isClaimed(tenant, behind)).isFalse();

        assertThat(rosters.refresh(TestLaunches.instructor(tenant).in(behind).launch(), PATIENCE))
                .as("whoever presses there need not wait for the slow one")
                .isEqualTo(Outcome.DONE);
        await().atMost(PATIENCE).until(() -> rosters.state(coordinator).isKnown());
        assertThat(lms.requests().stream().map(LoggedRequest::getUrl).filter("/members-8"::equals))
                .as("what was read by hand is due no more")
                .hasSize(1);
    }

    @Test
    void aClaimThatWasOverBeforeItsTurnIsNotReadASecondTime() {
        says(learner("1", "Maya Ortiz"));
        refresh();
        Claimed alone = rows.claim(tenant, course, Duration.ofMinutes(-2)).orElseThrow();
        assertThat(rows.prolong(alone, Duration.ofMinutes(-1)))
                .as("nobody else has taken it")
                .isTrue();
        Claimed late = rows.claim(tenant, course, Duration.ofMinutes(-2)).orElseThrow();
        Claimed other = rows.claim(tenant, course, Duration.ofMinutes(10)).orElseThrow();
        assertThat(rows.prolong(late, Duration.ofMinutes(10)))
                .as("another node reads it now")
                .isFalse();
        assertThat(rows.prolong(other, Duration.ofMinutes(20))).isTrue();
        assertThat(rows.claim(tenant, course, Duration.ofMinutes(10)))
                .as("still claimed")
                .isEmpty();
    }

    @Test
    void aSlowPlatformIsNotWaitedForLongerThanAsked() {
        lms.stub(get(urlPathEqualTo(ROSTER))
                .willReturn(okJson(container(learner("1", "Maya Ortiz"))).withFixedDelay(1500)));
        assertThat(rosters.refresh(coordinator, Duration.ofMillis(50))).isEqualTo(Outcome.UNDER_WAY);
        await().atMost(PATIENCE).until(() -> rosters.state(coordinator).isKnown());
    }

    @Test
    void whoWasLaunchedAsStaffIsNoLearnerWhateverTheRosterSays() {
        says(learner("1", "Maya Ortiz"), learner("2", "Luis Gomez"));
        refresh();
        rosters.noteStaff(
                TestLaunches.instructor(tenant).in(course).by(account("2")).launch());
        rosters.noteStaff(
                TestLaunches.learner(tenant).in(course).by(account("1")).launch());
        assertThat(rosters.state(coordinator).learners()).isEqualTo(1);
        again();
        assertThat(rosters.state(coordinator).learners()).isEqualTo(1);
        assertThat(leads()).containsExactly("Luis Gomez");
    }

    @Test
    void whoWasLaunchedAsStaffBeforeTheRosterWasReadIsNoLearnerEither() {
        says(learner("1", "Maya Ortiz"), learner("2", "Luis Gomez"));
        rosters.expect(tenant, course);
        rosters.noteStaff(
                TestLaunches.instructor(tenant).in(course).by(lms.account("2")).launch());
        await().atMost(PATIENCE).until(() -> rosters.state(coordinator).isKnown());
        again();
        assertThat(rosters.state(coordinator).learners()).isEqualTo(1);
        assertThat(leads()).containsExactly("Luis Gomez");
    }

    @Test
    void whoLedTheCourseOnceAndIsEnrolledLaterIsALearner() {
        says(learner("1", "Maya Ortiz"), instructor("2", "Luis Gomez"));
        refresh();
        rosters.noteStaff(
                TestLaunches.instructor(tenant).in(course).by(account("2")).launch());
        again();
        assertThat(rosters.state(coordinator).learners()).isEqualTo(1);
        says(learner("1", "Maya Ortiz"), learner("2", "Luis Gomez"));
        again();
        assertThat(rosters.state(coordinator).learners()).isEqualTo(2);
    }

    @Test
    void anotherTenantSeesNothingOfIt() {
        says(learner("1", "Maya Ortiz"), learner("2", "Ben Carter"));
        reach("some", okJson(container(learner("1", "Maya Ortiz"))));
        ResourceLinkId link = place("some");
        refresh();
        assertThat(rows.notAssigned(tenant, course)).hasSize(1);
        TenantId elsewhere = tenants.found("Elsewhere");
        assertThat(rows.notAssigned(elsewhere, course)).isEmpty();
        assertThat(rows.kept(elsewhere, course).present()).isEmpty();
        rows.narrow(elsewhere, course, Map.of(link, Set.of()));
        assertThat(rows.notAssigned(tenant, course)).hasSize(1);
        Launch stranger =
                TestLaunches.instructor(tenants.found("Elsewhere")).in(course).launch();
        assertThat(rosters.state(stranger)).isEqualTo(RosterState.UNKNOWN);
        rosters.noteStaff(TestLaunches.instructor(tenants.found("Elsewhere"))
                .in(course)
                .by(account("1"))
                .launch());
        assertThat(rosters.state(coordinator).learners()).isEqualTo(2);
    }

    @Test
    void thePaceFollowsWhatHappens() {
        Random random = new Random(1);
        assertThat(RosterPace.afterAnswer(Duration.ZERO, random)).isLessThan(Duration.ofHours(3));
        assertThat(RosterPace.afterAnswer(Duration.ofDays(10), random))
                .isBetween(Duration.ofHours(6), Duration.ofHours(8));
        assertThat(RosterPace.afterAnswer(Duration.ofDays(90), random))
                .isBetween(Duration.ofHours(24), Duration.ofHours(29));
        RosterNotGiven down = new RosterNotGiven(Reason.PLATFORM_UNAVAILABLE, "down", null);
        assertThat(RosterPace.afterRefusal(down, 0, random)).isLessThan(Duration.ofMinutes(2));
        assertThat(RosterPace.afterRefusal(down, 400, random)).isBetween(Duration.ofHours(6), Duration.ofHours(8));
        RosterNotGiven busy = new RosterNotGiven(Reason.PLATFORM_UNAVAILABLE, "busy", Duration.ofHours(2));
        assertThat(RosterPace.afterRefusal(busy, 0, random)).isEqualTo(Duration.ofHours(2));
        RosterNotGiven denied = new RosterNotGiven(Reason.NOT_PERMITTED, "denied", null);
        assertThat(RosterPace.afterRefusal(denied, 0, random)).isGreaterThanOrEqualTo(Duration.ofHours(24));
    }

    private Outcome refresh() {
        return rosters.refresh(coordinator, PATIENCE);
    }

    /** As if some time had passed since the last press. */
    private Outcome again() {
        passes();
        return refresh();
    }

    private void passes() {
        jdbc.sql("update course_roster set tried_at = :at where context_id = :context")
                .param("at", Timestamp.from(Instant.now().minusSeconds(60)))
                .param("context", course.value())
                .update();
    }

    private void says(String... members) {
        lms.stub(get(urlPathEqualTo(ROSTER)).willReturn(okJson(container(members))));
    }

    private static String container(String... members) {
        return Arrays.stream(members).collect(Collectors.joining(",", "{\"members\":[", "]}"));
    }

    private static String learner(String id, String name) {
        return "{\"user_id\":\"" + id + "\",\"roles\":[\"Learner\"],\"name\":\"" + name + "\"}";
    }

    private Kept kept() {
        return rows.kept(tenant, course);
    }

    private List<String> names() {
        return kept().present().values().stream().map(name -> name.orElse("")).toList();
    }

    private LtiUserId account(String subject) {
        return jdbc.sql("select id from lti_user where tenant_id = :tenant and subject = :subject")
                .param("tenant", tenant.value())
                .param("subject", subject)
                .query((row, number) -> new LtiUserId(row.getObject("id", UUID.class)))
                .single();
    }

    private Instant due() {
        return jdbc.sql("select due_at from course_roster where context_id = :context")
                .param("context", course.value())
                .query(Timestamp.class)
                .single()
                .toInstant();
    }

    private List<String> asked() {
        return lms.requests().stream()
                .map(LoggedRequest::getUrl)
                .filter(ROSTER::equals)
                .toList();
    }
}
