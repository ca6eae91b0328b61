package dev.laurel.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.support.Mailbox.Mail;
import dev.laurel.support.Teacher;
import dev.laurel.system.LaurelSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Reminders by mail: read before they go, seldom, and stopped with one click. */
@LaurelTest
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true"})
class NudgeTests {

    private static final String HINGE = "assess-hinge-questions";

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private CanvasDev lms;
    private UUID person;
    private String address;

    @BeforeEach
    void somebodysWorkRests() {
        lms = CanvasDev.start(
                CanvasDevSettings.onRandomPort().withToolUrl(settings.baseUrl().toString()));
        lms.register("canvas");
        Teacher.opens(lms, "canvas", "aisha", HINGE).starts();
        person = jdbc.sql("select id from person where name = 'Aisha Brown' order by created_at desc fetch first 1 row"
                        + " only")
                .query(UUID.class)
                .single();
        // An address of this test's own, as the platform gave it.
        address = "aisha." + UUID.randomUUID() + "@example.org";
        person("email = '" + address + "'");
        jdbc.sql("update submission set since = :then where earner_id = :person")
                .param("then", Timestamp.from(Instant.now().minus(Duration.ofDays(20))))
                .param("person", person)
                .update();
    }

    @AfterEach
    void stop() {
        lms.close();
    }

    private void person(String what) {
        jdbc.sql("update person set " + what + " where id = :id")
                .param("id", person)
                .update();
    }

    private Page reminders() {
        Page cohort = new CanvasDevSession(lms, "canvas", "priya").openMicroCredential(HINGE);
        return cohort.open(cohort.select("body").attr("data-window") + "/course/reminders");
    }

    private Page send(Page page) {
        return page.form("form[action$=/reminders]").submit();
    }

