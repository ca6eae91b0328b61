package dev.laurel.submission;

import dev.laurel.tenant.TenantId;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.Resource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Evidence in a bucket of any server that speaks S3. Uses the oldest and most widely served parts of the protocol only.
 * An upload under way is a row of objects, one for each piece, so any node goes on with it.
 */
final class S3EvidenceStore implements EvidenceStore {

    private static final Logger log = LoggerFactory.getLogger(S3EvidenceStore.class);

    /** What is longer goes in parts of this size; the protocol asks for 5 MiB or more. */
    static final int PART = 16 * 1024 * 1024;

    private static final String UPLOADS = "uploads/";

    private final S3Client s3;
    private final String bucket;
    private final String prefix;
    private final IncomingDirectory incoming;
    private final Clock clock;

    S3EvidenceStore(EvidenceSettings.S3 settings, IncomingDirectory incoming, Clock clock) {
        this.s3 = client(settings);
        this.bucket = settings.bucket();
        this.prefix = settings.prefix();
        this.incoming = incoming;
        this.clock = clock;
    }

    private static S3Client client(EvidenceSettings.S3 settings) {
        S3ClientBuilder client = S3Client.builder()
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.bucketInPath())
                .credentialsProvider(credentials(settings))
                // The hash of a whole body is understood everywhere, its signature by chunks is not.
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                // Trailing checksums are news to many servers; Content-MD5 is known to all of them.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(Duration.ofSeconds(60)));
        if (settings.endpoint() != null) {
            client.endpointOverride(settings.endpoint());
        }
        return client.build();
    }

    private static AwsCredentialsProvider credentials(EvidenceSettings.S3 settings) {
        return settings.accessKey() == null || settings.secretKey() == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(settings.accessKey(), settings.secretKey()));
    }

    @Override
    public Path newIncoming() throws IOException {
        return incoming.newFile();
    }

    @Override
    public void keep(TenantId tenant, String sha256, Path received) throws IOException {
        String key = key(tenant, sha256);
        long bytes = Files.size(received);
        if (length(key) != bytes) {
            write(key, received);
            if (length(key) != bytes) {
                throw new IOException("The bucket does not hold all of " + sha256);
            }
        }
    }

    @Override
    public boolean has(TenantId tenant, String sha256) throws IOException {
        return length(key(tenant, sha256)) >= 0;
    }

    @Override
    public void delete(TenantId tenant, String sha256) throws IOException {
        delete(key(tenant, sha256));
    }

    @Override
    public void append(UploadId upload, long offset, Path piece) throws IOException {
        String key = piece(upload, offset);
        write(key, piece);
        for (S3Object later : objects(pieces(upload), key)) {
            delete(later.key());
        }
    }

    @Override
    public Assembled assembled(UploadId upload, long bytes) throws IOException {
        Path whole = newIncoming();
        boolean complete = false;
        try {
            long there = 0;
            try (OutputStream out = Files.newOutputStream(whole)) {
                for (S3Object piece : objects(pieces(upload), "")) {
                    if (!piece.key().equals(piece(upload, there))) {
                        throw new IOException("Bytes of upload " + upload.value() + " have gone");
                    }
                    try (InputStream content = get(piece.key(), 0)) {
                        there += content.transferTo(out);
                    }
                }
            }
            if (there != bytes) {
                throw new IOException("Upload " + upload.value() + " has " + there + " bytes, not " + bytes);
            }
            complete = true;
            return new Copy(whole);
        } finally {
            if (!complete) {
                Files.deleteIfExists(whole);
            }
        }
    }

    private record Copy(Path path) implements Assembled {
        @Override
        public void close() throws IOException {
            Files.deleteIfExists(path);
        }
    }

    @Override
    public void forget(UploadId upload) throws IOException {
        for (S3Object piece : objects(pieces(upload), "")) {
            delete(piece.key());
        }
    }

    @Override
    public Resource open(TenantId tenant, String sha256, long bytes) {
        String key = key(tenant, sha256);
        return new SeekableResource(sha256, bytes, from -> get(key, from));
    }

    // ---- the bucket

    /** Of an object; -1 when there is none. */
    private long length(String key) throws IOException {
        try {
            return calling(() -> s3.headObject(request -> request.bucket(bucket).key(key)))
                    .contentLength();
        } catch (MissingObject none) {
            return -1;
        }
    }

    private void delete(String key) throws IOException {
        calling(() -> s3.deleteObject(request -> request.bucket(bucket).key(key)));
    }

    private ResponseInputStream<GetObjectResponse> get(String key, long from) throws IOException {
        return calling(() -> s3.getObject(
                request -> request.bucket(bucket).key(key).range(from == 0 ? null : "bytes=" + from + "-")));
    }

    /** In the order of their keys, those after {@code after} only; a page at a time would not show them all in one go. */
    private List<S3Object> objects(String within, String after) throws IOException {
        return calling(() -> s3
                .listObjectsV2Paginator(
                        request -> request.bucket(bucket).prefix(within).startAfter(after.isEmpty() ? null : after))
                .contents()
                .stream()
                .toList());
    }

    private void write(String key, Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes > PART) {
            writeInParts(key, file, bytes);
            return;
        }
        String md5 = md5(file, 0, bytes);
        calling(() -> s3.putObject(request -> request.bucket(bucket).key(key).contentMD5(md5), body(file, 0, bytes)));
    }

    private void writeInParts(String key, Path file, long bytes) throws IOException {
        String id = calling(() -> s3.createMultipartUpload(
                        request -> request.bucket(bucket).key(key)))
                .uploadId();
        boolean complete = false;
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (long start = 0; start < bytes; start += PART) {
                int number = parts.size() + 1;
                long from = start;
                long length = Math.min(PART, bytes - start);
                String md5 = md5(file, from, length);
                String tag = calling(() -> s3.uploadPart(
                                request -> request.bucket(bucket)
                                        .key(key)
                                        .uploadId(id)
                                        .partNumber(number)
                                        .contentMD5(md5),
                                body(file, from, length)))
                        .eTag();
                parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
            }
            calling(() -> s3.completeMultipartUpload(request ->
                    request.bucket(bucket).key(key).uploadId(id).multipartUpload(whole -> whole.parts(parts))));
            complete = true;
        } finally {
            if (!complete) {
                abort(key, id);
            }
        }
    }

    private void abort(String key, String id) {
        try {
            s3.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(id));
        } catch (SdkException e) {
            log.warn("Parts of an upload stay in the bucket until they are cleared: {}", e.toString());
        }
    }

    /** Opened anew when a request must be sent again. */
    private static RequestBody body(Path file, long start, long bytes) {
        return RequestBody.fromContentProvider(
                () -> {
                    try {
                        return FileRegion.open(file, start, bytes);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                bytes,
                "application/octet-stream");
    }

    private static String md5(Path file, long start, long bytes) throws IOException {
        MessageDigest digest = Checksum.digest("MD5");
        byte[] buffer = new byte[64 * 1024];
        try (InputStream content = FileRegion.open(file, start, bytes)) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return Base64.getEncoder().encodeToString(digest.digest());
    }

    private static final class MissingObject extends IOException {

        private static final long serialVersionUID = 1L;

        MissingObject(Throwable cause) {
            super("There is no such object", cause);
        }
    }

    private static <T> T calling(Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (NoSuchKeyException none) {
            throw new MissingObject(none);
        } catch (S3Exception refused) {
            // An answer to HEAD has no body that could say which error it is.
            if (refused.statusCode() == 404) {
                throw new MissingObject(refused);
            }
            throw new IOException("The bucket answers " + refused.statusCode(), refused);
        } catch (SdkException e) {
            throw new IOException("The bucket cannot be reached: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    // ---- upkeep

    /** A wrong bucket or key should be seen at start, not by the first teacher; and what died in the middle takes room. */
    @EventListener(ApplicationReadyEvent.class)
    void lookAtBucket() {
        try {
            s3.headBucket(request -> request.bucket(bucket));
        } catch (S3Exception refused) {
            log.error("Evidence cannot be stored: {} ({})", inWords(refused.statusCode()), refused.getMessage());
            return;
        } catch (SdkException e) {
            log.error(
                    "Evidence cannot be stored: the server of bucket {} does not answer ({})", bucket, e.getMessage());
            return;
        }
        clearAbandoned();
    }

    /** What cannot be cleared takes room, and keeps nobody from storing. */
    private void clearAbandoned() {
        try {
            Instant before = clock.instant().minus(IncomingDirectory.ABANDONED_AFTER);
            for (MultipartUpload upload : s3.listMultipartUploadsPaginator(
                            request -> request.bucket(bucket).prefix(prefix))
                    .uploads()) {
                if (upload.initiated().isBefore(before)) {
                    abort(upload.key(), upload.uploadId());
                }
            }
        } catch (SdkException e) {
            log.warn(
                    "Parts of uploads that died in bucket {} stay until they are cleared: it does not list them ({})",
                    bucket,
                    e.getMessage());
        }
    }

    private String inWords(int status) {
        return switch (status) {
            case 404 -> "there is no bucket " + bucket + "; make it, or mend LAUREL_EVIDENCE_S3_BUCKET";
            case 400, 401, 403 ->
                "bucket " + bucket + " refuses the access key; mend LAUREL_EVIDENCE_S3_ACCESS_KEY and"
                        + " LAUREL_EVIDENCE_S3_SECRET_KEY, or give the key its rights";
            case 301, 307 -> "bucket " + bucket + " lies in another region; mend LAUREL_EVIDENCE_S3_REGION";
            default -> "bucket " + bucket + " does not answer as it should";
        };
    }

    private String key(TenantId tenant, String sha256) {
        return prefix + EvidenceKeys.of(tenant, sha256);
    }

    private String pieces(UploadId upload) {
        return prefix + UPLOADS + upload.value() + "/";
    }

    /** Names sort as their offsets do. */
    private String piece(UploadId upload, long offset) {
        return pieces(upload) + "%019d".formatted(offset);
    }
}
