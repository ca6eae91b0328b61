package dev.laurel.submission;

import dev.laurel.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.core.io.Resource;

/** Where the bytes of evidence lie, each tenant's apart, found by their SHA-256. Storing the same bytes twice is harmless. */
interface EvidenceStore {

    /** A file, on the store's own disk if it has one, to receive bytes into before they are known to be welcome. */
    Path newIncoming() throws IOException;

    /** Takes over a complete file; afterwards it is durable and {@code incoming} may be gone. */
    void keep(TenantId tenant, String sha256, Path incoming) throws IOException;

    Resource open(TenantId tenant, String sha256);
}
