package dev.laurel.submission;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What an installation may settle about evidence files.
 *
 * @param unfinishedKept how long an upload that broke off waits to be gone on with, from the last byte that arrived
 * @param scanner {@code host:port} of a ClamAV daemon that every file is shown to; absent for none
 * @param s3 an S3-compatible store in place of the data directory; absent unless a bucket is named
 */
@Validated
@ConfigurationProperties("laurel.evidence")
record EvidenceSettings(
        @NotNull @DefaultValue("7d") Duration unfinishedKept,
        @Nullable String scanner,
        @Valid @Nullable S3 s3) {

    /**
     * A bucket.
     *
     * @param endpoint the server's address; absent for Amazon's own
     * @param region whatever the server calls its region
     * @param accessKey with {@code secretKey}; where both are absent, whatever the machine's environment provides
     * @param pathStyle whether the bucket stands in the path of an address; absent: where an endpoint is named
     * @param prefix before every key, for a bucket that others use too
     */
    record S3(
            @DefaultValue("") String bucket,
            @Nullable URI endpoint,
            @NotNull @DefaultValue("us-east-1") String region,
            @Nullable String accessKey,
            @Nullable String secretKey,
            @Nullable Boolean pathStyle,
            @DefaultValue("") String prefix) {

        S3 {
            if ((accessKey == null) != (secretKey == null)) {
                throw new IllegalArgumentException(
                        "laurel.evidence.s3.access-key and laurel.evidence.s3.secret-key go together");
            }
            if (bucket.isBlank() && (endpoint != null || accessKey != null)) {
                throw new IllegalArgumentException("laurel.evidence.s3.bucket names no bucket");
            }
            prefix = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        }

        boolean bucketInPath() {
            return pathStyle == null ? endpoint != null : pathStyle;
        }

        /** Without the keys. */
        @Override
        public String toString() {
            return "S3[bucket=" + bucket + ", endpoint=" + endpoint + ", region=" + region + ", prefix=" + prefix + "]";
        }
    }

    EvidenceSettings {
        scanner = scanner == null || scanner.isBlank() ? null : scanner.strip();
        if (scanner != null && !scanner.matches("\\S+:\\d{1,5}")) {
            throw new IllegalArgumentException("laurel.evidence.scanner is not of the form host:port");
        }
        s3 = s3 == null || s3.bucket().isBlank() ? null : s3;
    }
}
