package dev.laurel.gradebook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.course.PlacementId;
import dev.laurel.course.Rosters;
import dev.laurel.gradebook.GradeLine.Show;
import dev.laurel.lti.ContextId;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.lti.services.Columns;
import dev.laurel.lti.services.Results;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestPlatform;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a platform's results say against what was sent, column by column. */
@LaurelTest
class ReconciliationTests {

    private static final String RIGHTS =
            TestPlatform.SCORE + " https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly";

    @Autowired
    JdbcClient jdbc;

    @Autowired
    JdbcTemplate statements;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    Results results;

    @Autowired
    Columns columns;

    @Autowired
    Rosters rosters;

    @Autowired
    CourseGrades courses;

    @Autowired
    PlatformGrades platforms;

    @Autowired
    Clock clock;

    private TenantId tenant;
    private TestPlatform canvas;
    private PlacementId place;
    private ResourceLinkId link;
    private ContextId course;

    @BeforeEach
    void aColumn() {
        tenant = tenants.found("Reconciled " + UUID.randomUUID());
        canvas = new TestPlatform(jdbc, registrations, tenant, "canvas", null);
        link = canvas.link(UUID.randomUUID().toString(), "/777", null, RIGHTS);
        course = canvas.course(UUID.randomUUID().toString(), null);
        place = new PlacementId(UUID.randomUUID());
        UUID version = UUID.randomUUID();
        insert(
                "catalog_version",
                Map.ofEntries(
                        Map.entry("id", version),
                        Map.entry("kind", "MICRO_CREDENTIAL"),
                        Map.entry("item_id", "item-" + version),
                        Map.entry("version", "1.0.0"),
                        Map.entry("status", "RETIRED"),
                        Map.entry("language", "en"),
                        Map.entry("title", "Item"),
                        Map.entry("content", "{}"),
                        Map.entry("content_hash", "0"),
                        Map.entry("published_at", now())));
        insert(
                "course_placement",
                Map.of(
                        "id", place.value(),
                        "tenant_id", tenant.value(),
                        "context_id", course.value(),
                        "resource_link_id", link.value(),
                        "version_id", version,
                        "created_at", now()));
        insert(
                "gradebook_platform",
                Map.of("registration_id", canvas.registration().id().value(), "strikes", 0));
        insert(
                "gradebook_check",
                Map.of(
                        "resource_link_id", link.value(),
                        "tenant_id", tenant.value(),
                        "placement_id", place.value(),
                        "registration_id", canvas.registration().id().value(),
                        "next_check_at", now(),
                        "failures", 0));
    }

    @AfterEach
    void stop() {
        canvas.close();
    }

    @Test
    @DisplayName("AGS-05 a column of many pages is compared to the last: nobody is missed and nobody called missing")
    void comparesEveryPage() {
        List<String> people =
                Stream.iterate(0, i -> i + 1).limit(250).map(i -> "s" + i).toList();
        people.forEach(person -> told(person, 100));
        page("/777/results", "100", people.subList(0, 100), "/777/results?page=2");
        page("/777/results", "2", people.subList(100, 200), "/777/results?page=3");
        page("/777/results", "3", people.subList(200, 249), null);
        compare();
        assertThat(found()).as("only the last stands on no page").containsOnly(Map.entry("s249", "NONE"));
        assertThat(courses.counts(tenant, Set.of(place)))
                .containsEntry(Show.ATTENTION, 1)
                .containsEntry(Show.ARRIVED, 249);
    }

    @Test
    @DisplayName("AGS-05 whoever may stand on a page that lies elsewhere is not called missing")
    void claimsNothingOfPagesThatItDidNotSee() {
        told("seen", 100);
        told("unseen", 100);
        results("[" + result("seen", 40, 100) + "]", "https://elsewhere.example/2");
        compare();
        assertThat(found()).containsOnly(Map.entry("seen", "OTHER"));
    }

