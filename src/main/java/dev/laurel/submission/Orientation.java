package dev.laurel.submission;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Which way up a photo is: the one thing of its EXIF that its look depends on (Exif 2.3, section 4.6.4, tag 274). */
final class Orientation {

    private static final int TAG = 0x0112;
    private static final int UPRIGHT = 1;
    private static final int MOST_VALUES = 8;

    private Orientation() {}

    /** Reads it from a TIFF structure; 1, upright, when there is none or it makes no sense. */
    static int in(byte[] tiff, int offset) {
        try {
            ByteBuffer all = ByteBuffer.wrap(tiff, offset, tiff.length - offset).slice();
            all.order(all.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            int directory = all.getInt(4);
            int entries = Short.toUnsignedInt(all.getShort(directory));
            for (int i = 0; i < entries; i++) {
                int entry = directory + 2 + i * 12;
                if (Short.toUnsignedInt(all.getShort(entry)) == TAG) {
                    int value = all.getShort(entry + 8);
                    return value >= UPRIGHT && value <= MOST_VALUES ? value : UPRIGHT;
                }
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException | BufferUnderflowException malformed) {
            return UPRIGHT;
        }
        return UPRIGHT;
    }

    static boolean matters(int orientation) {
        return orientation != UPRIGHT;
    }

    /** A TIFF structure that holds the orientation and nothing else. */
    static byte[] alone(int orientation) {
        return ByteBuffer.allocate(26)
                .put((byte) 'M')
                .put((byte) 'M')
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) TAG)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }
}
