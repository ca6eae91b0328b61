package dev.laurel.badge;

import dev.laurel.badge.PublicDocuments.Answer;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Open Badges 2.0, hosted: assertions, badge classes and issuers as the JSON that their addresses promise. */
@Controller
class HostedController {

    /** An assertion is its own status list: a revocation has to show within minutes. */
    private static final CacheControl SHORT =
            CacheControl.maxAge(Duration.ofMinutes(1)).cachePublic();

    private final HostedDocuments documents;

    HostedController(HostedDocuments documents) {
        this.documents = documents;
    }

    @GetMapping(
            path = "/ob2/assertions/{id:[A-Za-z0-9-]{1,64}}",
            produces = {MediaType.APPLICATION_JSON_VALUE, CredentialController.LD_JSON, MediaType.ALL_VALUE})
    ResponseEntity<byte[]> assertion(@PathVariable String id) {
        Answer answer = documents.assertion(id);
        return json(answer.status(), answer.text());
    }

    @GetMapping(
            path = "/ob2/badges/{slug:[a-z0-9-]{1,80}}/{achievement:[a-z0-9-]{2,100}}/{version:[0-9.]{1,40}}",
            produces = {MediaType.APPLICATION_JSON_VALUE, CredentialController.LD_JSON, MediaType.ALL_VALUE})
    ResponseEntity<byte[]> badgeClass(
            @PathVariable String slug, @PathVariable String achievement, @PathVariable String version) {
        JsonObject badge = documents.badgeClass(slug, achievement, version);
        return json(200, badge.toString());
    }

    @GetMapping(
            path = "/ob2/issuers/{slug:[a-z0-9-]{1,80}}",
            produces = {MediaType.APPLICATION_JSON_VALUE, CredentialController.LD_JSON, MediaType.ALL_VALUE})
    ResponseEntity<byte[]> issuer(@PathVariable String slug) {
        return json(200, documents.profile(slug).toString());
    }

    /** The type is set where people ask for a page: what is served here is JSON, whoever asks. */
    private static ResponseEntity<byte[]> json(int status, String text) {
        return ResponseEntity.status(status)
                .cacheControl(SHORT)
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.VARY, "Accept")
                .body(text.getBytes(StandardCharsets.UTF_8));
    }
}
