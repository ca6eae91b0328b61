package dev.laurel.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.reporting.Happenings.Way;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Reports as a state sees them. */
@LaurelTest
@InBrowser
class ReportsBrowserTests {

    private static final Instant NOVEMBER = Instant.parse("2025-11-12T16:00:00Z");

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    private MicroCredential muchHappened() {
        Happenings given = new Happenings(context);
        MicroCredential hinge = given.credential("assess-hinge-questions");
        String hard = hinge.rubric().criteria().get(0).id();
        String low = hinge.rubric().criteria().get(0).levels().get(0).key();
        TenantId large = given.district();
        given.people(60, large, hinge, Way.EARNED_LATER, NOVEMBER);
        given.people(25, large, given.credential("lit-hfw-mapping"), Way.NOT_YET, NOVEMBER);
        given.people(3, given.district(), hinge, Way.EARNED, NOVEMBER);
        for (int i = 0; i < 30; i++) {
            UUID work = given.person(UUID.randomUUID(), large, hinge, Way.EARNED, NOVEMBER, Duration.ofDays(3));
            UUID rated = given.decided(work, large, hinge, i < 12 ? Map.of(hard, low) : Map.of(), NOVEMBER);
            given.pair(
                    rated,
                    large,
                    hinge,
                    hard,
                    low,
                    i < 25 ? low : hinge.rubric().criteria().get(0).cut(),
                    NOVEMBER);
        }
        given.count(NOVEMBER, NOVEMBER.plus(Duration.ofDays(3)), NOVEMBER.plus(Duration.ofDays(9)));
        return hinge;
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void everyPageIsAccessibleAndFitsItsWidth(Look look, Browser.Session browser) {
        MicroCredential hinge = muchHappened();
        Page page = browser.page(look);
        page.navigate(settings.at("/sign-in?to=/admin/reports").toString());
        page.fill("#login", "admin");
        page.fill("#password", TestSurroundings.OPERATOR_PASSWORD);
        page.keyboard().press("Enter");
        page.waitForURL(address -> !address.contains("sign-in"));
        page.navigate(settings.at("/admin/reports?year=2025").toString());
        check(page, look, "reports");
        page.navigate(settings.at("/admin/reports/credentials/" + hinge.id().value() + "?year=2025")
                .toString());
        check(page, look, "report-credential");
        page.navigate(settings.at("/admin/reports/compare?year=2025").toString());
        check(page, look, "report-compare");
        page.navigate(settings.at("/admin/reports/compare?year=last").toString());
        check(page, look, "report-compare-none");
        page.navigate(settings.at("/admin/research").toString());
        check(page, look, "research");
    }

    private static void check(Page page, Look look, String name) {
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s scrolls sideways at %s", page.url(), look)
                .isEqualTo(0);
    }
}
