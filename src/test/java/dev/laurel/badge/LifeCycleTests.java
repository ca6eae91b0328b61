package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.badge.proof.IndependentVerifier;
import dev.laurel.lti.UserProfile;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.SubmissionId;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Recurring;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import jakarta.json.JsonObject;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What an issuer's officer does to badges, over HTTP. */
@LaurelTest
class LifeCycleTests {

    private static final String PASSWORD = "looks after badges";

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
    Verification verification;

    BadgeFixtures fixtures;

    @BeforeEach
    void fixtures() {
        fixtures = new BadgeFixtures(context);
    }

    @Test
    void takesABadgeBackOnlyAfterNoticeAndHearing() {
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        Award award = fixtures.awardFor(decided).orElseThrow();
        String id = award.credentialId();
        HttpBrowser officer = officer(decided.tenant());
        HttpBrowser.Page page = officer.get(settings.at("/issue")).click("tbody a");
        assertThat(page.text()).contains("Maya Ortiz");

        page = does(page, "notice", "");
        assertThat(page.select("[role=alert]").text()).contains("Write the reason first");
        page = does(page, "notice", "The lesson was filmed in another school.");
        assertThat(page.select("[role=status]").text()).contains("Notice is given");
        Award told = fixtures.awardFor(decided).orElseThrow();
        assertThat(told.status()).isEqualTo(Award.Status.VALID);
        assertThat(told.proceeding()).isNotNull();
        assertThat(told.proceeding().reason()).isEqualTo("The lesson was filmed in another school.");
        assertThat(told.proceeding().mayBeDecided(Instant.now().plus(Duration.ofDays(13))))
                .isFalse();
        assertThat(told.proceeding().mayBeDecided(Instant.now().plus(Duration.ofDays(15))))
                .isTrue();
        assertThat(page.select("form[action$=/notice], form[action$=/revoke]")).isEmpty();
        assertThat(new HttpBrowser().get(award.addresses().page()).body()).doesNotContain("filmed");
        assertThat(failures(id)).isEmpty();

        page = does(page, "answer", "It was my own class, visiting for a week.");
        page = does(page, "drop", null);
        assertThat(fixtures.awardFor(decided).orElseThrow().proceeding()).isNull();

        page = does(page, "notice", "The visit is not on record.");
        page = does(page, "answer", "I have no more to say.");
        page = does(page, "revoke", null);
        assertThat(page.text()).contains("This badge is revoked for good").contains("The visit is not on record.");
        assertThat(page.select("section[aria-labelledby=history] li")).hasSize(6);
        assertThat(page.select("main form")).isEmpty();
        Award revoked = fixtures.awardFor(decided).orElseThrow();
        assertThat(revoked.status()).isEqualTo(Award.Status.REVOKED);
        assertThat(revoked.reason()).isEqualTo("The visit is not on record.");
        assertThat(failures(id)).containsExactly("STATUS revoked");
        assertThat(new HttpBrowser().get(settings.at("/ob2/assertions/" + id)).status())
                .isEqualTo(410);
    }

    @Test
    void refusesToRevokeBeforeTheEarnerWasHeard() {
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        String id = fixtures.awardFor(decided).orElseThrow().credentialId();
        LifeCycle lifeCycle = context.getBean(LifeCycle.class);
        StaffMember officer = member(decided.tenant());
        assertThat(lifeCycle.revoke(officer, id)).isEqualTo(LifeCycle.Refusal.NOTHING_OPEN);
        assertThat(lifeCycle.hear(officer, id, "Heard")).isEqualTo(LifeCycle.Refusal.NOTHING_OPEN);
        assertThat(lifeCycle.giveNotice(officer, id, "Why")).isEqualTo(LifeCycle.Refusal.NONE);
        assertThat(lifeCycle.giveNotice(officer, id, "Why")).isEqualTo(LifeCycle.Refusal.ALREADY_OPEN);
        assertThat(lifeCycle.revoke(officer, id)).isEqualTo(LifeCycle.Refusal.TOO_EARLY);
        assertThat(fixtures.awardFor(decided).orElseThrow().status()).isEqualTo(Award.Status.VALID);
        jdbc.sql("update badge_proceeding set answer_by = :past where credential_id = :id")
                .param("past", Timestamp.from(Instant.now().minusSeconds(1)))
                .param("id", id)
                .update();
        assertThat(lifeCycle.revoke(officer, id)).isEqualTo(LifeCycle.Refusal.NONE);
        assertThat(lifeCycle.revokeOwnError(officer, id, "Again")).isEqualTo(LifeCycle.Refusal.REVOKED);
        assertThat(lifeCycle.suspend(officer, id, "Again")).isEqualTo(LifeCycle.Refusal.REVOKED);
        assertThat(lifeCycle.correct(officer, id, "Again")).isEqualTo(LifeCycle.Refusal.REVOKED);
        assertThat(lifeCycle.lift(officer, id)).isEqualTo(LifeCycle.Refusal.NOT_SUSPENDED);
    }

