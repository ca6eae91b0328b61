package dev.laurel.sharing;

import dev.laurel.system.NotFound;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The newest bundle of an offer, for whoever was told its address. */
@Controller
class BundleController {

    /** @see <a href="https://www.rfc-editor.org/rfc/rfc7515#section-9.2.1">RFC 7515, 9.2.1</a> */
    static final MediaType JOSE = new MediaType("application", "jose");

    private final Offers offers;

    BundleController(Offers offers) {
        this.offers = offers;
    }

    @GetMapping("/bundles/{token}")
    ResponseEntity<byte[]> bundle(@PathVariable String token) {
        return file(offers.sealed(token).orElseThrow(() -> new NotFound("No bundle at that address")), "bundle");
    }

    static ResponseEntity<byte[]> file(String sealed, String name) {
        return ResponseEntity.ok()
                .contentType(JOSE)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".jws\"")
                .body(sealed.getBytes(StandardCharsets.US_ASCII));
    }
}
