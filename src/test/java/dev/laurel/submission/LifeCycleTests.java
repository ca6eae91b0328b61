package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.laurel.catalog.Publishing;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.Windows;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every state against everything that an earner can press, through their window: what leads on does so once, though two tabs
 * press it at the same time and one of them once more; all else changes nothing. What others do to a submission, state by
 * state, is in {@link SubmissionTests} and in the life cycle of cases.
 */
@LaurelTest
class LifeCycleTests {

    private static final String WORDS = "word ".repeat(160).strip();

    /** What an earner can press, whatever page they have open. */
    private enum Press {
        START("/evidence/start"),
        WRITE("/evidence/questions/P1Q1", "text", WORDS, "base", "1", "editor", "tab"),
        ATTACH("/evidence/artefacts/A2/links", "address", "https://example.org/one-more"),
        SUBMIT("/evidence/submit", "names", "true", "releases", "12", "own", "true", "ai", "no"),
        WITHDRAW("/evidence/withdraw"),
        APPEAL("/appeal", "words", "It stands on page two");

        private final String path;
        private final String[] fields;

        Press(String path, String... fields) {
            this.path = path;
            this.fields = fields;
        }

        Page in(EarnerWindow window) {
            return window.post(path, fields);
        }
    }

    /** Where which press leads from where; what is not here leads nowhere. */
    private static final Map<SubmissionState, Map<Press, SubmissionState>> LEADS = new EnumMap<>(Map.of(
            SubmissionState.DRAFT, Map.of(Press.SUBMIT, SubmissionState.SUBMITTED),
            SubmissionState.SUBMITTED, Map.of(Press.WITHDRAW, SubmissionState.DRAFT),
            SubmissionState.IN_SCORING, Map.of(),
            SubmissionState.NOT_YET,
                    Map.of(Press.START, SubmissionState.DRAFT, Press.APPEAL, SubmissionState.UNDER_APPEAL),
            SubmissionState.UNDER_APPEAL, Map.of(),
            SubmissionState.EARNED, Map.of(),
            SubmissionState.CLOSED, Map.of()));

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    JdbcClient jdbc;

    private Windows windows;

    @BeforeEach
    void aDistrict() {
        windows = new Windows(settings, registrations, tenants.found("District " + UUID.randomUUID()));
    }

    private EarnerWindow in(SubmissionState state) {
        EarnerWindow earner = new EarnerWindow(context, windows, "e-" + UUID.randomUUID()).handIn(Samples.of("pdf"));
        switch (state) {
            case DRAFT -> earner.post("/evidence/withdraw");
            case SUBMITTED -> {}
            case IN_SCORING -> earner.beingScored();
            case NOT_YET -> earner.beingScored().decided(false);
            case UNDER_APPEAL -> {
                earner.beingScored().decided(false);
                Press.APPEAL.in(earner);
            }
            case EARNED -> earner.beingScored().decided(true);
            case CLOSED -> {
                earner.post("/evidence/withdraw");
                jdbc.sql("update submission set state = 'CLOSED', since = ? where id = ?")
                        .params(Timestamp.from(Instant.now()), earner.id().value())
                        .update();
            }
        }
        assertThat(earner.submission().state()).isEqualTo(state);
        return earner;
    }

    /** Everything that a press could change. */
    private List<String> stored(EarnerWindow earner) {
        return List.of(
                earner.submission().toString(),
                rows("submission_answer", earner),
                rows("submission_item", earner),
                rows("submission_transition", earner),
                rows("submission_attempt", earner),
                rows("submission_appeal", earner));
    }

    private String rows(String table, EarnerWindow earner) {
        return jdbc
                .sql("select * from " + table + " where submission_id = ?")
                .param(earner.id().value())
                .query()
                .listOfRows()
                .stream()
                .map(row -> String.valueOf(row.values()))
                .sorted()
                .toList()
                .toString();
    }

    private int steps(EarnerWindow earner) {
        return jdbc.sql("select count(*) from submission_transition where submission_id = ?")
                .param(earner.id().value())
                .query(Integer.class)
                .single();
    }

