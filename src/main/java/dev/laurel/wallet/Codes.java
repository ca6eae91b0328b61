package dev.laurel.wallet;

import java.security.SecureRandom;
import java.util.Locale;

/** What people type from one screen into another to open a wallet there. The database holds hashes only. */
final class Codes {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String READABLE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int CODE_LENGTH = 12;

    private Codes() {}

    /** Twelve letters and digits to type, 60 random bits: within its minutes nobody guesses one. */
    static String fresh() {
        StringBuilder code = new StringBuilder(CODE_LENGTH);
        for (int i = 0; i < CODE_LENGTH; i++) {
            code.append(READABLE.charAt(RANDOM.nextInt(READABLE.length())));
        }
        return code.toString();
    }

    /** A code in groups of four, as it is shown. */
    static String grouped(String code) {
        return code.replaceAll("(.{4})(?!$)", "$1-");
    }

    /** What somebody typed as a code, without what separates the groups. */
    static String typed(String typed) {
        return typed.toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", "");
    }
}
