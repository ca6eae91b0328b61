package dev.laurel.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.util.UUID;
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

    private ClaimFixtures given;
    private String login;

    @BeforeEach
    void anOfficer() {
        TenantId district = context.getBean(Tenants.class).found("District " + UUID.randomUUID());
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
}
