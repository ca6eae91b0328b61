package dev.laurel.submission;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;

/**
 * What is written in a file that is evidence already, to look for names in: its beginning, where it is long. What cannot be
 * read is nothing. Files came through {@link FileCleaner}, so none of them unpacks without end.
 */
final class FileWords {

    static final int MOST_CHARACTERS = 200_000;
    private static final int MOST_PDF = 12 * 1024 * 1024;
    private static final int MOST_PAGES = 40;
    private static final int DEEPEST = 3;

    private static final Set<String> PLAIN = Set.of("txt", "csv", "vtt", "srt");
    private static final Set<String> PACKED = Set.of("docx", "xlsx", "pptx", "odt", "ods", "odp");

    private static final Pattern TEXT =
            Pattern.compile("word/(document|header[0-9]*|footer[0-9]*|footnotes|endnotes|comments)\\.xml"
                    + "|ppt/(slides|notesSlides)/[^/]+\\.xml|xl/sharedStrings\\.xml|content\\.xml");

    /** They end a word, whatever comes next. */
    private static final Set<String> ENDS = Set.of("p", "h", "si", "br", "tab", "tc", "table-cell", "line-break");

    private final StringBuilder words = new StringBuilder();

    private FileWords() {}

    /** Films and pictures say nothing that can be read. */
    static boolean canRead(String name) {
        String kind = kind(name);
        return PLAIN.contains(kind) || PACKED.contains(kind) || kind.equals("zip") || kind.equals("pdf");
    }

    private static String kind(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** @param name tells the kind */
    static String of(String name, InputStream content) throws IOException {
        FileWords file = new FileWords();
        file.read(name, content, 1);
        return file.words.toString();
    }

    private void read(String name, InputStream content, int depth) throws IOException {
        String kind = kind(name);
        if (isFull() || depth > DEEPEST) {
            return;
        }
        if (PLAIN.contains(kind)) {
            plain(content);
        } else if (PACKED.contains(kind)) {
            parts(content, depth, true);
        } else if (kind.equals("zip")) {
            parts(content, depth, false);
        } else if (kind.equals("pdf")) {
            pdf(content);
        }
        words.append('\n');
    }

    private boolean isFull() {
        return words.length() >= MOST_CHARACTERS;
    }

    private void plain(InputStream content) throws IOException {
        Reader text = new InputStreamReader(content, StandardCharsets.UTF_8);
        char[] piece = new char[8192];
        for (int read = text.read(piece); read >= 0 && !isFull(); read = text.read(piece)) {
            words.append(piece, 0, read);
        }
    }

    private void parts(InputStream content, int depth, boolean document) throws IOException {
        ZipInputStream zip = new ZipInputStream(content);
        for (ZipEntry entry = zip.getNextEntry(); entry != null && !isFull(); entry = zip.getNextEntry()) {
            if (entry.isDirectory()) {
                continue;
            }
            if (!document) {
                read(entry.getName(), new DocumentXml.Unclosed(zip), depth + 1);
            } else if (TEXT.matcher(entry.getName()).matches()) {
                xml(new DocumentXml.Unclosed(zip));
            }
        }
    }

    private void xml(InputStream part) {
        try {
            XMLStreamReader reader = DocumentXml.READERS.createXMLStreamReader(part);
            while (reader.hasNext() && !isFull()) {
                int event = reader.next();
                if (event == XMLStreamConstants.CHARACTERS) {
                    words.append(reader.getText());
                } else if (event == XMLStreamConstants.END_ELEMENT && ENDS.contains(reader.getLocalName())) {
                    words.append('\n');
                }
            }
        } catch (XMLStreamException unreadable) {
            // The earner sees the file as it is.
            words.append('\n');
        }
    }

    private void pdf(InputStream content) throws IOException {
        byte[] file = content.readNBytes(MOST_PDF + 1);
        if (file.length > MOST_PDF) {
            return;
        }
        try (PDDocument document = Loader.loadPDF(file)) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setEndPage(MOST_PAGES);
            String text = stripper.getText(document);
            words.append(text, 0, Math.min(text.length(), MOST_CHARACTERS));
        } catch (IOException | IllegalArgumentException | IllegalStateException unreadable) {
            words.append('\n');
        }
    }
}
