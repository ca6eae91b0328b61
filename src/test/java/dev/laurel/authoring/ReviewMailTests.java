package dev.laurel.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Listeners;
import dev.laurel.support.Mailbox;
import dev.laurel.support.Mailbox.Mail;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who hears by mail that a version waits for them. */
@LaurelTest
class ReviewMailTests {

    private static final String PASSWORD = "long enough for anybody";

    @Autowired
    LaurelSettings settings;

    @Autowired
    Staff staff;

    @Autowired
    Tenants tenants;

    @Autowired
    JdbcClient jdbc;

    private TenantId district;
    private Listeners heard;

    @BeforeEach
    void aDistrict() {
        heard = Listeners.of(jdbc, "authoring.review-step");
        district = tenants.found("District " + UUID.randomUUID());
    }

    private static String address() {
        return UUID.randomUUID() + "@example.org";
    }

    private Page signIn(String login, String name, StaffRole... roles) {
        StaffId id = staff.create(login, name, PASSWORD);
        for (StaffRole role : roles) {
            staff.grant(id, role, district);
        }
        return new Colleague(id, login, PASSWORD).signsIn(settings);
    }

    private static byte[] yaml() throws IOException {
        return new ClassPathResource("demo/catalogue/literacy-high-frequency-words.yaml")
                .getContentAsString(StandardCharsets.UTF_8)
                .replace("id: lit-hfw-mapping", "id: m" + UUID.randomUUID())
                .replaceFirst("title: .*", "title: Mapped words")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void tellsReviewersThatAVersionWaitsAndItsWritersWhatBecameOfIt() throws IOException {
        String writing = address();
        String reviewing = address();
        String both = address();
        Page author = signIn(writing, "Ana Autora", StaffRole.AUTHOR);
        Page reviewer = signIn(reviewing, "Rhea Reader", StaffRole.CONTENT_REVIEWER);
        Page second = signIn(both, "Bo Both", StaffRole.AUTHOR, StaffRole.CONTENT_REVIEWER);
        String gone = address();
        Page third = signIn(gone, "Gil Gone", StaffRole.AUTHOR);
        TenantId elsewhere = tenants.found("District " + UUID.randomUUID());
        String other = address();
        staff.grant(staff.create(other, "Olga", PASSWORD), StaffRole.CONTENT_REVIEWER, elsewhere);

        Page draft = author.open("/author")
                .form("form[action$=/author/versions]")
                .file("file", "mine.yaml", "application/yaml", yaml())
                .submit();
        String version = draft.uri().getPath();
        second.open(version + "/edit/basics")
                .form("#editor")
                .set("short_description", "Words of a second writer.")
                .submit();
        third.open(version + "/edit/basics")
                .form("#editor")
                .set("short_description", "Words of somebody who leaves.")
                .submit();
        staff.revoke(staff.withLogin(gone).orElseThrow(), StaffRole.AUTHOR, district);
        author.open(version).form("form[action$=/HAND_IN]").submit();

        Mail waits = Mailbox.latest(reviewing, 1);
        assertThat(waits.subject()).isEqualTo("Waits for your review: Mapped words");
        assertThat(waits.text()).contains("Ana Autora asks for a review", version, "pide que se revise «Mapped words»");
        heard.awaitHeard();
        assertThat(Mailbox.to(both))
                .as("who wrote a word of it cannot publish it")
                .isEmpty();
        assertThat(Mailbox.to(writing)).as("what one did oneself").isEmpty();

        reviewer.open(version)
                .form("form[action$=/RETURN]")
                .set("reason", "The rubric has a gap")
                .submit();
        assertThat(Mailbox.latest(writing, 1).subject()).isEqualTo("Back from review: Mapped words");
        assertThat(Mailbox.latest(both, 1).text())
                .contains("Rhea Reader has reviewed")
                .contains("draft again");

        String stop = Mailbox.header(writing, "List-Unsubscribe").replaceAll("[<>]", "");
        assertThat(new HttpBrowser().get(settings.at("/review-mails/nobodys")).status())
                .isEqualTo(404);
        assertThat(new HttpBrowser().post(stop, Map.of()).text()).contains("no more mails about reviews");
        author.open(version).form("form[action$=/HAND_IN]").submit();
        Mailbox.latest(reviewing, 2);
        reviewer.open(version).form("form[action$=/PUBLISH]").submit();
        assertThat(Mailbox.latest(both, 2).subject()).isEqualTo("Published: Mapped words");
        heard.awaitHeard();
        assertThat(Mailbox.to(writing)).as("who wants no more gets no more").hasSize(1);
        assertThat(Mailbox.to(gone)).as("who writes here no more").isEmpty();
        assertThat(Mailbox.to(other)).as("of another district").isEmpty();
    }
}
