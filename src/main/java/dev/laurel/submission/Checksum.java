package dev.laurel.submission;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** What the bytes of one request must add up to (tus protocol 1.0, Checksum). */
record Checksum(String algorithm, byte[] expected) {

    /** Their names in the protocol, and in Java. */
    private static final Map<String, String> ALGORITHMS = Map.of("sha1", "SHA-1", "sha256", "SHA-256");

    /** For {@code Tus-Checksum-Algorithm}. */
    static final String OFFERED = "sha1,sha256";

    /** From {@code Upload-Checksum}; empty when it is not of a kind that we offer. */
    static Optional<Checksum> parse(String header) {
        String[] parts = header.trim().split(" ", 2);
        String algorithm = ALGORITHMS.get(parts[0]);
        if (algorithm == null || parts.length < 2) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Checksum(algorithm, Base64.getDecoder().decode(parts[1].trim())));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    MessageDigest newDigest() {
        return digest(algorithm);
    }

    boolean matches(MessageDigest digest) {
        return MessageDigest.isEqual(digest.digest(), expected);
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has " + algorithm, e);
        }
    }
}
