package dev.laurel.submission;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Films and HEIC photos (ISO/IEC 14496-12). Offsets in such files count from their start, so nothing is taken out: what
 * tells of places, times and devices is overwritten with zeros where it lies; so is every box of a maker's own, what programs
 * and people call a track, the time of day that cameras count on a track of its own, and what is no part of the film at all.
 */
final class IsoMediaCleaner {

    private static final Set<String> CONTAINERS = Set.of("moov", "trak", "mdia", "minf", "stbl", "moof", "traf");
    private static final Set<String> TELLING = Set.of("udta", "meta", "uuid", "XMP_", "free", "skip");

    /** What a film consists of; no film needs what else lies there. */
    private static final Set<String> OF_FILE =
            Set.of("ftyp", "styp", "moov", "mdat", "moof", "mfra", "sidx", "ssix", "pdin", "wide");

    private static final Set<String> OF_MOVIE = Set.of("mvhd", "trak", "mvex", "iods", "pssh", "clip", "ctab", "cmov");
    private static final Set<String> OF_TRACK = Set.of(
            "tkhd", "tref", "trgr", "edts", "mdia", "load", "imap", "clip", "matt", "tapt", "txas", "ludt", "kmat");

    /** Where anything may lie. */
    private static final Set<String> ANYTHING = Set.of();

