package dev.laurel.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.support.Teacher;
import dev.laurel.support.TestSurroundings;
import dev.laurel.support.ToolProcess;
import dev.laurel.support.TusClient;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Laurel as a process of its own, killed by the operating system (SIGKILL) twice in the middle of a piece of a film. Each time
 * the client goes on where the server says that it stands. {@code UploadBenchmark} does the same with a gibibyte and measures.
 */
class KilledDuringUploadTests {

    private static final String MICRO_CREDENTIAL = "lit-hfw-mapping";
    private static final int BYTES = 64 * 1024 * 1024;
    private static final int PIECE = 8 * 1024 * 1024;

    /** What is on its way when the process dies: more than the sockets between them hold. */
    private static final int UNDER_WAY = 20 * 1024 * 1024;

    private final byte[] film = film();

    @Test
    @DisplayName("an upload goes on after its server was killed twice in the middle of it, and every byte is the same")
    void everyByteIsThere() throws Exception {
        Path data = Files.createTempDirectory("laurel-killed-upload");
        int port = TestSurroundings.freePort();
        ToolProcess tool = ToolProcess.ofClassPath(port, data, Map.of());
        try (CanvasDev lms =
                CanvasDev.start(CanvasDevSettings.onRandomPort().withToolUrl("http://localhost:" + port))) {
            lms.register("canvas");
            TusClient tus = TusClient.ofFilm(
                    Teacher.opens(lms, "canvas", "dana", MICRO_CREDENTIAL).starts(), BYTES);
            URI upload = tus.begin();
            int stands = 0;
            for (int kill = 1; kill <= 2; kill++) {
                int sent = sendUntil(tus, upload, stands, PIECE * 2 * kill);
                try (Socket rest = tus.sendRest(upload, sent)) {
                    rest.getOutputStream().write(film, sent, UNDER_WAY);
                    tool.kill();
                }
                tool = ToolProcess.ofClassPath(port, data, Map.of());
                stands = (int) tus.standsAt(upload);
                assertThat(stands).as("what was acknowledged is kept").isBetween(sent, BYTES - 1);
            }
            sendUntil(tus, upload, stands, BYTES);

            assertThat(tus.storedHash()).isEqualTo(TusClient.sha256().digest(film));
        } finally {
            tool.kill();
        }
    }

    private int sendUntil(TusClient tus, URI upload, int from, int end) throws Exception {
        int offset = from;
        while (offset < end) {
            byte[] piece = Arrays.copyOfRange(film, offset, Math.min(BYTES, offset + PIECE));
            tus.send(upload, offset, piece);
            offset += piece.length;
        }
        return offset;
    }

    /** A box that says MP4, a box for all the rest, and noise in it. */
    private static byte[] film() {
        byte[] film = new byte[BYTES];
        new SplittableRandom(64).nextBytes(film);
        ByteBuffer.wrap(film)
                .putInt(24)
                .put("ftypisom\0\0\0\0isommp42".getBytes(StandardCharsets.US_ASCII))
                .putInt(1)
                .put("mdat".getBytes(StandardCharsets.US_ASCII))
                .putLong(BYTES - 24);
        return film;
    }
}
