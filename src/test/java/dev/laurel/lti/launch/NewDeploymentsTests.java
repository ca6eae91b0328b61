package dev.laurel.lti.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.lti.Deployment;
import dev.laurel.lti.Deployment.State;
import dev.laurel.lti.NewDeployments;
import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.FakePlatform.Login;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Deployments that launch without anybody having told of them, and registrations that are switched off. */
@LaurelTest
@WithProbePages
class NewDeploymentsTests {

    private static final String LTI = "https://purl.imsglobal.org/spec/lti/claim/";
    private static final String ADMINISTRATOR =
            "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator";

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    LaurelSettings settings;

    private final HttpBrowser browser = new HttpBrowser().notFollowingRedirects();
    private TenantId tenant;
    private FakePlatform platform;
    private Registration registration;

    @BeforeEach
    void connect() {
        tenant = tenants.found("Prairie Lakes");
        platform = new FakePlatform(settings.baseUrl(), 0);
        registration = registrations.register(platform.facts(), tenant);
    }

    private Page launchFrom(String deployment, String... roles) {
        Login login = platform.login(browser, Map.of("lti_deployment_id", ""));
        Map<String, Object> claims = platform.claims(login, "Learner");
        if (roles.length > 0) {
            claims.put(LTI + "roles", List.of(roles));
        }
        claims.put(LTI + "deployment_id", deployment);
        claims.put(LTI + "tool_platform", Map.of("guid", "g", "name", "Prairie Lakes USD"));
        return platform.launch(browser, login, claims);
    }

    private State stateOf(String deployment) {
        return registrations
                .deployment(registration.id(), deployment)
                .map(Deployment::state)
                .orElseThrow();
    }

