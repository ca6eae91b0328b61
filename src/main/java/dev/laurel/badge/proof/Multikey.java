package dev.laurel.badge.proof;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/**
 * A public Ed25519 key in Multikey form: {@code z} and base 58 of 0xED 0x01 and the 32 bytes of the key.
 *
 * @see <a href="https://www.w3.org/TR/cid-1.0/#Multikey">Controlled Identifiers 1.0, Multikey</a>
 */
public record Multikey(String text) {

    private static final byte[] ED25519_PUBLIC = {(byte) 0xED, 0x01};

    /** What precedes the raw key in the SubjectPublicKeyInfo of RFC 8410. */
    private static final byte[] SPKI_PREFIX = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    /** @throws IllegalArgumentException when the text is not an Ed25519 key in this form */
    public Multikey {
        raw(text);
    }

    static Multikey ofRaw(byte[] publicKey) {
        byte[] bytes = Arrays.copyOf(ED25519_PUBLIC, ED25519_PUBLIC.length + publicKey.length);
        System.arraycopy(publicKey, 0, bytes, ED25519_PUBLIC.length, publicKey.length);
        return new Multikey("z" + Base58.encode(bytes));
    }

    /**
     * Whether this key made the signature. Uses the JDK's provider, where signing uses another, so that an error in one
     * of them does not go unseen.
     */
    boolean verifies(byte[] message, byte[] signature) {
        byte[] raw = raw(text);
        byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + raw.length);
        System.arraycopy(raw, 0, spki, SPKI_PREFIX.length, raw.length);
        try {
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // not a point on the curve, or not of a signature's length
        }
    }

    private static byte[] raw(String text) {
        if (!text.startsWith("z")) {
            throw new IllegalArgumentException("A Multikey begins with z");
        }
        byte[] bytes = Base58.decode(text.substring(1));
        if (bytes.length != 34 || bytes[0] != ED25519_PUBLIC[0] || bytes[1] != ED25519_PUBLIC[1]) {
            throw new IllegalArgumentException("Not an Ed25519 Multikey");
        }
        return Arrays.copyOfRange(bytes, 2, 34);
    }
}
