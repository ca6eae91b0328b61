package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.Publishing;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.Windows;
import dev.laurel.lti.launch.WithProbePages;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Silence;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The pages over HTTP, without scripts, and the requests that their script makes. */
@LaurelTest
@WithProbePages
class EvidencePagesTests {

    private static final String HINGE = "assess-hinge-questions";
    private static final List<String> QUESTIONS = List.of("P1Q1", "P1Q2", "P3Q1", "P3Q2");
    private static final List<String> ARTEFACTS = List.of("A1", "A2", "A3", "A4", "A5");
    private static final String TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser";

    @Autowired
    LaurelSettings settings;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    Catalogue catalogue;

    @Autowired
    Publishing publishing;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ApplicationContext context;

    private Windows windows;

    @BeforeEach
    void aPlatform() {
        windows = new Windows(settings, registrations, newTenant());
    }

    private TenantId newTenant() {
        return tenants.found("District " + UUID.randomUUID());
    }

    /** Somebody in their window. */
    private final class Teacher {

        private final HttpBrowser browser = new HttpBrowser();
        private final URI window;

        Teacher(String... roles) {
            this(windows, "teacher-" + UUID.randomUUID(), roles);
        }

        Teacher(String item, Windows at) {
            window = at.open(browser, "teacher-" + UUID.randomUUID(), item, "Learner");
        }

        Teacher(Windows at, String subject, String... roles) {
            window = at.open(browser, subject, HINGE, roles.length == 0 ? new String[] {"Learner"} : roles);
        }

        Page get(String path) {
            return browser.get(URI.create(window + path));
        }

        Page start() {
            return get("/evidence").form("form[action$=/evidence/start]").submit();
        }

        Page answer(String question, String text) {
            return get("/evidence/questions/" + question)
                    .form("form[data-autosave]")
                    .set("text", text)
                    .submit();
        }

        Page upload(String artefact, String name, byte[] content) {
            return get("/evidence/artefacts/" + artefact)
                    .form("form[data-upload]")
                    .file("file", name, "application/octet-stream", content)
                    .submit();
        }

        Page link(String artefact, String address) {
            return get("/evidence/artefacts/" + artefact)
                    .form("form[action$=/links]")
                    .set("address", address)
                    .submit();
        }

        Teacher complete() {
            start();
            return fill();
        }

        Teacher fill() {
            QUESTIONS.forEach(question -> answer(question, "word ".repeat(160)));
            ARTEFACTS.forEach(artefact -> link(artefact, "https://example.org/" + artefact));
            return this;
        }

        Page submit() {
            return attested().submit();
        }

        HttpBrowser.Form attested() {
            return get("/evidence/check")
                    .form("form[action$=/evidence/submit]")
                    .set("names", "true")
                    .set("releases", "12")
                    .set("own", "true")
                    .set("ai", "no");
        }

        /** What the page's script sends. */
        Page script(String path, Map<String, String> fields) {
            String token = get("/evidence").select("meta[name=csrf-token]").attr("content");
            Map<String, String> all = new LinkedHashMap<>(fields);
            all.put("_csrf", token);
            StringBuilder body = new StringBuilder();
            all.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&")
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
            return browser.send(
                    "POST",
                    URI.create(window + path),
                    "application/x-www-form-urlencoded",
                    body.toString().getBytes(StandardCharsets.UTF_8),
                    Map.of("Accept", "application/json"));
        }

        Page autosave(String question, String text, int base, String editor) {
            return script(
                    "/evidence/questions/" + question,
                    Map.of("text", text, "base", String.valueOf(base), "editor", editor));
        }
    }

    private static JsonNode json(Page page) {
        return JsonMapper.shared().readTree(page.body());
    }

    // ---- the way through

