package dev.laurel.lti.launch;

import dev.laurel.lti.LaunchId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Seals tickets under a key that all nodes share; that each is good once is for the row of its launch to say. */
@Component
class LaunchTickets {

    private static final byte VERSION = 1;
    private static final int HASH = 32;

    private final Seal seal;

    @Autowired
    LaunchTickets(SharedSecrets secrets) {
        this(secrets.get("lti launch ticket"));
    }

    LaunchTickets(byte[] key) {
        this.seal = new Seal(key);
    }

    String seal(LaunchTicket ticket) {
        byte[] cookie = ticket.cookieName().getBytes(StandardCharsets.US_ASCII);
        UUID launch = ticket.launch().value();
        return seal.seal(ByteBuffer.allocate(1 + 16 + 8 + 4 * HASH + cookie.length)
                .put(VERSION)
                .putLong(launch.getMostSignificantBits())
                .putLong(launch.getLeastSignificantBits())
                .putLong(ticket.issuedAt().toEpochMilli())
                .put(ticket.lock())
                .put(ticket.state())
                .put(ticket.nonce())
                .put(ticket.browser())
                .put(cookie)
                .array());
    }

    /** What {@link #seal} was given; empty when it was not sealed here or was changed. */
    Optional<LaunchTicket> open(String text) {
        try {
            return seal.open(text)
                    .map(ByteBuffer::wrap)
                    .filter(plain -> plain.get() == VERSION)
                    .map(LaunchTickets::read);
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static LaunchTicket read(ByteBuffer plain) {
        LaunchId launch = new LaunchId(new UUID(plain.getLong(), plain.getLong()));
        Instant issuedAt = Instant.ofEpochMilli(plain.getLong());
        byte[] lock = hash(plain);
        byte[] state = hash(plain);
        byte[] nonce = hash(plain);
        byte[] browser = hash(plain);
        byte[] cookie = new byte[plain.remaining()];
        plain.get(cookie);
        return new LaunchTicket(
                launch, lock, state, nonce, browser, new String(cookie, StandardCharsets.US_ASCII), issuedAt);
    }

    private static byte[] hash(ByteBuffer plain) {
        byte[] hash = new byte[HASH];
        plain.get(hash);
        return hash;
    }
}
