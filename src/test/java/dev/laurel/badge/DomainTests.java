package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.badge.proof.IndependentVerifier;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffRole;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.support.TestSurroundings;
import dev.laurel.support.WebSite;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.OutboundHttp;
import dev.laurel.tenant.TenantId;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An issuer that is known by a domain of its own. */
@LaurelTest
class DomainTests {

    private static final String PASSWORD = "brings a domain";
    private static final String DOCUMENT = "/.well-known/did.json";

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Issuers issuers;

    @Autowired
    IssuerDomains domains;

    @Autowired
    Verification verification;

    @Autowired
    Badges badges;

    private final List<MicroCredential> all = new ArrayList<>();
    BadgeFixtures fixtures;
    Organisation own;
    WebSite site;

    @BeforeEach
    void anIssuer() throws IOException {
        fixtures = new BadgeFixtures(context);
        own = new Organisation();
        site = new WebSite();
    }

    @AfterEach
    void close() {
        all.forEach(fixtures::takenOff);
        site.close();
    }

    /** An issuer with an officer and a badge that is signed already. */
    private final class Organisation {

        private final MicroCredential achievement = fixtures.from("Organisation " + UUID.randomUUID());
        private final Award first;
        private final String slug;
        private final HttpBrowser officer = new HttpBrowser();

        Organisation() {
            first = fixtures.earn(achievement);
            slug = issuers.named(achievement.issuer()).slug();
            all.add(achievement);
            Staff staff = context.getBean(Staff.class);
            String login = "d-" + UUID.randomUUID();
            staff.grant(staff.create(login, "An officer", PASSWORD), StaffRole.ISSUER_OFFICER, tenant(first));
            officer.get(settings.at("/sign-in?to=/issue"))
                    .form("form:has(input[name=password])")
                    .set("login", login)
                    .set("password", PASSWORD)
                    .submit();
        }

        Page page() {
            return officer.get(settings.at("/issue/keys/" + slug + "/domains"));
        }

        Page names(String domain) {
            return page().form("form:has(#domain)").set("domain", domain).submit();
        }

        Page does(String act) {
            return page().form("form[action$='/" + act + "']").submit();
        }

        /** The file that the officer downloads. */
        String download() {
            return page().click("a[download]").body();
        }

        /** The document of the identifier under this installation's address. */
        String ownDocument() {
            return new HttpBrowser()
                    .get(settings.at("/issuers/" + slug + "/did.json"))
                    .body();
        }

        Award earns() {
            return fixtures.earn(achievement);
        }

        String ownDid() {
            return did(first);
        }

        Page changesKeys() {
            return officer.get(settings.at("/issue/keys"))
                    .form("form[action$='/issue/keys/" + slug + "']:not(:has([name=exposed]))")
                    .submit();
        }
    }

    private TenantId tenant(Award award) {
        return new TenantId(jdbc.sql("select tenant_id from badge_award where credential_id = :id")
                .param("id", award.credentialId())
                .query(UUID.class)
                .single());
    }

    private static JsonObject credential(Award award) {
        return IssuingTests.json(award.addresses().page());
    }

    private static String did(Award award) {
        return credential(award).getJsonObject("issuer").getString("id");
    }

    private static String method(Award award) {
        return credential(award).getJsonObject("proof").getString("verificationMethod");
    }

    private void brings() {
        own.names(site.at(""));
        site.put(DOCUMENT, own.download());
        own.does("check");
        assertThat(own.does("activate").text()).contains("From now on new badges name this domain");
    }

    /** As somebody who shares no code with the issuer: the DID's document, its key, the proof, the list and its proof. */
    private static void verifiesElsewhere(Award award) {
        JsonObject credential = credential(award);
        assertThat(IndependentVerifier.verifies(credential, key(credential))).isTrue();
        JsonObject list = IssuingTests.json(
                URI.create(credential.getJsonObject("credentialStatus").getString("statusListCredential")));
        assertThat(list.getString("issuer"))
                .isEqualTo(credential.getJsonObject("issuer").getString("id"));
        assertThat(IndependentVerifier.verifies(list, key(list))).isTrue();
    }

