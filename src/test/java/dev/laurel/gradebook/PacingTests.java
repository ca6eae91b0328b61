package dev.laurel.gradebook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.catalog.VersionId;
import dev.laurel.course.PlacementId;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.lti.services.Scores;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.SubmissionOpened;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestPlatform;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.util.AopTestUtils;
import org.springframework.transaction.support.TransactionOperations;

/** Many scores at once: whom they wait for, and whom not. */
@LaurelTest
// An application of its own: platforms that other tests left behind, stopped by now, would be tried here too.
@TestPropertySource(properties = "spring.application.name=pacing")
class PacingTests {

    private static final String SCORES = "/7/lineitem/scores";
    private static final Duration SOON = Duration.ofSeconds(60);

    @Autowired
    Deliveries deliveries;

    @Autowired
    News news;

    @Autowired
    Books books;

    @Autowired
    Scores scores;

    @Autowired
    ScoreWriter writer;

    @Autowired
    ChangedByHand changed;

    @Autowired
    PlatformGrades platforms;

    @Autowired
    TransactionOperations transaction;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    Clock clock;

    private TenantId tenant;
    private TestPlatform one;
    private TestPlatform other;

    @BeforeEach
    void register() {
        tenant = tenants.found("Pacing");
        one = new TestPlatform(jdbc, registrations, tenant, "moodle", null);
        other = new TestPlatform(jdbc, registrations, tenant, "moodle", null);
        answers(one, aResponse());
        answers(other, aResponse());
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        jdbc.sql("update gradebook_place set state = 'IDLE', next_try_at = null")
                .update();
    }

