package dev.laurel.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.badge.BadgeFixtures;
import dev.laurel.lti.LtiUserId;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** An officer who has many claims to decide goes from one to the next. */
@LaurelTest
class ClaimDeskTests {

    private static final String PASSWORD = "a-long-password-indeed";

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Staff staff;

    private TenantId district;
    private ClaimFixtures given;
    private String login;

    @BeforeEach
    void anOfficer() {
        district = context.getBean(Tenants.class).found("District " + UUID.randomUUID());
        given = new ClaimFixtures(context, district);
        login = "desk." + UUID.randomUUID();
        StaffId officer = staff.create(login, "Nora", PASSWORD);
        staff.grant(officer, StaffRole.RECOGNITION_OFFICER, district);
    }

    private Page claim(ClaimId id) {
        return new HttpBrowser()
                .get(settings.at("/sign-in?to=/recognition/claims/" + id.value()))
                .form("input[name=password]")
                .set("login", login)
                .set("password", PASSWORD)
                .submit();
    }

    private static Page press(Page page, ClaimState to) {
        return page.form("button[value=" + to + "]").submitWith("button[value=" + to + "]");
    }

    @Test
    void theOnlyClaimHasNoNext() {
        assertThat(claim(given.claim()).select("#next")).isEmpty();
    }

    @Test
    void whoHasDecidedOneGoesToTheNextAndWhoLeavesOneToo() {
        ClaimId first = given.claim();
        ClaimId second = given.claim();
        Page page = claim(first);
        assertThat(page.select("#next a").text()).isEqualTo("Leave it, and look at the next");
        assertThat(page.click("#next a").uri().getPath())
                .endsWith(second.value().toString());
        Page approved = press(press(page, ClaimState.UNDER_REVIEW), ClaimState.APPROVED);
        assertThat(approved.select("header .status").text()).isEqualTo("Approved");
        assertThat(approved.select("#next a.primary").text()).isEqualTo("Next claim");
        Page next = approved.click("#next a");
        assertThat(next.uri().getPath()).endsWith(second.value().toString());
        assertThat(next.select("#next")).as("the first is decided").isEmpty();
        Page last = press(press(next, ClaimState.UNDER_REVIEW), ClaimState.APPROVED);
        assertThat(last.select("#next")).isEmpty();
    }

    @Test
    void theClaimBehindTheLastOfTheListIsTheFirst() {
        ClaimId first = given.claim();
        Page page = claim(given.claim());
        assertThat(page.click("#next a").uri().getPath()).endsWith(first.value().toString());
    }

    @Test
    void anOfficerReadsUnitsInTheirLanguageOnThePageInTheListAndInTheDossier() throws IOException {
        String yaml = TestRules.rule(given.authority(), 2).replaceFirst("unit: [^\n]+", "unit: clock hours");
        context.getBean(RulesImport.class).take("clock.yaml", yaml.getBytes(StandardCharsets.UTF_8), "a tester", false);
        ClaimId id = given.claim();
        HttpBrowser browser = new HttpBrowser().header("Accept-Language", "es");
        Page page = browser.get(settings.at("/sign-in?to=/recognition/claims/" + id.value()))
                .form("input[name=password]")
                .set("login", login)
                .set("password", PASSWORD)
                .submit();
        assertThat(page.select("main").text()).contains("2 horas de reloj").doesNotContain("clock hours");
        Page taken = press(page, ClaimState.UNDER_REVIEW);
        assertThat(taken.select("label[for=amount]").text()).contains("horas de reloj");
        Page list = browser.get(settings.at("/recognition/claims"));
        assertThat(list.select("main").text()).contains("2 horas de reloj").doesNotContain("clock hours");
        byte[] dossier = taken.click("a[href$=dossier.pdf]").bytes();
        try (PDDocument document = Loader.loadPDF(dossier)) {
            assertThat(new PDFTextStripper().getText(document).replaceAll("\\s+", " "))
                    .contains("2 horas de reloj")
                    .doesNotContain("clock hours");
        }
        assertThat(context.getBean(Claims.class)
                        .find(district, id)
                        .orElseThrow()
                        .unit())
                .as("what is kept stays as the rule has it")
                .isEqualTo("clock hours");
    }

    @Test
    void whatLeavesLessRoomIsSaidOfTheLicenceThatHasItAndNotOfTheCycleThatHasNothing() {
        String code = given.authority();
        String capped = TestRules.rule(code, 2) + "cap: {units: 4, years: 5}\n";
        String yaml = TestRules.authority(code)
                + "needs: [{kind: local-hours, unit: hour, amount: 20, years: 5}]\n---\n"
                + capped + "---\n"
                + capped.replace("id: " + code + "-hours", "id: " + code + "-administrators")
                + "licences: [Administrator]\n";
        context.getBean(RulesImport.class)
                .take("capped.yaml", yaml.getBytes(StandardCharsets.UTF_8), "a tester", false);
        BadgeFixtures badges = new BadgeFixtures(context);
        LtiUserId account = given.teacher();
        String badge = badges.earnedBy(district, account, badges.hinge());
        int year = Year.now(ZoneOffset.UTC).getValue();
        context.getBean(Claims.class)
                .cycleEnds(
                        district,
                        given.person(account),
                        new AuthorityCode(code),
                        year + 1,
                        "",
                        Map.of("Administrator", year + 4));
        ClaimId administrators =
                given.claim(account, badges.achievement("lit-hfw-mapping"), code + "-administrators", 0);
        given.decide(administrators, ClaimState.UNDER_REVIEW, ClaimState.APPROVED);
        ClaimId everybody = given.claim(account, badges.hinge(), badge, code + "-hours", 0);
        Page page = claim(everybody);
        assertThat(page.select("dl.facts").text()).contains("Approved in this cycle 0 hour");
        assertThat(page.select("section[aria-labelledby=rule]").text()).contains("2 of them are left for this claim");
        assertThat(page.select("#besides").text())
                .startsWith("2 hour are approved already in the cycle of the license “Administrator” to " + (year + 4));
        Page spanish = new HttpBrowser()
                .header("Accept-Language", "es")
                .get(settings.at("/sign-in?to=/recognition/claims/" + everybody.value()))
                .form("input[name=password]")
                .set("login", login)
                .set("password", PASSWORD)
                .submit();
        assertThat(spanish.select("#besides").text()).contains("En el ciclo de la licencia", String.valueOf(year + 4));
        assertThat(claim(administrators).select("#besides")).as("it is decided").isEmpty();
    }

    @Test
    void whoAsksForOneCycleIsNeverGivenAll() {
        ClaimId claim = given.claim();
        given.decide(claim, ClaimState.UNDER_REVIEW, ClaimState.APPROVED);
        Page desk = claim(claim);
        for (String unreadable : List.of("27", "2O27", "2027-06", "all", "20270", "-2027")) {
            Page refused = desk.open("/recognition/claims/approved.csv?cycle=" + unreadable);
            assertThat(refused.status()).as(unreadable).isEqualTo(400);
            assertThat(refused.text()).contains("That is no year").contains("nothing was exported");
        }
        Claim found = context.getBean(Claims.class).find(district, claim).orElseThrow();
        String number = found.credentialId();
        int ends = found.cycleEnds();
        for (String all : List.of("", "?cycle=", "?cycle=" + ends, "?cycle=%20" + ends)) {
            assertThat(desk.open("/recognition/claims/approved.csv" + all).body())
                    .as(all)
                    .contains(number);
        }
        assertThat(desk.open("/recognition/claims/approved.csv?cycle=" + (ends + 1))
                        .body())
                .doesNotContain(number);
    }
}
