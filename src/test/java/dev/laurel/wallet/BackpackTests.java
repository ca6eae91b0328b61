package dev.laurel.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.laurel.badge.Award;
import dev.laurel.badge.BadgeFixtures;
import dev.laurel.badge.Badges;
import dev.laurel.badge.EarnedBadges;
import dev.laurel.badge.PublishedEvidence;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Listeners;
import dev.laurel.support.Mailbox;
import dev.laurel.system.Assets;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.OutboundHttp;
import dev.laurel.wallet.WalletFixtures.Teacher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Badges go into a backpack elsewhere by the Open Badges 3.0 API, and whatever goes wrong there is told and made good. */
@LaurelTest
class BackpackTests {

    private static final String CREDENTIALS = "/ims/ob/v3p0/credentials";
    private static final String HINGE = "assess-hinge-questions";
    private static final Duration LONG = Duration.ofSeconds(60);

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    EarnedBadges badges;

    private BackpackPeer peer;
    private Teacher teacher;
    private HttpBrowser home;
    private String address;

    @BeforeEach
    void aWalletAndABackpack() throws IOException {
        peer = new BackpackPeer();
        WalletFixtures fixtures = new WalletFixtures(context);
        teacher = fixtures.teacher();
        address = WalletFixtures.address();
        home = fixtures.keeps(teacher, address);
    }

    @AfterEach
    void stop() {
        peer.close();
    }

    private Page find(String typed, String kind) {
        return home.get(settings.at("/wallet/backpacks"))
                .form("form[action$=/backpacks]")
                .set("address", typed)
                .set("kind", kind)
                .submit();
    }

    private Page question(String kind) {
        return find(peer.address(), kind).click("a.button.primary");
    }

    private Page connect(String kind) {
        Page connected = question(kind).form("form").submitWith("[value=yes]");
        assertThat(connected.select("[role=status]").text())
                .as(connected.text())
                .contains("is connected");
        return connected;
    }

    private Page send(Page backpack, Award... awards) {
        HttpBrowser.Form form = backpack.form("form[action$=/send]");
        form.set("badge", Arrays.stream(awards).map(Award::credentialId).toList());
        return form.submit();
    }

    private static String said(Page page) {
        return page.select("main").text();
    }

    private static UUID id(Page backpack) {
        return UUID.fromString(backpack.uri().getPath().replaceFirst(".*/backpacks/", ""));
    }

    /** Waits for what is sent by itself, without waiting for the task's turn. */
    private void untilSent(Callable<Boolean> there) {
        await().atMost(LONG).until(() -> {
            context.getBean(Packing.class).sendDue();
            return there.call();
        });
    }

    /** Lets the time come that something waits for. */
    private void theTimeComes(Page backpack) {
        jdbc.sql("update wallet_push set due_at = :past where backpack_id = :id and state = 'DUE'")
                .param("past", Timestamp.from(Instant.now().minusSeconds(1)))
                .param("id", id(backpack))
                .update();
    }

    @Test
    void aBadgeIsPutInAndPutInAgainInItsOwnPlace() {
        Award award = teacher.earns(HINGE);
        Page backpack = connect("OB3");
        assertThat(said(backpack)).contains("The Satchel", "Maya’s backpack", "Not sent yet");

        Page sent = send(backpack, award);
        assertThat(sent.select(".list .status.earned").text()).contains("In the backpack");
        assertThat(peer.only().credential().path("id").asString())
                .isEqualTo(award.addresses().page().toString());
        send(sent, award);
        assertThat(peer.only().puts()).isEqualTo(2);
        assertThat(peer.complaints).isEmpty();
    }

    @Test
    void whatOpensABackpackIsNotReadableInTheDatabase() {
        UUID id = id(connect("OB3"));
        byte[] sealed = jdbc.sql("select sealed from wallet_backpack where id = :id")
                .param("id", id)
                .query((row, n) -> row.getBytes("sealed"))
                .single();
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("at-", "rt-", "client");
        BackpackKeys keys = context.getBean(Backpacks.class).keys(id);
        assertThat(keys.access()).startsWith("at-");
        assertThat(keys.refresh()).startsWith("rt-");
        assertThat(keys.toString()).doesNotContain("at-", "rt-");
    }

