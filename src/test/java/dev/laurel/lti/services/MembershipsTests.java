package dev.laurel.lti.services;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.laurel.lti.ContextId;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.PlatformPreset;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.lti.services.RosterNotGiven.Reason;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestPlatform;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Names and Role Provisioning Services 2.0 against a platform that WireMock plays. */
@LaurelTest
class MembershipsTests {

    private static final String CONTAINER = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json";
    private static final String ROSTER = "/courses/7/members";

    @Autowired
    Memberships memberships;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    JdbcTemplate batches;

    @Autowired
    ServiceCalls calls;

    @Autowired
    RosterReader reader;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    private TenantId tenant;
    private TestPlatform lms;
    private ContextId course;

    @BeforeEach
    void register() {
        tenant = tenants.found("Rosters");
        lms = new TestPlatform(jdbc, registrations, tenant, "canvas", null);
        course = lms.course("course 7", ROSTER);
    }

    @AfterEach
    void stop() {
        lms.close();
    }

    @Test
    @DisplayName("NRPS-01 reads every page with the exact media type and passes the differences over")
    void readsEveryPage() throws Exception {
        lms.stub(get(urlPathEqualTo(ROSTER))
                .withQueryParam("page", absent())
                .withHeader("Accept", equalTo(CONTAINER))
                .willReturn(okJson(members(1, 2))
                        .withHeader(
                                "Link",
                                "<" + lms.url("/differences") + ">; rel=\"differences\",<" + lms.url(ROSTER + "?page=2")
                                        + ">; rel=\"next\"")));
        lms.stub(get(urlPathEqualTo(ROSTER))
                .withQueryParam("page", equalTo("2"))
                .withHeader("Accept", equalTo(CONTAINER))
                .willReturn(okJson(members(3, 4))
                        .withHeader("Link", "<" + lms.url("/differences") + ">; rel=differences")
                        .withHeader("Link", "<" + lms.url(ROSTER + "?page=3") + ">; rel=Next")));
        lms.stub(get(urlPathEqualTo(ROSTER))
                .withQueryParam("page", equalTo("3"))
                .withHeader("Accept", equalTo(CONTAINER))
                .willReturn(okJson(members(5))
                        .withHeader("Link", "<" + lms.url("/differences") + ">; rel=\"differences\"")));

        Roster roster = memberships.of(tenant, course);

        assertThat(roster.members()).extracting(Member::subject).containsExactly("1", "2", "3", "4", "5");
        assertThat(roster.complete()).isTrue();
        assertThat(asked()).hasSize(3).noneMatch(url -> url.contains("differences"));
        assertThat(lms.requests().stream()
                        .filter(request -> request.getUrl().startsWith(ROSTER))
                        .map(request -> request.getHeader("Authorization")))
                .allMatch(header -> header.startsWith("Bearer "));
    }

    @Test
    @DisplayName("NRPS-01 asks for the right to read memberships and for nothing else")
    void asksForTheOneRight() throws Exception {
        lms.stub(get(urlPathEqualTo(ROSTER)).willReturn(okJson(members(1))));
        memberships.of(tenant, course);
        assertThat(lms.posted(TestPlatform.TOKEN).get(0).formParameter("scope").getValues())
                .containsExactly(Memberships.SCOPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<%s>; rel=\u201cnext\u201d",
                "<%s>; rel=\u201dnext\u201d",
                "<%s>; rel=\u00e2\u0080\u009cnext\u00e2\u0080\u009d",
                "<%s>;rel=NEXT",
                "<%s>; title=\"a, b\"; rel=\"last next\"",
                "</first>; rel=\"first\", <%s>; rel=\"next\", </last>; rel=\"last\""
            })
    @DisplayName("NRPS-01 follows the next page however a platform writes it")
    void followsTheNextPageHoweverItIsWritten(String link) throws Exception {
        lms.stub(get(urlPathEqualTo(ROSTER))
                .willReturn(okJson(members(1))
                        .withHeader("Link", link.formatted(lms.url("/More,Pages?from=1&amp;Limit=1")))));
        lms.stub(get(urlPathEqualTo("/More,Pages"))
                .withQueryParam("from", equalTo("1"))
                .withQueryParam("Limit", equalTo("1"))
                .willReturn(okJson(members(2))));
        assertThat(memberships.of(tenant, course).members()).hasSize(2);
    }

