package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpServer;
import dev.laurel.support.S3Server;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourceRegion;
import org.springframework.http.MediaType;
import org.springframework.http.converter.ResourceRegionHttpMessageConverter;
import org.springframework.mock.http.MockHttpOutputMessage;

/** What every evidence store promises, the same for a directory and for a bucket of a server that speaks S3. */
@ExtendWith(OutputCaptureExtension.class)
class EvidenceStoreTests {

    @TempDir
    Path data;

    private final TenantId tenant = new TenantId(UUID.randomUUID());

    enum Kind {
        DIRECTORY,
        S3
    }

    /** A store as a process that just started has it. */
    private EvidenceStore store(Kind kind) {
        return switch (kind) {
            case DIRECTORY -> new DirectoryEvidenceStore(data.resolve("evidence"), incoming());
            case S3 -> new S3EvidenceStore(bucket(S3Server.endpoint(), S3Server.BUCKET), incoming(), Clock.systemUTC());
        };
    }

    private IncomingDirectory incoming() {
        return new IncomingDirectory(
                new LaurelSettings(URI.create("http://localhost"), data, false, false, false, null), Clock.systemUTC());
    }

    static EvidenceSettings.S3 bucket(URI endpoint, String name) {
        return new EvidenceSettings.S3(name, endpoint, "eu-nowhere-7", "a key", "a secret", null, "laurel");
    }