    @Test
    void whatIsSignedAgainGoesToWhereItIs() {
        Award award = teacher.earns(HINGE);
        send(connect("OB3"), award);
        String first = peer.only().validFrom();
        badges.publish(teacher.tenant(), award.credentialId(), PublishedEvidence.typed("We drew exit cards.", "", ""));
        untilSent(() -> peer.only().puts() == 2);
        assertThat(peer.only().credential().path("evidence").isArray()).isTrue();
        assertThat(Instant.parse(peer.only().validFrom())).isAfter(Instant.parse(first));
    }

    @Test
    void newBadgesGoThereByThemselvesOnceTheirEarnerSaysSo() {
        Page backpack = connect("OB3");
        Listeners heard = Listeners.of(jdbc, "%Carrying%");
        Award before = teacher.earns(HINGE);
        heard.awaitHeard();
        Page kept = backpack.form("form[action$=/keep-up]").set("keep", "true").submit();
        assertThat(kept.select("#keep[checked]")).hasSize(1);
        Award after = teacher.earns("lit-hfw-mapping");
        untilSent(() -> peer.kept.size() == 1);
        assertThat(peer.only().credential().path("id").asString())
                .isEqualTo(after.addresses().page().toString())
                .isNotEqualTo(before.addresses().page().toString());
    }

    @Test
    void tokensThatRanOutAreRenewedEachOnce() {
        Award award = teacher.earns(HINGE);
        peer.tokensLive(5);
        Page backpack = connect("OB3");
        for (int i = 1; i <= 3; i++) {
            assertThat(send(backpack, award).select(".list .status.earned")).hasSize(1);
        }
        assertThat(peer.only().puts()).isEqualTo(3);
        assertThat(peer.calls("/token")).isEqualTo(4);
        assertThat(peer.complaints).isEmpty();
    }

    @Test
    void aTokenThatIsNotTakenIsRenewedAndThePersonNotTroubled() {
        Award award = teacher.earns(HINGE);
        Page backpack = connect("OB3");
        peer.endAccess();
        assertThat(send(backpack, award).select(".list .status.earned")).hasSize(1);
        assertThat(peer.calls(CREDENTIALS)).isEqualTo(2);
    }

    @Test
    void aPermissionThatWasTakenBackIsSaidAndWhatWaitsGoesOnceItIsGivenAgain() {
        Award award = teacher.earns(HINGE);
        Page backpack = connect("OB3");
        peer.revokeAll();
        Page broken = send(backpack, award);
        assertThat(said(broken)).contains("Connect again", "The permission has ended", "Waits to be sent");
        assertThat(peer.kept).isEmpty();

        Page again = broken.form("form[action$=/backpacks]")
                .submit()
                .click("a.button.primary")
                .form("form")
                .submitWith("[value=yes]");
        assertThat(again.uri().getPath()).isEqualTo(backpack.uri().getPath());
        assertThat(said(again)).contains("is connected", "In the backpack").doesNotContain("has ended");
        assertThat(peer.only().puts()).isEqualTo(1);
    }

    @Test
    void askingAgainLeavesTheOldPermissionGoodUntilTheNewOneIsThere() {
        Award award = teacher.earns(HINGE);
        Page backpack = connect("OB3");
        question("OB3").form("form").submitWith("[value=no]");
        assertThat(send(backpack, award).select(".list .status.earned")).hasSize(1);
    }

    @Test
    void aRefusalIsShownInTheBackpacksOwnWordsAndNotTriedAgain() {
        Award award = teacher.earns(HINGE);
        Page backpack = connect("OB3");
        peer.fault(CREDENTIALS, 400, Map.of(), "{\"imsx_description\": \"No <b>welders</b> here\"}");
        Page refused = send(backpack, award);
        assertThat(said(refused))
                .contains("Not sent", "does not take this badge", "The backpack says: 400 No <b>welders</b> here");
        context.getBean(Packing.class).sendDue();
        assertThat(peer.calls(CREDENTIALS)).isEqualTo(1);
        assertThat(send(refused, award).select(".list .status.earned")).hasSize(1);
    }

    @Test
    void passingTroubleIsWaitedOutAsLongAsTheBackpackSays() {
        Award award = teacher.earns(HINGE);
        Page backpack = connect("OB3");
        waitsOut(backpack, award, 503, 120, Map.of("Retry-After", "120"));
        waitsOut(backpack, award, 429, 7200, Map.of("Retry-After", "7200"));
        // Where it says nothing: half an hour (Open Badges 3.0, 6.5).
        waitsOut(backpack, award, 500, 1800, Map.of());
    }

