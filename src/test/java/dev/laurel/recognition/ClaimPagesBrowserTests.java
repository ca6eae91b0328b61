package dev.laurel.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.laurel.badge.Award;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.person.PersonId;
import dev.laurel.person.StaffId;
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
import org.springframework.jdbc.core.simple.JdbcClient;
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

    @Autowired
    JdbcClient jdbc;

    private String claimed() {
        return claimed("us-tn-renewal");
    }

    private String claimed(String rule) {
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
                null,
                false);
        int cycle = Year.now(ZoneOffset.UTC).getValue() + 2;
        ClaimId claim =
                claims.request(tenants.demonstration(), new PersonId(UUID.randomUUID()), award, earned, rule, cycle);
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
        page.navigate(
                settings.at("/recognition/claims/" + claimed("us-nc-renewal")).toString());
        page.locator("button[value=UNDER_REVIEW]").press("Enter");
        page.waitForSelector("button[value=DECLINED]");
        page.locator("details:has(#share-0) summary").press("Enter");
        page.fill("#share-0", "2");
        page.fill("#share-1", "1.5");
        check(page, look, "claim-of-several-categories");
        exports(page, look);
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

    /** A claim goes out in the state's columns, is withdrawn, and the columns are changed. */
    private void exports(Page page, Look look) {
        ClaimId claim = new ClaimId(UUID.fromString(claimed()));
        jdbc.sql("update recognition_claim set state = 'APPROVED', since = requested_at, educator_number = '004217'"
                        + " where id = :id")
                .param("id", claim.value())
                .update();
        page.navigate(settings.at("/recognition/claims?show=decided").toString());
        page.locator("a[href$='/exports']").press("Enter");
        page.waitForURL(settings.at("/recognition/claims/exports").toString());
        check(page, look, "exports");
        page.locator("a[href$='/us-tn-pdp-example']").press("Enter");
        page.waitForSelector("#only-new");
        page.locator("form[action$='/runs'] button").press("Enter");
        page.waitForSelector("#files ~ ul");
        claims.decide(
                tenants.demonstration(),
                claim,
                ClaimState.WITHDRAWN,
                null,
                null,
                new StaffId(UUID.randomUUID()),
                "It was counted in another system.");
        page.reload();
        page.waitForSelector("#changed");
        check(page, look, "export");
        page.navigate(settings.at("/recognition/claims/" + claim.value()).toString());
        page.waitForSelector("#told");
        check(page, look, "claim-exported");
        page.navigate(settings.at("/recognition/claims/exports/us-tn-pdp-example/edit")
                .toString());
        page.locator("button[value=add]").press("Enter");
        page.waitForSelector("#heading-12");
        page.locator("button[value=preview]:visible").last().press("Enter");
        page.waitForSelector("#problem-12");
        check(page, look, "export-editor-wrong");
        page.locator("button[value=remove-12]").press("Enter");
        page.waitForCondition(() -> page.locator("#heading-12").count() == 0);
        page.locator("button[value=preview]:visible").last().press("Enter");
        page.waitForSelector("#preview");
        check(page, look, "export-editor");
    }

    private static void check(Page page, Look look, String name) {
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s scrolls sideways at %s", page.url(), look)
                .isEqualTo(0);
    }
}