    @Test
    @DisplayName(
            "a column of other points holds the same grade; what a teacher changed or cleared is said and not touched")
    void tellsScaledFromChanged() {
        told("scaled", 66.67);
        told("of points", 75);
        told("extra", 100);
        told("changed", 66.67);
        told("cleared", 100);
        told("missing", 0);
        results(
                "["
                        + String.join(
                                ",",
                                result("scaled", 2.66680, 4),
                                result("of points", 3, 4),
                                result("extra", 10, 10),
                                result("changed", 3, 4),
                                "{\"userId\":\"cleared\",\"resultMaximum\":4}")
                        + "]",
                null);
        compare();
        assertThat(found())
                .containsOnly(
                        Map.entry("changed", "OTHER"), Map.entry("cleared", "NONE"), Map.entry("missing", "NONE"));
        assertThat(canvas.posted("/777/scores"))
                .as("nothing is sent by comparing")
                .isEmpty();
        assertThat(platforms.of(canvas.registration().id()).differing()).isEqualTo(3);

        results(
                "[" + result("changed", 2.6667, 4) + "," + result("cleared", 4, 4) + "," + result("missing", 0, 4)
                        + "," + result("scaled", 2.6668, 4) + "," + result("of points", 3, 4) + ","
                        + result("extra", 10, 10)
                        + "]",
                null);
        compare();
        assertThat(found()).as("changed back there").isEmpty();
    }

    @Test
    @DisplayName("the first comparison keeps what the gradebook showed, whoever made it so, and later ones leave that")
    void keepsWhatWasShownFirst() {
        told("late", 80);
        told("of one point", 66.67);
        told("nothing", 80);
        results("[" + result("late", 72, 100) + "," + result("of one point", 0.67, 1) + "]", null);
        compare();
        assertThat(found()).containsOnly(Map.entry("late", "OTHER"), Map.entry("nothing", "NONE"));
        assertThat(shown()).containsOnly(Map.entry("late", 72.0), Map.entry("of one point", 67.0));
        results("[" + result("late", 50, 100) + "," + result("of one point", 1, 1) + "]", null);
        compare();
        assertThat(found()).containsEntry("of one point", "OTHER");
        assertThat(shown()).containsOnly(Map.entry("late", 72.0), Map.entry("of one point", 67.0));
    }

