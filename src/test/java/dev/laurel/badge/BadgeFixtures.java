package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.VersionId;
import dev.laurel.course.Placement;
import dev.laurel.course.PlacementId;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.UserProfile;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.Submission;
import dev.laurel.submission.Submissions;
import dev.laurel.support.TestLaunches;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Earned work, each of a district and a person of its own. */
public final class BadgeFixtures {

    static final String EMAIL = "Maya.Ortiz@Example.org ";

    private static final Instant DECIDED = Instant.parse("2026-11-20T16:30:00.123456Z");

    private final ApplicationContext context;

    /** Where the badges of one achievement differ. */
    public static String[] varying() {
        return CredentialDocument.VARYING.clone();
    }

    public BadgeFixtures(ApplicationContext context) {
        this.context = context;
    }

    public MicroCredential hinge() {
        return achievement("assess-hinge-questions");
    }

    public MicroCredential achievement(String id) {
        return context.getBean(Catalogue.class)
                .current(new MicroCredentialId(id))
                .orElseThrow();
    }

    /** A decision, stored and not yet told. */
    SubmissionDecided decided(MicroCredential achievement, boolean earned) {
        return decided(achievement, earned, new UserProfile("Maya Ortiz", "Maya", "Ortiz", EMAIL), Map.of());
    }

    /** @param levels other levels than the cut, by criterion */
    SubmissionDecided decided(
            MicroCredential achievement, boolean earned, UserProfile profile, Map<String, String> levels) {
        TenantId tenant = context.getBean(Tenants.class).found("District " + UUID.randomUUID());
        return decided(tenant, new LtiUserId(UUID.randomUUID()), achievement, earned, profile, levels);
    }

    /** A badge of somebody who has an account already, or has more than one badge. @return its credential id */
    public String earnedBy(TenantId tenant, LtiUserId account, MicroCredential achievement) {
        SubmissionDecided decided = decided(
                tenant, account, achievement, true, new UserProfile("Maya Ortiz", "Maya", "Ortiz", EMAIL), Map.of());
        hear(decided);
        return awardFor(decided).orElseThrow().credentialId();
    }

    SubmissionDecided decided(
            TenantId tenant,
            LtiUserId account,
            MicroCredential achievement,
            boolean earned,
            UserProfile profile,
            Map<String, String> levels) {
        Launch launch = TestLaunches.learner(tenant).by(account).called(profile).launch();
        return decided(launch, achievement, earned, levels);
    }

    SubmissionDecided decided(Launch launch, MicroCredential achievement, boolean earned, Map<String, String> levels) {
        TenantId tenant = launch.tenant();
        Submission submission = start(launch, achievement);
        Rubric rubric = achievement.rubric();
        UUID caseId = UUID.randomUUID();
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        jdbc.sql("insert into assessment_case (id, tenant_id, submission_id, attempt, version_id, submitted_at, due_at,"
                        + " state) values (:id, :tenant, :submission, 1, :version, :at, :at, 'DECIDED')")
                .param("id", caseId)
                .param("tenant", tenant.value())
                .param("submission", submission.id().value())
                .param("version", achievement.versionId().value())
                .param("at", Timestamp.from(DECIDED))
                .update();
        jdbc.sql("insert into assessment_decision (case_id, earned, criteria_met, criteria_required, decided_by,"
                        + " decided_at) values (:id, :earned, 1, 1, :by, :at)")
                .param("id", caseId)
                .param("earned", earned)
                .param("by", UUID.randomUUID())
                .param("at", Timestamp.from(DECIDED))
                .update();
        int position = 0;
        for (Rubric.Criterion criterion : rubric.criteria()) {
            String level = levels.getOrDefault(criterion.id(), criterion.cut());
            jdbc.sql("insert into assessment_decision_criterion (case_id, position, criterion_id, required, level_key,"
                            + " met, words, reached_in) values (:id, :position, :criterion, :required, :level, :met,"
                            + " 'Well done', 1)")
                    .param("id", caseId)
                    .param("position", position++)
                    .param("criterion", criterion.id())
                    .param("required", criterion.required())
                    .param("level", level)
                    .param("met", criterion.isMetBy(level))
                    .update();
        }
        return new SubmissionDecided(
                submission.currentAttempt(),
                tenant,
                achievement.versionId(),
                earned,
                rubric.criteria().size(),
                rubric.criteria().size(),
                Set.of(),
                DECIDED);
    }

    private Submission start(Launch launch, MicroCredential achievement) {
        PersonId earner = context.getBean(Persons.class).behind(launch);
        Placement placement = new Placement(
                new PlacementId(UUID.randomUUID()),
                launch.tenant(),
                launch.context().id(),
                launch.resourceLink().id(),
                achievement.versionId());
        return context.getBean(Submissions.class).start(launch, placement, earner);
    }

