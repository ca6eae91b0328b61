package dev.laurel.submission;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way, by the tus protocol 1.0.
 *
 * @param ownName as the earner's device sent it, made harmless to show
 * @param fingerprint by which the page's script knows the same file again
 * @param bytes how many there will be
 * @param received how many are durable
 */
record Upload(
        UploadId id,
        SubmissionId submission,
        String artefactId,
        String ownName,
        @Nullable String fingerprint,
        long bytes,
        long received,
        Instant expiresAt,
        boolean finished) {

    public boolean whole() {
        return received == bytes;
    }

    /** In whole percent, 100 only when everything is there. */
    public int percent() {
        return (int) (received * 100 / bytes);
    }

    @Override
    public String toString() {
        return "Upload[" + id.value() + ", " + received + " of " + bytes + "]";
    }
}
