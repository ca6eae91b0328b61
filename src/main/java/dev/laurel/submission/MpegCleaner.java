package dev.laurel.submission;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * MPEG program streams (ISO/IEC 13818-1, section 2.5; ISO/IEC 11172-1). They have no place for titles or authors; cameras
 * put place and date into a stream of their own, whose packets become padding.
 */
final class MpegCleaner {

    private static final int PACK = 0xBA;
    private static final int END = 0xB9;
    private static final int PADDING = 0xBE;
    private static final int PRIVATE_2 = 0xBF;

    private MpegCleaner() {}

    /** Packet after packet; a file that is not built of them, a bare film without sound for one, stays as it is. */
    static Cleaning clean(Path from, Path to) throws IOException {
        try (InPlace file = InPlace.copy(from, to)) {
            long at = 0;
            while (file.size() - at >= 6) {
                ByteBuffer head = file.read(at, 6, ByteOrder.BIG_ENDIAN);
                int code = head.getInt();
                int stream = code & 0xFF;
                if (code >>> 8 != 1 || stream < END) {
                    return Cleaning.NOT_CLEANED;
                }
                long end = at + 6L + (head.getShort() & 0xFFFF);
                if (stream == END) {
                    end = at + 4;
                } else if (stream == PACK) {
                    end = afterPack(file, at);
                } else if (stream == PRIVATE_2) {
                    file.write(at + 3, (byte) PADDING);
                    file.fill(at + 6, Math.min(end, file.size()), (byte) 0xFF);
                }
                at = end;
            }
            return Cleaning.CLEAN;
        }
    }

    private static long afterPack(InPlace file, long at) throws IOException {
        boolean first = (file.read(at + 4, 1, ByteOrder.BIG_ENDIAN).get() & 0xC0) == 0;
        return first
                ? at + 12
                : at + 14 + (file.read(at + 13, 1, ByteOrder.BIG_ENDIAN).get() & 7);
    }
}