    private static final Set<String> DATED = Set.of("mvhd", "tkhd", "mdhd");
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);
    private static final byte[] FREE = "free".getBytes(StandardCharsets.US_ASCII);
    private static final int DEEPEST = 8;

    /** Where the kind of a track is said. */
    private static final int IN_MEDIA = 3;

    /** Of a description of sound or pictures (8.5.2, 12.1.3): who made the program that packed it, and what it is called. */
    private static final int VENDOR = 12;

    private static final int COMPRESSOR = 42;
    private static final int COMPRESSOR_END = 74;

    /** The description of a time code, behind which the name of its reel may stand. */
    private static final int TIME_CODE = 26;

    private static final int TIME_CODE_SAMPLE = 4;
    private static final long MOST_META = 16L * 1024 * 1024;

    private final FileChannel file;
    private final boolean photo;
    private boolean unsure;
    private boolean described;

    /** Of the track that is being looked at. */
    private String handler = "";

    private ByteBuffer samples = NONE;
    private ByteBuffer chunks = NONE;
    private boolean wideChunks;

    private IsoMediaCleaner(FileChannel file, boolean photo) {
        this.file = file;
        this.photo = photo;
    }

    static Cleaning film(Path from, Path to) throws IOException {
        return clean(from, to, false);
    }

    static Cleaning photo(Path from, Path to) throws IOException {
        return clean(from, to, true);
    }

    private static Cleaning clean(Path from, Path to, boolean photo) throws IOException {
        try (OutputStream out = Files.newOutputStream(to)) {
            Files.copy(from, out);
        }
        try (FileChannel file = FileChannel.open(to, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            IsoMediaCleaner cleaner = new IsoMediaCleaner(file, photo);
            cleaner.boxes(0, file.size(), 0, OF_FILE);
            if (photo && !cleaner.described) {
                throw new Damaged("a photo without a description of its parts");
            }
            return cleaner.unsure ? Cleaning.NOT_CLEANED : Cleaning.CLEAN;
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException malformed) {
            throw new Damaged("a box that ends too early");
        }
    }

    private record Box(String type, long at, long body, long end) {}

    private Box box(long at, long end) throws IOException {
        ByteBuffer head = read(at, (int) Math.min(16, end - at));
        long size = Integer.toUnsignedLong(head.getInt());
        byte[] type = new byte[4];
        head.get(type);
        long body = at + 8;
        if (size == 1) {
            size = head.getLong();
            body = at + 16;
        } else if (size == 0) {
            size = end - at;
        }
        if (size < body - at || size > end - at) {
            throw new Damaged("a box longer than the file");
        }
        return new Box(new String(type, StandardCharsets.ISO_8859_1), at, body, at + size);
    }

    private static Set<String> within(String container) {
        return container.equals("moov") ? OF_MOVIE : ANYTHING;
    }

    private void boxes(long start, long end, int depth, Set<String> parts) throws IOException {
        if (depth > DEEPEST) {
            throw new Damaged("boxes too deep in each other");
        }
        long at = start;
        while (end - at >= 8) {
            Box box = box(at, end);
            if (photo && depth == 0 && box.type().equals("meta")) {
                described = true;
                parts(box);
            } else if (box.type().equals("trak")) {
                track(box, depth);
            } else if (CONTAINERS.contains(box.type())) {
                boxes(box.body(), box.end(), depth + 1, within(box.type()));
            } else if (TELLING.contains(box.type()) || !parts.isEmpty() && !parts.contains(box.type())) {
                file.write(ByteBuffer.wrap(FREE), box.at() + 4);
                blank(box.body(), box.end());
            } else if (DATED.contains(box.type())) {
                boolean wide = read(box.body(), 1).get() == 1;
                blank(box.body() + 4, Math.min(box.end(), box.body() + 4 + (wide ? 16 : 8)));
            } else if (box.type().equals("hdlr") && box.end() - box.body() >= 12) {
                kind(box, depth);
            } else if (depth > IN_MEDIA) {
                table(box);
            }
            // A packed description of the film, which some old programs write.
            unsure |= box.type().equals("cmov");
            at = box.end();
        }
    }

    private void track(Box track, int depth) throws IOException {
        handler = "";
        samples = NONE;
        chunks = NONE;
        boxes(track.body(), track.end(), depth + 1, OF_TRACK);
        if (handler.equals("tmcd")) {
            blankTimes();
        }
    }

    /** What a track is of stays; its name is a program's, a file's or whatever somebody wrote (8.4.3). */
    private void kind(Box box, int depth) throws IOException {
        String kind = text(read(box.body() + 8, 4), 4);
        unsure |= kind.equals("meta");
        if (depth == IN_MEDIA) {
            handler = kind;
        }
        blank(box.body() + 24, box.end());
    }

    private void table(Box box) throws IOException {
        switch (box.type()) {
            case "stsd" -> descriptions(box);
            case "stsz" -> samples = table(box, handler.equals("tmcd"));
            case "stco", "co64" -> {
                chunks = table(box, handler.equals("tmcd"));
                wideChunks = box.type().equals("co64");
            }
            default -> {
                // What the film is made of.
            }
        }
    }

    private ByteBuffer table(Box box, boolean wanted) throws IOException {
        return wanted ? read(box.body(), (int) (box.end() - box.body())) : NONE;
    }

    private void descriptions(Box list) throws IOException {
        long at = list.body() + 8;
        while (list.end() - at >= 8) {
            Box entry = box(at, list.end());
            long length = entry.end() - entry.body();
            if (handler.equals("vide") && length >= COMPRESSOR_END) {
                blank(entry.body() + VENDOR, entry.body() + VENDOR + 4);
                blank(entry.body() + COMPRESSOR, entry.body() + COMPRESSOR_END);
            } else if (handler.equals("tmcd")) {
                reel(entry);
            }
            at = entry.end();
        }
    }

    private void reel(Box timeCode) throws IOException {
        long at = timeCode.body() + TIME_CODE;
        while (timeCode.end() - at >= 8) {
            Box box = box(at, timeCode.end());
            file.write(ByteBuffer.wrap(FREE), box.at() + 4);
            blank(box.body(), box.end());
            at = box.end();
        }
    }

    /** Cameras count from midnight, as a rule: the film begins at 0 from now on. */
    private void blankTimes() throws IOException {
        if (samples.remaining() < 12 || chunks.remaining() < 8) {
            unsure = true;
            return;
        }
        int each = samples.getInt(4);
        int places = chunks.getInt(4);
        // Otherwise they would lie where nothing here tells.
        if (samples.getInt(8) != places || places > 0 && each != TIME_CODE_SAMPLE) {
            unsure = true;
            return;
        }
        for (int i = 0; i < places; i++) {
            long at = wideChunks ? chunks.getLong(8 + 8 * i) : Integer.toUnsignedLong(chunks.getInt(8 + 4 * i));
            if (at < 0 || at > file.size() - TIME_CODE_SAMPLE) {
                throw new Damaged("a part that lies nowhere");
            }
            blank(at, at + TIME_CODE_SAMPLE);
        }
    }

    // ---- photos: items by what they are (8.11.6) and where they lie (8.11.3)

    private void parts(Box meta) throws IOException {
        if (meta.end() - meta.body() > MOST_META) {
            throw new Damaged("a description too long to read");
        }
        Set<Long> telling = new HashSet<>();
        ByteBuffer places = ByteBuffer.allocate(0);
        long data = -1;
        long at = meta.body() + 4;
        while (meta.end() - at >= 8) {
            Box box = box(at, meta.end());
            switch (box.type()) {
                case "iinf" -> telling = tellingItems(box);
                case "iloc" -> places = read(box.body(), (int) (box.end() - box.body()));
                case "idat" -> data = box.body();
                case "iprp" -> sizes(box, 0);
                default -> {
                    // What the picture is made of.
                }
            }
            at = box.end();
        }
        if (!telling.isEmpty()) {
            blankItems(places, telling, data);
        }
    }

    private void sizes(Box properties, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new Damaged("boxes too deep in each other");
        }
        long at = properties.body();
        while (properties.end() - at >= 8) {
            Box box = box(at, properties.end());
            if (box.type().equals("ipco")) {
                sizes(box, depth + 1);
            } else if (box.type().equals("ispe")) {
                ByteBuffer size = read(box.body() + 4, 8);
                Pixels.check(Integer.toUnsignedLong(size.getInt()), Integer.toUnsignedLong(size.getInt()));
            }
            at = box.end();
        }
    }

    private Set<Long> tellingItems(Box list) throws IOException {
        Set<Long> telling = new HashSet<>();
        boolean wideCount = read(list.body(), 1).get() != 0;
        long at = list.body() + (wideCount ? 8 : 6);
        while (list.end() - at >= 8) {
            Box entry = box(at, list.end());
            ByteBuffer item = read(entry.body(), (int) (entry.end() - entry.body()));
            int version = item.getInt() >>> 24;
            if (version >= 2) {
                long id = version == 2 ? Short.toUnsignedLong(item.getShort()) : Integer.toUnsignedLong(item.getInt());
                item.getShort();
                String type = text(item, 4);
                if (type.equals("Exif") || type.equals("mime") || type.equals("uri ")) {
                    telling.add(id);
                }
            }
            at = entry.end();
        }
        return telling;
    }

    private void blankItems(ByteBuffer places, Set<Long> telling, long data) throws IOException {
        int version = places.getInt() >>> 24;
        int sizes = Short.toUnsignedInt(places.getShort());
        int indexSize = version == 0 ? 0 : sizes & 0xF;
        long items = version < 2 ? Short.toUnsignedLong(places.getShort()) : Integer.toUnsignedLong(places.getInt());
        long left = file.size();
        for (long i = 0; i < items; i++) {
            long id = version < 2 ? Short.toUnsignedLong(places.getShort()) : Integer.toUnsignedLong(places.getInt());
            int method = version == 0 ? 0 : places.getShort() & 0xF;
            places.getShort();
            long base = number(places, sizes >> 4 & 0xF);
            int extents = Short.toUnsignedInt(places.getShort());
            if (extents > 1 && sizes >> 8 == 0) {
                throw new Damaged("parts that lie nowhere");
            }
            for (int extent = 0; extent < extents; extent++) {
                number(places, indexSize);
                long offset = base + number(places, sizes >> 12 & 0xF);
                long length = number(places, sizes >> 8 & 0xF);
                if (!telling.contains(id)) {
                    continue;
                }
                long start = method == 1 ? data + offset : offset;
                if (method > 1 || method == 1 && data < 0 || start < 0 || length < 0 || start > file.size() - length) {
                    throw new Damaged("a part that lies nowhere");
                }
                left -= length;
                if (left < 0) {
                    throw new Damaged("parts longer than the file");
                }
                blank(start, start + length);
            }
        }
    }

    private static long number(ByteBuffer from, int size) throws Damaged {
        return switch (size) {
            case 0 -> 0;
            case 4 -> Integer.toUnsignedLong(from.getInt());
            case 8 -> from.getLong();
            default -> throw new Damaged("a number of a strange size");
        };
    }

    private static String text(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private ByteBuffer read(long at, int length) throws IOException {
        if (at < 0 || length < 0 || length > MOST_META || at > file.size() - length) {
            throw new Damaged("a box that ends too early");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, at + bytes.position()) < 0) {
                throw new Damaged("a file that ends too early");
            }
        }
        return bytes.flip();
    }

    private void blank(long start, long end) throws IOException {
        long at = start;
        while (at < end) {
            at += file.write(ByteBuffer.allocate((int) Math.min(8192, end - at)), at);
        }
    }
}
