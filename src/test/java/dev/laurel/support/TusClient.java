package dev.laurel.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Uploads as the tus protocol has it, from outside of a browser: what the page's script sends, piece by piece. */
public final class TusClient {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Teacher teacher;
    private final HttpBrowser.Page page;
    private final long bytes;
    private final String cookie;
    private final String csrf;

    private TusClient(Teacher teacher, HttpBrowser.Page page, long bytes) {
        this.teacher = teacher;
        this.page = page;
        this.bytes = bytes;
        this.csrf = page.select("meta[name=csrf-token]").attr("content");
        this.cookie = "laurel_window="
                + teacher.session()
                        .browser()
                        .cookie(page.uri(), "laurel_window")
                        .orElseThrow();
    }

    /** For a film of so many bytes, where a teacher's micro-credential takes films. */
    public static TusClient ofFilm(Teacher teacher, long bytes) {
        HttpBrowser.Page page =
                teacher.at("/evidence").select("a.requirement[href*=/artefacts/]").eachAttr("href").stream()
                        .map(href -> teacher.at("/evidence/artefacts/" + href.replaceFirst(".*/", "")))
                        .filter(found ->
                                found.select("input#file").attr("accept").contains(".mp4"))
                        .findFirst()
                        .orElseThrow();
        return new TusClient(teacher, page, bytes);
    }

    /** Begins an upload. */
    public URI begin() throws IOException, InterruptedException {
        HttpResponse<String> created = client.send(
                request(URI.create(page.uri() + "/uploads"))
                        .header("Upload-Length", Long.toString(bytes))
                        .header("Upload-Metadata", "filename " + base64("lesson.mp4".getBytes(StandardCharsets.UTF_8)))
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        require(created, 201);
        return page.uri().resolve(created.headers().firstValue("Location").orElseThrow());
    }

    /** How much of it the server says that it has. */
    public long standsAt(URI upload) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                request(upload).method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        require(answer, 200);
        return answer.headers().firstValueAsLong("Upload-Offset").orElseThrow();
    }

    /** Sends a piece with its checksum, and waits until it is taken. */
    public void send(URI upload, long offset, byte[] piece) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                request(upload)
                        .header("Content-Type", "application/offset+octet-stream")
                        .header("Upload-Offset", Long.toString(offset))
                        .header("Upload-Checksum", "sha256 " + base64(sha256().digest(piece)))
                        .method("PATCH", BodyPublishers.ofByteArray(piece))
                        .build(),
                BodyHandlers.ofString());
        require(answer, 204);
    }

    /**
     * Begins to send all the rest in one request, as a client without checksums does. What is written to the socket arrives;
     * whoever closes it has broken off.
     */
    public Socket sendRest(URI upload, long offset) throws IOException {
        Socket socket = new Socket(upload.getHost(), upload.getPort());
        OutputStream out = socket.getOutputStream();
        String head = "PATCH " + upload.getPath() + " HTTP/1.1\r\nHost: " + upload.getAuthority() + "\r\nCookie: "
                + cookie + "\r\nX-CSRF-TOKEN: " + csrf + "\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: " + offset
                + "\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: " + (bytes - offset)
                + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** SHA-256 of what the server has made of it, read back through the page. */
    public byte[] storedHash() throws IOException, InterruptedException {
        URI file = page.uri()
                .resolve(teacher.session()
                        .browser()
                        .get(page.uri())
                        .select("#items a")
                        .attr("href"));
        MessageDigest digest = sha256();
        HttpResponse<InputStream> answer = client.send(request(file).GET().build(), BodyHandlers.ofInputStream());
        try (InputStream content = answer.body()) {
            byte[] buffer = new byte[64 * 1024];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return digest.digest();
    }

    /** A digest that every Java has. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private HttpRequest.Builder request(URI at) {
        return HttpRequest.newBuilder(at)
                .header("Cookie", cookie)
                .header("X-CSRF-TOKEN", csrf)
                .header("Tus-Resumable", "1.0.0")
                .header("Accept", "application/json");
    }

    private static void require(HttpResponse<String> answer, int status) {
        if (answer.statusCode() != status) {
            throw new IllegalStateException(
                    answer.request().method() + " answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    private static String base64(byte[] content) {
        return Base64.getEncoder().encodeToString(content);
    }
}
