package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.Turnaround;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One mail on a working day to those who score and lead, when there is something, and none otherwise. */
@LaurelTest
class DailyMailTests {

    /** A Wednesday and a Saturday years from now, so that the mails of today are none of these. */
    private static final LocalDate WEDNESDAY = LocalDate.of(2031, 3, 5);

    private static final LocalDate SATURDAY = LocalDate.of(2031, 3, 8);

    @Autowired
    ApplicationContext context;

    @Autowired
    DailyMail mail;

    @Autowired
    Queue queue;

    @Autowired
    Staff staff;

    @Autowired
    Turnaround turnaround;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private AssessmentFixtures given;
    private TenantId district;
    private ZoneId zone;

    @BeforeEach
    void aDistrict() {
        given = new AssessmentFixtures(context);
        district = given.district();
        zone = turnaround.zone(district);
    }

    private Instant at(LocalDate day, int hour) {
        return day.atTime(hour, 0).atZone(zone).toInstant();
    }

    private static String address(StaffMember reader) {
        return reader.id().value() + "@example.org";
    }

    /** Somebody who reads mails; whatever the schedule does today, it has looked at them. */
    private StaffMember reader(StaffRole... roles) {
        StaffMember reader = given.appointed(district, roles);
        for (int days = -1; days < 2; days++) {
            jdbc.sql("insert into assessment_daily_mail (staff_id, day_of, looked_at) values (:staff, :day, :at)")
                    .param("staff", reader.id().value())
                    .param("day", Date.valueOf(LocalDate.now(zone).plusDays(days)))
                    .param("at", Timestamp.from(Instant.now().minus(Duration.ofDays(400))))
                    .update();
        }
        staff.setAddress(reader.id(), address(reader));
        return reader;
    }

    private void due(CaseId id, Instant at) {
        for (String table : List.of(
                "assessment_case set due_at = :at where id", "assessment_seat set due_at = :at where case_id")) {
            jdbc.sql("update " + table + " = :id")
                    .param("at", Timestamp.from(at))
                    .param("id", id.value())
                    .update();
        }
    }

    private CaseId waits(Instant due) {
        CaseId id = given.waiting(given.literacy(), given.attempt(), district);
        due(id, due);
        return id;
    }

    private int mails(StaffMember reader) {
        return Mailbox.to(address(reader)).size();
    }

    private String text(StaffMember reader, int number) {
        return Mailbox.latest(address(reader), number).text();
    }

    @Test
    void isNotSentWhereThereIsNothing() {
        StaffMember rosa = reader(StaffRole.ASSESSOR);
        waits(at(WEDNESDAY.plusDays(5), 12));
        mail.look(at(WEDNESDAY, 8));
        assertThat(mails(rosa)).isZero();
    }

    @Test
    void isNotSentAtNightOrOnADayOffOrToWhoDoesNotScore() {
        StaffMember rosa = reader(StaffRole.ASSESSOR);
        StaffMember author = reader(StaffRole.AUTHOR);
        waits(at(WEDNESDAY.minusDays(1), 12));
        mail.look(at(WEDNESDAY, 5));
        mail.look(at(WEDNESDAY, 23));
        mail.look(at(SATURDAY, 10));
        assertThat(mails(rosa)).isZero();
        mail.look(at(WEDNESDAY, 8));
        assertThat(mails(rosa)).isEqualTo(1);
        assertThat(mails(author)).isZero();
    }

