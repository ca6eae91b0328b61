package dev.laurel.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.laurel.lti.Deployment;
import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.support.Screenshots;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.net.URI;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Signing in and the console in Chromium, by keyboard where it matters. */
@LaurelTest
@InBrowser
class StaffPagesBrowserTests {

    @Autowired
    LaurelSettings settings;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void everyPageIsAccessibleAndFitsItsWidth(Look look, Browser.Session browser) {
        register();
        Page page = browser.page(look);
        page.navigate(settings.at("/admin").toString());
        look(page, look, "sign-in");
        page.fill("#login", "admin");
        page.fill("#password", "not the password");
        page.keyboard().press("Enter");
        page.waitForSelector("[role=alert]");
        look(page, look, "sign-in-wrong");
        page.fill("#password", TestSurroundings.OPERATOR_PASSWORD);
        page.keyboard().press("Enter");
        page.waitForURL("**/admin");
        look(page, look, "console-platforms");
        page.click("details.more > summary");
        look(page, look, "console-invite-more");
        page.fill("#district", "Prairie View School District");
        page.keyboard().press("Enter");
        page.waitForSelector("#link");
        look(page, look, "console-invited");
        page.navigate(settings.at("/admin/staff").toString());
        page.fill("#name", "Rosa Lind");
        page.fill("#login", "r");
        page.fill("#district", "Prairie View School District");
        page.keyboard().press("Enter");
        page.waitForSelector("[role=alert]");
        look(page, look, "console-staff");
        page.fill("#login", "rosa." + UUID.randomUUID());
        page.fill("#district", "Prairie View School District");
        page.keyboard().press("Enter");
        page.waitForSelector("#password");
        look(page, look, "console-account");
        page.navigate(settings.at("/admin/staff/invitations").toString());
        page.fill("#name", "Rosa Lind");
        page.fill("#district", "Prairie View School District");
        String address = "rosa." + UUID.randomUUID() + "@example.org";
        page.fill("#address", address);
        page.keyboard().press("Enter");
        page.waitForSelector("[role=status]");
        look(page, look, "console-staff-invited");
        page.navigate(settings.at("/assess").toString());
        look(page, look, "not-yours");
        page.navigate(Mailbox.latest(address, 1).link().toString());
        look(page, look, "invited");
        page.fill("#password", "short");
        page.fill("#repeated", "short");
        page.keyboard().press("Enter");
        page.waitForSelector("[role=alert]");
        look(page, look, "invited-wrong");
        page.navigate(settings.at("/sign-in/invited?t=none").toString());
        look(page, look, "invited-over");
        signOn(page, look);
    }

    /** Sign-in by accounts of organisations, as far as pages go without a provider that answers. */
    private void signOn(Page page, Look look) {
        page.navigate(settings.at("/account").toString());
        look(page, look, "account");
        page.navigate(settings.at("/admin/sign-in").toString());
        look(page, look, "console-sign-in");
        page.fill("#name", "Prairie View Schools " + look);
        page.fill("#issuer", "http://localhost:1");
        page.keyboard().press("Enter");
        page.waitForSelector("#return");
        String own = page.url().replaceFirst("\\?.*", "");
        look(page, look, "console-provider");
        page.fill("#client", "laurel");
        page.fill("#secret", "a secret");
        page.fill("#domains", "prairie.example");
        page.keyboard().press("Enter");
        page.waitForURL("**?done=saved");
        page.click("form[action$='/active'] button");
        page.waitForURL("**?done=on");
        page.click("form[action$='/check'] button");
        page.waitForSelector("#checked");
        look(page, look, "console-provider-checked");
        page.navigate(settings.at("/account").toString());
        look(page, look, "account-to-connect");
        page.navigate(settings.at("/sign-in").toString());
        look(page, look, "sign-in-with");
        page.click("a[href*='/sign-in/with/']");
        page.waitForSelector("main.problem");
        look(page, look, "sign-on-out-of-reach");
        page.navigate(own);
        page.click("form[action$='/removal'] button");
        page.waitForURL("**/admin/sign-in");
    }

    private void register() {
        String unique = UUID.randomUUID().toString();
        Registration registration = registrations.register(
                new Registrations.PlatformFacts(
                        "https://" + unique + ".example.org",
                        "10000000000" + unique.hashCode(),
                        URI.create("https://" + unique + ".example.org/authorize"),
                        URI.create("https://" + unique + ".example.org/token"),
                        URI.create("https://" + unique + ".example.org/jwks"),
                        null,
                        null,
                        "canvas",
                        "1",
                        "Prairie View Canvas",
                        Set.of()),
                tenants.found("Prairie View School District"));
        registrations.deploy(registration.id(), "1:" + unique, registration.home(), Deployment.State.ACTIVE);
        registrations.deploy(registration.id(), "2:" + unique, registration.home(), Deployment.State.PENDING);
    }

    private static void look(Page page, Look look, String name) {
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s scrolls sideways at %s", page.url(), look)
                .isEqualTo(0);
    }
}