    private static String key(JsonObject signed) {
        String method = signed.getJsonObject("proof").getString("verificationMethod");
        String did = method.substring(0, method.indexOf('#'));
        assertThat(signed.get("issuer").toString()).contains(did);
        String[] parts = did.split(":");
        String path = parts.length == 3
                ? "/.well-known"
                : "/" + String.join("/", List.of(parts).subList(3, parts.length));
        JsonObject document =
                IssuingTests.json(URI.create("http://" + parts[2].replace("%3A", ":") + path + "/did.json"));
        assertThat(document.getString("id")).isEqualTo(did);
        assertThat(document.getJsonArray("assertionMethod").toString()).contains('"' + method + '"');
        return document.getJsonArray("verificationMethod").getValuesAs(JsonObject.class).stream()
                .filter(each -> each.getString("id").equals(method)
                        && each.getString("controller").equals(did))
                .findFirst()
                .orElseThrow()
                .getString("publicKeyMultibase");
    }

    private void verifiesHere(Award award) {
        for (URI form : List.of(award.addresses().json(), award.addresses().jwt())) {
            assertThat(verification.of(form.toString()).overall())
                    .as(form.toString())
                    .isEqualTo(Verdict.Outcome.PASSED);
        }
    }

    @Test
    void refusesWhatIsNoDomain() {
        for (String text : List.of(
                "",
                " ",
                "no domain",
                "localhost:99999",
                "10.0.0.1",
                "[::1]",
                "example..org",
                "-a.org",
                "example.org/../etc",
                "user@example.org",
                "example.org?x=1",
                "javascript:alert(1)",
                "a".repeat(64) + ".org")) {
            assertThat(own.names(text).select("[role=alert]").text()).as(text).contains("not a domain");
        }
        assertThat(own.names(settings.baseUrl().toString())
                        .select("[role=alert]")
                        .text())
                .contains("address of this installation");
        assertThat(own.page().select("article")).isEmpty();
        assertThat(IssuerDomain.read("https://Credentials.Example.org/.well-known/did.json")
                        .orElseThrow()
                        .did())
                .isEqualTo("did:web:credentials.example.org");
        assertThat(IssuerDomain.read("example.org/a/b/").orElseThrow().did()).isEqualTo("did:web:example.org:a:b");
        assertThat(IssuerDomain.read("did:web:bücher.example%3A8443:x")
                        .orElseThrow()
                        .did())
                .isEqualTo("did:web:xn--bcher-kva.example%3A8443:x");
    }

    @Test
    void saysWhatIsWrongWithTheDocumentAndActivatesNothing() {
        own.names(site.at(""));
        String good = own.download();
        isRefused("answered 404", null);
        site.put(DOCUMENT, 302, "text/html", new byte[0]);
        isRefused("leads on to", null);
        site.put(DOCUMENT, 200, "application/json", new byte[300 * 1024]);
        isRefused("far too big", null);
        isRefused("no JSON document", "<html>");
        isRefused("no JSON document", good.replaceFirst("\\{", "{\"id\":\"did:web:a.example\","));
        isRefused(
                "about somebody else",
                good.replaceFirst("\"id\":\"[^\"]*\",\"verif", "\"id\":\"did:web:a.example\",\"verif"));
        String multikey = issuers.keys(issuer()).get(0).publicKey().text();
        isRefused("another key than yours", good.replace(multikey, "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"));
        isRefused("another key than yours", good.replaceFirst("\"n\":\"..", "\"n\":\"AA"));
        isRefused("does not list jwt-1", changed(good, "verificationMethod", "jwt-1"));
        isRefused("“assertionMethod”", changed(good, "assertionMethod", "key-1"));
        isRefused(
                "belongs to somebody else",
                good.replaceFirst("\"controller\":\"[^\"]*\"", "\"controller\":\"did:web:a.example\""));
        isRefused("about somebody else", own.ownDocument());
        assertThat(did(own.earns())).isEqualTo(own.ownDid());

        site.put(DOCUMENT, good);
        own.does("check");
        site.put(DOCUMENT, "{}"); // changed between the check and the button
        assertThat(own.does("activate").text()).contains("not in use yet");
        assertThat(did(own.earns())).isEqualTo(own.ownDid());
        assertThat(own.does("forget").select("article")).isEmpty();
    }

