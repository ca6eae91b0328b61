package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ResourceBundle;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that somebody made to do harm, through the door that every file comes through. */
class HostileFilesTests {

    private static final List<String> ACCEPTED = List.of(
            "jpg", "png", "gif", "webp", "heic", "mp4", "pdf", "docx", "odt", "zip", "csv", "doc", "xls", "webm", "avi",
            "pptx");

    private static final String OBJECTS = "/Type/ObjStm/N 2/First 9";

    @TempDir
    Path directory;

    private byte[] throughTheDoor(String name, byte[] content) throws IOException {
        Path from;
        try (ByteArrayInputStream in = new ByteArrayInputStream(content)) {
            if (content.length == 0) {
                throw FileRefused.empty();
            }
            from = directory.resolve(UUID.randomUUID().toString());
            Files.copy(in, from);
        }
        Path to = Files.createFile(directory.resolve(UUID.randomUUID().toString()));
        new FileCleaner().clean(from, to, new FileKinds().recognise(from, name, ACCEPTED));
        return Files.readAllBytes(to);
    }

    @ParameterizedTest
    @CsvSource({
        "page named as a picture, board.png, not-what-it-says",
        "svg with a script, board.svg, not-accepted",
        "svg with a script, board.png, not-what-it-says",
        "page, plan.html, not-accepted",
        "page, plan.pdf, not-what-it-says",
        "program, plan.pdf.exe, not-accepted",
        "program, plan.docx, not-what-it-says",
        "picture named as another, board.jpg, not-what-it-says",
        "bomb in a document, plan.docx, bomb",
        "bomb in an archive, work.zip, bomb",
        "archive that leads out, work.zip, unsafe-names",
        "archive from the root, work.zip, unsafe-names",
        "archive with a drive, work.zip, unsafe-names",
        "document with macros, plan.docx, programs",
        "document with hidden macros, plan.docx, programs",
        "document that declares entities, plan.docx, not-what-it-says",
        "open document with scripts, plan.odt, programs",
        "picture of four billion pixels, board.png, too-many-pixels",
        "gif of four billion pixels, board.gif, too-many-pixels",
        "truncated photo, board.jpg, not-what-it-says",
        "truncated picture, board.png, not-what-it-says",
        "film with a box longer than itself, lesson.mp4, not-what-it-says",
        "broken archive, plan.docx, not-what-it-says",
        "locked pdf, plan.pdf, locked",
        "locked document, plan.docx, locked",
        "locked document, plan.pptx, locked",
        "locked open document, plan.odt, locked",
        "locked archive, work.zip, locked",
        "pdf that opens without a password, plan.pdf, protected",
        "pdf that opens without a password in an archive, work.zip, protected",
        "archive in an archive without end, work.zip, bomb",
        "document with hidden macros in an archive, work.zip, programs",
        "bomb in a document in an archive, work.zip, bomb",
        "old document with macros, plan.doc, programs",
        "locked old document, plan.doc, locked",
        "old document cut short, plan.doc, not-what-it-says",
        "film with a tag longer than itself, lesson.webm, not-what-it-says",
        "film without a film, lesson.avi, not-what-it-says",
        "document with an endless list of types, plan.docx, not-what-it-says",
        "open document with an endless name, plan.odt, not-what-it-says",
        "bomb in a sheet in slides, plan.pptx, bomb",
        "bomb of objects in a pdf, plan.pdf, bomb",
        "bomb in a bomb in a pdf, plan.pdf, bomb",
        "bomb after a space in a pdf, plan.pdf, bomb",
        "bomb after a return in a pdf, plan.pdf, bomb",
        "bomb after a tab and a comment in a pdf, plan.pdf, bomb",
        "bomb at once in a pdf, plan.pdf, bomb",
        "bomb without a head in a pdf, plan.pdf, bomb",
        "bomb in letters in a pdf, plan.pdf, bomb",
        "bomb packed in an old way in a pdf, plan.pdf, bomb",
        "bomb that says that it is a picture in a pdf, plan.pdf, bomb",
        "bomb that writes its name in numbers in a pdf, plan.pdf, bomb",
        "bomb behind a comment in a pdf, plan.pdf, bomb",
        "bomb behind a text in a pdf, plan.pdf, bomb",
        "bomb of a page in a pdf, plan.pdf, bomb",
        "bomb of many parts in a pdf, plan.pdf, bomb",
        "sheet with macros in slides, plan.pptx, programs",
    })
    void isRefusedWithAClearWord(String what, String name, String reason) throws IOException {
        byte[] content = hostile(what);
        assertThatExceptionOfType(FileRefused.class)
                .isThrownBy(() -> throughTheDoor(name, content))
                .satisfies(refused -> {
                    assertThat(refused.messageKey()).isEqualTo("submission.file-refused." + reason);
                    ResourceBundle words = ResourceBundle.getBundle("messages/submission");
                    assertThat(words.getString(refused.messageKey() + ".text")).isNotBlank();
                    assertThat(words.getString(refused.messageKey() + ".next")).isNotBlank();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "photo that is a page too, board.jpg",
        "picture that is an archive too, board.png",
        "picture that is a page too, board.gif",
        "pdf with a script, plan.pdf",
    })
    void isMadeHarmless(String what, String name) throws IOException {
        byte[] content = hostile(what);
        assertThat(new String(content, StandardCharsets.ISO_8859_1)).contains("EVIL");
        assertThat(new String(throughTheDoor(name, content), StandardCharsets.ISO_8859_1))
                .isNotEmpty()
                .doesNotContain("EVIL");
    }

    @Test
    void aBombInAPdfThatOpensWithoutAPasswordIsRefusedBeforeItIsUnpacked() throws IOException {
        byte[] bomb = Telling.protectedPdf(spaces(300));
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        assertThatExceptionOfType(FileRefused.class)
                .isThrownBy(() -> throughTheDoor("plan.pdf", bomb))
                .satisfies(refused -> assertThat(refused.messageKey()).isEqualTo("submission.file-refused.protected"));
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(64L * 1024 * 1024);
    }

    @Test
    void picturesThatAreCalledAfterEndlessPathsTakeNoMinutes() throws IOException {
        String called = "/".repeat(990);
        String picture = "<p:cNvPr name=\"" + called + "\" descr=\"" + called + "\" title=\"" + called + "\"/>";
        byte[] slide = Telling.text("<p:sld xmlns:p=\"urn:p\">" + picture.repeat(6000) + "</p:sld>");
        byte[] slides = Telling.presentation("ppt/slides/slide1.xml", slide);
        assertThat(slides).hasSizeLessThan(200_000);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadCpuTime();
        assertThat(throughTheDoor("plan.pptx", slides)).isNotEmpty();
        assertThat(Duration.ofNanos(thread.getCurrentThreadCpuTime() - before))
                .as("of this thread alone, however busy the machine is")
                .isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aScannedPageAndAWordInATextAreNoBombs() throws IOException {
        byte[] page = pdf("/Subtype /Image/Filter/FlateDecode", "stream\r\n", spaces(100));
        assertThat(throughTheDoor("plan.pdf", page)).isEqualTo(page);
        byte[] text = pdf("/Title (a stream \\( of)", "stream\n", Telling.text("(a stream flows) Tj"));
        assertThat(throughTheDoor("plan.pdf", text)).isEqualTo(text);
    }

    @Test
    void objectsOfOneLineAfterSomethingThatLooksLikeACommentAreNoBombs() throws IOException {
        byte[] line = Telling.join(
                Telling.text("%PDF-1.5\n4 0 obj <</Length 3>> stream\na%b endstream endobj 5 0 obj"
                        + " <</Filter/FlateDecode/Length 20>> stream\n"),
                packed(Telling.text("(a page) Tj")),
                Telling.text(" endstream endobj trailer <</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF\n"));
        assertThat(throughTheDoor("plan.pdf", line)).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource({
        "../../etc/passwd.pdf, passwd.pdf",
        "C:\\Windows\\plan.pdf, plan.pdf",
        "plan\u202Efdp.exe, planfdp.exe",
        "'plan\r\nSet-Cookie: a=b.pdf', planSet-Cookie: a=b.pdf",
        "'pl\u0000an.pdf', plan.pdf",
        "'..', file",
    })
    void namesAreMadeHarmless(String sent, String shown) {
        assertThat(OwnName.of(sent)).isEqualTo(shown);
    }

    private static byte[] hostile(String what) throws IOException {
        byte[] evil = Telling.text("<script>EVIL</script>");
        return switch (what) {
            case "page named as a picture", "page" -> Samples.of("html");
            case "svg with a script" ->
                Telling.text("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>");
            case "program" -> Samples.of("exe");
            case "picture named as another" -> Telling.picture("png");
            case "bomb in a document" -> document("word/media/bomb.bin", new byte[64 * 1024 * 1024]);
            case "bomb in an archive" -> Telling.zip(Map.of("bomb", new byte[64 * 1024 * 1024]));
            case "archive that leads out" -> Telling.zip(Map.of("work/../../evil.sh", evil));
            case "archive from the root" -> Telling.zip(Map.of("/etc/evil", evil));
            case "archive with a drive" -> Telling.zip(Map.of("C:/evil", evil));
            case "document with macros" -> Samples.of("docm");
            case "document with hidden macros" ->
                document(
                        "[Content_Types].xml",
                        Telling.text("<T t=\"application/vnd.ms-word.document.macroEnabled\"/>"));
            case "document that declares entities" ->
                document(
                        "word/document.xml",
                        Telling.text("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"));
            case "open document with scripts" -> {
                Map<String, byte[]> parts = new LinkedHashMap<>();
                parts.put("mimetype", Telling.text("application/vnd.oasis.opendocument.text"));
                parts.put("Basic/Standard/Module1.xml", evil);
                yield Telling.zip(parts);
            }
            case "picture of four billion pixels" -> {
                byte[] picture = Telling.picture("png");
                ByteBuffer.wrap(picture).putInt(16, 65_535).putInt(20, 65_535);
                yield picture;
            }
            case "gif of four billion pixels" -> {
                byte[] picture = Telling.picture("gif");
                Arrays.fill(picture, 6, 10, (byte) 0xFF);
                yield picture;
            }
            case "truncated photo" -> half(Telling.picture("jpg"));
            case "truncated picture" -> half(Telling.picture("png"));
            case "film with a box longer than itself" ->
                Telling.join(Samples.of("mp4"), Telling.big32(5000), Telling.text("moov"));
            case "broken archive" -> Samples.of("brokenzip");
            case "locked pdf" -> Telling.lockedPdf();
            case "locked document" -> {
                try (POIFSFileSystem envelope = new POIFSFileSystem();
                        ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
                    envelope.createDocument(new ByteArrayInputStream(new byte[100]), "EncryptionInfo");
                    envelope.createDocument(new ByteArrayInputStream(new byte[5000]), "EncryptedPackage");
                    envelope.writeFilesystem(bytes);
                    yield bytes.toByteArray();
                }
            }
            case "locked open document" -> {
                Map<String, byte[]> parts = new LinkedHashMap<>();
                parts.put("mimetype", Telling.text("application/vnd.oasis.opendocument.text"));
                parts.put("content.xml", slowlyPacked(1));
                parts.put(
                        "META-INF/manifest.xml",
                        Telling.text("<manifest:manifest xmlns:manifest=\"urn:m\"><manifest:file-entry"
                                + " manifest:full-path=\"content.xml\"><manifest:encryption-data/>"
                                + "</manifest:file-entry></manifest:manifest>"));
                yield Telling.zip(parts);
            }
            case "locked archive" -> {
                byte[] archive = Telling.zip(Map.of("plan.txt", Telling.text("Ten minutes of it")));
                archive[6] |= 1;
                archive[new String(archive, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002") + 8] |= 1;
                yield archive;
            }
            case "pdf that opens without a password" -> Telling.protectedPdf(new byte[0]);
            case "pdf that opens without a password in an archive" ->
                Telling.zip(Map.of("plan.pdf", Telling.protectedPdf(new byte[0])));
            case "archive in an archive without end" -> {
                byte[] archive = Telling.zip(Map.of("turtle.py", Telling.text("forward")));
                for (int i = 0; i < 4; i++) {
                    archive = Telling.zip(Map.of("more.zip", archive));
                }
                yield archive;
            }
            case "document with hidden macros in an archive" ->
                Telling.zip(Map.of("plan.docx", hostile("document with hidden macros")));
            case "bomb in a document in an archive" -> Telling.zip(Map.of("plan.docx", hostile("bomb in a document")));
            case "old document with macros" -> old("Macros");
            case "locked old document" -> {
                byte[] document = Telling.of("doc");
                int head = new String(document, StandardCharsets.ISO_8859_1).indexOf("\u00EC\u00A5");
                document[head + 11] |= 1;
                yield document;
            }
            case "old document cut short" -> half(Telling.of("doc"));
            case "film with a tag longer than itself" -> {
                byte[] film = Telling.of("webm");
                int info = new String(film, StandardCharsets.ISO_8859_1).lastIndexOf("\u0015\u0049\u00A9\u0066");
                film[info + 4] = 0x10;
                yield film;
            }
            case "film without a film" -> Telling.text("RIFF\u0010\0\0\0AVI LIST\u0004\0\0\0hdrl");
            case "document with an endless list of types" ->
                document("[Content_Types].xml", Telling.join(Telling.text("<Types/>"), slowlyPacked(18)));
            case "open document with an endless name" -> {
                Map<String, byte[]> parts = new LinkedHashMap<>();
                byte[] type = Telling.text("application/vnd.oasis.opendocument.text");
                parts.put("mimetype", Telling.join(type, slowlyPacked(18)));
                yield Telling.zip(parts);
            }
            case "bomb in a sheet in slides" ->
                Telling.presentation("ppt/embeddings/sheet.docx", hostile("bomb in a document"));
            case "bomb of objects in a pdf" -> pdf("/FlateDecode", spaces(300));
            case "bomb in a bomb in a pdf" -> pdf("[/FlateDecode/FlateDecode]", packed(spaces(300)));
            case "bomb after a space in a pdf" -> pdf(OBJECTS + "/Filter/FlateDecode", "stream \n", spaces(40));
            case "bomb after a return in a pdf" -> pdf(OBJECTS + "/Filter/FlateDecode", "stream\r", spaces(40));
            case "bomb after a tab and a comment in a pdf" ->
                pdf(OBJECTS + "/Filter/FlateDecode", "%>>\nstream\t\0\f\r\n", spaces(40));
            case "bomb at once in a pdf" -> pdf(OBJECTS + "/Filter/FlateDecode", "stream", spaces(40));
            case "bomb without a head in a pdf" -> {
                byte[] objects = spaces(40);
                objects[0] = ' ';
                objects[1] = '\n';
                yield pdf(OBJECTS + "/Filter/FlateDecode", "stream\n", objects);
            }
            case "bomb in letters in a pdf" ->
                pdf(
                        OBJECTS + "/Filter[/ASCIIHexDecode /FlateDecode]",
                        "stream\n",
                        Telling.text(HexFormat.of().formatHex(spaces(40))));
            case "bomb packed in an old way in a pdf" -> pdf(OBJECTS + "/Filter/LZWDecode", "stream\n", evil);
            case "bomb that says that it is a picture in a pdf" ->
                pdf("/N 2/First 9/Subtype/Image/Filter/FlateDecode", "stream\n", spaces(40));
            case "bomb that writes its name in numbers in a pdf" ->
                pdf("/Type/Obj#53tm/N 2/#46irst 9/Filter/LZWDecode", "stream\n", evil);
            case "bomb behind a comment in a pdf" -> pdf(OBJECTS + "/Filter/LZWDecode %1 0 obj<<\n", "stream\n", evil);
            case "bomb behind a text in a pdf" -> pdf(OBJECTS + "/Filter/LZWDecode/A(\n1 0 obj<<)", "stream\n", evil);
            case "bomb of a page in a pdf" -> pdf("/Filter/FlateDecode %/Subtype/Image\n", "stream\n", spaces(40));
            case "bomb of many parts in a pdf" ->
                Telling.join(
                        pdf("/Filter/FlateDecode", "stream\n", spaces(15)),
                        pdf("/Filter/FlateDecode", "stream\n", spaces(15)));
            case "sheet with macros in slides" ->
                Telling.presentation("ppt/embeddings/sheet.docx", hostile("document with hidden macros"));
            case "photo that is a page too" -> Telling.join(Telling.picture("jpg"), evil);
            case "picture that is an archive too" ->
                Telling.join(Telling.picture("png"), Telling.zip(Map.of("EVIL", evil)));
            case "picture that is a page too" -> Telling.join(Telling.picture("gif"), evil);
            case "pdf with a script" ->
                new String(Telling.of("pdf"), StandardCharsets.ISO_8859_1)
                        .replace("app.alert", "EVIL.aler")
                        .getBytes(StandardCharsets.ISO_8859_1);
            default -> throw new IllegalArgumentException(what);
        };
    }

    /** Not so much smaller when it is packed that it is a bomb. */
    private static byte[] slowlyPacked(int megabytes) {
        byte[] bytes = new byte[megabytes * 1024 * 1024];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] spaces(int megabytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(Telling.text("1 0 2 40 <</Type/Catalog/Pages 2 0 R>>          <</Type/Pages/Count 0/Kids[]>>"));
            byte[] megabyte = new byte[1024 * 1024];
            Arrays.fill(megabyte, (byte) ' ');
            for (int i = 0; i < megabytes; i++) {
                out.write(megabyte);
            }
        }
        return packed.toByteArray();
    }

    private static byte[] pdf(String filter, byte[] objects) {
        return pdf(OBJECTS + "/Filter " + filter, "stream\n", objects);
    }

    private static byte[] pdf(String says, String begin, byte[] stream) {
        return Telling.join(
                Telling.text("%PDF-1.5\n5 0 obj\n<<" + says + "/Length " + stream.length + ">>\n" + begin),
                stream,
                Telling.text("\nendstream\nendobj\ntrailer\n<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF\n"));
    }

    private static byte[] document(String part, byte[] content) throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("[Content_Types].xml", Telling.text("<Types/>"));
        parts.put("word/document.xml", Telling.text("<a/>"));
        parts.put(part, content);
        return Telling.zip(parts);
    }

    private static byte[] old(String directory) throws IOException {
        try (POIFSFileSystem document = new POIFSFileSystem(new ByteArrayInputStream(Telling.of("doc")));
                ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            document.getRoot().createDirectory(directory).createDocument("dir", new ByteArrayInputStream(new byte[64]));
            document.writeFilesystem(bytes);
            return bytes.toByteArray();
        }
    }

    private static byte[] half(byte[] whole) {
        return Arrays.copyOf(whole, whole.length * 2 / 3);
    }
}
