package dev.laurel.submission;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;

/**
 * Windows Media (Advanced Systems Format 1.20, section 3): objects of the header that tell of people, places and addresses
 * become padding of the same length; the film and its index stay where they are.
 */
final class WmvCleaner {

    private static final int HEAD = 24;
    private static final int MOST_OBJECTS = 10_000;

    private static final String HEADER = "3026b2758e66cf11a6d900aa0062ce6c";
    private static final String EXTENSION = "b503bf5f2ea9cf118ee300c00c205365";
    private static final String FILE = "a1dcab8c47a9cf118ee400c00c205365";
    private static final String DATA = "3626b2758e66cf11a6d900aa0062ce6c";
    private static final String METADATA = "eacbf8c5af5b77488467aa8c44fa4cca";
    private static final byte[] PADDING = HexFormat.of().parseHex("74d40618dfca0945a4ba9aabcb96aae8");

    /** Streams and how to decode them (3.3, 3.5, 3.8, 3.9, 3.12, 4.1 to 4.6, 4.9 to 4.11, 6). */
    private static final Set<String> KEPT = Set.of(
            FILE,
            EXTENSION,
            "9107dcb7b7a9cf118ee600c00c205365", // stream properties
            "4052d1861d31d011a3a400a0c90348f6", // codecs
            "dc29e2d6da35d111903400a0c90349be", // mutual exclusion of bit rates
            "ce75f87b8d46d1118d82006097c9a2b2", // bit rates
            "cba5e61472c632438399a96952065b5a", // extended stream properties
            "cf4986a0754770468a166e35357566cd", // advanced mutual exclusion
            "405a46d1795a3843b71be36b8fd6c249", // group mutual exclusion
            "5bd1fed4d3884f4581f0ed5c45999e24", // stream priorities
            "3526b2758e66cf11a6d900aa0062ce6c", // error correction
            "a946437ce0effc4bb229393ede415c85", // languages
            "df29e2d6da35d111903400a0c90349be", // index parameters
            "ad3b206b113fe448aca8d7613de2cfa7", // media object index parameters
            "6d495ef597975d4b8c8b604dfe9bfb24", // time code index parameters
            "5d8bf1268445ec479f5f0e651f0452c9", // compatibility
            "90080033b1e5cf1189f400a0c90349cb", // indexes, behind the film
            "d329e2d6da35d111903400a0c90349be",
            "f803b1fead12644c840f2a1d2f7ad48c",
            "d03fb73c4a0c0348953dedf7b6228f0c");

    /** Rights management. */
    private static final Set<String> LOCKED = Set.of(
            "fbb3112223bdd211b4b700a0c955fc6e", // content encryption
            "14e68a292226174cb935dae07ee9289c"); // extended content encryption

    private final InPlace file;
    private int objects;

    private WmvCleaner(InPlace file) {
        this.file = file;
    }

    static void clean(Path from, Path to) throws IOException {
        try (InPlace file = InPlace.copy(from, to)) {
            WmvCleaner cleaner = new WmvCleaner(file);
            long end = cleaner.end(0, file.size());
            if (!cleaner.id(0).equals(HEADER)
                    || file.size() - end < HEAD
                    || !cleaner.id(end).equals(DATA)) {
                throw new Damaged("no film");
            }
            cleaner.objects(HEAD + 6L, end);
            long film = file.read(end + 16, 8, ByteOrder.LITTLE_ENDIAN).getLong();
            // Recorded live, the film has no length and goes on to the end.
            if (film >= HEAD && film <= file.size() - end) {
                cleaner.objects(end + film, file.size());
            }
        }
    }

    private String id(long at) throws IOException {
        byte[] id = new byte[16];
        file.read(at, 16, ByteOrder.BIG_ENDIAN).get(id);
        return HexFormat.of().formatHex(id);
    }

    private long end(long at, long limit) throws IOException {
        long length = file.read(at + 16, 8, ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < HEAD || length > limit - at) {
            throw new Damaged("an object longer than what it is in");
        }
        return at + length;
    }

    private void objects(long start, long limit) throws IOException {
        long at = start;
        while (limit - at >= HEAD) {
            if (++objects > MOST_OBJECTS) {
                throw new Damaged("more objects than any film has");
            }
            String id = id(at);
            long end = end(at, limit);
            if (LOCKED.contains(id)) {
                throw FileRefused.locked();
            }
            if (id.equals(EXTENSION)) {
                objects(at + HEAD + 22L, end);
            } else if (id.equals(FILE)) {
                // When it was made; the id of the file before it is written in the film's own head too and says
                // nothing.
                file.fill(Math.min(end, at + HEAD + 24L), Math.min(end, at + HEAD + 32L), (byte) 0);
            } else if (id.equals(METADATA)) {
                records(at + HEAD, end);
            } else if (!KEPT.contains(id)) {
                file.write(at, PADDING);
                file.fill(at + HEAD, end, (byte) 0);
            }
            at = end;
        }
    }

    /** Attributes (4.7); the shape of the picture's points is one of them, and stays. */
    private void records(long start, long limit) throws IOException {
        long at = start + 2;
        while (limit - at >= 12) {
            ByteBuffer head = file.read(at, 12, ByteOrder.LITTLE_ENDIAN);
            long name = at + 12;
            long value = name + (head.getShort(4) & 0xFFFF);
            long end = value + Integer.toUnsignedLong(head.getInt(8));
            if (end > limit) {
                throw new Damaged("an attribute longer than what it is in");
            }
            boolean shape = value - name < 100
                    && file.text(name, (int) (value - name)).replace("\0", "").startsWith("AspectRatio");
            if (!shape) {
                file.fill(name, end, (byte) 0);
            }
            at = end;
        }
    }
}
