package dev.laurel.lti;

import java.time.Duration;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The tool's public keys for platforms (Security Framework 1.0, section 6.2). */
@RestController
class KeySetController {

    /** How long whoever reads the key set may keep it. */
    static final Duration KEPT = Duration.ofHours(1);

    private static final CacheControl CACHED = CacheControl.maxAge(KEPT).cachePublic();

    private final ToolKeys keys;

    KeySetController(ToolKeys keys) {
        this.keys = keys;
    }

    @GetMapping(path = "/lti/jwks", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> keySet() {
        return ResponseEntity.ok().cacheControl(CACHED).body(keys.published().toJson(OutputControlLevel.PUBLIC_ONLY));
    }
}