    @Test
    @DisplayName("NRPS-02 stops at a next page that is the page itself, and takes the roster for a part")
    void stopsAtASelfLink() throws Exception {
        lms.stub(get(urlPathEqualTo(ROSTER))
                .willReturn(okJson(members(1, 2)).withHeader("Link", "<" + lms.url(ROSTER) + ">; rel=\"next\"")));
        Roster roster = memberships.of(tenant, course);
        assertThat(roster.members()).hasSize(2);
        assertThat(roster.complete()).isFalse();
        assertThat(asked()).hasSize(1);
    }

    @Test
    @DisplayName("NRPS-02 stops at pages that go round in ever new addresses")
    void stopsWhenPagesBringNobodyNew() throws Exception {
        lms.stub(get(urlPathEqualTo(ROSTER))
                .willReturn(okJson(members(1, 2))
                        .withTransformers("response-template")
                        .withHeader(
                                "Link", "<" + lms.url(ROSTER) + "?again={{randomValue length=20}}>; rel=\"next\"")));
        Roster roster = memberships.of(tenant, course);
        assertThat(roster.members()).hasSize(2);
        assertThat(roster.complete()).isFalse();
        assertThat(asked()).hasSizeLessThanOrEqualTo(50);
    }

    @Test
    @DisplayName("NRPS-02 ends a roster that goes on with ever new people, and takes it for a part")
    void endsARosterWithoutEnd() throws Exception {
        for (int page = 0; page < 8; page++) {
            StringBuilder people = new StringBuilder("{\"members\":[");
            for (int person = 0; person < 10_000; person++) {
                people.append(person == 0 ? "" : ",")
                        .append("{\"user_id\":\"" + page + "-" + person + "\",\"roles\":[\"Learner\"]}");
            }
            lms.stub(get(urlPathEqualTo(page == 0 ? ROSTER : "/more/" + page))
                    .willReturn(okJson(people.append("]}").toString())
                            .withHeader("Link", "<" + lms.url("/more/" + (page + 1)) + ">; rel=\"next\"")));
        }
        Roster roster = memberships.of(tenant, course);
        assertThat(roster.members()).hasSize(50_000);
        assertThat(roster.complete()).as("nobody leaves by it").isFalse();
        assertThat(asked()).hasSizeLessThanOrEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"5, 200, true", "60, 20, true", "90, 30, false"})
    @DisplayName("NRPS-02 reads a large roster of a slow platform to its end, and not for hours")
    void readsALargeRosterOfASlowPlatform(long secondsAPage, int pages, boolean complete) throws Exception {
        for (int page = 1; page <= pages; page++) {
            ResponseDefinitionBuilder answer = okJson(members(2 * page - 1, 2 * page));
            String next = "<" + lms.url("/more/" + (page + 1)) + ">; rel=\"next\"";
            lms.stub(get(urlPathEqualTo(page == 1 ? ROSTER : "/more/" + page))
                    .willReturn(page == pages ? answer : answer.withHeader("Link", next)));
        }
        Instant began = Instant.now();
        AtomicLong looks = new AtomicLong();
        Clock clock = mock();
        when(clock.instant()).then(look -> began.plusSeconds(secondsAPage * looks.getAndIncrement()));
        Roster roster = new Memberships(jdbc, batches, registrations, calls, reader, clock).of(tenant, course);
        assertThat(roster.complete()).isEqualTo(complete);
        assertThat(roster.members()).hasSize(complete ? 2 * pages : 28);
    }

    @Test
    @DisplayName("a page of a million people in one is refused before it is read to its end")
    void refusesAMillionAtOnce() {
        lms.stub(get(urlPathEqualTo(ROSTER))
                .willReturn(okJson("{\"members\":[" + "{\"user_id\":\"12345678\"},".repeat(1_000_000) + "{}]}")));
        assertThat(notGiven().reason()).isEqualTo(Reason.PLATFORM_UNAVAILABLE);
    }

    @Test
    @DisplayName("NRPS-03 waits as long as a throttled platform asks and reads the whole roster")
    void waitsWhenThrottled() throws Exception {
        lms.stub(get(urlPathEqualTo(ROSTER))
                .inScenario("throttled")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "1"))
                .willSetStateTo("free"));
        lms.stub(get(urlPathEqualTo(ROSTER))
                .inScenario("throttled")
                .whenScenarioStateIs("free")
                .willReturn(okJson(members(1, 2, 3))));
        long began = System.nanoTime();
        assertThat(memberships.of(tenant, course).members()).hasSize(3);
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(900_000_000L);
        assertThat(asked()).hasSize(2);
    }

    @Test
    @DisplayName("NRPS-03 does not wait for hours, and tells how long the platform asked")
    void doesNotWaitForHours() {
        lms.stub(get(urlPathEqualTo(ROSTER))
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "3600")));
        RosterNotGiven refusal = notGiven();
        assertThat(refusal.reason()).isEqualTo(Reason.PLATFORM_UNAVAILABLE);
        assertThat(refusal.isFinal()).isFalse();
        assertThat(Objects.requireNonNull(refusal.retryAfter()).toMinutes()).isEqualTo(60);
        assertThat(asked()).hasSize(1);
    }

    @Test
    @DisplayName("NRPS-04 gets a fresh token after a 401 and reads the whole roster")
    void getsAFreshTokenOnce() throws Exception {
        lms.stub(get(urlPathEqualTo(ROSTER))
                .inScenario("token")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(401))
                .willSetStateTo("fresh"));
        lms.stub(get(urlPathEqualTo(ROSTER))
                .inScenario("token")
                .whenScenarioStateIs("fresh")
                .willReturn(okJson(members(1, 2))));
        assertThat(memberships.of(tenant, course).members()).hasSize(2);
        assertThat(lms.posted(TestPlatform.TOKEN)).hasSize(2);
    }

    @Test
    @DisplayName("NRPS-04 gives up when a fresh token is not taken either")
    void asksNoThirdTime() {
        lms.stub(get(urlPathEqualTo(ROSTER)).willReturn(aResponse().withStatus(401)));
        assertThat(notGiven().reason()).isEqualTo(Reason.NOT_PERMITTED);
        assertThat(asked()).hasSize(2);
    }

    @Test
    void aPageElsewhereGetsNoTokenAndTheRosterCountsAsIncomplete() throws Exception {
        try (TestPlatform elsewhere = new TestPlatform(jdbc, registrations, tenant, "canvas", null)) {
            lms.stub(get(urlPathEqualTo(ROSTER))
                    .willReturn(okJson(members(1)).withHeader("Link", "<" + elsewhere.url("/x") + ">; rel=\"next\"")));
            Roster roster = memberships.of(tenant, course);
            assertThat(roster.members()).hasSize(1);
            assertThat(roster.complete()).isFalse();
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/plain", "/with?type=1"})
    void theLinkIsAskedForWithItsIdEncodedBehindWhatTheAddressHasAlready(String address) throws Exception {
        ContextId other = lms.course("course 8", address);
        ResourceLinkId link = lms.linkIn(other, "link & 3");
        lms.stub(get(urlPathEqualTo(address.replaceFirst("\\?.*", ""))).willReturn(okJson(members(1))));
        memberships.of(tenant, other, link);
        assertThat(lms.requests().get(lms.requests().size() - 1).getUrl())
                .isEqualTo(address + (address.contains("?") ? "&" : "?") + "rlid=link+%26+3");
    }

    @Test
    @DisplayName("NRPS-02 counts the pages of Schoology, which names the first as the one that follows each")
    void countsThePagesOfSchoology() throws Exception {
        try (TestPlatform schoology =
                new TestPlatform(jdbc, registrations, tenant, PlatformPreset.SCHOOLOGY.family(), null)) {
            ContextId section = schoology.course("section 7", "/nrps?x=1");
            String next = "<" + schoology.url("/nrps?x=1&limit=100&page=1") + ">; rel=\"next\"";
            for (int page = 1; page <= 3; page++) {
                ResponseDefinitionBuilder answer = okJson(members(2 * page - 1, 2 * page));
                schoology.stub(get(urlPathEqualTo("/nrps"))
                        .withQueryParam("x", equalTo("1"))
                        .withQueryParam("limit", equalTo("100"))
                        .withQueryParam("page", page == 1 ? absent() : equalTo(String.valueOf(page)))
                        .willReturn(page == 3 ? answer : answer.withHeader("Link", next)));
            }

            Roster roster = memberships.of(tenant, section);

            assertThat(roster.members()).extracting(Member::subject).containsExactly("1", "2", "3", "4", "5", "6");
            assertThat(roster.complete()).isTrue();
        }
    }

    @Test
    @DisplayName("a roster of a link is not asked of Schoology, which refuses it")
    void asksSchoologyForNoRosterOfALink() {
        try (TestPlatform schoology =
                new TestPlatform(jdbc, registrations, tenant, PlatformPreset.SCHOOLOGY.family(), null)) {
            ContextId section = schoology.course("section 7", "/nrps");
            ResourceLinkId link = schoology.linkIn(section, "link 1");
            RosterNotGiven refusal =
                    catchThrowableOfType(RosterNotGiven.class, () -> memberships.of(tenant, section, link));
            assertThat(refusal.isFinal()).isTrue();
            assertThat(schoology.requests()).isEmpty();
        }
    }

    @Test
    @DisplayName("the roster of a link that several courses have is asked for by the platform's name of it")
    void asksByThePlatformsNameOfALink() throws Exception {
        ResourceLinkId link = lms.linkIn(course, "made up");
        jdbc.sql("update lti_resource_link set shared_id = 'shared' where id = :id")
                .param("id", link.value())
                .update();
        lms.stub(get(urlPathEqualTo(ROSTER)).willReturn(okJson(members(1))));
        memberships.of(tenant, course, link);
        assertThat(asked()).containsExactly(ROSTER + "?rlid=shared");
    }

    @Test
    void rolesAreReadBareAndInFullAndTheStatusInAnyCase() throws Exception {
        lms.stub(get(urlPathEqualTo(ROSTER)).willReturn(okJson("""
                {"members": [
                  {"user_id": "1", "roles": ["Learner"]},
                  {"user_id": "2", "status": "Active",
                   "roles": ["http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"]},
                  {"user_id": "3", "status": "inactive", "roles": ["Learner"]},
                  {"user_id": "4", "status": "Deleted", "roles": ["Learner"]},
                  {"user_id": 5, "roles": [], "name": "Given Name", "email": null, "picture": 7},
                  {"roles": ["Learner"], "name": "Nobody"},
                  {"user_id": "6", "roles": "Learner"},
                  "nonsense"
                ]}""")));
        Map<String, Member> members = memberships.of(tenant, course).members().stream()
                .collect(Collectors.toMap(Member::subject, member -> member));
        assertThat(members).containsOnlyKeys("1", "2", "3", "4", "5", "6");
        assertThat(members.get("1").roles().isLearner()).isTrue();
        assertThat(members.get("2").roles().isInstructor()).isTrue();
        assertThat(members.values().stream().filter(Member::isActive).map(Member::subject))
                .containsExactlyInAnyOrder("1", "2", "5", "6");
        assertThat(members.get("5").profile().displayName()).contains("Given Name");
    }

    @Test
    void nobodyIsPrinted() throws Exception {
        lms.stub(get(urlPathEqualTo(ROSTER))
                .willReturn(okJson("{\"members\":[{\"user_id\":\"77\",\"name\":\"Robin Educator\",\"roles\":[]}]}")));
        Roster roster = memberships.of(tenant, course);
        assertThat(roster.toString() + roster.members()).doesNotContain("Robin", "77");
    }

    @Test
    void aCourseOfWhichNoRosterWasToldSaysSoWithoutAsking() {
        ContextId untold = lms.course("course 9", null);
        assertThat(refusalOf(untold).reason()).isEqualTo(Reason.NO_SERVICE);
        assertThat(lms.requests()).isEmpty();
    }

    @Test
    void aCourseOfAnotherTenantIsNoneOfOurs() {
        TenantId other = tenants.found("Another district");
        assertThat(catchThrowableOfType(RosterNotGiven.class, () -> memberships.of(other, course))
                        .reason())
                .isEqualTo(Reason.NO_SERVICE);
        assertThat(lms.requests()).isEmpty();
    }

    @Test
    void whatAPlatformRefusesIsToldApart() {
        lms.stub(get(urlPathEqualTo(ROSTER))
                .willReturn(aResponse().withStatus(403).withBody("Insufficient permissions")));
        assertThat(notGiven().reason()).isEqualTo(Reason.NOT_PERMITTED);
        lms.stub(get(urlPathEqualTo(ROSTER))
                .willReturn(aResponse().withStatus(403).withBody("403 Forbidden (Rate Limit Exceeded)")));
        assertThat(notGiven().reason()).isEqualTo(Reason.PLATFORM_UNAVAILABLE);
        lms.stub(get(urlPathEqualTo(ROSTER)).willReturn(aResponse().withStatus(404)));
        assertThat(notGiven().reason()).isEqualTo(Reason.COURSE_GONE);
        lms.stub(get(urlPathEqualTo(ROSTER)).willReturn(aResponse().withStatus(503)));
        assertThat(notGiven().reason()).isEqualTo(Reason.PLATFORM_UNAVAILABLE);
        lms.stub(get(urlPathEqualTo(ROSTER)).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        assertThat(notGiven().reason()).isEqualTo(Reason.PLATFORM_UNAVAILABLE);
        lms.stub(get(urlPathEqualTo(ROSTER)).willReturn(aResponse().withBody("<html>Sign in</html>")));
        assertThat(notGiven().reason()).isEqualTo(Reason.REFUSED);
        lms.stub(get(urlPathEqualTo(ROSTER)).willReturn(okJson("{\"members\": {}}")));
        assertThat(notGiven().reason()).isEqualTo(Reason.REFUSED);
    }

    @Test
    void aToolWithoutTheScopeLearnsThatItIsNotPermitted() {
        lms.stub(post(urlPathEqualTo(TestPlatform.TOKEN))
                .willReturn(aResponse().withStatus(400).withBody("{\"error\":\"invalid_scope\"}")));
        assertThat(notGiven().reason()).isEqualTo(Reason.NOT_PERMITTED);
        assertThat(asked()).isEmpty();
    }

    @Test
    void accountsAreMadeOnceAndKeepTheirCase() {
        LtiUserId known = lms.account("Known");
        Map<String, LtiUserId> first = memberships.accounts(tenant, course, Set.of("Known", "known", "new"));
        assertThat(first).hasSize(3).containsEntry("Known", known);
        assertThat(Set.copyOf(first.values())).hasSize(3);
        assertThat(memberships.accounts(tenant, course, Set.of("new", "known"))).isEqualTo(without(first, "Known"));
    }

    @Test
    void manyAccountsAreMadeAtOnce() {
        List<String> subjects =
                IntStream.range(0, 1234).mapToObj(number -> "subject-" + number).toList();
        assertThat(memberships.accounts(tenant, course, subjects)).hasSize(1234);
    }

    private static Map<String, LtiUserId> without(Map<String, LtiUserId> accounts, String subject) {
        return accounts.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(subject))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private RosterNotGiven notGiven() {
        return refusalOf(course);
    }

    private RosterNotGiven refusalOf(ContextId context) {
        return catchThrowableOfType(RosterNotGiven.class, () -> memberships.of(tenant, context));
    }

    private List<String> asked() {
        return lms.requests().stream()
                .map(LoggedRequest::getUrl)
                .filter(url -> !url.startsWith(TestPlatform.TOKEN))
                .toList();
    }

    private static String members(int... ids) {
        return Arrays.stream(ids)
                .mapToObj(id -> "{\"user_id\":\"" + id + "\",\"status\":\"Active\",\"roles\":[\"Learner\"]}")
                .collect(Collectors.joining(",", "{\"id\":\"x\",\"context\":{\"id\":\"7\"},\"members\":[", "]}"));
    }
}
