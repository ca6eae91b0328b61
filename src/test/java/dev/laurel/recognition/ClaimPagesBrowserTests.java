package dev.laurel.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.laurel.badge.Award;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.person.PersonId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.net.URI;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** The officer's desk as an officer sees it. */
@LaurelTest
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true"})
@InBrowser
class ClaimPagesBrowserTests {

    @Autowired
    LaurelSettings settings;

    @Autowired
    Claims claims;

    @Autowired
    Tenants tenants;

    @Autowired
    Catalogue catalogue;

    private String claimed() {
        MicroCredential earned =
                catalogue.current(new MicroCredentialId("lit-hfw-mapping")).orElseThrow();
        String credential = "seen" + UUID.randomUUID();
        URI nowhere = settings.at("/");
        Award award = new Award(
                credential,
                new SubmissionId(UUID.randomUUID()),
                earned.badge().name(),
                Instant.now(),
                null,
                Award.Status.VALID,
                new Award.Addresses(nowhere, nowhere, nowhere, nowhere, nowhere),
                null,
                null);
        int cycle = Year.now(ZoneOffset.UTC).getValue() + 2;
        ClaimId claim = claims.request(
                tenants.demonstration(), new PersonId(UUID.randomUUID()), award, earned, "us-tn-renewal", cycle);
        return claim.value().toString();
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void everyPageIsAccessibleAndFitsItsWidth(Look look, Browser.Session browser) {
        String claim = claimed();
        Page page = browser.page(look);
        page.navigate(settings.at("/sign-in?to=/recognition/claims").toString());
        page.fill("#login", "nora");
        page.fill("#password", "demo-assessor");
        page.keyboard().press("Enter");
        page.waitForURL(settings.at("/recognition/claims").toString());
        check(page, look, "claims");
        page.navigate(settings.at("/recognition/claims?show=asked").toString());
        check(page, look, "claims-none");
        page.navigate(settings.at("/recognition/claims/" + claim).toString());
        page.locator("button[value=UNDER_REVIEW]").press("Enter");
        page.waitForSelector("button[value=DECLINED]");
        check(page, look, "claim");
        page.fill("#words", "It was counted in another system.");
        page.locator("button[value=DECLINED]").press("Enter");
        page.waitForSelector("#history");
        check(page, look, "claim-decided");
        page.navigate(settings.at("/recognition/webhooks").toString());
        check(page, look, "webhooks");
        page.fill("#name", "License office");
        page.fill("#url", "http://localhost:1/laurel");
        page.locator("form[action$='/webhooks'] button.primary").press("Enter");
        page.waitForSelector("#secret");
        page.locator("form[action$='/ping'] button").press("Enter");
        page.waitForSelector("#log ~ ul");
        check(page, look, "webhook");
    }

    private static void check(Page page, Look look, String name) {
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s scrolls sideways at %s", page.url(), look)
                .isEqualTo(0);
    }
}