    /** Publishes the decision and waits until this module has heard it. */
    void hear(SubmissionDecided decided) {
        context.getBean(TransactionTemplate.class).executeWithoutResult(status -> context.publishEvent(decided));
        await().until(() -> context.getBean(JdbcClient.class)
                        .sql("select count(*) from badge_unsigned where submission_id = :submission")
                        .param("submission", decided.attempt().submission().value())
                        .query(Integer.class)
                        .single()
                == 0);
    }

    Optional<Award> awardFor(SubmissionDecided decided) {
        return context.getBean(Badges.class)
                .of(decided.tenant(), decided.attempt().submission());
    }

    /** What the person of a launch earns. */
    public Award earn(Launch launch, MicroCredential achievement) {
        SubmissionDecided decided = decided(launch, achievement, true, Map.of());
        hear(decided);
        return awardFor(decided).orElseThrow();
    }

    /**
     * A micro-credential like another whose badge holds for two years, and says what renewal asks for: hours and a text.
     * Stays on offer until {@link #takenOff}.
     */
    public MicroCredential renewable() {
        Publishing publishing = context.getBean(Publishing.class);
        JsonMapper json = JsonMapper.shared();
        ObjectNode content = (ObjectNode)
                json.readTree(publishing.content(hinge().versionId()).orElseThrow());
        String id = "renewable-" + UUID.randomUUID();
        content.put("id", id);
        ((ObjectNode) content.get("badge")).put("validity_months", 24);
        content.set("renewal", json.readTree("""
                {"asks": "Tell of a year in which you went on asking hinge questions.", "term_months": 36,
                 "opens_months": 3, "hours": 10, "min_words": 5}
                """));
        VersionId version = new VersionId(UUID.randomUUID());
        publishing.publish(version, publishing.canonical(content));
        return context.getBean(Catalogue.class).version(version).orElseThrow();
    }

    /** A micro-credential like another, of an issuer of its own. Stays on offer until {@link #takenOff}. */
    public MicroCredential from(String issuer) {
        Publishing publishing = context.getBean(Publishing.class);
        ObjectNode content = (ObjectNode) JsonMapper.shared()
                .readTree(publishing.content(hinge().versionId()).orElseThrow());
        content.put("id", "of-" + UUID.randomUUID());
        ((ObjectNode) content.get("issuer")).put("name", issuer);
        VersionId version = new VersionId(UUID.randomUUID());
        publishing.publish(version, publishing.canonical(content));
        return context.getBean(Catalogue.class).version(version).orElseThrow();
    }

    /** An issuer that an operator makes for a district. */
    Issuer issuer(String name, TenantId owner) {
        IssuerColours colours = IssuerColours.PINE;
        return context.getBean(IssuerProfiles.class)
                .make(
                        new IssuerProfile(name, null, null, null, colours.colour(), colours.accent(), null, null, null),
                        owner,
                        false)
                .orElseThrow();
    }

    /** Makes an issuer for a district, and lets others name it or not. */
    public Runnable letting(String name, TenantId owner, TenantId others) {
        Issuer issuer = issuer(name, owner);
        return () -> context.getBean(IssuerRights.class).let(issuer, others, new StaffId(UUID.randomUUID()), false);
    }

    /** A micro-credential like another whose author supplied a picture. Stays on offer until {@link #takenOff}. */
    public MicroCredential pictured(String image) {
        Publishing publishing = context.getBean(Publishing.class);
        ObjectNode content = (ObjectNode) JsonMapper.shared()
                .readTree(publishing.content(hinge().versionId()).orElseThrow());
        content.put("id", "pictured-" + UUID.randomUUID());
        ((ObjectNode) content.get("badge")).put("image", image);
        VersionId version = new VersionId(UUID.randomUUID());
        publishing.publish(version, publishing.canonical(content));
        return context.getBean(Catalogue.class).version(version).orElseThrow();
    }

    /** Has an officer of that district renew a badge. @return why not, or NONE */
    public String officerRenews(TenantId tenant, String credentialId, String words) {
        return context.getBean(LifeCycle.class)
                .renew(officer(tenant), credentialId, words)
                .name();
    }

    /** Has an officer of that district give notice that a badge may be revoked. */
    public void officerGivesNotice(TenantId tenant, String credentialId, String reason) {
        assertThat(context.getBean(LifeCycle.class).giveNotice(officer(tenant), credentialId, reason))
                .isEqualTo(LifeCycle.Refusal.NONE);
    }

    /** Has an officer of that district end a notice in the earner's favour. */
    public void officerDropsTheNotice(TenantId tenant, String credentialId) {
        assertThat(context.getBean(LifeCycle.class).drop(officer(tenant), credentialId))
                .isEqualTo(LifeCycle.Refusal.NONE);
    }