    @Test
    void nobodyButWhoLeadsTheCourseSeesOrSendsAny() {
        Page own = new CanvasDevSession(lms, "canvas", "aisha").openMicroCredential(HINGE);
        assertThat(own.open(own.select("body").attr("data-window") + "/course/reminders")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void isReadBeforeItGoesAndGoesOnce() {
        Page before = reminders();
        assertThat(before.select("[aria-labelledby=letter]").text())
                .contains("Your micro-credential is waiting", "Hello Aisha Brown", "No more reminders");
        assertThat(before.text()).contains("Aisha Brown");
        assertThat(Mailbox.to(address)).isEmpty();

        assertThat(send(before).text()).contains("One reminder is on the way");

        Mail mail = Mailbox.latest(address, 1);
        assertThat(mail.subject()).startsWith("Your micro-credential is waiting");
        assertThat(mail.text()).contains("Hello Aisha Brown", "Nothing is lost");
        assertThat(Mailbox.header(address, "List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
        assertThat(Mailbox.header(address, "List-Unsubscribe"))
                .isEqualTo("<" + mail.link() + ">")
                .startsWith("<" + settings.at("/reminders/"));
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        reminders().select("[aria-labelledby=log] tbody").text().contains("Sent"));

        Page after = reminders();
        assertThat(after.text()).contains("Was reminded less than a week ago");
        assertThat(after.select("input[name=who]")).isEmpty();
        assertThat(Mailbox.to(address)).hasSize(1);
    }

    @Test
    void twoPressesAtOnceRemindOnce() {
        Page one = reminders();
        Page other = reminders();
        send(one);
        assertThat(send(other).text()).contains("No reminder was sent");
        Mailbox.latest(address, 1);
        assertThat(Mailbox.to(address)).hasSize(1);
    }

    @Test
    void oneClickOfAMailProgramStopsThem() throws Exception {
        send(reminders());
        URI stop = Mailbox.latest(address, 1).link();
        assertThat(new HttpBrowser().get(stop).text()).contains("Stop reminders");
        assertThat(unsubscribedAt()).as("opening it changes nothing").isNull();

        // As RFC 8058 has it: no cookie, no redirect, this body.
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(stop)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString("List-Unsubscribe=One-Click"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(unsubscribedAt()).isNotNull();

        jdbc.sql("update journey_nudge set asked_at = :then where person_id = :person")
                .param("then", Timestamp.from(Instant.now().minus(Duration.ofDays(30))))
                .param("person", person)
                .update();
        assertThat(reminders().text()).contains("Wants no reminders");

        Page undone =
                new HttpBrowser().get(stop).form("form").submit().form("form").submit();
        assertThat(undone.text()).contains("You get reminders again");
        assertThat(reminders().select("input[name=who]")).isNotEmpty();
        assertThat(new HttpBrowser().get(settings.at("/reminders/nobodys")).status())
                .isEqualTo(404);
    }

    private Object unsubscribedAt() {
        return jdbc.sql("select unsubscribed_at from journey_nudge_reader where person_id = :person")
                .param("person", person)
                .query((row, number) -> java.util.Optional.ofNullable(row.getTimestamp("unsubscribed_at")))
                .single()
                .orElse(null);
    }

    @Test
    void speaksTheTeachersLanguage() {
        person("language = 'es-US'");
        send(reminders());
        assertThat(Mailbox.latest(address, 1).text()).contains("Hola, Aisha Brown:", "No se ha perdido nada");
        assertThat(Mailbox.header(address, "Content-Language")).isEqualTo("es-US");
    }

    private static final String MAPPING = "lit-hfw-mapping";

    /** The reminders of the course, once its roster is known, with a date that has passed for what Aisha has not begun. */
    private Page remindersOfWhatIsLate() {
        CanvasDevSession priya = new CanvasDevSession(lms, "canvas", "priya");
        priya.due(priya.link(MAPPING), Instant.now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS));
        priya.openMicroCredential(MAPPING);
        await().atMost(Duration.ofSeconds(60)).until(() -> reminders().text().contains("Elena Rossi"));
        return reminders();
    }

    @Test
    void whoIsLateAndHasNotBegunIsRemindedWhereLaurelHasMetThem() {
        Page page = remindersOfWhatIsLate();
        assertThat(page.select("tr:contains(Aisha):contains(Mapping)").text()).contains("Not started", "Late since");
        assertThat(page.select("tr:contains(Elena)").text())
                .contains("Has never opened Laurel, so it has no address", "Not started");
        assertThat(page.select("tr:contains(Elena) input")).isEmpty();

        String key = page.select("tr:contains(Aisha):contains(Mapping) input").attr("value");
        page.submit("form[action$=/reminders]", Map.of("who", key));

        Mail mail = Mailbox.latest(address, 1);
        assertThat(mail.subject()).contains("Mapping");
        assertThat(mail.text())
                .contains("in your course waits for you to begin", "It was due by", "You can still hand it in")
                .doesNotContain("has rested", "where you opened it before");
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        reminders().select("[aria-labelledby=log] tbody").text().contains("Mapping"));
        assertThat(reminders().select("tr:contains(Aisha):contains(Mapping)").text())
                .contains("Was reminded less than a week ago");
    }

    @Test
    void whoBeginsMeanwhileIsNotRemindedToBegin() {
        Page open = remindersOfWhatIsLate();
        String key = open.select("tr:contains(Aisha):contains(Mapping) input").attr("value");
        Teacher.opens(lms, "canvas", "aisha", MAPPING).starts();
        person("email = '" + address + "'");
        open.submit("form[action$=/reminders]", Map.of("who", key));
        assertThat(Mailbox.to(address)).isEmpty();
    }

    @Test
    void leavesThoseInPeaceWhoHaveNoAddressOrMovedOn() {
        person("email = null");
        Page page = reminders();
        assertThat(page.text()).contains("No address: your LMS gives none");
        assertThat(page.select("input[name=who]")).isEmpty();

        person("email = '" + address + "'");
        Page open = reminders();
        jdbc.sql("update submission set since = :now where earner_id = :person")
                .param("now", Timestamp.from(Instant.now()))
                .param("person", person)
                .update();
        assertThat(send(open).text()).contains("No reminder was sent");
        assertThat(Mailbox.to(address)).isEmpty();
    }
}
