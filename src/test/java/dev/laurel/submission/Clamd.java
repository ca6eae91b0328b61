package dev.laurel.submission;

import static org.awaitility.Awaitility.await;

import dev.laurel.support.TestSurroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The real daemon of ClamAV, with a database of one signature, the test file of EICAR, and small limits: {@link #MOST_TAKEN}
 * and {@link #MOST_LOOKED_THROUGH}. Anything over them is said to be, as {@code docs/operate.md} asks for.
 */
final class Clamd implements AutoCloseable {

    private static final Path PROGRAM = Path.of(System.getProperty("laurel.clamd", "/usr/sbin/clamd"));

    /** StreamMaxLength, in bytes. */
    static final int MOST_TAKEN = 4 * 1024 * 1024;

    /** MaxFileSize and MaxScanSize, in bytes. */
    static final int MOST_LOOKED_THROUGH = 2 * 1024 * 1024;

    private final Path directory;
    private final int port = TestSurroundings.freePort();
    private @Nullable Process process;

    Clamd(Path directory) throws IOException {
        this.directory = directory;
        Path database = Files.createDirectories(directory.resolve("database"));
        String signature = HexFormat.of().formatHex(ClamdPeer.EICAR.getBytes(StandardCharsets.US_ASCII));
        Files.writeString(database.resolve("test.ndb"), "Eicar-Test:0:*:" + signature + "\n");
        Files.writeString(directory.resolve("clamd.conf"), """
                Foreground yes
                DatabaseDirectory %s
                LogFile %s
                TCPAddr 127.0.0.1
                TCPSocket %d
                StreamMaxLength %d
                MaxFileSize %d
                MaxScanSize %d
                AlertExceedsMax yes
                """.formatted(
                database, directory.resolve("clamd.log"), port, MOST_TAKEN, MOST_LOOKED_THROUGH, MOST_LOOKED_THROUGH));
    }

    /** Says loudly where there is none. */
    static boolean isInstalled() {
        if (Files.isExecutable(PROGRAM)) {
            return true;
        }
        System.err.println("""

                ##########################################################################
                #  VIRUS SCANNER TESTS SKIPPED: no clamd at %-29s #
                #  Install it (apt-get install clamav-daemon) or name another one with   #
                #  -Dlaurel.clamd=/path/to/clamd                                         #
                ##########################################################################
                """.formatted(PROGRAM));
        return false;
    }

    String address() {
        return "localhost:" + port;
    }

    Clamd up() {
        try {
            process = new ProcessBuilder(
                            PROGRAM.toString(),
                            "-c",
                            directory.resolve("clamd.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("out.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Scanner asks = new Scanner(address(), Duration.ofSeconds(10));
        await().atMost(Duration.ofSeconds(60)).until(asks::answers);
        return this;
    }

    /** SIGKILL. */
    void down() {
        Process running = process;
        if (running == null) {
            return;
        }
        try {
            running.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    @Override
    public void close() {
        down();
    }
}
