package dev.laurel.submission;

import dev.laurel.tenant.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Bytes that have arrived whole but are not yet welcome. Closing it without keeping it leaves nothing behind. */
final class IncomingFile implements AutoCloseable {

    private final EvidenceStore store;
    private final Path path;
    private final String sha256;
    private final long bytes;
    private final boolean ours;

    private IncomingFile(EvidenceStore store, Path path, String sha256, long bytes, boolean ours) {
        this.store = store;
        this.path = path;
        this.sha256 = sha256;
        this.bytes = bytes;
        this.ours = ours;
    }

    /**
     * Receives a stream to its end, at most {@code maxBytes}.
     *
     * @throws FileRefused when it is longer, or empty
     * @throws IOException when the stream breaks or the disk is full
     */
    static IncomingFile receive(EvidenceStore store, InputStream content, long maxBytes) throws IOException {
        Path path = store.newIncoming();
        boolean complete = false;
        try {
            MessageDigest digest = Checksum.digest("SHA-256");
            long bytes = 0;
            try (OutputStream out = Files.newOutputStream(path)) {
                byte[] buffer = new byte[64 * 1024];
                for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                    bytes += read;
                    if (bytes > maxBytes) {
                        throw FileRefused.tooLarge(maxBytes);
                    }
                    digest.update(buffer, 0, read);
                    out.write(buffer, 0, read);
                }
            }
            if (bytes == 0) {
                throw FileRefused.empty();
            }
            complete = true;
            return new IncomingFile(store, path, HexFormat.of().formatHex(digest.digest()), bytes, true);
        } finally {
            if (!complete) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** A file that lies there whole already and stays there, whatever becomes of this. */
    static IncomingFile whole(EvidenceStore store, Path path) throws IOException {
        return new IncomingFile(store, path, sha256(path), Files.size(path), false);
    }

    /** The same file without its hidden details; this one is for closing only, afterwards. */
    Cleaned cleaned(FileCleaner cleaner, FileKinds.Kind kind) throws IOException {
        Path clean = store.newIncoming();
        boolean complete = false;
        try {
            Cleaning cleaning = cleaner.clean(path, clean, kind);
            IncomingFile file = new IncomingFile(store, clean, sha256(clean), Files.size(clean), true);
            complete = true;
            return new Cleaned(file, cleaning);
        } finally {
            if (!complete) {
                Files.deleteIfExists(clean);
            }
        }
    }

    /** What is kept, and what became of its hidden details. */
    record Cleaned(IncomingFile file, Cleaning cleaning) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    Path path() {
        return path;
    }

    String sha256() {
        return sha256;
    }

    long bytes() {
        return bytes;
    }

    void keep(TenantId tenant) throws IOException {
        store.keep(tenant, sha256, path);
    }

    @Override
    public void close() throws IOException {
        if (ours) {
            Files.deleteIfExists(path);
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Checksum.digest("SHA-256");
        try (InputStream content = Files.newInputStream(file)) {
            byte[] buffer = new byte[64 * 1024];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
