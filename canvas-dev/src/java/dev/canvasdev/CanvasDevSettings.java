package dev.canvasdev;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to start a {@link CanvasDev}.
 *
 * @param port where it listens; 0 for any free port
 * @param host the name in its addresses, {@code localhost} or {@code 127.0.0.1}: which of the two decides whether a tool on
 *     {@code localhost} is on the same site
 * @param baseUrl its public address when that is not {@code http://host:port}, for example behind a proxy
 * @param toolUrl where the tool is; needed for registering it at start
 * @param dataDir where the state is kept; null keeps it in memory only
 * @param registerAtStart whether to register the tool in both dresses as soon as it answers
 */
public record CanvasDevSettings(
        int port,
        String host,
        @Nullable String baseUrl,
        @Nullable String toolUrl,
        @Nullable Path dataDir,
        boolean registerAtStart) {

    /** Any free port of localhost, memory only, no tool. */
    public static CanvasDevSettings onRandomPort() {
        return new CanvasDevSettings(0, "localhost", null, null, null, false);
    }

    public CanvasDevSettings withPort(int port) {
        return new CanvasDevSettings(port, host, baseUrl, toolUrl, dataDir, registerAtStart);
    }

    public CanvasDevSettings withHost(String host) {
        return new CanvasDevSettings(port, host, baseUrl, toolUrl, dataDir, registerAtStart);
    }

    public CanvasDevSettings withBaseUrl(String baseUrl) {
        return new CanvasDevSettings(port, host, withoutSlash(baseUrl), toolUrl, dataDir, registerAtStart);
    }

    public CanvasDevSettings withToolUrl(String toolUrl) {
        return new CanvasDevSettings(port, host, baseUrl, withoutSlash(toolUrl), dataDir, registerAtStart);
    }

    public CanvasDevSettings withDataDir(Path dataDir) {
        return new CanvasDevSettings(port, host, baseUrl, toolUrl, dataDir, registerAtStart);
    }

    public CanvasDevSettings withRegisterAtStart(boolean registerAtStart) {
        return new CanvasDevSettings(port, host, baseUrl, toolUrl, dataDir, registerAtStart);
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