    @ParameterizedTest
    @EnumSource
    void whatLeadsNowhereChangesNothing(SubmissionState state) {
        EarnerWindow earner = in(state);
        List<String> before = stored(earner);
        for (Press press : Press.values()) {
            boolean edits = state == SubmissionState.DRAFT && (press == Press.WRITE || press == Press.ATTACH);
            if (!edits && !LEADS.get(state).containsKey(press)) {
                Page answer = press.in(earner);
                assertThat(answer.status()).as("%s when %s", press, state).isIn(200, 409);
                assertThat(stored(earner)).as("%s when %s", press, state).isEqualTo(before);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatLeadsOnDoesSoOnceHoweverOftenItIsPressed(SubmissionState state) throws Exception {
        for (Map.Entry<Press, SubmissionState> way : LEADS.get(state).entrySet()) {
            EarnerWindow earner = in(state);
            int attempt = earner.submission().attempt();
            int before = steps(earner);
            atOnce(way.getKey(), earner, earner.anotherTab());
            way.getKey().in(earner);
            assertThat(earner.submission().state()).isEqualTo(way.getValue());
            assertThat(steps(earner)).as("%s when %s", way.getKey(), state).isEqualTo(before + 1);
            assertThat(earner.submission().attempt()).isEqualTo(way.getKey() == Press.START ? attempt + 1 : attempt);
        }
    }

    @Test
    void theLastAttemptThatTheAuthorAllowsIsFollowedByNoneAndSaysUntilWhenItCanBeAppealed() {
        Variant limited = Variant.of(
                context, EarnerWindow.HINGE, rules -> ((ObjectNode) rules.get("resubmission")).put("max_attempts", 2));
        EarnerWindow earner = EarnerWindow.at(context, windows, "e-" + UUID.randomUUID(), limited.id());
        assertThat(earner.get("").text()).contains("You have up to 2 attempts");
        earner.handIn(Samples.of("pdf")).beingScored().decided(false);
        context.getBean(Publishing.class)
                .takeOffOffer(limited.version(), Instant.now().plus(Duration.ofDays(365)));

        assertThat(earner.get("").text()).doesNotContain("This is the last attempt");
        Press.START.in(earner);
        assertThat(earner.submission().attempt()).isEqualTo(2);
        assertThat(earner.get("").text()).contains("This is the last attempt");
        assertThat(earner.get("/evidence").text()).contains("This is the last attempt");
        earner.answer("P1Q1", "word ".repeat(170));
        Press.SUBMIT.in(earner);
        earner.beingScored().decided(false);

        for (String path : List.of("", "/evidence")) {
            Page page = earner.get(path);
            assertThat(page.select("form[action$=/evidence/start]")).isEmpty();
            assertThat(page.text()).contains("ttempt 2 was the last").contains("another look", "Possible until");
        }
        assertThat(earner.get("/appeal").text())
                .contains("You can appeal once for each attempt", "Your grade stays as it is")
                .doesNotContain("start the next attempt");
        List<String> before = stored(earner);
        Page refused = Press.START.in(earner);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("There is no further attempt");
        assertThat(stored(earner)).isEqualTo(before);

        Press.APPEAL.in(earner);
        assertThat(earner.submission().state()).isEqualTo(SubmissionState.UNDER_APPEAL);
    }

    @Test
    void whereNothingIsCarriedForwardNobodyIsToldThatWhatWasMetStands() {
        Variant anew = Variant.of(context, EarnerWindow.HINGE, rules -> ((ObjectNode) rules.get("resubmission"))
                .put("carry_forward_met_criteria", false));
        EarnerWindow earner = EarnerWindow.at(context, windows, "e-" + UUID.randomUUID(), anew.id());
        earner.handIn(Samples.of("pdf")).beingScored().decided(false);

        for (String path : List.of("", "/evidence")) {
            assertThat(earner.get(path).text())
                    .as(path)
                    .contains("every criterion")
                    .doesNotContain("stays met", "that were met stand", "may stand");
        }
        Press.START.in(earner);
        for (String path : List.of("", "/evidence")) {
            assertThat(earner.get(path).text())
                    .as(path)
                    .contains("Every criterion is judged again")
                    .doesNotContain("stays met", "that were met stand");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DRAFT", "SUBMITTED", "IN_SCORING", "EARNED", "CLOSED"})
    void whereNothingCanBeAppealedNobodyIsSentToANextAttemptThatThereIsNot(SubmissionState state) {
        assertThat(in(state).get("/appeal").text())
                .contains("There is no appeal to make here")
                .doesNotContain("start the next attempt");
    }

    /** An appeal that was granted. */
    private record Granted(AttemptId attempt, Instant expectedBy, Instant answeredAt) implements AppealAnswered {

        @Override
        public boolean reopened() {
            return true;
        }

        @Override
        public String words() {
            return "The table says so";
        }
    }

    @Test
    void anAppealIsPromisedAnAnswerAndSaysAfterwardsThatTheEvidenceWasRatedAfresh() {
        EarnerWindow earner = in(SubmissionState.UNDER_APPEAL);
        assertThat(earner.get("").text()).contains("Answer promised by").doesNotContain("Decision promised by");

        context.getBean(ScoringNews.class)
                .on(new Granted(
                        earner.submission().currentAttempt(), Instant.now().plus(Duration.ofDays(5)), Instant.now()));
        await().untilAsserted(() -> assertThat(earner.submission().state()).isEqualTo(SubmissionState.IN_SCORING));
        assertThat(earner.get("").text()).contains("Decision promised by", "Read the answer to your appeal");
        assertThat(earner.get("/appeal").text()).contains("Your evidence is rated afresh", "says by when");

        earner.decided(true);
        assertThat(earner.get("").select("a[href$=/appeal]").text()).isEqualTo("Read the answer to your appeal");
        assertThat(earner.get("/appeal").text())
                .contains("Your evidence was rated afresh", "says what they decided")
                .doesNotContain("is rated afresh", "says by when");
    }

    private static void atOnce(Press press, EarnerWindow one, EarnerWindow other) throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Page>> presses = List.of(() -> press.in(one), () -> press.in(other));
            for (Future<Page> answer : two.invokeAll(presses)) {
                assertThat(answer.get(60, TimeUnit.SECONDS).status()).isIn(200, 409);
            }
        } finally {
            two.shutdownNow();
        }
    }
}
