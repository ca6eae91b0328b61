package dev.laurel.submission;

import dev.laurel.support.SampleAudio;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Calendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationText;
import org.apache.poi.hslf.record.Comment2000;
import org.apache.poi.hslf.record.SheetContainer;
import org.apache.poi.hslf.usermodel.HSLFSlide;
import org.apache.poi.hslf.usermodel.HSLFSlideShow;

/** Real files that tell, beside their content, of {@link #SECRET}. */
public final class Telling {

    public static final String SECRET = "Maya-Ortiz-38.5816N";

    private Telling() {}

    public static byte[] of(String kind) {
        try {
            return switch (kind) {
                case "jpg" -> jpeg(6);
                case "png" -> png();
                case "gif" -> gif();
                case "webp" -> webp();
                case "heic" -> heic();
                case "mp4" -> film("vide");
                case "film with timed metadata" -> film("meta");
                case "pdf" -> pdf();
                case "mp3" -> mp3();
                case "wav" -> wav();
                case "docx" -> zip(docx());
                case "xlsx" -> zip(xlsx());
                case "pptx" -> zip(pptx());
                case "odt" -> odt();
                case "doc", "xls", "rtf", "webm", "avi", "wmv" -> made(kind);
                case "ppt" -> slides();
                case "mpg" -> mpg();
                case "zip" -> archive();
                default -> throw new IllegalArgumentException(kind);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Made with LibreOffice 7.4 and FFmpeg 5.1: a comment, a change and the properties of a document, the tags of a film.
     */
    private static byte[] made(String kind) throws IOException {
        try (InputStream content = Telling.class.getResourceAsStream("/told/told." + kind)) {
            return content.readAllBytes();
        }
    }

    /** With a packet as cameras write them between those of picture and sound. */
    private static byte[] mpg() throws IOException {
        byte[] film = made("mpg");
        byte[] packet = join(new byte[] {0, 0, 1, (byte) 0xBF}, big16(SECRET.length()), text(SECRET));
        return join(Arrays.copyOf(film, 12), packet, Arrays.copyOfRange(film, 12, film.length));
    }

    private static byte[] slides() throws IOException {
        try (HSLFSlideShow show = new HSLFSlideShow();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            HSLFSlide slide = show.createSlide();
            slide.addTitle().setText("What the slide says");
            Comment2000 comment = new Comment2000();
            comment.setAuthor(SECRET);
            comment.setAuthorInitials("MO" + SECRET);
            comment.setText("A comment that stays");
            ((SheetContainer) slide.getSheetContainer()).appendChildRecord(comment);
            show.getSlideShowImpl().getCurrentUserAtom().setLastEditUsername(SECRET);
            show.createInformationProperties();
            show.getSummaryInformation().setAuthor(SECRET);
            show.getDocumentSummaryInformation().setCompany(SECRET);
            show.write(bytes);
            return bytes.toByteArray();
        }
    }

    private static byte[] archive() throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("lesson/board.jpg", jpeg(1));
        parts.put("lesson/plan.docx", zip(docx()));
        parts.put("lesson/old.doc", made("doc"));
        parts.put("lesson/more.zip", zip(Map.of("talk.mp3", mp3())));
        parts.put("lesson/turtle.py", text("print('the lesson itself')"));
        parts.put("lesson/~$plan.docx", text(SECRET));
        parts.put("__MACOSX/lesson/._board.jpg", text(SECRET));
        return zip(parts, SECRET);
    }

    static byte[] zip(Map<String, byte[]> parts, String comment) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setComment(comment);
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                ZipEntry entry = new ZipEntry(part.getKey());
                entry.setComment(comment);
                zip.putNextEntry(entry);
                zip.write(part.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    static byte[] picture(String kind) throws IOException {
        BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 32; x++) {
            for (int y = 0; y < 16; y++) {
                image.setRGB(x, y, x * 8 << 16 | y * 16 << 8);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, kind, bytes);
        return bytes.toByteArray();
    }

    static byte[] jpeg(int orientation) throws IOException {
        byte[] plain = picture("jpg");
        byte[] exif = join(text("Exif\0\0"), Orientation.alone(orientation), text(SECRET));
        byte[] app1 = join(new byte[] {(byte) 0xFF, (byte) 0xE1}, big16(exif.length + 2), exif);
        byte[] comment = join(new byte[] {(byte) 0xFF, (byte) 0xFE}, big16(SECRET.length() + 2), text(SECRET));
        byte[] xmp = join(
                new byte[] {(byte) 0xFF, (byte) 0xE1},
                big16(SECRET.length() + 31),
                text("http://ns.adobe.com/xap/1.0/\0" + SECRET));
        byte[] iptc = join(new byte[] {(byte) 0xFF, (byte) 0xED}, big16(SECRET.length() + 2), text(SECRET));
        return join(
                Arrays.copyOf(plain, 2),
                app1,
                xmp,
                iptc,
                comment,
                Arrays.copyOfRange(plain, 2, plain.length),
                text(SECRET));
    }

    private static byte[] png() throws IOException {
        byte[] plain = picture("png");
        return join(
                Arrays.copyOf(plain, 33),
                chunk("tEXt", text("Author\0" + SECRET)),
                chunk("eXIf", join(Orientation.alone(3), text(SECRET))),
                Arrays.copyOfRange(plain, 33, plain.length),
                text(SECRET));
    }

    static byte[] chunk(String name, byte[] body) {
        CRC32 sum = new CRC32();
        sum.update(text(name));
        sum.update(body);
        return join(big32(body.length), text(name), body, big32((int) sum.getValue()));
    }

    private static byte[] gif() throws IOException {
        byte[] plain = picture("gif");
        byte[] comment = join(new byte[] {0x21, (byte) 0xFE, (byte) SECRET.length()}, text(SECRET), new byte[1]);
        return join(Arrays.copyOf(plain, plain.length - 1), comment, new byte[] {0x3B}, text(SECRET));
    }

    private static byte[] webp() {
        byte[] exif = join(Orientation.alone(6), text(SECRET));
        byte[] body = join(
                text("WEBP"),
                riff("VP8X", new byte[] {0x0C, 0, 0, 0, 31, 0, 0, 15, 0, 0}),
                riff("VP8L", new byte[] {0x2F, 31, (byte) 0xC0, 3, 0, 0, 0, 0}),
                riff("EXIF", exif),
                riff("XMP ", text(SECRET)));
        return join(text("RIFF"), little32(body.length), body);
    }

    /** Tags before the sound and after it, in the orders that players write them. */
    private static byte[] mp3() {
        byte[] id3 = join(text("ID3\u0003\0\0\0\0\0"), new byte[] {(byte) SECRET.length()}, text(SECRET));
        byte[] ape = join(text(SECRET), text("APETAGEX"), new byte[4], little32(SECRET.length() + 32), new byte[16]);
        byte[] lyrics = join(text("LYRICSBEGIN" + SECRET), text("%06dLYRICS200".formatted(SECRET.length() + 11)));
        byte[] id3v1 = Arrays.copyOf(text("TAG" + SECRET), 128);
        return join(id3, SampleAudio.ofSeconds(1), ape, lyrics, id3v1);
    }

    private static byte[] wav() {
        byte[] body = join(
                text("WAVE"),
                riff("LIST", text("INFOIART" + SECRET)),
                riff("fmt ", new byte[] {1, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x40, 0x1F, 0, 0, 1, 0, 8, 0}),
                riff("data", text("the lesson itself!")),
                riff("id3 ", text(SECRET)));
        return join(text("RIFF"), little32(body.length), body);
    }

    private static byte[] riff(String name, byte[] body) {
        return join(text(name), little32(body.length), body, new byte[body.length & 1]);
    }

    private static byte[] heic() {
        byte[] head = box("ftyp", text("heic\0\0\0\0heic"));
        byte[] item = box("infe", new byte[] {2, 0, 0, 0, 0, 1, 0, 0}, text("Exif\0"));
        byte[] items = box("iinf", new byte[] {0, 0, 0, 0, 0, 1}, item);
        byte[] size = box("iprp", box("ipco", box("ispe", new byte[4], big32(32), big32(16))));
        int place = 8 + 4 + 2 + 2 + 2 + 2 + 2 + 4 + 4;
        int at = head.length + 8 + 4 + items.length + size.length + place + 8;
        byte[] places = box(
                "iloc", new byte[4], new byte[] {0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1}, big32(at), big32(SECRET.length()));
        return join(head, box("meta", new byte[4], items, size, places), box("mdat", text(SECRET + "picture")));
    }

    private static byte[] film(String handler) {
        byte[] times = box("mvhd", new byte[4], text("TIMETIME"), new byte[88]);
        byte[] track = box(
                "trak",
                box("mdia", box("hdlr", new byte[8], text(handler), new byte[13])),
                box("udta", text(SECRET)),
                box("Xtra", text(SECRET)));
        byte[] place = box("udta", box("\u00a9xyz", text(SECRET)));
        byte[] keys = box("meta", new byte[4], text(SECRET));
        return join(
                box("ftyp", text("isom\0\0\0\0isom")),
                box("mdat", text("the lesson itself")),
                box("moov", times, track, place, keys),
                box("sefd", text(SECRET)),
                box("uuid", text("0123456789abcdef" + SECRET)));
    }

    /** A film whose tracks are packed in these ways; of sound where the name begins with {@code mp4a}. */
    static byte[] filmOf(String... codecs) {
        byte[] tracks = {};
        for (String codec : codecs) {
            byte[] kind = box("hdlr", new byte[8], text(codec.equals("mp4a") ? "soun" : "vide"), new byte[13]);
            byte[] packed = box("stsd", new byte[7], new byte[] {1}, box(codec, new byte[78]));
            tracks = join(tracks, box("trak", box("mdia", kind, box("minf", box("stbl", packed)))));
        }
        return join(box("ftyp", text("isom\0\0\0\0isom")), box("mdat", text("the lesson itself")), box("moov", tracks));
    }

    private static byte[] box(String type, byte[]... parts) {
        byte[] body = join(parts);
        return join(big32(body.length + 8), type.getBytes(StandardCharsets.ISO_8859_1), body);
    }

    private static byte[] pdf() throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            document.getDocumentInformation().setAuthor(SECRET);
            document.getDocumentInformation().setCreationDate(Calendar.getInstance());
            document.getDocumentCatalog().setMetadata(metadata(document));
            page.setMetadata(metadata(document));
            PDResources resources = new PDResources();
            resources.add(PDImageXObject.createFromByteArray(document, jpeg(1), "board.jpg"));
            page.setResources(resources);
            PDAnnotationText comment = new PDAnnotationText();
            comment.setTitlePopup(SECRET);
            comment.setContents("Look here");
            comment.setRectangle(page.getMediaBox());
            page.getAnnotations().add(comment);
            document.getDocumentCatalog().setOpenAction(new PDActionJavaScript("app.alert('" + SECRET + "')"));
            return save(document);
        }
    }

    private static PDMetadata metadata(PDDocument document) throws IOException {
        PDMetadata metadata = new PDMetadata(document);
        metadata.importXMPMetadata(text(SECRET));
        metadata.getCOSObject().removeItem(COSName.FILTER);
        return metadata;
    }

    static byte[] lockedPdf() {
        return encryptedPdf("user", new byte[0]);
    }

    /** It opens without a password; its parser unpacks its objects when its table is broken. */
    static byte[] protectedPdf(byte[] objects) {
        byte[] pdf = encryptedPdf("", objects);
        String text = new String(pdf, StandardCharsets.ISO_8859_1);
        int table = text.lastIndexOf("\nxref");
        return text.substring(0, table)
                .concat(text.substring(table).replaceFirst("[0-9]{10} 00000 n", "0000000007 00000 n"))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] encryptedPdf(String password, byte[] objects) {
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage());
            if (objects.length > 0) {
                COSStream stream = document.getDocument().createCOSStream();
                try (OutputStream raw = stream.createRawOutputStream()) {
                    raw.write(objects);
                }
                stream.setItem(COSName.TYPE, COSName.OBJ_STM);
                stream.setInt(COSName.N, 2);
                stream.setInt(COSName.FIRST, 9);
                stream.setItem(COSName.FILTER, COSName.FLATE_DECODE);
                document.getDocumentCatalog().getCOSObject().setItem(COSName.getPDFName("More"), stream);
            }
            document.protect(new StandardProtectionPolicy("owner", password, new AccessPermission()));
            return save(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] save(PDDocument document) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        document.save(bytes, CompressParameters.NO_COMPRESSION);
        return bytes.toByteArray();
    }

