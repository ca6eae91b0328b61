package dev.laurel.lti.launch;

import dev.laurel.lti.RegistrationId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Seals what a login must remember into the {@code state}, under a key that all nodes share, so that a login writes
 * nothing to the database and any node can take the launch.
 */
@Component
class LoginStates {

    private static final byte VERSION = 2;
    private static final short NO_STORAGE = -1;

    private final Seal seal;

    @Autowired
    LoginStates(SharedSecrets secrets) {
        this(secrets.get("lti login state"));
    }

    LoginStates(byte[] key) {
        this.seal = new Seal(key);
    }

    String seal(LoginState state) {
        byte[] target = state.targetLinkUri().getBytes(StandardCharsets.UTF_8);
        byte[] deployment = state.deploymentId() == null
                ? new byte[0]
                : state.deploymentId().getBytes(StandardCharsets.UTF_8);
        byte[] storage = state.storage() == null ? new byte[0] : state.storage().getBytes(StandardCharsets.UTF_8);
        byte[] nonce = state.nonce().getBytes(StandardCharsets.US_ASCII);
        UUID registration = state.registration().value();
        byte[] plain = ByteBuffer.allocate(
                        1 + 16 + 8 + 1 + nonce.length + 32 + 2 + storage.length + 2 + deployment.length + target.length)
                .put(VERSION)
                .putLong(registration.getMostSignificantBits())
                .putLong(registration.getLeastSignificantBits())
                .putLong(state.issuedAt().getEpochSecond())
                .put((byte) nonce.length)
                .put(nonce)
                .put(state.browser())
                .putShort(state.storage() == null ? NO_STORAGE : (short) storage.length)
                .put(storage)
                .putShort((short) deployment.length)
                .put(deployment)
                .put(target)
                .array();
        return seal.seal(plain);
    }

    /** What {@link #seal} was given; empty when it was not sealed here or was changed. */
    Optional<LoginState> open(String state) {
        try {
            return seal.open(state)
                    .map(ByteBuffer::wrap)
                    .filter(plain -> plain.get() == VERSION)
                    .map(LoginStates::read);
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static LoginState read(ByteBuffer plain) {
        RegistrationId registration = new RegistrationId(new UUID(plain.getLong(), plain.getLong()));
        Instant issuedAt = Instant.ofEpochSecond(plain.getLong());
        String nonce = text(plain, plain.get());
        byte[] browser = new byte[32];
        plain.get(browser);
        short storageLength = plain.getShort();
        String storage = storageLength == NO_STORAGE ? null : text(plain, storageLength);
        String deployment = text(plain, plain.getShort());
        String target = text(plain, plain.remaining());
        return new LoginState(
                registration, nonce, target, deployment.isEmpty() ? null : deployment, issuedAt, browser, storage);
    }

    private static String text(ByteBuffer plain, int length) {
        byte[] bytes = new byte[length];
        plain.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
