package dev.laurel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.laurel.badge.Award;
import dev.laurel.badge.BadgeFixtures;
import dev.laurel.badge.BadgeIssued;
import dev.laurel.badge.BadgeRevoked;
import dev.laurel.badge.Badges;
import dev.laurel.badge.Compositions;
import dev.laurel.badge.Proceeding;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.StackId;
import dev.laurel.catalog.VersionId;
import dev.laurel.lti.LtiUserId;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.stack.HeldAwards.Holder;
import dev.laurel.submission.SubmissionId;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Stacks complete by themselves when the last badge is there, with badges that are signed like any other. */
@LaurelTest
class CompletingTests {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String TRACE = "cs-trace-before-write";
    private static final String DEBUG = "cs-systematic-debugging";
    private static final String PROJECT = "cs-inclusive-project";
    private static final StackId SAMPLE = new StackId("cs-3-8-foundations");

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Catalogue catalogue;

    @Autowired
    Publishing publishing;

    @Autowired
    Compositions compositions;

    @Autowired
    Completions completions;

    @Autowired
    CompleteStacks stacks;

    @Autowired
    Pathways pathways;

    @Autowired
    Badges badges;

    @Autowired
    JdbcClient jdbc;

    private BadgeFixtures fixtures;
    private TenantId tenant;
    private LtiUserId account;
    private final List<VersionId> published = new ArrayList<>();

    @BeforeEach
    void somebody() {
        fixtures = new BadgeFixtures(context);
        tenant = context.getBean(Tenants.class).found("District " + UUID.randomUUID());
        account = new LtiUserId(UUID.randomUUID());
    }

    @AfterEach
    void nobodyElseCompletesTheStacksOfThisTest() {
        published.forEach(
                version -> publishing.takeOffOffer(version, Instant.now().plus(Duration.ofDays(365))));
    }

    private String earns(String achievement) {
        MicroCredential found = fixtures.achievement(achievement);
        String credential = fixtures.earnedBy(tenant, account, found);
        heard(credential);
        return credential;
    }

    private void heard(String about) {
        await().atMost(SOON)
                .until(() -> jdbc.sql("select count(*) from event_publication where completion_date is null"
                                        + " and serialized_event like :about")
                                .param("about", "%" + about + "%")
                                .query(Integer.class)
                                .single()
                        == 0);
    }

    private PersonId person() {
        return context.getBean(Persons.class).behind(tenant, account).orElseThrow();
    }

    private Holder holder() {
        return new Holder(tenant, person());
    }

    private Optional<Completion> completed(String stack) {
        return completions.last(holder(), stack);
    }

    private Award award(String stack) {
        return compositions
                .of(tenant, person(), completed(stack).orElseThrow().credentialId())
                .orElseThrow();
    }

    /** Publishes a stack of its own. */
    private String publish(String rule, String members, String more) {
        return publish("Prairie View School District (demonstration)", rule, members, more);
    }

    private String publish(String issuer, String rule, String members, String more) {
        String id = "s-" + UUID.randomUUID();
        VersionId version = new VersionId(UUID.randomUUID());
        published.add(version);
        publishing.publish(version, """
                {"schema": "micro-credential/1", "kind": "stack", "id": "%s", "version": "1.0.0", "language": "en",
                 "title": "A stack of this test", "short_description": "Made for a test.",
                 "issuer": {"name": "%s", "contact": "pd-office@example.org"},
                 "members": [%s], "completion_rule": %s, "order": "any", "hours": {"credited": 16}, %s
                 "badge": {"name": "A stack of this test", "description": "Made for a test.",
                           "criteria_narrative": "Earn its parts.", "achievement_type": "MicroCredential"}}
                """.formatted(id, issuer, members, rule, more));
        return id;
    }

    private static String member(String id) {
        return "{\"id\": \"" + id + "\", \"version\": \"1.0.0\"}";
    }

    private String traceAndDebug(String policy) {
        return publish(
                "{\"type\": \"all_required\"}",
                member(TRACE) + ", " + member(DEBUG),
                "\"member_loss\": \"" + policy + "\",");
    }