    private static final String OLD_DRAWING = "<v:shape xmlns:v=\"urn:v\" alt=\"C:\\Users\\" + SECRET
            + "\\logo.png\"><v:imagedata xmlns:o=\"urn:o\" o:relid=\"rId1\" o:title=\"" + SECRET + "\"/></v:shape>"
            + "<v:shape xmlns:v=\"urn:v\" alt=\"A board, from 1/2 to 1.50\"/>";

    private static byte[] pictured(String root) {
        return text("<" + root + " xmlns:" + root.substring(0, root.indexOf(':')) + "=\"urn:r\"><pic:cNvPr"
                + " xmlns:pic=\"urn:pic\" id=\"0\" name=\"Picture 1\" descr=\"C:\\Users\\" + SECRET
                + "\\logo.png\" title=\"Arrow: see plan.pdf\"/></" + root + ">");
    }

    private static Map<String, byte[]> office() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("[Content_Types].xml", text("<Types/>"));
        parts.put("docProps/core.xml", text("<a>" + SECRET + "</a>"));
        parts.put("docProps/app.xml", text("<a>" + SECRET + "</a>"));
        parts.put("docProps/custom.xml", text("<a>" + SECRET + "</a>"));
        return parts;
    }

    private static Map<String, byte[]> docx() throws IOException {
        Map<String, byte[]> parts = office();
        String w = "xmlns:w=\"urn:w\"";
        parts.put(
                "word/document.xml",
                text("<w:document " + w + "><w:ins w:author='" + SECRET + "'>Kept &amp; <w:t xml:space=\"preserve\"> "
                        + "whole</w:t></w:ins></w:document>"));
        parts.put(
                "word/comments.xml",
                text("<w:comments " + w + "><w:comment w:author=\"" + SECRET + "\" w:initials=\"" + SECRET
                        + "\">Nice</w:comment></w:comments>"));
        parts.put(
                "word/_rels/document.xml.rels",
                text("<Relationships><Relationship Id=\"r1\" Type=\"x/image\" TargetMode=\"External\" Target=\"https://"
                        + SECRET
                        + "/\"/><Relationship Id=\"r2\" Type=\"x/hyperlink\" TargetMode=\"External\" "
                        + "Target=\"https://example.org/lesson\"/></Relationships>"));
        parts.put(
                "word/header1.xml",
                text("<w:hdr " + w + "><wp:docPr xmlns:wp=\"urn:wp\" id=\"1\" name=\"Picture 1\" descr=\"A board with a"
                        + " triangle\"/><pic:cNvPr xmlns:pic=\"urn:pic\" id=\"0\" name=\"" + SECRET
                        + ".JPG\" descr=\"C:\\Users\\" + SECRET + "\\board.png\"/>" + OLD_DRAWING + "</w:hdr>"));
        parts.put("word/footer1.xml", pictured("w:ftr"));
        parts.put("word/diagrams/data1.xml", pictured("dgm:dataModel"));
        parts.put("word/charts/chart1.xml", pictured("c:chartSpace"));
        parts.put("word/glossary/diagrams/data1.xml", pictured("dgm:dataModel"));
        parts.put("word/media/image1.jpeg", jpeg(1));
        parts.put("word/glossary/document.xml", text("<w:g " + w + "><w:ins w:author='" + SECRET + "'/></w:g>"));
        parts.put(
                "customXml/item1.xml",
                text("<p:properties xmlns:p=\"urn:p\"><SharedWithUsers xmlns=\"urn:s\"><UserInfo><DisplayName>" + SECRET
                        + "</DisplayName><AccountId>12</AccountId></UserInfo></SharedWithUsers>"
                        + "<MediaServiceLocation xmlns=\"urn:s\">" + SECRET
                        + "</MediaServiceLocation></p:properties>"));
        return parts;
    }

    static byte[] presentation(String name, byte[] within) throws IOException {
        Map<String, byte[]> parts = office();
        parts.put("ppt/presentation.xml", text("<presentation/>"));
        parts.put(name, within);
        return zip(parts);
    }

    private static Map<String, byte[]> xlsx() {
        Map<String, byte[]> parts = office();
        String main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        parts.put("xl/workbook.xml", text("<workbook " + main + "><absPath url=\"C:\\" + SECRET + "\"/></workbook>"));
        parts.put(
                "xl/comments1.xml",
                text("<comments " + main + "><authors><author>" + SECRET + "</author></authors><t><r>" + SECRET
                        + ":</r>What is noted: this</t></comments>"));
        parts.put("xl/drawings/drawing1.xml", pictured("xdr:wsDr"));
        parts.put("xl/drawings/vmlDrawing1.vml", text("<xml>" + OLD_DRAWING + "</xml>"));
        parts.put("xl/charts/chart1.xml", pictured("c:chartSpace"));
        parts.put("xl/diagrams/data1.xml", pictured("dgm:dataModel"));
        parts.put("xl/revisions/userNames.xml", text("<users><userInfo name=\"" + SECRET + "\"/></users>"));
        parts.put("xl/revisions/revisionHeaders.xml", text("<headers><header userName=\"" + SECRET + "\"/></headers>"));
        parts.put(
                "xl/persons/person.xml",
                text("<personList><person displayName=\"" + SECRET + "\" userId=\"" + SECRET + "\"/></personList>"));
        return parts;
    }

    private static Map<String, byte[]> pptx() throws IOException {
        Map<String, byte[]> parts = office();
        parts.put("ppt/presentation.xml", text("<presentation/>"));
        parts.put("ppt/commentAuthors.xml", text("<l><cmAuthor name=\"" + SECRET + "\" initials=\"M\"/></l>"));
        parts.put(
                "ppt/changesInfos/changesInfo1.xml",
                text("<l><chgData name=\"" + SECRET + "\" userId=\"S::" + SECRET + "\" providerId=\"AD\"/></l>"));
        parts.put(
                "ppt/slides/slide1.xml",
                text("<p:sld xmlns:p=\"urn:p\"><p:cNvPr id=\"2\" name=\"Title 1\"/><p:cNvPr id=\"3\" name=\"" + SECRET
                        + ".mov\"/></p:sld>"));
        for (String part : List.of(
                "slideLayouts/slideLayout1",
                "slideMasters/slideMaster1",
                "notesSlides/notesSlide1",
                "notesMasters/notesMaster1",
                "handoutMasters/handoutMaster1",
                "diagrams/data1",
                "charts/chart1",
                "drawings/drawing1")) {
            parts.put("ppt/" + part + ".xml", pictured("p:sld"));
        }
        parts.put("ppt/drawings/vmlDrawing1.vml", text("<xml>" + OLD_DRAWING + "</xml>"));
        parts.put("ppt/media/media1.mp4", film("vide"));
        parts.put("ppt/media/media2.mp3", mp3());
        parts.put("ppt/embeddings/Microsoft_Excel_Worksheet.xlsx", zip(xlsx()));
        return parts;
    }

    private static byte[] odt() throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("mimetype", text("application/vnd.oasis.opendocument.text"));
        parts.put("meta.xml", text("<meta>" + SECRET + "</meta>"));
        parts.put(
                "content.xml",
                text("<c xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:creator>" + SECRET
                        + "</dc:creator>Kept</c>"));
        return zip(parts);
    }

    static byte[] zip(Map<String, byte[]> parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                ZipEntry entry = new ZipEntry(part.getKey());
                if (part.getKey().equals("mimetype")) {
                    CRC32 sum = new CRC32();
                    sum.update(part.getValue());
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(part.getValue().length);
                    entry.setCrc(sum.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(part.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] big32(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private static byte[] big16(int number) {
        return ByteBuffer.allocate(2).putShort((short) number).array();
    }

    private static byte[] little32(int number) {
        return ByteBuffer.allocate(4).putInt(Integer.reverseBytes(number)).array();
    }
}