    private static StaffMember officer(TenantId tenant) {
        return new StaffMember(
                new StaffId(UUID.randomUUID()), "Ola Officer", Map.of(StaffRole.ISSUER_OFFICER, Set.of(tenant)));
    }

    /** Takes something off offer that only one test asked for. */
    public void takenOff(MicroCredential achievement) {
        context.getBean(Publishing.class)
                .takeOffOffer(achievement.versionId(), Instant.now().plus(Duration.ofDays(365)));
    }

    /** Sets the day on which a badge ends, from today. */
    public void ends(String credentialId, Duration fromNow) {
        Instant end = Instant.now().plus(fromNow);
        context.getBean(JdbcClient.class)
                .sql("update badge_award set issued_at = :from, valid_until = :until where credential_id = :id")
                .param("from", Timestamp.from(end.minus(Duration.ofDays(730))))
                .param("until", Timestamp.from(end))
                .param("id", credentialId)
                .update();
    }

    /** Has everybody told whose badge can be renewed, without waiting for the task's turn. */
    public void tellOfRenewals() {
        context.getBean(RenewalNotices.class).look();
    }

    /** Lets a badge's time be over, and has an officer of its district renew it. */
    public void renewed(TenantId tenant, String credentialId) {
        Instant now = Instant.now();
        context.getBean(JdbcClient.class)
                .sql("update badge_award set issued_at = :from, valid_until = :until where credential_id = :id")
                .param("from", Timestamp.from(now.minus(Duration.ofDays(800))))
                .param("until", Timestamp.from(now.minus(Duration.ofDays(70))))
                .param("id", credentialId)
                .update();
        Staff staff = context.getBean(Staff.class);
        StaffId officer = staff.create("r-" + UUID.randomUUID(), "An officer", "renews badges all day");
        staff.grant(officer, StaffRole.ISSUER_OFFICER, tenant);
        LifeCycle.Refusal refusal = context.getBean(LifeCycle.class)
                .renew(staff.find(officer).orElseThrow(), credentialId, "Shown what the author asks for");
        assertThat(refusal).isEqualTo(LifeCycle.Refusal.NONE);
    }

    /** As if a badge had been tried to be signed again, and failed: it is not tried again before {@link #isDueAgain}. */
    void cannotBeSignedAgain(String credentialId) {
        context.getBean(JdbcClient.class)
                .sql("insert into badge_signing_again_failed (credential_id, tries, first_at, next_at)"
                        + " values (:id, 3, :now, :next)")
                .param("id", credentialId)
                .param("now", Timestamp.from(Instant.now()))
                .param("next", Timestamp.from(Instant.now().plus(Duration.ofDays(1))))
                .update();
    }

    void isDueAgain(String credentialId) {
        context.getBean(JdbcClient.class)
                .sql("update badge_signing_again_failed set next_at = first_at where credential_id = :id")
                .param("id", credentialId)
                .update();
    }

    Award earn(MicroCredential achievement) {
        SubmissionDecided decided = decided(achievement, true);
        hear(decided);
        Optional<Award> award = awardFor(decided);
        assertThat(award).isPresent();
        return award.orElseThrow();
    }

    /** Lets two people have rated so many submissions, of which they disagreed about one criterion each in some. */
    void ratedByTwo(TenantId tenant, MicroCredential achievement, int submissions, int apart) {
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        Timestamp at = Timestamp.from(Instant.now().minus(Duration.ofDays(2)));
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        for (int n = 0; n < submissions; n++) {
            UUID caseId = UUID.randomUUID();
            jdbc.sql("insert into assessment_case (id, tenant_id, submission_id, attempt, version_id, submitted_at,"
                            + " due_at, state) values (:id, :tenant, :submission, 1, :version, :at, :at, 'DECIDED')")
                    .param("id", caseId)
                    .param("tenant", tenant.value())
                    .param("submission", UUID.randomUUID())
                    .param("version", achievement.versionId().value())
                    .param("at", at)
                    .update();
            boolean differ = n < apart;
            for (Rubric.Criterion criterion : achievement.rubric().criteria()) {
                jdbc.sql("insert into assessment_double_rating (case_id, criterion_id, tenant_id, version_id,"
                                + " first_rater, second_rater, first_level, second_level, rated_at) values (:case,"
                                + " :criterion, :tenant, :version, :first, :second, :one, :other, :at)")
                        .param("case", caseId)
                        .param("criterion", criterion.id())
                        .param("tenant", tenant.value())
                        .param("version", achievement.versionId().value())
                        .param("first", first)
                        .param("second", second)
                        .param("one", criterion.cut())
                        .param("other", differ ? criterion.levels().get(0).key() : criterion.cut())
                        .param("at", at)
                        .update();
                differ = false;
            }
        }
    }
}
