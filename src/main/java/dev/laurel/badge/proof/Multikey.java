package dev.laurel.badge.proof;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;

/**
 * A public key in Multikey form: {@code z} and base 58 of two bytes that name its kind and the bytes of the key. Laurel's own
 * are of Ed25519.
 *
 * @see <a href="https://www.w3.org/TR/cid-1.0/#Multikey">Controlled Identifiers 1.0, Multikey</a>
 */
public record Multikey(String text) {

    /** Kinds that are known. */
    public enum Kind {
        ED25519(0xED, 0x01, 32, 64, "SHA-256", "Ed25519"),
        /** A compressed point, as those of the other curves. */
        P256(0x80, 0x24, 33, 64, "SHA-256", "SHA256withECDSAinP1363Format"),
        P384(0x81, 0x24, 49, 96, "SHA-384", "SHA384withECDSAinP1363Format");

        private final byte first;
        private final byte second;
        private final int length;
        private final int signatureLength;
        private final String digest;
        private final String signatures;

        Kind(int first, int second, int length, int signatureLength, String digest, String signatures) {
            this.first = (byte) first;
            this.second = (byte) second;
            this.length = length;
            this.signatureLength = signatureLength;
            this.digest = digest;
            this.signatures = signatures;
        }

        int signatureLength() {
            return signatureLength;
        }

        /** What goes with its strength, for hashing documents and for their canonical form. */
        String digest() {
            return digest;
        }

        private boolean isOf(byte[] bytes) {
            return bytes.length == length + 2 && bytes[0] == first && bytes[1] == second;
        }
    }

    /** What precedes the raw key in the SubjectPublicKeyInfo of RFC 8410. */
    private static final byte[] SPKI_PREFIX = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    /** @throws IllegalArgumentException when the text is no key of a known kind in this form */
    public Multikey {
        kind(bytes(text));
    }

    static Multikey ofRaw(byte[] publicKey) {
        return ofRaw(Kind.ED25519, publicKey);
    }

    static Multikey ofRaw(Kind kind, byte[] publicKey) {
        byte[] bytes = new byte[publicKey.length + 2];
        bytes[0] = kind.first;
        bytes[1] = kind.second;
        System.arraycopy(publicKey, 0, bytes, 2, publicKey.length);
        return new Multikey("z" + Base58.encode(bytes));
    }

    public Kind kind() {
        return kind(bytes(text));
    }

    /**
     * Whether this key made the signature. Uses the JDK's provider, where signing uses another, so that an error in one
     * of them does not go unseen.
     */
    boolean verifies(byte[] message, byte[] signature) {
        byte[] bytes = bytes(text);
        byte[] raw = Arrays.copyOfRange(bytes, 2, bytes.length);
        try {
            Signature verifier = Signature.getInstance(kind(bytes).signatures);
            verifier.initVerify(key(kind(bytes), raw));
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false; // not a point on the curve, or not of a signature's length
        }
    }

    /** The key as tokens are checked with it; empty when it is no point on its curve. */
    public Optional<PublicKey> publicKey() {
        byte[] bytes = bytes(text);
        try {
            return Optional.of(key(kind(bytes), Arrays.copyOfRange(bytes, 2, bytes.length)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A key that was published in another form; empty when it is of no known kind. */
    public static Optional<Multikey> of(PublicKey key) {
        byte[] encoded = key.getEncoded();
        if (key instanceof EdECPublicKey
                && encoded.length == SPKI_PREFIX.length + Kind.ED25519.length
                && Arrays.equals(encoded, 0, SPKI_PREFIX.length, SPKI_PREFIX, 0, SPKI_PREFIX.length)) {
            return Optional.of(ofRaw(Arrays.copyOfRange(encoded, SPKI_PREFIX.length, encoded.length)));
        }
        if (key instanceof ECPublicKey point) {
            for (Kind kind : new Kind[] {Kind.P256, Kind.P384}) {
                X9ECParameters curve = ECNamedCurveTable.getByName(kind == Kind.P256 ? "P-256" : "P-384");
                if (curve.getN().equals(point.getParams().getOrder())) {
                    return encoded(curve, point).map(encodedPoint -> ofRaw(kind, encodedPoint));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<byte[]> encoded(X9ECParameters curve, ECPublicKey point) {
        try {
            return Optional.of(curve.getCurve()
                    .validatePoint(point.getW().getAffineX(), point.getW().getAffineY())
                    .getEncoded(true));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no point on the curve
        }
    }

    private static PublicKey key(Kind kind, byte[] raw) throws GeneralSecurityException {
        return switch (kind) {
            case ED25519 -> ed25519(raw);
            case P256 -> point(raw, "P-256", "secp256r1");
            case P384 -> point(raw, "P-384", "secp384r1");
        };
    }

    private static PublicKey ed25519(byte[] raw) throws GeneralSecurityException {
        byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + raw.length);
        System.arraycopy(raw, 0, spki, SPKI_PREFIX.length, raw.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
    }

    private static PublicKey point(byte[] raw, String name, String nameInJdk) throws GeneralSecurityException {
        org.bouncycastle.math.ec.ECPoint point =
                ECNamedCurveTable.getByName(name).getCurve().decodePoint(raw);
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec(nameInJdk));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(
                        new ECPoint(
                                point.getAffineXCoord().toBigInteger(),
                                point.getAffineYCoord().toBigInteger()),
                        curve.getParameterSpec(ECParameterSpec.class)));
    }

    private static byte[] bytes(String text) {
        if (!text.startsWith("z")) {
            throw new IllegalArgumentException("A Multikey begins with z");
        }
        return Base58.decode(text.substring(1));
    }

    private static Kind kind(byte[] bytes) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.isOf(bytes))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Not a Multikey of a known kind"));
    }
}
