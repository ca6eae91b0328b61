package dev.laurel.submission;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Unpacks each stream of a PDF to nowhere before anything reads the file: whoever opens it holds streams of objects in
 * memory whole, whatever they say of themselves. As generous in what begins a stream as those who read PDFs are, and never
 * jumping over what was unpacked: a table of places may point into it.
 */
final class PdfStreams {

    private static final long MEGABYTE = 1024L * 1024;

    /** Pages, letters, drawings. */
    private static final long MOST = 64 * MEGABYTE;

    /** What whoever opens the file holds in memory. */
    private static final long MOST_OBJECTS = 32 * MEGABYTE;

    private static final long MOST_OBJECTS_TOGETHER = 64 * MEGABYTE;

    /** A large page, scanned in colour. */
    private static final long MOST_PICTURE = 512 * MEGABYTE;

    private static final long MOST_TOGETHER = 4096 * MEGABYTE;

    /** All but pictures: an empty page that was scanned is packed well, and nothing else is. */
    private static final long SMALL = 20 * MEGABYTE;

    private static final int MOST_TIMES_PACKED = 200;

    private static final byte[] BEGIN = "stream".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER = 64 * 1024;

    /** Of what lies before a stream and says what it is. */
    private static final int MOST_HEAD = 64 * 1024;

    /** Streams that are packed more than once. */
    private static final int MOST_TIMES = 3;

    /** Between the word and what is packed. */
    private static final int MOST_SPACES = 64;

    /** Words that look as if a stream began. */
    private static final int MOST_WORDS = 100_000;

    private static final Pattern OBJECT = Pattern.compile("[0-9][\\s\\x00]+[0-9]+[\\s\\x00]*obj");

    private static final Pattern OBJECTS = Pattern.compile("/(ObjStm|XRef|First|W)(?![A-Za-z0-9])");
    private static final Pattern PICTURE = Pattern.compile("/Subtype\\s*/Image(?![A-Za-z0-9])");
    private static final Pattern ONE_FILTER =
            Pattern.compile("/Filter\\s*(/Fl(ateDecode)?(?![A-Za-z0-9])|\\[\\s*/Fl(ateDecode)?\\s*\\])");
    private static final Pattern OTHER_FILTER = Pattern.compile(
            "/(ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode|RL|Crypt)(?![A-Za-z0-9])");
    private static final Pattern ESCAPED = Pattern.compile("#([0-9A-Fa-f]{2})");

    private enum Kind {
        OBJECTS(MOST_OBJECTS),
        PICTURE(MOST_PICTURE),
        OTHER(MOST);

        private final long most;

        Kind(long most) {
            this.most = most;
        }
    }

    private final Path file;
    private final long size;
    private final byte[] buffer = new byte[BUFFER];
    private long objects;
    private long others;
    private long together;

    private PdfStreams(Path file) throws IOException {
        this.file = file;
        this.size = Files.size(file);
    }

    /** @throws FileRefused when one is a bomb, or all are together */
    static void check(Path file) throws IOException {
        new PdfStreams(file).check();
    }

