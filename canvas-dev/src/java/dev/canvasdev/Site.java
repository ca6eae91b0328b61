package dev.canvasdev;

import java.time.Clock;
import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Where this canvas-dev is reached; known once the port is. */
@Component
final class Site {

    private final CanvasDevSettings settings;
    private final byte[] secret = Ids.secret();
    private volatile String base = "";

    Site(CanvasDevSettings settings) {
        this.settings = settings;
    }

    @EventListener
    void started(ServletWebServerInitializedEvent event) {
        String given = settings.baseUrl();
        base = given != null
                ? given
                : "http://" + settings.host() + ":" + event.getWebServer().getPort();
    }

    /** Scheme, host and port, without a slash at the end. */
    String base() {
        return base;
    }

    /** The host as Canvas names it in {@code $Canvas.api.domain}. */
    String authority() {
        return base.replaceFirst("^https?://", "");
    }

    /** Signs what only this process reads again. */
    byte[] secret() {
        return secret;
    }

    CanvasDevSettings settings() {
        return settings;
    }

    Clock clock() {
        return Clock.systemUTC();
    }

    long now() {
        return clock().instant().getEpochSecond();
    }
}
