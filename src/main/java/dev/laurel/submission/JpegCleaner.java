package dev.laurel.submission;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Copies the segments that the picture needs (ITU-T T.81, annex B), bit by bit, and nothing after its end. */
final class JpegCleaner {

    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int COM = 0xFE;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] JFIF = "JFIF\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ICC = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);

    private JpegCleaner() {}

    static void clean(DataInputStream in, OutputStream out) throws IOException {
        if (in.readUnsignedByte() != 0xFF || in.readUnsignedByte() != SOI) {
            throw new Damaged("no start of image");
        }
        out.write(0xFF);
        out.write(SOI);
        boolean sized = false;
        boolean scanned = false;
        boolean turned = false;
        int marker = marker(in);
        while (marker != EOI) {
            byte[] body = body(in);
            if (isFrame(marker)) {
                if (body.length < 6) {
                    throw new Damaged("a short frame header");
                }
                Pixels.check(unsigned(body, 3), unsigned(body, 1));
                sized = true;
            }
            if (marker == 0xE1 && starts(body, EXIF) && !turned) {
                int orientation = Orientation.in(body, EXIF.length);
                if (Orientation.matters(orientation)) {
                    write(out, marker, join(EXIF, Orientation.alone(orientation)));
                    turned = true;
                }
            } else if (marker == 0xE0 && starts(body, JFIF) && body.length >= 14) {
                byte[] withoutThumbnail = Arrays.copyOf(body, 14);
                withoutThumbnail[12] = 0;
                withoutThumbnail[13] = 0;
                write(out, marker, withoutThumbnail);
            } else if (isNeeded(marker, body)) {
                write(out, marker, body);
            }
            if (marker == SOS) {
                if (!sized) {
                    throw new Damaged("a scan before its frame");
                }
                scanned = true;
                marker = copyScan(in, out);
            } else {
                marker = marker(in);
            }
        }
        if (!scanned) {
            throw new Damaged("no picture");
        }
        out.write(0xFF);
        out.write(EOI);
    }

    private static boolean isNeeded(int marker, byte[] body) {
        if (marker == 0xE2) {
            return starts(body, ICC);
        }
        if (marker == 0xEE) {
            return starts(body, ADOBE);
        }
        return marker < 0xE0 && marker >= 0xC0;
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    /** Copies compressed data and returns the marker that ends it. */
    private static int copyScan(DataInputStream in, OutputStream out) throws IOException {
        while (true) {
            int next = in.readUnsignedByte();
            if (next != 0xFF) {
                out.write(next);
                continue;
            }
            int code = in.readUnsignedByte();
            while (code == 0xFF) {
                code = in.readUnsignedByte();
            }
            if (code == 0 || code >= 0xD0 && code <= 0xD7) {
                out.write(0xFF);
                out.write(code);
            } else {
                return checked(code);
            }
        }
    }

    private static int marker(DataInputStream in) throws IOException {
        if (in.readUnsignedByte() != 0xFF) {
            throw new Damaged("no marker where one must be");
        }
        int code = in.readUnsignedByte();
        while (code == 0xFF) {
            code = in.readUnsignedByte();
        }
        return checked(code);
    }

    private static int checked(int code) throws Damaged {
        if (code < 0xC0 || code == SOI || code > COM) {
            throw new Damaged("a marker that cannot be here");
        }
        return code;
    }

    private static byte[] body(DataInputStream in) throws IOException {
        int length = in.readUnsignedShort() - 2;
        if (length < 0) {
            throw new Damaged("a segment shorter than its length");
        }
        byte[] body = new byte[length];
        in.readFully(body);
        return body;
    }

    private static void write(OutputStream out, int marker, byte[] body) throws IOException {
        out.write(0xFF);
        out.write(marker);
        out.write((body.length + 2) >> 8);
        out.write((body.length + 2) & 0xFF);
        out.write(body);
    }

    private static int unsigned(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    private static boolean starts(byte[] body, byte[] prefix) {
        return body.length >= prefix.length && Arrays.equals(body, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