    private void isRefused(String why, @Nullable String document) {
        if (document != null) {
            site.put(DOCUMENT, document);
        }
        Page page = own.does("check");
        assertThat(page.select(".finding.error").text()).contains(why);
        assertThat(page.select("form[action$=/activate]")).isEmpty();
        UUID id = domains.of(issuer()).get(0).id();
        assertThat(domains.activate(issuer(), id)).isEqualTo(IssuerDomains.Outcome.NOT_SOUND);
    }

    private Issuer issuer() {
        return issuers.bySlug(own.slug).orElseThrow();
    }

    /** Without the entry of that key. */
    private static String changed(String document, String member, String key) {
        JsonObject read = CredentialController.read(document);
        JsonArrayBuilder kept = Json.createArrayBuilder();
        read.getJsonArray(member).stream()
                .filter(entry -> !entry.toString().contains("#" + key + "\""))
                .forEach(kept::add);
        return Json.createObjectBuilder(read).add(member, kept).build().toString();
    }

    @Test
    void callsNoPrivateAddressAndNotByHttp() {
        LaurelSettings strict =
                new LaurelSettings(settings.baseUrl(), settings.dataDir(), false, false, false, settings.masterKey());
        OutboundHttp outside = instance(OutboundHttp.class, strict);
        own.names(site.at(""));
        DomainCheck.Seen seen =
                new DomainCheck(outside, issuers).look(domains.of(issuer()).get(0));
        assertThat(seen.sound()).isFalse();
        assertThat(seen.findings()).extracting(IssuerDomain.Finding::kind).containsExactly(IssuerDomain.Kind.FORBIDDEN);
        assertThat(site.asked()).isZero();
    }

