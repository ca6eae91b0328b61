package dev.laurel.lti.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.canvasdev.Faults.RegistrationFault;
import dev.laurel.lti.Invitations;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A platform that fails while its administrator registers the tool. */
@LaurelTest
class RegistrationFaultTests {

    private static CanvasDev lms;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Invitations invitations;

    @Autowired
    Tenants tenants;

    @Autowired
    JdbcClient jdbc;

    @BeforeAll
    static void start() {
        lms = CanvasDev.start(CanvasDevSettings.onRandomPort());
    }

    @AfterEach
    void mend() {
        lms.faults().clear();
    }

    @AfterAll
    static void stop() {
        lms.close();
    }

    @ParameterizedTest
    @CsvSource({
        "canvas, CONFIGURATION_DOWN",
        "moodle, CONFIGURATION_DOWN",
        "canvas, ENDPOINT_DOWN",
        "moodle, ENDPOINT_DOWN",
        "canvas, NO_ANSWER",
        "moodle, NO_ANSWER"
    })
    @DisplayName("says that the platform failed, stores nothing, and goes through with one press when it is well again")
    void triesAgain(String dress, RegistrationFault fault) {
        lms.faults().nextRegistrations(fault, 1);
        long before = count();

        Page failed = begin(dress, invitation());

        assertThat(failed.status()).isEqualTo(400);
        assertThat(failed.text()).contains("localhost", "Nothing was stored", "Try again now", "Support code");
        assertThat(failed.select("[data-lti-message]")).as("no closing message").isEmpty();
        assertThat(count()).isEqualTo(before);

        Page again = failed.form("#again").submit();

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.select("[data-lti-message]")).as("closing message").isNotEmpty();
        assertThat(count()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"canvas", "moodle"})
    @DisplayName("where the platform registered the tool and did not say so, the invitation is good for beginning anew")
    void beginsAnew(String dress) {
        lms.faults().nextRegistrations(RegistrationFault.DONE_BUT_504, 1);
        String invitation = invitation();
        long before = count();

        Page failed = begin(dress, invitation);
        assertThat(failed.text()).contains("504", "Nothing was stored", "Try again now");
        Page usedUp = failed.form("#again").submit();
        assertThat(usedUp.status()).isEqualTo(400);
        assertThat(usedUp.text()).contains("Start the registration again in your platform");
        assertThat(usedUp.select("#again")).as("that link is used up").isEmpty();
        assertThat(count()).isEqualTo(before);

        Page anew = begin(dress, invitation);

        assertThat(anew.status()).isEqualTo(200);
        assertThat(count()).isEqualTo(before + 1);
    }

    /** What the frame of the administrator shows. */
    private Page begin(String dress, String invitation) {
        HttpBrowser browser = new CanvasDevSession(lms, dress, "sam").browser();
        String prefix = dress.equals("moodle") ? "/moodle" : "";
        Page frame = browser.post(
                lms.url() + prefix + "/admin/tools/register",
                Map.of(
                        "url",
                        settings.at("/lti/register?invitation=" + invitation).toString()));
        return browser.get(frame.select("iframe#tool").attr("src"));
    }

    private String invitation() {
        return invitations
                .invite(tenants.found("District " + UUID.randomUUID()), Duration.ofHours(1))
                .secret();
    }

    private long count() {
        return jdbc.sql("select count(*) from lti_registration")
                .query(Long.class)
                .single();
    }
}
