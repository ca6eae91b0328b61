package dev.laurel.submission;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/**
 * AVI (RIFF, with the OpenDML extension): what is neither picture, sound nor index becomes {@code JUNK} of the same length,
 * which players skip.
 */
final class AviCleaner {

    private static final Set<String> KEPT = Set.of("avih", "strh", "strf", "indx", "idx1", "dmlh", "vprp");

    /** Lists that are looked into; {@code movi}, the film itself, is not. */
    private static final Set<String> OPENED = Set.of("hdrl", "strl", "odml");

    /** Cameras put their notes where a codec's settings would be. */
    private static final Set<String> NOTES = Set.of("AVIF", "CASI", "Zora");

    private static final int DEEPEST = 4;

    private final InPlace file;
    private boolean film;

    private AviCleaner(InPlace file) {
        this.file = file;
    }

    static void clean(Path from, Path to) throws IOException {
        try (InPlace file = InPlace.copy(from, to)) {
            AviCleaner cleaner = new AviCleaner(file);
            long at = 0;
            while (file.size() - at >= 12 && file.text(at, 4).equals("RIFF")) {
                long end = Math.min(file.size(), at + 8 + length(file, at));
                cleaner.chunks(at + 12, end, 0);
                at = end + (end & 1);
            }
            if (!cleaner.film) {
                throw new Damaged("no film");
            }
            file.fill(at, file.size(), (byte) 0);
        }
    }

    private static long length(InPlace file, long chunk) throws IOException {
        return Integer.toUnsignedLong(
                file.read(chunk + 4, 4, ByteOrder.LITTLE_ENDIAN).getInt());
    }

    private void chunks(long start, long end, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new Damaged("lists too deep in each other");
        }
        long at = start;
        while (end - at >= 8) {
            String name = file.text(at, 4);
            // A camera that was switched off has left the film without its end.
            long over = Math.min(end, at + 8 + length(file, at));
            String list = name.equals("LIST") && over - at >= 12 ? file.text(at + 8, 4) : "";
            if (OPENED.contains(list)) {
                chunks(at + 12, over, depth + 1);
            } else if (list.equals("movi")) {
                film = true;
            } else if (!KEPT.contains(name) && !isSettings(name, at, over)) {
                file.write(at, "JUNK".getBytes(StandardCharsets.US_ASCII));
                file.fill(at + 8, over, (byte) 0);
            }
            at = over + (over & 1);
        }
    }

    private boolean isSettings(String name, long at, long over) throws IOException {
        return name.equals("strd") && !(over - at >= 12 && NOTES.contains(file.text(at + 8, 4)));
    }
}