    @Test
    @DisplayName("a platform that answers nothing holds up no other")
    void aDeadPlatformHoldsUpNoOther() {
        answers(one, aResponse().withFixedDelay(25_000));
        decide(one, 60);
        await().atMost(SOON).until(() -> one.posted(SCORES).size() >= 1);
        Instant begun = Instant.now();
        decide(other, 20);
        await().atMost(SOON).until(() -> other.posted(SCORES).size() == 20);
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(20));
        assertThat(one.posted(SCORES)).as("at once").hasSizeLessThanOrEqualTo(Pace.MOST_AT_ONCE);
    }

    @Test
    @DisplayName("after an outage everything arrives, each grade once, and meanwhile the platform is left alone")
    void everythingArrivesAfterAnOutage() {
        answers(one, aResponse().withStatus(503));
        decide(one, 40);
        await().atMost(SOON).until(() -> platforms.of(one.registration().id()).troubledSince() != null);
        PlatformGrades.Figures troubled = platforms.of(one.registration().id());
        assertThat(troubled.nextTry()).isNotNull();
        assertThat(troubled.waiting()).isEqualTo(40);
        int calls = one.posted(SCORES).size();
        assertThat(calls).as("not each score has knocked").isLessThan(40);

        one.forgetRequests();
        answers(one, aResponse());
        transaction.executeWithoutResult(
                status -> platforms.tryNow(one.registration().id()));
        await().atMost(SOON).until(() -> {
            makeDue(); // as if the day were over
            return platforms.of(one.registration().id()).waiting() == 0;
        });
        assertThat(platforms.of(one.registration().id()).isQuiet()).isTrue();
        assertThat(toldUsers(one)).hasSize(40);
        assertThat(one.posted(SCORES)).hasSize(40);
    }

    @Test
    @DisplayName(
            "a platform that has switched the tool off is left alone for an hour, and what is owed waits until it is let in")
    void whatIsOwedWaitsUntilTheToolIsLetIn() {
        one.stub(post(urlPathEqualTo(TestPlatform.TOKEN))
                .willReturn(aResponse().withStatus(401).withBody("{\"error\":\"invalid_client\"}")));
        decide(one, 40);
        await().atMost(SOON).until(() -> platforms.of(one.registration().id()).troubledSince() != null);
        PlatformGrades.Figures shut = platforms.of(one.registration().id());
        assertThat(shut.isShutOut()).isTrue();
        assertThat(shut.undeliverable()).as("given up").isEmpty();
        assertThat(shut.waiting()).isEqualTo(40);
        assertThat(shut.nextTry()).isAfter(Instant.now().plus(Duration.ofMinutes(55)));
        assertThat(one.posted(TestPlatform.TOKEN))
                .as("not each score has knocked")
                .hasSizeLessThan(20);
        assertThat(one.posted(SCORES)).isEmpty();

        hourPasses();
        await().atMost(SOON).until(() -> {
            Instant next = platforms.of(one.registration().id()).nextTry();
            return next != null && next.isAfter(Instant.now().plus(Duration.ofMinutes(55)));
        });
        assertThat(platforms.of(one.registration().id()).undeliverable()).isEmpty();

        one.givesTokens(3600);
        hourPasses();
        await().atMost(SOON).until(() -> platforms.of(one.registration().id()).isQuiet());
        assertThat(toldUsers(one)).hasSize(40);
        assertThat(one.posted(SCORES)).hasSize(40);
    }

    @Test
    @DisplayName("two nodes share the work, and none is told twice")
    void twoNodesShareTheWork() throws Exception {
        answers(one, aResponse().withFixedDelay(20));
        Deliveries secondNode = new Deliveries(books, scores, writer, changed, transaction, clock);
        try {
            decide(one, 120);
            await().atMost(SOON).until(() -> {
                secondNode.deliverDue();
                return platforms.of(one.registration().id()).waiting() == 0;
            });
        } finally {
            secondNode.destroy();
        }
        assertThat(one.posted(SCORES)).hasSize(120);
        assertThat(toldUsers(one)).hasSize(120);
    }

    @Test
    @DisplayName("of what an operator sees, everything that was refused for one reason can be sent again")
    void anOperatorSendsAgain() {
        answers(one, aResponse().withStatus(404));
        decide(one, 3);
        await().atMost(SOON)
                .until(() -> platforms.of(one.registration().id()).undeliverable().values().stream()
                                .mapToInt(Integer::intValue)
                                .sum()
                        == 3);
        PlatformGrades.Figures figures = platforms.of(one.registration().id());
        assertThat(figures.waiting()).isZero();
        answers(one, aResponse());
        Integer again = transaction.execute(status -> platforms.sendAgain(
                one.registration().id(),
                figures.undeliverable().keySet().iterator().next()));
        assertThat(again).isEqualTo(3);
        await().atMost(SOON).until(() -> platforms.of(one.registration().id()).isQuiet());
    }

    private void decide(TestPlatform platform, int people) {
        News listener = AopTestUtils.getUltimateTargetObject(news);
        ResourceLinkId link =
                platform.link(UUID.randomUUID().toString(), "/7/lineitem?type_id=1", null, TestPlatform.SCORE);
        PlacementId placement = new PlacementId(UUID.randomUUID());
        List<LtiUserId> users = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            users.add(platform.account("person " + i));
        }
        transaction.executeWithoutResult(status -> users.forEach(user -> {
            SubmissionId submission = new SubmissionId(UUID.randomUUID());
            listener.on(new SubmissionOpened(submission, tenant, placement, link, user));
            listener.on(new SubmissionDecided(
                    new AttemptId(submission, 1),
                    tenant,
                    new VersionId(UUID.randomUUID()),
                    true,
                    2,
                    2,
                    Set.of(),
                    Instant.now()));
        }));
    }

    private void hourPasses() {
        jdbc.sql(
                        "update gradebook_platform set closed_until = current_timestamp where closed_until > current_timestamp")
                .update();
        makeDue();
    }

    private void makeDue() {
        jdbc.sql("update gradebook_place set next_try_at = current_timestamp "
                        + "where state = 'WAITING' and claimed_until is null")
                .update();
        deliveries.deliverDue();
    }

    private static Set<String> toldUsers(TestPlatform platform) {
        Set<String> users = new HashSet<>();
        platform.posted(SCORES)
                .forEach(request ->
                        users.add(request.getBodyAsString().replaceFirst(".*\"userId\":\"([^\"]*)\".*", "$1")));
        return users;
    }

    private static void answers(TestPlatform platform, ResponseDefinitionBuilder answer) {
        platform.stub(post(urlPathEqualTo(SCORES)).willReturn(answer));
    }
}
