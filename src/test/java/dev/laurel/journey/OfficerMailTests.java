package dev.laurel.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.recognition.Claim;
import dev.laurel.recognition.ClaimFixtures;
import dev.laurel.recognition.ClaimId;
import dev.laurel.recognition.ClaimState;
import dev.laurel.recognition.Claims;
import dev.laurel.submission.Turnaround;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.net.URI;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One mail on a working day to those who decide claims, when there is something new, and none otherwise. */
@LaurelTest
class OfficerMailTests {

    /** Years from now, so that the mails of today are none of these. */
    private static final LocalDate WEDNESDAY = LocalDate.of(2031, 3, 5);

    private static final LocalDate SATURDAY = LocalDate.of(2031, 3, 8);

    @Autowired
    ApplicationContext context;

    @Autowired
    OfficerMail mail;

    @Autowired
    Claims claims;

    @Autowired
    Staff staff;

    @Autowired
    Tenants tenants;

    @Autowired
    Turnaround turnaround;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private TenantId district;
    private ClaimFixtures given;
    private ZoneId zone;

    @BeforeEach
    void aDistrict() {
        district = tenants.found("District " + UUID.randomUUID());
        given = new ClaimFixtures(context, district);
        zone = turnaround.zone(district);
    }

    private Instant at(LocalDate day, int hour) {
        return day.atTime(hour, 0).atZone(zone).toInstant();
    }

    private static String address(StaffId reader) {
        return reader.value() + "@example.org";
    }

    private StaffId officer() {
        return reader(StaffRole.RECOGNITION_OFFICER, district);
    }

    /** Somebody who reads mails; whatever the schedule does today, it has looked at them. */
    private StaffId reader(StaffRole role, TenantId tenant) {
        StaffId reader = staff.create("staff." + UUID.randomUUID(), "Somebody", "correct horse battery");
        staff.grant(reader, role, tenant);
        for (int days = -1; days < 2; days++) {
            jdbc.sql("insert into journey_officer_mail (staff_id, day_of, looked_at) values (:staff, :day, :at)")
                    .param("staff", reader.value())
                    .param("day", Date.valueOf(LocalDate.now(zone).plusDays(days)))
                    .param("at", Timestamp.from(Instant.now().minus(Duration.ofDays(400))))
                    .update();
        }
        staff.setAddress(reader, address(reader));
        return reader;
    }

    /** A claim that came to where it stands at that moment. */
    private ClaimId claim(Instant at) {
        ClaimId id = given.claim();
        stands(id, at);
        return id;
    }

    private void stands(ClaimId id, Instant at) {
        jdbc.sql("update recognition_claim set since = :at where id = :id")
                .param("at", Timestamp.from(at))
                .param("id", id.value())
                .update();
    }

    private int mails(StaffId reader) {
        return Mailbox.to(address(reader)).size();
    }

    private String text(StaffId reader, int number) {
        return Mailbox.latest(address(reader), number).text();
    }

    @Test
    void isNotSentWhereNothingIsNew() {
        StaffId nora = officer();
        claim(at(WEDNESDAY.minusDays(40), 12));
        mail.look(at(WEDNESDAY, 8));
        assertThat(mails(nora)).isZero();
    }

    @Test
    void isNotSentAtNightOrOnADayOffOrToWhoDecidesNoClaimsHere() {
        StaffId nora = officer();
        StaffId assessor = reader(StaffRole.ASSESSOR, district);
        StaffId elsewhere = reader(StaffRole.RECOGNITION_OFFICER, tenants.found("District " + UUID.randomUUID()));
        claim(at(WEDNESDAY.minusDays(1), 12));
        mail.look(at(WEDNESDAY, 5));
        mail.look(at(SATURDAY, 10));
        assertThat(mails(nora)).isZero();
        mail.look(at(WEDNESDAY, 8));
        assertThat(mails(nora)).isEqualTo(1);
        assertThat(mails(assessor)).isZero();
        assertThat(mails(elsewhere)).isZero();
    }

