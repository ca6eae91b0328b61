package dev.laurel.badge.proof;

import com.apicatalog.jsonld.JsonLd;
import com.apicatalog.jsonld.JsonLdError;
import com.apicatalog.jsonld.document.JsonDocument;
import com.apicatalog.rdf.RdfDataset;
import io.setl.rdf.normalization.NQuadSerializer;
import io.setl.rdf.normalization.RdfNormalize;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/**
 * A verifier of eddsa-rdfc-2022 on other parts than ours: another canonicalisation library, the JDK's Ed25519 with the
 * key read by hand, base 58 by big integers.
 */
public final class IndependentVerifier {

    private IndependentVerifier() {}

    /** Whether the key, a Multikey, signed the credential as it stands. */
    public static boolean verifies(JsonObject credential, String multikey) {
        JsonObject proof = credential.getJsonObject("proof");
        JsonObject options = Json.createObjectBuilder()
                .add("@context", credential.get("@context"))
                .addAll(Json.createObjectBuilder(proof).remove("proofValue"))
                .build();
        JsonObject document =
                Json.createObjectBuilder(credential).remove("proof").build();
        try {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            message.write(MessageDigest.getInstance("SHA-256").digest(canonical(options)));
            message.write(MessageDigest.getInstance("SHA-256").digest(canonical(document)));
            byte[] key = Arrays.copyOfRange(base58(multikey.substring(1), 34), 2, 34);
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(KeyFactory.getInstance("Ed25519")
                    .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point(key))));
            signature.update(message.toByteArray());
            return signature.verify(base58(proof.getString("proofValue").substring(1), 64));
        } catch (InvalidKeyException | InvalidKeySpecException | SignatureException e) {
            return false;
        } catch (JsonLdError | IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] canonical(JsonObject document) throws JsonLdError {
        RdfDataset dataset = JsonLd.toRdf(JsonDocument.of(document))
                .loader(PackagedContexts.all())
                .get();
        StringBuilder text = new StringBuilder();
        RdfNormalize.normalize(dataset).toList().forEach(quad -> text.append(NQuadSerializer.write(quad)));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static int byCodePoint(String a, String b) {
        return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
    }

    private static EdECPoint point(byte[] key) {
        byte[] bigEndian = new byte[32];
        for (int i = 0; i < 32; i++) {
            bigEndian[i] = key[31 - i];
        }
        boolean xOdd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7f;
        return new EdECPoint(xOdd, new BigInteger(1, bigEndian));
    }

    private static byte[] base58(String text, int length) {
        BigInteger value = BigInteger.ZERO;
        for (char c : text.toCharArray()) {
            value = value.multiply(BigInteger.valueOf(58))
                    .add(BigInteger.valueOf("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".indexOf(c)));
        }
        byte[] bytes = value.toByteArray();
        byte[] padded = new byte[length];
        for (int i = 1; i <= Math.min(length, bytes.length); i++) {
            padded[length - i] = bytes[bytes.length - i];
        }
        return padded;
    }
}
