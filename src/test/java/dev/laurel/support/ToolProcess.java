package dev.laurel.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Laurel as a process of its own, which can be killed as an operating system kills: without a last word. */
public final class ToolProcess implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;

    private ToolProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts it and returns when it says that it is well.
     *
     * @param program what follows {@code java}: options, and the jar or the class path with the main class
     * @param port where it listens; also in its base URL
     * @param data its data directory, where {@code laurel.log} goes too
     * @param environment further settings
     */
    public static ToolProcess start(List<String> program, int port, Path data, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("SERVER_PORT", Integer.toString(port));
        builder.environment().put("LAUREL_BASE_URL", "http://localhost:" + port);
        builder.environment().put("LAUREL_DATA_DIR", data.toString());
        builder.environment().put("LAUREL_DEMO", "true");
        builder.environment().put("LAUREL_REGISTRATION_OPEN", "true");
        builder.environment().put("LAUREL_ALLOW_PRIVATE_ADDRESSES", "true");
        builder.environment().putAll(environment);
        Path log = data.resolve("laurel.log");
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        ToolProcess tool = new ToolProcess(builder.start());
        try {
            tool.awaitHealth(URI.create("http://localhost:" + port + "/actuator/health"), log);
            return tool;
        } catch (RuntimeException e) {
            tool.kill();
            throw e;
        }
    }

    /** Starts what is being tested, without a jar of it; small, and ready sooner than fast. */
    public static ToolProcess ofClassPath(int port, Path data, Map<String, String> environment) throws IOException {
        return start(
                List.of(
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:-BytecodeVerificationRemote",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.laurel.LaurelApplication"),
                port,
                data,
                environment);
    }

    private void awaitHealth(URI address, Path log) {
        HttpRequest health =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
        long end = System.nanoTime() + Duration.ofMinutes(10).toNanos();
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw new IllegalStateException("Laurel stopped; see " + log);
            }
            try {
                if (HTTP.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // it is still starting
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted", e);
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        throw new IllegalStateException("Laurel did not start; see " + log);
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
