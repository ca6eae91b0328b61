package dev.laurel.person;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Staff who sign in with an account of their own organisation. */
@LaurelTest
class SingleSignOnTests {

    private static final String PASSWORD = "correct horse battery";

    @Autowired
    Staff staff;

    @Autowired
    StaffInvitations invitations;

    @Autowired
    StaffIdentities identities;

    @Autowired
    IdentityProviders providers;

    @Autowired
    Tenants tenants;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private final String unique = UUID.randomUUID().toString().substring(0, 13);
    private final String domain = "d" + unique + ".example";
    private final String address = "ana@" + domain;
    private final String subject = "sub-" + unique;
    private final HttpBrowser browser = new HttpBrowser();

    private ProviderPeer peer;
    private TenantId district;
    private StaffId operator;
    private StaffId ana;
    private ProviderId provider;

    @BeforeEach
    void anAssessorAndAProvider() throws IOException {
        peer = new ProviderPeer();
        district = tenants.found("District " + unique);
        operator = staff.createOperator("op." + unique, "Olga", PASSWORD).orElseThrow();
        ana = staff.create("ana." + unique, "Ana Ruiz", PASSWORD);
        staff.grant(ana, StaffRole.ASSESSOR, district);
        provider = configured(null, List.of());
    }

    @AfterEach
    void theProviderIsGone() {
        assertThat(peer.complaints).isEmpty();
        peer.close();
        providers.remove(provider);
    }

    private ProviderId configured(@Nullable TenantId only, List<String> domains) {
        ProviderId id = providers
                .begin(operator, only, "Riverton " + unique, peer.issuer())
                .orElseThrow();
        change(id, domains);
        providers.switchTo(id, true);
        return id;
    }

    private void change(ProviderId id, List<String> domains) {
        providers.change(id, "Riverton " + unique, peer.issuer(), peer.clientId, ProviderPeer.SECRET, domains);
    }

    /** The provider only signs in people of one district. */
    private void onlyFor(TenantId only, List<String> domains) {
        providers.remove(provider);
        provider = configured(only, domains);
    }

    private String at(String path) {
        return settings.at(path).toString();
    }

    private String with() {
        return at("/sign-in/with/" + provider.value());
    }

    private IdentityProvider itself() {
        return providers.find(provider).orElseThrow();
    }

    private void anaIsConnected() {
        identities.bind(itself(), new ProvenIdentity(subject, null), ana, StaffIdentities.Reason.OWN_PAGE);
        peer.is(subject, Map.of());
    }

    private void hasAddress(StaffId who) {
        assertThat(staff.setAddress(who, address)).isTrue();
    }

    private Map<String, Object> verified(String mail) {
        return Map.of("email", mail, "email_verified", true, "name", "Ana Ruiz");
    }

    private Page signOn(HttpBrowser in) {
        return in.get(with());
    }

    private Page signIn(HttpBrowser in, String login) {
        return in.get(at("/sign-in")).submit("form[action$=sign-in]", Map.of("login", login, "password", PASSWORD));
    }

    /** Where the provider sends the browser back to, which does not go there yet. */
    private URI answer(HttpBrowser in) {
        in.notFollowingRedirects();
        URI question = URI.create(in.get(with()).header("Location").orElseThrow());
        URI answer = URI.create(in.get(question).header("Location").orElseThrow());
        in.followingRedirects();
        return answer;
    }

    private boolean isSignedIn(HttpBrowser in) {
        return in.get(at("/account")).uri().getPath().equals("/account");
    }

    private int bound() {
        return jdbc.sql("select count(*) from staff_identity where provider_id = ?")
                .param(provider.value())
                .query(Integer.class)
                .single();
    }

    private int accounts() {
        return jdbc.sql("select count(*) from staff_account")
                .query(Integer.class)
                .single();
    }

    private void assertNobody(Page page, int status, String heading) {
        assertThat(page.select("h1").text()).isEqualTo(heading);
        assertThat(page.select("title").text()).contains(heading);
        assertThat(page.status()).isEqualTo(status);
        assertThat(page.text()).contains("Support code");
        assertThat(browser.cookie(settings.baseUrl(), "laurel-staff")).isEmpty();
        assertThat(isSignedIn(browser)).isFalse();
    }

    private void assertNotGenuine(Page page) {
        assertNobody(page, 403, "The answer cannot be trusted");
    }

