package dev.laurel.support;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Security;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Makes and uses the RSA keys of tests on native code where there is some for this machine, as {@code
 * src/test/quick-rsa.security} prefers. Each platform of a test has a key of its own, and making one takes the JDK most of a
 * second under the light compiler that tests run with. JUnit finds this by itself (junit-platform.properties).
 */
public final class QuickRsa implements BeforeAllCallback {

    static {
        try {
            AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
            Security.addProvider(AmazonCorrettoCryptoProvider.INSTANCE);
        } catch (RuntimeException | LinkageError e) {
            System.err.println("RSA keys of tests are made by the JDK, which takes longer: " + e);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // The class has been loaded, which is all there is to do.
    }
}
