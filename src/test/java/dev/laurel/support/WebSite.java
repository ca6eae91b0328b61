package dev.laurel.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Another organisation's web site, which serves what a test puts there. */
public final class WebSite implements AutoCloseable {

    private record File(int status, String type, byte[] body, String location) {

        private File(int status, String type, byte[] body) {
            this(status, type, body, "");
        }
    }

    private final HttpServer server;
    private final Map<String, File> files = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile @Nullable URI leadsTo;

    public WebSite() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            URI behind = leadsTo;
            if (behind != null) {
                passOn(exchange, behind);
                return;
            }
            File file =
                    files.getOrDefault(exchange.getRequestURI().getPath(), new File(404, "text/plain", new byte[0]));
            exchange.getResponseHeaders().set("Content-Type", file.type());
            if (!file.location().isEmpty()) {
                exchange.getResponseHeaders().set("Location", file.location());
            }
            exchange.sendResponseHeaders(file.status(), file.body().length == 0 ? -1 : file.body().length);
            exchange.getResponseBody().write(file.body());
            exchange.close();
        });
        server.start();
    }

    /** Has the site's name lead to another server, as a proxy does that ends TLS for it. Null for no longer. */
    public void leadsTo(@Nullable URI server) {
        leadsTo = server;
    }

    private void passOn(HttpExchange exchange, URI server) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(server + exchange.getRequestURI().toString()))
                .header("X-Forwarded-Host", exchange.getRequestHeaders().getFirst("Host"))
                .header("X-Forwarded-Proto", "http")
                .build();
        try {
            HttpResponse<byte[]> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
            exchange.getResponseHeaders()
                    .set(
                            "Content-Type",
                            answer.headers().firstValue("Content-Type").orElse("text/plain"));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
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

    /** Has the path send whoever asks to another address, or another path. */
    public void sends(String path, String location) {
        files.put(path, new File(302, "text/plain", new byte[0], location));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
