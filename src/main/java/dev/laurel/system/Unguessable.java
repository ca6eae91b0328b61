package dev.laurel.system;

import java.security.SecureRandom;
import java.util.Base64;

/** Text that nobody guesses, for addresses and cookies. */
public final class Unguessable {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Unguessable() {}

    /** 256 random bits in 43 letters, digits, hyphens and underscores. */
    public static String text() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
