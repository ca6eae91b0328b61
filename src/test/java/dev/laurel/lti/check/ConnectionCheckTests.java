package dev.laurel.lti.check;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.laurel.lti.PlatformPreset;
import dev.laurel.lti.Registrations;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestPlatform;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every light against a platform that WireMock plays: first what goes wrong, each with what it says and how to mend it. */
@LaurelTest
class ConnectionCheckTests {

    private static final String TOKEN = TestPlatform.TOKEN;
    private static final String ITEMS = "/2/lineitems";
    private static final String ITEM = "/2/lineitems/77/lineitem";
    private static final String ROSTER = "/2/members";
    private static final String LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner";

    @Autowired
    ConnectionCheck check;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    MessageSource messages;

    @Autowired
    LaurelSettings settings;

    private TestPlatform platform;

    @BeforeEach
    void everythingWorks() throws Exception {
        platform = platform("canvas");
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    private TestPlatform platform(@Nullable String family) throws Exception {
        TestPlatform made = new TestPlatform(jdbc, registrations, tenants.found("Checks"), family, null);
        RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("a");
        made.stub(get(urlPathEqualTo("/jwks"))
                .willReturn(okJson("{\"keys\":[" + key.toJson(OutputControlLevel.PUBLIC_ONLY) + "]}")
                        .withHeader("Date", date(Duration.ZERO))));
        made.stub(get(urlPathEqualTo(ITEMS)).willReturn(okJson("[]")));
        made.stub(post(urlPathEqualTo(ITEMS))
                .willReturn(
                        okJson("{\"id\":\"" + made.url(ITEM) + "?type_id=1\"}").withStatus(201)));
        made.stub(post(urlPathEqualTo(ITEM + "/scores")).willReturn(aResponse()));
        made.stub(get(urlPathEqualTo(ITEM + "/results"))
                .willReturn(okJson("[{\"userId\":\"5\",\"resultScore\":1,\"resultMaximum\":1}]")));
        made.stub(delete(urlPathEqualTo(ITEM)).willReturn(aResponse().withStatus(204)));
        made.stub(get(urlPathEqualTo(ROSTER))
                .willReturn(okJson("{\"members\":[{\"user_id\":\"9\",\"name\":\"Priya\",\"roles\":[\"Instructor\"]},"
                        + "{\"user_id\":\"5\",\"name\":\"Dana\",\"status\":\"Active\",\"roles\":[\"" + LEARNER
                        + "\"]}]}")));
        return made;
    }

    private CheckedPlace place() {
        return place(platform);
    }

    private static CheckedPlace place(TestPlatform at) {
        return new CheckedPlace(
                at.registration(),
                "1",
                "Reading",
                URI.create(at.url(ITEMS + "?type_id=1")),
                null,
                URI.create(at.url(ROSTER)),
                null,
                null);
    }

    private static String date(Duration ahead) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plus(ahead).atOffset(ZoneOffset.UTC));
    }

    private Finding run(CheckLine line) {
        return check.run(line, place(), null);
    }

    private String said(@Nullable Words words) {
        return words == null ? "" : messages.getMessage(words.key(), words.blanks(), Locale.ENGLISH);
    }

    private void assertAttention(Finding finding, String answer, String mend) {
        assertThat(finding.light()).as(said(finding.answer())).isEqualTo(Light.ATTENTION);
        assertThat(said(finding.answer())).contains(answer);
        assertThat(said(finding.mend())).contains(mend);
        assertThat(said(finding.tried())).as("what was tried").isNotBlank();
    }

    private void answers(String path, ResponseDefinitionBuilder answer) {
        platform.stub(any(urlPathEqualTo(path)).willReturn(answer));
    }

    // ---- keys ------------------------------------------------------------------------------------------------------

    @Test
    void saysThatThePlatformsKeysCannotBeRead() {
        answers("/jwks", aResponse().withStatus(503).withBody("<html><h1>Down for <b>maintenance</b></h1></html>"));
        assertAttention(run(CheckLine.KEYS), "answered 503: Down for maintenance", "Try again in a few minutes");
    }

    @Test
    void saysThatTheAddressOfTheKeysMayBeWrongWhereThereIsNone() {
        answers("/jwks", aResponse().withStatus(404));
        assertAttention(run(CheckLine.KEYS), "answered 404", "sso.canvaslms.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"keys\":[]}",
                "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"a\",\"x\":\"AA\",\"y\":\"AA\"}]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"a\",\"use\":\"enc\",\"e\":\"AQAB\",\"n\":\"AQAB\"}]}"
            })
    void saysThatNoKeyOfThePlatformIsUsable(String set) {
        answers("/jwks", okJson(set));
        assertAttention(run(CheckLine.KEYS), "no key that can verify", "2,048 bits");
    }

    @Test
    void saysThatSomethingElseStandsInThePlaceOfTheKeys() {
        answers("/jwks", aResponse().withBody("<html>Log in</html>"));
        assertAttention(run(CheckLine.KEYS), "no list of keys", platform.url("/jwks"));
    }

    @Test
    void findsTheKeysOfBothSides() {
        assertThat(run(CheckLine.KEYS).light()).isEqualTo(Light.OK);
        assertThat(run(CheckLine.OWN_KEYS).light()).isEqualTo(Light.OK);
    }

    // ---- clocks ----------------------------------------------------------------------------------------------------

    @Test
    void saysThatThePlatformsClockIsWrong() throws Exception {
        answers("/jwks", aResponse().withHeader("Date", date(Duration.ofMinutes(-10))));
        assertAttention(run(CheckLine.CLOCK), "seconds behind this server", "NTP");
        try (TestPlatform other = platform("moodle")) {
            other.stub(any(urlPathEqualTo("/jwks"))
                    .willReturn(aResponse().withHeader("Date", date(Duration.ofMinutes(10)))));
            assertAttention(check.run(CheckLine.CLOCK, place(other), null), "seconds ahead of this server", "NTP");
        }
    }

    @Test
    void anOldAnswerOfACacheIsNoWrongClock() {
        answers(
                "/jwks",
                aResponse().withHeader("Date", date(Duration.ofMinutes(-10))).withHeader("Age", "600"));
        assertThat(run(CheckLine.CLOCK).light()).isEqualTo(Light.OK);
    }

    // ---- tokens and rights -----------------------------------------------------------------------------------------

    @Test
    void saysThatTheTokenServiceIsDown() throws Exception {
        answers(TOKEN, aResponse().withStatus(503));
        assertAttention(run(CheckLine.TOKEN), "answered 503 and gave no reason", "Grades wait meanwhile");
        assertThat(run(CheckLine.SCOPES).light()).isEqualTo(Light.UNTRIED);
        assertAttention(run(CheckLine.LINE_ITEMS), "answered 503", "Mend the line “Access token” first");
        assertAttention(run(CheckLine.SCORE), "answered 503", "Mend the line “Access token” first");
        assertAttention(run(CheckLine.ROSTER), "answered 503", "Mend the line “Access token” first");
    }

    @Test
    void saysInThePlatformsWordsWhyThereIsNoToken() throws Exception {
        answers(
                TOKEN,
                okJson("{\"error\":\"invalid_client\",\"error_description\":\"Unknown client for lee@example.org\"}")
                        .withStatus(401));
        Finding finding = run(CheckLine.TOKEN);
        assertAttention(finding, "401: invalid_client: Unknown client for …", "Developer Keys");
        assertThat(said(finding.mend())).contains(platform.registration().clientId());
        try (TestPlatform moodle = platform("moodle")) {
            moodle.stub(post(urlPathEqualTo(TOKEN))
                    .willReturn(aResponse()
                            .withStatus(400)
                            .withBody("{\"error\" : \"\"kid\" invalid, unable to lookup correct key\"}")));
            assertAttention(check.run(CheckLine.TOKEN, place(moodle), null), "kid", "Public key type");
        }
    }

    @Test
    void aTokenServiceThatHangsTakesNobodysTime() {
        answers(TOKEN, aResponse().withFixedDelay(60_000));
        Instant begun = Instant.now();
        assertAttention(run(CheckLine.TOKEN), "did not answer in time", "Grades wait");
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(40));
    }

    @Test
    void tellsEachRightFromTheOthersWhereThePlatformRefusesAllForOne() {
        platform.stub(post(urlPathEqualTo(TOKEN))
                .withRequestBody(containing("contextmembership"))
                .willReturn(okJson("{\"error\":\"invalid_scope\",\"error_description\":\"not granted\"}")
                        .withStatus(400)));
        assertThat(run(CheckLine.TOKEN).light()).as("any right proves the key").isEqualTo(Light.OK);
        Finding scopes = run(CheckLine.SCOPES);
        assertAttention(scopes, "missing: 1", "Developer Keys");
        Map<Light, List<String>> parts = scopes.parts().stream()
                .collect(Collectors.groupingBy(
                        Finding.Part::light, Collectors.mapping(part -> said(part.name()), Collectors.toList())));
        assertThat(parts.get(Light.OK)).hasSize(3);
        assertThat(parts.get(Light.ATTENTION))
                .containsExactly("Can retrieve user data associated with the context the tool is installed in");
        assertAttention(run(CheckLine.ROSTER), "invalid_scope", "Can retrieve user data");
    }

    @Test
    void saysThatAnUpdateMayWaitInCanvasWhereItRegisteredAgain() {
        platform.stub(post(urlPathEqualTo(TOKEN))
                .willReturn(okJson("{\"error\":\"invalid_scope\"}").withStatus(400)));
        assertAttention(run(CheckLine.SCOPES), "missing: 4", "edit the key of Laurel");
        jdbc.sql("delete from lti_connection_check where registration_id = ?")
                .param(platform.registration().id().value())
                .update();

        jdbc.sql("update lti_registration set repeated_at = created_at where id = ?")
                .param(platform.registration().id().value())
                .update();
        assertAttention(run(CheckLine.SCOPES), "missing: 4", "accept the update that waits");
        assertAttention(run(CheckLine.TOKEN), "invalid_scope", "accept the update that waits");
    }

    @Test
    void tellsEachRightWhereThePlatformGrantsAPart() throws Exception {
        try (TestPlatform moodle = platform("moodle")) {
            moodle.stub(post(urlPathEqualTo(TOKEN))
                    .willReturn(okJson("{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"expires_in\":3600,"
                            + "\"scope\":\"https://purl.imsglobal.org/spec/lti-ags/scope/score\"}")));
            Finding scopes = check.run(CheckLine.SCOPES, place(moodle), null);
            assertAttention(scopes, "missing: 3", "Use this service for grade sync and column management");
            assertThat(moodle.posted(TOKEN)).hasSize(1);
        }
    }

    // ---- gradebook and roster --------------------------------------------------------------------------------------

    @Test
    void saysThatColumnsMayNotBeListedOrMade() {
        answers(
                ITEMS,
                okJson("{\"errors\":{\"message\":\"Insufficient permissions\"}}")
                        .withStatus(401));
        assertAttention(run(CheckLine.LINE_ITEMS), "Insufficient permissions", "Developer Keys");
        assertAttention(run(CheckLine.SCORE), "Insufficient permissions", "Developer Keys");
        assertThat(platform.posted(ITEM + "/scores")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"403,403 Forbidden (Rate Limit Exceeded)", "429,Come back later", "502,Bad gateway"})
    void asksForNoRightWhereThePlatformIsBusy(int status, String words) {
        ResponseDefinitionBuilder busy = aResponse().withStatus(status).withBody(words);
        answers(ITEMS, busy);
        answers(ROSTER, busy);
        answers("/notices", busy);
        assertAttention(run(CheckLine.LINE_ITEMS), words, "Try again in a few minutes");
        assertAttention(run(CheckLine.SCORE), words, "Try again in a few minutes");
        assertAttention(run(CheckLine.ROSTER), words, "Try again in a few minutes");
        CheckedPlace place = place();
        assertAttention(
                check.run(
                        CheckLine.NOTICES,
                        new CheckedPlace(
                                place.registration(),
                                "1",
                                "Reading",
                                null,
                                null,
                                null,
                                null,
                                new CheckedPlace.NoticeService(URI.create(platform.url("/notices")), Set.of())),
                        null),
                words,
                "Try again in a few minutes");
    }

    @Test
    void aScoreThatABusyPlatformTurnsAwaySaysNothingOfTheCourse() {
        answers(ITEM + "/scores", aResponse().withStatus(403).withBody("403 Forbidden (Rate Limit Exceeded)"));
        assertAttention(run(CheckLine.SCORE), "Rate Limit Exceeded", "Try again in a few minutes");
    }

    @Test
    void deletesTheColumnWhenTheScoreIsRefused() {
        answers(
                ITEM + "/scores",
                okJson("{\"errors\":[{\"message\":\"User not found in course\"}]}")
                        .withStatus(422));
        assertAttention(run(CheckLine.SCORE), "422: User not found in course", "published and not concluded");
        assertThat(sent(RequestMethod.DELETE)).containsExactly(ITEM + "?type_id=1");
    }

    @Test
    void saysWhenTheColumnCouldNotBeDeleted() {
        platform.stub(delete(urlPathEqualTo(ITEM)).willReturn(aResponse().withStatus(500)));
        assertAttention(run(CheckLine.SCORE), "could not be deleted", "by hand");
        assertThat(sent(RequestMethod.DELETE)).as("tried twice").hasSize(2);
    }

    @Test
    void deletesWhatAnEarlierCheckLeftBehindAndNothingElse() {
        platform.stub(
                get(urlPathEqualTo(ITEMS))
                        .willReturn(
                                okJson(
                                        "[{\"id\":\"" + platform.url("/2/lineitems/5/lineitem")
                                                + "\",\"tag\":\"laurel-check\",\"resourceId\":\"laurel-check-1\"},"
                                                + "{\"id\":\"" + platform.url("/2/lineitems/6/lineitem")
                                                + "\",\"tag\":\"laurel\",\"resourceId\":\"laurel-check-1\"},"
                                                + "{\"id\":\"https://elsewhere.example/7\",\"tag\":\"laurel-check\",\"resourceId\":\"laurel-check-2\"}]")));
        answers("/2/lineitems/5/lineitem", aResponse().withStatus(204));
        assertThat(run(CheckLine.SCORE).light()).isEqualTo(Light.OK);
        assertThat(sent(RequestMethod.DELETE)).containsExactly("/2/lineitems/5/lineitem", ITEM + "?type_id=1");
    }

    @Test
    void sendsTheScoreToALearnerAloneAndTouchesNoGradeOfCanvas() {
        assertThat(run(CheckLine.SCORE).light()).isEqualTo(Light.OK);
        LoggedRequest score = platform.posted(ITEM + "/scores").get(0);
        assertThat(score.getUrl()).isEqualTo(ITEM + "/scores?type_id=1");
        assertThat(score.getBodyAsString())
                .contains("\"userId\":\"5\"", "\"preserve_score\":true", "\"new_submission\":false");
        assertThat(platform.posted(ITEMS).get(0).getBodyAsString()).contains("Laurel connection check", "laurel-check");
        assertThat(platform.requests().stream().map(LoggedRequest::getUrl))
                .noneMatch(url -> url.contains("/scores") && !url.startsWith(ITEM));
    }

    @Test
    void goesOnToTheNextLearnerWhenOneCannotBeGraded() {
        answers(
                ROSTER,
                okJson(
                        "{\"members\":[{\"user_id\":\"4\",\"roles\":[\"Learner\"]},{\"user_id\":\"5\",\"roles\":[\"Learner\"]}]}"));
        platform.stub(post(urlPathEqualTo(ITEM + "/scores"))
                .withRequestBody(containing("\"userId\":\"4\""))
                .willReturn(aResponse().withStatus(400).withBody("[]")));
        assertThat(run(CheckLine.SCORE).light()).isEqualTo(Light.OK);
        assertThat(platform.posted(ITEM + "/scores")).hasSize(2);
    }

    @Test
    void makesAndDeletesTheColumnAloneWhereNobodyCanBeGraded() {
        answers(ROSTER, okJson("{\"members\":[{\"user_id\":\"9\",\"roles\":[\"Instructor\",\"Learner\"]}]}"));
        Finding finding = run(CheckLine.SCORE);
        assertThat(finding.light()).isEqualTo(Light.IMPOSSIBLE);
        assertThat(said(finding.answer())).contains("no learner could be found");
        assertThat(platform.posted(ITEM + "/scores")).isEmpty();
        assertThat(sent(RequestMethod.DELETE)).containsExactly(ITEM + "?type_id=1");
    }

    @ParameterizedTest
    @CsvSource({
        "CANVAS,Can retrieve user data associated with the context",
        "MOODLE,IMS LTI Names and Role Provisioning",
        "BRIGHTSPACE,External Learning Tools",
        "BLACKBOARD,membership service access",
        "SCHOOLOGY,tick “Names and Roles Services” and install it anew",
        "SAKAI,Provide Roster to External Tool",
        "OTHER,Switch on Names and Role Provisioning Services"
    })
    void saysInEachPlatformsWordsThatTheRosterIsForbidden(PlatformPreset preset, String mend) throws Exception {
        try (TestPlatform at = platform(preset.family())) {
            at.stub(get(urlPathEqualTo(ROSTER))
                    .willReturn(okJson("{\"status\":401,\"reason\":\"Unauthorized\"}")
                            .withStatus(401)));
            assertAttention(check.run(CheckLine.ROSTER, place(at), null), "401: Unauthorized", mend);
        }
    }

    @Test
    void countsTheRosterAndSaysHowNamesCome() {
        assertThat(said(run(CheckLine.ROSTER).answer())).isEqualTo("People on the first page: 2. With a name: 2.");
        answers(ROSTER, okJson("{\"members\":[{\"user_id\":\"5\",\"roles\":[\"Learner\"]}]}"));
        rest();
        Finding nameless = run(CheckLine.ROSTER);
        assertThat(nameless.light()).isEqualTo(Light.OK);
        assertThat(said(nameless.mend())).contains("All user data");
    }

    @Test
    void saysWhatCannotBeTriedWhereNoCourseIsKnown() {
        CheckedPlace bare = new CheckedPlace(platform.registration(), null, null, null, null, null, null, null);
        for (CheckLine line : List.of(CheckLine.LINE_ITEMS, CheckLine.SCORE, CheckLine.ROSTER, CheckLine.NOTICES)) {
            Finding finding = check.run(line, bare, null);
            assertThat(finding.light()).as(line.name()).isEqualTo(Light.IMPOSSIBLE);
            assertThat(said(finding.answer())).isNotBlank();
        }
        assertThat(platform.requests()).as("nothing is asked").isEmpty();
    }

    // ---- notices ---------------------------------------------------------------------------------------------------

    private CheckedPlace offeringNotices() {
        return new CheckedPlace(
                platform.registration(),
                "1",
                "Reading",
                null,
                null,
                null,
                null,
                new CheckedPlace.NoticeService(
                        URI.create(platform.url("/notice-handlers/1")), Set.of("LtiContextCopyNotice")));
    }

    @Test
    void tellsWhetherNoticesComeHere() {
        CheckedPlace offered = offeringNotices();
        answers(
                "/notice-handlers/1",
                okJson("{\"notice_handlers\":[{\"notice_type\":\"LtiContextCopyNotice\",\"handler\":\"\"}]}"));
        assertAttention(check.run(CheckLine.NOTICES, offered, null), "does not send them", "registers by itself");
        answers(
                "/notice-handlers/1",
                okJson("{\"notice_handlers\":[{\"notice_type\":\"LtiContextCopyNotice\",\"handler\":\""
                        + settings.baseUrl() + "/lti/notices\"}]}"));
        rest();
        assertThat(check.run(CheckLine.NOTICES, offered, null).light()).isEqualTo(Light.OK);
    }

    @Test
    void saysInThePlatformsWordsThatNoticesAreRefusedOrUnknown() {
        CheckedPlace offered = offeringNotices();
        answers("/notice-handlers/1", aResponse().withStatus(404));
        assertAttention(check.run(CheckLine.NOTICES, offered, null), "404", "Can register event notice handlers");
        rest();
        answers("/notice-handlers/1", okJson("[]"));
        assertAttention(check.run(CheckLine.NOTICES, offered, null), "does not send them", "registers by itself");
        rest();
        answers("/notice-handlers/1", aResponse().withStatus(503));
        assertAttention(check.run(CheckLine.NOTICES, offered, null), "503", "does not work just now");
    }

    // ---- in the frame ----------------------------------------------------------------------------------------------

    @Test
    void aFrameWithoutCookiesNeedsAttentionUnlessThePlatformKeepsTheState() {
        InTheFrame blocked = new InTheFrame(true, false, false, "silent");
        assertAttention(check.run(CheckLine.COOKIES, place(), blocked), "No cookie came back", "new window");
        assertAttention(check.run(CheckLine.STORAGE, place(), blocked), "did not answer", "new window");
        InTheFrame refused = new InTheFrame(true, true, true, "refused");
        assertAttention(
                check.run(CheckLine.STORAGE, place(), refused), "did not give back a test value", "sso.canvaslms.com");
        InTheFrame usual = new InTheFrame(true, true, false, "offered");
        assertThat(check.run(CheckLine.COOKIES, place(), usual).light()).isEqualTo(Light.OK);
        assertThat(check.run(CheckLine.STORAGE, place(), usual).light()).isEqualTo(Light.OK);
        InTheFrame moodle = new InTheFrame(true, true, true, "silent");
        assertThat(check.run(CheckLine.STORAGE, place(), moodle).light()).isEqualTo(Light.IMPOSSIBLE);
        assertThat(check.run(CheckLine.COOKIES, place(), null).light()).isEqualTo(Light.IMPOSSIBLE);
    }

    // ---- the whole -------------------------------------------------------------------------------------------------

    @Test
    void eachLineOfAPlatformRestsBeforeItIsTriedAgain() {
        assertThat(run(CheckLine.KEYS).light()).isEqualTo(Light.OK);
        Finding second = run(CheckLine.KEYS);
        assertThat(second.light()).isEqualTo(Light.UNTRIED);
        assertThat(second.againSeconds()).isBetween(1L, 16L);
        assertThat(run(CheckLine.CLOCK).light()).as("another line").isEqualTo(Light.OK);
        assertThat(platform.requests()).hasSize(2);
        rest();
        assertThat(run(CheckLine.KEYS).light()).isEqualTo(Light.OK);
    }

    @Test
    void allLinesAtOnceAreInOrder() {
        List<Finding> findings = check.runAll(place());
        assertThat(findings).extracting(Finding::line).containsExactly(CheckLine.values());
        Map<CheckLine, Light> lights = findings.stream().collect(Collectors.toMap(Finding::line, Finding::light));
        for (CheckLine line : CheckLine.ofTheServer()) {
            assertThat(lights.get(line))
                    .as(line.name())
                    .isEqualTo(line == CheckLine.NOTICES ? Light.IMPOSSIBLE : Light.OK);
        }
    }

    @ParameterizedTest
    @EnumSource(Lms.class)
    void everyMendHasWordsInBothLanguages(Lms lms) {
        List<String> troubles = List.of(
                "keys-unreachable",
                "keys-unusable",
                "own-keys",
                "own-keys-other",
                "clock",
                "token-down",
                "token-first",
                "service-down",
                "client",
                "scopes",
                "grades",
                "score",
                "score-nobody",
                "results",
                "left",
                "roster",
                "names",
                "notices",
                "notices-register",
                "storage",
                "cookies");
        Function<String, Words> mend = trouble -> lms.mend(trouble, "x");
        for (String trouble : troubles) {
            for (Locale locale : List.of(Locale.ENGLISH, Locale.forLanguageTag("es"))) {
                Words words = mend.apply(trouble);
                assertThat(messages.getMessage(words.key(), words.blanks(), locale))
                        .isNotBlank();
            }
        }
    }

    @Test
    void whatAPlatformSaysIsShownWithoutTokensAndAddressesOfPeople() {
        assertThat(PlatformWords.shown("No user lee@example.org\nfor eyJhbGciOiJSUzI1NiIsImtpZCI6ImEifQ.eyJzdWIi"))
                .isEqualTo("No user … for ….eyJzdWIi");
        assertThat(PlatformWords.shown("x".repeat(10) + " " + "word ".repeat(100)))
                .hasSizeLessThan(250);
        assertThat(PlatformWords.shown("scope https://purl.imsglobal.org/spec/lti-ags/scope/score"))
                .endsWith("/scope/score");
    }

    /** As if a while had passed. */
    private void rest() {
        jdbc.sql("update lti_connection_check set tried_at = :then where registration_id = :registration")
                .param("then", Timestamp.from(Instant.now().minusSeconds(60)))
                .param("registration", platform.registration().id().value())
                .update();
    }

    private List<String> sent(RequestMethod method) {
        return platform.requests().stream()
                .filter(request -> request.getMethod().equals(method))
                .map(LoggedRequest::getUrl)
                .toList();
    }
}