    @Test
    void leadsFromTheStartToTheSubmittedEvidence() {
        Teacher teacher = new Teacher();
        Page before = teacher.get("/evidence");
        assertThat(before.status()).isEqualTo(200);
        assertThat(before.select("h1").text()).isEqualTo("Your evidence");
        assertThat(before.select(".requirements li")).hasSize(9);

        Page draft = teacher.start();
        assertThat(draft.select("#progress").text()).isEqualTo("0 of 9 requirements complete");
        assertThat(draft.select(".requirements .status").eachText()).hasSize(9).containsOnly("Empty");

        Page check = teacher.get("/evidence/check");
        assertThat(check.select("#findings + ul li")).hasSize(9);
        assertThat(check.select("form[action$=/evidence/submit]")).isEmpty();

        teacher.fill();
        assertThat(teacher.get("/evidence").select(".requirements .status").eachText())
                .containsOnly("Complete");
        assertThat(teacher.get("/evidence/check").select("form[action$=/evidence/submit]"))
                .hasSize(1);

        Page submitted = teacher.submit();
        assertThat(submitted.status()).isEqualTo(200);
        assertThat(submitted.select("[role=status]").text()).contains("Your evidence is submitted");
        assertThat(submitted.text()).contains("Submitted: waiting for an assessor", "You hear from us by");
        assertThat(submitted.select("time[data-when=by]")).hasSize(1);
        assertThat(teacher.get("/evidence/questions/P1Q1").select("textarea")).isEmpty();
        assertThat(teacher.get("/evidence/artefacts/A1").select("main form")).isEmpty();
        assertThat(jdbc.sql(
                                "select kind, wording, locale, number_held from submission_attestation where kind = 'PRIVACY'"
                                        + " and number_held = 12")
                        .query()
                        .listOfRows())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row).containsEntry("wording", Attestations.WORDING));
    }

    @Test
    void asksForWhatWasNotAffirmedAndKeepsWhatWas() {
        Teacher teacher = new Teacher().complete();
        Page again = teacher.attested()
                .remove("own")
                .set("ai", "yes")
                .set("aiUse", "")
                .set("releases", "7")
                .submit();
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.select("#missing li").eachText())
                .containsExactly("Your own work", "What the artificial intelligence did");
        assertThat(again.select("#releases").attr("value")).isEqualTo("7");
        assertThat(again.select("#names").hasAttr("checked")).isTrue();
        Page submitted = again.form("form[action$=/evidence/submit]")
                .set("own", "true")
                .set("aiUse", "It found typing errors.")
                .submit();
        assertThat(submitted.text()).contains("Your evidence is submitted");
    }

    private Page submitted(EarnerWindow earner, String talked) {
        HttpBrowser.Form form = earner.get("/evidence/check")
                .form("form[action$=/evidence/submit]")
                .set("names", "true")
                .set("releases", "12")
                .set("own", "true")
                .set("ai", "no");
        return (talked.isEmpty() ? form : form.set("talked", talked)).submit();
    }

    @Test
    void asksForATalkAboutTheFeedbackAfterThreeAttempts() {
        EarnerWindow earner =
                new EarnerWindow(context, windows, "earner-" + UUID.randomUUID()).handIn(Samples.of("pdf"));
        for (int attempt = 2; attempt <= 3; attempt++) {
            earner.beingScored().decided(false).start().answer("P3Q1", "other ".repeat(160 + attempt));
            assertThat(earner.get("/evidence/check").select("#talked")).isEmpty();
            submitted(earner, "");
            assertThat(earner.submission().state()).isEqualTo(SubmissionState.SUBMITTED);
        }
        earner.beingScored().decided(false).daysLater(2).start().answer("P3Q1", "better ".repeat(170));
        LocalDate today = LocalDate.now(ZoneId.of("America/Chicago"));

        for (String impossible : List.of(
                "", "soon", today.plusDays(1).toString(), today.minusDays(3).toString())) {
            Page refused = submitted(earner, impossible);
            assertThat(refused.status()).as(impossible).isEqualTo(422);
            assertThat(refused.select("#missing li").text()).contains("The day you talked about your feedback");
        }
        assertThat(earner.submission().state()).isEqualTo(SubmissionState.DRAFT);
        submitted(earner, today.toString());
        assertThat(earner.submission().state()).isEqualTo(SubmissionState.SUBMITTED);
        assertThat(jdbc.sql("select detail from submission_attestation where submission_id = ? and kind = 'COACH_TALK'")
                        .param(earner.id().value())
                        .query(String.class)
                        .list())
                .containsExactly(today.toString());
    }

    @Test
    void aSecondPressDoesNothingAndSaysSo() {
        Teacher teacher = new Teacher().complete();
        HttpBrowser.Form first = teacher.attested();
        HttpBrowser.Form second = teacher.attested();
        first.submit();
        Page again = second.submit();
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.select("[role=status]").text())
                .isEqualTo("This was submitted already. Nothing was sent twice.");
    }

    @Test
    void takesBackWhatWasSubmitted() {
        Teacher teacher = new Teacher().complete();
        Page submitted = teacher.submit();
        Page draft = submitted.form("form[action$=/evidence/withdraw]").submit();
        assertThat(draft.select("[role=status]").text()).contains("It is a draft again");
        assertThat(draft.select("#progress").text()).isEqualTo("9 of 9 requirements complete");
        Page again = submitted.form("form[action$=/evidence/withdraw]").submit();
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.select("h1").text()).isEqualTo("This is still a draft");
    }

    @Test
    void anEditThatComesTooLateIsRefusedAndSaysWhatIsSafe() {
        Teacher teacher = new Teacher().complete();
        HttpBrowser.Form late = teacher.get("/evidence/questions/P1Q1")
                .form("form[data-autosave]")
                .set("text", "Later");
        teacher.submit();
        Page refused = late.submit();
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.select("h1").text()).isEqualTo("This is submitted");
        Page script = teacher.autosave("P1Q1", "Later", 1, "tab");
        assertThat(script.status()).isEqualTo(409);
        assertThat(json(script).get("detail").asString()).contains("cannot be changed");
        assertThat(json(script).has("revision")).isFalse();
    }

    // ---- which criteria a piece shows

    @Test
    void saysWithoutScriptsWhichCriteriaAPieceShows() {
        Teacher teacher = new Teacher().complete();
        Page page = teacher.get("/evidence/artefacts/A1");
        String form = "#items form[data-shows]";
        assertThat(page.select(form + " input[type=checkbox]")).hasSize(6);
        assertThat(page.select(form + " input[checked]").eachAttr("value")).containsExactly("C1");
        HttpBrowser.Form older = teacher.get("/evidence/artefacts/A1").form(form);

        Page saved = page.form(form).set("criterion", "C3").submit();
        assertThat(saved.status()).isEqualTo(200);
        assertThat(saved.select(form + " input[checked]").eachAttr("value")).containsExactly("C3");
        assertThat(teacher.get("/evidence/check").text())
                .contains("Nothing is ticked as showing the criterion “Diagnostic quality of the questions”");

        Page clash = older.set("criterion", "C2").submit();
        assertThat(clash.status()).isEqualTo(409);
        assertThat(clash.select("#items [data-others]").text()).isEqualTo("Decision that fits the pattern");
        assertThat(clash.select("#items details[open] input[checked]").eachAttr("value"))
                .as("what was ticked here is there still")
                .containsExactly("C2");
        Page mine = clash.form(form).submit();
        assertThat(mine.select(form + " input[checked]").eachAttr("value")).containsExactly("C2");

        Page none = mine.form(form).remove("criterion").submit();
        assertThat(none.select(form + " input[checked]")).isEmpty();
        assertThat(none.select("#items summary").text()).contains("nothing named");

        teacher.submit();
        assertThat(teacher.get("/evidence/artefacts/A1").select("form")).isEmpty();
        assertThat(teacher.get("/evidence/artefacts/A2").select(".of-piece").text())
                .isEqualTo("Shows: Decision that fits the pattern");
    }

    @Test
    void savesForTheScriptWhichCriteriaAnAnswerShows() {
        Teacher teacher = new Teacher().complete();
        String path = "/evidence/pieces/P3Q1/criteria";
        Page saved = teacher.script(path, Map.of("criterion", "C4,part3,made-up", "base", "0", "editor", "laptop"));
        assertThat(saved.status()).isEqualTo(200);
        assertThat(json(saved).get("revision").asInt()).isEqualTo(1);
        assertThat(teacher.get("/evidence/questions/P3Q1")
                        .select("form[data-shows] input[checked]")
                        .eachAttr("value"))
                .containsExactly("C4", "part3");
        Page clash = teacher.script(path, Map.of("base", "0", "editor", "phone"));
        assertThat(clash.status()).isEqualTo(409);
        assertThat(json(clash).get("text").asString()).isEqualTo("C4 part3");
        assertThat(teacher.script(
                                "/evidence/pieces/" + UUID.randomUUID() + "/criteria",
                                Map.of("base", "0", "editor", "phone"))
                        .status())
                .as("somebody else's piece")
                .isEqualTo(404);
    }

    // ---- another accepted form

    @Test
    void takesFilesOfAnotherFormOnceItIsChosenAndKeepsThemWhenItIsNot() {
        Teacher teacher = new Teacher().complete();
        Page refused = teacher.upload("A4", "notes.pdf", Samples.of("pdf"));
        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.select("#file-error").text())
                .contains("only if you use another form: audio only; peer observer's timed notes with signature")
                .contains("Another form is accepted");
        String form = "form[action$=/alternative]";
        HttpBrowser.Form older = teacher.get("/evidence/artefacts/A4").form(form);

        Page chosen = teacher.get("/evidence/artefacts/A4")
                .form(form)
                .set("instead", "peer observer's timed notes with signature")
                .submit();
        assertThat(chosen.select("#alternative [role=status]").text())
                .isEqualTo("Saved. What you have added is still here.");
        assertThat(chosen.select("#file").attr("accept")).contains(".pdf", ".mp4");
        assertThat(teacher.upload("A4", "notes.pdf", Samples.of("pdf")).status())
                .isEqualTo(200);
        assertThat(teacher.upload("A4", "notes.csv", "a,b".getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(415);

        Page clash = older.set("instead", "audio only").submit();
        assertThat(clash.status()).isEqualTo(409);
        assertThat(clash.select("#alternative [role=alert]").text())
                .contains("to “peer observer's timed notes with signature”");
        assertThat(clash.select("#alternative input[checked]").attr("value")).isEqualTo("audio only");

        Page undone = teacher.get("/evidence/artefacts/A4")
                .form(form)
                .set("instead", "")
                .submit();
        assertThat(undone.select("#items .item-name a").eachText()).contains("notes.pdf");
        assertThat(teacher.get("/evidence/check").text())
                .contains("A file here is of a kind that is accepted only in another form");
        assertThat(teacher.upload("A4", "more.pdf", Samples.of("pdf")).status()).isEqualTo(415);
        Page made = undone.form(form).set("instead", "made up").submit();
        assertThat(made.select("#alternative input[checked]").attr("value")).isEmpty();

        made.form(form)
                .set("instead", "peer observer's timed notes with signature")
                .submit();
        teacher.submit();
        assertThat(teacher.get("/evidence/artefacts/A4").text())
                .contains("You used another accepted form: peer observer's timed notes with signature");
    }

    private String alsoTaking(String... kinds) {
        return FurtherKinds.alsoTaking(catalogue, publishing, kinds);
    }

    @Test
    void theFormToHandInIsThereWhateverIsPackedInAFile() throws IOException {
        Teacher teacher = new Teacher(alsoTaking("zip"), windows);
        teacher.start();
        byte[] work = Telling.zip(Map.of("old.zip", PrivacyHintsTests.zipOfOldLetters()));
        assertThat(teacher.upload("A4", "work.zip", work).status()).isEqualTo(200);
        Page check = teacher.get("/evidence/check");
        assertThat(check.status()).isEqualTo(200);
        assertThat(check.select("#privacy-check").text()).contains("“Mrs. Smith”, written in work.zip");
    }

    @Test
    void namesOfFilesWithinAnArchiveArePointedOutAndTheFolderOfItAllIsCalledAfterNobody() throws IOException {
        Teacher teacher = new Teacher(alsoTaking("zip", "csv"), windows);
        teacher.start();
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("Olivia Quartermain/plan for Maria.txt", "Student A".getBytes(StandardCharsets.UTF_8));
        parts.put("Olivia Quartermain/data.csv", "1,2".getBytes(StandardCharsets.UTF_8));
        Page there = teacher.upload("A4", "work.zip", Telling.zip(parts));
        assertThat(there.status()).isEqualTo(200);
        assertThat(there.text()).doesNotContain("It came before Laurel learned");
        String hints =
                teacher.get("/evidence/artefacts/A4").select("#privacy-hints").text();
        assertThat(hints).contains("“Maria” in the name of a file in work.zip may be somebody’s name");
        assertThat(hints).doesNotContain("Olivia");
        assertThat(teacher.get("/evidence/check").text()).contains("in the name of a file in work.zip");

        String row = UUID.randomUUID() + ".csv";
        teacher.upload("A4", row, "1,2".getBytes(StandardCharsets.UTF_8));
        jdbc.sql(
                        "update submission_file set cleaned_by = 1 where id in"
                                + " (select file_id from submission_file_name where names_within like '%for Maria%' or own_name = ?)")
                .param(row)
                .update();
        assertThat(teacher.get("/evidence/artefacts/A4").select("#items li").eachText())
                .as("of a CSV nothing more is taken out than before")
                .satisfiesExactlyInAnyOrder(
                        archive -> assertThat(archive)
                                .contains("work.zip", "It came before Laurel learned to remove more hidden details"),
                        csv -> assertThat(csv).contains(row).doesNotContain("It came before"));
    }

    @Test
    void saysBeforeAndAfterWhichFilesAssessorsCanOnlyDownloadAndHowToMakeOthers() {
        Teacher plain = new Teacher();
        plain.start();
        assertThat(plain.get("/evidence/artefacts/A4").select("#file-film, #file-photo"))
                .isEmpty();
        assertThat(plain.upload("A5", "IMG_2041.HEIC", Samples.of("heic"))
                        .select("#file-error")
                        .text())
                .contains("as iPhones save photos, and here we take PDF, DOCX, PNG, JPG", "Convert Image, JPEG");
        assertThat(plain.upload("A4", "lesson.wmv", Telling.of("wmv"))
                        .select("#file-error")
                        .text())
                .contains("Its name ends in WMV", "export", "Then upload the MP4");
        assertThat(plain.upload("A1", "lesson.wmv", Telling.of("wmv"))
                        .select("#file-error")
                        .text())
                .as("no film is asked for")
                .contains("here we take PDF, DOCX")
                .doesNotContain("MP4");

        String item = alsoTaking("avi", "mpg", "heic");
        Teacher teacher = new Teacher(item, windows);
        teacher.start();
        Page page = teacher.get("/evidence/artefacts/A4");
        assertThat(page.select("#file-film").text()).startsWith("MP4 is better than AVI, MPG");
        assertThat(page.select("#file-photo").text()).contains("Most Compatible");
        assertThat(page.select("#file").attr("aria-describedby"))
                .isEqualTo("file-hint file-codec file-photo file-film");
        Page there = teacher.upload("A4", "lesson.avi", Telling.of("avi"));
        assertThat(there.status()).isEqualTo(200);
        assertThat(there.select("#items .item-name").text()).contains("Assessors download this file");
        assertThat(there.select("#items video"))
                .as("a player that can only stay black")
                .isEmpty();
        assertThat(teacher.upload("A4", "phone.mp4", Telling.filmOf("mp4a", "hvc1"))
                        .select("#items li:contains(phone.mp4)")
                        .text())
                .contains("Not every assessor’s browser plays", "export it as MP4 (H.264)");
        assertThat(page.select("#file-codec").text()).contains("H.264", "HEVC", "Most Compatible");
        assertThat(teacher.upload("A4", "lesson.mp4", Telling.of("mp4"))
                        .select("#items li:contains(lesson.mp4)")
                        .text())
                .doesNotContain("Assessors download");
    }

    // ---- captions and transcripts

    @Test
    void aRecordingHasItsCaptionsBesideIt() {
        Teacher teacher = new Teacher().complete();
        teacher.get("/evidence/artefacts/A4")
                .form("form[action$=/alternative]")
                .set("instead", "audio only")
                .submit();
        Page recorded = teacher.upload("A4", "lesson.wav", Silence.ofSeconds(3));
        assertThat(recorded.text()).contains("Captions or a transcript are welcome");
        String form = "form[action$=/transcript]";
        assertThat(recorded.select(form)).hasSize(1);
        Page refused = recorded.form(form)
                .file("file", "words.docx", "application/octet-stream", Samples.of("docx"))
                .submit();
        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.select("details[open] #transcript-error").text()).contains("VTT, TXT");
        Page lying = recorded.form(form)
                .file("file", "words.vtt", "application/octet-stream", Samples.of("pdf"))
                .submit();
        assertThat(lying.status()).isEqualTo(415);

        Page added = recorded.form(form)
                .file(
                        "file",
                        "words.vtt",
                        "text/vtt",
                        "WEBVTT\n\n00:00.000 --> 00:02.000\nWho is right?\n".getBytes(StandardCharsets.UTF_8))
                .submit();
        assertThat(added.status()).isEqualTo(200);
        assertThat(added.select("#items li").last().text())
                .contains("words.vtt", "Captions or transcript of lesson.wav");
        assertThat(added.select("#items li").last().select("form[data-shows]"))
                .as("it goes with its recording")
                .isEmpty();

        added.select("#items form[action$=/remove]")
                .forEach(remove -> added.form("form[action='" + remove.attr("action") + "']")
                        .submit());
        assertThat(teacher.get("/evidence/artefacts/A4").select("#items li.removed"))
                .hasSize(3);
        String transcript = teacher.get("/evidence/artefacts/A4")
                .select("#items li")
                .last()
                .select("form")
                .attr("action");
        teacher.get("/evidence/artefacts/A4")
                .form("form[action='" + transcript + "']")
                .submit();
        assertThat(teacher.get("/evidence/check").text())
                .as("a transcript alone is no recording")
                .contains("Add a file or a link");
    }

    // ---- text

    @Test
    void savesForTheScriptAndShowsItOnAnotherDevice() {
        Windows sameLms = windows;
        Teacher laptop = new Teacher(sameLms, "maya");
        laptop.start();
        Page saved = laptop.autosave("P1Q1", "Two lessons in grade seven", 0, "laptop");
        assertThat(saved.status()).isEqualTo(200);
        assertThat(json(saved).get("revision").asInt()).isEqualTo(1);
        assertThat(json(saved).get("words").asInt()).isEqualTo(5);
        assertThat(json(saved).get("savedAt").asString()).isNotEmpty();
        Teacher phone = new Teacher(sameLms, "maya");
        assertThat(phone.get("/evidence/questions/P1Q1").select("textarea").text())
                .isEqualTo("Two lessons in grade seven");
    }

    private static List<String> namesWithin(Teacher teacher, String entries) {
        Page told = teacher.script("/evidence/artefacts/A1/names", Map.of("name", "work.zip", "within", entries));
        return json(told).get("within").valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void offersNamesWithinAnArchiveThatAreNobodysOrNoneWhereNotAllWereLookedAt() {
        Teacher teacher = new Teacher(windows, "maya");
        teacher.start();
        assertThat(renamedWithin(teacher, "unit/Maria/MariaLopez 1.docx\nunit/maría/plan.txt\nunit/Sofia's talk.mp3"))
                .as("one person is one number, and no two files are called alike")
                .containsExactly(
                        "unit/person-1/person-1Lopez 1.docx", "unit/person-1/plan.txt", "unit/person-2 talk.mp3");
        assertThat(renamedWithin(teacher, "Maria.txt\nmaria.txt\nperson-1.txt"))
                .containsExactly("person-1.txt", "person-1-2.txt", "person-1-3.txt");
        assertThat(renamedWithin(teacher, "Maria/\nMaria/plan.txt\nMaría/\nMaría/plan.txt"))
                .as("a folder stays one")
                .containsExactly("person-1/", "person-1/plan.txt", "person-1-2/", "person-1/plan-2.txt");
        assertThat(renamedWithin(teacher, "unit/plan.txt")).isEmpty();
        assertThat(renamedWithin(teacher, "Maria/" + "a".repeat(400) + ".txt")).isEmpty();
    }

    private static List<String> renamedWithin(Teacher teacher, String entries) {
        Page told = teacher.script("/evidence/artefacts/A1/names", Map.of("name", "work.zip", "within", entries));
        return json(told).get("renamed").valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void tellsTheScriptWhatAFileNameMayTellBeforeTheFileIsSent() {
        Teacher teacher = new Teacher(windows, "maya");
        teacher.start();
        Page telling = teacher.script(
                "/evidence/artefacts/A1/names",
                Map.of("name", "C:\\Desk\\Plan for Maria and for the class of maya.pdf"));
        assertThat(telling.status()).isEqualTo(200);
        assertThat(json(telling).get("words").valueStream().map(JsonNode::asString))
                .contains("Maria");
        Page harmless = teacher.script("/evidence/artefacts/A1/names", Map.of("name", "hinge questions.pdf"));
        assertThat(json(harmless).get("words").isEmpty()).isTrue();
        assertThat(json(harmless).get("within").isEmpty()).isTrue();
        Page within = teacher.script(
                "/evidence/artefacts/A1/names",
                Map.of("name", "work.zip", "within", "Olivia/plan.docx\nOlivia/for Maria/talk.mp3\n__MACOSX/._Sofia"));
        assertThat(json(within).get("words").isEmpty()).isTrue();
        assertThat(json(within).get("within").valueStream().map(JsonNode::asString))
                .as("neither the folder that is called anew nor what is left out")
                .containsExactly("Maria");
        assertThat(namesWithin(teacher, "Olivia/plan.docx\nOlivia/turtle.py"))
                .as("a program may need the name of its folder")
                .containsExactly("Olivia");
        assertThat(namesWithin(teacher, "unit/Unit 1.2/Maria notes\nunit/Gr. 4 Sofia/"))
                .as("a dot in a folder's name ends nothing")
                .containsExactly("Maria", "Sofia");
        assertThat(teacher.script("/evidence/artefacts/A99/names", Map.of("name", "plan.pdf"))
                        .status())
                .isEqualTo(404);
        assertThat(teacher.get("/evidence/artefacts/A1").text())
                .as("nothing is kept of it")
                .doesNotContain("Maria");
    }

    @Test
    void showsBothTextsWhenAnotherPageSavedMeanwhile() {
        Teacher teacher = new Teacher();
        teacher.start();
        HttpBrowser.Form older = teacher.get("/evidence/questions/P1Q1")
                .form("form[data-autosave]")
                .set("text", "From the older tab");
        teacher.answer("P1Q1", "From the newer tab");

        Page script = teacher.autosave("P1Q1", "From a script", 0, "somewhere else");
        assertThat(script.status()).isEqualTo(409);
        assertThat(json(script).get("text").asString()).isEqualTo("From the newer tab");

        Page both = older.submit();
        assertThat(both.status()).isEqualTo(409);
        assertThat(both.select("[data-other]").text()).isEqualTo("From the newer tab");
        assertThat(both.select("textarea").text()).isEqualTo("From the older tab");
        assertThat(teacher.get("/evidence/questions/P1Q1").select("textarea").text())
                .isEqualTo("From the newer tab");

        both.form("form[data-autosave]").submit();
        assertThat(teacher.get("/evidence/questions/P1Q1").select("textarea").text())
                .isEqualTo("From the older tab");
    }

    @Test
    void showsWhatIsTypedAsTextAndNothingElse() {
        Teacher teacher = new Teacher();
        teacher.start();
        String text = "<script>alert(1)</script>\n</textarea><img src=x onerror=alert(1)>";
        teacher.answer("P1Q1", text);
        Page page = teacher.get("/evidence/questions/P1Q1");
        assertThat(page.select("textarea").first().wholeText()).isEqualTo(text);
        assertThat(page.select("main img, main script:not([src])")).isEmpty();
    }

    @Test
    void refusesTextThatIsTooLongInWordsForTheScript() {
        Teacher teacher = new Teacher();
        teacher.start();
        Page refused = teacher.autosave("P1Q1", "x".repeat(50_001), 0, "tab");
        assertThat(refused.status()).isEqualTo(413);
        assertThat(json(refused).get("detail").asString()).contains("50,000");
    }

    @Test
    void aWindowThatHasEndedSaysSoToTheScript() {
        Teacher teacher = new Teacher();
        teacher.start();
        Page refused = new HttpBrowser()
                .send(
                        "POST",
                        URI.create(teacher.window + "/evidence/questions/P1Q1"),
                        "application/x-www-form-urlencoded",
                        "text=lost&base=0&editor=x".getBytes(StandardCharsets.UTF_8),
                        Map.of("Accept", "application/json"));
        assertThat(refused.status()).isEqualTo(403);
    }

    // ---- files and links

    @Test
    void givesAFileBackAsADownloadUnderItsOwnName() {
        Teacher teacher = new Teacher();
        teacher.start();
        Page page = teacher.upload("A1", "Plan für Maya \"final\".pdf", Samples.of("pdf"));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.select("#items a").text()).isEqualTo("Plan für Maya \"final\".pdf");
        Page file = page.click("#items a");
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.bytes()).isEqualTo(Samples.of("pdf"));
        assertThat(file.header("content-type")).contains("application/pdf");
        assertThat(file.header("content-disposition").orElseThrow())
                .startsWith("attachment;")
                .contains("filename*=UTF-8''Plan%20f%C3%BCr%20Maya%20%22final%22.pdf");
        assertThat(file.headers().allValues("x-content-type-options")).containsExactly("nosniff");
        assertThat(file.headers().allValues("content-security-policy")).containsExactly("sandbox; default-src 'none'");
    }

    @Test
    void saysWhyAFileIsRefusedAndKeepsEverythingElse() {
        Teacher teacher = new Teacher();
        teacher.start();
        teacher.upload("A1", "good.pdf", Samples.of("pdf"));
        Page html = teacher.upload("A1", "plan.pdf", Samples.of("html"));
        assertThat(html.status()).isEqualTo(415);
        assertThat(html.select("#file-error").text())
                .startsWith("plan.pdf: Its name says PDF, but its content is something else");
        assertThat(html.select("#items a").eachText()).containsExactly("good.pdf");
        assertThat(teacher.upload("A1", "plan.exe", Samples.of("exe"))
                        .select("#file-error")
                        .text())
                .contains("Its name ends in EXE, and here we take PDF, DOCX");
        Page large = teacher.upload("A1", "plan.pdf", Samples.pdf(25 * 1024 * 1024 + 1));
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.select("#file-error").text()).contains("up to 25 MB");
        Page none =
                teacher.get("/evidence/artefacts/A1").form("form[data-upload]").submit();
        assertThat(none.status()).isEqualTo(422);
        assertThat(teacher.get("/evidence/artefacts/A1").select("#items a").eachText())
                .containsExactly("good.pdf");
    }

    @Test
    void takesHiddenDetailsOffBeforeAnybodySeesThemAndSaysSo() {
        Teacher teacher = new Teacher();
        teacher.start();
        Page page = teacher.upload("A1", "board.docx", Telling.of("docx"));
        assertThat(page.select("#items").text()).contains("We removed hidden details such as place, time, and author");
        byte[] kept = page.click("#items a").bytes();
        assertThat(kept).isNotEqualTo(Telling.of("docx"));
        assertThat(jdbc.sql(
                                "select count(*) from submission_file where sha256 = :sum and cleaning = 'CLEAN' and bytes = :n")
                        .param("sum", sha256(kept))
                        .param("n", kept.length)
                        .query(Integer.class)
                        .single())
                .isPositive();
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void removesAndBringsBack() {
        Teacher teacher = new Teacher();
        teacher.start();
        Page page = teacher.upload("A1", "plan.pdf", Samples.of("pdf"));
        Page removed = page.form("form[action$=/remove]").submit();
        assertThat(removed.select("#items").text()).contains("Removed: plan.pdf");
        assertThat(teacher.get("/evidence")
                        .select(".requirements li:contains(Two hinge questions) .status")
                        .text())
                .isEqualTo("Empty");
        Page back = removed.form("form[action$=/restore]").submit();
        assertThat(back.select("#items a").text()).isEqualTo("plan.pdf");
    }

    @Test
    void takesLinksOfTheWebOnly() {
        Teacher teacher = new Teacher();
        teacher.start();
        assertThat(teacher.link("A1", "example.org/lesson").select("#items a").attr("href"))
                .isEqualTo("https://example.org/lesson");
        Page refused = teacher.link("A1", "javascript:alert(1)");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.select("#address").attr("value")).isEqualTo("javascript:alert(1)");
        assertThat(refused.select("#address-error").text()).contains("http://");
        assertThat(refused.select("#items a")).hasSize(1);
    }

    @Test
    void keepsANoteBesideAnArtefact() {
        Teacher teacher = new Teacher();
        teacher.start();
        teacher.get("/evidence/artefacts/A4")
                .form("form[data-autosave]")
                .set("text", "Listen from 3:10")
                .submit();
        assertThat(teacher.get("/evidence/artefacts/A4").select("textarea").text())
                .isEqualTo("Listen from 3:10");
        assertThat(teacher.get("/evidence").select(".requirements .status").eachText())
                .containsOnlyOnce("Started");
    }

    // ---- whose it is

    @Test
    void nobodySeesWhatIsAnothers() {
        Teacher mine = new Teacher();
        mine.start();
        Page page = mine.upload("A1", "plan.pdf", Samples.of("pdf"));
        mine.answer("P1Q1", "Mine alone");
        String file = URI.create(page.select("#items a").first().absUrl("href")).getPath();
        String filePath = file.substring(file.indexOf("/evidence"));
        String remove = page.form("form[action$=/remove]").action().getPath();
        String removePath = remove.substring(remove.indexOf("/evidence"));

        Windows otherDistrict = new Windows(settings, registrations, newTenant());
        for (Teacher other : List.of(new Teacher(windows, "colleague"), new Teacher(otherDistrict, "colleague"))) {
            assertThat(other.get(filePath).status()).isEqualTo(404);
            other.start();
            assertThat(other.get(filePath).status()).isEqualTo(404);
            assertThat(other.script(removePath, Map.of()).status()).isEqualTo(404);
            assertThat(other.get("/evidence/questions/P1Q1").text()).doesNotContain("Mine alone");
        }
        assertThat(mine.get(filePath).status()).isEqualTo(200);
    }

    @Test
    void aFileThatWasNeverThereIsNotFound() {
        Teacher teacher = new Teacher();
        teacher.start();
        assertThat(teacher.get("/evidence/files/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(teacher.get("/evidence/questions/NOPE").status()).isEqualTo(404);
        assertThat(teacher.get("/evidence/artefacts/NOPE").status()).isEqualTo(404);
    }

    @Test
    void sendsPeopleWhoHaveNotStartedToTheStart() {
        Page page = new Teacher().get("/evidence/questions/P1Q1");
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.select("h1").text()).isEqualTo("You have not started yet");
    }

    @Test
    void coordinatorsGetAClearPage() {
        Page page = new Teacher("Instructor").get("/evidence");
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.select("h1").text()).isEqualTo("Evidence is for learners of this course");
    }

    @Test
    void theTestStudentIsToldThatNothingCounts() {
        Teacher student = new Teacher("Learner", TEST_USER).complete();
        assertThat(student.get("/evidence").text()).contains("nothing here counts");
        Page submitted = student.submit();
        assertThat(submitted.text()).contains("nobody will score it").doesNotContain("You hear from us by");
    }

    @Test
    void speaksTheLanguageOfTheLms() {
        windows.speaking("es-MX");
        assertThat(new Teacher().get("/evidence").select("h1").text()).isEqualTo("Su evidencia");
    }
}
