package dev.laurel.badge;

import dev.laurel.badge.proof.Base58;
import dev.laurel.system.Sha256;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.security.SecureRandom;
import java.util.Locale;

/**
 * An e-mail address as a badge carries it: hashed with a salt of its own. That keeps it out of sight, not secret: whoever
 * knows the address can test it.
 *
 * @see <a href="https://www.imsglobal.org/spec/ob/v3p0#identityobject">Open Badges 3.0, IdentityObject</a>
 */
record Recipient(String identityHash, String salt) {

    private static final JsonProvider JSON = JsonProvider.provider();

    static Recipient withEmail(String email, SecureRandom random) {
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        String text = Base58.encode(salt);
        return new Recipient(hash(email, text), text);
    }

    /** Whether this stands for the address, in whatever capitals it is written. */
    boolean is(String email) {
        return hash(email, salt).equals(identityHash);
    }

    JsonObject toJson() {
        return JSON.createObjectBuilder()
                .add("type", "IdentityObject")
                .add("hashed", true)
                .add("identityHash", identityHash)
                .add("identityType", "emailAddress")
                .add("salt", salt)
                .build();
    }

    private static String hash(String email, String salt) {
        return "sha256$" + Sha256.hex(email.strip().toLowerCase(Locale.ROOT) + salt);
    }
}
