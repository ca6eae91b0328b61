package dev.laurel.lti.registration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The picture by which platforms show the tool. They store its address once and for all, so it is none that changes with its
 * content; whoever keeps the picture asks for it again after a day.
 */
@RestController
class IconController {

    private static final CacheControl CACHED =
            CacheControl.maxAge(Duration.ofDays(1)).cachePublic();

    private final byte[] icon;
    private final String tag;

    IconController() {
        this.icon = read();
        this.tag = '"' + DigestUtils.md5DigestAsHex(icon) + '"';
    }

    @GetMapping(path = ToolDescription.ICON, produces = MediaType.IMAGE_PNG_VALUE)
    ResponseEntity<byte[]> icon() {
        return ResponseEntity.ok()
                .cacheControl(CACHED)
                .eTag(tag)
                .header("Cross-Origin-Resource-Policy", "cross-origin")
                .body(icon);
    }

    private static byte[] read() {
        try (InputStream in = Objects.requireNonNull(IconController.class.getResourceAsStream("/lms/icon.png"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