    @Test
    void waitEvenIfTheyAreTheFirstWhereTheOperatorSaidSo() {
        registrations.receive(registration.id(), NewDeployments.WAIT);
        Page page = launchFrom("1:first");
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.text()).contains("waits for approval", "Support code");
        assertThat(page.body()).doesNotContain("1:first");
        assertThat(stateOf("1:first")).isEqualTo(State.PENDING);
        assertThat(launchFrom("1:first").status()).as("and go on waiting").isEqualTo(403);
    }

    @RepeatedTest(3)
    void oneIsTheFirstHoweverManyAreLaunchedFromAtTheSameMoment() throws Exception {
        registrations.receive(registration.id(), NewDeployments.FIRST);
        Registration known = registrations.find(registration.id()).orElseThrow();
        ExecutorService together = Executors.newFixedThreadPool(8);
        try {
            CyclicBarrier start = new CyclicBarrier(8);
            List<Future<Deployment>> seen = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String deployment = "at-once-" + i / 2;
                seen.add(together.submit(() -> {
                    start.await(10, TimeUnit.SECONDS);
                    return registrations.firstSeen(known, deployment);
                }));
            }
            Set<String> active = new HashSet<>();
            for (Future<Deployment> each : seen) {
                Deployment deployment = each.get(30, TimeUnit.SECONDS);
                if (deployment.isActive()) {
                    active.add(deployment.deploymentId());
                }
            }
            assertThat(active).hasSize(1);
            assertThat(registrations.deployments(registration.id(), 10))
                    .hasSize(4)
                    .filteredOn(Deployment::isActive)
                    .hasSize(1);
        } finally {
            together.shutdownNow();
        }
    }

    @Test
    void areWelcomeAtOnceWhereTheOperatorSaidSo() {
        registrations.receive(registration.id(), NewDeployments.ACCEPT);
        for (String deployment : new String[] {"1:first", "2:second"}) {
            assertThat(launchFrom(deployment).status()).isEqualTo(200);
            assertThat(stateOf(deployment)).isEqualTo(State.ACTIVE);
        }
    }

    @Test
    void anAdministratorIsToldWhatIsMissingAndWhoCanMendIt() {
        registrations.receive(registration.id(), NewDeployments.WAIT);
        Page page = launchFrom("7:<b>bold</b>", ADMINISTRATOR);
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.text()).contains("7:<b>bold</b>", platform.clientId, "/admin", "Support code");
        assertThat(page.select("main b")).isEmpty();
        assertThat(page.select("[data-window], #user")).as("no window").isEmpty();
    }

    @Test
    void whoIsSentAwayIsShownTheWayThatThePlatformNamed() {
        registrations.receive(registration.id(), NewDeployments.WAIT);
        Page page = launchFrom("1:first");
        assertThat(page.select("#way-back").attr("href"))
                .startsWith(platform.issuer + "/return?lti_errormsg=")
                .doesNotContain(" ", "<");

        Login login = platform.login(browser, Map.of("lti_deployment_id", ""));
        Map<String, Object> claims = platform.claims(login, "Learner");
        claims.put(LTI + "deployment_id", "1:first");
        claims.put(LTI + "launch_presentation", Map.of("return_url", "javascript:alert(1)"));
        Page without = platform.launch(browser, login, claims);
        assertThat(without.status()).isEqualTo(403);
        assertThat(without.select("#way-back")).isEmpty();
        assertThat(without.body()).doesNotContain("javascript:");
    }

    @Test
    void anApprovedOneOpensInTheDistrictThatItWasPutInto() {
        registrations.receive(registration.id(), NewDeployments.WAIT);
        launchFrom("1:first");
        Registrations.Waiting waiting = registrations.waiting(200).stream()
                .filter(each -> each.registration().id().equals(registration.id()))
                .findFirst()
                .orElseThrow();
        assertThat(waiting.platformName()).isEqualTo("Prairie Lakes USD");
        assertThat(waiting.deployment().tenant()).isEqualTo(tenant);
        TenantId south = tenants.found("South");
        assertThat(registrations.assign(waiting.deployment().id(), south)).isTrue();
        assertThat(registrations.change(waiting.deployment().id(), State.ACTIVE))
                .isTrue();

        Page opened = launchFrom("1:first");
        assertThat(opened.status()).isEqualTo(200);
        assertThat(opened.select("#tenant").text()).isEqualTo(south.value().toString());

        assertThat(registrations.assign(waiting.deployment().id(), tenant))
                .as("what people did stays with the district that they did it for")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRegistrationThatIsSwitchedOffOpensForNobodyUntilItIsSwitchedOn(boolean between) {
        assertThat(platform.launch(browser, "Learner").status()).isEqualTo(200);
        Login begun = platform.login(browser);
        registrations.enable(registration.id(), false);
        Page page = between
                ? platform.launch(browser, begun, platform.claims(begun, "Learner"))
                : platform.login(browser).answer();
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.text()).contains("switched off");
        registrations.enable(registration.id(), true);
        assertThat(platform.launch(browser, "Learner").status()).isEqualTo(200);
    }

    @Test
    void aWindowThatIsOpenClosesWhenItsDeploymentIsBlockedAndOpensAgainWithIt() {
        Page window = launchFrom("1:first");
        String probe = window.select("#upload").attr("action");
        assertThat(browser.get(settings.at(probe)).status()).isEqualTo(200);
        Deployment deployment =
                registrations.deployment(registration.id(), "1:first").orElseThrow();

        registrations.change(deployment.id(), State.BLOCKED);
        Page closed = browser.get(settings.at(probe));
        assertThat(closed.status()).isEqualTo(403);
        assertThat(closed.text()).contains("switched off", "Support code");
        assertThat(launchFrom("1:first").status()).isEqualTo(403);

        registrations.change(deployment.id(), State.ACTIVE);
        assertThat(browser.get(settings.at(probe)).status()).isEqualTo(200);
    }

    @Test
    void aWindowThatIsOpenClosesWhenItsPlatformIsSwitchedOffAndOpensAgainWithIt() {
        Page window = platform.launch(browser, "Learner");
        String probe = window.select("#upload").attr("action");
        assertThat(browser.get(settings.at(probe)).status()).isEqualTo(200);

        registrations.enable(registration.id(), false);
        Page closed = browser.get(settings.at(probe));
        assertThat(closed.status()).isEqualTo(403);
        assertThat(closed.text()).contains("switched off");

        registrations.enable(registration.id(), true);
        assertThat(browser.get(settings.at(probe)).status()).isEqualTo(200);
    }
}