    @Test
    void whoAsksForAHearingIsHeardBeforeAnythingIsDecidedHoweverLongItTakes() {
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        Award signed = fixtures.awardFor(decided).orElseThrow();
        String id = signed.credentialId();
        LifeCycle lifeCycle = context.getBean(LifeCycle.class);
        StaffMember officer = member(decided.tenant());
        lifeCycle.giveNotice(officer, id, "Why");
        context.getBean(Badges.class).answerNotice(decided.tenant(), signed.submission(), "Speak with me", true);
        Proceeding open = fixtures.awardFor(decided).orElseThrow().proceeding();
        assertThat(open.mayBeDecided(open.answerBy().plus(Duration.ofDays(1)))).isFalse();
        assertThat(lifeCycle.revoke(officer, id)).isNotEqualTo(LifeCycle.Refusal.NONE);
        lifeCycle.hear(officer, id, "Did not come on two days");
        assertThat(lifeCycle.revoke(officer, id)).isEqualTo(LifeCycle.Refusal.NONE);
    }

    @Test
    void keepsOneAnswerOfTheEarnersOwnWhichIsEnoughToDecide() {
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        Award signed = fixtures.awardFor(decided).orElseThrow();
        String id = signed.credentialId();
        SubmissionId submission = signed.submission();
        Badges badges = context.getBean(Badges.class);
        LifeCycle lifeCycle = context.getBean(LifeCycle.class);
        StaffMember officer = member(decided.tenant());
        assertThat(badges.answerNotice(decided.tenant(), submission, "Too early", false))
                .isFalse();
        lifeCycle.giveNotice(officer, id, "Why");
        assertThat(badges.answerNotice(new TenantId(UUID.randomUUID()), submission, "Of another district", false))
                .isFalse();
        assertThat(badges.answerNotice(decided.tenant(), submission, "It was mine", false))
                .isTrue();
        assertThat(badges.answerNotice(decided.tenant(), submission, "Once more", false))
                .as("what an officer may have read stays as it is")
                .isFalse();
        assertThat(lifeCycle.hear(officer, id, "And said so in the hearing")).isEqualTo(LifeCycle.Refusal.NONE);
        Award award = fixtures.awardFor(decided).orElseThrow();
        assertThat(badges.answersOf(award)).containsExactly("It was mine");
        assertThat(lifeCycle.drop(officer, id)).isEqualTo(LifeCycle.Refusal.NONE);
        assertThat(badges.answerNotice(decided.tenant(), submission, "Too late", false))
                .isFalse();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        jdbc.sql("select kind from journey_notice where submission_id = :submission")
                                .param("submission", submission.value())
                                .query(String.class)
                                .list())
                .as("what the earner is written to about")
                .contains("BADGE_NOTICE", "BADGE_STAYS"));
    }

    @Test
    void revokesAnErrorOfTheOfficesOwnAtOnce() {
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        String id = fixtures.awardFor(decided).orElseThrow().credentialId();
        HttpBrowser.Page page = officer(decided.tenant()).get(settings.at("/issue/badges/" + id));
        does(page, "revoke-error", "Issued to the wrong person.");
        assertThat(failures(id)).containsExactly("STATUS revoked");
    }

    @Test
    void suspendsAndLifts() {
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        Award award = fixtures.awardFor(decided).orElseThrow();
        String id = award.credentialId();
        assertThat(isSuspendedInList(award)).isFalse();
        HttpBrowser.Page page = officer(decided.tenant()).get(settings.at("/issue/badges/" + id));
        page = does(page, "suspend", "A complaint is being looked into.");
        assertThat(isSuspendedInList(award)).isTrue();
        assertThat(failures(id)).containsExactly("STATUS suspended");
        HttpBrowser.Page shown = new HttpBrowser().get(award.addresses().page());
        assertThat(shown.select("main > :first-child").text()).startsWith("Suspended");
        assertThat(shown.body()).doesNotContain("complaint");
        assertThat(fixtures.awardFor(decided).orElseThrow().reason()).isEqualTo("A complaint is being looked into.");
        assertThat(new HttpBrowser().get(settings.at("/ob2/assertions/" + id)).status())
                .isEqualTo(404);

        does(page, "lift", null);
        assertThat(isSuspendedInList(award)).isFalse();
        assertThat(failures(id)).isEmpty();
        assertThat(fixtures.awardFor(decided).orElseThrow().reason()).isNull();
        assertThat(new HttpBrowser().get(settings.at("/ob2/assertions/" + id)).status())
                .isEqualTo(200);
    }

    @Test
    void correctsUnderTheSameIdForTheAddressThatTheEarnerHasNow() {
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        Award award = fixtures.awardFor(decided).orElseThrow();
        JsonObject before = IssuingTests.json(award.addresses().page());
        String tokenBefore = new HttpBrowser().get(award.addresses().jwt()).body();
        jdbc.sql("update person set email = 'maya.new@example.org' where tenant_id = :tenant")
                .param("tenant", decided.tenant().value())
                .update();
        HttpBrowser.Page page = officer(decided.tenant()).get(settings.at("/issue/badges/" + award.credentialId()));
        does(page, "correct", "The address was misspelt.");

        JsonObject after = IssuingTests.json(award.addresses().page());
        assertThat(after.getString("id")).isEqualTo(before.getString("id"));
        assertThat(Instant.parse(after.getString("validFrom"))).isAfter(Instant.parse(before.getString("validFrom")));
        assertThat(after.get("credentialStatus")).isEqualTo(before.get("credentialStatus"));
        assertThat(IndependentVerifier.verifies(after, IssuingTests.publishedKey(after)))
                .isTrue();
        JsonObject recipient = after.getJsonObject("credentialSubject")
                .getJsonArray("identifier")
                .getJsonObject(0);
        assertThat(new Recipient(recipient.getString("identityHash"), recipient.getString("salt"))
                        .is("maya.new@example.org"))
                .isTrue();
        String token = new HttpBrowser().get(award.addresses().jwt()).body();
        assertThat(token).isNotEqualTo(tokenBefore);
        assertThat(verification.of(token).overall()).isEqualTo(Verdict.Outcome.PASSED);
        JsonObject assertion = CredentialController.read(new HttpBrowser()
                .get(settings.at("/ob2/assertions/" + award.credentialId()))
                .body());
        assertThat(assertion.getString("issuedOn"))
                .as("it was awarded when it was")
                .isEqualTo(before.getString("awardedDate"))
                .isEqualTo(after.getString("awardedDate"));
        assertThat(failures(award.credentialId())).isEmpty();
    }

    @Test
    void seesASigningThatFailedAndThatItIsTriedAgain() {
        SubmissionDecided decided = fixtures.decided(
                fixtures.hinge(), true, new UserProfile("Ana", null, null, null), Map.of("C2", "progressing"));
        HttpBrowser officer = officer(decided.tenant());
        context.getBean(TransactionTemplate.class).executeWithoutResult(status -> context.publishEvent(decided));
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        officer.get(settings.at("/issue")).text().contains("a required criterion is below its level"));
        assertThat(fixtures.awardFor(decided)).isEmpty();

        jdbc.sql("update assessment_decision_criterion set level_key = 'demonstrated', met = true where criterion_id ="
                        + " 'C2' and case_id in (select id from assessment_case where submission_id = :submission)")
                .param("submission", decided.attempt().submission().value())
                .update();
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            // So long after the failure that it is due again.
            jdbc.sql("update badge_unsigned set next_at = last_at where submission_id = :submission")
                    .param("submission", decided.attempt().submission().value())
                    .update();
            Recurring.soon(context, "badge-awarding");
            return fixtures.awardFor(decided).isPresent();
        });
        assertThat(officer.get(settings.at("/issue")).select("#unsigned")).isEmpty();
    }

    @Test
    void makesNewKeysAndKeepsWhatWasSigned() {
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        Award award = fixtures.awardFor(decided).orElseThrow();
        JsonObject before = IssuingTests.json(award.addresses().page());
        String token = new HttpBrowser().get(award.addresses().jwt()).body();
        HttpBrowser officer = officer(decided.tenant());
        HttpBrowser.Page asked = officer.get(settings.at("/issue/keys"));
        assertThat(asked.select("details:not([open]):has(form)").first().text())
                .as("asked before")
                .contains("every badge that they signed stays valid", "cannot be taken back");
        HttpBrowser.Page page = asked.form("main form").submit();
        assertThat(page.select("form[action$=take-back]")).isEmpty();
        assertThat(page.select("[role=status]").text()).contains("New keys are made");

        assertThat(IndependentVerifier.verifies(before, IssuingTests.publishedKey(before)))
                .isTrue();
        assertThat(verification.of(token).overall()).isEqualTo(Verdict.Outcome.PASSED);
        assertThat(failures(award.credentialId())).isEmpty();
        JsonObject after =
                IssuingTests.json(fixtures.earn(fixtures.hinge()).addresses().page());
        assertThat(after.getJsonObject("proof").getString("verificationMethod"))
                .isNotEqualTo(before.getJsonObject("proof").getString("verificationMethod"));

        // revoked by a list that the new key signs
        does(officer.get(settings.at("/issue/badges/" + award.credentialId())), "revoke-error", "Issued twice.");
        assertThat(failures(award.credentialId())).containsExactly("STATUS revoked");
        JsonObject list = IssuingTests.json(settings.at("/status/"
                + before.getJsonObject("credentialStatus")
                        .getString("statusListCredential")
                        .replaceFirst(".*/", "")));
        assertThat(list.getJsonObject("proof").getString("verificationMethod"))
                .isEqualTo(after.getJsonObject("proof").getString("verificationMethod"));
    }

    @Test
    void findsABadgeByNameAndByItsLink() {
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        Award award = fixtures.awardFor(decided).orElseThrow();
        HttpBrowser officer = officer(decided.tenant());
        for (String wanted : List.of("hINGE", award.addresses().page().toString(), award.credentialId())) {
            assertThat(search(officer, wanted).select("tbody tr")).as(wanted).hasSize(1);
        }
        jdbc.sql("update person set name = 'Ofelia Quintanar', email = 'ofelia@example.org' where id ="
                        + " (select earner_id from submission where id = :submission)")
                .param("submission", award.submission().value())
                .update();
        for (String wanted : List.of("quintanar", "Ofelia@example.org")) {
            assertThat(search(officer, wanted).select("tbody tr").text())
                    .as(wanted)
                    .contains("Ofelia Quintanar");
        }
        for (String wanted : List.of("%", "_", "nothing of the kind")) {
            assertThat(search(officer, wanted).text()).contains("No badge matches");
        }
        Awards awards = context.getBean(Awards.class);
        assertThat(awards.list(Set.of(decided.tenant()), "", List.of(), 1, 1)).isEmpty();
    }

    private HttpBrowser.Page search(HttpBrowser officer, String wanted) {
        return officer.get(settings.at("/issue"))
                .form("form[role=search]")
                .set("q", wanted)
                .submit();
    }

    /** As it is a year after the end of a badge that was good for three. */
    private void letItEnd(String id) {
        Instant now = Instant.now();
        jdbc.sql("update badge_award set issued_at = :from, valid_until = :until where credential_id = :id")
                .param("from", Timestamp.from(now.minus(Duration.ofDays(4 * 365))))
                .param("until", Timestamp.from(now.minus(Duration.ofDays(365))))
                .param("id", id)
                .update();
    }

    @Test
    void renewsABadgeWhoseTimeIsOverByANewOneThatCitesIt() {
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        Award first = fixtures.awardFor(decided).orElseThrow();
        String id = first.credentialId();
        HttpBrowser officer = officer(decided.tenant());
        URI desk = settings.at("/issue/badges/" + id);
        assertThat(officer.get(desk).select("form[action$=/renew]")).isEmpty(); // it never ends
        letItEnd(id);
        assertThat(new HttpBrowser()
                        .get(first.addresses().page())
                        .select("main > :first-child")
                        .text())
                .startsWith("Expired");
        HttpBrowser.Page page = officer.get(desk);
        assertThat(page.select("form[action$=/supersede]")).isEmpty();
        assertThat(does(page, "renew", " ").select("[role=alert]").text()).contains("Write the reason first");
        page = does(page, "renew", "Showed last month’s exit cards and the regrouping.");
        assertThat(page.select("[role=status]").text()).contains("The new one cites this one");
        assertThat(page.text()).contains("Renewed", "Showed last month’s exit cards");
        assertThat(page.select("form[action$=/renew], form[action$=/supersede]"))
                .isEmpty();

        Award next = fixtures.awardFor(decided).orElseThrow();
        assertThat(next.credentialId()).isNotEqualTo(id);
        assertThat(next.status()).isEqualTo(Award.Status.VALID);
        assertThat(next.validUntil())
                .isBetween(
                        Instant.now().plus(Duration.ofDays(1090)), Instant.now().plus(Duration.ofDays(1100)));
        JsonObject later = IssuingTests.json(next.addresses().page());
        assertThat(IndependentVerifier.verifies(later, IssuingTests.publishedKey(later)))
                .isTrue();
        assertThat(later.getJsonArray("evidence").getJsonObject(0).getString("id"))
                .isEqualTo(first.addresses().page().toString());
        assertThat(later.getString("validUntil")).isEqualTo(next.validUntil().toString());
        assertThat(later.toString()).doesNotContain("exit cards");
        assertThat(failures(next.credentialId())).isEmpty();
        assertThat(verification
                        .of(new HttpBrowser().get(next.addresses().jwt()).body())
                        .overall())
                .isEqualTo(Verdict.Outcome.PASSED);

        // The earlier one stays what it was, and leads on.
        HttpBrowser.Page old = new HttpBrowser().get(first.addresses().page());
        assertThat(old.select("main > :first-child").text()).startsWith("Expired");
        assertThat(old.click("main > :nth-child(2) a").text()).contains("Valid", "which this one renews");
        assertThat(badges.status(decided.tenant(), id)).contains(Award.Status.EXPIRED);
    }

    @Test
    void issuesABadgeAnewSoThatOneOfTheTwoCounts() {
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        Award first = fixtures.awardFor(decided).orElseThrow();
        String id = first.credentialId();
        jdbc.sql("update person set email = 'maya.new@example.org' where tenant_id = :tenant")
                .param("tenant", decided.tenant().value())
                .update();
        HttpBrowser.Page page = officer(decided.tenant()).get(settings.at("/issue/badges/" + id));
        page = does(page, "supersede", "Its link was printed wrong.");
        assertThat(page.select("[role=status]").text()).contains("counts no more");
        assertThat(page.select("form[action$=/revoke-error], form[action$=/suspend]"))
                .isEmpty();

        Award next = fixtures.awardFor(decided).orElseThrow();
        JsonObject later = IssuingTests.json(next.addresses().page());
        assertThat(later.getString("id")).isEqualTo(next.addresses().page().toString());
        assertThat(later.getJsonObject("credentialSubject").getString("id"))
                .isNotEqualTo(IssuingTests.json(first.addresses().page())
                        .getJsonObject("credentialSubject")
                        .getString("id"));
        JsonObject recipient = later.getJsonObject("credentialSubject")
                .getJsonArray("identifier")
                .getJsonObject(0);
        assertThat(new Recipient(recipient.getString("identityHash"), recipient.getString("salt"))
                        .is("maya.new@example.org"))
                .isTrue();
        assertThat(failures(next.credentialId())).isEmpty();
        assertThat(failures(id)).containsExactly("STATUS revoked");
        assertThat(new HttpBrowser().get(settings.at("/ob2/assertions/" + id)).status())
                .isEqualTo(410);
        HttpBrowser.Page old = new HttpBrowser().get(first.addresses().page());
        assertThat(old.select("main > :first-child").text()).startsWith("Replaced");
        assertThat(old.text()).doesNotContain("Revoked", "printed wrong");
        assertThat(old.click("main > :nth-child(2) a").text()).contains("which this one replaces");
        assertThat(badges.status(decided.tenant(), id)).contains(Award.Status.SUPERSEDED);
        LifeCycle lifeCycle = context.getBean(LifeCycle.class);
        StaffMember officer = member(decided.tenant());
        assertThat(lifeCycle.supersede(officer, id, "Again")).isEqualTo(LifeCycle.Refusal.SUCCEEDED);
        assertThat(lifeCycle.correct(officer, id, "Again")).isEqualTo(LifeCycle.Refusal.REVOKED);
    }

    @Test
    void putsNothingInThePlaceOfABadgeThatIsInDoubt() {
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        String id = fixtures.awardFor(decided).orElseThrow().credentialId();
        LifeCycle lifeCycle = context.getBean(LifeCycle.class);
        StaffMember officer = member(decided.tenant());
        assertThat(lifeCycle.renew(officer, id, "Shown")).isEqualTo(LifeCycle.Refusal.NO_END);
        lifeCycle.suspend(officer, id, "A complaint");
        assertThat(lifeCycle.supersede(officer, id, "Typo")).isEqualTo(LifeCycle.Refusal.ALREADY_SUSPENDED);
        lifeCycle.lift(officer, id);
        lifeCycle.giveNotice(officer, id, "Filmed elsewhere");
        assertThat(lifeCycle.supersede(officer, id, "Typo")).isEqualTo(LifeCycle.Refusal.ALREADY_OPEN);
        lifeCycle.drop(officer, id);
        letItEnd(id);
        assertThat(lifeCycle.supersede(officer, id, "Typo")).isEqualTo(LifeCycle.Refusal.OVER);
        lifeCycle.revokeOwnError(officer, id, "Wrong person");
        assertThat(lifeCycle.renew(officer, id, "Shown")).isEqualTo(LifeCycle.Refusal.REVOKED);
        assertThat(fixtures.awardFor(decided).orElseThrow().credentialId()).isEqualTo(id);
    }

    @Test
    void aBadgeThatItsEarnerKeepsPrivateIsNotShownByTheOneInItsPlace() {
        SubmissionDecided decided = fixtures.decided(fixtures.hinge(), true);
        fixtures.hear(decided);
        String id = fixtures.awardFor(decided).orElseThrow().credentialId();
        EarnedBadges earned = context.getBean(EarnedBadges.class);
        earned.show(decided.tenant(), id, new Showing(false, null));
        context.getBean(LifeCycle.class).supersede(member(decided.tenant()), id, "Typo");
        Award next = fixtures.awardFor(decided).orElseThrow();
        assertThat(new HttpBrowser().get(next.addresses().page()).status()).isEqualTo(404);
        EarnedBadge before = earned.find(decided.tenant(), id).orElseThrow();
        assertThat(before.award().status()).isEqualTo(Award.Status.SUPERSEDED);
        assertThat(before.successor().credentialId()).isEqualTo(next.credentialId());
        earned.show(decided.tenant(), id, new Showing(true, null));
        assertThat(new HttpBrowser().get(settings.at("/credentials/" + id)).body())
                .doesNotContain(next.credentialId());
    }

    private static HttpBrowser.Page does(HttpBrowser.Page page, String act, @Nullable String reason) {
        HttpBrowser.Form form = page.form("form[action$='/" + act + "']");
        return (reason == null ? form : form.set("reason", reason)).submit();
    }

    private HttpBrowser officer(TenantId tenant) {
        return signedIn(tenant, StaffRole.ISSUER_OFFICER);
    }

    private StaffMember member(TenantId tenant) {
        StaffId id = staff.create("o-" + UUID.randomUUID(), "An officer", PASSWORD);
        staff.grant(id, StaffRole.ISSUER_OFFICER, existing(tenant));
        return staff.find(id).orElseThrow();
    }

    private HttpBrowser signedIn(TenantId tenant, StaffRole role) {
        String login = "o-" + UUID.randomUUID();
        staff.grant(staff.create(login, "An officer", PASSWORD), role, existing(tenant));
        HttpBrowser browser = new HttpBrowser();
        browser.get(settings.at("/sign-in?to=/issue"))
                .form("form:has(input[name=password])")
                .set("login", login)
                .set("password", PASSWORD)
                .submit();
        return browser;
    }

    /** Rights are granted for tenants that there are. */
    private TenantId existing(TenantId tenant) {
        jdbc.sql("insert into tenant (id, name, created_at) values (:id, 'Elsewhere', :now) on conflict do nothing")
                .param("id", tenant.value())
                .param("now", Timestamp.from(Instant.now()))
                .update();
        return tenant;
    }

    private static boolean isSuspendedInList(Award award) {
        JsonObject status = IssuingTests.json(award.addresses().page()).getJsonObject("credentialStatus");
        JsonObject list = IssuingTests.json(URI.create(status.getString("statusListCredential") + "-suspension"));
        assertThat(list.getJsonObject("credentialSubject").getString("statusPurpose"))
                .isEqualTo("suspension");
        assertThat(IndependentVerifier.verifies(list, IssuingTests.publishedKey(list)))
                .isTrue();
        return StatusBits.decode(list.getJsonObject("credentialSubject").getString("encodedList"))
                .isSet(Integer.parseInt(status.getString("statusListIndex")));
    }

    private List<String> failures(String id) {
        return verification.of(settings.at("/credentials/" + id).toString()).checks().stream()
                .filter(check ->
                        check.outcome() == Verdict.Outcome.FAILED || check.outcome() == Verdict.Outcome.UNKNOWN)
                .map(check -> check.step() + " " + check.reason())
                .toList();
    }
}
