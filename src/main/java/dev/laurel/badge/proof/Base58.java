package dev.laurel.badge.proof;

import java.util.Arrays;

/** Base 58 with Bitcoin's alphabet, as Multibase uses it behind the letter {@code z}. */
public final class Base58 {

    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final byte[] DIGITS = digits();

    /** Far more than a key or a signature needs; the conversion takes quadratic time. */
    private static final int LONGEST = 256;

    private Base58() {}

    public static String encode(byte[] bytes) {
        int zeros = 0;
        while (zeros < bytes.length && bytes[zeros] == 0) {
            zeros++;
        }
        int[] base58 = new int[bytes.length * 138 / 100 + 1];
        int used = 0;
        for (int i = zeros; i < bytes.length; i++) {
            int carry = bytes[i] & 0xff;
            for (int j = 0; j < used; j++) {
                carry += base58[j] << 8;
                base58[j] = carry % 58;
                carry /= 58;
            }
            while (carry > 0) {
                base58[used++] = carry % 58;
                carry /= 58;
            }
        }
        StringBuilder text = new StringBuilder(zeros + used);
        for (int i = 0; i < zeros; i++) {
            text.append('1');
        }
        for (int j = used - 1; j >= 0; j--) {
            text.append(ALPHABET.charAt(base58[j]));
        }
        return text.toString();
    }

    /** @throws IllegalArgumentException for a character outside the alphabet, or a text that is far too long */
    public static byte[] decode(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("Too long");
        }
        int zeros = 0;
        while (zeros < text.length() && text.charAt(zeros) == '1') {
            zeros++;
        }
        int[] base256 = new int[text.length()];
        int used = 0;
        for (int i = zeros; i < text.length(); i++) {
            char c = text.charAt(i);
            int carry = c < DIGITS.length ? DIGITS[c] : -1;
            if (carry < 0) {
                throw new IllegalArgumentException("Not base 58");
            }
            for (int j = 0; j < used; j++) {
                carry += base256[j] * 58;
                base256[j] = carry & 0xff;
                carry >>= 8;
            }
            while (carry > 0) {
                base256[used++] = carry & 0xff;
                carry >>= 8;
            }
        }
        byte[] bytes = new byte[zeros + used];
        for (int j = 0; j < used; j++) {
            bytes[zeros + j] = (byte) base256[used - 1 - j];
        }
        return bytes;
    }

    private static byte[] digits() {
        byte[] digits = new byte[128];
        Arrays.fill(digits, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            digits[ALPHABET.charAt(i)] = (byte) i;
        }
        return digits;
    }
}
