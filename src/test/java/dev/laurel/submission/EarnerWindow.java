package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.lti.launch.Windows;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A teacher in the window of one micro-credential, and what time and assessors do to the work. */
final class EarnerWindow {

    static final String HINGE = "assess-hinge-questions";

    private static final List<String> QUESTIONS = List.of("P1Q1", "P1Q2", "P3Q1", "P3Q2");
    private static final List<String> ARTEFACTS = List.of("A1", "A2", "A3", "A4", "A5");

    private final ApplicationContext context;
    private final HttpBrowser browser;
    private final URI window;
    private final String name;
    private SubmissionId id;

    EarnerWindow(ApplicationContext context, Windows windows, String subject, String... roles) {
        this.context = context;
        this.browser = new HttpBrowser();
        this.name = "Name of " + subject;
        this.window = windows.open(browser, subject, HINGE, roles.length == 0 ? new String[] {"Learner"} : roles);
    }

    /** In the window of another micro-credential, which asks for the same. */
    static EarnerWindow at(ApplicationContext context, Windows windows, String subject, String microCredential) {
        HttpBrowser browser = new HttpBrowser();
        URI window = windows.open(browser, subject, microCredential, "Learner");
        return new EarnerWindow(context, browser, window, "Name of " + subject);
    }

    private EarnerWindow(ApplicationContext context, HttpBrowser browser, URI window, String name) {
        this.context = context;
        this.browser = browser;
        this.window = window;
        this.name = name;
    }

    URI address() {
        return window;
    }

    HttpBrowser browser() {
        return browser;
    }

    Page get(String path) {
        return browser.get(URI.create(window + path));
    }

    /** What a form of this window would send. */
    Page post(String path, String... fields) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("_csrf", get("/data").select("meta[name=csrf-token]").attr("content"));
        for (int i = 0; i < fields.length; i += 2) {
            form.put(fields[i], fields[i + 1]);
        }
        return browser.post(URI.create(window + path), form);
    }

    /** Another tab of the same window, for pressing at the same time. */
    EarnerWindow anotherTab() {
        EarnerWindow tab = new EarnerWindow(context, new HttpBrowser(), window, name);
        tab.browser.setCookie(
                window,
                "laurel_window=" + browser.cookie(window, "laurel_window").orElseThrow() + "; Path="
                        + window.getPath());
        return tab;
    }

    EarnerWindow start() {
        Page list = get("/evidence");
        if (!list.select("form[action$=/evidence/start]").isEmpty()) {
            list.form("form[action$=/evidence/start]").submit();
        }
        return this;
    }

    Page answer(String question, String text) {
        return get("/evidence/questions/" + question)
                .form("form[data-autosave]")
                .set("text", text)
                .submit();
    }

    Page note(String artefact, String text) {
        return get("/evidence/artefacts/" + artefact)
                .form("form[data-autosave]")
                .set("text", text)
                .submit();
    }

    Page upload(String artefact, String fileName, byte[] content) {
        return get("/evidence/artefacts/" + artefact)
                .form("form[data-upload]")
                .file("file", fileName, "application/octet-stream", content)
                .submit();
    }

    Page link(String artefact, String address) {
        return get("/evidence/artefacts/" + artefact)
                .form("form[action$=/links]")
                .set("address", address)
                .submit();
    }

    /** Everything that is asked for, a file among it, and handed in. */
    EarnerWindow handIn(byte[] file) {
        start();
        QUESTIONS.forEach(question -> answer(question, "word ".repeat(160)));
        ARTEFACTS.forEach(artefact -> link(artefact, "https://example.org/" + artefact));
        upload("A1", "Plan of " + name + ".pdf", file);
        get("/evidence/check")
                .form("form[action$=/evidence/submit]")
                .set("names", "true")
                .set("releases", "12")
                .set("own", "true")
                .set("ai", "yes")
                .set("aiUse", "It shortened my sentences")
                .submit();
        assertThat(submission().state()).isEqualTo(SubmissionState.SUBMITTED);
        return this;
    }

    Submission submission() {
        return context.getBean(SubmissionRows.class).find(id()).orElseThrow();
    }

    SubmissionId id() {
        if (id == null) {
            id = named();
        }
        return id;
    }

    private SubmissionId named() {
        return new SubmissionId(context.getBean(JdbcClient.class)
                .sql("select s.id from submission s join person p on p.id = s.earner_id where p.name = ?")
                .param(name)
                .query(UUID.class)
                .single());
    }

    EarnerWindow beingScored() {
        return change(found -> found.beginScoring(Instant.now()));
    }

    EarnerWindow decided(boolean earned) {
        change(found -> found.decide(earned, Instant.now()));
        context.getBean(SubmissionRows.class)
                .attemptDecided(
                        submission().currentAttempt(),
                        earned,
                        earned ? Set.of() : Set.of("C1"),
                        submission().since());
        return this;
    }

    private EarnerWindow change(UnaryOperator<Submission> change) {
        SubmissionRows rows = context.getBean(SubmissionRows.class);
        SubmissionId id = id();
        context.getBean(TransactionTemplate.class).executeWithoutResult(status -> {
            Submission found = rows.lock(id).orElseThrow();
            rows.change(found, change.apply(found));
        });
        return this;
    }

    /** As if the state had begun so many days earlier. */
    EarnerWindow daysLater(int days) {
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        SubmissionId id = id();
        Submission found = submission();
        Timestamp before = Timestamp.from(found.since().minus(Duration.ofDays(days)));
        jdbc.sql("update submission set since = ? where id = ?")
                .params(before, id.value())
                .update();
        jdbc.sql("update submission_attempt set decided_at = ? where submission_id = ? and decided_at is not null")
                .params(before, id.value())
                .update();
        jdbc.sql("update submission_removal set state_since = ? where submission_id = ?")
                .params(before, id.value())
                .update();
        return this;
    }

    /** As if what was announced were due now. */
    EarnerWindow removalDue() {
        context.getBean(JdbcClient.class)
                .sql("update submission_removal set remove_at = noticed_at where submission_id = ?")
                .param(id().value())
                .update();
        return this;
    }
}
