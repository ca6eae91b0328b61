package dev.laurel.submission;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Copies the chunks that the picture needs (PNG third edition, section 11), and nothing after its end. */
final class PngCleaner {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A};
    private static final Set<String> NEEDED = Set.of(
            "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "mDCV", "cLLI", "sBIT",
            "pHYs", "bKGD", "acTL", "fcTL", "fdAT");

    /** More than any real EXIF has. */
    private static final int MOST_EXIF = 1024 * 1024;

    private PngCleaner() {}

    static void clean(DataInputStream in, OutputStream target) throws IOException {
        DataOutputStream out = new DataOutputStream(target);
        byte[] signature = new byte[SIGNATURE.length];
        in.readFully(signature);
        if (!Arrays.equals(signature, SIGNATURE)) {
            throw new Damaged("no PNG signature");
        }
        out.write(SIGNATURE);
        boolean first = true;
        boolean picture = false;
        String type = "";
        while (!type.equals("IEND")) {
            int length = in.readInt();
            byte[] name = new byte[4];
            in.readFully(name);
            type = new String(name, StandardCharsets.US_ASCII);
            if (length < 0 || first != type.equals("IHDR")) {
                throw new Damaged("a chunk that cannot be here");
            }
            first = false;
            picture |= type.equals("IDAT");
            if (type.equals("IHDR")) {
                header(in, out, name, length);
            } else if (type.equals("eXIf") && length <= MOST_EXIF) {
                exif(in, out, name, length);
            } else {
                copy(in, NEEDED.contains(type) ? out : null, name, length);
            }
        }
        if (!picture) {
            throw new Damaged("no picture");
        }
        out.flush();
    }

    private static void header(DataInputStream in, DataOutputStream out, byte[] name, int length) throws IOException {
        if (length != 13) {
            throw new Damaged("a header of the wrong length");
        }
        byte[] header = new byte[length];
        in.readFully(header);
        ByteBuffer numbers = ByteBuffer.wrap(header);
        Pixels.check(Integer.toUnsignedLong(numbers.getInt(0)), Integer.toUnsignedLong(numbers.getInt(4)));
        in.readInt();
        write(out, name, header);
    }

    private static void exif(DataInputStream in, DataOutputStream out, byte[] name, int length) throws IOException {
        byte[] exif = new byte[length];
        in.readFully(exif);
        in.readInt();
        int orientation = Orientation.in(exif, 0);
        if (Orientation.matters(orientation)) {
            write(out, name, Orientation.alone(orientation));
        }
    }

    private static void write(DataOutputStream out, byte[] name, byte[] body) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(body);
        out.writeInt(body.length);
        out.write(name);
        out.write(body);
        out.writeInt((int) sum.getValue());
    }

    private static void copy(DataInputStream in, @Nullable DataOutputStream out, byte[] name, int length)
            throws IOException {
        if (out != null) {
            out.writeInt(length);
            out.write(name);
        }
        byte[] buffer = new byte[8192];
        long left = length + 4L;
        while (left > 0) {
            int part = (int) Math.min(buffer.length, left);
            in.readFully(buffer, 0, part);
            if (out != null) {
                out.write(buffer, 0, part);
            }
            left -= part;
        }
    }
}
