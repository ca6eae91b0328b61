package dev.laurel.lti.launch;

import dev.laurel.lti.RegistrationId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Seals what a login must remember into the {@code state} (AES-256-GCM under a key that all nodes share), so that a login
 * writes nothing to the database and any node can take the launch. Random 96-bit nonces are safe for 2^32 logins.
 */
@Component
class LoginStates {

    private static final byte VERSION = 1;
    private static final int IV = 12;
    private static final int TAG_BITS = 128;
    private static final int LONGEST = 8_000;

    private final SecretKeySpec key;

    @Autowired
    LoginStates(SharedSecrets secrets) {
        this(secrets.get("lti login state"));
    }

    LoginStates(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    String seal(LoginState state) {
        byte[] target = state.targetLinkUri().getBytes(StandardCharsets.UTF_8);
        byte[] deployment = state.deploymentId() == null
                ? new byte[0]
                : state.deploymentId().getBytes(StandardCharsets.UTF_8);
        byte[] nonce = state.nonce().getBytes(StandardCharsets.US_ASCII);
        UUID registration = state.registration().value();
        byte[] plain = ByteBuffer.allocate(1 + 16 + 8 + 1 + nonce.length + 32 + 2 + deployment.length + target.length)
                .put(VERSION)
                .putLong(registration.getMostSignificantBits())
                .putLong(registration.getLeastSignificantBits())
                .putLong(state.issuedAt().getEpochSecond())
                .put((byte) nonce.length)
                .put(nonce)
                .put(state.browser())
                .putShort((short) deployment.length)
                .put(deployment)
                .put(target)
                .array();
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

    /** What {@link #seal} was given; empty when it was not sealed here or was changed. */
    Optional<LoginState> open(String state) {
        if (state.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(state);
            if (sealed.length < IV + TAG_BITS / 8) {
                return Optional.empty();
            }
            ByteBuffer plain =
                    ByteBuffer.wrap(cipher(Cipher.DECRYPT_MODE, sealed).doFinal(sealed, IV, sealed.length - IV));
            return plain.get() == VERSION ? Optional.of(read(plain)) : Optional.empty();
        } catch (IllegalArgumentException | GeneralSecurityException | BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static LoginState read(ByteBuffer plain) {
        RegistrationId registration = new RegistrationId(new UUID(plain.getLong(), plain.getLong()));
        Instant issuedAt = Instant.ofEpochSecond(plain.getLong());
        String nonce = text(plain, plain.get());
        byte[] browser = new byte[32];
        plain.get(browser);
        String deployment = text(plain, plain.getShort());
        String target = text(plain, plain.remaining());
        return new LoginState(registration, nonce, target, deployment.isEmpty() ? null : deployment, issuedAt, browser);
    }

    private static String text(ByteBuffer plain, int length) {
        byte[] bytes = new byte[length];
        plain.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Cipher cipher(int mode, byte[] startsWithIv) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, startsWithIv, 0, IV));
        return cipher;
    }
}
