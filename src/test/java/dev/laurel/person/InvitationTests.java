package dev.laurel.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** People who are asked by mail to work with Laurel. */
@LaurelTest
class InvitationTests {

    private static final String PASSWORD = "correct horse battery";
    private static final String OVER = "This invitation no longer works";

    @Autowired
    Staff staff;

    @Autowired
    StaffInvitations invitations;

    @Autowired
    Tenants tenants;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private final String unique = UUID.randomUUID().toString().substring(0, 13);
    private final String address = "Ana." + unique + "@Example.org";
    private final String login = address.toLowerCase(Locale.ROOT);

    private String districtName;
    private TenantId district;
    private StaffId operator;
    private StaffId lead;

    @BeforeEach
    void aDistrictWithALead() {
        districtName = "District " + unique;
        district = tenants.found(districtName);
        operator = staff.createOperator("op." + unique, "Olga", PASSWORD).orElseThrow();
        lead = staff.create("lead." + unique, "Lea", PASSWORD);
        staff.grant(lead, StaffRole.LEAD_ASSESSOR, district);
    }

    private String at(String path) {
        return settings.at(path).toString();
    }

    private HttpBrowser.Page signIn(HttpBrowser browser, String who) {
        return browser.get(at("/sign-in")).submit("form[action$=sign-in]", Map.of("login", who, "password", PASSWORD));
    }

    private HttpBrowser signedIn(String who) {
        HttpBrowser browser = new HttpBrowser();
        signIn(browser, who);
        return browser;
    }

    private URI invited(StaffId by, StaffRole... roles) {
        int before = Mailbox.to(address).size();
        invitations.invite(by, district, "Ana Ruiz", address, Set.of(roles), Locale.ENGLISH);
        return Mailbox.latest(address, before + 1).link();
    }

    private static HttpBrowser.Page accept(HttpBrowser.Page page) {
        return page.submit("form[action$=/invited]", Map.of("password", PASSWORD, "repeated", PASSWORD));
    }

    private UUID open() {
        return jdbc.sql("select id from staff_invitation where state = 'OPEN' and tenant_id = ?")
                .param(district.value())
                .query(UUID.class)
                .single();
    }

    private int accounts() {
        return jdbc.sql("select count(*) from staff_account where login = :login or email_key = :login")
                .param("login", login)
                .query(Integer.class)
                .single();
    }

    private static void assertOver(HttpBrowser.Page page) {
        assertThat(page.status()).isEqualTo(410);
        assertThat(page.select("h1").text()).isEqualTo(OVER);
        assertThat(page.text()).contains("ask whoever invited you");
    }

    @Test
    void aLinkThatWasMadeUpSaysWhatToDo() {
        assertOver(new HttpBrowser().get(at("/sign-in/invited?t=" + UUID.randomUUID())));
        assertOver(new HttpBrowser().get(at("/sign-in/invited")));
    }

    @Test
    void openingTheLinkChangesNothingAndTellsNobodyOfIt() {
        URI link = invited(operator, StaffRole.ASSESSOR);

        HttpBrowser.Page page = new HttpBrowser().get(link);
        HttpBrowser.Page again = new HttpBrowser().get(link);

        assertThat(page.header("Referrer-Policy")).contains("no-referrer");
        assertThat(page.text()).contains(districtName, "Scores evidence");
        assertThat(again.status()).isEqualTo(200);
        assertThat(accounts()).isZero();
    }

    @Test
    void aLinkWorksOnce() {
        URI link = invited(operator, StaffRole.ASSESSOR);
        HttpBrowser.Page second = new HttpBrowser().get(link);

        accept(new HttpBrowser().get(link));

        assertOver(accept(second));
        assertOver(new HttpBrowser().get(link));
        assertThat(accounts()).isEqualTo(1);
    }

