package dev.laurel.lti.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.lti.Deployment;
import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** What some Canvases do and others do not, and what comes of it here. */
@LaurelTest
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true"})
class CanvasMannersTests {

    private static final String WORDS = "lit-hfw-mapping";
    private static final String DEBUGGING = "cs-systematic-debugging";

    @Autowired
    LaurelSettings settings;

    @Autowired
    Registrations registrations;

    @Autowired
    JdbcClient jdbc;

    private CanvasDev lms;

    @BeforeEach
    void start() {
        lms = CanvasDev.start(
                CanvasDevSettings.onRandomPort().withToolUrl(settings.baseUrl().toString()));
    }

    @AfterEach
    void stop() {
        lms.close();
    }

    private Registration registration() {
        return registrations
                .find(lms.issuer("canvas"), lms.clientId("canvas").orElseThrow())
                .orElseThrow();
    }

    @Test
    void aDeploymentThatTheRegistrationDidNotNameIsTheOneThatIsFirstLaunchedFrom() {
        lms.faults().deploymentUntold(true);
        lms.register("canvas");
        assertThat(registrations.deployments(registration().id(), 10)).isEmpty();
        Page page = new CanvasDevSession(lms, "canvas", "dana").openMicroCredential(WORDS);
        assertThat(page.status()).isEqualTo(200);
        assertThat(registrations.deployments(registration().id(), 10))
                .singleElement()
                .matches(Deployment::isActive);
    }

    @Test
    void whoseAccountsWereMergedStaysTheSameWhereTheyWereAndGetsInElsewhereToo() {
        lms.register("canvas");
        CanvasDevSession marcus = new CanvasDevSession(lms, "canvas", "marcus");
        assertThat(marcus.openMicroCredential(WORDS).status()).isEqualTo(200);
        String merged = lms.mergeAccount("marcus");

        assertThat(marcus.openMicroCredential(WORDS).status()).isEqualTo(200);
        assertThat(subjects().get(1))
                .as("the course goes on with the old one")
                .isEqualTo(subjects().get(0))
                .isNotEqualTo(merged);

        CanvasDev.Link link = marcus.link(DEBUGGING);
        lms.enrol("canvas", link.courseId(), "marcus");
        assertThat(marcus.openAssignment(link.courseId(), link.assignmentId()).status())
                .isEqualTo(200);
        assertThat(subjects()).hasSize(3).endsWith(merged);
    }

    /** Who has opened a link, launch by launch. */
    private List<String> subjects() {
        return jdbc.sql("select u.subject from lti_launch l join lti_user u on u.id = l.user_id"
                        + " where l.registration_id = :registration and l.message = 'RESOURCE_LINK'"
                        + " order by l.launched_at, l.id")
                .param("registration", registration().id().value())
                .query(String.class)
                .list();
    }
}
