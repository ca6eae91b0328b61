package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.laurel.support.SampleAudio;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import javax.swing.text.BadLocationException;
import javax.swing.text.Document;
import javax.swing.text.rtf.RTFEditorKit;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationFileAttachment;
import org.apache.poi.hslf.usermodel.HSLFSlideShow;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.hwpf.extractor.WordExtractor;
import org.apache.poi.ss.usermodel.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileCleanerTests {

    private static final List<String> EVERYTHING = List.of(
            "jpg", "png", "gif", "webp", "heic", "mp4", "mp3", "wav", "pdf", "docx", "xlsx", "pptx", "odt", "zip",
            "doc", "xls", "ppt", "rtf", "webm", "avi", "wmv", "mpg");

    @TempDir
    Path directory;

    private record Result(Cleaning cleaning, byte[] bytes) {

        /** Everything in it, unpacked if it is an archive. */
        String all() throws IOException {
            return all(bytes);
        }

        private static String all(byte[] bytes) throws IOException {
            String raw = new String(bytes, StandardCharsets.ISO_8859_1);
            // As programs of Windows write, too: two bytes a letter, beginning at an even place or an odd one.
            String wide = raw.replace("\0", "");
            if (!raw.startsWith("PK")) {
                return raw.contains(Telling.SECRET) ? raw : raw + "\n" + wide;
            }
            StringBuilder all = new StringBuilder(raw.contains(Telling.SECRET) ? raw : "");
            for (Map.Entry<String, String> part :
                    new Result(Cleaning.CLEAN, bytes).parts().entrySet()) {
                all.append(part.getKey()).append('\n');
                all.append(all(part.getValue().getBytes(StandardCharsets.ISO_8859_1)))
                        .append('\n');
            }
            return all.toString();
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
            strings = {
                "jpg", "png", "gif", "webp", "heic", "mp4", "mp3", "wav", "pdf", "docx", "xlsx", "pptx", "odt", "doc",
                "xls", "ppt", "rtf", "webm", "avi", "wmv", "mpg", "zip"
            })
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
        assertThat(clean("zip", Telling.zip(Map.of("game.sb3", Samples.of("exe"))))
                        .cleaning())
                .isEqualTo(Cleaning.NOT_CLEANED);
        assertThat(clean("zip", Telling.zip(Map.of("board.png", Samples.of("html"))))
                        .cleaning())
                .isEqualTo(Cleaning.NOT_CLEANED);
        byte[] cut = Telling.of("rtf");
        assertThat(clean("rtf", Arrays.copyOf(cut, cut.length - 4)).cleaning()).isEqualTo(Cleaning.NOT_CLEANED);
        assertThat(clean("rtf", Telling.text("{\\rtf1 {\\object\\objemb{\\*\\objdata 0105}}}"))
                        .cleaning())
                .isEqualTo(Cleaning.NOT_CLEANED);
    }

    @Test
    void oldDocumentsOpenAndSayWhatTheySaid() throws IOException {
        byte[] doc = clean("doc", Telling.of("doc")).bytes();
        try (WordExtractor text = new WordExtractor(new ByteArrayInputStream(doc))) {
            assertThat(text.getText()).contains("What the lesson says", "and adds stays.");
            assertThat(text.getCommentsText()).anyMatch(comment -> comment.contains("A comment that stays"));
            assertThat(text.getSummaryInformation()).isNull();
        }
        try (HSSFWorkbook book = new HSSFWorkbook(
                new ByteArrayInputStream(clean("xls", Telling.of("xls")).bytes()))) {
            Row row = book.getSheet("Scores").getRow(0);
            assertThat(row.getCell(0).getStringCellValue()).isEqualTo("What the sheet says");
            assertThat(row.getCell(1).getNumericCellValue()).isEqualTo(42);
            assertThat(row.getCell(0).getCellComment().getString().getString()).contains("A comment that stays");
            assertThat(row.getCell(0).getCellComment().getAuthor()).startsWith("Author");
        }
        try (HSLFSlideShow show = new HSLFSlideShow(
                new ByteArrayInputStream(clean("ppt", Telling.of("ppt")).bytes()))) {
            assertThat(show.getSlides().get(0).getTitle()).isEqualTo("What the slide says");
        }
    }

    @Test
    void oldSlidesKeepTheWordsOfAComment() throws IOException {
        assertThat(clean("ppt", Telling.of("ppt")).all()).contains("A comment that stays", "Author             ");
    }

    @Test
    void rtfOpensAndSaysWhatItSaid() throws IOException, BadLocationException {
        String clean = clean("rtf", Telling.of("rtf")).all();
        Document document = new RTFEditorKit().createDefaultDocument();
        new RTFEditorKit().read(new StringReader(clean), document, 0);
        assertThat(document.getText(0, document.getLength())).contains("What the lesson says", "and adds", "stays.");
        assertThat(clean)
                .contains("A comment that stays", "{\\*\\atnauthor Author}")
                .doesNotContain("\\info");
        String photo = HexFormat.of().formatHex(Telling.jpeg(1));
        String pictured = clean("rtf", Telling.text("{\\rtf1 {\\pict\\jpegblip\\picw32 " + photo + "} end}"))
                .all();
        assertThat(pictured)
                .contains("{\\pict\\jpegblip\\picw32 " + HexFormat.of().formatHex(Telling.picture("jpg")) + "} end}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"webm", "avi", "wmv", "mpg"})
    void nothingMovesInAFilm(String kind) throws IOException {
        byte[] before = Telling.of(kind);
        byte[] after = clean(kind, before).bytes();
        assertThat(after).hasSameSizeAs(before);
        int at = filmIn(kind, before);
        int to = kind.equals("avi") ? indexOf(before, Telling.text("idx1")) : before.length - 400;
        assertThat(to - at).isGreaterThan(before.length / 3);
        assertThat(Arrays.copyOfRange(after, at, to)).isEqualTo(Arrays.copyOfRange(before, at, to));
    }

    @Test
    void theShapeOfAPictureIsKept() throws IOException {
        assertThat(clean("wmv", Telling.of("wmv")).all()).contains("AspectRatioX", "AspectRatioY");
    }

    private static int filmIn(String kind, byte[] film) {
        return switch (kind) {
            case "webm" -> indexOf(film, HexFormat.of().parseHex("1f43b675"));
            case "avi" -> indexOf(film, Telling.text("movi"));
            case "wmv" -> indexOf(film, HexFormat.of().parseHex("3626b2758e66cf11a6d900aa0062ce6c"));
            default -> 12 + 6 + Telling.SECRET.length();
        };
    }

    private static int indexOf(byte[] in, byte[] what) {
        return new String(in, StandardCharsets.ISO_8859_1).indexOf(new String(what, StandardCharsets.ISO_8859_1));
    }

    @Test
    void aFilmThatWasRecordedLiveKeepsItsPicture() throws IOException {
        byte[] film = Telling.of("webm");
        int segment = indexOf(film, HexFormat.of().parseHex("18538067"));
        int cluster = indexOf(film, HexFormat.of().parseHex("1f43b675"));
        for (int at : new int[] {segment + 4, cluster + 4}) {
            int length = Integer.numberOfLeadingZeros(film[at] & 0xFF) - 23;
            Arrays.fill(film, at, at + length, (byte) 0xFF);
            film[at] = (byte) (0xFF >>> length - 1);
        }
        Result clean = clean("webm", film);
        assertThat(clean.all()).doesNotContain(Telling.SECRET);
        assertThat(Arrays.copyOfRange(clean.bytes(), cluster, film.length - 900))
                .isEqualTo(Arrays.copyOfRange(film, cluster, film.length - 900));
    }

    @Test
    void anArchiveKeepsWhatItsPeopleMade() throws IOException {
        Map<String, String> parts = clean("zip", Telling.of("zip")).parts();
        assertThat(parts.keySet())
                .containsExactly(
                        "lesson/board.jpg",
                        "lesson/plan.docx",
                        "lesson/old.doc",
                        "lesson/more.zip",
                        "lesson/turtle.py");
        assertThat(parts.get("lesson/turtle.py")).isEqualTo("print('the lesson itself')");
        assertThat(parts.get("lesson/plan.docx").getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo(clean("docx", Telling.of("docx")).bytes());
    }

    @Test
    void aFolderThatEverythingLiesInIsCalledAfterNobody() throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("Maria Lopez/", new byte[0]);
        parts.put("Maria Lopez/site/index.html", Telling.text("<a href=\"../plan.txt\">"));
        parts.put("__MACOSX/Maria Lopez/._plan.txt", Telling.text("who"));
        parts.put("Maria Lopez/plan.txt", Telling.text("a plan"));
        Result once = clean("zip", Telling.zip(parts));
        assertThat(once.parts().keySet()).containsExactly("work/", "work/site/index.html", "work/plan.txt");
        assertThat(clean("zip", once.bytes()).bytes()).isEqualTo(once.bytes());

        parts.put("Maria Lopez.txt", Telling.text("beside it"));
        assertThat(clean("zip", Telling.zip(parts)).parts().keySet())
                .as("pages may refer to what lies beside")
                .contains("Maria Lopez/plan.txt", "Maria Lopez.txt");
    }

    private List<String> cleaned(String... names) throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        for (String name : names) {
            parts.put(name, Telling.text("the lesson itself"));
        }
        return List.copyOf(clean("zip", Telling.zip(parts)).parts().keySet());
    }

    @Test
    void aFolderKeepsItsNameWhereAProgramMayNeedItOrNobodyIsCalledSo() throws IOException {
        assertThat(cleaned("turtles/__init__.py", "turtles/plan.txt"))
                .containsExactly("turtles/__init__.py", "turtles/plan.txt");
        assertThat(cleaned("Maria/src/Maria.JAVA", "Maria/plan.txt"))
                .as("a package of Java")
                .containsExactly("Maria/src/Maria.JAVA", "Maria/plan.txt");
        assertThat(cleaned("unit_3/plan.txt")).containsExactly("unit_3/plan.txt");
        assertThat(cleaned("maria/plan.txt")).containsExactly("work/plan.txt");
        assertThat(cleaned("Unit 3 Okonkwo/plan.txt")).containsExactly("work/plan.txt");
        assertThat(ArchiveCleaner.names(List.of("maria/plan.txt", "maria/turtle.py", "__MACOSX/._maria")))
                .as("what is asked about is what stays")
                .containsExactly("maria/plan.txt", "maria/turtle.py");
    }

    @Test
    void whatIsReadAloudOfAPictureStaysWhereverItIs() throws IOException {
        for (String kind : List.of("docx", "pptx", "xlsx")) {
            Map<String, String> parts = clean(kind, Telling.of(kind)).parts();
            parts.forEach((name, part) -> {
                if (name.matches(".*(diagrams|charts|slideMasters|footer).*")) {
                    assertThat(part).as(name).contains("title=\"Arrow: see plan.pdf\"", "descr=\"Picture\"");
                }
                if (name.endsWith(".vml") || name.contains("header")) {
                    assertThat(part).as(name).contains("alt=\"A board, from 1/2 to 1.50\"", "alt=\"Picture\"");
                }
            });
        }
    }

    @Test
    void anOldDrawingThatIsNoXmlStaysAsItIsAndIsSaidWhereItMayTellAName() throws IOException {
        String drawing = "<xml><div style='mso-direction-alt:auto'>one<br>two</div></xml>";
        Result clean = clean("docx", docx("word/drawings/vmlDrawing1.vml", Telling.text(drawing)));
        assertThat(clean.cleaning()).isEqualTo(Cleaning.CLEAN);
        assertThat(clean.parts().get("word/drawings/vmlDrawing1.vml")).isEqualTo(drawing);

        String named = drawing.replace("<br>", "<br><imagedata title='Ana Ruiz'/>");
        clean = clean("docx", docx("word/drawings/vmlDrawing1.vml", Telling.text(named)));
        assertThat(clean.cleaning()).isEqualTo(Cleaning.NOT_CLEANED);
        assertThat(clean.parts().get("word/drawings/vmlDrawing1.vml")).isEqualTo(named);
    }

    @Test
    void propertiesAreEmptiedWhateverTheProgramCallsThem() throws IOException {
        String type = "http://schemas.openxmlformats.org/";
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("[Content_Types].xml", Telling.text("<Types/>"));
        parts.put("word/document.xml", Telling.text("<w:document xmlns:w=\"urn:w\">Kept</w:document>"));
        parts.put(
                "package/services/metadata/core-properties/8f1c.psmdcp",
                Telling.text("<a><lastModifiedBy>" + Telling.SECRET + "</lastModifiedBy></a>"));
        parts.put("docProps/App2.xml", Telling.text("<a><Company>" + Telling.SECRET + "</Company></a>"));
        parts.put("docprops/Custom.xml", Telling.text("<a>" + Telling.SECRET + "</a>"));
        parts.put(
                "_rels/.rels",
                Telling.text("<Relationships><Relationship Id=\"r1\" Type=\"" + type
                        + "package/2006/relationships/metadata/core-properties\""
                        + " Target=\"/package/services/metadata/core-properties/8f1c.psmdcp\"/>"
                        + "<Relationship Id=\"r2\" Type=\"" + type
                        + "officeDocument/2006/relationships/extended-properties\" Target=\"docProps/app2.xml\"/>"
                        + "</Relationships>"));
        Result clean = clean("docx", Telling.zip(parts));
        assertThat(clean.cleaning()).isEqualTo(Cleaning.CLEAN);
        assertThat(clean.parts()).containsOnlyKeys(parts.keySet());
        assertThat(clean.all()).doesNotContain(Telling.SECRET).contains("Kept");
        assertThat(clean.parts().get("package/services/metadata/core-properties/8f1c.psmdcp"))
                .contains("coreProperties");
        assertThat(FileCleaner.takesMoreThan(5, "docx")).isTrue();
    }

    @Test
    void aLetterToManyDoesNotSayWhereItsAddressesLie() throws IOException {
        String path = "C:\\Users\\" + Telling.SECRET + "\\parents.xlsx";
        Result clean = clean(
                "docx",
                docx(
                        "word/settings.xml",
                        Telling.text(
                                "<w:settings xmlns:w=\"urn:w\"><w:mailMerge><w:linkToQuery/><w:connectString w:val=\""
                                        + "Data Source=" + path + ";\"/><w:query w:val=\"SELECT * FROM " + path
                                        + "\"/><w:odso><w:udl w:val=\"" + path
                                        + "\"/></w:odso></w:mailMerge><w:zoom w:val=\"bestFit\"/></w:settings>")));
        assertThat(clean.all()).doesNotContain(Telling.SECRET).contains("bestFit");
    }

    @Test
    void onlyKindsOfWhichMoreIsTakenOutTodayCameBefore() {
        assertThat(List.of("docx", "xlsx", "pptx", "odt", "doc", "zip", "mp4"))
                .allMatch(kind -> FileCleaner.takesMoreThan(1, kind));
        assertThat(List.of("docx", "pdf", "zip")).allMatch(kind -> FileCleaner.takesMoreThan(5, kind));
        assertThat(List.of("odt", "mp4")).noneMatch(kind -> FileCleaner.takesMoreThan(5, kind));
        assertThat(List.of("docx", "zip", "pdf")).noneMatch(kind -> FileCleaner.takesMoreThan(FileCleaner.RULES, kind));
        assertThat(List.of("txt", "csv", "jpg")).noneMatch(kind -> FileCleaner.takesMoreThan(1, kind));
    }

    @Test
    void picturesInDocumentsAreCalledAfterNoFileAndKeepWhatIsReadAloudOfThem() throws IOException {
        assertThat(clean("docx", Telling.of("docx")).parts().get("word/header1.xml"))
                .contains("name=\"Picture 1\"", "descr=\"A board with a triangle\"", "name=\"Picture\"");
        assertThat(clean("pptx", Telling.of("pptx")).parts().get("ppt/slides/slide1.xml"))
                .contains("name=\"Title 1\"", "name=\"Picture\"");
    }

    @Test
    void whatLiesWithinSlidesIsCleanedAsIfItCameAloneAndOtherwiseSaid() throws IOException {
        Map<String, String> parts = clean("pptx", Telling.of("pptx")).parts();
        assertThat(parts.get("ppt/media/media1.mp4")).contains("the lesson itself");
        assertThat(parts.get("ppt/embeddings/Microsoft_Excel_Worksheet.xlsx")).startsWith("PK");
        assertThat(clean("pptx", Telling.presentation("ppt/media/image1.tiff", Telling.text("II*\0")))
                        .cleaning())
                .isEqualTo(Cleaning.NOT_CLEANED);
        assertThat(clean("pptx", Telling.presentation("ppt/media/media1.mp4", Telling.text("no film")))
                        .cleaning())
                .isEqualTo(Cleaning.NOT_CLEANED);
        byte[] deep = Telling.of("pptx");
        for (int i = 0; i < 4; i++) {
            deep = Telling.presentation("ppt/embeddings/deck.pptx", deep);
        }
        assertThat(clean("pptx", deep).cleaning()).isEqualTo(Cleaning.NOT_CLEANED);
    }

    @Test
    void objectsOfASheetAreReadAloudWithoutTheirFilesAndScenariosAreNobodys() throws IOException {
        String main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("[Content_Types].xml", Telling.text("<Types/>"));
        parts.put("xl/workbook.xml", Telling.text("<workbook " + main + "/>"));
        String plain = "<worksheet " + main + "><sheetData><row/></sheetData></worksheet>";
        parts.put("xl/worksheets/sheet1.xml", Telling.text(plain));
        parts.put(
                "xl/worksheets/sheet2.xml",
                Telling.text("<worksheet " + main + ">" + "<c/>".repeat(40_000)
                        + "<scenarios><scenario name=\"Best\" user=\"Maya Ortiz\" comment=\"Created by Maya Ortiz on 3/3"
                        + "&#10;Modified by Ana Diaz on 4/4/2026&#10;Erstellt von Uwe Klein am 01.02.2026"
                        + "&#10;If all came, asks Maya Ortiz\"/>"
                        + "</scenarios><oleObjects><oleObject><objectPr altText=\"C:\\Users\\maya\\scores.docx\"/></oleObject>"
                        + "<oleObject><objectPr altText=\"A chart of scores\"/></oleObject></oleObjects></worksheet>"));
        Result clean = clean("xlsx", Telling.zip(parts));
        assertThat(clean.cleaning()).isEqualTo(Cleaning.CLEAN);
        assertThat(clean.parts().get("xl/worksheets/sheet1.xml")).isEqualTo(plain);
        assertThat(clean.parts().get("xl/worksheets/sheet2.xml"))
                .contains(
                        "name=\"Best\"",
                        "comment=\"If all came, asks Author\"",
                        "A chart of scores",
                        "altText=\"Picture\"")
                .doesNotContain("maya", "Maya", "Ana Diaz", "Uwe Klein");

        parts.put(
                "xl/connections.xml", Telling.text("<connections><textPr sourceFile=\"C:\\maya.csv\"/></connections>"));
        assertThat(clean("xlsx", Telling.zip(parts)).cleaning())
                .as("what is not taken out is said")
                .isEqualTo(Cleaning.NOT_CLEANED);
    }

    @Test
    void soundsOfSlidesAreCalledAfterNoFileAndKindsThatStayAsTheyAreAreSaid() throws IOException {
        String slide = "<p:sld xmlns:p=\"p\" xmlns:a=\"a\" xmlns:r=\"r\"><p:cNvPr name=\"talk with Maya.aac\"/>"
                + "<p:stSnd><p:snd r:embed=\"r1\" name=\"voice of Maya.wav\"/></p:stSnd>"
                + "<a:wavAudioFile r:embed=\"r2\" name=\"Maya reads\"/><p:sndTgt r:embed=\"r3\" name=\"Maya 2.wav\"/></p:sld>";
        Result clean = clean("pptx", Telling.presentation("ppt/slides/slide2.xml", Telling.text(slide)));
        assertThat(clean.parts().get("ppt/slides/slide2.xml"))
                .contains("name=\"Sound\"", "name=\"Picture\"", "r:embed=\"r3\"")
                .doesNotContain("Maya");
        for (String left : List.of("ppt/media/media2.aac", "ppt/media/media2.AIFF", "ppt/media/media2.flac")) {
            assertThat(clean("pptx", Telling.presentation(left, Telling.text("of Maya")))
                            .cleaning())
                    .as(left)
                    .isEqualTo(Cleaning.NOT_CLEANED);
        }
        assertThat(clean(
                                "pptx",
                                Telling.presentation(
                                        "ppt/media/a.svg", Telling.text("<svg><metadata>Maya</metadata></svg>")))
                        .cleaning())
                .isEqualTo(Cleaning.NOT_CLEANED);
        assertThat(clean("pptx", Telling.presentation("ppt/media/a.svg", Telling.text("<svg><path d='M0 0'/></svg>")))
                        .cleaning())
                .isEqualTo(Cleaning.CLEAN);
    }

    @Test
    void aNoteInASheetKeepsItsWordsWithoutTheNameBeforeThem() throws IOException {
        assertThat(clean("xlsx", Telling.of("xlsx")).parts().get("xl/comments1.xml"))
                .contains("<r>Author:</r>What is noted: this");
    }

    private static byte[] sheet(String author, String text) throws IOException {
        String main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("[Content_Types].xml", Telling.text("<Types/>"));
        parts.put("xl/workbook.xml", Telling.text("<workbook " + main + "/>"));
        parts.put(
                "xl/comments1.xml",
                Telling.text("<comments " + main + "><authors><author>" + author + "</author></authors><commentList>"
                        + "<comment><text><t>" + text + "</t></text></comment></commentList></comments>"));
        return Telling.zip(parts);
    }

    @Test
    void aNoteLosesTheNameThatBeginsALongerText() throws IOException {
        Result clean = clean("xlsx", sheet("Ana Ruiz", "Ana Ruiz:\nhello &amp; Ana: hi"));
        assertThat(clean.parts().get("xl/comments1.xml")).contains("<t>Author:\nhello &amp; Ana: hi</t>");
        assertThat(clean.cleaning()).isEqualTo(Cleaning.CLEAN);
    }

    @Test
    void saysThatItIsNotSureOfANoteWhoseNameItDoesNotFind() throws IOException {
        assertThat(clean("xlsx", sheet("aruiz", "Ana Ruiz:\nhello")).cleaning()).isEqualTo(Cleaning.NOT_CLEANED);
        assertThat(clean("xlsx", sheet("", "Ana Ruiz:\nhello")).cleaning()).isEqualTo(Cleaning.NOT_CLEANED);
        assertThat(clean("xlsx", sheet("Ana Ruiz", "")).cleaning()).isEqualTo(Cleaning.CLEAN);
        assertThat(clean("xlsx", sheet("tc={12-AB}", "[Threaded comment] hello"))
                        .cleaning())
                .isEqualTo(Cleaning.CLEAN);
    }

    private static byte[] docx(String name, byte[] part) throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("[Content_Types].xml", Telling.text("<Types/>"));
        parts.put("word/document.xml", Telling.text("<d><DisplayName>What is written</DisplayName></d>"));
        parts.put(name, part);
        return Telling.zip(parts);
    }

    @Test
    void aLongPartOfALibraryIsLeftAndSaid() throws IOException {
        byte[] library = Telling.text("<a>" + " ".repeat(17 * 1024 * 1024) + "</a>");
        Result clean = clean("docx", docx("customXml/item1.xml", library));
        assertThat(clean.cleaning()).isEqualTo(Cleaning.NOT_CLEANED);
        assertThat(clean.parts().get("customXml/item1.xml")).hasSize(library.length);
    }

    @Test
    void whatALibraryLeftEmptyStaysEmptyAndWhatIsWrittenStays() throws IOException {
        Map<String, String> parts = clean(
                        "docx",
                        docx(
                                "customXml/item1.xml",
                                Telling.text("<a><CompanyAddress/><CompanyPhone></CompanyPhone>"
                                        + "<CompanyFax>1<!-- -->2</CompanyFax></a>")))
                .parts();
        assertThat(parts.get("customXml/item1.xml"))
                .contains("<CompanyAddress></CompanyAddress><CompanyPhone></CompanyPhone><CompanyFax>Author")
                .doesNotContain("2</CompanyFax>");
        assertThat(parts.get("word/document.xml")).contains("<DisplayName>What is written</DisplayName>");
    }

    private static byte[] pdf(Consumer<PDDocument> with) throws IOException {
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            document.addPage(new PDPage());
            with.accept(document);
            document.save(bytes, CompressParameters.NO_COMPRESSION);
            return bytes.toByteArray();
        }
    }

    private Cleaning photo(byte[] photo, String... filters) throws IOException {
        COSArray chain = new COSArray();
        for (String filter : filters) {
            chain.add(COSName.getPDFName(filter));
        }
        return clean("pdf", pdf(document -> {
                    COSStream stream = document.getDocument().createCOSStream();
                    try (OutputStream raw = stream.createRawOutputStream()) {
                        raw.write(photo);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    stream.setItem(COSName.FILTER, filters.length == 1 ? chain.get(0) : chain);
                    document.getPage(0).getCOSObject().setItem(COSName.getPDFName("Photo"), stream);
                }))
                .cleaning();
    }

    @Test
    void saysThatItIsNotSureOfPhotosInAPdfThatItCannotRead() throws IOException {
        assertThat(photo(Telling.jpeg(1), "DCTDecode")).isEqualTo(Cleaning.CLEAN);
        assertThat(photo(Telling.jpeg(1), "FlateDecode", "DCTDecode")).isEqualTo(Cleaning.NOT_CLEANED);
        assertThat(photo(Telling.jpeg(1), "ASCII85Decode", "DCTDecode")).isEqualTo(Cleaning.NOT_CLEANED);
        assertThat(photo(Telling.jpeg(1), "JPXDecode")).isEqualTo(Cleaning.NOT_CLEANED);
        assertThat(photo(Telling.text("http://ns.adobe.com/xap/1.0/"), "DCTDecode"))
                .isEqualTo(Cleaning.NOT_CLEANED);
    }

    private static COSDictionary signature() {
        COSDictionary signature = new COSDictionary();
        signature.setItem(COSName.TYPE, COSName.getPDFName("Sig"));
        signature.setItem(COSName.getPDFName("ByteRange"), new COSArray());
        return signature;
    }

    @Test
    void aSignedPdfStaysAsItWasSignedAndThatIsSaid() throws IOException {
        byte[] pdf = pdf(document -> {
            document.getDocumentInformation().setAuthor("Ana Ruiz");
            document.getDocumentCatalog().getCOSObject().setItem(COSName.getPDFName("Signature"), signature());
        });
        assertThat(clean("pdf", pdf)).satisfies(result -> {
            assertThat(result.bytes()).isEqualTo(pdf);
            assertThat(result.cleaning()).isEqualTo(Cleaning.NOT_CLEANED);
        });
    }

    @Test
    void aSignatureKeepsNoScript() throws IOException {
        Result clean = clean("pdf", pdf(document -> {
            document.getDocumentCatalog().setOpenAction(new PDActionJavaScript("app.alert(1)"));
            document.getDocumentCatalog().getCOSObject().setItem(COSName.getPDFName("Signature"), signature());
        }));
        assertThat(clean.all()).doesNotContain("app.alert");
        assertThat(clean.cleaning()).isEqualTo(Cleaning.NOT_CLEANED);
    }

    @Test
    void aPdfSaysNothingOfAnEarlierStateAndCarriesNothingBehindIt() throws IOException {
        byte[] plain = clean("pdf", Telling.of("pdf")).bytes();
        assertThat(clean("pdf", plain).bytes()).isEqualTo(plain);
        for (byte[] more : List.of(
                Telling.join(plain, Telling.zip(Map.of(Telling.SECRET, Telling.text(Telling.SECRET)))),
                Telling.join(Telling.text(Telling.SECRET + "\n"), plain),
                Telling.join(
                        plain,
                        Telling.text("9 0 obj\n(" + Telling.SECRET + ")\nendobj\n"),
                        Telling.text(new String(plain, StandardCharsets.ISO_8859_1)
                                .substring(indexOf(plain, Telling.text("startxref"))))))) {
            Result clean = clean("pdf", more);
            assertThat(clean.all()).doesNotContain(Telling.SECRET);
            try (PDDocument document = Loader.loadPDF(clean.bytes())) {
                assertThat(document.getNumberOfPages()).isEqualTo(1);
            }
        }
    }

    private static PDComplexFileSpecification attached(PDDocument document, String name, byte[] content) {
        try {
            PDComplexFileSpecification file = new PDComplexFileSpecification();
            file.setFile(name);
            file.setEmbeddedFile(new PDEmbeddedFile(document, new ByteArrayInputStream(content)));
            return file;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void attach(PDDocument document, Map<String, byte[]> files) {
        Map<String, PDComplexFileSpecification> named = new LinkedHashMap<>();
        files.forEach((name, content) -> named.put(name, attached(document, name, content)));
        PDEmbeddedFilesNameTreeNode tree = new PDEmbeddedFilesNameTreeNode();
        tree.setNames(named);
        PDDocumentNameDictionary names = new PDDocumentNameDictionary(document.getDocumentCatalog());
        names.setEmbeddedFiles(tree);
        document.getDocumentCatalog().setNames(names);
    }

    private static Map<String, PDComplexFileSpecification> attachedTo(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return document.getDocumentCatalog().getNames().getEmbeddedFiles().getNames();
        }
    }

    @Test
    void filesAttachedToAPdfAreCleanedAsIfTheyHadComeAlone() throws IOException {
        byte[] pdf = pdf(document -> attach(document, Map.of("plan.docx", Telling.of("docx"))));
        Result clean = clean("pdf", pdf);
        assertThat(clean.cleaning()).isEqualTo(Cleaning.CLEAN);
        try (PDDocument document = Loader.loadPDF(clean.bytes())) {
            byte[] plan = document.getDocumentCatalog()
                    .getNames()
                    .getEmbeddedFiles()
                    .getNames()
                    .get("plan.docx")
                    .getEmbeddedFile()
                    .toByteArray();
            assertThat(new Result(Cleaning.CLEAN, plan).all()).doesNotContain(Telling.SECRET);
            assertThat(plan).isEqualTo(clean("docx", Telling.of("docx")).bytes());
        }
        assertThat(clean("pdf", clean.bytes()).bytes()).isEqualTo(clean.bytes());
    }

    @Test
    void namesOfFilesAttachedToAPdfAreToldAsThoseInAnArchive() throws IOException {
        byte[] pdf = pdf(document -> attach(document, Map.of("Ana Ruiz.csv", Samples.of("csv"))));
        Path from = Files.write(directory.resolve(UUID.randomUUID().toString()), pdf);
        Path to = Files.createFile(directory.resolve(UUID.randomUUID().toString()));
        Unpacking unpacking = new Unpacking();
        new FileCleaner().clean(from, to, new FileKinds.Kind("pdf", "application/pdf"), unpacking);
        assertThat(unpacking.names()).isEqualTo("Ana Ruiz.csv");
    }

    @Test
    void programsAttachedToAPdfAreTakenOutAndTheRestStays() throws IOException {
        byte[] pdf = pdf(document -> {
            attach(
                    document,
                    Map.of(
                            "setup.exe", Samples.of("exe"),
                            "run.js", Telling.text("app.alert(1)"),
                            "plan.pdf", Samples.of("exe"),
                            "data.csv", Samples.of("csv")));
            PDAnnotationFileAttachment pinned = new PDAnnotationFileAttachment();
            pinned.setFile(attached(document, "pinned.exe", Samples.of("exe")));
            pinned.setRectangle(new PDRectangle(10, 10, 20, 20));
            try {
                document.getPage(0).getAnnotations().add(pinned);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        });
        Result clean = clean("pdf", pdf);
        assertThat(clean.cleaning()).isEqualTo(Cleaning.TAKEN_OUT);
        assertThat(clean.all()).doesNotContain("setup.exe", "run.js", "plan.pdf", "pinned.exe", "app.alert");
        assertThat(attachedTo(clean.bytes())).containsOnlyKeys("data.csv");
        try (PDDocument document = Loader.loadPDF(clean.bytes())) {
            assertThat(document.getPage(0).getAnnotations()).isEmpty();
        }
        assertThat(clean("pdf", clean.bytes()).bytes()).isEqualTo(clean.bytes());
    }

    @Test
    void aSignedPdfWithAProgramAttachedIsRefusedAndOneWithADocumentStays() throws IOException {
        byte[] program = pdf(document -> {
            attach(document, Map.of("setup.exe", Samples.of("exe")));
            document.getDocumentCatalog().getCOSObject().setItem(COSName.getPDFName("Signature"), signature());
        });
        assertRefused(program, "signed");
        byte[] data = pdf(document -> {
            attach(document, Map.of("data.csv", Samples.of("csv")));
            document.getDocumentCatalog().getCOSObject().setItem(COSName.getPDFName("Signature"), signature());
        });
        assertThat(clean("pdf", data).bytes()).isEqualTo(data);
    }

    private void assertRefused(byte[] pdf, String reason) {
        assertThatExceptionOfType(FileRefused.class)
                .isThrownBy(() -> clean("pdf", pdf))
                .satisfies(refused -> assertThat(refused.messageKey()).isEqualTo("submission.file-refused." + reason));
    }

    /** @param field whether the form is also there as any viewer shows it */
    private static COSDictionary form(PDDocument document, boolean field) {
        COSDictionary form = new COSDictionary();
        COSArray fields = new COSArray();
        if (field) {
            COSDictionary name = new COSDictionary();
            name.setName(COSName.FT, "Tx");
            name.setString(COSName.V, "What I did");
            fields.add(name);
        }
        form.setItem(COSName.FIELDS, fields);
        COSStream program = document.getDocument().createCOSStream();
        try (OutputStream content = program.createOutputStream(COSName.FLATE_DECODE)) {
            content.write(Telling.text("<template><script>xfa.host.messageBox('1')</script></template>"));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        form.setItem(COSName.XFA, program);
        document.getDocumentCatalog().getCOSObject().setItem(COSName.ACRO_FORM, form);
        return document.getDocumentCatalog().getCOSObject();
    }

    @Test
    void aFormKeepsWhatWasFilledInAndLosesItsProgram() throws IOException {
        Result clean = clean("pdf", pdf(document -> form(document, true)));
        assertThat(clean.cleaning()).isEqualTo(Cleaning.CLEAN);
        assertThat(clean.all()).contains("What I did").doesNotContain("XFA");
    }

    @Test
    void aFormThatMakesItsPagesWhenOpenedOrIsSignedIsRefused() throws IOException {
        assertRefused(pdf(document -> form(document, false)), "form");
        assertRefused(
                pdf(document -> form(document, true).setBoolean(COSName.getPDFName("NeedsRendering"), true)), "form");
        assertRefused(
                pdf(document -> form(document, true).setItem(COSName.getPDFName("Signature"), signature())), "signed");
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
