package dev.laurel.lti.launch;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Security;
import org.jose4j.jca.ProviderContext;
import org.jose4j.jws.JsonWebSignatureAlgorithm;
import org.jose4j.jws.RsaUsingShaAlgorithm;
import org.jose4j.lang.JoseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies RS256 (RFC 7518, section 3.3) with jose4j, which does the arithmetic on native code where there is some for
 * this machine, for a quarter of the cost, and on the JDK's own elsewhere.
 */
final class Rs256 {

    private static final Logger log = LoggerFactory.getLogger(Rs256.class);

    private static final JsonWebSignatureAlgorithm ALGORITHM = new RsaUsingShaAlgorithm.RsaSha256();
    private static final boolean NATIVE = isNativeThere();
    private static final ProviderContext PROVIDERS = providers();

    private Rs256() {}

    /** The same key in the form that is quickest to verify with. */
    static PublicKey prepared(PublicKey key) {
        if (!NATIVE) {
            return key;
        }
        try {
            return (PublicKey) KeyFactory.getInstance("RSA", AmazonCorrettoCryptoProvider.INSTANCE)
                    .translateKey(key);
        } catch (GeneralSecurityException e) {
            return key;
        }
    }

    /** @throws JoseException when key or signature are of another kind or too short */
    static boolean verifies(byte[] signature, PublicKey key, byte[] signed) throws JoseException {
        ALGORITHM.validateVerificationKey(key);
        return ALGORITHM.verifySignature(signature, key, signed, PROVIDERS);
    }

    private static boolean isNativeThere() {
        try {
            AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
            // Last in line: nobody gets it who does not ask for it.
            Security.addProvider(AmazonCorrettoCryptoProvider.INSTANCE);
            return true;
        } catch (RuntimeException | LinkageError e) {
            log.info("Signatures of platforms are verified by the JDK: {}", e.toString());
            return false;
        }
    }

    private static ProviderContext providers() {
        ProviderContext providers = new ProviderContext();
        if (NATIVE) {
            providers.getSuppliedKeyProviderContext().setSignatureProvider(AmazonCorrettoCryptoProvider.PROVIDER_NAME);
        }
        return providers;
    }
}
