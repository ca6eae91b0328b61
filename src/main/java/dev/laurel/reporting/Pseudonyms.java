package dev.laurel.reporting;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names for one export: the same for the same thing within it, and nothing to anybody outside it. The key is made for the
 * export and forgotten with it, so that no other export and nobody with the database can join them back (HMAC-SHA-256).
 */
final class Pseudonyms {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 10;

    private final Mac mac;

    Pseudonyms() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every Java has HMAC-SHA-256", e);
        }
        Arrays.fill(key, (byte) 0);
    }

    /** @param kind keeps things of different kinds apart, whose ids might be the same */
    String of(String kind, UUID id) {
        mac.update((byte) kind.charAt(0));
        byte[] made = mac.doFinal(ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
        return kind.charAt(0) + HexFormat.of().formatHex(made, 0, BYTES);
    }
}
