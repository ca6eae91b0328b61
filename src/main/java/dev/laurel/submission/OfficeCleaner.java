package dev.laurel.submission;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Documents that are archives (ECMA-376, OpenDocument 1.3): packed anew with empty properties, people's names taken off
 * comments and changes, and the pictures, recordings and documents within them cleaned as if they had come alone. Whatever
 * lay between the entries is gone.
 */
final class OfficeCleaner {

    private static final int MOST_ENTRIES = 10_000;
    private static final long MOST_UNPACKED = 1024L * 1024 * 1024;
    private static final long SMALL = 20L * 1024 * 1024;
    private static final int MOST_TIMES_PACKED = 200;
    private static final int MOST_PICTURE = 64 * 1024 * 1024;

    /** Of a part that is read whole: no program writes so much of it. */
    private static final int MOST_READ_WHOLE = 16 * 1024 * 1024;

    /** Of those that are looked for in parts that are not read. */
    private static final int LONGEST_WORD = 20;

    /** Documents within documents. */
    private static final int DEEPEST = 3;

    private static final Map<String, String> EMPTY = Map.of(
            "docProps/core.xml",
            "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\"/>",
            "docProps/app.xml",
            "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"/>",
            "docProps/custom.xml",
            "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\"/>",
            "meta.xml",
            "<office:document-meta xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" office:version=\"1.3\">"
                    + "<office:meta/></office:document-meta>",
            "docMetadata/LabelInfo.xml",
            "<clbl:labelList xmlns:clbl=\"http://schemas.microsoft.com/office/2020/mipLabelMetadata\"/>");

    /** What says of the package which of its parts are its properties: some programs call them after a number. */
    private static final String OF_PACKAGE = "_rels/.rels";

    /** Ends of the types that these have there, and what such a part is called otherwise. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "/metadata/core-properties", "docProps/core.xml",
            "/extended-properties", "docProps/app.xml",
            "/extendedProperties", "docProps/app.xml",
            "/custom-properties", "docProps/custom.xml",
            "/customProperties", "docProps/custom.xml");

    /** Parts that name authors, files that pictures were, paths of somebody's computer, or addresses that a program opens unasked. */
    private static final Pattern NAMING = Pattern.compile("word/(glossary/)?[^/]+\\.xml"
            + "|ppt/(commentAuthors|authors|revisionInfo)\\.xml|ppt/(comments|changesInfos)/[^/]+\\.xml"
            + "|xl/(comments[^/]*|workbook)\\.xml|xl/(comments|persons|threadedComments|revisions)/[^/]+\\.xml"
            + "|ppt/(slides|slideLayouts|slideMasters|notesSlides|notesMasters|handoutMasters)/[^/]+\\.xml"
            + "|(word|word/glossary|ppt|xl)/(drawings|diagrams|charts)/[^/]+\\.xml"
            + "|xl/pivotCache/pivotCacheDefinition[^/]*\\.xml"
            + "|(Object [0-9]+/)?(content|styles|settings)\\.xml|(.*/)?_rels/[^/]*\\.rels");

    /** Charts and formulas of OpenDocument are documents within the document, without a name of their own. */
    private static final Pattern PROPERTIES_WITHIN = Pattern.compile("Object [0-9]+/meta\\.xml");

    /** Which printer stood where: a school and a room, as a rule. */
    private static final Pattern PRINTER = Pattern.compile("(word|ppt|xl)/(.*/)?printerSettings[0-9]*\\.bin");

    /** Windows keeps a printer's settings so (DEVMODEW): 32 letters of its name, then numbers; then what its maker adds. */
    private static final int PRINTER_NAME = 64;

    private static final int PRINTER_SIZE = 68;
    private static final int PRINTER_EXTRA = 70;

    /** Where the numbers that are known end. */
    private static final int LEAST_PRINTER = 72;

    /** Drawings of the old kind, such as the boxes of a sheet's notes. */
    private static final Pattern OLD_DRAWING = Pattern.compile("(word|ppt|xl)/(.+/)?[^/]+\\.vml");

    /** Parts of sheets, read where they have objects that are read aloud, or scenarios, which name who made them. */
    private static final Pattern SHEET =
            Pattern.compile("xl/(worksheets|chartsheets|dialogsheets|tables|pivotTables)/[^/]+\\.xml");

    private static final List<String> OF_SHEETS = List.of("altText", "scenario");

    /** Where data of a sheet come from: somebody's folder, as a rule. Without it, programs say that the sheet is broken. */
    private static final Pattern SOURCE = Pattern.compile("xl/connections\\.xml");

    private static final List<String> OF_SOURCES = List.of("sourceFile", "odcFile", "Data Source", "File.Contents");

    private static final Pattern DRAWN = Pattern.compile(".+\\.svg", Pattern.CASE_INSENSITIVE);

