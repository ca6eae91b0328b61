package dev.laurel.webhook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.laurel.badge.BadgeIssued;
import dev.laurel.badge.Badges;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.recognition.ClaimFixtures;
import dev.laurel.recognition.ClaimId;
import dev.laurel.recognition.ClaimState;
import dev.laurel.recognition.Claims;
import dev.laurel.submission.SubmissionId;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Recurring;
import dev.laurel.support.SettableClock;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.KeyVault;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.OutboundHttp;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What licensing and personnel systems are told, and what happens when they do not answer. */
@LaurelTest
class WebhookTests {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PASSWORD = "the officer of this test";

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Staff staff;

    @Autowired
    Tenants tenants;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    KeyVault vault;

    @Autowired
    OutboundHttp http;

    @Autowired
    TransactionOperations transactions;

    private final WireMockServer receiver = new WireMockServer(wireMockConfig().dynamicPort());
    private final String district = "District " + UUID.randomUUID();
    private TenantId tenant;
    private ClaimFixtures claims;
    private HttpBrowser officer;

    @BeforeEach
    void anOfficerAndAReceiver() {
        receiver.start();
        receiver.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(204)));
        tenant = tenants.found(district);
        claims = new ClaimFixtures(context, tenant);
        officer = officerOf(tenant);
    }

    @AfterEach
    void stop() {
        receiver.stop();
    }

    private HttpBrowser officerOf(TenantId district) {
        String login = "officer." + UUID.randomUUID();
        StaffId id = staff.create(login, "Inés", PASSWORD);
        staff.grant(id, StaffRole.RECOGNITION_OFFICER, district);
        HttpBrowser browser = new HttpBrowser();
        signIn(browser, login, PASSWORD);
        return browser;
    }

    private Page signIn(HttpBrowser browser, String login, String password) {
        return browser.get(settings.at("/sign-in?to=/recognition/webhooks"))
                .form("input[name=password]")
                .set("login", login)
                .set("password", password)
                .submit();
    }

    private Page list() {
        return officer.get(settings.at("/recognition/webhooks"));
    }

    /** Adds the receiver; the page that this leads to shows its secret. */
    private Page add() {
        return list().form("form[action$=/webhooks]")
                .set("name", "License office")
                .set("url", receiver.baseUrl() + "/hook")
                .submit();
    }

    private List<LoggedRequest> received() {
        return receiver.findAll(postRequestedFor(anyUrl()));
    }

    /** What waits for its next try is looked for every few seconds, which is soon enough for those who listen. */
    private void sent(Callable<Boolean> news) {
        await().atMost(SOON).until(() -> {
            Recurring.soon(context, "webhook-send");
            return news.call();
        });
    }

    /** The application under test sends nothing for half an hour: whatever arrives, the test sent it. */
    private void onlyTheTestSends() {
        jdbc.sql("update webhook_endpoint set next_at = :later where tenant_id = :tenant")
                .param("later", Timestamp.from(Instant.now().plus(Duration.ofMinutes(30))))
                .param("tenant", tenant.value())
                .update();
    }

    private LoggedRequest receives(int many) {
        sent(() -> received().size() >= many);
        List<LoggedRequest> all = receiver.findAll(postRequestedFor(anyUrl()));
        return all.get(many - 1);
    }

    private static JsonNode body(LoggedRequest request) {
        return JsonMapper.shared().readTree(request.getBodyAsString());
    }

    /** As the specification tells a receiver to, by code of its own. */
    private static boolean verifies(LoggedRequest request, String secret) {
        String signed = request.getHeader("webhook-id") + "." + request.getHeader("webhook-timestamp") + "."
                + request.getBodyAsString();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
            byte[] expected = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
            long age =
                    Math.abs(Instant.now().getEpochSecond() - Long.parseLong(request.getHeader("webhook-timestamp")));
            return age < 300
                    && Arrays.stream(request.getHeader("webhook-signature").split(" "))
                            .filter(each -> each.startsWith("v1,"))
                            .anyMatch(each ->
                                    MessageDigest.isEqual(Base64.getDecoder().decode(each.substring(3)), expected));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'  ',https://a.example/hook,Give it a name",
        "Office,ftp://a.example/hook,has to begin with https",
        "Office,https://me:secret@a.example/hook,has to begin with https",
        "Office,not an address,has to begin with https"
    })
    void whatCannotBeCalledIsNotSavedAndWhatWasTypedStays(String name, String url, String problem) {
        Page refused = list().form("form[action$=/webhooks]")
                .set("name", name)
                .set("url", url)
                .submit();
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.select("[role=alert]").text()).contains(problem);
        assertThat(refused.select("#url").val()).isEqualTo(url);
        assertThat(list().select(".empty")).isNotEmpty();
    }

    @Test
    void nobodyElseSeesADistrictsEndpointsAndAnOperatorSeesAll() {
        Page added = add();
        HttpBrowser stranger = officerOf(tenants.found("District " + UUID.randomUUID()));
        assertThat(stranger.get(added.uri()).status()).isEqualTo(404);
        assertThat(new HttpBrowser()
                        .get(settings.at("/recognition/webhooks"))
                        .uri()
                        .getPath())
                .isEqualTo("/sign-in");
        assertThat(officer.get(settings.at("/admin/webhooks")).status()).isEqualTo(403);
        HttpBrowser operator = new HttpBrowser();
        signIn(operator, "admin", TestSurroundings.OPERATOR_PASSWORD);
        Page all = operator.get(settings.at("/admin/webhooks"));
        assertThat(all.text()).contains(district);
        Page made = all.form("form[action$=/webhooks]")
                .set("name", "Personnel")
                .set("url", receiver.baseUrl() + "/personnel")
                .set("district", district)
                .submit();
        assertThat(made.select("#secret").val()).startsWith("whsec_");
        assertThat(list().text()).contains("License office", "Personnel");
    }

    @Test
    void theSecretIsShownOnceAndATestTellsWhatComesBack() {
        Page added = add();
        String secret = added.select("#secret").val();
        assertThat(officer.get(added.uri()).body()).doesNotContain(secret);
        receiver.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(200).withBody("thank <b>you</b>")));
        Page pinged = officer.get(added.uri()).form("form[action$=/ping]").submit();
        assertThat(pinged.select("[role=status]").text()).isEqualTo("The test arrived.");
        assertThat(pinged.select("#log ~ ul").text()).contains("ping", "Arrived", "Status 200", "thank <b>you</b>");
        LoggedRequest request = receives(1);
        assertThat(body(request).get("type").asString()).isEqualTo("ping");
        assertThat(verifies(request, secret)).isTrue();
        assertThat(verifies(request, Signing.shown(Signing.newSecret())))
                .as("a check that could not fail would say nothing")
                .isFalse();
        receiver.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(500)));
        Page failed = officer.get(added.uri()).form("form[action$=/ping]").submit();
        assertThat(failed.select("[role=status]").text()).contains("did not arrive");
    }

    @Test
    void decisionsAndBadgesAreToldWithNoMoreThanTheyNeed() {
        String secret = add().select("#secret").val();
        ClaimId claim = claims.claim();
        assertThat(body(receives(1)).get("type").asString()).isEqualTo("badge.awarded");
        claims.decide(claim, ClaimState.UNDER_REVIEW, ClaimState.APPROVED);
        LoggedRequest approved = receives(2);
        JsonNode data = body(approved).get("data");
        assertThat(body(approved).get("type").asString()).isEqualTo("claim.approved");
        assertThat(data.get("claim").asString()).isEqualTo(claim.value().toString());
        assertThat(data.get("authority").asString()).isEqualTo(claims.authority());
        assertThat(data.get("amount").decimalValue()).isEqualByComparingTo("2");
        assertThat(data.get("unit").asString()).isEqualTo("hour");
        assertThat(data.get("teacher").get("name").asString()).isEqualTo("Maya Ortiz");
        assertThat(approved.getBodyAsString())
                .as("neither address nor words nor evidence")
                .doesNotContain("@", "As the rule says", "words");
        assertThat(approved.getHeader("Content-Type")).isEqualTo("application/json");
        assertThat(verifies(approved, secret)).isTrue();
        claims.decide(claim, ClaimState.WITHDRAWN);
        assertThat(body(receives(3)).get("type").asString()).isEqualTo("claim.withdrawn");
        String badge = data.get("badge").get("id").asString();
        context.getBean(Badges.class).revoke(tenant, badge, "A mistake of the office");
        LoggedRequest revoked = receives(4);
        assertThat(body(revoked).get("type").asString()).isEqualTo("badge.revoked");
        assertThat(revoked.getBodyAsString()).contains(badge).doesNotContain("Maya", "mistake");
    }

    @Test
    void aNumberIsToldToThoseAloneWhoDecideOnLicensesAndOnlyAsAgreed() {
        add();
        ClaimId kept = claims.numbered("TN-0041", false);
        receives(1);
        claims.decide(kept, ClaimState.UNDER_REVIEW, ClaimState.APPROVED);
        JsonNode untold = body(receives(2)).get("data").get("teacher").get("number");
        assertThat(untold.isNull()).isTrue();
        ClaimId sent = claims.numbered("TN-0042", true);
        assertThat(receives(3).getBodyAsString()).as("a badge").doesNotContain("TN-0042");
        claims.decide(sent, ClaimState.UNDER_REVIEW, ClaimState.APPROVED);
        assertThat(body(receives(4)).get("data").get("teacher").get("number").asString())
                .isEqualTo("TN-0042");
    }

    private PersonId claimant(ClaimId claim) {
        return context.getBean(Claims.class).find(tenant, claim).orElseThrow().person();
    }

    /** Empty until the news of it has been heard. */
    private String stored(ClaimId claim) {
        return jdbc.sql("select body from webhook_message where fact like :fact and tenant_id = :tenant")
                .param("fact", "claim " + claim.value() + " %")
                .param("tenant", tenant.value())
                .query(String.class)
                .optional()
                .orElse("");
    }

    @Test
    void whoeverIsForgottenIsNamedInNothingThatIsKeptOrSentAgain() {
        add();
        ClaimId leaving = claims.numbered("TN-0043", true);
        ClaimId staying = claims.numbered("TN-0044", true);
        receives(2);
        receiver.resetAll();
        receiver.stubFor(
                post(anyUrl()).willReturn(aResponse().withStatus(500).withBody("No teacher TN-0043 Maya Ortiz")));
        claims.decide(leaving, ClaimState.UNDER_REVIEW, ClaimState.APPROVED);
        receives(1);
        claims.decide(staying, ClaimState.UNDER_REVIEW, ClaimState.APPROVED);
        await().atMost(SOON).untilAsserted(() -> assertThat(answers()).contains("No teacher TN-0043 Maya Ortiz"));
        await().atMost(SOON).untilAsserted(() -> assertThat(stored(staying)).contains("TN-0044"));
        JsonNode before = JsonMapper.shared().readTree(stored(leaving));
        receiver.resetAll();
        receiver.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(500)));
        PersonId person = claimant(leaving);
        transactions.executeWithoutResult(
                status -> context.getBean(Persons.class).forget(tenant, person));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stored(leaving)).doesNotContain("TN-0043", "Maya", "Ortiz"));
        assertThat(answers()).as("nor in what came back").noneMatch(answer -> answer.contains("TN-0043"));
        assertThat(stored(staying)).as("somebody else's").contains("TN-0044", "Maya Ortiz");
        ObjectNode expected = (ObjectNode) before.deepCopy();
        ((ObjectNode) expected.get("data").get("teacher")).putNull("name").putNull("number");
        assertThat(JsonMapper.shared().readTree(stored(leaving)))
                .as("all else is as it was")
                .isEqualTo(expected);

        receiver.resetAll();
        receiver.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(204)));
        SettableClock clock = new SettableClock(Instant.now().plus(Duration.ofHours(1)));
        WebhookDeliveries later = new WebhookDeliveries(jdbc, new Endpoints(jdbc, vault, clock), http, clock);
        await().atMost(SOON).until(() -> {
            later.deliverDue();
            return received().size() >= 2;
        });
        assertThat(received().stream().map(LoggedRequest::getBodyAsString))
                .anyMatch(body -> body.contains(leaving.value().toString()))
                .noneMatch(body -> body.contains("TN-0043"));
    }

    private List<String> answers() {
        return jdbc.sql("select a.answer from webhook_attempt a join webhook_delivery d on d.id = a.delivery_id"
                        + " join webhook_message m on m.id = d.message_id where m.tenant_id = :tenant"
                        + " and a.answer is not null")
                .param("tenant", tenant.value())
                .query(String.class)
                .list();
    }

    @Test
    void whatIsReadBeforeSomebodyIsForgottenIsSentWithoutTheirName() {
        add();
        onlyTheTestSends();
        receiver.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(204)));
        ClaimId claim = claims.numbered("TN-0045", true);
        claims.decide(claim, ClaimState.UNDER_REVIEW, ClaimState.APPROVED);
        await().atMost(SOON).untilAsserted(() -> assertThat(stored(claim)).contains("TN-0045"));
        WebhookDeliveries deliveries = context.getBean(WebhookDeliveries.class);
        deliveries.forget(tenants.found("District " + UUID.randomUUID()), claimant(claim));
        assertThat(stored(claim)).as("another district's request").contains("TN-0045");
        SettableClock later = new SettableClock(Instant.now().plus(Duration.ofHours(1)));
        PersonId person = claimant(claim);
        AtomicInteger asked = new AtomicInteger();
        InstantSource sooner = () -> {
            if (asked.incrementAndGet() == 2) {
                deliveries.forget(tenant, person);
            }
            return later.instant();
        };
        WebhookDeliveries reading =
                new WebhookDeliveries(jdbc, new Endpoints(jdbc, vault, later), http, sooner.withZone(ZoneOffset.UTC));
        await().atMost(SOON).until(() -> {
            reading.deliverDue();
            return received().stream().anyMatch(each -> each.getBodyAsString()
                    .contains(claim.value().toString()));
        });
        assertThat(received()).noneMatch(each -> each.getBodyAsString().contains("TN-0045"));
    }

    @Test
    void aTeacherInALogIsANumber() {
        assertThat(new Payload.Teacher(UUID.randomUUID(), "Maya Ortiz", "TN-0046").toString())
                .doesNotContain("Maya", "TN-0046");
    }

    @Test
    void figuresOfAMessageStayAsTheyAreWritten() {
        String text = "{\"data\":{\"amount\":2.50,\"teacher\":{\"id\":\"a\",\"name\":\"Maya\",\"number\":\"7\"}}}";
        assertThat(Payload.withoutPerson(text))
                .isEqualTo("{\"data\":{\"amount\":2.50,\"teacher\":{\"id\":\"a\",\"name\":null,\"number\":null}}}");
    }

    @Test
    void onlyWhatWasChosenIsTold() {
        Page added = list().form("form[action$=/webhooks]")
                .set("name", "Decisions alone")
                .set("url", receiver.baseUrl() + "/hook")
                .set("types", List.of("claim.declined"))
                .set("authority", "")
                .submit();
        assertThat(added.status()).isEqualTo(200);
        ClaimId claim = claims.claim();
        claims.decide(claim, ClaimState.UNDER_REVIEW, ClaimState.DECLINED);
        assertThat(body(receives(1)).get("type").asString()).isEqualTo("claim.declined");
    }

    @Test
    void aNewSecretOverlapsWithTheOneBefore() {
        Page added = add();
        String before = added.select("#secret").val();
        Page rotated = added.form("form[action$=/secret]").submit();
        String after = rotated.select("#secret").val();
        assertThat(after).isNotEqualTo(before);
        rotated.form("form[action$=/ping]").submit();
        assertThat(verifies(receives(1), before)).isTrue();
        assertThat(verifies(receives(1), after)).isTrue();
        SettableClock clock = new SettableClock(Instant.now());
        clock.advance(Endpoints.OVERLAP.plusSeconds(1));
        assertThat(new Endpoints(jdbc, vault, clock).secrets(endpoint(added)))
                .extracting(Signing::shown)
                .containsExactly(after);
    }

    private static EndpointId endpoint(Page page) {
        return new EndpointId(UUID.fromString(page.uri().getPath().replaceFirst(".*/", "")));
    }

    @Test
    void whatWasNotTakenIsSentAgainWithTheSameIdUntilItIs() {
        receiver.resetAll();
        receiver.stubFor(post(anyUrl())
                .inScenario("faults")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("better")
                .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        receiver.stubFor(post(anyUrl())
                .inScenario("faults")
                .whenScenarioStateIs("better")
                .willReturn(aResponse().withStatus(202)));
        Page added = add();
        claims.badge();
        LoggedRequest first = receives(1);
        SettableClock clock = new SettableClock(Instant.now().plusSeconds(60));
        Endpoints endpoints = new Endpoints(jdbc, vault, clock);
        WebhookDeliveries later = new WebhookDeliveries(jdbc, endpoints, http, clock);
        await().atMost(SOON).until(() -> {
            later.deliverDue();
            return received().size() >= 2;
        });
        LoggedRequest second = receives(2);
        assertThat(second.getHeader("webhook-id")).isEqualTo(first.getHeader("webhook-id"));
        assertThat(second.getBodyAsString()).isEqualTo(first.getBodyAsString());
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        officer.get(added.uri()).select("#log ~ ul").text())
                .contains("Arrived", "Status 202"));
        assertThat(received()).as("and not once more").hasSize(2);
    }

    @Test
    void anEndpointThatTakesNothingForDaysIsGivenUpAndNothingIsLost() {
        receiver.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(503).withBody("closed")));
        Page added = add();
        claims.badge();
        receives(1);
        await().atMost(SOON).until(() -> find(added).failingSince() != null);
        SettableClock clock =
                new SettableClock(Instant.now().plus(Endpoints.GIVEN_UP_AFTER).plusSeconds(600));
        WebhookDeliveries later = new WebhookDeliveries(jdbc, new Endpoints(jdbc, vault, clock), http, clock);
        await().atMost(SOON).until(() -> {
            later.deliverDue();
            return find(added).state() == Endpoint.State.GIVEN_UP;
        });
        Page given = officer.get(added.uri());
        assertThat(given.text()).contains("Given up", "Nothing arrived there for three days", "Status 503", "closed");
        assertThat(list().text()).contains("Given up", "1 waiting");
        String other = claims.badge();
        receiver.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(204)));
        int before = received().size();
        await().atMost(SOON).until(() -> later.waiting(endpoint(added)) == 2);
        jdbc.sql("update webhook_delivery set due_at = created_at where endpoint_id = :id and state = 'PENDING'")
                .param("id", endpoint(added).value())
                .update();
        Page resumed = given.form("form[action$=/state]").submit();
        assertThat(resumed.select("header .status").text()).isEqualTo("Active");
        receives(before + 2);
        assertThat(received()).anyMatch(request -> request.getBodyAsString().contains(other));
    }

    @Test
    void anEndpointThatFailsIsCalledByOneNodeAtATime() throws Exception {
        receiver.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(503).withFixedDelay(700)));
        Page added = add();
        onlyTheTestSends();
        for (int many = 0; many < 5; many++) {
            claims.badge();
        }
        WebhookDeliveries waiting = context.getBean(WebhookDeliveries.class);
        await().atMost(SOON).until(() -> waiting.waiting(endpoint(added)) == 5);
        jdbc.sql("update webhook_endpoint set failures = 3, failing_since = next_at where id = :id")
                .param("id", endpoint(added).value())
                .update();
        SettableClock clock = new SettableClock(Instant.now().plus(Duration.ofHours(1)));
        onThreeNodes(clock);
        assertThat(received()).as("calls by three nodes together").hasSize(1);
        assertThat(find(added).failures()).isEqualTo(4);
        clock.advance(Duration.ofHours(1));
        receiver.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(204)));
        onThreeNodes(clock);
        assertThat(received().stream().map(each -> each.getHeader("webhook-id")).distinct())
                .as("all messages, once it takes one")
                .hasSize(5);
        assertThat(waiting.waiting(endpoint(added))).isZero();
    }

    @Test
    void whoFindsNothingToCallWithUndoesNothingThatOthersHaveWritten() {
        EndpointId id = endpoint(add());
        onlyTheTestSends();
        jdbc.sql("update webhook_endpoint set failures = 3, failing_since = next_at where id = :id")
                .param("id", id.value())
                .update();
        SettableClock clock = new SettableClock(Instant.now().plus(Duration.ofHours(1)));
        Endpoints endpoints = new Endpoints(jdbc, vault, clock);
        Duration lease = Duration.ofMinutes(2);
        Endpoints.Turn slow = endpoints.turn(id, lease).orElseThrow();
        assertThat(endpoints.turn(id, lease)).as("somebody calls just now").isEmpty();
        clock.advance(lease.plusSeconds(1));
        Endpoints.Turn next = endpoints.turn(id, lease).orElseThrow();
        endpoints.notCalled(id, slow);
        endpoints.notCalled(id, Endpoints.Turn.OF_ANYBODY);
        assertThat(endpoints.turn(id, lease)).as("the next calls just now").isEmpty();
        endpoints.notCalled(id, next);
        Endpoints.Turn last = endpoints.turn(id, lease).orElseThrow();
        assertThat(endpoints.failed(endpoints.find(id).orElseThrow(), false)).isFalse();
        endpoints.notCalled(id, last);
        assertThat(endpoints.turn(id, lease)).as("it failed, and is left alone").isEmpty();
    }

    private void onThreeNodes(SettableClock clock) throws InterruptedException {
        List<Thread> nodes = Stream.generate(() -> new Thread(
                        () -> new WebhookDeliveries(jdbc, new Endpoints(jdbc, vault, clock), http, clock).deliverAll()))
                .limit(3)
                .toList();
        nodes.forEach(Thread::start);
        for (Thread node : nodes) {
            node.join();
        }
    }

    private Endpoint find(Page page) {
        return context.getBean(Endpoints.class).find(endpoint(page)).orElseThrow();
    }

    @Test
    void whoSaysGoneIsNotToldAgain() {
        receiver.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(410)));
        Page added = add();
        Page pinged = added.form("form[action$=/ping]").submit();
        assertThat(pinged.text()).contains("does not want to be told any more", "Given up");
    }

    @Test
    void oneMessageOrAPeriodIsSentAgain() {
        Page added = add();
        claims.badge();
        LoggedRequest first = receives(1);
        await().atMost(SOON).until(() -> officer.get(added.uri()).text().contains("Arrived"));
        Page again = officer.get(added.uri())
                .form("form[action$=/again]:has(.small)")
                .submit();
        assertThat(again.text()).contains("sent for the 2. time");
        LoggedRequest second = receives(2);
        assertThat(second.getHeader("webhook-id")).isEqualTo(first.getHeader("webhook-id"));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        assertThat(again.form("form[action$=/again]:has(#from)")
                        .set("from", today.toString())
                        .set("until", today.minusDays(1).toString())
                        .submit()
                        .select("[role=status]")
                        .text())
                .contains("Nothing was sent");
        Page period = again.form("form[action$=/again]:has(#from)")
                .set("from", today.minusDays(1).toString())
                .set("until", today.plusDays(1).toString())
                .submit();
        assertThat(period.select("[role=status]").text()).startsWith("1 messages");
        assertThat(receives(3).getHeader("webhook-id")).isEqualTo(first.getHeader("webhook-id"));
    }

    @Test
    void messagesAreForgottenWhenTheyAreOfNoUse() {
        Page added = add();
        claims.badge();
        receives(1);
        await().atMost(SOON).until(() -> officer.get(added.uri()).text().contains("Arrived"));
        context.getBean(WebhookDeliveries.class).forget(Instant.now().minus(Duration.ofDays(90)));
        assertThat(officer.get(added.uri()).select("#log ~ ul")).isNotEmpty();
        jdbc.sql("update webhook_message set happened_at = :old where tenant_id = :tenant")
                .param("old", Timestamp.from(Instant.now().minus(Duration.ofDays(91))))
                .param("tenant", tenant.value())
                .update();
        context.getBean(WebhookDeliveries.class).forget(Instant.now().minus(Duration.ofDays(90)));
        assertThat(officer.get(added.uri()).select("#log ~ ul")).isEmpty();
    }

    @Test
    void newsForADistrictWhoseLastEndpointIsGoneEndsAllTheSame() {
        add();
        String credential = "gone-" + UUID.randomUUID();
        transactions.executeWithoutResult(status -> {
            context.publishEvent(
                    new BadgeIssued(credential, tenant, new SubmissionId(UUID.randomUUID()), Instant.now()));
            jdbc.sql("delete from webhook_endpoint where tenant_id = :tenant")
                    .param("tenant", tenant.value())
                    .update();
        });
        assertThat(untold(credential)).as("nobody has heard it").isEqualTo(1);
        jdbc.sql(
                        "update event_publication set status = 'FAILED', last_resubmission_date = null, publication_date = :past"
                                + " where listener_id like '%TellOthers%' and serialized_event like :about")
                .param("past", Timestamp.from(Instant.now().minusSeconds(60)))
                .param("about", "%" + credential + "%")
                .update();
        await().atMost(SOON).until(() -> {
            Recurring.soon(context, "system-resubmit-failed-events");
            return untold(credential) == 0;
        });
    }

    private int untold(String credential) {
        return jdbc.sql("select count(*) from event_publication where listener_id like '%TellOthers%'"
                        + " and serialized_event like :about")
                .param("about", "%" + credential + "%")
                .query(Integer.class)
                .single();
    }
}
