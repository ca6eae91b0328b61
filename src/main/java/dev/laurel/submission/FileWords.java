package dev.laurel.submission;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;

/**
 * What is written in a file that is evidence already, to look for names in: its beginning, where it is long. What cannot be
 * read is left out, and it says so. Only parts that hold text are unpacked, and no more of them than a page can wait for.
 */
final class FileWords {

    static final int MOST_CHARACTERS = 200_000;
    private static final long MOST_UNPACKED = 48L * 1024 * 1024;
    private static final int MOST_PDF = 12 * 1024 * 1024;
    private static final int MOST_PAGES = 40;
    private static final int DEEPEST = 3;

    private static final Set<String> PLAIN = Set.of("txt", "csv", "vtt", "srt");
    private static final Set<String> PACKED = Set.of("docx", "xlsx", "pptx", "odt", "ods", "odp");

    /** They hold text, and nothing here reads them. */
    private static final Set<String> CLOSED =
            Set.of("doc", "xls", "ppt", "rtf", "html", "htm", "pages", "numbers", "key");

    private static final Pattern TEXT =
            Pattern.compile("word/(document[0-9]*|header[0-9]*|footer[0-9]*|footnotes|endnotes|comments)\\.xml"
                    + "|ppt/(slides|notesSlides)/[^/]+\\.xml|xl/sharedStrings\\.xml|content\\.xml");

    /** They end a word, whatever comes next. */
    private static final Set<String> ENDS = Set.of("p", "h", "si", "br", "tab", "tc", "table-cell", "line-break");

    private final StringBuilder words = new StringBuilder();
    private final BooleanSupplier late;
    private long unpacked;
    private boolean whole = true;

    private FileWords(BooleanSupplier late) {
        this.late = late;
    }

    /**
     * @param words as they follow one another
     * @param whole whether they are all that is written in it
     */
    record Written(String words, boolean whole) {

        /** What somebody wrote is personal. */
        @Override
        public String toString() {
            return "Written[" + words.length() + " letters]";
        }
    }

    /** Films and pictures say nothing that can be read. */
    static boolean holdsText(String name) {
        return canRead(name) || CLOSED.contains(kind(name));
    }

    private static boolean canRead(String name) {
        String kind = kind(name);
        return PLAIN.contains(kind) || PACKED.contains(kind) || kind.equals("zip") || kind.equals("pdf");
    }

    private static String kind(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /**
     * @param name tells the kind
     * @param file others may be made beside it meanwhile
     * @param late when nobody waits for more
     */
    static Written of(String name, Path file, BooleanSupplier late) {
        FileWords read = new FileWords(late);
        read.read(name, file, 1);
        return new Written(read.words.toString(), read.whole);
    }

    /** Readers of damaged files fail in many ways; what was read until then is kept, and what comes after is read. */
    private void read(String name, Path file, int depth) {
        if (isEnough() || depth > DEEPEST) {
            whole = false;
            return;
        }
        try {
            readAs(kind(name), file, depth);
        } catch (IOException | RuntimeException | StackOverflowError unreadable) {
            whole = false;
        }
        words.append('\n');
    }

    private void readAs(String kind, Path file, int depth) throws IOException {
        if (PLAIN.contains(kind)) {
            plain(file);
        } else if (PACKED.contains(kind)) {
            document(file);
        } else if (kind.equals("zip")) {
            archive(file, depth);
        } else if (kind.equals("pdf")) {
            pdf(file);
        } else {
            whole = false;
        }
    }

    private boolean isEnough() {
        return words.length() >= MOST_CHARACTERS || unpacked > MOST_UNPACKED || late.getAsBoolean();
    }

    private void plain(Path file) throws IOException {
        try (Reader text = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
            char[] piece = new char[8192];
            for (int read = text.read(piece); read >= 0; read = text.read(piece)) {
                if (isEnough()) {
                    whole = false;
                    return;
                }
                words.append(piece, 0, read);
            }
        }
    }

    private void document(Path file) throws IOException {
        try (ZipFile zip = opened(file)) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (TEXT.matcher(entry.getName()).matches()) {
                    try (InputStream part = new Counted(zip.getInputStream(entry))) {
                        xml(part);
                    }
                }
            }
        }
    }

    private void archive(Path file, int depth) throws IOException {
        try (ZipFile zip = opened(file)) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (!entry.isDirectory() && canRead(entry.getName())) {
                    within(zip, entry, file, depth);
                } else if (!entry.isDirectory() && holdsText(entry.getName())) {
                    whole = false;
                }
            }
        }
    }

    /** Old programs write names in letters of their own. Only endings are read, which are the same in all. */
    private static ZipFile opened(Path file) throws IOException {
        return new ZipFile(file.toFile(), StandardCharsets.ISO_8859_1);
    }

    private void within(ZipFile zip, ZipEntry entry, Path beside, int depth) throws IOException {
        if (isEnough()) {
            whole = false;
            return;
        }
        Path part = Files.createTempFile(beside.toAbsolutePath().getParent(), "part", null);
        try {
            try (InputStream content = new Counted(zip.getInputStream(entry))) {
                Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException unreadable) {
                whole = false;
                return;
            }
            read(entry.getName(), part, depth + 1);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void xml(InputStream part) {
        try {
            XMLStreamReader reader = DocumentXml.PIECEMEAL.createXMLStreamReader(part);
            while (reader.hasNext()) {
                int event = reader.next();
                if (isEnough()) {
                    whole = false;
                    return;
                }
                if (event == XMLStreamConstants.CHARACTERS) {
                    words.append(reader.getText());
                } else if (event == XMLStreamConstants.END_ELEMENT && ENDS.contains(reader.getLocalName())) {
                    words.append('\n');
                }
            }
        } catch (XMLStreamException unreadable) {
            whole = false;
            words.append('\n');
        }
    }

    private void pdf(Path file) throws IOException {
        if (Files.size(file) > MOST_PDF) {
            whole = false;
            return;
        }
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            PDFTextStripper stripper = new PDFTextStripper();
            int from = words.length();
            int pages = document.getNumberOfPages();
            for (int page = 1; page <= pages; page++) {
                if (isEnough() || page > MOST_PAGES) {
                    whole = false;
                    return;
                }
                page(stripper, document, page);
            }
            // Pages that were photographed have no letters.
            whole &= !words.substring(from).isBlank();
        }
    }

    private void page(PDFTextStripper stripper, PDDocument document, int page) throws IOException {
        stripper.setStartPage(page);
        stripper.setEndPage(page);
        try {
            String text = stripper.getText(document);
            words.append(text, 0, Math.min(text.length(), MOST_CHARACTERS));
        } catch (IOException | RuntimeException unreadable) {
            whole = false;
        }
    }

    /** Ends where enough was unpacked. */
    private final class Counted extends FilterInputStream {

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int more) throws IOException {
            unpacked += more;
            if (unpacked > MOST_UNPACKED || late.getAsBoolean()) {
                throw new IOException("Enough was unpacked");
            }
        }
    }
}
