package dev.laurel.person;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PageAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Signing in with an account of one's organisation, as a browser does it with cookies, policies and redirects of its own. */
@LaurelTest
@InBrowser
class SingleSignOnBrowserTests {

    private static final double PATIENCE = 60_000;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Tenants tenants;

    @Autowired
    Staff staff;

    @Autowired
    IdentityProviders providers;

    private final String unique = UUID.randomUUID().toString().substring(0, 13);
    private ProviderPeer peer;
    private ProviderId provider;

    @BeforeEach
    void anAssessorAndAProvider() throws IOException {
        peer = new ProviderPeer();
        peer.description.put("end_session_endpoint", peer.issuer() + "/end");
        TenantId district = tenants.found("District " + unique);
        StaffId operator = staff.createOperator("op." + unique, "Olga", "correct horse battery")
                .orElseThrow();
        StaffId ana = staff.create("ana." + unique, "Ana Ruiz", "correct horse battery");
        staff.grant(ana, StaffRole.ASSESSOR, district);
        provider = providers
                .begin(operator, null, "Riverton " + unique, peer.issuer())
                .orElseThrow();
        providers.change(provider, "Riverton " + unique, peer.issuer(), peer.clientId, ProviderPeer.SECRET, List.of());
        providers.switchTo(provider, true);
        peer.is("sub-" + unique, Map.of("name", "Ana Ruiz"));
    }

    @AfterEach
    void theProviderIsGone() {
        assertThat(peer.complaints).isEmpty();
        peer.close();
        providers.remove(provider);
    }

    private static void isAt(Page page, String path) {
        PlaywrightAssertions.assertThat(page)
                .hasURL(
                        Pattern.compile(".*" + path.replace("?", "\\?") + "$"),
                        new PageAssertions.HasURLOptions().setTimeout(PATIENCE));
    }

    /** The button lies in a menu where the screen is narrow. */
    private static void signOut(Page page) {
        page.locator("form[action$='/sign-out']").first().evaluate("form => form.requestSubmit()");
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void connectsSignsOutSignsInWithTheButtonAndSignsOutThereToo(Look look, Browser.Session browser) {
        Page page = browser.person(look).newPage();
        page.navigate(settings.at("/sign-in?to=/account").toString());
        page.fill("#login", "ana." + unique);
        page.fill("#password", "correct horse battery");
        page.locator("main form button.primary").press("Enter");
        isAt(page, "/account");
        page.locator("form[action*='/account/connections/" + provider.value() + "'] button")
                .press("Enter");
        isAt(page, "/account?done=connected");
        signOut(page);
        isAt(page, "/sign-in?out");
        assertThat(page.locator("#out-there").count())
                .as("signed in with a password")
                .isZero();

        page.navigate(settings.at("/sign-in?to=/account").toString());
        page.locator("a[href*='/sign-in/with/" + provider.value() + "']").press("Enter");
        isAt(page, "/account");
        signOut(page);
        page.waitForSelector("#out-there");
        Screenshots.take(page, "signed-out-here", look);
        Accessibility.assertNoViolations(page);
        page.locator("#out-there").press("Enter");
        isAt(page, "/sign-in?out");
        assertThat(peer.ended).isEqualTo(1);

        page.navigate(settings.at("/account").toString());
        assertThat(page.url()).as("signed out").contains("/sign-in");
        peer.refusesWith("access_denied");
        page.navigate(settings.at("/sign-in/with/" + provider.value()).toString());
        assertThat(page.locator("main.problem code").count())
                .as("a support code")
                .isEqualTo(1);
    }
}
