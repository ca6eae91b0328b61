package dev.canvasdev;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The platform's public keys. */
@Controller
final class KeyController {

    private final Platforms platforms;

    KeyController(Platforms platforms) {
        this.platforms = platforms;
    }

    @GetMapping({"/api/lti/security/jwks", "/moodle/mod/lti/certs.php"})
    void keys(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Platform platform = platforms.of(request);
        var keys = platform.keys().stream()
                .map(k -> Jws.jwk(k.kid(), k.publicKey()))
                .toList();
        Answer.json(200, Json.of("keys", keys))
                .header("Cache-Control", "max-age=864000, private")
                .write(response);
    }
}
