package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.laurel.support.SampleAudio;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileCleanerTests {

    private static final List<String> EVERYTHING = List.of(
            "jpg", "png", "gif", "webp", "heic", "mp4", "mp3", "wav", "pdf", "docx", "xlsx", "pptx", "odt", "zip",
            "doc");

    @TempDir
    Path directory;

    private record Result(Cleaning cleaning, byte[] bytes) {

        /** Everything in it, unpacked if it is an archive. */
        String all() throws IOException {
            String raw = new String(bytes, StandardCharsets.ISO_8859_1);
            return raw.startsWith("PK") ? String.join("\n", parts().values()) : raw;
        }

        Map<String, String> parts() throws IOException {
            Map<String, String> parts = new LinkedHashMap<>();
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    parts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1));
                }
            }
            return parts;
        }
    }

    private Result clean(String kind, byte[] content) throws IOException {
        Path from = Files.write(directory.resolve(UUID.randomUUID().toString()), content);
        Path to = Files.createFile(directory.resolve(UUID.randomUUID().toString()));
        FileKinds.Kind known = new FileKinds().recognise(from, "work." + kind, EVERYTHING);
        Cleaning cleaning = new FileCleaner().clean(from, to, known);
        return new Result(cleaning, Files.readAllBytes(to));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"jpg", "png", "gif", "webp", "heic", "mp4", "mp3", "wav", "pdf", "docx", "xlsx", "pptx", "odt"})
    void nothingHiddenIsLeft(String kind) throws IOException {
        Result before = new Result(Cleaning.NOT_CLEANED, Telling.of(kind));
        assertThat(before.all()).contains(Telling.SECRET);
        Result after = clean(kind, before.bytes());
        assertThat(after.cleaning()).isEqualTo(Cleaning.CLEAN);
        assertThat(after.all()).doesNotContain(Telling.SECRET);
        // Clean once is clean for ever: it is taken again, and comes out the same.
        assertThat(clean(kind, after.bytes()).all()).isEqualTo(after.all());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "gif"})
    void pixelsAreUntouched(String kind) throws IOException {
        BufferedImage before = ImageIO.read(new ByteArrayInputStream(Telling.picture(kind)));
        BufferedImage after = ImageIO.read(
                new ByteArrayInputStream(clean(kind, Telling.of(kind)).bytes()));
        assertThat(after.getRGB(0, 0, 32, 16, null, 0, 32)).isEqualTo(before.getRGB(0, 0, 32, 16, null, 0, 32));
    }

    @Test
    void aPhotoStaysTheRightWayUp() throws IOException {
        byte[] turned = clean("jpg", Telling.jpeg(6)).bytes();
        assertThat(new String(turned, StandardCharsets.ISO_8859_1)).contains("Exif");
        assertThat(Orientation.in(turned, 12)).isEqualTo(6);
        byte[] upright = clean("jpg", Telling.jpeg(1)).bytes();
        assertThat(new String(upright, StandardCharsets.ISO_8859_1)).doesNotContain("Exif");
        assertThat(upright).isEqualTo(Telling.picture("jpg"));
    }

    @Test
    void whatIsWrittenInADocumentStays() throws IOException {
        Map<String, String> parts = clean("docx", Telling.of("docx")).parts();
        assertThat(parts.get("word/document.xml"))
                .contains("w:author=\"Author\"", "Kept &amp; ", "xml:space=\"preserve\"> whole<");
        assertThat(parts.get("word/_rels/document.xml.rels")).contains("about:blank", "https://example.org/lesson");
        assertThat(clean("odt", Telling.of("odt")).parts().keySet()).startsWith("mimetype");
    }

    @Test
    void aPdfKeepsItsPagesAndCommentsAndRunsNothing() throws IOException {
        try (PDDocument document =
                Loader.loadPDF(clean("pdf", Telling.of("pdf")).bytes())) {
            assertThat(document.getNumberOfPages()).isEqualTo(1);
            assertThat(document.getPage(0).getAnnotations().get(0).getContents())
                    .isEqualTo("Look here");
        }
        assertThat(clean("pdf", Telling.of("pdf")).all()).doesNotContain("JavaScript", "app.alert");
    }

    @Test
    void aFilmKeepsItsPictureAndItsLength() throws IOException {
        byte[] before = Telling.of("mp4");
        Result after = clean("mp4", before);
        assertThat(after.bytes()).hasSameSizeAs(before);
        assertThat(after.all()).contains("the lesson itself").doesNotContain("TIMETIME");
        assertThat(clean("heic", Telling.of("heic")).all()).contains("picture");
    }

    @Test
    void aRecordingKeepsItsSound() throws IOException {
        byte[] frames = SampleAudio.ofSeconds(1);
        assertThat(clean("mp3", Telling.of("mp3")).bytes())
                .isEqualTo(Arrays.copyOfRange(frames, "ID3".length() + 7, frames.length));
        assertThat(clean("wav", Telling.of("wav")).all()).contains("fmt ", "data", "the lesson itself!");
        byte[] onlyTags = Arrays.copyOf(Telling.of("mp3"), 10 + Telling.SECRET.length());
        assertThatThrownBy(() -> clean("mp3", onlyTags)).isInstanceOf(FileRefused.class);
    }

    @Test
    void saysWhenItCannotBeSure() throws IOException {
        assertThat(clean("mp4", Telling.of("film with timed metadata")).cleaning())
                .isEqualTo(Cleaning.NOT_CLEANED);
        assertThat(clean("zip", Samples.of("zip")).cleaning()).isEqualTo(Cleaning.NOT_CLEANED);
    }

    @Test
    void leavesAPdfAloneThatItCannotReadAndSaysSo() throws IOException {
        byte[] pdf = Samples.of("pdf");
        assertThat(clean("pdf", pdf)).satisfies(result -> {
            assertThat(result.bytes()).isEqualTo(pdf);
            assertThat(result.cleaning()).isEqualTo(Cleaning.NOT_CLEANED);
        });
    }
}
