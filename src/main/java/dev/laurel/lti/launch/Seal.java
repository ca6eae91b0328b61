package dev.laurel.lti.launch;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Gives bytes to a browser to carry, which it can neither read nor change (AES-256-GCM). Random 96-bit nonces are safe
 * for 2^32 texts under one key.
 */
final class Seal {

    private static final int IV = 12;
    private static final int TAG_BITS = 128;
    private static final int LONGEST = 8_000;

    // Looking an algorithm up costs more than sealing a login's state.
    private static final ThreadLocal<Cipher> CIPHER = ThreadLocal.withInitial(() -> {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    });

    private final SecretKeySpec key;

    Seal(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    String seal(byte[] plain) {
        byte[] iv = Secrets.random(IV);
        try {
            byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, iv).doFinal(plain);
            byte[] sealed = Arrays.copyOf(iv, IV + encrypted.length);
            System.arraycopy(encrypted, 0, sealed, IV, encrypted.length);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What {@link #seal} was given; empty when it was not sealed under this key or was changed. */
    Optional<byte[]> open(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(text);
            if (sealed.length < IV + TAG_BITS / 8) {
                return Optional.empty();
            }
            return Optional.of(cipher(Cipher.DECRYPT_MODE, sealed).doFinal(sealed, IV, sealed.length - IV));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] startsWithIv) throws GeneralSecurityException {
        Cipher cipher = CIPHER.get();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, startsWithIv, 0, IV));
        return cipher;
    }
}
