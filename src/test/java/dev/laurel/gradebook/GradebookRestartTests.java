package dev.laurel.gradebook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.laurel.LaurelApplication;
import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.catalog.VersionId;
import dev.laurel.course.PlacementId;
import dev.laurel.gradebook.GradeStatus.State;
import dev.laurel.lti.Registrations;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.SubmissionOpened;
import dev.laurel.support.TestPlatform;
import dev.laurel.support.TestSurroundings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.util.AopTestUtils;
import org.springframework.transaction.support.TransactionOperations;

/** What is owed outlives the process: a first Laurel ends while the platform is down, a second pays. */
@Tag("database")
class GradebookRestartTests {

    private static final String SCORES = "/7/lineitem/scores";

    private final SubmissionId submission = new SubmissionId(UUID.randomUUID());
    private final PlacementId placement = new PlacementId(UUID.randomUUID());

    @Test
    @DisplayName("a grade that was decided before the process ended arrives once after the next start")
    void deliversAfterARestart() {
        ConfigurableApplicationContext first = start();
        String database = first.getEnvironment().getRequiredProperty("spring.datasource.url");
        String dataDir = first.getEnvironment().getRequiredProperty("laurel.data-dir");
        TenantId tenant;
        TestPlatform platform;
        try (first) {
            tenant = first.getBean(Tenants.class).found("Restart");
            platform = new TestPlatform(
                    first.getBean(JdbcClient.class), first.getBean(Registrations.class), tenant, "moodle", null);
            platform.stub(post(urlPathEqualTo(SCORES)).willReturn(aResponse().withStatus(503)));
            decide(first, tenant, platform);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> status(first, tenant) != null
                            && status(first, tenant).reason() != null);
        }
        platform.forgetRequests();
        platform.stub(post(urlPathEqualTo(SCORES)).willReturn(aResponse()));

        try (platform;
                ConfigurableApplicationContext second =
                        start("--spring.datasource.url=" + database, "--laurel.data-dir=" + dataDir)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> status(second, tenant).state() == State.DELIVERED);
            assertThat(platform.posted(SCORES)).singleElement().satisfies(score -> assertThat(score.getBodyAsString())
                    .contains("\"scoreGiven\":100"));
            assertThat(platform.posted(TestPlatform.TOKEN))
                    .as("with the keys of before")
                    .hasSize(1);
        }
    }

    private void decide(ConfigurableApplicationContext laurel, TenantId tenant, TestPlatform platform) {
        News news = AopTestUtils.getUltimateTargetObject(laurel.getBean(News.class));
        TransactionOperations transaction = laurel.getBean(TransactionOperations.class);
        transaction.executeWithoutResult(status -> {
            news.on(new SubmissionOpened(
                    submission,
                    tenant,
                    placement,
                    platform.link("3", "/7/lineitem?type_id=1", null, TestPlatform.SCORE),
                    platform.account("5")));
            news.on(new SubmissionDecided(
                    new AttemptId(submission, 1),
                    tenant,
                    new VersionId(UUID.randomUUID()),
                    true,
                    2,
                    2,
                    Set.of(),
                    Instant.now()));
        });
    }

    private GradeStatus status(ConfigurableApplicationContext laurel, TenantId tenant) {
        return laurel.getBean(Gradebook.class)
                .status(tenant, placement, Set.of(submission))
                .get(submission);
    }

    private static ConfigurableApplicationContext start(String... settings) {
        return new SpringApplicationBuilder(LaurelApplication.class)
                .initializers(new TestSurroundings())
                .run(settings);
    }
}
