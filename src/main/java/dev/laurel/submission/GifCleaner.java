package dev.laurel.submission;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Copies the frames and how they follow each other (GIF89a, sections 17 to 27), and nothing after the trailer. */
final class GifCleaner {

    private static final int EXTENSION = 0x21;
    private static final int FRAME = 0x2C;
    private static final int TRAILER = 0x3B;
    private static final int CONTROL = 0xF9;
    private static final int APPLICATION = 0xFF;

    /** Applications whose block says how often to repeat. */
    private static final Set<String> REPEATS = Set.of("NETSCAPE2.0", "ANIMEXTS1.0");

    private GifCleaner() {}

    static void clean(DataInputStream in, OutputStream out) throws IOException {
        byte[] head = new byte[13];
        in.readFully(head);
        String version = new String(head, 0, 6, StandardCharsets.US_ASCII);
        if (!version.equals("GIF87a") && !version.equals("GIF89a")) {
            throw new Damaged("no GIF signature");
        }
        Pixels.check(little(head, 6), little(head, 8));
        out.write(head);
        copyColours(in, out, head[10]);
        boolean picture = false;
        int block = in.readUnsignedByte();
        while (block != TRAILER) {
            if (block == FRAME) {
                frame(in, out);
                picture = true;
            } else if (block == EXTENSION) {
                extension(in, out);
            } else {
                throw new Damaged("a block that cannot be here");
            }
            block = in.readUnsignedByte();
        }
        if (!picture) {
            throw new Damaged("no picture");
        }
        out.write(TRAILER);
    }

    private static void frame(DataInputStream in, OutputStream out) throws IOException {
        byte[] head = new byte[9];
        in.readFully(head);
        Pixels.check(little(head, 4), little(head, 6));
        out.write(FRAME);
        out.write(head);
        copyColours(in, out, head[8]);
        out.write(in.readUnsignedByte());
        copyBlocks(in, out);
    }

    private static void extension(DataInputStream in, OutputStream out) throws IOException {
        int label = in.readUnsignedByte();
        byte[] first = new byte[in.readUnsignedByte()];
        in.readFully(first);
        boolean repeats = label == APPLICATION && REPEATS.contains(new String(first, StandardCharsets.US_ASCII));
        OutputStream kept = label == CONTROL || repeats ? out : OutputStream.nullOutputStream();
        kept.write(EXTENSION);
        kept.write(label);
        kept.write(first.length);
        kept.write(first);
        if (first.length > 0) {
            copyBlocks(in, kept);
        }
    }

    private static void copyBlocks(DataInputStream in, OutputStream out) throws IOException {
        int length;
        do {
            length = in.readUnsignedByte();
            byte[] part = new byte[length];
            in.readFully(part);
            out.write(length);
            out.write(part);
        } while (length > 0);
    }

    private static void copyColours(DataInputStream in, OutputStream out, byte flags) throws IOException {
        if ((flags & 0x80) != 0) {
            byte[] colours = new byte[3 << (flags & 7) + 1];
            in.readFully(colours);
            out.write(colours);
        }
    }

    private static int little(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
    }
}
