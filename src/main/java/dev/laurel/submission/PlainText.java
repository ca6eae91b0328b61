package dev.laurel.submission;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of nothing but letters, which do not say in which way these were written down. */
final class PlainText {

    private static final int LOOKED_AT = 64 * 1024;
    private static final int NONE = -1;

    private PlainText() {}

    /** Whether there is nothing in it but white space, behind the mark that says how letters are written. */
    static boolean isBlank(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), LOOKED_AT)) {
            in.mark(3);
            byte[] mark = in.readNBytes(3);
            in.reset();
            in.skipNBytes(lengthOfMark(mark));
            for (int next = in.read(); next != NONE; next = in.read()) {
                if (next != 0 && !isSpace(next)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static int lengthOfMark(byte[] mark) {
        if (mark.length == 3 && mark[0] == (byte) 0xEF && mark[1] == (byte) 0xBB && mark[2] == (byte) 0xBF) {
            return 3;
        }
        boolean wide = mark.length >= 2
                && (mark[0] == (byte) 0xFE && mark[1] == (byte) 0xFF
                        || mark[0] == (byte) 0xFF && mark[1] == (byte) 0xFE);
        return wide ? 2 : 0;
    }

    private static boolean isSpace(int letter) {
        return letter == ' ' || letter >= '\t' && letter <= '\r';
    }

    /**
     * Whether it is most likely a text: two bytes a letter without a mark, or one byte a letter, of which some mean one thing
     * here and another there. What is no text has bytes in it that no letter has.
     */
    static boolean isInOtherLetters(Path file) throws IOException {
        byte[] begin;
        try (InputStream in = Files.newInputStream(file)) {
            begin = in.readNBytes(LOOKED_AT);
        }
        int[] zeros = new int[2];
        for (int at = 0; at < begin.length; at++) {
            int letter = begin[at] & 0xFF;
            if (letter == 0) {
                zeros[at % 2]++;
            } else if (letter < ' ' && !isSpace(letter) && (zeros[0] + zeros[1] == 0 || letter > 4)) {
                return false;
            }
        }
        int most = Math.max(zeros[0], zeros[1]);
        return most == 0 || Math.min(zeros[0], zeros[1]) == 0 && most > begin.length / 4;
    }
}
