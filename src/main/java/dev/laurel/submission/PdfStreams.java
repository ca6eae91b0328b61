package dev.laurel.submission;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Unpacks each stream of a PDF to nowhere before anything reads the file: whoever opens it holds streams of objects in
 * memory whole, whatever they say of themselves.
 */
final class PdfStreams {

    private static final long MOST = 256L * 1024 * 1024;

    /** A large page, scanned in colour. */
    private static final long MOST_PICTURE = 512L * 1024 * 1024;

    private static final byte[] BEGIN = "stream".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER = 64 * 1024;

    /** Of what lies before a stream and says what it is. */
    private static final int MOST_HEAD = 4096;

    /** Streams that are packed more than once. */
    private static final int MOST_TIMES = 3;

    private final Path file;
    private final byte[] buffer = new byte[BUFFER];

    private PdfStreams(Path file) {
        this.file = file;
    }

    /** @throws FileRefused when one is a bomb */
    static void check(Path file) throws IOException {
        new PdfStreams(file).check();
    }

    private void check() throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            StringBuilder head = new StringBuilder();
            long at = 0;
            int matched = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                at++;
                if (matched == BEGIN.length && next == '\n') {
                    long packed = unpack(at, isPicture(head) ? MOST_PICTURE : MOST);
                    in.skipNBytes(packed);
                    at += packed;
                    head.setLength(0);
                    matched = 0;
                    continue;
                }
                if (matched < BEGIN.length || next != '\r') {
                    boolean goesOn = matched < BEGIN.length && next == BEGIN[matched];
                    matched = goesOn ? matched + 1 : next == BEGIN[0] ? 1 : 0;
                }
                head.append((char) next);
                if (head.length() > 2 * MOST_HEAD) {
                    head.delete(0, MOST_HEAD);
                }
            }
        }
    }

    private static boolean isPicture(StringBuilder head) {
        return head.indexOf("Image", head.lastIndexOf("obj") + 1) >= 0;
    }

    /** @return how many bytes it was packed; 0 where it is not */
    private long unpack(long at, long most) throws IOException {
        Inflater inflater = new Inflater();
        try (InputStream raw = Files.newInputStream(file)) {
            raw.skipNBytes(at);
            InputStream packed = new BufferedInputStream(raw, BUFFER);
            if (!isPacked(packed)) {
                return 0;
            }
            InputStream content = new BufferedInputStream(new InflaterInputStream(packed, inflater, 4096), BUFFER);
            for (int times = 1; times < MOST_TIMES && isPacked(content); times++) {
                content = new BufferedInputStream(new InflaterInputStream(content), BUFFER);
            }
            long bytes = 0;
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                bytes += read;
                if (bytes > most) {
                    throw FileRefused.bomb();
                }
            }
            return inflater.getBytesRead();
        } catch (ZipException | EOFException broken) {
            // Not packed in this way, or cut off: whoever opens it gets no further.
            return 0;
        } finally {
            inflater.end();
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