    // Signing out

    private Page signOut() {
        return browser.get(at("/account")).form("form[action$=sign-out]").submit();
    }

    @Test
    void signingOutIsOfferedThereWhereTheProviderHasAWay() {
        peer.description.put("end_session_endpoint", peer.issuer() + "/end");
        anaIsConnected();
        signOn(browser);
        Page out = signOut();
        assertThat(out.text()).contains("You are signed out.", "You are signed in at Riverton " + unique + " still.");
        assertThat(isSignedIn(browser)).isFalse();
        assertThat(peer.ended).as("nobody is signed out there unasked").isZero();

        Page back = out.click("#out-there");

        assertThat(peer.ended).isEqualTo(1);
        assertThat(back.uri().toString()).isEqualTo(at("/sign-in?out"));
        assertThat(back.text()).contains("You are signed out.").doesNotContain("still");
    }

    @Test
    void whereTheProviderHasNoWayOutNoneIsOffered() {
        anaIsConnected();
        signOn(browser);
        assertThat(signOut().text()).contains("You are signed out.").doesNotContain("still");
        assertThat(browser.get(with() + "/out").uri().getPath()).isEqualTo("/sign-in");
    }

    @Test
    void whoSignedInWithAPasswordIsSentNowhereElse() {
        peer.description.put("end_session_endpoint", peer.issuer() + "/end");
        signIn(browser, "ana." + unique);
        assertThat(signOut().text()).contains("You are signed out.").doesNotContain("still");
        assertThat(browser.get(at("/sign-in?out&with=" + UUID.randomUUID())).text())
                .doesNotContain("still");
    }

