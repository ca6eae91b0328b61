package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.Windows;
import dev.laurel.lti.launch.WithProbePages;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.SamplePdf;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What may tell who somebody is, pointed out where one works and before one hands in. */
@LaurelTest
@WithProbePages
class PrivacyHintsTests {

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
    void aPlatform() {
        windows = new Windows(settings, registrations, tenants.found("District " + UUID.randomUUID()));
    }

    private EarnerWindow earner() {
        return new EarnerWindow(context, windows, "Quartermain-" + UUID.randomUUID()).start();
    }

    private static String hints(Page page) {
        return page.select("#privacy-hints").text();
    }

    @Test
    void saysNothingWhereThereIsNothingToSay() {
        EarnerWindow earner = earner();
        earner.answer("P1Q1", "Student A guessed and then explained the hinge. See https://example.org/lesson");
        earner.link("A1", "https://files.example.org/plan");
        assertThat(hints(earner.get("/evidence/questions/P1Q1"))).isEmpty();
        assertThat(hints(earner.get("/evidence/artefacts/A1"))).isEmpty();
        assertThat(earner.get("/evidence/check").select("#privacy-check").text())
                .contains("We found no names and no open links");
    }

    @Test
    void neverKeepsAnybodyFromHandingIn() {
        EarnerWindow earner = earner();
        List.of("P1Q1", "P1Q2", "P3Q1", "P3Q2")
                .forEach(question -> earner.answer(question, "Maria Lopez and Mrs. Smith " + "word ".repeat(160)));
        List.of("A1", "A2", "A3", "A4", "A5").forEach(one -> earner.link(one, "https://youtu.be/" + one));
        Page submitted = earner.get("/evidence/check")
                .form("form[action$=/evidence/submit]")
                .set("names", "true")
                .set("releases", "0")
                .set("own", "true")
                .set("ai", "no")
                .submit();
        assertThat(earner.submission().state()).as(submitted.text()).isEqualTo(SubmissionState.SUBMITTED);
        assertThat(earner.get("/evidence/questions/P1Q1").select("#privacy-hints"))
                .isEmpty();
    }

    @Test
    void saysWhichWordsWhereAndWhatToDo() {
        EarnerWindow earner = earner();
        earner.answer(
                "P1Q1", "Then Maria Lopez read, and Mrs. Smith came in. Film: https://vimeo.com/76979871?x=Maria.");
        Page page = earner.get("/evidence/questions/P1Q1");
        assertThat(hints(page))
                .contains(
                        "“Maria Lopez”, “Mrs. Smith” in the text may be somebody’s name",
                        "write “Student A” instead",
                        "a link to a film that anybody may find: https://vimeo.com/76979871?x=Maria."
                                .replace("Maria.", "Maria"));
        assertThat(earner.get("/evidence/questions/P1Q1/hints")
                        .select("#privacy-hints")
                        .text())
                .as("for the script after a save")
                .isEqualTo(hints(page));
        earner.upload("A1", "Plan for Maria.pdf", Samples.pdf(1000));
        earner.note("A1", "As Quartermain always says");
        assertThat(hints(earner.get("/evidence/artefacts/A1")))
                .contains(
                        "“Maria” in the file name Plan for Maria.pdf may be somebody’s name",
                        "Your own name, “Quartermain”, stands in the note");
        Page check = earner.get("/evidence/check");
        assertThat(check.select("#privacy-check").text())
                .contains("Maria Lopez", "Plan for Maria.pdf", "Quartermain", "Nothing here keeps you from it");
        assertThat(check.select("#privacy-check .list a[href*=/evidence/]")).hasSize(2);
    }

    @Test
    void looksIntoDocumentsAndThoseWithinAnArchiveBeforeHandingIn() throws IOException {
        assertThat(words("words.docx", written("Plan for ", "Maria Lo", "pez")))
                .as("a name that the program wrote in two pieces")
                .contains("Plan for Maria Lopez");
        Map<String, byte[]> parts = Map.of(
                "unit/notes.txt",
                Telling.text("Mrs. Smith helped"),
                "unit/plan.docx",
                written("Sofia asked first"),
                "unit/picture.png",
                Samples.of("png"));
        assertThat(words("work.zip", Telling.zip(parts))).contains("Mrs. Smith helped", "Sofia asked first");
        assertThat(words("plan.pdf", SamplePdf.of("Plan", List.of("Read by Maria Lopez"))))
                .contains("Read by Maria Lopez");
        assertThat(words("broken.pdf", Telling.text("%PDF-1.7 nothing"))).isBlank();

        EarnerWindow earner = earner();
        assertThat(earner.upload("A1", "plan.docx", written("Then Maria Lopez read"))
                        .status())
                .isEqualTo(200);
        assertThat(hints(earner.get("/evidence/artefacts/A1")))
                .as("not at each save")
                .isEmpty();
        assertThat(earner.get("/evidence/check").select("#privacy-check").text())
                .contains("“Maria Lopez”, written in plan.docx, may be somebody’s name");
    }

