package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileKindsTests {

    private static final List<String> EVERYTHING = List.of(
            "pdf", "docx", "xlsx", "pptx", "csv", "png", "jpg", "mp4", "m4v", "mov", "mp3", "m4a", "zip", "heic",
            "wav");

    private final FileKinds kinds = new FileKinds();

    @TempDir
    Path directory;

    private Path file(byte[] content) throws IOException {
        return Files.write(directory.resolve(UUID.randomUUID().toString()), content);
    }

    private FileKinds.Kind recognise(byte[] content, String name, String... accepts) throws IOException {
        return kinds.recognise(file(content), name, accepts.length == 0 ? EVERYTHING : List.of(accepts));
    }

    @ParameterizedTest
    @CsvSource({
        "pdf, Plan.PDF, pdf, application/pdf",
        "docx, plan.docx, docx, application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx, data.xlsx, xlsx, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx, talk.pptx, pptx, application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "csv, answers.csv, csv, text/csv",
        "png, board.png, png, image/png",
        "jpg, board.jpeg, jpg, image/jpeg",
        "heic, IMG_0001.HEIC, heic, image/heic",
        "mp4, lesson.mp4, mp4, video/mp4",
        "mov, lesson.mov, mov, video/quicktime",
        "mp4, lesson.m4a, m4a, audio/mp4",
        "mp3, talk.mp3, mp3, audio/mpeg",
        "wav, talk.wav, wav, audio/vnd.wave",
        "zip, work.zip, zip, application/zip",
    })
    void takesWhatIsWhatItsNameSays(String content, String name, String extension, String mediaType)
            throws IOException {
        assertThat(recognise(Samples.of(content), name)).isEqualTo(new FileKinds.Kind(extension, mediaType));
    }

    @ParameterizedTest
    @CsvSource({
        "html, plan.pdf",
        "html, answers.csv",
        "svg, board.png",
        "exe, plan.docx",
        "zip, plan.docx",
        "xlsx, plan.docx",
        "brokenzip, plan.docx",
        "docx, work.zip",
        "png, board.jpg",
        "pdf, lesson.mp4",
        "heic, lesson.mp4",
        "csv, talk.mp3",
        "script, answers.csv",
    })
    void refusesContentThatIsNotWhatTheNameSays(String content, String name) throws IOException {
        byte[] bytes = Samples.of(content);
        assertThatExceptionOfType(FileRefused.class)
                .isThrownBy(() -> recognise(bytes, name))
                .satisfies(refused ->
                        assertThat(refused.messageKey()).isEqualTo("submission.file-refused.not-what-it-says"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan.docx", "plan.html", "plan.pdf.exe", ".pdf\0.exe"})
    void refusesNamesThatWereNotAskedFor(String name) {
        assertThatExceptionOfType(FileRefused.class)
                .isThrownBy(() -> recognise(Samples.of("pdf"), name, "pdf"))
                .satisfies(
                        refused -> assertThat(refused.messageKey()).isEqualTo("submission.file-refused.not-accepted"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "plan.", "plan.p df", ""})
    void saysOfANameWithoutAnEndingThatItHasNone(String name) {
        assertThatExceptionOfType(FileRefused.class)
                .isThrownBy(() -> recognise(Samples.of("pdf"), name, "pdf"))
                .satisfies(refused -> assertThat(refused.messageKey()).isEqualTo("submission.file-refused.no-ending"));
    }

    @Test
    void saysOfADocumentWithMacrosThatTheyAreWhatIsWrong() {
        assertThatExceptionOfType(FileRefused.class)
                .isThrownBy(() -> recognise(Samples.of("docm"), "plan.docx"))
                .satisfies(refused -> assertThat(refused.messageKey()).isEqualTo("submission.file-refused.programs"));
    }

    @Test
    void aDirectoryInTheNameChangesNothing() throws IOException {
        assertThat(recognise(Samples.of("pdf"), "../../etc/plan.pdf").extension())
                .isEqualTo("pdf");
    }

    @Test
    void doesNotTakeAKindThatItCannotRecogniseEvenWhenAsked() {
        assertThatExceptionOfType(FileRefused.class)
                .isThrownBy(() -> recognise("x".getBytes(StandardCharsets.UTF_8), "page.html", "html"));
    }

    private void assertRefused(byte[] content, String name, String reason, String... accepts) {
        assertThatExceptionOfType(FileRefused.class)
                .isThrownBy(() -> recognise(content, name, accepts))
                .satisfies(refused -> assertThat(refused.messageKey()).isEqualTo("submission.file-refused." + reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"opus", "ogg", "aac", "AMR", "flac"})
    void saysHowARecordingOfAnotherKindBecomesOneThatIsAskedFor(String extension) {
        String name = "PTT-20260901-WA0001." + extension;
        assertRefused(Samples.of("mp3"), name, "convert-sound", "mp3", "m4a");
        assertRefused(Samples.of("mp3"), name, "not-accepted", "pdf", "mp4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mkv", "flv", "MTS"})
    void saysHowAFilmOfAnotherKindBecomesOneThatIsAskedFor(String extension) {
        assertRefused(Samples.of("mp4"), "lesson." + extension, "convert-recorded", "mp4", "mov");
        assertRefused(Samples.of("mp4"), "lesson." + extension, "not-accepted", "pdf", "mp3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "x-MacRoman", "IBM850"})
    void saysOfATextInOtherLettersHowToSaveIt(String charset) {
        byte[] text = "Él leyó más. ¿Qué pasó? Año: niños, señal, único.\n".getBytes(Charset.forName(charset));
        assertRefused(text, "notes.txt", "other-letters", "txt");
        assertRefused(text, "notes.csv", "other-letters", "csv");
        assertRefused(text, "notes.pdf", "not-what-it-says", "pdf");
    }

    @Test
    void doesNotCallTextWhatIsNone() {
        byte[] noise = new byte[4096];
        new Random(1).nextBytes(noise);
        assertRefused(noise, "notes.txt", "not-what-it-says", "txt");
        assertRefused(Samples.of("exe"), "notes.txt", "not-what-it-says", "txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF", "  \r\n\t\n", "\uFEFF \n"})
    void aTextThatHoldsNoLetterIsEmpty(String text) {
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertRefused(text.getBytes(charset), "notes.txt", "empty", "txt");
            assertRefused(text.getBytes(charset), "lesson.vtt", "empty", "vtt");
        }
    }
}