    /** What programs write into a drawing of who made it, and where it lay. */
    private static final List<String> OF_DRAWINGS = List.of("<metadata", "creator", "docname", "export-filename");

    /** They begin with a name, and where none is found, it is somewhere else. */
    private static final Pattern NOTES = Pattern.compile("xl/comments[^/]*\\.xml|xl/comments/[^/]+\\.xml");

    /** What libraries of documents put into them: with whom they are shared, and where a photo was taken. */
    private static final Pattern LIBRARY = Pattern.compile("customXml/item[0-9]+\\.xml");

    private static final Pattern PICTURE = Pattern.compile(".+\\.(jpe?g|png|gif|webp)", Pattern.CASE_INSENSITIVE);

    private static final Pattern PROGRAM =
            Pattern.compile(".*vbaProject\\.bin|(.*/)?activeX/.+|Basic/.+|Scripts/.+", Pattern.CASE_INSENSITIVE);

    /** Whole files within the document, which say things of their own: documents, films and sound, photos of other kinds. */
    private static final Pattern WITHIN = Pattern.compile(
            "(.*/)?embeddings/.+|Object [0-9]+"
                    + "|Object [0-9]+/(?!(META-INF|Configurations2|Thumbnails)/|layout-cache$|manifest\\.rdf$).+|.+\\.(mp4|m4v|mov|m4a|3gp|mp3|wav|webm|avi|wmv|wma|mpe?g|mkv|og[agv]"
                    + "|aif[cf]?|aiff|heic|heif|tiff?|aac|flac|midi?|au|snd|mp2|m2?ts|asf|flv|qt|3g2|amr|opus|caf)",
            Pattern.CASE_INSENSITIVE);

    private final FileKinds kinds = new FileKinds();
    private final FileCleaner cleaner;
    private final Unpacking unpacking;

    /** What the properties of this document are called otherwise, by what they are called here, in lower case. */
    private final Map<String, String> properties = new HashMap<>();

    private OfficeCleaner(FileCleaner cleaner, Unpacking unpacking) {
        this.cleaner = cleaner;
        this.unpacking = unpacking;
    }

    static Cleaning document(Path from, Path to, FileCleaner cleaner, Unpacking unpacking) throws IOException {
        return new OfficeCleaner(cleaner, unpacking).document(from, to);
    }

