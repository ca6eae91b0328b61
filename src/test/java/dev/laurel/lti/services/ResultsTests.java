package dev.laurel.lti.services;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.lti.services.Results.Held;
import dev.laurel.lti.services.Results.Result;
import dev.laurel.lti.services.Score.ActivityProgress;
import dev.laurel.lti.services.Score.GradingProgress;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestPlatform;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reading what the gradebook holds, and reading and changing a line item, against a platform that WireMock plays. */
@LaurelTest
class ResultsTests {

    private static final String RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json";
    private static final String ITEM = "application/vnd.ims.lis.v2.lineitem+json";
    private static final String RIGHTS = "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly "
            + TestPlatform.LINE_ITEM + " " + TestPlatform.SCORE;

    @Autowired
    Results results;

    @Autowired
    Columns columns;

    @Autowired
    Scores scores;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    private final JsonMapper json = new JsonMapper();
    private TestPlatform moodle;
    private TestPlatform canvas;

    @BeforeEach
    void register() {
        TenantId tenant = tenants.found("Results");
        moodle = new TestPlatform(jdbc, registrations, tenant, "moodle", null);
        canvas = new TestPlatform(jdbc, registrations, tenant, "canvas", null);
    }

    @AfterEach
    void stop() {
        moodle.close();
        canvas.close();
    }

    @Test
    @DisplayName("AGS-05 reads results with the exact Accept, /results before the query")
    void readsResults() throws Exception {
        LtiUserId dana = moodle.account("5");
        moodle.stub(get(urlPathEqualTo("/7/lineitem/results"))
                .withQueryParam("type_id", equalTo("1"))
                .withHeader("Accept", equalTo(RESULTS))
                .willReturn(okJson("[{\"userId\":\"5\",\"resultScore\":3,\"resultMaximum\":4,\"comment\":\"Strong\"},"
                        + "{\"userId\":\"nobody we know\",\"resultScore\":1,\"resultMaximum\":4}]")));
        List<Result> found = results.of(moodle.link("3", "/7/lineitem?type_id=1", null, RIGHTS))
                .grades();
        assertThat(found).singleElement().satisfies(result -> {
            assertThat(result.user()).isEqualTo(dana);
            assertThat(result.percent()).isCloseTo(75, within(0.001));
            assertThat(result.comment()).isEqualTo("Strong");
        });
        assertThat(moodle.requests().get(1).getUrl()).as("no limit").isEqualTo("/7/lineitem/results?type_id=1");
    }

    @Test
    @DisplayName("AGS-05 follows the pages of results, and ends where pages lead in a circle or elsewhere")
    void followsPages() throws Exception {
        LtiUserId first = canvas.account("a");
        LtiUserId second = canvas.account("b");
        canvas.stub(get(urlPathEqualTo("/777/results"))
                .withQueryParam("limit", equalTo("100"))
                .willReturn(okJson("[{\"userId\":\"a\",\"resultScore\":83,\"resultMaximum\":100}]")
                        .withHeader("Link", "<" + canvas.url("/page2") + ">; rel=\"next\"")));
        canvas.stub(get(urlPathEqualTo("/page2"))
                .willReturn(okJson("[{\"userId\":\"b\"}]")
                        .withHeader("Link", "<" + canvas.url("/page2") + ">; rel=\"next\"")));
        ResourceLinkId link = canvas.link("3", "/777", null, RIGHTS);
        Held held = results.of(link);
        List<Result> found = held.grades();
        assertThat(held.whole())
                .as("whoever is missing may stand on a page that was not shown")
                .isFalse();
        assertThat(found).extracting(Result::user).containsExactly(first, second);
        assertThat(found.get(1).percent()).as("no grade").isNull();

        canvas.stub(get(urlPathEqualTo("/page2"))
                .willReturn(okJson("[]").withHeader("Link", "<https://elsewhere.example/3>; rel=\"next\"")));
        assertThat(results.of(link).grades()).hasSize(1);
        assertThat(results.of(link).whole()).isFalse();

        canvas.stub(get(urlPathEqualTo("/page2")).willReturn(okJson("[{\"userId\":\"b\"}]")));
        assertThat(results.of(link).grades()).hasSize(2);
        assertThat(results.of(link).whole()).as("read to the end").isTrue();
    }

    @Test
    @DisplayName("says of a link whose column no launch has named that it is not known, and asks nobody")
    void awaitsTheColumn() {
        ResourceLinkId link = moodle.link("3", null, null, RIGHTS);
        ScoreNotAccepted refused = catchThrowableOfType(ScoreNotAccepted.class, () -> results.of(link));
        assertThat(refused.reason()).isEqualTo(Reason.COLUMN_NOT_NAMED);
        assertThat(moodle.requests()).isEmpty();
    }

    @Test
    @DisplayName("AGS-05 asks for one person by user_id")
    void asksForOnePerson() throws Exception {
        LtiUserId dana = moodle.account("5");
        moodle.stub(get(urlPathEqualTo("/7/lineitem/results"))
                .withQueryParam("user_id", equalTo("5"))
                .willReturn(okJson("[{\"userId\":\"5\",\"resultScore\":0,\"resultMaximum\":4}]")));
        ResourceLinkId link = moodle.link("3", "/7/lineitem?type_id=1", null, RIGHTS);
        assertThat(results.of(link, dana).orElseThrow().percent()).isZero();
        moodle.stub(get(urlPathEqualTo("/7/lineitem/results")).willReturn(okJson("[]")));
        assertThat(results.of(link, dana)).isEmpty();
    }

