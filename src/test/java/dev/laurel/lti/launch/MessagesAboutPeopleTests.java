package dev.laurel.lti.launch;

import static dev.laurel.lti.launch.FakePlatform.LTI;
import static dev.laurel.lti.launch.FakePlatform.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.FakePlatform.Login;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Messages by one person about another: who gets in, and that a refusal leaves nothing behind. */
@LaurelTest
@WithProbePages
class MessagesAboutPeopleTests {

    private static final String INSTITUTION = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#";

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private final HttpBrowser browser = new HttpBrowser().notFollowingRedirects();
    private FakePlatform platform;
    private Registration registration;

    @BeforeEach
    void connect() {
        platform = new FakePlatform(settings.baseUrl(), 0);
        registration = platform.register(registrations, tenants.found("Prairie Lakes"));
    }

    @Test
    @DisplayName("SR-02 a submission review without for_user is refused")
    void reviewOfNobody() {
        assertRefused(review("Instructor", claims -> claims.remove(LTI + "for_user")));
        assertRefused(review("Instructor", claims -> claims.put(LTI + "for_user", map("name", "Dana"))));
        assertRefused(review("Instructor", claims -> claims.put(LTI + "for_user", "user-2")));
        assertRefused(review("Instructor", claims -> claims.put(LTI + "for_user", map("user_id", ""))));
    }

    @Test
    @DisplayName("Moodle's gradebook sends a review of nobody's work, which opens the link")
    void reviewOfNobodyFromMoodle() {
        jdbc.sql("update lti_registration set product_family = 'moodle' where id = ?")
                .param(registration.id().value())
                .update();
        registrations.enable(registration.id(), true); // forgets what was read before
        for (String role : List.of("Instructor", "Learner")) {
            Page page = review(role, claims -> claims.remove(LTI + "for_user"));
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            assertThat(page.select("#message").text()).isEqualTo("RESOURCE_LINK");
        }
    }

    @ParameterizedTest(name = "SR-03 a submission review of somebody else by {0} is refused")
    @ValueSource(
            strings = {
                "Learner",
                "Mentor",
                "Member",
                "http://purl.imsglobal.org/vocab/lis/v2/membership/Learner#Instructor",
                INSTITUTION + "Instructor",
                INSTITUTION + "Administrator",
                "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
            })
    void reviewBySomebodyWithoutTheRight(String role) {
        assertRefused(review(role, claims -> {}));
    }

    @Test
    @DisplayName("SR-03 an observer is refused even for a learner who is named as theirs")
    void reviewByAMentor() {
        assertRefused(review("Mentor", claims -> claims.put(LTI + "role_scope_mentor", List.of("user-2"))));
    }

    @Test
    @DisplayName("SR-03 a submission review without a role is refused")
    void reviewWithoutRoles() {
        assertRefused(review("Learner", claims -> claims.put(LTI + "roles", List.of())));
    }

    @Test
    @DisplayName("SR-01 a submission review needs the link that it is about")
    void reviewOfNoLink() {
        assertRefused(review("Instructor", claims -> claims.remove(LTI + "resource_link")));
    }

    @ParameterizedTest(name = "SR-01 a submission review by {0} is accepted and known to be about that person")
    @ValueSource(
            strings = {
                "Instructor",
                "ContentDeveloper",
                "-Instructor",
                "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant",
                "http://purl.imsglobal.org/vocab/lis/v2/membership/instructor#Grader"
            })
    void reviewByWhoLeadsTheCourse(String role) {
        Page page = review(role, claims -> {});
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        assertThat(page.select("#message").text()).isEqualTo("SUBMISSION_REVIEW");
        assertThat(page.select("#for-user").text()).isEqualTo("user-2");
        Page again = browser.get(settings.at("/l/" + page.select("#launch").text() + "/probe"));
        assertThat(again.select("#for-user").text()).as("in the window too").isEqualTo("user-2");
    }

    @Test
    @DisplayName("SR-01 a submission review of one's own work is accepted")
    void reviewOfOnesOwn() {
        Page page = review("Learner", claims -> claims.put(LTI + "for_user", map("user_id", "user-1")));
        assertThat(page.status()).as(page.text()).isEqualTo(200);
    }

    @ParameterizedTest(name = "DP-01 {0} by an administrator is accepted, the person named by {1}")
    @CsvSource({
        "LtiDataPrivacyLaunchRequest, user_id",
        "LtiDataPrivacyLaunchRequest, id",
        "DataPrivacyLaunchRequest, user_id",
        "DataPrivacyLaunchRequest, id"
    })
    void privacy(String spelling, String member) {
        Page page = privacy(spelling, INSTITUTION + "Administrator", map(member, "user-2"));
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        assertThat(page.select("#message").text()).isEqualTo("DATA_PRIVACY");
        assertThat(page.select("#for-user").text()).isEqualTo("user-2");
        assertThat(page.select("#link").text()).isEqualTo("none");
        assertThat(page.select("#context").text()).isEqualTo("none");
    }

    @Test
    @DisplayName("DP-01 a data privacy launch that names nobody is about the one who launches")
    void privacyOfNobodyElse() {
        Page page = privacy("LtiDataPrivacyLaunchRequest", "Learner", null);
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        assertThat(page.select("#for-user").text()).isEqualTo("nobody");
    }

