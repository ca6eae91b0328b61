package dev.laurel.submission;

import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/** Evidence in {@code evidence/} below the data directory. */
@Component
class DirectoryEvidenceStore implements EvidenceStore {

    private static final Logger log = LoggerFactory.getLogger(DirectoryEvidenceStore.class);

    /** Longer than any upload takes; what is older was left by a process that died. */
    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    private final Path root;
    private final Path incoming;
    private final Path uploads;
    private final Clock clock;

    DirectoryEvidenceStore(LaurelSettings settings, Clock clock) {
        this.root = settings.dataDir().resolve("evidence");
        this.incoming = root.resolve("incoming");
        this.uploads = root.resolve("uploads");
        this.clock = clock;
    }

    @Override
    public Path newIncoming() throws IOException {
        Files.createDirectories(incoming);
        return Files.createTempFile(incoming, "", ".part");
    }

    @Override
    public void keep(TenantId tenant, String sha256, Path received) throws IOException {
        Path target = path(tenant, sha256);
        Files.createDirectories(target.getParent());
        try (FileChannel channel = FileChannel.open(received, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        if (Files.exists(target)) {
            return;
        }
        try {
            Files.createLink(target, received);
        } catch (FileAlreadyExistsException sameBytes) {
            // Somebody stored them at this moment.
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            Path copy = newIncoming();
            Files.copy(received, copy, StandardCopyOption.REPLACE_EXISTING);
            Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Override
    public void append(UploadId upload, long offset, Path piece) throws IOException {
        Files.createDirectories(uploads);
        try (FileChannel from = FileChannel.open(piece, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(path(upload), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (to.size() < offset) {
                throw new IOException("Bytes of upload " + upload.value() + " have gone");
            }
            to.truncate(offset);
            to.position(offset);
            long bytes = from.size();
            for (long done = 0; done < bytes; ) {
                done += from.transferTo(done, bytes - done, to);
            }
            to.force(true);
        }
    }

    @Override
    public Path assembled(UploadId upload, long bytes) throws IOException {
        Path path = path(upload);
        if (Files.size(path) != bytes) {
            throw new IOException("Upload " + upload.value() + " has " + Files.size(path) + " bytes, not " + bytes);
        }
        return path;
    }

    @Override
    public void forget(UploadId upload) throws IOException {
        Files.deleteIfExists(path(upload));
    }

    private Path path(UploadId upload) {
        return uploads.resolve(upload.value().toString());
    }

    @Override
    public Resource open(TenantId tenant, String sha256) {
        return new FileSystemResource(path(tenant, sha256));
    }

    private Path path(TenantId tenant, String sha256) {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("Not a SHA-256 in lower-case hexadecimal");
        }
        return root.resolve(tenant.value().toString())
                .resolve(sha256.substring(0, 2))
                .resolve(sha256);
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
