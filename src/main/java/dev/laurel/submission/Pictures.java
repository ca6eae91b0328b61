package dev.laurel.submission;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** JPEG photos that lie somewhere within a document of another kind, whose length must not change. */
final class Pictures {

    private record Told(byte marker, byte[] begins) {}

    /** Exif, XMP and the notes of photo programs, each with the words that it begins with. */
    private static final List<Told> TELLING = List.of(
            told(0xE1, "Exif\0\0"), told(0xE1, "http://ns.adobe.com/xap/1.0/\0"), told(0xED, "Photoshop 3.0\0"));

    private static final byte COMMENT = (byte) 0xFE;

    private Pictures() {}

    private static Told told(int marker, String begins) {
        return new Told((byte) marker, begins.getBytes(StandardCharsets.US_ASCII));
    }

    /** Makes what tells of place, time and device an empty comment. @return whether there was any */
    static boolean blank(byte[] document) {
        boolean any = false;
        for (int at = 0; at + 4 < document.length; at++) {
            if (document[at] == (byte) 0xFF && isTelling(document, at)) {
                int length = ByteBuffer.wrap(document).getShort(at + 2) & 0xFFFF;
                document[at + 1] = COMMENT;
                Arrays.fill(document, at + 4, Math.min(document.length, at + 2 + length), (byte) ' ');
                any = true;
            }
        }
        return any;
    }

    private static boolean isTelling(byte[] document, int at) {
        for (Told told : TELLING) {
            int end = at + 4 + told.begins().length;
            if (document[at + 1] == told.marker()
                    && end <= document.length
                    && Arrays.equals(document, at + 4, end, told.begins(), 0, told.begins().length)) {
                return true;
            }
        }
        return false;
    }
}