    private void check() throws IOException {
        Inflater inflater = new Inflater(true);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
                FileChannel again = FileChannel.open(file)) {
            StringBuilder head = new StringBuilder();
            long at = 0;
            int matched = 0;
            int words = 0;
            int before = '\n';
            for (int next = in.read(); next >= 0; next = in.read()) {
                at++;
                boolean begins = next == BEGIN[0] && (isSpace(before) || before == '>');
                boolean goesOn = matched > 0 && next == BEGIN[matched];
                matched = goesOn ? matched + 1 : begins ? 1 : 0;
                before = next;
                head.append((char) next);
                if (head.length() > 2 * MOST_HEAD) {
                    head.delete(0, MOST_HEAD);
                }
                if (matched == BEGIN.length) {
                    matched = 0;
                    if (++words > MOST_WORDS) {
                        throw FileRefused.bomb();
                    }
                    String said = head.substring(0, head.length() - BEGIN.length);
                    boolean dictionary = endsADictionary(said);
                    Kind kind = dictionary ? kind(said) : Kind.OTHER;
                    if (dictionary) {
                        head.setLength(0);
                    }
                    unpack(again, at, kind, inflater);
                }
            }
        } finally {
            inflater.end();
        }
    }

    private static boolean isSpace(int letter) {
        return letter == ' ' || letter == '\n' || letter == '\r' || letter == '\t' || letter == '\f' || letter == 0;
    }

    /** Comments may lie between it and the stream. */
    private static boolean endsADictionary(String said) {
        int end = said.length();
        while (true) {
            while (end > 0 && isSpace(said.charAt(end - 1))) {
                end--;
            }
            if (said.startsWith(">>", end - 2)) {
                return true;
            }
            int line = Math.max(said.lastIndexOf('\n', end - 1), said.lastIndexOf('\r', end - 1)) + 1;
            int comment = said.indexOf('%', line);
            if (comment < 0 || comment >= end) {
                return false;
            }
            end = comment;
        }
    }

    /** @throws FileRefused when it hides what it is, or is packed in a way in which nobody packs objects */
    private static Kind kind(String said) throws FileRefused {
        int begin = -1;
        for (Matcher object = OBJECT.matcher(said); object.find(); ) {
            int line = Math.max(said.lastIndexOf('\n', object.start()), said.lastIndexOf('\r', object.start())) + 1;
            int comment = said.indexOf('%', line);
            begin = comment < 0 || comment > object.start() ? object.end() : begin;
        }
        if (begin < 0 || !isOneDictionary(said, begin)) {
            // Perhaps it hides what it is, perhaps what was packed before it looks like a comment.
            if (OTHER_FILTER.matcher(unescaped(said)).find()) {
                throw FileRefused.bomb();
            }
            return Kind.OBJECTS;
        }
        String dictionary = unescaped(said.substring(begin));
        if (OBJECTS.matcher(dictionary).find()) {
            int filter = dictionary.indexOf("/Filter");
            boolean several = filter != dictionary.lastIndexOf("/Filter");
            if (several || (filter >= 0 && !ONE_FILTER.matcher(dictionary).find())) {
                throw FileRefused.bomb();
            }
            return Kind.OBJECTS;
        }
        boolean plain = dictionary.indexOf('%') < 0 && dictionary.indexOf('(') < 0;
        return plain && PICTURE.matcher(dictionary).find() ? Kind.PICTURE : Kind.OTHER;
    }

    private static String unescaped(String said) {
        return ESCAPED.matcher(said)
                .replaceAll(
                        code -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(code.group(1), 16))))
                .replace('\0', ' ');
    }

    /** Whether it is whole from there: what looks like the beginning of an object may lie in a text. */
    private static boolean isOneDictionary(String said, int begin) {
        int texts = 0;
        int dictionaries = 0;
        for (int at = begin; at < said.length(); at++) {
            char letter = said.charAt(at);
            if (letter == '(') {
                texts++;
            } else if (letter == ')') {
                texts--;
            } else if (letter == '\\' && texts > 0) {
                at++;
            } else if (letter == '%' && texts == 0) {
                while (at < said.length() && said.charAt(at) != '\n' && said.charAt(at) != '\r') {
                    at++;
                }
            } else if (texts == 0 && said.startsWith("<<", at)) {
                dictionaries++;
                at++;
            } else if (texts == 0 && said.startsWith(">>", at)) {
                dictionaries--;
                at++;
            }
            if (texts < 0 || dictionaries < 0) {
                return false;
            }
        }
        return texts == 0 && dictionaries == 0;
    }

    /** From each place where a reader may begin: some skip spaces, and what is packed may begin with one. */
    private void unpack(FileChannel again, long at, Kind kind, Inflater inflater) throws IOException {
        again.position(at);
        byte[] first = Channels.newInputStream(again).readNBytes(MOST_SPACES);
        for (int spaces = 0; spaces <= first.length; spaces++) {
            again.position(at + spaces);
            inflater.reset();
            unpack(Channels.newInputStream(again), kind, inflater);
            if (spaces == first.length || !isSpace(first[spaces])) {
                return;
            }
        }
    }

    /** Without regard to the head of RFC 1950: readers of PDFs skip it unread. */
    private void unpack(InputStream packed, Kind kind, Inflater inflater) throws IOException {
        try {
            packed.skipNBytes(2);
            InputStream content = new BufferedInputStream(new InflaterInputStream(packed, inflater, 4096), 4096);
            for (int times = 1; times < MOST_TIMES && isPacked(content); times++) {
                content = new BufferedInputStream(new InflaterInputStream(content), BUFFER);
            }
            long bytes = 0;
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                bytes += read;
                count(read, kind);
                if (bytes > kind.most) {
                    throw FileRefused.bomb();
                }
            }
        } catch (ZipException | EOFException broken) {
            // Not packed in this way, or cut off: whoever opens it gets no further.
        }
    }

    private void count(int read, Kind kind) throws FileRefused {
        together += read;
        objects += kind == Kind.OBJECTS ? read : 0;
        others += kind == Kind.PICTURE ? 0 : read;
        boolean swells = others > SMALL && others / MOST_TIMES_PACKED > size;
        if (swells || objects > MOST_OBJECTS_TOGETHER || together > MOST_TOGETHER) {
            throw FileRefused.bomb();
        }
    }

    /** The head of RFC 1950. */
    private static boolean isPacked(InputStream content) throws IOException {
        content.mark(2);
        int first = content.read();
        int second = content.read();
        content.reset();
        return second >= 0 && (first & 0x0F) == 8 && (first << 8 | second) % 31 == 0;
    }
}
