package dev.canvasdev;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Fetches the files that a score names, as Canvas does, and keeps what they are: name, type and size. */
@Component
final class FileFetcher {

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    /** How long an answer is waited for. */
    volatile Duration patience = Duration.ofSeconds(10);

    List<Map<String, Object>> fetch(List<Map<String, Object>> files) {
        List<Map<String, Object>> fetched = new ArrayList<>();
        for (Map<String, Object> file : files) {
            Map<String, Object> found = new LinkedHashMap<>(file);
            try {
                HttpRequest request = HttpRequest.newBuilder(URI.create(String.valueOf(file.get("url"))))
                        .timeout(patience)
                        .build();
                HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() != 200) {
                    throw new Refusal(CanvasDress.error(
                            422, "unprocessable_entity", "file url answered " + response.statusCode()));
                }
                found.put("size", response.body().length);
            } catch (HttpTimeoutException e) {
                throw new Refusal(CanvasDress.error(504, "gateway_timeout", "file url timed out"));
            } catch (IOException | IllegalArgumentException e) {
                throw new Refusal(CanvasDress.error(422, "unprocessable_entity", "file url cannot be read"));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Refusal(CanvasDress.error(504, "gateway_timeout", "file url timed out"));
            }
            fetched.add(found);
        }
        return fetched;
    }
}
