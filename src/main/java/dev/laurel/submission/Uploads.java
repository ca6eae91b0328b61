package dev.laurel.submission;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.system.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Files that arrive in pieces and go on where they stopped, after a lost network, a reload or a restart of any node. A
 * piece counts once it is durable and the database says so, in this order.
 */
@Component
class Uploads {

    /** The largest file; an artefact may ask for less. */
    static final long MOST_BYTES = 2L * 1024 * 1024 * 1024;

    /** So much of a body without a checksum is written down at a time. */
    private static final int PIECE = 16 * 1024 * 1024;

    private final UploadRows rows;
    private final Drafts drafts;
    private final EvidenceStore store;
    private final FileKinds kinds;
    private final EvidenceSettings settings;
    private final TransactionOperations transaction;
    private final Clock clock;

    Uploads(
            UploadRows rows,
            Drafts drafts,
            EvidenceStore store,
            FileKinds kinds,
            EvidenceSettings settings,
            TransactionOperations transaction,
            Clock clock) {
        this.rows = rows;
        this.drafts = drafts;
        this.store = store;
        this.kinds = kinds;
        this.settings = settings;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Begins an upload.
     *
     * @throws FileRefused when such a file could not be taken once it is there
     */
    Upload begin(
            Submission submission,
            MicroCredential.Artefact artefact,
            String name,
            long bytes,
            @Nullable String fingerprint) {
        submission.requireDraft();
        kinds.refuseUnlessAsked(name, artefact);
        if (bytes == 0) {
            throw FileRefused.empty();
        }
        if (bytes > Drafts.maxBytes(artefact)) {
            throw FileRefused.tooLarge(Drafts.maxBytes(artefact));
        }
        drafts.refuseTooMany(submission.currentAttempt(), artefact.id());
        Instant now = clock.instant();
        long others = rows.unfinished(submission.id(), now).stream()
                .filter(upload -> upload.artefactId().equals(artefact.id()))
                .count();
        if (others >= Drafts.MOST_ITEMS) {
            throw FileRefused.tooMany(Drafts.MOST_ITEMS);
        }
        Upload upload = new Upload(
                new UploadId(Ids.next()),
                submission.id(),
                artefact.id(),
                OwnName.of(name),
                fingerprint,
                bytes,
                0,
                expiry(now),
                false);
        rows.add(upload, now);
        return upload;
    }

    /** Of this earner and not expired. */
    Optional<Upload> find(SubmissionId submission, UploadId id) {
        return rows.find(submission, id).filter(upload -> upload.expiresAt().isAfter(clock.instant()));
    }

    /** What is under way for any artefact; whatever is not finished is not handed in. */
    List<Upload> unfinished(SubmissionId submission) {
        return rows.unfinished(submission, clock.instant());
    }

    List<Upload> unfinished(SubmissionId submission, String artefactId) {
        return unfinished(submission).stream()
                .filter(upload -> upload.artefactId().equals(artefactId))
                .toList();
    }

    /** The piece does not begin where the last one ended. */
    static final class WrongOffset extends RuntimeException {

        private final long received;

        WrongOffset(long received) {
            super("Received so far: " + received);
            this.received = received;
        }

        long received() {
            return received;
        }
    }

    /** The bytes are not those that were sent; none of them counts. */
    static final class WrongChecksum extends RuntimeException {

        WrongChecksum() {
            super("The checksum does not match");
        }
    }

    /**
     * Takes the bytes of one request. When the connection breaks, what arrived without a checksum counts; with one, nothing
     * of this request does.
     *
     * @param offset where the request says that it begins
     * @return the upload as it is then
     * @throws WrongOffset when that is not where the upload stands
     * @throws WrongChecksum when the bytes do not add up
     * @throws FileRefused when there are more bytes than were announced, or no room for them
     */
    Upload receive(Upload upload, long offset, InputStream body, @Nullable Checksum checksum) {
        if (upload.received() != offset) {
            throw new WrongOffset(upload.received());
        }
        try {
            return checksum == null ? inPieces(upload, body) : asOne(upload, body, checksum);
        } catch (IOException | UncheckedIOException e) {
            throw FileRefused.notStored(e);
        }
    }

    private Upload inPieces(Upload upload, InputStream body) throws IOException {
        Upload now = upload;
        Piece piece;
        do {
            Path file = store.newIncoming();
            try {
                piece = Piece.read(body, file, Math.min(PIECE, now.bytes() - now.received() + 1), null);
                now = added(now, file, piece);
            } finally {
                Files.deleteIfExists(file);
            }
        } while (!piece.ended());
        return now;
    }

    private Upload asOne(Upload upload, InputStream body, Checksum checksum) throws IOException {
        Path file = store.newIncoming();
        try {
            MessageDigest digest = checksum.newDigest();
            Piece piece = Piece.read(body, file, upload.bytes() - upload.received() + 1, digest);
            if (!checksum.matches(digest)) {
                throw new WrongChecksum();
            }
            return added(upload, file, piece);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** @param ended whether the body has no more, because it is over or the connection broke */
    private record Piece(long bytes, boolean ended) {

        static Piece read(InputStream body, Path file, long most, @Nullable MessageDigest digest) throws IOException {
            byte[] buffer = new byte[64 * 1024];
            long bytes = 0;
            try (OutputStream out = Files.newOutputStream(file)) {
                while (bytes < most) {
                    int read = readOrEnd(body, buffer, (int) Math.min(buffer.length, most - bytes));
                    if (read < 0) {
                        return new Piece(bytes, true);
                    }
                    out.write(buffer, 0, read);
                    if (digest != null) {
                        digest.update(buffer, 0, read);
                    }
                    bytes += read;
                }
            }
            return new Piece(bytes, false);
        }

        private static int readOrEnd(InputStream body, byte[] buffer, int most) {
            try {
                return body.read(buffer, 0, most);
            } catch (IOException broken) {
                return -1;
            }
        }
    }

    private Upload added(Upload upload, Path file, Piece piece) {
        if (upload.received() + piece.bytes() > upload.bytes()) {
            throw FileRefused.tooLarge(upload.bytes());
        }
        if (piece.bytes() == 0) {
            return upload;
        }
        Instant expires = expiry(clock.instant());
        return transaction.execute(status -> {
            Upload locked = rows.lock(upload.id())
                    .filter(found -> found.received() == upload.received())
                    .orElseThrow(() -> new WrongOffset(rows.find(upload.submission(), upload.id())
                            .map(Upload::received)
                            .orElse(0L)));
            try {
                store.append(locked.id(), locked.received(), file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            long received = locked.received() + piece.bytes();
            rows.received(locked.id(), received, expires);
            return new Upload(
                    locked.id(),
                    locked.submission(),
                    locked.artefactId(),
                    locked.ownName(),
                    locked.fingerprint(),
                    locked.bytes(),
                    received,
                    expires,
                    false);
        });
    }

    /**
     * Takes a whole upload into the portfolio, through the same door as a form's file. Doing it again does nothing.
     *
     * @throws FileRefused when it is not welcome; then nothing of it stays, unless the earner can make room for it or try again
     */
    void finish(Submission submission, MicroCredential.Artefact artefact, Upload upload) {
        if (upload.finished()) {
            return;
        }
        try (EvidenceStore.Assembled assembled = store.assembled(upload.id(), upload.bytes());
                IncomingFile incoming = IncomingFile.whole(store, assembled.path())) {
            drafts.take(
                    submission, artefact, upload.ownName(), incoming, () -> rows.finish(upload.id(), clock.instant()));
            store.forget(upload.id());
        } catch (FileRefused refused) {
            if (refused.forGood()) {
                discard(upload);
            }
            throw refused;
        } catch (IOException e) {
            throw FileRefused.notStored(e);
        }
    }

    /** The earner does not want it any more. */
    void discard(Upload upload) {
        forget(upload.id());
    }

    private void forget(UploadId id) {
        try {
            store.forget(id);
        } catch (IOException e) {
            throw FileRefused.notStored(e);
        }
        rows.delete(id);
    }

    private Instant expiry(Instant now) {
        return now.plus(settings.unfinishedKept());
    }

    /** Takes away what expired. */
    void clearExpired() {
        List<UploadId> expired;
        do {
            expired = rows.expired(clock.instant(), 200);
            expired.forEach(this::forget);
        } while (expired.size() == 200);
    }

    @Configuration(proxyBeanMethods = false)
    static class Upkeep {

        private static final Duration EVERY = Duration.ofHours(1);

        @Bean
        RecurringTask<Void> clearExpiredUploads(Uploads uploads) {
            return Tasks.recurring("submission-clear-expired-uploads", FixedDelay.of(EVERY))
                    .execute((instance, context) -> uploads.clearExpired());
        }
    }
}
