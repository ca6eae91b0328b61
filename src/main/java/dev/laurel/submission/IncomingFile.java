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
    private final boolean ours;

    private IncomingFile(EvidenceStore store, Path path, boolean ours) {
        this.store = store;
        this.path = path;
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
            long bytes = 0;
            try (OutputStream out = Files.newOutputStream(path)) {
                byte[] buffer = new byte[64 * 1024];
                for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                    bytes += read;
                    if (bytes > maxBytes) {
                        throw FileRefused.tooLarge(maxBytes);
                    }
                    out.write(buffer, 0, read);
                }
            }
            if (bytes == 0) {
                throw FileRefused.empty();
            }
            complete = true;
            return new IncomingFile(store, path, true);
        } finally {
            if (!complete) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** A file that lies there whole already and stays there, whatever becomes of this. */
    static IncomingFile whole(EvidenceStore store, Path path) {
        return new IncomingFile(store, path, false);
    }

    /** The same file without its hidden details; this one is for closing only, afterwards. */
    Cleaned cleaned(FileCleaner cleaner, FileKinds.Kind kind) throws IOException {
        Path clean = store.newIncoming();
        boolean complete = false;
        try {
            Unpacking unpacking = new Unpacking();
            Cleaning cleaning = cleaner.clean(path, clean, kind, unpacking);
            Cleaned cleaned = new Cleaned(store, clean, sha256(clean), Files.size(clean), cleaning, unpacking.names());
            complete = true;
            return cleaned;
        } finally {
            if (!complete) {
                Files.deleteIfExists(clean);
            }
        }
    }

    /**
     * What is kept, under the hash of what it has become, and what became of its hidden details.
     *
     * @param within names of files within archives, one a line
     */
    record Cleaned(EvidenceStore store, Path path, String sha256, long bytes, Cleaning cleaning, String within)
            implements AutoCloseable {

        /** A name is personal. */
        @Override
        public String toString() {
            return "Cleaned[" + sha256 + "]";
        }

        void keep(TenantId tenant) throws IOException {
            store.keep(tenant, sha256, path);
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(path);
        }
    }

    Path path() {
        return path;
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