    private void waitsOut(Page backpack, Award award, int status, int seconds, Map<String, String> headers) {
        int before = peer.calls(CREDENTIALS);
        peer.fault(CREDENTIALS, status, headers, "");
        Instant asked = Instant.now();
        assertThat(said(send(backpack, award))).contains("Tried again later", "We try again by ourselves:");
        Instant due = jdbc.sql("select due_at from wallet_push where backpack_id = :id")
                .param("id", id(backpack))
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .single();
        assertThat(due).isBetween(asked.plusSeconds(seconds - 1), Instant.now().plusSeconds(seconds + 1));
        theTimeComes(backpack);
        untilSent(() -> said(home.get(backpack.uri())).contains("In the backpack"));
        assertThat(said(home.get(backpack.uri()))).doesNotContain("Tried again");
        assertThat(peer.calls(CREDENTIALS)).isEqualTo(before + 2);
    }

    @Test
    void trialsEndAndThePersonIsToldWhatItWas() throws Exception {
        Award award = teacher.earns(HINGE);
        Page backpack = connect("OB3");
        peer.close();
        assertThat(said(send(backpack, award))).contains("could not be reached", "We try again");
        jdbc.sql("update wallet_push set tries = 13 where backpack_id = :id")
                .param("id", id(backpack))
                .update();
        theTimeComes(backpack);
        untilSent(() -> said(home.get(backpack.uri())).contains("Not sent"));
        assertThat(said(home.get(backpack.uri())))
                .contains("could not be reached")
                .doesNotContain("We try again");
    }

    @Test
    void whatIsNoAnswerOfABackpackIsNotTakenForOne() {
        Award award = teacher.earns(HINGE);
        Page backpack = connect("OB3");
        peer.fault(CREDENTIALS, 302, Map.of("Location", peer.address() + "/elsewhere"), "");
        assertThat(said(send(backpack, award))).contains("Not sent", "has moved");
        peer.fault(CREDENTIALS, 200, Map.of("Content-Type", "text/html"), "<p>Sign in</p>");
        assertThat(said(send(backpack, award))).contains("Not sent", "is no backpack");
        assertThat(peer.calls("/elsewhere")).isZero();
    }

    @Test
    void aBadgeThatDoesNotCountIsNotSent() {
        Award award = teacher.earns(HINGE);
        Page backpack = connect("OB3");
        context.getBean(Badges.class).revoke(teacher.tenant(), award.credentialId(), "Filmed in another school");
        assertThat(said(send(backpack, award))).contains("Not sent", "revoked or suspended");
        assertThat(peer.calls(CREDENTIALS)).isZero();
    }

    @Test
    void whoSaysNoIsConnectedToNothing() {
        Page no = question("OB3").form("form").submitWith("[value=no]");
        assertThat(no.status()).isEqualTo(422);
        assertThat(no.select("[role=alert]").text()).contains("You said no");
        assertThat(said(no)).contains("Waits for your permission");
        assertThat(peer.calls("/token")).isZero();
    }

    @Test
    void permissionToReadIsNotEnough() {
        peer.allowReadingOnly();
        Page page = question("OB3").form("form").submitWith("[value=yes]");
        assertThat(page.select("[role=alert]").text()).contains("not to add badges");
    }

    @Test
    void anAnswerIsTakenOnceInTheBrowserThatAsked() {
        Page asked = question("OB3");
        home.notFollowingRedirects();
        String answer =
                asked.form("form").submitWith("[value=yes]").header("location").orElseThrow();
        home.followingRedirects();
        // Somebody else's browser, with a wallet of their own open.
        WalletFixtures fixtures = new WalletFixtures(context);
        HttpBrowser other = fixtures.keeps(fixtures.teacher(), WalletFixtures.address());
        assertThat(other.get(answer).status()).isEqualTo(404);
        // The same wallet in another browser.
        HttpBrowser second = new HttpBrowser();
        second.get(settings.at("/wallet"))
                .form("form[action$=/sign-in]")
                .set("address", address)
                .submit();
        second.get(Mailbox.latest(address, 2).link())
                .form("form[action$=/open]")
                .submit();
        assertThat(second.get(answer).select("[role=alert]").text()).contains("was asked in this browser");
        assertThat(home.get(answer.replaceFirst("state=[^&]*", "state=guessed"))
                        .select("[role=alert]")
                        .text())
                .contains("was asked in this browser");
        assertThat(peer.calls("/token")).isZero();
        assertThat(said(home.get(answer))).contains("is connected");
        assertThat(home.get(answer).select("[role=alert]").text()).contains("was asked in this browser");
        assertThat(peer.calls("/token")).isEqualTo(1);
    }

