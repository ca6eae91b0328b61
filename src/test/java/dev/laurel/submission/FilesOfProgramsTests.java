package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.apache.poi.hwpf.HWPFDocument;
import org.apache.poi.hwpf.usermodel.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small files that programs made, not this test: LibreOffice 7.4 ({@code chart.odt}, {@code photos.doc}) and FFmpeg 5.1
 * ({@code camera.mov}). Whatever tells something in them is of somebody called Zebulon, or begins with ZQ.
 */
class FilesOfProgramsTests {

    /** Where the first bytes lie that are no box: the time of day, at five pictures a second. */
    private static final int TIME_CODE = 36;

    @TempDir
    Path directory;

    private record Cleaned(Cleaning cleaning, byte[] bytes) {

        String text() {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }

        Map<String, String> parts() throws IOException {
            Map<String, String> parts = new LinkedHashMap<>();
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    parts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            return parts;
        }
    }

    private static byte[] sample(String name) throws IOException {
        try (InputStream in = FilesOfProgramsTests.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private Cleaned clean(String name) throws IOException {
        return clean(name, sample(name));
    }

    private Cleaned clean(String name, byte[] content) throws IOException {
        Path from = Files.write(directory.resolve(name), content);
        Path to = Files.createFile(directory.resolve("clean-" + name));
        FileKinds.Kind kind = new FileKinds().recognise(from, name, List.of("odt", "doc", "mov", "xlsx"));
        return new Cleaned(new FileCleaner().clean(from, to, kind), Files.readAllBytes(to));
    }

    @Test
    void aChartInATextNamesNobodyAndTheTextIsClean() throws IOException {
        Cleaned clean = clean("chart.odt");
        assertThat(clean.cleaning()).isEqualTo(Cleaning.CLEAN);
        Map<String, String> parts = clean.parts();
        assertThat(parts).containsKeys("Object 1/content.xml", "Object 1/styles.xml");
        assertThat(parts.get("Object 1/content.xml")).contains("Answers of the class");
        parts.forEach((part, content) ->
                assertThat(part + content).as(part).doesNotContain("Zebulon").doesNotContain("ZQ"));
    }

    @Test
    void aTextOpensNoAddressUnaskedAndKeepsItsLinks() throws IOException {
        assertThat(clean("chart.odt").parts().get("content.xml"))
                .contains("about:blank", "https://example.org/lesson", "./Object 1", "Is this the right misconception?")
                .doesNotContain("zebulon.example.org");
    }

    @Test
    void aTextDoesNotSayWhichPrinterStoodWhere() throws IOException {
        byte[] printed = with(
                sample("chart.odt"),
                "settings.xml",
                "<office:document-settings xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
                        + " xmlns:config=\"urn:oasis:names:tc:opendocument:xmlns:config:1.0\"><office:settings>"
                        + "<config:config-item config:name=\"PrinterName\" config:type=\"string\">ZQ Room 12</config:config-item>"
                        + "<config:config-item config:name=\"PrinterSetup\" config:type=\"base64Binary\">WlFSb29t</config:config-item>"
                        + "<config:config-item config:name=\"ShowGrid\" config:type=\"boolean\">true</config:config-item>"
                        + "</office:settings></office:document-settings>");
        assertThat(clean("printed.odt", printed).parts().get("settings.xml"))
                .contains("PrinterName", ">true<")
                .doesNotContain("ZQ", "WlFSb29t");
    }

    @Test
    void aSheetDoesNotSayWhichPrinterStoodWhereNorWhoCountedAnew() throws IOException {
        ByteBuffer printer = ByteBuffer.allocate(260).order(ByteOrder.LITTLE_ENDIAN);
        printer.put("ZQ Room 12".getBytes(StandardCharsets.UTF_16LE));
        printer.putShort(68, (short) 220).putShort(70, (short) 40).putShort(78, (short) 9);
        printer.position(220).put("Zebulon".getBytes(StandardCharsets.UTF_16LE));
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("[Content_Types].xml", Telling.text("<Types/>"));
        parts.put("xl/workbook.xml", Telling.text("<workbook/>"));
        parts.put("xl/printerSettings/printerSettings1.bin", printer.array());
        parts.put(
                "xl/pivotCache/pivotCacheDefinition1.xml",
                Telling.text("<pivotCacheDefinition refreshedBy=\"Zebulon Quist\" recordCount=\"4\"/>"));
        Cleaned clean = clean("sheet.xlsx", Telling.zip(parts));
        assertThat(clean.cleaning()).isEqualTo(Cleaning.CLEAN);
        assertThat(clean.parts().get("xl/pivotCache/pivotCacheDefinition1.xml"))
                .contains("refreshedBy=\"Author\"", "recordCount=\"4\"");
        assertThat(clean.parts().get("xl/printerSettings/printerSettings1.bin"))
                .hasSize(220)
                .contains("\t")
                .doesNotContain("Z");

        parts.put("xl/printerSettings/printerSettings1.bin", Telling.text("another way"));
        assertThat(clean("other.xlsx", Telling.zip(parts)).cleaning()).isEqualTo(Cleaning.NOT_CLEANED);
    }

    private static byte[] with(byte[] document, String part, String content) throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(document))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(entry.getName(), entry.getName().equals(part) ? Telling.text(content) : zip.readAllBytes());
            }
        }
        return Telling.zip(parts);
    }

    @Test
    void photosInAnOldDocumentSayNothingOfThemselvesAndStayWhatTheyShow() throws IOException {
        String before = new String(sample("photos.doc"), StandardCharsets.ISO_8859_1);
        assertThat(before).contains("ZQComment", "Zebulon");
        Cleaned clean = clean("photos.doc");
        assertThat(clean.cleaning()).isEqualTo(Cleaning.CLEAN);
        assertThat(clean.text()).doesNotContain("ZQ").doesNotContain("Zebulon");
        try (HWPFDocument document = new HWPFDocument(new ByteArrayInputStream(clean.bytes()))) {
            List<Picture> pictures = document.getPicturesTable().getAllPictures();
            assertThat(pictures).hasSize(2);
            for (Picture picture : pictures) {
                byte[] content = picture.getContent();
                if (content[0] == (byte) 0x89) {
                    checkSums(content);
                }
                assertThat(ImageIO.read(new ByteArrayInputStream(content)).getWidth())
                        .isEqualTo(24);
            }
        }
    }

    /** Programs refuse a PNG in which one does not add up. */
    private static void checkSums(byte[] png) {
        ByteBuffer chunks = ByteBuffer.wrap(png).position(8);
        while (chunks.remaining() >= 12) {
            int length = chunks.getInt();
            CRC32 sum = new CRC32();
            sum.update(png, chunks.position(), 4 + length);
            chunks.position(chunks.position() + 4 + length);
            assertThat(chunks.getInt()).isEqualTo((int) sum.getValue());
        }
    }

    @Test
    void tracksOfAFilmAreCalledNothingAndItsTimeCodeBeginsAtMidnight() throws IOException {
        byte[] before = sample("camera.mov");
        assertThat(new String(before, StandardCharsets.ISO_8859_1)).contains("zebulon", "Lavc", "ZQReel");
        Cleaned clean = clean("camera.mov");
        assertThat(clean.cleaning()).isEqualTo(Cleaning.CLEAN);
        assertThat(clean.text())
                .doesNotContain("zebulon", "Lavc", "FFMP", "ZQReel")
                .contains("tmcd", "avc1");
        assertThat(clean.bytes()).hasSameSizeAs(before);
        assertThat(ByteBuffer.wrap(before).getInt(TIME_CODE)).isEqualTo((10 * 3600 + 11 * 60 + 12) * 5 + 13);
        assertThat(ByteBuffer.wrap(clean.bytes()).getInt(TIME_CODE)).isZero();
    }
}
