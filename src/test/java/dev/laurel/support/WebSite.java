package dev.laurel.support;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Another organisation's web site, which serves what a test puts there. */
public final class WebSite implements AutoCloseable {

    private record File(int status, String type, byte[] body) {}

    private final HttpServer server;
    private final Map<String, File> files = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();

    public WebSite() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            File file =
                    files.getOrDefault(exchange.getRequestURI().getPath(), new File(404, "text/plain", new byte[0]));
            exchange.getResponseHeaders().set("Content-Type", file.type());
            exchange.sendResponseHeaders(file.status(), file.body().length == 0 ? -1 : file.body().length);
            exchange.getResponseBody().write(file.body());
            exchange.close();
        });
        server.start();
    }

    /** How many requests came. */
    public int asked() {
        return asked.get();
    }

    public String at(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    /** The site's own did:web identifier, whose document is {@code /.well-known/did.json}. */
    public String did() {
        return "did:web:localhost%3A" + server.getAddress().getPort();
    }

    /** Puts JSON at the path and tells its address. */
    public String put(String path, String json) {
        return put(path, 200, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    public String put(String path, int status, String type, byte[] body) {
        files.put(path, new File(status, type, body));
        return at(path);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