    private JsonObject credential(String id) {
        String body = new HttpBrowser()
                .header("Accept", "application/vc")
                .get(settings.at("/credentials/" + id))
                .body();
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readObject();
        }
    }

    @Test
    void inTheNameOfADistrictThatHasNotLetThemItWaitsAndComesByItselfOnceItDid() {
        String others = "Academy " + UUID.randomUUID();
        Runnable let =
                fixtures.letting(others, context.getBean(Tenants.class).found("Owner " + UUID.randomUUID()), tenant);
        String stack = publish(others, "{\"type\": \"all_required\"}", member(TRACE) + ", " + member(DEBUG), "");
        String own = traceAndDebug("keep");
        earns(TRACE);
        earns(DEBUG);
        assertThat(completed(own)).isPresent();
        assertThat(completed(stack)).isEmpty();
        stacks.look();
        assertThat(completed(stack)).isEmpty();
        let.run();
        stacks.look();
        assertThat(award(stack).status()).isEqualTo(Award.Status.VALID);
        assertThat(waiting(stack)).isZero();
        stacks.look();
        assertThat(completed(stack).orElseThrow().number()).isEqualTo(1);
    }

    private int waiting(String stack) {
        return jdbc.sql("select count(*) from stack_waiting where stack_id = :stack and tenant_id = :tenant")
                .param("stack", stack)
                .param("tenant", tenant.value())
                .query(Integer.class)
                .single();
    }

    /** What an officer of that district is told of badges that wait. */
    private List<ReviewPages.Waits> told(TenantId district) {
        StaffMember officer = new StaffMember(
                new StaffId(UUID.randomUUID()), "Ola Officer", Map.of(StaffRole.ISSUER_OFFICER, Set.of(district)));
        return ((List<?>) context.getBean(ReviewPages.class)
                        .list(officer, "0", "0", "")
                        .getModel()
                        .get("waiting"))
                .stream().map(ReviewPages.Waits.class::cast).toList();
    }

    private void aDayAgo(String stack) {
        jdbc.sql("update stack_waiting set looked_at = :then where stack_id = :stack")
                .param("then", Timestamp.from(Instant.now().minus(Duration.ofHours(25))))
                .param("stack", stack)
                .update();
    }

    @Test
    void whoWaitsKeepsNobodyElseUpAndOnlyTheirOwnOfficersAreTold() {
        String others = "Academy " + UUID.randomUUID();
        fixtures.letting(others, context.getBean(Tenants.class).found("Owner " + UUID.randomUUID()), tenant);
        earns(TRACE);
        String debug = earns(DEBUG);
        String stack = publish(others, "{\"type\": \"all_required\"}", member(TRACE) + ", " + member(DEBUG), "");
        TenantId elsewhere = context.getBean(Tenants.class).found("District " + UUID.randomUUID());
        assertThat(told(tenant)).isEmpty();
        stacks.look();
        VersionId version = published.get(published.size() - 1);
        assertThat(completions.isSwept(version.value())).isTrue();
        assertThat(waiting(stack)).isEqualTo(1);
        assertThat(told(tenant)).singleElement().satisfies(line -> {
            assertThat(line.stack().id().value()).isEqualTo(stack);
            assertThat(line.people()).isEqualTo(1);
        });
        assertThat(told(elsewhere)).as("nobody there completed it").isEmpty();

        Timestamp looked = looked(stack);
        stacks.look();
        assertThat(looked(stack)).as("once a day is enough").isEqualTo(looked);
        badges.revoke(tenant, debug, "A mistake of the office");
        heard(debug);
        aDayAgo(stack);
        stacks.look();
        assertThat(waiting(stack)).as("it is complete no more").isZero();
        assertThat(told(tenant)).isEmpty();
    }

    private Timestamp looked(String stack) {
        return jdbc.sql("select looked_at from stack_waiting where stack_id = :stack and tenant_id = :tenant")
                .param("stack", stack)
                .param("tenant", tenant.value())
                .query(Timestamp.class)
                .single();
    }

    @Test
    void twoOfThreeIsNoStack() {
        earns(TRACE);
        earns(DEBUG);
        assertThat(completed(SAMPLE.value())).isEmpty();
        assertThat(compositions.of(tenant, person())).isEmpty();
        Pathways.Stand stand = pathways.of(tenant, person(), SAMPLE, Set.of()).orElseThrow();
        assertThat(stand.done()).isEqualTo(2);
        assertThat(stand.of()).isEqualTo(3);
        assertThat(stand.next()).isNotNull().satisfies(next -> assertThat(next.id())
                .isEqualTo(PROJECT));
        assertThat(stand.marks().get(TRACE).key()).isEqualTo("earned");
        assertThat(stand.end().key()).isEqualTo("later");
    }

    @Test
    void aRevokedBadgeStopsACompletionThatWouldHaveCome() {
        String first = earns(TRACE);
        earns(DEBUG);
        badges.revoke(tenant, first, "A mistake of the office");
        heard(first);
        earns(PROJECT);
        assertThat(completed(SAMPLE.value())).isEmpty();
        Pathways.Stand stand = pathways.of(tenant, person(), SAMPLE, Set.of()).orElseThrow();
        assertThat(stand.marks().get(TRACE).key()).isEqualTo("lost");
    }

    @Test
    void theSampleStackCompletesByItselfAndItsBadgeCitesItsParts() {
        List<String> parts = Stream.of(TRACE, DEBUG, PROJECT).map(this::earns).toList();
        Award award = award(SAMPLE.value());
        assertThat(award.status()).isEqualTo(Award.Status.VALID);
        assertThat(award.name()).isEqualTo("Computer Science Teaching Foundations, Grades 3-8");
        assertThat(compositions.parts(award.credentialId())).containsExactlyInAnyOrderElementsOf(parts);

        JsonObject signed = credential(award.credentialId());
        assertThat(signed.getJsonArray("evidence").getValuesAs(JsonObject.class))
                .extracting(evidence -> evidence.getString("id"))
                .containsExactlyInAnyOrderElementsOf(parts.stream()
                        .map(part -> settings.at("/credentials/" + part).toString())
                        .toList());
        JsonObject achievement = signed.getJsonObject("credentialSubject").getJsonObject("achievement");
        assertThat(achievement.getInt("creditsAvailable")).isEqualTo(24);
        assertThat(achievement.containsKey("resultDescription")).isFalse();
        assertThat(achievement.getJsonArray("alignment").getValuesAs(JsonObject.class))
                .filteredOn(alignment -> alignment.getString("targetType", "").equals("ceterms:Credential"))
                .extracting(alignment -> alignment.getString("targetUrl"))
                .contains(settings.at("/catalog/" + TRACE + "/1.0.0").toString());
        HttpBrowser.Page verdict = new HttpBrowser().get(settings.at("/verify?credential=" + award.credentialId()));
        assertThat(verdict.select(".notice.earned")).as(verdict.text()).isNotEmpty();
        HttpBrowser.Page page = new HttpBrowser().get(settings.at("/credentials/" + award.credentialId()));
        assertThat(page.select("[aria-labelledby=parts] a").eachAttr("href")).hasSize(3);
        for (String form : List.of("/badge.png", "/badge.svg", ".jwt", "/badge.png?form=ob2")) {
            assertThat(new HttpBrowser()
                            .get(settings.at("/credentials/" + award.credentialId() + form))
                            .status())
                    .as(form)
                    .isEqualTo(200);
        }
        assertThat(new HttpBrowser()
                        .get(settings.at("/ob2/assertions/" + award.credentialId()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aBadgeThatIsToldAgainGivesNoSecondStack() {
        Stream.of(TRACE, DEBUG, PROJECT).forEach(this::earns);
        String first = completed(SAMPLE.value()).orElseThrow().credentialId();
        stacks.look();
        jdbc.sql("select credential_id from badge_award where tenant_id = :tenant and submission_id is not null")
                .param("tenant", tenant.value())
                .query(String.class)
                .list()
                .forEach(credential ->
                        tell(new BadgeIssued(credential, tenant, submissionOf(credential), Instant.now())));
        assertThat(completed(SAMPLE.value()).orElseThrow().credentialId()).isEqualTo(first);
        assertThat(compositions.of(tenant, person())).hasSize(1);
    }

    private SubmissionId submissionOf(String credential) {
        return new SubmissionId(jdbc.sql("select submission_id from badge_award where credential_id = :id")
                .param("id", credential)
                .query(UUID.class)
                .single());
    }

    private void tell(Object news) {
        context.getBean(TransactionTemplate.class).executeWithoutResult(status -> context.publishEvent(news));
        heard(person().value().toString());
        jdbc.sql("select credential_id from badge_award where tenant_id = :tenant")
                .param("tenant", tenant.value())
                .query(String.class)
                .list()
                .forEach(this::heard);
    }

    @Test
    void theLastTwoAtTheSameMomentCompleteItOnce() {
        String id = traceAndDebug("flag");
        CompletableFuture<String> one =
                CompletableFuture.supplyAsync(() -> fixtures.earnedBy(tenant, account, fixtures.achievement(TRACE)));
        CompletableFuture<String> other =
                CompletableFuture.supplyAsync(() -> fixtures.earnedBy(tenant, account, fixtures.achievement(DEBUG)));
        heard(one.join());
        heard(other.join());
        assertThat(completed(id)).isPresent();
        assertThat(jdbc.sql("select count(*) from stack_completion where tenant_id = :tenant and stack_id = :stack")
                        .param("tenant", tenant.value())
                        .param("stack", id)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void whatWasEarnedBeforeTheStackExistedCounts() {
        earns(TRACE);
        earns(DEBUG);
        String id = traceAndDebug("flag");
        assertThat(completed(id)).isEmpty();
        stacks.look();
        assertThat(completed(id)).isPresent();
    }

    @Test
    void whatWasEarnedBeforeThereWereStacksIsTakenOver() {
        earns(TRACE);
        earns(DEBUG);
        String id = traceAndDebug("flag");
        jdbc.sql("delete from stack_award where tenant_id = :tenant")
                .param("tenant", tenant.value())
                .update();
        jdbc.sql("delete from stack_swept where version_id = :nil")
                .param("nil", new UUID(0, 0))
                .update();
        stacks.look();
        assertThat(completed(id)).isPresent();
    }

    @Test
    void oneToSpareSavesTheStackAndWithoutItNothingDoes() {
        String first = earns(TRACE);
        String second = earns(DEBUG);
        String id = publish(
                "{\"type\": \"n_of\", \"count\": 1}",
                Stream.of(TRACE, DEBUG, PROJECT)
                        .map(CompletingTests::member)
                        .reduce((one, other) -> one + ", " + other)
                        .orElseThrow(),
                "\"member_loss\": \"suspend\",");
        stacks.look();
        assertThat(compositions.parts(award(id).credentialId())).containsExactlyInAnyOrder(first, second);
        earns(PROJECT);
        assertThat(compositions.parts(award(id).credentialId()))
                .as("it stays what it was when it was complete")
                .hasSize(2);
        badges.revoke(tenant, first, "A mistake of the office");
        heard(first);
        assertThat(award(id).status()).isEqualTo(Award.Status.VALID);
        badges.revoke(tenant, second, "A mistake of the office");
        heard(second);
        assertThat(award(id).status()).isEqualTo(Award.Status.SUSPENDED);
    }

    @Test
    void aLostPartIsHandledAsItsAuthorAsked() {
        String keep = traceAndDebug("keep");
        String flag = traceAndDebug("flag");
        String suspend = traceAndDebug("suspend");
        String first = earns(TRACE);
        earns(DEBUG);
        badges.revoke(tenant, first, "A mistake of the office");
        heard(first);
        assertThat(award(keep).status()).isEqualTo(Award.Status.VALID);
        assertThat(completed(keep).orElseThrow().reviewSince()).isNull();
        assertThat(award(flag).status()).isEqualTo(Award.Status.VALID);
        assertThat(completed(flag).orElseThrow().reviewSince()).isNotNull();
        assertThat(award(suspend).status()).isEqualTo(Award.Status.SUSPENDED);
        assertThat(completed(suspend).orElseThrow().reviewSince()).isNotNull();

        Completion flagged = completed(flag).orElseThrow();
        stacks.review(flagged, new StaffId(UUID.randomUUID()), false, "It was a typing error");
        assertThat(completed(flag).orElseThrow().reviewSince()).isNull();
        tell(new BadgeRevoked(first, tenant, Instant.now()));
        assertThat(completed(flag).orElseThrow().reviewSince())
                .as("told again, it is not put before anybody again")
                .isNull();
    }

    @Test
    void whereTheAuthorAskedForRevocationNoticeIsGivenAndNothingIsRevokedUnheard() {
        String closed = traceAndDebug("revoke");
        String renewed = traceAndDebug("revoke");
        String first = earns(TRACE);
        earns(DEBUG);
        assertThat(award(closed).proceeding()).isNull();
        expires(first);
        assertThat(award(closed).status()).isEqualTo(Award.Status.VALID);
        Proceeding notice = Objects.requireNonNull(award(closed).proceeding());
        assertThat(notice.reason()).isEqualTo("A badge that it is made of has expired.");
        assertThat(notice.mayBeDecided(Instant.now())).isFalse();
        assertThat(notice.mayBeDecided(Instant.now().plus(Duration.ofDays(15)))).isTrue();
        stacks.look();
        assertThat(Objects.requireNonNull(award(closed).proceeding()).openedAt())
                .as("noticed once")
                .isEqualTo(notice.openedAt());

        stacks.review(completed(closed).orElseThrow(), new StaffId(UUID.randomUUID()), false, "It was a typing error");
        assertThat(award(closed).proceeding()).as("the officer closed it").isNull();
        assertThat(award(renewed).proceeding()).isNotNull();
        renewed(first);
        assertThat(award(renewed).proceeding()).as("its part is there again").isNull();
        assertThat(award(renewed).status()).isEqualTo(Award.Status.VALID);
        assertThat(completed(renewed).orElseThrow().reviewSince()).isNull();
    }

    @Test
    void aPartThatExpiresIsHandledTheSameWayAndOnce() {
        String flag = traceAndDebug("flag");
        String first = earns(TRACE);
        earns(DEBUG);
        jdbc.sql("update stack_award set valid_until = :past where id = :id")
                .param("past", Timestamp.from(Instant.now().minusSeconds(60)))
                .param("id", first)
                .update();
        stacks.look();
        Completion completion = completed(flag).orElseThrow();
        assertThat(completion.reviewSince()).isNotNull();
        assertThat(completions.parts(completion.id()))
                .filteredOn(part -> part.award().equals(first))
                .extracting(Completion.Part::lostBy)
                .containsExactly(Completion.Loss.EXPIRED);
        stacks.review(completion, new StaffId(UUID.randomUUID()), true, "It has to be earned again");
        assertThat(award(flag).status()).isEqualTo(Award.Status.SUSPENDED);
        stacks.look();
        assertThat(completed(flag).orElseThrow().reviewSince()).isNull();
    }

    private void expires(String credential) {
        jdbc.sql("update stack_award set valid_until = :past where id = :id")
                .param("past", Timestamp.from(Instant.now().minusSeconds(60)))
                .param("id", credential)
                .update();
        stacks.look();
    }

    /** Renews a badge whose time is over, and has everybody hear of it. @return the later one */
    private String renewed(String credential) {
        fixtures.renewed(tenant, credential);
        String later = compositions
                .successor(tenant, credential)
                .orElseThrow(() -> new AssertionError("Nothing came in the place of " + credential));
        heard(later);
        return later;
    }

    private List<String> cited(String stack) {
        return credential(award(stack).credentialId()).getJsonArray("evidence").getValuesAs(JsonObject.class).stream()
                .map(entry -> entry.getString("id"))
                .toList();
    }

    @Test
    void aStackThatWasLostWithAnExpiredPartComesBackWithItsRenewal() {
        String keep = traceAndDebug("keep");
        String flag = traceAndDebug("flag");
        String suspend = traceAndDebug("suspend");
        String first = earns(TRACE);
        String second = earns(DEBUG);
        String badge = completed(suspend).orElseThrow().credentialId();
        expires(first);
        assertThat(award(suspend).status()).isEqualTo(Award.Status.SUSPENDED);
        assertThat(completed(flag).orElseThrow().reviewSince()).isNotNull();

        String later = renewed(first);
        assertThat(completed(suspend).orElseThrow().credentialId()).isEqualTo(badge);
        assertThat(award(suspend).status()).isEqualTo(Award.Status.VALID);
        assertThat(completed(suspend).orElseThrow().reviewSince()).isNull();
        assertThat(completed(flag).orElseThrow().reviewSince()).isNull();
        for (String stack : List.of(keep, flag, suspend)) {
            assertThat(completions.parts(completed(stack).orElseThrow().id()))
                    .extracting(Completion.Part::award, Completion.Part::lostBy)
                    .containsExactlyInAnyOrder(tuple(second, null), tuple(later, null));
            assertThat(cited(stack))
                    .contains(settings.at("/credentials/" + later).toString())
                    .doesNotContain(settings.at("/credentials/" + first).toString());
            assertThat(compositions.parts(award(stack).credentialId())).containsExactlyInAnyOrder(second, later);
        }
    }

    @Test
    void whatAnOfficerSuspendedStaysSuspendedWhenThePartIsRenewed() {
        String flag = traceAndDebug("flag");
        String first = earns(TRACE);
        earns(DEBUG);
        expires(first);
        stacks.review(completed(flag).orElseThrow(), new StaffId(UUID.randomUUID()), true, "A hearing is open");
        renewed(first);
        assertThat(award(flag).status()).isEqualTo(Award.Status.SUSPENDED);
    }

    @Test
    void aPartThatIsRenewedBeforeItsEndIsNeverLost() {
        String suspend = traceAndDebug("suspend");
        String first = earns(TRACE);
        earns(DEBUG);
        String later = renewed(first);
        expires(first);
        assertThat(award(suspend).status()).isEqualTo(Award.Status.VALID);
        assertThat(completed(suspend).orElseThrow().reviewSince()).isNull();
        assertThat(cited(suspend)).contains(settings.at("/credentials/" + later).toString());
    }

    private void ends(String badge, Duration fromNow) {
        Instant end = Instant.now().plus(fromNow);
        jdbc.sql("update stack_completion set completed_at = :yesterday where credential_id = :id")
                .param("yesterday", Timestamp.from(Instant.now().minus(Duration.ofDays(1))))
                .param("id", badge)
                .update();
        jdbc.sql("update stack_award set issued_at = :from, valid_until = :end where id = :id")
                .param("from", Timestamp.from(end.minus(Duration.ofDays(700))))
                .param("end", Timestamp.from(end))
                .param("id", badge)
                .update();
        jdbc.sql("update badge_award set issued_at = :from, valid_until = :end where credential_id = :id")
                .param("from", Timestamp.from(end.minus(Duration.ofDays(700))))
                .param("end", Timestamp.from(end))
                .param("id", badge)
                .update();
    }

    @Test
    void aStackWhoseBadgeEndsIsRenewedWhenEveryPartThatEndsWas() {
        String stack = traceAndDebug("flag");
        String first = earns(TRACE);
        String second = earns(DEBUG);
        String badge = completed(stack).orElseThrow().credentialId();
        ends(badge, Duration.ofDays(20));
        ends(second, Duration.ofDays(10));
        ends(first, Duration.ofDays(10));
        renewed(first);
        assertThat(completed(stack).orElseThrow().credentialId())
                .as("one part still ends before the stack does")
                .isEqualTo(badge);
        renewed(second);
        Award next = award(stack);
        assertThat(next.credentialId()).isNotEqualTo(badge);
        assertThat(next.validUntil()).isAfter(Instant.now().plus(Duration.ofDays(20)));
        assertThat(completed(stack).orElseThrow().number()).isEqualTo(2);
        assertThat(cited(stack)).contains(settings.at("/credentials/" + badge).toString());
        assertThat(compositions.successor(tenant, badge)).contains(next.credentialId());
        assertThat(compositions.of(tenant, person()))
                .extracting(Award::credentialId)
                .contains(next.credentialId())
                .doesNotContain(badge);
    }

    @Test
    void anOfficerRenewsTheBadgeOfAStackThatHasAllItsParts() {
        String stack = traceAndDebug("flag");
        String first = earns(TRACE);
        earns(DEBUG);
        String badge = completed(stack).orElseThrow().credentialId();
        assertThat(fixtures.officerRenews(tenant, badge, "It never ends")).isEqualTo("NO_END");
        ends(badge, Duration.ofDays(20));
        assertThat(fixtures.officerRenews(tenant, badge, " ")).isEqualTo("NO_REASON");
        assertThat(fixtures.officerRenews(tenant, badge, "She showed a year of both"))
                .isEqualTo("NONE");
        Award next = award(stack);
        assertThat(next.credentialId()).isNotEqualTo(badge);
        assertThat(next.validUntil()).isAfter(Instant.now().plus(Duration.ofDays(20)));
        assertThat(completed(stack).orElseThrow().number()).isEqualTo(2);
        assertThat(cited(stack))
                .contains(
                        settings.at("/credentials/" + badge).toString(),
                        settings.at("/credentials/" + first).toString());
        assertThat(compositions.successor(tenant, badge)).contains(next.credentialId());
        assertThat(jdbc.sql("select reason from badge_act where credential_id = :id and kind = 'RENEWED'")
                        .param("id", badge)
                        .query(String.class)
                        .list())
                .containsExactly("She showed a year of both");
        assertThat(fixtures.officerRenews(tenant, badge, "Once more")).isEqualTo("SUCCEEDED");

        ends(next.credentialId(), Duration.ofDays(30));
        badges.revoke(tenant, first, "A mistake of the office");
        await().atMost(SOON)
                .until(() -> completions.parts(completed(stack).orElseThrow().id()).stream()
                        .anyMatch(part -> part.lostAt() != null));
        assertThat(fixtures.officerRenews(tenant, next.credentialId(), "With a part lost"))
                .isEqualTo("MADE_OF_BADGES");
    }

    @Test
    void aStackThatEndedComesBackByItselfWhenItsPartsWereRenewedBefore() {
        String stack = traceAndDebug("flag");
        String first = earns(TRACE);
        earns(DEBUG);
        String badge = completed(stack).orElseThrow().credentialId();
        ends(badge, Duration.ofDays(2000));
        renewed(first);
        assertThat(completed(stack).orElseThrow().credentialId()).isEqualTo(badge);
        ends(badge, Duration.ofSeconds(-60));
        stacks.look();
        assertThat(award(stack).status()).isEqualTo(Award.Status.VALID);
        assertThat(compositions.successor(tenant, badge)).contains(award(stack).credentialId());
        stacks.look();
        assertThat(completed(stack).orElseThrow().number()).isEqualTo(2);
    }

    /** As whoever lets people bring badges in tells it. */
    record Brought(
            TenantId tenant,
            PersonId person,
            String credential,
            String achievement,
            String issuer,
            String name,
            Instant issuedAt,
            @Nullable Instant validUntil,
            boolean sound)
            implements AwardBroughtIn {}

    @Test
    void aBadgeOfAnotherIssuerCompletesAStackAndItsLossIsSeen() {
        String achievement = "https://b.example/achievements/" + UUID.randomUUID();
        String id = publish(
                "{\"type\": \"all_required\"}",
                member(TRACE) + ", {\"id\": \"theirs\", \"achievement\": \"" + achievement
                        + "\", \"issuer\": \"did:web:b.example\", \"title\": \"Theirs\"}",
                "\"member_loss\": \"suspend\",");
        earns(TRACE);
        String address = "https://b.example/credentials/" + UUID.randomUUID();
        Brought forged = new Brought(
                tenant, person(), address, achievement, "did:web:forger.example", "Theirs", Instant.now(), null, true);
        tell(forged);
        assertThat(completed(id)).isEmpty();
        String other = "https://b.example/credentials/" + UUID.randomUUID();
        Brought sound = new Brought(
                tenant, person(), other, achievement, "did:web:b.example", "Theirs", Instant.now(), null, true);
        tell(sound);
        Award award = award(id);
        assertThat(credential(award.credentialId()).getJsonArray("evidence").getValuesAs(JsonObject.class))
                .extracting(evidence -> evidence.getString("id"))
                .contains(other);
        tell(new Brought(
                tenant, person(), other, achievement, "did:web:b.example", "Theirs", Instant.now(), null, false));
        assertThat(award(id).status()).isEqualTo(Award.Status.SUSPENDED);
    }

    @Test
    void aStackOfStacksCompletesWithTheLastOfThem() {
        String inner = traceAndDebug("flag");
        String outer = publish("{\"type\": \"all_required\"}", member(inner) + ", " + member(PROJECT), "");
        earns(PROJECT);
        earns(TRACE);
        assertThat(completed(outer)).isEmpty();
        earns(DEBUG);
        assertThat(completed(inner)).isPresent();
        assertThat(compositions.parts(award(outer).credentialId()))
                .as("with the parts of its parts")
                .hasSize(4)
                .contains(award(inner).credentialId());
    }
}
