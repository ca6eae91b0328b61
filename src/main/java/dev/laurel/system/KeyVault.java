package dev.laurel.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Encrypts keys before they are stored (AES-256-GCM), under one master key that lies outside the database: the setting
 * {@code laurel.master-key}, or else the file {@code master.key} in the data directory, made at first start. A key of
 * its own is derived for each purpose, so that what was sealed for one cannot be opened for another. While the master key is
 * changed, {@code laurel.master-key-before} still opens what it sealed; nothing is sealed with it.
 */
@Component
public class KeyVault {

    private static final Logger log = LoggerFactory.getLogger(KeyVault.class);
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final byte[] master;
    private final byte @Nullable [] before;
    private final SecureRandom random = new SecureRandom();

    @Autowired
    KeyVault(LaurelSettings settings, @Value("${laurel.master-key-before:}") String before) {
        this.before = before.isBlank() ? null : decode(before.strip());
        this.master = settings.masterKey() == null ? fromFile(settings.dataDir()) : decode(settings.masterKey());
    }

    KeyVault(LaurelSettings settings) {
        this(settings, "");
    }

    /** Whether the master key is being changed. */
    boolean changes() {
        return before != null;
    }

    /** Whether this was sealed under the present master key, for this purpose. */
    boolean opens(String purpose, byte[] sealed) {
        return opens(master, purpose, sealed);
    }

    boolean opensWithKeyFromBefore(String purpose, byte[] sealed) {
        return before != null && opens(before, purpose, sealed);
    }

    private static boolean opens(byte[] key, String purpose, byte[] sealed) {
        try {
            open(key, purpose, sealed);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Encrypts; the result holds the nonce and is some 28 bytes longer. */
    public byte[] seal(String purpose, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] encrypted =
                    cipher(master, Cipher.ENCRYPT_MODE, purpose, nonce).doFinal(plain);
            byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + encrypted.length);
            System.arraycopy(encrypted, 0, sealed, NONCE_BYTES, encrypted.length);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Decrypts what {@link #seal} made for the same purpose.
     *
     * @throws IllegalStateException when it was made under another master key or purpose, or was changed
     */
    public byte[] open(String purpose, byte[] sealed) {
        if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new IllegalStateException("What is stored for " + purpose + " is too short to have been sealed here");
        }
        try {
            byte[] other = before;
            return other != null && opens(other, purpose, sealed)
                    ? open(other, purpose, sealed)
                    : open(master, purpose, sealed);
        } catch (AEADBadTagException e) {
            throw new IllegalStateException(
                    "What is stored for " + purpose + " was sealed under another master key. Give this node the "
                            + "master key (LAUREL_MASTER_KEY, or master.key in LAUREL_DATA_DIR) that the database was "
                            + "first used with.",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] open(byte[] key, String purpose, byte[] sealed) throws GeneralSecurityException {
        if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new AEADBadTagException("Too short");
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        return cipher(key, Cipher.DECRYPT_MODE, purpose, nonce)
                .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    }

    private static Cipher cipher(byte[] master, int mode, String purpose, byte[] nonce)
            throws GeneralSecurityException {
        Mac derive = Mac.getInstance("HmacSHA256");
        derive.init(new SecretKeySpec(master, "HmacSHA256"));
        byte[] key = derive.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private static byte[] fromFile(Path dataDir) {
        Path file = dataDir.resolve("master.key");
        try {
            Files.createDirectories(dataDir);
            if (!Files.exists(file)) {
                byte[] fresh = new byte[32];
                new SecureRandom().nextBytes(fresh);
                write(file, Base64.getEncoder().encodeToString(fresh));
            }
            return decode(Files.readString(file).trim());
        } catch (IOException e) {
            throw new UncheckedIOException("The master key " + file + " can be neither read nor made", e);
        }
    }

    /** Whole and readable by its owner alone from the first moment that it has its name. */
    private static void write(Path file, String key) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), "master", ".new");
        try {
            Files.writeString(fresh, key);
            Files.move(fresh, file);
            log.info("Made a master key in {}; keep a copy: without it the keys in the database are lost", file);
        } catch (FileAlreadyExistsException e) {
            Files.delete(fresh); // another node was quicker, its key counts
        }
    }

    private static byte[] decode(String base64) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("The master key must be base64 of 32 bytes", e);
        }
        if (key.length != 32) {
            throw new IllegalStateException("The master key must be base64 of 32 bytes, and is of " + key.length);
        }
        return key;
    }
}