    @Test
    void aLinkExpiresAfterSevenDays() {
        URI link = invited(operator, StaffRole.ASSESSOR);
        HttpBrowser.Page page = new HttpBrowser().get(link);
        jdbc.sql("update staff_invitation set expires_at = ? where id = ?")
                .params(Timestamp.from(Instant.now().minusSeconds(1)), open())
                .update();

        assertOver(accept(page));
        assertThat(accounts()).isZero();
        assertThat(signedIn("op." + unique).get(at("/admin/staff/invitations")).text())
                .contains(address, "The link has expired");
    }

    @Test
    void aWithdrawnInvitationIsOverAndForgotten() {
        URI link = invited(operator, StaffRole.ASSESSOR);
        HttpBrowser.Page page = new HttpBrowser().get(link);
        UUID id = open();

        signedIn("op." + unique)
                .get(at("/admin/staff/invitations"))
                .submit("form[action$=/" + id + "/withdraw]", Map.of());

        assertOver(accept(page));
        assertThat(jdbc.sql("select name || email from staff_invitation where id = ?")
                        .param(id)
                        .query(String.class)
                        .single())
                .isEmpty();
    }

    @Test
    void anInvitationSentAgainHasANewLinkAndEndsTheOldOne() {
        URI old = invited(operator, StaffRole.ASSESSOR);

        HttpBrowser.Page sent = signedIn("op." + unique)
                .get(at("/admin/staff/invitations"))
                .submit("form[action$=/" + open() + "/again]", Map.of());

        assertThat(sent.select("[role=status]").text()).isEqualTo("The invitation is on its way to " + address + ".");
        URI link = Mailbox.latest(address, 2).link();
        assertOver(new HttpBrowser().get(old));
        assertThat(new HttpBrowser().get(link).status()).isEqualTo(200);
    }

    @Test
    void theInvitationsOfALeadWhoNoLongerLeadsAreOver() {
        URI link = invited(lead, StaffRole.ASSESSOR);
        HttpBrowser.Page page = new HttpBrowser().get(link);
        staff.revoke(lead, StaffRole.LEAD_ASSESSOR, district);

        assertOver(accept(page));
        assertThat(accounts()).isZero();
    }

    @Test
    void aLeadInvitesToNoOtherRoleAndNoOtherDistrict() {
        TenantId other = tenants.found("Other " + unique);
        for (StaffRole role : StaffRole.values()) {
            if (role != StaffRole.ASSESSOR && role != StaffRole.COMPLETENESS_REVIEWER) {
                assertThatThrownBy(() -> invited(lead, StaffRole.ASSESSOR, role))
                        .isInstanceOf(NotFound.class);
            }
        }
        HttpBrowser browser = signedIn("lead." + unique);
        HttpBrowser.Page page = browser.get(at("/assess/lead/people/invitations"));
        assertThat(page.select("input[name=roles]").eachAttr("value"))
                .containsExactly("ASSESSOR", "COMPLETENESS_REVIEWER");
        HttpBrowser.Page elsewhere = page.submit(
                "form[action$=/invitations]",
                Map.of(
                        "name",
                        "Ana",
                        "address",
                        address,
                        "tenant",
                        other.value().toString()));
        assertThat(elsewhere.status()).isEqualTo(404);
        HttpBrowser.Page higher = page.submit(
                "form[action$=/invitations]", Map.of("name", "Ana", "address", address, "roles", "LEAD_ASSESSOR"));
        assertThat(higher.status()).isEqualTo(404);
        assertThat(Mailbox.to(address)).isEmpty();
    }

    @Test
    void aLeadSeesAndTouchesNoInvitationThatIsNotTheirs() {
        invited(operator, StaffRole.LEAD_ASSESSOR);
        UUID id = open();
        HttpBrowser browser = signedIn("lead." + unique);
        HttpBrowser.Page page = browser.get(at("/assess/lead/people/invitations"));

        assertThat(page.text()).doesNotContain(address);
        String token = page.select("input[name=_csrf]").first().val();
        for (String what : List.of("/again", "/withdraw")) {
            assertThat(browser.post(at("/assess/lead/people/invitations/" + id + what), Map.of("_csrf", token))
                            .status())
                    .isEqualTo(404);
        }
        assertThat(open()).isEqualTo(id);
    }