    @Test
    void addressesThatLeadNowhereAreSaid() {
        Map.of(
                        "", "not a web address",
                        "not an address", "not a web address",
                        "http://169.254.169.254", "We do not call this address",
                        "https://user:pass@example.org", "not a web address",
                        "ftp://localhost", "We do not call this address",
                        "http://localhost:1", "Nobody answers")
                .forEach((typed, words) -> {
                    Page page = find(typed, "OB3");
                    assertThat(page.status()).isEqualTo(422);
                    assertThat(page.select("[role=alert]").text()).contains(words);
                    assertThat(page.select("#address").val()).isEqualTo(typed);
                });
    }

    @Test
    void whatDescribesNoBackpackIsNotRegisteredWith() {
        String discovery = "/ims/ob/v3p0/discovery";
        peer.fault(discovery, 301, Map.of("Location", peer.address() + "/ims/ob/v3p0/discovery"), "");
        assertThat(said(find(peer.address(), "OB3"))).contains("sends us on to another");
        peer.fault(discovery, 404, Map.of(), "");
        assertThat(said(find(peer.address(), "OB3"))).contains("no backpack of this kind");
        peer.fault(discovery, 200, Map.of(), "<html>");
        assertThat(said(find(peer.address(), "OB3"))).contains("no backpack of this kind");
        peer.fault(discovery, 503, Map.of(), "");
        assertThat(said(find(peer.address(), "OB3"))).contains("trouble of its own");
        ObjectNode lacking = peer.described("ob/v3p0");
        ((ObjectNode) lacking.path("components").path("securitySchemes").path("OAuth2ACG"))
                .put("x-imssf-registrationUrl", "javascript:alert(1)");
        peer.describeAs(lacking);
        assertThat(said(find(peer.address(), "OB3"))).contains("lacks something that we need");
        assertThat(peer.calls("/registration")).isZero();
        assertThat(home.get(settings.at("/wallet/backpacks")).select("main .list"))
                .isEmpty();
    }

    @Test
    void aBackpackThatAdmitsNobodySaysWhy() {
        peer.fault("/registration", 403, Map.of(), "{\"error_description\": \"Members only\"}");
        assertThat(said(find(peer.address(), "OB3"))).contains("does not let us register", "Members only");
    }

    @Test
    void tokensGoToTheHostThatThePersonNamedWhateverItsDescriptionSays() {
        Award award = teacher.earns(HINGE);
        ObjectNode lying = peer.described("ob/v3p0");
        lying.putArray("servers").addObject().put("url", "http://127.0.0.1:1/ims/ob/v3p0");
        peer.describeAs(lying);
        assertThat(send(connect("OB3"), award).select(".list .status.earned")).hasSize(1);
    }

    @Test
    void aLearnerRecordKeepsItsIdWhenItIsSentAgain() {
        Page backpack = connect("CLR2");
        Page none = backpack.form("form[action$=/send]").submit();
        assertThat(said(none)).contains("Not sent", "no badge is left for the record");
        teacher.earns(HINGE);
        // It is sent by itself: the person has sent it before.
        untilSent(() -> peer.kept.size() == 1);
        String id = peer.only().credential().path("id").asString();
        teacher.earns("lit-hfw-mapping");
        untilSent(() -> peer.only()
                        .credential()
                        .path("credentialSubject")
                        .path("verifiableCredential")
                        .size()
                == 2);
        assertThat(peer.only().credential().path("id").asString()).isEqualTo(id);
        assertThat(peer.complaints).isEmpty();
    }

    @Test
    void aRenewedBadgeGoesWhereTheEarlierOneIs() {
        Award award = teacher.earns(HINGE);
        Page backpack = connect("OB3");
        send(backpack, award);
        new BadgeFixtures(context).renewed(teacher.tenant(), award.credentialId());
        untilSent(() -> peer.kept.size() == 2);
        assertThat(said(home.get(backpack.uri())).split("In the backpack", -1)).hasSize(3);
        Page old = home.get(settings.at("/wallet/badges/" + award.credentialId()));
        assertThat(said(old)).contains("Expired", "This badge was renewed");
        assertThat(said(old.click("main .notice.others a"))).contains("Valid", "which this one renews");
    }

