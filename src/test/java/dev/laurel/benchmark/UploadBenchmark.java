package dev.laurel.benchmark;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.support.Teacher;
import dev.laurel.support.TestSurroundings;
import dev.laurel.support.ToolProcess;
import dev.laurel.support.TusClient;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A video of a gibibyte, sent to a Laurel that is killed (SIGKILL) twice in the middle of a piece and started again. Goes
 * on where the server says that it stands, downloads the file in the end and compares every byte. Prints the figures of
 * {@code docs/benchmarks.md} and ends with an error when a byte differs.
 *
 * <p>Usage: the jar's path, mebibytes, memory of Laurel's heap in mebibytes.
 */
public final class UploadBenchmark {

    private static final String MICRO_CREDENTIAL = "lit-hfw-mapping";
    private static final int PIECE = 8 * 1024 * 1024;
    private static final int BLOCK = 64 * 1024;

    private final EmbeddedPostgres postgres;
    private final Path jar;
    private final Path data;
    private final int port;
    private final long bytes;
    private final int heap;
    private double peak;
    private double cpu;

    private UploadBenchmark(EmbeddedPostgres postgres, Path jar, Path data, int port, long bytes, int heap) {
        this.postgres = postgres;
        this.jar = jar;
        this.data = data;
        this.port = port;
        this.bytes = bytes;
        this.heap = heap;
    }

    public static void main(String[] arguments) throws Exception {
        Path jar = Path.of(arguments.length > 0 ? arguments[0] : "target/laurel.jar");
        long bytes = (arguments.length > 1 ? Long.parseLong(arguments[1]) : 1024) * 1024 * 1024;
        int heap = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 256;
        Path data = Files.createTempDirectory("laurel-uploads");
        int port = TestSurroundings.freePort();
        boolean equal;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
                CanvasDev lms =
                        CanvasDev.start(CanvasDevSettings.onRandomPort().withToolUrl("http://localhost:" + port))) {
            equal = new UploadBenchmark(postgres, jar, data, port, bytes, heap).run(lms);
        }
        System.exit(equal ? 0 : 1);
    }

    private boolean run(CanvasDev lms) throws Exception {
        ToolProcess tool = start();
        lms.register("canvas");
        letVideosBeLarge();
        tool.close();
        tool = start();
        TusClient tus = TusClient.ofFilm(
                Teacher.opens(lms, "canvas", "dana", MICRO_CREDENTIAL).starts(), bytes);
        URI upload = tus.begin();
        double before = ProcessCost.residentMebibytes(tool.pid());
        long begun = System.nanoTime();
        long offset = 0;
        for (int kill = 1; kill <= 2; kill++) {
            offset = sendUntil(tus, upload, offset, bytes * kill / 3);
            dieInTheMiddle(tool, tus, upload, offset);
            System.out.printf(
                    Locale.ROOT, "Killed with %,d MiB there; most memory in this life %.0f MiB%n", offset >> 20, peak);
            tool = start();
            offset = tus.standsAt(upload);
        }
        offset = sendUntil(tus, upload, offset, bytes);
        double seconds = (System.nanoTime() - begun) / 1e9;
        account(tool);
        System.out.printf(
                Locale.ROOT,
                "%,d MiB in %.1f s, two restarts included (%.0f MiB/s); tool CPU in its last life %.1f s; memory %.0f MiB at the"
                        + " beginning, %.0f MiB at most, heap of %d MiB%n",
                offset >> 20,
                seconds,
                (offset >> 20) / seconds,
                cpu,
                before,
                peak,
                heap);
        begun = System.nanoTime();
        boolean equal = Arrays.equals(expected(), tus.storedHash());
        account(tool);
        System.out.printf(
                Locale.ROOT,
                "Bytes %s; read back in %.1f s; %.0f MiB at most%n",
                equal ? "equal" : "DIFFERENT",
                (System.nanoTime() - begun) / 1e9,
                peak);
        tool.close();
        return equal;
    }

    private ToolProcess start() throws IOException {
        return ToolProcess.start(
                List.of("-Xmx" + heap + "m", "-jar", jar.toString()),
                port,
                data,
                Map.of("SPRING_DATASOURCE_URL", postgres.getJdbcUrl("postgres", "postgres")));
    }

    /** No micro-credential of the demo asks for a film of this size. */
    private void letVideosBeLarge() throws Exception {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            int changed = statement.executeUpdate(
                    "update catalog_version set content = regexp_replace(content, '(max_?[mM][a-z_]*\"?: ?)500', '\\12048', 'g')"
                            + " where item_id = '" + MICRO_CREDENTIAL + "'");
            if (changed == 0) {
                throw new IllegalStateException("No version of " + MICRO_CREDENTIAL);
            }
        }
    }

    private long sendUntil(TusClient tus, URI upload, long from, long end) throws Exception {
        long offset = from;
        while (offset < end) {
            byte[] piece = content(offset, (int) Math.min(PIECE, bytes - offset));
            tus.send(upload, offset, piece);
            offset += piece.length;
        }
        return offset;
    }

    /** Sends half a piece as a client without checksums does, in one request for all the rest, and kills the server. */
    private void dieInTheMiddle(ToolProcess tool, TusClient tus, URI upload, long offset) throws IOException {
        try (Socket socket = tus.sendRest(upload, offset)) {
            OutputStream out = socket.getOutputStream();
            for (long at = offset; at < offset + 5L * PIECE; at += PIECE) {
                out.write(content(at, PIECE));
            }
            out.flush();
            peak = 0;
            account(tool);
            tool.kill();
        }
    }

    private void account(ToolProcess tool) {
        peak = Math.max(peak, ProcessCost.peakMebibytes(tool.pid()));
        cpu = ProcessCost.cpuSeconds(tool.pid());
    }

    // -- the film: a box that says MP4, a box for all the rest, and noise in it

    private byte[] content(long offset, int length) {
        byte[] content = new byte[length];
        for (int done = 0; done < length; ) {
            long at = offset + done;
            byte[] block = block(at / BLOCK);
            int from = (int) (at % BLOCK);
            int part = Math.min(BLOCK - from, length - done);
            System.arraycopy(block, from, content, done, part);
            done += part;
        }
        return content;
    }

    private byte[] block(long number) {
        byte[] block = new byte[BLOCK];
        new SplittableRandom(number).nextBytes(block);
        if (number == 0) {
            ByteBuffer.wrap(block)
                    .putInt(24)
                    .put("ftypisom\0\0\0\0isommp42".getBytes(StandardCharsets.US_ASCII))
                    .putInt(1)
                    .put("mdat".getBytes(StandardCharsets.US_ASCII))
                    .putLong(bytes - 24);
        }
        return block;
    }

    private byte[] expected() {
        MessageDigest digest = TusClient.sha256();
        for (long offset = 0; offset < bytes; offset += PIECE) {
            digest.update(content(offset, (int) Math.min(PIECE, bytes - offset)));
        }
        return digest.digest();
    }
}