    @Test
    void anInvitationThatIsNotCompleteComesBackWithWhatWasTyped() {
        HttpBrowser.Page page = signedIn("op." + unique).get(at("/admin/staff/invitations"));
        for (String wrong :
                List.of("ana", "ana@nowhere", "ana@example.org, eve@example.org", "x".repeat(99) + "@a.org")) {
            HttpBrowser.Page refused = page.submit(
                    "form[action$=/invitations]",
                    Map.of("name", "Ana Ruiz", "address", wrong, "district", districtName));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.select("[role=alert]").text()).startsWith("This is no mail address");
            assertThat(refused.select("#name").val()).isEqualTo("Ana Ruiz");
        }
    }

    @Test
    void nobodyIsInvitedTwiceAtATime() {
        invited(operator, StaffRole.ASSESSOR);
        HttpBrowser.Page refused = signedIn("op." + unique)
                .get(at("/admin/staff/invitations"))
                .submit(
                        "form[action$=/invitations]",
                        Map.of("name", "Ana", "address", login, "district", districtName));
        assertThat(refused.select("[role=alert]").text()).startsWith("This address is invited there already");
    }

    @Test
    void nobodyIsFloodedWithInvitations() {
        invited(operator, StaffRole.ASSESSOR);
        UUID id = open();
        for (int i = 0; i < 2; i++) {
            invitations.again(operator, id, Locale.ENGLISH);
        }
        assertThatThrownBy(() -> invitations.again(operator, id, Locale.ENGLISH))
                .isInstanceOf(InvitationRefused.class)
                .hasMessageEndingWith("too-many");
    }

    @Test
    void aPasswordMustBeLongEnoughAndTypedTwice() {
        HttpBrowser.Page page = new HttpBrowser().get(invited(operator, StaffRole.ASSESSOR));

        HttpBrowser.Page tooShort =
                page.submit("form[action$=/invited]", Map.of("password", "short", "repeated", "short"));
        assertThat(tooShort.status()).isEqualTo(400);
        assertThat(tooShort.select("[role=alert]").text()).startsWith("This password is too short");
        HttpBrowser.Page differs =
                tooShort.submit("form[action$=/invited]", Map.of("password", PASSWORD, "repeated", PASSWORD + "!"));
        assertThat(differs.select("[role=alert]").text()).startsWith("The two passwords are not the same");
        assertThat(accept(differs).uri().getPath()).isEqualTo("/assess");
    }

    @Test
    void whoAcceptsIsSignedInAndSignsInWithTheirAddressFromThenOn() {
        HttpBrowser.Page sent = signedIn("op." + unique)
                .get(at("/admin/staff/invitations"))
                .submit(
                        "form[action$=/invitations]",
                        Map.of(
                                "name",
                                "Ana Ruiz",
                                "address",
                                address,
                                "district",
                                districtName,
                                "roles",
                                "COMPLETENESS_REVIEWER"));
        assertThat(sent.status()).isEqualTo(200);
        Mailbox.Mail mail = Mailbox.latest(address, 1);
        assertThat(mail.text()).contains(districtName, "- Checks whether submissions are complete");
        HttpBrowser browser = signedIn("lead." + unique);
        String before = browser.cookie(settings.baseUrl(), "laurel-staff").orElseThrow();

        HttpBrowser.Page desk = accept(browser.get(mail.link()));

        assertThat(desk.uri().getPath()).isEqualTo("/assess");
        assertThat(desk.text()).contains("Ana Ruiz");
        assertThat(browser.cookie(settings.baseUrl(), "laurel-staff").orElseThrow())
                .isNotEqualTo(before);
        assertThat(signIn(new HttpBrowser(), address).uri().getPath()).isEqualTo("/assess");
        assertThat(staff.find(staff.withLogin(address).orElseThrow())
                        .orElseThrow()
                        .grants())
                .isEqualTo(Map.of(StaffRole.COMPLETENESS_REVIEWER, Set.of(district)));
    }

    @Test
    void anAccountThatHasTheAddressGetsTheRoleAndKeepsItsPassword() {
        StaffId ana = staff.create("ana." + unique, "Ana", PASSWORD);
        assertThat(staff.setAddress(ana, address)).isTrue();
        HttpBrowser browser = new HttpBrowser();

        HttpBrowser.Page page = browser.get(invited(lead, StaffRole.ASSESSOR));
        assertThat(page.select("input[type=password]")).isEmpty();
        HttpBrowser.Page given = page.submit(
                "form[action$=/invited]", Map.of("password", "another password", "repeated", "another password"));

        assertThat(given.select("h1").text()).isEqualTo("You accepted");
        assertThat(browser.cookie(settings.baseUrl(), "laurel-staff")).isEmpty();
        assertThat(staff.find(ana).orElseThrow().assesses()).containsExactly(district);
        assertThat(accounts()).isEqualTo(1);
        assertThat(signIn(new HttpBrowser(), "ana." + unique).status()).isEqualTo(200);
    }

    @Test
    void anAccountThatHasEndedGetsNothing() {
        StaffId ana = staff.create(login, "Ana", PASSWORD);
        URI link = invited(operator, StaffRole.ASSESSOR);
        staff.end(ana);

        HttpBrowser.Page ended =
                new HttpBrowser().get(link).submit("form[action$=/invited]", Map.of("password", PASSWORD));

        assertThat(ended.select("h1").text()).isEqualTo("Your account has ended");
        staff.resume(ana);
        assertThat(staff.find(ana).orElseThrow().assesses()).isEmpty();
        assertThat(accept(new HttpBrowser().get(link)).select("h1").text()).isEqualTo("You accepted");
    }

    @Test
    void anAddressBelongsToOneAccount() {
        StaffId ana = staff.create("ana." + unique, "Ana", PASSWORD);
        StaffId other = staff.create("other." + unique, "Other", PASSWORD);
        HttpBrowser browser = signedIn("op." + unique);
        HttpBrowser.Page saved = browser.get(at("/admin/staff/" + ana.value()))
                .submit("form[action$=/address]", Map.of("address", address));
        assertThat(saved.select("#address").val()).isEqualTo(address);

        HttpBrowser.Page taken = browser.get(at("/admin/staff/" + other.value()))
                .submit("form[action$=/address]", Map.of("address", login));

        assertThat(taken.status()).isEqualTo(400);
        assertThat(taken.select("#address-error").text()).startsWith("Another account has this address");
        assertThatThrownBy(() -> staff.create(login, "Third", PASSWORD)).isInstanceOf(LoginTaken.class);
        browser.get(at("/admin/staff/" + ana.value())).submit("form[action$=/address]", Map.of("address", ""));
        assertThat(staff.setAddress(other, login)).isTrue();
    }

    @Test
    void tokensLieInTheDatabaseAsHashesAndAreForgottenWithTime() {
        URI link = invited(operator, StaffRole.ASSESSOR);
        String token = link.getQuery().substring("t=".length());
        UUID id = open();
        assertThat(jdbc.sql("select token_hash from staff_invitation where id = ?")
                        .param(id)
                        .query(String.class)
                        .single())
                .hasSize(64)
                .isNotEqualTo(token);
        jdbc.sql("update staff_invitation set expires_at = ? where id = ?")
                .params(Timestamp.from(Instant.now().minusSeconds(31 * 86_400)), id)
                .update();

        assertThat(invitations.forgetOld()).isPositive();

        assertThat(invitations.open(0, 1000)).noneMatch(one -> one.tenant().equals(district));
    }
}