    private Map<String, Double> shown() {
        return jdbc
                .sql("select u.subject, p.shown_percent from gradebook_place p join lti_user u on u.id = p.user_id "
                        + "where p.resource_link_id = :link and p.shown_percent is not null")
                .param("link", link.value())
                .query((row, number) -> Map.entry(row.getString("subject"), row.getDouble("shown_percent")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    @DisplayName("whom the platform leaves out because they left the course needs nothing done")
    void wantsNothingDoneForThoseWhoLeft() {
        LtiUserId gone = told("gone", 100);
        told("here", 100);
        insert(
                "course_roster",
                Map.of("context_id", course.value(), "tenant_id", tenant.value(), "due_at", later(), "tries", 0));
        insert(
                "course_roster_member",
                Map.of(
                        "context_id", course.value(),
                        "tenant_id", tenant.value(),
                        "lti_user_id", gone.value(),
                        "staff", false,
                        "left_at", now()));
        results("[]", null);
        compare();
        assertThat(found()).containsOnly(Map.entry("gone", "LEFT"), Map.entry("here", "NONE"));
        assertThat(courses.lines(tenant, Set.of(place), Show.ATTENTION, 0, 10)).hasSize(1);
        assertThat(platforms.of(canvas.registration().id()).differing()).isEqualTo(1);
    }

    @Test
    @DisplayName("what cannot be compared says why and is looked at again, and changes nothing that was found")
    void saysWhatCannotBeCompared() {
        told("changed", 100);
        results("[" + result("changed", 1, 4) + "]", null);
        compare();
        canvas.stub(get(urlPathEqualTo("/777/results")).willReturn(aResponse().withStatus(500)));
        compare();
        assertThat(found()).containsOnly(Map.entry("changed", "OTHER"));
        CourseGrades.Checks checks = courses.checks(tenant, Set.of(place)).orElseThrow();
        assertThat(checks.reason()).isEqualTo(Reason.PLATFORM_UNAVAILABLE);
        assertThat(checks.last()).as("of the comparison that was made").isNotNull();
    }

    @Test
    @DisplayName("several nodes compare a column once, and one that died does not keep it for ever")
    void severalNodesCompareOnce() throws InterruptedException {
        told("changed", 100);
        canvas.stub(get(urlPathEqualTo("/777/results"))
                .willReturn(okJson("[" + result("changed", 1, 4) + "]").withFixedDelay(500)));
        makeDue(null);
        List<Thread> nodes = new ArrayList<>();
        for (int node = 0; node < 3; node++) {
            nodes.add(new Thread(this::onANode));
        }
        nodes.forEach(Thread::start);
        for (Thread node : nodes) {
            node.join();
        }
        assertThat(asked()).isEqualTo(1);
        assertThat(found()).containsOnly(Map.entry("changed", "OTHER"));

        makeDue(Instant.now().plus(Duration.ofMinutes(5)));
        onANode();
        assertThat(asked()).as("another has it in its hands").isEqualTo(1);
        makeDue(Instant.now().minusSeconds(1));
        onANode();
        assertThat(asked()).isEqualTo(2);
    }

    private long asked() {
        return canvas.requests().stream()
                .filter(request -> request.getUrl().startsWith("/777/results"))
                .count();
    }

    private void compare() {
        makeDue(null);
        onANode();
    }

    private void makeDue(@Nullable Instant claimedUntil) {
        // Before all that others have left due in this database.
        jdbc.sql(
                        "update gradebook_check set next_check_at = :past, claimed_until = cast(:claimed as timestamp with time zone) "
                                + "where resource_link_id = :link")
                .param("past", Timestamp.from(Instant.EPOCH))
                .param("claimed", claimedUntil == null ? null : Timestamp.from(claimedUntil))
                .param("link", link.value())
                .update();
    }

    private void onANode() {
        Reconciliation node = new Reconciliation(jdbc, statements, results, columns, rosters, clock);
        node.checkDue();
        node.destroy();
    }

    private LtiUserId told(String subject, double percent) {
        LtiUserId user = canvas.account(subject);
        UUID submission = UUID.randomUUID();
        insert(
                "gradebook_submission",
                Map.of(
                        "submission_id",
                        submission,
                        "version",
                        1,
                        "attempt",
                        1,
                        "step",
                        "DECIDED",
                        "decided_attempt",
                        1,
                        "decided_at",
                        now(),
                        "best_percent",
                        percent));
        insert(
                "gradebook_place",
                Map.ofEntries(
                        Map.entry("id", UUID.randomUUID()),
                        Map.entry("submission_id", submission),
                        Map.entry("tenant_id", tenant.value()),
                        Map.entry("registration_id", canvas.registration().id().value()),
                        Map.entry("placement_id", place.value()),
                        Map.entry("resource_link_id", link.value()),
                        Map.entry("user_id", user.value()),
                        Map.entry("state", "DELIVERED"),
                        Map.entry("since", Timestamp.from(Instant.now().minusSeconds(60))),
                        Map.entry("told_version", 1),
                        Map.entry("told_decision", 1),
                        Map.entry("tries", 0)));
        return user;
    }

    private Map<String, String> found() {
        return jdbc
                .sql("select u.subject, p.found from gradebook_place p join lti_user u on u.id = p.user_id "
                        + "where p.resource_link_id = :link and p.found is not null")
                .param("link", link.value())
                .query((row, number) -> Map.entry(row.getString("subject"), row.getString("found")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void page(String path, String number, List<String> people, @Nullable String next) {
        String body = people.stream().map(person -> result(person, 4, 4)).collect(Collectors.joining(",", "[", "]"));
        canvas.stub(get(urlPathEqualTo(path))
                .withQueryParam(number.equals("100") ? "limit" : "page", equalTo(number))
                .willReturn(
                        next == null
                                ? okJson(body)
                                : okJson(body).withHeader("Link", "<" + canvas.url(next) + ">; rel=\"next\"")));
    }

    private void results(String body, @Nullable String next) {
        canvas.stub(get(urlPathEqualTo("/777/results"))
                .willReturn(
                        next == null ? okJson(body) : okJson(body).withHeader("Link", "<" + next + ">; rel=\"next\"")));
    }

    private static String result(String person, double score, double maximum) {
        return "{\"userId\":\"" + person + "\",\"resultScore\":" + score + ",\"resultMaximum\":" + maximum + "}";
    }

    private static Timestamp now() {
        return Timestamp.from(Instant.now());
    }

    private static Timestamp later() {
        return Timestamp.from(Instant.now().plus(Duration.ofDays(1)));
    }

    private void insert(String table, Map<String, ?> values) {
        jdbc.sql("insert into " + table + " (" + String.join(", ", values.keySet()) + ") values (:"
                        + String.join(", :", values.keySet()) + ")")
                .params(values)
                .update();
    }
}
