package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What the real daemon answers; {@link ScannerTests} has what follows from it. */
@EnabledIf("dev.laurel.submission.Clamd#isInstalled")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClamdTests {

    private static final byte[] EICAR = ClamdPeer.EICAR.getBytes(StandardCharsets.US_ASCII);

    private Clamd clamd;
    private Scanner scanner;

    @BeforeAll
    void up(@TempDir Path directory) throws IOException {
        clamd = new Clamd(directory).up();
        scanner = new Scanner(clamd.address(), Duration.ofSeconds(60));
    }

    @AfterAll
    void down() {
        clamd.close();
    }

    private Scan scan(byte[] content) throws IOException {
        return scanner.scan(new ByteArrayInputStream(content));
    }

    @Test
    void callsNothingAVirusThatItDidNotLookThrough() throws Exception {
        assertThat(scan(new byte[Clamd.MOST_LOOKED_THROUGH + 1])).isEqualTo(Scan.WAITING);
        byte[] sickAndLong = new byte[Clamd.MOST_LOOKED_THROUGH + 1];
        System.arraycopy(EICAR, 0, sickAndLong, 0, EICAR.length);
        assertThat(scan(sickAndLong)).isEqualTo(Scan.WAITING);
    }

    @Test
    void holdsBackWhatIsLongerThanItTakes() throws Exception {
        Zeros twoHundredMegabytes = new Zeros(200 << 20);
        assertThat(scanner.scan(twoHundredMegabytes)).isEqualTo(Scan.WAITING);
        assertThat(twoHundredMegabytes.left)
                .as("no longer sent than it listens")
                .isPositive();
        assertThat(scan(new byte[9])).as("the next one is judged").isEqualTo(Scan.CLEAN);
    }

    @Test
    void holdsBackWhatItWasListeningToWhenItDied() throws Exception {
        InputStream content = new ByteArrayInputStream(new byte[1 << 20]) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                if (pos >= count / 2) {
                    clamd.down();
                }
                return super.read(into, from, length);
            }
        };
        assertThat(scanner.scan(content)).isEqualTo(Scan.WAITING);
        assertThat(scanner.answers()).isFalse();
        clamd.up();
        assertThat(scan(new byte[1 << 20])).isEqualTo(Scan.CLEAN);
    }

    @Test
    void findsTheTestFileOfEicarInAnArchiveToo() throws Exception {
        assertThat(scan(EICAR)).isEqualTo(Scan.INFECTED);
        byte[] archive = zip("plan.txt", EICAR);
        assertThat(new String(archive, StandardCharsets.ISO_8859_1)).doesNotContain(ClamdPeer.EICAR);
        assertThat(scan(archive)).isEqualTo(Scan.INFECTED);
        assertThat(scan(zip("archive.zip", archive))).isEqualTo(Scan.INFECTED);
        assertThat(scan(zip("plan.txt", new byte[90_000]))).isEqualTo(Scan.CLEAN);
        assertThat(scan(new byte[0])).isEqualTo(Scan.CLEAN);
        assertThat(scan(Samples.pdf(1_000_000))).isEqualTo(Scan.CLEAN);
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            zip.putNextEntry(new ZipEntry("words.txt"));
            zip.write(new byte[5000]);
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return archive.toByteArray();
    }

    /** As many bytes of nothing as asked for, without room for them. */
    private static final class Zeros extends InputStream {

        private int left;

        Zeros(int bytes) {
            left = bytes;
        }

        @Override
        public int read() {
            left--;
            return left < 0 ? -1 : 0;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (left <= 0) {
                return -1;
            }
            int read = Math.min(left, length);
            left -= read;
            return read;
        }
    }
}