    @Test
    @DisplayName("of a platform that gives the whole column for one person it reads no further than to that person")
    void readsNoFurtherThanToOnePerson() throws Exception {
        LtiUserId dana = moodle.account("5");
        moodle.stub(get(urlPathEqualTo("/7/lineitem/results"))
                .willReturn(okJson("[{\"userId\":\"4\"},{\"userId\":\"5\",\"resultScore\":3,\"resultMaximum\":4}]")
                        .withHeader("Link", "<" + moodle.url("/7/lineitem/more") + ">; rel=\"next\"")));
        ResourceLinkId link = moodle.link("3", "/7/lineitem?type_id=1", null, RIGHTS);
        assertThat(results.of(link, dana).orElseThrow().percent()).isEqualTo(75);
        assertThat(moodle.requests()).noneMatch(request -> request.getUrl().contains("/more"));
    }

    @Test
    @DisplayName("asks nobody for results without the right to read them")
    void asksNobodyWithoutTheRight() {
        ResourceLinkId link = moodle.link("3", "/7/lineitem", null, TestPlatform.SCORE);
        ScoreNotAccepted refused = catchThrowableOfType(ScoreNotAccepted.class, () -> results.of(link));
        assertThat(refused.reason()).isEqualTo(Reason.NOT_PERMITTED);
        assertThat(moodle.requests()).isEmpty();
    }

    @Test
    @DisplayName("reads a line item")
    void readsALineItem() throws Exception {
        moodle.stub(get(urlPathEqualTo("/7/lineitem"))
                .withHeader("Accept", equalTo(ITEM))
                .willReturn(okJson("{\"id\":\"x\",\"label\":\"Mapping words\",\"scoreMaximum\":4}")));
        Columns.Column column = columns.read(moodle.link("3", "/7/lineitem?type_id=1", null, RIGHTS));
        assertThat(column.label()).isEqualTo("Mapping words");
        assertThat(column.maximum()).isEqualTo(4);
    }

    @Test
    @DisplayName("changes the name of a line item that it made and sends everything else back as it came")
    void changesALineItem() throws Exception {
        ResourceLinkId link = madeByUs();
        moodle.stub(get(urlPathEqualTo("/7/lineitem"))
                .willReturn(okJson("{\"id\":\"" + moodle.url("/7/lineitem") + "\",\"label\":\"Old name\","
                        + "\"scoreMaximum\":100,\"tag\":\"laurel\",\"endDateTime\":\"2027-01-01T00:00:00Z\","
                        + "\"https://lms.example/extra\":{\"a\":1}}")));
        moodle.stub(put(urlPathEqualTo("/7/lineitem"))
                .withHeader("Content-Type", equalTo(ITEM))
                .withHeader("Accept", equalTo(ITEM))
                .willReturn(okJson("{}")));
        assertThat(columns.nameLikeItsLink(link)).isTrue();
        LoggedRequest changed = moodle.requests().get(moodle.requests().size() - 1);
        JsonNode item = json.readTree(changed.getBodyAsString());
        assertThat(item.path("label").asString()).isEqualTo("Small groups");
        assertThat(item.path("endDateTime").asString()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(item.path("https://lms.example/extra").path("a").asInt()).isEqualTo(1);
        assertThat(columns.nameLikeItsLink(moodle.link("9", "/8/lineitem", null, RIGHTS)))
                .as("a column of the platform's own")
                .isFalse();
    }

    @Test
    @DisplayName("AGS-13 makes a line item again that it had made, and reports one that was the platform's")
    void makesAgainWhatItHadMade() throws Exception {
        ResourceLinkId link = madeByUs();
        LtiUserId dana = moodle.account("5");
        moodle.stub(post(urlPathEqualTo("/7/lineitem/scores"))
                .willReturn(aResponse().withStatus(404)));
        moodle.stub(post(urlPathEqualTo("/2/lineitems"))
                .willReturn(aResponse().withStatus(201).withBody("{\"id\":\"" + moodle.url("/8/lineitem") + "\"}")));
        moodle.stub(post(urlPathEqualTo("/8/lineitem/scores")).willReturn(aResponse()));
        scores.send(link, dana, started());
        assertThat(moodle.posted("/8/lineitem/scores")).hasSize(1);

        moodle.stub(post(urlPathEqualTo("/8/lineitem/scores"))
                .willReturn(aResponse().withStatus(404)));
        moodle.forgetRequests();
        ScoreNotAccepted gone = catchThrowableOfType(ScoreNotAccepted.class, () -> scores.send(link, dana, started()));
        assertThat(gone.reason()).isEqualTo(Reason.LINE_ITEM_GONE);
        assertThat(moodle.posted("/2/lineitems"))
                .as("made again once, not for ever")
                .hasSize(1);
    }

    private ResourceLinkId madeByUs() throws ScoreNotAccepted {
        moodle.stub(get(urlPathEqualTo("/2/lineitems")).willReturn(okJson("[]")));
        moodle.stub(post(urlPathEqualTo("/2/lineitems"))
                .willReturn(aResponse().withStatus(201).withBody("{\"id\":\"" + moodle.url("/7/lineitem") + "\"}")));
        moodle.stub(post(urlPathEqualTo("/7/lineitem/scores")).willReturn(aResponse()));
        ResourceLinkId link = moodle.link(UUID.randomUUID().toString(), null, "/2/lineitems", RIGHTS);
        scores.send(link, moodle.account("made for"), started());
        return link;
    }

    private static Score started() {
        return new Score(
                Instant.parse("2026-11-23T14:39:11Z"),
                ActivityProgress.STARTED,
                GradingProgress.NOT_READY,
                null,
                null,
                null,
                false,
                false,
                null);
    }
}