    @Test
    void saysWhatIsHeldAndWhatWaitsAndWhenItIsDueWithoutAnybodysName() {
        StaffMember rosa = reader(StaffRole.ASSESSOR);
        CaseId held = waits(at(WEDNESDAY.minusDays(1), 12));
        assertThat(queue.takeNext(rosa, UUID.randomUUID())).contains(held);
        waits(at(WEDNESDAY.plusDays(1), 17));
        waits(at(WEDNESDAY.plusDays(2), 17));
        mail.look(at(WEDNESDAY, 8));
        assertThat(text(rosa, 1))
                .contains("One piece of work that you hold is overdue.")
                .contains("One piece of work that you could take is due by the end of the next working day.")
                .contains("Un trabajo que usted tiene está fuera de plazo.")
                .contains("/assess")
                .doesNotContain("nobody is able");
        assertThat(Mailbox.header(address(rosa), "List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
    }

    @Test
    void whatIsDueOnMondayIsToldOnFriday() {
        StaffMember rosa = reader(StaffRole.ASSESSOR);
        waits(at(SATURDAY.plusDays(2), 17));
        mail.look(at(SATURDAY.minusDays(2), 8));
        assertThat(mails(rosa)).isZero();
        mail.look(at(SATURDAY.minusDays(1), 8));
        assertThat(text(rosa, 1)).contains("due by the end of the next working day");
    }

    @Test
    void leadsReadWhatNobodyCanTakeAndWhatWasAnswered() {
        StaffMember lead = reader(StaffRole.LEAD_ASSESSOR);
        waits(at(WEDNESDAY.plusDays(20), 12));
        jdbc.sql("insert into assessment_question (id, tenant_id, submission_id, attempt, kind, about, words, asked_at,"
                        + " answered_at, answer) values (:id, :tenant, :id, 1, 'INTEGRITY', :id, 'Why?', :at, :at,"
                        + " 'Because')")
                .param("id", UUID.randomUUID())
                .param("tenant", district.value())
                .param("at", Timestamp.from(at(WEDNESDAY.minusDays(1), 15)))
                .update();
        mail.look(at(WEDNESDAY, 8));
        assertThat(text(lead, 1))
                .contains(
                        "One submission waits and nobody is able to take it",
                        given.literacy().title())
                .contains("An earner has answered a question")
                .doesNotContain("Because", "Why?");
        mail.look(at(WEDNESDAY.plusDays(1), 8));
        assertThat(text(lead, 2))
                .as("what nobody can take is told again, an answer once")
                .contains("nobody is able to take it")
                .doesNotContain("answered");
    }

    @Test
    void leadsReadOnceThatSomebodyWasPausedByWhatTheyRatedAndNobodysName() {
        StaffMember lead = reader(StaffRole.LEAD_ASSESSOR);
        StaffMember rosa = given.appointed(district, StaffRole.ASSESSOR);
        Pauses pauses = context.getBean(Pauses.class);
        pauses.pause(district, null, rosa.id(), Pauses.Because.LEAD, "On leave", lead.id());
        pauses.pause(district, null, rosa.id(), Pauses.Because.DRIFT, "", null);
        pauses.pause(district, given.literacy().id(), rosa.id(), Pauses.Because.SEEDED, "", null);
        jdbc.sql("update assessment_pause set paused_at = :at where staff_id = :staff")
                .param("at", Timestamp.from(at(WEDNESDAY.minusDays(1), 15)))
                .param("staff", rosa.id().value())
                .update();

        mail.look(at(WEDNESDAY, 8));

        assertThat(text(lead, 1))
                .contains("One assessor was paused by what they rated")
                .doesNotContain("Somebody", "On leave");
        mail.look(at(WEDNESDAY.plusDays(1), 8));
        assertThat(mails(lead)).as("told once").isEqualTo(1);
    }

    private void qualified(StaffMember person, String family, Instant until) {
        UUID run = UUID.randomUUID();
        Qualifications qualifications = context.getBean(Qualifications.class);
        MicroCredentialId of = new MicroCredentialId(family);
        qualifications.begin(new Qualifications.Try(run, district, of, person.id(), until, null, null, null));
        qualifications.grant(
                new Qualifications.Qualification(district, of, person.id(), until.minus(Duration.ofDays(365)), until),
                run);
    }

    @Test
    void whoIsQualifiedIsToldOnceThatItEndsSoonAndOnceThatItHasEnded() {
        given.policy(
                district, QualitySettings.Required.ALWAYS, 0, 0, given.appointed(district, StaffRole.LEAD_ASSESSOR));
        StaffMember rosa = reader(StaffRole.ASSESSOR);
        int days = context.getBean(QualitySettings.class).reminderDays();
        qualified(rosa, given.literacy().id().value(), at(WEDNESDAY.plusDays(days), 7));
        qualified(rosa, "another", at(WEDNESDAY.plusDays(1), 7));
        mail.look(at(WEDNESDAY.minusDays(1), 8));
        int before = mails(rosa);

        mail.look(at(WEDNESDAY, 8));
        assertThat(mails(rosa)).isEqualTo(before + 1);
        assertThat(text(rosa, before + 1))
                .contains("One of your qualifications to score ends soon.")
                .doesNotContain("has ended");
        mail.look(at(WEDNESDAY.plusDays(1), 8));
        assertThat(text(rosa, before + 2))
                .contains("One of your qualifications to score has ended:")
                .doesNotContain("ends soon");
        mail.look(at(WEDNESDAY.plusDays(2), 8));
        assertThat(mails(rosa)).as("told once").isEqualTo(before + 2);
    }

    @Test
    void aReviewerIsRemindedOfTheCheckAndALeadOfWhatIsLateWithOthersOrHeldForTooLong() {
        StaffMember ines = reader(StaffRole.COMPLETENESS_REVIEWER);
        StaffMember lead = reader(StaffRole.LEAD_ASSESSOR);
        StaffMember rosa = given.appointed(district, StaffRole.ASSESSOR);
        CaseId late = waits(at(WEDNESDAY.minusDays(1), 12));
        mail.look(at(WEDNESDAY, 8));
        assertThat(text(ines, 1))
                .contains("One piece of work that you could take is overdue.", "score, check, or lead");
        assertThat(text(lead, 1))
                .contains("One rating, check, or dispute of the programs that you lead is overdue, taken or not.")
                .doesNotContain("on hold");

        assertThat(queue.takeNext(ines, UUID.randomUUID(), Work.CHECK)).contains(late);
        context.getBean(Completeness.class).pass(late, ines);
        due(late, at(WEDNESDAY.minusDays(1), 12));
        assertThat(queue.takeNext(rosa, UUID.randomUUID())).contains(late);
        mail.look(at(WEDNESDAY.plusDays(1), 8));
        assertThat(text(lead, 2)).contains("is overdue, taken or not");
        assertThat(mails(ines)).isEqualTo(1);

        Holds holds = context.getBean(Holds.class);
        holds.place(lead, late.label(), Hold.Because.OTHER, "The video is silent", 1);
        jdbc.sql("update assessment_hold set until = :at where case_id = :id")
                .param("at", Timestamp.from(at(WEDNESDAY.plusDays(1), 17)))
                .param("id", late.value())
                .update();
        mail.look(at(WEDNESDAY.plusDays(2), 8));
        assertThat(text(lead, 3))
                .contains("One submission is on hold beyond the day that its teacher was told")
                .doesNotContain("overdue, taken");
    }

    @Test
    void isSentOnceADayHoweverManyNodesLook() {
        StaffMember rosa = reader(StaffRole.ASSESSOR);
        waits(at(WEDNESDAY.minusDays(1), 12));
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> mail.look(at(WEDNESDAY, 8))),
                        CompletableFuture.runAsync(() -> mail.look(at(WEDNESDAY, 8))))
                .join();
        mail.look(at(WEDNESDAY, 15));
        assertThat(mails(rosa)).isEqualTo(1);
        mail.look(at(WEDNESDAY.plusDays(1), 8));
        assertThat(mails(rosa)).isEqualTo(2);
    }

    @Test
    void oneClickEndsItAndAnotherBringsItBack() {
        StaffMember rosa = reader(StaffRole.ASSESSOR);
        waits(at(WEDNESDAY.minusDays(1), 12));
        mail.look(at(WEDNESDAY, 8));
        URI decline =
                URI.create(Mailbox.header(address(rosa), "List-Unsubscribe").replaceAll("[<>]", ""));
        Page done = new HttpBrowser().get(decline).form("form").submit();
        assertThat(done.text()).contains("You get no more mails of the day");
        mail.look(at(WEDNESDAY.plusDays(1), 8));
        assertThat(mails(rosa)).isEqualTo(1);
        assertThat(done.form("form").submit().text()).contains("You get the mail of the day again");
        mail.look(at(WEDNESDAY.plusDays(2), 8));
        assertThat(mails(rosa)).isEqualTo(2);
        assertThat(new HttpBrowser().get(settings.at("/daily-mails/nobodys")).status())
                .isEqualTo(404);
    }
}
