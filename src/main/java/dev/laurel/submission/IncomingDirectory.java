package dev.laurel.submission;

import dev.laurel.system.LaurelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Where this node looks at files before they are kept or after they were put together: nothing in it outlives its request. */
@Component
class IncomingDirectory {

    private static final Logger log = LoggerFactory.getLogger(IncomingDirectory.class);

    /** Longer than any upload takes; what is older was left by a process that died. */
    static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    private final Path incoming;
    private final Clock clock;

    IncomingDirectory(LaurelSettings settings, Clock clock) {
        this.incoming = settings.dataDir().resolve("evidence").resolve("incoming");
        this.clock = clock;
    }

    /** A new and empty file. */
    Path newFile() throws IOException {
        Files.createDirectories(incoming);
        return Files.createTempFile(incoming, "", ".part");
    }

    /** A killed process leaves half-received files; nobody can ever finish them. */
    @EventListener(ApplicationReadyEvent.class)
    void clearAbandoned() throws IOException {
        if (!Files.isDirectory(incoming)) {
            return;
        }
        Instant before = clock.instant().minus(ABANDONED_AFTER);
        List<Path> parts;
        try (Stream<Path> found = Files.list(incoming)) {
            parts = found.toList();
        }
        for (Path part : parts) {
            FileTime touched = Files.getLastModifiedTime(part);
            if (touched.toInstant().isBefore(before)) {
                Files.deleteIfExists(part);
                log.info("Removed an upload that was never finished: {}", part.getFileName());
            }
        }
    }
}
