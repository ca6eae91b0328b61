package dev.laurel.submission;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Copies the sound of a recording and leaves out the tags around it, which name the person and the device. */
final class SoundCleaner {

    /** What of a WAV file sounds: its format, the number of samples, and the samples. */
    private static final Set<String> SOUNDS = Set.of("fmt ", "fact", "data");

    private static final int ID3_HEAD = 10;
    private static final int ID3V1 = 128;
    private static final int ID3V1_EXTENDED = 227;
    private static final int APE_FOOT = 32;
    private static final int LYRICS_FOOT = 15;

    private SoundCleaner() {}

    /** A part of a file, by its first byte and the one after its last. */
    private record Range(long from, long to) {}

    /** Without ID3 tags (versions 1 and 2), APE tags and lyrics, wherever players put them: before the sound and after it. */
    static void mp3(Path from, Path to) throws IOException {
        try (FileChannel in = FileChannel.open(from);
                FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE)) {
            long begin = 0;
            for (long next = afterTag(in, begin); next > begin; next = afterTag(in, begin)) {
                begin = next;
            }
            long end = in.size();
            for (long next = beforeTag(in, end); next < end; next = beforeTag(in, end)) {
                end = next;
            }
            if (begin >= end) {
                throw new Damaged("no sound");
            }
            copy(in, new Range(begin, end), out);
        }
    }

    /** Where what begins there is over, if it is a tag. */
    private static long afterTag(FileChannel in, long at) throws IOException {
        ByteBuffer head = read(in, at, APE_FOOT);
        if (starts(head, "ID3") && head.limit() >= ID3_HEAD) {
            boolean footer = (head.get(5) & 0x10) != 0;
            return at + ID3_HEAD + synchsafe(head, 6) + (footer ? ID3_HEAD : 0);
        }
        if (starts(head, "APETAGEX") && head.limit() == APE_FOOT) {
            return at + APE_FOOT + unsigned(head, 12);
        }
        return at;
    }

    /** Where what ends there began, if it is a tag. */
    private static long beforeTag(FileChannel in, long end) throws IOException {
        if (starts(read(in, end - ID3V1, 3), "TAG")) {
            long begin = end - ID3V1;
            return starts(read(in, begin - ID3V1_EXTENDED, 4), "TAG+") ? begin - ID3V1_EXTENDED : begin;
        }
        ByteBuffer ape = read(in, end - APE_FOOT, APE_FOOT);
        if (starts(ape, "APETAGEX")) {
            boolean header = (ape.get(23) & 0x80) != 0;
            return end - unsigned(ape, 12) - (header ? APE_FOOT : 0);
        }
        ByteBuffer id3 = read(in, end - ID3_HEAD, ID3_HEAD);
        if (starts(id3, "3DI")) {
            return end - synchsafe(id3, 6) - 2 * ID3_HEAD;
        }
        String lyrics = StandardCharsets.ISO_8859_1
                .decode(read(in, end - LYRICS_FOOT, LYRICS_FOOT))
                .toString();
        return lyrics.matches("\\d{6}LYRICS200") ? end - LYRICS_FOOT - Integer.parseInt(lyrics.substring(0, 6)) : end;
    }

    /** Only the chunks that sound (RIFF, Multimedia Programming Interface 1.0, chapter 3). */
    static void wav(Path from, Path to) throws IOException {
        try (FileChannel in = FileChannel.open(from);
                FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE)) {
            List<Range> kept = new ArrayList<>();
            long length = 4;
            boolean sound = false;
            for (long at = 12; at + 8 <= in.size(); ) {
                ByteBuffer head = read(in, at, 8);
                String name =
                        StandardCharsets.ISO_8859_1.decode(head.slice(0, 4)).toString();
                // A recorder that was cut off has left no length: the samples go on to the end.
                long body = Math.min(unsigned(head, 4), in.size() - at - 8);
                long padded = Math.min(body + (body & 1), in.size() - at - 8);
                if (SOUNDS.contains(name)) {
                    kept.add(new Range(at, at + 8 + padded));
                    length += 8 + padded;
                    sound |= name.equals("data");
                }
                at += 8 + padded;
            }
            if (!sound) {
                throw new Damaged("no sound");
            }
            ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
            head.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt((int) length);
            head.put("WAVE".getBytes(StandardCharsets.US_ASCII)).flip();
            out.write(head);
            for (Range range : kept) {
                copy(in, range, out);
            }
        }
    }

    private static void copy(FileChannel in, Range range, FileChannel out) throws IOException {
        for (long at = range.from(); at < range.to(); ) {
            at += in.transferTo(at, range.to() - at, out);
        }
    }

    /** So many bytes, or as many as there are. */
    private static ByteBuffer read(FileChannel in, long at, int bytes) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (at >= 0) {
            while (read.hasRemaining() && in.read(read, at + read.position()) > 0) {
                // Read on.
            }
        }
        return read.flip();
    }

    private static boolean starts(ByteBuffer bytes, String with) {
        return bytes.limit() >= with.length()
                && StandardCharsets.ISO_8859_1
                        .decode(bytes.slice(0, with.length()))
                        .toString()
                        .equals(with);
    }

    private static long unsigned(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    /** Seven bits of each byte, the first byte first (ID3v2.4, section 6.2). */
    private static long synchsafe(ByteBuffer bytes, int at) {
        long number = 0;
        for (int i = 0; i < 4; i++) {
            number = number << 7 | bytes.get(at + i) & 0x7F;
        }
        return number;
    }
}
