package dev.laurel.submission;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Set;

/**
 * WebM and Matroska (RFC 8794, RFC 9559): tags, attachments, titles, dates and names of programs become empty space of the
 * same length, so that cues still point to where they did.
 */
final class WebmCleaner {

    private static final long EBML = 0x1A45DFA3L;
    private static final long SEGMENT = 0x18538067L;
    private static final long CLUSTER = 0x1F43B675L;
    private static final long INFO = 0x1549A966L;
    private static final long TRACKS = 0x1654AE6BL;
    private static final long TRACK = 0xAEL;
    private static final long CHAPTERS = 0x1043A770L;
    private static final long CHECKSUM = 0xBFL;
    private static final int VOID = 0xEC;

    /** The children of a segment, which end a cluster of unknown length (RFC 8794, section 6.2). */
    private static final Set<Long> OF_SEGMENT =
            Set.of(0x114D9B74L, INFO, TRACKS, CLUSTER, 0x1C53BB6BL, 0x1941A469L, CHAPTERS, 0x1254C367L, SEGMENT, EBML);

    /** Tags, attachments, and whatever lay empty; and of Info: date, title, names and numbers of files. */
    private static final Set<Long> TELLING = Set.of(
            0x1254C367L,
            0x1941A469L,
            0xECL,
            0x4461L,
            0x7BA9L,
            0x7384L,
            0x3C83ABL,
            0x3E83BBL,
            0x73A4L,
            0x3CB923L,
            0x3EB923L,
            0x4444L,
            0x536EL);

    /** Names of the programs that made it, which must be there: MuxingApp, WritingApp. */
    private static final Set<Long> PROGRAMS = Set.of(0x4D80L, 0x5741L);

    private final InPlace file;
    private boolean film;

    private WebmCleaner(InPlace file) {
        this.file = file;
    }

    static void clean(Path from, Path to) throws IOException {
        try (InPlace file = InPlace.copy(from, to)) {
            WebmCleaner cleaner = new WebmCleaner(file);
            cleaner.elements(0, file.size(), 0);
            if (!cleaner.film) {
                throw new Damaged("no film");
            }
        }
    }

    /** @param end of the content; -1 where a live recording never wrote it */
    private record Element(long id, long at, long body, long end) {}

    private Element element(long at, long limit) throws IOException {
        int idLength = Integer.numberOfLeadingZeros(octet(at)) - 23;
        if (idLength > 4) {
            throw new Damaged("an element without an id");
        }
        long id = 0;
        for (int i = 0; i < idLength; i++) {
            id = id << 8 | octet(at + i);
        }
        int first = octet(at + idLength);
        int sizeLength = Integer.numberOfLeadingZeros(first) - 23;
        if (sizeLength > 8) {
            throw new Damaged("an element without a length");
        }
        long length = first & (0xFF >> sizeLength);
        boolean unknown = length == 0xFF >> sizeLength;
        for (int i = 1; i < sizeLength; i++) {
            int next = octet(at + idLength + i);
            unknown &= next == 0xFF;
            length = length << 8 | next;
        }
        long body = at + idLength + sizeLength;
        if (!unknown && length > limit - body && id != CLUSTER && id != SEGMENT) {
            throw new Damaged("an element longer than the file");
        }
        // A recording that was cut off ends within its last cluster.
        return new Element(id, at, body, unknown ? -1 : Math.min(limit, body + length));
    }

    private int octet(long at) throws IOException {
        return file.read(at, 1, ByteOrder.BIG_ENDIAN).get() & 0xFF;
    }

    private void elements(long start, long end, int depth) throws IOException {
        long at = start;
        while (end - at >= 2) {
            Element element = element(at, end);
            if (element.id() == SEGMENT) {
                long over = element.end() < 0 ? end : element.end();
                elements(element.body(), over, depth + 1);
                at = over;
            } else if (element.id() == CLUSTER) {
                film = true;
                at = element.end() < 0 ? afterCluster(element.body(), end) : element.end();
            } else if (element.end() < 0) {
                throw new Damaged("an element of no length");
            } else {
                known(element);
                at = element.end();
            }
        }
        if (depth == 0) {
            file.fill(at, end, (byte) 0);
        }
    }

    private void known(Element element) throws IOException {
        long id = element.id();
        if (id == INFO || id == TRACKS || id == TRACK || id == CHAPTERS) {
            inside(element);
        } else if (TELLING.contains(id)) {
            empty(element);
        }
    }

    private void inside(Element parent) throws IOException {
        for (long at = parent.body(); parent.end() - at >= 2; ) {
            Element child = element(at, parent.end());
            if (child.end() < 0) {
                throw new Damaged("an element of no length");
            }
            if (child.id() == TRACK) {
                inside(child);
            } else if (PROGRAMS.contains(child.id())) {
                file.fill(child.body(), child.end(), (byte) '-');
            } else if (TELLING.contains(child.id()) || child.id() == CHECKSUM) {
                empty(child);
            }
            at = child.end();
        }
    }

    /** A Void element of the same length (RFC 8794, section 11.3.2). */
    private void empty(Element element) throws IOException {
        long whole = element.end() - element.at();
        boolean small = whole < 9;
        ByteBuffer head = ByteBuffer.allocate(small ? 2 : 9).put((byte) VOID);
        if (small) {
            head.put((byte) (0x80 | whole - 2));
        } else {
            head.putLong(0x0100000000000000L | whole - 9);
        }
        file.write(element.at(), head.array());
        file.fill(element.at() + head.capacity(), element.end(), (byte) 0);
    }

    private long afterCluster(long start, long end) throws IOException {
        long at = start;
        while (end - at >= 2) {
            Element child = element(at, Long.MAX_VALUE);
            if (OF_SEGMENT.contains(child.id())) {
                return at;
            }
            if (child.end() < 0) {
                throw new Damaged("an element of no length");
            }
            at = child.end();
        }
        return end;
    }
}
