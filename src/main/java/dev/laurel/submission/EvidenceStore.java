package dev.laurel.submission;

import dev.laurel.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.core.io.Resource;

/**
 * Where the bytes of evidence lie, each tenant's apart, found by their SHA-256. Storing the same bytes twice is harmless,
 * and so is deleting what is not there. Nothing is held in memory as a whole.
 */
interface EvidenceStore {

    /** A file, on the store's own disk if it has one, to receive bytes into before they are known to be welcome. */
    Path newIncoming() throws IOException;

    /** Takes a complete file; afterwards it is durable under its name. The caller takes {@code incoming} away. */
    void keep(TenantId tenant, String sha256, Path incoming) throws IOException;

    /** Whether a complete file lies there. */
    boolean has(TenantId tenant, String sha256) throws IOException;

    /** Takes a file away for good. */
    void delete(TenantId tenant, String sha256) throws IOException;

    /**
     * Adds a piece to an upload that is under way; what lay at {@code offset} or after it goes. It is durable when this
     * returns.
     */
    void append(UploadId upload, long offset, Path piece) throws IOException;

    /** All of an upload as one file. Closing gives back what it took to put it together, never the upload itself. */
    Assembled assembled(UploadId upload, long bytes) throws IOException;

    /** A file that lies whole on this node until it is closed. */
    interface Assembled extends AutoCloseable {

        Path path();

        @Override
        void close() throws IOException;
    }

    /** Takes away what came of an upload, if anything did. */
    void forget(UploadId upload) throws IOException;

    /**
     * The bytes of a file, to be read from any place on.
     *
     * @param bytes how many there are, as the database says
     */
    Resource open(TenantId tenant, String sha256, long bytes);
}