    private static Path file(EvidenceStore store, byte[] content) throws IOException {
        Path file = store.newIncoming();
        Files.write(file, content);
        return file;
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private byte[] read(EvidenceStore store, String sha256, int length) throws IOException {
        try (InputStream in = store.open(tenant, sha256, length).getInputStream()) {
            return in.readAllBytes();
        }
    }

    // ---- what goes wrong

    @ParameterizedTest
    @EnumSource
    void takesNoNameThatIsNoHash(Kind kind) {
        EvidenceStore store = store(kind);
        assertThatThrownBy(() -> store.open(tenant, "../../etc/passwd", 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(tenant, "A".repeat(64))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void putsNothingTogetherThatIsNotWhole(Kind kind) throws Exception {
        EvidenceStore store = store(kind);
        UploadId upload = new UploadId(UUID.randomUUID());
        assertThatThrownBy(() -> store.assembled(upload, 3)).isInstanceOf(IOException.class);
        store.append(upload, 0, file(store, bytes(100)));
        assertThatThrownBy(() -> store.assembled(upload, 101)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> {
                    store.append(upload, 500, file(store, bytes(100)));
                    store.assembled(upload, 600);
                })
                .isInstanceOf(IOException.class);
        store.forget(upload);
        assertThatThrownBy(() -> store.assembled(upload, 100)).isInstanceOf(IOException.class);
        store.forget(upload);
    }

    @Test
    void saysThatABucketIsNotThereOrDoesNotAnswer() throws Exception {
        EvidenceStore missing =
                new S3EvidenceStore(bucket(S3Server.endpoint(), "nobodys-bucket"), incoming(), Clock.systemUTC());
        assertThatThrownBy(() -> missing.keep(tenant, sha256(bytes(9)), file(missing, bytes(9))))
                .isInstanceOf(IOException.class);
        EvidenceStore silent = new S3EvidenceStore(
                bucket(URI.create("http://localhost:" + TestSurroundings.freePort()), "evidence"),
                incoming(),
                Clock.systemUTC());
        assertThatThrownBy(() -> silent.has(tenant, sha256(bytes(9))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be reached");
    }

    @ParameterizedTest
    @CsvSource({
        "404, 200, there is no bucket shelf",
        "403, 200, refuses the access key",
        "500, 200, does not answer as it should",
        "200, 501, stay until they are cleared",
    })
    void atStartTheLogSaysWhatAnOperatorHasToMend(int bucket, int list, String said, CapturedOutput log)
            throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            call.sendResponseHeaders(call.getRequestMethod().equals("HEAD") ? bucket : list, -1);
            call.close();
        });
        server.start();
        try {
            URI there = URI.create("http://localhost:" + server.getAddress().getPort());
            new S3EvidenceStore(bucket(there, "shelf"), incoming(), Clock.systemUTC()).lookAtBucket();
        } finally {
            server.stop(0);
        }
        assertThat(log.getOut()).contains(said);
        assertThat(log.getOut().contains("Evidence cannot be stored")).isEqualTo(bucket != 200);
    }

    @Test
    void refusesHalfASettingAndShowsNoSecret() {
        assertThatThrownBy(() -> new EvidenceSettings.S3("b", null, "r", "key", null, null, ""))
                .hasMessageContaining("go together");
        assertThatThrownBy(() -> new EvidenceSettings.S3("", URI.create("http://s3"), "r", null, null, null, ""))
                .hasMessageContaining("names no bucket");
        EvidenceSettings.S3 settings = bucket(URI.create("http://s3"), "b");
        assertThat(settings.toString()).doesNotContain("a key", "a secret");
        assertThat(settings.bucketInPath()).isTrue();
        assertThat(settings.prefix()).isEqualTo("laurel/");
        assertThat(new EvidenceSettings.S3("b", null, "r", null, null, null, "").bucketInPath())
                .isFalse();
        assertThat(new EvidenceSettings(
                                Duration.ofDays(7), null, new EvidenceSettings.S3("", null, "r", null, null, null, ""))
                        .s3())
                .isNull();
    }

    // ---- what it keeps

    @ParameterizedTest
    @EnumSource
    void keepsAFileOnceForEachTenantAndDeletesItForGood(Kind kind) throws Exception {
        EvidenceStore store = store(kind);
        byte[] content = "évidence".getBytes(StandardCharsets.UTF_8);
        String sha256 = sha256(content);
        assertThat(store.has(tenant, sha256)).isFalse();
        Path received = file(store, content);
        store.keep(tenant, sha256, received);
        store.keep(tenant, sha256, received);
        Files.delete(received);
        EvidenceStore restarted = store(kind);
        assertThat(restarted.has(tenant, sha256)).isTrue();
        assertThat(read(restarted, sha256, content.length)).isEqualTo(content);
        assertThat(restarted.has(new TenantId(UUID.randomUUID()), sha256)).isFalse();
        restarted.delete(tenant, sha256);
        assertThat(restarted.has(tenant, sha256)).isFalse();
        assertThatThrownBy(() -> read(restarted, sha256, content.length)).isInstanceOf(IOException.class);
        restarted.delete(tenant, sha256);
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWithAnUploadInAnotherProcess(Kind kind) throws Exception {
        byte[] whole = bytes(1_000_000);
        UploadId upload = new UploadId(UUID.randomUUID());
        EvidenceStore first = store(kind);
        first.append(upload, 0, file(first, slice(whole, 0, 300_000)));
        // The process wrote this and died before it could say so.
        first.append(upload, 300_000, file(first, bytes(50_000)));
        EvidenceStore second = store(kind);
        second.append(upload, 300_000, file(second, slice(whole, 300_000, 700_000)));
        EvidenceStore third = store(kind);
        third.append(upload, 700_000, file(third, slice(whole, 700_000, 1_000_000)));
        Path path;
        try (EvidenceStore.Assembled assembled = third.assembled(upload, whole.length)) {
            path = assembled.path();
            assertThat(Files.readAllBytes(path)).isEqualTo(whole);
        }
        third.forget(upload);
        assertThat(path).doesNotExist();
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    @ParameterizedTest
    @EnumSource
    void readsFromAnyPlaceOn(Kind kind) throws Exception {
        EvidenceStore store = store(kind);
        byte[] film = bytes(400_000);
        store.keep(tenant, sha256(film), file(store, film));
        Resource resource = store.open(tenant, sha256(film), film.length);
        assertThat(resource.contentLength()).isEqualTo(film.length);
        MockHttpOutputMessage answer = new MockHttpOutputMessage();
        new ResourceRegionHttpMessageConverter()
                .write(new ResourceRegion(resource, 250_000, 1000), MediaType.valueOf("video/mp4"), answer);
        assertThat(answer.getBodyAsBytes()).isEqualTo(slice(film, 250_000, 251_000));
        assertThat(answer.getHeaders().getFirst("Content-Range")).isEqualTo("bytes 250000-250999/400000");
    }

    /** In more than two parts where the store has parts, and in much less memory than the file is long. */
    @ParameterizedTest
    @EnumSource
    void takesALongFileInLittleMemory(Kind kind) throws Exception {
        EvidenceStore store = store(kind);
        int length = 72 * 1024 * 1024 + 5;
        Path received = store.newIncoming();
        String sha256 = writeLong(received, length);
        long allocated = allocatedBy(() -> store.keep(tenant, sha256, received));
        assertThat(allocated).isLessThan(length / 4);
        long readingIt = allocatedBy(
                () -> assertThat(hash(store.open(tenant, sha256, length))).isEqualTo(sha256));
        assertThat(readingIt).isLessThan(length / 4);
        store.delete(tenant, sha256);
    }

    private static String writeLong(Path file, int length) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] chunk = bytes(1 << 20);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int left = length; left > 0; left -= chunk.length) {
                int now = Math.min(left, chunk.length);
                out.write(chunk, 0, now);
                digest.update(chunk, 0, now);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String hash(Resource resource) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = resource.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static long allocatedBy(Task task) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        task.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private interface Task {
        void run() throws Exception;
    }
}