    @Test
    void looksIntoTheSameFileOnceHoweverOftenThePageIsOpened() throws IOException {
        EarnerWindow earner = earner();
        earner.upload("A1", "plan.docx", written("Then Maria Lopez read"));
        assertThat(earner.get("/evidence/check").select("#privacy-check").text())
                .contains("written in plan.docx");
        jdbc.sql("update submission_file set sha256 = ? where submission_id = ?")
                .params("0".repeat(64), earner.id().value())
                .update();
        assertThat(earner.get("/evidence/check").select("#privacy-check").text())
                .as("without asking the store again")
                .contains("written in plan.docx");
        jdbc.sql("update submission_file set cleaned_by = cleaned_by - 1 where submission_id = ?")
                .param(earner.id().value())
                .update();
        assertThat(earner.get("/evidence/check").select("#privacy-check").text())
                .as("another file by now")
                .doesNotContain("written in plan.docx");
    }

    @Test
    void saysWhichFilesItDidNotLookInto() throws IOException {
        windows.speaking("es");
        EarnerWindow alumna = earner();
        alumna.upload("A1", "plan.pdf", SamplePdf.of("", List.of()));
        assertThat(alumna.get("/evidence/check").select("#unread").text())
                .contains("No revisamos estos archivos", "plan.pdf");
        windows.speaking("en");
        EarnerWindow earner = earner();
        earner.upload("A1", "plan.docx", written("word"));
        Page whole = earner.get("/evidence/check");
        assertThat(whole.select("#unread")).isEmpty();
        assertThat(whole.select("#privacy-check .earned").text()).contains("We found no names");

        jdbc.sql("update submission_file set sha256 = ?, cleaned_by = cleaned_by - 1 where submission_id = ?")
                .params("0".repeat(64), earner.id().value())
                .update();
        Page away = earner.get("/evidence/check");
        assertThat(away.select("#unread").text())
                .as("the store is away")
                .contains("We did not look into these files", "plan.docx", "Look for names in them yourself");
        assertThat(away.select("#unread a[href*=/artefacts/A1]")).hasSize(1);
        assertThat(away.select("#privacy-check .earned")).isEmpty();
        assertThat(away.select("#privacy-check").text()).contains("In what we could read we found no names");

        assertThat(read("work.zip", Telling.zip(Map.of("old.doc", Telling.of("doc"))), () -> false)
                        .whole())
                .as("nothing reads the old kinds")
                .isFalse();
        assertThat(read("work.zip", Telling.zip(Map.of("board.png", Samples.of("png"))), () -> false)
                        .whole())
                .as("nothing is written in a picture")
                .isTrue();
        assertThat(read("broken.pdf", Telling.text("%PDF-1.7 nothing"), () -> false)
                        .whole())
                .isFalse();
    }

