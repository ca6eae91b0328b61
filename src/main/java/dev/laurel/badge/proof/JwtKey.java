package dev.laurel.badge.proof;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * A private RSA key of 2048 bits and the address that answers with its public half. RS256 is the one algorithm that every
 * verifier of Open Badges 3.0 has to know. Prints the address only.
 *
 * @see <a href="https://www.imsglobal.org/spec/ob/v3p0#jwt-proof">Open Badges 3.0, 8.2 JSON Web Token Proof Format</a>
 */
public final class JwtKey {

    private static final int BITS = 2048;

    private final String kid;
    private final RSAPrivateCrtKey key;

    private JwtKey(String kid, RSAPrivateCrtKey key) {
        this.kid = kid;
        this.key = key;
    }

    /** @param pkcs8 as {@link #newPrivateKey} made it */
    public static JwtKey of(String kid, byte[] pkcs8) {
        try {
            return new JwtKey(kid, (RSAPrivateCrtKey)
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The key " + kid + " cannot be read", e);
        }
    }

    /** A fresh key, as PKCS #8. */
    public static byte[] newPrivateKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            KeyPair pair = generator.generateKeyPair();
            return pair.getPrivate().getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The address of the public half: what the header of a signed text calls {@code kid}. */
    public String kid() {
        return kid;
    }

    /** The public half as a JWK (RFC 7517), and nothing of the private one. */
    public String publicJwk() {
        try {
            RSAPublicKey publicKey = (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
            RsaJsonWebKey jwk = new RsaJsonWebKey(publicKey);
            jwk.setKeyId(kid);
            jwk.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
            jwk.setUse(Use.SIGNATURE);
            return jwk.toJson(OutputControlLevel.PUBLIC_ONLY);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String sign(String payload) {
        return sign(payload, kid, "JWT");
    }

    String sign(String payload, String keyId, String type) {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        jws.setKeyIdHeaderValue(keyId);
        jws.setHeader("typ", type);
        jws.setPayload(payload);
        jws.setKey(key);
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("The key " + kid + " cannot sign", e);
        }
    }

    @Override
    public String toString() {
        return "JwtKey[" + kid + "]";
    }
}