    private Cleaning document(Path from, Path to) throws IOException {
        unpacking.count(from);
        Cleaning cleaning = Cleaning.CLEAN;
        try (ZipFile in = new ZipFile(from.toFile());
                ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(to)))) {
            findProperties(in);
            for (ZipEntry entry : Collections.list(in.entries())) {
                if (PROGRAM.matcher(entry.getName()).matches() && !entry.isDirectory()) {
                    throw FileRefused.holdsPrograms();
                }
                boolean names = names(in, entry);
                try (InputStream content = in.getInputStream(entry)) {
                    cleaning = worse(cleaning, part(entry, names, content, to, out));
                }
            }
        }
        return cleaning;
    }

    /** Programs go by what the package says, not by names, in which letters may be large or small. */
    private void findProperties(ZipFile in) throws IOException {
        EMPTY.keySet().forEach(name -> properties.put(name.toLowerCase(Locale.ROOT), name));
        ZipEntry said = in.getEntry(OF_PACKAGE);
        if (said == null) {
            return;
        }
        try (InputStream content = in.getInputStream(said)) {
            XMLStreamReader reader = DocumentXml.PIECEMEAL.createXMLStreamReader(content);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT
                        && reader.getLocalName().equals("Relationship")) {
                    findProperties(reader.getAttributeValue(null, "Type"), reader.getAttributeValue(null, "Target"));
                }
            }
        } catch (XMLStreamException malformed) {
            throw new Damaged("a part that is not XML");
        }
    }

    private void findProperties(@Nullable String type, @Nullable String target) {
        if (type != null && target != null) {
            String part = target.replaceFirst("^(\\./|/)+", "").toLowerCase(Locale.ROOT);
            PROPERTIES.forEach((end, name) -> {
                if (type.endsWith(end)) {
                    properties.put(part, name);
                }
            });
        }
    }

    /** Sheets are long, and few of them name anybody: they are looked through before they are read. */
    private static boolean names(ZipFile in, ZipEntry entry) throws IOException {
        String name = entry.getName();
        List<String> words = SHEET.matcher(name).matches()
                ? OF_SHEETS
                : SOURCE.matcher(name).matches()
                        ? OF_SOURCES
                        : DRAWN.matcher(name).matches() ? OF_DRAWINGS : List.of();
        if (words.isEmpty()) {
            return NAMING.matcher(name).matches();
        }
        try (InputStream content = in.getInputStream(entry)) {
            return hasOneOf(words, content);
        }
    }

    private static boolean hasOneOf(List<String> words, InputStream content) throws IOException {
        byte[] piece = new byte[64 * 1024];
        String before = "";
        for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
            String text = before + new String(piece, 0, read, StandardCharsets.ISO_8859_1);
            if (words.stream().anyMatch(text::contains)) {
                return true;
            }
            before = text.substring(Math.max(0, text.length() - LONGEST_WORD));
        }
        return false;
    }

    /** @param names whether it may name somebody, or where something lay */
    private Cleaning part(ZipEntry entry, boolean names, InputStream content, Path beside, ZipOutputStream out)
            throws IOException {
        String name = entry.getName();
        String known =
                PROPERTIES_WITHIN.matcher(name).matches() ? "meta.xml" : properties.get(name.toLowerCase(Locale.ROOT));
        String empty = known == null ? null : EMPTY.get(known);
        if (name.equals("mimetype")) {
            store(name, whole(content), out);
            return Cleaning.CLEAN;
        }
        ZipEntry copy = new ZipEntry(name);
        // The earliest that an archive can say: not when anybody worked.
        copy.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        out.putNextEntry(copy);
        Cleaning cleaning = Cleaning.CLEAN;
        if (empty != null) {
            out.write(("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>" + empty)
                    .getBytes(StandardCharsets.UTF_8));
        } else if (name.equals("[Content_Types].xml")) {
            byte[] types = whole(content);
            String text = new String(types, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
            if (text.contains("macroenabled") || text.contains("vbaproject") || text.contains("activex")) {
                throw FileRefused.holdsPrograms();
            }
            out.write(types);
        } else if (names
                && (SOURCE.matcher(name).matches() || DRAWN.matcher(name).matches())) {
            content.transferTo(out);
            cleaning = Cleaning.NOT_CLEANED;
        } else if (names) {
            boolean sure = DocumentXml.copy(content, out, false);
            cleaning = sure || !NOTES.matcher(name).matches() ? Cleaning.CLEAN : Cleaning.NOT_CLEANED;
        } else if (PRINTER.matcher(name).matches()) {
            cleaning = printer(whole(content), out);
        } else if (LIBRARY.matcher(name).matches()) {
            cleaning = readable(content, out, true);
        } else if (OLD_DRAWING.matcher(name).matches()) {
            cleaning = oldDrawing(content, out);
        } else if (PICTURE.matcher(name).matches()) {
            cleaning = picture(content, out);
        } else if (WITHIN.matcher(name).matches() && !entry.isDirectory()) {
            cleaning = within(name, content, beside, out);
        } else {
            content.transferTo(out);
        }
        out.closeEntry();
        return cleaning;
    }

    /** What a part says of its own size proves nothing. */
    private static byte[] whole(InputStream content) throws IOException {
        byte[] read = content.readNBytes(MOST_READ_WHOLE + 1);
        if (read.length > MOST_READ_WHOLE) {
            throw new Damaged("a part that is too long to be what its name says");
        }
        return read;
    }

    /** Programs show documents in which it is no XML, and what is written there is seldom a name: read where it may be one. */
    private static Cleaning oldDrawing(InputStream content, OutputStream out) throws IOException {
        byte[] part = content.readNBytes(MOST_READ_WHOLE + 1);
        String text = new String(part, StandardCharsets.ISO_8859_1);
        if (part.length <= MOST_READ_WHOLE && !text.contains("title") && !text.contains("alt=")) {
            out.write(part);
            return Cleaning.CLEAN;
        }
        return readable(new SequenceInputStream(new ByteArrayInputStream(part), content), out, false);
    }

    /**
     * A part without which every program shows the document, and in which anything may be written.
     *
     * @param library whether libraries of documents wrote it
     */
    private static Cleaning readable(InputStream content, OutputStream out, boolean library) throws IOException {
        byte[] part = content.readNBytes(MOST_READ_WHOLE + 1);
        if (part.length > MOST_READ_WHOLE) {
            out.write(part);
            content.transferTo(out);
            return Cleaning.NOT_CLEANED;
        }
        ByteArrayOutputStream clean = new ByteArrayOutputStream(part.length);
        try {
            DocumentXml.copy(new ByteArrayInputStream(part), clean, library);
        } catch (Damaged unreadable) {
            out.write(part);
            return Cleaning.NOT_CLEANED;
        }
        clean.writeTo(out);
        return Cleaning.CLEAN;
    }

    /** Paper and edges stay. */
    private static Cleaning printer(byte[] settings, OutputStream out) throws IOException {
        if (settings.length > 0 && settings[0] == '<') {
            // As a Mac writes it: paper alone.
            out.write(settings);
            return Cleaning.CLEAN;
        }
        ByteBuffer numbers = ByteBuffer.wrap(settings).order(ByteOrder.LITTLE_ENDIAN);
        int size = settings.length < LEAST_PRINTER ? 0 : Short.toUnsignedInt(numbers.getShort(PRINTER_SIZE));
        if (size < LEAST_PRINTER || size > settings.length) {
            out.write(settings);
            return Cleaning.NOT_CLEANED;
        }
        Arrays.fill(settings, 0, PRINTER_NAME, (byte) 0);
        numbers.putShort(PRINTER_EXTRA, (short) 0);
        out.write(settings, 0, size);
        return Cleaning.CLEAN;
    }

    private Cleaning within(String name, InputStream content, Path beside, OutputStream out) throws IOException {
        Path part = Files.createTempFile(beside.toAbsolutePath().getParent(), "part", null);
        Path clean = Files.createTempFile(beside.toAbsolutePath().getParent(), "part", null);
        try {
            try (OutputStream whole = Files.newOutputStream(part)) {
                content.transferTo(whole);
            }
            Cleaning cleaning = cleaned(name, part, clean);
            Files.copy(cleaning == Cleaning.CLEAN ? clean : part, out);
            return cleaning;
        } finally {
            Files.deleteIfExists(part);
            Files.deleteIfExists(clean);
        }
    }

    /** What is not clean stays as it is; what harms whoever opens it is refused. */
    private Cleaning cleaned(String name, Path part, Path clean) throws IOException {
        FileKinds.Kind kind = kinds.any(part, name).orElse(null);
        if (kind == null || unpacking.depth() >= DEEPEST) {
            return Cleaning.NOT_CLEANED;
        }
        try {
            return unpacking.deeper(() -> cleaner.clean(part, clean, kind, unpacking));
        } catch (FileRefused refused) {
            if (refused.isHarmful()) {
                throw refused;
            }
            return Cleaning.NOT_CLEANED;
        }
    }

    /** By its content: programs give pictures wrong names. One that we cannot read stays as it is. */
    private static Cleaning picture(InputStream content, OutputStream out) throws IOException {
        byte[] picture = content.readNBytes(MOST_PICTURE + 1);
        if (picture.length > MOST_PICTURE) {
            out.write(picture);
            content.transferTo(out);
            return Cleaning.NOT_CLEANED;
        }
        ByteArrayOutputStream clean = new ByteArrayOutputStream(picture.length);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(picture))) {
            switch (picture.length == 0 ? 0 : picture[0] & 0xFF) {
                case 0xFF -> JpegCleaner.clean(in, clean);
                case 0x89 -> PngCleaner.clean(in, clean);
                case 'G' -> GifCleaner.clean(in, clean);
                case 'R' -> WebpCleaner.clean(in, clean);
                default -> throw new Damaged("no picture that we know");
            }
        } catch (Damaged | EOFException unreadable) {
            out.write(picture);
            return Cleaning.NOT_CLEANED;
        }
        clean.writeTo(out);
        return Cleaning.CLEAN;
    }

    private static void store(String name, byte[] content, ZipOutputStream out) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }

    private static Cleaning worse(Cleaning one, Cleaning other) {
        return one == Cleaning.NOT_CLEANED ? one : other;
    }

    /**
     * Unpacks everything once, to nowhere, counting: what an archive says of its own sizes proves nothing.
     *
     * @return the bytes of everything in it
     * @throws FileRefused when it is a bomb or has names that lead out of a directory
     */
    static long checkArchive(Path archive) throws IOException {
        long packed = Files.size(archive);
        long unpacked = 0;
        Set<String> names = new HashSet<>();
        byte[] buffer = new byte[64 * 1024];
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            if (zip.size() > MOST_ENTRIES) {
                throw FileRefused.bomb();
            }
            for (ZipEntry entry : Collections.list(zip.entries())) {
                checkName(entry.getName());
                if (!names.add(entry.getName())) {
                    throw new Damaged("two entries of one name");
                }
                try (InputStream content = zip.getInputStream(entry)) {
                    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                        unpacked += read;
                        if (unpacked > MOST_UNPACKED || unpacked > SMALL && unpacked / MOST_TIMES_PACKED > packed) {
                            throw FileRefused.bomb();
                        }
                    }
                }
            }
        } catch (IllegalArgumentException badName) {
            throw new Damaged("a name that cannot be read");
        }
        return unpacked;
    }

    private static void checkName(String name) {
        boolean leadsOut = name.startsWith("/")
                || name.contains("\\")
                || name.matches("[A-Za-z]:.*")
                || List.of(name.split("/")).contains("..");
        if (leadsOut || name.chars().anyMatch(Character::isISOControl)) {
            throw FileRefused.unsafeNames();
        }
    }
}
