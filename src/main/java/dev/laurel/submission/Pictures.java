package dev.laurel.submission;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/** JPEG and PNG pictures that lie somewhere within a document of another kind, whose length must not change. */
final class Pictures {

    private record Told(byte marker, byte[] begins) {}

    /** Exif, XMP and the notes of photo programs, each with the words that it begins with. */
    private static final List<Told> TELLING = List.of(
            told(0xE1, "Exif\0\0"), told(0xE1, "http://ns.adobe.com/xap/1.0/\0"), told(0xED, "Photoshop 3.0\0"));

    private static final byte COMMENT = (byte) 0xFE;

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A};
    private static final Set<String> TOLD_BY_PNG = Set.of("tEXt", "zTXt", "iTXt", "eXIf", "tIME");

    /** A chunk of nobody's, which every program leaves aside (PNG third edition, section 5.4). */
    private static final byte[] OF_NOBODY = "zzZz".getBytes(StandardCharsets.US_ASCII);

    private Pictures() {}

    private static Told told(int marker, String begins) {
        return new Told((byte) marker, begins.getBytes(StandardCharsets.US_ASCII));
    }

    /** Makes what tells of place, time and device an empty comment. @return whether there was any */
    static boolean blank(byte[] document) {
        boolean any = false;
        // Where parts of pictures begin: what begins like a picture may lie within another, and each part is read once.
        BitSet read = new BitSet();
        BitSet ofPhotos = new BitSet();
        for (int at = 0; at + 4 < document.length; at++) {
            if (document[at] == (byte) 0xFF && isTelling(document, at)) {
                int length = ByteBuffer.wrap(document).getShort(at + 2) & 0xFFFF;
                document[at + 1] = COMMENT;
                Arrays.fill(document, at + 4, Math.min(document.length, at + 2 + length), (byte) ' ');
                any = true;
            } else if (document[at] == (byte) 0xFF && document[at + 1] == (byte) 0xD8) {
                any |= blankComments(document, at + 2, read, ofPhotos);
            } else if (document[at] == PNG[0] && starts(document, at, PNG)) {
                any |= blankChunks(document, at + PNG.length, read);
            }
        }
        return any;
    }

    /** Those before the picture itself, if it is one: what begins like a photo may be anything. */
    private static boolean blankComments(byte[] document, int start, BitSet read, BitSet ofPhotos) {
        List<Integer> parts = new ArrayList<>();
        List<Integer> comments = new ArrayList<>();
        int at = start;
        while (at + 4 < document.length && document[at] == (byte) 0xFF) {
            int marker = document[at + 1] & 0xFF;
            int length = ByteBuffer.wrap(document).getShort(at + 2) & 0xFFFF;
            if (marker == 0xDA || ofPhotos.get(at)) {
                parts.forEach(ofPhotos::set);
                comments.forEach(comment -> blankSegment(document, comment));
                return !comments.isEmpty();
            }
            if (read.get(at) || marker < 0xC0 || marker > 0xFE || length < 2 || length > document.length - at - 2) {
                return false;
            }
            read.set(at);
            parts.add(at);
            if (marker == 0xFE && !isBlank(document, at + 4, at + 2 + length)) {
                comments.add(at);
            }
            at += 2 + length;
        }
        return false;
    }

    private static boolean isBlank(byte[] document, int from, int to) {
        for (int at = from; at < to; at++) {
            if (document[at] != ' ') {
                return false;
            }
        }
        return true;
    }

    private static void blankSegment(byte[] document, int at) {
        int length = ByteBuffer.wrap(document).getShort(at + 2) & 0xFFFF;
        Arrays.fill(document, at + 4, at + 2 + length, (byte) ' ');
    }

    private static boolean blankChunks(byte[] document, int start, BitSet read) {
        boolean any = false;
        int at = start;
        while (document.length - at >= 12) {
            int length = ByteBuffer.wrap(document).getInt(at);
            if (read.get(at) || length < 0 || length > document.length - at - 12) {
                return any;
            }
            read.set(at);
            String name = new String(document, at + 4, 4, StandardCharsets.US_ASCII);
            int end = at + 8 + length;
            if (TOLD_BY_PNG.contains(name)) {
                System.arraycopy(OF_NOBODY, 0, document, at + 4, OF_NOBODY.length);
                Arrays.fill(document, at + 8, end, (byte) 0);
                CRC32 sum = new CRC32();
                sum.update(document, at + 4, 4 + length);
                ByteBuffer.wrap(document).putInt(end, (int) sum.getValue());
                any = true;
            }
            if (name.equals("IEND")) {
                return any;
            }
            at = end + 4;
        }
        return any;
    }

    private static boolean isTelling(byte[] document, int at) {
        for (Told told : TELLING) {
            if (document[at + 1] == told.marker() && starts(document, at + 4, told.begins())) {
                return true;
            }
        }
        return false;
    }

    private static boolean starts(byte[] document, int at, byte[] begins) {
        int end = at + begins.length;
        return end <= document.length && Arrays.equals(document, at, end, begins, 0, begins.length);
    }
}