    private static <T> T instance(Class<T> type, LaurelSettings strict) {
        try {
            return BeanUtils.instantiateClass(type.getDeclaredConstructor(LaurelSettings.class), strict);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void isOneIssuersOnlyAndBlockedByNobodyWhoOnlyNamesIt() {
        Organisation other = new Organisation();
        other.names(site.at(""));
        own.names(site.at(""));
        // neither is answered with while both only claim it
        site.leadsTo(settings.baseUrl());
        assertThat(own.does("check").text()).contains("answered 404", "Another issuer here has named");
        assertThat(other.does("check").text()).contains("answered 404");
        // whose file lies at the domain decides
        site.leadsTo(null);
        site.put(DOCUMENT, own.download());
        own.does("check");
        own.does("activate");
        assertThat(did(own.earns())).isEqualTo(site.did());

        site.put(DOCUMENT, other.download());
        assertThat(other.does("check").select(".finding.error").text()).contains("another issuer here name");
        UUID theirs =
                domains.of(issuers.bySlug(other.slug).orElseThrow()).get(0).id();
        assertThat(domains.activate(issuers.bySlug(other.slug).orElseThrow(), theirs))
                .isEqualTo(IssuerDomains.Outcome.NOT_SOUND);
        assertThat(did(other.earns())).isEqualTo(other.ownDid());
        // and nobody acts for somebody else's issuer
        assertThat(other.officer
                        .get(settings.at("/issue/keys/" + own.slug + "/domains"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void answersForADomainWhoseNameLeadsHereAndForNoOtherHost() {
        own.names(site.at(""));
        site.leadsTo(settings.baseUrl());
        own.does("check");
        own.does("activate");
        Award award = own.earns();
        assertThat(did(award)).isEqualTo(site.did());
        verifiesElsewhere(award);
        verifiesHere(award);
        for (String stranger : List.of("stranger.example", "stranger.example:8443", "localhost:1")) {
            HttpBrowser browser = new HttpBrowser();
            browser.header("X-Forwarded-Host", stranger);
            assertThat(browser.get(settings.at(DOCUMENT)).status()).as(stranger).isEqualTo(404);
        }

        own.changesKeys(); // seen there at once
        Award later = own.earns();
        assertThat(method(later)).isEqualTo(site.did() + "#key-2");
        verifiesElsewhere(later);
        verifiesHere(later);
        verifiesElsewhere(award);
    }

    @Test
    void everyBadgeVerifiesBeforeTheDomainWithItAfterNewKeysAndAfterItWasLeft() {
        brings();
        Award brought = own.earns();
        assertThat(did(brought)).isEqualTo(site.did()).isNotEqualTo(own.ownDid());

        assertThat(own.changesKeys().text()).contains("New keys are made and wait");
        Page back = own.officer
                .get(settings.at("/issue/keys"))
                .form("form[action$='/issue/keys/" + own.slug + "/take-back']")
                .submit();
        assertThat(back.text()).contains("The new keys are taken back").doesNotContain("New keys are made and wait");
        assertThat(back.select("details:has(form[action$='/issue/keys/" + own.slug + "'])")
                        .text())
                .as("what it means is asked first")
                .contains("go on signing until the document at your domain lists the new ones", "can be taken back");
        assertThat(issuers.takeBackWaiting(issuers.bySlug(own.slug).orElseThrow()))
                .as("what signs is never taken back")
                .isFalse();
        assertThat(method(own.earns())).isEqualTo(site.did() + "#key-1");
        assertThat(own.changesKeys().text()).contains("New keys are made and wait");
        Award waiting = own.earns();
        assertThat(method(waiting)).isEqualTo(site.did() + "#key-1");
        String token = new HttpBrowser().get(waiting.addresses().jwt()).body();
        assertThat(header(token)).contains("/jwt-1");
        verifiesElsewhere(waiting);
        assertThat(own.does("check").text()).contains("does not list key-3 yet");
        assertThat(method(own.earns())).endsWith("#key-1");

        site.put(DOCUMENT, own.download());
        isDue();
        domains.lookAtDue();
        Award rotated = own.earns();
        assertThat(method(rotated)).isEqualTo(site.did() + "#key-3");
        assertThat(header(new HttpBrowser().get(rotated.addresses().jwt()).body()))
                .contains("/jwt-3");

        assertThat(own.does("leave").text()).contains("must stay up");
        Award after = own.earns();
        assertThat(method(after)).isEqualTo(own.ownDid() + "#key-3");

        // a key that the domain never saw signs nothing for it, even now
        own.changesKeys();
        assertThat(method(own.earns())).isEqualTo(own.ownDid() + "#key-4");
        context.getBean(Issuing.class)
                .signAgain(
                        context.getBean(Awards.class)
                                .withId(brought.credentialId())
                                .orElseThrow(),
                        null);
        assertThat(method(brought)).isEqualTo(site.did() + "#key-3");

        for (Award award : List.of(own.first, brought, waiting, rotated, after)) {
            verifiesElsewhere(award);
            verifiesHere(award);
        }
        badges.revoke(tenant(own.first), own.first.credentialId(), "a reason");
        badges.revoke(tenant(brought), brought.credentialId(), "a reason");
        for (Award revoked : List.of(own.first, brought)) {
            verifiesElsewhere(revoked);
            assertThat(isSet(revoked)).isTrue();
            assertThat(verification.of(revoked.addresses().json().toString()).overall())
                    .isEqualTo(Verdict.Outcome.FAILED);
        }
        assertThat(isSet(rotated)).isFalse();
        assertThat(new HttpBrowser().get(settings.at("/issuers/" + own.slug)).text())
                .contains(own.ownDid(), site.did());
    }

    private String documentAt(WebSite at) {
        return context.getBean(DidDocuments.class)
                .toBeHosted(issuer().as(at.did()))
                .toString();
    }

    @Test
    void noOtherKeyIsCalledAsOneThatWasTakenBackNorSignsForADomainThatListedThatOne() throws IOException {
        brings();
        Award brought = own.earns();
        try (WebSite now = new WebSite()) {
            own.names(now.at(""));
            now.put(DOCUMENT, documentAt(now));
            UUID id = domains.of(issuer()).stream()
                    .filter(domain -> domain.did().equals(now.did()))
                    .findFirst()
                    .orElseThrow()
                    .id();
            assertThat(domains.activate(issuer(), id)).isEqualTo(IssuerDomains.Outcome.ACTIVE);
            String before = documentAt(site);
            own.changesKeys();
            String taken = issuers.keys(issuer()).get(0).publicKey().text();
            assertThat(documentAt(site)).contains("#key-2", "#jwt-2", taken);
            site.put(DOCUMENT, documentAt(site));
            isDue();
            domains.lookAtDue(); // the domain that was left lists them before the one that is waited for
            assertThat(issuers.takeBackWaiting(issuer())).isTrue();
            site.put(DOCUMENT, before);

            own.changesKeys();
            assertThat(documentAt(now)).contains("#key-3", "#jwt-3").doesNotContain("#key-2", "#jwt-2", taken);
            now.put(DOCUMENT, documentAt(now));
            domains.check(issuer(), id);
            assertThat(method(own.earns())).isEqualTo(now.did() + "#key-3");

            badges.revoke(tenant(brought), brought.credentialId(), "a reason");
            verifiesElsewhere(brought);
            assertThat(isSet(brought)).isTrue();

            own.changesKeys();
            assertThat(issuers.takeBackWaiting(issuer())).isTrue();
            domains.replaceExposed(issuer(), false);
            assertThat(issuers.keys(issuer()).get(0).number()).as("after 4").isEqualTo(5);
            assertThat(issuers.jwtKeys(issuer()).get(0).number()).isEqualTo(5);
        }
    }

    private static String header(String token) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[0]), StandardCharsets.UTF_8);
    }

    private static boolean isSet(Award award) {
        JsonObject status = credential(award).getJsonObject("credentialStatus");
        JsonObject list = IssuingTests.json(URI.create(status.getString("statusListCredential")));
        return StatusBits.decode(list.getJsonObject("credentialSubject").getString("encodedList"))
                .isSet(Integer.parseInt(status.getString("statusListIndex")));
    }

    private void isDue() {
        jdbc.sql("update badge_issuer_domain set next_check_at = :past where did = :did")
                .param("past", Timestamp.from(Instant.now().minusSeconds(60)))
                .param("did", site.did())
                .update();
    }

    @Test
    void aKeyInWrongHandsSignsNothingMoreWhateverTheDomainSays() {
        brings();
        Award before = own.earns();
        own.officer
                .get(settings.at("/issue/keys"))
                .form("form[action$='/issue/keys/" + own.slug + "']:has([name=exposed])")
                .submit();
        Award after = own.earns();
        assertThat(method(after)).isEqualTo(own.ownDid() + "#key-2");
        verifiesElsewhere(after);
        Page page = own.page();
        assertThat(page.text()).contains("Take key-1, jwt-1 out of the document", "Waits for the new keys");
        assertThat(page.select(".finding.error").text()).contains("does not list key-2");
        SigningAgain again = context.getBean(SigningAgain.class);
        again.work(issuer());
        assertThat(method(own.first)).isEqualTo(own.ownDid() + "#key-2");
        verifiesElsewhere(own.first);
        // the new key would not be believed at the domain yet
        assertThat(method(before)).isEqualTo(site.did() + "#key-1");
        verifiesHere(before);
        assertThat(own.officer.get(settings.at("/issue/keys")).text())
                .contains("0 of 1 badges", "waits until the document of " + site.did());

        assertThat(own.download()).doesNotContain("#key-1").contains("#key-2");
        site.put(DOCUMENT, own.download());
        own.does("check");
        assertThat(method(own.earns())).isEqualTo(site.did() + "#key-2");
        again.work(issuer());
        verifiesElsewhere(before);
        verifiesHere(before);
        assertThat(method(before)).isEqualTo(site.did() + "#key-2");
    }

    @Test
    void tellsOfficerAndOperatorWhenTheDocumentIsGoneAndSignsOn() {
        brings();
        site.put(DOCUMENT, 404, "text/plain", new byte[0]);
        isDue();
        domains.lookAtDue();
        assertThat(own.page().text()).contains("Something is wrong at this domain", "answered 404");
        assertThat(own.officer.get(settings.at("/issue/keys")).text()).contains("is not as it has to be");
        HttpBrowser operator = new HttpBrowser();
        operator.get(settings.at("/sign-in?to=/admin/domains"))
                .form("form:has(input[name=password])")
                .set("login", "admin")
                .set("password", TestSurroundings.OPERATOR_PASSWORD)
                .submit();
        assertThat(operator.get(settings.at("/admin/domains"))
                        .select("tr:has(code:containsOwn(" + site.did() + "))")
                        .text())
                .contains("Needs mending", "answered 404");
        assertThat(new HttpBrowser().get(settings.at("/actuator/prometheus")).body())
                .containsPattern("laurel_badge_domains_unsound [1-9]");
        assertThat(did(own.earns())).isEqualTo(site.did());
        site.put(DOCUMENT, own.download());
        isDue();
        domains.lookAtDue();
        assertThat(own.page().text()).doesNotContain("Something is wrong");
        int asked = site.asked();
        domains.lookAtDue(); // not due again before tomorrow
        assertThat(site.asked()).isEqualTo(asked);
    }

    @Test
    void writesToOfficersOnceWhenTheDocumentStaysGoneAndOnceWhenItIsBack() {
        brings();
        Staff staff = context.getBean(Staff.class);
        String address = "officer-" + UUID.randomUUID() + "@example.org";
        String other = "other-" + UUID.randomUUID() + "@example.org";
        staff.grant(staff.create(address, "An officer", PASSWORD), StaffRole.ISSUER_OFFICER, tenant(own.first));
        staff.grant(staff.create(other, "An assessor", PASSWORD), StaffRole.ASSESSOR, tenant(own.first));
        DomainMail mail = context.getBean(DomainMail.class);
        site.put(DOCUMENT, 404, "text/plain", new byte[0]);
        isDue();
        domains.lookAtDue();
        mail.tell();
        assertThat(Mailbox.to(address)).isEmpty(); // a short while is nobody's trouble

        hasBeenUnsound(DomainMail.SHORT.plusMinutes(1));
        mail.tell();
        Mailbox.Mail told = Mailbox.latest(address, 1);
        assertThat(told.subject()).contains("may fail", site.did());
        assertThat(told.text())
                .contains(own.achievement.issuer().name(), DOCUMENT, "/issue/keys/" + own.slug + "/domains")
                .contains("leer que no son buenas", "/domain-mails/");
        assertThat(Mailbox.header(address, "List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
        isDue();
        domains.lookAtDue();
        mail.tell();
        assertThat(Mailbox.to(address)).hasSize(1);

        site.put(DOCUMENT, own.download());
        isDue();
        domains.lookAtDue();
        mail.tell();
        mail.tell();
        assertThat(Mailbox.latest(address, 2).subject()).contains("well again", site.did());
        assertThat(Mailbox.to(address)).hasSize(2);
        assertThat(Mailbox.to(other)).isEmpty();

        URI unsubscribe = URI.create(Mailbox.header(address, "List-Unsubscribe").replaceAll("[<>]", ""));
        Page asked = new HttpBrowser().get(unsubscribe);
        assertThat(asked.text()).contains("Mails to officers");
        assertThat(asked.form("form").submit().text()).contains("You get no more mails to officers");
        site.put(DOCUMENT, 404, "text/plain", new byte[0]);
        isDue();
        domains.lookAtDue();
        hasBeenUnsound(DomainMail.SHORT.plusMinutes(1));
        mail.tell();
        assertThat(Mailbox.to(address)).hasSize(2);
        assertThat(own.page().text()).contains("Something is wrong at this domain");
        assertThat(new HttpBrowser().get(settings.at("/domain-mails/nobodys")).status())
                .isEqualTo(404);
    }

    private void hasBeenUnsound(Duration so) {
        jdbc.sql("update badge_issuer_domain set unsound_since = :since where did = :did and unsound_since is not null")
                .param("since", Timestamp.from(Instant.now().minus(so)))
                .param("did", site.did())
                .update();
    }

    @Test
    void theExportHasTheDocumentsOfDomains(@TempDir Path directory) throws IOException {
        String host = own.slug + ".example.org";
        own.names(host);
        own.names(host + "/badges");
        own.names(host + "/contested");
        new Organisation().names(host + "/contested");
        context.getBean(StaticExport.class).to(directory);
        for (String path : List.of("/.well-known/did.json", "/badges/did.json")) {
            assertThat(Files.readString(directory.resolve("domains/" + host + path)))
                    .contains(issuers.keys(issuer()).get(0).publicKey().text());
        }
        assertThat(directory.resolve("domains/" + host + "/contested")).doesNotExist();
        assertThat(Files.readString(directory.resolve("issuers/" + own.slug + "/did.json")))
                .contains(own.ownDid());
    }
}
