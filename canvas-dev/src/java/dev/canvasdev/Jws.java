package dev.canvasdev;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A compact JSON Web Signature (RFC 7515), on the JDK's own cryptography: whatever library the tool uses is checked
 * against another implementation.
 */
record Jws(Map<String, Object> header, Map<String, Object> claims, String signingInput, byte[] signature) {

    /** Three base64url parts, the first two JSON objects; null when the text is anything else. */
    static @Nullable Jws parse(@Nullable String text) {
        String[] parts = text == null ? new String[0] : text.split("\\.", -1);
        if (parts.length != 3) {
            return null;
        }
        try {
            Map<String, Object> header = Json.object(utf8(parts[0]));
            Map<String, Object> claims = Json.object(utf8(parts[1]));
            if (header == null || claims == null) {
                return null;
            }
            return new Jws(
                    header,
                    claims,
                    parts[0] + "." + parts[1],
                    Base64.getUrlDecoder().decode(parts[2]));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Signs with RS256. */
    static String rs256(String kid, Map<String, ?> claims, PrivateKey key) {
        String input = base64(Json.write(Json.of("typ", "JWT", "alg", "RS256", "kid", kid))) + "."
                + base64(Json.write(claims));
        try {
            Signature signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(key);
            signer.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + base64(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("RS256 is not available", e);
        }
    }

    /** Signs with HS256, for texts that only we read again (message hints, registration tokens, access tokens). */
    static String hs256(Map<String, ?> claims, byte[] secret) {
        String input = base64(Json.write(Json.of("typ", "JWT", "alg", "HS256"))) + "." + base64(Json.write(claims));
        return input + "." + base64(hmac(input, secret));
    }

    /** Whether the header says RS256 and the signature is of this key. */
    boolean isRs256By(PublicKey key) {
        if (!"RS256".equals(header.get("alg"))) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(key);
            verifier.update(signingInput.getBytes(StandardCharsets.US_ASCII));
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Whether the header says HS256 and the signature is of this secret. */
    boolean isHs256By(byte[] secret) {
        return "HS256".equals(header.get("alg"))
                && java.security.MessageDigest.isEqual(hmac(signingInput, secret), signature);
    }

    @Nullable
    String kid() {
        return Json.text(header, "kid");
    }

    @Nullable
    String claim(String name) {
        return Json.text(claims, name);
    }

    /** A NumericDate claim; null when it is missing or no number. */
    @Nullable
    Long seconds(String name) {
        return claims.get(name) instanceof Number n ? n.longValue() : null;
    }

    /** Whether there is an {@code exp} and it is still to come. */
    boolean lastsBeyond(long now) {
        Long exp = seconds("exp");
        return exp != null && exp > now;
    }

    /** The RSA key of a JWK that may sign with RS256; null when it is another kind of key. */
    static @Nullable PublicKey publicKey(Map<String, Object> jwk) {
        String n = Json.text(jwk, "n");
        String e = Json.text(jwk, "e");
        boolean usable = "RSA".equals(jwk.get("kty"))
                && (jwk.get("use") == null || "sig".equals(jwk.get("use")))
                && (jwk.get("alg") == null || "RS256".equals(jwk.get("alg")));
        if (!usable || n == null || e == null) {
            return null;
        }
        try {
            RSAPublicKeySpec spec = new RSAPublicKeySpec(
                    new BigInteger(1, Base64.getUrlDecoder().decode(n)),
                    new BigInteger(1, Base64.getUrlDecoder().decode(e)));
            return KeyFactory.getInstance("RSA").generatePublic(spec);
        } catch (GeneralSecurityException | IllegalArgumentException bad) {
            return null;
        }
    }

    /** A public key as JWK members. */
    static Map<String, Object> jwk(String kid, RSAPublicKey key) {
        return Json.of(
                "kty",
                "RSA",
                "alg",
                "RS256",
                "kid",
                kid,
                "e",
                base64(unsigned(key.getPublicExponent())),
                "n",
                base64(unsigned(key.getModulus())),
                "use",
                "sig");
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    /** HMAC-SHA256 in plain base64, as the migration claim of LTI 1.1 is signed. */
    static String hmacSha256(String secret, String text) {
        return Base64.getEncoder().encodeToString(hmac(text, secret.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] hmac(String input, byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HS256 is not available", e);
        }
    }

    private static String utf8(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