    @Test
    void doesNotTellWhatAColleagueHasTakenUpMeanwhile() {
        StaffId nora = officer();
        ClaimId taken = claim(at(WEDNESDAY.minusDays(1), 12));
        given.decide(taken, ClaimState.UNDER_REVIEW);
        stands(taken, at(WEDNESDAY.minusDays(1), 13));
        mail.look(at(WEDNESDAY, 8));
        assertThat(mails(nora)).isZero();
        claim(at(WEDNESDAY.minusDays(1), 12));
        mail.look(at(WEDNESDAY.plusDays(1), 8));
        assertThat(mails(nora)).as("it was there the day before already").isZero();
        claim(at(WEDNESDAY.plusDays(1), 12));
        mail.look(at(WEDNESDAY.plusDays(2), 8));
        assertThat(text(nora, 1)).contains("One new claim was made.", "In all 3 claims wait for a decision.");
    }

    @Test
    void saysWhatIsNewAndAnsweredAndFlaggedWithoutAnybodysName() {
        StaffId nora = officer();
        claim(at(WEDNESDAY.minusDays(1), 12));
        claim(at(WEDNESDAY.minusDays(1), 13));
        ClaimId asked = given.claim();
        given.decide(asked, ClaimState.UNDER_REVIEW, ClaimState.MORE_INFORMATION);
        Claim claim = claims.find(district, asked).orElseThrow();
        claims.answer(district, claim.person(), asked, "The practitioner license.");
        stands(asked, at(WEDNESDAY.minusDays(1), 14));
        ClaimId approved = given.claim();
        given.decide(approved, ClaimState.UNDER_REVIEW, ClaimState.APPROVED);
        jdbc.sql("update recognition_claim set flagged_at = :at where id = :id")
                .param("at", Timestamp.from(at(WEDNESDAY, 6)))
                .param("id", approved.value())
                .update();
        mail.look(at(WEDNESDAY, 8));
        assertThat(text(nora, 1))
                .contains("2 new claims were made.")
                .contains("One question about a claim was answered.")
                .contains("One approved claim has lost its badge")
                .contains("Se ha respondido a una pregunta sobre una solicitud.")
                .contains(settings.at("/recognition/claims?show=revoked").toString())
                .doesNotContain("practitioner", claim.badge());
        assertThat(Mailbox.header(address(nora), "List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
    }

    @Test
    void isSentOnceADayHoweverManyNodesLook() {
        StaffId nora = officer();
        claim(at(WEDNESDAY.minusDays(1), 12));
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> mail.look(at(WEDNESDAY, 8))),
                        CompletableFuture.runAsync(() -> mail.look(at(WEDNESDAY, 8))))
                .join();
        mail.look(at(WEDNESDAY, 15));
        assertThat(mails(nora)).isEqualTo(1);
    }

    @Test
    void oneClickEndsItAndAnotherBringsItBack() {
        StaffId nora = officer();
        claim(at(WEDNESDAY.minusDays(1), 12));
        mail.look(at(WEDNESDAY, 8));
        URI decline =
                URI.create(Mailbox.header(address(nora), "List-Unsubscribe").replaceAll("[<>]", ""));
        Page done = new HttpBrowser().get(decline).form("form").submit();
        assertThat(done.text()).contains("You get no more mails about claims");
        claim(at(WEDNESDAY, 12));
        mail.look(at(WEDNESDAY.plusDays(1), 8));
        assertThat(mails(nora)).isEqualTo(1);
        assertThat(done.form("form").submit().text()).contains("You get the mail about claims again");
        claim(at(WEDNESDAY.plusDays(1), 12));
        mail.look(at(WEDNESDAY.plusDays(2), 8));
        assertThat(mails(nora)).isEqualTo(2);
        assertThat(new HttpBrowser().get(settings.at("/claim-mails/nobodys")).status())
                .isEqualTo(404);
    }
}