    @Test
    void unpacksNoMoreThanAPageCanWaitFor() throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("word/document.xml", Telling.text("<p>Then Maria Lopez read</p>"));
        parts.put("word/comments.xml", join("<p>", "<a/>".repeat(15 * 1024 * 1024), "</p>"));
        parts.put("word/footnotes.xml", Telling.text("<p>Mrs. Smith helped</p>"));
        FileWords.Written written = read("plan.docx", Telling.zip(parts), () -> false);
        assertThat(written.words()).contains("Maria Lopez").doesNotContain("Mrs. Smith");
        assertThat(written.whole()).isFalse();
        assertThat(read("plan.docx", written("Maria Lopez"), () -> true).words())
                .as("late already")
                .isBlank();
    }

    private static byte[] join(String... texts) {
        return Telling.text(String.join("", texts));
    }

    @Test
    void readsWhatOldProgramsPacked() throws IOException {
        byte[] within = zipOfOldLetters();
        byte[] work = Telling.zip(Map.of("old.zip", within));
        assertThat(words("work.zip", work)).contains("Mrs. Smith helped");
        assertThat(words("plan.docx", within)).isBlank();
    }

    private static String words(String name, byte[] content) throws IOException {
        return read(name, content, () -> false).words();
    }

    private static FileWords.Written read(String name, byte[] content, BooleanSupplier late) throws IOException {
        Path directory = Files.createTempDirectory("words");
        Path file = directory.resolve("file");
        try {
            Files.write(file, content);
            FileWords.Written written = FileWords.of(name, file, late);
            try (Stream<Path> left = Files.list(directory)) {
                assertThat(left).as("nothing stays beside it").containsExactly(file);
            }
            return written;
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
        }
    }

    /** As Windows packed it in code page 437, without saying so. */
    static byte[] zipOfOldLetters() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, Charset.forName("IBM437"))) {
            zip.putNextEntry(new ZipEntry("niños.txt"));
            zip.write(Telling.text("Mrs. Smith helped"));
        }
        return bytes.toByteArray();
    }

    @Test
    void showsTheFormToHandInWhateverIsWrongWithTheFontsOfAPdf() throws IOException {
        byte[] broken = pdfWhoseFontSaysNothingOfUse();
        EarnerWindow earner = earner();
        assertThat(earner.upload("A1", "plan.pdf", broken).status()).isEqualTo(200);
        assertThat(earner.get("/evidence/check").status()).isEqualTo(200);
    }

    /** The list of what its letters mean has an entry that is none, over which PDFBox trips. */
    private static byte[] pdfWhoseFontSaysNothingOfUse() {
        String page = "BT /F1 12 Tf 20 200 Td (Read) Tj ET";
        String letters = "begincmap 1 begincodespacerange <00> <FF> endcodespacerange"
                + " 1 beginbfrange <42> <44> [ <0042> null ] endbfrange endcmap";
        return Telling.text("%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
                + "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
                + "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Resources<</Font<</F1 5 0 R>>>>"
                + "/Contents 4 0 R>>\nendobj\n"
                + "4 0 obj\n<</Length " + page.length() + ">>\nstream\n" + page + "\nendstream\nendobj\n"
                + "5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>\nendobj\n"
                + "6 0 obj\n<</Length " + letters.length() + ">>\nstream\n" + letters + "\nendstream\nendobj\n"
                + "trailer\n<</Root 1 0 R/Size 7>>\n%%EOF\n");
    }

    private static byte[] written(String... runs) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String run : runs) {
            text.append("<w:r><w:t xml:space=\"preserve\">").append(run).append("</w:t></w:r>");
        }
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("[Content_Types].xml", Telling.text("<Types/>"));
        parts.put(
                "word/document.xml",
                Telling.text("<w:document xmlns:w=\"w\"><w:body><w:p>" + text + "</w:p></w:body></w:document>"));
        return Telling.zip(parts);
    }

    @Test
    void knowsTheNamesOfTheCourse() {
        EarnerWindow earner = earner();
        // As a roster that was read would say it.
        UUID context = jdbc.sql(
                        "select p.context_id from course_placement p join submission_place s on s.placement_id = p.id"
                                + " where s.submission_id = ?")
                .param(earner.id().value())
                .query(UUID.class)
                .single();
        UUID tenant = earner.submission().tenant().value();
        jdbc.sql("insert into course_roster (context_id, tenant_id, due_at, tries)"
                        + " values (?, ?, current_timestamp + interval '1' day, 0) on conflict do nothing")
                .params(context, tenant)
                .update();
        jdbc.sql("insert into course_roster_member (context_id, lti_user_id, tenant_id, name, staff)"
                        + " values (?, ?, ?, 'Rosalind Okonkwo', false)")
                .params(context, UUID.randomUUID(), tenant)
                .update();
        earner.answer("P1Q2", "I planned it with Okonkwo from the next room");
        assertThat(hints(earner.get("/evidence/questions/P1Q2")))
                .contains("“Okonkwo” in the text is a name from your course", "Write “a colleague”");
    }

    @ParameterizedTest
    @CsvSource({
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ, This film may be open to anybody",
        "https://youtu.be/dQw4w9WgXcQ, This film may be open to anybody",
        "https://player.vimeo.com/video/76979871, This film may be open to anybody",
        "https://drive.google.com/file/d/1aBcD/view?usp=sharing, This link may open for whoever has it",
        "https://docs.google.com/document/d/1aBcD/edit?usp=sharing, This link may open for whoever has it",
        "https://www.dropbox.com/scl/fi/abc/film.mp4?rlkey=x&dl=0, This link may open for whoever has it",
    })
    void pointsOutFilmsAndFilesThatAnybodyCanOpen(String address, String words) {
        EarnerWindow earner = earner();
        earner.link("A2", address);
        assertThat(hints(earner.get("/evidence/artefacts/A2"))).contains(words, address);
    }

    @ParameterizedTest
    @CsvSource({
        "https://notyoutube.com/watch",
        "https://example.org/youtube.com/",
        "https://drive.google.com/drive/my-drive",
        "https://district.example.org/film/12",
    })
    void leavesOtherPlacesAlone(String address) {
        EarnerWindow earner = earner();
        earner.link("A2", address);
        assertThat(hints(earner.get("/evidence/artefacts/A2"))).isEmpty();
    }

    @Test
    void speaksSpanish() {
        windows.speaking("es");
        EarnerWindow earner = earner();
        earner.answer("P1Q1", "Una alumna llamada Itzel leyó, y la Sra. Ibarra la oyó");
        assertThat(hints(earner.get("/evidence/questions/P1Q1")))
                .contains("“Sra. Ibarra”", "“Itzel”", "puede ser el nombre de alguien", "escriba «Estudiante A»");
    }

    @Test
    void storesNoHint() {
        EarnerWindow earner = earner();
        earner.answer("P1Q1", "Mrs. Zzyzzyva came");
        earner.get("/evidence/check");
        assertThat(jdbc.sql("select count(*) from submission_answer where body like '%Zzyzzyva%'")
                        .query(Integer.class)
                        .single())
                .as("the answer itself, and nothing else")
                .isEqualTo(1);
        for (String table : List.of("person_privacy_trail", "event_publication")) {
            assertThat(jdbc.sql("select count(*) from " + table + " where "
                                    + (table.startsWith("event") ? "serialized_event" : "detail")
                                    + " like '%Zzyzzyva%'")
                            .query(Integer.class)
                            .single())
                    .as(table)
                    .isZero();
        }
    }
}