    // What goes wrong at the provider

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429})
    void aProviderInTroubleSaysSo(int status) {
        anaIsConnected();
        peer.breakToken(status);
        assertNobody(signOn(browser), 424, "Riverton " + unique + " does not answer just now");
    }

    @Test
    void aProviderThatIsDownSaysSo() {
        anaIsConnected();
        peer.close();
        assertNobody(signOn(browser), 424, "Riverton " + unique + " does not answer just now");
    }

    @Test
    void aProviderThatGoesDownOnTheWaySaysSo() {
        anaIsConnected();
        URI answer = answer(browser);
        peer.close();
        assertNobody(browser.get(answer), 424, "Riverton " + unique + " does not answer just now");
    }

    @Test
    void whoSaysNoIsNotSignedIn() {
        anaIsConnected();
        peer.refusesWith("access_denied");
        assertNobody(signOn(browser), 403, "You are not signed in");
        peer.refusesWith("server_error");
        assertNobody(signOn(browser), 424, "You are not signed in");
        peer.refusesWith(null);
        signOn(browser);
        assertThat(isSignedIn(browser)).isTrue();
    }

    @Test
    void aSecretThatIsNotKnownThereIsForTheOperatorToMend() {
        anaIsConnected();
        providers.change(provider, "Riverton", peer.issuer(), peer.clientId, "another", List.of());
        assertNobody(signOn(browser), 424, "Signing in with Riverton is not set up correctly");
        assertThat(peer.complaints.poll()).endsWith("invalid_client");
    }

    @Test
    void aProviderThatCallsItselfOtherwiseIsNotAsked() {
        anaIsConnected();
        peer.description.put("issuer", "https://elsewhere.example");
        assertNobody(signOn(browser), 424, "Signing in with Riverton " + unique + " is not set up correctly");
    }

    // Answers that are not to be taken

    @Test
    void anAnswerIsTakenOnce() {
        anaIsConnected();
        URI answer = answer(browser);
        HttpBrowser thief = new HttpBrowser();
        copyCookies(answer, thief);
        browser.get(answer);
        assertThat(isSignedIn(browser)).isTrue();

        Page again = browser.get(answer);
        assertThat(again.status()).isEqualTo(403);
        assertThat(again.select("h1").text()).isEqualTo("This sign-in is over");
        assertThat(isSignedIn(browser)).as("what was there before").isTrue();
        assertThat(thief.get(answer).select("h1").text()).isEqualTo("This sign-in is over");
        assertThat(isSignedIn(thief)).isFalse();
    }

    private void copyCookies(URI answer, HttpBrowser to) {
        String name = cookieOf(answer);
        to.setCookie(
                settings.baseUrl(),
                name + "=" + browser.cookie(settings.baseUrl(), name).orElseThrow() + "; Path=/");
    }

    private static String cookieOf(URI answer) {
        return "laurel-with-" + answer.getQuery().replaceFirst("^.*state=", "").substring(0, 12);
    }

    @Test
    void anAnswerIsForTheBrowserThatAsked() {
        anaIsConnected();
        URI answer = answer(new HttpBrowser());
        assertNobody(browser.get(answer), 403, "This sign-in is over");
        URI own = answer(browser);
        String other = own.toString().replaceFirst("state=[^&]+", "state=" + "A".repeat(43));
        assertNobody(browser.get(other), 403, "This sign-in is over");
        assertNobody(browser.get(with() + "/return"), 403, "This sign-in is over");
    }

    @Test
    void aCookieThatWasChangedAnswersNothing() {
        anaIsConnected();
        URI answer = answer(browser);
        browser.setCookie(settings.baseUrl(), cookieOf(answer) + "=" + "A".repeat(400) + "; Path=/");
        assertNobody(browser.get(answer), 403, "This sign-in is over");
    }

    @Test
    void anAnswerToAnotherProviderIsNotTaken() {
        anaIsConnected();
        ProviderId other = configured(null, List.of());
        String answer = answer(browser).toString();
        assertNobody(
                browser.get(answer.replace(
                        provider.value().toString(), other.value().toString())),
                403,
                "This sign-in is over");
        providers.remove(other);
    }

    @Test
    void anAnswerInTheNameOfAnotherProviderIsNotTaken() {
        anaIsConnected();
        String answer = answer(browser).toString();
        assertNotGenuine(browser.get(answer.replaceFirst("iss=[^&]+", "iss=https%3A%2F%2Felsewhere.example")));
    }

    enum Forgery {
        OTHER_NONCE((peer, own) -> peer.claims(token -> token.setClaim("nonce", "another"))),
        NO_NONCE((peer, own) -> peer.claims(token -> token.unsetClaim("nonce"))),
        OTHER_ISSUER((peer, own) -> peer.claims(token -> token.setIssuer(peer.issuer() + "/"))),
        OTHER_AUDIENCE((peer, own) -> peer.claims(token -> token.setAudience("somebody else"))),
        MANY_AUDIENCES((peer, own) -> peer.claims(token -> token.setAudience(peer.clientId, "somebody else"))),
        OTHER_PARTY((peer, own) -> peer.claims(token -> token.setClaim("azp", "somebody else"))),
        NO_SUBJECT((peer, own) -> peer.claims(token -> token.unsetClaim("sub"))),
        NO_END((peer, own) -> peer.claims(token -> token.unsetClaim("exp"))),
        UNKNOWN_KEY((peer, own) -> peer.signing(token -> token.setKeyIdHeaderValue("another"))),
        OTHER_KEY((peer, own) ->
                peer.signing(token -> token.setKey(ProviderPeer.key().getPrivateKey()))),
        OTHER_ALGORITHM((peer, own) -> peer.signing(token -> token.setAlgorithmHeaderValue("RS512"))),
        SHARED_SECRET((peer, own) -> peer.signing(token -> {
            token.setAlgorithmHeaderValue("HS256");
            token.setKey(new HmacKey((ProviderPeer.SECRET + ProviderPeer.SECRET).getBytes(StandardCharsets.UTF_8)));
        })),
        UNSIGNED((peer, own) -> peer.signing(token -> {
            token.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
            token.setAlgorithmHeaderValue("none");
            token.setKey(null);
        }));

        private final BiConsumer<ProviderPeer, String> forge;

        Forgery(BiConsumer<ProviderPeer, String> forge) {
            this.forge = forge;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTokenThatIsNotTheProvidersAnswerSignsNobodyIn(Forgery forgery) {
        anaIsConnected();
        forgery.forge.accept(peer, subject);
        assertNotGenuine(signOn(browser));
    }

    @Test
    void aTokenThatIsOverSignsNobodyIn() {
        anaIsConnected();
        peer.claims(token -> token.setExpirationTime(NumericDate.fromSeconds(System.currentTimeMillis() / 1000 - 120)));
        assertNobody(signOn(browser), 424, "The answer of Riverton " + unique + " is out of date");
        peer.claims(token -> token.setIssuedAt(NumericDate.fromSeconds(System.currentTimeMillis() / 1000 + 200)));
        assertNobody(signOn(browser), 424, "The answer of Riverton " + unique + " is out of date");
    }

    @Test
    void aProviderMayChangeItsKeys() {
        anaIsConnected();
        signOn(new HttpBrowser());
        peer.newKey();
        signOn(browser);
        assertThat(isSignedIn(browser)).isTrue();
    }

    // Whose account it is

    @Test
    void whoIsNotKnownIsToldWhatToDoAndGetsNoAccount() {
        int before = accounts();
        peer.is(
                "stranger-" + unique,
                Map.of("name", "Ana Ruiz", "email", address, "preferred_username", "ana." + unique));
        Page page = signOn(browser);
        assertNobody(page, 403, "Laurel does not know you yet");
        assertThat(page.text()).contains("ask a lead assessor or the operator for an invitation");
        assertThat(accounts()).isEqualTo(before);
        assertThat(bound()).isZero();
    }

    @Test
    void anAddressThatNobodyVouchesForOpensNothing() {
        hasAddress(ana);
        peer.is(subject, verified(address));
        assertNobody(signOn(browser), 403, "Laurel does not know you yet");

        change(provider, List.of(domain));
        for (Object unverified : List.of(false, "true", 1)) {
            peer.is(subject, Map.of("email", address, "email_verified", unverified));
            assertNobody(signOn(browser), 403, "Laurel does not know you yet");
        }
        peer.is(subject, Map.of("email", address));
        assertNobody(signOn(browser), 403, "Laurel does not know you yet");
        for (String other : List.of("ana@sub." + domain, "ana@" + domain + ".evil.example", "\u0430na@" + domain)) {
            peer.is(subject, verified(other));
            assertNobody(signOn(browser), 403, "Laurel does not know you yet");
        }
        assertThat(bound()).isZero();
    }

    @Test
    void anAddressOfADomainThatIsTrustedOpensTheAccountThatHasIt() {
        hasAddress(ana);
        change(provider, List.of(domain));
        peer.is(subject, verified(address.toUpperCase(Locale.ROOT)));
        Page desk = signOn(browser);
        assertThat(desk.uri().getPath()).isEqualTo("/assess");
        assertThat(desk.text()).contains("Ana Ruiz");

        peer.is("somebody new " + unique, verified(address));
        Page page = signOn(new HttpBrowser());
        assertThat(page.status()).as("the address has passed to somebody else").isEqualTo(409);
        assertThat(page.select("h1").text()).isEqualTo("Another account at Riverton " + unique + " is connected");

        change(provider, List.of());
        peer.is(subject, Map.of());
        HttpBrowser later = new HttpBrowser();
        signOn(later);
        assertThat(isSignedIn(later))
                .as("the binding stays without the address")
                .isTrue();
    }

    @Test
    void theProviderOfADistrictOpensNoAccountThatReachesFurther() {
        hasAddress(ana);
        onlyFor(district, List.of(domain));
        peer.is(subject, verified(address));
        staff.grant(ana, StaffRole.ASSESSOR, tenants.found("Other " + unique));
        assertNobody(signOn(browser), 403, "Laurel does not know you yet");

        staff.revoke(ana, StaffRole.ASSESSOR, tenants.named("Other " + unique).orElseThrow());
        signOn(browser);
        assertThat(isSignedIn(browser)).isTrue();
    }

    @Test
    void theProviderOfADistrictOpensNoOperatorsAccount() {
        hasAddress(operator);
        onlyFor(district, List.of(domain));
        peer.is(subject, verified(address));
        assertNobody(signOn(browser), 403, "Laurel does not know you yet");
    }

    @Test
    void theProviderOfADistrictServesThoseWhoWorkThere() {
        onlyFor(district, List.of());
        anaIsConnected();
        staff.revoke(ana, StaffRole.ASSESSOR, district);
        assertNobody(signOn(browser), 403, "Your account cannot come in this way");
    }

    @Test
    void anAccountThatHasEndedStaysShut() {
        anaIsConnected();
        hasAddress(ana);
        change(provider, List.of(domain));
        peer.is(subject, verified(address));
        staff.end(ana);
        assertNobody(signOn(browser), 403, "Your account has ended");
        staff.resume(ana);
        signOn(browser);
        assertThat(isSignedIn(browser)).isTrue();
    }

    @Test
    void aProviderThatIsOffSignsNobodyIn() {
        anaIsConnected();
        URI answer = answer(browser);
        providers.switchTo(provider, false);
        assertThat(new HttpBrowser().get(at("/sign-in")).text()).doesNotContain("Riverton " + unique);
        assertNobody(browser.get(answer), 404, "Nobody signs in this way now");
        assertNobody(signOn(browser), 404, "Nobody signs in this way now");
    }

    // Signing in

    @Test
    void signsInByTheButtonAndGoesOnToThePageThatWasWanted() {
        anaIsConnected();
        Page asked = browser.get(at("/assess?page=2"));
        String button = asked.select("a[href*=" + provider.value() + "]").attr("href");
        Page back = browser.get(settings.baseUrl().resolve(button));
        assertThat(back.uri()).isEqualTo(URI.create(at("/assess?page=2")));
        assertThat(back.text()).contains("Ana Ruiz");
        assertThat(browser.get(at("/account")).text()).contains("Riverton " + unique, "last used");
        signOn(browser);
        Page elsewhere = browser.get(with() + "?to=//evil.example");
        assertThat(elsewhere.uri().getPath()).isEqualTo("/assess");
    }

    @Test
    void beginsASessionThatHasNothingOfTheOneBefore() {
        signIn(browser, "op." + unique);
        String before = browser.cookie(settings.baseUrl(), "laurel-staff").orElseThrow();
        String session = jdbc.sql("select primary_id from spring_session where principal_name = ?")
                .param(operator.value().toString())
                .query(String.class)
                .single();
        jdbc.sql("insert into spring_session_attributes (session_primary_id, attribute_name, attribute_bytes)"
                        + " select ?, 'left', attribute_bytes from spring_session_attributes where session_primary_id = ?"
                        + " and attribute_name = 'SPRING_SECURITY_CONTEXT'")
                .params(session, session)
                .update();
        anaIsConnected();

        signOn(browser);

        assertThat(browser.cookie(settings.baseUrl(), "laurel-staff").orElseThrow())
                .isNotEqualTo(before);
        assertThat(browser.get(at("/account")).text()).contains("Ana Ruiz").doesNotContain("Olga");
        assertThat(jdbc.sql("select a.attribute_name from spring_session_attributes a join spring_session s"
                                + " on s.primary_id = a.session_primary_id where s.principal_name = ?")
                        .param(ana.value().toString())
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("SPRING_SECURITY_CONTEXT", SignOnPages.SIGNED_IN_WITH);
        HttpBrowser old = new HttpBrowser();
        old.setCookie(settings.baseUrl(), "laurel-staff=" + before + "; Path=/");
        assertThat(isSignedIn(old)).as("the session before is over").isFalse();
        assertThat(jdbc.sql("select count(*) from spring_session where principal_name = ?")
                        .param(operator.value().toString())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aProviderThatTakesTheSecretInTheHeaderAloneIsServed() {
        anaIsConnected();
        peer.words("token_endpoint_auth_methods_supported", "client_secret_basic");
        signOn(browser);
        assertThat(isSignedIn(browser)).isTrue();
    }

    @Test
    void speaksSpanish() {
        browser.header("Accept-Language", "es");
        assertThat(browser.get(at("/sign-in")).text()).contains("Iniciar sesión con Riverton " + unique);
        peer.is("stranger-" + unique, Map.of());
        assertThat(signOn(browser).select("h1").text()).isEqualTo("Laurel aún no le conoce");
    }

    // Invitations

    private URI invited() {
        int before = Mailbox.to(address).size();
        invitations.invite(operator, district, "Eva Lund", address, Set.of(StaffRole.ASSESSOR), Locale.ENGLISH);
        return Mailbox.latest(address, before + 1).link();
    }

    private Page goOn(Page page) {
        assertThat(page.status()).isEqualTo(200);
        String link = page.select("a.button.primary").attr("href");
        assertThat(page.header("Refresh").orElseThrow()).isEqualTo("0; url=" + link);
        return browser.get(link);
    }

    private String acceptForm() {
        return "form[action$=/with/" + provider.value() + "]";
    }

    @Test
    void acceptsAnInvitationWithAnAccountOfTheirOrganisation() {
        peer.is(subject, Map.of());
        Page desk = goOn(browser.get(invited()).submit(acceptForm(), Map.of()));

        assertThat(desk.uri().getPath()).isEqualTo("/assess");
        assertThat(desk.text()).contains("Eva Lund");
        StaffId eva = staff.withLogin(address).orElseThrow();
        assertThat(identities.waysIn(eva).password()).isFalse();
        assertThat(signIn(new HttpBrowser(), address).status()).isEqualTo(401);
        HttpBrowser later = new HttpBrowser();
        signOn(later);
        assertThat(isSignedIn(later)).isTrue();
        Page account = browser.get(at("/account"));
        assertThat(account.text()).contains("This is your only way in").doesNotContain("your password works as before");
        assertThat(browser.post(
                                at("/account/connections/" + provider.value() + "/end"),
                                Map.of(
                                        "_csrf",
                                        account.select("input[name=_csrf]")
                                                .first()
                                                .val()))
                        .status())
                .isEqualTo(409);
        assertThat(bound()).isEqualTo(1);
    }

    @Test
    void whoSaysNoWhileAcceptingIsLedBackToTheInvitation() {
        peer.is(subject, Map.of());
        URI invitation = invited();
        peer.refusesWith("access_denied");
        Page no = goOn(browser.get(invitation).submit(acceptForm(), Map.of()));
        assertNobody(no, 403, "You are not signed in");
        assertThat(no.text()).contains("Your invitation is as it was").doesNotContain("sign in again and agree there");
        peer.refusesWith(null);

        Page again = browser.get(at(no.select("main a.button").attr("href")));

        assertThat(again.uri()).isEqualTo(invitation);
        assertThat(goOn(again.submit(acceptForm(), Map.of())).uri().getPath()).isEqualTo("/assess");
    }

    @Test
    void whoHasToWaitWhileAcceptingIsLedBackToTheInvitation() {
        URI invitation = invited();
        Page offer = browser.get(invitation);
        offer.submit(acceptForm(), Map.of());
        jdbc.sql("update staff_sign_in_try set tries = 1000").update();
        Page refused = offer.submit(acceptForm(), Map.of());
        jdbc.sql("delete from staff_sign_in_try").update();

        assertNobody(refused, 429, "Too many people signed in at once");
        assertThat(refused.text()).contains("Wait 15 minutes");
        assertThat(browser.get(at(refused.select("main a.button").attr("href"))).uri())
                .isEqualTo(invitation);
    }

    @Test
    void whoIsNotLetInFindsTheWayToTheSignInPage() {
        peer.is("stranger-" + unique, Map.of());
        Page unknown = signOn(browser);
        assertNobody(unknown, 403, "Laurel does not know you yet");
        assertThat(unknown.select("main a.button").attr("href")).endsWith("/sign-in");
    }

    @Test
    void anInvitationThatIsOverMeanwhileMakesNothing() {
        int before = accounts();
        peer.is(subject, Map.of());
        Page going = browser.get(invited()).submit(acceptForm(), Map.of());
        jdbc.sql("update staff_invitation set state = 'WITHDRAWN', open_for = null where tenant_id = ?")
                .param(district.value())
                .update();
        Page over = goOn(going);
        assertThat(over.status()).isEqualTo(410);
        assertThat(accounts()).isEqualTo(before);
        assertThat(bound()).isZero();
        assertThat(isSignedIn(browser)).isFalse();
    }

    @Test
    void anInvitationBindsNobodyToAnAccountThatIsThere() {
        Page page = browser.get(invited());
        hasAddress(ana);
        assertThat(page.submit(acceptForm(), Map.of()).status()).isEqualTo(410);
        assertThat(page.document().select("form")).isNotEmpty();
        assertThat(browser.get(page.uri()).select(acceptForm())).isEmpty();
        assertThat(bound()).isZero();
    }

    @Test
    void whoHasAnAccountAlreadyDoesNotGetASecondOne() {
        int before = accounts();
        anaIsConnected();
        Page page = goOn(browser.get(invited()).submit(acceptForm(), Map.of()));
        assertNobody(page, 409, "This belongs to another account already");
        assertThat(accounts()).isEqualTo(before);
        assertThat(jdbc.sql("select state from staff_invitation where tenant_id = ?")
                        .param(district.value())
                        .query(String.class)
                        .single())
                .isEqualTo("OPEN");
    }

    @Test
    void theProviderOfAnotherDistrictIsNotOfferedForAnInvitation() {
        onlyFor(tenants.found("Other " + unique), List.of());
        Page page = browser.get(invited());
        assertThat(page.select(acceptForm())).isEmpty();
        String token = page.select("input[name=t]").first().val();
        assertThat(browser.post(
                                with(),
                                Map.of(
                                        "t",
                                        token,
                                        "_csrf",
                                        page.select("input[name=_csrf]").first().val()))
                        .status())
                .isEqualTo(410);
    }

    // One's own page

    private Page connect(Page account) {
        return account.submit("form[action$=/connections/" + provider.value() + "]", Map.of());
    }

    @Test
    void connectsAndDisconnectsOnTheirOwnPage() {
        peer.is(subject, Map.of());
        signIn(browser, "ana." + unique);
        Page connected = goOn(connect(browser.get(at("/account"))));
        assertThat(connected.select("[role=status]").text()).startsWith("It is connected.");
        HttpBrowser later = new HttpBrowser();
        signOn(later);
        assertThat(isSignedIn(later)).isTrue();

        Page left = connected.submit("form[action$=/end]", Map.of());
        assertThat(left.select("[role=status]").text()).startsWith("It is disconnected");
        assertThat(signOn(new HttpBrowser()).status()).isEqualTo(403);
    }

    @Test
    void nobodyIsConnectedByALinkOrAfterSigningOut() {
        peer.is(subject, Map.of());
        signIn(browser, "ana." + unique);
        assertThat(browser.get(at("/account/connections/" + provider.value())).status())
                .isIn(403, 404, 405);
        assertThat(browser.post(at("/account/connections/" + provider.value()), Map.of())
                        .status())
                .isEqualTo(403);
        Page going = connect(browser.get(at("/account")));
        signIn(browser, "op." + unique);
        Page refused = goOn(going);
        assertThat(refused.select("h1").text()).isEqualTo("You are no longer signed in here");
        assertThat(bound()).isZero();
    }

    @Test
    void oneIdentityOpensOneAccount() {
        anaIsConnected();
        StaffId eva = staff.create("eva." + unique, "Eva", PASSWORD);
        signIn(browser, "eva." + unique);
        Page refused = goOn(connect(browser.get(at("/account"))));
        assertThat(refused.select("h1").text()).isEqualTo("This belongs to another account already");
        assertThat(identities.waysIn(eva).connections()).isEmpty();
        assertThat(identities.waysIn(ana).connections()).hasSize(1);
    }

    @Test
    void thePageOfWhoHasNothingToConnectSaysSo() {
        onlyFor(tenants.found("Other " + unique), List.of());
        signIn(browser, "ana." + unique);
        Page account = browser.get(at("/account"));
        assertThat(account.select("form[action*=" + provider.value() + "]")).isEmpty();
        assertThat(account.text()).contains("Set. If you have forgotten it", "ana." + unique);
    }

    // The operator

    @Test
    void anOperatorDisconnectsSomebody() {
        anaIsConnected();
        signOn(browser);
        HttpBrowser console = new HttpBrowser();
        signIn(console, "op." + unique);
        Page page = console.get(at("/admin/staff/" + ana.value()));
        assertThat(page.text()).contains("Riverton " + unique, "This person has a login and a password.");
        page.submit("form[action$=" + provider.value() + "/end]", Map.of());
        assertThat(isSignedIn(browser)).as("signed out at once").isFalse();
        assertThat(signOn(browser).status()).isEqualTo(403);
    }

    @Test
    void anOperatorSetsUpAProvider() {
        signIn(browser, "op." + unique);
        Page list = browser.get(at("/admin/sign-in"));
        Map<String, String> wrong =
                Map.of("name", "Made " + unique, "issuer", "not an address", "district", "District " + unique);
        Page refused = list.submit("form[action$=sign-in]", wrong);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.select("[role=alert]").text()).startsWith("This is no issuer");
        assertThat(refused.select("#name").val()).isEqualTo("Made " + unique);
        Page unknown = refused.submit(
                "form[action$=sign-in]", Map.of("issuer", peer.issuer(), "district", "Nowhere " + unique));
        assertThat(unknown.select("[role=alert]").text()).startsWith("No district has exactly this name");

        Page made = unknown.submit(
                "form[action$=sign-in]",
                Map.of(
                        "issuer",
                        peer.issuer() + "/.well-known/openid-configuration",
                        "district",
                        "District " + unique));
        String own = made.uri().getPath();
        assertThat(made.select("#issuer").val()).isEqualTo(peer.issuer());
        assertThat(made.select("#return").val())
                .isEqualTo(at("/sign-in/with" + own.substring(own.lastIndexOf('/')) + "/return"));
        assertThat(made.text()).contains("Only for people who work for District " + unique);
        Page tooEarly = made.submit("form[action$=/active]", Map.of());
        assertThat(tooEarly.select("[role=alert]").text()).startsWith("Client id and secret are missing");
        Page domains = made.submit(
                "form[action$=" + own + "]", Map.of("clientId", peer.clientId, "secret", "x", "domains", "riverton"));
        assertThat(domains.select("[role=alert]").text()).startsWith("Type mail domains");
        assertThat(domains.select("#secret").val()).isEmpty();

        Page saved = domains.submit(
                "form[action$=" + own + "]",
                Map.of("secret", ProviderPeer.SECRET, "domains", "@Riverton.example, schools.example"));
        assertThat(saved.select("#domains").val()).isEqualTo("riverton.example schools.example");
        assertThat(saved.body()).doesNotContain(ProviderPeer.SECRET);
        UUID id = UUID.fromString(own.substring(own.lastIndexOf('/') + 1));
        byte[] kept = jdbc.sql("select client_secret from staff_provider where id = ?")
                .param(id)
                .query((row, number) -> row.getBytes(1))
                .single();
        assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain(ProviderPeer.SECRET);
        Page checked = saved.submit("form[action$=/check]", Map.of());
        assertThat(checked.select("section[role=status] .status.earned")).hasSize(3);

        Page on = saved.submit("form[action$=/active]", Map.of());
        assertThat(on.select(".notice").text()).startsWith("It is on");
        assertThat(new HttpBrowser().get(at("/sign-in")).text()).contains("Sign in with Made " + unique);
        identities.bind(
                providers.find(new ProviderId(id)).orElseThrow(),
                new ProvenIdentity(subject, null),
                ana,
                StaffIdentities.Reason.OWN_PAGE);
        Page fixed = on.submit("form[action$=" + own + "]", Map.of("issuer", "https://elsewhere.example"));
        assertThat(fixed.select("[role=alert]").text()).startsWith("The issuer was not changed");
        Page uncertain = on.submit("form[action$=/removal]", Map.of());
        assertThat(uncertain.select("[role=alert]").text()).startsWith("People are connected");
        assertThat(uncertain.text()).contains("One person loses this way in");
        uncertain.submit("form[action$=/removal]", Map.of("certain", "true"));
        assertThat(providers.find(new ProviderId(id))).isEmpty();
        assertThat(identities.waysIn(ana).connections()).isEmpty();
    }

    private String checked(Consequence consequence) {
        consequence.make();
        Page page = browser.get(at("/admin/sign-in/" + provider.value()));
        return page.submit("form[action$=/check]", Map.of())
                .select("section[role=status]")
                .text();
    }

    @FunctionalInterface
    private interface Consequence {

        void make();
    }

    @Test
    void theCheckSaysInWordsWhatIsWrong() {
        signIn(browser, "op." + unique);
        assertThat(checked(() -> peer.breakToken(503))).contains("It has trouble of its own");
        peer.breakToken(0);
        assertThat(checked(
                        () -> providers.change(provider, "Riverton", peer.issuer(), peer.clientId, "wrong", List.of())))
                .contains("or the secret is wrong");
        assertThat(peer.complaints.poll()).endsWith("invalid_client");
        assertThat(checked(() -> peer.words("token_endpoint_auth_methods_supported", "private_key_jwt")))
                .contains("client_secret_post");
        assertThat(checked(() -> peer.words("id_token_signing_alg_values_supported", "HS256")))
                .contains("It signs with none of RS256");
        assertThat(checked(() -> peer.words("response_types_supported", "id_token")))
                .contains("does not offer the authorization code flow");
        assertThat(checked(() -> peer.description.put("issuer", peer.issuer() + "/")))
                .contains("It calls itself otherwise", peer.issuer() + "/");
        assertThat(checked(() -> peer.description.put("issuer", "https://login.example/{tenantid}/v2.0")))
                .contains("many organizations at once");
        assertThat(checked(peer::close)).contains("It cannot be reached");
    }
}
