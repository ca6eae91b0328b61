package dev.laurel.lti.services;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Recurring;
import dev.laurel.support.TestPlatform;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Platform Notification Service 1.0, the side that asks for notices, against a platform that WireMock plays. */
@LaurelTest
class NoticeHandlersTests {

    private static final String SERVICE = "/notice-handlers/318";
    private static final String BOTH = "LtiHelloWorldNotice LtiContextCopyNotice";
    private static final Duration SOON = Duration.ofSeconds(60);

    @Autowired
    NoticeHandlers handlers;

    @Autowired
    ApplicationContext context;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    LaurelSettings settings;

    private TestPlatform lms;

    @BeforeEach
    void register() {
        lms = new TestPlatform(jdbc, registrations, tenants.found("Notices"), "canvas", null);
    }

    @AfterEach
    void stop() {
        lms.close();
    }

    @Test
    @DisplayName("PNS-01 names the handler of each type once, with a token for just that")
    void namesEachHandlerOnce() {
        takesHandlers();
        lms.tellsOfNotices(SERVICE, BOTH);
        awaits(() -> told() != null);

        assertThat(puts()).hasSize(2).allSatisfy(request -> {
            assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
            assertThat(request.getHeader("Authorization")).startsWith("Bearer ");
        });
        assertThat(puts().get(0).getBodyAsString()).contains("LtiHelloWorldNotice", settings.at("/lti/notices") + "\"");
        assertThat(puts().get(1).getBodyAsString()).contains("LtiContextCopyNotice");
        assertThat(lms.posted(TestPlatform.TOKEN).get(0).formParameter("scope").getValues())
                .containsExactly(NoticeHandlers.SCOPE);
        handlers.tellDue();
        assertThat(puts()).hasSize(2);
    }

    @Test
    @DisplayName("PNS-01 comes back after a platform's outage, and not at once")
    void comesBackAfterAnOutage() {
        lms.stub(put(urlPathEqualTo(SERVICE))
                .inScenario("outage")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(503))
                .willSetStateTo("up"));
        lms.stub(put(urlPathEqualTo(SERVICE))
                .inScenario("outage")
                .whenScenarioStateIs("up")
                .willReturn(aResponse().withStatus(200)));
        lms.tellsOfNotices(SERVICE, BOTH);
        awaits(() -> "PLATFORM_UNAVAILABLE".equals(problem()));
        assertThat(due()).isAfter(Instant.now().plusSeconds(15));
        assertThat(puts()).hasSize(1);

        timePasses();
        awaits(() -> told() != null);
        assertThat(puts()).hasSize(3);
        assertThat(problem()).isNull();
    }

    @Test
    @DisplayName("PNS-01 a key without the right is asked for again a day later")
    void doesNotInsistWithoutTheRight() {
        lms.stub(post(urlPathEqualTo(TestPlatform.TOKEN))
                .willReturn(aResponse().withStatus(400).withBody("{\"error\":\"invalid_scope\"}")));
        lms.tellsOfNotices(SERVICE, BOTH);
        awaits(() -> "TOOL_SHUT_OUT".equals(problem()));
        assertThat(due()).isAfter(Instant.now().plus(Duration.ofHours(20)));
        assertThat(puts()).isEmpty();
    }

    @Test
    @DisplayName("PNS-01 tells anew when the tool has moved")
    void tellsWhenTheToolHasMoved() {
        takesHandlers();
        lms.tellsOfNotices(SERVICE, "LtiContextCopyNotice");
        awaits(() -> told() != null);
        jdbc.sql("update lti_deployment set notice_handler = 'https://old.example/lti/notices' where id = :id")
                .param("id", lms.deployment().value())
                .update();
        handlers.noticeMove();
        awaits(() -> settings.at("/lti/notices").toString().equals(told()));
        assertThat(puts()).hasSize(2);
    }

    @Test
    void waitsLongerEachTimeAndNeverLessThanAsked() {
        Random random = new Random(1);
        ScoreNotAccepted down = new ScoreNotAccepted(Reason.PLATFORM_UNAVAILABLE, "down", null);
        assertThat(NoticeHandlers.pause(down, 0, random)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(36));
        assertThat(NoticeHandlers.pause(down, 3, random)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
        assertThat(NoticeHandlers.pause(down, 500, random)).isBetween(Duration.ofHours(6), Duration.ofHours(8));
        ScoreNotAccepted busy = new ScoreNotAccepted(Reason.PLATFORM_UNAVAILABLE, "busy", Duration.ofMinutes(10));
        assertThat(NoticeHandlers.pause(busy, 0, random)).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
    }

    /** Every five seconds is soon enough for platforms. */
    private void awaits(Callable<Boolean> news) {
        await().atMost(SOON).until(() -> {
            Recurring.soon(context, "lti-tell-notice-handlers");
            return news.call();
        });
    }

    private void takesHandlers() {
        for (String type : BOTH.split(" ")) {
            lms.stub(put(urlPathEqualTo(SERVICE))
                    .withHeader("Content-Type", equalTo("application/json"))
                    .withRequestBody(equalToJson(
                            "{\"notice_type\":\"" + type + "\",\"handler\":\"" + settings.at("/lti/notices") + "\"}"))
                    .willReturn(aResponse().withStatus(200)));
        }
    }

    private List<LoggedRequest> puts() {
        return lms.requests().stream()
                .filter(request -> request.getMethod().value().equals("PUT"))
                .toList();
    }

    private void timePasses() {
        jdbc.sql("update lti_deployment set notice_due_at = :now where id = :id")
                .param("now", Timestamp.from(Instant.now().minusSeconds(1)))
                .param("id", lms.deployment().value())
                .update();
    }

    private @Nullable String told() {
        return column("notice_handler", String.class);
    }

    private @Nullable String problem() {
        return column("notice_problem", String.class);
    }

    private Instant due() {
        return column("notice_due_at", Timestamp.class).toInstant();
    }

    private <T> T column(String name, Class<T> type) {
        return jdbc.sql("select " + name + " from lti_deployment where id = :id")
                .param("id", lms.deployment().value())
                .query((row, number) -> java.util.Optional.ofNullable(row.getObject(name, type)))
                .single()
                .orElse(null);
    }
}