    private String leave() {
        Page backpack = connect("OB3");
        return said(home.get(backpack.uri()).form("form[action$=/removal]").submit());
    }

    @Test
    void leavingABackpackEndsThePermissionThereWhereItSaysHow() {
        peer.endsPermissions(peer.address() + "/revocation");
        String left = leave();
        assertThat(peer.complaints).isEmpty();
        assertThat(peer.good()).isZero();
        assertThat(left).contains("It has ended the permission");
    }

    @Test
    void aPermissionThatWasNotEndedThereIsSaidAndForgottenHereAllTheSame() {
        assertThat(leave()).contains("names no way for us to end the permission");
        peer.endsPermissions("http://127.0.0.1:1/revocation");
        assertThat(leave()).as("tokens go to no other host").contains("names no way for us");
        peer.endsPermissions(peer.address() + "/revocation");
        peer.fault("/revocation", 503, Map.of("Retry-After", "60"), "");
        assertThat(leave()).contains("did not end the permission when we asked");
        assertThat(home.get(settings.at("/wallet/backpacks")).select("a[href^=/wallet/backpacks/]:not([href$=terms])"))
                .isEmpty();
    }

    @Test
    void aBackpackThatTakesTooLongIsLeftAloneUntilLater() throws Exception {
        Page backpack = connect("OB3");
        BackpackServices services = context.getBean(Backpacks.class)
                .byId(id(backpack))
                .orElseThrow()
                .services();
        CountDownLatch end = new CountDownLatch(1);
        peer.silentUntil(end);
        BackpackClient hasty = new BackpackClient(
                context.getBean(OutboundHttp.class),
                context.getBean(JsonMapper.class),
                settings,
                context.getBean(Assets.class),
                Clock.systemUTC(),
                Duration.ofMillis(300));
        try {
            assertThatThrownBy(() -> hasty.put(services, "at-1", "{}".getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOfSatisfying(BackpackProblem.class, slow -> {
                        assertThat(slow.kind()).isEqualTo(BackpackProblem.Kind.TIMED_OUT);
                        assertThat(slow.kind().isPassing()).isTrue();
                    });
        } finally {
            end.countDown();
        }
    }

    @Test
    void leavingABackpackForgetsWhatOpenedIt() {
        Award award = teacher.earns(HINGE);
        Page backpack = connect("OB3");
        send(backpack, award);
        Page left = home.get(backpack.uri()).form("form[action$=/removal]").submit();
        assertThat(said(left)).contains("is disconnected");
        assertThat(home.get(backpack.uri()).status()).isEqualTo(404);
        assertThat(jdbc.sql("select count(*) from wallet_push where backpack_id = :id")
                        .param("id", id(backpack))
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(peer.kept).hasSize(1);
    }

    @Test
    void anAccountThatLeftTheWalletSendsNothingAnyMore() {
        Award award = teacher.earns(HINGE);
        Page backpack = connect("OB3");
        send(backpack, award);
        home.get(settings.at("/wallet/accounts")).form("form[action$=/unlink]").submit();
        badges.publish(teacher.tenant(), award.credentialId(), PublishedEvidence.typed("Exit cards.", "", ""));
        teacher.earns("lit-hfw-mapping");
        context.getBean(Packing.class).sendDue();
        assertThat(peer.only().puts()).isEqualTo(1);
        Page forged = send(backpack, award);
        assertThat(forged.status()).isEqualTo(404);
    }

    @Test
    void nobodyElseSeesABackpack() {
        Page backpack = connect("OB3");
        WalletFixtures fixtures = new WalletFixtures(context);
        HttpBrowser other = fixtures.keeps(fixtures.teacher(), WalletFixtures.address());
        assertThat(other.get(backpack.uri()).status()).isEqualTo(404);
        assertThat(other.get(settings.at("/wallet/backpacks")).text()).doesNotContain("The Satchel");
        assertThat(new HttpBrowser().get(settings.at("/wallet/backpacks/terms")).text())
                .contains("When a backpack is connected");
    }
}