    @ParameterizedTest(name = "DP-01 a data privacy launch about somebody else by {0} is refused")
    @ValueSource(strings = {"Learner", "Instructor", "Mentor", INSTITUTION + "Instructor"})
    void privacyBySomebodyWithoutTheRight(String role) {
        assertRefused(privacy("LtiDataPrivacyLaunchRequest", role, map("user_id", "user-2")));
    }

    @Test
    void otherMessagesAreAboutTheirSenderWhateverTheySay() {
        Login login = platform.login(browser);
        Map<String, Object> claims = platform.claims(login, "Learner");
        claims.put(LTI + "for_user", map("user_id", "user-2"));
        Page page = platform.launch(browser, login, claims);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.select("#for-user").text()).isEqualTo("nobody");
    }

    @Test
    void whatLti11CalledAccountAndLinkIsKeptFromFirstSight() {
        Login login = platform.login(browser);
        Map<String, Object> claims = platform.claims(login, "Learner");
        claims.put(LTI + "lti1p1", map("user_id", "535fa085f22b", "resource_link_id", "old-7"));
        assertThat(platform.launch(browser, login, claims).status()).isEqualTo(200);
        assertThat(jdbc.sql("select lti1p1_user_id from lti_user where registration_id = ?")
                        .param(registration.id().value())
                        .query(String.class)
                        .single())
                .isEqualTo("535fa085f22b");
        assertThat(jdbc.sql("select lti1p1_resource_link_id from lti_resource_link where deployment_id in "
                                + "(select id from lti_deployment where registration_id = ?)")
                        .param(registration.id().value())
                        .query(String.class)
                        .single())
                .isEqualTo("old-7");
    }

    @Test
    void whatLti11CalledSomebodyIsKeptAlsoWhereARosterOrALaunchWithoutItCameFirst() {
        jdbc.sql("insert into lti_user (id, tenant_id, registration_id, subject, created_at, updated_at) "
                        + "select ?, d.tenant_id, d.registration_id, ?, current_timestamp, current_timestamp "
                        + "from lti_deployment d where d.registration_id = ?")
                .params(
                        UUID.randomUUID(),
                        platform.claims(platform.login(browser), "Learner").get("sub"),
                        registration.id().value())
                .update();
        assertThat(launched(null)).isEqualTo("none none");
        assertThat(launched(map("user_id", "535fa085f22b"))).isEqualTo("535fa085f22b none");
        assertThat(launched(map("user_id", "535fa085f22b", "resource_link_id", "old-7")))
                .isEqualTo("535fa085f22b old-7");
        assertThat(launched(null)).as("nothing is forgotten").isEqualTo("535fa085f22b old-7");
        assertThat(launched(map("user_id", "other", "resource_link_id", "other")))
                .as("the first is the record")
                .isEqualTo("535fa085f22b old-7");
    }

    /** What is stored of LTI 1.1 after a launch with that claim: account and link. */
    private String launched(Map<String, Object> legacy) {
        Login login = platform.login(browser);
        Map<String, Object> claims = platform.claims(login, "Learner");
        if (legacy != null) {
            claims.put(LTI + "lti1p1", legacy);
        }
        assertThat(platform.launch(browser, login, claims).status()).isEqualTo(200);
        return jdbc.sql(
                        "select coalesce(u.lti1p1_user_id, 'none') || ' ' || coalesce(k.lti1p1_resource_link_id, 'none') "
                                + "from lti_user u join lti_deployment d on d.registration_id = u.registration_id "
                                + "join lti_resource_link k on k.deployment_id = d.id where u.registration_id = ?")
                .param(registration.id().value())
                .query(String.class)
                .single();
    }

    private Page review(String role, Consumer<Map<String, Object>> change) {
        Login login = platform.login(browser);
        Map<String, Object> claims = platform.claims(login, role);
        claims.put(LTI + "message_type", "LtiSubmissionReviewRequest");
        claims.put(LTI + "for_user", map("user_id", "user-2", "name", "Marcus Hale"));
        change.accept(claims);
        return platform.launch(browser, login, claims);
    }

    private Page privacy(String spelling, String role, Map<String, Object> about) {
        Login login = platform.login(browser);
        Map<String, Object> claims = platform.claims(login, role);
        claims.put(LTI + "message_type", spelling);
        claims.remove(LTI + "resource_link");
        claims.remove(LTI + "context");
        if (about != null) {
            claims.put(LTI + "for_user", about);
        }
        return platform.launch(browser, login, claims);
    }

    private void assertRefused(Page page) {
        assertThat(page.status()).as(page.text()).isBetween(400, 499);
        assertThat(page.text()).containsPattern("Support code \\w{4}-\\w{4}");
        assertThat(page.headers().allValues("set-cookie")).allMatch(cookie -> cookie.contains("Max-Age=0"));
        assertThat(jdbc.sql("select count(*) from lti_user where registration_id = ?")
                        .param(registration.id().value())
                        .query(Integer.class)
                        .single())
                .as("accounts stored")
                .isZero();
    }
}
