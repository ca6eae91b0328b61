package dev.laurel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.badge.Award;
import dev.laurel.badge.BadgeFixtures;
import dev.laurel.badge.Badges;
import dev.laurel.catalog.StackId;
import dev.laurel.lti.LtiUserId;
import dev.laurel.person.PersonId;
import dev.laurel.person.StaffId;
import dev.laurel.recognition.ClaimId;
import dev.laurel.recognition.ClaimState;
import dev.laurel.recognition.Claims;
import dev.laurel.submission.SubmissionId;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Screenshots;
import dev.laurel.support.Teacher;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** Ways to a stack as people see them: in the catalogue, in the window of a teacher, at the officers' desks and for who leads a course. */
@LaurelTest
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@InBrowser
class StacksBrowserTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final String MAPPING = "lit-hfw-mapping";
    private static final StackId ROUTE = new StackId("wy-literacy-route");
    private static final String RULE = """
            schema: recognition/1
            kind: rule
            id: us-tn-renewal
            authority: us-tn
            scope: {every: micro-credential}
            value: renewal
            unit: PDP
            amount: {units: 7, per_credentials: 1}
            approver: Your district (LEA), in the state's system
            source: {title: "A page that was read anew"}
            checked_on: "2026-11-29"
            checked_by: A tester
            """;

    @Autowired
    LaurelSettings settings;

    @Autowired
    ApplicationContext context;

    @Autowired
    JdbcClient jdbc;

    private BadgeFixtures fixtures;

    private CanvasDev lms;
    private CanvasDevSession priya;

    /** One on the way, one who has arrived, and one who has lost a part again. */
    @BeforeAll
    void threePeople() {
        lms = CanvasDev.start(
                CanvasDevSettings.onRandomPort().withToolUrl(settings.baseUrl().toString()));
        lms.register("canvas");
        priya = new CanvasDevSession(lms, "canvas", "priya");
        fixtures = new BadgeFixtures(context);
        Teacher.opens(lms, "canvas", "aisha", MAPPING).starts();
        Account aisha = account("Aisha Brown");
        fixtures.earnedBy(aisha.tenant(), aisha.id(), fixtures.achievement("cs-trace-before-write"));
        Teacher.opens(lms, "canvas", "marcus", MAPPING).starts();
        completes(account("Marcus Lee"));
        Teacher.opens(lms, "canvas", "dana", MAPPING).starts();
        Account dana = account("Dana Ortiz");
        String hinge = completes(dana);
        claimed(dana, hinge);
        context.getBean(Badges.class).revoke(dana.tenant(), hinge, "Issued to the wrong person");
        await().atMost(SOON).until(() -> isSuspended(dana));
        await().atMost(SOON)
                .until(() -> jdbc.sql("select count(*) from recognition_claim where flagged_at is not null"
                                        + " and person_id = :person")
                                .param("person", dana.person().value())
                                .query(Integer.class)
                                .single()
                        == 1);
    }

    /** @return a badge that it rests on */
    private String completes(Account somebody) {
        List<String> badges = Stream.of(
                        "assess-hinge-questions", MAPPING, "cs-systematic-debugging", "cs-inclusive-project")
                .map(id -> fixtures.earnedBy(somebody.tenant(), somebody.id(), fixtures.achievement(id)))
                .toList();
        tell(new Brought(
                somebody.tenant(),
                somebody.person(),
                "https://badges.example.org/credentials/" + UUID.randomUUID(),
                "https://badges.example.org/achievements/family-partnership",
                "did:web:badges.example.org",
                "Partnership with Families",
                Instant.now(),
                null,
                true));
        await().atMost(SOON).until(() -> award(somebody).isPresent());
        return badges.get(0);
    }

    private Optional<Award> award(Account somebody) {
        return context.getBean(Pathways.class)
                .of(somebody.tenant(), somebody.person(), ROUTE, Set.of())
                .map(Pathways.Stand::award);
    }

    private boolean isSuspended(Account somebody) {
        return award(somebody)
                .filter(award -> award.status() == Award.Status.SUSPENDED)
                .isPresent();
    }

    private void claimed(Account somebody, String credential) {
        Claims claims = context.getBean(Claims.class);
        SubmissionId submission =
                new SubmissionId(jdbc.sql("select submission_id from badge_award where credential_id = :id")
                        .param("id", credential)
                        .query(UUID.class)
                        .single());
        Award award =
                context.getBean(Badges.class).of(somebody.tenant(), submission).orElseThrow();
        ClaimId claim = claims.request(
                somebody.tenant(),
                somebody.person(),
                award,
                fixtures.achievement("assess-hinge-questions"),
                "us-wy-renewal",
                Year.now(ZoneOffset.UTC).getValue() + 1);
        StaffId officer = new StaffId(UUID.randomUUID());
        claims.decide(somebody.tenant(), claim, ClaimState.UNDER_REVIEW, null, null, officer, "");
        claims.decide(somebody.tenant(), claim, ClaimState.APPROVED, null, null, officer, "");
    }

    /** As whoever lets people bring badges in tells it. */
    record Brought(
            TenantId tenant,
            PersonId person,
            String credential,
            String achievement,
            String issuer,
            String name,
            Instant issuedAt,
            @Nullable Instant validUntil,
            boolean sound)
            implements AwardBroughtIn {}

    private record Account(TenantId tenant, LtiUserId id, PersonId person) {}

    private Account account(String name) {
        return jdbc.sql("select a.lti_user_id, a.tenant_id, a.person_id from person_account a join person p"
                        + " on p.id = a.person_id where p.name = :name order by p.created_at desc"
                        + " fetch first 1 row only")
                .param("name", name)
                .query((row, number) -> new Account(
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        new LtiUserId(row.getObject("lti_user_id", UUID.class)),
                        new PersonId(row.getObject("person_id", UUID.class))))
                .single();
    }

    private void tell(Object news) {
        context.getBean(TransactionTemplate.class).executeWithoutResult(status -> context.publishEvent(news));
    }

    @AfterAll
    void stop() {
        lms.close();
    }

    @ParameterizedTest
    @MethodSource("dev.laurel.support.Browser$Look#all")
    void everyPageIsAccessibleAndFitsItsWidth(Look look, Browser.Session browser) {
        Page page = browser.page(look);
        page.navigate(settings.at("/catalog/wy-literacy-route").toString());
        assertThat(page.locator("main").textContent()).doesNotContainIgnoringCase("confers");
        check(page, look, "pathway-public");
        page.navigate(settings.at("/catalog/cs-3-8-foundations").toString());
        check(page, look, "pathway-public-all");

        CanvasDev.Link link = priya.link(MAPPING);
        Page module = open(browser, look, "aisha", link);
        check(module, look, "module-part-of");
        module.locator(".ways a").first().click();
        module.waitForSelector(".pathway");
        assertThat(module.locator("[aria-current=step]").count()).isEqualTo(1);
        check(module, look, "pathway-on-the-way");

        Page arrived = open(browser, look, "marcus", link);
        arrived.locator(".ways a").first().click();
        arrived.waitForSelector("#claims");
        check(arrived, look, "pathway-complete");
        arrived.navigate(arrived.url().replaceFirst("/pathways/.*", "/counts?at=us-wy"));
        check(arrived, look, "counts-agreement");

        Page cohort = open(browser, look, "priya", link);
        cohort.locator("a[href$='/course']").click();
        cohort.waitForSelector("#stuck");
        check(cohort, look, "course");

        Page desk = signedIn(browser, look, "ruth", "/issue/stacks");
        check(desk, look, "stack-reviews");
        page = signedIn(browser, look, "nora", "/recognition/rules");
        check(page, look, "rules");
        page.fill("#text", RULE);
        page.locator("form[action$='/preview'] button").press("Enter");
        page.waitForSelector("#words");
        check(page, look, "rules-preview");
        page.navigate(settings.at("/recognition/rules/rule/us-tn-renewal").toString());
        check(page, look, "rules-history");
        page.navigate(settings.at("/recognition/claims?show=revoked").toString());
        check(page, look, "claims-revoked");
        page.locator("tbody a").first().click();
        page.waitForSelector("#revoked");
        check(page, look, "claim-revoked");
    }

    private Page signedIn(Browser.Session browser, Look look, String login, String path) {
        Page page = browser.page(look);
        page.navigate(settings.at("/sign-in?to=" + path).toString());
        page.fill("#login", login);
        page.fill("#password", "demo-assessor");
        page.keyboard().press("Enter");
        page.waitForURL(settings.at(path).toString());
        return page;
    }

    private Page open(Browser.Session browser, Look look, String hat, CanvasDev.Link link) {
        BrowserContext person = browser.person(look);
        person.request()
                .post(
                        lms.url() + "/hat",
                        RequestOptions.create()
                                .setForm(FormData.create().set("hat", hat).set("back", "/")));
        Page page = person.newPage();
        page.navigate(lms.url() + "/courses/" + link.courseId() + "/assignments/" + link.assignmentId() + "/launch");
        page.waitForURL(address -> address.startsWith(settings.at("/l/").toString()));
        if (look.language().startsWith("es")) {
            String window = page.url().substring(page.url().lastIndexOf('/') + 1);
            jdbc.sql("update lti_launch set locale = 'es' where id = :window")
                    .param("window", UUID.fromString(window))
                    .update();
            page.reload();
        }
        return page;
    }

    private static void check(Page page, Look look, String name) {
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s scrolls sideways at %s", page.url(), look)
                .isEqualTo(0);
    }
}
