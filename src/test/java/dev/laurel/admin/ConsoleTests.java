package dev.laurel.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.lti.Deployment;
import dev.laurel.lti.Invitations;
import dev.laurel.lti.NewDeployments;
import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.UserProfile;
import dev.laurel.person.Persons;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestLaunches;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

@LaurelTest
class ConsoleTests {

    @Autowired
    LaurelSettings settings;

    @Autowired
    Invitations invitations;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    Staff staff;

    @Autowired
    Persons persons;

    private final String unique = UUID.randomUUID().toString();
    private final String district = "District " + unique;

    private HttpBrowser.Page open(String path) {
        return Colleague.operator(settings, browser(), path);
    }

    @Test
    void accountsWithTheSameAddressStandSideBySide() {
        TenantId tenant = tenants.found(district);
        String address = "maya-" + unique + "@example.org";
        persons.behind(TestLaunches.learner(tenant)
                .called(new UserProfile("Maya Ortiz", null, null, address))
                .launch());
        assertThat(open("/admin/accounts").text()).doesNotContain(address);
        persons.behind(TestLaunches.learner(tenant)
                .called(new UserProfile("Maya O.", null, null, address.toUpperCase(Locale.ROOT)))
                .launch());
        HttpBrowser.Page page = open("/admin/accounts");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.select("tr:contains(" + address + ")").text()).contains(district, "Maya Ortiz", "Maya O.");
        assertThat(page.select("nav a[aria-current=page]").text()).isEqualTo("Accounts");
        assertThat(new HttpBrowser()
                        .notFollowingRedirects()
                        .get(settings.at("/admin/accounts"))
                        .status())
                .as("for operators only")
                .isNotEqualTo(200);
    }

    private static HttpBrowser browser() {
        return new HttpBrowser();
    }

    @Test
    void invitesAPlatformForANewDistrictAndTheLinkOpensOnce() {
        HttpBrowser.Page page =
                open("/admin").submit("form[action$=invitations]", Map.of("district", "  " + district + " "));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.select("#invited").text()).isEqualTo("Invitation for " + district);
        assertThat(page.text()).contains("The district is new");
        String link = page.select("#link").val();
        assertThat(link).startsWith(settings.at("/lti/register?invitation=").toString());
        String secret = link.substring(link.indexOf('=') + 1);
        assertThat(page.select("#link-without-query").val())
                .as("for platforms that lose a query")
                .isEqualTo(settings.at("/lti/register/" + secret).toString());
        assertThat(invitations.tenantOf(secret))
                .isEqualTo(tenants.named(district))
                .isPresent();
        assertThat(invitations.spend(secret)).isTrue();
        assertThat(invitations.spend(secret)).isFalse();
        assertThat(open("/admin").body()).as("shown once").doesNotContain(secret);
    }

    @Test
    void usesTheDistrictThatIsThere() {
        tenants.found(district);
        HttpBrowser.Page page = open("/admin").submit("form[action$=invitations]", Map.of("district", district));
        assertThat(page.text()).doesNotContain("The district is new");
        assertThat(invitations.tenantOf(page.select("#link").val().replaceFirst(".*=", "")))
                .isEqualTo(tenants.named(district));
    }

    @Test
    void asksForTheDistrict() {
        HttpBrowser.Page page = open("/admin").submit("form[action$=invitations]", Map.of("district", "   "));
        assertThat(page.select("#district-error").text()).isEqualTo("Say which district the invitation is for.");
        assertThat(page.select("#link")).isEmpty();
    }

    @Test
    void showsPlatformsAndDecidesOnTheirDeployments() {
        Registration registration = register();
        HttpBrowser.Page page = open("/admin");
        assertThat(page.text()).contains("Mountain " + unique, registration.clientId(), district);
        String row = "tr:has(code:containsOwn(waiting-" + unique + "))";
        assertThat(page.select(row).text()).contains("Waits for you");
        HttpBrowser.Page welcomed = page.form(row + " form").submitWith("button[value=ACTIVE]");
        assertThat(welcomed.select("[role=status]").text()).contains("launches are welcome now");
        assertThat(welcomed.select(row).text()).contains("Welcome").doesNotContain("Waits for you");
        assertThat(registrations.deployment(registration.id(), "waiting-" + unique))
                .map(Deployment::state)
                .contains(Deployment.State.ACTIVE);
        welcomed.form(row + " form").submitWith("button[value=BLOCKED]");
        assertThat(registrations.deployment(registration.id(), "waiting-" + unique))
                .map(Deployment::state)
                .contains(Deployment.State.BLOCKED);
    }

    @Test
    void showsWhatWaitsFirstAndPutsItIntoTheDistrictThatIsNamed() {
        Registration registration = register();
        registrations.name(
                registrations
                        .deployment(registration.id(), "waiting-" + unique)
                        .orElseThrow()
                        .id(),
                "High School " + unique);
        HttpBrowser.Page page = open("/admin");
        String card = "#waiting article:has(code:containsOwn(waiting-" + unique + "))";
        assertThat(page.select("main section").first().id()).isEqualTo("waiting");
        assertThat(page.select(card).text())
                .contains("High School " + unique, "Mountain " + unique, registration.clientId());
        HttpBrowser.Page approved =
                page.form(card + " form").set("district", "South " + unique).submitWith(card + " button[value=ACTIVE]");
        assertThat(approved.select(card)).isEmpty();
        Deployment deployment =
                registrations.deployment(registration.id(), "waiting-" + unique).orElseThrow();
        assertThat(deployment.state()).isEqualTo(Deployment.State.ACTIVE);
        assertThat(tenants.named("South " + unique)).contains(deployment.tenant());
    }

    @Test
    void keepsTheTermsOfAnInvitationAndWithdrawsIt() {
        HttpBrowser.Page page = open("/admin")
                .submit(
                        "form[action$=invitations]",
                        Map.of(
                                "district",
                                district,
                                "hosts",
                                "https://LMS." + unique + ".example/x, sso." + unique + ".example",
                                "new-deployments",
                                "ACCEPT",
                                "confirm",
                                "true"));
        String secret = page.select("#link").val().replaceFirst(".*=", "");
        Invitations.Open open = invitations.open(secret).orElseThrow();
        assertThat(open.terms())
                .isEqualTo(new Invitations.Terms(
                        Set.of("lms." + unique + ".example", "sso." + unique + ".example"),
                        NewDeployments.ACCEPT,
                        true));
        for (int i = 0; i < 25; i++) {
            invitations.invite(open.tenant(), Duration.ofMinutes(5));
        }
        String its = "#invitations li:contains(sso." + unique + ")";
        pageWith(its).submit(its + " form", Map.of());
        assertThat(invitations.open(secret)).isEmpty();
    }

    /** The first page of invitations that has it, which need not be the first: other tests invite, too. */
    private HttpBrowser.Page pageWith(String invitation) {
        HttpBrowser.Page page = open("/admin");
        while (page.select(invitation).isEmpty()) {
            page = page.open(page.select("#invitations [rel=next]").attr("href"));
        }
        return page;
    }

    @Test
    void takesNoHostThatIsNone() {
        HttpBrowser.Page page = open("/admin")
                .submit("form[action$=invitations]", Map.of("district", district, "hosts", "lms.example\n<b>"));
        assertThat(page.select("#hosts-error").text()).contains("host names");
        assertThat(page.select("#district").val()).isEqualTo(district);
        assertThat(page.select("#hosts").val()).contains("<b>");
        assertThat(page.select("#link")).isEmpty();
        assertThat(tenants.named(district)).isEmpty();
    }

    private Registration register() {
        Registration registration = registrations.register(
                new Registrations.PlatformFacts(
                        "https://" + unique + ".example.org",
                        "client-" + unique,
                        URI.create("https://" + unique + ".example.org/authorize"),
                        URI.create("https://" + unique + ".example.org/token"),
                        URI.create("https://" + unique + ".example.org/jwks"),
                        null,
                        null,
                        "moodle",
                        "4.5",
                        "Mountain " + unique,
                        Set.of()),
                tenants.found(district));
        registrations.deploy(registration.id(), "waiting-" + unique, registration.home(), Deployment.State.PENDING);
        return registration;
    }

    @Test
    void refusesADeploymentThatIsNotThereAndAStateThatIsNone() {
        HttpBrowser browser = browser();
        HttpBrowser.Page signedIn = Colleague.operator(settings, browser, "/admin");
        String token =
                signedIn.select("form[action$=invitations] input[name=_csrf]").val();
        assertThat(browser.post(
                                settings.at("/admin/deployments/" + UUID.randomUUID()),
                                Map.of("_csrf", token, "state", "ACTIVE"))
                        .status())
                .isEqualTo(404);
        assertThat(browser.post(
                                settings.at("/admin/deployments/" + UUID.randomUUID()),
                                Map.of("_csrf", token, "state", "MAYBE"))
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "'   ',rosa,Give the name of the person",
        "Rosa,r,A login is 2 to 100 letters",
        "Rosa,rosa lind,A login is 2 to 100 letters",
        "Rosa,ADMIN,Somebody has this login already"
    })
    void saysWhatIsWrongWithANewAccountAndKeepsWhatWasTyped(String name, String login, String problem) {
        HttpBrowser.Page page = open("/admin/staff")
                .submit(
                        "form[action$=staff]",
                        Map.of("name", name, "login", login, "district", district, "role", "RECOGNITION_OFFICER"));
        assertThat(page.select("[role=alert]").text()).startsWith(problem);
        assertThat(page.select("#login").val()).isEqualTo(login);
        assertThat(page.select("#district").val()).isEqualTo(district);
        assertThat(page.select("#role option[selected]").val()).isEqualTo("RECOGNITION_OFFICER");
        assertThat(tenants.named(district))
                .as("no district is made by a form with a mistake")
                .isEmpty();
    }

    @Test
    void makesAnAssessorWhoCanSignInAndScoreForTheDistrict() {
        HttpBrowser.Page made = makeRosa();
        assertThat(made.select("h1").text()).isEqualTo("Rosa Lind");
        String password = made.select("#password").val();
        assertThat(password).hasSizeGreaterThanOrEqualTo(Staff.SHORTEST_PASSWORD);
        HttpBrowser.Page desk = signInAsRosa(password);
        assertThat(desk.uri().getPath()).isEqualTo("/assess");
        assertThat(desk.status()).isEqualTo(200);
        assertThat(staff.find(rosa()).orElseThrow().assesses())
                .containsExactly(tenants.named(district).orElseThrow());
        assertThat(open("/admin/staff/" + rosa().value()).select("h1").text()).isEqualTo("Rosa Lind");
        HttpBrowser.Page list = open("/admin/staff");
        assertThat(list.select("h1").text()).isEqualTo("Staff");
        HttpBrowser.Page found =
                list.form("form[role=search]").set("q", " ROSA." + unique + " ").submit();
        assertThat(found.select("td[data-label=Login]").eachText()).containsExactly("rosa." + unique);
        assertThat(found.select("td[data-label=Tasks]").text()).contains("scores");
        assertThat(open("/admin/staff/" + rosa().value()).body())
                .as("shown once")
                .doesNotContain(password);
    }

    private HttpBrowser.Page makeRosa() {
        return open("/admin/staff")
                .submit(
                        "form[action$=staff]",
                        Map.of("name", "Rosa Lind", "login", "rosa." + unique, "district", district));
    }

    private StaffId rosa() {
        return staff.withLogin("rosa." + unique).orElseThrow();
    }

    private HttpBrowser.Page signInAsRosa(String password) {
        return browser()
                .header("X-Forwarded-For", "2001:db8:1::" + unique.substring(0, 4))
                .get(settings.at("/sign-in"))
                .submit("form[action$=sign-in]", Map.of("login", "rosa." + unique, "password", password));
    }

    @Test
    void grantsAndTakesBackADistrict() {
        HttpBrowser.Page account = makeRosa();
        HttpBrowser.Page two = account.submit("form[action$=grants]", Map.of("district", "Second " + unique));
        assertThat(two.text()).contains("Second " + unique);
        assertThat(staff.find(rosa()).orElseThrow().assesses()).hasSize(2);
        two.submit("li:contains(Second " + unique + ") form", Map.of());
        assertThat(staff.find(rosa()).orElseThrow().assesses())
                .containsExactly(tenants.named(district).orElseThrow());
    }

    @Test
    void letsAnAssessorSettleDisputesAndCheckCompletenessAndTakesThatBack() {
        HttpBrowser.Page account = makeRosa();
        HttpBrowser.Page lead = account.submit("form:has([value=LEAD_ASSESSOR])", Map.of());
        HttpBrowser.Page both = lead.submit("form:has([value=COMPLETENESS_REVIEWER])", Map.of());
        assertThat(both.text()).contains("scores, leads the scoring, looks through what is handed in");
        StaffMember rosa = staff.find(rosa()).orElseThrow();
        assertThat(rosa.leads()).isEqualTo(rosa.assesses()).isNotEmpty();
        assertThat(rosa.checks()).isEqualTo(rosa.assesses());

        both.submit("form:has([value=LEAD_ASSESSOR])", Map.of());
        assertThat(staff.find(rosa()).orElseThrow().leads()).isEmpty();
        both.submit("li:contains(" + district + ") form[action$=end]", Map.of());
        assertThat(staff.find(rosa()).orElseThrow().checks()).isEmpty();
        both.submit("form:has([value=LEAD_ASSESSOR])", Map.of());
        assertThat(staff.find(rosa()).orElseThrow().leads())
                .as("nobody leads where they do not score")
                .isEmpty();
    }

    @Test
    void givesANewPasswordEndsAnAccountAndResumesIt() {
        HttpBrowser.Page account = makeRosa();
        String first = account.select("#password").val();
        HttpBrowser.Page renewed = account.submit("form[action$=password]", Map.of());
        String second = renewed.select("#password").val();
        assertThat(second).isNotEqualTo(first);
        assertThat(signInAsRosa(first).status()).isEqualTo(401);
        assertThat(signInAsRosa(second).status()).isEqualTo(200);
        HttpBrowser.Page ended = renewed.submit("form[action$=" + rosa().value() + "/end]", Map.of());
        assertThat(ended.text()).contains("This person cannot sign in");
        assertThat(signInAsRosa(second).status()).isEqualTo(401);
        ended.submit("form[action$=resume]", Map.of());
        assertThat(signInAsRosa(second).status()).isEqualTo(200);
    }

    @Test
    void doesNotLetTheOperatorLockThemselvesOut() {
        StaffId admin = staff.withLogin("admin").orElseThrow();
        HttpBrowser.Page page = open("/admin/staff/" + admin.value());
        assertThat(page.select("form[action$=end], form[action$=password]")).isEmpty();
        assertThat(page.text()).contains("LAUREL_ADMIN_PASSWORD");
    }
}
