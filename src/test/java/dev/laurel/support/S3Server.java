package dev.laurel.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A server that speaks S3 (Adobe's S3Mock), as a process of its own with one bucket; one for the whole run, begun when first asked for. */
public final class S3Server {

    public static final String BUCKET = "evidence";

    private S3Server() {}

    private static final class Running {
        static final URI ENDPOINT = start();
    }

    /** Where it listens. */
    public static URI endpoint() {
        return Running.ENDPOINT;
    }

    private static URI start() {
        String jar = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("s3mock") && entry.endsWith("-exec.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("S3Mock is not on the class path of the tests"));
        int port = TestSurroundings.freePort();
        URI endpoint = URI.create("http://localhost:" + port);
        try {
            Path root = Files.createTempDirectory("laurel-s3");
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UnlockDiagnosticVMOptions",
                            "-XX:-BytecodeVerificationRemote",
                            "-jar",
                            jar,
                            "--com.adobe.testing.s3mock.http-port=" + port,
                            "--server.port=0",
                            "--com.adobe.testing.s3mock.store.root=" + root,
                            "--com.adobe.testing.s3mock.store.initial-buckets=" + BUCKET))
                    .redirectErrorStream(true)
                    .redirectOutput(root.resolve("server.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            HttpClient http = HttpClient.newHttpClient();
            HttpRequest bucket =
                    HttpRequest.newBuilder(endpoint.resolve("/" + BUCKET)).build();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> http.send(bucket, BodyHandlers.discarding()).statusCode() == 200);
            return endpoint;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
