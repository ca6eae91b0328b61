package dev.laurel.submission;

import dev.laurel.tenant.TenantId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/** Evidence in {@code evidence/} below the data directory. */
final class DirectoryEvidenceStore implements EvidenceStore {

    private final Path root;
    private final Path uploads;
    private final IncomingDirectory incoming;

    DirectoryEvidenceStore(Path root, IncomingDirectory incoming) {
        this.root = root;
        this.uploads = root.resolve("uploads");
        this.incoming = incoming;
    }

    @Override
    public Path newIncoming() throws IOException {
        return incoming.newFile();
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
    public boolean has(TenantId tenant, String sha256) {
        return Files.exists(path(tenant, sha256));
    }

    @Override
    public void delete(TenantId tenant, String sha256) throws IOException {
        Files.deleteIfExists(path(tenant, sha256));
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
    public Assembled assembled(UploadId upload, long bytes) throws IOException {
        Path path = path(upload);
        if (Files.size(path) != bytes) {
            throw new IOException("Upload " + upload.value() + " has " + Files.size(path) + " bytes, not " + bytes);
        }
        return new InPlace(path);
    }

    private record InPlace(Path path) implements Assembled {
        @Override
        public void close() {
            // It stays until the upload is forgotten.
        }
    }

    @Override
    public void forget(UploadId upload) throws IOException {
        Files.deleteIfExists(path(upload));
    }

    private Path path(UploadId upload) {
        return uploads.resolve(upload.value().toString());
    }

    @Override
    public Resource open(TenantId tenant, String sha256, long bytes) {
        return new FileSystemResource(path(tenant, sha256));
    }

    private Path path(TenantId tenant, String sha256) {
        return root.resolve(EvidenceKeys.of(tenant, sha256));
    }
}
