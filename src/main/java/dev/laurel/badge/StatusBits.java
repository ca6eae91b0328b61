package dev.laurel.badge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Collection;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The bits of a status list: bit 0 is the most significant bit of the first byte.
 *
 * @see <a href="https://www.w3.org/TR/vc-bitstring-status-list/#bitstring-encoding">Bitstring Status List 1.0, 3.3</a>
 */
final class StatusBits {

    /** The least that the specification allows, so that a single credential is lost in the crowd. */
    static final int LENGTH = 131_072;

    /** A list of a hundred million credentials; a small text can be inflated into very much more. */
    private static final int MOST_BYTES = 12_500_000;

    private final byte[] bytes;

    private StatusBits(byte[] bytes) {
        this.bytes = bytes;
    }

    static StatusBits withSet(Collection<Integer> indexes) {
        byte[] bytes = new byte[LENGTH / 8];
        for (int index : indexes) {
            bytes[index / 8] |= (byte) (0x80 >>> index % 8);
        }
        return new StatusBits(bytes);
    }

    /** @throws IllegalArgumentException when the text is not an encoded list, or one of an unreasonable size */
    static StatusBits decode(String encoded) {
        if (!encoded.startsWith("u")) {
            throw new IllegalArgumentException("An encoded list begins with u");
        }
        return unzipped(Base64.getUrlDecoder().decode(encoded.substring(1)));
    }

    /**
     * The same as Status List 2021 writes it: without the letter in front, in either alphabet, padded or not.
     *
     * @throws IllegalArgumentException when the text is not an encoded list, or one of an unreasonable size
     * @see <a href="https://www.w3.org/community/reports/credentials/CG-FINAL-vc-status-list-2021-20230102/">Status List
     *     2021</a>
     */
    static StatusBits decodeOlder(String encoded) {
        String bare = encoded.startsWith("u") ? encoded.substring(1) : encoded;
        return unzipped(Base64.getUrlDecoder()
                .decode(bare.replace('+', '-').replace('/', '_').replaceAll("=+$", "")));
    }

    private static StatusBits unzipped(byte[] zipped) {
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES || bytes.length < LENGTH / 8) {
                throw new IllegalArgumentException("A list holds at least 131,072 bits and not too many");
            }
            return new StatusBits(bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException("Not a compressed list", e);
        }
    }

    String encode() {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(zipped)) {
            stream.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "u" + Base64.getUrlEncoder().withoutPadding().encodeToString(zipped.toByteArray());
    }

    /** @throws IndexOutOfBoundsException beyond the end of the list, which is no answer */
    boolean isSet(int index) {
        return (bytes[index / 8] & 0x80 >>> index % 8) != 0;
    }
}
