package dev.laurel.submission;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Copies the chunks that the picture needs (RFC 9649, section 2.7), and nothing after its end. */
final class WebpCleaner {

    private static final Set<String> NEEDED = Set.of("VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP");
    private static final Set<String> PICTURE = Set.of("VP8 ", "VP8L", "ANMF");

    /** The picture is held in memory, because the length of what is kept comes first. */
    private static final long MOST_BYTES = 100L * 1024 * 1024;

    private static final int HAS_EXIF = 0x08;
    private static final int HAS_XMP = 0x04;

    private WebpCleaner() {}

    static void clean(DataInputStream in, OutputStream out) throws IOException {
        byte[] head = new byte[12];
        in.readFully(head);
        long left = Integer.toUnsignedLong(little(head).getInt(4)) - 4;
        if (!name(head, 0).equals("RIFF") || !name(head, 8).equals("WEBP") || left > MOST_BYTES) {
            throw new Damaged("no WebP of a sound size");
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        int flagsAt = -1;
        boolean picture = false;
        int orientation = 1;
        while (left >= 8) {
            byte[] chunk = new byte[8];
            in.readFully(chunk);
            String name = name(chunk, 0);
            long length = Integer.toUnsignedLong(little(chunk).getInt(4));
            long padded = length + (length & 1);
            if (padded > left - 8) {
                throw new Damaged("a chunk longer than the file");
            }
            left -= 8 + padded;
            byte[] body = new byte[(int) padded];
            in.readFully(body);
            checkSize(name, body);
            picture |= PICTURE.contains(name);
            if (name.equals("VP8X")) {
                body[0] &= ~(HAS_EXIF | HAS_XMP);
                flagsAt = kept.size() + 8;
            }
            if (name.equals("EXIF")) {
                // Some writers put the header of the JPEG segment before it.
                orientation = Orientation.in(body, body.length > 6 && body[0] == 'E' ? 6 : 0);
            } else if (NEEDED.contains(name)) {
                kept.write(chunk);
                kept.write(body);
            }
        }
        if (!picture) {
            throw new Damaged("no picture");
        }
        byte[] chunks = withOrientation(kept, flagsAt, orientation);
        little(head).putInt(4, chunks.length + 4);
        out.write(head);
        out.write(chunks);
    }

    private static byte[] withOrientation(ByteArrayOutputStream kept, int flagsAt, int orientation) throws IOException {
        if (flagsAt < 0 || !Orientation.matters(orientation)) {
            return kept.toByteArray();
        }
        byte[] tiff = Orientation.alone(orientation);
        byte[] head = "EXIF\0\0\0\0".getBytes(StandardCharsets.US_ASCII);
        little(head).putInt(4, tiff.length);
        kept.write(head);
        kept.write(tiff);
        byte[] chunks = kept.toByteArray();
        chunks[flagsAt] |= HAS_EXIF;
        return chunks;
    }

    private static void checkSize(String name, byte[] body) throws Damaged {
        ByteBuffer numbers = little(body);
        if (name.equals("VP8X")) {
            need(body, 10);
            Pixels.check((numbers.getInt(4) & 0xFFFFFF) + 1L, (numbers.getInt(6) >>> 8) + 1L);
        } else if (name.equals("VP8L")) {
            need(body, 5);
            int sizes = numbers.getInt(1);
            Pixels.check((sizes & 0x3FFF) + 1L, (sizes >>> 14 & 0x3FFF) + 1L);
        } else if (name.equals("VP8 ")) {
            need(body, 10);
            Pixels.check(numbers.getShort(6) & 0x3FFF, numbers.getShort(8) & 0x3FFF);
        }
    }

    private static void need(byte[] body, int length) throws Damaged {
        if (body.length < length) {
            throw new Damaged("a short chunk");
        }
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String name(byte[] bytes, int at) {
        return new String(bytes, at, 4, StandardCharsets.US_ASCII);
    }
}
