package dev.laurel.admin;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.laurel.lti.Deployment;
import dev.laurel.lti.NewDeployments;
import dev.laurel.lti.PlatformPreset;
import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.Registrations.PlatformFacts;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.math.BigInteger;
import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Connecting a platform by hand, without JavaScript. */
@LaurelTest
class PlatformFormTests {

    @RegisterExtension
    static final WireMockExtension lms = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort())
            .build();

    private static final String USABLE = keySet(2048);

    @Autowired
    LaurelSettings settings;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    private final String unique = UUID.randomUUID().toString();
    private final String district = "District " + unique;

    @BeforeEach
    void keysAreThere() {
        lms.stubFor(get(urlPathEqualTo("/mod/lti/certs.php")).willReturn(okJson(USABLE)));
    }

    private Page open(String path) {
        return Colleague.operator(settings, new HttpBrowser(), path);
    }

    private Page start(Map<String, String> chosen) {
        return open("/admin/platforms/new").submit("form[action$=new]", chosen);
    }

    private Page moodle() {
        return start(Map.of("preset", "moodle", "site", lms.baseUrl() + "/"));
    }

    private Map<String, String> answers(String... changes) {
        Map<String, String> answers = new HashMap<>(
                Map.of("district", district, "client-id", unique, "deployments", "1\n 2 \n", "name", "Our Moodle"));
        for (int i = 0; i < changes.length; i += 2) {
            answers.put(changes[i], changes[i + 1]);
        }
        return answers;
    }

    private static Page send(Page form, Map<String, String> answers) {
        return form.submit("form[action$=platforms]", answers);
    }

    @Test
    void knowsMostOfAMoodleFromItsAddress() {
        Page form = moodle();
        assertThat(form.select("#issuer").val()).isEqualTo(lms.baseUrl());
        assertThat(form.select("#authorization-endpoint").val()).isEqualTo(lms.baseUrl() + "/mod/lti/auth.php");
        assertThat(form.select("#token-endpoint").val()).isEqualTo(lms.baseUrl() + "/mod/lti/token.php");
        assertThat(form.select("#key-set").val()).isEqualTo(lms.baseUrl() + "/mod/lti/certs.php");
    }

    @Test
    void saysWhereACanvasOfOnesOwnKeepsItsIssuer() {
        Page own = start(Map.of("preset", "canvas-own", "site", lms.baseUrl()));
        assertThat(own.select("#issuer-hint").text()).contains("lti_iss", "config/security.yml");
        assertThat(start(Map.of("preset", "canvas")).select("#issuer-hint").text())
                .isNotEmpty()
                .doesNotContain("lti_iss");
    }

    @Test
    void asksForTheAddressOfTheSiteWhereItIsNeeded() {
        Page again = open("/admin/platforms/new").submit("form[action$=new]", Map.of("preset", "moodle", "site", " "));
        assertThat(again.select("#site-error").text()).contains("address of the site");
        assertThat(again.select("input[value=moodle]").hasAttr("checked")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "canvas,https://canvas.instructure.com,https://sso.canvaslms.com/api/lti/authorize_redirect",
        "canvas-beta,https://canvas.beta.instructure.com,https://sso.beta.canvaslms.com/api/lti/authorize_redirect",
        "canvas-test,https://canvas.test.instructure.com,https://sso.test.canvaslms.com/api/lti/authorize_redirect",
        "schoology,https://schoology.schoology.com,https://lti-service.svc.schoology.com/lti-service/authorize-redirect",
        "blackboard,https://blackboard.com,https://developer.blackboard.com/api/v1/gateway/oidcauth"
    })
    void knowsCloudsWholly(String preset, String issuer, String authorization) {
        Page form = open("/admin/platforms/new?preset=" + preset);
        assertThat(form.select("#issuer").val()).isEqualTo(issuer);
        assertThat(form.select("#authorization-endpoint").val()).isEqualTo(authorization);
        assertThat(form.select("input[name=new-deployments][checked]").val())
                .isEqualTo(preset.equals("blackboard") ? "WAIT" : "FIRST");
    }

    @Test
    void connectsAPlatformWithItsDeployments() {
        Page saved = send(moodle(), answers("new-deployments", "ACCEPT"));
        assertThat(saved.select("h1").text()).isEqualTo("Our Moodle");
        Registration registration = registrations.find(lms.baseUrl(), unique).orElseThrow();
        assertThat(registration.home()).isEqualTo(tenants.named(district).orElseThrow());
        assertThat(registration.isOfFamily("moodle")).isTrue();
        assertThat(registration.newDeployments()).isEqualTo(NewDeployments.ACCEPT);
        assertThat(registration.tokenEndpoint()).isEqualTo(URI.create(lms.baseUrl() + "/mod/lti/token.php"));
        assertThat(registration.origins()).contains(lms.baseUrl());
        assertThat(registrations.deployments(registration.id(), 10))
                .extracting(Deployment::deploymentId)
                .containsExactlyInAnyOrder("1", "2");
        assertThat(saved.uri().getPath())
                .isEqualTo("/admin/platforms/" + registration.id().value());
    }

    @ParameterizedTest
    @CsvSource({"brightspace,desire2learn", "blackboard,BlackboardLearn"})
    void callsAPlatformWhatItCallsItself(String preset, String family) {
        Page form = open("/admin/platforms/new")
                .submit("form[action$=new]", Map.of("preset", preset, "site", "https://lms.example"));
        Page saved = send(form, answers());
        if (saved.select("button[name=anyway]").hasText()) {
            saved = saved.form("form[action$=platforms]").submitWith("button[name=anyway]");
        }
        Registration registration = registrations
                .find(
                        PlatformPreset.of(preset)
                                .orElseThrow()
                                .addresses("https://lms.example", unique)
                                .issuer(),
                        unique)
                .orElseThrow();
        assertThat(registration.productFamily()).isEqualTo(family);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"desire2learn,desire2learn", "BlackboardLearn,BlackboardLearn", "Pupilfirst,Pupilfirst", "-,-"})
    void keepsWhatARegisteredPlatformCallsItselfWhenItIsChangedByHand(String family, String kept) {
        Registration before = registrations.register(
                new PlatformFacts(
                        lms.baseUrl(),
                        unique,
                        URI.create(lms.baseUrl() + "/d2l/lti/authenticate"),
                        URI.create(lms.baseUrl() + "/token"),
                        URI.create(lms.baseUrl() + "/mod/lti/certs.php"),
                        "https://api.lms.example/auth/token",
                        URI.create(lms.baseUrl()),
                        family,
                        "20.26.11",
                        "Registered by itself",
                        Set.of()),
                tenants.found(district));
        String form = "form[action$=" + before.id().value() + "]";
        Page changed = open("/admin/platforms/" + before.id().value()).submit(form, Map.of("name", "Renamed"));
        if (changed.select("button[name=anyway]").hasText()) {
            changed = changed.form(form).submitWith("button[name=anyway]");
        }
        assertThat(changed.select("h1").text()).isEqualTo("Renamed");
        Registration after = registrations.find(before.id()).orElseThrow();
        assertThat(after.productFamily()).isEqualTo(kept);
        assertThat(after.tokenAudience()).isEqualTo("https://api.lms.example/auth/token");
    }

    @ParameterizedTest
    @CsvSource({
        "district,' ',Say for which district",
        "issuer,not an address,not a web address",
        "issuer,ftp://lms.example,begin with https",
        "client-id,'',This is needed",
        "client-id,two words,no blanks",
        "token-endpoint,javascript:alert(1),not a web address",
        "token-endpoint,https://user:secret@lms.example/token,not a web address",
        "authorization-endpoint,/relative,not a web address",
        "key-set,http://169.254.169.254/keys,private network"
    })
    void savesNothingThatIsWrongAndKeepsWhatWasTyped(String field, String value, String said) {
        Page again = send(moodle(), answers(field, value));
        assertThat(again.select("[role=alert]").text()).contains("Nothing was saved");
        assertThat(again.select("#" + field + "-finding .error").text()).contains(said);
        assertThat(again.select("#" + field).attr("aria-invalid")).isEqualTo("true");
        assertThat(again.select("#name").val()).isEqualTo("Our Moodle");
        assertThat(registrations.find(lms.baseUrl(), unique)).isEmpty();
        assertThat(tenants.named(district)).isEmpty();
        assertThat(again.select("button[name=anyway]")).isEmpty();
    }

    @Test
    void namesThePlatformThatIsConnectedAlready() {
        send(moodle(), answers());
        Page again = send(moodle(), answers("district", "Another " + unique));
        assertThat(again.select("#client-id-finding .error").text()).contains("connected already");
        assertThat(again.select("#issuer-finding").text()).contains("known already");
        assertThat(tenants.named("Another " + unique)).isEmpty();
    }

    @Test
    void doubtsWhatMayBeRightAndSavesItWhenTheOperatorIsSure() {
        lms.stubFor(
                get(urlPathEqualTo("/mod/lti/certs.php")).willReturn(aResponse().withStatus(503)));
        Page doubt = send(moodle(), answers("token-endpoint", "https://tokens.elsewhere.example/token"));
        assertThat(doubt.select("#key-set-finding .doubt").text()).contains("not with a key set");
        assertThat(doubt.select("#token-endpoint-finding .doubt").text()).contains("tokens.elsewhere.example");
        assertThat(registrations.find(lms.baseUrl(), unique)).isEmpty();

        Page saved = doubt.form("form[action$=platforms]").submitWith("button[name=anyway]");
        assertThat(saved.status()).isEqualTo(200);
        assertThat(registrations.find(lms.baseUrl(), unique)).isPresent();
    }

    @Test
    void looksOverOneFieldWhileSomebodyTypes() {
        Page form = moodle();
        String token = form.select("input[name=_csrf]").val();
        Map<String, String> typed = new HashMap<>(Map.of("_csrf", token, "preset", "moodle", "site", lms.baseUrl()));
        Page good = form.form("form[action$=platforms]").submit();
        assertThat(good.select("#key-set-finding .good").text()).contains("usable");

        HttpBrowser browser = new HttpBrowser();
        Page signedIn = Colleague.operator(settings, browser, "/admin");
        typed.put("_csrf", signedIn.select("input[name=_csrf]").val());
        lms.stubFor(get(urlPathEqualTo("/mod/lti/certs.php")).willReturn(okJson(keySet(1024))));
        Page weak = browser.post(settings.at("/admin/platforms/check?field=key-set&self="), typed);
        assertThat(weak.status()).isEqualTo(200);
        assertThat(weak.text()).contains("no key in it");
        assertThat(weak.select("main, h1")).isEmpty();
        lms.stubFor(get(urlPathEqualTo("/mod/lti/certs.php")).willReturn(okJson(USABLE)));
        assertThat(browser.post(settings.at("/admin/platforms/check?field=key-set&self="), typed)
                        .text())
                .contains("usable");
        assertThat(browser.post(settings.at("/admin/platforms/check?field=colour&self="), typed)
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "canvas,10000000000012,''",
        "canvas,yQ3fJm5kVx8aTqzR1vB7,made of digits alone",
        "canvas-beta,1000 0012,no blanks",
        "blackboard,8c1b5e0a-3f6d-4d2a-9a55-0f6f2a1d7c11,''",
        "brightspace,8C1B5E0A-3F6D-4D2A-9A55-0F6F2A1D7C11,''",
        "brightspace,8c1b5e0a-3f6d-4d2a-9a55-0f6f2a1d7,36 characters",
        "schoology,7105863941,''",
        "moodle,aB3dE6gH9jK2mN5,''"
    })
    void saysWhileItIsTypedThatAClientIdIsNotLikeThoseOfThePlatform(String preset, String clientId, String said) {
        assertThat(lookedOver("client-id", Map.of("preset", preset, "client-id", clientId)))
                .matches(text -> said.isEmpty() ? text.isBlank() : text.contains(said), said);
    }

    @Test
    void saysWhileItIsTypedThatADeploymentIdIsTheClientId() {
        assertThat(lookedOver("deployments", Map.of("client-id", unique, "deployments", "1\n" + unique)))
                .contains("One of the deployment IDs is the client ID");
        assertThat(lookedOver("deployments", Map.of("client-id", unique, "deployments", "1\n2")))
                .isBlank();
    }

    private String lookedOver(String field, Map<String, String> typed) {
        HttpBrowser browser = new HttpBrowser();
        Map<String, String> form = new HashMap<>(typed);
        form.put("site", lms.baseUrl());
        form.put(
                "_csrf",
                Colleague.operator(settings, browser, "/admin")
                        .select("input[name=_csrf]")
                        .val());
        Page finding = browser.post(settings.at("/admin/platforms/check?field=" + field + "&self="), form);
        assertThat(finding.status()).isEqualTo(200);
        return finding.text();
    }

    @Test
    void changesAPlatformLater() {
        Page saved = send(moodle(), answers());
        Registration before = registrations.find(lms.baseUrl(), unique).orElseThrow();
        Page changed = saved.submit(
                "form[action$=" + before.id().value() + "]",
                Map.of("client-id", unique + "-2", "name", "Renamed", "deployments", "3", "new-deployments", "WAIT"));
        assertThat(changed.select("h1").text()).isEqualTo("Renamed");
        Registration after = registrations.find(lms.baseUrl(), unique + "-2").orElseThrow();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.home()).isEqualTo(before.home());
        assertThat(after.newDeployments()).isEqualTo(NewDeployments.WAIT);
        assertThat(registrations.find(lms.baseUrl(), unique)).isEmpty();
        assertThat(registrations.deployments(after.id(), 10)).hasSize(3);

        Page wrong = changed.submit("form[action$=" + before.id().value() + "]", Map.of("issuer", ""));
        assertThat(wrong.select("#issuer-finding .error")).isEmpty();
        assertThat(registrations.find(lms.baseUrl(), unique + "-2"))
                .as("an emptied issuer is the one that is known of a Moodle")
                .isPresent();
    }

    @Test
    void doesNotTakeTheNameOfAnotherPlatform() {
        send(moodle(), answers());
        Page second = send(moodle(), answers("client-id", unique + "-2"));
        Registration registration =
                registrations.find(lms.baseUrl(), unique + "-2").orElseThrow();
        Page again = second.submit("form[action$=" + registration.id().value() + "]", Map.of("client-id", unique));
        assertThat(again.select("#client-id-finding .error").text()).contains("connected already");
        assertThat(registrations.find(registration.id()).orElseThrow().clientId())
                .isEqualTo(unique + "-2");
    }

    @Test
    void switchesAPlatformOffAndOnAndInvitesItAgain() {
        Page saved = send(moodle(), answers());
        Page off = saved.submit("form[action$=enabled]", Map.of());
        Registration registration = registrations.find(lms.baseUrl(), unique).orElseThrow();
        assertThat(registration.enabled()).isFalse();
        assertThat(off.text()).contains("Switched off");
        Page on = off.submit("form[action$=enabled]", Map.of());
        assertThat(registrations.find(lms.baseUrl(), unique).orElseThrow().enabled())
                .isTrue();
        Page invited = on.submit("form[action$=invitations]", Map.of());
        assertThat(invited.select("#link").val())
                .startsWith(settings.at("/lti/register?invitation=").toString());
    }

    @Test
    void whoIsNoOperatorSeesNothing() {
        Page page = new HttpBrowser().get(settings.at("/admin/platforms/new"));
        assertThat(page.uri().getPath()).startsWith("/sign-in");
        assertThat(open("/admin/platforms/" + UUID.randomUUID()).status()).isEqualTo(404);
    }

    private static String keySet(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            RSAPublicKey key = (RSAPublicKey) generator.generateKeyPair().getPublic();
            return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"1\",\"alg\":\"RS256\",\"use\":\"sig\",\"n\":\""
                    + number(key.getModulus()) + "\",\"e\":\"" + number(key.getPublicExponent()) + "\"}]}";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(bytes, sign, bytes.length));
    }
}
