package dev.laurel.badge.proof;

import java.security.SecureRandom;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * A private Ed25519 key and the name it is published under. Bouncy Castle signs in a twentieth of the JDK's time.
 * Prints the name only.
 */
public final class SigningKey {

    private final String verificationMethod;
    private final Ed25519PrivateKeyParameters key;

    private SigningKey(String verificationMethod, Ed25519PrivateKeyParameters key) {
        this.verificationMethod = verificationMethod;
        this.key = key;
    }

    /**
     * @param seed the 32 bytes of RFC 8032's private key
     */
    public static SigningKey of(String verificationMethod, byte[] seed) {
        return new SigningKey(verificationMethod, new Ed25519PrivateKeyParameters(seed, 0));
    }

    /** 32 fresh bytes for {@link #of}. */
    public static byte[] newSeed(SecureRandom random) {
        return new Ed25519PrivateKeyParameters(random).getEncoded();
    }

    /** The address of the key's public half in its controller's document. */
    public String verificationMethod() {
        return verificationMethod;
    }

    public Multikey publicKey() {
        return Multikey.ofRaw(key.generatePublicKey().getEncoded());
    }

    byte[] sign(byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    @Override
    public String toString() {
        return "SigningKey[" + verificationMethod + "]";
    }
}
